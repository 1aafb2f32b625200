//! What is told for a while although nothing is in its way: clocks that differ, a relay that went back.

use kernel::{DeviceId, Timestamp};
use serde::{Deserialize, Serialize};

/// Clocks that differ, of which one at least is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOff {
    /// How far this device’s clock is ahead of the others’, in milliseconds, in whole hours; below zero: behind.
    pub ahead: i64,
    /// The devices that have another time.
    pub devices: Vec<DeviceId>,
    /// Whether it is this device’s that is wrong: several have the same time, and more than have this one’s.
    pub is_ours: bool,
}

/// A relay that had less than it once said to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// When that was found out, by this device's clock.
    pub at: Timestamp,
    /// How many envelopes it lacked.
    pub changes: u64,
    /// When it had all of them again, by this device's clock; `None`: it lacks some yet.
    pub mended: Option<Timestamp>,
}
