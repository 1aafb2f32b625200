//! Padding, so that the length of what is sealed tells little about what is inside.

use zeroize::Zeroizing;

/// Nothing is padded to less than this many bytes (ours): a word typed and a date changed look alike.
pub const LEAST: usize = 256;

/// The length that `length` is padded to: Padmé (Nikitin et al., “Reducing Metadata Leakage from
/// Encrypted Files and Communication with PURBs”, 2019), at least [`LEAST`].
///
/// Of a length it lets no more than O(log log n) bits through and adds at most 12 %.
///
/// ```
/// use vault::padding::padded_length;
/// assert_eq!(padded_length(9), 256);
/// assert_eq!(padded_length(1_000), 1_024);
/// assert_eq!(padded_length(100_000), 100_352);
/// ```
#[must_use]
pub fn padded_length(length: usize) -> usize {
    if length <= LEAST {
        return LEAST;
    }
    // The exponent of the length, and how many bits that exponent itself takes.
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << exponent.saturating_sub(kept)) - 1;
    length.saturating_add(mask) & !mask
}

/// `plain` led by its length in four bytes and followed by zeros up to [`padded_length`].
pub(crate) fn pad(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    let whole = padded_length(plain.len() + 4);
    let mut padded = Zeroizing::new(Vec::with_capacity(whole));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(whole, 0);
    padded
}

/// What [`pad`] padded; `None` for anything else.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk()?;
    let (plain, zeros) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let is_padding = zeros.iter().all(|byte| *byte == 0) && padded_length(plain.len() + 4) == padded.len();
    is_padding.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_those_of_the_paper() {
        for (length, padded) in
            [(0, 256), (1, 256), (256, 256), (257, 272), (1_025, 1_088), (65_537, 67_584), (1 << 20, 1 << 20)]
        {
            assert_eq!(padded_length(length), padded, "{length}");
        }
    }

    #[test]
    fn padding_carries_nothing() {
        let mut padded = pad(b"word");
        assert_eq!((padded.len(), unpad(&padded)), (256, Some(b"word".as_slice())));
        assert_eq!(unpad(&padded[..255]), None);
        *padded.last_mut().unwrap() = 1;
        assert_eq!(unpad(&padded), None);
        assert_eq!(unpad(&[0, 0, 1]), None);
        assert_eq!(unpad(&[255; 256]), None);
    }

    proptest! {
        #[test]
        fn v_9_padding_adds_at_most_an_eighth_and_is_stable(length in 256_usize..100_000_000) {
            let padded = padded_length(length);
            prop_assert!(padded >= length);
            prop_assert!((padded - length) as f64 <= length as f64 * 0.12);
            prop_assert_eq!(padded_length(padded), padded);
        }
    }
}
