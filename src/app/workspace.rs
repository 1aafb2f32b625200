//! Which workspace this browser has open: the user's own or the sample. Each is a database of its own.

use crate::browser;

/// The local-storage key under which the choice is kept.
const KEY: &str = "workspace";

/// A workspace of this browser profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workspace {
    /// The user's own.
    Mine,
    /// The sample, to be looked at and thrown away as a whole.
    Sample,
}

impl Workspace {
    /// The one that is open; the user's own unless the sample was asked for.
    pub fn current() -> Self {
        match browser::remembered(KEY).as_deref() {
            Some("sample") => Self::Sample,
            _ => Self::Mine,
        }
    }

    /// The name of its database.
    pub const fn database(self) -> &'static str {
        match self {
            Self::Mine => "pilothouse",
            Self::Sample => "pilothouse-sample",
        }
    }

    /// Opens this one instead: the page starts anew on its first screen.
    pub fn switch_to(self) {
        match self {
            Self::Mine => browser::forget(KEY),
            Self::Sample => browser::remember(KEY, "sample"),
        }
        browser::start_at("/");
    }
}
