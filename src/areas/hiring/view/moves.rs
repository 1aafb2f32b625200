//! A candidate's way, step by step, and how it is ended with a reason (HI-7).

use design::{Field, Section};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentDialog, UnsentLine, UnsentText};

use crate::{Candidate, Stage, Step, commands, rules};

/// Every move, the newest first.
#[component]
pub fn Moves(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let moves = Memo::new(move |_| {
        mirror.read(|book| {
            let told = rules::moves_of(book, candidate).into_iter().rev().map(|one| {
                let stage = one.stage.and_then(|stage| book.get::<Stage>(stage.id()));
                let name = stage.map_or_else(|| one.to.label().to_owned(), |stage| stage.record.name);
                (one.id, one.on, name, one.reason.clone())
            });
            told.collect::<Vec<_>>()
        })
    });
    view! {
        <Section title="Steps so far">
            <Show when=move || moves.with(Vec::is_empty)>
                <p class="soft">"No step is noted."</p>
            </Show>
            <ul class="entries">
                {move || moves.get().into_iter().map(|(id, on, name, reason)| view! {
                    <li>
                        <span class="small soft nowrap">{on.map(words::day).unwrap_or_default()}</span>
                        <a href=format!("/record/{id}")>{name}</a>
                        {reason.map(|reason| view! { <span class="small soft">{reason}</span> })}
                    </li>
                }).collect_view()}
            </ul>
        </Section>
    }
}

/// Asks why it ends.
#[component]
pub fn ReasonDialog(open: RwSignal<bool>, candidate: RecordId, to: RwSignal<Step>) -> impl IntoView {
    let mirror = use_mirror();
    let reason = UnsentText::of(format!("reason of {candidate}"));
    let title = Signal::derive(move || {
        match to.get() {
            Step::Declined => "They declined our offer",
            Step::Withdrew => "They withdrew",
            _ => "Turn down",
        }
        .to_owned()
    });
    let make = move |()| {
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let step = to.get_untracked();
        Some(commands::move_candidate(&author, mirror.new_id(), &entry, step, None, today, reason.said()))
    };
    view! {
        <UnsentDialog open title act="Note it" texts=[reason] on_open=|()| () make>
            <Field label="Reason" hint="In a few words, so that it can be said to them and learned from.">
                <UnsentLine text=reason />
            </Field>
        </UnsentDialog>
    }
}
