//! Hops that should be there and are not (CN-1).
//!
//! Most of them the areas say themselves as notices: a gap without an answer (TM-6.7), a point to grow that was never told
//! (FB-5.2), a finding that leads nowhere (PR-7.3), an answer by hiring without an opening (HI-1.4), an opening without a reason
//! (HI-1.3). Here they are seen on the chain, and what two areas have to know of each other for is said.

use document::{Book, Entry};
use hiring::{Cause, Opening, OpeningState};
use kernel::{Date, Notice, RecordId, Threshold, Urgency, days_between, words};
use reviews::{Dispute, Finding, Leaning, NOT_TAKEN_UP_DAYS, Review};
use roster::{GapAnswer, GapResponse, Skill, rules, settings};

use super::hops::hops;

/// CN-1: so many days after it was decided, something has to follow from an answer to a gap.
pub const STALLED_DAYS: Threshold = Threshold::ours(
    "cn-1-stalled-days",
    "Days until a gap that is to be answered by growing, and leads to nothing, is a notice",
    14,
    (1, 180),
    "days",
);

/// The numbers of the chain, all editable.
pub const THRESHOLDS: &[Threshold] = &[STALLED_DAYS];

/// A hop that should be there and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The rule that says so.
    pub rule: &'static str,
    /// What is missing, as one short sentence.
    pub says: String,
    /// What can be done now.
    pub next_step: &'static str,
    /// What it rests on.
    facts: Vec<String>,
    /// Why it matters.
    why: &'static str,
    /// Since when it is missing, where a time is given for it.
    since: Option<Date>,
}

/// The hop that is missing at a record on `today`, if one is.
#[must_use]
pub fn missing(book: &Book, record: RecordId, today: Date) -> Option<Missing> {
    let skill = || at_gap(book, &book.get::<Skill>(record)?, today);
    let response = || at_response(book, &book.get::<GapResponse>(record)?, today);
    let finding = || at_finding(book, &book.get::<Finding>(record)?, today);
    let opening = || at_opening(book, &book.get::<Opening>(record)?);
    skill().or_else(response).or_else(finding).or_else(opening)
}

/// What is to be said about hops that are missing between areas: answers by growing that lead to nothing.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let responses = book.all::<GapResponse>();
    let grown = responses.iter().filter(|one| one.answer == GapAnswer::Grow);
    let idle = grown.filter_map(|one| Some((one.id, at_response(book, one, today)?)));
    idle.map(|(about, missing)| missing.notice(about)).collect()
}

impl Missing {
    fn notice(self, about: RecordId) -> Notice {
        Notice {
            rule: self.rule,
            about,
            occurrence: self.since.map(|since| since.to_string()).unwrap_or_default(),
            says: self.says,
            facts: self.facts,
            why: self.why,
            next_step: self.next_step.to_owned(),
            urgency: Urgency::Normal,
            number: self.since.is_some().then_some(&STALLED_DAYS),
        }
    }
}

/// A gap that nobody has answered.
fn at_gap(book: &Book, skill: &Entry<Skill>, today: Date) -> Option<Missing> {
    let gap = rules::gaps(book, today).into_iter().find(|gap| gap.skill.id == skill.id)?;
    gap.response.is_none().then(|| Missing {
        rule: "TM-6.7",
        says: "There is a gap, and nothing is decided about it".to_owned(),
        next_step: "Decide: hire, grow, borrow, cut the demand or accept it.",
        facts: Vec::new(),
        why: "",
        since: None,
    })
}

/// An answer to a gap that is there, of which nothing comes.
fn at_response(book: &Book, response: &Entry<GapResponse>, today: Date) -> Option<Missing> {
    let (rule, wants, next_step) = match response.answer {
        GapAnswer::Hire => (
            "HI-1.4",
            "no opening",
            "Open a role and name this answer as what is behind it, or answer the gap in another way.",
        ),
        GapAnswer::Grow => (
            "CN-1.9",
            "no goal, pair or action",
            "Set a goal with somebody and link this answer to it as what leads there, or pair them with who teaches it.",
        ),
        // Borrowing and needing less are done elsewhere, and accepting is done by saying so.
        GapAnswer::Borrow | GapAnswer::CutTheDemand | GapAnswer::Accept => return None,
    };
    let skill = book.get::<Skill>(response.skill?.id())?;
    let since = response.decided_on.unwrap_or_else(|| response.created.at.date(0));
    // An opening can be begun on the day it is decided; growing somebody wants to be talked about first.
    let time = if response.answer == GapAnswer::Hire { 0 } else { settings::number(book, &STALLED_DAYS) };
    let late = days_between(since, today) > time;
    let stands = || rules::response_to(book, skill.id).is_some_and(|standing| standing.id == response.id);
    if !late || response.ended_on.is_some() || !stands() || leads_somewhere(book, response) {
        return None;
    }
    // Asked last, because it looks at everybody: a gap that is closed needs nothing any more.
    let gap = rules::gaps(book, today).into_iter().find(|gap| gap.skill.id == skill.id)?;
    let short = words::counted(gap.short, "person is missing", "people are missing");
    Some(Missing {
        rule,
        says: format!(
            "{} is to be answered by {}, and {wants} comes of it",
            skill.name,
            in_words(response.answer)
        ),
        next_step,
        facts: vec![
            format!("Decided on {}, {} ago.", words::day(since), words::days(days_between(since, today))),
            format!("The gap is there: {short}, urgency {} of 9.", gap.urgency),
        ],
        why: "A decision of which nothing comes is a wish with a date.",
        since: Some(since),
    })
}

/// Whether something follows from an answer: from itself or, where it is to grow, from the skill as a mentoring pair.
fn leads_somewhere(book: &Book, response: &Entry<GapResponse>) -> bool {
    let kind_after = |of: RecordId| {
        hops(book, of).into_iter().filter_map(move |hop| hop.after(of)).filter_map(|after| book.row(after))
    };
    let is = |wanted: &'static [&'static str]| {
        move |row: &std::sync::Arc<document::Row>| wanted.contains(&row.kind.as_str())
    };
    match response.answer {
        GapAnswer::Hire => kind_after(response.id).any(|row| is(&["opening"])(row)),
        _ => {
            let taught =
                || response.skill.is_some_and(|of| kind_after(of.id()).any(|row| is(&["mentoring"])(row)));
            kind_after(response.id).any(|row| is(&["growth-goal", "stretch", "mentoring", "action"])(row))
                || taught()
        }
    }
}

/// A point to grow of a review that was shared, from which nothing follows.
fn at_finding(book: &Book, finding: &Entry<Finding>, today: Date) -> Option<Missing> {
    let stands = finding.leaning == Leaning::ToGrow
        && !matches!(finding.dispute, Some(Dispute::TakenBack | Dispute::Open));
    let since = book.get::<Review>(finding.review?.id())?.shared_on?;
    let days = days_between(since, today);
    let follows = || hops(book, finding.id).iter().any(|hop| hop.cause == finding.id);
    if !stands || days <= settings::number(book, &NOT_TAKEN_UP_DAYS) || follows() {
        return None;
    }
    let name = rules::name_of(book, finding.person).unwrap_or_default();
    Some(Missing {
        rule: "PR-7.3",
        says: format!("Nothing follows from a finding about {name}: {}", words::excerpt(&finding.what, 80)),
        next_step: "Turn it into a goal, or into a skill the team needs, and keep the link.",
        facts: vec![format!("The review was shared on {}, {} ago.", words::day(since), words::days(days))],
        why: "A point that leads to nothing will be in the next review again.",
        since: Some(since),
    })
}

/// An opening of which nobody can say where it comes from.
fn at_opening(book: &Book, opening: &Entry<Opening>) -> Option<Missing> {
    let looked_for = matches!(opening.state, OpeningState::Open | OpeningState::OnHold);
    let comes_from = || hops(book, opening.id).iter().any(|hop| hop.effect == opening.id);
    // More to do than people can carry is said in words until there is a plan that shows it.
    let is_said = opening.cause == Some(Cause::Workload) && !opening.because.trim().is_empty();
    // Without any cause at all it is the opening itself that is not finished.
    let cause = opening.cause?;
    if !looked_for || is_said || comes_from() {
        return None;
    }
    Some(Missing {
        rule: "HI-1.3",
        says: format!("Nothing shows why {} is open", opening.role),
        next_step: "Name the answer to a gap, the person who leaves, or the case that is behind it.",
        facts: vec![
            format!("Its cause is noted as: {}.", cause.label().to_lowercase()),
            "No record is behind it.".to_owned(),
        ],
        why: "An opening without a reason is the first to be cut, and the last to be filled well.",
        since: None,
    })
}

/// An answer in the middle of a sentence.
const fn in_words(answer: GapAnswer) -> &'static str {
    match answer {
        GapAnswer::Hire => "hiring",
        GapAnswer::Grow => "growing somebody",
        GapAnswer::Borrow => "borrowing",
        GapAnswer::CutTheDemand => "cutting the demand",
        GapAnswer::Accept => "accepting it",
    }
}
