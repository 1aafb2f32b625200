//! Mentoring pairs: who carries how many, who lacks one, what was passed on (GR-6).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text::fold};
use roster::{MENTEES, Person, rules as roster_rules, settings};

use super::{ladder::on_ladder, plans::subjects};
use crate::Mentoring;

/// Whether a pair is under way on a day.
#[must_use]
pub fn is_under_way(pair: &Mentoring, today: Date) -> bool {
    pair.from.is_none_or(|from| from <= today) && pair.until.is_none_or(|until| until >= today)
}

/// One mentor with those they teach and what they passed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Mentor {
    /// Who teaches.
    pub person: Entry<Person>,
    /// The pairs under way.
    pub pairs: Vec<Entry<Mentoring>>,
    /// How many they can carry.
    pub seats: usize,
    /// How many ended pairs say what was passed on, of how many that ended.
    pub passed_on: (usize, usize),
}

/// Everybody who mentors, or has mentored, by name.
#[must_use]
pub fn mentors(book: &Book, today: Date) -> Vec<Mentor> {
    let seats = usize::try_from(settings::number(book, &MENTEES)).unwrap_or(usize::MAX);
    let all = book.all::<Mentoring>();
    let mut ids: Vec<RecordId> = all.iter().filter_map(|pair| pair.mentor.map(Ref::id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mentor = |id: RecordId| {
        let person = book.get::<Person>(id)?;
        let theirs = all.iter().filter(|pair| pair.mentor.is_some_and(|of| of.id() == id));
        let (pairs, others): (Vec<_>, Vec<_>) = theirs.cloned().partition(|pair| is_under_way(pair, today));
        let ended = others.iter().filter(|pair| pair.until.is_some_and(|until| until < today));
        let passed = ended.clone().filter(|pair| !pair.passed_on.trim().is_empty()).count();
        Some(Mentor { person, pairs, seats, passed_on: (passed, ended.count()) })
    };
    let mut mentors: Vec<_> = ids.into_iter().filter_map(mentor).collect();
    mentors.order_by_key(|mentor| fold(&mentor.person.name));
    mentors
}

/// The user's reports who need a mentor, as the roster says who does, and have none (GR-6.2).
#[must_use]
pub fn without_mentor(book: &Book, today: Date) -> Vec<Entry<Person>> {
    let mut people = roster_rules::mix(book, &subjects(book, today), &on_ladder(book), today).need_mentor;
    let all = book.all::<Mentoring>();
    people.retain(|person| {
        let mut theirs = all.iter().filter(|pair| pair.person.is_some_and(|of| of.id() == person.id));
        !theirs.any(|pair| pair.mentor.is_some() && is_under_way(pair, today))
    });
    people
}

/// The pairs of which somebody is the one who learns, those under way first, then the newest.
#[must_use]
pub fn pairs_of(book: &Book, person: RecordId, today: Date) -> Vec<Entry<Mentoring>> {
    ordered(book.of(|pair: &Mentoring| pair.person.map(Ref::id), person).iter().cloned().collect(), today)
}

/// The pairs of which somebody is the one who teaches, in the same order (GR-6.5).
#[must_use]
pub fn taught_by(book: &Book, mentor: RecordId, today: Date) -> Vec<Entry<Mentoring>> {
    ordered(book.of(|pair: &Mentoring| pair.mentor.map(Ref::id), mentor).iter().cloned().collect(), today)
}

fn ordered(mut pairs: Vec<Entry<Mentoring>>, today: Date) -> Vec<Entry<Mentoring>> {
    pairs.order_by_key(|pair| (!is_under_way(pair, today), std::cmp::Reverse((pair.from, pair.id))));
    pairs
}
