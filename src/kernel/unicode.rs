//! One spelling for letters that can be written in two ways.

use unicode_normalization::UnicodeNormalization;

/// `text` with every letter and its accents composed (NFC), so that an `é` of one code point
/// and one of two compare equal.
///
/// ```
/// assert_eq!(kernel::unicode::composed("Le\u{301}a"), "Léa");
/// ```
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// `text` as addresses and names are compared: composed, in lower case, without white space
/// around it.
///
/// ```
/// use kernel::unicode::same;
/// assert_eq!(same(" ZOE\u{308}@Example.com"), same("zoë@example.com"));
/// ```
#[must_use]
pub fn same(text: &str) -> String {
    composed(&text.trim().to_lowercase())
}
