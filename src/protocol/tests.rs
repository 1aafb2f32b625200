//! The numbered rules of README.md, each named by a test.

mod arrivals;
mod audiences;
mod decoding;
mod envelopes;
mod erasing;
mod fixtures;
mod hidden;
mod joining;
mod names;
mod removals;
