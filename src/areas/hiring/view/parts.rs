//! Small parts that the screens of hiring share.

use design::Absent;
use document::{Book, Entry, Ref};
use kernel::{Date, words};
use leptos::prelude::*;
use roster::{Person, rules as roster_rules};

use crate::{Opening, Stage, Step, rules::Standing};

/// A day that is past or ahead: `by 3 Nov 2026`, `was due 3 Nov 2026`.
pub fn due(day: Date, today: Date) -> String {
    if day < today { format!("was due {}", words::day(day)) } else { format!("by {}", words::day(day)) }
}

/// The name of somebody; empty when nobody is meant or they are not here.
pub fn name_of(book: &Book, person: Option<Ref<Person>>) -> String {
    roster_rules::name_of(book, person).unwrap_or_default()
}

/// What an opening is called; empty without one.
pub fn role_of(book: &Book, opening: Option<Ref<Opening>>) -> String {
    let opening = opening.and_then(|opening| book.get::<Opening>(opening.id()));
    opening.map(|opening| opening.record.role).unwrap_or_default()
}

/// Where a candidate is, in words: `Coding since 12 Nov 2026`.
pub fn place(book: &Book, at: Standing) -> String {
    let stage = at.stage.and_then(|stage| book.get::<Stage>(stage));
    let name = stage.map_or_else(
        || match at.step {
            // The stage is gone.
            Step::Stage => "In the loop".to_owned(),
            step => step.label().to_owned(),
        },
        |stage: Entry<Stage>| stage.record.name,
    );
    at.since.map_or(name.clone(), |day| format!("{name} since {}", words::day(day)))
}

/// What stands on a page of a candidate who is not here.
#[component]
pub fn NoCandidate(
    /// The heading of the page.
    page: &'static str,
) -> impl IntoView {
    view! {
        <Absent
            page
            title="Nobody here by that address"
            why="The candidate was erased or taken out, or the address is of another workspace."
            href="/hiring"
            all="All openings"
        />
    }
}
