//! The keys of one epoch of an audience, and the grant: these keys sealed to one device.

use hmac::{Hmac, KeyInit, Mac};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use kernel::{DeviceId, WorkspaceId};
use protocol::{AudienceId, DevicePublic, DocumentTag, EpochId, Grant};
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::keys::DeviceKeys;
use crate::secret::{Key, framed, random_bytes};

type Kem = X25519HkdfSha256;
type PublicKey = <Kem as hpke::Kem>::PublicKey;
type PrivateKey = <Kem as hpke::Kem>::PrivateKey;
type Encapsulated = <Kem as hpke::Kem>::EncappedKey;

const VERSION: u8 = 1;
/// Bytes of an encapsulated X25519 key.
const ENCAPSULATED: usize = 32;

/// Where an epoch belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochPlace {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The audience.
    pub audience: AudienceId,
    /// The epoch.
    pub epoch: EpochId,
}

/// Why a grant cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    /// The key to hand over is not here.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// The device's agreement key is no key one can seal to.
    #[error("The device’s public key is not valid.")]
    PublicKey,
    /// It is sealed to another device or epoch, or was changed.
    #[error("The grant is not for this device, or is damaged.")]
    NotForThisDevice,
    /// It opens, but is of a newer version.
    #[error("The grant was made by a newer version.")]
    Newer,
    /// It opens, but the keys in it are not those the epoch is named by.
    #[error("The grant holds another key than it says.")]
    OtherKey,
}

/// This device has not been given the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This device has not been given the key for this.")]
pub struct NoKey;

/// What a grant hands over: the key of one epoch, and the audience's naming key, which whoever
/// starts an epoch takes over from the one before.
#[derive(Clone)]
pub(crate) struct EpochKeys {
    pub(crate) naming: Key,
    pub(crate) key: Key,
}

impl EpochKeys {
    /// A fresh key for an audience that has this naming key, or none yet.
    ///
    /// The key is drawn, never derived: whoever had the one before learns nothing of it.
    pub(crate) fn fresh(naming: Option<&Key>, random: &mut impl CryptoRng) -> Self {
        let naming = naming.cloned().unwrap_or_else(|| Key::from_bytes(random_bytes(random)));
        Self { naming, key: Key::from_bytes(random_bytes(random)) }
    }

    /// The epoch's name: its number and a value that only its keys give.
    pub(crate) fn id(&self, audience: AudienceId, number: u32) -> EpochId {
        EpochId { number, check: self.check(audience) }
    }

    /// These keys, sealed to a device (HPKE, RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256),
    /// HKDF-SHA256, ChaCha20-Poly1305) and bound to the epoch and the device.
    pub(crate) fn grant(
        &self,
        place: &EpochPlace,
        device: &DevicePublic,
        random: &mut impl CryptoRng,
    ) -> Result<Grant, GrantError> {
        let public = PublicKey::from_bytes(&device.agreement).map_err(|_| GrantError::PublicKey)?;
        let mut plain = Zeroizing::new([0; 65]);
        plain[0] = VERSION;
        plain[1..33].copy_from_slice(self.naming.as_bytes());
        plain[33..].copy_from_slice(self.key.as_bytes());
        let (encapsulated, ciphertext) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
                &OpModeS::Base,
                &public,
                &info(place, device.id),
                plain.as_slice(),
                &[],
                random,
            )
            .map_err(|_| GrantError::PublicKey)?;
        let mut sealed = encapsulated.to_bytes().to_vec();
        sealed.extend_from_slice(&ciphertext);
        Ok(Grant { device: device.id, sealed })
    }

    /// What [`EpochKeys::grant`] sealed to the device with these keys.
    pub(crate) fn open(keys: &DeviceKeys, place: &EpochPlace, grant: &Grant) -> Result<Self, GrantError> {
        let foreign = GrantError::NotForThisDevice;
        let (encapsulated, ciphertext) = grant.sealed.split_at_checked(ENCAPSULATED).ok_or(foreign)?;
        let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| foreign)?;
        let secret = PrivateKey::from_bytes(keys.agreement_secret().as_slice()).map_err(|_| foreign)?;
        let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &secret,
            &encapsulated,
            &info(place, grant.device),
            ciphertext,
            &[],
        )
        .map_err(|_| foreign)?;
        let plain = Zeroizing::new(plain);
        let (&version, both) = plain.split_first().ok_or(foreign)?;
        if version != VERSION {
            return Err(GrantError::Newer);
        }
        let (naming, key) = both.split_first_chunk().ok_or(foreign)?;
        let key = Key::from_bytes(key.try_into().map_err(|_| foreign)?);
        let opened = Self { naming: Key::from_bytes(*naming), key };
        if opened.check(place.audience) == place.epoch.check { Ok(opened) } else { Err(GrantError::OtherKey) }
    }

    /// The value by which the keys are known without being told.
    fn check(&self, audience: AudienceId) -> [u8; 16] {
        let mut check = [0; 16];
        self.key.expand("pilothouse epoch check v1", &[&audience.0, self.naming.as_bytes()], &mut check);
        check
    }
}

/// The tag of a document: HMAC-SHA256 of its name under the audience's naming key, 16 bytes of it.
pub(crate) fn tag(naming: &Key, document: &str) -> DocumentTag {
    let mut tag = [0; 16];
    // HMAC takes keys of any length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(naming.as_bytes()) {
        mac.update(&framed("pilothouse document tag v1", &[document.as_bytes()]));
        tag.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    }
    DocumentTag(tag)
}

fn info(place: &EpochPlace, device: DeviceId) -> Vec<u8> {
    framed(
        "pilothouse grant v1",
        &[
            place.workspace.as_bytes(),
            &place.audience.0,
            &place.epoch.number.to_be_bytes(),
            &place.epoch.check,
            device.as_bytes(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{every_bit_changed, every_cut, hex};

    /// Appendix A.2.1 of RFC 9180, the first message.
    #[test]
    fn hpke_opens_the_vector_of_rfc_9180() {
        let secret = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let encapsulated = hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        let ciphertext =
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
        let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &PrivateKey::from_bytes(&secret).unwrap(),
            &Encapsulated::from_bytes(&encapsulated).unwrap(),
            &hex("4f6465206f6e2061204772656369616e2055726e"),
            &hex(ciphertext),
            &hex("436f756e742d30"),
        );
        assert_eq!(plain.unwrap(), b"Beauty is truth, truth beauty");
    }

    fn place(keys: &EpochKeys) -> EpochPlace {
        let (workspace, audience) = (WorkspaceId::from_bytes([1; 16]), AudienceId([2; 16]));
        EpochPlace { workspace, audience, epoch: keys.id(audience, 3) }
    }

    fn bob() -> (DeviceKeys, DevicePublic) {
        let keys = DeviceKeys::generate(&mut Random::from_seed([9; 32]));
        let public = keys.public(DeviceId::from_bytes([4; 16]));
        (keys, public)
    }

    fn granted() -> (EpochKeys, EpochPlace, Grant) {
        let random = &mut Random::from_seed([8; 32]);
        let keys = EpochKeys::fresh(None, random);
        let place = place(&keys);
        let grant = keys.grant(&place, &bob().1, random).unwrap();
        (keys, place, grant)
    }

    #[test]
    fn a_grant_opens_for_its_device_and_epoch_only() {
        let (keys, place, grant) = granted();
        let (bob, _) = bob();
        let opened = EpochKeys::open(&bob, &place, &grant).unwrap();
        assert_eq!(opened.key.as_bytes(), keys.key.as_bytes());
        assert_eq!(opened.naming.as_bytes(), keys.naming.as_bytes());

        let mallory = DeviceKeys::generate(&mut Random::from_seed([7; 32]));
        assert_eq!(EpochKeys::open(&mallory, &place, &grant).err(), Some(GrantError::NotForThisDevice));
        let mut later = place;
        later.epoch.number += 1;
        assert_eq!(EpochKeys::open(&bob, &later, &grant).err(), Some(GrantError::NotForThisDevice));
        let moved = Grant { device: DeviceId::from_bytes([5; 16]), ..grant };
        assert_eq!(EpochKeys::open(&bob, &place, &moved).err(), Some(GrantError::NotForThisDevice));
    }

    #[test]
    fn v_8_a_key_that_is_not_the_epochs_is_refused() {
        let random = &mut Random::from_seed([8; 32]);
        let (real, forged) = (EpochKeys::fresh(None, random), EpochKeys::fresh(None, random));
        let (bob, public) = bob();
        let mixed = EpochKeys { naming: forged.naming.clone(), key: real.key.clone() };
        for other in [forged, mixed] {
            let grant = other.grant(&place(&real), &public, random).unwrap();
            assert_eq!(EpochKeys::open(&bob, &place(&real), &grant).err(), Some(GrantError::OtherKey));
        }
    }

    #[test]
    fn nothing_is_sealed_to_a_public_key_of_low_order() {
        let (keys, place, _) = granted();
        let weak = DevicePublic { agreement: [0; 32], ..bob().1 };
        let refused = keys.grant(&place, &weak, &mut Random::from_seed([8; 32]));
        assert_eq!(refused.err(), Some(GrantError::PublicKey));
    }

    #[test]
    fn v_2_a_changed_or_shortened_grant_never_opens() {
        let (_, place, grant) = granted();
        let (bob, _) = bob();
        let opens = |sealed: &[u8]| {
            EpochKeys::open(&bob, &place, &Grant { sealed: sealed.to_vec(), ..grant.clone() }).is_ok()
        };
        assert!(opens(&grant.sealed));
        // Also the top bit of the X25519 key, which counts for nothing in the agreement: HPKE hashes it.
        assert!(!every_bit_changed(&grant.sealed).any(|sealed| opens(&sealed)));
        assert!(!every_cut(&grant.sealed).any(opens));
    }
}
