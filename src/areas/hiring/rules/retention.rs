//! Candidates whose time to be kept is over (WS-6, HI-7).

use document::{Book, Entry};
use kernel::{Date, Ordered as _};
use roster::settings;

use super::candidates::standing;
use crate::{Candidate, Step, notices::RETENTION_DAYS};

/// The last day a candidate may be kept: so many days after their way ended. `None` while it goes on, and for who was
/// hired: what the loop said about them is part of how they came.
#[must_use]
pub fn keep_until(book: &Book, candidate: &Entry<Candidate>) -> Option<Date> {
    let at = standing(book, candidate.id);
    let ended = matches!(at.step, Step::Declined | Step::Rejected | Step::Withdrew);
    let days = settings::number(book, &RETENTION_DAYS);
    at.since.filter(|_| ended).map(|day| day + chrono::Duration::days(days))
}

/// The candidates who are kept longer than they may be, the longest first.
#[must_use]
pub fn past_retention(book: &Book, today: Date) -> Vec<(Entry<Candidate>, Date)> {
    let all = book.all::<Candidate>();
    let mut past: Vec<_> = all
        .iter()
        .filter_map(|one| Some((one.clone(), keep_until(book, one).filter(|last| *last < today)?)))
        .collect();
    past.order_by_key(|(one, last)| (*last, one.id));
    past
}
