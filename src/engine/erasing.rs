//! Erasing documents, so that nothing on this disk gives their contents again (S-37 to S-40).
//!
//! That a document is erased is decided in one transaction, and carried out in another: whatever of it stands on
//! the disk is read through, and all of it goes at once. A machine that stops in between goes on at the next start.

use document::{Batch, DocumentKey};
use kernel::{MemberId, Problem, RecordId, Timestamp};
use protocol::{AudienceId, DocumentTag};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Replica, codec,
    job::{Progress, Work},
    message::{Arrival, Changed, ClientId, ErasedDocument, Event, Reply},
    replica::Purpose,
    segments::{segment_key, without},
    storage::{Operation, PLACES, Store, document_prefix},
    sync::{ARRIVAL, Block},
};

/// How the keys of erased documents begin in `Meta`.
pub(crate) const ERASED: &str = "erased|";

/// A document that was here and was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Gone {
    /// When, by the clock of whoever erased it.
    pub at: Timestamp,
    /// Who erased it.
    pub by: MemberId,
    /// Whether nothing of it is on this disk any more.
    pub is_done: bool,
    /// Whether the relay has heard of it, as far as this device knows.
    pub relay: bool,
}

/// The documents that were here and were erased, by their names.
#[derive(Default)]
pub(crate) struct Erasures(BTreeMap<DocumentKey, Gone>);

impl Erasures {
    /// What is on disk.
    pub fn load(meta: &BTreeMap<String, Vec<u8>>) -> Self {
        let rows = meta.iter().filter_map(|(key, value)| {
            let document = key.strip_prefix(ERASED)?.parse().ok()?;
            // A row that is torn says still that it was erased.
            let torn = Gone {
                at: Timestamp::default(),
                by: MemberId::from_bytes([0; 16]),
                is_done: false,
                relay: false,
            };
            Some((document, codec::read(codec::VERSION, value).unwrap_or(torn)))
        });
        Self(rows.collect())
    }

    pub fn get(&self, document: &DocumentKey) -> Option<&Gone> {
        self.0.get(document)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&DocumentKey, &Gone)> {
        self.0.iter()
    }

    /// Those of which there may still be something here.
    fn open(&self) -> impl Iterator<Item = &DocumentKey> {
        self.0.iter().filter(|(_, gone)| !gone.is_done).map(|(document, _)| document)
    }
}

/// How far the carrying out has come.
#[derive(Default)]
pub(crate) struct Erasing {
    begun: bool,
    documents: BTreeSet<DocumentKey>,
    tags: BTreeSet<(AudienceId, DocumentTag)>,
    /// What is still to be read.
    rest: VecDeque<Part>,
    operations: Vec<Operation>,
    /// How many envelopes of this device nobody else was known to have.
    unsent: u64,
}

/// Something to be read through.
enum Part {
    /// All rows whose keys begin so go.
    All(Store, String),
    /// A segment of the projection loses its rows.
    Segment(String),
    /// Arrivals.
    Arrivals,
    /// Envelopes.
    Envelopes(Block),
}

impl Replica {
    /// Whether a document was erased: nothing is written to it any more.
    pub(crate) fn is_erased(&self, document: &DocumentKey) -> bool {
        self.erasures.get(document).is_some()
            || self.sync.shared.as_ref().is_some_and(|shared| shared.has_erased(document))
    }

    /// Why nothing can be done with an erased document.
    pub(crate) fn erased_problem(document: &DocumentKey) -> Problem {
        Problem::new(
            "This was erased from the workspace, and stays erased.",
            "Write it somewhere else. A backup that has it can be restored into a workspace of its own.",
        )
        .at(document.to_string())
    }

    /// Notes that a document is erased, with the next transaction.
    pub(crate) fn note_erased(&mut self, document: DocumentKey, gone: Gone) {
        let key = format!("{ERASED}{document}");
        let value = codec::write(codec::VERSION, &gone);
        self.writer.next.operations.push(Operation::Put { store: Store::Meta, key, value });
        self.writer.next.strict = true;
        self.erasures.0.insert(document, gone);
    }

    /// Erases documents, for everybody who has them, and changes what else says something of the same in the same
    /// step. Neither can be taken back: `batch` is on no undo stack, and what is there of its records goes.
    ///
    /// # Errors
    /// When it may not be done; then nothing has happened.
    pub(crate) fn erase(
        &mut self,
        from: Option<(ClientId, u64)>,
        documents: &BTreeSet<DocumentKey>,
        batch: &Batch,
    ) -> Result<Reply, Problem> {
        let Some(identity) = self.identity.clone() else { return Ok(Reply::Done) };
        let is_new = |key: &&DocumentKey| self.shelf.listings.contains_key(*key) && !self.is_erased(key);
        let documents: BTreeSet<DocumentKey> = documents.iter().filter(is_new).cloned().collect();
        let said = self.saying_erased(&documents)?;
        self.change(&batch.label, batch.at, &batch.edits)?;
        self.settle(from.map(|(page, _)| page), &batch.edits);
        let records: BTreeSet<RecordId> = batch.edits.iter().map(|edit| edit.record).collect();
        let at = self.now;
        for document in &documents {
            let gone = Gone { at, by: identity.member, is_done: false, relay: false };
            self.note_erased(document.clone(), gone);
        }
        self.forget_undo(&documents, &records);
        self.say_erased(said);
        self.look_for_erasing();
        Ok(Reply::Done)
    }

    /// What was erased, and how far that is.
    pub(crate) fn erased(&self) -> Vec<ErasedDocument> {
        let has_relay = self.relay_address().is_some();
        let mut all: Vec<ErasedDocument> = self
            .erasures
            .iter()
            .map(|(document, gone)| ErasedDocument {
                document: document.clone(),
                by: gone.by,
                at: gone.at,
                is_done: gone.is_done,
                relay: (has_relay && self.is_said_erased(document)).then_some(gone.relay),
            })
            .collect();
        all.sort_by_key(|erased| std::cmp::Reverse(erased.at));
        all
    }

    /// Which of these documents were erased, also before this device came.
    pub(crate) fn erased_of(&self, documents: &[DocumentKey]) -> Vec<DocumentKey> {
        documents.iter().filter(|document| self.is_erased(document)).cloned().collect()
    }

    /// Sees to what is erased and not gone yet.
    pub(crate) fn look_for_erasing(&mut self) {
        let is_queued = self.queue.iter().any(|job| matches!(&job.work, Work::Erasing(one) if !one.begun));
        let is_due = self.erasures.open().next().is_some()
            || self.sync.shared.as_ref().is_some_and(crate::sync::Shared::is_to_erase);
        // What the disk refused waits until it has taken something else.
        if is_due && !is_queued && !self.is_erasing_refused {
            self.enqueue(Work::Erasing(Box::default()));
        }
    }

    /// Carries out what is decided: reads through what there is, and takes it away in one transaction.
    pub(crate) fn carry_out_erasing(
        &mut self,
        erasing: &mut Erasing,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        if let Some(rows) = read
            && let Some(part) = erasing.rest.pop_front()
        {
            self.go_through(erasing, &part, rows);
        }
        // What is on its way to the disk could not be read there.
        if !self.writer.is_idle() {
            return Progress::Waiting;
        }
        if !erasing.begun {
            self.begin_erasing(erasing);
        }
        if let Some(part) = erasing.rest.front() {
            let (store, prefix) = part.range();
            let purpose = Purpose::Erasing(store, prefix.clone());
            if !self.is_reading(&purpose) {
                self.read(purpose, store, prefix);
            }
            return Progress::Waiting;
        }
        self.end_erasing(std::mem::take(erasing));
        Progress::Finished
    }

    /// A part was read.
    pub(crate) fn read_to_erase(&mut self, store: Store, prefix: &str, rows: Vec<(String, Vec<u8>)>) {
        let waits = |job: &&mut crate::job::Job| match &job.work {
            Work::Erasing(one) => {
                one.rest.front().is_some_and(|part| part.range() == (store, prefix.to_owned()))
            }
            _ => false,
        };
        if let Some(job) = self.queue.iter_mut().find(waits) {
            job.read = Some(rows);
        }
    }

    fn begin_erasing(&mut self, erasing: &mut Erasing) {
        erasing.begun = true;
        erasing.tags = self.sync.shared.as_ref().map(crate::sync::Shared::to_erase).unwrap_or_default();
        self.name_erased(&erasing.tags);
        erasing.documents = self.erasures.open().cloned().collect();
        for document in &erasing.documents {
            self.shelf.unload(document);
            let prefix = document_prefix(document);
            erasing.rest.push_back(Part::All(Store::Chunks, prefix.clone()));
            erasing.rest.push_back(Part::All(Store::Projection, prefix.clone()));
            erasing.rest.push_back(Part::All(Store::Projection, format!("{PLACES}{prefix}")));
        }
        let segments: BTreeSet<String> = erasing.documents.iter().map(segment_key).collect();
        erasing.rest.extend(segments.into_iter().map(Part::Segment));
        if !erasing.documents.is_empty() && self.sync.shared.is_some() {
            erasing.rest.push_back(Part::Arrivals);
        }
        if let Some(shared) = &self.sync.shared {
            let blocks = shared.blocks_to_erase(&erasing.tags);
            erasing.rest.extend(blocks.into_iter().map(Part::Envelopes));
        }
    }

    /// Notes what of one part goes.
    fn go_through(&self, erasing: &mut Erasing, part: &Part, rows: Vec<(String, Vec<u8>)>) {
        match part {
            Part::All(store, prefix) => {
                let keys = rows.into_iter().map(|(key, _)| key).filter(|key| key.starts_with(prefix));
                erasing.operations.extend(keys.map(|key| Operation::Delete { store: *store, key }));
            }
            Part::Segment(_) => {
                let left = rows.iter().filter_map(|(key, value)| without(key, value, &erasing.documents));
                let left: Vec<_> = left.collect();
                erasing.operations.extend(left);
            }
            Part::Arrivals => {
                let is_of = |value: &[u8]| {
                    let arrival: Option<Arrival> = codec::read(codec::VERSION, value);
                    arrival.is_none_or(|arrival| erasing.documents.contains(&arrival.document))
                };
                let keys = rows.into_iter().filter(|(_, value)| is_of(value)).map(|(key, _)| key);
                let deletes = keys.map(|key| Operation::Delete { store: Store::Meta, key });
                let deletes: Vec<_> = deletes.collect();
                erasing.operations.extend(deletes);
            }
            Part::Envelopes(block) => {
                let (operations, unsent) = self.emptied_of(*block, &erasing.tags, rows);
                erasing.operations.extend(operations);
                erasing.unsent += unsent;
            }
        }
    }

    /// Stages all of it, and what is kept in memory goes with it.
    fn end_erasing(&mut self, erasing: Erasing) {
        let Erasing { documents, tags, operations, unsent, .. } = erasing;
        self.writer.next.operations.extend(operations);
        self.writer.next.operations.extend(self.held.forget(&documents));
        for document in &documents {
            self.shelf.unload(document);
            let was_here = self.shelf.listings.remove(document).is_some();
            let key = format!("{}{document}", crate::documents::PREFIX);
            self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
            if was_here {
                let changed = Changed {
                    document: document.clone(),
                    heads: Vec::new(),
                    whole: true,
                    rows: Vec::new(),
                    removed: Vec::new(),
                };
                self.writer.next.events.push(Event::Changed(changed));
            }
            if let Some(gone) = self.erasures.get(document).cloned() {
                self.note_erased(document.clone(), Gone { is_done: true, ..gone });
            }
        }
        for key in self.journal.forget(&documents) {
            self.writer.next.operations.push(Operation::Delete { store: Store::Journal, key });
        }
        self.forget_undo(&documents, &BTreeSet::new());
        self.tell_erased(&documents, unsent);
        self.cleared(&documents, &tags);
        self.writer.next.strict = true;
    }

    /// Takes what undo knows of these documents and records off its stacks.
    fn forget_undo(&mut self, documents: &BTreeSet<DocumentKey>, records: &BTreeSet<RecordId>) {
        let operations =
            self.stacks.forget(|step| documents.contains(&step.document) || records.contains(&step.record));
        if !operations.is_empty() {
            self.turned(operations);
        }
    }

    /// Says that somebody else has erased something of which there was something here.
    fn tell_erased(&mut self, documents: &BTreeSet<DocumentKey>, unsent: u64) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.member) else { return };
        let by = documents.iter().filter_map(|document| self.erasures.get(document)).map(|gone| gone.by);
        let Some(by) = by.into_iter().find(|by| *by != me) else { return };
        let name = self.sync.shared.as_ref().and_then(|shared| shared.member_names.get(&by)).cloned();
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Somebody".to_owned());
        let what = format!("{name} erased a file of this workspace. It is gone from this device, too.");
        let way_out = match unsent {
            0 => String::new(),
            1 => "One change of yours that nobody else had yet went with it.".to_owned(),
            _ => format!("{unsent} changes of yours that nobody else had yet went with it."),
        };
        let place = documents.iter().next().map(ToString::to_string).unwrap_or_default();
        self.writer.next.events.push(Event::Problem(Problem::new(what, way_out).at(place)));
    }
}

impl Part {
    fn range(&self) -> (Store, String) {
        match self {
            Self::All(store, prefix) => (*store, prefix.clone()),
            Self::Segment(key) => (Store::Projection, key.clone()),
            Self::Arrivals => (Store::Meta, ARRIVAL.to_owned()),
            Self::Envelopes(block) => (Store::Envelopes, block.prefix()),
        }
    }
}
