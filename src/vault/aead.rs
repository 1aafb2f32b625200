//! Sealing bytes under a key: XChaCha20-Poly1305 that also commits to its key.
//!
//! An AEAD alone does not say which key it was sealed with: with some work one ciphertext can be
//! made that opens under two keys to two different texts. Here key, nonce and associated data go
//! through HKDF, which gives the key of this one message and, beside it, a *commitment*: 32 bytes
//! that are compared first. A commitment fits one key and one set of associated data.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::secret::{Key, random_bytes};

/// Length of a nonce in bytes.
pub(crate) const NONCE: usize = 24;
/// Length of a commitment in bytes.
pub(crate) const COMMITMENT: usize = 32;
/// What sealing adds to the plain bytes: Poly1305's tag.
pub(crate) const TAG: usize = 16;

/// Why bytes do not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The commitment belongs to another key, nonce or associated data.
    OtherKey,
    /// The commitment fits; the sealed bytes were changed.
    Damaged,
}

/// What one message is sealed with: its key, and the commitment to it.
pub(crate) struct MessageKey {
    key: Key,
    nonce: [u8; NONCE],
    /// Goes with the sealed bytes.
    pub(crate) commitment: [u8; COMMITMENT],
}

impl MessageKey {
    /// `purpose` is the one kind of thing that is sealed so; nonce and associated data are of this message.
    pub(crate) fn new(key: &Key, purpose: &str, nonce: [u8; NONCE], associated: &[u8]) -> Self {
        let mut both = Zeroizing::new([0; 64]);
        let digest: [u8; 32] = Sha256::digest(associated).into();
        key.expand(purpose, &[&nonce, &digest], both.as_mut_slice());
        let (mut message, mut commitment) = ([0; 32], [0; COMMITMENT]);
        message.copy_from_slice(&both[..32]);
        commitment.copy_from_slice(&both[32..]);
        let key = Key::from_bytes(message);
        message.zeroize();
        Self { key, nonce, commitment }
    }

    /// Seals `plain` in place and appends the tag.
    pub(crate) fn seal(&self, plain: &mut Vec<u8>, associated: &[u8]) {
        let sealed = self.cipher().encrypt_inout_detached(
            &XNonce::from(self.nonce),
            associated,
            plain.as_mut_slice().into(),
        );
        // XChaCha20 refuses messages of 256 GiB and more; there are none in memory.
        if let Ok(tag) = sealed {
            plain.extend_from_slice(&tag);
        } else {
            plain.zeroize();
        }
    }

    /// Opens what [`MessageKey::seal`] made under the same key.
    pub(crate) fn open(
        &self,
        commitment: &[u8; COMMITMENT],
        sealed: &[u8],
        associated: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        if !bool::from(self.commitment.ct_eq(commitment)) {
            return Err(Refusal::OtherKey);
        }
        let (text, tag) = sealed.split_last_chunk::<TAG>().ok_or(Refusal::Damaged)?;
        let mut plain = Zeroizing::new(text.to_vec());
        self.cipher()
            .decrypt_inout_detached(
                &XNonce::from(self.nonce),
                associated,
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| Refusal::Damaged)?;
        Ok(plain)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.as_bytes().into())
    }
}

/// `plain` sealed as one run of bytes: nonce, commitment, ciphertext with its tag.
pub(crate) fn seal_box(
    key: &Key,
    purpose: &str,
    associated: &[u8],
    plain: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    let nonce: [u8; NONCE] = random_bytes(random);
    let message = MessageKey::new(key, purpose, nonce, associated);
    let mut sealed = plain.to_vec();
    message.seal(&mut sealed, associated);
    [nonce.as_slice(), &message.commitment, &sealed].concat()
}

/// What [`seal_box`] sealed.
pub(crate) fn open_box(
    key: &Key,
    purpose: &str,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let (nonce, rest) = sealed.split_first_chunk().ok_or(Refusal::Damaged)?;
    let (commitment, sealed) = rest.split_first_chunk().ok_or(Refusal::Damaged)?;
    MessageKey::new(key, purpose, *nonce, associated).open(commitment, sealed, associated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::hex;
    use chacha20poly1305::aead::{Aead, Payload};

    const LADIES: &str = "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e";

    /// Section 2.8.2 of RFC 8439.
    #[test]
    fn chacha20_poly1305_gives_the_vector_of_rfc_8439() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let sealed = chacha20poly1305::ChaCha20Poly1305::new(&key.into())
            .encrypt(
                &<[u8; 12]>::try_from(hex("070000004041424344454647")).unwrap().into(),
                Payload { msg: &hex(LADIES), aad: &hex("50515253c0c1c2c3c4c5c6c7") },
            )
            .unwrap();
        assert_eq!(sealed[..16].to_vec(), hex("d31a8d34648e60db7b86afbc53ef7ec2"));
        assert_eq!(sealed[sealed.len() - 16..].to_vec(), hex("1ae10b594f09e26a7e902ecbd0600691"));
    }

    /// Appendix A.3.1 of draft-irtf-cfrg-xchacha-03.
    #[test]
    fn xchacha20_poly1305_gives_the_vector_of_the_draft() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
        let sealed = XChaCha20Poly1305::new(&key.into())
            .encrypt(&nonce.into(), Payload { msg: &hex(LADIES), aad: &hex("50515253c0c1c2c3c4c5c6c7") })
            .unwrap();
        assert_eq!(sealed[..16].to_vec(), hex("bd6d179d3e83d43b9576579493c0e939"));
        assert_eq!(sealed[sealed.len() - 16..].to_vec(), hex("c0875924c1c7987947deafd8780acf49"));
    }

    #[test]
    fn what_is_sealed_opens_under_the_same_key_nonce_and_associated_data_only() {
        let (key, other) = (Key::from_bytes([1; 32]), Key::from_bytes([2; 32]));
        let message = MessageKey::new(&key, "letter", [3; 24], b"to Bob");
        let mut sealed = b"come at noon".to_vec();
        message.seal(&mut sealed, b"to Bob");
        let open = |message: MessageKey, commitment, sealed: &[u8], associated: &[u8]| {
            message.open(&commitment, sealed, associated).map(|plain| plain.to_vec())
        };
        let again = MessageKey::new(&key, "letter", [3; 24], b"to Bob");
        assert_eq!(open(again, message.commitment, &sealed, b"to Bob"), Ok(b"come at noon".to_vec()));
        for (stranger, associated) in [
            (MessageKey::new(&other, "letter", [3; 24], b"to Bob"), b"to Bob"),
            (MessageKey::new(&key, "note", [3; 24], b"to Bob"), b"to Bob"),
            (MessageKey::new(&key, "letter", [4; 24], b"to Bob"), b"to Bob"),
            (MessageKey::new(&key, "letter", [3; 24], b"to Eve"), b"to Eve"),
        ] {
            assert_eq!(open(stranger, message.commitment, &sealed, associated), Err(Refusal::OtherKey));
        }
    }

    #[test]
    fn v_8_a_forged_commitment_does_not_open_anything() {
        // The sealed bytes of one key with the commitment of another: refused by the tag.
        let (mine, forged) = (Key::from_bytes([1; 32]), Key::from_bytes([2; 32]));
        let mut sealed = b"come at noon".to_vec();
        MessageKey::new(&forged, "letter", [3; 24], b"").seal(&mut sealed, b"");
        let message = MessageKey::new(&mine, "letter", [3; 24], b"");
        let refused = message.open(&message.commitment, &sealed, b"");
        assert_eq!(refused.err(), Some(Refusal::Damaged));
    }
}
