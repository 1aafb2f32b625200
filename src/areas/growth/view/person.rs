//! What the growth area shows on a person's page: aim, rung, next goal, help in a line each.

use design::{LinkButton, Section, Sign, Stat, StatGroup};
use document::Book;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Person;

use super::plan::since;
use crate::rules;

/// Growth of one person, in a few facts.
#[component]
pub fn PersonGrowth(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let stats = Signal::derive(move || {
        let today = mirror.today();
        mirror.read(|book| facts(book, person, today))
    });
    let state = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::before_a_talk(book, person, today))
    });
    let href = format!("/growth/{person}");
    view! {
        <Section
            title="Growth"
            actions=move || view! { <LinkButton href=href.clone() sign=Sign::Flag>"Growth plan"</LinkButton> }
        >
            <StatGroup stats />
            <ul class="entries">
                {move || state.get().into_iter().map(|line| view! { <li><span>{line}</span></li> }).collect_view()}
            </ul>
        </Section>
    }
}

fn facts(book: &Book, person: RecordId, today: Date) -> Vec<Stat> {
    let Some(entry) = book.get::<Person>(person) else { return Vec::new() };
    let stat = |label: &str, value: String, note: String| Stat {
        label: label.to_owned(),
        value,
        note,
        href: format!("/growth/{person}"),
    };
    let mut stats = Vec::new();
    let aim = rules::plan_of(book, person).and_then(|plan| plan.aim);
    let looked = rules::revisited(book, person).map(|day| format!("looked at {}", words::day(day)));
    stats.push(stat(
        "Aim",
        aim.map_or_else(|| "not asked".to_owned(), |aim| aim.label().to_owned()),
        looked.unwrap_or_default(),
    ));
    if let Some(rung) = rules::rung_of(book, &entry) {
        stats.push(stat("Rung", rung.code.clone(), since(book, &entry, today)));
    }
    stats
}

/// How the growth plan stands, beside the preparation sheet of a talk.
#[component]
pub fn GrowthBeforeTalk(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let state = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::before_a_talk(book, person, today))
    });
    view! {
        <Section title="Growth plan" actions=move || view! { <a class="small" href=format!("/growth/{person}")>"Open"<span class="visually-hidden">" the growth plan"</span></a> }>
            <ul class="preparation-part">
                {move || state.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </Section>
    }
}
