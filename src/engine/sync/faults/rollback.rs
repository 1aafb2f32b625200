//! A relay that has less than it once said to have: what it lost, since when, and when it had it again (Y-16, Y-70).
//!
//! The report is on the disk, so that it lasts until somebody has seen it; what is lacking is sent by the ordinary
//! exchange.

use kernel::{DeviceId, Problem, Timestamp};
use protocol::{AudienceId, Frontier, Hash, Missing, Position};
use serde::{Deserialize, Serialize};

use crate::{
    Replica, codec,
    message::{LinkId, Path, Rollback},
    storage::{Operation, Store},
    sync::{Shared, put},
};

/// The key of the report in `Meta`.
pub(in crate::sync) const KEY: &str = "rollback";

/// What a relay lost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lost {
    /// When it was found out, by this device's clock.
    at: Timestamp,
    /// How many envelopes it lacked then.
    changes: u64,
    /// What it had of the chains concerned.
    had: Frontier,
    /// When it had all of that again.
    mended: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    at: Timestamp,
    changes: u64,
    had: Vec<([u8; 16], DeviceId, u64, [u8; 32])>,
    mended: Option<Timestamp>,
}

impl Lost {
    fn write(&self) -> Vec<u8> {
        let place = |(audience, device, position): (AudienceId, DeviceId, Position)| {
            (audience.0, device, position.sequence, position.hash.0)
        };
        let had = self.had.positions().map(place).collect();
        let stored = Stored { at: self.at, changes: self.changes, had, mended: self.mended };
        codec::write(codec::VERSION, &stored)
    }

    pub(in crate::sync) fn read(bytes: &[u8]) -> Option<Self> {
        let stored: Stored = codec::read(codec::VERSION, bytes)?;
        let mut had = Frontier::new();
        for (audience, device, sequence, hash) in stored.had {
            had.advance(AudienceId(audience), device, Position { sequence, hash: Hash(hash) });
        }
        Some(Self { at: stored.at, changes: stored.changes, had, mended: stored.mended })
    }

    /// As pages are told.
    pub(in crate::sync) const fn shown(&self) -> Rollback {
        Rollback { at: self.at, changes: self.changes, mended: self.mended }
    }

    /// What is wrong, as long as it is.
    pub(in crate::sync) fn problem(&self) -> Option<Problem> {
        self.mended.is_none().then(|| {
            Problem::new(
                "The relay has lost something it had: its data was put back, or it does not tell.",
                "It gets again what this device has. Ask whoever runs the relay.",
            )
        })
    }
}

impl Replica {
    /// The relay has less than it once had, of these chains; `lacking` envelopes altogether.
    pub(in crate::sync) fn report_rollback(&mut self, had: &Frontier, lacking: u64) {
        let now = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        // What it still lacks of an earlier time is lacking still.
        let before = shared.lost.take().filter(|lost| lost.mended.is_none());
        let mut lost =
            before.unwrap_or_else(|| Lost { at: now, changes: 0, had: Frontier::new(), mended: None });
        lost.had.merge(had);
        lost.changes = lost.changes.saturating_add(lacking);
        let value = lost.write();
        shared.lost = Some(lost);
        self.writer.next.operations.push(put(Store::Meta, KEY.to_owned(), value));
        self.sync.touch();
    }

    /// The relay has said what it has: perhaps it has by now all that it had lost.
    pub(in crate::sync) fn maybe_mended(&mut self, id: LinkId) {
        let now = self.now;
        let Some(link) = self.sync.links.get(&id).filter(|link| link.path == Path::Relay) else { return };
        let Some(shared) = &mut self.sync.shared else { return };
        let Some(lost) = shared.lost.as_ref().filter(|lost| lost.mended.is_none()) else { return };
        if shared.lacks(&link.said, &lost.had) {
            return;
        }
        let lost = Lost { mended: Some(now), ..lost.clone() };
        let value = lost.write();
        shared.lost = Some(lost);
        self.writer.next.operations.push(put(Store::Meta, KEY.to_owned(), value));
        self.sync.touch();
    }

    /// Another relay is another matter.
    pub(in crate::sync) fn forget_rollback(&mut self) {
        let Some(shared) = &mut self.sync.shared else { return };
        if shared.lost.take().is_some() {
            let delete = Operation::Delete { store: Store::Meta, key: KEY.to_owned() };
            self.writer.next.operations.push(delete);
            self.sync.touch();
        }
    }
}

impl Shared {
    /// Whether something that counts is missing from `said` of what `had` names.
    fn lacks(&self, said: &Frontier, had: &Frontier) -> bool {
        had.positions().any(|(audience, device, position)| {
            let run = self.counting(Missing { audience, device, from: 1, to: position.sequence });
            let there = said.position(audience, device).map_or(0, |place| place.sequence);
            run.is_some_and(|run| there < run.to)
        })
    }
}
