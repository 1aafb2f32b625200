//! Every kind of record there is, and what a record is called and where it is shown.

use document::{Book, Kind, Record, Row, Shape, Value};
use kernel::{Date, RecordId, words};

use crate::{Circle, Dismissal, Link, Note};

/// The kinds the threads add to those of the areas.
pub const KINDS: &[&Kind] = &[Link::KIND, Note::KIND, Dismissal::KIND, Circle::KIND];

/// How many characters of a text stand for the whole in a title.
const TITLE_CHARACTERS: usize = 80;

/// Every area with its kinds, the roster first, the threads last.
pub const AREAS: &[(&str, &[&Kind])] = &[
    ("roster", roster::KINDS),
    ("feedback", feedback::KINDS),
    ("growth", growth::KINDS),
    ("hiring", hiring::KINDS),
    ("reviews", reviews::KINDS),
    ("threads", KINDS),
];

/// Every kind of the product, roster first, then area by area.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    AREAS.iter().flat_map(|(_, kinds)| kinds.iter().copied())
}

/// The kind stored as `name`, unless only newer code knows it.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

/// Whether records of this kind are things a person looks for, links and opens; settings,
/// dismissals, circles and the links themselves are not.
#[must_use]
pub fn is_subject(name: &str) -> bool {
    !matches!(
        name,
        "link"
            | "dismissal"
            | "circle"
            | "setting"
            | "profile"
            | "import-mapping"
            | "unsent"
            | "split-place"
            | "stage-question"
            | "interviewer"
    ) && kind(name).is_some()
}

/// What a record is called in lists, links and search.
///
/// A name or the start of a text where the kind has one; otherwise the kind with what names it, whom and when:
/// `1:1 · Ana Silva · 3 Nov 2026`, `Skill rating · Observability · Ana Silva · 3 Nov 2026`.
#[must_use]
pub fn title(book: &Book, row: &Row) -> String {
    let Some(kind) = kind(&row.kind) else { return row.kind.to_string() };
    if let Some(name) = name_in(kind, row) {
        return name;
    }
    let mut parts = vec![kind.label.to_owned()];
    let person = person_of(row);
    // What names it is named by a text itself: a record that names another without one ends there.
    let named_by = row.fields.get(kind.title).and_then(Value::text).and_then(|id| id.parse().ok());
    let named_by = named_by.filter(|id| Some(*id) != person).and_then(|id| book.row(id));
    parts.extend(named_by.and_then(|row| name_in(self::kind(&row.kind)?, row)));
    parts.extend(person.and_then(|person| book.row(person)).map(|person| title(book, person)));
    parts.extend(day_of(kind, row).map(words::day));
    parts.join(" · ")
}

/// The name or the start of the text that a record has; `None` when its kind is named otherwise.
fn name_in(kind: &Kind, row: &Row) -> Option<String> {
    kind.field(kind.title)
        .filter(|field| matches!(field.shape, Shape::Line | Shape::Prose | Shape::Email))?;
    let words = row.fields.get(kind.title).and_then(Value::text).unwrap_or_default();
    let start = words::excerpt(words, TITLE_CHARACTERS);
    Some(if start.is_empty() { format!("{} without a name", kind.label) } else { start })
}

/// What the record with this id is called; `None` when it is not here.
#[must_use]
pub fn title_of(book: &Book, id: RecordId) -> Option<String> {
    book.row(id).map(|row| title(book, row))
}

/// The person whose record it is, when its kind says so in a field `person`.
#[must_use]
pub fn person_of(row: &Row) -> Option<RecordId> {
    row.fields.get("person").and_then(Value::text)?.parse().ok()
}

/// The day a record is about: the first of its fields that is a day.
#[must_use]
pub fn day_of(kind: &Kind, row: &Row) -> Option<Date> {
    let days = kind.fields.iter().filter(|field| field.shape == Shape::Date);
    days.filter_map(|field| row.fields.get(field.name)?.text()?.parse().ok()).next()
}

/// The address of a record's page within the app.
#[must_use]
pub fn address(row: &Row) -> String {
    match row.kind.as_str() {
        "person" => format!("/people/{}", row.id),
        "opening" => format!("/hiring/{}", row.id),
        "candidate" => format!("/candidates/{}", row.id),
        "advocacy-case" => format!("/cases/{}", row.id),
        "review-cycle" => format!("/reviews/{}", row.id),
        "review" => format!("/review/{}", row.id),
        _ => format!("/record/{}", row.id),
    }
}

#[cfg(test)]
mod tests;
