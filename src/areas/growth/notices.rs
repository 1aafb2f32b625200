//! What the growth area says unasked: ladders that are unfair, plans that sleep, help that is one-sided.

mod help;
mod ladder;
mod numbers;
mod pairs;
mod plans;
mod stretch;

use document::Book;
use kernel::{Date, Notice};

use crate::rules;

pub use numbers::{
    ADVICE_TIMES, AIM_DAYS, CASE_FACTS, EVIDENCE_DAYS, EVIDENCE_ENOUGH, FORUM_DAYS, HELP_DAYS, IDLE_DAYS,
    LOAD_ACTIONS, NAMES_DAYS, NO_STRETCH_DAYS, REVISIT_DAYS, SPREAD_COUNT, SPREAD_DAYS, STILL_DAYS,
    THRESHOLDS,
};

/// What the growth area has to say on `today`.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = ladder::notices(book, today);
    notices.extend(pairs::mentoring(book, today));
    notices.extend(pairs::sponsorship(book, today));
    for person in rules::subjects(book, today) {
        notices.extend(plans::notices(book, &person, today));
        notices.extend(help::notice(book, &person, today));
        notices.extend(stretch::notices(book, &person, today));
    }
    notices
}
