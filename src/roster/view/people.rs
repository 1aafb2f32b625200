//! Everybody: who is here, who is coming, who has left (TM-1).

use std::sync::Arc;

use design::{
    Badge, Column, DataTable, EmptyState, LinkButton, PageHeader, Part, Parts, PartsChoice, References, Sign,
    TableState, Tone, other_columns, references,
};
use document::{Book, Record, Row};
use kernel::{Date, Ordered as _, RecordId, text, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::NewRecord;
use crate::{Person, commands, rules, rules::Membership};

/// One line of the table of people.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    name: String,
    email: String,
    title: String,
    level: String,
    team: String,
    manager: String,
    zone: String,
    location: String,
    started: Option<Date>,
    ended: Option<Date>,
    membership: Membership,
    mine: bool,
}

/// Which people the table can show.
const PARTS: &[Part<Line>] = &[
    Part::new("current", "Here now", |line| line.membership == Membership::Current),
    Part::new("reports", "My reports", |line| {
        line.mine && !matches!(line.membership, Membership::Former { .. })
    }),
    Part::new("joining", "Joining", |line| matches!(line.membership, Membership::Joining { .. })),
    Part::new("former", "Former", |line| matches!(line.membership, Membership::Former { .. })),
    Part::new("everybody", "Everybody", |_| true),
];

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let me = rules::me(book).map(|me| me.id);
    let mut lines: Vec<Line> = book
        .all::<Person>()
        .iter()
        .map(|person| {
            let plain = |text: &Option<String>| text.clone().unwrap_or_default();
            Line {
                id: person.id,
                row: book.row(person.id).cloned(),
                name: person.name.clone(),
                email: person.email.as_ref().map(ToString::to_string).unwrap_or_default(),
                title: plain(&person.title),
                level: plain(&person.level),
                team: person
                    .team
                    .and_then(|team| book.get::<crate::Team>(team.id()))
                    .map(|team| team.record.name)
                    .unwrap_or_default(),
                manager: rules::name_of(book, person.manager).unwrap_or_default(),
                zone: person.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
                location: plain(&person.location),
                started: person.start_date,
                ended: person.end_date,
                membership: rules::membership(person, today),
                mine: me.is_some() && person.manager.map(document::Ref::id) == me,
            }
        })
        .collect();
    lines.order_by_key(|line| text::fold(&line.name));
    lines
}

/// The fields of a person that columns of their own show.
const OWN: [&str; 10] =
    ["name", "title", "level", "team", "manager", "start_date", "end_date", "email", "zone", "location"];

fn columns(references: References) -> Vec<Column<Line>> {
    let mut columns = vec![
        Column::new("name", "Name", |line: &Line| line.name.clone()).lead().width(12.0),
        Column::new("title", "Title", |line: &Line| line.title.clone()).width(12.0),
        Column::new("level", "Level", |line: &Line| line.level.clone()).width(4.0),
        Column::new("team", "Team", |line: &Line| line.team.clone()).width(8.0),
        Column::new("manager", "Manager", |line: &Line| line.manager.clone()).width(10.0).extra(),
        Column::day("started", "Since", |line: &Line| line.started).extra(),
        Column::new("standing", "Standing", |line: &Line| standing(line.membership)).when_filled().width(8.0),
        Column::new("email", "E-mail", |line: &Line| line.email.clone()).width(14.0).hidden(),
        Column::new("zone", "Time zone", |line: &Line| line.zone.clone()).width(10.0).hidden(),
        Column::new("location", "Location", |line: &Line| line.location.clone()).width(10.0).hidden(),
        Column::day("ended", "Last day", |line: &Line| line.ended).hidden(),
    ];
    columns.extend(other_columns(Person::KIND, &OWN, references, |line: &Line| line.row.as_ref()));
    columns
}

/// How somebody stands to the organisation, in words.
fn standing(membership: Membership) -> String {
    match membership {
        Membership::Current => String::new(),
        Membership::Joining { on } => format!("joins {}", words::day(on)),
        Membership::Former { since } => format!("left {}", words::day(since)),
    }
}

/// The table of people, with who is shown chosen above it.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let mirror = use_mirror();
    let everybody = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| lines(book, today))
    });
    let parts = Parts::new(PARTS, everybody);
    let make = Callback::new(move |name: String| {
        let author = untrack(|| mirror.author());
        commands::add_person(&author, mirror.new_id(), &Person { name, ..Person::default() })
    });
    let state = RwSignal::new(TableState::default());
    view! {
        <PageHeader title="People" subtitle="Everybody your teams know. Former members stay, dated, so that history still computes.">
            <LinkButton href="/import" sign=Sign::Upload>"Import people"</LinkButton>
            <NewRecord label="Add a person" asks="Name" hint="As the person writes it. Everything else can follow." make />
        </PageHeader>
        <Show
            when=move || everybody.with(|lines| !lines.is_empty())
            fallback=move || view! {
                <EmptyState
                    title="Nobody here yet"
                    why="People are what everything else hangs on: 1:1s, observations, services, capacity. Bring the export of your HR system, or add the first few by hand."
                    sign=Sign::Users
                >
                    <LinkButton href="/import" sign=Sign::Upload>"Import people"</LinkButton>
                </EmptyState>
            }
        >
            <PartsChoice label="Who is shown" parts />
            <DataTable
                label="People"
                columns=columns(references(mirror))
                rows=parts.shown()
                href=move |line: Line| format!("/people/{}", line.id)
                state
                empty=move || view! { <p class="soft">"Nobody stands so today."</p> }
            />
        </Show>
    }
}

/// How somebody stands, as a badge; nothing for who is simply here.
#[component]
pub fn Standing(
    /// How they stand.
    #[prop(into)]
    membership: Signal<Membership>,
) -> impl IntoView {
    move || {
        let membership = membership.get();
        let tone = if matches!(membership, Membership::Joining { .. }) { Tone::Accent } else { Tone::Plain };
        (membership != Membership::Current).then(|| view! { <Badge tone>{standing(membership)}</Badge> })
    }
}
