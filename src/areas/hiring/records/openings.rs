//! Openings: a role that is to be filled, and why it is open (HI-1, HI-2).

use document::{Choices, Prose, Record, Ref};
use kernel::{Date, RecordId};
use roster::{Person, Team, Track};
use std::collections::BTreeSet;

/// A role that is to be filled, with the cause behind it (HI-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "opening", plural = "Openings", title = "role", home = "area(hiring)")]
pub struct Opening {
    /// The role, as candidates will read it.
    #[field(column)]
    pub role: String,
    /// The rung of the ladder it is on, for example IC4.
    #[field(column)]
    pub level: Option<String>,
    /// Which of the two tracks of the ladder the level is on.
    pub track: Option<Track>,
    /// The team it is in.
    #[field(column)]
    pub team: Option<Ref<Team>>,
    /// Whom the new person reports to.
    #[field(label = "Reports to")]
    pub manager: Option<Ref<Person>>,
    /// Why it is open.
    #[field(column, required)]
    pub cause: Option<Cause>,
    /// The record behind it: an answer to a skill gap, the person who left, a case.
    #[field(label = "What is behind it")]
    pub behind: Option<RecordId>,
    /// Why it is open, in words, and what its delay costs.
    pub because: Prose,
    /// How it stands.
    #[field(column)]
    pub state: OpeningState,
    /// The day it was approved. Time to fill is counted from it.
    pub approved_on: Option<Date>,
    /// The day somebody should start.
    #[field(label = "Wanted from", column)]
    pub wanted_from: Option<Date>,
    /// How many weeks somebody new needs until they carry their full part.
    #[field(label = "Weeks of ramp-up", min = 0, max = 104)]
    pub ramp_weeks: Option<i64>,
    /// The day it was filled or closed.
    pub closed_on: Option<Date>,
    /// What somebody in it will have done after a year.
    #[field(label = "First-year outcomes")]
    pub outcomes: Prose,
    /// What nobody can do without on the first day. Few.
    #[field(label = "Must-haves")]
    pub must_haves: BTreeSet<String>,
    /// What helps, and can be learned here.
    #[field(label = "Can be learned")]
    pub nice_to_haves: BTreeSet<String>,
    /// What the loop has to find out; every one of them is tested in exactly one stage.
    #[field(label = "Competencies to test")]
    pub competencies: BTreeSet<String>,
    /// The job description.
    #[field(label = "Job description")]
    pub description: Prose,
    /// Where candidates are looked for, as agreed with the recruiter. A candidate's source names one of them.
    pub channels: BTreeSet<String>,
    /// The recruiter who helps.
    pub recruiter: Option<String>,
}

/// Why a role is open.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nobody here can do what is needed, and hiring is the answer.
    SkillGap,
    /// There is more to do than people can carry.
    Workload,
    /// Somebody leaves or has left.
    Departure,
}

/// How an opening stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpeningState {
    /// Being written; nobody is looked for yet.
    #[default]
    Draft,
    /// Candidates are looked for.
    Open,
    /// It rests.
    OnHold,
    /// Somebody accepted.
    Filled,
    /// Given up.
    Closed,
}
