//! Quick notes: what was jotted in passing, until it is in its place.

use design::{AudienceMark, Button, ButtonKind, Checkbox, Each, EmptyState, IconButton, PageHeader, Sign};
use document::{Audience, Batch, Change, Edit, Entry};
use kernel::{Ordered as _, words};
use leptos::prelude::*;
use threads::Note;

use crate::session::{Over, Session, use_session};

/// The page.
#[component]
pub fn NotesPage() -> impl IntoView {
    let session = use_session();
    let notes = Memo::new(move |_| {
        let mut notes = session.mirror.all::<Note>().to_vec();
        notes.order_by_key(|note| (note.done, std::cmp::Reverse(note.created)));
        notes
    });
    view! {
        <PageHeader title="Quick notes" subtitle="Only you can read them, unless you open one to others. Tick one off when it is in its place.">
            <Button
                kind=ButtonKind::Primary
                sign=Sign::NotebookPen
                disabled=Signal::derive(move || !session.mirror.is_ready())
                on_press=move |()| session.show(Over::Note)
            >
                "Jot a note"
            </Button>
        </PageHeader>
        <Show when=move || notes.with(Vec::is_empty)>
            <EmptyState
                title="No notes yet"
                why="Press N anywhere and write down what crosses your mind. It waits here until you have time to put it in its place."
                sign=Sign::NotebookPen
            />
        </Show>
        <ul class="notes">
            <Each each=move || notes.get() key=|note| (note.id, note.changed.at) let:note>
                <NoteView note session />
            </Each>
        </ul>
    }
}

#[component]
fn NoteView(note: Entry<Note>, session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let about = note.on.map(words::day).unwrap_or_default();
    let (text, done, href) = (note.text.to_string(), note.done, format!("/record/{}", note.id));
    let audience = note.document.audience;
    let shown = (!matches!(audience, Audience::OnlyMe(_))).then_some(audience);
    let note = StoredValue::new(note);
    let tick = move |done: bool| {
        let edits = note.with_value(|note| note.update(|note| note.done = done));
        let label = if done { "Put a note in its place" } else { "Take a note up again" };
        mirror.commit(Batch::new(label).with_all(edits));
    };
    let drop_it = move |()| {
        let (document, record) = note.with_value(|note| (note.document.clone(), note.id));
        mirror.commit(Batch::new("Delete a quick note").with(Edit {
            document,
            record,
            change: Change::Delete,
        }));
    };
    view! {
        <li class="note-entry" class:done=done>
            <p class="keep"><a href=href>{text}</a></p>
            <div class="row small soft">
                <span>{about}</span>
                {shown.map(|audience| view! { <AudienceMark audience /> })}
                <Checkbox label="In its place" writes=audience checked=done on_change=tick />
                <IconButton sign=Sign::Trash label="Delete this note" writes=audience on_press=drop_it />
            </div>
        </li>
    }
}
