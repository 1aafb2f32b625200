//! Search over everything, kept fresh: the palette and the search page ask here.

use leptos::{prelude::*, task::spawn_local};
use mirror::Mirror;
use threads::search::{Hit, Index};

use crate::browser;

/// How many records are taken in in one go when it is searched for the first time (ours: some ten milliseconds).
const IN_ONE_GO: usize = 400;

/// The search index of this page; copy it freely.
#[derive(Clone, Copy)]
pub struct Finder {
    mirror: Mirror,
    index: StoredValue<Index, LocalStorage>,
    /// Whether there are records that were not looked through yet.
    looking: RwSignal<bool>,
}

impl Finder {
    /// A finder over everything the mirror holds; one for all who search, so that all is looked through once. It takes nothing
    /// in before somebody searches.
    pub fn provide(mirror: Mirror) {
        let index = StoredValue::new_local(Index::default());
        provide_context(Self { mirror, index, looking: RwSignal::new(false) });
    }

    /// The records that fit `query`, best first, at most `limit`. Tracks every change, and whether all was looked
    /// through: the first time that takes a moment, in which what is found so far is answered.
    pub fn find(self, query: &str, limit: usize) -> Vec<Hit> {
        let begun = self.looking.get();
        let found = self.index.try_update_value(|index| {
            let done = self.mirror.read(|book| index.refresh_some(book, if begun { 0 } else { IN_ONE_GO }));
            (done, index.find(query, limit))
        });
        let Some((done, hits)) = found else { return Vec::new() };
        if !done && !begun {
            self.look_through();
        }
        hits
    }

    /// Whether there are records that were not looked through yet. Tracked.
    pub fn is_looking(self) -> bool {
        self.looking.get()
    }

    /// Takes in the rest, a few at a time.
    fn look_through(self) {
        spawn_local(async move {
            let _ = self.looking.try_set(true);
            loop {
                browser::breathe().await;
                let some = |index: &mut Index| {
                    untrack(|| self.mirror.read(|book| index.refresh_some(book, IN_ONE_GO)))
                };
                if self.index.try_update_value(some).unwrap_or(true) {
                    break;
                }
            }
            let _ = self.looking.try_set(false);
        });
    }
}

/// The finder of this page.
pub fn use_finder() -> Finder {
    expect_context()
}
