//! Whether somebody has been told (FB-5).

use document::{Book, Entry, Theirs};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::settings;
use std::cmp::Reverse;

use crate::{Observation, Tone, notices};

/// All observations about `person` that have a day, the newest first.
#[must_use]
pub fn observations_of(book: &Book, person: RecordId) -> Vec<Entry<Observation>> {
    newest_first(&about(book, person)).into_iter().cloned().collect()
}

/// The observations about `person`.
pub(super) fn about(book: &Book, person: RecordId) -> Theirs<Observation> {
    book.of(|one: &Observation| one.person.map(|of| of.id()), person)
}

/// Those that have a day, the newest first.
pub(super) fn newest_first(theirs: &Theirs<Observation>) -> Vec<&Entry<Observation>> {
    let mut observations: Vec<_> = theirs.iter().filter(|one| one.on.is_some()).collect();
    observations.order_by_key(|one| Reverse((one.on, one.id)));
    observations
}

/// What the person has not heard yet, praise and growth, the newest first.
#[must_use]
pub fn not_yet_told(book: &Book, person: RecordId) -> Vec<Entry<Observation>> {
    let mut observations = observations_of(book, person);
    observations.retain(|one| one.told_on.is_none() && one.settled_on.is_none());
    observations
}

/// The points to grow of one person that ask for something, each in one list only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrowthPoints {
    /// Not discussed within the time that is set for it.
    pub untold: Vec<Entry<Observation>>,
    /// Discussed, open for weeks, with neither a suggestion nor a day to look again.
    pub adrift: Vec<Entry<Observation>>,
    /// Discussed, and the day to look again has come.
    pub look_again: Vec<Entry<Observation>>,
}

/// The points to grow of `person` that ask for something on `today`, the newest first.
#[must_use]
pub fn growth_points(book: &Book, person: RecordId, today: Date) -> GrowthPoints {
    let untold_days = settings::number(book, &notices::UNTOLD_DAYS);
    let adrift_days = settings::number(book, &notices::ADRIFT_DAYS);
    let mut points = GrowthPoints::default();
    for point in newest_first(&about(book, person)) {
        let Some(on) = point.on.filter(|_| point.tone == Tone::Growth && point.settled_on.is_none()) else {
            continue;
        };
        let age = days_between(on, today);
        let has_plan = !point.suggestion.trim().is_empty();
        match (point.told_on, point.look_again) {
            (None, _) if age > untold_days => points.untold.push(point.clone()),
            (Some(_), Some(again)) if again <= today => points.look_again.push(point.clone()),
            (Some(_), None) if age > adrift_days && !has_plan => points.adrift.push(point.clone()),
            _ => {}
        }
    }
    points
}
