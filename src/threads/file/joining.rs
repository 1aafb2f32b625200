//! Two people who are one: a file that was taken in goes to whom it is about here (WS-6.8).

use document::{Batch, Book, Change, DocumentKey, Edit, Fields, Kind, Place, Record as _, Row, Shape, Value};
use kernel::{Problem, RecordId};
use roster::Person;
use std::collections::{BTreeMap, BTreeSet};

use super::{documents, named, rows_in};
use crate::{kinds, moving::hinders};

/// What joining one person to another would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Joining {
    /// The edits: one step, which can be taken back.
    pub batch: Batch,
    /// How many records go over, by what several of their kind are called.
    pub moved: BTreeMap<String, usize>,
    /// How many records elsewhere name the one who stays from then on.
    pub renamed: usize,
    /// What the one who stays lacks and gets: labels of fields.
    pub filled: Vec<&'static str>,
    /// What both say differently: the label, what stays, and what goes.
    pub differs: Vec<(&'static str, String, String)>,
}

/// Joins `from` to `into`: everything about them is about `into` afterwards, under its own ids, so that links hold.
///
/// The history of what goes over stays in the documents it came in.
///
/// # Errors
/// When one of the two is no person here, or something about `from` cannot be moved as it stands.
pub fn join(book: &Book, from: RecordId, into: RecordId) -> Result<Joining, Problem> {
    let nobody = || Problem::new("One of the two is not among the people here.", "Choose somebody else.");
    let person = |id: RecordId| book.row(id).filter(|row| row.kind == Person::NAME).ok_or_else(nobody);
    let (gone, stays) = (person(from)?, person(into)?);
    if from == into {
        return Err(nobody());
    }
    let theirs = documents(book, from);
    let held: Vec<&Row> = rows_in(book, &theirs).into_iter().filter(|row| row.id != from).collect();
    let outside: Vec<&Row> = book
        .rows()
        .map(|row| &**row)
        .filter(|row| row.id != into && !theirs.contains(&row.document) && names(row, from))
        .collect();
    if let Some(why) = held.iter().chain(&outside).chain([&&**gone, &&**stays]).find_map(|row| hinders(row)) {
        return Err(Problem::new("They cannot be joined yet.", why));
    }

    let title = kinds::title(book, stays);
    let mut joining = Joining {
        batch: Batch::new(format!("Join a file to {title}")),
        moved: BTreeMap::new(),
        renamed: outside.len(),
        filled: Vec::new(),
        differs: Vec::new(),
    };
    let mut edits = of_person(book, &mut joining, gone, stays);
    for row in held {
        let kind = kinds::kind(&row.kind).map_or_else(|| row.kind.to_string(), |kind| kind.plural.to_owned());
        *joining.moved.entry(kind).or_default() += 1;
        let place = Place::Person(into);
        let document = DocumentKey { audience: row.document.audience, place };
        let fields = renamed(&row.fields, from, into);
        let change = Change::Create { kind: row.kind.to_string(), fields };
        edits.push(Edit { document, record: row.id, change });
        edits.push(Edit { document: row.document.clone(), record: row.id, change: Change::Delete });
    }
    for row in outside {
        edits.extend(naming(row, from).map(|field| {
            let value = Some(Value::from(into.to_string().as_str()));
            set(row, field, value)
        }));
    }
    // Last, so that nothing names somebody who is gone in between.
    edits.extend(book.copies(from).map(|row| Edit {
        document: row.document.clone(),
        record: from,
        change: Change::Delete,
    }));
    joining.batch = joining.batch.with_all(edits);
    Ok(joining)
}

/// The fields of the two themselves: what is lacking is filled, texts stand one below the other, and where both say
/// something else the one who stays is right.
fn of_person(book: &Book, joining: &mut Joining, gone: &Row, stays: &Row) -> Vec<Edit> {
    let mut edits = Vec::new();
    for field in Person::KIND.fields {
        let at = |row: &Row| row.fields.get(field.name).cloned().and_then(Value::filled);
        let Some(theirs) = at(gone) else { continue };
        // Nobody manages themselves.
        if named(&theirs).is_some_and(|id| id == stays.id) {
            continue;
        }
        match at(stays) {
            None => {
                joining.filled.push(field.label);
                edits.push(set(stays, field.name, Some(theirs)));
            }
            Some(ours) if ours == theirs => {}
            Some(Value::Prose(ours)) => {
                let both = format!("{}\n\n{}", ours.trim_end(), theirs.plain());
                joining.filled.push(field.label);
                edits.push(set(stays, field.name, Some(Value::Prose(both))));
            }
            Some(Value::Set(mut ours)) => {
                if let Value::Set(theirs) = theirs
                    && !theirs.is_subset(&ours)
                {
                    ours.extend(theirs);
                    joining.filled.push(field.label);
                    edits.push(set(stays, field.name, Some(Value::Set(ours))));
                }
            }
            Some(ours) => {
                joining.differs.push((field.label, shown(book, &ours), shown(book, &theirs)));
            }
        }
    }
    // Who was managed by the one that goes is managed by the one who stays; not so the one who stays.
    edits.extend(naming(stays, gone.id).map(|field| set(stays, field, None)));
    edits
}

fn shown(book: &Book, value: &Value) -> String {
    named(value).and_then(|id| kinds::title_of(book, id)).unwrap_or_else(|| value.plain())
}

fn set(row: &Row, field: &str, value: Option<Value>) -> Edit {
    let change = Change::Set { field: field.to_owned(), value };
    Edit { document: row.document.clone(), record: row.id, change }
}

/// The fields of a row that name somebody.
fn naming(row: &Row, whom: RecordId) -> impl Iterator<Item = &'static str> {
    let fields = kinds::kind(&row.kind).map_or(&[][..], |kind: &'static Kind| kind.fields);
    let is_one = move |field: &&document::FieldSpec| {
        matches!(field.shape, Shape::Reference(_)) && row.fields.get(field.name).and_then(named) == Some(whom)
    };
    fields.iter().filter(is_one).map(|field| field.name)
}

fn names(row: &Row, whom: RecordId) -> bool {
    naming(row, whom).next().is_some()
}

/// The fields with one id in place of another, wherever it stands: also in fields that only newer code knows.
fn renamed(fields: &Fields, from: RecordId, into: RecordId) -> Fields {
    let (from, into) = (from.to_string(), into.to_string());
    let value = |value: &Value| match value {
        Value::Line(text) if *text == from => Value::Line(into.clone()),
        Value::Set(members) if members.contains(&from) => {
            let one = |member: &String| if *member == from { into.clone() } else { member.clone() };
            Value::Set(members.iter().map(one).collect::<BTreeSet<String>>())
        }
        other => other.clone(),
    };
    fields.into_iter().map(|(name, standing)| (name.clone(), value(standing))).collect()
}
