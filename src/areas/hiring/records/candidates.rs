//! Candidates, their way through the loop, and the interviews they had (HI-7, HI-11).

use document::{Choices, Email, Prose, Record, Ref};
use kernel::Date;
use roster::Person;

use crate::{Opening, Seat, Stage};

/// Somebody who may fill an opening. Has a document of their own, so that they can be erased as a unit (HI-7).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "candidate", plural = "Candidates", title = "name", home = "own")]
pub struct Candidate {
    /// The name as the candidate writes it.
    #[field(column)]
    pub name: String,
    /// The opening they are considered for.
    #[field(required, column)]
    pub opening: Option<Ref<Opening>>,
    /// Their address; finds the candidate again when candidates are imported.
    #[field(label = "E-mail")]
    pub email: Option<Email>,
    /// The number of the application in the applicant system; finds the candidate again at an import.
    #[field(label = "Application ID")]
    pub application_id: Option<String>,
    /// The channel they came by.
    #[field(column)]
    pub source: Option<String>,
    /// What happens next.
    #[field(column)]
    pub next_step: Option<String>,
    /// The day it is due.
    #[field(label = "Next step by", column)]
    pub next_on: Option<Date>,
    /// Who owes it.
    #[field(label = "Owed by", column)]
    pub owed_by: Option<Ref<Person>>,
    /// The day they were told that it ends, with the reason and thanks.
    #[field(label = "Told how it ended on")]
    pub told_on: Option<Date>,
    /// The first day at work that was agreed.
    pub starts_on: Option<Date>,
    /// The person they became here.
    pub hired_as: Option<Ref<Person>>,
    /// What to know about them. Write it as if they will read it.
    pub notes: Prose,
}

/// One step of a candidate's way: where they went, and when (HI-7). The last one says where they are.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "stage-move",
    label = "Move",
    plural = "Moves",
    title = "candidate",
    home = "file_of(candidate, hiring)"
)]
pub struct StageMove {
    /// Who moved.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// Where to.
    #[field(column)]
    pub to: Step,
    /// The stage, when they went to one.
    #[field(column)]
    pub stage: Option<Ref<Stage>>,
    /// Why, in a few words; for a rejection or a withdrawal the reason.
    pub reason: Option<String>,
}

/// The steps of a candidate's way.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Applied, or was found.
    #[default]
    Applied,
    /// In a stage of the loop.
    Stage,
    /// Has an offer.
    Offer,
    /// Accepted it.
    Accepted,
    /// Declined it.
    Declined,
    /// Was turned down.
    Rejected,
    /// Withdrew.
    Withdrew,
}

/// One interview: who asked whom, when and for how long (HI-11). Scorecards are about one of them.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "interview", plural = "Interviews", title = "candidate", home = "file_of(candidate, hiring)")]
pub struct Interview {
    /// Who was asked.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The stage it belongs to.
    #[field(required, column)]
    pub stage: Option<Ref<Stage>>,
    /// Who asked. Two who asked together have one record each.
    #[field(required, column)]
    pub interviewer: Option<Ref<Person>>,
    /// What they did in it.
    pub seat: Seat,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// How long it took or takes; the length of the stage while empty.
    #[field(label = "Minutes", min = 0, max = 1440)]
    pub minutes: Option<i64>,
    /// How it stands.
    #[field(column)]
    pub state: InterviewState,
}

/// How an interview stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InterviewState {
    /// Will be, or was, as planned.
    #[default]
    Planned,
    /// Took place.
    Done,
    /// Did not take place.
    Cancelled,
}
