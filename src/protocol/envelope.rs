//! The envelope: one device's next batch of changes to one document, sealed and signed.
//!
//! What is signed and hashed is the header, the key commitment and the *digest* of the
//! ciphertext. So the ciphertext can go once a snapshot stands for it: what stays is a [`Stub`],
//! under the same hash and signature, and the device's chain can still be walked (rule E-8).

use kernel::{DeviceId, WorkspaceId};

use crate::bytes::{DecodeError, Reader, Writer};
use crate::ids::{self, AudienceId, DocumentTag, EpochId, Hash, Signature, SignatureError};
use crate::limits::MAX_CIPHERTEXT;

/// Version of the format, the first byte of an envelope and of a stub.
const VERSION: u8 = 1;
/// The second byte: what follows the commitment.
const WHOLE: u8 = 0;
const EMPTIED: u8 = 1;
/// What begins everything an envelope's signature is made over.
const DOMAIN: &str = "pilothouse envelope v1";

/// What the sealed part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnvelopeKind {
    /// Changes the device made itself.
    Changes,
    /// A whole document, standing for the envelopes it covers.
    Snapshot,
}

/// The part of an envelope that is not sealed; the sealed part is authenticated with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who may read it.
    pub audience: AudienceId,
    /// Which document it is about.
    pub document: DocumentTag,
    /// The key it is sealed under.
    pub epoch: EpochId,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place in the device's chain of this audience, from 1.
    pub sequence: u64,
    /// The hash of the envelope before it in that chain; [`Hash::ZERO`] ahead of the first.
    pub previous: Hash,
    /// Digest of the writer's frontier of this audience, before this envelope
    /// ([`crate::Frontier::digest`]).
    pub frontier: Hash,
    /// What the sealed part holds.
    pub kind: EnvelopeKind,
    /// The nonce of the sealing (XChaCha20: 24 bytes).
    pub nonce: [u8; 24],
}

impl Header {
    /// What the sealing authenticates: the version and every field.
    #[must_use]
    pub fn associated_data(&self) -> Vec<u8> {
        let mut to = Writer::in_domain("pilothouse sealed v1");
        to.u8(VERSION);
        self.write(&mut to);
        to.finish()
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            workspace: ids::read_workspace(from)?,
            audience: AudienceId::read(from)?,
            document: DocumentTag::read(from)?,
            epoch: EpochId::read(from)?,
            device: ids::read_device(from)?,
            sequence: from.u64()?,
            previous: Hash::read(from)?,
            frontier: Hash::read(from)?,
            kind: match from.u8()? {
                0 => EnvelopeKind::Changes,
                1 => EnvelopeKind::Snapshot,
                _ => return Err(DecodeError::Unknown("kind of envelope")),
            },
            nonce: from.array()?,
        })
    }

    fn write(&self, to: &mut Writer) {
        to.raw(self.workspace.as_bytes()).raw(&self.audience.0).raw(&self.document.0);
        self.epoch.write(to);
        to.raw(self.device.as_bytes()).u64(self.sequence).raw(&self.previous.0).raw(&self.frontier.0);
        to.u8(match self.kind {
            EnvelopeKind::Changes => 0,
            EnvelopeKind::Snapshot => 1,
        });
        to.raw(&self.nonce);
    }
}

/// An envelope before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeDraft {
    /// The part that is not sealed.
    pub header: Header,
    /// Commits to the key, so that a ciphertext opens under one key only.
    pub commitment: [u8; 32],
    /// The sealed part, padded; at most [`MAX_CIPHERTEXT`] bytes.
    pub ciphertext: Vec<u8>,
}

impl EnvelopeDraft {
    /// The envelope, signed by `sign` with the device's key over the bytes given to it.
    #[must_use]
    pub fn sign(self, sign: impl FnOnce(&[u8]) -> Signature) -> Envelope {
        let Self { header, commitment, ciphertext } = self;
        let content = Hash::of(&ciphertext);
        let signature = sign(&signed_bytes(&header, &commitment, &content));
        Envelope { header, commitment, ciphertext, signature }
    }
}

/// A sealed and signed batch of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The part that is not sealed.
    pub header: Header,
    /// Commits to the key.
    pub commitment: [u8; 32],
    /// The sealed part.
    pub ciphertext: Vec<u8>,
    /// The device's signature over header, commitment and the digest of the ciphertext.
    pub signature: Signature,
}

impl Envelope {
    /// The bytes that travel and are stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::new();
        to.u8(VERSION).u8(WHOLE);
        self.header.write(&mut to);
        to.raw(&self.commitment).raw(&self.signature.0).bytes(&self.ciphertext);
        to.finish()
    }

    /// Reads exactly one envelope. The signature is not checked yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match Item::decode(bytes)? {
            Item::Whole(envelope) => Ok(envelope),
            Item::Emptied(_) => Err(DecodeError::Unknown("envelope without its content")),
        }
    }

    /// Its name in the device's chain, the same as its stub's.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.stub().hash()
    }

    /// What stays when the content goes.
    #[must_use]
    pub fn stub(&self) -> Stub {
        Stub {
            header: self.header,
            commitment: self.commitment,
            content: Hash::of(&self.ciphertext),
            signature: self.signature,
        }
    }

    /// The bytes that the signature is made over.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.header, &self.commitment, &Hash::of(&self.ciphertext))
    }

    /// Whether the device with this signing key wrote it.
    pub fn verify(&self, signing: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature.verify(signing, &self.signed_bytes())
    }
}

/// An envelope without its content: enough to walk the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The envelope's header.
    pub header: Header,
    /// The envelope's commitment.
    pub commitment: [u8; 32],
    /// The digest of the ciphertext that was.
    pub content: Hash,
    /// The envelope's signature.
    pub signature: Signature,
}

impl Stub {
    /// The bytes that travel and are stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::new();
        to.u8(VERSION).u8(EMPTIED);
        self.header.write(&mut to);
        to.raw(&self.commitment).raw(&self.signature.0).raw(&self.content.0);
        to.finish()
    }

    /// The envelope's name in the device's chain.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.encode())
    }

    /// Whether the device with this signing key wrote the envelope.
    pub fn verify(&self, signing: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature.verify(signing, &signed_bytes(&self.header, &self.commitment, &self.content))
    }
}

/// One place of a chain, with or without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// The envelope.
    Whole(Envelope),
    /// What stayed of it.
    Emptied(Stub),
}

impl Item {
    /// Reads exactly one envelope or stub.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut from = Reader::new(bytes);
        from.version(VERSION)?;
        let form = from.u8()?;
        let header = Header::read(&mut from)?;
        let commitment = from.array()?;
        let signature = Signature::read(&mut from)?;
        let item = match form {
            WHOLE => {
                let ciphertext = from.bytes(MAX_CIPHERTEXT, "the ciphertext")?.to_vec();
                Self::Whole(Envelope { header, commitment, ciphertext, signature })
            }
            EMPTIED => Self::Emptied(Stub { header, commitment, content: Hash::read(&mut from)?, signature }),
            _ => return Err(DecodeError::Unknown("form of envelope")),
        };
        from.end()?;
        Ok(item)
    }

    /// The bytes that travel and are stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Whole(envelope) => envelope.encode(),
            Self::Emptied(stub) => stub.encode(),
        }
    }

    /// Whether these bytes are of a stub, as far as their beginning says.
    #[must_use]
    pub fn is_emptied(bytes: &[u8]) -> bool {
        bytes.starts_with(&[VERSION, EMPTIED])
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        match self {
            Self::Whole(envelope) => &envelope.header,
            Self::Emptied(stub) => &stub.header,
        }
    }

    /// Without its content.
    #[must_use]
    pub fn stub(&self) -> Stub {
        match self {
            Self::Whole(envelope) => envelope.stub(),
            Self::Emptied(stub) => *stub,
        }
    }

    /// Its name in the device's chain.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.stub().hash()
    }

    /// Whether the device with this signing key wrote it.
    pub fn verify(&self, signing: &[u8; 32]) -> Result<(), SignatureError> {
        self.stub().verify(signing)
    }
}

fn signed_bytes(header: &Header, commitment: &[u8; 32], content: &Hash) -> Vec<u8> {
    let mut to = Writer::in_domain(DOMAIN);
    to.u8(VERSION);
    header.write(&mut to);
    to.raw(commitment).raw(&content.0);
    to.finish()
}
