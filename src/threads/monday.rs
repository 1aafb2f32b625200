//! What Monday shows, gathered from the areas as plain data.

use chrono::{Datelike, Days, Weekday};
use document::{Book, Entry, Row, Stamp};
use kernel::{Date, RecordId, Timestamp};
use roster::Action;

use std::sync::Arc;

use crate::kinds;

/// How many changes *since Friday* lists before it only counts.
const SINCE: usize = 12;

/// How far ahead *owed* looks for actions without being overdue, in days. Ours.
const OWED_DAYS: u64 = 7;

/// One record that came or changed since Friday.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// What it is, for example `Observation`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// Whether it is new since Friday, rather than changed.
    pub new: bool,
    /// When and by whom it was last changed.
    pub changed: Stamp,
}

/// What came or changed since Friday: the latest twelve, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SinceFriday {
    /// The day it counts from.
    pub from: Date,
    /// The latest changes, newest first.
    pub latest: Vec<Change>,
    /// How many records came or changed.
    pub count: usize,
}

/// The Friday before `today`; on a Friday that of the week before, so that a whole week is in sight.
#[must_use]
pub fn last_friday(today: Date) -> Date {
    let behind = (today.weekday().days_since(Weekday::Fri) + 6) % 7 + 1;
    today - Days::new(u64::from(behind))
}

/// What came or changed from the beginning of last Friday on, in the user's time zone.
#[must_use]
pub fn since_friday(book: &Book, today: Date, offset_minutes: i32) -> SinceFriday {
    let from = last_friday(today);
    let begin = Timestamp::start_of(from, offset_minutes);
    // All of them may be thousands, when a workspace has just come here; only the latest are put in order.
    let (mut latest, mut count) = (Vec::new(), 0);
    let subjects = kinds::kinds().filter(|kind| kinds::is_subject(kind.name));
    for row in subjects.flat_map(|kind| book.rows_of(kind.name)).filter(|row| row.changed.at >= begin) {
        count += 1;
        let place = latest.partition_point(|one: &&Arc<Row>| (one.changed, one.id) > (row.changed, row.id));
        if place < SINCE {
            latest.insert(place, row);
            latest.truncate(SINCE);
        }
    }
    let latest = latest.into_iter().filter_map(|row| {
        Some(Change {
            record: row.id,
            kind: kinds::kind(&row.kind)?.label,
            title: kinds::title(book, row),
            address: kinds::address(row),
            new: row.created.at >= begin,
            changed: row.changed,
        })
    });
    SinceFriday { from, latest: latest.collect(), count }
}

/// What the user owes: overdue, due within the next seven days, or without a day; the most pressing first.
#[must_use]
pub fn owed(book: &Book, today: Date) -> Vec<Entry<Action>> {
    let soon = today + Days::new(OWED_DAYS);
    let mut owed = roster::rules::owed_by_me(book);
    owed.retain(|action| action.due.is_none_or(|due| due <= soon));
    owed
}
