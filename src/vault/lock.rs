//! The lock of a workspace on one device: bytes wrapped under a passphrase.
//!
//! ```
//! use vault::{Cost, Passphrase, Random, lock, unlock};
//! let random = &mut Random::from_seed([7; 32]); // fixed here; a host passes fresh entropy
//! let chosen = Passphrase::chosen("four winds and a harbour")?;
//! let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 }; // for this example; `Cost::TODAY` in earnest
//! let locked = lock(&chosen, cost, b"the device's keys", random)?;
//! assert_eq!(*unlock(&Passphrase::typed(" four winds and a harbour "), &locked)?, b"the device's keys");
//! assert!(unlock(&Passphrase::typed("three winds"), &locked).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use protocol::bytes::Reader;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead::{Refusal, open_box, seal_box};
use crate::passphrase::{Cost, CostError, Passphrase, SALT};
use crate::secret::random_bytes;

const PURPOSE: &str = "pilothouse lock v1";
const VERSION: u8 = 1;
/// What is authenticated with the sealed bytes: version, cost, salt.
const HEAD: usize = 1 + Cost::BYTES + SALT;

/// Why a lock does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// The passphrase is another one. Nothing tells how near it was.
    #[error("That is not the passphrase of this lock.")]
    WrongPassphrase,
    /// The passphrase is right, and the locked bytes were changed or cut short.
    #[error("What is behind this lock is damaged.")]
    Damaged,
    /// A newer version of the product made it.
    #[error("This lock was made by a newer version.")]
    Newer,
    /// The cost is out of range.
    #[error(transparent)]
    Cost(#[from] CostError),
}

/// `plain`, locked: version, cost, salt, nonce, commitment, sealed bytes.
///
/// # Errors
/// [`LockError::Cost`] when `cost` is out of range.
pub fn lock(
    passphrase: &Passphrase,
    cost: Cost,
    plain: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, LockError> {
    let salt: [u8; SALT] = random_bytes(random);
    let mut locked = vec![VERSION];
    locked.extend_from_slice(&cost.to_bytes());
    locked.extend_from_slice(&salt);
    let sealed = seal_box(&passphrase.stretch(&salt, cost)?, PURPOSE, &locked, plain, random);
    locked.extend_from_slice(&sealed);
    Ok(locked)
}

/// What [`lock`] locked. It takes as long as locking did, whether the passphrase is right or not.
///
/// # Errors
/// [`LockError`]; none of them holds a part of the passphrase.
pub fn unlock(passphrase: &Passphrase, locked: &[u8]) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let damaged = |_| LockError::Damaged;
    let mut reader = Reader::new(locked);
    if reader.u8().map_err(damaged)? != VERSION {
        return Err(LockError::Newer);
    }
    let cost = Cost::from_bytes(&reader.array().map_err(damaged)?);
    let salt = reader.array().map_err(damaged)?;
    let (head, sealed) = locked.split_at(HEAD);
    let key = passphrase.stretch(&salt, cost)?;
    open_box(&key, PURPOSE, head, sealed).map_err(|refusal| match refusal {
        Refusal::OtherKey => LockError::WrongPassphrase,
        Refusal::Damaged => LockError::Damaged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{CHEAP, every_bit_changed, every_cut};

    fn locked() -> Vec<u8> {
        let chosen = Passphrase::chosen("four winds and a harbour").unwrap();
        lock(&chosen, CHEAP, b"keys", &mut Random::from_seed([1; 32])).unwrap()
    }

    #[test]
    fn v_15_a_wrong_passphrase_and_damage_are_told_apart() {
        let right = Passphrase::typed("four winds and a harbour");
        let mut bytes = locked();
        assert_eq!(unlock(&right, &bytes).unwrap().as_slice(), b"keys");
        assert_eq!(unlock(&Passphrase::typed("five"), &bytes).err(), Some(LockError::WrongPassphrase));
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(unlock(&right, &bytes).err(), Some(LockError::Damaged));
        bytes[0] = 2;
        assert_eq!(unlock(&right, &bytes).err(), Some(LockError::Newer));
    }

    #[test]
    fn the_same_secret_is_never_locked_to_the_same_bytes() {
        let chosen = Passphrase::typed("four winds and a harbour");
        let random = &mut Random::from_seed([1; 32]);
        let first = lock(&chosen, CHEAP, b"keys", random).unwrap();
        assert_ne!(first, lock(&chosen, CHEAP, b"keys", random).unwrap());
    }

    #[test]
    fn v_2_a_changed_or_shortened_lock_never_opens() {
        let (right, whole) = (Passphrase::typed("four winds and a harbour"), locked());
        // Not the cost: a changed bit there may ask for more memory than a test should take.
        let cost = 8..8 * (1 + Cost::BYTES);
        for (bit, changed) in every_bit_changed(&whole).enumerate().filter(|(bit, _)| !cost.contains(bit)) {
            assert!(unlock(&right, &changed).is_err(), "bit {bit}");
        }
        assert!(every_cut(&whole).all(|bytes| unlock(&right, bytes).is_err()));
    }
}
