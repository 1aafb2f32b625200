//! Notices on the screen: each with its facts, its reason, the next step, and an answer.

use design::{Each, EmptyState, NextStep, NoticeCard, PageHeader, Sign, Toasts};
use kernel::{Date, Notice, RecordId, Source};
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

/// The notices about one record, or the few that Monday shows. Nothing while all is well.
#[component]
pub fn NoticeList(
    /// The record; all of them when there is none.
    #[prop(into)]
    about: Signal<Option<RecordId>>,
    /// Whether only as many as Monday shows.
    #[prop(optional)]
    few: bool,
) -> impl IntoView {
    let standing = standing();
    let shown = Memo::new(move |_| {
        let about = about.get();
        standing.with(|standing| match about {
            Some(record) => notices::about(standing, record),
            None if few => notices::needs_you(standing),
            None => standing.clone(),
        })
    });
    view! {
        // On Monday the section around it has a heading; elsewhere the cards would stand under none.
        <Show when=move || !few && shown.with(|shown| !shown.is_empty())>
            <h2 class="visually-hidden">"What needs a hand"</h2>
        </Show>
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
            <NoticeList about=Signal::stored(None) />
        </Show>
    }
}
