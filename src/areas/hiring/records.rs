//! What the hiring area stores.

mod after;
mod candidates;
mod closing;
mod decisions;
mod loops;
mod openings;
mod scorecards;

use document::{Kind, Record};

pub use after::{CandidatePromise, CandidateSurvey, HireOutcome, OutcomeMark, Went};
pub use candidates::{Candidate, Interview, InterviewState, StageMove, Step};
pub use closing::{ClosingPlan, ClosingStep, RivalOffer};
pub use decisions::{Calibration, CalibrationSeat, Decided, Decision, DecisionReason};
pub use loops::{Interviewer, Question, Seat, Stage, StageKind, StageQuestion};
pub use openings::{Cause, Opening, OpeningState};
pub use scorecards::{Anchors, CardSubmitted, Level, ReadsWithoutCard, Recommendation, Score, Scorecard};

/// Every kind of record of the area.
pub const KINDS: &[&Kind] = &[
    Opening::KIND,
    Stage::KIND,
    Interviewer::KIND,
    Question::KIND,
    StageQuestion::KIND,
    Candidate::KIND,
    StageMove::KIND,
    Interview::KIND,
    ClosingPlan::KIND,
    RivalOffer::KIND,
    ClosingStep::KIND,
    CandidatePromise::KIND,
    CandidateSurvey::KIND,
    HireOutcome::KIND,
    OutcomeMark::KIND,
    Scorecard::KIND,
    Score::KIND,
    Anchors::KIND,
    CardSubmitted::KIND,
    ReadsWithoutCard::KIND,
    Decision::KIND,
    DecisionReason::KIND,
    Calibration::KIND,
    CalibrationSeat::KIND,
];
