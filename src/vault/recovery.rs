//! The recovery key: a device on paper.
//!
//! 160 random bits. From them come the keys and the id of a device that a member enrols like any other; whoever has
//! the key is that device. It is printed and typed as a [`RecoverySheet`](crate::RecoverySheet).
//!
//! ```
//! use vault::{Random, RecoveryKey};
//! let key = RecoveryKey::generate(&mut Random::from_seed([7; 32]));
//! assert_eq!(RecoveryKey::from_bytes(*key.bytes()).device_id(), key.device_id());
//! ```

use kernel::DeviceId;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::keys::DeviceKeys;
use crate::secret::{Key, random_bytes};

/// The secret of a recovery device.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 20]);

impl RecoveryKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self(random_bytes(random))
    }

    /// The key of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be kept where secrets are.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The keys of the recovery device.
    #[must_use]
    pub fn device_keys(&self) -> DeviceKeys {
        let seed = self.seed();
        DeviceKeys::from_parts(
            *seed.derive("pilothouse recovery signing v1", &[]).as_bytes(),
            *seed.derive("pilothouse recovery agreement v1", &[]).as_bytes(),
        )
    }

    /// The id of the recovery device, the same whenever the key is typed.
    #[must_use]
    pub fn device_id(&self) -> DeviceId {
        let mut id = [0; 16];
        self.seed().expand("pilothouse recovery device v1", &[], &mut id);
        DeviceId::from_bytes(id)
    }

    fn seed(&self) -> Key {
        let mut bytes = [0; 32];
        bytes[..20].copy_from_slice(&self.0);
        let seed = Key::from_bytes(bytes);
        bytes.zeroize();
        seed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_is_the_same_device() {
        let key = |bytes: &[u8; 20]| RecoveryKey::from_bytes(*bytes).device_id();
        assert_eq!(key(b"twenty secret bytes."), key(b"twenty secret bytes."));
        assert_ne!(key(b"twenty secret bytes."), key(b"other secret bytes.."));
    }
}
