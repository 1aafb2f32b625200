//! Secret keys, and everything that needs one: sealing and opening, invitations, recovery, locks.

mod aead;
mod backup;
mod bytes;
mod keys;
mod lock;
pub mod padding;
mod passphrase;
mod random;
mod recovery;
mod secret;
#[cfg(test)]
mod tests;
mod words;

pub use backup::{BackupError, BackupReader, BackupWriter};
pub use keys::{DeviceKeys, KeysError};
pub use lock::{LockError, lock, unlock};
pub use passphrase::{Cost, CostError, Passphrase, SHORTEST, TooShort};
pub use rand_core::CryptoRng;
pub use random::Random;
pub use recovery::{RecoveryError, RecoveryKey};
pub use words::Words;
