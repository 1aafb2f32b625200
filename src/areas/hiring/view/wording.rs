//! The job description with what its words do (HI-2).

use design::{Button, ButtonKind, RecordEditor, Section, Sign};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;

use crate::{Opening, commands, rules};

/// The description, the draft, and words to think about.
#[component]
pub fn Description(opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Opening>(opening));
    let found = Memo::new(move |_| {
        entry.with(|entry| {
            let text = entry.as_ref().map(|entry| format!("{}\n{}", entry.role, &*entry.description));
            rules::wording(&text.unwrap_or_default())
        })
    });
    let over = Memo::new(move |_| {
        entry.with(|entry| mirror.read(|book| rules::must_haves_over(book, entry.as_ref()?)))
    });
    let empty =
        move || entry.with(|entry| entry.as_ref().is_none_or(|entry| entry.description.trim().is_empty()));
    let audience =
        Signal::derive(move || entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)));
    let draft = move |()| {
        let batch = untrack(|| {
            mirror.read(|book| book.get::<Opening>(opening).map(|one| commands::describe(book, &one)))
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let act = move || if empty() { "Draft it from the role" } else { "Draft it anew" };
    view! {
        <Section
            title="Description"
            actions=move || view! {
                <Button
                    kind=if empty() { ButtonKind::Primary } else { ButtonKind::default() }
                    sign=Sign::FileText
                    writes=MaybeProp::derive(move || audience.get())
                    on_press=draft
                >
                    {act}
                </Button>
            }
        >
            <Show when=empty>
                <p class="soft">"Written from the outcomes, must-haves and stages of the role, for you to edit. What the role does not say is left out."</p>
            </Show>
            <RecordEditor record=opening only=&["description", "channels", "recruiter"] />
        </Section>
        <Section title="Words to think about" count=Signal::derive(move || Some(found.with(Vec::len)))>
            <Show when=move || over.with(Option::is_some)>
                <p role="note">{move || over.get().map(|count| format!("{count} must-haves: who doubts themselves applies only when every line is true of them."))}</p>
            </Show>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="soft">"None found. The list is short and ours; reading it aloud to somebody who is not like you finds more."</p>
            </Show>
            <ul class="plain-list">
                {move || found.get().into_iter().map(|one| view! {
                    <li><strong>{one.word}</strong><span>{one.why}</span><span class="soft">{format!("Instead: {}.", one.instead)}</span></li>
                }).collect_view()}
            </ul>
        </Section>
    }
}
