//! How many people report to a manager, now and in the months ahead (TM-2).

use chrono::{Datelike, Months};
use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId};

use super::membership::{reports_of, reports_to};
use crate::{Person, Profile, notices, settings};

/// The numbers a span is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Fewer reports than this may not need a full-time manager.
    pub floor: i64,
    /// More reports than this strain 1:1s, feedback and career care.
    pub ceiling: i64,
}

impl Limits {
    /// On which side of the limits a number of reports lies.
    #[must_use]
    pub fn side(self, reports: i64) -> Side {
        if reports < self.floor {
            Side::Below
        } else if reports > self.ceiling {
            Side::Above
        } else {
            Side::Within
        }
    }
}

/// Where a number of reports lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Fewer than the floor.
    Below,
    /// Good.
    Within,
    /// More than the ceiling.
    Above,
}

/// The limits that hold for the user: the higher ceiling when they lead an experienced, stable,
/// senior team.
#[must_use]
pub fn limits(book: &Book) -> Limits {
    let experienced = book.all::<Profile>().iter().any(|profile| profile.experienced);
    let ceiling = if experienced { &notices::SPAN_CEILING_EXPERIENCED } else { &notices::SPAN_CEILING };
    Limits { floor: settings::number(book, &notices::SPAN_FLOOR), ceiling: settings::number(book, ceiling) }
}

/// The span of one manager.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Who reports today.
    pub now: Vec<Entry<Person>>,
    /// This month and the twelve after it.
    pub months: Vec<SpanMonth>,
}

/// What one month does to a span.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanMonth {
    /// The first day of the month.
    pub month: Date,
    /// Who joins in it, after today.
    pub joins: Vec<Move>,
    /// Who would join in it if what is expected comes true: openings by the day somebody is wanted from.
    pub expected: Vec<Move>,
    /// Whose last day is in it, from today on.
    pub leaves: Vec<Move>,
    /// How many reports remain when it is over: those before, and the joins, less the leaves.
    pub reports: i64,
    /// How many there are when what is expected has come true as well.
    pub with_expected: i64,
}

/// Somebody who comes or goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// The first day, or the last.
    pub on: Date,
}

/// The span of `manager` on `today` and for twelve months ahead, from known first and last days.
#[must_use]
pub fn span(book: &Book, manager: RecordId, today: Date) -> Span {
    span_with(book, manager, &[], today)
}

/// The same with those who are expected and not known yet: openings that report to `manager`, each by the day somebody
/// is wanted from. What is expected stands apart, and crosses no line.
#[must_use]
pub fn span_with(book: &Book, manager: RecordId, expected: &[Move], today: Date) -> Span {
    let now = reports_of(book, manager, today);
    let people = book.all::<Person>();
    let line: Vec<_> = people.iter().filter(|person| reports_to(person, manager)).collect();
    let this_month = today.with_day(1).unwrap_or(today);
    let mut reports = kernel::words::many(&now);
    let mut months = Vec::with_capacity(13);
    let mut to_come = 0;
    for ahead in 0..=12 {
        let month = this_month + Months::new(ahead);
        let moves = |day: fn(&Person) -> Option<Date>, from: Date| {
            let within =
                |day: &Date| *day >= from && day.year() == month.year() && day.month() == month.month();
            let mut moves: Vec<Move> = line
                .iter()
                .filter_map(|entry| Some((entry, day(entry).filter(within)?)))
                .map(|(entry, on)| Move { person: entry.id, name: entry.name.clone(), on })
                .collect();
            moves.order_by_key(|one| one.on);
            moves
        };
        let joins = moves(|person| person.start_date, today.succ_opt().unwrap_or(today));
        let leaves = moves(
            |person| person.end_date.filter(|last| person.start_date.is_none_or(|first| first <= *last)),
            today,
        );
        reports += kernel::words::many(&joins) - kernel::words::many(&leaves);
        // What was expected before today is expected still, as soon as can be.
        let due = |one: &&Move| {
            let on = one.on.max(today);
            on.year() == month.year() && on.month() == month.month()
        };
        let expected: Vec<Move> = expected.iter().filter(due).cloned().collect();
        to_come += kernel::words::many(&expected);
        months.push(SpanMonth { month, joins, expected, leaves, reports, with_expected: reports + to_come });
    }
    Span { now, months }
}

impl Span {
    /// How many report today.
    #[must_use]
    pub fn count(&self) -> i64 {
        kernel::words::many(&self.now)
    }

    /// The first month at whose end a line has been crossed outwards, and the side it leads to.
    /// Months that bring the span back within the limits are no crossing.
    #[must_use]
    pub fn crossing(&self, limits: Limits) -> Option<(&SpanMonth, Side)> {
        let mut before = limits.side(self.count());
        for month in &self.months {
            let side = limits.side(month.reports);
            if side != before && side != Side::Within {
                return Some((month, side));
            }
            before = side;
        }
        None
    }
}
