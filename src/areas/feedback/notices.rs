//! What the feedback area says unasked: skipped talks, gaps in the evidence, what was not told.

mod numbers;
mod peers;
mod records;
mod talks;

use document::Book;
use kernel::{Date, Notice};

pub use numbers::{
    ABSENCE_DAYS, ADRIFT_DAYS, ANNIVERSARY_DAYS, BLANK_DAYS, BLANK_NEW_DAYS, BUSY_WEEK, CARRIED_TIMES,
    CONCERN_PRESS_DAYS, NEW_DAYS, ONE_SIDED_COUNT, PEER_DAYS, RECENT_COUNT, RECENT_PERCENT, SILENT_DAYS,
    TALK_NEW_PRESS_DAYS, TALK_NEW_WARN_DAYS, TALK_PRESS_DAYS, TALK_WARN_DAYS, THRESHOLDS, UNTOLD_DAYS,
};

/// What the feedback area has to say on `today`.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = talks::notices(book, today);
    notices.extend(records::notices(book, today));
    notices.extend(peers::notices(book, today));
    notices
}
