//! What is not taken in, and what is shown of it.

use kernel::{DeviceId, Problem};
use protocol::{DecodeError, Header};

use crate::{
    Replica,
    message::{LinkId, Path, SetAside},
    storage::{Operation, Store},
    sync::{
        chains::check::{Unfit, Unusable},
        chains::waiting::Place,
        links::link::strange,
        put,
        stored::{self, aside_value},
    },
};

/// How many devices something may be set aside of before the oldest are forgotten (*ours*).
const MOST_ASIDE: usize = 100;

impl Replica {
    pub(in crate::sync) fn unfit(&mut self, link: Option<LinkId>, header: &Header, unfit: Unfit) {
        match unfit {
            Unfit::Known | Unfit::Below => {}
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
    pub(in crate::sync) fn gap(&mut self, link: Option<LinkId>, header: &Header) {
        let Some(id) = link else { return };
        let Some(shared) = &self.sync.shared else { return };
        let held = shared.latest.position(header.audience, header.device).map_or(0, |place| place.sequence);
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if link.gaps.insert((header.audience, header.device, held)) {
            self.say_have(id);
        } else {
            // Each chain once, so that nobody fills our memory.
            let chain = (header.audience, header.device);
            link.missing.retain(|missing| (missing.0, missing.1) != chain);
            link.missing.insert((chain.0, chain.1, header.sequence.saturating_sub(1)));
            self.sync.touch();
        }
    }

    /// What an envelope on the disk holds is not used, or not by this version: then it is tried again at
    /// every start (Y-73).
    pub(in crate::sync) fn unusable(&mut self, place: Place, unusable: Unusable) {
        if matches!(unusable, Unusable::Newer) {
            let key = format!("{}{}", stored::WAITING, stored::envelope_key(place.0, place.1, place.2));
            self.writer.next.operations.push(put(Store::Meta, key, Vec::new()));
        }
        self.set_aside(place.1, unusable.problem());
    }

    /// Something came that cannot be read: the link ends, nothing of it is acknowledged, and it comes again.
    /// What a newer version wrote is no fault of the other end, and trying again does not change it (Y-73).
    pub(in crate::sync) fn undecodable(&mut self, link: Option<LinkId>, how: &str, error: &DecodeError) {
        let Some(id) = link else { return };
        if !matches!(error, DecodeError::Version(_)) {
            return self.hang_up(id, strange(how));
        }
        let is_relay = self.sync.links.get(&id).is_some_and(|link| link.path == Path::Relay);
        let problem = Problem::new(
            "Somebody writes with a newer version of Pilothouse, which this one cannot read.",
            "Reload the page to get the newer version. Nothing is lost: what they wrote comes again then.",
        );
        self.hang_up(id, problem);
        if is_relay {
            self.is_refused(true);
        }
    }

    /// Remembers that something of a device was not taken in.
    pub(in crate::sync) fn set_aside(&mut self, device: DeviceId, problem: Problem) {
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
}
