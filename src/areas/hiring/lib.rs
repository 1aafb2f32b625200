//! Hiring: openings with their cause, interview loops, candidates, and how hires turn out (HI).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

mod records;
#[cfg(test)]
mod tests;

pub use records::{
    Candidate, CandidatePromise, CandidateSurvey, Cause, ClosingPlan, ClosingStep, HireOutcome, Interview,
    InterviewState, Interviewer, KINDS, Opening, OpeningState, OutcomeMark, Question, RivalOffer, Seat,
    Stage, StageKind, StageMove, StageQuestion, Step, Went,
};
