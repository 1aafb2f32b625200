//! What is known of other devices: who is here and at which record, and who has what.

pub(super) mod holding;
pub(super) mod presence;
pub(super) mod present;
