//! How often something regular happens.

use std::{fmt, str::FromStr};

use crate::Date;

/// The rhythm of a regular talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Every 7 days.
    #[default]
    Weekly,
    /// Every 14 days.
    Fortnightly,
    /// Every 21 days.
    EveryThreeWeeks,
    /// Every 28 days, so that the weekday stays.
    Monthly,
}

impl Cadence {
    /// All cadences, the shortest first.
    pub const ALL: [Self; 4] = [Self::Weekly, Self::Fortnightly, Self::EveryThreeWeeks, Self::Monthly];

    /// Days from one time to the next; always whole weeks.
    #[must_use]
    pub fn days(self) -> i64 {
        match self {
            Self::Weekly => 7,
            Self::Fortnightly => 14,
            Self::EveryThreeWeeks => 21,
            Self::Monthly => 28,
        }
    }

    /// The first time on or after `from` in the series that contains `anchor`.
    #[must_use]
    pub fn next_on_or_after(self, anchor: Date, from: Date) -> Date {
        let behind = (anchor - from).num_days().rem_euclid(self.days());
        from + chrono::Duration::days(behind)
    }

    /// The stored word: `weekly`, `fortnightly`, `every-3-weeks`, `monthly`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::EveryThreeWeeks => "every-3-weeks",
            Self::Monthly => "monthly",
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Weekly => "Every week",
            Self::Fortnightly => "Every 2 weeks",
            Self::EveryThreeWeeks => "Every 3 weeks",
            Self::Monthly => "Every 4 weeks",
        })
    }
}

impl FromStr for Cadence {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|cadence| cadence.word() == text)
            .ok_or_else(|| text.chars().take(64).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_time_keeps_the_weekday_of_the_anchor() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let next = |from| Cadence::Fortnightly.next_on_or_after(day("2026-11-03"), day(from));
        assert_eq!(next("2026-11-03"), day("2026-11-03"));
        assert_eq!(next("2026-11-04"), day("2026-11-17"));
        assert_eq!(next("2026-10-30"), day("2026-11-03"));
    }
}
