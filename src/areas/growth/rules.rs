//! What can be computed about ladders and growth: pure functions of a book and a day.

mod ladder;
mod progress;

pub use ladder::{
    Cell, LadderTable, competencies_of, expectation, in_use, is_called, ladder_of, missing_twins, next_rung, reports_off_ladder,
    rung_of, rungs_of, table,
};
pub use progress::{Stillness, promotions_of, since_at_level, stillness};
