//! Why this device takes no part in a workspace that is shared: what it has is shown, nothing is changed or exchanged.

use kernel::Problem;

use crate::message::Standing;

/// Why it takes no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Its keys are gone, or what says how it takes part is (Y-72).
    Keyless,
    /// A newer version has written how it takes part (Y-73).
    Newer,
}

impl Broken {
    /// In words for the user.
    pub fn problem(self) -> Problem {
        match self {
            Self::Keyless => Problem::new(
                "This browser has lost this device’s keys for the shared workspace, so nothing can be changed or exchanged here.",
                "Everything stays readable. Make a backup, and come back as a new device.",
            ),
            Self::Newer => Problem::new(
                "A newer version of Pilothouse has written here how this device shares, so nothing can be changed or exchanged with this one.",
                "Everything stays readable, and nothing is lost. Reload to get the newer version.",
            ),
        }
    }

    /// As pages are told.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Keyless => Standing::Keyless,
            Self::Newer => Standing::Newer,
        }
    }
}
