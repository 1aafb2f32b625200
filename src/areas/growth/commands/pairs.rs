//! Mentoring pairs and putting names forward (GR-6, GR-7).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, words};
use roster::rules as roster_rules;

use crate::{Mentoring, Opportunity, Outcome, PutForward};

/// Pairs somebody with a mentor.
#[must_use]
pub fn pair_up(book: &Book, author: &Author, id: RecordId, pair: &Mentoring) -> Batch {
    let name = |person| roster_rules::name_of(book, person).unwrap_or_default();
    Batch::new(format!("{} mentors {}", name(pair.mentor), name(pair.person))).with(author.create(id, pair))
}

/// Ends a pair, with what was passed on.
#[must_use]
pub fn end_pair(pair: &Entry<Mentoring>, passed_on: &str, today: Date) -> Batch {
    Batch::new(format!("End of mentoring: {}", words::excerpt(&pair.about, 60))).with_all(pair.update(
        |pair| {
            // The last day is over by tomorrow: a pair that ends today is not under way any more.
            pair.until = Some(today - chrono::Days::new(1));
            if !passed_on.trim().is_empty() {
                pair.passed_on = passed_on.trim().into();
            }
        },
    ))
}

/// Notes something that makes whoever gets it be seen.
#[must_use]
pub fn add_opportunity(author: &Author, id: RecordId, opportunity: &Opportunity) -> Batch {
    Batch::new(format!("Opportunity: {}", words::excerpt(&opportunity.what, 60)))
        .with(author.create(id, opportunity))
}

/// An opportunity was given to somebody, or is over.
#[must_use]
pub fn close_opportunity(opportunity: &Entry<Opportunity>) -> Batch {
    Batch::new(format!("Close: {}", words::excerpt(&opportunity.what, 60)))
        .with_all(opportunity.update(|opportunity| opportunity.closed = true))
}

/// Puts somebody's name forward, for the user alone.
#[must_use]
pub fn put_forward(book: &Book, author: &Author, id: RecordId, forward: &PutForward) -> Batch {
    let name = roster_rules::name_of(book, forward.person).unwrap_or_default();
    Batch::new(format!("Put {name} forward")).with(author.create(id, forward))
}

/// What became of a name that was put forward.
#[must_use]
pub fn came_of(forward: &Entry<PutForward>, outcome: Outcome) -> Batch {
    Batch::new(format!("Put forward: {}", outcome.label().to_lowercase()))
        .with_all(forward.update(|forward| forward.outcome = outcome))
}
