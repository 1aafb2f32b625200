//! Random bytes from a seed: whoever holds the seed decides, so a simulation can repeat a run.

use chacha20::ChaCha20Rng;
use rand_core::{Infallible, SeedableRng, TryCryptoRng, TryRng};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A cryptographic generator (ChaCha20). Everything in the vault that needs randomness takes one
/// as an argument; a host seeds it with entropy of the system, a simulation with a number.
pub struct Random(ChaCha20Rng);

impl Random {
    /// The generator that this seed gives: the same bytes for the same seed.
    #[must_use]
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let random = Self(ChaCha20Rng::from_seed(seed));
        seed.zeroize();
        random
    }
}

impl TryRng for Random {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

impl TryCryptoRng for Random {}
// The inner generator wipes itself.
impl ZeroizeOnDrop for Random {}
