//! Growth plans: where somebody wants to go, the goals on the way, the work that stretches them (GR-1, GR-5).

use document::{Choices, Prose, Record, Ref};
use kernel::Date;
use roster::Person;

use crate::Competency;

/// Where one person wants to go, as they say it, and what they are good at (GR-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "growth-plan", plural = "Growth plans", title = "person", home = "file_of(person, growth)")]
pub struct GrowthPlan {
    /// Whose plan it is.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// Where they want to go. Unsure is an answer; empty means nobody has asked.
    #[field(column)]
    pub aim: Option<Aim>,
    /// The aim in their own words.
    pub in_their_words: Prose,
    /// What they are good at, and can build on.
    pub strengths: Prose,
    /// What they want or need to become better at.
    pub to_grow: Prose,
    /// The last day both looked at it together.
    #[field(column)]
    pub revisited_on: Option<Date>,
}

/// Where somebody wants to go.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Deeper into one technical field.
    DeepTechnical,
    /// Across systems: how they fit together.
    Architecture,
    /// Leading people.
    Management,
    /// Not decided, on purpose or not yet.
    Unsure,
}

/// One step of a growth plan: what, by when, and with which support (GR-1).
///
/// What is to be done for it are actions that name it as their source.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "growth-goal",
    label = "Goal",
    plural = "Goals",
    title = "what",
    home = "file_of(person, growth)"
)]
pub struct Goal {
    /// What they will be able to do, so that one can tell when they are.
    #[field(column)]
    pub what: String,
    /// Whose goal it is.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The competency it grows.
    #[field(column)]
    pub competency: Option<Ref<Competency>>,
    /// What you give towards it: time, a mentor, work that stretches, training.
    pub support: Prose,
    /// The day by which.
    #[field(column)]
    pub by: Option<Date>,
    /// How it stands.
    #[field(column)]
    pub state: GoalState,
    /// The day it was set.
    pub set_on: Option<Date>,
    /// The day it was reached or let go.
    pub closed_on: Option<Date>,
    /// What came of it.
    pub outcome: Prose,
}

/// How a goal stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GoalState {
    /// Under way.
    #[default]
    Open,
    /// Reached.
    Reached,
    /// Given up, on purpose.
    LetGo,
}

/// Work slightly beyond what somebody has shown, with a named person who catches them (GR-5).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "stretch",
    label = "Stretch work",
    plural = "Stretch work",
    title = "what",
    home = "file_of(person, growth)"
)]
pub struct Stretch {
    /// The work.
    #[field(column)]
    pub what: String,
    /// Whom it stretches.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// What kind of work it is.
    #[field(column)]
    pub kind: StretchKind,
    /// The goal it serves.
    #[field(column)]
    pub goal: Option<Ref<Goal>>,
    /// Who is there when it gets too much.
    #[field(required, column)]
    pub supporter: Option<Ref<Person>>,
    /// The day it begins.
    pub from: Option<Date>,
    /// The day it ended, or is planned to end.
    pub until: Option<Date>,
    /// How it stands.
    #[field(column)]
    pub state: StretchState,
    /// How it went, and what they can do now.
    pub how_it_went: Prose,
}

/// What kind of work stretches somebody.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StretchKind {
    /// Leading an initiative, or a part of one.
    #[default]
    Initiative,
    /// A role in incidents.
    IncidentRole,
    /// Design work.
    Design,
    /// Anything else.
    Other,
}

/// How stretch work stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StretchState {
    /// Talked about, not begun.
    Proposed,
    /// Under way.
    #[default]
    UnderWay,
    /// Done.
    Done,
    /// Stopped before its end.
    Stopped,
}
