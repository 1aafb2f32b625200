//! Which workspace this browser has open. Each is a database of its own, with records and keys of its own.

use kernel::WorkspaceId;

use crate::browser;

/// The local-storage key under which the choice is kept.
const KEY: &str = "workspace";

/// A workspace of this browser profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workspace {
    /// The user's first one: it is there from the start.
    Mine,
    /// The sample, to be looked at and thrown away as a whole.
    Sample,
    /// One more, begun or joined: the name of its database.
    Further(WorkspaceId),
}

impl Workspace {
    /// The one that is open; the user's first unless another was asked for.
    pub fn current() -> Self {
        browser::remembered(KEY).and_then(|word| Self::of(&word)).unwrap_or(Self::Mine)
    }

    /// The name of its database.
    pub fn database(self) -> String {
        match self {
            Self::Mine => "pilothouse".to_owned(),
            Self::Sample => "pilothouse-sample".to_owned(),
            Self::Further(id) => format!("pilothouse-{id}"),
        }
    }

    /// The word that stands for it in what this browser remembers.
    pub fn word(self) -> String {
        match self {
            Self::Mine => "mine".to_owned(),
            Self::Sample => "sample".to_owned(),
            Self::Further(id) => id.to_string(),
        }
    }

    /// The workspace that `word` stands for.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "mine" => Some(Self::Mine),
            "sample" => Some(Self::Sample),
            _ => word.parse().ok().map(Self::Further),
        }
    }

    /// Opens this one instead: the page starts anew on its first screen.
    pub fn switch_to(self) {
        self.switch_to_page("/");
    }

    /// Opens this one instead: the page starts anew at `path`.
    pub fn switch_to_page(self, path: &str) {
        match self {
            Self::Mine => browser::forget(KEY),
            Self::Sample | Self::Further(_) => browser::remember(KEY, &self.word()),
        }
        browser::start_at(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_workspace_has_a_word_and_a_database_of_its_own() {
        let further = Workspace::Further(WorkspaceId::from_bytes([7; 16]));
        for workspace in [Workspace::Mine, Workspace::Sample, further] {
            assert_eq!(Workspace::of(&workspace.word()), Some(workspace));
        }
        assert_eq!(further.database(), "pilothouse-07070707-0707-0707-0707-070707070707");
        assert_eq!(Workspace::of("nonsense"), None);
    }
}
