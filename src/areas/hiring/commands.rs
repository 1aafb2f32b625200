//! Intents of the user about hiring, as batches of edits.
//!
//! A command is given the ids of the records it makes. What is about a candidate is written to the candidate's
//! document, with its audience; loops and openings to the area's.

mod after;
mod candidates;
mod closing;
mod loops;
mod openings;
mod scorecards;

pub use after::{answer_survey, keep_promise, promise, tell, write_outcome};
pub use candidates::{add_candidate, arrange, conclude, hire, move_candidate, move_on, next_step};
pub use closing::{add_rival, add_step, begin_closing, drop_rival, finish_step};
pub use loops::{
    add_question, add_stage, draw, put_back, remove_stage, seat, shift_stage, unseat, usual_loop,
};
pub use openings::{approve, describe, from_departure, from_gap, open_role, opening_behind, put_in_state};
pub use scorecards::{
    Judged, Written, anchor_competency, begin_card, calibrate, decide, give_reason, read_without_card,
    submit_card, withdraw_card, write_card,
};
