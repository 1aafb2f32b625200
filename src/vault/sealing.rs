//! Sealing a batch of changes into an envelope, and opening one.

use kernel::DeviceId;
use protocol::bytes::{Reader, Writer};
use protocol::{
    AudienceId, Covers, DecodeError, Envelope, EnvelopeDraft, EnvelopeKind, EpochId, Hash, Header,
    limits::{MAX_CIPHERTEXT, MAX_RUNS},
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead::{MessageKey, Refusal, TAG};
use crate::epoch::{EpochKeys, NoKey};
use crate::keyring::Keyring;
use crate::keys::DeviceKeys;
use crate::padding::padded_length;
use crate::secret::{Key, random_bytes};

const VERSION: u8 = 1;
/// The longest name of a document, bytes.
pub const LONGEST_NAME: usize = 256;

/// What is inside an envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// The document, by its name: `everyone/area/roster`.
    pub document: String,
    /// For a snapshot, the envelopes of the same document and audience that it stands for. None
    /// for changes.
    pub covers: Covers,
    /// Automerge's bytes: changes one after the other, or a whole document.
    pub content: Vec<u8>,
}

/// What the writer says in an envelope's header; the rest comes from the sealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Who may read it.
    pub audience: AudienceId,
    /// The audience's newest epoch, as the membership has it.
    pub epoch: EpochId,
    /// The device that writes.
    pub device: DeviceId,
    /// Its next place in its chain of this audience.
    pub sequence: u64,
    /// The hash of its envelope before.
    pub previous: Hash,
    /// Digest of its frontier of this audience.
    pub frontier: Hash,
    /// What is inside.
    pub kind: EnvelopeKind,
}

/// Why an envelope is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The epoch's key is not here.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// The content is longer than an envelope holds: 7.8 MiB.
    #[error("This is too much for one envelope.")]
    TooLong,
}

/// Why an envelope does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The epoch's key is not here (yet).
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// It is of another workspace.
    #[error("This belongs to another workspace.")]
    Workspace,
    /// Header or content were changed, or another key was used.
    #[error("This was changed on its way, or sealed with another key.")]
    Damaged,
    /// It opens, and what is inside is not what may be inside.
    #[error("What is inside this envelope cannot be read.")]
    Malformed,
    /// It opens, and what is inside is of a newer version.
    #[error("This was written by a newer version.")]
    Newer,
    /// It opens, and is about another document than its header says.
    #[error("This envelope is about another document than it says.")]
    OtherDocument,
}

/// `plain`, padded, sealed under the epoch's key and signed by the device.
///
/// # Errors
/// [`SealError`].
pub fn seal(
    keys: &DeviceKeys,
    keyring: &Keyring,
    draft: &Draft,
    plain: &Plain,
    random: &mut impl CryptoRng,
) -> Result<Envelope, SealError> {
    seal_in_version(VERSION, keys, keyring, draft, plain, random)
}

/// The same, as another version of the format says what is inside: for tests of what meets it.
///
/// # Errors
/// [`SealError`].
#[doc(hidden)]
pub fn seal_in_version(
    version: u8,
    keys: &DeviceKeys,
    keyring: &Keyring,
    draft: &Draft,
    plain: &Plain,
    random: &mut impl CryptoRng,
) -> Result<Envelope, SealError> {
    let epoch = keyring.keys(draft.audience, draft.epoch)?;
    let header = Header {
        workspace: keyring.workspace(),
        audience: draft.audience,
        document: crate::epoch::tag(&epoch.naming, &plain.document),
        epoch: draft.epoch,
        device: draft.device,
        sequence: draft.sequence,
        previous: draft.previous,
        frontier: draft.frontier,
        kind: draft.kind,
        nonce: random_bytes(random),
    };
    let mut ciphertext = plain.pad(version)?;
    let associated = header.associated_data();
    let message = message_key(epoch, &header, &associated);
    message.seal(&mut ciphertext, &associated);
    let draft = EnvelopeDraft { header, commitment: message.commitment, ciphertext };
    Ok(draft.sign(|bytes| keys.sign(bytes)))
}

/// What is inside an envelope whose signature and place have been checked.
///
/// # Errors
/// [`OpenError`]; only [`OpenError::NoKey`] may pass with time.
pub fn open(keyring: &Keyring, envelope: &Envelope) -> Result<Plain, OpenError> {
    let header = &envelope.header;
    if header.workspace != keyring.workspace() {
        return Err(OpenError::Workspace);
    }
    let epoch = keyring.keys(header.audience, header.epoch)?;
    let associated = header.associated_data();
    let padded = message_key(epoch, header, &associated)
        .open(&envelope.commitment, &envelope.ciphertext, &associated)
        .map_err(|_: Refusal| OpenError::Damaged)?;
    let plain = Plain::unpad(&padded, header.kind)?;
    if crate::epoch::tag(&epoch.naming, &plain.document) != header.document {
        return Err(OpenError::OtherDocument);
    }
    Ok(plain)
}

pub(crate) fn message_key(epoch: &EpochKeys, header: &Header, associated: &[u8]) -> MessageKey {
    MessageKey::new(&document_key(epoch, header), "pilothouse envelope v1", header.nonce, associated)
}

/// The key of one document in one epoch.
fn document_key(epoch: &EpochKeys, header: &Header) -> Key {
    epoch.key.derive(
        "pilothouse document key v1",
        &[header.workspace.as_bytes(), &header.audience.0, &header.document.0],
    )
}

impl Plain {
    /// Version, name, covered envelopes, content, and zeros up to the padded length.
    fn pad(&self, version: u8) -> Result<Vec<u8>, SealError> {
        if self.document.len() > LONGEST_NAME || self.covers.len() > MAX_RUNS {
            return Err(SealError::TooLong);
        }
        let length = 1 + 4 + self.document.len() + 4 + self.covers.len() * 32 + 4 + self.content.len();
        let padded = padded_length(length);
        if padded + TAG > MAX_CIPHERTEXT {
            return Err(SealError::TooLong);
        }
        let mut to = Writer::new();
        to.u8(version).bytes(self.document.as_bytes());
        self.covers.write(&mut to);
        to.bytes(&self.content);
        let mut bytes = to.finish();
        bytes.resize(padded_length(bytes.len()), 0);
        Ok(bytes)
    }

    fn unpad(padded: &Zeroizing<Vec<u8>>, kind: EnvelopeKind) -> Result<Self, OpenError> {
        let mut from = Reader::new(padded);
        from.version(VERSION)?;
        let document = from.text(LONGEST_NAME, "the document's name")?;
        let covers = Covers::read(&mut from)?;
        let content = from.bytes(MAX_CIPHERTEXT, "the content")?.to_vec();
        let (zeros, length) = (from.take(from.left())?, padded.len());
        // One way to pad, so that padding carries nothing.
        let is_padding = zeros.iter().all(|byte| *byte == 0) && padded_length(length - zeros.len()) == length;
        let is_kind = kind == EnvelopeKind::Snapshot || covers.is_empty();
        if is_padding && is_kind { Ok(Self { document, covers, content }) } else { Err(OpenError::Malformed) }
    }
}

impl From<DecodeError> for OpenError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Version(_) => Self::Newer,
            _ => Self::Malformed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{every_bit_changed, every_cut};
    use kernel::{DeviceId, WorkspaceId};
    use proptest::prelude::*;

    const AUDIENCE: AudienceId = AudienceId([2; 16]);
    const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);

    /// Alice's keys, her keyring with two epochs, and a draft under the newer.
    fn alice() -> (DeviceKeys, Keyring, Draft) {
        let random = &mut Random::from_seed([1; 32]);
        let keys = DeviceKeys::generate(random);
        let mut keyring = Keyring::new(WorkspaceId::from_bytes([4; 16]));
        let first = EpochKeys::fresh(None, random);
        let second = EpochKeys::fresh(Some(&first.naming), random);
        keyring.add(AUDIENCE, 1, first);
        keyring.add(AUDIENCE, 2, second);
        let draft = Draft {
            audience: AUDIENCE,
            epoch: keyring.newest(AUDIENCE).unwrap(),
            device: DEVICE,
            sequence: 7,
            previous: Hash([5; 32]),
            frontier: Hash([6; 32]),
            kind: EnvelopeKind::Changes,
        };
        (keys, keyring, draft)
    }

    fn plain() -> Plain {
        let content = b"Bob is promoted in May.".to_vec();
        Plain { document: "everyone/area/roster".to_owned(), covers: Covers::new(), content }
    }

    fn sealed() -> Envelope {
        let (keys, keyring, draft) = alice();
        seal(&keys, &keyring, &draft, &plain(), &mut Random::from_seed([9; 32])).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_who_has_the_epoch() {
        let (keys, keyring, draft) = alice();
        let envelope = sealed();
        assert_eq!(open(&keyring, &envelope), Ok(plain()));
        assert_eq!(envelope.verify(&keys.public(DEVICE).signing), Ok(()));
        assert_eq!((envelope.header.sequence, envelope.header.epoch), (7, draft.epoch));
        let decoded = Envelope::decode(&envelope.encode()).unwrap();
        assert_eq!(open(&keyring, &decoded), Ok(plain()));
    }

    #[test]
    fn the_same_words_are_never_sealed_to_the_same_bytes() {
        let (keys, keyring, draft) = alice();
        let random = &mut Random::from_seed([9; 32]);
        let first = seal(&keys, &keyring, &draft, &plain(), random).unwrap();
        let second = seal(&keys, &keyring, &draft, &plain(), random).unwrap();
        assert_ne!(first.ciphertext, second.ciphertext);
        assert_ne!(first.commitment, second.commitment);
    }

    #[test]
    fn v_9_a_word_and_a_paragraph_have_one_length() {
        let (keys, keyring, draft) = alice();
        let random = &mut Random::from_seed([9; 32]);
        let mut length = |letters: usize| {
            let plain = Plain { content: vec![b'x'; letters], ..plain() };
            seal(&keys, &keyring, &draft, &plain, random).unwrap().encode().len()
        };
        assert_eq!(length(1), length(200));
        assert_ne!(length(1), length(2_000));
    }

    #[test]
    fn a_snapshot_names_what_it_covers_and_changes_cover_nothing() {
        let (keys, keyring, draft) = alice();
        let mut covers = Covers::new();
        covers.insert_run(DEVICE, 1, 2);
        let plain = Plain { covers, ..plain() };
        let random = &mut Random::from_seed([9; 32]);
        let snapshot = Draft { kind: EnvelopeKind::Snapshot, ..draft };
        let envelope = seal(&keys, &keyring, &snapshot, &plain, random).unwrap();
        assert_eq!(open(&keyring, &envelope), Ok(plain.clone()));
        let envelope = seal(&keys, &keyring, &draft, &plain, random).unwrap();
        assert_eq!(open(&keyring, &envelope), Err(OpenError::Malformed));
    }

    #[test]
    fn what_does_not_fit_is_refused_before_it_is_sealed() {
        let (keys, keyring, draft) = alice();
        let random = &mut Random::from_seed([9; 32]);
        let mut long = Plain { content: vec![0; 8_000_000], ..plain() };
        let envelope = seal(&keys, &keyring, &draft, &long, random).unwrap();
        assert!(envelope.ciphertext.len() <= MAX_CIPHERTEXT);
        long.content = vec![0; MAX_CIPHERTEXT];
        assert_eq!(seal(&keys, &keyring, &draft, &long, random), Err(SealError::TooLong));
    }

    /// The signature finds it, and so would a member with the key if somebody could sign it.
    #[test]
    fn v_2_an_envelope_with_a_changed_bit_never_opens() {
        let (keys, keyring, _) = alice();
        let (envelope, public) = (sealed(), keys.public(DEVICE));
        let bytes = envelope.encode();
        for changed in every_bit_changed(&bytes).filter_map(|bytes| Envelope::decode(&bytes).ok()) {
            assert!(changed.verify(&public.signing).is_err());
            // Only the signature itself is not under the seal.
            assert!(changed.signature != envelope.signature || open(&keyring, &changed).is_err());
        }
        assert!(every_cut(&bytes).all(|cut| Envelope::decode(cut).is_err()));
    }

    proptest! {
        #[test]
        fn noise_never_opens(noise: Vec<u8>, commitment: [u8; 32]) {
            let (_, keyring, _) = alice();
            let envelope = Envelope { ciphertext: noise, commitment, ..sealed() };
            prop_assert_eq!(open(&keyring, &envelope), Err(OpenError::Damaged));
        }
    }
}
