//! Interview hours per engineer and week (HI-11).

use chrono::Datelike;
use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text::fold};
use roster::{rules as roster_rules, settings};

use crate::{Interview, InterviewState, Stage, notices::WEEK_CAP};

/// The Monday of the week of a day.
#[must_use]
pub fn week_of(day: Date) -> Date {
    day - chrono::Duration::days(i64::from(day.weekday().num_days_from_monday()))
}

/// The interviews of somebody in one week.
#[derive(Clone, Debug, PartialEq)]
pub struct InterviewWeek {
    /// Its Monday.
    pub monday: Date,
    /// The interviews, those in which they only watch too.
    pub interviews: Vec<Entry<Interview>>,
    /// How many minutes they take together.
    pub minutes: i64,
    /// How many of them are of no known length.
    pub unknown: usize,
}

/// What interviewing takes of somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// The weeks asked for, in their order.
    pub weeks: Vec<InterviewWeek>,
}

/// How long an interview takes: its own length, else that of its stage.
#[must_use]
pub fn minutes_of(book: &Book, interview: &Interview) -> Option<i64> {
    let of_stage = || interview.stage.map(Ref::id).and_then(|id| book.get::<Stage>(id)?.minutes);
    interview.minutes.or_else(of_stage)
}

/// What interviewing takes of everybody who interviews in these weeks, by name. Cancelled ones take nothing.
#[must_use]
pub fn load(book: &Book, mondays: &[Date]) -> Vec<Load> {
    let mut all: Vec<Load> = Vec::new();
    for interview in book.all::<Interview>().iter() {
        let (Some(person), Some(on)) = (interview.interviewer, interview.on) else { continue };
        let week = mondays.iter().position(|monday| *monday == week_of(on));
        let (Some(week), true) = (week, interview.state != InterviewState::Cancelled) else { continue };
        let place = all.iter().position(|one| one.person == person.id()).unwrap_or_else(|| {
            let empty = |monday: &Date| InterviewWeek {
                monday: *monday,
                interviews: Vec::new(),
                minutes: 0,
                unknown: 0,
            };
            let name = roster_rules::name_of(book, Some(person)).unwrap_or_default();
            all.push(Load { person: person.id(), name, weeks: mondays.iter().map(empty).collect() });
            all.len() - 1
        });
        let slot = &mut all[place].weeks[week];
        match minutes_of(book, interview) {
            Some(minutes) => slot.minutes += minutes,
            None => slot.unknown += 1,
        }
        slot.interviews.push(interview.clone());
    }
    all.order_by_key(|one| (fold(&one.name), one.person));
    all
}

/// Who has more interviews this week or next than the cap, with that week.
#[must_use]
pub fn over_cap(book: &Book, today: Date) -> Vec<(Load, InterviewWeek)> {
    let this = week_of(today);
    let cap = usize::try_from(settings::number(book, &WEEK_CAP)).unwrap_or(usize::MAX);
    let over = |load: Load| {
        let weeks = load.weeks.clone().into_iter();
        weeks.filter(move |week| week.interviews.len() > cap).map(move |week| (load.clone(), week))
    };
    load(book, &[this, this + chrono::Days::new(7)]).into_iter().flat_map(over).collect()
}

/// Interviews ahead that are planned for a day on which who asks is away, with their name (HI-11.3).
#[must_use]
pub fn while_away(book: &Book, today: Date) -> Vec<(Entry<Interview>, String)> {
    let clashes = |one: &Entry<Interview>| {
        let on = one.on.filter(|on| *on >= today && one.state == InterviewState::Planned)?;
        let person = one.interviewer?;
        roster_rules::away_on(book, person.id(), on)?;
        Some((one.clone(), roster_rules::name_of(book, Some(person))?))
    };
    book.all::<Interview>().iter().filter_map(clashes).collect()
}

/// Minutes as people say them: `45 min`, `3 h`, `3 h 30 min`.
#[must_use]
pub fn time(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
