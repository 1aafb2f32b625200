//! Needs you: at most seven notices, the most pressing first.

use design::{EmptyState, LinkButton, NextStep, NoticeCard, Section, Sign};
use kernel::{Date, Notice};
use leptos::prelude::*;
use threads::{kinds, notices};

use crate::session::{Session, use_session};

/// The section.
#[component]
pub fn NeedsYou() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let standing = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| notices::standing(book, today))
    });
    let shown = Memo::new(move |_| standing.with(|standing| notices::needs_you(standing)));
    let more = move || standing.with(Vec::len) - shown.with(Vec::len);
    view! {
        <Section title="Needs you" count=Signal::derive(move || Some(shown.with(Vec::len)))>
            <Show when=move || shown.with(Vec::is_empty)>
                <EmptyState
                    title="Nothing needs you now"
                    why="When a 1:1 slips, feedback waits to be told or a team grows past what one person can care for, it shows here with its facts and the next step."
                    sign=Sign::CircleCheck
                />
            </Show>
            <div class="stack">
                <For each=move || shown.get() key=Notice::key let:notice>
                    <OneNotice notice session />
                </For>
            </div>
            <Show when=move || { more() > 0 }>
                <p><LinkButton href="/notices">{move || format!("{} more", more())}</LinkButton></p>
            </Show>
        </Section>
    }
}

/// One notice, with the way to its record and the two ways to be rid of it.
#[component]
pub fn OneNotice(
    /// The notice.
    notice: Notice,
    /// The session.
    session: Session,
) -> impl IntoView {
    let mirror = session.mirror;
    let address = untrack(|| mirror.row(notice.about)).map(|row| kinds::address(&row));
    let next = match address {
        Some(address) => NextStep::Go(notice.next_step.clone(), address),
        None => NextStep::Words(notice.next_step.clone()),
    };
    let (title, facts, reason) = (notice.says.clone(), notice.facts.clone(), notice.why);
    let dismiss = move |until: Option<Date>| {
        let author = untrack(|| mirror.author());
        mirror.commit(notices::dismiss(author, mirror.new_id(), &notice, until));
        session.toasts.offer("The notice is dismissed.", "Undo", move || session.undo());
    };
    let dismiss = StoredValue::new(dismiss);
    view! {
        <NoticeCard
            title
            facts
            reason
            next
            on_dismiss=move |()| dismiss.with_value(|dismiss| dismiss(None))
            on_later=move |until| dismiss.with_value(|dismiss| dismiss(Some(until)))
        />
    }
}
