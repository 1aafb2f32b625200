//! Connections: to the relay and to devices, how they are made, and that nothing is sent over two of them.

pub(super) mod link;
pub(super) mod meeting;
pub(super) mod once;
pub(super) mod peering;
pub(super) mod relay;
pub(super) mod signal;
