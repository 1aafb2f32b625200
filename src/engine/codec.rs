//! How the engine's own values are kept on disk: a version byte, then postcard.

use serde::{Serialize, de::DeserializeOwned};

/// The version of everything in [`Store::Meta`](crate::storage::Store::Meta), the journal, the
/// ledger and the projection. Other bytes are not read: a projection is built anew, the rest is
/// said to be of another version.
pub const VERSION: u8 = 1;

/// `value` as stored bytes.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica writes"))]
pub(crate) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    // Postcard fails only on sequences without a length, and no stored type has one. A value
    // that could not be written would be stored as one that cannot be read, and is then rebuilt.
    postcard::to_extend(value, vec![VERSION]).unwrap_or_else(|_| vec![0])
}

/// The value in stored bytes; `None` when they are torn, foreign or of another version.
///
/// Postcard reads no more than the bytes given and reserves no more than they could hold, so
/// hostile bytes cost no more than their length.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((&VERSION, body)) => match postcard::take_from_bytes(body) {
            Ok((value, [])) => Some(value),
            _ => None,
        },
        _ => None,
    }
}
