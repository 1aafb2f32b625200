//! What a relay keeps, behind one port.
//!
//! [`LogStore`] is what the rest of the relay knows. [`redb`](self::RedbStore) keeps everything in
//! one file; whatever else keeps it has to pass the same suite (`store/contract.rs`).

mod committer;
#[cfg(test)]
mod contract;
mod redb;

use std::path::Path;

use kernel::{DeviceId, Timestamp, WorkspaceId};
use protocol::{AudienceId, DocumentTag, Frontier, Hash, InvitationId, Position};

pub use self::redb::RedbStore;
pub use committer::{Committer, Ticket};

/// Why something could not be kept or read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The disk, or what is on it. The text is for the operator's log.
    #[error("the store failed: {0}")]
    Failed(String),
    /// An envelope that is not the next of its chain: the caller's picture is not what is kept.
    #[error("an envelope is not the next of its chain")]
    OutOfOrder,
    /// A workspace that is not kept, or is made twice.
    #[error("the workspace is not there, or there already")]
    Workspace,
}

/// One chain of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain {
    /// The audience.
    pub audience: AudienceId,
    /// Whose.
    pub device: DeviceId,
}

/// A stretch of a chain that came without contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hollow {
    /// Its first place.
    pub from: u64,
    /// The hash of what stands before that; [`Hash::ZERO`] at the beginning of the chain.
    pub before: Hash,
    /// The hash of what stands at its last place.
    pub hash: Hash,
    /// Whether its writer itself says that it has no contents for it.
    pub is_word: bool,
}

/// Since when a snapshot is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Of which document.
    pub document: DocumentTag,
    /// When it came, by the relay's clock.
    pub at: Timestamp,
    /// How far the chains of its audience were here then.
    pub before: Vec<(DeviceId, u64)>,
}

/// One thing to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Makes a workspace.
    Workspace,
    /// Keeps an operation.
    Operation {
        /// Its hash.
        hash: Hash,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Keeps a stub that stands for its own place and for those before it that are not kept.
    Stub {
        /// Which chain.
        chain: Chain,
        /// Its place in it, somewhere after what is kept, and its hash.
        position: Position,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Keeps an envelope or stub as the next of its chain.
    Envelope {
        /// Which chain.
        chain: Chain,
        /// Its place in it and its hash.
        position: Position,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Puts an envelope or stub at a place that its chain is past, whatever stood there.
    Fill {
        /// Which chain.
        chain: Chain,
        /// Which place.
        sequence: u64,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Keeps that a stretch of a chain is hollow, or from where on; or that it is not any more.
    Hollow {
        /// Which chain.
        chain: Chain,
        /// The last place of the stretch.
        to: u64,
        /// The rest; `None`: it is not hollow any more.
        hollow: Option<Hollow>,
    },
    /// Keeps since when a snapshot is here, until it is emptied.
    Arrived {
        /// Which chain.
        chain: Chain,
        /// Its place in it.
        sequence: u64,
        /// Since when.
        arrived: Arrived,
    },
    /// Puts a stub in the place of an envelope that is kept.
    Empty {
        /// Which chain.
        chain: Chain,
        /// Which place.
        sequence: u64,
        /// The stub's bytes.
        stub: Vec<u8>,
    },
    /// Keeps that nothing has contents any more of a document that was erased.
    Erased {
        /// Its audience.
        audience: AudienceId,
        /// The document.
        document: DocumentTag,
    },
    /// Keeps a request to join, until it is answered.
    Request {
        /// By which invitation.
        invitation: InvitationId,
        /// What the joiner sent.
        request: Vec<u8>,
    },
    /// Forgets the requests by an invitation.
    Answered {
        /// Which.
        invitation: InvitationId,
    },
}

/// A workspace as it is kept, its envelopes aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Its operations, in no particular order.
    pub operations: Vec<Vec<u8>>,
    /// How far every chain is kept.
    pub frontier: Frontier,
    /// How many bytes its operations and envelopes take.
    pub bytes: u64,
    /// Requests to join that were not answered.
    pub requests: Vec<(InvitationId, Vec<u8>)>,
    /// Stretches of chains that are hollow, each with its last place.
    pub hollow: Vec<(Chain, u64, Hollow)>,
    /// Since when snapshots are here.
    pub arrived: Vec<(Chain, u64, Arrived)>,
    /// Documents that were erased and of which nothing has contents any more.
    pub erased: Vec<(AudienceId, DocumentTag)>,
}

/// Keeps workspaces. Calls block; they are made from threads that may.
pub trait LogStore: Send + Sync + 'static {
    /// How many workspaces are kept.
    fn workspaces(&self) -> Result<u64, StoreError>;

    /// A workspace; `None` when it is not kept.
    fn load(&self, workspace: WorkspaceId) -> Result<Option<Kept>, StoreError>;

    /// Keeps all of these or none. When it returns, they survive anything that leaves the disk
    /// whole: the power failing, the process being killed.
    fn commit(&self, writes: &[(WorkspaceId, Write)]) -> Result<(), StoreError>;

    /// Envelopes of a chain, from a sequence number on, up to `last` or until they come to
    /// `budget` bytes (at least one, where there is one), in order, each with its number. Numbers
    /// are left out only where the next is that of a stub.
    fn envelopes(
        &self,
        workspace: WorkspaceId,
        chain: Chain,
        from: u64,
        last: u64,
        budget: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError>;

    /// Copies everything as of one moment into a new file, while writing goes on.
    fn back_up(&self, to: &Path) -> Result<(), StoreError>;
}
