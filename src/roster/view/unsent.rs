//! What is typed into a form before it is sent: journalled like any other text, so that a crash keeps it.

use document::{Batch, Change, Edit, Entry, Prose};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use crate::Unsent;

/// The text of a form that was not sent yet. It is there again when the form is opened after a crash.
#[derive(Clone, Copy)]
pub struct UnsentText {
    mirror: Mirror,
    form: StoredValue<String>,
    text: RwSignal<String>,
    put_back: RwSignal<bool>,
    /// Whether nothing was typed since the form opened: then it still takes in what is put back.
    untouched: StoredValue<bool>,
}

impl UnsentText {
    /// The unsent text of the form called `form`.
    #[must_use]
    pub fn of(form: impl Into<String>) -> Self {
        let new = Self {
            mirror: use_mirror(),
            form: StoredValue::new(form.into()),
            text: RwSignal::new(String::new()),
            put_back: RwSignal::new(false),
            untouched: StoredValue::new(false),
        };
        // The screen is there before the engine has read its journal, and so may the form be.
        Effect::new(move |_| {
            let kept = new.kept();
            if new.untouched.get_value() {
                new.show(kept);
            }
        });
        new
    }

    /// The text as it stands. Tracked.
    #[must_use]
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// The text without the space around it; `None` when nothing is left. Not tracked.
    #[must_use]
    pub fn said(self) -> Option<String> {
        self.text.with_untracked(|text| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned))
    }

    /// Whether it has to wait until the engine has answered: before, nothing typed could be kept. Tracked.
    #[must_use]
    pub fn waits(self) -> Signal<bool> {
        Signal::derive(move || !self.mirror.is_ready())
    }

    /// Whether there was something to put back when the form opened. Tracked.
    #[must_use]
    pub fn is_put_back(self) -> bool {
        self.put_back.get()
    }

    /// Puts back what a crash left unsent; called when the form opens.
    pub fn restore(self) {
        self.show(untrack(|| self.kept()));
        self.untouched.set_value(true);
    }

    fn show(self, kept: Option<Entry<Unsent>>) {
        let text = kept.map(|kept| kept.record.text.to_string()).unwrap_or_default();
        self.put_back.set(!text.is_empty());
        self.text.set(text);
    }

    /// Takes in what was typed, and keeps it.
    pub fn typed(self, text: String) {
        self.untouched.set_value(false);
        self.text.set(text.clone());
        match untrack(|| self.kept()) {
            Some(kept) => {
                self.mirror.draft(kept.document.clone(), kept.id, "text", &kept.text, &text, false);
            }
            None => {
                let unsent = Unsent { form: self.form.get_value(), text: Prose(text), ..Unsent::default() };
                let author = untrack(|| self.mirror.author());
                let create = author.create_in(self.mirror.unsent_home(), self.mirror.new_id(), &unsent);
                self.mirror.commit(Batch::new("Begin to write").with(create));
            }
        }
    }

    /// The edits that belong to sending the form, or to giving it up: nothing is unsent any more.
    #[must_use]
    pub fn sent(self) -> Vec<Edit> {
        self.untouched.set_value(false);
        self.text.set(String::new());
        untrack(|| self.kept()).iter().map(Entry::delete).collect()
    }

    /// Gives the text up.
    pub fn give_up(self) {
        let edits = self.sent();
        self.mirror.commit(Batch::new("Give up what was written").with_all(edits));
    }

    /// Writes the text as it stands, for when the form goes and may come back.
    pub fn keep(self) {
        let (Some(text), Some(kept)) = (self.text.try_get_untracked(), untrack(|| self.kept())) else {
            return;
        };
        if text == *kept.text {
            return;
        }
        let change = Change::Text { field: "text".to_owned(), base: kept.text.to_string(), text };
        let edit = Edit { document: kept.document.clone(), record: kept.id, change };
        self.mirror.commit(Batch::new("Keep what was written").with(edit));
    }

    /// Keeps the text when the page with the form is left, so that it is there when one comes back. For forms that
    /// are restored as soon as they are shown.
    pub fn keep_when_left(self) {
        on_cleanup(move || self.keep());
    }

    fn kept(self) -> Option<Entry<Unsent>> {
        let unsent = self.mirror.all::<Unsent>();
        self.form.with_value(|form| unsent.iter().find(|unsent| unsent.form == *form).cloned())
    }
}
