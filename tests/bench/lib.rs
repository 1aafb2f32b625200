//! The workload that everything is measured on, W(n), and what the measurements stand on.
//!
//! W(n) is n records in fixed proportions and sizes: 1 % people, 40 % 1:1s, 20 % feedback, 20 %
//! actions, and 19 % of kinds the product does not have as such (incidents, initiatives,
//! candidates), which stand here as concerns. Each has a title of 20 to 70 letters and a text of 80
//! to 400 that is written together. [`Source`] is one of them as plain data, which systems of other
//! makes can be given as well; [`Source::create`] makes it a record of ours.

#[cfg(feature = "disk")]
mod disk;
mod mapping;
mod source;

#[cfg(feature = "disk")]
pub use disk::{Disk, Stored};
pub use mapping::{UnknownId, record_id, source_id};
pub use source::{Source, workload};
