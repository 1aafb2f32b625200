//! What people can do, what is asked for, and what is done about the difference (TM-5, TM-6).

use document::{Choices, Prose, Record, Ref};
use kernel::{Date, RecordId};

use super::{Person, Team};

/// Something a team has to be able to do, and what each depth of it means here (TM-5).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "skill", plural = "Skills", title = "name", home = "area(roster)")]
pub struct Skill {
    /// What it is called.
    #[field(column)]
    pub name: String,
    /// What it is listed under, for example Operations or Domain.
    #[field(column)]
    pub group: Option<String>,
    /// What one sees somebody do who follows what others have set up.
    #[field(label = "1: runs it")]
    pub runs: Option<String>,
    /// What one sees somebody do who changes and mends it alone.
    #[field(label = "2: changes it")]
    pub changes: Option<String>,
    /// What one sees somebody do who makes it anew.
    #[field(label = "3: builds it")]
    pub builds: Option<String>,
    /// What one sees somebody do who brings others there.
    #[field(label = "4: teaches it")]
    pub teaches: Option<String>,
    /// Where to learn it, and what to know about it.
    pub notes: Prose,
}

/// How deep somebody holds a skill, in five steps.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// Has not done it.
    #[default]
    #[choice(label = "0: nothing yet")]
    Nothing,
    /// Follows what others have set up.
    #[choice(label = "1: runs it")]
    Runs,
    /// Changes and mends it alone.
    #[choice(label = "2: changes it")]
    Changes,
    /// Makes it anew.
    #[choice(label = "3: builds it")]
    Builds,
    /// Brings others there.
    #[choice(label = "4: teaches it")]
    Teaches,
}

impl Depth {
    /// The step as a figure, 0 to 4.
    #[must_use]
    pub const fn figure(self) -> u8 {
        self as u8
    }

    /// The step with this figure.
    #[must_use]
    pub fn of_figure(figure: u8) -> Option<Self> {
        Self::ALL.get(usize::from(figure)).copied()
    }

    /// What somebody of this depth does, as the middle of a sentence: `builds it`.
    #[must_use]
    pub fn does(self) -> &'static str {
        self.label().split_once(": ").map_or("", |(_, does)| does)
    }
}

/// How deep somebody holds a skill, as one source said it on one day (TM-5).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "skill-rating", plural = "Skill ratings", title = "skill", home = "file_of(person, roster)")]
pub struct SkillRating {
    /// Whose skill it is.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The skill.
    #[field(required, column)]
    pub skill: Option<Ref<Skill>>,
    /// How deep they hold it.
    #[field(column)]
    pub depth: Depth,
    /// Who or what says so.
    #[field(column)]
    pub source: RatingSource,
    /// The day it was rated or confirmed.
    #[field(required, column)]
    pub on: Option<Date>,
    /// What shows it, in a few words.
    pub because: Option<String>,
    /// The record that shows it: an observation, a talk.
    pub evidence: Option<RecordId>,
}

/// Who or what says how deep somebody holds a skill; what weighs more comes later.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RatingSource {
    /// The person says so.
    #[choice(label = "Self")]
    Own,
    /// The manager says so.
    #[default]
    Manager,
    /// The work itself shows it.
    Evidence,
}

/// A skill that something needs: which depth, and how many people with it (TM-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "skill-demand", plural = "Skill demands", title = "skill", home = "area(roster)")]
pub struct SkillDemand {
    /// The skill that is needed.
    #[field(required, column)]
    pub skill: Option<Ref<Skill>>,
    /// How deep each of them has to hold it.
    #[field(column)]
    pub depth: Depth,
    /// How many people are needed with it; one while empty.
    #[field(column, min = 1, max = 100)]
    pub people: Option<i64>,
    /// What needs it: a service, a team, a rotation, an initiative.
    #[field(column)]
    pub needed_for: Option<RecordId>,
    /// What needs it, in words, where it is no record.
    #[field(label = "In words")]
    pub in_words: Option<String>,
    /// Whose people count; without it those of the team that owns the service, or everybody.
    #[field(column)]
    pub team: Option<Ref<Team>>,
    /// The day from which it is needed, when that lies ahead.
    pub needed_from: Option<Date>,
}

/// What is done about a gap in a skill: one of five answers, with an owner and a day to look again (TM-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "gap-response", plural = "Gap responses", title = "skill", home = "area(roster)")]
pub struct GapResponse {
    /// The skill in which there is a gap.
    #[field(required, column)]
    pub skill: Option<Ref<Skill>>,
    /// What is done about it.
    #[field(column)]
    pub answer: GapAnswer,
    /// Who sees to it.
    #[field(required, column)]
    pub owner: Option<Ref<Person>>,
    /// The day it was decided.
    #[field(column)]
    pub decided_on: Option<Date>,
    /// The day to look again whether it helped.
    #[field(required, column)]
    pub review_on: Option<Date>,
    /// Why this answer and not another.
    pub reason: Prose,
    /// The day it stopped being the answer.
    pub ended_on: Option<Date>,
}

/// The five answers to a gap.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapAnswer {
    /// Somebody who holds it is brought in.
    Hire,
    /// Somebody who is here learns it.
    #[default]
    Grow,
    /// Somebody of another team does it for a while.
    Borrow,
    /// It is needed less, or no longer.
    CutTheDemand,
    /// The risk is taken, knowingly.
    Accept,
}
