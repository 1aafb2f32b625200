//! Everybody: who is here, who is coming, who has left (TM-1).

use std::sync::Arc;

use design::{
    Badge, ChoiceGroup, Column, DataTable, EmptyState, LinkButton, PageHeader, SelectOption, Sign, SortKey,
    TableState, Tone,
};
use document::Book;
use kernel::{Date, Ordered as _, RecordId, days_between, text, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::NewRecord;
use crate::{Person, commands, rules, rules::Membership};

/// One line of the table of people.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
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

/// Which people the table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Circle {
    Current,
    Reports,
    Joining,
    Former,
    Everybody,
}

impl Circle {
    const ALL: [(Self, &str, &str); 5] = [
        (Self::Current, "current", "Here now"),
        (Self::Reports, "reports", "My reports"),
        (Self::Joining, "joining", "Joining"),
        (Self::Former, "former", "Former"),
        (Self::Everybody, "everybody", "Everybody"),
    ];

    fn shows(self, line: &Line) -> bool {
        match self {
            Self::Current => line.membership == Membership::Current,
            Self::Reports => line.mine && !matches!(line.membership, Membership::Former { .. }),
            Self::Joining => matches!(line.membership, Membership::Joining { .. }),
            Self::Former => matches!(line.membership, Membership::Former { .. }),
            Self::Everybody => true,
        }
    }
}

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let me = rules::me(book).map(|me| me.id);
    let mut lines: Vec<Line> = book
        .all::<Person>()
        .iter()
        .map(|person| {
            let plain = |text: &Option<String>| text.clone().unwrap_or_default();
            Line {
                id: person.id,
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

fn columns() -> Vec<Column<Line>> {
    let day = |date: Option<Date>| date.map(words::day).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "days of a career stay far below 2^52")]
    let by_day = |date: Option<Date>| {
        date.map_or(SortKey::Nothing, |date| SortKey::Number(days_between(Date::default(), date) as f64))
    };
    vec![
        Column::new("name", "Name", |line: &Line| line.name.clone()).lead().width(13.0),
        Column::new("title", "Title", |line: &Line| line.title.clone()).width(13.0),
        Column::new("level", "Level", |line: &Line| line.level.clone()).width(5.0),
        Column::new("team", "Team", |line: &Line| line.team.clone()).width(9.0),
        Column::new("manager", "Manager", |line: &Line| line.manager.clone()).width(11.0).extra(),
        Column::new("started", "Since", move |line: &Line| day(line.started))
            .sort_by(move |line| by_day(line.started))
            .width(8.0)
            .extra(),
        Column::new("standing", "Standing", |line: &Line| standing(line.membership)).width(10.0),
        Column::new("email", "E-mail", |line: &Line| line.email.clone()).width(14.0).hidden(),
        Column::new("zone", "Time zone", |line: &Line| line.zone.clone()).width(10.0).hidden(),
        Column::new("location", "Location", |line: &Line| line.location.clone()).width(10.0).hidden(),
        Column::new("ended", "Last day", move |line: &Line| day(line.ended))
            .sort_by(move |line| by_day(line.ended))
            .width(8.0)
            .hidden(),
    ]
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
    let circle = RwSignal::new(Circle::Current);
    let shown = Memo::new(move |_| {
        let circle = circle.get();
        everybody.with(|lines| {
            Arc::new(lines.iter().filter(|line| circle.shows(line)).cloned().collect::<Vec<_>>())
        })
    });
    let options = Signal::derive(move || {
        everybody.with(|lines| {
            let counted = Circle::ALL.iter().map(|(circle, word, label)| {
                let count = lines.iter().filter(|line| circle.shows(line)).count();
                SelectOption::new(*word, format!("{label} {count}"))
            });
            counted.collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || {
        let current = circle.get();
        Circle::ALL
            .iter()
            .find(|(circle, ..)| *circle == current)
            .map(|(_, word, _)| (*word).to_owned())
            .unwrap_or_default()
    });
    let choose = move |word: String| {
        if let Some((found, ..)) = Circle::ALL.iter().find(|(_, candidate, _)| *candidate == word) {
            circle.set(*found);
        }
    };
    let add = Callback::new(move |name: String| {
        mirror.commit(commands::add_person(
            &mirror.author(),
            mirror.new_id(),
            &Person { name, ..Person::default() },
        ));
    });
    let state = RwSignal::new(TableState::default());
    view! {
        <PageHeader title="People" subtitle="Everybody your teams know. Former members stay, dated, so that history still computes.">
            <LinkButton href="/import" sign=Sign::Upload>"Import people"</LinkButton>
            <NewRecord label="Add a person" asks="Name" hint="As the person writes it. Everything else can follow." on_make=add />
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
            <ChoiceGroup label="Who is shown" value=chosen options on_change=choose />
            <DataTable
                label="People"
                columns=columns()
                rows=shown
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
