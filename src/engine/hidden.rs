//! What pages are told of hidden circles: plain data.

use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A circle of one member, who opens it by submitting to all who have submitted in the same round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HiddenCircle {
    /// Its id, which names it in [`Audience::Circle`](document::Audience::Circle).
    pub id: RecordId,
    /// What it is one of.
    pub round: RecordId,
    /// What tells it from others of the same member and round.
    pub name: RecordId,
    /// Who made it.
    pub by: MemberId,
    /// Who reads it, of those who belong to the workspace.
    pub readers: BTreeSet<MemberId>,
    /// Whether its key is here.
    pub open: bool,
    /// Each time it was submitted, the first first; empty while it is hidden.
    pub submissions: Vec<Submission>,
}

/// That a hidden circle was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// On which device.
    pub device: DeviceId,
    /// When, by its clock.
    pub at: Timestamp,
    /// Whether the member reads since then what others submitted in the round.
    pub reads: bool,
}

/// A hidden circle that was submitted, beside what was submitted last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compared {
    /// Its key is not here.
    Shut,
    /// Not everything has come that was there when it was submitted.
    Coming,
    /// It is what was submitted.
    Same,
    /// It is something else than was submitted, or was changed since.
    Changed,
    /// Nothing was in it.
    Nothing,
}
