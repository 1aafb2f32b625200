//! The days of a week somebody works.

use chrono::{Datelike, Weekday};
use std::{fmt, str::FromStr};

use crate::Date;

/// A set of days of the week. The default is Monday to Friday.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

/// Text that names no set of weekdays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a set of weekdays; write for example Mon-Fri, Mon,Wed,Fri or 1-5")]
pub struct WeekdaysError(pub String);

const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Weekdays {
    /// Monday to Friday.
    pub const MON_TO_FRI: Self = Self(0b001_1111);
    /// No day at all.
    pub const NONE: Self = Self(0);

    /// Whether `day` is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether the weekday of `date` is in the set.
    #[must_use]
    pub fn includes(self, date: Date) -> bool {
        self.contains(date.weekday())
    }

    /// The set with `day` added, or taken out if it was there.
    #[must_use]
    pub fn toggled(self, day: Weekday) -> Self {
        Self(self.0 ^ (1 << day.num_days_from_monday()))
    }

    /// How many days the set has, 0 to 7.
    #[must_use]
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether the set has no day.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Default for Weekdays {
    fn default() -> Self {
        Self::MON_TO_FRI
    }
}

impl fmt::Display for Weekdays {
    /// Runs of three and more as `Mon-Fri`, otherwise `Mon,Wed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut day = 0;
        while day < 7 {
            if self.0 & (1 << day) == 0 {
                day += 1;
                continue;
            }
            let mut end = day;
            while end < 6 && self.0 & (1 << (end + 1)) != 0 {
                end += 1;
            }
            let last = if end >= day + 2 { end } else { day };
            if !first {
                f.write_str(",")?;
            }
            first = false;
            f.write_str(NAMES[day])?;
            if last > day {
                write!(f, "-{}", NAMES[last])?;
            }
            day = last + 1;
        }
        Ok(())
    }
}

impl fmt::Debug for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Weekdays({self})")
    }
}

impl FromStr for Weekdays {
    type Err = WeekdaysError;

    /// Reads `Mon-Fri`, `Mon,Tue,Wed`, `Mon;Wed`, `1-4` (1 is Monday) and mixtures of them.
    fn from_str(text: &str) -> Result<Self, WeekdaysError> {
        let wrong = || WeekdaysError(text.chars().take(64).collect());
        let mut days = 0_u8;
        for part in text.split([',', ';', ' ', '/']).filter(|part| !part.is_empty()) {
            let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
            let (mut day, to) = (day(from).ok_or_else(wrong)?, day(to).ok_or_else(wrong)?);
            loop {
                days |= 1 << day;
                if day == to {
                    break;
                }
                day = (day + 1) % 7;
            }
        }
        if days == 0 { Err(wrong()) } else { Ok(Self(days)) }
    }
}

/// 0 for Monday, by number 1–7 or by the first three letters in English.
fn day(text: &str) -> Option<u8> {
    let text = text.trim();
    if let Ok(number) = text.parse::<u8>() {
        return (1..=7).contains(&number).then(|| number - 1);
    }
    let lower = text.to_lowercase();
    let start = lower.get(..3)?;
    (0_u8..).zip(NAMES).find(|(_, name)| name.to_lowercase() == start).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_read_as_hr_systems_write_them() {
        for (text, shown) in [
            ("Mon-Fri", "Mon-Fri"),
            ("Mon,Tue,Wed,Thu", "Mon-Thu"),
            ("1-4", "Mon-Thu"),
            ("Monday; Wednesday", "Mon,Wed"),
            ("Sat-Mon", "Mon,Sat,Sun"),
        ] {
            assert_eq!(text.parse::<Weekdays>().unwrap().to_string(), shown);
        }
        for wrong in ["", "8", "Mon-", "0-3", "soon"] {
            assert!(wrong.parse::<Weekdays>().is_err(), "{wrong}");
        }
    }
}
