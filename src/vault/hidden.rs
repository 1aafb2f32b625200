//! Hiding something from the others until one says so, and committing to what it is.

use hmac::{Hmac, KeyInit, Mac};
use kernel::RecordId;
use protocol::{AudienceId, Body, EpochId, Hash, Known, Operation};
use rand_core::CryptoRng;
use sha2::Sha256;

use crate::epoch::NoKey;
use crate::keyring::Keyring;
use crate::membership::{Author, StepError};

impl Author<'_> {
    /// Makes a hidden circle of the author's member alone, with a key of its own.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn hide(
        &self,
        round: RecordId,
        name: RecordId,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(Body::Hide { round, name }, random)
    }

    /// Opens a hidden circle to all who have submitted in its round, with the keys they lack; whoever submits later
    /// is handed them by whichever device of those in the circle hears of it first. `known` says how far the circle's
    /// chains go that hold what `commitment`, made by [`commitment`] in `epoch`, is about.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn submit(
        &self,
        circle: RecordId,
        (epoch, commitment): (EpochId, Hash),
        reads: bool,
        known: Vec<Known>,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(Body::Submit { circle, epoch, commitment, reads, known }, random)
    }
}

/// A value that fits this content and no other, and from which nobody learns anything who has not got the epoch's
/// key: HMAC-SHA256 of the content under a key derived from it.
///
/// # Errors
/// [`NoKey`].
pub fn commitment(
    keyring: &Keyring,
    (audience, epoch): (AudienceId, EpochId),
    content: &[u8],
) -> Result<Hash, NoKey> {
    let workspace = keyring.workspace();
    let parts: [&[u8]; 2] = [workspace.as_bytes(), &audience.0];
    let key = keyring.keys(audience, epoch)?.key.derive("pilothouse commitment v1", &parts);
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| NoKey)?;
    mac.update(content);
    Ok(Hash(mac.finalize().into_bytes().into()))
}
