//! What devices say to each other inside a seal, and what a checksum stands before, read and written again: so
//! that what reads it is fuzzed like everything else (`tests/fuzz`). Only with feature `inside`, which nothing that
//! is shipped asks for.

use document::{DocumentKey, Page};
use parts::{Known, Part};

pub use crate::sync::{signal_again as signal, word_again as word};

/// A part of the projection with all of a page, without version and checksum.
#[must_use]
pub fn page(document: &DocumentKey, page: &Page) -> Vec<u8> {
    value(&parts::base(document, &page.heads, page.rows.iter()))
}

/// A part of the projection, without version and checksum, read and written again.
#[must_use]
pub fn part(document: &DocumentKey, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match parts::read_value(document, bytes, &mut Known::default())? {
        Part::Base(read) => page(document, &read),
        Part::Delta { from, to, rows, removed } => {
            value(&parts::delta(document, (&from, &to), rows.iter(), &removed))
        }
    })
}

/// What a part that was just written has between version and checksum.
fn value(stored: &[u8]) -> Vec<u8> {
    parts::unwrapped(stored).unwrap_or_default().to_vec()
}
