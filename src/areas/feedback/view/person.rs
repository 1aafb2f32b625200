//! What the feedback area shows on a person's page: talks, what was seen, what troubles them.

use design::{Badge, Button, Section, Sign, Stat, StatGroup, Tone as Look};
use document::Entry;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Person;

use super::{observe::Observing, peers::PeerRequests};
use crate::{Observation, Tone, rules};

/// How many observations a person's page lists.
const LISTED: usize = 8;

/// Talks, observations and concerns of one person.
#[component]
pub fn PersonFeedback(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let observing = use_context::<Observing>();
    let stats = Signal::derive(move || {
        let today = mirror.today();
        mirror.read(|book| {
            let Some(entry) = book.get::<Person>(person) else { return Vec::new() };
            let stat = |label: &str, value: String, note: String| Stat {
                label: label.to_owned(),
                value,
                note,
                href: format!("/one-on-ones/{person}"),
            };
            let standing = rules::standing(book, &entry, today);
            let next = standing.as_ref().and_then(|one| one.next.as_ref()).map(|next| words::day(next.on));
            let last = standing
                .as_ref()
                .and_then(|one| one.last_held.as_ref())
                .and_then(|talk| talk.on)
                .map(words::day);
            let coverage = rules::coverage(book, &entry, today);
            let spread = if coverage.total() == 0 {
                "none in 12 months".to_owned()
            } else {
                format!("{} in the last 14 days", coverage.final_fortnight)
            };
            vec![
                stat(
                    "Next 1:1",
                    next.unwrap_or_else(|| "not planned".to_owned()),
                    last.map(|day| format!("last {day}")).unwrap_or_default(),
                ),
                Stat {
                    label: "Observations, 12 months".to_owned(),
                    value: coverage.total().to_string(),
                    note: format!("{} praise; {spread}", coverage.praise.part),
                    href: "/observations".to_owned(),
                },
            ]
        })
    });
    let seen = Memo::new(move |_| mirror.read(|book| rules::observations_of(book, person)));
    let concerns = Memo::new(move |_| mirror.read(|book| rules::concerns_of(book, person)));
    let jot = move |()| {
        if let Some(observing) = observing {
            observing.begin(Some(person));
        }
    };
    view! {
        <StatGroup stats />
        <Section
            title="Observations"
            count=Signal::derive(move || Some(seen.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::NotebookPen on_press=jot>"Jot"</Button> }
        >
            <Show
                when=move || seen.with(|seen| !seen.is_empty())
                fallback=|| view! { <p class="soft">"Nothing noted yet. A line a fortnight is enough to be fair at the end of the year."</p> }
            >
                <ul class="entries">
                    {move || seen.get().into_iter().take(LISTED).map(|one| view! { <Seen one /> }).collect_view()}
                </ul>
            </Show>
        </Section>
        <PeerRequests person />
        <Show when=move || concerns.with(|concerns| !concerns.is_empty())>
            // What only the user may read is left out of print: paper is handed on.
            <div class="screen-only">
                <Section title="Concerns, only me" count=Signal::derive(move || Some(concerns.with(Vec::len)))>
                    <ul class="entries">
                        {move || concerns.get().into_iter().map(|concern| {
                            let again = concern.look_again.map(|day| format!("look again {}", words::day(day)));
                            view! {
                                <li>
                                    <a href=format!("/record/{}", concern.id)>{concern.what.clone()}</a>
                                    {again.map(|again| view! { <Badge>{again}</Badge> })}
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                </Section>
            </div>
        </Show>
    }
}

#[component]
fn Seen(one: Entry<Observation>) -> impl IntoView {
    let day = one.on.map(words::day).unwrap_or_default();
    let untold = one.tone == Tone::Growth && one.told_on.is_none() && one.settled_on.is_none();
    view! {
        <li>
            <span class="small soft nowrap">{day}</span>
            <a href=format!("/record/{}", one.id)>{words::excerpt(&one.what_happened, 140)}</a>
            {(one.tone == Tone::Growth).then(|| view! { <Badge>"growth"</Badge> })}
            {untold.then(|| view! { <Badge tone=Look::Signal>"not told"</Badge> })}
        </li>
    }
}
