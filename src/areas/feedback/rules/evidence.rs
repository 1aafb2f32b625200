//! Whether the notes about somebody cover the whole period (FB-4).

use chrono::{Datelike, Months};
use document::{Book, Entry};
use kernel::{Date, days_between};
use roster::{Person, rules as roster_rules};
use std::{collections::BTreeMap, fmt};

use super::{
    talks::series_of,
    telling::{about, newest_first},
};
use crate::{Observation, ObservationSource, Tone};

/// A part of a whole, always told with both counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many of them.
    pub part: usize,
    /// Out of how many.
    pub whole: usize,
}

impl Share {
    /// The share in whole percent; 0 of nothing.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.part * 100 + self.whole / 2).checked_div(self.whole).unwrap_or(0)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} ({} %)", self.part, self.whole, self.percent())
    }
}

/// The observations of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// The first day of the month.
    pub month: Date,
    /// How many praise.
    pub praise: usize,
    /// How many ask for growth.
    pub growth: usize,
}

/// What the notes about one person cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Whom they are about.
    pub person: Entry<Person>,
    /// The first day of the period: eleven months before the month of `until`, or the first day at
    /// work when that is later.
    pub from: Date,
    /// The last day of the period.
    pub until: Date,
    /// Every month of the period, the oldest first.
    pub months: Vec<MonthCount>,
    /// Praise, of all.
    pub praise: Share,
    /// Points to grow, of all.
    pub growth: Share,
    /// Those of the last fourteen days, of all.
    pub final_fortnight: Share,
    /// The piece of work most of them come from, of those that name one.
    pub one_work: Option<(String, Share)>,
    /// The source most of them come from, of all.
    pub one_source: Option<(ObservationSource, Share)>,
    /// Those a peer told, of all.
    pub peers: Share,
    /// The day of the newest observation, of whatever period.
    pub last_on: Option<Date>,
    /// Days without an observation until `until`: since the newest one, or since the person could
    /// first have been observed here.
    pub blank_days: i64,
}

impl Coverage {
    /// How many observations the period has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.praise.whole
    }
}

/// The people whose evidence the user keeps: their reports, or those they meet while it is not
/// known who the user is.
#[must_use]
pub fn subjects(book: &Book, today: Date) -> Vec<Entry<Person>> {
    if roster_rules::me(book).is_some() {
        return roster_rules::my_reports(book, today);
    }
    let mut people = roster_rules::joining_or_current(book, today);
    people.retain(|person| roster_rules::at_work_on(person, today) && series_of(book, person.id).is_some());
    people
}

/// What the observations about `person` cover in the twelve months that end on `until`.
#[must_use]
pub fn coverage(book: &Book, person: &Entry<Person>, until: Date) -> Coverage {
    let first_month = until.with_day(1).unwrap_or(until) - Months::new(11);
    let from = person.start_date.map_or(first_month, |first| first.clamp(first_month, until));
    let theirs = about(book, person.id);
    let mut ever = newest_first(&theirs);
    ever.retain(|one| one.on <= Some(until));
    let last_on = ever.first().and_then(|one| one.on);
    let period: Vec<_> = ever.into_iter().filter(|one| one.on >= Some(from)).collect();
    let share = |is: &dyn Fn(&Observation) -> bool| Share {
        part: period.iter().filter(|one| is(one)).count(),
        whole: period.len(),
    };
    // Nobody could note anything before the person was here, at work and in this workspace.
    let known_from = person.start_date.unwrap_or(Date::MIN).max(person.created.at.date(0)).min(until);
    Coverage {
        person: person.clone(),
        from,
        until,
        months: months(&period, from, until),
        praise: share(&|one| one.tone == Tone::Praise),
        growth: share(&|one| one.tone == Tone::Growth),
        final_fortnight: share(&|one| one.on.is_some_and(|on| days_between(on, until) < 14)),
        one_work: most_common(period.iter().filter_map(|one| one.work.clone())),
        one_source: most_common_source(&period),
        peers: share(&|one| one.source == ObservationSource::Peer),
        last_on,
        blank_days: days_between(last_on.unwrap_or(known_from), until),
    }
}

fn months(period: &[&Entry<Observation>], from: Date, until: Date) -> Vec<MonthCount> {
    let first = from.with_day(1).unwrap_or(from);
    let starts = (0..12).map(|ahead| first + Months::new(ahead)).take_while(|month| *month <= until);
    let mut months: Vec<_> = starts.map(|month| MonthCount { month, praise: 0, growth: 0 }).collect();
    let number = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month0());
    for one in period {
        let ahead = one.on.and_then(|on| usize::try_from(number(on) - number(first)).ok());
        match ahead.and_then(|ahead| months.get_mut(ahead)) {
            Some(month) if one.tone == Tone::Praise => month.praise += 1,
            Some(month) => month.growth += 1,
            None => {}
        }
    }
    months
}

fn most_common_source(period: &[&Entry<Observation>]) -> Option<(ObservationSource, Share)> {
    let (word, share) = most_common(period.iter().map(|one| one.source.word()))?;
    let source = ObservationSource::ALL.iter().copied().find(|source| source.word() == word)?;
    Some((source, share))
}

/// The value that occurs most often, with its share; of equals the first in order.
fn most_common<T: Ord>(values: impl Iterator<Item = T>) -> Option<(T, Share)> {
    let mut counts = BTreeMap::<T, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let whole = counts.values().sum();
    let (value, part) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some((value, Share { part, whole }))
}
