//! What was decided about a candidate and why (HI-6), and how a panel learned to judge alike (HI-5).

use document::{Choices, Prose, Record, Ref};
use kernel::{Date, RecordId};
use roster::Person;

use crate::{Candidate, Opening};

/// What was decided about a candidate, by whom and when (HI-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "hiring-decision",
    label = "Decision",
    plural = "Decisions",
    title = "candidate",
    home = "file_of(candidate, hiring)"
)]
pub struct Decision {
    /// About whom.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// What was decided.
    #[field(required, column)]
    pub what: Option<Decided>,
    /// Who decided, and answers for it.
    #[field(column)]
    pub by: Option<Ref<Person>>,
    /// What was weighed against what, and what was left open on purpose.
    #[field(label = "What was weighed")]
    pub weighed: Prose,
}

/// What was decided.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decided {
    /// An offer is made.
    Offer,
    /// No offer.
    NoOffer,
    /// Something has to be found out first.
    AskMore,
}

/// One reason of a decision, and the score it rests on (HI-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "decision-reason",
    label = "Reason",
    plural = "Reasons of decisions",
    title = "says",
    home = "file_of(candidate, hiring)"
)]
pub struct DecisionReason {
    /// The reason, in one sentence.
    #[field(column)]
    pub says: String,
    /// About whom.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The decision.
    #[field(required)]
    pub decision: Option<Ref<Decision>>,
    /// The competency it is about.
    #[field(column)]
    pub competency: Option<String>,
    /// The score with its evidence.
    #[field(label = "Rests on")]
    pub rests_on: Option<RecordId>,
}

/// A meeting in which interviewers compared how they judge (HI-5).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "calibration",
    label = "Calibration",
    plural = "Calibrations",
    title = "about",
    home = "area(hiring)"
)]
pub struct Calibration {
    /// What was compared: a competency, a question, some cards.
    #[field(column)]
    pub about: String,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// The opening it was for, when it was for one.
    #[field(column)]
    pub opening: Option<Ref<Opening>>,
    /// What was agreed, and what changes from now on.
    pub agreed: Prose,
}

/// Somebody who took part in a calibration (HI-5).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "calibration-seat",
    label = "Part in a calibration",
    plural = "Parts in calibrations",
    title = "person",
    home = "area(hiring)"
)]
pub struct CalibrationSeat {
    /// The calibration.
    #[field(required)]
    pub calibration: Option<Ref<Calibration>>,
    /// Who.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
}
