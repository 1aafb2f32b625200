//! What the growth area says unasked: ladders that are unfair, plans that lie, help that is one-sided.

mod ladder;
mod numbers;

use document::Book;
use kernel::{Date, Notice};

pub use numbers::{STILL_DAYS, THRESHOLDS};

/// What the growth area has to say on `today`.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    ladder::notices(book, today)
}
