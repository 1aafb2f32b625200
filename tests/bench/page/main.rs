//! The page of the browser benchmark: a page of the product without screens.
//!
//! Its mirror, its line to the worker, the reading of the projection and, in the worker, the engine and the storage
//! are the product's own, put together as `src/app/main.rs` does it; the worker's program is the very file that users
//! download. What a harness calls is [`Workspace`], through `pilothouse.js` beside this file.

mod workspace;

pub use workspace::Workspace;

fn main() {}
