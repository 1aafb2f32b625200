//! The key of what lies on this device's disk while its workspace is locked by a passphrase.
//!
//! Every value of every row is sealed under one random key, and that key is locked by the passphrase.
//! A value belongs to the name of its row: put under another one, it does not open.
//!
//! ```
//! use vault::{Cost, Passphrase, Random, StorageKey};
//! let random = &mut Random::from_seed([7; 32]); // fixed here; a host passes fresh entropy
//! let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 }; // for this example; `Cost::TODAY` in earnest
//! let key = StorageKey::generate(random);
//! let locked = key.lock(&Passphrase::chosen("four winds and a harbour")?, cost, random)?;
//! let value = key.seal("chunks", "everyone/index|1", b"what was written", random);
//!
//! let again = StorageKey::unlock(&Passphrase::typed("four winds and a harbour"), &locked)?;
//! assert_eq!(again.open("chunks", "everyone/index|1", &value)?.as_slice(), b"what was written");
//! assert!(again.open("chunks", "everyone/index|2", &value).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use rand_core::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::aead::{open_box, seal_box};
use crate::lock::{LockError, lock, unlock};
use crate::passphrase::{Cost, Passphrase};
use crate::secret::{Key, framed, random_bytes};

const PURPOSE: &str = "pilothouse storage v1";

/// The first byte of a sealed value. No plain value begins so: those of the engine begin with a small
/// version number, and Automerge's chunks with 85 (hexadecimal).
const SEALED: u8 = 0xee;

/// The key that seals the values on this device's disk. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct StorageKey(Key);

// Its key wipes itself.
impl ZeroizeOnDrop for StorageKey {}

/// A value that is not what was sealed with this key, for this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("What is on this disk was changed, or sealed elsewhere.")]
pub struct NotSealed;

impl StorageKey {
    /// Length of the key in bytes.
    pub const BYTES: usize = 32;

    /// A fresh key.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self(Key::from_bytes(random_bytes(random)))
    }

    /// The key with these bytes, as another tab of this browser handed them over.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(Key::from_bytes(bytes))
    }

    /// The key's bytes, for another tab of this browser.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::BYTES]> {
        Zeroizing::new(*self.0.as_bytes())
    }

    /// The key, locked by a passphrase; see [`lock`].
    ///
    /// # Errors
    /// [`LockError::Cost`] when `cost` is out of range.
    pub fn lock(
        &self,
        passphrase: &Passphrase,
        cost: Cost,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, LockError> {
        lock(passphrase, cost, self.0.as_bytes(), random)
    }

    /// The key that was locked; see [`unlock`].
    ///
    /// # Errors
    /// [`LockError`].
    pub fn unlock(passphrase: &Passphrase, locked: &[u8]) -> Result<Self, LockError> {
        let plain = unlock(passphrase, locked)?;
        let bytes = plain.as_slice().try_into().map_err(|_| LockError::Damaged)?;
        Ok(Self::from_bytes(bytes))
    }

    /// The value of `row` in `store`, sealed.
    #[must_use]
    pub fn seal(&self, store: &str, row: &str, plain: &[u8], random: &mut impl CryptoRng) -> Vec<u8> {
        let sealed = seal_box(&self.0, PURPOSE, &name(store, row), plain, random);
        [&[SEALED], sealed.as_slice()].concat()
    }

    /// What [`StorageKey::seal`] sealed.
    ///
    /// # Errors
    /// [`NotSealed`].
    pub fn open(&self, store: &str, row: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotSealed> {
        let sealed = sealed.strip_prefix(&[SEALED]).ok_or(NotSealed)?;
        open_box(&self.0, PURPOSE, &name(store, row), sealed).map_err(|_| NotSealed)
    }
}

/// Whether a value says of itself that it is sealed.
#[must_use]
pub fn is_sealed(value: &[u8]) -> bool {
    value.first() == Some(&SEALED)
}

fn name(store: &str, row: &str) -> Vec<u8> {
    framed(store, &[row.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{CHEAP, every_bit_changed, every_cut};

    #[test]
    fn v_20_a_value_opens_under_its_own_row_and_key_only() {
        let random = &mut Random::from_seed([1; 32]);
        let (key, other) = (StorageKey::generate(random), StorageKey::generate(random));
        let sealed = key.seal("chunks", "a|1", b"Ana", random);
        assert!(is_sealed(&sealed) && !is_sealed(b"Ana") && !is_sealed(b""));
        assert_eq!(key.open("chunks", "a|1", &sealed).unwrap().as_slice(), b"Ana");
        for (store, row) in [("chunks", "a|2"), ("journal", "a|1"), ("chunksa", "|1")] {
            assert_eq!(key.open(store, row, &sealed).err(), Some(NotSealed));
        }
        assert!(other.open("chunks", "a|1", &sealed).is_err());
        assert!(key.open("chunks", "a|1", b"Ana").is_err(), "a plain value is not taken for a sealed one");
        assert_ne!(sealed, key.seal("chunks", "a|1", b"Ana", random));
    }

    #[test]
    fn v_2_a_changed_or_shortened_value_never_opens() {
        let random = &mut Random::from_seed([2; 32]);
        let key = StorageKey::generate(random);
        let sealed = key.seal("meta", "identity", b"who", random);
        assert!(every_bit_changed(&sealed).all(|bytes| key.open("meta", "identity", &bytes).is_err()));
        assert!(every_cut(&sealed).all(|bytes| key.open("meta", "identity", bytes).is_err()));
    }

    #[test]
    fn v_15_the_key_opens_by_its_passphrase_only() {
        let random = &mut Random::from_seed([3; 32]);
        let key = StorageKey::generate(random);
        let locked = key.lock(&Passphrase::typed("four winds"), CHEAP, random).unwrap();
        let back = StorageKey::unlock(&Passphrase::typed("four winds"), &locked).unwrap();
        assert_eq!(*back.to_bytes(), *key.to_bytes());
        let wrong = StorageKey::unlock(&Passphrase::typed("five winds"), &locked);
        assert_eq!(wrong.err(), Some(LockError::WrongPassphrase));
    }
}
