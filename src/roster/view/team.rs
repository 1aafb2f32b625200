//! What the page of a team shows above its fields: who answers for what, and how senior it is (TM-4, TM-7).

use design::{Badge, Section, Stat, StatGroup, Tone};
use document::{Book, Entry};
use kernel::{Ordered as _, RecordId, text, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::SkillNeeds;
use crate::{
    Person, Service, Team,
    rules::{self, Holder, Mix, OnLadder, Seats},
};

/// The sections on the page of a team.
#[component]
pub fn TeamSections(
    /// The team.
    team: RecordId,
    /// Who stands on which rung; the roster knows no ladders.
    ladder: fn(&Book) -> OnLadder,
) -> impl IntoView {
    let mirror = use_mirror();
    let seats = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| Some(rules::seats(book, &book.get::<Team>(team)?, today)))
    });
    let mix = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::mix(book, &rules::members_of(book, team, today), &ladder(book), today))
    });
    let people = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let in_it = |person: &Entry<Person>| person.team.is_some_and(|of| of.id() == team);
            let mut people = rules::joining_or_current(book, today);
            people.retain(in_it);
            people.order_by_key(|person| text::fold(&person.name));
            people
        })
    });
    let owned = Memo::new(move |_| {
        mirror.read(|book| {
            let mut owned = book.all::<Service>().as_ref().clone();
            owned.retain(|service| service.owner.is_some_and(|of| of.id() == team));
            owned.order_by_key(|service| text::fold(&service.name));
            owned
        })
    });
    view! {
        <Section title="Who answers for what">
            {move || seats.get().map(|seats| view! { <SeatList seats /> })}
        </Section>
        <Section title="People" count=Signal::derive(move || Some(people.with(Vec::len)))>
            <Show
                when=move || people.with(|people| !people.is_empty())
                fallback=|| view! { <p class="soft">"Nobody is in it yet. Which team somebody is in is said on their own page."</p> }
            >
                <ul class="entries">
                    {move || people.get().into_iter().map(|person| view! { <Member person /> }).collect_view()}
                </ul>
            </Show>
        </Section>
        <Show when=move || owned.with(|owned| !owned.is_empty())>
            <Section title="Services it owns" count=Signal::derive(move || Some(owned.with(Vec::len)))>
                <ul class="entries">
                    {move || owned.get().into_iter().map(|service| view! {
                        <li>
                            <a href=format!("/record/{}", service.id)>{service.name.clone()}</a>
                            <Badge>{service.criticality.label().to_lowercase()}</Badge>
                        </li>
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
        <Section title="Seniority">
            {move || view! { <MixShown mix=mix.get() /> }}
        </Section>
        <SkillNeeds record=team />
    }
}

/// Somebody of the team: what they are, and when they come or go.
#[component]
fn Member(person: Entry<Person>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let is = [person.title.clone(), person.level.clone()].into_iter().flatten();
    let is = is.filter(|word| !word.trim().is_empty()).collect::<Vec<_>>().join(" · ");
    let moves = match (person.start_date.filter(|first| *first > today), person.end_date) {
        (Some(first), _) => Some(format!("from {}", words::day(first))),
        (None, Some(last)) => Some(format!("until {}", words::day(last))),
        (None, None) => None,
    };
    view! {
        <li>
            <a href=format!("/people/{}", person.id)>{person.name.clone()}</a>
            <span class="small soft">{is}</span>
            {moves.map(|moves| view! { <Badge>{moves}</Badge> })}
        </li>
    }
}

#[component]
fn SeatList(seats: Seats) -> impl IntoView {
    let both = seats.manager_and_tech_lead().map(|person| {
        format!("{} has both the people and the technical direction. Better two heads: the two pull on the same hours.", person.name)
    });
    let lines = seats.seats.into_iter().map(|(seat, holder)| {
        let holder = match holder {
            Holder::Nobody => view! { <Badge tone=Tone::Signal>"nobody"</Badge> }.into_any(),
            Holder::Person(person) => {
                view! { <a href=format!("/people/{}", person.id)>{person.name.clone()}</a> }.into_any()
            }
            Holder::Left { person, on } => {
                let left = format!("left {}", words::day(on));
                view! {
                    <a href=format!("/people/{}", person.id)>{person.name.clone()}</a>
                    " "
                    <Badge tone=Tone::Signal>{left}</Badge>
                }
                .into_any()
            }
        };
        view! { <div><dt>{seat.label()}</dt><dd>{holder}</dd></div> }
    });
    view! {
        <dl class="seats">{lines.collect_view()}</dl>
        {both.map(|both| view! { <p class="small" role="note">{both}</p> })}
        <p class="soft small">"Set in the fields below; the people are the manager’s."</p>
    }
}

#[component]
fn MixShown(mix: Mix) -> impl IntoView {
    let counts = mix.counts;
    if mix.levels.is_empty() {
        return view! { <p class="soft">"Nobody is at work in it today."</p> }.into_any();
    }
    let stat = |label: &str, value: String, note: String| Stat {
        label: label.to_owned(),
        value,
        note,
        href: String::new(),
    };
    let known = counts.known();
    let of = |count: usize| format!("{count} of {known}");
    let names: Vec<&str> = mix.need_mentor.iter().map(|person| person.name.as_str()).collect();
    let need = words::counted(names.len(), "person needs one", "people need one");
    let note = if names.is_empty() { String::new() } else { format!("{need}: {}", words::listed(&names)) };
    let mut stats = vec![
        stat("Senior", of(counts.senior), String::new()),
        stat("In between", of(counts.middle), String::new()),
        stat("Junior", of(counts.junior), String::new()),
        stat(
            "Seats with a mentor",
            mix.mentor_seats.to_string(),
            if note.is_empty() { "nobody needs one".to_owned() } else { note },
        ),
    ];
    if counts.management > 0 {
        stats.push(stat("On the management track", counts.management.to_string(), String::new()));
    }
    let levels: Vec<String> = mix
        .levels
        .iter()
        .map(|(level, count)| {
            if level.is_empty() { format!("{count} without a level") } else { format!("{count} × {level}") }
        })
        .collect();
    view! {
        <StatGroup stats />
        <p class="soft small">{format!("{}.", words::listed(&levels))}</p>
    }
    .into_any()
}
