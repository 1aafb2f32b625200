//! Notices about observations and concerns (FB-4, FB-5, FB-6).

use chrono::Datelike;
use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::{Person, rules as roster_rules, settings};

use super::{
    ADRIFT_DAYS, BLANK_DAYS, BLANK_NEW_DAYS, CONCERN_PRESS_DAYS, ONE_SIDED_COUNT, RECENT_COUNT,
    RECENT_PERCENT, SILENT_DAYS, UNTOLD_DAYS,
};
use crate::{
    Concern, Observation,
    rules::{self, Coverage},
};

/// How much of a note a fact shows, in letters.
const EXCERPT: usize = 90;

/// What is to be said about observations and concerns on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let settling = settings::number(book, &SILENT_DAYS);
    let mut notices = Vec::new();
    for person in rules::subjects(book, today) {
        if roster_rules::is_joiner(&person, today, settling) {
            continue;
        }
        let coverage = rules::coverage(book, &person, today);
        let is_new = rules::is_new(book, &person, today);
        notices.extend(blank(book, &coverage, is_new));
        notices.extend(recent(book, &coverage, is_new));
        notices.extend(one_sided(book, &coverage));
        notices.extend(growth(book, &person, today));
    }
    notices.extend(concerns(book, today));
    notices
}

const WHY_EVIDENCE: &str = "A fair review rests on the whole period, not on what is fresh in memory.";

fn blank(book: &Book, coverage: &Coverage, is_new: bool) -> Option<Notice> {
    let limit = settings::number(book, if is_new { &BLANK_NEW_DAYS } else { &BLANK_DAYS });
    let days = coverage.blank_days;
    let name = &coverage.person.name;
    let mut facts = vec![match coverage.last_on {
        Some(last) => format!("Last observation: {}, {} ago.", words::day(last), words::days(days)),
        None => format!("No observation so far, in {}.", words::days(days)),
    }];
    facts.push(format!("{} since {}.", observations(coverage.total()), words::day(coverage.from)));
    if is_new {
        facts.push(format!("{name} is new; the limit is {} then.", words::days(limit)));
    }
    (days >= limit).then(|| Notice {
        rule: "FB-4.3",
        about: coverage.person.id,
        occurrence: coverage.last_on.map_or_else(|| "none".to_owned(), |last| last.to_string()),
        says: format!("Nothing noted about {name} for {}", words::days(days)),
        facts,
        why: WHY_EVIDENCE,
        next_step: format!("Think of one thing {name} did lately, and jot it down."),
        urgency: if is_new { Urgency::Normal } else { Urgency::Low },
        number: Some(if is_new { &BLANK_NEW_DAYS } else { &BLANK_DAYS }),
    })
}

fn recent(book: &Book, coverage: &Coverage, is_new: bool) -> Option<Notice> {
    let (percent, count) = (settings::number(book, &RECENT_PERCENT), settings::number(book, &RECENT_COUNT));
    let share = coverage.final_fortnight;
    let total = i64::try_from(share.whole).unwrap_or(i64::MAX);
    let part = i64::try_from(share.part).unwrap_or(i64::MAX);
    let is_skewed = total >= count && part.saturating_mul(100) > percent.saturating_mul(total);
    let name = &coverage.person.name;
    (is_skewed && !is_new).then(|| Notice {
        rule: "FB-4.4",
        about: coverage.person.id,
        occurrence: words::month_key(coverage.until),
        says: format!("What is noted about {name} is mostly from the last two weeks"),
        facts: vec![
            format!("{share} are from the last 14 days."),
            format!("The period begins on {}.", words::day(coverage.from)),
        ],
        why: WHY_EVIDENCE,
        next_step: "Go back through the calendar and finished work, and add what stood out earlier."
            .to_owned(),
        urgency: Urgency::Low,
        number: Some(&RECENT_PERCENT),
    })
}

fn one_sided(book: &Book, coverage: &Coverage) -> Option<Notice> {
    let least = settings::number(book, &ONE_SIDED_COUNT);
    let total = i64::try_from(coverage.total()).unwrap_or(i64::MAX);
    let is_praise = coverage.growth.part == 0;
    if total < least || (coverage.praise.part > 0 && coverage.growth.part > 0) {
        return None;
    }
    let name = &coverage.person.name;
    let (says, tone, next_step) = if is_praise {
        (
            format!("Only praise is noted about {name}"),
            "praise",
            "What would help them grow next? Note one thing, with an example.",
        )
    } else {
        (
            format!("Only points to grow are noted about {name}"),
            "growth",
            "Look for what went well, and say so this week.",
        )
    };
    let quarter = coverage.until.month().div_ceil(3);
    Some(Notice {
        rule: "FB-4.5",
        about: coverage.person.id,
        occurrence: format!("{tone} {} Q{quarter}", coverage.until.year()),
        says,
        facts: vec![
            format!("Praise: {}.", coverage.praise),
            format!("Points to grow: {}.", coverage.growth),
            format!("Since {}.", words::day(coverage.from)),
        ],
        why: "One-sided notes make a one-sided review; everybody has strengths and something to learn.",
        next_step: next_step.to_owned(),
        urgency: Urgency::Low,
        number: Some(&ONE_SIDED_COUNT),
    })
}

/// The points to grow of one person: one notice per kind of omission, with every point as a fact.
fn growth(book: &Book, person: &Entry<Person>, today: Date) -> Vec<Notice> {
    let points = rules::growth_points(book, person.id, today);
    let name = &person.name;
    let limit = settings::number(book, &UNTOLD_DAYS);
    let is_late = |point: &Entry<Observation>| point.on.is_some_and(|on| days_between(on, today) > 3 * limit);
    let count =
        |points: &[Entry<Observation>]| words::counted(points.len(), "point to grow", "points to grow");
    let notice = |rule, points: &[Entry<Observation>], says, why, next_step: &str, urgency, number| {
        let newest = points.first()?;
        Some(Notice {
            rule,
            about: person.id,
            // A point that comes to it is a new case; so is a new day to look again.
            occurrence: newest
                .look_again
                .map_or_else(|| newest.id.to_string(), |day| format!("{} {day}", newest.id)),
            says,
            facts: points.iter().map(|point| point_fact(point, today)).collect(),
            why,
            next_step: next_step.to_owned(),
            urgency,
            number,
        })
    };
    let untold = notice(
        "FB-5.2",
        &points.untold,
        format!("{name} has not heard {} yet", count(&points.untold)),
        "Feedback helps while it is fresh; nobody should meet it first in a review.",
        "Bring it to the next 1:1 with the example and a suggestion, then mark it as told.",
        if points.untold.iter().any(is_late) { Urgency::High } else { Urgency::Normal },
        Some(&UNTOLD_DAYS),
    );
    let adrift = notice(
        "FB-5.3",
        &points.adrift,
        format!("{} of {name} without a plan or a date", count(&points.adrift)),
        "A point that was told and then left alone reads as if it had not mattered.",
        "Add what could be done next time, or a day to look again; or settle it.",
        Urgency::Normal,
        Some(&ADRIFT_DAYS),
    );
    let look_again = notice(
        "FB-5.4",
        &points.look_again,
        format!("Time to look again at {} of {name}", count(&points.look_again)),
        "Looking again is how somebody learns that the change was seen.",
        "Say what you see now; settle it, or set another day.",
        Urgency::Normal,
        None,
    );
    [untold, adrift, look_again].into_iter().flatten().collect()
}

fn point_fact(point: &Observation, today: Date) -> String {
    let on = point.on.map_or_else(String::new, |on| {
        format!("{}, {} ago: ", words::day(on), words::days(days_between(on, today)))
    });
    format!("{on}{}", words::excerpt(&point.what_happened, EXCERPT))
}

fn concerns(book: &Book, today: Date) -> Vec<Notice> {
    let due = rules::concerns_due(book, today);
    let press = settings::number(book, &CONCERN_PRESS_DAYS);
    let name = |concern: &Concern| {
        roster_rules::name_of(book, concern.person).unwrap_or_else(|| "somebody".to_owned())
    };
    let raised = |concern: &Concern| {
        concern
            .on
            .map(|on| format!("Raised on {}, {} ago.", words::day(on), words::days(days_between(on, today))))
    };
    let why = "Whoever tells what troubles them waits to see whether it was heard.";
    let look_again = due.look_again.iter().filter_map(|concern| {
        let day = concern.look_again?;
        let late = days_between(day, today);
        let mut facts = vec![format!("Look again on {}: {}.", words::day(day), lateness(late))];
        facts.extend(raised(concern));
        Some(Notice {
            rule: "FB-6.2",
            about: concern.id,
            occurrence: day.to_string(),
            says: format!("Look again with {}: {}", name(concern), words::excerpt(&concern.what, EXCERPT)),
            facts,
            why,
            next_step: "Ask how it is now, note the support, and set the next day or close it.".to_owned(),
            urgency: if late >= press { Urgency::High } else { Urgency::Normal },
            number: Some(&CONCERN_PRESS_DAYS),
        })
    });
    let without_a_day = due.without_a_day.iter().map(|concern| Notice {
        rule: "FB-6.3",
        about: concern.id,
        occurrence: "no day".to_owned(),
        says: format!(
            "No day to look again with {}: {}",
            name(concern),
            words::excerpt(&concern.what, EXCERPT)
        ),
        facts: raised(concern)
            .into_iter()
            .chain(["It is open and has no day to look again.".to_owned()])
            .collect(),
        why,
        next_step: "Set a day to look again, or close it.".to_owned(),
        urgency: Urgency::Low,
        number: None,
    });
    look_again.chain(without_a_day).collect()
}

fn lateness(days: i64) -> String {
    match days {
        0 => "that is today".to_owned(),
        late => format!("{} ago", words::days(late)),
    }
}

fn observations(count: usize) -> String {
    words::counted(count, "observation", "observations")
}
