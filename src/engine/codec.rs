//! How the engine's own values are kept on disk: a version byte, postcard, and a checksum, so that a
//! bit that a disk got wrong is a value that is missing and never another value. The projection has a form of
//! its own (crate `parts`).

use serde::{Serialize, de::DeserializeOwned};

/// The version of what [`Store::Meta`](crate::storage::Store::Meta), the journal and the ledger
/// hold. A later version must go on reading this one.
pub const VERSION: u8 = 1;

/// Set in the version byte of a value that ends in a checksum. Values without one were written before
/// there were any.
const CHECKED: u8 = 0x80;

/// How many bytes a checksum has.
const CHECKSUM: usize = 4;

/// `value` as stored bytes of this version, below 128.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica writes"))]
pub(crate) fn write<T: Serialize>(version: u8, value: &T) -> Vec<u8> {
    // Postcard fails only on sequences without a length, and no stored type has one. Should it
    // happen all the same, the value is stored as one of no version, which is never read.
    let bytes = postcard::to_extend(value, vec![version | CHECKED]).unwrap_or_else(|_| vec![0]);
    checked(bytes)
}

fn checked(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(checksum(&bytes));
    bytes
}

/// Whether a later version wrote these bytes: its number says so, and no wrong bit does.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica asks"))]
pub(crate) fn is_newer(bytes: &[u8]) -> bool {
    let Some((body, sum)) = bytes.split_last_chunk::<CHECKSUM>() else { return false };
    let is_checked = bytes[0] & CHECKED != 0;
    bytes[0] & !CHECKED > VERSION && (!is_checked || checksum(body) == *sum)
}

/// The value in stored bytes; `None` when they are torn, foreign or of another version.
///
/// Postcard reads no more than the bytes given and reserves no more than they could hold, so
/// hostile bytes cost no more than their length.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica reads them"))]
pub(crate) fn read<T: DeserializeOwned>(version: u8, bytes: &[u8]) -> Option<T> {
    let (first, rest) = bytes.split_first()?;
    let body = if *first == version { rest } else { body(version, bytes)? };
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

/// What stands between version and checksum of a stored value; `None` when it is torn, foreign or of another
/// version.
fn body(version: u8, bytes: &[u8]) -> Option<&[u8]> {
    let (checked, sum) = bytes.split_last_chunk::<CHECKSUM>()?;
    let (first, body) = checked.split_first()?;
    (*first == version | CHECKED && checksum(checked) == *sum).then_some(body)
}

/// FNV-1a with 32 bits: each byte is mixed in by a step that can be taken back, so any one wrong byte
/// gives another sum; of other damage, one in four thousand million goes unnoticed.
pub(crate) fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mix = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(0x811c_9dc5, mix).to_le_bytes()
}

#[cfg(all(test, feature = "replica"))]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        // Of the test suite of FNV: the empty text, "a" and "foobar".
        assert_eq!(checksum(b""), 0x811c_9dc5_u32.to_le_bytes());
        assert_eq!(checksum(b"a"), 0xe40c_292c_u32.to_le_bytes());
        assert_eq!(checksum(b"foobar"), 0xbf9c_f968_u32.to_le_bytes());
    }

    #[test]
    fn y_73_a_later_version_is_told_from_a_wrong_bit() {
        let ours = write(VERSION, &7_u64);
        assert!(!is_newer(&ours) && !is_newer(&[]) && !is_newer(&[9]));
        assert!(is_newer(&write(VERSION + 1, &7_u64)));
        for bit in 0..ours.len() * 8 {
            let mut wrong = ours.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_newer(&wrong), "{bit}");
        }
    }

    #[test]
    fn no_wrong_bit_is_read_as_another_value() {
        let good = write(VERSION, &("Ana", 7_u64));
        assert_eq!(read::<(String, u64)>(VERSION, &good), Some(("Ana".to_owned(), 7)));
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                assert_eq!(read::<(String, u64)>(VERSION, &bad), None, "byte {at}, bit {bit}");
            }
            assert_eq!(read::<(String, u64)>(VERSION, &good[..at]), None, "only {at} bytes");
        }
    }

    #[test]
    fn what_was_written_without_a_checksum_is_read() {
        let old = postcard::to_extend(&("Ana", 7_u64), vec![VERSION]).unwrap();
        assert_eq!(read::<(String, u64)>(VERSION, &old), Some(("Ana".to_owned(), 7)));
    }
}
