//! Observations: how evenly they are spread, what was not told yet, and all of them (FB-3 to FB-5).

use std::sync::Arc;

use design::{
    Badge, Button, ButtonKind, Column, CoverageRow, CoverageStrip, DataTable, Each, EmptyState, PageHeader,
    Section, Sign, Tone as Look, audience_column, other_columns, references,
};
use document::{Book, Entry, Record, Row};
use kernel::{Date, Ordered as _, RecordId, days_between, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{rules as roster_rules, view::called};

use super::{observe::Observing, where_from::WhereFrom};
use crate::{Observation, Tone, commands, rules};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    what: String,
    person: String,
    on: Option<Date>,
    tone: Tone,
    work: String,
    competency: String,
    told: Option<Date>,
}

fn lines(book: &Book) -> Vec<Line> {
    let all = book.all::<Observation>();
    let mut lines: Vec<Line> = all
        .iter()
        .map(|one| Line {
            id: one.id,
            row: book.row(one.id).cloned(),
            what: words::excerpt(&one.what_happened, 160),
            person: roster_rules::name_of(book, one.person).unwrap_or_default(),
            on: one.on,
            tone: one.tone,
            work: one.work.clone().unwrap_or_default(),
            competency: one.competency.clone().unwrap_or_default(),
            told: one.told_on,
        })
        .collect();
    lines.order_by(|a, b| b.on.cmp(&a.on).then_with(|| b.id.cmp(&a.id)));
    lines
}

/// The page of all observations.
#[component]
pub fn ObservationsPage() -> impl IntoView {
    let mirror = use_mirror();
    let observing = use_context::<Observing>();
    let rows = Memo::new(move |_| Arc::new(mirror.read(lines)));
    let coverage = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let people = rules::subjects(book, today);
            people.iter().map(|person| rules::coverage(book, person, today)).collect::<Vec<_>>()
        })
    });
    let months = Signal::derive(move || coverage.with(|all| headings(all)));
    let strip = Signal::derive(move || {
        coverage.with(|all| all.iter().map(|one| row(one, &headings_of(all))).collect::<Vec<_>>())
    });
    let untold = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let people = rules::subjects(book, today);
            people
                .iter()
                .flat_map(|person| rules::growth_points(book, person.id, today).untold)
                .collect::<Vec<_>>()
        })
    });
    let unseen = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::without_peer_view(book, today))
    });
    let mut columns = vec![
        Column::new("what", "What happened", |line: &Line| line.what.clone()).lead().sentence().width(18.0),
        Column::new("person", "About", |line: &Line| line.person.clone()).width(10.5),
        Column::day("on", "On", |line: &Line| line.on).width(6.5),
        Column::new("tone", "Kind", |line: &Line| line.tone.label().to_owned()).width(5.0),
        Column::day("told", "Told", |line: &Line| line.told).width(6.5),
        Column::new("work", "Work", |line: &Line| line.work.clone()).width(9.0).extra(),
        Column::new("competency", "Competency", |line: &Line| line.competency.clone()).width(9.0).hidden(),
    ];
    let own = ["what_happened", "person", "on", "tone", "told_on", "work", "competency"];
    columns
        .extend(other_columns(Observation::KIND, &own, references(mirror), |line: &Line| line.row.as_ref()));
    columns.push(audience_column(Observation::KIND, |line: &Line| line.row.as_ref()));
    let columns = StoredValue::new(columns);
    let jot = move |()| {
        if let Some(observing) = observing {
            observing.begin(None);
        }
    };
    view! {
        <PageHeader title="Observations" subtitle="Light notes through the whole period, so that a review rests on more than its last two weeks.">
            <Button kind=ButtonKind::Primary sign=Sign::NotebookPen on_press=jot>"Jot an observation"</Button>
        </PageHeader>
        <Show when=move || untold.with(|untold| !untold.is_empty())>
            <Section title="Not told yet" count=Signal::derive(move || Some(untold.with(Vec::len)))>
                <ul class="checklist">
                    <Each each=move || untold.get() key=|one| (one.id, one.changed) let:one>
                        <Untold one />
                    </Each>
                </ul>
            </Section>
        </Show>
        <Show when=move || coverage.with(|all| !all.is_empty())>
            <Section title="Evidence by person and month">
                <CoverageStrip title="Observations by month" headings=months rows=strip />
            </Section>
        </Show>
        <WhereFrom coverage />
        <Show when=move || unseen.with(|unseen| !unseen.is_empty())>
            <Section title="Nothing from a peer for long" count=Signal::derive(move || Some(unseen.with(Vec::len)))>
                <ul class="entries">
                    {move || unseen.get().into_iter().map(|unseen| view! { <NoPeer unseen /> }).collect_view()}
                </ul>
            </Section>
        </Show>
        <Show
            when=move || rows.with(|rows| !rows.is_empty())
            fallback=|| view! {
                <EmptyState
                    title="No observations yet"
                    why="What happened, what they did, what it led to: jotted in seconds with the key O, from any page and offline. They prepare your 1:1s and, later, a fair review."
                    sign=Sign::NotebookPen
                />
            }
        >
            <Section title="All observations">
                <DataTable
                    label="Observations"
                    columns=columns.get_value()
                    rows
                    href=move |line: Line| format!("/record/{}", line.id)
                />
            </Section>
        </Show>
    }
}

/// The first days of the months of the longest period.
fn headings_of(all: &[rules::Coverage]) -> Vec<Date> {
    let longest = all.iter().max_by_key(|one| one.months.len());
    longest.map(|one| one.months.iter().map(|month| month.month).collect()).unwrap_or_default()
}

fn headings(all: &[rules::Coverage]) -> Vec<String> {
    headings_of(all).into_iter().map(|month| words::short_month(month).to_owned()).collect()
}

fn row(one: &rules::Coverage, months: &[Date]) -> CoverageRow {
    let count = |month: &Date| {
        let found = one.months.iter().find(|counted| counted.month == *month);
        found.map_or(0, |counted| u32::try_from(counted.praise + counted.growth).unwrap_or(u32::MAX))
    };
    CoverageRow {
        label: one.person.name.clone(),
        href: format!("/people/{}", one.person.id),
        counts: months.iter().map(count).collect(),
    }
}

#[component]
fn NoPeer(unseen: rules::Unseen) -> impl IntoView {
    let last = match unseen.last {
        Some(last) => format!("last {}", words::day(last)),
        None => "never noted".to_owned(),
    };
    let asked =
        (unseen.asked > 0).then(|| format!("{} asked", words::counted(unseen.asked, "peer", "peers")));
    view! {
        <li>
            <a href=format!("/people/{}", unseen.person.id)>{unseen.person.name.clone()}</a>
            <span class="small soft">{last}</span>
            {asked.map(|asked| view! { <Badge>{asked}</Badge> })}
        </li>
    }
}

#[component]
fn Untold(one: Entry<Observation>) -> impl IntoView {
    let mirror = use_mirror();
    let name = called(one.person);
    let age = one.on.map(|on| words::days(days_between(on, untrack(|| mirror.today())))).unwrap_or_default();
    let writes = one.document.audience;
    let (href, what) = (format!("/record/{}", one.id), words::excerpt(&one.what_happened, 140));
    let told = move |()| {
        mirror.commit(untrack(|| mirror.read(|book| commands::mark_told(book, &one, mirror.today()))))
    };
    view! {
        <li>
            <a href=href>{what}</a>
            <Badge>{move || name.get().unwrap_or_default()}</Badge>
            <Badge tone=Look::Signal>{age}</Badge>
            <Button writes on_press=told>"Told today"</Button>
        </li>
    }
}
