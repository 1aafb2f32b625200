//! Where a caret goes when the text around it changes.

use kernel::text::splices;

/// Where a caret that has `at` letters before it goes when `from` becomes `to`. What comes in at the caret itself comes
/// after it.
pub fn moved(from: &str, to: &str, at: usize) -> usize {
    let mut place = at;
    for splice in splices(from, to) {
        let come = splice.insert.chars().count();
        if splice.at + splice.delete <= at && (splice.delete > 0 || splice.at < at) {
            place = place + come - splice.delete;
        } else if splice.at < at {
            place -= at - splice.at;
        }
    }
    place
}

/// How many letters are before a place that the browser counts in UTF-16 units. Inside a letter: before it.
pub fn letters(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let fits = |letter: &char| {
        let fits = letter.len_utf16() <= left;
        left -= letter.len_utf16().min(left);
        fits
    };
    text.chars().take_while(fits).count()
}

/// How many UTF-16 units are before a place, for the browser.
pub fn units(text: &str, letters: usize) -> u32 {
    u32::try_from(text.chars().take(letters).map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}

/// A text cut in three at two places, which may be in any order and beyond its end.
pub fn cut(text: &str, from: usize, to: usize) -> [&str; 3] {
    let byte = |letters: usize| text.char_indices().nth(letters).map_or(text.len(), |(byte, _)| byte);
    let (from, to) = (byte(from.min(to)), byte(from.max(to)));
    [&text[..from], &text[from..to], &text[to..]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn y_56_the_caret_stays_at_its_letter_when_others_write_before_it() {
        for (from, to, at, stays) in [
            ("one two", "zero one two", 4, 9),
            ("one two", "one two three", 4, 4),
            ("one two", "one two three", 7, 7),
            ("one two", "two", 4, 0),
            ("😀 two", "😀😀 two", 2, 3),
            ("e\u{301}t", "x e\u{301}t", 2, 4),
            ("👩\u{200d}🚀b", "👩\u{200d}🚀 ab", 3, 3),
            ("abc", "abc", 2, 2),
        ] {
            assert_eq!(moved(from, to, at), stays, "{from:?} → {to:?} at {at}");
        }
    }

    #[test]
    fn a_caret_inside_what_went_comes_to_where_it_was() {
        assert_eq!(moved("keep drop", "keep", 7), 4);
    }

    #[test]
    fn places_are_counted_as_the_browser_does_and_back() {
        let text = "a😀e\u{301}👩\u{200d}🚀";
        for letters_before in 0..=text.chars().count() {
            assert_eq!(letters(text, units(text, letters_before)), letters_before);
        }
        assert_eq!(units(text, 2), 3);
        assert_eq!(letters("😀", 1), 0, "inside a letter");
        assert_eq!(letters("ab", 99), 2);
    }

    #[test]
    fn a_text_is_cut_at_letters() {
        assert_eq!(cut("a😀bc", 1, 2), ["a", "😀", "bc"]);
        assert_eq!(cut("a😀bc", 3, 2), ["a😀", "b", "c"]);
        assert_eq!(cut("ab", 7, 9), ["ab", "", ""]);
    }
}
