//! A disk in memory that can fail or stop at any write, and what must hold of it at every instant.

use document::{Document, DocumentKey, Page, Row};
use engine::{
    projection, segments,
    storage::{Durability, Operation, PLACES, Store, Transaction, document_prefix, split_key},
};
use kernel::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// What the disk does with a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It refuses, and says so.
    Fails,
    /// The machine stops before anything is written.
    StopsBefore,
    /// The machine stops when all is written and nothing is reported yet.
    StopsAfter,
    /// It writes, and says that it did not.
    WritesAndFails,
    /// The power goes before anything is written, and takes along what was written relaxed.
    LosesPower,
    /// The same, but of the first of what was written relaxed one half is there, cut off.
    TearsRelaxed,
}

/// Where a value is.
type At = (Store, String);

/// A relaxed transaction: what it wrote, and what was there before.
#[derive(Clone)]
pub struct Relaxed {
    wrote: Vec<Operation>,
    before: Vec<(At, Option<Vec<u8>>)>,
}

/// Stores that survive everything, and what is to go wrong with them.
#[derive(Clone, Default)]
pub struct Disk {
    pub rows: BTreeMap<(Store, String), Vec<u8>>,
    /// How many transactions were asked for so far.
    pub writes: usize,
    /// What happens to which of them.
    pub faults: BTreeMap<usize, Fault>,
    /// How many reads and writes were asked for so far.
    pub operations: usize,
    /// At which of these the machine stops, and how.
    pub stop: Option<(usize, Fault)>,
    /// Which of these were writes, and whether something relaxed would have been lost with the power then.
    pub written_at: Vec<(usize, bool)>,
    /// What was written relaxed since the last strict transaction.
    pub relaxed: Vec<Relaxed>,
    /// Whether it refuses every write.
    pub full: bool,
    /// The most bytes of values that a transaction may put, if there is a bound.
    pub most: Option<usize>,
    /// How many reads fail from now on.
    pub failing_reads: usize,
    /// Sets this browser profile apart from others.
    pub profile: u8,
    /// How many tabs there ever were: each has an id of its own.
    pub tabs: u64,
}

impl Disk {
    pub fn write(&mut self, transaction: &Transaction) {
        if transaction.durability == Durability::Strict {
            self.relaxed.clear();
        } else {
            let keys = transaction.operations.iter().map(|operation| match operation {
                Operation::Put { store, key, .. } | Operation::Delete { store, key } => (*store, key.clone()),
            });
            let before = keys.map(|at| (at.clone(), self.rows.get(&at).cloned())).collect();
            self.relaxed.push(Relaxed { wrote: transaction.operations.clone(), before });
        }
        for operation in transaction.operations.clone() {
            match operation {
                Operation::Put { store, key, value } => self.rows.insert((store, key), value),
                Operation::Delete { store, key } => self.rows.remove(&(store, key)),
            };
        }
    }

    /// Counts a read. Returns whether the machine stops at it.
    pub fn stops_at_read(&mut self) -> bool {
        self.operations += 1;
        self.stop.is_some_and(|(at, _)| at + 1 == self.operations)
    }

    /// Counts a write. Returns what goes wrong with it.
    pub fn fault_of_write(&mut self) -> Option<Fault> {
        self.written_at.push((self.operations, !self.relaxed.is_empty()));
        self.operations += 1;
        self.writes += 1;
        let stop = self.stop.filter(|(at, _)| at + 1 == self.operations).map(|(_, fault)| fault);
        stop.or_else(|| self.faults.get(&(self.writes - 1)).copied())
    }

    /// What was written relaxed is lost; or of the first of it one half, cut off, is there.
    pub fn lose_power(&mut self, is_torn: bool) {
        let relaxed = std::mem::take(&mut self.relaxed);
        for (at, value) in relaxed.iter().rev().flat_map(|one| one.before.iter().rev()).cloned() {
            match value {
                Some(value) => self.rows.insert(at, value),
                None => self.rows.remove(&at),
            };
        }
        let torn = relaxed.first().filter(|_| is_torn).map(|one| one.wrote.as_slice()).unwrap_or_default();
        for operation in &torn[..torn.len().div_ceil(2)] {
            if let Operation::Put { store, key, value } = operation {
                self.rows.insert((*store, key.clone()), value[..value.len() / 2].to_vec());
            }
        }
    }

    /// Whether there is room for a transaction.
    pub fn has_room(&self, transaction: &Transaction) -> bool {
        let sizes = transaction.operations.iter().map(|operation| match operation {
            Operation::Put { value, .. } => value.len(),
            Operation::Delete { .. } => 0,
        });
        !self.full && self.most.is_none_or(|most| sizes.sum::<usize>() <= most)
    }

    pub fn read(&self, store: Store, prefix: &str) -> Vec<(String, Vec<u8>)> {
        let rows = self.rows.range((store, prefix.to_owned())..);
        let rows = rows.take_while(|((of, key), _)| *of == store && key.starts_with(prefix));
        rows.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    pub fn count(&self, store: Store, prefix: &str) -> usize {
        self.read(store, prefix).len()
    }

    /// The documents on disk, read from their chunks as if nothing else were there.
    pub fn documents(&self) -> BTreeMap<DocumentKey, Document> {
        let mut chunks: BTreeMap<DocumentKey, Vec<Vec<u8>>> = BTreeMap::new();
        for (key, value) in self.read(Store::Chunks, "") {
            chunks.entry(split_key(&key).expect("a chunk's key").0).or_default().push(value);
        }
        let load = |key: &DocumentKey, chunks: &Vec<Vec<u8>>| Document::load(key, chunks).expect("whole");
        chunks.iter().map(|(key, chunks)| (key.clone(), load(key, chunks))).collect()
    }

    /// The keys of all parts of the projection, those in segments and those beside them.
    pub fn parts(&self) -> BTreeSet<String> {
        let rows = self.read(Store::Projection, "");
        let parts = rows.iter().flat_map(|(key, value)| segments::parts(key, value));
        parts.map(|(key, _)| key).filter(|key| !key.starts_with(PLACES)).collect()
    }

    /// The persisted projection.
    pub fn pages(&self) -> BTreeMap<DocumentKey, Page> {
        let rows = self.read(Store::Projection, "");
        projection::pages(rows.iter().map(|(key, value)| (key.as_str(), value.as_slice())))
            .into_iter()
            .collect()
    }

    /// Checks what must hold of a disk at every instant: the documents load, and the projection
    /// is exactly what they say.
    pub fn check(&self) {
        self.checked();
    }

    /// Checks that too, and answers with the documents.
    pub fn checked(&self) -> BTreeMap<DocumentKey, Document> {
        let pages = self.pages();
        let documents = self.documents();
        assert_eq!(
            pages.keys().collect::<Vec<_>>(),
            documents.keys().collect::<Vec<_>>(),
            "one page per document"
        );
        for (key, document) in &documents {
            assert_eq!(pages[key].heads, document.heads(), "heads of {key}");
            assert_eq!(pages[key].rows, document.rows(), "rows of {key}");
        }
        self.check_places(&pages);
        documents
    }

    /// Checks what says where a record is (S-36).
    fn check_places(&self, pages: &BTreeMap<DocumentKey, Page>) {
        let rows = self.read(Store::Projection, PLACES);
        let parts = self.parts();
        for (key, _) in &rows {
            assert!(parts.contains(&key[PLACES.len()..]), "{key} is of a part that is there");
        }
        let mut places: BTreeMap<RecordId, BTreeSet<&DocumentKey>> = BTreeMap::new();
        // Earlier code said nothing of places.
        let is_told = |part: &str| rows.iter().any(|(key, _)| key[PLACES.len()..] == *part);
        let is_told_of = |key: &DocumentKey| {
            let prefix = document_prefix(key);
            parts.iter().filter(|part| part.starts_with(&prefix)).all(|part| is_told(part))
        };
        let pages = pages.iter().filter(|(key, _)| is_told_of(key));
        for (key, row) in pages.flat_map(|(key, page)| page.rows.iter().map(move |row| (key, row))) {
            places.entry(row.id).or_default().insert(key);
        }
        // Looked up one by one this would take as long as everything else.
        for (record, documents) in places.iter().take(8) {
            let rows = rows.iter().map(|(key, value)| (key.as_str(), value.as_slice()));
            let found = projection::documents_of(*record, rows);
            assert!(documents.iter().all(|document| found.contains(*document)), "{record} is found");
        }
    }

    /// All rows by record, as the documents say.
    pub fn all(&self) -> BTreeMap<RecordId, Row> {
        let documents = self.documents();
        documents.values().flat_map(Document::rows).map(|row| (row.id, row)).collect()
    }
}
