//! A record through time: its versions, how it stood, and the way back.

use automerge::ChangeHash;
use kernel::{Problem, RecordId, Timestamp};
use std::collections::BTreeSet;

use super::{
    Document,
    apply::edits_between,
    differing, hashes,
    read::{Content, View},
};
use crate::{Edit, FieldChange, Heads, Row, Version};

impl Document {
    /// What was done to a record, newest first: each step as its writer saw it, so that of two
    /// steps made apart neither shows what the other did.
    #[must_use]
    pub fn history(&self, record: RecordId) -> Vec<Version> {
        let steps = self.log().steps.iter().rev().filter(|step| step.records.contains(&record));
        let versions = steps.map(|step| {
            let (before, after) = (self.state(record, &step.deps), self.state(record, &[step.hash]));
            let changes = differing(before.as_ref(), after.as_ref()).into_iter();
            Version {
                heads: vec![step.hash.0],
                stamp: step.stamp,
                device: step.device,
                label: step.label.clone(),
                changes: changes
                    .map(|(field, (old, new))| FieldChange {
                        field: field.to_owned(),
                        old: old.cloned(),
                        new: new.cloned(),
                    })
                    .collect(),
            }
        });
        versions.collect()
    }

    /// The record as it stood at an instant by the writers' clocks: with every change written up
    /// to then, and those they build on. A clock that was wrong moves what it wrote.
    #[must_use]
    pub fn as_of(&self, record: RecordId, at: Timestamp) -> Option<Row> {
        let mut heads: BTreeSet<ChangeHash> = BTreeSet::new();
        // Who unfolds a text touches no record and is of no time.
        let until = self.log().steps.iter().filter(|step| step.stamp.at <= at && !step.records.is_empty());
        for step in until {
            for parent in &step.deps {
                heads.remove(parent);
            }
            heads.insert(step.hash);
        }
        self.row_at(record, &heads.into_iter().collect::<Vec<_>>())
    }

    /// The record as it stood at these heads; `None` also when they are not of this document.
    #[must_use]
    pub fn at(&self, record: RecordId, heads: &Heads) -> Option<Row> {
        let heads = hashes(heads);
        self.has_all(&heads).then(|| self.row_at(record, &heads)).flatten()
    }

    /// The edits that make the record what it was at these heads.
    ///
    /// # Errors
    /// When the heads are not of this document.
    pub fn restoring(&self, record: RecordId, heads: &Heads) -> Result<Vec<Edit>, Problem> {
        let heads = hashes(heads);
        if !self.has_all(&heads) {
            return Err(Problem::new("That version is not here.", "Choose one from the history.")
                .at(self.key.to_string()));
        }
        let (now, then) = (self.state_now(record), self.state(record, &heads));
        Ok(edits_between(&self.key, record, now.as_ref(), then.as_ref(), false))
    }

    fn has_all(&self, heads: &[ChangeHash]) -> bool {
        !heads.is_empty() && heads.iter().all(|hash| self.doc.get_change_meta_by_hash(hash).is_some())
    }

    fn state(&self, record: RecordId, heads: &[ChangeHash]) -> Option<Content> {
        let view = View::at(&self.doc, heads);
        let objects = view.objects(&view.records()?, record);
        self.content(&view, &objects)
    }

    fn state_now(&self, record: RecordId) -> Option<Content> {
        let view = View::now(&self.doc);
        let objects = view.objects(&view.records()?, record);
        self.content(&view, &objects)
    }

    /// The row with the stamps it had then.
    fn row_at(&self, record: RecordId, heads: &[ChangeHash]) -> Option<Row> {
        let content = self.state(record, heads)?;
        let mut row = self.row_of(record, content, self.read_only().is_some());
        let seen = self.seen_from(heads);
        let steps = self.log().steps.iter();
        let of_record = steps.filter(|step| step.records.contains(&record) && seen.contains(&step.hash));
        if let Some(changed) = of_record.map(|step| step.stamp).max() {
            row.changed = changed;
        }
        Some(row)
    }

    /// These changes and all they build on.
    fn seen_from(&self, heads: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let mut seen: BTreeSet<ChangeHash> = heads.iter().copied().collect();
        // Children come after their parents in the log.
        for step in self.log().steps.iter().rev() {
            if seen.contains(&step.hash) {
                seen.extend(step.deps.iter().copied());
            }
        }
        seen
    }
}
