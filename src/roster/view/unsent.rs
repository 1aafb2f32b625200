//! What is typed into a form before it is sent: journalled like any other text, so that a crash keeps it.

use document::{Change, Edit, Prose};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use crate::Unsent;

/// The text of a form that was not sent yet. It is there again when the form is opened after a crash.
#[derive(Clone, Copy)]
pub struct UnsentText {
    mirror: Mirror,
    form: StoredValue<String>,
    text: RwSignal<String>,
}

impl UnsentText {
    /// The unsent text of the form called `form`.
    #[must_use]
    pub fn of(form: impl Into<String>) -> Self {
        Self { mirror: use_mirror(), form: StoredValue::new(form.into()), text: RwSignal::new(String::new()) }
    }

    /// The text as it stands. Tracked.
    #[must_use]
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// Puts back what a crash left unsent; called when the form opens.
    pub fn restore(self) {
        let kept = untrack(|| self.kept().map(|kept| kept.record.text.to_string()));
        self.text.set(kept.unwrap_or_default());
    }

    /// Takes in what was typed, and keeps it.
    pub fn typed(self, text: String) {
        self.text.set(text.clone());
        if !untrack(|| self.mirror.is_ready()) {
            return;
        }
        match untrack(|| self.kept()) {
            Some(kept) => {
                self.mirror.draft(kept.document.clone(), kept.id, "text", &kept.text, &text, false);
            }
            None => {
                let unsent = Unsent { form: self.form.get_value(), text: Prose(text), ..Unsent::default() };
                let create = untrack(|| self.mirror.author()).create(self.mirror.new_id(), &unsent);
                self.mirror.commit(document::Batch::new("Begin to write").with(create));
            }
        }
    }

    /// The edits that belong to sending the form, or to giving it up: nothing is unsent any more.
    #[must_use]
    pub fn sent(self) -> Vec<Edit> {
        self.text.set(String::new());
        let kept = untrack(|| self.kept());
        // Written even when the stored text is empty: it is what takes the journalled text out.
        let change = Change::Set { field: "text".to_owned(), value: None };
        kept.map(|kept| Edit { document: kept.document.clone(), record: kept.id, change })
            .into_iter()
            .collect()
    }

    /// Gives the text up.
    pub fn give_up(self) {
        if untrack(|| self.text.with(String::is_empty)) {
            return;
        }
        let edits = self.sent();
        self.mirror.commit(document::Batch::new("Give up what was written").with_all(edits));
    }

    /// Keeps the text when the page with the form is left, so that it is there when one comes back.
    pub fn keep_when_left(self) {
        on_cleanup(move || {
            let (Some(text), Some(kept)) = (self.text.try_get_untracked(), untrack(|| self.kept())) else {
                return;
            };
            if text == *kept.text {
                return;
            }
            let change = Change::Text { field: "text".to_owned(), base: kept.text.to_string(), text };
            let edit = Edit { document: kept.document.clone(), record: kept.id, change };
            self.mirror.commit(document::Batch::new("Keep what was written").with(edit));
        });
    }

    fn kept(self) -> Option<document::Entry<Unsent>> {
        let unsent = self.mirror.all::<Unsent>();
        self.form.with_value(|form| unsent.iter().find(|unsent| unsent.form == *form).cloned())
    }
}
