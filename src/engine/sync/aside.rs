//! What is not taken in, and what is shown of it.

use kernel::{DeviceId, Problem};
use protocol::Header;

use super::{
    check::Unfit,
    link::strange,
    put,
    stored::{self, aside_value},
};
use crate::{
    Replica,
    message::{LinkId, SetAside},
    storage::{Operation, Store},
};

/// How many devices something may be set aside of before the oldest are forgotten (*ours*).
const MOST_ASIDE: usize = 100;

impl Replica {
    pub(super) fn unfit(&mut self, link: Option<LinkId>, header: &Header, unfit: Unfit) {
        match unfit {
            Unfit::Known => {}
            Unfit::Later => {
                if let Some(shared) = &mut self.sync.shared {
                    shared.left = true;
                }
            }
            Unfit::Gap => self.gap(link, header),
            Unfit::Aside(problem) => self.set_aside(header.device, problem),
            Unfit::Strange(how) => {
                if let Some(link) = link.and_then(|link| self.sync.links.get_mut(&link)) {
                    link.problem = Some(strange(how));
                }
                self.sync.touch();
            }
        }
    }

    /// Something is missing before an envelope: it is asked for once, and then reported (Y-18).
    pub(super) fn gap(&mut self, link: Option<LinkId>, header: &Header) {
        let Some(id) = link else { return };
        let Some(shared) = &self.sync.shared else { return };
        let held = shared.latest.position(header.audience, header.device).map_or(0, |place| place.sequence);
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if link.gaps.insert((header.audience, header.device, held)) {
            self.say_have(id);
        } else {
            let name = self.device_name(header.device);
            if let Some(link) = self.sync.links.get_mut(&id) {
                link.problem = Some(Problem::new(
                    format!("Something that {name} wrote is missing: later changes came without it."),
                    "It is taken from another device as soon as one with it is reached.",
                ));
            }
            self.sync.touch();
        }
    }

    /// Remembers that something of a device was not taken in.
    pub(super) fn set_aside(&mut self, device: DeviceId, problem: Problem) {
        let at = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        let times = shared.aside.get(&device).map_or(0, |before| before.times).saturating_add(1);
        let aside = SetAside { device, problem, at, times };
        let key = format!("{}{device}", stored::ASIDE);
        self.writer.next.operations.push(put(Store::Meta, key, aside_value(&aside)));
        shared.aside.insert(device, aside);
        while shared.aside.len() > MOST_ASIDE {
            let oldest = shared.aside.values().min_by_key(|aside| aside.at).map(|aside| aside.device);
            let Some(oldest) = oldest else { break };
            shared.aside.remove(&oldest);
            let key = format!("{}{oldest}", stored::ASIDE);
            self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
        }
        self.sync.touch();
    }

    /// The relay has less than it once had (Y-16).
    pub(super) fn report_rollback(&mut self) {
        if let Some(shared) = &mut self.sync.shared {
            shared.trouble = Some(Problem::new(
                "The relay has lost something it had: its data was put back, or it does not tell.",
                "It gets again what this device has. Ask whoever runs the relay.",
            ));
        }
        self.sync.touch();
    }
}
