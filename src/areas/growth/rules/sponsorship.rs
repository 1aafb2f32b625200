//! Chances to be seen: who was put forward, and how they spread over people (GR-7).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::{Person, settings};
use std::cmp::Reverse;

use super::plans::subjects;
use crate::{
    Opportunity, Outcome, PutForward,
    notices::{NAMES_DAYS, SPREAD_COUNT, SPREAD_DAYS},
};

/// The opportunities that are open, those that want names soonest first.
#[must_use]
pub fn open_opportunities(book: &Book) -> Vec<Entry<Opportunity>> {
    let mut open: Vec<_> = book.all::<Opportunity>().iter().filter(|one| !one.closed).cloned().collect();
    open.order_by_key(|one| (one.names_by.is_none(), one.names_by, one.id));
    open
}

/// Who was put forward for an opportunity, the first first.
#[must_use]
pub fn put_forward_for(book: &Book, opportunity: RecordId) -> Vec<Entry<PutForward>> {
    let theirs = book.of(|one: &PutForward| one.opportunity.map(Ref::id), opportunity);
    let mut forward: Vec<_> = theirs.iter().cloned().collect();
    forward.order_by_key(|one| (one.on, one.id));
    forward
}

/// For what somebody was put forward, the newest first.
#[must_use]
pub fn forward_of(book: &Book, person: RecordId) -> Vec<Entry<PutForward>> {
    let theirs = book.of(|one: &PutForward| one.person.map(Ref::id), person);
    let mut forward: Vec<_> = theirs.iter().filter(|one| one.on.is_some()).cloned().collect();
    forward.order_by_key(|one| Reverse((one.on, one.id)));
    forward
}

/// How often one person was put forward within the days that are set for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Who.
    pub person: Entry<Person>,
    /// How often.
    pub times: usize,
    /// How often of these they got it.
    pub chosen: usize,
    /// The last time, whenever it was.
    pub last: Option<Date>,
}

/// How opportunities spread over the user's reports: everybody, also those who were never put forward,
/// by name and not by count (GR-7.2).
#[must_use]
pub fn spread(book: &Book, today: Date) -> Vec<Spread> {
    let window = settings::number(book, &SPREAD_DAYS);
    let one = |person: Entry<Person>| {
        let all: Vec<_> =
            forward_of(book, person.id).into_iter().filter(|one| one.on <= Some(today)).collect();
        let recent = || all.iter().filter(|one| one.on.is_some_and(|on| days_between(on, today) < window));
        Spread {
            times: recent().count(),
            chosen: recent().filter(|one| one.outcome == Outcome::Chosen).count(),
            last: all.first().and_then(|one| one.on),
            person,
        }
    };
    subjects(book, today).into_iter().map(one).collect()
}

/// Open opportunities that want names soon, and nobody was put forward (GR-7.3).
#[must_use]
pub fn without_names(book: &Book, today: Date) -> Vec<Entry<Opportunity>> {
    let ahead = settings::number(book, &NAMES_DAYS);
    let mut open = open_opportunities(book);
    open.retain(|one| {
        one.names_by.is_some_and(|by| (0..=ahead).contains(&days_between(today, by)))
            && put_forward_for(book, one.id).is_empty()
    });
    open
}

/// The one person who got more than half of the chances, when there were enough to say so and at least
/// three people to give them to (GR-7.4).
#[must_use]
pub fn lopsided(spread: &[Spread], book: &Book) -> Option<Spread> {
    let least = usize::try_from(settings::number(book, &SPREAD_COUNT)).unwrap_or(usize::MAX);
    let total: usize = spread.iter().map(|one| one.times).sum();
    if spread.len() < 3 || total < least {
        return None;
    }
    spread.iter().find(|one| one.times * 2 > total).cloned()
}
