//! No surprises: who was told of what before their review says it (PR-3).

use document::{Author, Batch, Book, Entry};
use feedback::{AgendaItem, AgendaState, Observation, OneOnOne, OneOnOneState};
use growth::Goal;
use kernel::{Date, RecordId};
use reviews::{Finding, Review, rules};

use super::evidence;
use crate::{Link, Relation, links};

/// A critical point of which the person has heard nothing in the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Surprise {
    /// The point.
    pub finding: Entry<Finding>,
    /// How much it rests on.
    pub evidence: usize,
    /// The topic on the agenda by which it is to be talked about.
    pub booked: Option<Entry<AgendaItem>>,
}

/// The critical points of a review that its person was not told of before it was shared, or until `today` (PR-3.1).
#[must_use]
pub fn surprises(book: &Book, review: &Entry<Review>, today: Date) -> Vec<Surprise> {
    let Some(from) = rules::cycle_of(book, review).and_then(|cycle| cycle.from) else { return Vec::new() };
    let until = review.shared_on.unwrap_or(today);
    let points = rules::critical_points(book, review.id).into_iter();
    let unheard = points.filter(|point| told_on(book, point, from, until).is_none());
    unheard
        .map(|finding| Surprise {
            evidence: evidence::evidence_of(book, finding.id).len(),
            booked: agenda_item(book, finding.id).filter(|item| item.state == AgendaState::Open),
            finding,
        })
        .collect()
}

/// The first day on which the person was told of a finding, from the first day of the period until a day: an observation
/// that it rests on was told, a goal that it rests on was set with them, or its topic was discussed in a 1:1 (PR-3.2).
#[must_use]
pub fn told_on(book: &Book, finding: &Entry<Finding>, from: Date, until: Date) -> Option<Date> {
    let rests_on = evidence::evidence_of(book, finding.id).into_iter();
    let told = rests_on.filter_map(|evidence| match book.get::<Observation>(evidence.record) {
        Some(seen) => seen.told_on.filter(|on| *on >= from),
        // A goal is its person's own: whenever it was set, they know of it.
        None => book.get::<Goal>(evidence.record).and_then(|goal| goal.set_on),
    });
    let discussed = agenda_item(book, finding.id).and_then(|item| {
        let talk = book.get::<OneOnOne>(item.discussed_in?.id())?;
        let held = item.state == AgendaState::Discussed && talk.state == OneOnOneState::Held;
        talk.on.filter(|on| held && *on >= from)
    });
    told.chain(discussed).filter(|on| *on <= until).min()
}

/// The topic by which a finding was put on the agenda: an open one, or the newest.
#[must_use]
pub fn agenda_item(book: &Book, finding: RecordId) -> Option<Entry<AgendaItem>> {
    let links = book.of(evidence::starts_at, finding);
    let items = links
        .iter()
        .filter(|link| link.relation == Relation::LeadsTo)
        .filter_map(|link| book.get::<AgendaItem>(link.to?));
    items.max_by_key(|item| (item.state == AgendaState::Open, item.state == AgendaState::Discussed, item.id))
}

/// Puts a critical point on the agenda of the next 1:1, in these words, and ties the two (PR-3.3). The words are what is
/// shared of it: an agenda is.
#[must_use]
pub fn ask_before(
    author: Author,
    (item, link): (RecordId, RecordId),
    finding: &Entry<Finding>,
    topic: &str,
    today: Date,
) -> Batch {
    let topic = AgendaItem {
        topic: topic.trim().to_owned(),
        person: finding.person,
        raised_on: Some(today),
        ..AgendaItem::default()
    };
    let batch = feedback::commands::add_topic(&author, item, &topic);
    let tie = Link {
        from: Some(finding.id),
        to: Some(item),
        relation: Relation::LeadsTo,
        on: Some(today),
        ..Link::default()
    };
    // The finding is read by no more people than the agenda.
    let document = batch.edits.first().map(|edit| links::common(&finding.document, &edit.document, author));
    let edits = document.map(|document| author.create_in(document, link, &tie));
    batch.with_all(edits)
}
