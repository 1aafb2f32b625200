//! What can be computed about hiring: pure functions of a book and a day.

mod candidates;
mod channels;
mod closing;
mod experience;
mod funnel;
mod load;
mod loops;
mod openings;
mod outcomes;
mod retention;
mod wording;

pub use candidates::{
    Board, Standing, Way, board, candidates_of, ends, ends_on, idle, interviews_of, is_open, moves_of,
    openness, owed, standing, touched_on,
};
pub use channels::{Yield, yields};
pub use closing::{
    Overtaken, closing_id, closing_plan_of, closing_steps_of, finalists, next_day, overtaken, rivals_of,
};
pub use experience::{Trend, Waiting, promises_of, survey_of, trend, unasked, untold, waiting};
pub use funnel::{Drift, Figures, FunnelStep, Period, drift, figures, funnel, median};
pub use load::{InterviewWeek, Load, load, over_cap, time, week_of, while_away};
pub use loops::{
    CompetencyRow, Coverage, NEEDED_KINDS, coverage, interviewers_of, questions_of, same, stages_of,
    suggested_questions,
};
pub use openings::{Unblocks, by_what_they_unblock, gap_of, is_wanted, unblocks};
pub use outcomes::{
    Due, Match, OUTCOME_MONTHS, Prediction, Predictor, due, hires, hits, marks_of, outcomes_of,
};
pub use retention::{keep_until, past_retention};
pub use wording::{Finding, must_haves_over, wording};
