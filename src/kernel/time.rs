//! Instants and calendar days.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A day of the calendar, without time or zone: due dates, joins, leave.
pub type Date = NaiveDate;

/// An instant: milliseconds since 1970-01-01T00:00:00 UTC, by the writer's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant `millis` milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The calendar day of this instant for somebody `offset_minutes` east of UTC.
    ///
    /// Instants outside chrono's range count as the epoch.
    #[must_use]
    pub fn date(self, offset_minutes: i32) -> Date {
        let shifted = self.0.saturating_add(i64::from(offset_minutes) * 60_000);
        DateTime::<Utc>::from_timestamp_millis(shifted).unwrap_or_default().date_naive()
    }

    /// The instant in UTC as RFC 3339 writes it: `2026-11-22T08:15:00Z`.
    #[must_use]
    pub fn iso(self) -> String {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .unwrap_or_default()
            .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }

    /// The first instant of `date` for somebody `offset_minutes` east of UTC.
    #[must_use]
    pub fn start_of(date: Date, offset_minutes: i32) -> Self {
        let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Self(midnight - i64::from(offset_minutes) * 60_000)
    }
}

/// Days from `from` to `to`; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    (to - from).num_days()
}
