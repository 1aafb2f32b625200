//! Which envelopes may go without their contents: the snapshots that are here and what each says
//! to stand for (Y-40).

use document::DocumentKey;
use kernel::{DeviceId, Timestamp};
use protocol::{AudienceId, Covers, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    Replica, codec,
    message::Heads,
    storage::{Operation, Store},
    sync::{Shared, chains::waiting::Place, put, stored},
};

/// How the keys of these records begin in `Meta`.
pub(in crate::sync) const COVERS: &str = "covers|";

/// What is known here of a snapshot's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Worth {
    /// It was made here, and nobody else has said yet that it is right.
    Own,
    /// It was made elsewhere and not compared yet.
    Unknown,
    /// It was made elsewhere, and what it stands for is not all here to compare it with.
    Trusted,
    /// It holds all that it stands for: compared here, or made here and confirmed by another
    /// device, or by nobody for so long that the time of grace is over.
    Right,
    /// It lacks something that it says to stand for.
    Wrong,
}

/// A snapshot that is here and says to stand for other envelopes.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub document: DocumentKey,
    pub covers: Covers,
    /// The newest changes in it.
    pub heads: Heads,
    /// When it came or was made, by this device's clock.
    pub at: Timestamp,
    pub worth: Worth,
    /// Whether what it stands for was emptied here.
    pub emptied: bool,
    /// Whether the relay was told.
    pub told: bool,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    document: DocumentKey,
    covers: Vec<(DeviceId, u64, u64)>,
    heads: Heads,
    at: Timestamp,
    worth: Worth,
    emptied: bool,
    told: bool,
}

impl Record {
    fn write(&self) -> Vec<u8> {
        let stored = Stored {
            document: self.document.clone(),
            covers: self.covers.runs().collect(),
            heads: self.heads.clone(),
            at: self.at,
            worth: self.worth,
            emptied: self.emptied,
            told: self.told,
        };
        codec::write(codec::VERSION, &stored)
    }

    /// What is stored of one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let Stored { document, covers: runs, heads, at, worth, emptied, told } =
            codec::read(codec::VERSION, bytes)?;
        let mut covers = Covers::new();
        for (device, from, to) in runs {
            covers.insert_run(device, from, to);
        }
        Some(Self { document, covers, heads, at, worth, emptied, told })
    }
}

/// The snapshots that are here and say what they stand for.
pub(crate) type Records = BTreeMap<Place, Record>;

fn key((audience, device, sequence): Place) -> String {
    format!("{COVERS}{}", stored::envelope_key(audience, device, sequence))
}

/// Whether the word of a device's snapshot counts.
fn counts(view: &View, (audience, device, sequence): Place) -> bool {
    view.write_right(device, audience).covers(sequence)
}

impl Shared {
    /// What snapshots that are here and count stand for.
    pub(in crate::sync) fn covered(&self, audience: AudienceId) -> Covers {
        let view = self.membership.view();
        let of = self.records.iter().filter(|(place, record)| {
            place.0 == audience && record.worth != Worth::Wrong && counts(view, **place)
        });
        let mut covers = view.erased_covers(audience);
        of.for_each(|(_, record)| covers.merge(&record.covers));
        covers
    }

    /// Whether all of a stretch of a chain is covered by snapshots that are here, counting or not.
    pub(in crate::sync) fn has_covered(
        &self,
        audience: AudienceId,
        device: DeviceId,
        from: u64,
        to: u64,
    ) -> bool {
        let mut covers = self.membership.view().erased_covers(audience);
        let of = self.records.iter().filter(|(place, record)| {
            place.0 == audience && matches!(record.worth, Worth::Right | Worth::Trusted | Worth::Unknown)
        });
        of.for_each(|(_, record)| covers.merge(&record.covers));
        covers.last_of_run(device, from).is_some_and(|last| last >= to)
    }

    /// What may be emptied here: what snapshots stand for that were found right.
    pub(in crate::sync) fn emptiable(&self, audience: AudienceId) -> Covers {
        let view = self.membership.view();
        let of = self.records.iter().filter(|(place, record)| {
            place.0 == audience && record.worth == Worth::Right && counts(view, **place)
        });
        let mut covers = Covers::new();
        of.for_each(|(_, record)| covers.merge(&record.covers));
        covers
    }
}

impl Replica {
    /// Remembers what a snapshot stands for, in the transaction that it is in.
    pub(in crate::sync) fn put_record(&mut self, place: Place, record: Record) {
        let Some(shared) = &mut self.sync.shared else { return };
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Meta, key(place), record.write()));
        next.strict = true;
        shared.records.insert(place, record);
    }

    /// Notes something about a snapshot.
    pub(in crate::sync) fn note_record(&mut self, place: Place, note: impl FnOnce(&mut Record)) {
        let record = self.sync.shared.as_ref().and_then(|shared| shared.records.get(&place)).cloned();
        if let Some(mut record) = record {
            note(&mut record);
            self.put_record(place, record);
        }
    }

    /// Forgets snapshots that a newer one of the same document stands for as well.
    pub(in crate::sync) fn forget_older(&mut self, place: Place) {
        let Some(shared) = &mut self.sync.shared else { return };
        let Some(newer) = shared.records.get(&place) else { return };
        let is_older = |(other, record): &(&Place, &Record)| {
            other.0 == place.0
                && **other != place
                && record.document == newer.document
                && newer.covers.has(other.1, other.2)
                && {
                    let mut both = newer.covers.clone();
                    both.merge(&record.covers);
                    both == newer.covers
                }
        };
        let older: Vec<Place> = shared.records.iter().filter(is_older).map(|(place, _)| *place).collect();
        for older in older {
            shared.records.remove(&older);
            let key = key(older);
            self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
        }
    }
}
