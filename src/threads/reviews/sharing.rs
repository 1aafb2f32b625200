//! Sharing a review: the whole of it moves to those who may read it from then on (PR-1).

use document::{Audience, Author, Batch, Book, DocumentKey, Edit, Entry, Row};
use growth::{Goal, Mentoring, Stretch};
use kernel::{Date, RecordId};
use reviews::{Review, rules};
use roster::{Action, rules as roster_rules};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    leads,
    promises::{self, Placing},
};
use crate::{Link, Relation, links, moving};

/// What sharing a review comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// What is to be done.
    pub batch: Batch,
    /// How many promises become actions, because they had become nothing yet.
    pub actions: usize,
    /// How many links go along.
    pub links: usize,
}

/// Why a review cannot be shared or moved now; nothing when it can.
#[must_use]
pub fn hinders(book: &Book, review: &Entry<Review>) -> Option<&'static str> {
    whole(book, review).iter().find_map(|row| moving::hinders(row))
}

/// Shares a review: the person received it on `today`, those of the audience may read it from then on, and each promise that
/// has become nothing yet becomes an action (PR-1.14, PR-6.2). `None` when something in it has to be settled first.
/// `new_id` gives a fresh id at each call.
#[must_use]
pub fn share(
    book: &Book,
    author: Author,
    review: &Entry<Review>,
    to: Audience,
    today: Date,
    mut new_id: impl FnMut() -> RecordId,
) -> Option<Sharing> {
    let (mut edits, links) = moved_to(book, author, review, to)?;
    let here = DocumentKey { audience: to, ..review.document.clone() };
    let at_last = Entry { document: here, ..review.clone() };
    edits.extend(at_last.update(|review| review.shared_on = review.shared_on.or(Some(today))));
    let mut actions = 0;
    for promise in rules::promises_of(book, review.id) {
        if promises::kept(book, review, &promise, today).became.is_some() {
            continue;
        }
        let there = DocumentKey { audience: to, ..promise.document.clone() };
        let there = Entry { document: there, ..promise };
        edits.extend(promises::place(author, &there, Placing::Action, (new_id(), new_id()), today).edits);
        actions += 1;
    }
    let name = roster_rules::name_of(book, review.person).unwrap_or_default();
    Some(Sharing { batch: Batch::new(format!("Share the review of {name}")).with_all(edits), actions, links })
}

/// Lets others read a review, or fewer, without sharing it with its person. `None` when it is so already, or something in
/// it has to be settled first.
#[must_use]
pub fn open_to(book: &Book, author: Author, review: &Entry<Review>, to: Audience) -> Option<Sharing> {
    let (edits, links) = moved_to(book, author, review, to)?;
    let name = roster_rules::name_of(book, review.person).unwrap_or_default();
    let batch = Batch::new(format!("Choose who may read the review of {name}")).with_all(edits);
    (!batch.is_empty()).then_some(Sharing { batch, actions: 0, links })
}

/// The review and all that belongs to it: findings, promises, the response, and what was made of them for the same
/// audience.
fn whole(book: &Book, review: &Entry<Review>) -> Vec<Arc<Row>> {
    let findings = rules::findings_of(book, review.id);
    let promises = rules::promises_of(book, review.id);
    let mut ids = vec![review.id];
    ids.extend(findings.iter().map(|one| one.id));
    ids.extend(promises.iter().map(|one| one.id));
    ids.extend(rules::response_to(book, review.id).map(|one| one.id));
    // What a finding or promise became while only its writer read it goes along; what everyone reads stays.
    let today = Date::default();
    let became = promises.iter().filter_map(|one| promises::kept(book, review, one, today).became);
    let led = findings.iter().flat_map(|one| leads::leads_of(book, one.id, today)).map(|led| led.record);
    let made: Vec<_> = became.map(|(id, ..)| id).chain(led).collect();
    let is_made = |id: &RecordId| {
        book.get::<Action>(*id).is_some()
            || book.get::<Stretch>(*id).is_some()
            || book.get::<Mentoring>(*id).is_some()
            || book.get::<Goal>(*id).is_some()
    };
    let same =
        |id: &RecordId| book.row(*id).is_some_and(|row| row.document.audience == review.document.audience);
    ids.extend(made.into_iter().filter(|id| is_made(id) && same(id)));
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| book.row(id).cloned()).collect()
}

/// The edits that move the whole, with the links that have to or may go along, and how many of those there are.
fn moved_to(book: &Book, author: Author, review: &Entry<Review>, to: Audience) -> Option<(Vec<Edit>, usize)> {
    let whole = whole(book, review);
    if whole.iter().any(|row| moving::hinders(row).is_some()) {
        return None;
    }
    let going: Vec<_> = whole.iter().filter(|row| row.document.audience != to).collect();
    let there: BTreeMap<RecordId, DocumentKey> = going
        .iter()
        .map(|row| (row.id, DocumentKey { audience: to, place: row.document.place.clone() }))
        .collect();
    let mut edits: Vec<Edit> =
        going.iter().flat_map(|row| moving::moved(row, there[&row.id].clone())).collect();
    let mut count = 0;
    for link in book.all::<Link>().iter() {
        let (Some(from), Some(at)) = (link.from, link.to) else { continue };
        if !there.contains_key(&from) && !there.contains_key(&at) {
            continue;
        }
        let end = |id: RecordId| match there.get(&id) {
            Some(document) => Some(document.clone()),
            None => book.row(id).map(|row| row.document.clone()),
        };
        // An end that cannot be read here is of somebody else: what they said stays where they said it.
        let (Some(from), Some(at)) = (end(from), end(at)) else { continue };
        let wanted = links::common(&from, &at, author);
        // What the review itself ties opens with it as far as both ends do; what was drawn by hand, with a reason of its
        // own, is never shown to more.
        let own =
            link.reason.is_none() && matches!(link.relation, Relation::IsEvidenceFor | Relation::LeadsTo);
        let has_to = !link.document.audience.is_within(wanted.audience);
        if link.document == wanted || !(own || has_to) {
            continue;
        }
        let Some(row) = book.row(link.id) else { continue };
        edits.extend(moving::moved(row, wanted));
        count += 1;
    }
    Some((edits, count))
}
