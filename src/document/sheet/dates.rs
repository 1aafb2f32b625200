//! Dates as files write them: which part comes first, and days that do not exist.

use kernel::Date;

/// Which of day and month comes first in `04/03/2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 4 March: Europe, most of the world.
    DayFirst,
    /// 3 April: the United States.
    MonthFirst,
}

impl DateOrder {
    /// Both orders, in the order a user is offered them.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// What the screen says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::DayFirst => "Day first (31/12/2026)",
            Self::MonthFirst => "Month first (12/31/2026)",
        }
    }
}

/// What the dates of a file say about their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderFound {
    /// No date depends on it.
    NotNeeded,
    /// Some date allows only this order, and none contradicts it.
    Found(DateOrder),
    /// Every date can be read in both ways: ask. Holds the first such date.
    Unclear(String),
    /// Some dates allow only one order, some only the other: ask. Holds one of each.
    Mixed(String, String),
}

/// Decides the order from all dates of one file: a part above 12 is no month.
pub fn date_order<'a>(values: impl IntoIterator<Item = &'a str>) -> OrderFound {
    let (mut unclear, mut day_first, mut month_first) = (None, None, None);
    for value in values {
        let Some((first, second)) = open_order(value) else { continue };
        let slot = match (first > 12, second > 12) {
            (true, false) => &mut day_first,
            (false, true) => &mut month_first,
            (false, false) if first != second => &mut unclear,
            _ => continue,
        };
        slot.get_or_insert_with(|| value.to_owned());
    }
    match (day_first, month_first, unclear) {
        (Some(day), Some(month), _) => OrderFound::Mixed(day, month),
        (Some(_), None, _) => OrderFound::Found(DateOrder::DayFirst),
        (None, Some(_), _) => OrderFound::Found(DateOrder::MonthFirst),
        (None, None, Some(example)) => OrderFound::Unclear(example),
        (None, None, None) => OrderFound::NotNeeded,
    }
}

/// The first two numbers of a date whose order is open: with slashes or hyphens, the year last.
fn open_order(value: &str) -> Option<(u32, u32)> {
    match parts(value)? {
        Parts { numbers: [first, second, _], separator: '/' | '-', year_first: false, short_year: false } => {
            Some((first, second))
        }
        _ => None,
    }
}

struct Parts {
    numbers: [u32; 3],
    separator: char,
    /// Whether the year comes first.
    year_first: bool,
    /// Whether the year was written with two digits.
    short_year: bool,
}

/// Three numbers with one separator; a time of day behind them is left off.
fn parts(value: &str) -> Option<Parts> {
    let value = value.trim();
    let day = value.split_once(['T', ' ']).map_or(value, |(day, time)| {
        if time.starts_with(|letter: char| letter.is_ascii_digit()) && time.contains(':') {
            day
        } else {
            value
        }
    });
    let separator = day.chars().find(|letter| matches!(letter, '-' | '.' | '/'))?;
    let mut pieces = day.split(separator);
    let mut piece = || pieces.next().filter(|piece| (1..=4).contains(&piece.len()));
    let texts = [piece()?, piece()?, piece()?];
    if pieces.next().is_some() {
        return None;
    }
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let numbers = [number(texts[0])?, number(texts[1])?, number(texts[2])?];
    let (year_first, short_year) = (texts[0].len() == 4, texts[0].len() < 3 && texts[2].len() < 3);
    Some(Parts { numbers, separator, year_first, short_year })
}

/// The day that `value` names. Never guesses: what can be read in two ways, and what is no day
/// of the calendar, is an error that says why, to be shown beside the cell.
///
/// Read are `2024-03-31`, `31.03.2024`, `31/03/2024` or `03/31/2024` by `order`, and months by
/// name in English and German (`31 Mar 2024`, `12/Mar/2024`, `31. März 2024`, `March 31, 2024`);
/// a time of day behind the date is left off.
///
/// # Errors
/// The reason, in words that go behind the value.
pub fn date(value: &str, order: Option<DateOrder>) -> Result<Date, String> {
    let Some(Parts { numbers: [a, b, c], separator, year_first, short_year }) = parts(value) else {
        return by_name(value).unwrap_or_else(|| Err("is not a date".to_owned()));
    };
    if short_year {
        return Err("has a year of two digits; write four".to_owned());
    }
    if year_first {
        return day_of(a, b, c);
    }
    match (separator, order) {
        ('.', _) | (_, Some(DateOrder::DayFirst)) => day_of(c, b, a),
        (_, Some(DateOrder::MonthFirst)) => day_of(c, a, b),
        (_, None) if a > 12 || a == b => day_of(c, b, a),
        (_, None) if b > 12 => day_of(c, a, b),
        (_, None) => {
            let (day, month) = (day_of(c, b, a)?, day_of(c, a, b)?);
            let long = "%-d %B";
            Err(format!(
                "can be {} or {}; say which comes first, day or month",
                day.format(long),
                month.format(long)
            ))
        }
    }
}

/// The years that a date of a workplace can have.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2200;

fn day_of(year: u32, month: u32, day: u32) -> Result<Date, String> {
    if !YEARS.contains(&year) {
        return Err(format!("has the year {year}"));
    }
    let in_range = i32::try_from(year).ok();
    let first = in_range.and_then(|year| Date::from_ymd_opt(year, month, 1));
    let Some(first) = first else {
        return Err(format!("has the month {month}; a year has 12"));
    };
    in_range.and_then(|year| Date::from_ymd_opt(year, month, day)).ok_or_else(|| {
        let length = (28..=31)
            .rev()
            .find(|last| in_range.and_then(|year| Date::from_ymd_opt(year, month, *last)).is_some());
        format!("has the day {day}; {} has {}", kernel::words::long_month(first), length.unwrap_or(28))
    })
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jän", "jänner"],
    &["feb", "february", "februar"],
    &["mar", "march", "mär", "mrz", "märz"],
    &["apr", "april"],
    &["may", "mai"],
    &["jun", "june", "juni"],
    &["jul", "july", "juli"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["oct", "october", "okt", "oktober"],
    &["nov", "november"],
    &["dec", "december", "dez", "dezember"],
];

/// A date with the month's name; `None` when no month is named.
fn by_name(value: &str) -> Option<Result<Date, String>> {
    let pieces: Vec<String> = value
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .map(kernel::unicode::same)
        .collect();
    let month_of = |piece: &String| MONTHS.iter().position(|names| names.contains(&piece.as_str()));
    let month = u32::try_from(pieces.iter().find_map(month_of)?).ok()? + 1;
    let numbers: Vec<(usize, u32)> = pieces
        .iter()
        .take(3)
        .map(|piece| piece.trim_end_matches(['t', 'h', 's', 'n', 'd', 'r']))
        .filter_map(|digits| Some((digits.len(), digits.parse().ok()?)))
        .collect();
    let [(first_length, first), (second_length, second)] = numbers[..] else { return None };
    Some(match (first_length == 4, second_length == 4) {
        (true, false) => day_of(first, month, second),
        (false, true) => day_of(second, month, first),
        _ => Err("has a year of two digits; write four".to_owned()),
    })
}
