//! One declaration: every field of every kind is everywhere, without a word written for it.
//!
//! Forms and tables are made from the same [`Kind`] by `design`.

use document::{
    Audience, Author, Book, Change, Document, DocumentKey, Edit, FieldChange, FieldSpec, Fields, Kind, Row,
    Shape, Stamp, Value, place,
    plain::{Titles, csv, json, markdown},
};
use kernel::{DeviceId, MemberId, RecordId, Timestamp, Weekdays};

use super::{is_subject, kinds, title_of};
use crate::search::Index;

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };
const DEVICE: DeviceId = DeviceId::from_bytes([8; 16]);
/// The record that is looked at.
const RECORD: RecordId = RecordId::from_bytes([1; 16]);
/// Somebody called Beacon, to whom its references lead.
const BEACON: RecordId = RecordId::from_bytes([2; 16]);

/// Every field of every kind of the product.
fn fields() -> impl Iterator<Item = (&'static Kind, &'static FieldSpec)> {
    kinds().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field)))
}

/// Something that the field can hold.
fn filling(field: &FieldSpec) -> Value {
    match field.shape {
        Shape::Line => "Lantern".into(),
        Shape::Email => "lantern@example.org".into(),
        Shape::Zone => "Harbour/Lantern".into(),
        Shape::Prose => Value::Prose("A lantern burns.".to_owned()),
        Shape::Date => "2026-11-22".into(),
        Shape::Instant => Value::Instant(Timestamp::from_millis(1_700_000_000_000)),
        Shape::Flag => Value::Flag(true),
        Shape::Integer { min, max } => Value::Integer(3.clamp(min, max)),
        Shape::Decimal { min, max } => Value::Decimal(3.5_f64.clamp(min, max)),
        Shape::Choice(choices) => choices.last().unwrap().word.into(),
        Shape::Weekdays => Weekdays::MON_TO_FRI.to_string().as_str().into(),
        Shape::Reference(_) => BEACON.to_string().as_str().into(),
        Shape::Tags => Value::Set(["lantern".to_owned()].into()),
    }
}

/// A document in which a record of the kind was made empty and then got this one value.
fn written(kind: &Kind, field: &str, value: &Value) -> Document {
    let key = DocumentKey { audience: Audience::Everyone, place: place(kind, RECORD, &Fields::new()) };
    let mut document = Document::create(&key);
    let create = Change::Create { kind: kind.name.to_owned(), fields: Fields::new() };
    let set = Change::Set { field: field.to_owned(), value: Some(value.clone()) };
    for (second, change) in (1..).zip([create, set]) {
        let stamp = Stamp { at: Timestamp::from_millis(second * 1_000), by: ME.member };
        let edit = Edit { document: key.clone(), record: RECORD, change };
        document.apply(DEVICE, stamp, "Write", &[edit]).unwrap();
    }
    document
}

/// The record with this one field filled, and a book that holds it and Beacon.
fn shown(kind: &Kind, field: &FieldSpec) -> (Row, Book) {
    let row = written(kind, field.name, &filling(field)).row(RECORD).unwrap();
    let mut book = Book::new();
    book.put(row.clone());
    let beacon = roster::Person { name: "Beacon".into(), ..roster::Person::default() };
    book.apply(&ME.create(BEACON, &beacon), row.created);
    (row, book)
}

#[track_caller]
fn for_every_field(check: impl Fn(&'static Kind, &'static FieldSpec, &Row, &Book)) {
    for (kind, field) in fields() {
        let (row, book) = shown(kind, field);
        check(kind, field, &row, &book);
    }
}

fn titles(book: &Book) -> Titles<'_> {
    Titles::new(kinds(), |id| title_of(book, id).unwrap_or_default())
}

#[test]
fn every_field_is_kept_by_its_document_and_stands_in_the_history() {
    for (kind, field) in fields() {
        let value = filling(field);
        let document = written(kind, field.name, &value);
        let row = document.row(RECORD).unwrap();
        assert_eq!(row.fields, Fields::from([(field.name.into(), value.clone())]), "{}", kind.name);
        let change = FieldChange { field: field.name.to_owned(), old: None, new: Some(value) };
        assert_eq!(document.history(RECORD)[0].changes, [change], "{}", kind.name);
    }
}

#[test]
fn every_field_says_what_it_is_and_has_a_name_of_its_own() {
    for kind in kinds() {
        let mut names: Vec<_> = kind.fields.iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), kind.fields.len(), "{}", kind.name);
        assert!(kind.fields.iter().all(|field| !field.doc.is_empty() && !field.label.is_empty()));
        assert!(kind.field(kind.title).is_some(), "{} is named by a field it does not have", kind.name);
    }
    let mut names: Vec<_> = kinds().map(|kind| kind.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), kinds().count(), "two kinds are stored under one name");
}

#[test]
fn every_field_is_a_column_of_its_table() {
    for_every_field(|kind, field, row, book| {
        let table = csv::table(kind, [row], &titles(book));
        let mut lines = table.trim_start_matches('\u{feff}').lines().map(|line| line.split(','));
        let (heading, mut cells) = (lines.next().unwrap(), lines.next().unwrap());
        let place = heading.into_iter().position(|name| name == field.name).unwrap();
        let readable = titles(book).readable(&field.shape, &filling(field));
        assert_eq!(cells.nth(place), Some(readable.as_str()), "{}.{}", kind.name, field.name);
    });
}

#[test]
fn every_field_is_in_the_json_as_its_schema_says() {
    for_every_field(|kind, field, row, _| {
        let record = json::record(Some(kind), row);
        assert_eq!(record["fields"][field.name], json::value(&filling(field)));
        let mut schema = json::record_schema(kind);
        assert_eq!(schema["properties"]["fields"]["properties"][field.name]["description"], field.doc);
        schema["$defs"] = serde_json::json!({ "version": true });
        assert!(jsonschema::is_valid(&schema, &record), "{record}");
    });
}

#[test]
fn every_field_is_on_the_page_of_its_record() {
    for_every_field(|_, field, row, book| {
        let page = markdown::record(row, &titles(book));
        let expected = match field.shape {
            Shape::Prose => format!("\n## {}\n\nA lantern burns.\n", field.label),
            _ => format!("\n{}: ", field.name),
        };
        assert!(page.contains(&expected), "{page}");
    });
}

#[test]
fn every_text_and_every_reference_is_found() {
    for_every_field(|kind, field, _, book| {
        let query = match field.shape {
            Shape::Line | Shape::Prose | Shape::Email | Shape::Zone | Shape::Tags => "lantern",
            Shape::Reference(_) => "beacon",
            _ => return,
        };
        let mut index = Index::default();
        index.refresh(book);
        let found = index.find(query, 10).iter().any(|hit| hit.id == RECORD);
        assert_eq!(found, is_subject(kind.name), "{}.{}", kind.name, field.name);
    });
}
