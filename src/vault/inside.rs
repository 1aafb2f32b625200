//! Any bytes, sealed where the product seals only its own: who holds the keys can put whatever they like
//! inside, so what reads it is fuzzed like everything else (`tests/fuzz`). Only with feature `inside`,
//! which nothing that is shipped asks for.

use kernel::{DeviceId, MemberId, WorkspaceId};
use protocol::{Envelope, EnvelopeDraft, EpochId, Header, bytes::Writer};
use rand_core::CryptoRng;

use crate::{
    DeviceKeys, Draft, InvitationSecret, Keyring, NoKey,
    aead::seal_box,
    note::{about_name, seal_note},
    padding::{pad, padded_length},
    sealing::message_key,
    secret::random_bytes,
};

/// An envelope with these bytes inside, padded with zeros, about a document of this name.
///
/// # Errors
/// [`NoKey`] when the epoch's key is not here.
pub fn envelope(
    keys: &DeviceKeys,
    keyring: &Keyring,
    draft: &Draft,
    document: &str,
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Envelope, NoKey> {
    let epoch = keyring.keys(draft.audience, draft.epoch)?;
    let Draft { audience, epoch: named, device, sequence, previous, frontier, kind } = *draft;
    let header = Header {
        workspace: keyring.workspace(),
        audience,
        document: crate::epoch::tag(&epoch.naming, document),
        epoch: named,
        device,
        sequence,
        previous,
        frontier,
        kind,
        nonce: random_bytes(random),
    };
    let mut ciphertext = inside.to_vec();
    ciphertext.resize(padded_length(inside.len()), 0);
    let associated = header.associated_data();
    let message = message_key(epoch, &header, &associated);
    message.seal(&mut ciphertext, &associated);
    let draft = EnvelopeDraft { header, commitment: message.commitment, ciphertext };
    Ok(draft.sign(|bytes| keys.sign(bytes)))
}

/// A card with these bytes inside.
///
/// # Errors
/// [`NoKey`] when the epoch's key is not here.
pub fn card(
    keyring: &Keyring,
    epoch: EpochId,
    (member, device): (MemberId, DeviceId),
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, NoKey> {
    note(keyring, epoch, &crate::Card::about(member, device), inside, random)
}

/// A name with these bytes inside.
///
/// # Errors
/// [`NoKey`] when the epoch's key is not here.
pub fn name(
    keyring: &Keyring,
    epoch: EpochId,
    (member, device): (MemberId, Option<DeviceId>),
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, NoKey> {
    note(keyring, epoch, &about_name(member, device), inside, random)
}

/// The card of an invitation to a workspace, with these bytes inside the part for who has its link.
pub fn offer(
    secret: &InvitationSecret,
    workspace: WorkspaceId,
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    let about = crate::join::about(workspace, secret.id());
    let purpose = "pilothouse invitation card v1";
    let mut to = Writer::new();
    to.bytes(&seal_box(&secret.card_key(), purpose, &about, &pad(inside), random)).bytes(&[]);
    to.finish()
}

/// What somebody who has the link of an invitation says to be let in: these bytes, signed by these keys.
pub fn request(
    secret: &InvitationSecret,
    workspace: WorkspaceId,
    keys: &DeviceKeys,
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    let signature = keys.sign(&crate::join::signed(workspace, secret.id(), inside));
    let plain = [inside, &signature.0].concat();
    let about = crate::join::about(workspace, secret.id());
    seal_box(&secret.request_key().0, "pilothouse join request v1", &about, &pad(&plain), random)
}

fn note(
    keyring: &Keyring,
    epoch: EpochId,
    about: &[u8],
    inside: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, NoKey> {
    let audience = protocol::AudienceName::Everyone.id(keyring.workspace());
    let keys = keyring.keys(audience, epoch)?;
    Ok(seal_note(keys, &keyring.place(audience, epoch), about, inside, random))
}
