//! Who is at work on a day (TM-1).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId};

use super::membership::at_work_on;
use crate::{Absence, Person};

/// Whether somebody can be met on a day, and why not.
#[derive(Clone, Debug, PartialEq)]
pub enum Availability {
    /// At work.
    AtWork,
    /// Not a working day of theirs.
    DayOff,
    /// On leave or otherwise away.
    Away(Entry<Absence>),
    /// Not started yet, or left.
    NotHere,
}

/// Whether `person` is at work on `day`.
#[must_use]
pub fn availability(book: &Book, person: &Entry<Person>, day: Date) -> Availability {
    if !at_work_on(person, day) {
        return Availability::NotHere;
    }
    match away_on(book, person.id, day) {
        Some(absence) => Availability::Away(absence),
        None if !person.working_days.includes(day) => Availability::DayOff,
        None => Availability::AtWork,
    }
}

/// The absences of a person that have both dates, the earliest first.
#[must_use]
pub fn absences_of(book: &Book, person: RecordId) -> Vec<Entry<Absence>> {
    let theirs = book.of(whose, person);
    let dated = theirs.iter().filter(|absence| absence.from.is_some() && absence.until.is_some());
    let mut absences: Vec<_> = dated.cloned().collect();
    absences.order_by_key(|absence| (absence.from, absence.until));
    absences
}

/// The absence that covers `day`, if any; of several the one that lasts longest.
#[must_use]
pub fn away_on(book: &Book, person: RecordId, day: Date) -> Option<Entry<Absence>> {
    let theirs = book.of(whose, person);
    theirs.iter().filter(|absence| covers(absence, day)).max_by_key(|absence| absence.until).cloned()
}

fn whose(absence: &Absence) -> Option<RecordId> {
    absence.person.map(|of| of.id())
}

/// The next absence that begins after `today`.
#[must_use]
pub fn next_absence(book: &Book, person: RecordId, today: Date) -> Option<Entry<Absence>> {
    absences_of(book, person).into_iter().find(|absence| absence.from.is_some_and(|from| from > today))
}

/// The first day from `day` on on which `person` is at work, within two months.
#[must_use]
pub fn next_day_at_work(book: &Book, person: &Entry<Person>, day: Date) -> Option<Date> {
    day.iter_days().take(62).find(|day| availability(book, person, *day) == Availability::AtWork)
}

/// Whether the absence covers `day`; its first and last day both count.
#[must_use]
pub fn covers(absence: &Absence, day: Date) -> bool {
    absence.from.is_some_and(|from| from <= day) && absence.until.is_some_and(|until| until >= day)
}
