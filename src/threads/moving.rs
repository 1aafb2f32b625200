//! Moving a record to another audience: out of one document and into another, as one thing (Y-50).

use document::{Audience, Author, Batch, Book, Change, DocumentKey, Edit, Entry, Row, place};
use kernel::{RecordId, words};

use crate::{Link, kinds, links};

/// What moving a record comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    /// What is to be done.
    pub batch: Batch,
    /// How many links go with it, because they would tell of it where it no longer is.
    pub links: usize,
}

/// Whether records of this kind may be for another audience than is usual for it: what is written
/// about people and talks. People, teams and services are everyone's, since all else names them;
/// how often one meets is everyone's, since its talks are found by it.
#[must_use]
pub fn may_move(kind: &str) -> bool {
    matches!(
        kind,
        "observation"
            | "one-on-one"
            | "agenda-item"
            | "private-note"
            | "concern"
            | "action"
            | "note"
            | "skill-rating"
            | "growth-plan"
            | "growth-goal"
            | "help"
            | "stretch"
            | "mentoring"
            | "put-forward"
    )
}

/// Why a record cannot be moved now; nothing when it can.
#[must_use]
pub fn hinders(row: &Row) -> Option<&'static str> {
    if row.read_only {
        Some("A newer version of Pilothouse wrote it: it can be moved after an update.")
    } else if !row.conflicts.is_empty() {
        Some("Two values were written apart in it. Settle them first, so that none is lost.")
    } else {
        None
    }
}

/// Moves a record to another audience. `None` when it is not here, there already, or cannot be moved.
///
/// Its id stays, so whatever names it finds it wherever it may be read. Its history does not go with
/// it: the new audience reads it from now on. Links that would tell of it where it no longer is go
/// with it; none is shown to more people than before.
#[must_use]
pub fn move_to(book: &Book, author: Author, record: RecordId, to: Audience) -> Option<Moving> {
    let row = book.row(record)?;
    let kind = kinds::kind(&row.kind).filter(|kind| may_move(kind.name))?;
    if row.document.audience == to || hinders(row).is_some() {
        return None;
    }
    let there = DocumentKey { audience: to, place: place(kind, record, &row.fields) };
    let title = words::excerpt(&kinds::title(book, row), 60);
    let verb = match to {
        Audience::Everyone => "Open to everyone",
        Audience::OnlyMe(_) => "Keep for oneself",
        Audience::Circle(_) => "Keep in a circle",
    };
    let mut batch = Batch::new(format!("{verb}: {title}")).with_all(moved(row, there.clone()));
    let mut count = 0;
    for link in book.all::<Link>().iter().filter(|link| [link.from, link.to].contains(&Some(record))) {
        let Some(document) = place_of(book, author, link, (record, &there)) else { continue };
        let Some(row) = book.row(link.id) else { continue };
        batch = batch.with_all(moved(row, document));
        count += 1;
    }
    Some(Moving { batch, links: count })
}

/// Makes the row in another document and takes it out of its own.
pub(crate) fn moved(row: &Row, to: DocumentKey) -> [Edit; 2] {
    let change = Change::Create { kind: row.kind.to_string(), fields: row.fields.clone() };
    [
        Edit { document: to, record: row.id, change },
        Edit { document: row.document.clone(), record: row.id, change: Change::Delete },
    ]
}

/// Where a link has to go when one of its ends does; `None` when it may stay.
fn place_of(
    book: &Book,
    author: Author,
    link: &Entry<Link>,
    (record, there): (RecordId, &DocumentKey),
) -> Option<DocumentKey> {
    let at = |end: Option<RecordId>| match end? {
        end if end == record => Some(there),
        end => book.row(end).map(|row| &row.document),
    };
    // What was drawn for oneself stays so.
    if matches!(link.document.audience, Audience::OnlyMe(_)) {
        return None;
    }
    // An end that cannot be read here is of somebody else: what they said stays where they said it.
    let (from, to) = (at(link.from)?, at(link.to)?);
    let wanted = links::common(from, to, author);
    (!link.document.audience.is_within(wanted.audience)).then_some(wanted)
}

/// The record once more, for whom it stands elsewhere as well: because it was written there after it
/// had been moved, or was moved twice at once (Y-54). The shown one is not among them.
#[must_use]
pub fn elsewhere(book: &Book, record: RecordId) -> Vec<Audience> {
    book.copies(record).skip(1).map(|row| row.document.audience).collect()
}

/// Takes a record out of every place but that of one audience, whose version then is the record.
#[must_use]
pub fn keep_only(book: &Book, record: RecordId, keep: Audience) -> Batch {
    let title = book.row(record).map(|row| kinds::title(book, row)).unwrap_or_default();
    let others = book.copies(record).filter(|row| row.document.audience != keep);
    Batch::new(format!("Keep one of two: {}", words::excerpt(&title, 60))).with_all(others.map(|row| Edit {
        document: row.document.clone(),
        record,
        change: Change::Delete,
    }))
}

#[cfg(test)]
mod tests;
