//! Intents of the user about ladders and growth, as batches of edits.
//!
//! A command is given the id of the record it makes, so that the screen can go there. A growth plan is
//! the exception: its id follows from the person ([`crate::rules::plan_id`]).

mod advocacy;
mod ladder;
mod ours;
mod pairs;
mod plans;

pub use advocacy::{add_forum, begin_case};
pub use ladder::{add_competency, add_rung, begin_with_ours, expect, promote, retire_ladder};
pub use pairs::{add_opportunity, came_of, close_opportunity, end_pair, pair_up, put_forward};
pub use plans::{begin_plan, close_goal, give_stretch, log_help, move_stretch, revisit_plan, set_goal};
