//! Today's 1:1s as cards: each opens in place and holds what is needed to enter that talk, and no more (CN-4).

use design::{Avatar, Each, Icon, LinkButton, Section, Sign};
use feedback::{rules, view::PreparationSheet};
use kernel::{Date, Ordered as _, RecordId, days_between, words};
use leptos::prelude::*;

use crate::{parts, session::use_session};

/// A talk of today.
#[derive(Clone, PartialEq)]
struct Card {
    person: RecordId,
    name: String,
    time: String,
}

/// The talks of a day, and the next one after it.
#[derive(Clone, Default, PartialEq)]
struct Day {
    cards: Vec<Card>,
    next: Option<(String, Date)>,
}

/// The section.
#[component]
pub fn Today() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let day = Memo::new(move |_| {
        let today = mirror.today();
        let standings = mirror.read(|book| rules::standings(book, today));
        let on = |day: Date| {
            move |standing: &&rules::Standing| standing.next.as_ref().is_some_and(|next| next.on == day)
        };
        let mut cards: Vec<Card> = standings
            .iter()
            .filter(on(today))
            .map(|standing| Card {
                person: standing.person.id,
                name: standing.person.name.clone(),
                time: standing.series.time.clone().unwrap_or_default(),
            })
            .collect();
        cards.order_by(|a, b| {
            (a.time.is_empty(), &a.time, &a.name).cmp(&(b.time.is_empty(), &b.time, &b.name))
        });
        let next = standings
            .iter()
            .filter_map(|standing| Some((standing.person.name.clone(), standing.next.as_ref()?.on)))
            .filter(|(_, on)| *on > today)
            .min_by_key(|(_, on)| *on);
        Day { cards, next }
    });
    let next = move || {
        day.with(|day| day.next.clone()).map(|(name, on)| {
            let when = match days_between(mirror.today(), on) {
                1 => "tomorrow".to_owned(),
                2..7 => format!("on {}", words::weekday(on)),
                _ => format!("on {}", words::day(on)),
            };
            format!("The next is with {name}, {when}.")
        })
    };
    view! {
        <Section title="Today" count=Signal::derive(move || Some(day.with(|day| day.cards.len())))>
            <Show when=move || day.with(|day| day.cards.is_empty())>
                <p class="soft">"No 1:1 today. "{next}</p>
            </Show>
            <ul class="today">
                <Each each=move || day.get().cards key=|card| (card.person, card.time.clone()) let:card>
                    <CardView card open=session.card />
                </Each>
            </ul>
        </Section>
    }
}

#[component]
fn CardView(card: Card, open: RwSignal<Option<RecordId>>) -> impl IntoView {
    let Card { person, name, time } = card;
    let is_open = Memo::new(move |_| open.get() == Some(person));
    let id = design::fresh_id("card");
    view! {
        <li class="today-card" class:open=is_open>
            <h3>
                <button
                    type="button"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls=id.clone()
                    on:click=move |_| open.update(|open| *open = (*open != Some(person)).then_some(person))
                >
                    <Avatar name=name.clone() />
                    <span class="name">{name}</span>
                    <span class="time">{time}</span>
                    <Icon sign=Signal::derive(move || if is_open.get() { Sign::ChevronUp } else { Sign::ChevronDown }) />
                </button>
            </h3>
            <div id=id hidden=move || !is_open.get()>
                <Show when=move || is_open.get()>
                    <div class="today-body stack">
                        <PreparationSheet person />
                        {parts::card_growth()}
                        <div class="row">
                            <LinkButton href=format!("/one-on-ones/{person}") sign=Sign::MessageSquare>
                                "Open the talk"
                            </LinkButton>
                            <LinkButton href=format!("/people/{person}")>"The person"</LinkButton>
                        </div>
                    </div>
                </Show>
            </div>
        </li>
    }
}
