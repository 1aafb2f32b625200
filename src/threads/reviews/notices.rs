//! What reviews say unasked, as far as it takes more than their own area to know it.

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, days_between, words};
use reviews::{
    NOT_TAKEN_UP_DAYS, PROMISE_TALKS, READY_DAYS, Review, ReviewCycle, SPECIFIC_WORDS,
    rules::{self, CycleState},
};
use roster::{rules as roster_rules, settings};

use super::{gate, lacks, leads, promises};

/// How many letters of a text stand for it in a fact.
const EXCERPT: usize = 100;

/// What is to be said on `today` about the user's reviews.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = Vec::new();
    for cycle in rules::cycles(book) {
        let state = rules::state_of(&cycle);
        for review in rules::reviews_in(book, cycle.id) {
            if !rules::is_mine(book, &review) {
                continue;
            }
            let name = roster_rules::name_of(book, review.person).unwrap_or_default();
            if review.shared_on.is_some() {
                notices.extend(not_begun(book, &review, &name, today));
                notices.extend(not_taken_up(book, &review, &name, today));
            } else if state == CycleState::UnderWay {
                notices.extend(thin(book, &cycle, &review, &name, today));
                notices.extend(surprising(book, &cycle, &review, &name, today));
            }
        }
    }
    notices
}

/// PR-2.4: all three answers are there, the day is near, and some say nothing particular, or rest on nothing (PR-4.3).
fn thin(
    book: &Book,
    cycle: &Entry<ReviewCycle>,
    review: &Entry<Review>,
    name: &str,
    today: Date,
) -> Option<Notice> {
    let due = cycle.due.or(cycle.share_by)?;
    if days_between(today, due) > settings::number(book, &READY_DAYS)
        || !rules::empty_answers(review).is_empty()
    {
        return None;
    }
    let lacking = lacks::lacks(book, review);
    let mut facts: Vec<_> = lacking
        .iter()
        .map(|(question, lack)| format!("“{}” {}.", question.label(), lack.says(*question)))
        .collect();
    let resting =
        |finding: &&Entry<reviews::Finding>| super::evidence::evidence_of(book, finding.id).is_empty();
    let findings = rules::findings_of(book, review.id);
    let without: Vec<_> = findings.iter().filter(resting).collect();
    facts.extend(
        without.iter().map(|one| format!("Rests on nothing: “{}”.", words::excerpt(&one.what, EXCERPT))),
    );
    (!facts.is_empty()).then(|| Notice {
        rule: "PR-2.4",
        about: review.id,
        occurrence: due.to_string(),
        says: match (lacking.len(), without.len()) {
            (0, count) => format!(
                "{} in the review of {name} with no evidence",
                words::counted(i64::try_from(count).unwrap_or(i64::MAX), "finding", "findings")
            ),
            (count, _) => format!("{count} of 3 answers in the review of {name} lack specifics"),
        },
        facts,
        why: "Nobody can act on a judgement that names nothing they did.",
        next_step: "Name what was seen, what is asked for, or what you will do by when.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&SPECIFIC_WORDS),
    })
}

/// PR-3.4: critical points of which the person has heard nothing.
fn surprising(
    book: &Book,
    cycle: &Entry<ReviewCycle>,
    review: &Entry<Review>,
    name: &str,
    today: Date,
) -> Option<Notice> {
    let surprises = gate::surprises(book, review, today);
    let newest = surprises.iter().map(|one| one.finding.id).max()?;
    // What is on the agenda is being seen to, until the day has come.
    let near =
        cycle.share_by.is_some_and(|day| days_between(today, day) <= settings::number(book, &READY_DAYS));
    if !near && surprises.iter().all(|one| one.booked.is_some()) {
        return None;
    }
    let facts = surprises.iter().map(|one| {
        let booked =
            if one.booked.is_some() { "on the agenda, not talked about yet" } else { "on no agenda" };
        format!("“{}”: {booked}.", words::excerpt(&one.finding.what, EXCERPT))
    });
    Some(Notice {
        rule: "PR-3.4",
        about: review.id,
        occurrence: format!("{newest}{}", if near { " near" } else { "" }),
        says: format!(
            "The review of {name} would say {} for the first time",
            words::counted(words::many(&surprises), "critical point", "critical points")
        ),
        facts: facts.collect(),
        why: "Whoever is surprised by a review hears nothing else in it.",
        next_step: format!("Put it on the agenda of the next 1:1 with {name}."),
        urgency: if near { Urgency::High } else { Urgency::Normal },
        number: Some(&READY_DAYS),
    })
}

/// PR-6.4: support that was promised, and not begun after so many 1:1s.
fn not_begun(book: &Book, review: &Entry<Review>, name: &str, today: Date) -> Option<Notice> {
    let limit = usize::try_from(settings::number(book, &PROMISE_TALKS)).unwrap_or(usize::MAX);
    let promises = rules::promises_of(book, review.id);
    let standing: Vec<_> =
        promises.iter().map(|promise| (promise, promises::kept(book, review, promise, today))).collect();
    let idle: Vec<_> = standing.iter().filter(|(_, kept)| !kept.begun && kept.talks >= limit).collect();
    let (_, first) = idle.first()?;
    let talks = words::counted(i64::try_from(first.talks).unwrap_or(i64::MAX), "1:1", "1:1s");
    let fact = |promise: &reviews::Promise, kept: &promises::Kept| {
        let by = promise.by.map(|by| format!(", by {}", words::day(by))).unwrap_or_default();
        let became = kept.became.as_ref().map_or("nothing was made of it", |(_, kind, _)| *kind);
        format!(
            "“{}” ({}{by}): {}.",
            words::excerpt(&promise.what, EXCERPT),
            promises::owner(book, promise),
            became.to_lowercase()
        )
    };
    let newest = idle.iter().map(|(promise, _)| promise.id).max()?;
    Some(Notice {
        rule: "PR-6.4",
        about: review.id,
        occurrence: newest.to_string(),
        says: format!(
            "{} to {name} not begun after {talks}",
            words::counted(i64::try_from(idle.len()).unwrap_or(i64::MAX), "promise", "promises")
        ),
        facts: idle.iter().map(|(promise, kept)| fact(promise, kept)).collect(),
        why: "What was promised in a review and not begun by the next talks is what people remember of it.",
        next_step: "Begin it, or say in the next 1:1 why it has to wait.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&PROMISE_TALKS),
    })
}

/// PR-7.3: findings that something is to grow, and that lead nowhere.
fn not_taken_up(book: &Book, review: &Entry<Review>, name: &str, today: Date) -> Option<Notice> {
    let since = days_between(review.shared_on?, today);
    if since <= settings::number(book, &NOT_TAKEN_UP_DAYS) {
        return None;
    }
    let nowhere = leads::lead_nowhere(book, review, today);
    let newest = nowhere.iter().map(|one| one.id).max()?;
    Some(Notice {
        rule: "PR-7.3",
        about: review.id,
        occurrence: newest.to_string(),
        says: format!(
            "{} of the review of {name} {} nowhere",
            words::counted(words::many(&nowhere), "finding", "findings"),
            if nowhere.len() == 1 { "leads" } else { "lead" }
        ),
        facts: nowhere
            .iter()
            .map(|one| format!("“{}”.", words::excerpt(&one.what, EXCERPT)))
            .chain([format!("Shared {} ago.", words::days(since))])
            .collect(),
        why: "A finding that becomes neither a goal nor a gap is written again in the next review.",
        next_step: "Set a goal from it, or ask for the skill.".to_owned(),
        urgency: Urgency::Low,
        number: Some(&NOT_TAKEN_UP_DAYS),
    })
}
