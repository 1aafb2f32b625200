//! Secret bytes: wiped when dropped, never printed.

use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A symmetric key of 32 bytes.
///
/// It has no `Debug`, no `Display` and no `==`, so that it reaches neither a log nor an error's
/// text nor a comparison whose time tells something.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; 32]);

impl Key {
    /// The key with exactly these bytes.
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key's bytes.
    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Another key, derived by HKDF-SHA256 (RFC 5869) without salt.
    ///
    /// `purpose` names what the new key is for, the only use it will have; `parts` are what it is
    /// bound to. Each part is led by its length, so that no two lists of parts read the same.
    pub(crate) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> Self {
        let mut bytes = [0; 32];
        self.expand(purpose, parts, &mut bytes);
        Self(bytes)
    }

    /// As [`Key::derive`], into `output` of at most 8160 bytes.
    pub(crate) fn expand(&self, purpose: &str, parts: &[&[u8]], output: &mut [u8]) {
        let info = framed(purpose, parts);
        let filled = Hkdf::<Sha256>::new(None, &self.0).expand(&info, output);
        debug_assert!(filled.is_ok(), "every caller asks for less than 8160 bytes");
    }
}

/// `purpose` and `parts`, each led by its length in four bytes, the highest first.
pub(crate) fn framed(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + parts.iter().map(|part| part.len() + 4).sum::<usize>());
    for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
        // No part is anywhere near 4 GiB.
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// `N` random bytes.
pub(crate) fn random_bytes<const N: usize>(random: &mut impl CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::hex;

    /// Test cases 1 and 3 of RFC 5869 fix what `Hkdf::<Sha256>` computes.
    #[test]
    fn hkdf_gives_the_vectors_of_rfc_5869() {
        let mut output = [0; 42];
        let secret = [0x0b; 22];
        Hkdf::<Sha256>::new(Some(&hex("000102030405060708090a0b0c")), &secret)
            .expand(&hex("f0f1f2f3f4f5f6f7f8f9"), &mut output)
            .unwrap();
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
        assert_eq!(output.to_vec(), hex(expected));
        Hkdf::<Sha256>::new(None, &secret).expand(&[], &mut output).unwrap();
        let expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8";
        assert_eq!(output.to_vec(), hex(expected));
    }

    #[test]
    fn a_derived_key_depends_on_purpose_and_on_each_part() {
        let key = Key::from_bytes([1; 32]);
        let all: [Key; 5] = [
            key.derive("one", &[b"ab", b"c"]),
            key.derive("two", &[b"ab", b"c"]),
            key.derive("one", &[b"a", b"bc"]),
            key.derive("one", &[b"abc"]),
            key.derive("one", &[b"abc", b""]),
        ];
        for (index, one) in all.iter().enumerate() {
            for other in &all[index + 1..] {
                assert_ne!(one.as_bytes(), other.as_bytes());
            }
        }
        assert_eq!(key.derive("one", &[b"abc"]).as_bytes(), all[3].as_bytes());
    }

    #[test]
    fn a_wiped_key_is_zeros() {
        let mut key = Key::from_bytes([7; 32]);
        key.zeroize();
        assert_eq!(key.as_bytes(), &[0; 32]);
    }
}
