//! The review as a document to hand over to its person, with nothing in it that is only the manager's (PR-1).

use document::{Audience, Book, Entry};
use kernel::{Date, words};
use reviews::{Finding, Question, Review, rules};
use roster::{Team, rules as roster_rules};
use std::{collections::BTreeMap, fmt::Write};

use super::{evidence, promises};

/// A review as its person gets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// What it is, and of whom.
    pub title: String,
    /// Period, and what the person was at the launch, a line each.
    pub facts: Vec<String>,
    /// The three answers with what they rest on.
    pub parts: Vec<HandedPart>,
    /// What is promised, with who sees to it and by when.
    pub promises: Vec<String>,
    /// What the person said to it, and what came of that, a line each.
    pub response: Vec<String>,
}

/// One of the three answers.
#[derive(Clone, Debug, PartialEq)]
pub struct HandedPart {
    /// The question.
    pub question: Question,
    /// The answer.
    pub text: String,
    /// The findings: which way each leans, what it says, and what it rests on.
    pub findings: Vec<(&'static str, String, String)>,
}

impl HandedPart {
    /// The question as its reader is asked it.
    #[must_use]
    pub const fn heading(&self) -> &'static str {
        match self.question {
            Question::Standing => "Where you stand against what your level expects",
            Question::NextLevel => "What the next level would take",
            Question::Support => "The support you will get",
        }
    }
}

/// The review as its person gets it. What it rests on is named by kind and day, never by its words, and only where everyone
/// may read it (PR-1.15).
#[must_use]
pub fn handed(book: &Book, review: &Entry<Review>) -> Handed {
    let name = roster_rules::name_of(book, review.person).unwrap_or_default();
    let cycle = rules::cycle_of(book, review);
    let title = cycle
        .as_ref()
        .map_or_else(|| format!("Review of {name}"), |cycle| format!("Review of {name}: {}", cycle.name));
    let mut facts = Vec::new();
    if let Some((from, until)) = cycle.and_then(|cycle| Some((cycle.from?, cycle.until?))) {
        facts.push(format!("Period: {} to {}", words::day(from), words::day(until)));
    }
    let team = review.team.and_then(|team| book.get::<Team>(team.id())).map(|team| team.record.name);
    let manager = roster_rules::name_of(book, review.manager);
    let tenure = rules::tenure_then(review).map(|tenure| format!("{} with us", tenure.in_words()));
    let then: Vec<_> = [review.level.clone(), team, tenure].into_iter().flatten().collect();
    if let Some(on) = review.frozen_on.filter(|_| !then.is_empty()) {
        facts.push(format!("As of {}: {}", words::day(on), then.join(", ")));
    }
    facts.extend(manager.map(|name| format!("Written by {name}")));
    facts.extend(review.shared_on.map(|on| format!("Shared on {}", words::day(on))));
    facts.extend(review.rating.map(|rating| format!("Rating: {}", rating.label())));
    let findings = rules::findings_of(book, review.id);
    let part = |question: &Question| HandedPart {
        question: *question,
        text: rules::answer(review, *question).trim().to_owned(),
        findings: findings
            .iter()
            .filter(|one| one.question == *question && !one.what.trim().is_empty())
            .map(|one| (one.leaning.label(), said(one), rests_on(book, one)))
            .collect(),
    };
    let promises = rules::promises_of(book, review.id);
    let promises = promises.iter().map(|promise| {
        let by = promise.by.map(|by| format!(", by {}", words::day(by))).unwrap_or_default();
        format!("{} ({}{by})", promise.what.trim(), promises::owner(book, promise))
    });
    Handed {
        title,
        facts,
        parts: Question::ALL.iter().map(part).collect(),
        promises: promises.collect(),
        response: responded(book, review, &findings),
    }
}

/// What a finding says; one that was taken back says so.
fn said(finding: &Finding) -> String {
    let text = finding.what.trim();
    match finding.dispute {
        Some(dispute) => format!("{text} ({})", dispute.label().to_lowercase()),
        None => text.to_owned(),
    }
}

/// What a finding rests on, by kind and day: `Observation of 3 Nov 2026 and 1 Nov 2026`.
fn rests_on(book: &Book, finding: &Entry<Finding>) -> String {
    let mut kinds: BTreeMap<&'static str, Vec<Date>> = BTreeMap::new();
    for evidence in evidence::evidence_of(book, finding.id) {
        if evidence.audience == Audience::Everyone {
            kinds.entry(evidence.named.kind).or_default().extend(evidence.named.on);
        }
    }
    let lines = kinds.into_iter().map(|(kind, mut days)| {
        days.sort_unstable();
        days.dedup();
        let days: Vec<_> = days.into_iter().map(words::day).collect();
        match days.is_empty() {
            true => kind.to_owned(),
            false => format!("{kind} of {}", words::listed(&days)),
        }
    });
    lines.collect::<Vec<_>>().join("; ")
}

fn responded(book: &Book, review: &Entry<Review>, findings: &[Entry<Finding>]) -> Vec<String> {
    let Some(response) = rules::response_to(book, review.id) else { return Vec::new() };
    let on = response.on.map(|on| format!(", {}", words::day(on))).unwrap_or_default();
    let mut lines = vec![format!("{}{on}", response.stands.label())];
    lines.extend(Some(response.text.trim().to_owned()).filter(|text| !text.is_empty()));
    let disputed = findings.iter().filter_map(|one| Some((one, one.dispute?)));
    lines.extend(
        disputed.map(|(one, dispute)| format!("{}: {}", dispute.label(), words::excerpt(&one.what, 120))),
    );
    match (response.held_on, response.follow_up) {
        (Some(on), _) => lines.push(format!("Talked about again on {}", words::day(on))),
        (None, Some(on)) => lines.push(format!("To be talked about again on {}", words::day(on))),
        (None, None) => {}
    }
    lines.extend(Some(response.outcome.trim().to_owned()).filter(|text| !text.is_empty()));
    lines
}

/// The document as Markdown; parts without content are left out.
#[must_use]
pub fn markdown(handed: &Handed) -> String {
    let mut text = format!("# {}\n\n", handed.title);
    // Writing to a String cannot fail.
    for fact in &handed.facts {
        let _ = writeln!(text, "- {fact}");
    }
    for part in &handed.parts {
        let promises = part.question == Question::Support && !handed.promises.is_empty();
        if part.text.is_empty() && part.findings.is_empty() && !promises {
            continue;
        }
        let _ = write!(text, "\n## {}\n", part.heading());
        if !part.text.is_empty() {
            let _ = write!(text, "\n{}\n", part.text);
        }
        if !part.findings.is_empty() {
            text.push('\n');
        }
        for (leaning, what, rests_on) in &part.findings {
            let what = what.replace('\n', "\n  ");
            let _ = write!(text, "- **{leaning}.** {what}");
            match rests_on.as_str() {
                "" => text.push('\n'),
                rests_on => {
                    let _ = writeln!(text, "\n  *Rests on: {rests_on}*");
                }
            }
        }
        if promises {
            text.push('\n');
            for promise in &handed.promises {
                let _ = writeln!(text, "- {promise}");
            }
        }
    }
    if let [first, rest @ ..] = handed.response.as_slice() {
        let _ = write!(text, "\n## Your response\n\n{first}\n");
        for line in rest {
            let _ = write!(text, "\n{line}\n");
        }
    }
    text
}
