//! The persisted projection: every document's rows in a form that is ready to show.
//!
//! Per document there is one base and then, per transaction, one small delta. The parts are
//! numbered upwards; a base replaces everything numbered lower. The projection holds nothing
//! that the chunks do not: parts that are missing, torn or of another version are not repaired
//! but built anew from the document.

use document::{DocumentKey, Page, Row};
use kernel::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{codec, message::Heads, storage::split_key};

/// The version of the parts. Parts of another one are built anew, so it may change freely.
pub const VERSION: u8 = 1;

/// One stored part of a document's projection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Part {
    /// All rows of the document.
    Base(Page),
    /// What one transaction changed.
    Delta {
        /// The heads before it: those of the part it follows.
        from: Heads,
        /// The heads after it.
        to: Heads,
        /// The rows that changed, as they are now.
        rows: Vec<Row>,
        /// The records that are gone.
        removed: Vec<RecordId>,
    },
}

/// The pages in the rows of [`Store::Projection`](crate::storage::Store::Projection), however
/// many documents they are of.
///
/// A document whose parts do not fit together is left out: the engine sends it whole after
/// [`Ask::Open`](crate::message::Ask::Open), and builds its parts anew.
#[must_use]
pub fn pages<'a>(rows: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<(DocumentKey, Page)> {
    let mut parts: BTreeMap<DocumentKey, BTreeMap<&str, &[u8]>> = BTreeMap::new();
    for (key, value) in rows {
        if let Some((document, number)) = split_key(key) {
            parts.entry(document).or_default().insert(number, value);
        }
    }
    parts
        .into_iter()
        .filter_map(|(document, parts)| {
            let page = fold(parts.into_values())?;
            page.rows.iter().all(|row| row.document == document).then_some((document, page))
        })
        .collect()
}

/// One document's page out of its parts, in order of their numbers.
pub(crate) fn fold<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Option<Page> {
    let mut heads: Option<Heads> = None;
    let mut standing: BTreeMap<RecordId, Row> = BTreeMap::new();
    for part in parts {
        match codec::read::<Part>(VERSION, part)? {
            Part::Base(page) => {
                standing = page.rows.into_iter().map(|row| (row.id, row)).collect();
                heads = Some(page.heads);
            }
            Part::Delta { from, to, rows, removed } => {
                if heads.as_ref() != Some(&from) {
                    return None;
                }
                standing.extend(rows.into_iter().map(|row| (row.id, row)));
                for record in removed {
                    standing.remove(&record);
                }
                heads = Some(to);
            }
        }
    }
    Some(Page { heads: heads?, rows: standing.into_values().collect() })
}
