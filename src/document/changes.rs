//! What changed in a book, for whoever keeps something that was worked out of it.

use kernel::RecordId;
use std::{
    collections::{BTreeSet, VecDeque},
    sync::atomic::{AtomicU64, Ordering},
};

/// So many changes are remembered; whoever has seen fewer begins anew (ours).
const REMEMBERED: usize = 1024;

/// How far somebody has followed a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Which book: no two of a process have the same number.
    book: u64,
    /// How many changes there were.
    count: u64,
}

/// The last changes of one book.
pub struct Changes {
    now: Revision,
    recent: VecDeque<RecordId>,
}

impl Default for Changes {
    fn default() -> Self {
        static BOOKS: AtomicU64 = AtomicU64::new(0);
        let book = BOOKS.fetch_add(1, Ordering::Relaxed);
        Self { now: Revision { book, count: 0 }, recent: VecDeque::new() }
    }
}

impl Changes {
    /// A record came, went or changed.
    pub fn note(&mut self, id: RecordId) {
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(id);
        self.now.count += 1;
    }

    /// So much changed at once that whoever looks begins anew.
    pub fn note_all(&mut self) {
        self.recent.clear();
        self.now.count += 1;
    }

    /// How far whoever looks now has followed.
    pub fn now(&self) -> Revision {
        self.now
    }

    /// The records that came, went or changed since; `None` when that is not remembered.
    pub fn since(&self, seen: Revision) -> Option<BTreeSet<RecordId>> {
        if seen.book != self.now.book {
            return None;
        }
        let missed = usize::try_from(self.now.count.checked_sub(seen.count)?).ok()?;
        let first = self.recent.len().checked_sub(missed)?;
        Some(self.recent.range(first..).copied().collect())
    }
}
