//! What the disk refuses for good: told apart from what fits, and dropped when the user says so.
//!
//! A transaction that fails is tried again, and everything done since waits behind it. Where one of
//! them never fits (the quota), the user can give it up. Whether a write that was reported as
//! failed happened all the same only the disk knows, so the replica begins again from the disk, in
//! the same tenure, and does again what it had kept in memory: each of what was refused alone, so
//! that only what does not fit is dropped.

use document::{Batch, Change, DocumentKey, Edit, Value};
use kernel::{Problem, RecordId};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica,
    documents::Shelf,
    job::{Job, Work},
    journal::Draft,
    ledger::Ledger,
    message::{Ask, ClientId, Heads, Reply, Unsaved},
    replica::{Purpose, Stage},
    start,
    undo::{Stacks, Way},
    writer::Writer,
};

/// Something done in memory that is not on disk yet, and how it would be done again.
pub(crate) struct Kept {
    pub from: Option<(ClientId, u64)>,
    /// What is said of it where there is no content to show.
    label: &'static str,
    again: Work,
}

impl Kept {
    /// How to do this work again; `None` for what the engine does of itself and can leave.
    pub fn of(from: Option<(ClientId, u64)>, work: &Work) -> Option<Self> {
        let (label, again) = match work {
            Work::Commit(batch) => ("", Work::Commit(batch.clone())),
            Work::Draft(draft) => ("", Work::Draft(draft.clone())),
            Work::Restore(document, record, heads) => {
                ("Restore an earlier version", Work::Restore(document.clone(), *record, heads.clone()))
            }
            Work::Recover(draft) => ("Recovered typing", Work::Recover(draft.clone())),
            // What was last may be another batch then.
            Work::Turn(Way::Undo) => ("Undo", Work::Withdraw(not_done("Undo"))),
            Work::Turn(Way::Redo) => ("Redo", Work::Withdraw(not_done("Redo"))),
            // As large as a workspace, and the user has the file.
            Work::Merge(..) => ("Restore a backup", Work::Withdraw(not_done("The backup's restoring"))),
            Work::Share(_) if work.changes() => {
                ("Sharing", Work::Withdraw(not_done("What concerns sharing")))
            }
            // The user has the file.
            Work::TakeBundle(_) => ("Take a file in", Work::Withdraw(not_done("The file’s taking in"))),
            Work::Erase(..) => ("Erase", Work::Withdraw(not_done("The erasing"))),
            Work::Begin(_) => ("Sharing", Work::Withdraw(not_done("Sharing"))),
            Work::Open(_) => ("", Work::Open(crate::open::Opening::new(Vec::new()))),
            Work::History(..)
            | Work::AsOf(..)
            | Work::Documents(_)
            | Work::Withdraw(_)
            | Work::Share(_)
            | Work::Vouch(_)
            | Work::Carry(_)
            | Work::Erased(_)
            | Work::Erasing(_)
            | Work::Gather(_)
            | Work::Compact(_) => {
                return None;
            }
        };
        Some(Self { from, label, again })
    }

    fn job(self) -> Job {
        Job { from: self.from, work: self.again, read: None }
    }

    /// What it holds, for the user to read.
    fn content(&self) -> Option<Batch> {
        content(&self.again).or_else(|| (!self.label.is_empty()).then(|| Batch::new(self.label)))
    }
}

/// What typing is called that is not an edit yet.
const TYPING: &str = "Typing";

fn field(edit: &Edit) -> Option<(RecordId, String)> {
    match &edit.change {
        Change::Set { field, .. } | Change::Text { field, .. } => Some((edit.record, field.clone())),
        Change::Create { .. } | Change::Delete => None,
    }
}

fn content(work: &Work) -> Option<Batch> {
    match work {
        Work::Commit(batch) if !batch.is_empty() => Some(batch.clone()),
        Work::Draft(draft) => Some(Batch::new(TYPING).with(typing(draft))),
        _ => None,
    }
}

fn typing(draft: &Draft) -> Edit {
    let field = draft.field.clone();
    let change = if draft.line {
        Change::Set { field, value: Some(Value::Line(draft.text.clone())) }
    } else {
        Change::Text { field, base: draft.base.clone(), text: draft.text.clone() }
    };
    Edit { document: draft.document.clone(), record: draft.record, change }
}

/// What must outlive the reading of the disk.
pub(crate) struct Resuming {
    /// The heads that pages were shown.
    shown: BTreeMap<DocumentKey, Heads>,
    /// The documents that are not to be compacted.
    keep: BTreeSet<DocumentKey>,
}

impl Replica {
    /// Answers what is asked about the disk itself. This waits for nothing else that is asked,
    /// since all of that may wait for the disk. Returns whether it was such a question.
    pub(crate) fn answer_about_disk(&mut self, client: ClientId, id: u64, ask: &Ask) -> bool {
        let reply = match ask {
            Ask::TryAgain => {
                self.try_again();
                Reply::Done
            }
            Ask::Unsaved => Reply::Unsaved(self.unsaved()),
            Ask::GiveUp => {
                self.give_up();
                Reply::Done
            }
            _ => return false,
        };
        self.answer(Some((client, id)), reply);
        true
    }

    fn unsaved(&self) -> Unsaved {
        let flight = self.writer.flight.iter();
        let queued = self.queue.iter().filter_map(|job| content(&job.work));
        let next = self.writer.next.kept.iter().filter_map(Kept::content);
        let mut refused: Vec<Batch> =
            flight.flat_map(|flight| &flight.kept).filter_map(Kept::content).collect();
        let mut waiting: Vec<Batch> = next.chain(queued).collect();
        // Typing that became an edit is told as that edit, which fits no better.
        let fields = |batch: &Batch| batch.edits.iter().filter_map(field).collect::<BTreeSet<_>>();
        let became = |typed: &Batch, later: &Batch| {
            typed.label == TYPING && later.label != TYPING && !fields(typed).is_disjoint(&fields(later))
        };
        for typed in std::mem::take(&mut refused) {
            match waiting.iter().position(|later| became(&typed, later)) {
                Some(at) => refused.push(waiting.remove(at)),
                None => refused.push(typed),
            }
        }
        let all: Vec<Batch> = refused.iter().chain(&waiting).cloned().collect();
        let is_told = |typed: &Batch| all.iter().any(|later| became(typed, later));
        refused.retain(|batch| !is_told(batch));
        waiting.retain(|batch| !is_told(batch));
        Unsaved { refused, waiting }
    }

    /// Drops what the disk refuses, if it refuses anything now. What was refused together is tried
    /// one by one, and the first that is refused alone is dropped; what waits behind follows.
    pub(crate) fn give_up(&mut self) {
        let is_refused = self.writer.flight.as_ref().is_some_and(|flight| flight.id.is_none());
        if !matches!(self.stage, Stage::Running) || !is_refused {
            return;
        }
        let Writer { flight, next, trouble } = std::mem::take(&mut self.writer);
        self.writer.trouble = trouble;
        let Some(flight) = flight else { return };
        self.intents.refused(!flight.noted.is_empty());
        self.has_refused = true;
        let mut refused = flight.kept;
        let mut keep: BTreeSet<DocumentKey> = BTreeSet::new();
        match refused.as_mut_slice() {
            // What the engine writes of itself is not tried again before the next start.
            [] => {
                (self.sync.left_untidy, self.is_erasing_refused, self.held.is_left) = (true, true, true);
                keep.extend(flight.heads.into_iter().map(|(document, _)| document));
            }
            [one] => {
                // Typing is not what the user means: the edit that it became follows, and is tried alone.
                self.giving_up = matches!(one.again, Work::Draft(_));
                one.again = Work::Withdraw(does_not_fit());
            }
            _ => self.giving_up = true,
        }
        self.singly += refused.len() + if self.giving_up { next.kept.len() } else { 0 };
        for kept in refused.into_iter().chain(next.kept).rev() {
            self.queue.push_front(kept.job());
        }

        let listings = std::mem::take(&mut self.shelf).listings;
        keep.extend(listings.iter().filter(|(_, listing)| listing.keep).map(|(key, _)| key.clone()));
        let shown = listings.into_iter();
        let shown = shown.map(|(key, listing)| (key, listing.ahead.unwrap_or(listing.durable))).collect();
        (self.shelf, self.ledger, self.stacks) = (Shelf::default(), Ledger::default(), Stacks::default());
        self.journal.forget_drafts();
        self.forget_reads();
        self.stage = Stage::Starting(Box::default());
        self.resuming = Some(Resuming { shown, keep });
        for store in start::STORES {
            self.read(Purpose::Start(store), store, String::new());
        }
    }

    /// The disk was read again: goes on in the same tenure.
    pub(crate) fn resume(&mut self, resuming: Resuming) {
        for key in resuming.keep {
            if let Some(listing) = self.shelf.listings.get_mut(&key) {
                listing.keep = true;
            }
        }
        for (key, heads) in resuming.shown {
            if let Some(listing) = self.shelf.listings.get_mut(&key)
                && listing.durable != heads
            {
                // It was written although it was said to have failed, or was shown before it was written and is not
                // there (Y-101). Pages see something else: the document is loaded, found to be another than its listing
                // says, and sent.
                (listing.durable, listing.latest) = (heads.clone(), heads);
                self.enqueue(Work::Compact(key));
            }
        }
        self.stage = Stage::Running;
        self.set_trouble(None);
        self.look_for_erasing();
    }
}

fn does_not_fit() -> Problem {
    Problem::new(
        "What the disk refused was taken back.",
        "It is in the file that was downloaded before. Make room, then enter it again.",
    )
}

fn not_done(what: &str) -> Problem {
    Problem::new(format!("{what} was not done, because the disk refused a write."), "Do it again.")
}
