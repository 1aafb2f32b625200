//! Keeping chains short: snapshots, what they stand for, and emptying what they were found right about.

pub(super) mod confirm;
pub(super) mod covered;
pub(super) mod empty;
pub(super) mod snapshot;
pub(super) mod tidy;
