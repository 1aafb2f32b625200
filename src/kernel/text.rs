//! Text: folding for search, and how two texts differ.
//!
//! ```
//! use kernel::text::{fold, merge3};
//! assert_eq!(fold("  José  Ångström "), "jose angstrom");
//! let (base, mine, theirs) = ("Ask about leave.", "Ask Ana about leave.", "Ask about leave in May.");
//! assert_eq!(merge3(base, mine, theirs), "Ask Ana about leave in May.");
//! ```

mod diff;
mod merge;

pub use diff::{Splice, splice_all, splices};
pub use merge::merge3;

use crate::unicode::unaccented;

/// `text` as search compares it: lower case, without accents, white space folded to one space.
///
/// Letters whose stroke is no accent to Unicode (ø, ł, ß …) are spelled as people type them
/// without the key: o, l, ss.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in unaccented(text).chars().flat_map(char::to_lowercase) {
        if letter.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if let Some(plain) = stroked(letter) {
            folded.push_str(plain);
        } else {
            folded.push(letter);
        }
    }
    folded.trim().to_owned()
}

/// The plain spelling of letters that Unicode does not take apart.
fn stroked(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŧ' => "t",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn search_finds_names_typed_without_their_accents() {
        for (written, typed) in [
            ("José", "jose"),
            ("Jose\u{301}", "jose"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Søren Strauß", "soren strauss"),
            ("İpek Işık", "ipek isik"),
            ("ＡＢＣ ﬁne", "abc fine"),
            ("\u{a0}two\t\n words ", "two words"),
            ("Ελένη", "ελενη"),
        ] {
            assert_eq!(fold(written), typed, "{written}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text: String) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
