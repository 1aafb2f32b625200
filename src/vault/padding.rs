//! Padding, so that the length of what is sealed tells little about what is inside.

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

    proptest! {
        #[test]
        fn padding_adds_at_most_an_eighth_and_is_stable(length in 256_usize..100_000_000) {
            let padded = padded_length(length);
            prop_assert!(padded >= length);
            prop_assert!((padded - length) as f64 <= length as f64 * 0.12);
            prop_assert_eq!(padded_length(padded), padded);
        }
    }
}
