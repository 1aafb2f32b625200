//! The preparation sheet: what one wants to know before a 1:1 (FB-2).
//!
//! It holds what the workspace knows and nothing else. How the growth plan stands is put beside it
//! (GR-1.10); pages and late nights come with their areas.

use chrono::Days;
use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, Threshold, days_between, words};
use roster::{Absence, Action, Person, rules as roster_rules, settings};

use super::{
    concerns::concerns_due,
    talks::{AgendaLine, NextTalk, agenda, held_talks, is_new, standing},
    telling::{growth_points, not_yet_told},
};
use crate::{
    Concern, Observation,
    notices::{ABSENCE_DAYS, ANNIVERSARY_DAYS},
};

/// How much of the last notes is shown, in letters (ours).
const EXCERPT_LETTERS: usize = 280;

/// What one wants to know before a 1:1.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    /// Whom the talk is with.
    pub person: Entry<Person>,
    /// The talk it prepares.
    pub next: Option<NextTalk>,
    /// The talk before.
    pub last: Option<LastTalk>,
    /// Open actions in their file that the user or others owe them.
    pub owed_to_them: Vec<Entry<Action>>,
    /// Open actions that are theirs.
    pub owed_by_them: Vec<Entry<Action>>,
    /// Those of both lists that are past their due day, the oldest first.
    pub slipped: Vec<Entry<Action>>,
    /// The open topics.
    pub agenda: Vec<AgendaLine>,
    /// Observations they have not heard yet, the newest first.
    pub not_yet_told: Vec<Entry<Observation>>,
    /// Points to grow whose day to look again comes by the talk.
    pub look_again: Vec<Entry<Observation>>,
    /// Absences now and in the days ahead that are set for it (FB-2.3).
    pub absences: Vec<Entry<Absence>>,
    /// Private concerns to look at again by the talk, and those without a day.
    pub concerns: Vec<Entry<Concern>>,
    /// What is special about this time.
    pub milestones: Vec<Milestone>,
}

/// The talk before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTalk {
    /// The talk.
    pub talk: RecordId,
    /// The day.
    pub on: Date,
    /// How many days ago.
    pub days_ago: i64,
    /// How its notes begin.
    pub excerpt: String,
}

/// What is special about this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// Not started yet.
    Joins {
        /// The first day.
        on: Date,
    },
    /// In the first 90 days.
    New {
        /// Which day at work it is; the first day is 1.
        day: i64,
    },
    /// An anniversary of the first day comes up within the days that are set for it (FB-2.6).
    Anniversary {
        /// The day.
        on: Date,
        /// How many years it makes.
        years: u32,
    },
    /// They are leaving.
    Leaves {
        /// The last day.
        on: Date,
    },
}

/// What to know before the next talk with `person`.
#[must_use]
pub fn preparation(book: &Book, person: &Entry<Person>, today: Date) -> Preparation {
    let next = standing(book, person, today).and_then(|standing| standing.next);
    let talk_day = next.as_ref().map_or(today, |next| next.on);
    let owed_to_them = roster_rules::owed_to(book, person.id);
    let owed_by_them = roster_rules::owed_by(book, person.id);
    let both = owed_to_them.iter().chain(&owed_by_them);
    let mut slipped: Vec<_> =
        both.filter(|action| roster_rules::overdue_days(action, today).is_some()).cloned().collect();
    slipped.order_by_key(|action| (action.due, action.id));
    let due = concerns_due(book, talk_day);
    let mut concerns: Vec<_> = due.look_again.into_iter().chain(due.without_a_day).collect();
    concerns.retain(|concern| concern.person.is_some_and(|of| of.id() == person.id));
    Preparation {
        last: last_talk(book, person.id, today),
        agenda: agenda(book, person.id),
        not_yet_told: not_yet_told(book, person.id),
        look_again: growth_points(book, person.id, talk_day).look_again,
        absences: absences_ahead(book, person.id, today),
        milestones: milestones(book, person, today),
        person: person.clone(),
        next,
        owed_to_them,
        owed_by_them,
        slipped,
        concerns,
    }
}

fn last_talk(book: &Book, person: RecordId, today: Date) -> Option<LastTalk> {
    let talk = held_talks(book, person).into_iter().find(|talk| talk.on <= Some(today))?;
    let on = talk.on?;
    let excerpt = words::excerpt(&talk.notes, EXCERPT_LETTERS);
    Some(LastTalk { talk: talk.id, on, days_ago: days_between(on, today), excerpt })
}

/// The last of as many days ahead as `days` says.
fn ahead(book: &Book, today: Date, days: &Threshold) -> Date {
    today + Days::new(u64::try_from(settings::number(book, days)).unwrap_or_default())
}

fn absences_ahead(book: &Book, person: RecordId, today: Date) -> Vec<Entry<Absence>> {
    let horizon = ahead(book, today, &ABSENCE_DAYS);
    let mut absences = roster_rules::absences_of(book, person);
    absences.retain(|absence| absence.until >= Some(today) && absence.from <= Some(horizon));
    absences
}

fn milestones(book: &Book, person: &Person, today: Date) -> Vec<Milestone> {
    let mut milestones = Vec::new();
    match person.start_date {
        Some(on) if on > today => milestones.push(Milestone::Joins { on }),
        Some(first) if is_new(book, person, today) => {
            milestones.push(Milestone::New { day: days_between(first, today) + 1 });
        }
        _ => {}
    }
    let horizon = ahead(book, today, &ANNIVERSARY_DAYS);
    if let Some((on, years)) = roster_rules::next_anniversary(person, today).filter(|(on, _)| *on <= horizon)
    {
        milestones.push(Milestone::Anniversary { on, years });
    }
    milestones.extend(person.end_date.map(|on| Milestone::Leaves { on }));
    milestones
}
