//! What the hiring area stores.

mod after;
mod candidates;
mod closing;
mod loops;
mod openings;

use document::{Kind, Record};

pub use after::{CandidatePromise, CandidateSurvey, HireOutcome, OutcomeMark, Went};
pub use candidates::{Candidate, Interview, InterviewState, StageMove, Step};
pub use closing::{ClosingPlan, ClosingStep, RivalOffer};
pub use loops::{Interviewer, Question, Seat, Stage, StageKind, StageQuestion};
pub use openings::{Cause, Opening, OpeningState};

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
];
