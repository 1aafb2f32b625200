//! The plain values a field can hold, between the CRDT and everything else.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What one field of one record holds.
///
/// The variant decides how the CRDT keeps it, so the engine needs no schema and carries
/// fields it has never heard of: [`Value::Prose`] is co-written text, [`Value::Set`] a map
/// keyed by member, everything else a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// An instant.
    Instant(Timestamp),
    /// A short text kept as a register: names, states, dates (`2026-11-22`), record ids.
    Line(String),
    /// Text that people write together; concurrent edits merge letter by letter.
    Prose(String),
    /// A set of short texts; concurrent additions and removals merge member by member.
    Set(BTreeSet<String>),
}

impl Value {
    /// The text of a line or of prose.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Line(text) | Self::Prose(text) => Some(text),
            _ => None,
        }
    }

    /// The value, or `None` when it is empty text to write together or an empty set: those are
    /// stored, and shown, as absent.
    #[must_use]
    pub fn filled(self) -> Option<Self> {
        match &self {
            Self::Prose(text) if text.is_empty() => None,
            Self::Set(members) if members.is_empty() => None,
            _ => Some(self),
        }
    }

    /// The value as people read it in a plain file: ISO dates, members joined by `; `.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Instant(instant) => instant.iso(),
            Self::Line(text) | Self::Prose(text) => text.clone(),
            Self::Set(members) => members.iter().map(String::as_str).collect::<Vec<_>>().join("; "),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Line(text.to_owned())
    }
}
