//! The documents: what is known of each without loading it, and the few that are loaded.

use document::{Document, DocumentKey};
use kernel::Problem;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    codec,
    limits::{COMPACT_AFTER, LOADED_BYTES},
    message::Heads,
};

/// How the keys of documents begin in `Meta`.
pub(crate) const PREFIX: &str = "document|";

/// More parts than this a projection cannot have, since it is compacted; a row that says so is
/// torn. Bounds the deletes of one transaction.
const MOST_PARTS: u64 = 100_000;

/// What `Meta` keeps of a document, so that none is loaded to know which there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Stored {
    heads: Heads,
    first_part: u64,
    next_part: u64,
    chunks: u32,
}

/// A document that is on disk or on its way there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Listing {
    /// Its heads on disk.
    pub durable: Heads,
    /// Its heads with what is not on disk yet.
    pub latest: Heads,
    /// Its heads as pages were shown them, where they were shown what somebody else wrote and is not on disk yet (Y-101).
    pub ahead: Option<Heads>,
    /// The numbers of the parts of its projection: from the first to before the next.
    pub parts: std::ops::Range<u64>,
    /// How many chunks it has.
    pub chunks: usize,
    /// Why it cannot be read.
    pub damage: Option<Damage>,
    /// Whether compaction did not give the same document, so that it is not tried again.
    pub keep: bool,
}

/// A document that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Damage {
    /// Why.
    pub problem: Problem,
    /// The chunks it was read from.
    pub chunks: BTreeSet<String>,
}

impl Listing {
    /// The listing in a stored value.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let stored: Stored = codec::read(codec::VERSION, bytes)?;
        let parts = stored.next_part.checked_sub(stored.first_part)?;
        if parts > MOST_PARTS {
            return None;
        }
        Some(Self {
            durable: stored.heads.clone(),
            latest: stored.heads,
            ahead: None,
            parts: stored.first_part..stored.next_part,
            chunks: usize::try_from(stored.chunks).unwrap_or(usize::MAX),
            damage: None,
            keep: false,
        })
    }

    /// A part with this number is on disk.
    pub fn has_part(&mut self, number: u64) {
        let end = number.saturating_add(1);
        if self.parts.is_empty() {
            self.parts = number..end;
        }
        self.parts.start = self.parts.start.min(number);
        self.parts.end = self.parts.end.max(end);
        self.parts.start = self.parts.start.max(self.parts.end.saturating_sub(MOST_PARTS));
    }

    /// The value to store.
    pub fn write(&self) -> Vec<u8> {
        codec::write(
            codec::VERSION,
            &Stored {
                heads: self.latest.clone(),
                first_part: self.parts.start,
                next_part: self.parts.end,
                chunks: u32::try_from(self.chunks).unwrap_or(u32::MAX),
            },
        )
    }

    /// Whether it is time to compact it.
    pub fn is_long(&self) -> bool {
        let parts = self.parts.end.saturating_sub(self.parts.start);
        self.damage.is_none()
            && !self.keep
            && (self.chunks > COMPACT_AFTER || usize::try_from(parts).is_ok_and(|n| n > COMPACT_AFTER))
    }
}

/// A document in memory.
pub(crate) struct Loaded {
    pub document: Document,
    /// The chunks it holds, as named on disk; those on their way there included.
    pub chunks: BTreeSet<String>,
    /// How many bytes they are.
    pub bytes: usize,
    used: u64,
}

/// All documents.
#[derive(Default)]
pub(crate) struct Shelf {
    pub listings: BTreeMap<DocumentKey, Listing>,
    loaded: BTreeMap<DocumentKey, Loaded>,
    uses: u64,
}

impl Shelf {
    /// A loaded document, used now.
    pub fn get(&mut self, key: &DocumentKey) -> Option<&mut Loaded> {
        self.uses += 1;
        let loaded = self.loaded.get_mut(key)?;
        loaded.used = self.uses;
        Some(loaded)
    }

    /// A loaded document, used now, with what is known of it on disk.
    pub fn get_listed(&mut self, key: &DocumentKey) -> Option<(&mut Loaded, &mut Listing)> {
        self.get(key)?;
        Some((self.loaded.get_mut(key)?, self.listings.get_mut(key)?))
    }

    pub fn is_loaded(&self, key: &DocumentKey) -> bool {
        self.loaded.contains_key(key)
    }

    pub fn put(&mut self, key: DocumentKey, document: Document, chunks: BTreeSet<String>, bytes: usize) {
        self.uses += 1;
        self.loaded.insert(key, Loaded { document, chunks, bytes, used: self.uses });
    }

    /// Forgets a document in memory. It is loaded again when it is needed.
    pub fn unload(&mut self, key: &DocumentKey) {
        self.loaded.remove(key);
    }

    /// Forgets the documents used longest ago, until the rest is within bounds.
    pub fn shrink(&mut self) {
        while self.loaded.len() > 1 && self.loaded.values().map(|l| l.bytes).sum::<usize>() > LOADED_BYTES {
            let oldest = self.loaded.iter().min_by_key(|(_, loaded)| loaded.used);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else { return };
            self.loaded.remove(&key);
        }
    }
}
