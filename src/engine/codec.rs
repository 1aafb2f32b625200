//! How the engine's own values are kept on disk: a version byte, postcard, and a checksum, so that a
//! bit that a disk got wrong is a value that is missing and never another value. The projection, of which megabytes are read
//! before anything is shown, has a format of its own in place of postcard, and a checksum that is quicker to reckon.

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

/// `body` as a stored value of the projection of this version, below 128.
#[cfg_attr(not(feature = "replica"), expect(dead_code, reason = "only the replica writes"))]
pub(crate) fn wrap(version: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = [&[version | CHECKED], body].concat();
    bytes.extend(wide_checksum(&bytes));
    bytes
}

/// What stands between version and checksum of a stored value of the projection; `None` when it is torn, foreign or of
/// another version.
pub(crate) fn body(version: u8, bytes: &[u8]) -> Option<&[u8]> {
    let (checked, sum) = bytes.split_last_chunk()?;
    let (first, body) = checked.split_first()?;
    (*first == version | CHECKED && wide_checksum(checked) == *sum).then_some(body)
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
    let body = if *first == version { rest } else { sound(version, bytes)? };
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

/// What stands between version and checksum of a stored value; `None` when it is torn, foreign or of another
/// version.
fn sound(version: u8, bytes: &[u8]) -> Option<&[u8]> {
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

/// FNV-1a with 64 bits, but eight bytes a step, and the rest of fewer in one of their own: any one wrong byte gives another
/// sum for the same reason, in an eighth of the time.
fn wide_checksum(bytes: &[u8]) -> [u8; 8] {
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    let (words, rest) = bytes.as_chunks();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(sum, u64::from_le_bytes(last)), bytes.len() as u64).to_le_bytes()
}

#[cfg(all(test, feature = "replica"))]
mod tests {
    use super::*;

    #[test]
    fn no_wrong_bit_of_the_projection_is_read_as_another_value() {
        for length in [0, 1, 6, 7, 8, 30] {
            let value: Vec<u8> = (0..length).collect();
            let good = wrap(VERSION, &value);
            assert_eq!(body(VERSION, &good), Some(value.as_slice()));
            assert_eq!(body(VERSION + 1, &good), None);
            for at in 0..good.len() {
                for bit in 0..8 {
                    let mut bad = good.clone();
                    bad[at] ^= 1 << bit;
                    assert_eq!(body(VERSION, &bad), None, "byte {at} of {length}, bit {bit}");
                }
                assert_eq!(body(VERSION, &good[..at]), None, "only {at} bytes");
            }
        }
    }

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
