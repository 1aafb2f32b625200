//! Segments: the parts of many documents' projections in one row of the disk, so that whoever reads all of them asks for a
//! few large rows and not for hundreds of small ones (S-46).
//!
//! A document belongs to the segment that its name says. What a transaction writes of its projection goes to rows of its own, as
//! [`projection`](crate::projection) says, and stands above what the segment holds of it. In quiet, a segment beside which many
//! such rows have come is written anew with them (`gathering`).

use document::DocumentKey;
use serde::{Deserialize, Serialize};

use crate::codec;

#[cfg(feature = "replica")]
mod gathering;

#[cfg(feature = "replica")]
pub(crate) use gathering::{Gathering, Held, without};

/// How the keys of segments begin in [`Store::Projection`](crate::storage::Store::Projection); they come before those of
/// all rows of documents.
pub const SEGMENT: &str = "+";

/// The version of segments. One of another version holds nothing, so it may change freely.
const VERSION: u8 = 1;

/// What stands in a segment before the values: the key and the length of each.
#[derive(Serialize, Deserialize)]
struct Index(Vec<(String, u32)>);

/// The key of the segment a document belongs to: one of sixteen.
#[must_use]
pub fn segment_key(document: &DocumentKey) -> String {
    // The highest bits of the sum are the best mixed ones.
    let [.., highest] = codec::checksum(document.to_string().as_bytes());
    format!("{SEGMENT}{:x}", highest >> 4)
}

/// The parts in a row of [`Store::Projection`](crate::storage::Store::Projection), with the keys they have as rows of their own:
/// those that a segment holds, or the row itself.
#[must_use]
pub fn parts<'a>(key: &str, value: &'a [u8]) -> Vec<(String, &'a [u8])> {
    if key.starts_with(SEGMENT) { rows(value) } else { vec![(key.to_owned(), value)] }
}

/// The rows that a segment holds, in the order of their keys; none where it is torn or of another version. Each value has a
/// checksum of its own, and so has the index.
fn rows(segment: &[u8]) -> Vec<(String, &[u8])> {
    split(segment).unwrap_or_default()
}

fn split(segment: &[u8]) -> Option<Vec<(String, &[u8])>> {
    let (length, rest) = segment.split_first_chunk()?;
    let (index, mut values) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let Index(entries) = codec::read(VERSION, index)?;
    let mut rows = Vec::with_capacity(entries.len());
    for (key, length) in entries {
        let (value, rest) = values.split_at_checked(usize::try_from(length).ok()?)?;
        rows.push((key, value));
        values = rest;
    }
    values.is_empty().then_some(rows)
}

/// A segment of these rows; `None` where one is too long for a length of four bytes.
#[cfg(feature = "replica")]
fn write(rows: &std::collections::BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let entries = rows.iter().map(|(key, value)| Some((key.clone(), u32::try_from(value.len()).ok()?)));
    let index = codec::write(VERSION, &Index(entries.collect::<Option<_>>()?));
    let length = u32::try_from(index.len()).ok()?;
    let mut segment = [length.to_le_bytes().as_slice(), &index].concat();
    for value in rows.values() {
        segment.extend_from_slice(value);
    }
    Some(segment)
}

#[cfg(all(test, feature = "replica"))]
mod tests {
    use super::*;

    #[test]
    fn s_46_a_torn_segment_holds_nothing_and_no_wrong_bit_moves_a_value() {
        let all = [("a|1".to_owned(), vec![1, 2, 3]), ("b|7".to_owned(), Vec::new())].into();
        let segment = write(&all).unwrap();
        let read = |bytes: &[u8]| -> Vec<(String, Vec<u8>)> {
            rows(bytes).into_iter().map(|(key, value)| (key, value.to_vec())).collect()
        };
        assert_eq!(read(&segment), all.clone().into_iter().collect::<Vec<_>>());
        for end in 0..segment.len() {
            assert_eq!(read(&segment[..end]), [], "{end}");
        }
        let values = segment.len() - 3;
        for bit in 0..values * 8 {
            let mut wrong = segment.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read(&wrong), [], "{bit}");
        }
    }

    #[test]
    fn s_46_documents_spread_over_all_segments() {
        let keys = (0..=255).map(|number| {
            let person = kernel::RecordId::from_bytes([number; 16]);
            segment_key(&format!("everyone/person/{person}").parse().unwrap())
        });
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        keys.for_each(|key| *counts.entry(key).or_default() += 1);
        assert_eq!(counts.len(), 16, "{counts:?}");
        assert!(counts.values().all(|count| *count < 40), "{counts:?}");
    }
}
