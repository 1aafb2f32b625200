//! Changing documents: all edits of a batch or none, over however many documents.

use document::{Document, DocumentKey, Edit, Row, Stamp};
use kernel::{Problem, RecordId, Timestamp};
use protocol::EnvelopeKind;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica,
    limits::REMEMBER_MILLIS,
    message::{ClientId, Event, Heads, Reply},
    storage::{Operation, Store, hexadecimal},
    sync::Content,
    undo::{Step, Undoable, Way},
};

/// What a batch did to one document in memory.
struct Outcome {
    document: DocumentKey,
    chunk: Vec<u8>,
    /// The change alone, to be sent.
    change: Vec<u8>,
    rows: BTreeMap<RecordId, Option<Row>>,
    steps: Vec<Step>,
}

impl Replica {
    /// Applies edits and stages what they make. The documents they need are in memory.
    ///
    /// # Errors
    /// When one edit cannot be applied; then nothing is changed, in no document.
    pub(crate) fn change(
        &mut self,
        label: &str,
        at: Option<Timestamp>,
        edits: &[Edit],
    ) -> Result<Vec<Step>, Problem> {
        let mut of_document: BTreeMap<&DocumentKey, Vec<Edit>> = BTreeMap::new();
        for edit in edits {
            of_document.entry(&edit.document).or_default().push(edit.clone());
        }
        if let Some(document) = of_document.keys().find(|document| self.is_erased(document)) {
            return Err(Self::erased_problem(document));
        }
        let mut outcomes = Vec::new();
        for (document, edits) in of_document {
            match self.change_one(document, label, at, &edits) {
                Ok(outcome) => outcomes.extend(outcome),
                Err(problem) => {
                    // Nothing of the batch has left memory: what it changed is loaded again from
                    // the chunks, which it never became part of.
                    for outcome in outcomes {
                        self.shelf.unload(&outcome.document);
                    }
                    return Err(problem);
                }
            }
        }
        let contents = outcomes.iter().map(|outcome| Content {
            document: &outcome.document,
            kind: EnvelopeKind::Changes,
            bytes: outcome.change.clone(),
            covers: protocol::Covers::new(),
        });
        let sealed = match self.seal(contents.collect()) {
            Ok(sealed) => sealed,
            Err(problem) => {
                for outcome in outcomes {
                    self.shelf.unload(&outcome.document);
                }
                return Err(problem);
            }
        };
        let changes = outcomes.iter().filter_map(|outcome| {
            let heads = self.shelf.get(&outcome.document)?.document.heads();
            // A change that was just made is the only head.
            heads.first().map(|change| (outcome.document.clone(), *change))
        });
        let changes: Vec<_> = changes.collect();
        self.stage_changes(sealed, &changes);
        let mut steps = Vec::new();
        for outcome in outcomes {
            steps.extend(outcome.steps);
            self.stage(&outcome.document, Some(outcome.chunk), outcome.rows);
        }
        Ok(steps)
    }

    /// Applies edits of one document in memory. `None` when they change nothing.
    fn change_one(
        &mut self,
        key: &DocumentKey,
        label: &str,
        at: Option<Timestamp>,
        edits: &[Edit],
    ) -> Result<Option<Outcome>, Problem> {
        let Some(identity) = &self.identity else { return Ok(None) };
        let stamp = Stamp { at: at.unwrap_or(self.now), by: identity.member };
        let device = identity.device;
        let is_new = !self.shelf.listings.contains_key(key);
        if is_new {
            self.shelf.put(key.clone(), Document::create(key), BTreeSet::new(), 0);
        }
        let Some(loaded) = self.shelf.get(key) else { return Ok(None) };
        let document = &mut loaded.document;
        if let Some(problem) = document.read_only() {
            return Err(problem.at(key.to_string()));
        }
        let records: BTreeSet<RecordId> = edits.iter().map(|edit| edit.record).collect();
        let before = document.rows_of(&records);
        let applied = match document.apply(device, stamp, label, edits) {
            Ok(applied) if applied.changed => applied,
            other => {
                if is_new {
                    self.shelf.unload(key);
                }
                return other.map(|_| None).map_err(|problem| problem.at(key.to_string()));
            }
        };
        let rows = document.rows_of(&records.union(&applied.touched).copied().collect());
        let before = |record| before.get(record).and_then(Option::as_ref);
        let steps = rows
            .iter()
            .filter_map(|(record, after)| Step::between(key, *record, before(record), after.as_ref()));
        let steps = steps.collect();
        // The first chunk of a document is the whole of it, so that it stands for itself.
        let change = applied.chunk;
        let chunk = if is_new { document.save() } else { change.clone() };
        Ok(Some(Outcome { document: key.clone(), chunk, change, rows, steps }))
    }

    /// Stages what changed in a document that is in memory.
    pub(crate) fn stage(
        &mut self,
        key: &DocumentKey,
        chunk: Option<Vec<u8>>,
        rows: BTreeMap<RecordId, Option<Row>>,
    ) {
        let Some(loaded) = self.shelf.get(key) else { return };
        let heads: Heads = loaded.document.heads();
        let mut added = Vec::new();
        if let Some(chunk) = chunk {
            let name = hexadecimal(&Sha256::digest(&chunk));
            if loaded.chunks.insert(name.clone()) {
                loaded.bytes = loaded.bytes.saturating_add(chunk.len());
            }
            added.push((name, chunk));
        }
        let count = loaded.chunks.len();
        let is_new = !self.shelf.listings.contains_key(key);
        let listing = self.shelf.listings.entry(key.clone()).or_default();
        let staged = self.writer.stage(key, listing);
        if is_new {
            staged.base = Some(BTreeMap::new());
        }
        staged.chunks.extend(added);
        staged.rows.extend(rows);
        staged.to.clone_from(&heads);
        listing.latest = heads;
        listing.chunks = count;
        self.writer.next.strict = true;
    }

    /// Puts a batch on the undo stack, without what it did to text that is not sent yet (S-25).
    pub(crate) fn did(&mut self, label: String, mut steps: Vec<Step>) {
        steps.retain(|step| !step.document.place.is_unsent());
        if !steps.is_empty() {
            let operations = self.stacks.did(Undoable { label, steps });
            self.turned(operations);
        }
    }

    /// Takes the drafts that these edits settle out of the journal.
    pub(crate) fn settle(&mut self, page: Option<ClientId>, edits: &[Edit]) {
        for key in self.journal.settled(page, edits) {
            self.writer.next.operations.push(Operation::Delete { store: Store::Journal, key });
        }
    }

    /// Takes the last batch back, or does the one taken back last again.
    pub(crate) fn turn(&mut self, from: Option<(ClientId, u64)>, way: Way) -> Result<Reply, Problem> {
        let Some(batch) = self.stacks.top(way).cloned() else {
            let what =
                if way == Way::Undo { "There is nothing to undo." } else { "There is nothing to redo." };
            return Err(Problem::new(what, ""));
        };
        let (mut edits, mut stays) = (Vec::new(), BTreeSet::new());
        for step in batch.steps.iter().rev() {
            let standing = self.shelf.get(&step.document).and_then(|l| l.document.row(step.record));
            let (mut back, kept) = step.take_back(standing.as_ref());
            edits.append(&mut back);
            stays.extend(kept);
        }
        let verb = if way == Way::Undo { "Undo" } else { "Redo" };
        let steps = self.change(&format!("{verb}: {}", batch.label), None, &edits)?;
        self.settle(None, &edits);
        let operations = self.stacks.turned(way, Undoable { label: batch.label.clone(), steps });
        self.turned(operations);
        if let (Some((client, _)), false) = (from, stays.is_empty()) {
            let fields: Vec<String> = stays.into_iter().collect();
            let what = format!("“{}” was taken back only in part.", batch.label);
            let way_out = "What was changed since stays as it is.";
            self.tell_one(client, Event::Problem(Problem::new(what, way_out).at(fields.join(", "))));
        }
        Ok(Reply::Done)
    }

    /// The undo stacks are others by now.
    pub(crate) fn turned(&mut self, operations: Vec<Operation>) {
        let (undo, redo) = self.stacks.labels();
        let next = &mut self.writer.next;
        next.operations.extend(operations);
        next.events.retain(|event| !matches!(event, Event::Undoable { .. }));
        next.events.push(Event::Undoable { undo, redo });
    }

    /// Puts text back that was typed before a crash. Its document is in memory.
    pub(crate) fn recover(&mut self, key: &str) {
        let Some(draft) = self.journal.get(key).cloned() else { return };
        let row = self.shelf.get(&draft.document).and_then(|loaded| loaded.document.row(draft.record));
        let gone = match row.as_ref().map(|row| draft.edit(row)) {
            // The record is not there (any more): the text is kept for a while, for its history.
            None => {
                let age = self.now.millis().saturating_sub(draft.at.millis());
                age > REMEMBER_MILLIS && self.journal.discard(key)
            }
            Some(None) => self.journal.discard(key),
            Some(Some(edit)) => {
                // A refusal leaves the draft where it is, for the next start.
                let label = "Recovered typing";
                let Ok(steps) = self.change(label, Some(draft.at), &[edit]) else { return };
                self.did(label.to_owned(), steps);
                let (document, record, field) = (draft.document, draft.record, draft.field);
                self.writer.next.events.push(Event::Recovered { document, record, field });
                self.journal.put_back(key)
            }
        };
        if gone {
            let key = key.to_owned();
            self.writer.next.operations.push(Operation::Delete { store: Store::Journal, key });
        }
    }
}
