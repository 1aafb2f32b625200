//! Edited numbers, with their defaults.

use document::Book;
use kernel::Threshold;

use crate::Setting;

/// The number that holds for `threshold`: the edited one within its bounds, or the default.
#[must_use]
pub fn number(book: &Book, threshold: &Threshold) -> i64 {
    let settings = book.all::<Setting>();
    let edited = settings
        .iter()
        .filter(|setting| setting.name == threshold.name)
        .max_by_key(|setting| setting.changed);
    edited.map_or(threshold.default, |setting| setting.value.clamp(threshold.min, threshold.max))
}
