//! A segment is written anew with the rows that have come beside it (S-46).
//!
//! That is done when there is nothing else to do, and left at once when somebody asks for something: nothing is lost by
//! beginning again.

use document::DocumentKey;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{rows, segment_key, write};
use crate::{
    Replica, codec,
    documents::Listing,
    job::{Progress, Work},
    storage::{Operation, Store, document_prefix, split_key},
};

/// How the keys begin in `Meta` that say what a segment holds.
const HELD: &str = "segment|";

/// A segment is written anew when so many of its documents have a base beside it (*ours*): reading eight small rows takes about as
/// long as a large one.
const LEAST: usize = 8;

/// And when those are at least one for so many that it holds (*ours*): so that a large one is not written for few.
const SHARE: usize = 4;

/// What the segments hold.
#[derive(Default)]
pub(crate) struct Held {
    /// The number after the last part of each document that its segment holds, or was written without because it was
    /// not on the disk.
    until: BTreeMap<DocumentKey, u64>,
    /// Whether bases or a segment were written since it was looked which segment is due.
    pub has_news: bool,
    /// The one that was due then.
    due: Option<String>,
    /// The disk refused a write that nobody asked for, so nothing is gathered before the next start (S-27).
    pub is_left: bool,
}

impl Held {
    /// What is on disk, read at the start or anew. Where it is torn, the segment is soon written anew.
    pub fn load(meta: &BTreeMap<String, Vec<u8>>, is_left: bool) -> Self {
        let rows = meta.iter().filter(|(key, _)| key.starts_with(HELD));
        let held = rows.filter_map(|(_, value)| codec::read::<Vec<(String, u64)>>(codec::VERSION, value));
        let until = held.flatten().filter_map(|(document, until)| Some((document.parse().ok()?, until)));
        Self { until: until.collect(), has_news: true, due: None, is_left }
    }

    /// A segment that is due. All documents are gone through only where there is news: it is asked after every write.
    fn due(&mut self, listings: &BTreeMap<DocumentKey, Listing>) -> Option<&String> {
        if std::mem::take(&mut self.has_news) {
            self.due = self.look(listings);
        }
        self.due.as_ref().filter(|_| !self.is_left)
    }

    fn look(&self, listings: &BTreeMap<DocumentKey, Listing>) -> Option<String> {
        let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (document, listing) in listings.iter().filter(|(_, listing)| !listing.parts.is_empty()) {
            let (inside, beside) = counts.entry(segment_key(document)).or_default();
            let is_inside = self.until.get(document).is_some_and(|until| *until > listing.parts.start);
            *(if is_inside { inside } else { beside }) += 1;
        }
        let is_due = |inside: usize, beside: usize| beside >= LEAST && beside >= inside / SHARE;
        counts.into_iter().find(|(_, (inside, beside))| is_due(*inside, *beside)).map(|(segment, _)| segment)
    }

    /// What is to be written of one segment.
    fn row(&self, segment: &str) -> Operation {
        let of = self.until.iter().filter(|(document, _)| segment_key(document) == segment);
        let held: Vec<(String, u64)> = of.map(|(document, until)| (document.to_string(), *until)).collect();
        let key = format!("{HELD}{segment}");
        Operation::Put { store: Store::Meta, key, value: codec::write(codec::VERSION, &held) }
    }

    /// Forgets documents. Returns what is to be written.
    pub fn forget(&mut self, documents: &BTreeSet<DocumentKey>) -> Vec<Operation> {
        let held = documents.iter().filter(|document| self.until.remove(*document).is_some());
        let segments: BTreeSet<String> = held.map(segment_key).collect();
        segments.iter().map(|segment| self.row(segment)).collect()
    }
}

/// How far the writing of a segment has come.
pub(crate) struct Gathering {
    segment: String,
    /// Its documents, and the number after the last part of each when it began; `None` before it has begun.
    until: Option<BTreeMap<DocumentKey, u64>>,
    /// How the keys begin that are still to be read.
    rest: VecDeque<String>,
    /// What was read, the segment's own rows among it.
    rows: BTreeMap<String, Vec<u8>>,
    /// The keys of rows that stood beside the segment.
    beside: Vec<String>,
}

impl Gathering {
    fn new(segment: String) -> Self {
        Self { segment, until: None, rest: VecDeque::new(), rows: BTreeMap::new(), beside: Vec::new() }
    }

    fn begin(&mut self, listings: &BTreeMap<DocumentKey, Listing>) {
        let of = listings.iter().filter(|(document, _)| segment_key(document) == self.segment);
        let until: BTreeMap<DocumentKey, u64> =
            of.map(|(document, listing)| (document.clone(), listing.parts.end)).collect();
        self.rest = [self.segment.clone()].into_iter().chain(until.keys().map(document_prefix)).collect();
        self.until = Some(until);
    }

    /// Whether it waits for the rows whose keys begin so.
    pub fn waits_for(&self, prefix: &str) -> bool {
        self.rest.front().is_some_and(|waits| waits == prefix)
    }

    fn take(&mut self, read: Vec<(String, Vec<u8>)>) {
        for (key, value) in read {
            if key == self.segment {
                let held = rows(&value).into_iter();
                self.rows.extend(held.map(|(key, value)| (key, value.to_vec())));
            } else {
                self.beside.push(key.clone());
                self.rows.insert(key, value);
            }
        }
    }
}

impl Replica {
    /// Whether a segment is to be written anew.
    pub(crate) fn is_segment_due(&mut self) -> bool {
        self.held.due(&self.shelf.listings).is_some()
    }

    /// Begins to write a segment anew, if one is due.
    pub(crate) fn begin_gathering(&mut self) {
        if let Some(segment) = self.held.due(&self.shelf.listings).cloned() {
            self.enqueue(Work::Gather(Box::new(Gathering::new(segment))));
        }
    }

    /// Reads a segment and what stands beside it, and writes it anew in one transaction.
    pub(crate) fn gather(
        &mut self,
        gathering: &mut Gathering,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        if let Some(read) = read {
            gathering.rest.pop_front();
            gathering.take(read);
        }
        if !self.queue.is_empty() || !self.writer.is_idle() {
            self.wake_when_idle();
            return Progress::Finished;
        }
        if gathering.until.is_none() {
            gathering.begin(&self.shelf.listings);
        }
        if let Some(prefix) = gathering.rest.front() {
            self.read_projection(prefix);
            return Progress::Waiting;
        }
        self.end_gathering(gathering);
        Progress::Finished
    }

    fn end_gathering(&mut self, gathering: &mut Gathering) {
        let until = gathering.until.take().unwrap_or_default();
        let stands = |key: &str| {
            let (document, number) = split_key(key)?;
            let number = u64::from_str_radix(number, 16).ok()?;
            let first = self.shelf.listings.get(&document)?.parts.start;
            Some(first <= number && number < *until.get(&document)?)
        };
        gathering.rows.retain(|key, _| stands(key) == Some(true));
        let Some(value) = write(&gathering.rows) else { return };
        self.held.until.extend(until);
        self.held.has_news = true;
        let key = gathering.segment.clone();
        let held = self.held.row(&key);
        let operations = &mut self.writer.next.operations;
        operations.extend([Operation::Put { store: Store::Projection, key, value }, held]);
        let moved = gathering.beside.drain(..).filter(|key| gathering.rows.contains_key(key));
        operations.extend(moved.map(|key| Operation::Delete { store: Store::Projection, key }));
        self.writer.next.strict = true;
    }
}

/// A segment without the rows of these documents; `None` where it has none of them.
pub(crate) fn without(key: &str, segment: &[u8], documents: &BTreeSet<DocumentKey>) -> Option<Operation> {
    let is_of = |key: &str| split_key(key).is_none_or(|(document, _)| documents.contains(&document));
    let held = rows(segment);
    if !held.is_empty() && !held.iter().any(|(key, _)| is_of(key)) {
        return None;
    }
    let rest = held.into_iter().filter(|(key, _)| !is_of(key));
    let rest: BTreeMap<String, Vec<u8>> = rest.map(|(key, value)| (key, value.to_vec())).collect();
    let (store, key) = (Store::Projection, key.to_owned());
    Some(match write(&rest).filter(|_| !rest.is_empty()) {
        Some(value) => Operation::Put { store, key, value },
        // A torn one may hold what is erased: what it held is built anew.
        None => Operation::Delete { store, key },
    })
}
