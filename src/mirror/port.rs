//! What the mirror needs from outside: a line to the engine, the clock and randomness.

use engine::message::Request;
use kernel::Timestamp;

/// The mirror's line to the outside; the app gives it one over the worker, tests one in memory.
pub trait Port {
    /// Sends a request to the engine.
    fn send(&self, request: Request);
    /// The time now, by this device's clock.
    fn now(&self) -> Timestamp;
    /// How many minutes local time is ahead of UTC.
    fn offset_minutes(&self) -> i32;
    /// Ten random bytes from a generator fit for keys.
    fn random(&self) -> [u8; 10];
}
