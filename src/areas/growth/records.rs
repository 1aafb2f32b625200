//! What the growth area stores.

mod ladder;

use document::{Kind, Record};

pub use ladder::{Competency, Expectation, Ladder, Promotion, Rung};

/// Every kind of record of the area.
pub const KINDS: &[&Kind] =
    &[Ladder::KIND, Rung::KIND, Competency::KIND, Expectation::KIND, Promotion::KIND];
