//! The browsers' part in direct connections: what WebRTC does, as far as a device notices.

use engine::{
    Input,
    message::{LinkId, Path},
    peer::{Candidate, Description, Fingerprint, Host, Step, binding},
};
use kernel::Problem;
use std::collections::VecDeque;

use super::{Direct, Net};

/// The browsers of all devices.
#[derive(Default)]
pub struct Browsers {
    /// Whether they make connections at all.
    pub make: bool,
    /// Whether the network keeps them from finding each other.
    pub apart: bool,
    /// The certificate of somebody in the middle, who tells both ends that it is the other's.
    pub middle: Option<Fingerprint>,
    /// How many connections were begun.
    pub offers: usize,
    ends: Vec<End>,
    made: u8,
}

/// One end of a connection that is being made.
struct End {
    device: usize,
    link: LinkId,
    own: Description,
    other: Option<Description>,
}

impl Net {
    /// A device goes on with a connection.
    pub(super) fn peer(&mut self, device: usize, link: LinkId, step: Step) {
        if !self.browsers.make {
            let problem = Some(Problem::new("This browser makes no direct connections.", ""));
            return self.input(device, Input::Unlinked { link, problem });
        }
        let other = match step {
            Step::Offer => {
                self.browsers.offers += 1;
                None
            }
            Step::Answer(other) | Step::Accept(other) => Some(self.as_told(&other)),
        };
        let ends = &mut self.browsers.ends;
        if let Some(end) = ends.iter_mut().find(|end| (end.device, end.link) == (device, link)) {
            end.other = other;
            return self.find_each_other();
        }
        self.browsers.made += 1;
        let number = self.browsers.made;
        let at = Candidate { host: Host::V4([10, 0, 0, number]), port: 9 };
        let (user, password) = (format!("user{number}"), "abcdefghijklmnopqrstuv".to_owned());
        let own = Description::new(user, password, [number; 32], vec![at]).expect("in bounds");
        self.browsers.ends.push(End { device, link, own: own.clone(), other });
        self.input(device, Input::Described { link, end: own });
        self.find_each_other();
    }

    /// The other end, as it was told of.
    fn as_told(&self, other: &Description) -> Description {
        let fingerprint = self.browsers.middle.unwrap_or(*other.fingerprint());
        let (user, password) = (other.user().to_owned(), other.password().to_owned());
        Description::new(user, password, fingerprint, other.candidates().to_vec()).expect("in bounds")
    }

    fn find_each_other(&mut self) {
        let told =
            |end: &End, of: &End| end.other.as_ref().is_some_and(|other| other.user() == of.own.user());
        let ends = &self.browsers.ends;
        let pair = (0..ends.len()).find_map(|one| {
            let other =
                (0..one).find(|other| told(&ends[one], &ends[*other]) && told(&ends[*other], &ends[one]));
            other.map(|other| (one, other))
        });
        let Some((one, other)) = pair.filter(|_| !self.browsers.apart) else { return };
        let (one, other) = (self.browsers.ends.remove(one), self.browsers.ends.remove(other));
        let ends = [(one.device, one.link), (other.device, other.link)];
        self.directs.push(Direct { ends, on_its_way: [VecDeque::new(), VecDeque::new()] });
        for end in [one, other] {
            let Some(other) = end.other else { continue };
            let binding = binding(end.own.fingerprint(), other.fingerprint());
            self.input(end.device, Input::Linked { link: end.link, path: Path::Peer, binding });
        }
    }

    /// The connection that a device is making leads to another one than it is meant for, which knows
    /// all of the channel that there is to know.
    pub fn lead_astray(&mut self, device: usize, to: usize) {
        let end = self.browsers.ends.iter().position(|end| end.device == device).expect("it makes one");
        let end = self.browsers.ends.remove(end);
        let binding = binding(end.own.fingerprint(), end.other.expect("answered").fingerprint());
        let other = LinkId(LinkId::FIRST_OF_HOST + 999);
        let ends = [(device, end.link), (to, other)];
        self.directs.push(Direct { ends, on_its_way: [VecDeque::new(), VecDeque::new()] });
        for (device, link) in ends {
            self.input(device, Input::Linked { link, path: Path::Peer, binding: binding.clone() });
        }
    }

    /// A device gives a connection up.
    pub(super) fn forget_end(&mut self, device: usize, link: LinkId) {
        self.browsers.ends.retain(|end| (end.device, end.link) != (device, link));
    }

    /// A device stops.
    pub(super) fn forget_ends(&mut self, device: usize) {
        self.browsers.ends.retain(|end| end.device != device);
    }
}
