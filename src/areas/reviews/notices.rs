//! What the reviews area says unasked: cycles that wait, reviews that are late, talks that are owed.

use document::{Book, Entry};
use kernel::{Date, Notice, Threshold, Urgency, days_between, words};
use roster::{rules as roster_rules, settings};

use crate::{
    Response, Review, ReviewCycle, Stands,
    rules::{self, CycleState, Step},
};

/// PR-1: a cycle that is to be launched within so many days is told of.
pub const LAUNCH_DAYS: Threshold = Threshold::ours(
    "pr-1-launch-days",
    "Days before its launch in which a cycle is a notice",
    3,
    (0, 60),
    "days",
);
/// PR-1, PR-2, PR-3: so many days before it has to be written, a review is looked at for what it lacks.
pub const READY_DAYS: Threshold = Threshold::ours(
    "pr-1-ready-days",
    "Days before its day in which an unwritten review is a notice",
    7,
    (0, 60),
    "days",
);
/// PR-2: an answer with fewer words says nothing that could be acted on.
pub const SPECIFIC_WORDS: Threshold = Threshold::ours(
    "pr-2-words",
    "Words below which an answer of a review is too short",
    12,
    (1, 500),
    "words",
);
/// PR-6: so many 1:1s after a review was shared, promised support should have begun.
pub const PROMISE_TALKS: Threshold = Threshold::ours(
    "pr-6-talks",
    "1:1s after a review until support that was not begun is a notice",
    2,
    (1, 20),
    "1:1s",
);
/// PR-7: so many days after a review was shared, what is to grow should lead somewhere.
pub const NOT_TAKEN_UP_DAYS: Threshold = Threshold::ours(
    "pr-7-days",
    "Days after a review until a finding that leads nowhere is a notice",
    14,
    (1, 365),
    "days",
);

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] =
    &[LAUNCH_DAYS, READY_DAYS, SPECIFIC_WORDS, PROMISE_TALKS, NOT_TAKEN_UP_DAYS];

/// What the reviews area has to say on `today`.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = Vec::new();
    for cycle in rules::cycles(book) {
        match rules::state_of(&cycle) {
            CycleState::Planned => notices.extend(launch(book, &cycle, today)),
            CycleState::UnderWay => notices.extend(late(book, &cycle, today)),
            CycleState::Finished => {}
        }
    }
    for response in book.all::<Response>().iter() {
        let review = response.review.and_then(|review| book.get::<Review>(review.id()));
        let Some(review) = review.filter(|review| rules::is_mine(book, review)) else { continue };
        notices.extend(follow_up(book, response, &review, today));
    }
    notices
}

/// PR-1.6: a cycle whose launch is near, or past.
fn launch(book: &Book, cycle: &Entry<ReviewCycle>, today: Date) -> Option<Notice> {
    let on = cycle.launch_on?;
    let ahead = days_between(today, on);
    if ahead > settings::number(book, &LAUNCH_DAYS) {
        return None;
    }
    let people = words::counted(rules::reviews_in(book, cycle.id).len(), "person", "people");
    let says = match ahead {
        0 => format!("{} is to be launched today", cycle.name),
        ahead if ahead > 0 => format!("{} is to be launched in {}", cycle.name, words::days(ahead)),
        late => format!("{} was to be launched {} ago", cycle.name, words::days(-late)),
    };
    Some(Notice {
        rule: "PR-1.6",
        about: cycle.id,
        occurrence: on.to_string(),
        says,
        facts: vec![
            format!("Launch day: {}.", words::day(on)),
            format!(
                "In it: {people}; level, team and manager are kept as they are on the day of the launch."
            ),
        ],
        why: "Who moves between the launch and the talk would otherwise be reviewed as somebody else.",
        next_step: "Look at who is in it, and launch it.".to_owned(),
        urgency: if ahead <= 0 { Urgency::Normal } else { Urgency::Low },
        number: Some(&LAUNCH_DAYS),
    })
}

/// PR-1.8 and PR-1.9: reviews of a cycle that are not written, or not shared, and whose day is near or past.
fn late(book: &Book, cycle: &Entry<ReviewCycle>, today: Date) -> Vec<Notice> {
    let reviews = rules::reviews_in(book, cycle.id);
    let mine: Vec<_> = reviews.iter().filter(|review| rules::is_mine(book, review)).collect();
    let ready_days = settings::number(book, &READY_DAYS);
    let unwritten: Vec<_> =
        mine.iter().copied().filter(|review| rules::step(book, review) < Step::Written).collect();
    let unshared: Vec<_> = mine.iter().copied().filter(|review| review.shared_on.is_none()).collect();
    let notice = |rule, day: Option<Date>, open: &[&Entry<Review>], doing: &str, why, next_step: &str| {
        let day = day.filter(|day| !open.is_empty() && days_between(today, *day) <= ready_days)?;
        let ahead = days_between(today, day);
        let fact = |review: &&Entry<Review>| {
            let name = roster_rules::name_of(book, review.person).unwrap_or_default();
            let empty = rules::empty_answers(review);
            let lacks = match empty.len() {
                0 => String::new(),
                3 => ", no answer yet".to_owned(),
                count => format!(", {count} of 3 answers empty"),
            };
            format!("{name}: {}{lacks}.", rules::step(book, review).label().to_lowercase())
        };
        Some(Notice {
            rule,
            about: cycle.id,
            occurrence: day.to_string(),
            says: format!(
                "{} of {} reviews of {} not {doing}, {}",
                open.len(),
                mine.len(),
                cycle.name,
                when(ahead)
            ),
            facts: [format!("To be {doing} by {}.", words::day(day))]
                .into_iter()
                .chain(open.iter().map(fact))
                .collect(),
            why,
            next_step: next_step.to_owned(),
            urgency: if ahead < 0 { Urgency::High } else { Urgency::Normal },
            number: Some(&READY_DAYS),
        })
    };
    let written = notice(
        "PR-1.8",
        cycle.due,
        &unwritten,
        "written",
        "A review written in the last hour is made of the last two weeks.",
        "Take one a day; each draft begins with what the period shows.",
    );
    let shared = notice(
        "PR-1.9",
        cycle.share_by,
        &unshared,
        "shared",
        "Whoever knows that a review exists and does not get it fills the gap themselves.",
        "Book the talks, and hand the document over in them.",
    );
    [written, shared].into_iter().flatten().collect()
}

fn when(ahead: i64) -> String {
    match ahead {
        0 => "due today".to_owned(),
        ahead if ahead > 0 => format!("due in {}", words::days(ahead)),
        late => format!("{} late", words::days(-late)),
    }
}

/// PR-5.2 and PR-5.3: who disputes their review is talked to again.
fn follow_up(book: &Book, response: &Entry<Response>, review: &Entry<Review>, today: Date) -> Option<Notice> {
    if response.held_on.is_some() {
        return None;
    }
    let name = roster_rules::name_of(book, review.person).unwrap_or_default();
    let points = rules::in_dispute(book, review.id);
    let mut facts: Vec<_> = response
        .on
        .map(|on| format!("{}, said on {}.", response.stands.label(), words::day(on)))
        .into_iter()
        .collect();
    facts.extend(points.iter().map(|point| format!("In dispute: “{}”.", words::excerpt(&point.what, 90))));
    let why = "A disagreement that is written down and not talked about again is only a better-kept one.";
    if let Some(on) = response.follow_up.filter(|on| *on <= today) {
        let late = days_between(on, today);
        return Some(Notice {
            rule: "PR-5.2",
            about: review.id,
            occurrence: on.to_string(),
            says: match late {
                0 => format!("Talk with {name} again about their review today"),
                late => format!("The talk with {name} about their review was due {} ago", words::days(late)),
            },
            facts,
            why,
            next_step: "Hold it, and note what came of each point.".to_owned(),
            urgency: Urgency::Normal,
            number: None,
        });
    }
    let disagrees = response.stands != Stands::Agrees || !points.is_empty();
    (response.follow_up.is_none() && disagrees).then(|| Notice {
        rule: "PR-5.3",
        about: review.id,
        occurrence: "no day".to_owned(),
        says: format!("{name} sees their review differently, and no talk about it has a day"),
        facts,
        why,
        next_step: "Set a day to talk about it again.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}
