//! All 1:1 series: when the next talk is, when the last one was, what was skipped (FB-1).

use std::sync::Arc;

use design::{
    Button, ButtonKind, ChoiceSelect, Column, DataTable, DateInput, EmptyState, Field, FormDialog,
    LinkButton, PageHeader, Section, Sign, SortKey,
};
use document::{Audience, Entry};
use kernel::{Cadence, Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{Person, rules as roster_rules, view::PersonPicker};

use crate::{
    Series, commands,
    rules::{self, Lapse, Standing},
};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    person: RecordId,
    name: String,
    cadence: Cadence,
    next: Option<Date>,
    last: Option<Date>,
    open: usize,
    lapse: String,
}

fn line(standing: &Standing, open: usize) -> Line {
    Line {
        person: standing.person.id,
        name: standing.person.name.clone(),
        cadence: standing.series.cadence,
        next: standing.next.as_ref().map(|next| next.on),
        last: standing.last_held.as_ref().and_then(|talk| talk.on),
        open,
        lapse: standing.lapse.map(said).unwrap_or_default(),
    }
}

/// What was skipped, in a few words; the notice says it in full.
fn said(lapse: Lapse) -> String {
    match lapse {
        Lapse::Overdue { days, .. } => format!("{} without a talk", words::days(days)),
        Lapse::Cancelled { on } => format!("cancelled {}, not rebooked", words::day(on)),
    }
}

/// The page of all 1:1 series.
#[component]
pub fn OneOnOnesPage() -> impl IntoView {
    let mirror = use_mirror();
    let lines = Memo::new(move |_| {
        let today = mirror.today();
        let lines = mirror.read(|book| {
            let standings = rules::standings(book, today);
            standings
                .iter()
                .map(|one| line(one, rules::agenda(book, one.person.id).len()))
                .collect::<Vec<_>>()
        });
        Arc::new(lines)
    });
    let without = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let mut reports = roster_rules::my_reports(book, today);
            reports.retain(|person| rules::series_of(book, person.id).is_none());
            reports
        })
    });
    let planning = RwSignal::new(false);
    let chosen = RwSignal::new(None::<RecordId>);
    let plan = move |person: Option<RecordId>| {
        chosen.set(person);
        planning.set(true);
    };
    view! {
        <PageHeader title="1:1s" subtitle="The last thing to drop when it is busy.">
            <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| plan(None)>"Plan 1:1s"</Button>
        </PageHeader>
        <Show when=move || without.with(|people| !people.is_empty())>
            <Section title="Reports without a series" count=Signal::derive(move || Some(without.with(Vec::len)))>
                <div class="row">
                    {move || without.get().into_iter().map(|person| {
                        let Entry { id, record, .. } = person;
                        view! { <Button writes=Audience::Everyone on_press=move |()| plan(Some(id))>{format!("Plan with {}", record.name)}</Button> }
                    }).collect_view()}
                </div>
            </Section>
        </Show>
        <DataTable
            label="1:1 series"
            columns=columns(Signal::derive(move || mirror.today()))
            rows=lines
            href=move |line: Line| format!("/one-on-ones/{}", line.person)
            signal=move |line: Line| !line.lapse.is_empty()
            empty=move || view! {
                <EmptyState
                    title="No 1:1s planned yet"
                    why="A series has a rhythm and an agenda both sides fill. Pilothouse prepares each talk from what it knows, carries open points over, and says so when one was skipped."
                    sign=Sign::MessageSquare
                >
                    <LinkButton href="/people">"See your people"</LinkButton>
                </EmptyState>
            }
        />
        <PlanDialog open=planning person=chosen />
    }
}

fn columns(today: Signal<Date>) -> Vec<Column<Line>> {
    let day = |date: Option<Date>| date.map(words::day).unwrap_or_default();
    vec![
        Column::new("person", "With", |line: &Line| line.name.clone()).lead().width(12.0),
        Column::new("next", "Next", move |line: &Line| {
            if line.next == Some(today.get()) { "today".to_owned() } else { day(line.next) }
        })
        .sort_by(move |line| SortKey::day(line.next))
        .named()
        .width(7.0),
        Column::day("last", "Last", |line: &Line| line.last),
        Column::new("cadence", "Rhythm", |line: &Line| line.cadence.to_string())
            .sort_by(|line| {
                SortKey::Number(f64::from(u32::try_from(line.cadence.days()).unwrap_or(u32::MAX)))
            })
            .width(7.0),
        Column::new("open", "Open topics", |line: &Line| line.open.to_string()).figures().extra(),
        Column::new("lapse", "Skipped", |line: &Line| line.lapse.clone()).reason().when_filled().width(17.0),
    ]
}

/// Asks with whom, how often and from when.
#[component]
pub(super) fn PlanDialog(open: RwSignal<bool>, person: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let cadence = RwSignal::new(Cadence::default());
    let first = RwSignal::new(None::<Date>);
    let wrong = RwSignal::new(None::<String>);
    let begin = move |()| {
        wrong.set(None);
        first.set(Some(mirror.today()));
    };
    let plan = move |()| {
        let found = person.get_untracked().and_then(|id| untrack(|| mirror.get::<Person>(id)));
        let Some(found) = found else {
            wrong.set(Some("Choose a person: type a few letters of the name.".to_owned()));
            return false;
        };
        let series =
            Series { cadence: cadence.get_untracked(), first_on: first.get_untracked(), ..Series::default() };
        mirror.commit(commands::plan_series(&untrack(|| mirror.author()), mirror.new_id(), &found, &series));
        true
    };
    view! {
        <FormDialog open title="Plan 1:1s" act="Plan 1:1s" on_open=begin on_act=plan>
            <Field label="With" error=wrong>
                <PersonPicker value=person />
            </Field>
            <Field label="Rhythm">
                <ChoiceSelect value=cadence />
            </Field>
            <Field label="First talk" hint="The rhythm counts from this day.">
                <DateInput value=first on_change=move |day| first.set(day) />
            </Field>
        </FormDialog>
    }
}
