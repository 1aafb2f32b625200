//! A record of the mirror, edited in place: the form joined to what keeps it.

use document::{Batch, Change, Edit, Shape, Value};
use kernel::{Ordered as _, RecordId, text};
use leptos::{context::Provider, prelude::*};
use mirror::{Mirror, use_mirror};

use crate::{Pick, RecordForm, References, TextEdit, together::Together};

/// How many records a few letters offer at most.
const OFFERED: usize = 30;

/// How the mirror's records are found and named, for forms and tables.
#[must_use]
pub fn references(mirror: Mirror) -> References {
    References::new(
        move |id| mirror.title(id).unwrap_or_else(|| "removed record".to_owned()),
        move |kind, query| offered(mirror, kind, &query),
    )
}

/// Records of a kind, or of any when it is empty, whose title holds every word of the query.
fn offered(mirror: Mirror, kind: &str, query: &str) -> Vec<Pick> {
    let names = mirror.names();
    let folded = text::fold(query);
    let wanted: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    mirror.read(|book| {
        let wanted_kind = |row: &str| if kind.is_empty() { (names.is_subject)(row) } else { row == kind };
        let candidates = book.rows().filter(|row| wanted_kind(&row.kind));
        let titled = candidates.filter_map(|row| {
            let title = (names.title)(book, row);
            let folded = text::fold(&title);
            if !wanted.iter().all(|word| folded.contains(word)) {
                return None;
            }
            let starts = folded.starts_with(wanted.first().copied().unwrap_or_default());
            let note = if kind.is_empty() { (names.kind)(&row.kind)?.label } else { "" };
            Some(((!starts, folded), Pick { key: row.id.to_string(), label: title, note: note.to_owned() }))
        });
        let mut titled: Vec<_> = titled.collect();
        titled.order_by(|(a, _), (b, _)| a.cmp(b));
        titled.into_iter().take(OFFERED).map(|(_, pick)| pick).collect()
    })
}

/// The form of a record the mirror holds. Shows nothing while the record is not there.
#[component]
pub fn RecordEditor(
    /// The record.
    record: RecordId,
    /// The fields to show; empty for all.
    #[prop(optional)]
    only: &'static [&'static str],
    /// Fields not to show.
    #[prop(optional)]
    without: &'static [&'static str],
) -> impl IntoView {
    let mirror = use_mirror();
    let row = Memo::new(move |_| mirror.row(record));
    let kind = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.kind.clone())));
    let values = Signal::derive(move || {
        row.with(|row| row.as_ref().map(|row| row.fields.clone()).unwrap_or_default())
    });
    let conflicts = Signal::derive(move || {
        row.with(|row| row.as_ref().map(|row| row.conflicts.clone()).unwrap_or_default())
    });
    let readonly = Signal::derive(move || {
        !mirror.is_ready()
            || row.with(|row| {
                row.as_ref().is_none_or(|row| row.read_only || !mirror.may_write(row.document.audience))
            })
    });
    let change = move |field: &'static str, change: Change| {
        let Some(row) = row.get_untracked() else { return };
        let label = (mirror.names().kind)(&row.kind)
            .and_then(|kind| kind.field(field))
            .map_or(field, |field| field.label);
        let title = untrack(|| mirror.title(record)).unwrap_or_default();
        let edit = Edit { document: row.document.clone(), record, change };
        mirror.commit(Batch::new(format!("{title}: {label}")).with(edit));
    };
    let on_edit = move |(field, value): (&'static str, Option<Value>)| {
        change(field, Change::Set { field: field.to_owned(), value });
    };
    let on_text = move |(field, TextEdit { base, text }): (&'static str, TextEdit)| {
        change(field, Change::Text { field: field.to_owned(), base, text });
    };
    let on_draft = move |(field, edit): (&'static str, TextEdit)| {
        if let Some(row) = row.get_untracked() {
            let spec = (mirror.names().kind)(&row.kind).and_then(|kind| kind.field(field));
            let line = spec.is_some_and(|spec| spec.shape != Shape::Prose);
            mirror.draft(row.document.clone(), record, field, &edit.base, &edit.text, line);
        }
    };
    let carets = Memo::new(move |_| mirror.carets(record));
    let on_caret =
        move |(field, place): (&'static str, Option<(u32, u32)>)| mirror.writes_at(record, field, place);
    let together = Together { carets: carets.into(), on_caret: Callback::new(on_caret) };
    let barred =
        Memo::new(move |_| row.with(|row| row.as_ref().and_then(|row| mirror.barred(row.document.audience))));
    let viewer = move || barred.get().map(|reason| view! { <p class="soft" role="note">{reason}</p> });
    let newer = move || {
        row.with(|row| row.as_ref().is_some_and(|row| row.read_only)).then(|| {
            view! {
                <p class="soft" role="note">
                    "A newer version of Pilothouse wrote this. It can be read here, and edited after an update."
                </p>
            }
        })
    };
    view! {
        {newer}
        {viewer}
        {move || {
            let kind = kind.get().and_then(|kind| (mirror.names().kind)(&kind))?;
            Some(view! {
                <Provider value=together>
                    <RecordForm
                        kind
                        values
                        conflicts
                        on_edit
                        on_text
                        on_draft
                        references=references(mirror)
                        only
                        without
                        readonly
                    />
                </Provider>
            })
        }}
    }
}
