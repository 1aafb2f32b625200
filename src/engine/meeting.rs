//! Meeting another device without a server, by two codes: what pages ask and are told.

use kernel::{DeviceId, Problem};
use serde::{Deserialize, Serialize};

/// What a page can ask about meeting by codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meet {
    /// Make a code, for the other device to take.
    Show,
    /// Take the code that the other device shows, the first of two or the one that answers. Refused
    /// where it is none, or not for this device.
    Take(String),
    /// End the meeting, or take its outcome off the screen. A connection that is there stays.
    Stop,
}

/// How far two devices are that meet by codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeetingState {
    /// The code is being made.
    Preparing,
    /// This code is to be taken on the other device, which then shows one in return.
    Show {
        /// The code, about 500 characters.
        code: String,
    },
    /// This code is to be taken on the device whose code was taken here.
    Return {
        /// The code, about 500 characters.
        code: String,
        /// That device.
        to: DeviceId,
    },
    /// Both codes were taken; the two look for each other.
    Connecting,
    /// They met: this is the device at the other end.
    Connected(DeviceId),
    /// It came to nothing.
    Failed(Problem),
}
