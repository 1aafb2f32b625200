//! The quick note: one key away from anywhere, kept from the first letter on.

use design::{Button, ButtonKind, Dialog, Field, TextArea};
use document::{Batch, Change, DocumentKey, Edit, Prose};
use kernel::RecordId;
use leptos::prelude::*;
use threads::Note;

use crate::session::{Over, use_session};

/// The note being written.
#[derive(Clone)]
struct Begun {
    id: RecordId,
    document: DocumentKey,
    /// The text that is committed.
    base: String,
    /// The text as it stands in the field.
    text: String,
}

/// The dialog for a quick note.
#[component]
pub fn QuickNote() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let begun = RwSignal::new(None::<Begun>);
    let opened = Signal::derive(move || session.shows(Over::Note));

    let typed = move |text: String| match begun.get_untracked() {
        None if text.trim().is_empty() => {}
        None => {
            let id = mirror.new_id();
            let note = Note {
                text: Prose(text.clone()),
                on: Some(untrack(|| mirror.today())),
                done: false,
                ..Note::default()
            };
            let create = untrack(|| mirror.author()).create(id, &note);
            let document = create.document.clone();
            mirror.commit(Batch::new("Begin a quick note").with(create));
            begun.set(Some(Begun { id, document, base: text.clone(), text }));
        }
        Some(mut note) => {
            note.text.clone_from(&text);
            mirror.draft(note.document.clone(), note.id, "text", &note.base, &text, false);
            begun.set(Some(note));
        }
    };
    // What was typed so far becomes part of the record.
    let keep = move || {
        let Some(mut note) = begun.get_untracked() else { return };
        if note.text == note.base {
            return;
        }
        let change =
            Change::Text { field: "text".to_owned(), base: note.base.clone(), text: note.text.clone() };
        let edit = Edit { document: note.document.clone(), record: note.id, change };
        mirror.commit(Batch::new("Write a quick note").with(edit));
        note.base.clone_from(&note.text);
        begun.set(Some(note));
    };
    let drop_it = move || {
        if let Some(note) = begun.get_untracked() {
            let edit = Edit { document: note.document, record: note.id, change: Change::Delete };
            mirror.commit(Batch::new("Throw away a quick note").with(edit));
        }
    };
    let close = move |()| {
        if begun.with_untracked(|note| note.as_ref().is_some_and(|note| note.text.trim().is_empty())) {
            drop_it();
        } else {
            keep();
            if begun.with_untracked(Option::is_some) {
                session.toasts.offer("The note is kept.", "Show it", move || session.go("/notes"));
            }
        }
        begun.set(None);
        session.hide();
    };
    let throw_away = move |()| {
        drop_it();
        begun.set(None);
        session.hide();
    };
    let footer = move || {
        view! {
            <Button on_press=throw_away disabled=Signal::derive(move || begun.with(Option::is_none))>
                "Throw away"
            </Button>
            <Button kind=ButtonKind::Primary on_press=close>"Done"</Button>
        }
    };
    view! {
        <Dialog open=opened on_close=close title="Quick note" footer>
            <Field label="Note" hint="Only you can read it. Put it in its place when there is time.">
                <TextArea
                    value=Signal::derive(move || begun.with(|note| note.as_ref().map(|note| note.text.clone()).unwrap_or_default()))
                    on_input=typed
                    on_commit=move |_| keep()
                    rows=4
                />
            </Field>
        </Dialog>
    }
}
