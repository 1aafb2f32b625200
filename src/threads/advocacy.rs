//! The case for somebody in a forum: what it rests on, the text of it, and whether it is thin (GR-8).
//!
//! Cases and forums lie in the growth area, what people did in the feedback area too; links say what
//! belongs to a case.

use document::{Author, Batch, Book, Entry};
use feedback::{Observation, ObservationSource, Tone, rules as feedback_rules};
use growth::{CASE_FACTS, Case, EVIDENCE_DAYS, FORUM_DAYS, Forum, Goal, GoalState, rules as growth_rules};
use kernel::{Date, Notice, Ordered as _, RecordId, Urgency, days_between, words};
use roster::{Person, rules as roster_rules, settings};
use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

use crate::{Link, Relation, standing};

/// Something somebody did that can speak for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Accomplishment {
    /// The observation or the goal.
    pub record: RecordId,
    /// The day.
    pub on: Option<Date>,
    /// What happened, or the goal.
    pub what: String,
    /// What they did, and what it led to.
    pub more: Vec<String>,
    /// Who saw it.
    pub source: &'static str,
    /// The competency it shows, where it says so.
    pub competency: Option<String>,
}

/// What a case rests on: praise and reached goals that are linked to it as evidence, the newest first.
#[must_use]
pub fn accomplishments(book: &Book, case: RecordId) -> Vec<Accomplishment> {
    let links = book.all::<Link>();
    let linked = links
        .iter()
        .filter(|link| link.relation == Relation::IsEvidenceFor && link.to == Some(case))
        .filter_map(|link| link.from);
    let found = linked.filter_map(|id| match book.get::<Observation>(id) {
        Some(seen) => observed(&seen),
        None => reached(book, &book.get::<Goal>(id)?),
    });
    let mut all: Vec<_> = found.collect();
    all.order_by_key(|one| Reverse((one.on, one.record)));
    all
}

/// What could speak for the person of a case and is not linked to it yet, of the days over which
/// evidence is counted, the newest first.
#[must_use]
pub fn candidates(book: &Book, case: &Entry<Case>, today: Date) -> Vec<Accomplishment> {
    let Some(person) = case.person else { return Vec::new() };
    let window = settings::number(book, &EVIDENCE_DAYS);
    let taken: Vec<_> = accomplishments(book, case.id).into_iter().map(|one| one.record).collect();
    let seen = feedback_rules::observations_of(book, person.id());
    let goals = growth_rules::goals_of(book, person.id());
    let all = seen.iter().filter_map(observed).chain(goals.iter().filter_map(|goal| reached(book, goal)));
    let mut all: Vec<_> = all
        .filter(|one| !taken.contains(&one.record))
        .filter(|one| one.on.is_some_and(|on| on <= today && days_between(on, today) < window))
        .collect();
    all.order_by_key(|one| Reverse((one.on, one.record)));
    all
}

fn observed(seen: &Entry<Observation>) -> Option<Accomplishment> {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    (seen.tone == Tone::Praise).then(|| Accomplishment {
        record: seen.id,
        on: seen.on,
        what: seen.what_happened.trim().to_owned(),
        more: [said(&seen.what_they_did), said(&seen.what_it_led_to)].into_iter().flatten().collect(),
        source: match seen.source {
            ObservationSource::Own => "seen myself",
            ObservationSource::Peer => "a peer",
            ObservationSource::Stakeholder => "a stakeholder",
            ObservationSource::Work => "the work itself",
        },
        competency: seen.competency.clone(),
    })
}

fn reached(book: &Book, goal: &Entry<Goal>) -> Option<Accomplishment> {
    let competency = goal.competency.and_then(|of| book.get::<growth::Competency>(of.id()));
    (goal.state == GoalState::Reached).then(|| Accomplishment {
        record: goal.id,
        on: goal.closed_on,
        what: goal.what.clone(),
        more: Some(goal.outcome.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect(),
        source: "goal reached",
        competency: competency.map(|one| one.record.name),
    })
}

/// Takes something into a case, or out of it where it is in. `None` when one of the two is gone.
#[must_use]
pub fn take(
    book: &Book,
    author: Author,
    id: RecordId,
    (record, case): (RecordId, RecordId),
    today: Date,
) -> Option<Batch> {
    standing::shows(book, author, id, (record, case), today)
}

/// A case as it is handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// What is asked for, and for whom.
    pub title: String,
    /// The forum, where the person stands, and the manager's argument.
    pub before: Vec<String>,
    /// What they did, each with its day and source.
    pub done: Vec<String>,
    /// The competencies that it shows, with counts.
    pub shows: Option<String>,
}

impl Handed {
    /// The heading over what they did.
    pub const DONE: &str = "What they did";

    /// It as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n", self.title);
        // Writing to a String cannot fail.
        for said in &self.before {
            let _ = write!(text, "\n{said}\n");
        }
        if !self.done.is_empty() {
            let _ = write!(text, "\n## {}\n\n", Self::DONE);
        }
        for one in &self.done {
            let _ = writeln!(text, "- {one}");
        }
        if let Some(shows) = &self.shows {
            let _ = write!(text, "\n{shows}\n");
        }
        text
    }
}

/// The case for the manager to hand over: only what there is (GR-8.4).
#[must_use]
pub fn handed(book: &Book, case: &Entry<Case>, today: Date) -> Handed {
    let person = case.person.and_then(|person| book.get::<Person>(person.id()));
    let name = person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let mut before = Vec::new();
    if let Some(forum) = case.forum.and_then(|forum| book.get::<Forum>(forum.id())) {
        let on = forum.on.map(|on| format!(", {}", words::day(on))).unwrap_or_default();
        before.push(format!("For {}{on}.", forum.name));
    }
    if let Some(person) = &person {
        let rung = growth_rules::rung_of(book, person);
        let now = rung.as_ref().map(|rung| format!("{} {}", rung.code, rung.name)).or(person.level.clone());
        let tenure =
            roster_rules::tenure(person, today).map(|tenure| format!("{} with us", tenure.in_words()));
        let facts: Vec<_> = [now, tenure].into_iter().flatten().collect();
        before.extend((!facts.is_empty()).then(|| format!("{}.", facts.join(", "))));
    }
    before.extend(Some(case.argument.trim()).filter(|argument| !argument.is_empty()).map(str::to_owned));
    let all = accomplishments(book, case.id);
    let mut shown = BTreeMap::<&str, usize>::new();
    for competency in all.iter().filter_map(|one| one.competency.as_deref()) {
        *shown.entry(competency).or_default() += 1;
    }
    let listed: Vec<_> = shown.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    Handed {
        title: format!("{}: {name}", case.asks_for.trim()),
        before,
        done: all.iter().map(told).collect(),
        shows: (!listed.is_empty()).then(|| format!("Shows {}.", words::listed(&listed))),
    }
}

/// `2 Nov 2026: Led the roll-out. It was calm. (Observation)`
fn told(one: &Accomplishment) -> String {
    let day = one.on.map(|on| format!("{}: ", words::day(on))).unwrap_or_default();
    let more: String = one.more.iter().map(|more| format!(" {}.", more.trim_end_matches('.'))).collect();
    format!("{day}{}.{more} ({})", one.what.trim_end_matches('.'), one.source)
}

/// What is to be said about cases for forums that are near: those that are thin, and forums without any
/// (GR-8.3).
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let enough = usize::try_from(settings::number(book, &CASE_FACTS)).unwrap_or(usize::MAX);
    let near = growth_rules::forums_ahead(book, today).into_iter();
    let near = near.filter(|forum| growth_rules::is_near(book, forum, today));
    let notices = near.flat_map(|forum| {
        let cases = growth_rules::cases_for(book, forum.id);
        let when = forum.on.map(|on| format!("{} is on {}.", forum.name, words::day(on))).unwrap_or_default();
        if cases.is_empty() {
            return vec![Notice {
                rule: "GR-8.5",
                about: forum.id,
                occurrence: forum.on.map(|on| on.to_string()).unwrap_or_default(),
                says: format!("No case is begun for {}", forum.name),
                facts: vec![when],
                why: "Who is not prepared for is spoken of from memory, and memory is two weeks long.",
                next_step: "Ask who should be spoken for there, and begin their case.".to_owned(),
                urgency: Urgency::Low,
                number: Some(&FORUM_DAYS),
            }];
        }
        let thin = |case: Entry<Case>| {
            let count = accomplishments(book, case.id).len();
            let name = roster_rules::name_of(book, case.person).unwrap_or_default();
            let facts = words::counted(count, "linked fact", "linked facts");
            let could = candidates(book, &case, today).len();
            (count < enough).then(|| Notice {
                rule: "GR-8.3",
                about: case.id,
                occurrence: forum.on.map(|on| on.to_string()).unwrap_or_default(),
                says: format!("The case for {name} is thin: {}", words::excerpt(&case.asks_for, 80)),
                facts: vec![
                    when.clone(),
                    format!("It rests on {facts}; {enough} count as enough."),
                    format!("{} more could speak for {name}.", could),
                ],
                why: "A case without facts is an opinion, and the next one has an opinion too.",
                next_step: "Link what they did, or ask those who saw it.".to_owned(),
                urgency: Urgency::Normal,
                number: Some(&CASE_FACTS),
            })
        };
        cases.into_iter().filter_map(thin).collect::<Vec<_>>()
    });
    notices.collect()
}

#[cfg(test)]
mod tests;
