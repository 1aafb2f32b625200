//! The file of one person, or candidate: what is in it, and taking it out, handing it over, erasing it (WS-6).

mod contents;
mod erase;
mod hand_over;

use design::{Absent, Checkbox, LinkButton, PageHeader, Section};
use kernel::{RecordId, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use threads::file::{self, Part, PersonFile};

use super::data::ExportButton;
use crate::session::use_session;

/// The page of the file that the address names.
#[component]
pub fn FilePage() -> impl IntoView {
    let session = use_session();
    let address = use_params_map();
    let subject = Memo::new(move |_| address.with(|address| address.get("id")?.parse::<RecordId>().ok()));
    let there = Memo::new(move |_| {
        let subject = subject.get()?;
        session.mirror.read(|book| file::documents(book, subject).first().map(|_| subject))
    });
    move || {
        match there.get() {
        Some(subject) => view! { <File subject /> }.into_any(),
        None => view! {
            <Absent
                title="There is no such file in the workspace"
                why="People and candidates have files. This one was erased, or the address is of another workspace."
                href="/people"
                all="All people"
            />
        }
        .into_any(),
    }
    }
}

#[component]
fn File(subject: RecordId) -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let found = Memo::new(move |_| mirror.read(|book| file::of(book, subject)));
    let name =
        Memo::new(move |_| found.with(|found| found.as_ref().map(PersonFile::called).unwrap_or_default()));
    let title = Signal::derive(move || format!("File of {}", name.get()));
    let subtitle = Signal::derive(move || {
        found.with(|found| {
            let count = found.as_ref().map_or(0, PersonFile::count);
            let records = words::counted(count, "record", "records");
            Some(format!("{records}: everything that is kept here about one person"))
        })
    });
    let private = RwSignal::new(false);
    let has_private = move || found.with(|found| found.as_ref().is_some_and(PersonFile::has_private));
    let of = Signal::derive(move || Some((subject, Part { private: private.get() })));
    view! {
        <PageHeader title subtitle>
            {move || {
                let address = mirror.row(subject).map(|row| threads::kinds::address(&row));
                address.map(|href| view! { <LinkButton href>"Back to the page"</LinkButton> })
            }}
        </PageHeader>
        <div class="stack wide data">
            <Section title="What is in it"><contents::Contents found /></Section>
            <Section title="What goes along">
                <p class="soft prose">
                    "What everyone and your circles can read is part of the file. What only you can read is yours: you decide."
                </p>
                <Show
                    when=has_private
                    fallback=|| view! { <p class="soft">"Nothing of it is only yours."</p> }
                >
                    <Checkbox
                        label="Include what only I can read"
                        checked=private
                        on_change=move |now| private.set(now)
                    />
                </Show>
            </Section>
            <Section title="Export">
                <p class="soft prose">
                    "One zip to be read without Pilothouse: for somebody who asks what is kept about them, or for your own drawer. \
                     It has every record as a page, tables, one JSON with the history, and the documents."
                </p>
                <ExportButton label="Export the file" of />
            </Section>
            <Section title="Hand over"><hand_over::HandOver subject private /></Section>
            <Section title="Erase"><erase::Erase found /></Section>
        </div>
    }
}
