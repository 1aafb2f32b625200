//! What went wrong, in words a user can act on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One fault: what happened, where, and the way out.
///
/// Everything that may reach a screen is a `Problem`; it never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What happened, as one sentence.
    pub what: String,
    /// Where: a file, a row and column, a document. Empty when the place is plain.
    pub place: String,
    /// What the user can do now. Empty when there is nothing to do.
    pub way_out: String,
}

impl Problem {
    /// A problem with a way out; add the place with [`Problem::at`].
    #[must_use]
    pub fn new(what: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self { what: what.into(), place: String::new(), way_out: way_out.into() }
    }

    /// The same problem, with its place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.what)?;
        if !self.way_out.is_empty() {
            write!(f, " {}", self.way_out)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
