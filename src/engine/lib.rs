//! The sans-IO replica: requests and stored bytes in, effects and changes out.
//!
//! The engine knows no area, no clock, no socket and no browser: time and randomness are
//! arguments. The same engine runs natively in simulation and in the browser's worker.

#[cfg(feature = "replica")]
mod backup;
mod codec;
#[cfg(feature = "replica")]
mod commit;
#[cfg(feature = "replica")]
mod compaction;
#[cfg(feature = "replica")]
mod documents;
#[cfg(feature = "replica")]
mod identity;
mod io;
#[cfg(feature = "replica")]
mod job;
#[cfg(feature = "replica")]
mod journal;
#[cfg(feature = "replica")]
mod ledger;
#[cfg(feature = "replica")]
pub mod limits;
pub mod message;
#[cfg(feature = "replica")]
mod open;
pub mod projection;
#[cfg(feature = "replica")]
mod replica;
#[cfg(feature = "replica")]
mod start;
pub mod storage;
#[cfg(feature = "replica")]
mod undo;
#[cfg(feature = "replica")]
mod writer;

pub use codec::VERSION;
pub use io::{Effect, Input};
#[cfg(feature = "replica")]
pub use replica::Replica;
