//! Texts written from the record, for the manager to edit: a job description, a respectful close, a short survey.

use document::{Book, Entry};
use kernel::words;
use roster::Team;

use crate::{Candidate, Opening, rules};

/// A job description from what the opening says (HI-2). What it does not say is left out, not made up.
#[must_use]
pub fn description(book: &Book, opening: &Entry<Opening>) -> String {
    let team = opening.team.and_then(|team| book.get::<Team>(team.id()));
    let mut parts = vec![match &team {
        Some(team) => format!("We are looking for a {} in {}.", opening.role, team.name),
        None => format!("We are looking for a {}.", opening.role),
    }];
    if let Some(purpose) = team.map(|team| team.purpose.trim().to_owned()).filter(|text| !text.is_empty()) {
        parts.push(purpose);
    }
    let outcomes = opening.outcomes.trim();
    if !outcomes.is_empty() {
        parts.push(format!("After your first year:\n{outcomes}"));
    }
    let list = |title: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
        (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
    };
    parts.extend(list("What you bring", opening.must_haves.iter().cloned().collect()));
    parts
        .extend(list("What helps, and can be learned here", opening.nice_to_haves.iter().cloned().collect()));
    let stages = rules::stages_of(book, opening.id).into_iter().map(|stage| match stage.minutes {
        Some(minutes) => format!("{} ({})", stage.name, rules::time(minutes)),
        None => stage.name.clone(),
    });
    parts.extend(list("How we get to know each other", stages.collect()));
    parts.push(
        "You do not need to bring every single thing on this page. If most of it sounds like you, write to us."
            .to_owned(),
    );
    parts.join("\n\n")
}

/// A respectful close for somebody who was turned down (HI-9): thanks, the decision, the reason when one was noted, and
/// what happens with what is kept.
#[must_use]
pub fn close(book: &Book, candidate: &Entry<Candidate>) -> String {
    let opening = candidate.opening.and_then(|id| book.get::<Opening>(id.id()));
    let role = opening.map_or_else(|| "the role".to_owned(), |opening| opening.role.clone());
    let first = candidate.name.split_whitespace().next().unwrap_or_default();
    let talked = rules::interviews_of(book, candidate.id);
    let talked = talked.iter().filter(|one| one.state == crate::InterviewState::Done).count();
    let thanks = match talked {
        0 => format!("thank you for applying as {role}."),
        _ => format!("thank you for the time you took to talk with us about {role}."),
    };
    let reason = rules::moves_of(book, candidate.id)
        .pop()
        .filter(|last| last.to == crate::Step::Rejected)
        .and_then(|last| last.reason.clone())
        .map(|reason| format!(" What decided it: {}.", reason.trim().trim_end_matches('.')))
        .unwrap_or_default();
    let kept = rules::keep_until(book, candidate)
        .map(|day| format!("\n\nWe keep what we noted until {} and erase it then.", words::day(day)))
        .unwrap_or_default();
    format!(
        "Dear {first},\n\n{thanks} We have decided to go on with somebody else.{reason}\n\nWhat I remember from our talk: \
         [one thing they did well]. If you would like to hear more, answer this and we find fifteen minutes.{kept}\n\n\
         With thanks and good wishes,\n"
    )
}

/// The short survey that a candidate is asked afterwards (HI-9), hired or not.
#[must_use]
pub fn survey(candidate: &Candidate) -> String {
    let first = candidate.name.split_whitespace().next().unwrap_or_default();
    format!(
        "Dear {first},\n\nhow was it with us? Three numbers and a sentence help us. Your answer changes nothing about any \
         decision.\n\nFrom 1, not at all, to 5, always:\n1. I knew what comes next.\n2. I was treated with respect.\n3. I \
         would tell a friend to apply here.\n\nWhat should we do differently?\n"
    )
}
