//! Notices on the screen: each with its facts, its reason, the next step, and an answer.

use design::{Disclosure, Each, EmptyState, NextStep, NoticeCard, PageHeader, Sign, Toasts};
use kernel::{Date, Notice, RecordId, Source, words};
use leptos::prelude::*;
use mirror::use_mirror;

use crate::notices;

/// Every notice that speaks today, ranked.
#[must_use]
pub fn standing() -> Memo<Vec<Notice>> {
    let mirror = use_mirror();
    Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| notices::standing(book, today))
    })
}

/// How many notices about a record stand over it; more are folded away, so that the record itself is in sight. Ours.
const IN_SIGHT: usize = 3;

/// The notices about one record, those that press most in sight. Nothing while all is well.
#[component]
pub fn NoticeList(
    /// The record.
    #[prop(into)]
    about: Signal<RecordId>,
) -> impl IntoView {
    let standing = standing();
    let shown = Memo::new(move |_| {
        let about = about.get();
        standing.with(|standing| notices::about(standing, about))
    });
    let first =
        Signal::derive(move || shown.with(|shown| shown.iter().take(IN_SIGHT).cloned().collect::<Vec<_>>()));
    let rest =
        Signal::derive(move || shown.with(|shown| shown.iter().skip(IN_SIGHT).cloned().collect::<Vec<_>>()));
    let many = Memo::new(move |_| rest.with(Vec::len));
    view! {
        <Headed shown=first />
        <Show when=move || { many.get() > 0 }>
            <Disclosure label=Signal::derive(move || words::counted(many.get(), "more notice", "more notices"))>
                <NoticeCards shown=rest />
            </Disclosure>
        </Show>
    }
}

/// Notices under a heading that is only heard: around them stands none that is seen.
#[component]
fn Headed(#[prop(into)] shown: Signal<Vec<Notice>>) -> impl IntoView {
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <h2 class="visually-hidden">"What needs a hand"</h2>
        </Show>
        <NoticeCards shown />
    }
}

/// These notices, each with what can be done about it.
#[component]
pub fn NoticeCards(
    /// Which.
    #[prop(into)]
    shown: Signal<Vec<Notice>>,
) -> impl IntoView {
    view! {
        <div class="notice-list">
            <Each each=move || shown.get() key=|notice| (notice.key(), notice.says.clone(), notice.facts.clone()) let:notice>
                <Card notice />
            </Each>
        </div>
    }
}

#[component]
fn Card(notice: Notice) -> impl IntoView {
    let mirror = use_mirror();
    let toasts = use_context::<Toasts>();
    let address = untrack(|| mirror.read(|book| notices::address(book, &notice)));
    let answer = {
        let notice = notice.clone();
        move |until: Option<Date>| {
            mirror.commit(notices::dismiss(untrack(|| mirror.author()), mirror.new_id(), &notice, until));
            if let Some(toasts) = toasts {
                toasts.offer("The notice is dismissed.", "Undo", move || mirror.undo());
            }
        }
    };
    let later = answer.clone();
    let ours = notice.number.filter(|number| number.source == Source::Ours);
    let note = ours.map(|_| "Our limit; settings change it.").unwrap_or_default();
    view! {
        <NoticeCard
            title=notice.says.clone()
            facts=notice.facts.clone()
            reason=notice.why
            next=NextStep::Go(notice.next_step.clone(), address)
            ours=note.to_owned()
            on_dismiss=move |()| answer(None)
            on_later=move |date: Date| later(Some(date))
        />
    }
}

/// The page of all notices.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let standing = standing();
    let count = move || match standing.with(Vec::len) {
        0 => "All quiet.".to_owned(),
        1 => "One thing needs a hand.".to_owned(),
        many => format!("{many} things, what presses most first."),
    };
    view! {
        <PageHeader title="Notices" subtitle=Signal::derive(count) />
        <Show
            when=move || standing.with(|standing| !standing.is_empty())
            fallback=move || view! {
                <EmptyState
                    title="Nothing needs a hand"
                    why="Notices speak when a talk was skipped, feedback was not shared, a service has no owner, or the span crosses its line. Each says the facts it rests on."
                    sign=Sign::CircleCheck
                />
            }
        >
            <Headed shown=standing />
        </Show>
    }
}
