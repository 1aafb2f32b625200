//! Notices about openings (HI-1), their wording (HI-2) and their loops (HI-3).

use document::{Book, Entry};
use kernel::{Date, Notice, Ordered as _, Urgency, days_between, words};
use roster::{GapAnswer, GapResponse, Skill};

use super::MUST_HAVES;
use crate::{Opening, OpeningState, commands, rules};

/// What is to be said about openings on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let openings = book.all::<Opening>();
    let open = || openings.iter().filter(|one| one.state == OpeningState::Open);
    let mut notices: Vec<Notice> = open().filter_map(|one| without_cause(book, one)).collect();
    notices.extend(open().filter_map(|one| late(one, today)));
    notices.extend(open().filter_map(|one| too_much_asked(book, one)));
    notices.extend(open().filter_map(|one| holes(book, one)));
    notices.extend(unopened(book));
    notices
}

fn without_cause(book: &Book, opening: &Entry<Opening>) -> Option<Notice> {
    // What was deleted or erased is behind nothing any more.
    let is_there = opening.behind.is_some_and(|behind| book.row(behind).is_some());
    let because = !opening.because.trim().is_empty();
    if opening.cause.is_some() && (is_there || because) {
        return None;
    }
    Some(Notice {
        rule: "HI-1.3",
        about: opening.id,
        occurrence: String::new(),
        says: format!("Nobody can see why {} is open", opening.role),
        facts: vec![match opening.cause {
            None => "It names no cause.".to_owned(),
            Some(cause) => {
                format!("{}, and neither what is behind it nor a reason.", cause.label())
            }
        }],
        why: "An opening without a cause is the first one that is cut, and nobody knows what was lost.",
        next_step: "Name the gap, the workload or the departure behind it.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}

fn late(opening: &Entry<Opening>, today: Date) -> Option<Notice> {
    let wanted = opening.wanted_from.filter(|day| *day < today)?;
    Some(Notice {
        rule: "HI-1.5",
        about: opening.id,
        occurrence: wanted.to_string(),
        says: format!("{} is still open", opening.role),
        facts: vec![
            format!("Wanted from {}, {} ago.", words::day(wanted), words::days(days_between(wanted, today))),
            opening.approved_on.map_or_else(
                || "No day of approval is known.".to_owned(),
                |day| format!("Approved {}.", words::day(day)),
            ),
        ],
        why: "Who waits for this person plans with a day that has passed.",
        next_step: "Give it a new day, and tell who counts on it.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}

fn too_much_asked(book: &Book, opening: &Entry<Opening>) -> Option<Notice> {
    let count = rules::must_haves_over(book, opening)?;
    Some(Notice {
        rule: "HI-2.2",
        about: opening.id,
        occurrence: count.to_string(),
        says: format!("{} asks for {count} must-haves", opening.role),
        facts: vec![format!("{}.", words::listed(&opening.must_haves.iter().collect::<Vec<_>>()))],
        why: "Who doubts themselves applies only when every line is true of them.",
        next_step: "Keep what nobody can do without on the first day; move the rest to what can be learned."
            .to_owned(),
        urgency: Urgency::Low,
        number: Some(&MUST_HAVES),
    })
}

/// A loop that misses a kind, does not test a competency, or tests one twice.
fn holes(book: &Book, opening: &Entry<Opening>) -> Option<Notice> {
    let coverage = rules::coverage(book, opening);
    let mut facts = Vec::new();
    if coverage.stages.is_empty() {
        facts.push("It has no stages.".to_owned());
    } else {
        let kinds: Vec<String> = coverage.missing.iter().map(|kind| kind.label().to_lowercase()).collect();
        let say = |what: &str, names: &[&str]| {
            (!names.is_empty()).then(|| format!("{what}: {}.", words::listed(names)))
        };
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        facts.extend(say("Missing", &kinds));
        facts.extend(say("Tested by nobody", &coverage.untested()));
        facts.extend(say("Tested twice", &coverage.twice()));
    }
    (!facts.is_empty()).then(|| Notice {
        rule: "HI-3.2",
        about: opening.id,
        occurrence: facts.join(" "),
        says: format!("The loop for {} has holes", opening.role),
        facts,
        why: "What no stage tests is decided by sympathy; what two test costs the candidate an hour.",
        next_step: "Give each competency one stage, and each kind its place.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}

/// Gaps that are to be closed by hiring, and no opening comes from them.
fn unopened(book: &Book) -> Vec<Notice> {
    let responses = book.all::<GapResponse>();
    let hires = responses.iter().filter(|one| one.answer == GapAnswer::Hire && one.ended_on.is_none());
    let mut without: Vec<(&Entry<GapResponse>, Entry<Skill>)> = hires
        .filter(|one| commands::opening_behind(book, one.id).is_none())
        .filter_map(|one| Some((one, book.get::<Skill>(one.skill?.id())?)))
        .collect();
    without.order_by_key(|(one, _)| (one.decided_on, one.id));
    let notice = |(response, skill): (&Entry<GapResponse>, Entry<Skill>)| Notice {
        rule: "HI-1.4",
        about: response.id,
        occurrence: String::new(),
        says: format!("No opening for the gap in {}", skill.name),
        facts: vec![response.decided_on.map_or_else(
            || "To be closed by hiring.".to_owned(),
            |day| format!("To be closed by hiring, decided {}.", words::day(day)),
        )],
        why: "A gap that is answered with hiring stays open until somebody is looked for.",
        next_step: "Open a role from it, or answer the gap in another way.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    };
    without.into_iter().map(notice).collect()
}
