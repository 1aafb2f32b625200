//! What an operation can say, and how it is written.

use std::collections::BTreeSet;

use kernel::{DeviceId, MemberId, RecordId, Timestamp};

use crate::bytes::{DecodeError, Reader, Writer};
use crate::covers::Covers;
use crate::ids::{
    self, AudienceId, AudienceName, DevicePublic, DocumentTag, EpochId, Hash, InvitationId, Signature,
};
use crate::limits::{MAX_CARD, MAX_CIRCLE, MAX_ERASED_RUNS, MAX_GRANT, MAX_GRANTS, MAX_KNOWN};

/// What a member may do. Ordered: a later one may do all that an earlier one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads what is for everyone; writes only what is theirs alone.
    Viewer,
    /// Writes, invites, and approves who joins.
    Manager,
    /// Also removes members and changes roles.
    Owner,
}

impl Role {
    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match from.u8()? {
            0 => Self::Viewer,
            1 => Self::Manager,
            2 => Self::Owner,
            _ => return Err(DecodeError::Unknown("role")),
        })
    }

    fn write(self, to: &mut Writer) {
        to.u8(match self {
            Self::Viewer => 0,
            Self::Manager => 1,
            Self::Owner => 2,
        });
    }
}

/// The keys of an epoch, sealed to one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who can open it.
    pub device: DeviceId,
    /// Sealed to the device's agreement key; at most [`MAX_GRANT`] bytes.
    pub sealed: Vec<u8>,
}

/// How far the writing of a device was known to whoever removed it. What it wrote after is not
/// of its time in the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The device.
    pub device: DeviceId,
    /// The audience of the chain.
    pub audience: AudienceId,
    /// The last sequence number known.
    pub sequence: u64,
}

/// What an operation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The first: makes the workspace, and its author's member the owner.
    Found {
        /// The owner.
        member: MemberId,
        /// The owner's first device, which signs.
        device: DevicePublic,
        /// Names, sealed for *everyone* by the vault.
        card: Vec<u8>,
    },
    /// Opens an invitation.
    Invite {
        /// Its name.
        invitation: InvitationId,
        /// Verifies what the link's secret signs.
        key: [u8; 32],
        /// What the joiner will be; `None` for a further device of the inviting member.
        role: Option<Role>,
        /// Until when the approver lets somebody join by it. No rule reads it: the approver does.
        expires: Timestamp,
        /// Who invites and to what, sealed under a key of the link's secret.
        card: Vec<u8>,
    },
    /// Closes an invitation nobody has used.
    Revoke {
        /// Which.
        invitation: InvitationId,
    },
    /// Lets the bearer of an invitation in.
    AddMember {
        /// The new member; the id is the joiner's own and never used before.
        member: MemberId,
        /// What they may do: what the invitation says.
        role: Role,
        /// Their first device.
        device: DevicePublic,
        /// The invitation this uses up.
        invitation: InvitationId,
        /// [`crate::proof_bytes`] signed by the invitation's key.
        proof: Signature,
        /// Their name and the device's, sealed for *everyone* by the vault.
        card: Vec<u8>,
    },
    /// Adds a device of the author's own.
    AddDevice {
        /// The author's member.
        member: MemberId,
        /// The new device.
        device: DevicePublic,
        /// The invitation this uses up; `None` for a device made here, as of a recovery key.
        invitation: Option<InvitationId>,
        /// [`crate::proof_bytes`] signed by the invitation's key, or by the device's own.
        proof: Signature,
        /// The device's name, sealed for *everyone* by the vault.
        card: Vec<u8>,
    },
    /// Takes a device out, for ever.
    RemoveDevice {
        /// Which.
        device: DeviceId,
        /// How far its writing was known; ascending.
        known: Vec<Known>,
    },
    /// Takes a member out with all devices, for ever. A member's own is leaving.
    RemoveMember {
        /// Who.
        member: MemberId,
        /// How far the writing of their devices was known; ascending.
        known: Vec<Known>,
    },
    /// Says what a member may do.
    SetRole {
        /// Who.
        member: MemberId,
        /// What.
        role: Role,
        /// How far the writing of their devices was known, for one who becomes a viewer; ascending.
        known: Vec<Known>,
    },
    /// Says who is in a circle; the first makes it.
    Circle {
        /// The record that describes the circle.
        circle: RecordId,
        /// Who is in it from now on. Without the author, it is their leaving.
        members: BTreeSet<MemberId>,
        /// How far the writing of those who are taken out was known; ascending.
        known: Vec<Known>,
    },
    /// Starts a new epoch of an audience.
    Rotate {
        /// Which audience.
        audience: AudienceName,
        /// The epoch's name; its number is one above the audience's newest.
        epoch: EpochId,
        /// Its keys, for each device of the audience; ascending by device.
        grants: Vec<Grant>,
    },
    /// Hands an epoch to devices that came later.
    Grant {
        /// Which audience.
        audience: AudienceName,
        /// Which epoch.
        epoch: EpochId,
        /// Its keys; ascending by device.
        grants: Vec<Grant>,
    },
    /// Calls the author's member, or a device of theirs, something else.
    Rename {
        /// Which device; `None` for the member.
        device: Option<DeviceId>,
        /// The name, sealed for *everyone* by the vault.
        card: Vec<u8>,
    },
    /// Erases a document, for ever: what its envelopes hold goes wherever this is heard of (E-17).
    Erase {
        /// Whose the document is.
        audience: AudienceName,
        /// Which document.
        document: DocumentTag,
        /// Envelopes of it that its snapshots stood for, as far as the author knows; at most
        /// [`MAX_ERASED_RUNS`] runs. Their links may be gone one by one (`Y-40`).
        covers: Covers,
    },
    /// Makes a hidden circle: of the author's member alone until they submit it.
    Hide {
        /// What it is one of: whoever submits in the same round reads what others submit in it.
        round: RecordId,
        /// Tells it from others of the same member and round.
        name: RecordId,
    },
    /// Opens a hidden circle to all who have submitted in its round, and says what is in it.
    Submit {
        /// Which, as [`crate::hidden_circle`] names it.
        circle: RecordId,
        /// The epoch under whose key `commitment` was made.
        epoch: EpochId,
        /// Fits one content and nothing else; made by the vault.
        commitment: Hash,
        /// Whether the author's member reads what others submit in the round.
        reads: bool,
        /// How far the chains of the circle go that hold the content; ascending.
        known: Vec<Known>,
    },
}

impl Body {
    /// Lists have one order, so that one thing has one encoding.
    pub(super) fn put_in_order(&mut self) {
        match self {
            Self::RemoveDevice { known, .. }
            | Self::RemoveMember { known, .. }
            | Self::SetRole { known, .. }
            | Self::Circle { known, .. }
            | Self::Submit { known, .. } => known.sort_unstable(),
            Self::Rotate { grants, .. } | Self::Grant { grants, .. } => {
                grants.sort_unstable_by_key(|grant| grant.device);
            }
            _ => {}
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match from.u8()? {
            0 => Self::Found {
                member: ids::read_member(from)?,
                device: DevicePublic::read(from)?,
                card: read_card(from)?,
            },
            1 => Self::Invite {
                invitation: InvitationId::read(from)?,
                key: from.array()?,
                role: from.option(Role::read)?,
                expires: Timestamp::from_millis(from.i64()?),
                card: read_card(from)?,
            },
            2 => Self::Revoke { invitation: InvitationId::read(from)? },
            3 => Self::AddMember {
                member: ids::read_member(from)?,
                role: Role::read(from)?,
                device: DevicePublic::read(from)?,
                invitation: InvitationId::read(from)?,
                proof: Signature::read(from)?,
                card: read_card(from)?,
            },
            4 => Self::AddDevice {
                member: ids::read_member(from)?,
                device: DevicePublic::read(from)?,
                invitation: from.option(InvitationId::read)?,
                proof: Signature::read(from)?,
                card: read_card(from)?,
            },
            5 => Self::RemoveDevice { device: ids::read_device(from)?, known: read_known(from)? },
            6 => Self::RemoveMember { member: ids::read_member(from)?, known: read_known(from)? },
            7 => Self::SetRole {
                member: ids::read_member(from)?,
                role: Role::read(from)?,
                known: read_known(from)?,
            },
            8 => Self::Circle {
                circle: ids::read_record(from)?,
                members: from
                    .ordered(MAX_CIRCLE, "members of a circle", ids::read_member, |member| *member)?
                    .into_iter()
                    .collect(),
                known: read_known(from)?,
            },
            9 => Self::Rotate {
                audience: AudienceName::read(from)?,
                epoch: EpochId::read(from)?,
                grants: read_grants(from)?,
            },
            10 => Self::Grant {
                audience: AudienceName::read(from)?,
                epoch: EpochId::read(from)?,
                grants: read_grants(from)?,
            },
            11 => Self::Rename { device: from.option(ids::read_device)?, card: read_card(from)? },
            12 => Self::Erase {
                audience: AudienceName::read(from)?,
                document: DocumentTag::read(from)?,
                covers: Covers::read_at_most(from, MAX_ERASED_RUNS)?,
            },
            13 => Self::Hide { round: ids::read_record(from)?, name: ids::read_record(from)? },
            14 => Self::Submit {
                circle: ids::read_record(from)?,
                epoch: EpochId::read(from)?,
                commitment: Hash::read(from)?,
                reads: from.flag()?,
                known: read_known(from)?,
            },
            _ => return Err(DecodeError::Unknown("operation")),
        })
    }

    pub(super) fn write(&self, to: &mut Writer) {
        match self {
            Self::Found { member, device, card } => {
                to.u8(0).raw(member.as_bytes());
                device.write(to);
                to.bytes(card);
            }
            Self::Invite { invitation, key, role, expires, card } => {
                to.u8(1).raw(&invitation.0).raw(key);
                to.option(*role, |to, role| role.write(to));
                to.i64(expires.millis()).bytes(card);
            }
            Self::Revoke { invitation } => {
                to.u8(2).raw(&invitation.0);
            }
            Self::AddMember { member, role, device, invitation, proof, card } => {
                to.u8(3).raw(member.as_bytes());
                role.write(to);
                device.write(to);
                to.raw(&invitation.0).raw(&proof.0).bytes(card);
            }
            Self::AddDevice { member, device, invitation, proof, card } => {
                to.u8(4).raw(member.as_bytes());
                device.write(to);
                to.option(*invitation, |to, invitation| {
                    to.raw(&invitation.0);
                });
                to.raw(&proof.0).bytes(card);
            }
            Self::RemoveDevice { device, known } => {
                to.u8(5).raw(device.as_bytes());
                write_known(to, known);
            }
            Self::RemoveMember { member, known } => {
                to.u8(6).raw(member.as_bytes());
                write_known(to, known);
            }
            Self::SetRole { member, role, known } => {
                to.u8(7).raw(member.as_bytes());
                role.write(to);
                write_known(to, known);
            }
            Self::Circle { circle, members, known } => {
                to.u8(8).raw(circle.as_bytes());
                to.list(members, |to, member| {
                    to.raw(member.as_bytes());
                });
                write_known(to, known);
            }
            Self::Rotate { audience, epoch, grants } => write_epoch(to, 9, *audience, *epoch, grants),
            Self::Grant { audience, epoch, grants } => write_epoch(to, 10, *audience, *epoch, grants),
            Self::Rename { device, card } => {
                to.u8(11).option(*device, |to, device| {
                    to.raw(device.as_bytes());
                });
                to.bytes(card);
            }
            Self::Erase { audience, document, covers } => {
                to.u8(12);
                audience.write(to);
                to.raw(&document.0);
                covers.write(to);
            }
            Self::Hide { round, name } => {
                to.u8(13).raw(round.as_bytes()).raw(name.as_bytes());
            }
            Self::Submit { circle, epoch, commitment, reads, known } => {
                to.u8(14).raw(circle.as_bytes());
                epoch.write(to);
                to.raw(&commitment.0).u8(u8::from(*reads));
                write_known(to, known);
            }
        }
    }
}

fn read_card(from: &mut Reader<'_>) -> Result<Vec<u8>, DecodeError> {
    from.bytes(MAX_CARD, "a card").map(<[u8]>::to_vec)
}

fn read_known(from: &mut Reader<'_>) -> Result<Vec<Known>, DecodeError> {
    from.ordered(
        MAX_KNOWN,
        "known positions",
        |from| {
            Ok(Known {
                device: ids::read_device(from)?,
                audience: AudienceId::read(from)?,
                sequence: from.u64()?,
            })
        },
        |known| (known.device, known.audience),
    )
}

fn write_known(to: &mut Writer, known: &[Known]) {
    to.list(known, |to, known| {
        to.raw(known.device.as_bytes()).raw(&known.audience.0).u64(known.sequence);
    });
}

fn read_grants(from: &mut Reader<'_>) -> Result<Vec<Grant>, DecodeError> {
    from.ordered(
        MAX_GRANTS,
        "grants",
        |from| {
            let device = ids::read_device(from)?;
            Ok(Grant { device, sealed: from.bytes(MAX_GRANT, "a grant")?.to_vec() })
        },
        |grant| grant.device,
    )
}

fn write_epoch(to: &mut Writer, which: u8, audience: AudienceName, epoch: EpochId, grants: &[Grant]) {
    to.u8(which);
    audience.write(to);
    epoch.write(to);
    to.list(grants, |to, grant| {
        to.raw(grant.device.as_bytes()).bytes(&grant.sealed);
    });
}
