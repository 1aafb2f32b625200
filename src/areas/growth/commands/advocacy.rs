//! Forums and cases (GR-8).

use document::{Author, Batch, Book};
use kernel::{RecordId, words};

use crate::{Case, Forum};

/// Puts a forum into the calendar.
#[must_use]
pub fn add_forum(author: &Author, id: RecordId, forum: &Forum) -> Batch {
    Batch::new(format!("Forum: {}", words::excerpt(&forum.name, 60))).with(author.create(id, forum))
}

/// Begins a case for somebody, for the user alone.
#[must_use]
pub fn begin_case(book: &Book, author: &Author, id: RecordId, case: &Case) -> Batch {
    let name = roster::rules::name_of(book, case.person).unwrap_or_default();
    Batch::new(format!("Case for {name}: {}", words::excerpt(&case.asks_for, 60)))
        .with(author.create(id, case))
}
