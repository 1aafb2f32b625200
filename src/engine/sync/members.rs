//! Who belongs: the log and its keys, inviting, joining, coming back, leaving.

pub(super) mod ask;
pub(super) mod hidden;
pub(super) mod join;
pub(super) mod keys;
pub(super) mod log;
pub(super) mod names;
pub(super) mod recovery;
pub(super) mod vouch;
