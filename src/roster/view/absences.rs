//! When somebody is away, and a line to enter more (TM-1).

use design::{Button, ChoiceSelect, DateInput, Each, Field, IconButton, Section, Sign};
use document::{Audience, Batch, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{UnsentDialog, UnsentLine, UnsentText};
use crate::{Absence, AbsenceKind, Person, commands, rules};

/// Absences of a person: now and ahead in sight, past ones counted.
#[component]
pub fn Absences(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let adding = RwSignal::new(false);
    let all = Memo::new(move |_| mirror.read(|book| rules::absences_of(book, person)));
    let ahead = Memo::new(move |_| {
        let today = mirror.today();
        all.with(|all| {
            all.iter()
                .filter(|absence| absence.until.is_none_or(|until| until >= today))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let past = move || all.with(Vec::len) - ahead.with(Vec::len);
    view! {
        <Section
            title="Away"
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Add an absence"</Button> }
        >
            <ul class="entries">
                <Each each=move || ahead.get() key=|absence| (absence.id, absence.changed) let:absence>
                    <Line absence />
                </Each>
            </ul>
            <p class="soft small">
                {move || match (ahead.with(Vec::is_empty), past()) {
                    (true, 0) => "No absence known. Planned leave is left out of 1:1s here, and of capacity and rotations.".to_owned(),
                    (true, past) => format!("Nothing ahead; {} before.", words::counted(past, "absence", "absences")),
                    (false, 0) => String::new(),
                    (false, past) => format!("{} before.", words::counted(past, "absence", "absences")),
                }}
            </p>
        </Section>
        <AddDialog open=adding person />
    }
}

#[component]
fn Line(absence: Entry<Absence>) -> impl IntoView {
    let mirror = use_mirror();
    let day = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), words::day);
    let when = format!("{} to {}", day(absence.from), day(absence.until));
    let (href, label) = (format!("/record/{}", absence.id), format!("Take out the absence of {when}"));
    let note = absence.note.clone().unwrap_or_default();
    let kind = absence.kind.label();
    let writes = absence.document.audience;
    let take_out = move |()| mirror.commit(Batch::new("Take out an absence").with(absence.delete()));
    view! {
        <li>
            <a href=href>{when}</a>
            <span class="small soft">{kind}</span>
            {(!note.is_empty()).then(|| view! { <span class="small soft">{note}</span> })}
            <IconButton sign=Sign::Close label writes on_press=take_out />
        </li>
    }
}

#[component]
fn AddDialog(open: RwSignal<bool>, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let (from, until) = (RwSignal::new(None::<Date>), RwSignal::new(None::<Date>));
    let kind = RwSignal::new(AbsenceKind::default());
    let note = UnsentText::of(format!("absence of {person}"));
    let wrong = RwSignal::new(None::<String>);
    let begin = move |()| {
        from.set(None);
        until.set(None);
        kind.set(AbsenceKind::default());
        wrong.set(None);
    };
    let add = move |()| {
        let entry = untrack(|| mirror.get::<Person>(person));
        let (Some(entry), Some(first)) = (entry, from.get_untracked()) else {
            wrong.set(Some("Say the first day away.".to_owned()));
            return None;
        };
        let last = until.get_untracked().unwrap_or(first);
        if last < first {
            wrong.set(Some("The last day is before the first.".to_owned()));
            return None;
        }
        let absence = Absence {
            from: Some(first),
            until: Some(last),
            kind: kind.get_untracked(),
            note: note.said(),
            ..Absence::default()
        };
        Some(commands::add_absence(&untrack(|| mirror.author()), mirror.new_id(), &entry, absence))
    };
    view! {
        <UnsentDialog open title="Add an absence" act="Add it" texts=[note] on_open=begin make=add>
            <Field label="First day away" error=wrong>
                <DateInput value=from on_change=move |day| from.set(day) />
            </Field>
            <Field label="Last day away" hint="Included; empty for one day.">
                <DateInput value=until on_change=move |day| until.set(day) />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Note">
                <UnsentLine text=note />
            </Field>
        </UnsentDialog>
    }
}
