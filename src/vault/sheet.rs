//! What is printed to recover a workspace: the recovery key, and which workspace it is for.
//!
//! 36 bytes and 12 bits that check them all, as twelve groups of six symbols. The last symbol of
//! each group checks that group, so that whoever types it is told where the mistake is.
//!
//! ```
//! use vault::{Random, RecoveryKey, RecoverySheet};
//! let key = RecoveryKey::generate(&mut Random::from_seed([7; 32]));
//! let sheet = RecoverySheet { key, workspace: kernel::WorkspaceId::from_bytes([3; 16]) };
//! let printed = sheet.print();
//! assert_eq!(printed.split('-').count(), 12);
//! let typed = RecoverySheet::parse(&printed.to_lowercase().replace('-', " "))?;
//! assert_eq!(typed.workspace, sheet.workspace);
//! # Ok::<(), vault::SheetError>(())
//! ```

use kernel::WorkspaceId;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::recovery::RecoveryKey;

/// Crockford's base 32: no I, L, O and U.
const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Symbols in a group, the last of which checks the others.
const GROUP: usize = 6;
const GROUPS: usize = 12;
/// The key and the workspace.
const BYTES: usize = 36;
/// What a symbol counts in its group's check: odd, so that no other symbol in its place gives the
/// same check.
const WEIGHTS: [usize; GROUP - 1] = [1, 3, 7, 9, 13];

/// What is printed.
pub struct RecoverySheet {
    /// The secret.
    pub key: RecoveryKey,
    /// The workspace that it opens.
    pub workspace: WorkspaceId,
}

/// Why text is not what was printed. None of them repeats what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Something is missing, or too much.
    #[error("The key has 72 letters and digits in twelve groups; {0} are here.")]
    Length(usize),
    /// A character that is in no key.
    #[error("Character {letter} of group {group} is in no recovery key.")]
    Character {
        /// Which group, from 1.
        group: usize,
        /// Which character of it, from 1.
        letter: usize,
    },
    /// A group that cannot be.
    #[error("There is a mistake in group {0}: compare it with the printed one.")]
    Group(usize),
    /// Every group can be; together they are not a key.
    #[error("There is a mistake in it: compare it with the printed key, group by group.")]
    Mistyped,
}

impl RecoverySheet {
    /// As it is printed: `XXXXXX-XXXXXX-…`, twelve groups of six.
    #[must_use]
    pub fn print(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; BYTES + 2]);
        bytes[..20].copy_from_slice(self.key.bytes());
        bytes[20..BYTES].copy_from_slice(self.workspace.as_bytes());
        let check: [u8; 32] = Sha256::new()
            .chain_update("pilothouse recovery sheet v1")
            .chain_update(&bytes[..BYTES])
            .finalize()
            .into();
        bytes[BYTES..].copy_from_slice(&check[..2]);
        let mut printed = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for group in 0..GROUPS {
            if group > 0 {
                printed.push('-');
            }
            let values: [usize; GROUP - 1] =
                std::array::from_fn(|at| five_bits(&*bytes, (group * (GROUP - 1) + at) * 5));
            for value in values.into_iter().chain([check_of(group, &values)]) {
                printed.push(char::from(SYMBOLS.as_bytes()[value]));
            }
        }
        printed
    }

    /// As a person typed it: any case, any spaces and dashes, `O` for 0, `I` and `L` for 1.
    ///
    /// # Errors
    /// [`SheetError`]. A mistake of one character is always found, and its group said.
    pub fn parse(typed: &str) -> Result<Self, SheetError> {
        let is_between = |letter: char| letter.is_whitespace() || is_dash(letter);
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP));
        let mut long = None;
        let parts = typed.split(is_between).filter(|part| !part.is_empty());
        for (index, part) in parts.clone().enumerate() {
            if part.chars().count() != GROUP {
                long = long.or(Some(index + 1));
            }
        }
        for letter in parts.clone().flat_map(str::chars) {
            let before = values.len();
            let value = symbol_of(letter).and_then(|symbol| SYMBOLS.find(symbol));
            values.push(
                value
                    .ok_or(SheetError::Character { group: before / GROUP + 1, letter: before % GROUP + 1 })?,
            );
            if values.len() > 1000 {
                break;
            }
        }
        if let (Some(group), GROUPS) = (long, parts.count()) {
            return Err(SheetError::Group(group));
        }
        for (index, group) in values.chunks_exact(GROUP).enumerate().take(GROUPS) {
            let [one, two, three, four, five, check] = *group else { continue };
            if check_of(index, &[one, two, three, four, five]) != check {
                return Err(SheetError::Group(index + 1));
            }
        }
        if values.len() != GROUPS * GROUP {
            return Err(SheetError::Length(values.len()));
        }
        let mut bytes = Zeroizing::new([0_u8; BYTES]);
        let carrying = values.iter().enumerate().filter(|(at, _)| at % GROUP != GROUP - 1);
        for (number, (_, value)) in carrying.enumerate() {
            for bit in 0..5 {
                let at = number * 5 + bit;
                if let Some(byte) = bytes.get_mut(at / 8)
                    && value >> (4 - bit) & 1 == 1
                {
                    *byte |= 0x80 >> (at % 8);
                }
            }
        }
        let (key, workspace) = bytes.split_first_chunk::<20>().ok_or(SheetError::Mistyped)?;
        let workspace = *workspace.first_chunk::<16>().ok_or(SheetError::Mistyped)?;
        let sheet =
            Self { key: RecoveryKey::from_bytes(*key), workspace: WorkspaceId::from_bytes(workspace) };
        let right = sheet.print();
        let symbols = right.chars().filter(|letter| *letter != '-');
        let is_right = symbols.zip(values.iter()).all(|(symbol, value)| SYMBOLS.find(symbol) == Some(*value));
        if is_right { Ok(sheet) } else { Err(SheetError::Mistyped) }
    }
}

/// The five bits of a text of bytes from one on.
fn five_bits(bytes: &[u8], from: usize) -> usize {
    (from..from + 5).fold(0, |value, at| {
        let bit = bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
        value << 1 | usize::from(bit)
    })
}

/// The check of a group, which depends on its place too.
fn check_of(group: usize, values: &[usize; GROUP - 1]) -> usize {
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    (sum + group) % SYMBOLS.len()
}

/// The symbol that was meant by a letter; `None`: none.
fn symbol_of(letter: char) -> Option<char> {
    let symbol = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SYMBOLS.contains(symbol).then_some(symbol)
}

/// What people and word processors put between groups.
const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet() -> RecoverySheet {
        let key = RecoveryKey::from_bytes(*b"twenty secret bytes.");
        RecoverySheet { key, workspace: WorkspaceId::from_bytes(*b"some workspace 1") }
    }

    #[test]
    fn v_23_the_printed_sheet_is_fixed_and_says_where_a_mistake_is() {
        let printed = sheet().print();
        // Sheets lie in drawers for years: this text must parse for ever.
        assert_eq!(&*printed, FIXED);
        let error = |typed: &str| RecoverySheet::parse(typed).err().unwrap();
        assert_eq!(error(&printed[..20]), SheetError::Length(18));
        assert_eq!(error("EHVPA6-VKU"), SheetError::Character { group: 2, letter: 3 });
        assert_eq!(error("EHVPA7"), SheetError::Group(1));
        let mut groups: Vec<&str> = printed.split('-').collect();
        groups.swap(3, 4);
        assert_eq!(error(&groups.join(" ")), SheetError::Group(4));
        let mut groups: Vec<&str> = printed.split('-').collect();
        groups[8] = &groups[8][..5];
        assert_eq!(error(&groups.join(" ")), SheetError::Group(9));
        assert!(!error("EHVPAV-KMÜ4G7").to_string().contains('Ü'));
    }

    const FIXED: &str = "EHVPA6-VKMF4W-G76SB1-3E9JQW-8832FE-5T6AW8-SEEDQB-PTS90B-EXQQ4H-TVKE14-GP6S9W-064KKV";

    proptest! {
        #[test]
        fn one_wrong_character_is_always_placed(seed: [u8; 20], id: [u8; 16], at in 0..72_usize, by in 1..32_usize) {
            let key = RecoveryKey::from_bytes(seed);
            let sheet = RecoverySheet { key, workspace: WorkspaceId::from_bytes(id) };
            let back = RecoverySheet::parse(&sheet.print()).unwrap();
            prop_assert_eq!(back.key.bytes(), &seed);
            prop_assert_eq!(back.workspace.as_bytes(), &id);
            let mut symbols: Vec<char> = sheet.print().replace('-', "").chars().collect();
            let right = SYMBOLS.find(symbols[at]).unwrap();
            symbols[at] = SYMBOLS.chars().nth((right + by) % 32).unwrap();
            let typed: String = symbols.into_iter().collect();
            prop_assert_eq!(RecoverySheet::parse(&typed).err(), Some(SheetError::Group(at / GROUP + 1)));
        }

        #[test]
        fn any_text_is_refused_without_a_panic(text: String) {
            prop_assert!(RecoverySheet::parse(&text).is_err());
        }
    }
}
