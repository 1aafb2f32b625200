//! The sample's series, talks, topics, private notes and actions.

use chrono::{Datelike, Days, Weekday};
use document::{Edit, Ref};
use kernel::{Cadence, Date, RecordId, words};
use roster::{Action, ActionState, Person, Telling};
use std::collections::BTreeMap;

use super::texts;
use crate::{AgendaItem, OneOnOne, OneOnOneState, PrivateNote, RaisedBy, Series, rules};

/// Days of leave in which no talk took place, as the roster's sample has them, in days from today.
const LEAVE: [(&str, i64, i64); 5] = [
    ("Samir Haddad", -240, -170),
    ("Ana Lindqvist", -118, -101),
    ("Rafael Moreira", -64, -55),
    ("Kofi Mensah-Boateng", -33, -31),
    ("Tomasz Wróbel", -2, 3),
];
/// How far back the talks go.
const WEEKS: u64 = 60;

/// One series and the story of its last talks.
struct Plan {
    name: &'static str,
    cadence: Cadence,
    /// A day of the rhythm in this week, or in an earlier one when the rhythm skips this week.
    anchor: Date,
    time: &'static str,
    /// Talks that were cancelled, counted back from the newest past one.
    cancelled: &'static [usize],
}

pub fn tell(telling: &mut Telling) {
    let mut held: BTreeMap<Date, Vec<(&'static str, Edit)>> = BTreeMap::new();
    for (number, plan) in plans(telling).into_iter().enumerate() {
        let Some(person) = telling.person(plan.name) else { continue };
        let series_id = telling.id();
        let days = days(telling, &plan);
        let Some(first_on) = days.first().copied() else { continue };
        let series = Series {
            person: Some(person),
            cadence: plan.cadence,
            first_on: Some(first_on),
            time: Some(plan.time.to_owned()),
            minutes: Some(45),
            ..Series::default()
        };
        let edit = telling.author.create(series_id, &series);
        telling.write(format!("Plan 1:1s with {}", plan.name), first_on - Days::new(3), vec![edit]);
        let past = days.iter().filter(|day| **day < telling.today).count();
        let mut told = 0;
        for (index, on) in days.iter().enumerate() {
            let back = past.checked_sub(index + 1);
            let state = match back {
                None => OneOnOneState::Planned,
                Some(back) if plan.cancelled.contains(&back) => OneOnOneState::Cancelled,
                Some(_) => OneOnOneState::Held,
            };
            let mut text = "";
            if state == OneOnOneState::Held {
                text = notes(plan.name, number, told, past - plan.cancelled.len());
                told += 1;
            }
            let talk = OneOnOne {
                person: Some(person),
                series: Some(series_id.into()),
                on: Some(*on),
                state,
                notes: text.into(),
                ..OneOnOne::default()
            };
            let edit = telling.author.create(rules::talk_id(series_id, *on), &talk);
            held.entry(*on).or_default().push((first_name(plan.name), edit));
        }
        cancel_next_talk_with_ana(telling, &plan, person, series_id);
    }
    for (on, talks) in held {
        let names: Vec<&str> = talks.iter().map(|(name, _)| *name).collect();
        let label = format!("1:1 with {}", words::listed(&names));
        telling.write(label, on, talks.into_iter().map(|(_, edit)| edit).collect());
    }
    topics(telling);
    private_notes(telling);
    actions(telling);
}

fn plans(telling: &Telling) -> Vec<Plan> {
    let plan = |name, cadence, anchor, time| Plan { name, cadence, anchor, time, cancelled: &[] };
    let fortnightly = Cadence::Fortnightly;
    vec![
        Plan {
            cancelled: &[9],
            ..plan("Ana Lindqvist", fortnightly, weekday(telling, Weekday::Tue, 1), "10:00")
        },
        Plan {
            cancelled: &[14],
            ..plan("Tomasz Wróbel", fortnightly, weekday(telling, Weekday::Tue, 1), "13:00")
        },
        Plan {
            cancelled: &[6],
            ..plan("Yui Nakagawa", fortnightly, weekday(telling, Weekday::Tue, 0), "08:30")
        },
        plan("Kofi Mensah-Boateng", fortnightly, talk_day(telling), "11:00"),
        Plan {
            cancelled: &[0, 1],
            ..plan("Rafael Moreira", fortnightly, weekday(telling, Weekday::Tue, 1), "15:30")
        },
        Plan {
            cancelled: &[3],
            ..plan("Priya Raghunathan", fortnightly, weekday(telling, Weekday::Thu, 1), "09:30")
        },
        plan("Samir Haddad", fortnightly, weekday(telling, Weekday::Thu, 0), "14:00"),
        plan("Elif Karataş", Cadence::Weekly, talk_day(telling), "09:00"),
    ]
}

/// The days of the rhythm up to the anchor that were not in leave, the oldest first. A day that
/// lies ahead is booked only when it is the next talk day.
fn days(telling: &Telling, plan: &Plan) -> Vec<Date> {
    let mut first = plan.anchor - Days::new(7 * WEEKS);
    if plan.name == "Elif Karataş" {
        first = telling.day(-44);
    }
    let first = plan.cadence.next_on_or_after(plan.anchor, first);
    let step = usize::try_from(plan.cadence.days()).unwrap_or(7);
    let is_leave = |day: Date| {
        LEAVE.iter().any(|(name, from, until)| {
            *name == plan.name && (telling.day(*from)..=telling.day(*until)).contains(&day)
        })
    };
    let is_new_year = |day: Date| matches!((day.month(), day.day()), (12, 24..) | (1, 1));
    let last = plan.anchor.min(talk_day(telling));
    let rhythm = first.iter_days().step_by(step).take_while(|day| *day <= last);
    rhythm.filter(|day| *day >= telling.today || !is_leave(*day) && !is_new_year(*day)).collect()
}

/// The notes of one talk: the person's own story, spread over the time, and everyday notes between.
fn notes(name: &str, person: usize, talk: usize, talks: usize) -> &'static str {
    let own = texts::OWN_NOTES.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, notes)| *notes);
    let talk_of = |chapter: usize| {
        // The last chapter is the newest talk, the first lies a good way back.
        talks.saturating_sub(1) - (own.len() - 1 - chapter) * talks.max(1) / own.len().max(1)
    };
    if let Some(chapter) = (0..own.len()).find(|chapter| talk_of(*chapter) == talk) {
        return own[chapter];
    }
    let everyday = texts::EVERYDAY_NOTES;
    everyday[(talk * 5 + person * 7) % everyday.len()]
}

/// Ana's next talk falls into a planning day; it is cancelled, and nobody has looked for another.
fn cancel_next_talk_with_ana(telling: &mut Telling, plan: &Plan, person: Ref<Person>, series: RecordId) {
    if plan.name != "Ana Lindqvist" {
        return;
    }
    let on = plan.anchor + Days::new(14);
    let talk = OneOnOne {
        person: Some(person),
        series: Some(series.into()),
        on: Some(on),
        state: OneOnOneState::Cancelled,
        ..OneOnOne::default()
    };
    let edit = telling.author.create(rules::talk_id(series, on), &talk);
    telling.write("Cancel 1:1 with Ana Lindqvist", telling.day(-1), vec![edit]);
}

fn topics(telling: &mut Telling) {
    for (name, raised, raised_by, topic) in texts::TOPICS {
        let item = AgendaItem {
            topic: (*topic).to_owned(),
            person: telling.person(name),
            raised_by: if *raised_by == "me" { RaisedBy::Manager } else { RaisedBy::Report },
            raised_on: Some(telling.day(*raised)),
            ..AgendaItem::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &item);
        telling.write(format!("Topic for {}", first_name(name)), telling.day(*raised), vec![edit]);
    }
}

fn private_notes(telling: &mut Telling) {
    for (name, on, text) in texts::PRIVATE_NOTES {
        let note = PrivateNote {
            person: telling.person(name),
            on: Some(telling.day(*on)),
            text: (*text).into(),
            ..PrivateNote::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &note);
        telling.write("Private note", telling.day(*on), vec![edit]);
    }
}

fn actions(telling: &mut Telling) {
    for (about, owner, what, agreed, due, closed, carried) in texts::ACTIONS {
        let owner = match *owner {
            "me" => telling.me(),
            "nobody" => None,
            _ => telling.person(about),
        };
        let action = Action {
            what: (*what).to_owned(),
            owner,
            due: due.map(|due| telling.day(due)),
            state: if closed.is_some() { ActionState::Done } else { ActionState::Open },
            about: telling.person(about),
            source: None,
            closed_on: closed.map(|closed| telling.day(closed)),
            carried: *carried,
            ..Action::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &action);
        telling.write(format!("Action with {}", first_name(about)), telling.day(*agreed), vec![edit]);
    }
}

fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// The working day on which the sample has talks: today, or Monday when today is a weekend.
fn talk_day(telling: &Telling) -> Date {
    let to_monday = match telling.today.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    telling.today + Days::new(to_monday)
}

/// A weekday of this week or, with `weeks_ago`, of an earlier one.
fn weekday(telling: &Telling, weekday: Weekday, weeks_ago: u64) -> Date {
    let monday = telling.today - Days::new(u64::from(telling.today.weekday().num_days_from_monday()));
    monday + Days::new(u64::from(weekday.num_days_from_monday())) - Days::new(7 * weeks_ago)
}
