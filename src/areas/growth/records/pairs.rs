//! Mentoring pairs (GR-6), and chances to be seen with who was put forward for them (GR-7).

use document::{Choices, Prose, Record, Ref};
use kernel::Date;
use roster::{Person, Skill};

/// Somebody who learns, and somebody who teaches them (GR-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "mentoring",
    label = "Mentoring pair",
    plural = "Mentoring pairs",
    title = "about",
    home = "file_of(person, growth)"
)]
pub struct Mentoring {
    /// What it is about, in a few words.
    #[field(column)]
    pub about: String,
    /// Who learns.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// Who teaches.
    #[field(required, column)]
    pub mentor: Option<Ref<Person>>,
    /// The skill that is to be passed on.
    #[field(column)]
    pub skill: Option<Ref<Skill>>,
    /// The first day.
    #[field(column)]
    pub from: Option<Date>,
    /// The last day; empty while it goes on.
    #[field(column)]
    pub until: Option<Date>,
    /// What was passed on: what they can do alone now.
    pub passed_on: Prose,
}

/// Something that makes whoever gets it be seen: a talk, a lead, a seat (GR-7).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "opportunity", plural = "Opportunities", title = "what", home = "area(growth)")]
pub struct Opportunity {
    /// What is to be given.
    #[field(column)]
    pub what: String,
    /// What kind it is.
    #[field(column)]
    pub kind: OpportunityKind,
    /// The day by which names are wanted.
    #[field(column)]
    pub names_by: Option<Date>,
    /// Who decides, or is told.
    pub who_decides: Option<String>,
    /// Whether it was given to somebody, or is over.
    #[field(column)]
    pub closed: bool,
    /// More about it.
    pub notes: Prose,
}

/// What makes somebody be seen.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpportunityKind {
    /// Speaking: a conference, a demonstration, a round of leaders.
    #[default]
    Stage,
    /// Leading something others look at.
    Lead,
    /// A seat where decisions are made.
    Seat,
    /// Recognition: an award, a mention.
    Recognition,
}

/// Somebody's name, put forward for an opportunity. Only the manager's own (GR-7).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "put-forward",
    label = "Put forward",
    plural = "Put forward",
    title = "opportunity",
    home = "file_of(person, growth)",
    private
)]
pub struct PutForward {
    /// For what.
    #[field(required, column)]
    pub opportunity: Option<Ref<Opportunity>>,
    /// Who.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// What became of it.
    #[field(column)]
    pub outcome: Outcome,
    /// What you said for them.
    pub said: Prose,
}

/// What became of a name that was put forward.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not decided yet.
    #[default]
    Open,
    /// They got it.
    Chosen,
    /// Somebody else got it.
    NotChosen,
}
