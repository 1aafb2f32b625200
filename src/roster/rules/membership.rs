//! Who is here, since when, and who reports to whom (TM-1).

use chrono::{Datelike, Months};
use document::{Book, Entry, Record as _, Ref, Value};
use kernel::{Date, Ordered as _, RecordId, days_between, text, words};
use std::{collections::HashSet, fmt};

use crate::{Person, Profile};

/// How somebody stands to the organisation on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// At work, or on leave from it.
    Current,
    /// The first day lies ahead.
    Joining {
        /// The first day.
        on: Date,
    },
    /// The last day has passed. Former members stay, dated.
    Former {
        /// The last day.
        since: Date,
    },
}

/// How `person` stands on `day`. The first and the last day both count as at work; without dates
/// somebody is current.
#[must_use]
pub fn membership(person: &Person, day: Date) -> Membership {
    match (person.start_date, person.end_date) {
        (_, Some(last)) if last < day => Membership::Former { since: last },
        (Some(first), _) if first > day => Membership::Joining { on: first },
        _ => Membership::Current,
    }
}

/// Whether `person` is a current member on `day`.
#[must_use]
pub fn at_work_on(person: &Person, day: Date) -> bool {
    membership(person, day) == Membership::Current
}

/// Everybody who is here on `day` or known to come.
#[must_use]
pub fn joining_or_current(book: &Book, day: Date) -> Vec<Entry<Person>> {
    let is_former = |person: &Person| matches!(membership(person, day), Membership::Former { .. });
    book.all::<Person>().iter().filter(|person| !is_former(person)).cloned().collect()
}

/// The user among the people, once they have said who they are.
#[must_use]
pub fn me(book: &Book) -> Option<Entry<Person>> {
    let profiles = book.all::<Profile>();
    let profile =
        profiles.iter().filter(|profile| profile.person.is_some()).max_by_key(|profile| profile.changed)?;
    book.get(profile.person?.id())
}

/// The name of the person, or nothing when the record is not here.
#[must_use]
pub fn name_of(book: &Book, person: Option<Ref<Person>>) -> Option<String> {
    let row = book.row(person?.id()).filter(|row| row.kind == Person::NAME)?;
    Some(row.fields.get("name").and_then(Value::text).unwrap_or_default().to_owned())
}

/// The direct reports of `manager` who are current on `day`, by name.
#[must_use]
pub fn reports_of(book: &Book, manager: RecordId, day: Date) -> Vec<Entry<Person>> {
    let mut reports: Vec<_> = book
        .all::<Person>()
        .iter()
        .filter(|person| reports_to(person, manager) && at_work_on(person, day))
        .cloned()
        .collect();
    reports.order_by_key(|person| text::fold(&person.name));
    reports
}

/// Whether the person's manager is `manager`. Nobody reports to themselves, whatever the data says.
pub(super) fn reports_to(person: &Entry<Person>, manager: RecordId) -> bool {
    person.id != manager && person.manager.is_some_and(|of| of.id() == manager)
}

/// The user's direct reports who are current on `day`; none until the user has said who they are.
#[must_use]
pub fn my_reports(book: &Book, day: Date) -> Vec<Entry<Person>> {
    me(book).map(|me| reports_of(book, me.id, day)).unwrap_or_default()
}

/// The managers above `person`, the nearest first. Where managers form a circle it stops before
/// naming anybody twice.
#[must_use]
pub fn manager_chain(book: &Book, person: RecordId) -> Vec<Entry<Person>> {
    let mut seen = HashSet::from([person]);
    let mut chain: Vec<Entry<Person>> = Vec::new();
    let mut above = book.get::<Person>(person).and_then(|person| person.manager);
    while let Some(manager) = above.and_then(|manager| book.get::<Person>(manager.id())) {
        if !seen.insert(manager.id) {
            break;
        }
        above = manager.manager;
        chain.push(manager);
    }
    chain
}

/// Everybody below `manager` on `day`, level by level; a circle of managers is walked once.
#[must_use]
pub fn whole_line_of(book: &Book, manager: RecordId, day: Date) -> Vec<Entry<Person>> {
    let mut seen = HashSet::from([manager]);
    let mut line: Vec<Entry<Person>> = Vec::new();
    let mut asked = vec![manager];
    while let Some(next) = asked.pop() {
        for report in reports_of(book, next, day) {
            if seen.insert(report.id) {
                asked.insert(0, report.id);
                line.push(report);
            }
        }
    }
    line
}

/// Time at work in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenure {
    /// Whole months, from the first day.
    pub months: u32,
}

impl Tenure {
    /// The time as a text that is handed on says it: `3 years and 3 months`.
    #[must_use]
    pub fn in_words(self) -> String {
        match (self.months / 12, self.months % 12) {
            (0, _) | (_, 0) => self.to_string(),
            (years, months) => format!(
                "{} and {}",
                words::counted(years, "year", "years"),
                words::counted(months, "month", "months")
            ),
        }
    }
}

impl fmt::Display for Tenure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        match (years, months) {
            (0, 0) => f.write_str("less than a month"),
            (0, _) => f.write_str(&words::counted(months, "month", "months")),
            (_, 0) => f.write_str(&words::counted(years, "year", "years")),
            _ => write!(f, "{years} y {months} m"),
        }
    }
}

/// How long `person` has been at work on `day`, or had been on their last day. `None` when the
/// first day is unknown or lies ahead.
#[must_use]
pub fn tenure(person: &Person, day: Date) -> Option<Tenure> {
    let first = person.start_date.filter(|first| *first <= day)?;
    let until = person.end_date.map_or(day, |last| last.min(day));
    let mut months =
        (until.year() - first.year()) * 12 + until.month().cast_signed() - first.month().cast_signed();
    if until.day() < first.day() && !is_last_of_month(until) {
        months -= 1;
    }
    Some(Tenure { months: u32::try_from(months).unwrap_or(0) })
}

fn is_last_of_month(day: Date) -> bool {
    day.succ_opt().is_some_and(|next| next.month() != day.month())
}

/// Whether `day` falls in the first `days` days at work; those who have not started are joiners too.
#[must_use]
pub fn is_joiner(person: &Person, day: Date, days: i64) -> bool {
    person.start_date.is_some_and(|first| days_between(first, day) < days)
}

/// The next anniversary of the first day, from `day` on: the date and how many years it makes.
/// Who started on 29 February has it on the 28th in other years.
#[must_use]
pub fn next_anniversary(person: &Person, day: Date) -> Option<(Date, u32)> {
    let first = person.start_date?;
    let behind = u32::try_from((day.year() - first.year()).max(1)).ok()?;
    (behind..=behind + 1)
        .filter_map(|years| Some((first.checked_add_months(Months::new(12 * years))?, years)))
        .find(|(on, _)| *on >= day)
}
