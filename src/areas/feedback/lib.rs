//! 1:1s, feedback and the continuous record (FB).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
mod drafts;
mod notices;
mod records;
pub mod rules;
mod sample;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use drafts::preparation_sheet;
pub use notices::{THRESHOLDS, UNTOLD_DAYS, notices};
pub use records::{
    AgendaItem, AgendaState, Concern, ConcernKind, ConcernState, FeedbackRequest, KINDS, Observation,
    ObservationSource, OneOnOne, OneOnOneState, PrivateNote, RaisedBy, Series, Tone,
};
pub use sample::sample;
