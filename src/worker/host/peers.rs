//! The leader's direct connections to other browsers. They are on its own page, since only pages can
//! make them; here is what they carry, and what is said of them to the engine.

use engine::{
    Input,
    message::{LinkId, Path},
    peer::{Description, Step, binding},
};
use gloo::timers::callback::Timeout;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

use super::links;
use crate::wire::{PeerCall, PeerId, PeerNews};
use outgoing::Outgoing;
use parts::{Came, Parts};

mod outgoing;
mod parts;
mod sdp;

/// The longest message that is taken to the engine, in bytes: nearly twice what a device sends (ours).
const LONGEST: usize = 16 * 1024 * 1024;
/// How long the browser may take to describe its end, in milliseconds (ours).
const DESCRIBING_MILLIS: u32 = 20_000;

thread_local! {
    /// The number of the next connection of this worker's page. What is still said of one that a
    /// former engine had is told apart by it.
    static NEXT: Cell<u64> = const { Cell::new(1) };
}

/// All direct connections of one engine. A clone is the same.
#[derive(Clone)]
pub struct Peers(Rc<Inner>);

struct Inner {
    ends: RefCell<BTreeMap<LinkId, End>>,
    report: Box<dyn Fn(Input)>,
    call: Box<dyn Fn(PeerId, PeerCall)>,
    /// Whether none is made.
    apart: bool,
    closed: Cell<bool>,
}

/// Our end of a connection.
struct End {
    id: PeerId,
    own: Option<Description>,
    other: Option<Description>,
    open: bool,
    outgoing: Outgoing,
    coming: Parts,
    _deadline: Timeout,
}

impl Peers {
    /// No connection yet, and none ever if `apart`. What happens to them goes to `report`, what the
    /// page has to do to `call`.
    pub fn new(
        apart: bool,
        report: impl Fn(Input) + 'static,
        call: impl Fn(PeerId, PeerCall) + 'static,
    ) -> Self {
        let (report, call) = (Box::new(report), Box::new(call));
        let (ends, closed) = (RefCell::default(), Cell::new(false));
        Self(Rc::new(Inner { ends, report, call, apart, closed }))
    }

    fn of(inner: &Weak<Inner>) -> Option<Self> {
        inner.upgrade().filter(|inner| !inner.closed.get()).map(Self)
    }

    /// Begins a connection, or goes on with one.
    pub fn step(&self, link: LinkId, step: Step) {
        if self.0.closed.get() {
            return;
        }
        match step {
            Step::Offer => self.begin(link, None, PeerCall::Offer),
            Step::Answer(other) => {
                let text = sdp::write(&other, false);
                self.begin(link, Some(other), PeerCall::Answer(text));
            }
            Step::Accept(other) => {
                let text = sdp::write(&other, true);
                let mut ends = self.0.ends.borrow_mut();
                let Some(end) = ends.get_mut(&link) else { return };
                end.other = Some(other);
                let id = end.id;
                drop(ends);
                (self.0.call)(id, PeerCall::Accept(text));
            }
        }
    }

    fn begin(&self, link: LinkId, other: Option<Description>, call: PeerCall) {
        let id = PeerId(NEXT.replace(NEXT.get() + 1));
        let peers = Rc::downgrade(&self.0);
        let deadline = Timeout::new(DESCRIBING_MILLIS, move || {
            let undescribed =
                |peers: &Self| peers.0.ends.borrow().get(&link).is_some_and(|end| end.own.is_none());
            if let Some(peers) = Self::of(&peers)
                && undescribed(&peers)
            {
                peers.end(link, Some(unable()));
            }
        });
        let end = End {
            id,
            own: None,
            other,
            open: false,
            outgoing: Outgoing::default(),
            coming: Parts::default(),
            _deadline: deadline,
        };
        self.0.ends.borrow_mut().insert(link, end);
        if self.0.apart {
            return self.end_soon(link, links::apart_problem());
        }
        (self.0.call)(id, call);
    }

    /// Sends a message over a connection. Returns whether it is one of these.
    pub fn send(&self, link: LinkId, bytes: &[u8]) -> bool {
        let mut ends = self.0.ends.borrow_mut();
        let Some(end) = ends.get_mut(&link) else { return false };
        if !end.open || !end.outgoing.put(bytes) {
            drop(ends);
            self.end_soon(link, broken());
            return true;
        }
        let (id, ready) = (end.id, end.outgoing.ready());
        drop(ends);
        self.hand_over(id, ready);
        true
    }

    fn hand_over(&self, id: PeerId, parts: Vec<Vec<u8>>) {
        for part in parts {
            (self.0.call)(id, PeerCall::Send(part));
        }
    }

    /// Ends a connection; nothing is said of it any more.
    pub fn hang_up(&self, link: LinkId) {
        let end = self.0.ends.borrow_mut().remove(&link);
        if let Some(end) = end {
            (self.0.call)(end.id, PeerCall::End);
        }
    }

    /// Ends all connections for good; nothing is said of any.
    pub fn close(&self) {
        self.0.closed.set(true);
        let ends = self.0.ends.take();
        for end in ends.into_values() {
            (self.0.call)(end.id, PeerCall::End);
        }
    }

    /// The page says something of a connection.
    pub fn heard(&self, id: PeerId, news: PeerNews) {
        let link = self.0.ends.borrow().iter().find(|(_, end)| end.id == id).map(|(link, _)| *link);
        let (Some(link), false) = (link, self.0.closed.get()) else { return };
        match news {
            PeerNews::Described(text) => self.described(link, &text),
            PeerNews::Open => self.opened(link),
            PeerNews::Came(part) => self.came(link, &part),
            PeerNews::Sent(count) => {
                let mut ends = self.0.ends.borrow_mut();
                let Some(end) = ends.get_mut(&link) else { return };
                end.outgoing.sent(count);
                let ready = end.outgoing.ready();
                drop(ends);
                self.hand_over(id, ready);
            }
            PeerNews::Ended(problem) => self.end(link, problem),
        }
    }

    fn described(&self, link: LinkId, text: &str) {
        let Some(own) = sdp::read(text) else { return self.end(link, Some(unable())) };
        let mut ends = self.0.ends.borrow_mut();
        let Some(end) = ends.get_mut(&link) else { return };
        end.own = Some(own.clone());
        drop(ends);
        (self.0.report)(Input::Described { link, end: own });
    }

    fn opened(&self, link: LinkId) {
        let mut ends = self.0.ends.borrow_mut();
        let Some(end) = ends.get_mut(&link) else { return };
        let (Some(own), Some(other)) = (&end.own, &end.other) else { return };
        let binding = binding(own.fingerprint(), other.fingerprint());
        end.open = true;
        drop(ends);
        (self.0.report)(Input::Linked { link, path: Path::Peer, binding });
    }

    fn came(&self, link: LinkId, part: &[u8]) {
        let mut ends = self.0.ends.borrow_mut();
        let Some(end) = ends.get_mut(&link) else { return };
        let came = if end.open { end.coming.take(part, LONGEST) } else { Came::Strange };
        drop(ends);
        match came {
            Came::More => {}
            Came::Whole(bytes) => {
                links::note_heard();
                (self.0.report)(Input::Frame { link, bytes });
            }
            Came::Strange => self.end(link, Some(broken())),
        }
    }

    /// A connection has ended: it is forgotten and that is said, once.
    fn end(&self, link: LinkId, problem: Option<Problem>) {
        let end = self.0.ends.borrow_mut().remove(&link);
        if let Some(end) = end {
            (self.0.call)(end.id, PeerCall::End);
            (self.0.report)(Input::Unlinked { link, problem });
        }
    }

    /// As [`end`](Self::end), from within a call of the engine's.
    fn end_soon(&self, link: LinkId, problem: Problem) {
        let peers = Rc::downgrade(&self.0);
        spawn_local(async move {
            if let Some(peers) = Self::of(&peers) {
                peers.end(link, Some(problem));
            }
        });
    }
}

fn unable() -> Problem {
    Problem::new("This browser makes no direct connections.", "Use a current browser, or meet at a relay.")
}

fn broken() -> Problem {
    Problem::new("The direct connection broke off.", "It is made again by itself while both meet at a relay.")
}
