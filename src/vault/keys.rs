//! The keys of one device: one to sign with, one to be sealed to.

use ed25519_dalek::{Signer, SigningKey};
use kernel::DeviceId;
use protocol::{DevicePublic, Signature};
use rand_core::CryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::secret::random_bytes;

const VERSION: u8 = 1;

/// The secret keys of a device: Ed25519 for signing, X25519 for what is sealed to it.
///
/// They never leave the device. A host that stores [`DeviceKeys::to_bytes`] wraps them first.
pub struct DeviceKeys {
    signing: SigningKey,
    agreement: StaticSecret,
}

// Both keys wipe themselves.
impl ZeroizeOnDrop for DeviceKeys {}

/// Stored bytes that are no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The keys of this device are damaged.")]
pub struct KeysError;

impl DeviceKeys {
    /// Fresh keys.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self::from_parts(random_bytes(random), random_bytes(random))
    }

    pub(crate) fn from_parts(mut signing: [u8; 32], mut agreement: [u8; 32]) -> Self {
        let keys = Self { signing: SigningKey::from_bytes(&signing), agreement: agreement.into() };
        signing.zeroize();
        agreement.zeroize();
        keys
    }

    /// Ed25519 over exactly these bytes (RFC 8032). They must begin with what they are for, so
    /// that a signature made for one purpose is worth nothing for another.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.signing.sign(bytes).to_bytes())
    }

    /// What everybody may know of the device with this id and these keys.
    #[must_use]
    pub fn public(&self, id: DeviceId) -> DevicePublic {
        DevicePublic {
            id,
            signing: self.signing.verifying_key().to_bytes(),
            agreement: PublicKey::from(&self.agreement).to_bytes(),
        }
    }

    pub(crate) fn agreement_secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.agreement.to_bytes())
    }

    /// For storage: a version byte and both secret keys. The host wraps them with a key that
    /// cannot be read out of the browser.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(65));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.signing.as_bytes());
        bytes.extend_from_slice(self.agreement.as_bytes());
        bytes
    }

    /// What [`DeviceKeys::to_bytes`] made.
    ///
    /// # Errors
    /// [`KeysError`] when it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeysError> {
        match bytes {
            [VERSION, keys @ ..] if keys.len() == 64 => {
                let (signing, agreement) = keys.split_first_chunk().ok_or(KeysError)?;
                Ok(Self::from_parts(*signing, *agreement.first_chunk().ok_or(KeysError)?))
            }
            _ => Err(KeysError),
        }
    }
}

/// Whether something can be sealed to a device: its agreement key is none of the few points of
/// which every agreement is known beforehand (RFC 7748, section 6.1).
pub(crate) fn is_sound(device: &DevicePublic) -> bool {
    let probe = StaticSecret::from([1; 32]);
    probe.diffie_hellman(&PublicKey::from(device.agreement)).was_contributory()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::hex;

    const ID: DeviceId = DeviceId::from_bytes([3; 16]);

    /// Section 7.1 of RFC 8032, tests 1 and 2.
    #[test]
    fn signatures_are_those_of_rfc_8032() {
        for (secret, public, message, signature) in [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
        ] {
            let keys = DeviceKeys::from_parts(hex(secret).try_into().unwrap(), [0; 32]);
            assert_eq!(keys.public(ID).signing.to_vec(), hex(public));
            assert_eq!(keys.sign(&hex(message)).0.to_vec(), hex(signature));
        }
    }

    /// The recipient of appendix A.2.1 of RFC 9180.
    #[test]
    fn agreement_keys_are_those_of_rfc_9180() {
        let secret = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let keys = DeviceKeys::from_parts([0; 32], secret.try_into().unwrap());
        let public = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        assert_eq!(keys.public(ID).agreement.to_vec(), public);
    }

    #[test]
    fn keys_survive_storage_and_anything_else_is_refused() {
        let keys = DeviceKeys::from_parts([1; 32], [2; 32]);
        let stored = keys.to_bytes();
        let again = DeviceKeys::from_bytes(&stored).unwrap();
        assert_eq!(again.public(ID), keys.public(ID));
        for wrong in [&stored[1..], &stored[..64], &[], &[&stored[..], &[0]].concat()] {
            assert!(DeviceKeys::from_bytes(wrong).is_err());
        }
    }
}
