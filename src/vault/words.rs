//! Comparison words: four short words that two people read to each other.

use sha2::{Digest, Sha256};
use std::fmt;

use crate::secret::framed;

/// 256 words, one a line, no two of which begin with the same three letters.
static LIST: &str = include_str!("words.txt");

/// Four words that stand for 32 bits. They are equal on two devices when, and but for a chance of
/// one in four billion only when, both saw the same thing.
///
/// They are no secret, and they hold only when what they stand for had a part that nobody could
/// choose last: `join.rs` says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words([u8; 4]);

impl Words {
    /// The words for these parts, each taken as a whole.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let digest = Sha256::digest(framed("pilothouse comparison words v1", parts));
        Self(std::array::from_fn(|at| digest[at]))
    }

    /// The four words.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.into_iter().map(|number| LIST.lines().nth(usize::from(number)).unwrap_or_default())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_has_256_words_that_are_told_apart_by_three_letters() {
        let words: Vec<&str> = LIST.lines().collect();
        assert_eq!(words.len(), 256);
        assert!(words.iter().all(|word| (4..=10).contains(&word.len())));
        assert!(words.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())));
        assert!(words.is_sorted());
        let beginnings: BTreeSet<&str> = words.iter().map(|word| &word[..3]).collect();
        assert_eq!(beginnings.len(), 256);
    }

    #[test]
    fn words_depend_on_every_part_and_on_their_borders() {
        let words = Words::of(&[b"alice", b"bob"]);
        assert_eq!(words, Words::of(&[b"alice", b"bob"]));
        assert_ne!(words, Words::of(&[b"bob", b"alice"]));
        assert_ne!(words, Words::of(&[b"aliceb", b"ob"]));
        // Fixed: two versions of the product must show the same words.
        assert_eq!(words.to_string(), "quartz mirror feather maple");
    }
}
