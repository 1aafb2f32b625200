//! What operations come to: members, devices, invitations, circles, epochs.

mod apply;
mod hidden;

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};

use crate::covers::Covers;
use crate::envelope::Header;
use crate::ids::{AudienceId, AudienceName, DevicePublic, DocumentTag, EpochId, Hash, InvitationId};
use crate::operation::Role;

pub use hidden::{Hidden, Submission};

/// How far chains were known, by device and audience.
pub(super) type KnownMap = BTreeMap<(DeviceId, AudienceId), u64>;

/// A name that was given after joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// The operation that gave it.
    pub operation: Hash,
    /// The name, sealed.
    pub card: Vec<u8>,
}

/// A member, also one who left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What they may do.
    pub role: Role,
    /// Whether they are in.
    pub active: bool,
    /// The operation that let them in.
    pub joined: Hash,
    /// The operation that removed them.
    pub removed: Option<Hash>,
    /// Their name and their device's, sealed.
    pub card: Vec<u8>,
    /// What they want to be called since.
    pub renamed: Option<NewName>,
    /// What the operations about their role say that nothing later replaces.
    roles: Vec<(Hash, Role, KnownMap)>,
}

/// A device, also one that was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its keys.
    pub public: DevicePublic,
    /// Whose it is.
    pub member: MemberId,
    /// Whether it is in.
    pub active: bool,
    /// The operation that added it.
    pub joined: Hash,
    /// The operation that removed it or its member.
    pub removed: Option<Hash>,
    /// Its name, sealed. A member's first device is named in the member's card.
    pub card: Vec<u8>,
    /// What it is called since.
    pub renamed: Option<NewName>,
    /// How far its chains were known to those who removed it.
    known: BTreeMap<AudienceId, u64>,
}

/// What has become of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// Somebody may join by it, until it expires by the approver's clock.
    Open,
    /// This device has joined by it.
    Used(DeviceId),
    /// It was closed.
    Revoked,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The member who invites.
    pub by: MemberId,
    /// Verifies what the link's secret signs.
    pub key: [u8; 32],
    /// What the joiner will be; `None` for a further device of `by`.
    pub role: Option<Role>,
    /// Until when, for the approver to look at.
    pub expires: Timestamp,
    /// What has become of it.
    pub state: InvitationState,
    /// The operation that opened it.
    pub operation: Hash,
}

/// A circle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circle {
    /// Who is in it; may name members who have left the workspace.
    pub members: BTreeSet<MemberId>,
    /// What the operations about it say that nothing later replaces.
    said: Vec<(Hash, BTreeSet<MemberId>, KnownMap)>,
}

/// An epoch of an audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// The devices it was granted to.
    pub granted: BTreeSet<DeviceId>,
    /// The operation that started it, when that counts; a void one starts no epoch to write in.
    pub started: Option<Hash>,
}

/// A document that was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The statement that counts: the first in the order of evaluation.
    pub operation: Hash,
    /// Who said it.
    pub by: MemberId,
    /// When, by their clock.
    pub at: Timestamp,
    /// Envelopes of it that its snapshots stood for, as far as anybody said.
    pub covers: Covers,
}

/// Whether what a device wrote for an audience counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteRight {
    /// All of it.
    Yes,
    /// Its chain up to this sequence number.
    UpTo(u64),
    /// None of it.
    No,
}

impl WriteRight {
    /// Whether the envelope with this sequence number counts.
    #[must_use]
    pub const fn covers(self, sequence: u64) -> bool {
        match self {
            Self::Yes => true,
            Self::UpTo(last) => sequence <= last,
            Self::No => false,
        }
    }
}

/// The state of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    workspace: WorkspaceId,
    members: BTreeMap<MemberId, Member>,
    devices: BTreeMap<DeviceId, Device>,
    invitations: BTreeMap<InvitationId, Invitation>,
    circles: BTreeMap<RecordId, Circle>,
    hidden: BTreeMap<RecordId, Hidden>,
    /// Who has submitted in each round and reads what others do.
    rounds: BTreeMap<RecordId, BTreeSet<MemberId>>,
    epochs: BTreeMap<AudienceName, BTreeMap<EpochId, Epoch>>,
    audiences: BTreeMap<AudienceId, AudienceName>,
    void: BTreeSet<Hash>,
    erased: BTreeMap<(AudienceId, DocumentTag), Erased>,
}

impl View {
    pub(super) const fn empty(workspace: WorkspaceId) -> Self {
        Self {
            workspace,
            members: BTreeMap::new(),
            devices: BTreeMap::new(),
            invitations: BTreeMap::new(),
            circles: BTreeMap::new(),
            hidden: BTreeMap::new(),
            rounds: BTreeMap::new(),
            epochs: BTreeMap::new(),
            audiences: BTreeMap::new(),
            void: BTreeSet::new(),
            erased: BTreeMap::new(),
        }
    }

    /// Everybody who is or was a member.
    #[must_use]
    pub const fn members(&self) -> &BTreeMap<MemberId, Member> {
        &self.members
    }

    /// Every device that is or was in.
    #[must_use]
    pub const fn devices(&self) -> &BTreeMap<DeviceId, Device> {
        &self.devices
    }

    /// Every invitation.
    #[must_use]
    pub const fn invitations(&self) -> &BTreeMap<InvitationId, Invitation> {
        &self.invitations
    }

    /// Every circle.
    #[must_use]
    pub const fn circles(&self) -> &BTreeMap<RecordId, Circle> {
        &self.circles
    }

    /// Operations that are in the log and count for nothing, because of a concurrent one.
    #[must_use]
    pub const fn void(&self) -> &BTreeSet<Hash> {
        &self.void
    }

    /// Every document that was erased (E-17).
    #[must_use]
    pub const fn erased(&self) -> &BTreeMap<(AudienceId, DocumentTag), Erased> {
        &self.erased
    }

    /// Whether an envelope is of a document that was erased.
    #[must_use]
    pub fn is_erased(&self, header: &Header) -> bool {
        self.erased.contains_key(&(header.audience, header.document))
    }

    /// Whether the link of an envelope has to be there itself: it is of a document that was erased, and
    /// nobody has said that a snapshot stood for it. No later link stands for it then (E-19).
    #[must_use]
    pub fn stands_alone(&self, header: &Header) -> bool {
        let erased = self.erased.get(&(header.audience, header.document));
        erased.is_some_and(|erased| !erased.covers.has(header.device, header.sequence))
    }

    /// What snapshots of erased documents of an audience stood for.
    #[must_use]
    pub fn erased_covers(&self, audience: AudienceId) -> Covers {
        let mut covers = Covers::new();
        let of = self.erased.iter().filter(|((of, _), _)| *of == audience);
        of.for_each(|(_, erased)| covers.merge(&erased.covers));
        covers
    }

    /// A member who is in.
    #[must_use]
    pub fn member(&self, member: MemberId) -> Option<&Member> {
        self.members.get(&member).filter(|found| found.active)
    }

    /// A device that is in.
    #[must_use]
    pub fn device(&self, device: DeviceId) -> Option<&Device> {
        self.devices.get(&device).filter(|found| found.active)
    }

    /// The role of a device's member, while both are in.
    #[must_use]
    pub fn role_of(&self, device: DeviceId) -> Option<Role> {
        self.member(self.device(device)?.member).map(|member| member.role)
    }

    /// The devices of a member that are in.
    pub fn devices_of(&self, member: MemberId) -> impl Iterator<Item = &Device> {
        self.devices.values().filter(move |device| device.active && device.member == member)
    }

    /// Whether an owner with a device is in.
    #[must_use]
    pub fn has_owner(&self) -> bool {
        self.owners().next().is_some()
    }

    /// Owners who are in and have a device.
    pub(super) fn owners(&self) -> impl Iterator<Item = MemberId> {
        self.members
            .iter()
            .filter(|(_, member)| member.active && member.role == Role::Owner)
            .map(|(id, _)| *id)
            .filter(|id| self.devices_of(*id).next().is_some())
    }

    /// The name behind an audience's id, where the workspace has such an audience.
    #[must_use]
    pub fn audience(&self, audience: AudienceId) -> Option<AudienceName> {
        self.audiences.get(&audience).copied()
    }

    /// All audiences there are.
    pub fn audiences(&self) -> impl Iterator<Item = (AudienceId, AudienceName)> {
        self.audiences.iter().map(|(id, name)| (*id, *name))
    }

    /// Whether a member reads an audience.
    #[must_use]
    pub fn is_in(&self, member: MemberId, audience: AudienceName) -> bool {
        self.member(member).is_some()
            && match audience {
                AudienceName::Everyone => true,
                AudienceName::Only(one) => one == member,
                AudienceName::Circle(circle) => {
                    self.circles.get(&circle).is_some_and(|circle| circle.members.contains(&member))
                        || self.sees(member, circle)
                }
            }
    }

    /// Whether a device reads an audience, by its id.
    #[must_use]
    pub fn reads(&self, device: DeviceId, audience: AudienceId) -> bool {
        self.device(device)
            .zip(self.audience(audience))
            .is_some_and(|(device, audience)| self.is_in(device.member, audience))
    }

    /// The devices that read an audience.
    #[must_use]
    pub fn readers(&self, audience: AudienceName) -> BTreeSet<DeviceId> {
        self.devices
            .iter()
            .filter(|(_, device)| device.active && self.is_in(device.member, audience))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Whether what a device wrote for an audience counts: what it wrote before it was removed,
    /// became a viewer or left the circle, as far as whoever said so knew, still does.
    #[must_use]
    pub fn write_right(&self, device: DeviceId, audience: AudienceId) -> WriteRight {
        let Some(found) = self.devices.get(&device) else { return WriteRight::No };
        let Some(name) = self.audience(audience) else { return WriteRight::No };
        let key = (device, audience);
        let up_to =
            |known: Option<u64>| known.filter(|last| *last > 0).map_or(WriteRight::No, WriteRight::UpTo);
        if !found.active {
            return up_to(found.known.get(&audience).copied());
        }
        if let AudienceName::Only(member) = name {
            return if member == found.member { WriteRight::Yes } else { WriteRight::No };
        }
        let left = match name {
            AudienceName::Circle(circle) if !self.is_in(found.member, name) => {
                let said = self.circles.get(&circle).into_iter().flat_map(|circle| circle.said.iter());
                Some(said.filter_map(|(_, _, known)| known.get(&key)).max().copied())
            }
            _ => None,
        };
        let lowered = self
            .members
            .get(&found.member)
            .filter(|member| member.role == Role::Viewer)
            .map(|member| member.roles.iter().filter_map(|(_, _, known)| known.get(&key)).max().copied());
        match (left, lowered) {
            (None, None) => WriteRight::Yes,
            (Some(known), None) | (None, Some(known)) => up_to(known),
            (Some(left), Some(lowered)) => up_to(left.min(lowered)),
        }
    }

    /// The epoch to write in: the newest whose start counts.
    #[must_use]
    pub fn epoch(&self, audience: AudienceName) -> Option<(EpochId, &Epoch)> {
        let epochs = self.epochs.get(&audience)?;
        epochs.iter().rev().find(|(_, epoch)| epoch.started.is_some()).map(|(id, epoch)| (*id, epoch))
    }

    /// Every epoch of an audience, also those that void operations started.
    pub fn epochs(&self, audience: AudienceName) -> impl Iterator<Item = (EpochId, &Epoch)> {
        self.epochs.get(&audience).into_iter().flatten().map(|(id, epoch)| (*id, epoch))
    }

    /// Whether nobody may write in the audience's epoch any more, because a device holds its key
    /// that no longer reads the audience (rule M-12); also when there is no epoch yet.
    #[must_use]
    pub fn needs_rotation(&self, audience: AudienceName) -> bool {
        self.epoch(audience).is_none_or(|(_, epoch)| !epoch.granted.is_subset(&self.readers(audience)))
    }

    /// The devices of an audience that an epoch was not granted to yet.
    #[must_use]
    pub fn ungranted(&self, audience: AudienceName, epoch: EpochId) -> BTreeSet<DeviceId> {
        let granted = self.epochs.get(&audience).and_then(|epochs| epochs.get(&epoch));
        let mut readers = self.readers(audience);
        readers.retain(|device| !granted.is_some_and(|epoch| epoch.granted.contains(device)));
        readers
    }
}
