//! The recovery key: a device on paper.
//!
//! 160 random bits, printed as 36 letters and digits in six groups. From them come the keys and
//! the id of a device that a member enrols like any other; whoever types the key is that device.
//!
//! ```
//! use vault::{Random, RecoveryKey};
//! let key = RecoveryKey::generate(&mut Random::from_seed([7; 32]));
//! let printed = key.print();
//! assert_eq!(printed.len(), 41);
//! // Case, spaces and the usual confusions do not matter.
//! let typed = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
//! assert_eq!(RecoveryKey::parse(&typed)?.print(), printed);
//! # Ok::<(), vault::RecoveryError>(())
//! ```

use data_encoding::{Encoding, Specification};
use kernel::DeviceId;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::keys::DeviceKeys;
use crate::secret::{Key, random_bytes};

/// Crockford's base 32: no I, L, O and U.
pub(crate) const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols that carry the key, and those that check them.
const CARRYING: usize = 32;
const CHECKING: usize = 4;
/// Symbols in a group.
const GROUP: usize = 6;

static CROCKFORD: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str(SYMBOLS);
    specification.encoding().ok()
});

/// The secret of a recovery device.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 20]);

/// Why text is no recovery key. None of them repeats what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// A letter is missing, or several.
    #[error("The key has 36 letters and digits; {0} are here.")]
    Length(usize),
    /// A character that is in no key: an U, a dot.
    #[error("Character {letter} of group {group} is in no recovery key.")]
    Character {
        /// Which group, from 1.
        group: usize,
        /// Which character of it, from 1.
        letter: usize,
    },
    /// All characters are possible; together they are not a key.
    #[error("There is a mistake in it: compare it with the printed key, group by group.")]
    Mistyped,
}

impl RecoveryKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self(random_bytes(random))
    }

    /// The key as it is printed: `XXXXXX-XXXXXX-…`, six groups of six.
    #[must_use]
    pub fn print(&self) -> Zeroizing<String> {
        let mut symbols = Zeroizing::new(String::with_capacity(CARRYING + CHECKING));
        if let Some(encoding) = &*CROCKFORD {
            encoding.encode_append(&self.0, &mut symbols);
            // The first 20 bits of the digest are four symbols; five bytes are eight.
            let check = encoding.encode(&self.check()[..5]);
            symbols.push_str(&check[..CHECKING]);
        }
        let mut printed = Zeroizing::new(String::with_capacity(48));
        for (index, symbol) in symbols.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                printed.push('-');
            }
            printed.push(symbol);
        }
        printed
    }

    /// A key as a person typed it: any case, any spaces and dashes, `O` for 0, `I` and `L` for 1.
    ///
    /// # Errors
    /// [`RecoveryError`]. A mistake of one character is always found, several are missed once in a million.
    pub fn parse(typed: &str) -> Result<Self, RecoveryError> {
        let mut symbols = Zeroizing::new(String::with_capacity(CARRYING + CHECKING));
        for letter in typed.chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter)) {
            let Some(symbol) = symbol_of(letter) else {
                let before = symbols.len();
                return Err(RecoveryError::Character {
                    group: before / GROUP + 1,
                    letter: before % GROUP + 1,
                });
            };
            symbols.push(symbol);
        }
        if symbols.len() != CARRYING + CHECKING {
            return Err(RecoveryError::Length(symbols.len()));
        }
        let encoding = CROCKFORD.as_ref().ok_or(RecoveryError::Mistyped)?;
        let bytes = encoding.decode(&symbols.as_bytes()[..CARRYING]).map_err(|_| RecoveryError::Mistyped)?;
        let bytes = Zeroizing::new(bytes);
        let key = Self(*bytes.first_chunk().ok_or(RecoveryError::Mistyped)?);
        if *key.print().replace('-', "") == **symbols { Ok(key) } else { Err(RecoveryError::Mistyped) }
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

    /// The random bytes.
    pub(crate) const fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    pub(crate) const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    fn seed(&self) -> Key {
        let mut bytes = [0; 32];
        bytes[..20].copy_from_slice(&self.0);
        let seed = Key::from_bytes(bytes);
        bytes.zeroize();
        seed
    }

    fn check(&self) -> [u8; 32] {
        let digest = Sha256::new().chain_update("pilothouse recovery check v1").chain_update(self.0);
        digest.finalize().into()
    }
}

/// The symbol that was meant by a letter; `None`: none.
pub(crate) fn symbol_of(letter: char) -> Option<char> {
    let symbol = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SYMBOLS.contains(symbol).then_some(symbol)
}

/// What people and word processors put between groups.
pub(crate) const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> RecoveryKey {
        RecoveryKey(*b"twenty secret bytes.")
    }

    #[test]
    fn the_printed_key_is_fixed() {
        // Printed keys lie in drawers for years: this text must parse for ever.
        assert_eq!(&*key().print(), "EHVPAV-KMF4G7-6SB3E9-JQ8832-F5T6AW-SEEC21");
        assert!(RecoveryKey::parse("EHVPAV-KMF4G7-6SB3E9-JQ8832-F5T6AW-SEEC21").is_ok());
    }

    #[test]
    fn a_mistake_is_placed_and_not_repeated() {
        let error = |typed: &str| RecoveryKey::parse(typed).err().unwrap();
        assert_eq!(error("EHVPAV-KM"), RecoveryError::Length(8));
        assert_eq!(error("EHVPAV-KMU4G7"), RecoveryError::Character { group: 2, letter: 3 });
        let swapped = key().print().replace("KMF", "MKF");
        assert_eq!(error(&swapped), RecoveryError::Mistyped);
        assert!(!error("EHVPAV-KMÜ4G7").to_string().contains('Ü'));
    }

    #[test]
    fn the_same_key_is_the_same_device() {
        let (one, other) = (key(), RecoveryKey(*b"other secret bytes.."));
        assert_eq!(one.device_id(), RecoveryKey::parse(&one.print()).unwrap().device_id());
        assert_ne!(one.device_id(), other.device_id());
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_found(seed: [u8; 20], at in 0..36_usize, by in 1..32_usize) {
            let mut symbols: Vec<char> = RecoveryKey(seed).print().replace('-', "").chars().collect();
            let right = SYMBOLS.find(symbols[at]).unwrap();
            symbols[at] = SYMBOLS.chars().nth((right + by) % 32).unwrap();
            let typed: String = symbols.into_iter().collect();
            // In the key itself the check misses one in a million; in the check it never does.
            if let Ok(taken) = RecoveryKey::parse(&typed) {
                prop_assert!(at < CARRYING && taken.0 != seed);
            }
        }

        #[test]
        fn any_text_is_refused_without_a_panic(text: String) {
            prop_assert!(RecoveryKey::parse(&text).is_err());
        }
    }
}
