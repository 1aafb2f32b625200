//! What the changes of a document did to its records: read once from the operations, then kept
//! up to date change by change.

use automerge::{ActorId, Change, ChangeHash, ObjType, legacy};
use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

use super::genesis::RECORDS;
use crate::Stamp;

/// One change, as far as records are concerned.
pub(super) struct Step {
    pub hash: ChangeHash,
    pub deps: Vec<ChangeHash>,
    pub device: DeviceId,
    pub stamp: Stamp,
    pub label: String,
    /// The records it touched, in order of their ids.
    pub records: Vec<RecordId>,
}

/// All changes, parents before children, and what follows from them.
#[derive(Default)]
pub(super) struct Log {
    pub steps: Vec<Step>,
    /// When each record was made and last changed. With several makers the earliest counts, with
    /// several changes the latest, so that it does not depend on the order of arrival.
    pub stamps: HashMap<RecordId, (Stamp, Stamp)>,
    /// The object of every record and everything inside it, by the operation that made it.
    objects: HashMap<(u64, ActorId), Inside>,
}

#[derive(Clone, Copy)]
enum Inside {
    Records,
    Record(RecordId),
}

/// What the message of a change says, as compact JSON.
#[derive(Serialize, Deserialize)]
pub(super) struct Message {
    /// The member who wrote it.
    pub by: MemberId,
    /// What they did.
    pub label: String,
}

impl Log {
    /// Takes in changes whose parents are in it. Returns the records they touch.
    pub fn take_in(&mut self, changes: impl IntoIterator<Item = Change>) -> BTreeSet<RecordId> {
        changes.into_iter().flat_map(|change| self.take_one(&change)).collect()
    }

    fn take_one(&mut self, change: &Change) -> Vec<RecordId> {
        let message = change.message().unwrap_or_default();
        // A message of other code is shown as it is; who wrote it is then not known.
        let Message { by, label } = serde_json::from_str(message)
            .unwrap_or_else(|_| Message { by: MemberId::from_bytes([0; 16]), label: message.to_owned() });
        let at = Timestamp::from_millis(change.timestamp().saturating_mul(1000));
        let stamp = Stamp { at, by };
        let records = self.touched(change, stamp);
        for record in &records {
            let (_, changed) = self.stamps.entry(*record).or_insert((stamp, stamp));
            *changed = (*changed).max(stamp);
        }
        let records: Vec<_> = records.into_iter().collect();
        self.steps.push(Step {
            hash: change.hash(),
            deps: change.deps().to_vec(),
            device: device(change.actor_id()),
            stamp,
            label,
            records: records.clone(),
        });
        records
    }

    fn touched(&mut self, change: &Change, stamp: Stamp) -> BTreeSet<RecordId> {
        let mut touched = BTreeSet::new();
        let decoded = change.decode();
        let mut last: Option<(legacy::ObjectId, Option<Inside>)> = None;
        for (counter, op) in (decoded.start_op.get()..).zip(&decoded.operations) {
            // Runs of operations in one object are the rule: a text, a new record.
            let inside = match &last {
                Some((object, inside)) if *object == op.obj => *inside,
                _ => {
                    let inside = match &op.obj {
                        legacy::ObjectId::Root => None,
                        legacy::ObjectId::Id(id) => self.objects.get(&(id.0, id.1.clone())).copied(),
                    };
                    last = Some((op.obj.clone(), inside));
                    inside
                }
            };
            let made = match (inside, &op.key) {
                (Some(Inside::Record(record)), _) => {
                    touched.insert(record);
                    Some(Inside::Record(record))
                }
                (Some(Inside::Records), legacy::Key::Map(key)) => key.parse().ok().map(|record| {
                    touched.insert(record);
                    Inside::Record(record)
                }),
                (None, legacy::Key::Map(key)) if key == RECORDS && op.obj == legacy::ObjectId::Root => {
                    Some(Inside::Records)
                }
                _ => None,
            };
            if let (Some(made), Some(kind)) = (made, op.obj_type()) {
                if let (Some(Inside::Records), Inside::Record(record), ObjType::Map) = (inside, made, kind) {
                    let (created, _) = self.stamps.entry(record).or_insert((stamp, stamp));
                    *created = (*created).min(stamp);
                }
                self.objects.insert((counter, decoded.actor_id.clone()), made);
            }
        }
        touched
    }
}

/// The device whose actor this is; for actors of other code, the first 16 bytes.
pub(super) fn device(actor: &ActorId) -> DeviceId {
    let mut bytes = [0; 16];
    for (byte, of_actor) in bytes.iter_mut().zip(actor.to_bytes()) {
        *byte = *of_actor;
    }
    DeviceId::from_bytes(bytes)
}
