//! What the mirror needs from outside: a line to the engine, the clock and randomness.

use document::{Book, Kind, Row};
use engine::message::Request;
use kernel::Timestamp;

/// The mirror's line to the outside; the app gives it one over the worker, tests one in memory.
pub trait Port {
    /// Sends a request to the engine.
    fn send(&self, request: Request);
    /// The time now, by this device's clock.
    fn now(&self) -> Timestamp;
    /// How many minutes local time is ahead of UTC at an instant: summer time comes and goes.
    fn offset_minutes(&self, at: Timestamp) -> i32;
    /// Ten random bytes from a generator fit for keys.
    fn random(&self) -> [u8; 10];
}

/// How records are called and where they are shown. Only what knows every area can say so; forms,
/// tables and rails of any area need it.
#[derive(Clone, Copy)]
pub struct Names {
    /// The kind stored under a name, unless only newer code knows it.
    pub kind: fn(&str) -> Option<&'static Kind>,
    /// Whether records of a kind are things a person looks for, links and opens.
    pub is_subject: fn(&str) -> bool,
    /// What a record is called.
    pub title: fn(&Book, &Row) -> String,
    /// The address of a record's page within the app.
    pub address: fn(&Row) -> String,
}
