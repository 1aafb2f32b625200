//! What the changes of a document did to its records: read once from the operations, then kept
//! up to date change by change.

use automerge::{ActorId, Automerge, Change, ChangeHash, ChangeMetadata, ObjType, legacy};
use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use super::{
    fold,
    genesis::RECORDS,
    touches::{self, Touch},
};
use crate::Stamp;

/// One change, as far as records are concerned.
#[derive(Debug, PartialEq)]
pub(super) struct Step {
    pub hash: ChangeHash,
    pub deps: Vec<ChangeHash>,
    pub device: DeviceId,
    pub stamp: Stamp,
    pub label: String,
    /// The records it touched, in order of their ids.
    pub records: Vec<RecordId>,
}

/// Where objects lie, by the operation that made each.
pub(super) type Objects = HashMap<(u64, ActorId), Inside>;

/// All changes, parents before children, and what follows from them.
#[derive(Default)]
pub(super) struct Log {
    pub steps: Vec<Step>,
    /// When each record was made and last changed. With several makers the earliest counts, with
    /// several changes the latest, so that it does not depend on the order of arrival.
    pub stamps: HashMap<RecordId, (Stamp, Stamp)>,
    /// The object of every record and everything inside it, by the operation that made it.
    pub(super) objects: Objects,
}

/// Where an object lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Inside {
    /// It holds the records.
    Records,
    /// It is a record or inside one.
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
    /// What the changes of a document did, read from its columns of operations.
    pub fn of(doc: &Automerge) -> Self {
        let changes = doc.get_changes_meta(&[]);
        match touches::of(doc, &changes) {
            Ok((touches, objects)) => {
                let mut log = Self { objects, ..Self::default() };
                for (change, touch) in changes.into_iter().zip(touches) {
                    log.add(change, touch);
                }
                log
            }
            // Only where Automerge lays out its files in another way: the long way is right as well.
            Err(_) => Self::replayed(doc),
        }
    }

    /// The same, from every change made anew: twelve times the work.
    pub fn replayed(doc: &Automerge) -> Self {
        let mut log = Self::default();
        log.take_in(doc.get_changes(&[]));
        log
    }

    /// Takes in changes whose parents are in it. Returns the records they touch.
    pub fn take_in(&mut self, changes: impl IntoIterator<Item = Change>) -> BTreeSet<RecordId> {
        let mut touched = BTreeSet::new();
        for change in changes {
            let touch = self.touch(&change);
            touched.extend(&touch.touched);
            self.add(metadata(&change), touch);
        }
        touched
    }

    fn add(&mut self, change: ChangeMetadata<'_>, touch: Touch) {
        // Who unfolds a text changes nothing of its record.
        let touch = if fold::unfolds(&change.actor) { Touch::default() } else { touch };
        let message = change.message.as_deref().unwrap_or_default();
        // A message of other code is shown as it is; who wrote it is then not known.
        let Message { by, label } = serde_json::from_str(message)
            .unwrap_or_else(|_| Message { by: MemberId::from_bytes([0; 16]), label: message.to_owned() });
        let stamp = Stamp { at: Timestamp::from_millis(change.timestamp.saturating_mul(1000)), by };
        for record in touch.made {
            let (created, _) = self.stamps.entry(record).or_insert((stamp, stamp));
            *created = (*created).min(stamp);
        }
        for record in &touch.touched {
            let (_, changed) = self.stamps.entry(*record).or_insert((stamp, stamp));
            *changed = (*changed).max(stamp);
        }
        self.steps.push(Step {
            hash: change.hash,
            deps: change.deps,
            device: device(&change.actor),
            stamp,
            label,
            records: touch.touched.into_iter().collect(),
        });
    }

    /// What a change touches, whose objects are known from now on.
    fn touch(&mut self, change: &Change) -> Touch {
        let mut touch = Touch::default();
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
            let key = match &op.key {
                legacy::Key::Map(key) => Some(key.as_str()),
                legacy::Key::Seq(_) => None,
            };
            let at = Inside::at(inside, op.obj == legacy::ObjectId::Root, key);
            if let Some(Inside::Record(record)) = at {
                touch.touched.insert(record);
            }
            if let (Some(at), Some(kind)) = (at, op.obj_type()) {
                touch.make(inside, at, kind == ObjType::Map);
                self.objects.insert((counter, decoded.actor_id.clone()), at);
            }
        }
        touch
    }
}

impl Inside {
    /// Where an operation with this key writes, in an object that lies `inside`.
    pub fn at(inside: Option<Self>, is_root: bool, key: Option<&str>) -> Option<Self> {
        match (inside, key) {
            (Some(Self::Record(record)), _) => Some(Self::Record(record)),
            (Some(Self::Records), Some(key)) => key.parse().ok().map(Self::Record),
            (None, Some(RECORDS)) if is_root => Some(Self::Records),
            _ => None,
        }
    }
}

fn metadata(change: &Change) -> ChangeMetadata<'_> {
    ChangeMetadata {
        actor: Cow::Borrowed(change.actor_id()),
        author: None,
        seq: change.seq(),
        start_op: change.start_op().get(),
        max_op: change.max_op(),
        timestamp: change.timestamp(),
        message: change.message().map(|message| Cow::Owned(message.to_owned())),
        deps: change.deps().to_vec(),
        hash: change.hash(),
        extra: Cow::Borrowed(&[]),
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
