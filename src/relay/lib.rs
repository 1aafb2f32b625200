//! The native server of Pilothouse: the web application, and the blind relay.
//!
//! It hands out the application, compressed beforehand and under strict headers. At `/sync` it
//! keeps and passes on what devices of shared workspaces seal for each other: it knows who
//! belongs to a workspace (the public part), verifies every signature, and has no key to open
//! anything; it does not even link the code for it. The numbered rules stand in README.md.

pub mod assets;
pub mod backup;
pub mod compress;
mod encoding;
mod headers;
pub mod log;
pub mod metrics;
pub mod options;
pub mod server;
mod serving;
pub mod settings;
pub mod store;
pub mod sync;
#[cfg(test)]
mod tests;
