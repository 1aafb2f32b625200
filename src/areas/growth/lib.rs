//! Ladders and growth: what each rung asks for, where people want to go, and the help they get (GR).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
pub mod import;
mod notices;
mod records;
pub mod rules;
#[cfg(test)]
mod tests;



pub use notices::{THRESHOLDS, notices};
pub use records::{Competency, Expectation, KINDS, Ladder, Promotion, Rung};
