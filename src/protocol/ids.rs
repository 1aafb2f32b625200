//! Small fixed-size values: hashes, signatures, the names of audiences, epochs and documents.

use std::fmt;

use ed25519_dalek::VerifyingKey;
use kernel::{DeviceId, MemberId, RecordId, WorkspaceId};
use sha2::{Digest, Sha256};

use crate::bytes::{DecodeError, Reader, Writer};

macro_rules! fixed {
    ($(#[doc = $doc:literal])+ $name:ident, $length:literal) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// Reads the value from its place.
            pub fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                from.array().map(Self)
            }

            /// Lower-case hexadecimal digits, two a byte.
            #[must_use]
            pub fn hex(&self) -> String {
                self.0.iter().map(|byte| format!("{byte:02x}")).collect()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.hex())
            }
        }
    };
}

fixed! {
    /// A SHA-256 digest.
    Hash, 32
}
fixed! {
    /// An Ed25519 signature (RFC 8032).
    Signature, 64
}
fixed! {
    /// Names an audience of a workspace without saying which it is.
    AudienceId, 16
}
fixed! {
    /// Names a document without saying which it is; made by the vault under a secret key.
    DocumentTag, 16
}
fixed! {
    /// Names an invitation; random.
    InvitationId, 16
}

impl Hash {
    /// Stands where there is nothing before, such as ahead of a chain's first envelope.
    pub const ZERO: Self = Self([0; 32]);

    /// The SHA-256 digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// A signature that does not belong to the key and the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not of this key over these bytes")]
pub struct SignatureError;

impl Signature {
    /// Whether this is the signature of `key` over `bytes`. Strict (rule E-4): weak keys and
    /// non-canonical signatures are refused.
    pub fn verify(&self, key: &[u8; 32], bytes: &[u8]) -> Result<(), SignatureError> {
        let key = VerifyingKey::from_bytes(key).map_err(|_| SignatureError)?;
        key.verify_strict(bytes, &ed25519_dalek::Signature::from_bytes(&self.0)).map_err(|_| SignatureError)
    }
}

/// Who may read: the name behind an [`AudienceId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AudienceName {
    /// All members of the workspace.
    Everyone,
    /// One member, on all their devices.
    Only(MemberId),
    /// The members of a circle, named by the record that describes it.
    Circle(RecordId),
}

impl AudienceName {
    /// The name as document keys write it: `everyone`, `only-<member>`, `circle-<record>`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Everyone => "everyone".to_owned(),
            Self::Only(member) => format!("only-{member}"),
            Self::Circle(circle) => format!("circle-{circle}"),
        }
    }

    /// The audience of this name in a workspace.
    #[must_use]
    pub fn id(&self, workspace: WorkspaceId) -> AudienceId {
        AudienceId::of(workspace, &self.text())
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match from.u8()? {
            0 => Self::Everyone,
            1 => Self::Only(read_member(from)?),
            2 => Self::Circle(read_record(from)?),
            _ => return Err(DecodeError::Unknown("audience")),
        })
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        match self {
            Self::Everyone => to.u8(0),
            Self::Only(member) => to.u8(1).raw(member.as_bytes()),
            Self::Circle(circle) => to.u8(2).raw(circle.as_bytes()),
        };
    }
}

impl AudienceId {
    /// The first 16 bytes of SHA-256 over `"pilothouse audience v1"`, the workspace and the name.
    #[must_use]
    pub fn of(workspace: WorkspaceId, name: &str) -> Self {
        let mut bytes = Writer::in_domain("pilothouse audience v1");
        bytes.raw(workspace.as_bytes()).bytes(name.as_bytes());
        let Hash(digest) = Hash::of(&bytes.finish());
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }
}

/// Names one generation of an audience's key. Two devices that rotate at the same time make two
/// epochs of one number, so the key's own check value is part of the name; the higher number is
/// newer, and among equals the greater check value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochId {
    /// The generation, from 1.
    pub number: u32,
    /// Made from the epoch's key by the vault, one-way; a key that does not match is refused.
    pub check: [u8; 16],
}

impl EpochId {
    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { number: from.u32()?, check: from.array()? })
    }

    /// Writes the epoch's 20 bytes.
    pub fn write(&self, to: &mut Writer) {
        to.u32(self.number).raw(&self.check);
    }
}

/// What everybody may know of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DevicePublic {
    /// Its id, which is also its Automerge actor.
    pub id: DeviceId,
    /// Ed25519 key that its signatures are verified with.
    pub signing: [u8; 32],
    /// X25519 key that grants are sealed to.
    pub agreement: [u8; 32],
}

impl DevicePublic {
    /// Reads the 80 bytes of a device.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: read_device(from)?, signing: from.array()?, agreement: from.array()? })
    }

    /// Writes the 80 bytes of a device.
    pub fn write(&self, to: &mut Writer) {
        to.raw(self.id.as_bytes()).raw(&self.signing).raw(&self.agreement);
    }
}

pub(crate) fn read_device(from: &mut Reader<'_>) -> Result<DeviceId, DecodeError> {
    from.array().map(DeviceId::from_bytes)
}

pub(crate) fn read_member(from: &mut Reader<'_>) -> Result<MemberId, DecodeError> {
    from.array().map(MemberId::from_bytes)
}

pub(crate) fn read_workspace(from: &mut Reader<'_>) -> Result<WorkspaceId, DecodeError> {
    from.array().map(WorkspaceId::from_bytes)
}

pub(crate) fn read_record(from: &mut Reader<'_>) -> Result<RecordId, DecodeError> {
    from.array().map(RecordId::from_bytes)
}
