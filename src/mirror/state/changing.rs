//! What screens change: edits, texts, undo, and ways out where the disk refuses.

use document::{Batch, Change, DocumentKey, Edit, Row, Stamp};
use engine::{
    adoption::private_to_others,
    message::{Adoption, Ask, Heads, Merged, Origin, Past, Reply, Unsaved, Version},
};
use kernel::{Problem, RecordId, Timestamp};
use leptos::prelude::*;

use super::{Mirror, unexpected};

/// Changing.
impl Mirror {
    /// Does a batch: shows it at once and sends it to be written. An empty batch does nothing.
    pub fn commit(self, batch: Batch) {
        if batch.is_empty() {
            return;
        }
        // What will be refused is not shown as if it were done.
        let barred = |edit: &Edit| untrack(|| self.barred(edit.document.audience));
        let written = batch.edits.iter().filter(|edit| !edit.document.place.is_unsent());
        if let Some(reason) = written.filter_map(barred).next() {
            self.problems.update(|problems| problems.push(Problem::new(reason, "")));
            return;
        }
        // Text that was sent or given up is no loss to be told.
        let takes_out = |edit: &Edit| edit.change == Change::Delete && !edit.document.place.is_unsent();
        if batch.edits.iter().any(takes_out) {
            self.removed.set(Some(batch.label.clone()));
        }
        let stamp =
            Stamp { at: batch.at.unwrap_or_else(|| self.now()), by: untrack(|| self.author()).member };
        self.change(|state| {
            for edit in &batch.edits {
                match &edit.change {
                    Change::Set { field, .. } | Change::Text { field, .. } => {
                        state.drafts.drop_field(edit.record, field);
                    }
                    Change::Delete => state.drafts.drop_record(edit.record),
                    Change::Create { .. } => {}
                }
            }
            let request = state.requests.next(Ask::Commit(batch.clone()));
            let kinds = state.pending.show(&mut state.book, request.id, batch, stamp);
            state.port.send(request);
            kinds
        });
    }

    /// Keeps text that is being typed, so that a crash does not lose it. `line` says that the field is one line.
    pub fn draft(
        self,
        document: DocumentKey,
        record: RecordId,
        field: &str,
        base: &str,
        text: &str,
        line: bool,
    ) {
        let (base, text) = (base.to_owned(), text.to_owned());
        let draft = Ask::Draft { document, record, field: field.to_owned(), base, text, line };
        self.state.update_value(|state| {
            state.drafts.put(record, field, draft);
            state.send_draft();
        });
    }

    /// Takes back the last batch.
    pub fn undo(self) {
        self.send(Ask::Undo);
    }

    /// Does again what was taken back last.
    pub fn redo(self) {
        self.send(Ask::Redo);
    }

    /// Tries at once what the disk refused.
    pub fn try_again(self) {
        self.send(Ask::TryAgain);
    }

    /// What is in memory only, of every tab, because the disk refuses.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn unsaved(self) -> Result<Unsaved, Problem> {
        match self.ask(Ask::Unsaved).await? {
            Reply::Unsaved(unsaved) => Ok(unsaved),
            other => Err(unexpected(other)),
        }
    }

    /// Takes back what the disk refuses, so that what waits behind it is written.
    pub fn give_up(self) {
        self.send(Ask::GiveUp);
    }

    /// The versions of a record, newest first.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub async fn history(self, document: DocumentKey, record: RecordId) -> Result<Vec<Version>, Problem> {
        let past = self.past(document, record).await?;
        Ok(past.into_iter().map(|past| past.version).collect())
    }

    /// The same, with what [`places`](Self::places) needs to say where each is.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub async fn past(self, document: DocumentKey, record: RecordId) -> Result<Vec<Past>, Problem> {
        match self.ask(Ask::History { document, record }).await? {
            Reply::History(past) => Ok(past),
            other => Err(unexpected(other)),
        }
    }

    /// A record as it stood at `at`, by the writers' clocks.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub async fn as_of(
        self,
        document: DocumentKey,
        record: RecordId,
        at: Timestamp,
    ) -> Result<Option<Row>, Problem> {
        match self.ask(Ask::AsOf { document, record, at }).await? {
            Reply::Row(row) => Ok(row),
            other => Err(unexpected(other)),
        }
    }

    /// Makes a record what it was at a version.
    ///
    /// # Errors
    /// When the document cannot be read or written.
    pub async fn restore(self, document: DocumentKey, record: RecordId, heads: Heads) -> Result<(), Problem> {
        match self.ask(Ask::Restore { document, record, heads }).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    /// Every document as a whole Automerge file.
    ///
    /// # Errors
    /// When a document cannot be read.
    pub async fn documents(self) -> Result<Vec<(DocumentKey, Vec<u8>)>, Problem> {
        match self.ask(Ask::Documents).await? {
            Reply::Documents(documents) => Ok(documents),
            other => Err(unexpected(other)),
        }
    }

    /// What merging documents of `origin` will take over of whose they are, and how many of them
    /// are then private to somebody else; `None` before the engine has answered. Tracks every
    /// change.
    #[must_use]
    pub fn adoption(self, origin: Origin, arriving: &[(DocumentKey, Vec<u8>)]) -> Option<(Adoption, usize)> {
        let me = self.identity.get()?;
        self.read(|_| ());
        let here: Vec<DocumentKey> = self.state.with_value(|state| {
            let here = state.heads.iter().filter(|(_, heads)| !heads.is_empty());
            here.map(|(key, _)| key.clone()).collect()
        });
        let arriving = || arriving.iter().map(|(key, _)| key);
        let adoption = Adoption::of(&me, here.iter(), Some(origin), arriving());
        Some((adoption, private_to_others(arriving(), adoption.member(&me, Some(origin)))))
    }

    /// Merges documents that were saved before, of whomever `origin` says.
    ///
    /// # Errors
    /// When one of them is damaged or foreign; then nothing changed.
    pub async fn merge(
        self,
        documents: Vec<(DocumentKey, Vec<u8>)>,
        origin: Origin,
    ) -> Result<Merged, Problem> {
        match self.ask(Ask::Merge { documents, origin: Some(origin) }).await? {
            Reply::Merged(merged) => Ok(merged),
            other => Err(unexpected(other)),
        }
    }

    /// Waits until everything sent so far is on disk.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn settled(self) -> Result<(), Problem> {
        // The engine answers in order, so the answer to an empty batch comes after all before it.
        match self.ask(Ask::Commit(Batch::default())).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    pub(crate) async fn ask(self, ask: Ask) -> Result<Reply, Problem> {
        let answer = self.state.try_update_value(|state| {
            let (request, answer) = state.requests.next_awaited(ask);
            state.port.send(request);
            answer
        });
        let gone = || Problem::new("The page closed before the answer came.", "Open it again.");
        answer.ok_or_else(gone)?.await.map_err(|_| gone())
    }

    pub(crate) fn send(self, ask: Ask) {
        self.state.update_value(|state| {
            let request = state.requests.next(ask);
            state.port.send(request);
        });
    }
}
