//! Edits that are on disk before they are in their documents (S-45).
//!
//! A document that is not in memory has to be loaded before it can change, which takes many times as long as a write. An edit
//! that would wait for that is written down as it was asked, and the page is told that it is safe. In the transaction that
//! brings it into its documents it is taken out here. Where the machine stops in between, the next leader does it first.

use document::Batch;
use kernel::{Problem, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    Replica, codec,
    job::{Job, Work},
    message::{ClientId, Event},
    storage::{Operation, Store},
};

/// What the keys of intents begin with, in [`Store::Journal`].
const PREFIX: &str = "intent|";

/// A larger edit waits for its documents: written twice it would take longer than their loading (bytes, *ours*).
const LARGEST: usize = 64 << 10;

/// An edit as it was asked for.
#[derive(Serialize, Deserialize)]
struct Intent {
    page: ClientId,
    request: u64,
    batch: Batch,
}

/// Which edits are written down, or about to be.
#[derive(Default)]
pub(crate) struct Intents {
    /// By who asked; `None` for what is too large to be written twice.
    keys: BTreeMap<(ClientId, u64), Option<String>>,
    next: u64,
    /// The disk refused one: what cannot be written is not to be written twice.
    is_refused: bool,
}

impl Intents {
    fn key(&mut self) -> String {
        let key = format!("{PREFIX}{:016x}", self.next);
        self.next = self.next.saturating_add(1);
        key
    }

    /// Takes in the stored rows: the edits in their order, and what is to be said of those that cannot be read. What newer code
    /// wrote stays on the disk.
    fn take_in(&mut self, rows: &[(String, Vec<u8>)]) -> (Vec<Job>, Vec<Problem>) {
        (self.keys, self.next) = (BTreeMap::new(), 0);
        let (mut jobs, mut problems) = (Vec::new(), Vec::new());
        for (key, value) in rows {
            let Some(number) = key.strip_prefix(PREFIX).and_then(|key| u64::from_str_radix(key, 16).ok())
            else {
                continue;
            };
            self.next = self.next.max(number.saturating_add(1));
            match codec::read::<Intent>(codec::VERSION, value) {
                Some(Intent { page, request, batch }) => {
                    self.keys.insert((page, request), Some(key.clone()));
                    jobs.push(Job { from: Some((page, request)), work: Work::Commit(batch), read: None });
                }
                None if codec::is_newer(value) => {}
                None => problems.push(Problem::new(
                    "An edit that was being saved when the browser ended cannot be read from the disk.",
                    "Look whether what was done last is there.",
                )),
            }
        }
        (jobs, problems)
    }

    /// The disk refused what was written last, or takes writes again.
    pub fn refused(&mut self, is_refused: bool) {
        self.is_refused = is_refused;
    }

    /// Whether an edit is too large to be written twice, as far as that is known.
    pub fn is_too_large(&self, from: (ClientId, u64)) -> bool {
        self.keys.get(&from).is_some_and(Option::is_none)
    }

    /// Whether a request is written down.
    pub fn has(&self, from: Option<(ClientId, u64)>) -> bool {
        from.is_some_and(|from| self.keys.get(&from).is_some_and(Option::is_some))
    }
}

impl Replica {
    /// Whether an edit is to be written down, or is being written, before its documents are read: loading them would keep the
    /// worker busy while the disk answers.
    pub(crate) fn is_to_be_noted(&mut self, job: &Job) -> bool {
        let (Some(from), Work::Commit(batch)) = (job.from, &job.work) else { return false };
        if !self.may_write_intents() || batch.edits.iter().all(|edit| self.is_at_hand(&edit.document)) {
            return false;
        }
        if !self.intents.keys.contains_key(&from) {
            self.write_down(from, row(from, batch, self.now));
        }
        self.writer.is_noting(from)
    }

    pub(crate) fn may_write_intents(&self) -> bool {
        self.writer.trouble.is_none() && !self.intents.is_refused && self.singly == 0
    }

    /// Writes down the edits that wait behind something else.
    pub(crate) fn write_intents_down(&mut self) {
        if !self.may_write_intents() {
            return;
        }
        let waiting = self.queue.iter().filter_map(|job| {
            let (Some(from), Work::Commit(batch)) = (job.from, &job.work) else { return None };
            let is_new = !batch.is_empty() && !self.intents.keys.contains_key(&from) && !self.is_done(from);
            is_new.then(|| (from, row(from, batch, self.now)))
        });
        for (from, row) in waiting.collect::<Vec<_>>() {
            self.write_down(from, row);
        }
    }

    fn write_down(&mut self, from: (ClientId, u64), row: Option<Vec<u8>>) {
        let Some(value) = row else {
            self.intents.keys.insert(from, None);
            return;
        };
        let key = self.intents.key();
        self.intents.keys.insert(from, Some(key.clone()));
        self.writer.next.operations.push(Operation::Put { store: Store::Journal, key, value });
        self.writer.next.noted.push(from);
        self.writer.next.strict = true;
        self.goes_on_editing();
    }

    fn is_done(&self, (client, id): (ClientId, u64)) -> bool {
        self.writer.owes(client, id) || self.ledger.answer(client, id).is_some()
    }

    /// An edit is in its documents, or refused: it is not written down any more.
    pub(crate) fn take_intent_out(&mut self, from: Option<(ClientId, u64)>) {
        if let Some(Some(key)) = from.and_then(|from| self.intents.keys.remove(&from)) {
            self.writer.next.operations.push(Operation::Delete { store: Store::Journal, key });
        }
    }

    /// Does what was written down and not done, before anything that is asked.
    pub(crate) fn resume_intents(&mut self, rows: &[(String, Vec<u8>)]) {
        let (jobs, problems) = self.intents.take_in(rows);
        let waiting: Vec<_> = self.queue.iter().map(|job| job.from).collect();
        for job in jobs.into_iter().rev().filter(|job| !waiting.contains(&job.from)) {
            self.queue.push_front(job);
        }
        for problem in problems {
            self.tell(Event::Problem(problem));
        }
    }

    /// Pages learn which of their edits are safe.
    pub(crate) fn tell_noted(&mut self, noted: Vec<(ClientId, u64)>) {
        if !noted.is_empty() {
            self.putting_off.stir();
        }
        let mut of_page: BTreeMap<ClientId, Vec<u64>> = BTreeMap::new();
        for (client, id) in noted {
            of_page.entry(client).or_default().push(id);
        }
        for (client, ids) in of_page {
            self.tell_one(client, Event::Noted(ids));
        }
    }

    /// An edit that was written down is refused, and the page that asked is not there to be told.
    pub(crate) fn tell_of_refused_intent(&mut self, from: Option<(ClientId, u64)>, problem: &Problem) {
        let is_gone = from.is_some_and(|(client, _)| !self.pages.contains(&client));
        if is_gone && self.intents.has(from) {
            self.tell(Event::Problem(problem.clone()));
        }
    }
}

/// An edit's row, with when it was done; `None` where it is too large to be written twice.
fn row((page, request): (ClientId, u64), batch: &Batch, now: Timestamp) -> Option<Vec<u8>> {
    let batch = Batch { at: batch.at.or(Some(now)), ..batch.clone() };
    let value = codec::write(codec::VERSION, &Intent { page, request, batch });
    (value.len() <= LARGEST).then_some(value)
}
