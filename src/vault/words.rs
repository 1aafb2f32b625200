//! Comparison words: five short words that two people read to each other.

use std::fmt;

use kernel::WorkspaceId;
use protocol::{DevicePublic, Hash, InvitationId};

use crate::passphrase::{Cost, CostError, stretch};
use crate::secret::framed;

/// 256 words, one a line, no two of which begin with the same three letters.
static LIST: &str = include_str!("words.txt");

/// How many words (ours).
const COUNT: usize = 5;

/// What two people compare before one lets the other in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The operation that founded it.
    pub founding: Hash,
    /// The invitation.
    pub invitation: InvitationId,
    /// The device that made the invitation.
    pub inviter: DevicePublic,
    /// The device that wants to join.
    pub joiner: DevicePublic,
}

/// Five words that stand for 40 bits of both devices' keys. They are no secret.
///
/// Who stole the link and holds up the real joiner at the relay could look for keys of their own
/// that give the words the real joiner reads out. So the words are slow to compute: at
/// [`Cost::TODAY`] the search takes thousands of years of one processor, and the invitation days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words([u8; COUNT]);

impl Words {
    /// The words. Both sides must use the same cost.
    ///
    /// # Errors
    /// [`CostError`] when `cost` is out of range.
    pub fn of(compared: &Compared, cost: Cost) -> Result<Self, CostError> {
        let device = |device: &DevicePublic| {
            [device.id.as_bytes().as_slice(), &device.signing, &device.agreement].concat()
        };
        let text = framed(
            "pilothouse comparison words v1",
            &[
                compared.workspace.as_bytes(),
                &compared.founding.0,
                &compared.invitation.0,
                &device(&compared.inviter),
                &device(&compared.joiner),
            ],
        );
        let key = stretch(&text, &compared.invitation.0, cost)?;
        Ok(Self(std::array::from_fn(|at| key.as_bytes()[at])))
    }

    /// The words, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.into_iter().map(|number| LIST.lines().nth(usize::from(number)).unwrap_or_default())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::CHEAP;
    use kernel::DeviceId;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_has_256_words_that_are_told_apart_by_three_letters() {
        let words: Vec<&str> = LIST.lines().collect();
        assert_eq!(words.len(), 256);
        assert!(words.iter().all(|word| (4..=10).contains(&word.len())));
        assert!(words.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())));
        assert!(words.is_sorted());
        let beginnings: BTreeSet<&str> = words.iter().map(|word| &word[..3]).collect();
        assert_eq!(beginnings.len(), 256);
    }

    #[test]
    fn v_13_the_words_change_with_every_key_they_stand_for() {
        let device = |byte| DevicePublic {
            id: DeviceId::from_bytes([byte; 16]),
            signing: [byte; 32],
            agreement: [byte; 32],
        };
        let compared = Compared {
            workspace: WorkspaceId::from_bytes([1; 16]),
            founding: Hash([2; 32]),
            invitation: InvitationId([3; 16]),
            inviter: device(4),
            joiner: device(5),
        };
        let words = Words::of(&compared, CHEAP).unwrap();
        assert_eq!(Words::of(&compared, CHEAP), Ok(words));
        assert_eq!(words.iter().count(), COUNT);
        let agreement = [9; 32];
        for other in [
            Compared { workspace: WorkspaceId::from_bytes([9; 16]), ..compared },
            Compared { founding: Hash([9; 32]), ..compared },
            Compared { invitation: InvitationId([9; 16]), ..compared },
            Compared { inviter: DevicePublic { agreement, ..compared.inviter }, ..compared },
            Compared { joiner: DevicePublic { agreement, ..compared.joiner }, ..compared },
        ] {
            assert_ne!(Words::of(&other, CHEAP), Ok(words));
        }
    }
}
