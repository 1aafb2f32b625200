//! People, teams, services and actions: the nouns that all areas refer to (TM).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
pub mod import;
mod notices;
mod records;
pub mod rules;
mod sample;
pub mod settings;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use notices::{LEAVING_DAYS, SPAN_CEILING, SPAN_CEILING_EXPERIENCED, SPAN_FLOOR, THRESHOLDS, notices};
pub use records::{
    Absence, AbsenceKind, Action, ActionState, Criticality, KINDS, Person, Profile, Service, Setting, Team,
    Track, Unsent,
};
pub use sample::{Cast, sample};
