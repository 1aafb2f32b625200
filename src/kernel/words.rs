//! Counts and days as people say them: one way of writing them on every screen and in every draft.

use crate::Date;

/// A count with its noun: `1 talk`, `3 talks`.
///
/// ```
/// assert_eq!(kernel::words::counted(1, "talk", "talks"), "1 talk");
/// assert_eq!(kernel::words::counted(3, "talk", "talks"), "3 talks");
/// ```
#[must_use]
pub fn counted(count: impl Into<i64>, one: &str, many: &str) -> String {
    let count = count.into();
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
    date.format("%-d %b %Y").to_string()
}

/// A month as people write it: `Nov 2026`.
#[must_use]
pub fn month(date: Date) -> String {
    date.format("%b %Y").to_string()
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
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= letters {
        return line;
    }
    let head: String = line.chars().take(letters).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
