//! What stands around a value of the projection on the disk: a version byte before it and a checksum behind it, so that a bit
//! that a disk got wrong is a value that is missing and never another value.

use crate::VERSION;

/// Set in the version byte: values of the first versions had no checksum.
const CHECKED: u8 = 0x80;

/// `value` as it is stored.
#[cfg(feature = "writing")]
#[must_use]
pub fn wrap(value: &[u8]) -> Vec<u8> {
    let mut bytes = [&[VERSION | CHECKED], value].concat();
    bytes.extend(checksum(&bytes));
    bytes
}

/// The value in stored bytes; `None` when they are torn, foreign or of another version.
#[must_use]
pub fn unwrapped(bytes: &[u8]) -> Option<&[u8]> {
    let (checked, sum) = bytes.split_last_chunk()?;
    let (first, value) = checked.split_first()?;
    (*first == VERSION | CHECKED && checksum(checked) == *sum).then_some(value)
}

/// FNV-1a with 64 bits, but eight bytes a step, and what is left of them and the length in steps of their own. Each step can be
/// taken back, so any one wrong byte gives another sum; it takes an eighth of the time of one byte a step.
fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    let (words, rest) = bytes.as_chunks();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(sum, u64::from_le_bytes(last)), bytes.len() as u64).to_le_bytes()
}

#[cfg(all(test, feature = "writing"))]
mod tests {
    use super::*;

    #[test]
    fn no_wrong_bit_is_read_as_another_value() {
        for length in [0, 1, 6, 7, 8, 30] {
            let value: Vec<u8> = (0..length).collect();
            let good = wrap(&value);
            assert_eq!(unwrapped(&good), Some(value.as_slice()));
            for at in 0..good.len() {
                for bit in 0..8 {
                    let mut bad = good.clone();
                    bad[at] ^= 1 << bit;
                    assert_eq!(unwrapped(&bad), None, "byte {at} of {length}, bit {bit}");
                }
                assert_eq!(unwrapped(&good[..at]), None, "only {at} bytes");
            }
        }
    }
}
