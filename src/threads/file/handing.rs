//! Handing a file over: a backup of its documents alone, under a passphrase, and what becomes of it where it is taken in.

use document::{Audience, Batch, Book, Change, DocumentKey, Edit, Place};
use kernel::RecordId;
use std::collections::BTreeSet;

use super::writing::slug;
use crate::{backup::Backup, kinds};

/// What a file that was handed over would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Whose file it is.
    pub subject: RecordId,
    /// How they are called here, where they are here already.
    pub here: Option<String>,
    /// Its documents that are not here.
    pub new: usize,
    /// Its documents that are here, and into which it is merged.
    pub known: usize,
    /// How many of its documents only whoever handed it over could read.
    pub private: usize,
}

/// The name of the file: `ana-silva-2026-11-22.pilothouse`.
#[must_use]
pub fn file_name(name: &str, day: kernel::Date) -> String {
    format!("{}-{day}.{}", slug(name), crate::backup::ENDING)
}

/// Whether a document can be handed over. A circle's cannot: nobody elsewhere is in it.
#[must_use]
pub fn can_go(document: &DocumentKey) -> bool {
    !matches!(document.audience, Audience::Circle(_))
}

/// Whose file a backup is, where it is one person's and nothing else.
#[must_use]
pub fn subject(backup: &Backup) -> Option<RecordId> {
    let subjects: BTreeSet<Option<RecordId>> = backup
        .documents
        .iter()
        .map(|(key, _)| match key.place {
            Place::Person(subject) if can_go(key) => Some(subject),
            _ => None,
        })
        .collect();
    let mut subjects = subjects.into_iter();
    match (subjects.next(), subjects.next()) {
        (Some(Some(one)), None) => Some(one),
        _ => None,
    }
}

/// What taking it in would do; `None` where it is not one person's file.
#[must_use]
pub fn outlook(book: &Book, backup: &Backup) -> Option<Outlook> {
    let subject = subject(backup)?;
    let here = book.documents();
    let known = backup.documents.iter().filter(|(key, _)| here.contains_key(key)).count();
    let is_private = |(key, _): &&(DocumentKey, Vec<u8>)| matches!(key.audience, Audience::OnlyMe(_));
    let private = backup.documents.iter().filter(is_private).count();
    let new = backup.documents.len() - known;
    Some(Outlook { subject, here: kinds::title_of(book, subject), new, known, private })
}

/// Takes out again what came new, after it was taken in: the records of these documents. It can be undone.
#[must_use]
pub fn backing_out(book: &Book, came: &BTreeSet<DocumentKey>) -> Batch {
    let mut batch = Batch::new("Take a file out again");
    for document in came {
        for record in book.records_in(document) {
            batch = batch.with(Edit { document: document.clone(), record, change: Change::Delete });
        }
    }
    batch
}
