//! Performance reviews (PR): cycles, the three questions, findings, promised support, the answer of who was reviewed.
//!
//! `README.md` beside this file has the vocabulary and the numbered rules. What needs observations, goals and
//! links as well lies in `threads::reviews`.

pub mod commands;
mod notices;
mod records;
pub mod rules;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use notices::{
    LAUNCH_DAYS, NOT_TAKEN_UP_DAYS, PROMISE_TALKS, READY_DAYS, SPECIFIC_WORDS, THRESHOLDS, notices,
};
pub use records::{
    Dispute, Finding, KINDS, Leaning, Promise, PromiseKind, Question, Rating, Response, Review, ReviewCycle,
    Stands,
};
