//! Where what is typed into forms is kept until it is sent (Y-100).

use document::{Audience, DocumentKey, Place};
use leptos::prelude::*;
use std::collections::BTreeSet;

use super::Mirror;

impl Mirror {
    /// The documents with what the user typed into forms: one, unless two devices began one apart. Not tracked.
    #[must_use]
    pub fn unsent_documents(self) -> BTreeSet<DocumentKey> {
        let mine = Audience::OnlyMe(untrack(|| self.author()).member);
        self.state.with_value(|state| {
            let held = state.heads.iter().filter(|(_, heads)| !heads.is_empty()).map(|(key, _)| key);
            // One that was begun a moment ago stands in the book before the engine has told of it.
            let begun = state.book.documents().into_keys();
            let is_one = |key: &&DocumentKey| key.audience == mine && key.place.is_unsent();
            held.chain(begun).filter(is_one).cloned().collect()
        })
    }

    /// Where what is typed into a form is kept: in the newest document there is for it, or in a new one. Not tracked.
    #[must_use]
    pub fn unsent_home(self) -> DocumentKey {
        self.unsent_documents().pop_last().unwrap_or_else(|| self.unsent_anew())
    }

    /// A new document for what is typed into forms, for when the others are erased. Not tracked.
    #[must_use]
    pub fn unsent_anew(self) -> DocumentKey {
        let audience = Audience::OnlyMe(untrack(|| self.author()).member);
        DocumentKey { audience, place: Place::UnsentIn(self.new_id()) }
    }
}
