//! Who moved up, and whether a track stands still (GR-2).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::{Person, Track, rules as roster_rules, settings};
use std::cmp::Reverse;

use crate::{Promotion, notices::STILL_DAYS};

/// The promotions of a person, the newest first.
#[must_use]
pub fn promotions_of(book: &Book, person: RecordId) -> Vec<Entry<Promotion>> {
    let theirs = book.of(|one: &Promotion| one.person.map(Ref::id), person);
    let mut promotions: Vec<_> = theirs.iter().filter(|one| one.on.is_some()).cloned().collect();
    promotions.order_by_key(|one| Reverse((one.on, one.id)));
    promotions
}

/// Since when somebody has had their level, as far as it is noted: their last promotion, else their
/// first day at work.
#[must_use]
pub fn since_at_level(book: &Book, person: &Entry<Person>, today: Date) -> Option<Date> {
    let promoted = promotions_of(book, person.id).into_iter().filter_map(|one| one.on);
    promoted.into_iter().find(|on| *on <= today).or(person.start_date)
}

/// A track on which nobody has moved up for long.
#[derive(Clone, Debug, PartialEq)]
pub struct Stillness {
    /// The track.
    pub track: Track,
    /// The day of the last promotion on it, if one is noted.
    pub last: Option<Date>,
    /// Days without one: since the last, or since somebody on it was known here.
    pub days: i64,
    /// Who is on it, by how long they have had their level, the longest first.
    pub people: Vec<(Entry<Person>, Option<Date>)>,
}

/// The tracks on which nobody moved up for as many days as are set for it, with at least two people
/// at work on them (GR-2.6).
#[must_use]
pub fn stillness(book: &Book, today: Date) -> Vec<Stillness> {
    let limit = settings::number(book, &STILL_DAYS);
    let still = |track: &Track| {
        let everybody = book.all::<Person>();
        let on_it = everybody
            .iter()
            .filter(|person| person.track == Some(*track) && roster_rules::at_work_on(person, today));
        let mut people: Vec<_> =
            on_it.map(|person| (person.clone(), since_at_level(book, person, today))).collect();
        if people.len() < 2 {
            return None;
        }
        people.order_by_key(|(person, since)| (since.is_none(), *since, person.id));
        let promotions = book.all::<Promotion>();
        let ups = promotions.iter().filter(|one| one.track == Some(*track)).filter_map(|one| one.on);
        let last = ups.filter(|on| *on <= today).max();
        // Before somebody was known here, nobody could have noted that they moved up.
        let known = people.iter().map(|(person, _)| person.created.at.date(0)).min()?;
        let days = days_between(last.unwrap_or(known), today);
        (days >= limit).then_some(Stillness { track: *track, last, days, people })
    };
    Track::ALL.iter().filter_map(still).collect()
}
