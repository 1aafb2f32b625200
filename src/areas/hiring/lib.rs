//! Hiring: openings with their cause, interview loops, candidates, and how hires turn out (HI).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
pub mod drafts;
pub mod import;
mod notices;
mod records;
pub mod rules;
mod sample;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use notices::{
    CARD_DAYS, DECIDE_DAYS, DRIFT_DAYS, DRIFT_OFFERS, DRIFT_PERCENT, IDLE_DAYS, MUST_HAVES, PANEL_CARDS,
    PANEL_TENTHS, REPLY_DAYS, RETENTION_DAYS, SURVEY_DAYS, THRESHOLDS, WEEK_CAP, notices,
};
pub use records::{
    Anchors, Calibration, CalibrationSeat, Candidate, CandidatePromise, CandidateSurvey, CardSubmitted,
    Cause, ClosingPlan, ClosingStep, Decided, Decision, DecisionReason, HireOutcome, Interview,
    InterviewState, Interviewer, KINDS, Level, Opening, OpeningState, OutcomeMark, Question,
    ReadsWithoutCard, Recommendation, RivalOffer, Score, Scorecard, Seat, Stage, StageKind, StageMove,
    StageQuestion, Step, Went,
};
pub use sample::sample;
