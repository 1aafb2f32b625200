//! What the period of a review has: everything it can be made from (PR-1).

use document::{Audience, Book, DocumentKey, Entry, Ref};
use feedback::{Observation, ObservationSource, Tone, rules as feedback_rules};
use growth::{Competency, GoalState, StretchState, rules as growth_rules};
use hiring::{Seat, Stage, rules as hiring_rules};
use kernel::{Date, Ordered as _, RecordId, words};
use reviews::{Leaning, Review, rules};
use roster::{Skill, SkillRating};
use std::{cmp::Reverse, collections::BTreeSet};

use super::{carried, evidence};

/// What kind of source it is; sources are shown in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What the manager, a stakeholder or the work itself showed.
    Observations,
    /// What a peer told.
    PeerViews,
    /// Goals that were reached, stretch work that was done, a promotion.
    Accomplishments,
    /// Goals that were open in the period, or let go in it.
    Goals,
    /// How deep somebody holds a skill, rated in the period.
    Skills,
    /// Interviews that they led for everybody.
    Interviews,
    /// Help that was given.
    Help,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Observations,
        Self::PeerViews,
        Self::Accomplishments,
        Self::Goals,
        Self::Skills,
        Self::Interviews,
        Self::Help,
    ];

    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Observations => "Observations",
            Self::PeerViews => "Peer views",
            Self::Accomplishments => "Accomplishments",
            Self::Goals => "Goals",
            Self::Skills => "Skill ratings",
            Self::Interviews => "Interviews led",
            Self::Help => "Help given",
        }
    }
}

/// One thing the period has.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The record.
    pub record: RecordId,
    /// What kind of source it is.
    pub group: Group,
    /// The day it is of.
    pub on: Option<Date>,
    /// What it says, as a finding would.
    pub text: String,
    /// Which way it leans.
    pub leaning: Leaning,
    /// The competency it is about, where it says so.
    pub competency: Option<String>,
    /// Whether not everyone can read it. Then no draft is made from it.
    pub kept_back: bool,
}

/// What the period from `from` to `until`, both included, has about `person`: group by group, the newest first.
#[must_use]
pub fn sources(book: &Book, person: RecordId, from: Date, until: Date) -> Vec<Source> {
    let within = |on: Option<Date>| on.is_some_and(|on| on >= from && on <= until);
    let mut all: Vec<Source> = feedback_rules::observations_of(book, person)
        .iter()
        .filter(|seen| within(seen.on))
        .map(observed)
        .collect();
    for goal in growth_rules::goals_of(book, person) {
        let reached = goal.state == GoalState::Reached;
        let was_open =
            goal.set_on.is_none_or(|set| set <= until) && goal.closed_on.is_none_or(|on| on >= from);
        if (reached && !within(goal.closed_on)) || !was_open {
            continue;
        }
        let competency = goal.competency.and_then(|of| book.get::<Competency>(of.id()));
        all.push(Source {
            record: goal.id,
            group: if reached { Group::Accomplishments } else { Group::Goals },
            on: if goal.state == GoalState::Open { goal.set_on } else { goal.closed_on },
            text: sentences(&match goal.state {
                GoalState::Reached => vec!["Reached a goal", &goal.what, &goal.outcome],
                GoalState::Open => vec!["Works on a goal", &goal.what],
                GoalState::LetGo => vec!["Let go of a goal", &goal.what, &goal.outcome],
            }),
            leaning: if reached { Leaning::Strength } else { Leaning::Ahead },
            competency: competency.map(|one| one.record.name),
            kept_back: is_kept_back(&goal.document),
        });
    }
    for work in growth_rules::stretch_of(book, person) {
        if work.state == StretchState::Done && within(work.until) {
            all.push(Source {
                record: work.id,
                group: Group::Accomplishments,
                on: work.until,
                text: sentences(&[&work.what, &work.how_it_went]),
                leaning: Leaning::Strength,
                competency: None,
                kept_back: is_kept_back(&work.document),
            });
        }
    }
    for promotion in growth_rules::promotions_of(book, person).iter().filter(|one| within(one.on)) {
        let level = promotion.to_level.clone().unwrap_or_default();
        all.push(Source {
            record: promotion.id,
            group: Group::Accomplishments,
            on: promotion.on,
            text: sentences(&[&format!("Moved to {level}"), &promotion.reasons]),
            leaning: Leaning::Strength,
            competency: None,
            kept_back: is_kept_back(&promotion.document),
        });
    }
    let ratings = book.of(|rating: &SkillRating| rating.person.map(Ref::id), person);
    for rating in ratings.iter().filter(|rating| within(rating.on)) {
        let Some(skill) = rating.skill.and_then(|skill| book.get::<Skill>(skill.id())) else { continue };
        all.push(Source {
            record: rating.id,
            group: Group::Skills,
            on: rating.on,
            text: format!(
                "{}: {} ({} says so).",
                skill.name,
                rating.depth.does(),
                rating.source.label().to_lowercase()
            ),
            leaning: Leaning::Strength,
            competency: None,
            kept_back: is_kept_back(&rating.document),
        });
    }
    let interviews = carried::interviews_of(book, person, from, until);
    for interview in interviews.iter().filter(|one| one.seat == Seat::Leads) {
        let stage = interview.stage.and_then(|stage| book.get::<Stage>(stage.id()));
        let stage = stage.map(|stage| stage.record.name).filter(|name| !name.trim().is_empty());
        let time =
            carried::minutes(book, interview).map(|minutes| format!(" ({})", hiring_rules::time(minutes)));
        all.push(Source {
            record: interview.id,
            group: Group::Interviews,
            on: interview.on,
            text: format!(
                "Led an interview: {}{}.",
                stage.as_deref().unwrap_or("no stage named"),
                time.unwrap_or_default()
            ),
            leaning: Leaning::Strength,
            competency: None,
            kept_back: is_kept_back(&interview.document),
        });
    }
    for help in growth_rules::help_of(book, person).iter().filter(|help| within(help.on)) {
        all.push(Source {
            record: help.id,
            group: Group::Help,
            on: help.on,
            text: sentences(&[help.kind.label(), &help.what, &help.led_to]),
            leaning: Leaning::Strength,
            competency: None,
            kept_back: is_kept_back(&help.document),
        });
    }
    all.order_by_key(|source| (source.group, Reverse(source.on), source.record));
    all
}

/// What the period of a review has and none of its findings rests on yet.
#[must_use]
pub fn unused(book: &Book, review: &Entry<Review>) -> Vec<Source> {
    let period = rules::cycle_of(book, review).and_then(|cycle| Some((cycle.from?, cycle.until?)));
    let (Some(person), Some((from, until))) = (review.person, period) else { return Vec::new() };
    let used: BTreeSet<RecordId> = rules::findings_of(book, review.id)
        .iter()
        .flat_map(|finding| evidence::evidence_of(book, finding.id))
        .map(|evidence| evidence.record)
        .collect();
    let mut left = sources(book, person.id(), from, until);
    left.retain(|source| !used.contains(&source.record));
    left
}

/// Whether nothing in the period of a review was told by a peer (PR-1.16).
#[must_use]
pub fn lacks_peer_view(book: &Book, review: &Entry<Review>) -> bool {
    let period = rules::cycle_of(book, review).and_then(|cycle| Some((cycle.from?, cycle.until?)));
    let (Some(person), Some((from, until))) = (review.person, period) else { return false };
    let seen = feedback_rules::observations_of(book, person.id());
    let mut within = seen.iter().filter(|one| one.on.is_some_and(|on| on >= from && on <= until));
    !within.any(|one| one.source == ObservationSource::Peer)
}

fn observed(seen: &Entry<Observation>) -> Source {
    Source {
        record: seen.id,
        group: match seen.source {
            ObservationSource::Peer => Group::PeerViews,
            ObservationSource::Own | ObservationSource::Stakeholder | ObservationSource::Work => {
                Group::Observations
            }
        },
        on: seen.on,
        text: sentences(&[&seen.what_happened, &seen.what_they_did, &seen.what_it_led_to]),
        leaning: match seen.tone {
            Tone::Praise => Leaning::Strength,
            Tone::Growth => Leaning::ToGrow,
        },
        competency: seen.competency.clone().filter(|name| !name.trim().is_empty()),
        kept_back: is_kept_back(&seen.document),
    }
}

/// Whether not everyone can read what lies in this document.
fn is_kept_back(document: &DocumentKey) -> bool {
    document.audience != Audience::Everyone
}

/// These texts as sentences, one after the other; empty ones are left out.
pub(super) fn sentences(texts: &[&str]) -> String {
    let whole = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let ended = whole.map(|text| match text.chars().last() {
        Some('.' | '!' | '?' | '…' | ':') => text.to_owned(),
        _ => format!("{text}."),
    });
    ended.collect::<Vec<_>>().join(" ")
}

/// The day of a source, as a line begins with it.
pub(super) fn dated(on: Option<Date>) -> String {
    on.map(words::day).unwrap_or_default()
}
