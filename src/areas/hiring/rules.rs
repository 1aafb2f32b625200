//! What can be computed about hiring: pure functions of a book and a day.

mod calibration;
mod candidates;
mod channels;
mod closing;
mod coming;
mod debrief;
mod experience;
mod funnel;
mod load;
mod loops;
mod openings;
mod outcomes;
mod retention;
mod scorecards;
mod wording;

pub use calibration::{
    Agreement, Differed, Leniency, PassRate, Practice, agreement, all_differed, by_source, by_stage,
    differed, leniency, predictions, shadowing,
};
pub use candidates::{
    Board, Standing, Way, board, candidates_of, ends, ends_on, idle, interviews_of, is_open, moves_of,
    openness, owed, standing, touched_on,
};
pub use channels::{Yield, yields};
pub use closing::{
    Overtaken, closing_id, closing_plan_of, closing_steps_of, finalists, next_day, overtaken, rivals_of,
};
pub use coming::{Brings, Coming, coming, to_rate};
pub use debrief::{Debrief, Line, Voices, debrief, decisions_of, reasons_of};
pub use experience::{Trend, Waiting, promises_of, survey_of, trend, unasked, untold, waiting};
pub use funnel::{Drift, Figures, FunnelStep, Period, drift, endings, figures, funnel, median};
pub use load::{InterviewWeek, Load, load, minutes_of, over_cap, time, week_of, while_away};
pub use loops::{
    CompetencyRow, Coverage, NEEDED_KINDS, coverage, interviewers_of, questions_of, same, stages_of,
    suggested_questions,
};
pub use openings::{Unblocks, by_what_they_unblock, expected_of, gap_of, is_wanted, unblocks};
pub use outcomes::{
    Due, Match, OUTCOME_MONTHS, Prediction, Predictor, due, hires, hits, marks_of, outcomes_of,
};
pub use retention::{keep_until, past_retention};
pub use scorecards::{
    Lack, Owed, Place, anchor, anchors_of, asked_on, card_of, cards_in, cards_of, is_done_with, lacks,
    late_cards, open_cards, owed_cards, places, readers_without_card, round, scores_of, shut_of,
    submitted_of,
};
pub use wording::{Finding, must_haves_over, wording};
