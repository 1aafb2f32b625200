//! Counts and days as people say them: one way of writing them on every screen and in every draft.

use chrono::Datelike;

use crate::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A count with its noun: `1 talk`, `3 talks`. A number of any size will do; nothing counted is more than [`i64::MAX`].
///
/// ```
/// assert_eq!(kernel::words::counted(1, "talk", "talks"), "1 talk");
/// assert_eq!(kernel::words::counted(3, "talk", "talks"), "3 talks");
/// ```
#[must_use]
pub fn counted(count: impl TryInto<i64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A count of days: `1 day`, `12 days`.
#[must_use]
pub fn days(count: i64) -> String {
    counted(count, "day", "days")
}

/// How many there are, as a number that can be said: lists are never longer than that.
#[must_use]
pub fn many<T>(things: &[T]) -> i64 {
    i64::try_from(things.len()).unwrap_or(i64::MAX)
}

/// A day as people write it: `3 Nov 2026`.
#[must_use]
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), short_month(date), date.year())
}

/// A day in full: `Tuesday, 3 November 2026`.
#[must_use]
pub fn long_day(date: Date) -> String {
    format!("{}, {} {}", weekday(date), date.day(), long_month(date))
}

/// The day of the week: `Tuesday`.
#[must_use]
pub fn weekday(date: Date) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

/// A month as people write it: `Nov 2026`.
#[must_use]
pub fn month(date: Date) -> String {
    format!("{} {}", short_month(date), date.year())
}

/// A month in full: `November 2026`.
#[must_use]
pub fn long_month(date: Date) -> String {
    format!("{} {}", MONTHS[date.month0() as usize], date.year())
}

/// A month without its year: `Nov`.
#[must_use]
pub fn short_month(date: Date) -> &'static str {
    &MONTHS[date.month0() as usize][..3]
}

/// A month as it stands in keys: `2026-11`.
#[must_use]
pub fn month_key(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Names as a sentence lists them: `Ana, Tomasz and Yui`.
#[must_use]
pub fn listed<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The start of a longer text, as one line of at most `letters` letters, cut at a word.
#[must_use]
pub fn excerpt(text: &str, letters: usize) -> String {
    // Most titles are: taking them apart takes several times as long.
    if text.len() <= letters && is_line(text) {
        return text.to_owned();
    }
    let (mut line, mut count) = (String::new(), 0);
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        line.push_str(word);
        count += word.chars().count();
        // The rest of a long text is not looked at: lists ask this of every row.
        if count > letters {
            let end = line.char_indices().nth(letters).map_or(line.len(), |(at, _)| at);
            let head = &line[..end];
            let head = head.rfind(' ').map_or(head, |space| &head[..space]);
            return format!("{}…", head.trim_end_matches([',', ';', ':', '.']));
        }
    }
    line
}

/// Whether it is one line as it stands: ASCII, and one space between words.
fn is_line(text: &str) -> bool {
    let mut before = b' ';
    let fits = text.bytes().all(|byte| {
        let spaced = byte == b' ' && before != b' ';
        before = byte;
        spaced || byte.is_ascii_graphic()
    });
    fits && before != b' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_that_is_one_line_is_its_own_excerpt(text in "[ a\n\tä.]{0,12}") {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(excerpt(&text, 40), line.clone());
            prop_assert!(!is_line(&text) || text == line);
        }
    }

    #[test]
    fn days_and_months_are_written_in_one_way() {
        let date = Date::from_ymd_opt(2026, 11, 3).expect("a day");
        assert_eq!(day(date), "3 Nov 2026");
        assert_eq!(long_day(date), "Tuesday, 3 November 2026");
        assert_eq!(month(date), "Nov 2026");
        assert_eq!(long_month(date), "November 2026");
        assert_eq!(short_month(date), "Nov");
        assert_eq!(month_key(date), "2026-11");
    }

    #[test]
    fn names_are_listed_as_a_sentence_lists_them() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["Ana"]), "Ana");
        assert_eq!(listed(&["Ana", "Tomasz", "Yui"]), "Ana, Tomasz and Yui");
    }

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(excerpt("short\n enough", 20), "short enough");
        assert_eq!(excerpt("the roll-out, then the rest of it", 16), "the roll-out…");
        assert_eq!(excerpt("ααααααα", 3), "ααα…");
        assert_eq!(excerpt("one two", 7), "one two");
        assert_eq!(excerpt("one two three", 7), "one…");
        assert_eq!(excerpt("one two three", 8), "one two…");
    }
}
