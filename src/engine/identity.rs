//! Who this replica is: made once, kept in `Meta`, never made again over rows that cannot be read.

use kernel::{DeviceId, MemberId, Problem, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};

use crate::{
    codec,
    message::{Adoption, Origin, Welcome},
};

/// The key of the identity in `Meta`.
pub(crate) const KEY: &str = "identity";

/// How many random bytes a new identity needs.
pub(crate) const BYTES: usize = 30;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub workspace: WorkspaceId,
    pub member: MemberId,
    pub device: DeviceId,
}

impl Identity {
    /// A new workspace with its first member on its first device.
    pub fn new(now: Timestamp, random: &[u8; BYTES]) -> Self {
        let ten = |at: usize| std::array::from_fn(|index| random[at + index]);
        Self {
            workspace: WorkspaceId::new(now, ten(0)),
            member: MemberId::new(now, ten(10)),
            device: DeviceId::new(now, ten(20)),
        }
    }

    /// This identity with what was adopted of `origin`, on a device that was never one before:
    /// the backup may hold changes of this very device from before its disk was put back.
    pub fn adopt(&self, adoption: Adoption, origin: Origin, now: Timestamp, random: &[u8; BYTES]) -> Self {
        let ten = std::array::from_fn(|index| random[index]);
        let workspace = if adoption == Adoption::Workspace { origin.workspace } else { self.workspace };
        Self { workspace, member: origin.member, device: DeviceId::new(now, ten) }
    }

    /// The identity in a stored value.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        codec::read(codec::VERSION, bytes).ok_or_else(|| {
            if codec::is_newer(bytes) {
                return Problem::new(
                    "The data in this browser were written by a newer Pilothouse.",
                    "Reload the page; nothing was changed.",
                );
            }
            Problem::new(
                "The workspace's identity in this browser cannot be read.",
                "Nothing was changed. Restore a backup into a new browser profile.",
            )
        })
    }

    /// The value to store.
    pub fn write(&self) -> Vec<u8> {
        codec::write(codec::VERSION, self)
    }

    pub fn welcome(&self) -> Welcome {
        Welcome { workspace: self.workspace, member: self.member, device: self.device }
    }
}
