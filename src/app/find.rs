//! Search over everything, kept fresh: the palette and the search page ask here.

use leptos::prelude::*;
use mirror::Mirror;
use threads::search::{Hit, Index};

/// The search index of this page; copy it freely.
#[derive(Clone, Copy)]
pub struct Finder {
    mirror: Mirror,
    index: StoredValue<Index, LocalStorage>,
}

impl Finder {
    /// A finder over everything the mirror holds.
    pub fn new(mirror: Mirror) -> Self {
        Self { mirror, index: StoredValue::new_local(Index::default()) }
    }

    /// The records that fit `query`, best first, at most `limit`. Tracks every change.
    pub fn find(self, query: &str, limit: usize) -> Vec<Hit> {
        let found = self.index.try_update_value(|index| {
            self.mirror.read(|book| index.refresh(book));
            index.find(query, limit)
        });
        found.unwrap_or_default()
    }
}
