//! What a finding rests on: the records that are linked to it (PR-1.11).

use document::{Audience, Author, Batch, Book, Edit, Entry};
use growth::{Goal, Stretch, StretchState};
use kernel::{Date, Ordered as _, RecordId};
use reviews::{Finding, Review};
use std::cmp::Reverse;

use crate::{Link, Relation, kinds, links};

/// A record as a line names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What it is, for example `Observation`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// The day it is of.
    pub on: Option<Date>,
}

impl Named {
    /// How a record is named; `None` where it is gone, or of a kind that this code does not know.
    pub(super) fn of(book: &Book, record: RecordId) -> Option<Self> {
        let row = book.row(record)?;
        let kind = kinds::kind(&row.kind)?;
        Some(Self {
            kind: kind.label,
            title: kinds::title(book, row),
            address: kinds::address(row),
            on: day_of(book, record).or_else(|| kinds::day_of(kind, row)),
        })
    }
}

/// One thing that a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The link that says so.
    pub link: RecordId,
    /// The record.
    pub record: RecordId,
    /// How it is named.
    pub named: Named,
    /// Who may read it.
    pub audience: Audience,
}

/// What a finding rests on, the newest first. What is gone, or cannot be read here, is left out.
#[must_use]
pub fn evidence_of(book: &Book, finding: RecordId) -> Vec<Evidence> {
    let links = book.of(leads_to, finding);
    let shows = links.iter().filter(|link| link.relation == Relation::IsEvidenceFor);
    let mut all: Vec<Evidence> = shows
        .filter_map(|link| {
            let record = link.from?;
            let audience = book.row(record)?.document.audience;
            Some(Evidence { link: link.id, record, named: Named::of(book, record)?, audience })
        })
        .collect();
    all.order_by_key(|one| (Reverse(one.named.on), one.record));
    all
}

/// The day of what did not happen on the first day it names: a goal is of the day it was closed or set, not of the one
/// by which it is due, and stretch work of the day it ended.
fn day_of(book: &Book, record: RecordId) -> Option<Date> {
    match book.get::<Goal>(record) {
        Some(goal) => goal.closed_on.or(goal.set_on),
        None => book.get::<Stretch>(record).filter(|work| work.state == StretchState::Done)?.record.until,
    }
}

/// Says that a record shows a finding. `None` when that stands already, or one of the two is gone.
#[must_use]
pub fn add_evidence(
    book: &Book,
    author: Author,
    id: RecordId,
    (record, finding): (RecordId, &Entry<Finding>),
    today: Date,
) -> Option<Batch> {
    let batch = links::connect(book, author, id, &link(record, finding.id, today))?;
    Some(Batch { label: "Let it rest on one more".to_owned(), ..batch })
}

/// Takes away that a record shows a finding.
#[must_use]
pub fn take_away(book: &Book, evidence: &Evidence) -> Option<Batch> {
    links::disconnect(book, evidence.link)
}

/// The edit that lets a finding of a review, which is only being made, rest on a record; nothing when that is gone.
#[must_use]
pub fn rest_on(
    book: &Book,
    author: Author,
    review: &Entry<Review>,
    (id, finding): (RecordId, RecordId),
    record: RecordId,
    today: Date,
) -> Option<Edit> {
    let document = links::common(&book.row(record)?.document, &review.document, author);
    Some(author.create_in(document, id, &link(record, finding, today)))
}

/// The link that says so.
fn link(record: RecordId, finding: RecordId, today: Date) -> Link {
    Link {
        from: Some(record),
        to: Some(finding),
        relation: Relation::IsEvidenceFor,
        on: Some(today),
        ..Link::default()
    }
}

/// Where a link leads: links are found by it.
pub(super) fn leads_to(link: &Link) -> Option<RecordId> {
    link.to
}

/// Where a link starts: links are found by it.
pub(super) fn starts_at(link: &Link) -> Option<RecordId> {
    link.from
}
