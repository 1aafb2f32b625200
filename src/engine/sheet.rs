//! The text of a recovery key on its way between a page and the engine.

use serde::{Deserialize, Serialize};

/// The text of a recovery key: whoever has it can read and write everything its member can.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetText(String);

impl SheetText {
    /// The text as it is printed, or as somebody typed it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Drop for SheetText {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl std::fmt::Debug for SheetText {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("SheetText")
    }
}
