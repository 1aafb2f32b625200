//! The people strip: every report, and whether they are here today.

use design::{Avatar, LinkButton, Section};
use kernel::words;
use leptos::prelude::*;
use roster::rules::{self, Availability};

use crate::session::use_session;

#[derive(Clone, PartialEq)]
struct Face {
    name: String,
    href: String,
    note: String,
}

/// The section.
#[component]
pub fn PeopleStrip() -> impl IntoView {
    let mirror = use_session().mirror;
    let me = Memo::new(move |_| mirror.read(rules::me).is_some());
    let faces = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let reports = rules::my_reports(book, today);
            let face = |person: &document::Entry<roster::Person>| Face {
                name: person.name.clone(),
                href: format!("/people/{}", person.id),
                note: note(book, person, today),
            };
            reports.iter().map(face).collect::<Vec<Face>>()
        })
    });
    view! {
        <Section title="Your people" count=Signal::derive(move || Some(faces.with(Vec::len)))>
            <Show when=move || faces.with(Vec::is_empty)>
                <p class="soft">
                    {move || if me.get() {
                        "Nobody names you as their manager yet. Set it on a person’s page, or import your people."
                    } else {
                        "Say which of the people you are, and your reports stand here."
                    }}
                </p>
                <p><LinkButton href=Signal::derive(move || if me.get() { "/people" } else { "/settings" }.to_owned())>
                    {move || if me.get() { "To the people" } else { "Say who you are" }}
                </LinkButton></p>
            </Show>
            <ul class="people-strip">
                {move || faces.get().into_iter().map(|Face { name, href, note }| view! {
                    <li>
                        <a href=href>
                            <Avatar name=name.clone() />
                            <span class="name">{name}</span>
                            <span class="note">{note}</span>
                        </a>
                    </li>
                }).collect_view()}
            </ul>
        </Section>
    }
}

fn note(book: &document::Book, person: &document::Entry<roster::Person>, today: kernel::Date) -> String {
    match rules::availability(book, person, today) {
        Availability::Away(absence) => match absence.until {
            Some(until) => format!("away until {}", words::day(until)),
            None => "away".to_owned(),
        },
        Availability::AtWork => {
            match rules::next_absence(book, person.id, today).and_then(|absence| absence.from) {
                Some(from) => format!("away from {}", words::day(from)),
                None => "here".to_owned(),
            }
        }
        Availability::DayOff => "not a working day".to_owned(),
        Availability::NotHere => "not here yet".to_owned(),
    }
}
