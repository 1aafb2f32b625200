//! Day or night: as the system has it, or as the user says. `public/theme.js` applies the choice before
//! anything is drawn; here it is read and changed.

use crate::browser;

/// The local-storage key of the choice; `public/theme.js` reads the same.
const KEY: &str = "theme";

/// The user's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Night at the wheel.
    Dark,
}

impl Theme {
    /// All choices, in the order shown.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the screen says.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme a stored word means; the system's for any other word.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    /// The present choice.
    pub fn current() -> Self {
        browser::remembered(KEY).map_or(Self::System, |word| Self::of(&word))
    }

    /// Chooses it, shows it at once and remembers it.
    pub fn choose(self) {
        let Some(root) = leptos::prelude::document().document_element() else { return };
        if self == Self::System {
            browser::forget(KEY);
            let _ = root.remove_attribute("data-theme");
        } else {
            browser::remember(KEY, self.word());
            let _ = root.set_attribute("data-theme", self.word());
        }
    }
}
