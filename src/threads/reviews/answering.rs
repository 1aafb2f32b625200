//! Sentences that the record offers for the three answers, each with what it is from (PR-1, PR-2).
//!
//! They are offered and never written by themselves: the manager takes one, takes it and edits it, or leaves it.

use document::{Audience, Book, Entry};
use growth::{EVIDENCE_DAYS, StretchState, rules as growth_rules};
use kernel::{Date, RecordId, words};
use reviews::{Finding, Leaning, Question, Review, rules};
use roster::{rules as roster_rules, settings};

use super::{
    drafting::as_of_launch,
    evidence::{self, Evidence, Named},
    promises,
    sources::sentences,
};
use crate::standing;

/// A sentence for one of the three answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The answer it is for.
    pub question: Question,
    /// The sentence, or a few.
    pub text: String,
    /// The records it is from: at least one.
    pub sources: Vec<Named>,
    /// Whether the answer says it, word for word.
    pub taken: bool,
}

/// What the record offers for the three answers (PR-1.17): one sentence for each finding that rests on something, one on
/// what the level of the launch asks for and was shown, and one for each promise and each support that goes on.
#[must_use]
pub fn proposals(book: &Book, review: &Entry<Review>, today: Date) -> Vec<Proposal> {
    let mut all: Vec<(Question, String, Vec<Named>)> =
        against_the_level(book, review, today).into_iter().collect();
    for finding in rules::findings_of(book, review.id) {
        let rests_on = evidence::evidence_of(book, finding.id);
        let text = told(&finding, &rests_on);
        if !rests_on.is_empty() && !text.is_empty() {
            all.push((finding.question, text, rests_on.into_iter().map(|one| one.named).collect()));
        }
    }
    all.extend(promised(book, review));
    all.extend(support_under_way(book, review, today));
    let proposal = |(question, text, sources): (Question, String, Vec<Named>)| Proposal {
        taken: is_in(rules::answer(review, question), &text),
        question,
        text,
        sources,
    };
    all.into_iter().map(proposal).collect()
}

/// Whether an answer says a sentence: spaces and line ends do not matter.
fn is_in(answer: &str, text: &str) -> bool {
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced(answer).contains(&spaced(text))
}

/// How often what the level of the launch asks for was shown, competency by competency.
fn against_the_level(
    book: &Book,
    review: &Entry<Review>,
    today: Date,
) -> Option<(Question, String, Vec<Named>)> {
    let person = as_of_launch(book, review)?;
    growth_rules::rung_of(book, &person)?;
    let standing = standing::standing(book, &person, today)?;
    let enough = standing::enough(book);
    let asked = standing.competencies.iter().filter_map(|one| {
        let expectation = one.here.expectation.as_ref()?;
        Some((one.competency.name.as_str(), one.here.shown >= enough, expectation.id))
    });
    let asked: Vec<_> = asked.collect();
    let named = |shown: bool| {
        let names: Vec<_> =
            asked.iter().filter(|(_, was, _)| *was == shown).map(|(name, ..)| *name).collect();
        (!names.is_empty()).then(|| words::listed(&names))
    };
    let count = asked.iter().filter(|(_, shown, _)| *shown).count();
    let parts: Vec<_> = [
        named(true).map(|names| format!("shown: {names}")),
        named(false).map(|names| format!("not shown often enough yet: {names}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    // With nothing linked to the ladder there is nothing to tell: that is not the same as nothing shown.
    (count > 0).then(|| {
        let text = format!(
            "Of what {} asks for, the observations of {} show {count} of {}; {}.",
            standing.rung.code,
            words::days(settings::number(book, &EVIDENCE_DAYS)),
            asked.len(),
            parts.join("; ")
        );
        let sources = asked.iter().filter_map(|(.., record)| Named::of(book, *record)).collect();
        (Question::Standing, text, sources)
    })
}

/// What a finding says, as a sentence of an answer: of several things the newest, with how many there are.
fn told(finding: &Finding, rests_on: &[Evidence]) -> String {
    let lines: Vec<&str> = finding.what.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let dated = |line: &&str| {
        let days = rests_on.iter().filter_map(|one| one.named.on);
        days.map(|on| (on, format!("{}: ", words::day(on))))
            .find_map(|(on, start)| Some((on, line.strip_prefix(&start)?.to_owned())))
    };
    let drafted: Vec<_> = lines.iter().map_while(dated).collect();
    let text = match drafted.first().filter(|_| drafted.len() == lines.len()) {
        Some((on, text)) => {
            let often = match rests_on.len() {
                1 => format!("on {}", words::day(*on)),
                count => format!("{count} times, last on {}", words::day(*on)),
            };
            let about = finding.competency.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
            format!("{about}{often}: {}", sentences(&[text]))
        }
        // In the manager's own words.
        None => sentences(&lines),
    };
    match finding.leaning {
        Leaning::ToGrow if !text.is_empty() => format!("To grow: {text}"),
        _ => capital(&text),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn promised(book: &Book, review: &Entry<Review>) -> Vec<(Question, String, Vec<Named>)> {
    let promises = rules::promises_of(book, review.id);
    let said = promises.iter().filter(|one| !one.what.trim().is_empty()).map(|one| {
        let by = one.by.map(|by| format!(" by {}", words::day(by))).unwrap_or_default();
        let text = format!("{}: {} sees to it{by}.", one.what.trim(), promises::owner(book, one));
        (Question::Support, text, Named::of(book, one.id).into_iter().collect())
    });
    said.collect()
}

/// Support that is there already: stretch work with its supporter, mentoring pairs. What not everyone can read is left out, as
/// in a draft (PR-1.13).
fn support_under_way(
    book: &Book,
    review: &Entry<Review>,
    today: Date,
) -> Vec<(Question, String, Vec<Named>)> {
    let Some(person) = review.person.map(document::Ref::id) else { return Vec::new() };
    let name = |of| roster_rules::name_of(book, of);
    let open = |audience: Audience| audience == Audience::Everyone;
    let promised: Vec<RecordId> = rules::promises_of(book, review.id)
        .iter()
        .filter_map(|one| promises::kept(book, review, one, today).became.map(|(id, ..)| id))
        .collect();
    let mut all: Vec<(RecordId, String)> = Vec::new();
    for work in growth_rules::stretch_of(book, person) {
        if work.state == StretchState::UnderWay && open(work.document.audience) {
            let net =
                name(work.supporter).map(|who| format!(", with {who} as the supporter")).unwrap_or_default();
            all.push((work.id, format!("The stretch work goes on: {}{net}.", plain(&work.what))));
        }
    }
    for pair in growth_rules::pairs_of(book, person, today) {
        let ends = pair.until.is_some_and(|last| last < today);
        if let Some(mentor) = name(pair.mentor).filter(|_| !ends && open(pair.document.audience)) {
            all.push((pair.id, format!("{mentor} goes on mentoring: {}.", plain(&pair.about))));
        }
    }
    all.retain(|(record, _)| !promised.contains(record));
    all.into_iter()
        .map(|(record, text)| (Question::Support, text, Named::of(book, record).into_iter().collect()))
        .collect()
}

/// A text without the stop it may end with.
fn plain(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}
