//! What two sides of a link say to each other: one protocol for relay, peer, tab and file.

mod codec;

use kernel::{DeviceId, WorkspaceId};

use crate::bytes::Writer;
use crate::covers::Covers;
use crate::frontier::{Frontier, Missing};
use crate::ids::{AudienceId, Hash, InvitationId, Signature};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A device of a member (or, until the workspace is made, of its founder).
    Device(DeviceId),
    /// The bearer of an invitation, who may only ask to join.
    Invited(InvitationId),
}

/// What a side that serves allows, said in its welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes of operations and envelopes may be sent before more credit comes.
    pub credit: u32,
    /// The longest message taken, bytes.
    pub frame: u32,
    /// How many bytes the workspace holds.
    pub stored: u64,
    /// How many it may hold; `u64::MAX` for no limit.
    pub quota: u64,
}

/// Why something was refused. The text beside it is for people, this is for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Another version of the messages; the page should be reloaded.
    Version,
    /// Bytes that do not decode, or a message out of turn.
    Malformed,
    /// Longer than is taken.
    TooLong,
    /// The workspace does not exist there; it can be made with [`Message::Create`].
    UnknownWorkspace,
    /// No workspaces are made here (any more).
    CreationClosed,
    /// Making a workspace needs a token, or another one.
    TokenNeeded,
    /// Not a device of this workspace, or a wrong signature.
    Stranger,
    /// A device that was removed.
    Removed,
    /// An invitation that is unknown, used, revoked or expired.
    Invitation,
    /// A device may not do that: a viewer's writing, or an audience it is not in.
    NotAllowed,
    /// The signature is not the device's.
    Signature,
    /// Not the next of its chain: what it builds on is missing.
    Gap,
    /// Another envelope already stands at this place of the chain.
    Fork,
    /// An operation that the membership does not admit.
    Operation,
    /// The workspace's quota is full.
    Quota,
    /// Too much in too short a time; later again.
    TooFast,
    /// Too many connections.
    Busy,
    /// The other side stops; come back.
    GoingAway,
    /// The same device connected again; the older link is closed.
    Replaced,
    /// The other side's own trouble, such as its disk.
    Trouble,
}

/// One message. Each is one binary frame, at most [`crate::limits::MAX_FRAME`] bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// First: who wants to speak about which workspace.
    Hello {
        /// [`crate::limits::VERSION`].
        version: u16,
        /// Which workspace.
        workspace: WorkspaceId,
        /// Who.
        party: Party,
    },
    /// Prove it: sign these bytes.
    Challenge {
        /// Fresh random bytes.
        nonce: [u8; 32],
    },
    /// The proof: [`session_bytes`] signed with the device's key or the invitation's.
    Proof {
        /// The signature.
        signature: Signature,
    },
    /// Makes the workspace at the relay; answers [`Reason::UnknownWorkspace`].
    Create {
        /// What the relay's owner gave out, where it asks for one.
        token: Option<String>,
        /// The founding operation.
        found: Vec<u8>,
    },
    /// The session is open.
    Welcome(Limits),
    /// The session is not opened, or ends.
    Refused {
        /// Why.
        reason: Reason,
        /// The same for people.
        text: String,
    },
    /// One operation or envelope was not taken; the session goes on.
    Rejected {
        /// Its hash.
        item: Hash,
        /// Why.
        reason: Reason,
        /// The same for people.
        text: String,
    },
    /// What the sender has. The other sends what is lacking.
    Have {
        /// Heads of the membership log.
        operations: Vec<Hash>,
        /// How far every chain is held.
        frontier: Frontier,
    },
    /// Operations, parents before children.
    Operations(Vec<Vec<u8>>),
    /// Envelopes and stubs, each chain in its order.
    Envelopes(Vec<Vec<u8>>),
    /// What the sender's disk holds by now, for good: the acknowledgement.
    Durable {
        /// Operations it has taken.
        operations: Vec<Hash>,
        /// Chains it holds, as far as they changed.
        frontier: Frontier,
    },
    /// How many more bytes of operations and envelopes may be sent.
    Credit(u32),
    /// The sender has loaded this snapshot and found it to stand for these envelopes. When a
    /// second device says so, or a grace time has passed, their content may go.
    Covered {
        /// The audience of all of them.
        audience: AudienceId,
        /// Whose snapshot, at which place of the chain.
        snapshot: (DeviceId, u64),
        /// The envelopes.
        envelopes: Covers,
    },
    /// To the bearer of an invitation: the operation that opened it.
    Invitation {
        /// The encoded operation.
        operation: Vec<u8>,
    },
    /// Asks to be let in; kept for the members until one answers.
    Join {
        /// By which invitation.
        invitation: InvitationId,
        /// Keys and card of the joiner, sealed under a key of the link's secret.
        request: Vec<u8>,
    },
    /// To the bearer: somebody has let them in, or closed the invitation.
    Answer {
        /// Which invitation.
        invitation: InvitationId,
        /// Whether they are in.
        accepted: bool,
    },
    /// From the relay: which other devices are connected now, ascending.
    Present(Vec<DeviceId>),
    /// Passed on at once to those connected, not kept, never acknowledged.
    Signal {
        /// To one device, or to all others.
        to: Option<DeviceId>,
        /// From which.
        from: DeviceId,
        /// Sealed.
        sealed: Vec<u8>,
    },
    /// From the relay: stretches of chains of which it has only links without contents. Who has these hands them in.
    Wanted(Vec<Missing>),
    /// Are you there?
    Ping(u64),
    /// I am: the number of the ping.
    Pong(u64),
}

/// What [`Message::Proof`] signs. `binding` says over which channel, so that a proof made for
/// one cannot be used in another: `b"relay"`, or what both ends of a peer's channel know of it.
#[must_use]
pub fn session_bytes(workspace: WorkspaceId, party: Party, nonce: &[u8; 32], binding: &[u8]) -> Vec<u8> {
    let mut to = Writer::in_domain("pilothouse session v1");
    to.raw(workspace.as_bytes());
    codec::write_party(&mut to, party);
    to.raw(nonce).bytes(binding);
    to.finish()
}
