//! One operation of the membership log: who says what, on top of which others.

mod body;

use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};

pub use body::{Body, Grant, Known, Role};

use crate::bytes::{DecodeError, Reader, Writer};
use crate::ids::{self, DevicePublic, Hash, InvitationId, Signature, SignatureError};
use crate::limits::{MAX_OPERATION, MAX_PARENTS};

/// Version of the format, the first byte of an operation.
const VERSION: u8 = 1;
/// What begins everything an operation's signature is made over.
const DOMAIN: &str = "pilothouse operation v1";

/// An operation before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationDraft {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Hashes of the operations it builds on, ascending; none for the founding.
    pub parents: Vec<Hash>,
    /// The device that says it.
    pub author: DeviceId,
    /// When, by the author's clock. For people only: no rule reads it.
    pub at: Timestamp,
    /// What.
    pub body: Body,
}

impl OperationDraft {
    /// The operation, signed by `sign` with the author's key over the bytes given to it.
    #[must_use]
    pub fn sign(mut self, sign: impl FnOnce(&[u8]) -> Signature) -> Operation {
        self.parents.sort_unstable();
        self.parents.dedup();
        self.body.put_in_order();
        let signature = sign(&self.signed_bytes());
        Operation { draft: self, signature }
    }

    fn signed_bytes(&self) -> Vec<u8> {
        let mut to = Writer::in_domain(DOMAIN);
        self.write(&mut to);
        to.finish()
    }

    fn write(&self, to: &mut Writer) {
        to.u8(VERSION).raw(self.workspace.as_bytes());
        to.list(&self.parents, |to, parent| {
            to.raw(&parent.0);
        });
        to.raw(self.author.as_bytes()).i64(self.at.millis());
        self.body.write(to);
    }
}

/// A signed operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    draft: OperationDraft,
    /// The author's signature.
    pub signature: Signature,
}

impl std::ops::Deref for Operation {
    type Target = OperationDraft;
    fn deref(&self) -> &OperationDraft {
        &self.draft
    }
}

impl Operation {
    /// The bytes that travel and are stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::new();
        self.draft.write(&mut to);
        to.raw(&self.signature.0);
        to.finish()
    }

    /// Reads exactly one operation. The signature is not checked yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_OPERATION {
            return Err(DecodeError::TooLong("an operation"));
        }
        let mut from = Reader::new(bytes);
        from.version(VERSION)?;
        let draft = OperationDraft {
            workspace: ids::read_workspace(&mut from)?,
            parents: from.ordered(MAX_PARENTS, "parents", Hash::read, |parent| *parent)?,
            author: ids::read_device(&mut from)?,
            at: Timestamp::from_millis(from.i64()?),
            body: Body::read(&mut from)?,
        };
        let operation = Self { draft, signature: Signature::read(&mut from)? };
        from.end()?;
        Ok(operation)
    }

    /// Its name: the digest of its bytes.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.encode())
    }

    /// The bytes that the signature is made over.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        self.draft.signed_bytes()
    }

    /// Whether the device with this signing key said it.
    pub fn verify(&self, signing: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature.verify(signing, &self.signed_bytes())
    }
}

/// What a joiner signs to show that they hold an invitation's secret: that this device of this
/// member joins by it. A device that is enrolled without an invitation (a printed recovery key)
/// signs the same with its own key.
#[must_use]
pub fn proof_bytes(
    workspace: WorkspaceId,
    invitation: Option<InvitationId>,
    member: MemberId,
    device: &DevicePublic,
) -> Vec<u8> {
    let mut to = Writer::in_domain("pilothouse join proof v1");
    to.raw(workspace.as_bytes());
    to.option(invitation, |to, invitation| {
        to.raw(&invitation.0);
    });
    to.raw(member.as_bytes());
    device.write(&mut to);
    to.finish()
}
