//! What the hiring area says unasked: openings without a cause, loops with holes, people who wait.

mod candidates;
mod gathered;
mod landing;
mod numbers;
mod openings;
mod scorecards;

use document::Book;
use kernel::{Date, Notice};

pub use numbers::{
    CARD_DAYS, DECIDE_DAYS, DRIFT_DAYS, DRIFT_OFFERS, DRIFT_PERCENT, EXPECTED_DAYS, IDLE_DAYS, MUST_HAVES,
    PANEL_CARDS, PANEL_TENTHS, RATE_DAYS, REPLY_DAYS, RETENTION_DAYS, SURVEY_DAYS, THRESHOLDS, WEEK_CAP,
};

/// What the hiring area has to say on `today`.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = openings::notices(book, today);
    notices.extend(candidates::notices(book, today));
    notices.extend(landing::notices(book, today));
    notices.extend(scorecards::notices(book, today));
    notices
}
