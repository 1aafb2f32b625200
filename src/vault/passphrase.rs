//! Passphrases: made slow to guess by Argon2id.

use argon2::{Algorithm, Argon2, Params, Version};
use kernel::unicode::composed;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::secret::Key;

/// Length of a salt in bytes.
pub(crate) const SALT: usize = 16;
/// The fewest characters of a passphrase that is newly chosen (ours).
pub const SHORTEST: usize = 10;

/// What a person types to open a lock or a backup. Wiped when dropped, never printed.
pub struct Passphrase(Zeroizing<String>);

// Its text wipes itself.
impl ZeroizeOnDrop for Passphrase {}

/// A passphrase that is too easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A passphrase needs at least {SHORTEST} characters; a few unrelated words are easy to remember.")]
pub struct TooShort;

impl Passphrase {
    /// A passphrase as it was typed. White space around it does not count, and an accented letter
    /// is the same however the keyboard spells it (NFC).
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(composed(text.trim())))
    }

    /// As [`Passphrase::typed`], for one that is newly chosen.
    ///
    /// # Errors
    /// [`TooShort`] when it has fewer than [`SHORTEST`] characters.
    pub fn chosen(text: &str) -> Result<Self, TooShort> {
        let chosen = Self::typed(text);
        if chosen.0.chars().count() < SHORTEST { Err(TooShort) } else { Ok(chosen) }
    }

    /// The key that this passphrase and `salt` give at `cost`.
    pub(crate) fn stretch(&self, salt: &[u8; SALT], cost: Cost) -> Result<Key, CostError> {
        stretch(self.0.as_bytes(), salt, cost)
    }
}

/// Argon2id of these bytes.
pub(crate) fn stretch(bytes: &[u8], salt: &[u8; SALT], cost: Cost) -> Result<Key, CostError> {
    let mut output = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?)
        .hash_password_into(bytes, salt, &mut output)
        .map_err(|_| CostError)?;
    let key = Key::from_bytes(output);
    output.zeroize();
    Ok(key)
}

/// How much work and memory one guess of a passphrase costs. It is kept beside what is locked, so
/// it can be raised later without losing what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB, 8 to 262,144.
    pub memory_kib: u32,
    /// Passes over that memory, 1 to 16.
    pub passes: u32,
    /// Lanes, 1 to 4. A browser's worker has one thread, so more lanes are no faster there.
    pub lanes: u32,
}

/// A cost that is out of its range: damaged bytes, or ones made to exhaust this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The cost of the passphrase is out of range.")]
pub struct CostError;

impl Cost {
    /// For everything that is made today (ours): the memory of the second choice of RFC 9106
    /// (section 4), its three passes, and one lane. As WebAssembly it took a third of a second.
    pub const TODAY: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// Bytes of a cost.
    pub(crate) const BYTES: usize = 9;

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..4].copy_from_slice(&self.memory_kib.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.passes.to_be_bytes());
        // Within its range it fits; out of it, the params refuse.
        bytes[8] = u8::try_from(self.lanes).unwrap_or(u8::MAX);
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let [a, b, c, d, e, f, g, h, lanes] = *bytes;
        Self {
            memory_kib: u32::from_be_bytes([a, b, c, d]),
            passes: u32::from_be_bytes([e, f, g, h]),
            lanes: u32::from(lanes),
        }
    }

    fn params(self) -> Result<Params, CostError> {
        let within = (8..=256 * 1024).contains(&self.memory_kib)
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes);
        if !within {
            return Err(CostError);
        }
        // Argon2 itself wants 8 KiB for each lane.
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| CostError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{CHEAP, hex};
    use argon2::{AssociatedData, ParamsBuilder};

    /// Section 5.3 of RFC 9106.
    #[test]
    fn argon2id_gives_the_vector_of_rfc_9106() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let mut output = [0; 32];
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
            .unwrap()
            .hash_password_into(&[1; 32], &[2; 16], &mut output)
            .unwrap();
        let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
        assert_eq!(output.to_vec(), hex(expected));
    }

    #[test]
    fn a_passphrase_is_the_same_however_it_is_spelled() {
        let key = |text: &str| *Passphrase::typed(text).stretch(&[5; 16], CHEAP).unwrap().as_bytes();
        assert_eq!(key("  Le\u{301}a sails west\n"), key("Léa sails west"));
        assert_ne!(key("Lea sails west"), key("Léa sails west"));
    }

    #[test]
    fn a_short_passphrase_is_not_taken_for_a_new_lock() {
        assert_eq!(Passphrase::chosen("  ninechars ").err(), Some(TooShort));
        assert!(Passphrase::chosen("tencharact").is_ok());
    }

    #[test]
    fn v_15_costs_out_of_range_are_refused_before_memory_is_taken() {
        let passphrase = Passphrase::typed("whatever");
        for cost in [
            Cost { memory_kib: u32::MAX, ..CHEAP },
            Cost { memory_kib: 7, ..CHEAP },
            Cost { passes: u32::MAX, ..CHEAP },
            Cost { passes: 0, ..CHEAP },
            Cost { lanes: 5, ..CHEAP },
            Cost { lanes: 0, ..CHEAP },
            Cost { memory_kib: 8, passes: 1, lanes: 4 },
        ] {
            assert!(passphrase.stretch(&[0; 16], cost).is_err(), "{cost:?}");
        }
    }
}
