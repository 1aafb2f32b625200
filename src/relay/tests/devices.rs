//! Devices that sign: what the relay needs to see of an application, and nothing more. Their
//! "sealed" bytes are any bytes.

use ed25519_dalek::{Signer, SigningKey};
use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
use protocol::{
    AudienceId, AudienceName, Body, DevicePublic, DocumentTag, Envelope, EnvelopeDraft, EnvelopeKind,
    EpochId, Hash, Header, InvitationId, Membership, Operation, OperationDraft, Position, Role, Signature,
    proof_bytes,
};

/// Long after any test runs.
pub const FAR: Timestamp = Timestamp::from_millis(i64::MAX);

/// A device with its key, and how far its chain of *everyone* has got.
#[derive(Clone)]
pub struct Device {
    pub workspace: WorkspaceId,
    pub member: MemberId,
    pub id: DeviceId,
    pub key: SigningKey,
    pub last: Position,
}

impl Device {
    pub fn new(workspace: WorkspaceId, name: u8) -> Device {
        Device {
            workspace,
            member: MemberId::from_bytes([name; 16]),
            id: DeviceId::from_bytes([name ^ 0x80; 16]),
            key: SigningKey::from_bytes(&[name; 32]),
            last: Position { sequence: 0, hash: Hash::ZERO },
        }
    }

    /// A further device of the same member.
    pub fn further(&self, name: u8) -> Device {
        Device { member: self.member, ..Device::new(self.workspace, name) }
    }

    pub fn public(&self) -> DevicePublic {
        DevicePublic { id: self.id, signing: self.key.verifying_key().to_bytes(), agreement: [0; 32] }
    }

    pub fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.key.sign(bytes).to_bytes())
    }

    pub fn everyone(&self) -> AudienceId {
        AudienceName::Everyone.id(self.workspace)
    }

    /// The next envelope of the chain of *everyone*.
    pub fn writes(&mut self, ciphertext: &[u8]) -> Envelope {
        self.writes_as(EnvelopeKind::Changes, ciphertext)
    }

    pub fn writes_as(&mut self, kind: EnvelopeKind, ciphertext: &[u8]) -> Envelope {
        let envelope = self.envelope(self.everyone(), self.last, kind, ciphertext);
        self.last = Position { sequence: self.last.sequence + 1, hash: envelope.hash() };
        envelope
    }

    /// An envelope after some place of a chain.
    pub fn envelope(
        &self,
        audience: AudienceId,
        after: Position,
        kind: EnvelopeKind,
        ciphertext: &[u8],
    ) -> Envelope {
        let header = Header {
            workspace: self.workspace,
            audience,
            document: DocumentTag([5; 16]),
            epoch: EpochId { number: 1, check: [1; 16] },
            device: self.id,
            sequence: after.sequence + 1,
            previous: after.hash,
            frontier: Hash::ZERO,
            kind,
            nonce: [0; 24],
        };
        EnvelopeDraft { header, commitment: [0; 32], ciphertext: ciphertext.to_vec() }
            .sign(|bytes| self.sign(bytes))
    }

    /// Says something on top of what a membership holds.
    pub fn says(&self, membership: &mut Membership, body: Body) -> Operation {
        let at = Timestamp::from_millis(0);
        let draft = OperationDraft {
            workspace: self.workspace,
            parents: membership.heads(),
            author: self.id,
            at,
            body,
        };
        let operation = draft.sign(|bytes| self.sign(bytes));
        membership.add(operation.clone()).unwrap();
        operation
    }

    pub fn founds(&self, membership: &mut Membership) -> Operation {
        self.says(membership, Body::Found { member: self.member, device: self.public(), card: Vec::new() })
    }
}

impl Device {
    /// The body of the operation that enrols a further device without an invitation, as a recovery key.
    pub fn enrols(&self, key: &Device) -> Body {
        let bytes = proof_bytes(self.workspace, None, self.member, &key.public());
        let proof = key.sign(&bytes);
        let (member, device) = (self.member, key.public());
        Body::AddDevice { member, device, invitation: None, proof, card: Vec::new() }
    }
}

/// An invitation and its secret.
pub struct Invited {
    pub id: InvitationId,
    pub key: SigningKey,
}

impl Invited {
    pub fn new(name: u8) -> Invited {
        Invited { id: InvitationId([name; 16]), key: SigningKey::from_bytes(&[name ^ 0x55; 32]) }
    }

    /// The body of the operation that opens it.
    pub fn opens(&self, role: Option<Role>, expires: Timestamp) -> Body {
        let key = self.key.verifying_key().to_bytes();
        Body::Invite { invitation: self.id, key, role, expires, card: b"a sealed card".to_vec() }
    }

    /// The body of the operation that lets a device in by it.
    pub fn lets_in(&self, joiner: &Device, role: Role) -> Body {
        let bytes = proof_bytes(joiner.workspace, Some(self.id), joiner.member, &joiner.public());
        Body::AddMember {
            member: joiner.member,
            role,
            device: joiner.public(),
            invitation: self.id,
            proof: Signature(self.key.sign(&bytes).to_bytes()),
            card: Vec::new(),
        }
    }
}
