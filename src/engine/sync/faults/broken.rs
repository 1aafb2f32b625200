//! Why this device takes no part in a workspace that is shared: what it has is shown, nothing is changed or exchanged.

use kernel::Problem;

use crate::{
    Replica,
    message::{LinkId, Standing},
};

/// Why it takes no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Its keys are gone, or what says how it takes part is (Y-72).
    Keyless,
    /// A newer version has written how it takes part (Y-73).
    Newer,
    /// The log on its disk has a hole: until others have filled it, nobody knows what it may do (S-28).
    Torn,
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
            Self::Torn => Problem::new(
                "The list of who belongs to the workspace is damaged on this disk, so nothing can be changed here yet.",
                "It comes back from the relay or from another device as soon as one is connected.",
            ),
        }
    }

    /// As pages are told.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Keyless => Standing::Keyless,
            Self::Newer => Standing::Newer,
            Self::Torn => Standing::Torn,
        }
    }
}

impl Replica {
    /// Why this device takes no part, if it does not.
    pub(in crate::sync) fn broken(&self) -> Option<Broken> {
        self.sync.broken.or_else(|| self.is_torn().then_some(Broken::Torn))
    }

    /// Whether the log has a hole: something that it should hold is not there, or it does not know this
    /// device although it was let in. Unlike the others this passes: the log on others' disks is whole, and
    /// they send what is missing.
    pub(in crate::sync) fn is_torn(&self) -> bool {
        let (Some(identity), Some(shared)) = (&self.identity, &self.sync.shared) else { return false };
        let is_in = self.sync.joining.is_none() && self.sync.recovering.is_none();
        is_in
            && (!shared.hole.is_empty() || !shared.membership.view().devices().contains_key(&identity.device))
    }

    /// The log has grown, or the other end of a link has said what it has of it. When all of that is here,
    /// what is missing still is nowhere to be had, and nobody waits for it.
    pub(in crate::sync) fn maybe_whole(&mut self, id: LinkId) {
        let Some(shared) = &mut self.sync.shared else { return };
        if shared.hole.is_empty() {
            return;
        }
        let Some(link) = self.sync.links.get(&id) else { return };
        let membership = &shared.membership;
        let has_all = !link.heads.is_empty() && link.heads.iter().all(|hash| membership.contains(hash));
        shared.hole.retain(|hash| !has_all && !membership.contains(hash));
        if shared.hole.is_empty() {
            self.log_grew();
        }
    }
}
