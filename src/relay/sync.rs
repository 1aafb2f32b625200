//! The relay: keeps what devices seal for each other, and passes it on.
//!
//! A connection opens a session (`opening`), then two tasks serve it: one reads and has things
//! kept (`session`), one writes what its device lacks (`sending`). What connections of one
//! workspace share is in `workspace`; all of them are found through the [`Hub`].

mod emptying;
mod erasing;
mod hollow;
mod hub;
mod intake;
mod joining;
mod opening;
mod peer;
mod rate;
mod sending;
mod session;
mod snapshots;
mod workspace;

pub use hub::{Clock, Hub};
pub use session::upgrade;
