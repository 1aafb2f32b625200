//! How the engine's own values are kept on disk: a version byte, then postcard.

use serde::{Serialize, de::DeserializeOwned};

/// The version of what [`Store::Meta`](crate::storage::Store::Meta), the journal and the ledger
/// hold. A later version must go on reading this one.
pub const VERSION: u8 = 1;

/// `value` as stored bytes of this version.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica writes"))]
pub(crate) fn write<T: Serialize>(version: u8, value: &T) -> Vec<u8> {
    // Postcard fails only on sequences without a length, and no stored type has one. Should it
    // happen all the same, the value is stored as one of no version, which is never read.
    postcard::to_extend(value, vec![version]).unwrap_or_else(|_| vec![0])
}

/// The value in stored bytes; `None` when they are torn, foreign or of another version.
///
/// Postcard reads no more than the bytes given and reserves no more than they could hold, so
/// hostile bytes cost no more than their length.
pub(crate) fn read<T: DeserializeOwned>(version: u8, bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((first, body)) if *first == version => match postcard::take_from_bytes(body) {
            Ok((value, [])) => Some(value),
            _ => None,
        },
        _ => None,
    }
}
