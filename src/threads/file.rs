//! One person's file: everything about a person, or a candidate, as a unit (WS-6). What is in it, what speaks of it
//! elsewhere, and what goes when it is erased.

pub mod handing;
pub mod joining;
pub mod retention;
mod writing;

pub use writing::{Part, file_name, files, zip};

use document::{Audience, Batch, Book, Change, DocumentKey, Edit, Place, Record, Row, Shape, Value};
use kernel::{Ordered as _, RecordId};
use std::collections::{BTreeMap, BTreeSet};

use crate::{Dismissal, Link, kinds};

/// What belongs to somebody's file, and what speaks of them elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFile {
    /// Whose it is: a person or a candidate.
    pub subject: RecordId,
    /// How they are called; empty when their own record is gone.
    pub name: String,
    /// The documents of the file.
    pub documents: BTreeSet<DocumentKey>,
    /// What is in them, by who may read it and by kind.
    pub contents: Vec<Counted>,
    /// Records elsewhere that name them in a field.
    pub elsewhere: Vec<Elsewhere>,
    /// Records elsewhere that have their name in a text.
    pub mentions: Vec<Mention>,
}

/// So many records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Who may read them.
    pub audience: Audience,
    /// The kind, as several are called: `Observations`.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// What becomes of a record elsewhere when the file is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It says nothing without them: it is taken out.
    Goes,
    /// These fields of it are emptied: name and label of each.
    Emptied(Vec<(String, String)>),
}

/// A record elsewhere that names them in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The record and where it stands.
    pub mention: Mention,
    /// The document it stands in.
    pub document: DocumentKey,
    /// What becomes of it.
    pub fate: Fate,
}

/// A record that speaks of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The record.
    pub record: RecordId,
    /// What it is, for example `Team`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it is shown; empty where it has no page.
    pub address: String,
}

/// The documents that are somebody's file.
#[must_use]
pub fn documents(book: &Book, subject: RecordId) -> BTreeSet<DocumentKey> {
    let is_theirs = |key: &&DocumentKey| key.place == Place::Person(subject);
    book.documents().into_keys().filter(is_theirs).cloned().collect()
}

/// Somebody's file as it stands; `None` where there is nothing of one.
#[must_use]
pub fn of(book: &Book, subject: RecordId) -> Option<PersonFile> {
    let documents = documents(book, subject);
    if documents.is_empty() {
        return None;
    }
    let name = kinds::title_of(book, subject).unwrap_or_default();
    let mut counts: BTreeMap<(Audience, String), usize> = BTreeMap::new();
    for row in rows_in(book, &documents) {
        let kind = kinds::kind(&row.kind).map_or_else(|| row.kind.to_string(), |kind| kind.plural.to_owned());
        *counts.entry((row.document.audience, kind)).or_default() += 1;
    }
    let contents =
        counts.into_iter().map(|((audience, kind), count)| Counted { audience, kind, count }).collect();
    let elsewhere = elsewhere(book, subject, &documents);
    let mentions = mentions(book, &name, &documents, &elsewhere);
    Some(PersonFile { subject, name, documents, contents, elsewhere, mentions })
}

impl PersonFile {
    /// How they are called, also where their own record is gone.
    #[must_use]
    pub fn called(&self) -> String {
        if self.name.is_empty() { "somebody without a name".to_owned() } else { self.name.clone() }
    }

    /// Whether some of it is read by the user alone.
    #[must_use]
    pub fn has_private(&self) -> bool {
        self.documents.iter().any(|key| matches!(key.audience, Audience::OnlyMe(_)))
    }

    /// How many records it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.contents.iter().map(|counted| counted.count).sum()
    }

    /// What else changes when it is erased: what names them goes or is emptied. The user's `unsent` texts are in
    /// documents that are erased with it, since their history has what was typed about them and sent; what was typed
    /// about something else goes on in the new document `anew`.
    #[must_use]
    pub fn erasing(&self, book: &Book, unsent: &BTreeSet<DocumentKey>, anew: &DocumentKey) -> Batch {
        let mut batch = Batch::new("Erase a file");
        let goes: BTreeSet<RecordId> = self.elsewhere.iter().map(|found| found.mention.record).collect();
        for row in rows_in(book, unsent).into_iter().filter(|row| !goes.contains(&row.id)) {
            let change = Change::Create { kind: row.kind.to_string(), fields: row.fields.clone() };
            batch = batch.with(Edit { document: anew.clone(), record: row.id, change });
        }
        let stays = |found: &&Elsewhere| !unsent.contains(&found.document);
        for Elsewhere { mention, document, fate } in self.elsewhere.iter().filter(stays) {
            let edit = |change| Edit { document: document.clone(), record: mention.record, change };
            match fate {
                Fate::Goes => batch = batch.with(edit(Change::Delete)),
                Fate::Emptied(fields) => {
                    for (field, _) in fields {
                        batch = batch.with(edit(Change::Set { field: field.clone(), value: None }));
                    }
                }
            }
        }
        batch
    }
}

/// The rows of these documents, in order of their ids.
fn rows_in<'a>(book: &'a Book, documents: &BTreeSet<DocumentKey>) -> Vec<&'a Row> {
    let ids = documents.iter().flat_map(|key| book.records_in(key).map(move |id| (id, key.clone())));
    let ids: Vec<(RecordId, DocumentKey)> = ids.collect();
    let mut rows: Vec<&Row> =
        ids.iter().filter_map(|(id, key)| book.copy(*id, key)).map(|row| &**row).collect();
    rows.order_by_key(|row| row.id);
    rows
}

/// The records of a field that names others.
fn named(value: &Value) -> Option<RecordId> {
    value.text()?.parse().ok()
}

/// Everything outside of the file that names something of it in a field. What goes may be named in turn.
fn elsewhere(book: &Book, subject: RecordId, documents: &BTreeSet<DocumentKey>) -> Vec<Elsewhere> {
    let mut gone: BTreeSet<RecordId> = rows_in(book, documents).iter().map(|row| row.id).collect();
    gone.insert(subject);
    let outside: Vec<&Row> =
        book.rows().map(|row| &**row).filter(|row| !documents.contains(&row.document)).collect();
    let mut found: BTreeMap<RecordId, Elsewhere> = BTreeMap::new();
    loop {
        let before = gone.len();
        for row in &outside {
            if gone.contains(&row.id) {
                continue;
            }
            let Some(fate) = fate(row, &gone) else { continue };
            if fate == Fate::Goes {
                gone.insert(row.id);
            }
            let (document, mention) = (row.document.clone(), mention(book, row));
            found.insert(row.id, Elsewhere { mention, document, fate });
        }
        if gone.len() == before {
            break;
        }
    }
    let mut found: Vec<Elsewhere> = found.into_values().collect();
    found.order_by(|a, b| {
        (&a.mention.kind, &a.mention.title, a.mention.record).cmp(&(
            &b.mention.kind,
            &b.mention.title,
            b.mention.record,
        ))
    });
    found
}

/// What becomes of a record when these are gone; `None` where it names none of them.
fn fate(row: &Row, gone: &BTreeSet<RecordId>) -> Option<Fate> {
    // Keys of notices and of forms hold the ids of what they are about.
    let keyed = match row.kind.as_str() {
        Dismissal::NAME => row.fields.get("notice"),
        roster::Unsent::NAME => row.fields.get("form"),
        _ => None,
    };
    if let Some(key) = keyed.and_then(Value::text) {
        let is_about = gone.iter().any(|id| key.contains(&id.to_string()));
        return is_about.then_some(Fate::Goes);
    }
    let kind = kinds::kind(&row.kind)?;
    let names = |field: &&document::FieldSpec| {
        let is_reference = matches!(field.shape, Shape::Reference(_));
        is_reference && row.fields.get(field.name).and_then(named).is_some_and(|id| gone.contains(&id))
    };
    let fields: Vec<&document::FieldSpec> = kind.fields.iter().filter(names).collect();
    if fields.is_empty() {
        return None;
    }
    // What has a name or a text of its own says something without them, a service without who is accountable.
    let own = kind.field(kind.title).filter(|title| matches!(title.shape, Shape::Line | Shape::Prose));
    let speaks =
        own.and_then(|title| row.fields.get(title.name)?.text()).is_some_and(|text| !text.trim().is_empty());
    if row.kind == Link::NAME || (!speaks && fields.iter().any(|field| field.required)) {
        return Some(Fate::Goes);
    }
    Some(Fate::Emptied(
        fields.into_iter().map(|field| (field.name.to_owned(), field.label.to_owned())).collect(),
    ))
}

fn mention(book: &Book, row: &Row) -> Mention {
    let kind = kinds::kind(&row.kind).map_or_else(|| row.kind.to_string(), |kind| kind.label.to_owned());
    let address = if kinds::is_subject(&row.kind) { kinds::address(row) } else { String::new() };
    Mention { record: row.id, kind, title: kinds::title(book, row), address }
}

/// What has the name in a text and stays, so that the user can look at it.
fn mentions(
    book: &Book,
    name: &str,
    documents: &BTreeSet<DocumentKey>,
    elsewhere: &[Elsewhere],
) -> Vec<Mention> {
    let wanted = name.trim().to_lowercase();
    if wanted.chars().count() < 3 {
        return Vec::new();
    }
    let goes: BTreeSet<RecordId> =
        elsewhere.iter().filter(|found| found.fate == Fate::Goes).map(|found| found.mention.record).collect();
    let has_name = |row: &&Row| {
        let mut texts = row.fields.values().iter().filter_map(Value::text);
        texts.any(|text| has_words(&text.to_lowercase(), &wanted))
    };
    let stays = |row: &&Row| !documents.contains(&row.document) && !goes.contains(&row.id);
    let mut rows: Vec<&Row> = book.rows().map(|row| &**row).filter(stays).filter(has_name).collect();
    rows.order_by_key(|row| row.id);
    rows.into_iter().map(|row| mention(book, row)).collect()
}

/// Whether a text has these words, not as a part of others.
fn has_words(text: &str, words: &str) -> bool {
    let is_apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(words).any(|(at, found)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + found.len()..].chars().next());
        is_apart(before) && is_apart(after)
    })
}

#[cfg(test)]
mod tests;
