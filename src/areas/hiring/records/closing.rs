//! Closing plans: what a finalist wants, fears and weighs, and who does what about it (HI-8).

use document::{Prose, Record, Ref};
use kernel::Date;
use roster::Person;

use crate::Candidate;

/// How a finalist is won, honestly (HI-8).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "closing-plan",
    plural = "Closing plans",
    title = "candidate",
    home = "file_of(candidate, hiring)"
)]
pub struct ClosingPlan {
    /// The finalist.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// What moves them, in their words.
    pub motives: Prose,
    /// What they doubt.
    pub doubts: Prose,
    /// The day by which they want to decide, or we.
    #[field(column)]
    pub decide_by: Option<Date>,
}

/// Another offer that a finalist has (HI-8).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "rival-offer", plural = "Rival offers", title = "from", home = "file_of(candidate, hiring)")]
pub struct RivalOffer {
    /// Who offers.
    #[field(column)]
    pub from: String,
    /// Who has the offer.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The day by which they have to answer it.
    #[field(column)]
    pub deadline: Option<Date>,
    /// Whether it is off the table.
    #[field(column)]
    pub gone: bool,
    /// What is good about it.
    pub notes: Prose,
}

/// One thing that is done to win a finalist: who says what, by when (HI-8).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "closing-step",
    plural = "Closing steps",
    title = "what",
    home = "file_of(candidate, hiring)"
)]
pub struct ClosingStep {
    /// What is said or done.
    #[field(column)]
    pub what: String,
    /// For whom.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// Who does it.
    #[field(column)]
    pub who: Option<Ref<Person>>,
    /// The day by which.
    #[field(column)]
    pub by: Option<Date>,
    /// The day it was done.
    #[field(column)]
    pub done_on: Option<Date>,
}
