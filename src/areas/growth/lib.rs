//! Ladders and growth: what each rung asks for, where people want to go, and the help they get (GR).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
pub mod import;
mod notices;
mod records;
pub mod rules;
mod sample;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use notices::{CASE_FACTS, EVIDENCE_DAYS, EVIDENCE_ENOUGH, FORUM_DAYS, THRESHOLDS, notices};
pub use records::{
    Aim, Case, Competency, Expectation, Forum, ForumKind, Goal, GoalState, GrowthPlan, Help, HelpKind, KINDS,
    Ladder, Mentoring, Opportunity, OpportunityKind, Outcome, Promotion, PutForward, Rung, Stretch,
    StretchKind, StretchState,
};
pub use sample::sample;
