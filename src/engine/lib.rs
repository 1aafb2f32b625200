//! The sans-IO replica: requests and stored bytes in, effects and changes out.
//!
//! The engine knows no area, no clock, no socket and no browser: time and randomness are
//! arguments. The same engine runs natively in simulation and in the browser's worker.

mod codec;
mod io;
pub mod message;
pub mod projection;
pub mod storage;

pub use codec::VERSION;
pub use io::{Effect, Input};
