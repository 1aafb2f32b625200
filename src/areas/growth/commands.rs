//! Intents of the user about ladders and growth, as batches of edits.
//!
//! A command is given the id of the record it makes, so that the screen can go there.

mod ladder;
mod ours;

pub use ladder::{begin_with_ours, promote, retire_ladder};
