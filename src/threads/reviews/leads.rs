//! What a finding leads to: a goal, a demand for a skill, or whatever it is linked to, and whether that closed (PR-7).

use document::{Author, Batch, Book, Entry};
use feedback::AgendaItem;
use growth::{Goal, GoalState};
use kernel::{Date, RecordId, words};
use reviews::{Finding, Leaning, Review, rules};
use roster::{GapResponse, SkillDemand, rules as roster_rules};

use super::evidence;
use crate::{Link, Relation, kinds, links};

/// One thing that a finding led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Led {
    /// The record.
    pub record: RecordId,
    /// What it is, for example `Goal`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// The day the two were tied.
    pub on: Option<Date>,
    /// How it stands, in words; nothing where that cannot be told.
    pub stands: Option<String>,
    /// Whether it closed: a goal that was reached or let go, a demand that is met, an answer that ended.
    pub closed: bool,
}

/// What a finding led to, a topic of a talk apart, the first first (PR-7.2).
#[must_use]
pub fn leads_of(book: &Book, finding: RecordId, today: Date) -> Vec<Led> {
    let links = book.of(evidence::starts_at, finding);
    let led = links.iter().filter(|link| link.relation == Relation::LeadsTo).filter_map(|link| {
        let row =
            book.row(link.to?).filter(|row| row.kind.as_str() != <AgendaItem as document::Record>::NAME)?;
        let (stands, closed) = stands(book, row.id, today);
        Some(Led {
            record: row.id,
            kind: kinds::kind(&row.kind)?.label,
            title: kinds::title(book, row),
            address: kinds::address(row),
            on: link.on,
            stands,
            closed,
        })
    });
    led.collect()
}

fn stands(book: &Book, record: RecordId, today: Date) -> (Option<String>, bool) {
    if let Some(goal) = book.get::<Goal>(record) {
        let on = goal.closed_on.map(|on| format!(" on {}", words::day(on))).unwrap_or_default();
        let says = match (goal.state, goal.by) {
            (GoalState::Reached, _) => format!("reached{on}"),
            (GoalState::LetGo, _) => format!("let go{on}"),
            (GoalState::Open, Some(by)) => format!("open, by {}", words::day(by)),
            (GoalState::Open, None) => "open".to_owned(),
        };
        return (Some(says), goal.state != GoalState::Open);
    }
    if book.get::<SkillDemand>(record).is_some() {
        let need = roster_rules::needs(book, today).into_iter().find(|need| need.demand.id == record);
        let says = need.as_ref().map(|need| format!("{} of {} hold it", need.holders.len(), need.asked));
        return (says, need.is_some_and(|need| need.lack().is_none()));
    }
    if let Some(response) = book.get::<GapResponse>(record) {
        let answer = response.answer.label().to_lowercase();
        return match response.ended_on {
            Some(on) => (Some(format!("{answer}, ended on {}", words::day(on))), true),
            None => (Some(answer), false),
        };
    }
    (None, false)
}

/// Sets a goal from a finding, for those who may read the finding, and ties the two (PR-7.1).
#[must_use]
pub fn set_goal(
    author: Author,
    (id, link): (RecordId, RecordId),
    finding: &Entry<Finding>,
    goal: &Goal,
    today: Date,
) -> Batch {
    let goal = Goal { person: finding.person, ..goal.clone() };
    let batch = growth::commands::set_goal(&author, id, &goal, today).made_for(finding.document.audience);
    tied(author, batch, link, (finding, id), today)
}

/// Asks for a skill because of a finding, and ties the two. What is asked for is everyone's, why it is asked for only theirs
/// who may read the finding (PR-7.1).
#[must_use]
pub fn ask_for_skill(
    book: &Book,
    author: Author,
    (id, link): (RecordId, RecordId),
    finding: &Entry<Finding>,
    demand: &SkillDemand,
    today: Date,
) -> Batch {
    let batch = roster::commands::ask_for(book, &author, id, demand);
    tied(author, batch, link, (finding, id), today)
}

fn tied(
    author: Author,
    batch: Batch,
    link: RecordId,
    (finding, to): (&Entry<Finding>, RecordId),
    today: Date,
) -> Batch {
    let tie = Link {
        from: Some(finding.id),
        to: Some(to),
        relation: Relation::LeadsTo,
        on: Some(today),
        ..Link::default()
    };
    let document = batch.edits.first().map(|made| links::common(&finding.document, &made.document, author));
    batch.with_all(document.map(|document| author.create_in(document, link, &tie)))
}

/// The findings of a review that something is to grow, and that lead nowhere (PR-7.3).
#[must_use]
pub(super) fn lead_nowhere(book: &Book, review: &Entry<Review>, today: Date) -> Vec<Entry<Finding>> {
    let mut findings = rules::findings_of(book, review.id);
    findings.retain(|one| one.leaning == Leaning::ToGrow && leads_of(book, one.id, today).is_empty());
    findings
}
