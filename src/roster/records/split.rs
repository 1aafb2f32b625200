//! A draft of two teams made of one manager's people (TM-3).

use document::{Choices, Prose, Record, Ref};
use kernel::RecordId;

use super::Person;

/// A draft of two teams made of one manager's people and services, side by side (TM-3). Nothing moves by it.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "team-split", plural = "Team splits", title = "name", home = "area(roster)")]
pub struct TeamSplit {
    /// What the draft is called.
    #[field(column)]
    pub name: String,
    /// Whose people are split.
    #[field(required, column)]
    pub manager: Option<Ref<Person>>,
    /// What the first team would be called.
    #[field(column)]
    pub first: Option<String>,
    /// Who would lead the first team; empty for a manager yet to be found.
    pub first_lead: Option<Ref<Person>>,
    /// What the second team would be called.
    #[field(column)]
    pub second: Option<String>,
    /// Who would lead the second team: a promoted senior; empty for a manager yet to be found.
    pub second_lead: Option<Ref<Person>>,
    /// What speaks for it, and what against.
    pub notes: Prose,
}

/// In which half of a draft a person or a service is.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "split-place", plural = "Places in team splits", title = "what", home = "area(roster)")]
pub struct SplitPlace {
    /// The draft.
    #[field(required, column)]
    pub split: Option<Ref<TeamSplit>>,
    /// The person or service.
    #[field(required, column)]
    pub what: Option<RecordId>,
    /// The half.
    #[field(column)]
    pub half: Half,
}

/// One of the two teams of a draft.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    /// The first.
    #[default]
    First,
    /// The second.
    Second,
}
