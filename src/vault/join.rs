//! Joining: what an invitation tells its bearer, and what the bearer asks.
//!
//! An invitation's operation carries a card in two parts. One is sealed with a key of the link's
//! secret and tells the joiner who invites and how the workspace began. The other is sealed for
//! the members who may approve and gives them the key that opens requests, so that any of them
//! can let the joiner in while the inviter is away.

use kernel::{MemberId, Timestamp, WorkspaceId};
use protocol::bytes::{Reader, Writer};
use protocol::{
    AudienceName, Body, DecodeError, DevicePublic, Hash, InvitationId, Operation, Role, Signature, View,
    proof_bytes,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead::{open_box, seal_box};
use crate::invitation::{InvitationSecret, RequestKey};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, is_sound};
use crate::link::Link;
use crate::note::{Card, NoteError, open_note};
use crate::padding::{pad, unpad};
use crate::passphrase::{Cost, CostError};
use crate::secret::{Key, framed};
use crate::words::{Compared, Words};

const VERSION: u8 = 1;
/// The longest name in an offer or a request, bytes (ours).
const LONGEST_NAME: usize = 200;
/// The longest of the two sealed parts of an invitation's card, bytes.
const LONGEST_PART: usize = 1024;

/// Why an invitation or a request is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// It belongs to another invitation or workspace.
    #[error("This belongs to another invitation.")]
    OtherInvitation,
    /// It was changed, or made by somebody without the link.
    #[error("This was changed on its way, or was not made with the link.")]
    Damaged,
    /// A newer version of the product made it.
    #[error("This was made by a newer version.")]
    Newer,
    /// It does not prove that its maker holds the link and the keys of the device.
    #[error("The request does not prove that it comes from who holds the link.")]
    Proof,
}

impl From<DecodeError> for JoinError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Version(_) => Self::Newer,
            _ => Self::Damaged,
        }
    }
}

/// What an invitation says to who has its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The operation that founded the workspace: any other beginning is another workspace.
    pub founding: Hash,
    /// The member who invites.
    pub member: MemberId,
    /// Their device that made the invitation.
    pub inviter: DevicePublic,
    /// How the inviting member is called.
    pub by: String,
    /// How the workspace is called.
    pub workspace_name: String,
    /// As what the joiner comes; `None` for a further device of the inviting member.
    pub role: Option<Role>,
    /// Until when, by the inviter's clock.
    pub expires: Timestamp,
    /// The invitation.
    pub invitation: InvitationId,
    workspace: WorkspaceId,
}

impl Offer {
    /// Reads the operation that opened the invitation of `link`, which may come from anybody: the
    /// relay, a file. It is checked against the link's secret and the inviter's signature.
    ///
    /// # Errors
    /// [`JoinError`].
    pub fn open(link: &Link, operation: &Operation) -> Result<Self, JoinError> {
        let Body::Invite { invitation, key, role, expires, card } = &operation.body else {
            return Err(JoinError::OtherInvitation);
        };
        let is_ours = operation.workspace == link.workspace
            && *invitation == link.secret.id()
            && *key == link.secret.verifying();
        if !is_ours {
            return Err(JoinError::OtherInvitation);
        }
        let (for_bearer, _) = parts(card)?;
        let about = about(operation.workspace, *invitation);
        let padded = open_box(&link.secret.card_key(), "pilothouse invitation card v1", &about, for_bearer)
            .map_err(|_| JoinError::Damaged)?;
        let mut from = Reader::new(unpad(&padded).ok_or(JoinError::Damaged)?);
        from.version(VERSION)?;
        let offer = Self {
            founding: Hash::read(&mut from)?,
            member: MemberId::from_bytes(from.array()?),
            inviter: DevicePublic::read(&mut from)?,
            by: from.text(LONGEST_NAME, "a name")?,
            workspace_name: from.text(LONGEST_NAME, "a name")?,
            role: *role,
            expires: *expires,
            invitation: *invitation,
            workspace: operation.workspace,
        };
        from.end()?;
        if operation.author != offer.inviter.id || operation.verify(&offer.inviter.signing).is_err() {
            return Err(JoinError::Damaged);
        }
        Ok(offer)
    }

    /// The card of the invitation's operation; `for_members` is the sealed request key.
    pub(crate) fn card(
        &self,
        secret: &InvitationSecret,
        for_members: &[u8],
        random: &mut impl CryptoRng,
    ) -> Vec<u8> {
        let mut plain = Writer::new();
        plain.u8(VERSION).raw(&self.founding.0).raw(self.member.as_bytes());
        self.inviter.write(&mut plain);
        for name in [&self.by, &self.workspace_name] {
            plain.bytes(shortened(name));
        }
        let about = about(self.workspace, self.invitation);
        let padded = pad(&plain.finish());
        let for_bearer =
            seal_box(&secret.card_key(), "pilothouse invitation card v1", &about, &padded, random);
        let mut to = Writer::new();
        to.bytes(&for_bearer).bytes(for_members);
        to.finish()
    }

    pub(crate) fn new(
        workspace: WorkspaceId,
        founding: Hash,
        member: MemberId,
        inviter: DevicePublic,
        terms: &Terms,
        invitation: InvitationId,
    ) -> Self {
        let Terms { by, workspace_name, role, expires } = terms.clone();
        Self { founding, member, inviter, by, workspace_name, role, expires, invitation, workspace }
    }

    /// Which member the joiner becomes: the inviting one for a further device, else `own`.
    #[must_use]
    pub fn member_for(&self, own: MemberId) -> MemberId {
        if self.role.is_none() { self.member } else { own }
    }

    /// What the joiner sends: keys and names, with the proof that they hold the link, sealed so
    /// that the relay reads nothing of it. At most 1 KiB.
    #[must_use]
    pub fn request(
        &self,
        secret: &InvitationSecret,
        keys: &DeviceKeys,
        joiner: &Joiner,
        random: &mut impl CryptoRng,
    ) -> Vec<u8> {
        let device = keys.public(joiner.device);
        let member = self.member_for(joiner.member);
        let mut to = Writer::new();
        to.u8(VERSION).raw(member.as_bytes());
        device.write(&mut to);
        to.bytes(shortened(&joiner.card.name)).bytes(shortened(&joiner.card.device));
        to.raw(&secret.prove(self.workspace, member, &device).0);
        let mut plain = to.finish();
        let signature = keys.sign(&signed(self.workspace, self.invitation, &plain));
        plain.extend_from_slice(&signature.0);
        let about = about(self.workspace, self.invitation);
        seal_box(&secret.request_key().0, "pilothouse join request v1", &about, &pad(&plain), random)
    }

    /// The words to compare with who lets this joiner in.
    ///
    /// # Errors
    /// [`CostError`] when `cost` is out of range.
    pub fn words(&self, joiner: &DevicePublic, cost: Cost) -> Result<Words, CostError> {
        let Self { workspace, founding, invitation, inviter, .. } = *self;
        Words::of(&Compared { workspace, founding, invitation, inviter, joiner: *joiner }, cost)
    }
}

/// Whom an invitation is for, and what it tells them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// As what the joiner comes; `None` for a further device of the inviting member.
    pub role: Option<Role>,
    /// Until when it can be used, by the inviter's clock.
    pub expires: Timestamp,
    /// How the inviting member is called. Only the first 200 bytes are kept.
    pub by: String,
    /// How the workspace is called; likewise.
    pub workspace_name: String,
}

/// Who asks to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joiner {
    /// The member they would be; not used for a further device of the inviting member.
    pub member: MemberId,
    /// Their device.
    pub device: kernel::DeviceId,
    /// How both want to be called.
    pub card: Card,
}

/// A request that was opened and whose proofs hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// The invitation.
    pub invitation: InvitationId,
    /// The member that would join, or get a further device.
    pub member: MemberId,
    /// The device.
    pub device: DevicePublic,
    /// How they want to be called. It is their word: compare the words.
    pub card: Card,
    pub(crate) proof: Signature,
}

impl JoinRequest {
    /// Opens a request made by the invitation that `operation` opened.
    ///
    /// # Errors
    /// [`JoinError`].
    pub fn open(key: &RequestKey, operation: &Operation, sealed: &[u8]) -> Result<Self, JoinError> {
        let Body::Invite { invitation, key: verifying, .. } = &operation.body else {
            return Err(JoinError::OtherInvitation);
        };
        let (workspace, invitation) = (operation.workspace, *invitation);
        let about = about(workspace, invitation);
        let padded =
            open_box(&key.0, "pilothouse join request v1", &about, sealed).map_err(|_| JoinError::Damaged)?;
        let plain = unpad(&padded).ok_or(JoinError::Damaged)?;
        let (said, signature) = plain.split_last_chunk().ok_or(JoinError::Damaged)?;
        let mut from = Reader::new(said);
        from.version(VERSION)?;
        let member = MemberId::from_bytes(from.array()?);
        let device = DevicePublic::read(&mut from)?;
        let card =
            Card { name: from.text(LONGEST_NAME, "a name")?, device: from.text(LONGEST_NAME, "a name")? };
        let proof = Signature::read(&mut from)?;
        from.end()?;
        let holds_link =
            proof.verify(verifying, &proof_bytes(workspace, Some(invitation), member, &device)).is_ok();
        let holds_keys =
            Signature(*signature).verify(&device.signing, &signed(workspace, invitation, said)).is_ok();
        if holds_link && holds_keys && is_sound(&device) {
            Ok(Self { invitation, member, device, card, proof })
        } else {
            Err(JoinError::Proof)
        }
    }

    /// The words to compare with the joiner. `founding` is the workspace's first operation, and
    /// `inviter` the device that made the invitation.
    ///
    /// # Errors
    /// [`CostError`] when `cost` is out of range.
    pub fn words(
        &self,
        workspace: WorkspaceId,
        founding: Hash,
        inviter: DevicePublic,
        cost: Cost,
    ) -> Result<Words, CostError> {
        let Self { invitation, device: joiner, .. } = *self;
        Words::of(&Compared { workspace, founding, invitation, inviter, joiner }, cost)
    }
}

/// The key that opens the requests of an invitation, for a member who may approve them.
///
/// # Errors
/// [`NoteError`]; [`NoteError::NoKey`] for who may not: another member's further device.
pub fn request_key(keyring: &Keyring, view: &View, operation: &Operation) -> Result<RequestKey, NoteError> {
    let Body::Invite { invitation, role, card, .. } = &operation.body else {
        return Err(NoteError::Damaged);
    };
    let inviter = view.devices().get(&operation.author).ok_or(NoteError::Damaged)?.member;
    let audience = approvers(*role, inviter).id(keyring.workspace());
    let (_, for_members) = parts(card).map_err(|_| NoteError::Damaged)?;
    let about = about(operation.workspace, *invitation);
    let plain = open_note(keyring, audience, &about, for_members)?;
    Ok(RequestKey(Key::from_bytes(plain.as_slice().try_into().map_err(|_| NoteError::Damaged)?)))
}

/// Who may open the requests of an invitation.
pub(crate) const fn approvers(role: Option<Role>, inviter: MemberId) -> AudienceName {
    match role {
        None => AudienceName::Only(inviter),
        Some(_) => AudienceName::Everyone,
    }
}

/// What the sealed parts of an invitation are bound to.
pub(crate) fn about(workspace: WorkspaceId, invitation: InvitationId) -> Vec<u8> {
    framed("pilothouse invitation v1", &[workspace.as_bytes(), &invitation.0])
}

pub(crate) fn signed(workspace: WorkspaceId, invitation: InvitationId, plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let place = [workspace.as_bytes().as_slice(), &invitation.0];
    Zeroizing::new(framed("pilothouse signed join request v1", &[place[0], place[1], plain]))
}

fn parts(card: &[u8]) -> Result<(&[u8], &[u8]), DecodeError> {
    let mut from = Reader::new(card);
    let both = (from.bytes(LONGEST_PART, "a card")?, from.bytes(LONGEST_PART, "a card")?);
    from.end()?;
    Ok(both)
}

fn shortened(name: &str) -> &[u8] {
    &name.as_bytes()[..name.floor_char_boundary(LONGEST_NAME)]
}
