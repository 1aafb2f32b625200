//! The history of a record: who changed what and when, the record as of a day, earlier versions restored.

use std::sync::Arc;

use design::{
    Button, DateInput, Field, RecordForm, References, TextEdit, Timeline, TimelineChange, TimelineEntry,
    references,
};
use document::{Fields, Row, Value};
use kernel::{Date, Problem, RecordId, Timestamp, words};
use leptos::{prelude::*, task::spawn_local};
use mirror::{Mirror, Past, use_mirror};

use super::places;
use crate::kinds;

/// The history of one record. It is read when it is shown, and again when the record changes.
#[component]
pub fn RecordHistory(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let row = Memo::new(move |_| mirror.row(record));
    let versions = RwSignal::new(None::<Result<Vec<Past>, Problem>>);
    Effect::new(move |_| {
        let Some(row) = row.get() else { return };
        spawn_local(async move {
            let found = mirror.past(row.document.clone(), record).await;
            versions.try_set(Some(found));
        });
    });
    let entries = Signal::derive(move || match versions.get() {
        Some(Ok(versions)) => {
            let Some(row) = row.get() else { return Vec::new() };
            let all = versions.iter().enumerate();
            all.map(|(place, past)| entry(mirror, &row, place, past)).collect()
        }
        _ => Vec::new(),
    });
    let restore = move |key: String| {
        let past = key.parse::<usize>().ok().and_then(|place| match versions.get_untracked() {
            Some(Ok(versions)) => versions.get(place).cloned(),
            _ => None,
        });
        let (Some(past), Some(row)) = (past, row.get_untracked()) else { return };
        spawn_local(async move {
            if let Err(problem) = mirror.restore(row.document.clone(), record, past.version.heads).await {
                mirror.problems().update(|problems| problems.push(problem));
            }
        });
    };
    let may_restore = Memo::new(move |_| {
        row.with(|row| row.as_ref().is_some_and(|row| mirror.may_write(row.document.audience)))
    });
    let trouble = move || match versions.get() {
        None => Some("Reading the history…".to_owned()),
        Some(Err(problem)) => Some(problem.to_string()),
        Some(Ok(_)) => None,
    };
    view! {
        <AsOf record />
        {move || trouble().map(|words| view! { <p class="soft" role="status">{words}</p> })}
        {move || if may_restore.get() {
            view! { <Timeline label="History" entries act=("Restore this version".to_owned(), Callback::new(restore)) /> }.into_any()
        } else {
            view! { <Timeline label="History" entries /> }.into_any()
        }}
    }
}

fn entry(mirror: Mirror, row: &Row, place: usize, past: &Past) -> TimelineEntry {
    let (kind, version) = (row.kind.as_str(), &past.version);
    let references = references(mirror);
    let changes = version.changes.iter().map(|change| {
        let field = kinds::kind(kind).and_then(|kind| kind.field(&change.field));
        let shown = |value: &Option<Value>| match field {
            Some(field) => references.shown(field.shape, value.as_ref()),
            None => value.as_ref().map(Value::plain).unwrap_or_default(),
        };
        TimelineChange {
            label: field.map_or_else(|| change.field.clone(), |field| field.label.to_owned()),
            old: words::excerpt(&shown(&change.old), 240),
            new: words::excerpt(&shown(&change.new), 240),
        }
    });
    let places = mirror.places(row.document.audience, past);
    let note = places.map(|places| format!("Kept {}.", places::said(mirror, &places))).unwrap_or_default();
    let who = mirror.member_name(version.stamp.by);
    TimelineEntry {
        key: place.to_string(),
        when: moment(mirror, version.stamp.at),
        iso: version.stamp.at.iso(),
        who,
        title: version.label.clone(),
        href: String::new(),
        note,
        changes: changes.collect(),
    }
}

/// An instant on this device's clock: `3 Nov 2026, 14:05`.
#[must_use]
pub fn moment(mirror: Mirror, at: Timestamp) -> String {
    let offset = mirror.offset_minutes(at);
    let minutes = (at.millis() / 60_000 + i64::from(offset)).rem_euclid(24 * 60);
    format!("{}, {:02}:{:02}", words::day(at.date(offset)), minutes / 60, minutes % 60)
}

/// The record as it stood at the end of a chosen day.
#[component]
fn AsOf(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let day = RwSignal::new(None::<Date>);
    let found = RwSignal::new(None::<Result<Option<Row>, Problem>>);
    let choose = move |chosen: Option<Date>| {
        day.set(chosen);
        found.set(None);
        let (Some(chosen), Some(row)) = (chosen, untrack(|| mirror.row(record))) else { return };
        let end = chosen.succ_opt().unwrap_or(chosen);
        let at = Timestamp::from_millis(Timestamp::start_of(end, mirror.offset_on(end)).millis() - 1);
        let document = row.document.clone();
        spawn_local(async move {
            let answer = mirror.as_of(document, record, at).await;
            found.try_set(Some(answer));
        });
    };
    let shown = move || {
        let (day, answer) = (day.get()?, found.get()?);
        let day = words::day(day);
        Some(match answer {
            Err(problem) => view! { <p role="status">{problem.to_string()}</p> }.into_any(),
            Ok(None) => {
                view! { <p role="status">{format!("On {day} this record did not exist.")}</p> }.into_any()
            }
            Ok(Some(row)) => {
                view! { <Standing row=Arc::new(row) day references=references(mirror) /> }.into_any()
            }
        })
    };
    view! {
        <div class="as-of">
            <div class="row">
                <Field label="As of the end of" hint="By the clocks of those who wrote.">
                    <DateInput value=day on_change=choose />
                </Field>
                <Show when=move || day.with(Option::is_some)>
                    <Button on_press=move |()| choose(None)>"Back to today"</Button>
                </Show>
            </div>
            {shown}
        </div>
    }
}

#[component]
fn Standing(row: Arc<Row>, day: String, references: References) -> impl IntoView {
    let kind = kinds::kind(&row.kind);
    let values: Fields = row.fields.clone();
    kind.map(|kind| {
        view! {
            <section class="as-of-record" aria-label=format!("As of {day}")>
                <p class="soft">{format!("As it stood at the end of {day}. This is a look back: nothing here can be edited.")}</p>
                <RecordForm
                    kind
                    values=Signal::stored(values)
                    on_edit=|(_, _): (&'static str, Option<Value>)| ()
                    on_text=|(_, _): (&'static str, TextEdit)| ()
                    references
                    readonly=true
                />
            </section>
        }
    })
}
