//! The page of one review cycle: how far each review is, and the reviews side by side (PR-1, PR-4).

use std::sync::Arc;

use design::{
    Button, ButtonKind, Column, ConfirmDialog, DataTable, Disclosure, EmptyState, Field, FormDialog,
    LinkButton, PageHeader, PageOf, Present, RecordEditor, Section, Select, SelectOption, Sign, Tab,
    TabPanel, Tabs,
};
use document::{Audience, Book, Entry, Record as _};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{
    ReviewCycle, commands,
    rules::{self, CycleState, Step},
};
use roster::{Person, rules as roster_rules};

use super::{NoReview, side_by_side::SideBySide};
use crate::reviews::{lacks, surprises};

/// The page of one review cycle.
#[component]
pub fn CyclePage(
    /// The cycle.
    #[prop(into)]
    cycle: Signal<Option<RecordId>>,
) -> impl IntoView {
    view! {
        <PageOf record=cycle kind=ReviewCycle::NAME page=move |cycle| view! { <Page cycle /> }.into_any() absent=|| view! { <NoReview /> } />
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    review: RecordId,
    name: String,
    level: String,
    step: Step,
    lacks: usize,
    surprises: usize,
    shared: Option<Date>,
}

fn lines(book: &Book, cycle: RecordId, today: Date) -> Vec<Line> {
    let line = |review: Entry<reviews::Review>| Line {
        review: review.id,
        name: roster_rules::name_of(book, review.person).unwrap_or_default(),
        level: review.level.clone().unwrap_or_default(),
        step: rules::step(book, &review),
        lacks: lacks(book, &review).len(),
        surprises: surprises(book, &review, today).len(),
        shared: review.shared_on,
    };
    rules::reviews_in(book, cycle).into_iter().map(line).collect()
}

#[component]
fn Page(cycle: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<ReviewCycle>(cycle));
    let title = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|one| one.name.clone()).unwrap_or_default())
    });
    let state = Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|one| rules::state_of(one))));
    let subtitle =
        Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|one| subtitle(one)).unwrap_or_default()));
    let rows = Memo::new(move |_| {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, cycle, today)))
    });
    let columns = vec![
        Column::new("person", "Who", |line: &Line| line.name.clone()).lead().width(12.0),
        Column::new("level", "Level then", |line: &Line| line.level.clone()).width(5.0),
        Column::new("step", "How far", |line: &Line| line.step.label().to_owned()).width(7.0),
        Column::new("lacks", "Specific answers", |line: &Line| {
            format!("{} of 3", 3_usize.saturating_sub(line.lacks))
        })
        .width(7.0)
        .figures(),
        Column::new("surprises", "Not heard yet", |line: &Line| line.surprises.to_string())
            .width(7.0)
            .figures(),
        Column::day("shared", "Shared", |line: &Line| line.shared),
    ];
    let asks = |line: Line| line.surprises > 0 && line.shared.is_none();
    let launch = move |()| {
        if let Some(entry) = entry.get_untracked() {
            let today = untrack(|| mirror.today());
            mirror.commit(untrack(|| mirror.read(|book| commands::launch(book, &entry, today))));
        }
    };
    let finish = move |done: bool| {
        if let Some(entry) = entry.get_untracked() {
            let on = done.then(|| untrack(|| mirror.today()));
            mirror.commit(commands::finish(&entry, on));
        }
    };
    let adding = RwSignal::new(false);
    let selected = RwSignal::new("progress".to_owned());
    let tabs = vec![Tab::new("progress", "How far"), Tab::new("fairness", "Side by side")];
    view! {
        <PageHeader title subtitle>
            <Present record=cycle />
            <LinkButton href="/reviews" sign=Sign::FileText>"All cycles"</LinkButton>
            {move || match state.get() {
                Some(CycleState::Planned) => view! {
                    <Button kind=ButtonKind::Primary writes=Audience::Everyone on_press=launch>"Launch it"</Button>
                }.into_any(),
                Some(CycleState::UnderWay) => view! {
                    <Button sign=Sign::Check writes=Audience::Everyone on_press=move |()| finish(true)>"Finish it"</Button>
                }.into_any(),
                _ => view! {
                    <Button writes=Audience::Everyone on_press=move |()| finish(false)>"Open it again"</Button>
                }.into_any(),
            }}
        </PageHeader>
        <Tabs id="cycle" label="Views of the cycle" tabs selected on_select=move |key: String| selected.set(key) />
        <TabPanel id="cycle" selected>
            {move || if selected.get() == "fairness" {
                view! { <SideBySide cycle /> }.into_any()
            } else {
                let columns = columns.clone();
                view! {
                    <div class="stack wide">
                        <Section
                            title="Your reviews"
                            count=Signal::derive(move || Some(rows.with(|rows| rows.len())))
                            actions=move || view! { <Button sign=Sign::Plus on_press=move |()| adding.set(true)>"Take somebody in"</Button> }
                        >
                            <DataTable
                                label="Reviews of the cycle"
                                columns
                                rows
                                href=move |line: Line| format!("/review/{}", line.review)
                                signal=asks
                                empty=move || view! {
                                    <EmptyState title="Nobody of yours is in it" why="Take your people in; what they are today is what their reviews go by." sign=Sign::Users />
                                }
                            />
                        </Section>
                        <Disclosure label="Name, days and notes">
                            <RecordEditor record=cycle without=&["launched_on", "finished_on"] />
                        </Disclosure>
                    </div>
                }.into_any()
            }}
        </TabPanel>
        <TakeInDialog open=adding cycle />
    }
}

fn subtitle(cycle: &ReviewCycle) -> String {
    let period = cycle
        .from
        .zip(cycle.until)
        .map(|(from, until)| format!("{} to {}", words::day(from), words::day(until)));
    let state = match (rules::state_of(cycle), cycle.launched_on, cycle.launch_on) {
        (CycleState::Planned, _, Some(on)) => format!("to be launched on {}", words::day(on)),
        (CycleState::UnderWay, Some(on), _) => format!("launched on {}", words::day(on)),
        (state, ..) => state.label().to_lowercase(),
    };
    let due = cycle.due.map(|on| format!("written by {}", words::day(on)));
    let share = cycle.share_by.map(|on| format!("shared by {}", words::day(on)));
    [period, Some(state), due, share].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Asks whom to take in.
#[component]
fn TakeInDialog(open: RwSignal<bool>, cycle: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let chosen = RwSignal::new(None::<RecordId>);
    let nobody = RwSignal::new(None::<String>);
    let options = Signal::derive(move || {
        let today = mirror.today();
        mirror.read(|book| {
            let mut people = roster_rules::joining_or_current(book, today);
            people.retain(|person| book.row(rules::review_id(cycle, person.id)).is_none());
            let option =
                |person: &Entry<Person>| SelectOption::new(person.id.to_string(), person.name.clone());
            people.iter().map(option).collect::<Vec<_>>()
        })
    });
    let act = move |()| {
        let person = chosen.get_untracked().and_then(|id| untrack(|| mirror.get::<Person>(id)));
        let entry = untrack(|| mirror.get::<ReviewCycle>(cycle));
        let (Some(person), Some(entry)) = (person, entry) else {
            nobody.set(Some("Choose a person.".to_owned()));
            return false;
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        mirror
            .commit(untrack(|| mirror.read(|book| commands::take_in(book, &author, &entry, &person, today))));
        true
    };
    let begin = move |()| {
        chosen.set(None);
        nobody.set(None);
    };
    view! {
        <FormDialog open title="Take somebody in" act="Take in" on_open=begin on_act=act>
            <Field label="Who" error=nobody>
                <Select
                    value=Signal::derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default())
                    options
                    none="Choose"
                    on_change=move |id: String| chosen.set(id.parse().ok())
                />
            </Field>
        </FormDialog>
    }
}

/// Asks before a review is taken out of its cycle.
#[component]
pub fn TakeOut(review: RecordId, open: RwSignal<bool>, on_gone: Callback<()>) -> impl IntoView {
    let mirror = use_mirror();
    let confirm = move |()| {
        open.set(false);
        let Some(entry) = untrack(|| mirror.get::<reviews::Review>(review)) else { return };
        mirror.commit(untrack(|| mirror.read(|book| commands::take_out(book, &entry))));
        on_gone.run(());
    };
    view! {
        <ConfirmDialog
            open
            on_close=move |()| open.set(false)
            title="Take the review out?"
            act="Take it out"
            on_confirm=confirm
        >
            "The review goes with its findings, promises and response. What it rests on stays, and so does what became of it. Undo brings it back."
        </ConfirmDialog>
    }
}
