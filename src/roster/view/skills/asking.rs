//! What opens a dialog about two records, either of which may be known when it is opened.

use kernel::RecordId;
use leptos::prelude::*;

/// A dialog about two records, such as a person and a skill.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// The two, as far as they are known.
    pub about: (RwSignal<Option<RecordId>>, RwSignal<Option<RecordId>>),
    /// Which of them was not known when it was opened, and is asked for.
    pub asks: RwSignal<(bool, bool)>,
}

impl Asking {
    /// Closed.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            about: (RwSignal::new(None), RwSignal::new(None)),
            asks: RwSignal::new((false, false)),
        }
    }

    /// Opens it.
    pub fn begin(self, first: Option<RecordId>, second: Option<RecordId>) {
        self.about.0.set(first);
        self.about.1.set(second);
        self.asks.set((first.is_none(), second.is_none()));
        self.open.set(true);
    }
}
