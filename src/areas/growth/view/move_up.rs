//! Noting that somebody moves to another level (GR-2).

use design::{DateInput, Field, FormDialog, Select, SelectOption};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Person;

use crate::{Rung, commands, rules};

/// Asks which rung, and from which day.
#[component]
pub fn MoveDialog(open: RwSignal<bool>, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let rung = RwSignal::new(None::<RecordId>);
    let on = RwSignal::new(None::<Date>);
    let wrong = RwSignal::new(None::<String>);
    let begin = move |()| {
        let next = mirror.read(|book| {
            let entry = book.get::<Person>(person)?;
            let here = rules::rung_of(book, &entry)?;
            rules::next_rung(book, &here)
        });
        rung.set(next.map(|next| next.id));
        on.set(Some(mirror.today()));
        wrong.set(None);
    };
    let options = Signal::derive(move || {
        mirror.read(|book| {
            let entry = book.get::<Person>(person);
            let theirs = entry.and_then(|entry| rules::ladder_of(book, &entry));
            let ladder = theirs.or_else(|| rules::in_use(book).into_iter().next());
            let rungs = ladder.map(|ladder| rules::rungs_of(book, ladder.id)).unwrap_or_default();
            let option = |rung: &document::Entry<Rung>| {
                SelectOption::new(rung.id.to_string(), format!("{} {}", rung.code, rung.name))
            };
            rungs.iter().map(option).collect::<Vec<_>>()
        })
    });
    let act = move |()| {
        let chosen = rung.get_untracked().and_then(|id| untrack(|| mirror.get::<Rung>(id)));
        let entry = untrack(|| mirror.get::<Person>(person));
        let (Some(rung), Some(entry)) = (chosen, entry) else {
            wrong.set(Some("Choose a rung. Without a ladder there is none: begin one first.".to_owned()));
            return false;
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let on = on.get_untracked().unwrap_or(today);
        let level = (rung.code.as_str(), rung.track);
        mirror.commit(commands::promote(&author, mirror.new_id(), &entry, level, on, today));
        true
    };
    let note = Signal::derive(move || match on.get() {
        Some(day) if day > mirror.today() => {
            format!("It is noted now. Change the level on the person’s page on {}.", words::day(day))
        }
        _ => String::new(),
    });
    view! {
        <FormDialog open title="Moves to a level" act="Note it" on_open=begin on_act=act note>
            <Field label="Rung" error=wrong>
                <Select
                    value=Signal::derive(move || rung.get().map(|id| id.to_string()).unwrap_or_default())
                    options
                    none="Choose"
                    on_change=move |id: String| rung.set(id.parse().ok())
                />
            </Field>
            <Field label="From">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
        </FormDialog>
    }
}
