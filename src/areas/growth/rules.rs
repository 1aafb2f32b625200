//! What can be computed about ladders and growth: pure functions of a book and a day.

mod advocacy;
mod help;
mod ladder;
mod pairs;
mod plans;
mod progress;
mod sponsorship;
mod stretch;

pub use advocacy::{cases_for, forums_ahead, is_near};
pub use help::{Kindness, advice_and_sponsorship, balance, help_of};
pub use ladder::{
    Cell, LadderTable, competencies_of, expectation, in_use, is_called, ladder_of, missing_twins, next_rung,
    on_ladder, reports_off_ladder, rung_of, rungs_of, table,
};
pub use pairs::{Mentor, is_under_way, mentors, pairs_of, taught_by, without_mentor};
pub use plans::{
    PlanCare, actions_of, before_a_talk, goals_of, next_goal, plan_care, plan_id, plan_of, revisited,
    subjects,
};
pub use progress::{Stillness, promotions_of, since_at_level, stillness};
pub use sponsorship::{
    Spread, forward_of, lopsided, open_opportunities, put_forward_for, spread, without_names,
};
pub use stretch::{Load, StretchCare, goals_to_stretch, stretch_care, stretch_of};
