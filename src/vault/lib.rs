//! Secret keys, and everything that needs one: sealing and opening, invitations, recovery, locks.

mod aead;
mod backup;
mod epoch;
mod invitation;
mod join;
mod keyring;
mod keys;
mod link;
mod lock;
mod membership;
mod note;
pub mod padding;
mod passphrase;
mod random;
mod recovery;
mod sealing;
mod secret;
#[cfg(test)]
mod tests;
mod words;

pub use backup::{BackupError, BackupReader, BackupWriter};
pub use epoch::{EpochPlace, GrantError, NoKey};
pub use invitation::{InvitationSecret, RequestKey};
pub use join::{JoinError, JoinRequest, Joiner, Offer, Terms, request_key};
pub use keyring::{Keyring, KeyringError};
pub use keys::{DeviceKeys, KeysError};
pub use link::{Link, LinkError};
pub use lock::{LockError, lock, unlock};
pub use membership::{Author, StepError, found};
pub use note::{Card, NoteError, Route, open_signal, seal_signal};
pub use passphrase::{Cost, CostError, Passphrase, SHORTEST, TooShort};
pub use rand_core::CryptoRng;
pub use random::Random;
pub use recovery::{RecoveryError, RecoveryKey};
pub use sealing::{Draft, LONGEST_NAME, MOST_COVERED, OpenError, Plain, SealError, open, seal};
pub use words::{Compared, Words};
