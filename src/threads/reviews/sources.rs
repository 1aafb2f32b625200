//! What the period of a review has: everything it can be made from (PR-1).

use document::{Audience, Book, DocumentKey, Entry, Ref};
use feedback::{Observation, ObservationSource, Tone, rules as feedback_rules};
use growth::{Competency, Goal, GoalState, Help, Promotion, Stretch, StretchState, rules as growth_rules};
use hiring::{Interview, Seat, Stage, rules as hiring_rules};
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
    let period = Period { book, person, from, until };
    let mut all = period.observations();
    all.extend(period.goals());
    all.extend(period.stretch_work());
    all.extend(period.promotions());
    all.extend(period.ratings());
    all.extend(period.interviews());
    all.extend(period.help());
    all.order_by_key(|source| (source.group, Reverse(source.on), source.record));
    all
}

impl Source {
    /// Something that speaks for the person.
    fn strength<T>(entry: &Entry<T>, group: Group, on: Option<Date>, text: String) -> Self {
        Self {
            record: entry.id,
            group,
            on,
            text,
            leaning: Leaning::Strength,
            competency: None,
            kept_back: is_kept_back(&entry.document),
        }
    }
}

/// One person's period, which is looked through for each kind of source.
struct Period<'a> {
    book: &'a Book,
    person: RecordId,
    from: Date,
    until: Date,
}

impl Period<'_> {
    fn has(&self, on: Option<Date>) -> bool {
        on.is_some_and(|on| on >= self.from && on <= self.until)
    }

    fn observations(&self) -> Vec<Source> {
        let all = feedback_rules::observations_of(self.book, self.person);
        all.iter().filter(|seen| self.has(seen.on)).map(observed).collect()
    }

    /// Those that were reached in it, and those that were open in it.
    fn goals(&self) -> Vec<Source> {
        let mut all = growth_rules::goals_of(self.book, self.person);
        all.retain(|goal| match goal.state {
            GoalState::Reached => self.has(goal.closed_on),
            GoalState::Open | GoalState::LetGo => {
                goal.set_on.is_none_or(|set| set <= self.until)
                    && goal.closed_on.is_none_or(|on| on >= self.from)
            }
        });
        all.iter().map(|goal| self.goal(goal)).collect()
    }

    fn goal(&self, goal: &Entry<Goal>) -> Source {
        let (group, leaning, on, said) = match goal.state {
            GoalState::Reached => (
                Group::Accomplishments,
                Leaning::Strength,
                goal.closed_on,
                vec!["Reached a goal", &goal.what, &goal.outcome],
            ),
            GoalState::Open => {
                (Group::Goals, Leaning::Ahead, goal.set_on, vec!["Works on a goal", &goal.what])
            }
            GoalState::LetGo => (
                Group::Goals,
                Leaning::Ahead,
                goal.closed_on,
                vec!["Let go of a goal", &goal.what, &goal.outcome],
            ),
        };
        let competency = goal.competency.and_then(|of| self.book.get::<Competency>(of.id()));
        Source {
            leaning,
            competency: competency.map(|one| one.record.name),
            ..Source::strength(goal, group, on, sentences(&said))
        }
    }

    fn stretch_work(&self) -> Vec<Source> {
        let mut all = growth_rules::stretch_of(self.book, self.person);
        all.retain(|work| work.state == StretchState::Done && self.has(work.until));
        let source = |work: &Entry<Stretch>| {
            let text = sentences(&[&work.what, &work.how_it_went]);
            Source::strength(work, Group::Accomplishments, work.until, text)
        };
        all.iter().map(source).collect()
    }

    fn promotions(&self) -> Vec<Source> {
        let mut all = growth_rules::promotions_of(self.book, self.person);
        all.retain(|promotion| self.has(promotion.on));
        let source = |promotion: &Entry<Promotion>| {
            let level = promotion.to_level.clone().unwrap_or_default();
            let text = sentences(&[&format!("Moved to {level}"), &promotion.reasons]);
            Source::strength(promotion, Group::Accomplishments, promotion.on, text)
        };
        all.iter().map(source).collect()
    }

    fn ratings(&self) -> Vec<Source> {
        let all = self.book.of(|rating: &SkillRating| rating.person.map(Ref::id), self.person);
        let source = |rating: &Entry<SkillRating>| {
            let skill = self.book.get::<Skill>(rating.skill?.id())?;
            let says_so = rating.source.label().to_lowercase();
            let text = format!("{}: {} ({says_so} says so).", skill.name, rating.depth.does());
            Some(Source::strength(rating, Group::Skills, rating.on, text))
        };
        all.iter().filter(|rating| self.has(rating.on)).filter_map(source).collect()
    }

    /// Those that the person led.
    fn interviews(&self) -> Vec<Source> {
        let mut all = carried::interviews_of(self.book, self.person, self.from, self.until);
        all.retain(|interview| interview.seat == Seat::Leads);
        let source = |interview: &Entry<Interview>| {
            let stage = interview.stage.and_then(|stage| self.book.get::<Stage>(stage.id()));
            let stage = stage.map(|stage| stage.record.name).filter(|name| !name.trim().is_empty());
            let stage = stage.as_deref().unwrap_or("no stage named");
            let minutes = hiring_rules::minutes_of(self.book, interview);
            let time = minutes.map(|minutes| format!(" ({})", hiring_rules::time(minutes)));
            let text = format!("Led an interview: {stage}{}.", time.unwrap_or_default());
            Source::strength(interview, Group::Interviews, interview.on, text)
        };
        all.iter().map(source).collect()
    }

    fn help(&self) -> Vec<Source> {
        let mut all = growth_rules::help_of(self.book, self.person);
        all.retain(|help| self.has(help.on));
        let source = |help: &Entry<Help>| {
            let text = sentences(&[help.kind.label(), &help.what, &help.led_to]);
            Source::strength(help, Group::Help, help.on, text)
        };
        all.iter().map(source).collect()
    }
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
    let group = match seen.source {
        ObservationSource::Peer => Group::PeerViews,
        ObservationSource::Own | ObservationSource::Stakeholder | ObservationSource::Work => {
            Group::Observations
        }
    };
    let text = sentences(&[&seen.what_happened, &seen.what_they_did, &seen.what_it_led_to]);
    Source {
        leaning: match seen.tone {
            Tone::Praise => Leaning::Strength,
            Tone::Growth => Leaning::ToGrow,
        },
        competency: seen.competency.clone().filter(|name| !name.trim().is_empty()),
        ..Source::strength(seen, group, seen.on, text)
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
