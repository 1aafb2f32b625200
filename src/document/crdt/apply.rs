//! Applying edits: one change, all of them or none, and the edits that would take it back.

use automerge::{ActorId, ObjId, ReadDoc, transaction::CommitOptions, transaction::Transactable};
use kernel::{DeviceId, Problem, RecordId};
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Document, differing, fold,
    genesis::{self, FORMAT},
    log::Message,
    read::{Content, View},
    write::{Target, broken, write},
};
use crate::{Change, DocumentKey, Edit, Stamp, Value};

/// What applying edits came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The bytes of the change that was made, to be stored and sent; empty when nothing changed.
    pub chunk: Vec<u8>,
    /// The records that changed.
    pub touched: BTreeSet<RecordId>,
    /// The edits that take it back.
    pub inverse: Vec<Edit>,
    /// Whether there was anything to change.
    pub changed: bool,
}

impl Document {
    /// Applies edits as one change, written at `stamp` (kept to the second) on `device`.
    ///
    /// # Errors
    /// When an edit does not fit the document, or the document can only be read. Nothing has
    /// changed then.
    pub fn apply(
        &mut self,
        device: DeviceId,
        stamp: Stamp,
        label: &str,
        edits: &[Edit],
    ) -> Result<Applied, Problem> {
        let place = self.key.to_string();
        self.apply_unplaced(device, stamp, label, edits)
            .map_err(|problem| if problem.place.is_empty() { problem.at(place) } else { problem })
    }

    fn apply_unplaced(
        &mut self,
        device: DeviceId,
        stamp: Stamp,
        label: &str,
        edits: &[Edit],
    ) -> Result<Applied, Problem> {
        if let Some(problem) = self.read_only() {
            return Err(problem);
        }
        for edit in edits {
            edit.check()?;
            if edit.document != self.key {
                return Err(Problem::new(format!("An edit is meant for {}.", edit.document), ""));
            }
        }
        let message = serde_json::to_string(&Message { by: stamp.by, label: label.to_owned() })
            .map_err(|error| Problem::new(format!("The label cannot be written ({error})."), ""))?;
        let targets = self.targets(edits)?;
        let unfoldings = fold::unfoldings(&self.doc, &targets, edits);
        let options = CommitOptions::default().with_time(stamp.at.seconds()).with_message(message);
        if unfoldings.is_empty() {
            return self.commit(targets, edits, device, options);
        }
        let (folded, writers) = (self.doc.clone(), self.writers.clone());
        let applied = self.unfold(unfoldings).and_then(|unfolded| {
            let applied = self.commit(targets, edits, device, options)?;
            Ok(Applied { chunk: [unfolded, applied.chunk].concat(), ..applied })
        });
        if applied.as_ref().is_ok_and(|applied| applied.changed) {
            return applied;
        }
        // What was unfolded for edits of which nothing comes is folded again.
        (self.doc, self.writers, self.log) = (folded, writers, OnceCell::new());
        applied.map(|_| Applied::default())
    }

    /// Takes in changes that unfold texts, and gives their bytes.
    fn unfold(&mut self, unfoldings: Vec<automerge::Change>) -> Result<Vec<u8>, Problem> {
        self.doc.apply_changes(unfoldings.iter().cloned()).map_err(broken)?;
        let mut chunk = Vec::new();
        for mut change in unfoldings {
            chunk.extend_from_slice(&change.bytes());
            self.record(change);
        }
        Ok(chunk)
    }

    /// Remembers who wrote a change that was taken in, and what it touched.
    fn record(&mut self, change: automerge::Change) {
        self.writers.insert(change.actor_id().clone(), change.seq());
        if let Some(log) = self.log.get_mut() {
            log.take_in([change]);
        }
    }

    /// Writes edits as one change.
    fn commit(
        &mut self,
        mut targets: BTreeMap<RecordId, Target>,
        edits: &[Edit],
        device: DeviceId,
        options: CommitOptions,
    ) -> Result<Applied, Problem> {
        let before: BTreeMap<RecordId, Option<Content>> =
            targets.iter().map(|(id, target)| (*id, content(&View::now(&self.doc), &target.alive))).collect();
        let format = self.format();

        self.doc.set_actor(ActorId::from(*device.as_bytes()));
        let mut tx = self.doc.transaction();
        for edit in edits {
            // Every edit's record has a target.
            let Some(target) = targets.get_mut(&edit.record) else { continue };
            if let Err(problem) = write(&mut tx, target, edit) {
                tx.rollback();
                return Err(problem);
            }
        }
        let after: BTreeMap<RecordId, Option<Content>> =
            targets.iter().map(|(id, target)| (*id, content(&View::now(&tx), &target.alive))).collect();
        if tx.pending_ops() == 0 || before == after {
            tx.rollback();
            return Ok(Applied::default());
        }
        if format < FORMAT
            && fold::is_there(&tx, &targets, edits)
            && let Err(error) = genesis::raise(&mut tx)
        {
            tx.rollback();
            return Err(broken(error));
        }
        let (hash, _) = tx.commit_with(options);
        let change = hash.and_then(|hash| self.doc.get_change_by_hash(&hash));
        let Some(mut change) = change else {
            return Err(Problem::new("The change could not be read back.", "Reload Pilothouse."));
        };
        let chunk = change.bytes().into_owned();
        self.record(change);

        let mut applied = Applied { chunk, changed: true, ..Applied::default() };
        for (id, before) in before {
            let after = after.get(&id).and_then(Option::as_ref);
            if before.as_ref() != after {
                applied.touched.insert(id);
                applied.inverse.extend(edits_between(&self.key, id, after, before.as_ref(), true));
            }
        }
        Ok(applied)
    }

    fn targets(&self, edits: &[Edit]) -> Result<BTreeMap<RecordId, Target>, Problem> {
        let view = View::now(&self.doc);
        let records = view.records().ok_or_else(|| {
            Problem::new("It has no place for records any more.", "Restore it from a backup.")
        })?;
        let mut targets = BTreeMap::new();
        for edit in edits {
            targets.entry(edit.record).or_insert_with(|| {
                let all = view.objects(&records, edit.record);
                let alive = all.iter().filter(|object| self.is_alive(&view, object)).cloned().collect();
                Target { records: records.clone(), all, alive }
            });
        }
        Ok(targets)
    }
}

fn content<D: ReadDoc>(view: &View<'_, D>, alive: &[ObjId]) -> Option<Content> {
    if alive.is_empty() { None } else { view.content(alive) }
}

/// The edits that make the record in state `from` what it is in state `to`. With `typed`, text is
/// changed from what it was, so that what others write into it meanwhile stays.
pub(super) fn edits_between(
    document: &DocumentKey,
    record: RecordId,
    from: Option<&Content>,
    to: Option<&Content>,
    typed: bool,
) -> Vec<Edit> {
    let edit = |change| Edit { document: document.clone(), record, change };
    let change = match (from, to) {
        (None, None) => return Vec::new(),
        (Some(_), None) => Change::Delete,
        (None, Some(to)) => Change::Create { kind: to.kind.clone(), fields: to.fields.clone().into() },
        (Some(from), Some(to)) if from.kind != to.kind => {
            let (kind, fields) = (to.kind.clone(), to.fields.clone().into());
            return vec![edit(Change::Delete), edit(Change::Create { kind, fields })];
        }
        (Some(_), Some(_)) => {
            let fields = differing(from, to).into_iter();
            return fields.map(|(field, values)| edit(field_change(field, values, typed))).collect();
        }
    };
    vec![edit(change)]
}

fn field_change(field: &str, (from, to): (Option<&Value>, Option<&Value>), typed: bool) -> Change {
    let field = field.to_owned();
    match (fold::prose(from), fold::prose(to)) {
        (Some(base), Some(text)) if typed => {
            Change::Text { field, base: base.to_owned(), text: text.to_owned() }
        }
        _ => Change::Set { field, value: to.cloned() },
    }
}
