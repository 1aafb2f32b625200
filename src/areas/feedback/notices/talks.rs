//! Notices about 1:1s and what was agreed in them (FB-1).

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::{Action, ActionState, Person, rules as roster_rules, settings};

use super::{CARRIED_TIMES, SILENT_DAYS, TALK_WARN_DAYS};
use crate::rules::{self, Lapse, Standing, Week};

/// What is to be said about talks on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let standings = rules::standings(book, today);
    let week = rules::week(book, &standings, today);
    let mut notices: Vec<_> =
        standings.iter().filter_map(|standing| skipped(standing, standing.lapse?, week, today)).collect();
    notices.extend(without_series(book, today));
    notices.extend(carried(book, today));
    notices
}

const WHY_TALK: &str =
    "The 1:1 is never the thing to cut when time is short: problems are heard there first.";

fn skipped(standing: &Standing, lapse: Lapse, week: Week, today: Date) -> Option<Notice> {
    let name = &standing.person.name;
    let mut facts = Vec::new();
    let (rule, occurrence, says, urgency) = match lapse {
        Lapse::Overdue { since, days, limit, presses } => {
            let says = if standing.last_held.is_some() {
                facts.push(format!("Last 1:1: {}, {} ago.", words::day(since), ago(since, today)));
                format!("No 1:1 with {name} for {}", words::days(days_between(since, today)))
            } else {
                facts.push(format!("The series counts from {}; no talk is noted since.", words::day(since)));
                format!("No 1:1 with {name} yet")
            };
            if days < days_between(since, today) {
                facts.push(format!("{} of them without leave or pause.", words::days(days)));
            }
            facts.push(format!("Rhythm: {}; limit: {}.", rhythm(standing), words::days(limit)));
            ("FB-1.4", since.to_string(), says, if presses { Urgency::High } else { Urgency::Normal })
        }
        Lapse::Cancelled { on } => {
            facts.push(format!("The 1:1 of {} was cancelled, and no talk followed.", words::day(on)));
            if let Some(last) = standing.last_held.as_ref().and_then(|talk| talk.on) {
                facts.push(format!("Last 1:1: {}, {} ago.", words::day(last), ago(last, today)));
            }
            let says = format!("The 1:1 with {name} was cancelled and not booked again");
            ("FB-1.6", on.to_string(), says, Urgency::Low)
        }
    };
    for talk in &standing.unclosed {
        facts.push(format!("The 1:1 of {} is neither held nor cancelled.", words::day(talk.on?)));
    }
    facts.extend(standing.next.as_ref().map(|next| match next.talk {
        Some(_) => format!("Booked for {}.", words::day(next.on)),
        None => format!("Next day of the rhythm: {}.", words::day(next.on)),
    }));
    if week.is_busy {
        facts.push(format!(
            "A busy week: {} and {} due. That is when talks get dropped.",
            words::counted(week.talks, "talk", "talks"),
            words::counted(week.actions, "action", "actions"),
        ));
    }
    Some(Notice {
        rule,
        about: standing.person.id,
        // One case lasts from one talk to the next, even while it begins to press.
        occurrence,
        says,
        facts,
        why: WHY_TALK,
        next_step: format!("Book a talk with {name} this week, even a short one."),
        urgency: if week.is_busy { louder(urgency) } else { urgency },
        number: matches!(lapse, Lapse::Overdue { .. }).then_some(&TALK_WARN_DAYS),
    })
}

fn ago(since: Date, today: Date) -> String {
    words::days(days_between(since, today))
}

fn rhythm(standing: &Standing) -> String {
    standing.series.cadence.to_string().to_lowercase()
}

fn louder(urgency: Urgency) -> Urgency {
    match urgency {
        Urgency::Low => Urgency::Normal,
        Urgency::Normal | Urgency::High => Urgency::High,
    }
}

/// Reports with whom no series is set up.
fn without_series(book: &Book, today: Date) -> Vec<Notice> {
    let settling = settings::number(book, &SILENT_DAYS);
    let is_without = |person: &Entry<Person>| {
        !roster_rules::is_joiner(person, today, settling) && rules::series_of(book, person.id).is_none()
    };
    let reports = roster_rules::my_reports(book, today);
    let count = words::counted(reports.len(), "direct report", "direct reports");
    let notice = |person: &Entry<Person>| Notice {
        rule: "FB-1.15",
        about: person.id,
        occurrence: "no series".to_owned(),
        says: format!("No regular 1:1 with {}", person.name),
        facts: vec![format!("{} is one of your {count}, with no series of 1:1s.", person.name)],
        why: WHY_TALK,
        next_step: format!("Agree on a rhythm with {} and plan the series.", person.name),
        urgency: Urgency::Low,
        number: None,
    };
    reports.iter().filter(|person| is_without(person)).map(notice).collect()
}

/// Actions that were carried from talk to talk.
fn carried(book: &Book, today: Date) -> Vec<Notice> {
    let times = settings::number(book, &CARRIED_TIMES);
    let often = |action: &&Entry<Action>| action.state == ActionState::Open && action.carried >= times;
    let actions = book.all::<Action>();
    let notice = |action: &Entry<Action>| {
        let owner = roster_rules::name_of(book, action.owner);
        let about = roster_rules::name_of(book, action.about);
        let mut facts = vec![format!("Carried through {}.", words::counted(action.carried, "talk", "talks"))];
        facts.push(
            owner.map_or_else(|| "Nobody has taken it.".to_owned(), |owner| format!("Owner: {owner}.")),
        );
        facts.extend(about.map(|about| format!("Agreed with {about}.")));
        facts.extend(action.due.map(|due| match roster_rules::overdue_days(action, today) {
            Some(days) => format!("Due {}, {} ago.", words::day(due), words::days(days)),
            None => format!("Due {}.", words::day(due)),
        }));
        Notice {
            rule: "FB-1.11",
            about: action.id,
            occurrence: format!("carried {}", action.carried),
            says: format!("Carried over again: {}", words::excerpt(&action.what, 80)),
            facts,
            why: "What is carried from talk to talk quietly tells both that it does not matter.",
            next_step: "Do it, make it smaller, or drop it together.".to_owned(),
            urgency: Urgency::Normal,
            number: Some(&CARRIED_TIMES),
        }
    };
    actions.iter().filter(often).map(notice).collect()
}
