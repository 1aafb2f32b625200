//! What openings and hires are to bring of a skill, or what somebody was hired for (HI-11.6).

use design::{Badge, Section};
use document::Record;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Skill;

use crate::rules::{self, Brings, Coming};

/// A line of what is to come: what it names, where that is, and how far it is.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    name: String,
    href: String,
    says: String,
    brings: Brings,
    opening: (String, String),
}

fn line(one: &Coming, name: String, href: String) -> Line {
    let day = |on: Option<Date>| on.map(words::day);
    let says = match (one.brings, day(one.from)) {
        (Brings::Wanted, Some(on)) => format!("wanted from {on}"),
        (Brings::Wanted, None) => "wanted, without a day".to_owned(),
        (Brings::Accepted, Some(on)) => format!("expected from {on}"),
        (Brings::Here, Some(on)) => format!("expected since {on}, not rated yet"),
        (Brings::Accepted | Brings::Here, None) => "expected, not rated yet".to_owned(),
        (Brings::Rated(depth), Some(on)) => format!("came for it on {on}: {}", depth.label().to_lowercase()),
        (Brings::Rated(depth), None) => format!("came for it: {}", depth.label().to_lowercase()),
    };
    let opening = (one.opening.role.clone(), format!("/hiring/{}", one.opening.id));
    Line { name, href, says, brings: one.brings, opening }
}

/// What is to come of a skill: who was hired for it, then the openings.
fn of_skill(all: &[Coming], skill: RecordId) -> Vec<Line> {
    let theirs = all.iter().filter(|one| one.skill == skill);
    theirs
        .map(|one| match &one.person {
            Some(person) => line(one, person.name.clone(), format!("/people/{}", person.id)),
            None => line(one, one.opening.role.clone(), format!("/hiring/{}", one.opening.id)),
        })
        .collect()
}

#[component]
fn Lines(lines: Signal<Vec<Line>>) -> impl IntoView {
    view! {
        <ul class="entries" aria-label="Who is to bring it">
            {move || lines.get().into_iter().map(|one| {
                let (role, opening) = one.opening;
                let hired = one.brings != Brings::Wanted;
                view! {
                    <li>
                        <a href=one.href>{one.name}</a>
                        <span class="small soft">{one.says}</span>
                        {hired.then(|| view! { <span class="small soft">"hired for "<a href=opening>{role}</a></span> })}
                        {(!hired).then(|| view! { <Badge>"opening"</Badge> })}
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

/// Who is to bring a skill, in the middle of what is said of its gap; nothing where nobody is.
#[component]
pub fn SkillToCome(
    /// The skill.
    skill: RecordId,
    /// Everything that is to come, computed once for all gaps of a page.
    all: Memo<Vec<Coming>>,
) -> impl IntoView {
    let lines = Memo::new(move |_| all.with(|all| of_skill(all, skill)));
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <Lines lines=lines.into() />
        </Show>
    }
}

/// The same as a section on the page of a skill; nothing on any other.
#[component]
pub fn SkillComing(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let lines = Memo::new(move |_| {
        let today = mirror.today();
        let is_skill = mirror.row(record).is_some_and(|row| row.kind == Skill::NAME);
        if is_skill { of_skill(&mirror.read(|book| rules::coming(book, today)), record) } else { Vec::new() }
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <Section title="Who is to bring it">
                <p class="soft small">"What an opening is to bring, and who was hired for it, counts for nothing until somebody rates it."</p>
                <Lines lines=lines.into() />
            </Section>
        </Show>
    }
}

/// What somebody was hired for and nobody rated yet, on their page.
#[component]
pub fn PersonComing(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let lines = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let all = rules::coming(book, today);
            let theirs = all
                .iter()
                .filter(|one| one.is_expected() && one.person.as_ref().is_some_and(|who| who.id == person));
            theirs
                .map(|one| {
                    let skill = book.get::<Skill>(one.skill);
                    let name = skill.map(|skill| skill.record.name).unwrap_or_default();
                    line(one, name, format!("/record/{}", one.skill))
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <Section title="Hired for">
                <Lines lines=lines.into() />
            </Section>
        </Show>
    }
}
