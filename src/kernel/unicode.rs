//! One spelling for letters that can be written in two ways.
//!
//! The tables for this are large. A browser has them already and is asked; elsewhere they are linked.

/// `text` with every letter and its accents composed (NFC), so that an `é` of one code point
/// and one of two compare equal.
///
/// ```
/// assert_eq!(kernel::unicode::composed("Le\u{301}a"), "Léa");
/// ```
#[must_use]
pub fn composed(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { tables::composed(text) }
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

/// `text` with its letters taken apart (NFKD) and the accents dropped.
pub(crate) fn unaccented(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { tables::unaccented(text) }
}

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    pub(super) fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    pub(super) fn unaccented(text: &str) -> String {
        text.nfkd().filter(|letter| !is_combining_mark(*letter)).collect()
    }
}

#[cfg(target_arch = "wasm32")]
mod tables {
    use js_sys::{JsString, RegExp};

    pub(super) fn composed(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    pub(super) fn unaccented(text: &str) -> String {
        thread_local! {
            /// Category Mark: every accent that stands for itself.
            static MARKS: RegExp = RegExp::new(r"\p{M}", "gu");
        }
        MARKS.with(|marks| JsString::from(text).normalize("NFKD").replace_by_pattern(marks, "")).into()
    }
}
