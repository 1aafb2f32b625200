//! Envelopes that came again for places below the end of their chain: they are here already, unless their device
//! wrote two things under one number (Y-17). So each is compared with what the disk holds at its place.
//!
//! Of a stretch that was emptied only the last link is left: a second envelope at one of the others is not seen.

use kernel::DeviceId;
use protocol::{AudienceId, Item};
use std::collections::BTreeMap;

use crate::{
    Replica,
    message::LinkId,
    replica::Purpose,
    storage::Store,
    sync::{chains::arrive::What, chains::check::fork, links::link::strange, stored},
};

/// What is read at once: the places of a chain that differ in these bits of their number only.
const BLOCK: u64 = 0xf;

/// A part of a chain: its audience, its device, the number it begins with.
pub(crate) type Part = (AudienceId, DeviceId, u64);

/// Envelopes that are to be compared, by what is read for them.
#[derive(Default)]
pub(in crate::sync) struct Below {
    parts: BTreeMap<Part, Vec<(Option<LinkId>, Item)>>,
}

impl Below {
    /// One more.
    pub fn push(&mut self, link: Option<LinkId>, item: Item) {
        let header = item.header();
        let part = (header.audience, header.device, header.sequence & !BLOCK);
        self.parts.entry(part).or_default().push((link, item));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What is to be read next.
    pub fn next(&self) -> Option<Part> {
        self.parts.keys().next().copied()
    }
}

impl Replica {
    /// Goes on with comparing. Whether it is done.
    pub(in crate::sync) fn compare_on(&mut self, below: &Below) -> bool {
        let Some(part) = below.next() else { return true };
        let purpose = Purpose::Compare(part.0, part.1, part.2);
        // What is taken in and not written yet would be missed.
        if self.writer.is_idle() && !self.is_reading(&purpose) {
            let prefix = stored::run_prefix(part.0, part.1, part.2, part.2 | BLOCK);
            self.read(purpose, Store::Envelopes, prefix);
        }
        false
    }

    /// A part was read: who wrote something else there is reported.
    pub(crate) fn compared(&mut self, part: Part, rows: Vec<(String, Vec<u8>)>) {
        let below = self.sync.inbox.iter_mut().find_map(|arrived| match &mut arrived.what {
            What::Compare(below) if below.parts.contains_key(&part) => Some(below),
            _ => None,
        });
        let Some(came) = below.and_then(|below| below.parts.remove(&part)) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let held: BTreeMap<u64, Item> = rows
            .iter()
            .filter_map(|(key, bytes)| {
                let (audience, device, sequence) = stored::split_envelope_key(key)?;
                let item = Item::decode(bytes).ok().filter(|_| (audience, device) == (part.0, part.1))?;
                Some((sequence, item))
            })
            .collect();
        let mut others = Vec::new();
        for (link, item) in came {
            let here = held.get(&item.header().sequence).filter(|here| here.hash() != item.hash());
            // What the disk spoiled is nobody's fork.
            if here.is_some_and(|here| shared.signed(here)) {
                others.push((link, item.header().device, shared.signed(&item)));
            }
        }
        for (link, device, is_signed) in others {
            if is_signed {
                self.set_aside(device, fork());
            } else if let Some(link) = link.and_then(|link| self.sync.links.get_mut(&link)) {
                link.problem = Some(strange("an envelope with a wrong signature"));
                self.sync.touch();
            }
        }
    }
}
