//! One thing to do, and which part of the engine does it.
//!
//! Jobs are done strictly one after the other, in the order in which they were asked for. A job
//! whose documents are not in memory waits at the head of the queue until they are.

use document::{Batch, DocumentKey};
use kernel::{Problem, RecordId, Timestamp};
use std::collections::BTreeSet;

use crate::{
    Replica,
    backup::Saving,
    erasing::Erasing,
    journal::Draft,
    message::{Ask, ClientId, Heads, Origin, Reply, Share},
    open::Opening,
    refused::Kept,
    segments::Gathering,
    storage::{Operation, Store},
    sync::{Beginning, Carrying, Taking, Vouching},
    undo::Way,
};

/// A thing to do.
pub(crate) struct Job {
    /// The page that asked, and its number for it; `None` for what the engine does of itself.
    pub from: Option<(ClientId, u64)>,
    pub work: Work,
    /// Rows that were read for it.
    pub read: Option<Vec<(String, Vec<u8>)>>,
}

/// What to do.
pub(crate) enum Work {
    Open(Opening),
    Commit(Batch),
    Draft(Draft),
    /// Undo or redo.
    Turn(Way),
    History(DocumentKey, RecordId),
    AsOf(DocumentKey, RecordId, Timestamp),
    Restore(DocumentKey, RecordId, Heads),
    Documents(Saving),
    Merge(Vec<(DocumentKey, Vec<u8>)>, Option<Origin>),
    /// Refuse what was not carried out before.
    Withdraw(Problem),
    Share(Share),
    /// Begin to share.
    Begin(Beginning),
    /// Put what others may lack into a file.
    Carry(Carrying),
    /// Take such a file in.
    TakeBundle(Taking),
    /// Send again, in our own name, what somebody wrote who was taken out.
    Vouch(Vouching),
    /// Put back what was typed: the key of the draft.
    Recover(String),
    Compact(DocumentKey),
    /// Write a segment of the projection anew.
    Gather(Box<Gathering>),
    /// Erase documents, and change what else speaks of the same.
    Erase(BTreeSet<DocumentKey>, Batch),
    /// What was erased, and which of these were.
    Erased(Vec<DocumentKey>),
    /// Carry out what is decided to be erased.
    Erasing(Box<Erasing>),
}

impl Work {
    /// The work that a page asks for.
    pub fn of(client: ClientId, now: Timestamp, ask: Ask) -> Self {
        match ask {
            Ask::Open { have } => Self::Open(Opening::new(have)),
            Ask::Commit(batch) => Self::Commit(batch),
            Ask::Draft { document, record, field, base, text, line } => {
                Self::Draft(Draft { document, record, field, base, text, line, page: client, at: now })
            }
            Ask::Undo => Self::Turn(Way::Undo),
            Ask::Redo => Self::Turn(Way::Redo),
            Ask::History { document, record } => Self::History(document, record),
            Ask::AsOf { document, record, at } => Self::AsOf(document, record, at),
            Ask::Restore { document, record, heads } => Self::Restore(document, record, heads),
            Ask::Documents => Self::Documents(Saving::default()),
            Ask::Merge { documents, origin } => Self::Merge(documents, origin),
            Ask::Withdraw(problem) => Self::Withdraw(problem),
            Ask::Erase { documents, batch } => Self::Erase(documents, batch),
            Ask::Erased { of } => Self::Erased(of),
            // Answered before anything is queued, see `refused`.
            Ask::TryAgain | Ask::Unsaved | Ask::GiveUp => Self::Commit(Batch::default()),
            Ask::Share(Share::Start { relay, token, name, device }) => {
                Self::Begin(Beginning::new(relay, token, name, device))
            }
            Ask::Share(Share::Bundle { to }) => Self::Carry(Carrying::new(to)),
            Ask::Share(Share::TakeBundle(bytes)) => Self::TakeBundle(Taking::new(bytes)),
            Ask::Share(share) => Self::Share(share),
        }
    }

    /// Whether it changes anything, and so must not be done twice.
    pub fn changes(&self) -> bool {
        let reads = |share: &Share| {
            matches!(
                share,
                Share::State
                    | Share::Look { .. }
                    | Share::Arrivals
                    | Share::Compare { .. }
                    | Share::Meet(_)
                    | Share::Here(_)
                    | Share::Hidden(_)
                    | Share::Writing(_)
            )
        };
        match self {
            Self::Open(_)
            | Self::History(..)
            | Self::AsOf(..)
            | Self::Documents(_)
            | Self::Carry(_)
            | Self::Erased(_) => false,
            Self::Share(share) => !reads(share),
            _ => true,
        }
    }

    /// The documents it needs in memory before it can be done in one go.
    fn needs(&self, replica: &Replica) -> BTreeSet<DocumentKey> {
        match self {
            Self::Commit(batch) | Self::Erase(_, batch) => {
                batch.edits.iter().map(|edit| edit.document.clone()).collect()
            }
            Self::Turn(way) => {
                let steps = replica.stacks.top(*way).into_iter().flat_map(|batch| &batch.steps);
                steps.map(|step| step.document.clone()).collect()
            }
            Self::History(document, _) | Self::AsOf(document, ..) | Self::Restore(document, ..) => {
                BTreeSet::from([document.clone()])
            }
            Self::Merge(documents, _) => {
                let damaged = |key: &DocumentKey| {
                    replica.shelf.listings.get(key).is_some_and(|listing| listing.damage.is_some())
                };
                documents.iter().map(|(key, _)| key.clone()).filter(|key| !damaged(key)).collect()
            }
            Self::Recover(draft) => {
                replica.journal.get(draft).into_iter().map(|draft| draft.document.clone()).collect()
            }
            Self::Compact(document) => BTreeSet::from([document.clone()]),
            // A document that cannot be read has no carets in it.
            Self::Share(Share::Writing(Some(caret))) => {
                let listing = replica.shelf.listings.get(&caret.document);
                let is_whole = listing.is_some_and(|listing| listing.damage.is_none());
                is_whole.then(|| caret.document.clone()).into_iter().collect()
            }
            Self::Share(share) => replica.documents_to_look_at(share),
            Self::Open(_)
            | Self::Draft(_)
            | Self::Documents(_)
            | Self::Withdraw(_)
            | Self::Begin(_)
            | Self::Carry(_)
            | Self::TakeBundle(_)
            | Self::Erased(_)
            | Self::Erasing(_)
            | Self::Gather(_)
            | Self::Vouch(_) => BTreeSet::new(),
        }
    }
}

/// How far a job came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It is done.
    Finished,
    /// It waits for rows.
    Waiting,
}

impl Replica {
    /// Does a job, or as much of it as can be done now.
    pub(crate) fn perform(&mut self, job: &mut Job) -> Progress {
        let from = job.from;
        if let Some((client, id)) = from
            && job.work.changes()
        {
            if self.writer.owes(client, id) {
                return Progress::Finished;
            }
            if let Some(reply) = self.ledger.answer(client, id) {
                self.answer(from, reply);
                return Progress::Finished;
            }
        }
        if self.is_to_be_noted(job) {
            return Progress::Waiting;
        }
        let needs = job.work.needs(self);
        if self.is_put_off(job) && !needs.iter().all(|document| self.is_at_hand(document)) {
            return Progress::Waiting;
        }
        match self.have(&needs) {
            Err(problem) => {
                self.tell_of_refused_intent(from, &problem);
                self.answer(from, Reply::Refused(problem));
                return Progress::Finished;
            }
            Ok(false) => return Progress::Waiting,
            Ok(true) => {}
        }
        if let (Some((page, _)), Work::Commit(batch)) = (from, &mut job.work) {
            self.journal.rebase_batch(page, batch);
        }
        let kept = Kept::of(from, &job.work);
        let reply = match &mut job.work {
            Work::Open(opening) => return self.open(from, opening, job.read.take()),
            Work::Documents(saving) => return self.save_all(from, saving, job.read.take()),
            Work::Commit(batch) => self.commit(from, std::mem::take(batch)),
            Work::Draft(draft) => Ok(self.keep(draft.clone())),
            Work::Turn(way) => self.turn(from, *way),
            Work::History(document, record) => {
                let loaded = self.shelf.get(document);
                let versions = loaded.map(|loaded| loaded.document.history(*record));
                let past = self.past(document, versions.unwrap_or_default());
                self.answer(from, Reply::History(past));
                return Progress::Finished;
            }
            Work::AsOf(document, record, at) => {
                let row = self.shelf.get(document).and_then(|loaded| loaded.document.as_of(*record, *at));
                self.answer(from, Reply::Row(row));
                return Progress::Finished;
            }
            Work::Restore(document, record, heads) => self.restore(from, document, *record, heads),
            Work::Merge(documents, origin) => self.merge(std::mem::take(documents), *origin),
            Work::Withdraw(problem) => Err(problem.clone()),
            Work::Erase(documents, batch) => {
                let (documents, batch) = (std::mem::take(documents), std::mem::take(batch));
                self.erase(from, &documents, &batch)
            }
            Work::Erased(of) => {
                let reply = Reply::Erased { all: self.erased(), of: self.erased_of(of) };
                self.answer(from, reply);
                return Progress::Finished;
            }
            Work::Erasing(erasing) => return self.carry_out_erasing(erasing, job.read.take()),
            Work::Share(share) => {
                let progress = self.share(from, share.clone(), job.read.take());
                return self.keep_if_owed(from, kept, progress);
            }
            Work::Begin(beginning) => {
                let progress = self.begin_sharing(from, beginning);
                return self.keep_if_owed(from, kept, progress);
            }
            Work::Vouch(vouching) => return self.vouch(vouching),
            Work::Carry(carrying) => return self.carry(from, carrying, job.read.take()),
            Work::TakeBundle(taking) => {
                let progress = self.take_bundle(from, taking);
                return self.keep_if_owed(from, kept, progress);
            }
            Work::Recover(draft) => {
                self.recover(draft);
                self.writer.next.kept.extend(kept);
                return Progress::Finished;
            }
            Work::Gather(gathering) => return self.gather(gathering, job.read.take()),
            Work::Compact(document) => {
                self.compact(document);
                return Progress::Finished;
            }
        };
        match reply {
            Ok(reply) => {
                self.writer.next.kept.extend(kept);
                self.answer_when_written(from, reply);
            }
            Err(problem) => {
                self.tell_of_refused_intent(from, &problem);
                self.answer(from, Reply::Refused(problem));
            }
        }
        Progress::Finished
    }

    /// Remembers how to do again what is answered once it is on disk, so that it is never dropped in
    /// silence when the disk refuses it (S-30).
    fn keep_if_owed(
        &mut self,
        from: Option<(ClientId, u64)>,
        kept: Option<Kept>,
        progress: Progress,
    ) -> Progress {
        if from.is_some_and(|(client, id)| self.writer.owes(client, id)) {
            self.writer.next.kept.extend(kept);
        }
        progress
    }

    fn keep(&mut self, draft: Draft) -> Reply {
        if self.is_erased(&draft.document) {
            return Reply::Refused(Self::erased_problem(&draft.document));
        }
        let (key, value) = self.journal.put(draft);
        self.writer.next.operations.push(Operation::Put { store: Store::Journal, key, value });
        Reply::Done
    }

    fn commit(&mut self, from: Option<(ClientId, u64)>, batch: Batch) -> Result<Reply, Problem> {
        let steps = self.change(&batch.label, batch.at, &batch.edits)?;
        self.settle(from.map(|(page, _)| page), &batch.edits);
        self.did(batch.label, steps);
        Ok(Reply::Done)
    }

    fn restore(
        &mut self,
        from: Option<(ClientId, u64)>,
        document: &DocumentKey,
        record: RecordId,
        heads: &Heads,
    ) -> Result<Reply, Problem> {
        let edits = match self.shelf.get(document) {
            Some(loaded) => loaded.document.restoring(record, heads)?,
            None => return Err(Problem::new("There is no such document.", "").at(document.to_string())),
        };
        let batch = Batch::new("Restore an earlier version").with_all(edits);
        self.commit(from, batch)
    }
}
