//! What Automerge takes for granted of a change, and panics without: checked before it sees one.

use automerge::{ActorId, Automerge, Change, ObjId, ObjType, ReadDoc, legacy};
use kernel::Problem;
use std::collections::HashMap;

use super::{frames::damaged, load::contradicts};

/// Everyone who wrote a change, with the number of their last one.
pub(super) type Writers = HashMap<ActorId, u64>;

/// Everyone who wrote a change of `doc`.
pub(super) fn writers(doc: &Automerge) -> Writers {
    let changes = doc.get_changes_meta(&[]).into_iter();
    changes.fold(Writers::new(), |mut writers, change| {
        let last = writers.entry(change.actor.into_owned()).or_default();
        *last = change.seq.max(*last);
        writers
    })
}

/// Checks changes that are to be taken into a document, parents before children.
pub(super) struct Checker<'a> {
    doc: &'a Automerge,
    writers: &'a mut Writers,
    /// The objects that the changes checked so far make.
    made: HashMap<(u64, ActorId), ObjType>,
}

impl<'a> Checker<'a> {
    pub fn new(doc: &'a Automerge, writers: &'a mut Writers) -> Self {
        Self { doc, writers, made: HashMap::new() }
    }

    /// # Errors
    /// When the change does not fit the document and the changes before it.
    pub fn check(&mut self, change: &Change) -> Result<(), Problem> {
        self.number(change)?;
        if !change.other_actor_ids().iter().all(|actor| self.writers.contains_key(actor)) {
            return Err(damaged("a change speaks of a device that wrote nothing"));
        }
        self.check_operations(change)
    }

    /// Takes note of a change that is known to unfold a text (`fold`), and to do nothing else.
    ///
    /// # Errors
    /// When it is not the next one of its writer.
    pub fn note_unfolding(&mut self, change: &Change) -> Result<(), Problem> {
        self.number(change)?;
        // The text is the first thing that it makes.
        self.made.insert((change.start_op().get(), change.actor_id().clone()), ObjType::Text);
        Ok(())
    }

    /// # Errors
    /// When the change is not the next one of its writer.
    fn number(&mut self, change: &Change) -> Result<(), Problem> {
        let last = self.writers.get(change.actor_id()).copied().unwrap_or_default();
        if change.seq() <= last {
            return Err(contradicts("two have one number"));
        }
        if change.seq() > last + 1 {
            return Err(damaged("a device's changes are not numbered one by one"));
        }
        self.writers.insert(change.actor_id().clone(), change.seq());
        Ok(())
    }

    fn check_operations(&mut self, change: &Change) -> Result<(), Problem> {
        let decoded = change.decode();
        let mut last: Option<(&legacy::ObjectId, ObjType)> = None;
        for (counter, op) in (decoded.start_op.get()..).zip(&decoded.operations) {
            let kind = match last {
                Some((object, kind)) if *object == op.obj => kind,
                _ => self.kind_of(&op.obj).ok_or_else(|| damaged("a change writes into nothing"))?,
            };
            last = Some((&op.obj, kind));
            if op.key.is_map_key() == kind.is_sequence() {
                return Err(damaged("a change takes a map for a list"));
            }
            if let Some(made) = op.obj_type() {
                self.made.insert((counter, decoded.actor_id.clone()), made);
            }
        }
        Ok(())
    }

    fn kind_of(&self, object: &legacy::ObjectId) -> Option<ObjType> {
        match object {
            legacy::ObjectId::Root => Some(ObjType::Map),
            legacy::ObjectId::Id(id) => {
                let known = self.made.get(&(id.0, id.1.clone())).copied();
                // The last part is only a hint where to look for the actor.
                known.or_else(|| self.doc.object_type(ObjId::Id(id.0, id.1.clone(), 0)).ok())
            }
        }
    }
}
