//! Messages in parts: what a data channel carries at once is much shorter than a message may be.
//!
//! Each part begins with one byte that says whether more follows. The channel keeps parts whole and
//! in order.

/// The longest part, in bytes: what every browser carries (RFC 8831 §6.6 names 16 KiB).
pub const LONGEST_PART: usize = 16 * 1024;
/// More follows, or this is the last part.
const MORE: u8 = 1;
const LAST: u8 = 0;

/// A message in parts.
pub fn split(message: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let count = message.len().div_ceil(LONGEST_PART - 1).max(1);
    (0..count).map(move |number| {
        let from = number * (LONGEST_PART - 1);
        let to = message.len().min(from + LONGEST_PART - 1);
        let mut part = Vec::with_capacity(to - from + 1);
        part.push(if number + 1 == count { LAST } else { MORE });
        part.extend_from_slice(&message[from..to]);
        part
    })
}

/// What has come of a message.
#[derive(Default)]
pub struct Parts(Vec<u8>);

/// What a part makes of a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Came {
    /// More is to come.
    More,
    /// The message is whole.
    Whole(Vec<u8>),
    /// It is too long, or no part.
    Strange,
}

impl Parts {
    /// Takes the next part of a message that may be so long, in bytes.
    pub fn take(&mut self, part: &[u8], longest: usize) -> Came {
        let Some((mark, rest)) = part.split_first() else { return Came::Strange };
        if part.len() > LONGEST_PART || self.0.len() + rest.len() > longest || *mark > MORE {
            return Came::Strange;
        }
        // Nothing may come for ever without adding anything.
        if *mark == MORE && rest.is_empty() {
            return Came::Strange;
        }
        self.0.extend_from_slice(rest);
        if *mark == MORE { Came::More } else { Came::Whole(std::mem::take(&mut self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_31_a_message_of_any_length_arrives_as_it_was() {
        for length in [0, 1, LONGEST_PART - 2, LONGEST_PART - 1, LONGEST_PART, 3 * LONGEST_PART, 100_000] {
            let message: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let mut parts = Parts::default();
            let mut came = Vec::new();
            for part in split(&message).chain(split(b"next")) {
                assert!(part.len() <= LONGEST_PART);
                match parts.take(&part, 100_000) {
                    Came::More => {}
                    Came::Whole(message) => came.push(message),
                    Came::Strange => panic!("{length}"),
                }
            }
            assert_eq!(came, [message, b"next".to_vec()], "{length}");
        }
    }

    #[test]
    fn t_31_what_is_too_long_or_no_part_is_told() {
        let mut parts = Parts::default();
        assert_eq!(parts.take(&[MORE; 1000], 1500), Came::More);
        assert_eq!(parts.take(&[MORE; 1000], 1500), Came::Strange);
        for part in [&[][..], &[7, 1], &[MORE], &[LAST; LONGEST_PART + 1]] {
            assert_eq!(Parts::default().take(part, 1 << 20), Came::Strange);
        }
    }
}
