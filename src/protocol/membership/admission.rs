//! Whether an operation is admitted: checked against its causal past, once and for ever.

use kernel::{DeviceId, MemberId, RecordId, WorkspaceId};

use crate::covers::Covers;
use crate::hidden::hidden_circle;
use crate::ids::{AudienceName, DevicePublic, DocumentTag, EpochId, Hash, InvitationId, Signature};
use crate::operation::{Body, Grant, Known, Operation, Role, proof_bytes};

use super::refusal::Refusal;
use super::view::{Circle, Invitation, InvitationState, Submission, View};

/// What the causal past says of an operation that is admitted.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// The author's member.
    pub(super) member: MemberId,
    /// The role that was needed.
    pub(super) needs: Role,
    /// Whether it takes something away from somebody.
    pub(super) takes_away: bool,
    /// Whether it is the founding.
    pub(super) founds: bool,
    /// The operation that let the author's member in; `None` for the founding itself.
    pub(super) member_joined: Option<Hash>,
    /// The operation that added the author's device.
    pub(super) device_joined: Option<Hash>,
}

/// Checks an operation against what its causal past comes to.
pub(super) fn check(
    operation: &Operation,
    workspace: WorkspaceId,
    before: &View,
) -> Result<Standing, Refusal> {
    if operation.workspace != workspace {
        return Err(Refusal::Workspace);
    }
    if let Body::Found { member, device, .. } = &operation.body {
        return found(operation, *member, device);
    }
    let device = before.devices().get(&operation.author).ok_or(Refusal::Stranger)?;
    let author = before.members().get(&device.member).ok_or(Refusal::Stranger)?;
    if !device.active || !author.active {
        return Err(Refusal::Removed);
    }
    operation.verify(&device.public.signing).map_err(|_| Refusal::Signature)?;
    let context = Context { workspace, before, member: device.member };
    let needs = context.body(&operation.body)?;
    if author.role < needs {
        return Err(Refusal::Role);
    }
    Ok(Standing {
        member: device.member,
        needs,
        takes_away: context.takes_away(&operation.body),
        founds: false,
        member_joined: Some(author.joined),
        device_joined: Some(device.joined),
    })
}

fn found(operation: &Operation, member: MemberId, device: &DevicePublic) -> Result<Standing, Refusal> {
    if !operation.parents.is_empty() || operation.author != device.id {
        return Err(Refusal::Founding);
    }
    operation.verify(&device.signing).map_err(|_| Refusal::Signature)?;
    Ok(Standing {
        member,
        needs: Role::Owner,
        takes_away: false,
        founds: true,
        member_joined: None,
        device_joined: None,
    })
}

struct Context<'a> {
    workspace: WorkspaceId,
    before: &'a View,
    /// The author's member.
    member: MemberId,
}

impl Context<'_> {
    /// Whether the body fits the state; the role it needs.
    fn body(&self, body: &Body) -> Result<Role, Refusal> {
        match body {
            Body::Found { .. } => Err(Refusal::Founding),
            Body::Invite { invitation, role, .. } => self.invite(*invitation, *role),
            Body::Revoke { invitation } => {
                let found = self.open(*invitation)?;
                Ok(if found.by == self.member { Role::Viewer } else { Role::Manager })
            }
            Body::AddMember { member, role, device, invitation, proof, .. } => {
                let found = self.open(*invitation)?;
                if found.role != Some(*role) {
                    return Err(Refusal::Invitation);
                }
                self.joins(*member, device, Some((*invitation, &found.key)), proof)?;
                if self.before.members().contains_key(member) {
                    return Err(Refusal::Taken);
                }
                Ok(Role::Manager)
            }
            Body::AddDevice { member, device, invitation, proof, .. } => {
                if *member != self.member {
                    return Err(Refusal::Role);
                }
                let found =
                    invitation.map(|invitation| Ok((invitation, self.open(invitation)?))).transpose()?;
                if found.is_some_and(|(_, found)| found.role.is_some() || found.by != *member) {
                    return Err(Refusal::Invitation);
                }
                self.joins(*member, device, found.map(|(id, found)| (id, &found.key)), proof)?;
                Ok(Role::Viewer)
            }
            Body::RemoveDevice { device, known } => self.remove_device(*device, known),
            Body::RemoveMember { member, known } => {
                self.present(*member)?;
                self.keeps_owner(*member)?;
                self.known_of(*member, known)?;
                Ok(if *member == self.member { Role::Viewer } else { Role::Owner })
            }
            Body::SetRole { member, role, known } => {
                let held = self.present(*member)?;
                if held == *role {
                    return Err(Refusal::Nothing);
                }
                if *role < Role::Owner {
                    self.keeps_owner(*member)?;
                }
                self.known_of(*member, known)?;
                Ok(Role::Owner)
            }
            Body::Hide { round, name } => {
                let circle = hidden_circle(self.workspace, self.member, *round, *name);
                let audience = AudienceName::Circle(circle);
                let is_free = self.before.audience(audience.id(self.workspace)).is_none();
                if is_free { Ok(Role::Manager) } else { Err(Refusal::Taken) }
            }
            Body::Submit { circle, epoch, commitment, reads, known } => {
                self.submits(*circle, (*epoch, *commitment, *reads), known)
            }
            // Who is in a hidden one follows from who submitted, and from nothing else.
            Body::Circle { circle, .. } if self.before.hidden().contains_key(circle) => Err(Refusal::Hidden),
            Body::Circle { circle, members, known } => {
                let inside = self.before.circles().get(circle);
                let may = inside.is_none_or(|circle| circle.members.contains(&self.member));
                // Whoever leaves changes nothing else, and nobody makes a circle without being in it.
                let leaves = !members.contains(&self.member);
                let stay = |circle: &Circle| {
                    let stays = |member: &&MemberId| {
                        **member != self.member && self.before.member(**member).is_some()
                    };
                    circle.members.iter().filter(stays).eq(members)
                };
                if !may || (leaves && !inside.is_some_and(stay)) {
                    return Err(Refusal::Circle);
                }
                for member in members {
                    self.present(*member)?;
                }
                let audience = AudienceName::Circle(*circle).id(self.workspace);
                if known.iter().any(|known| known.audience != audience) {
                    return Err(Refusal::Nobody);
                }
                // A viewer may be in a circle and leave it, and decides nothing about it.
                Ok(if leaves { Role::Viewer } else { Role::Manager })
            }
            Body::Rename { device, .. } => {
                let whose = match device {
                    Some(device) => self.before.device(*device).ok_or(Refusal::Nobody)?.member,
                    None => self.member,
                };
                if whose == self.member { Ok(Role::Viewer) } else { Err(Refusal::Role) }
            }
            Body::Rotate { audience, epoch, grants } => self.rotate(*audience, *epoch, grants),
            Body::Grant { audience, epoch, grants } => self.grant(*audience, *epoch, grants),
            Body::Erase { audience, document, covers } => self.erase(*audience, *document, covers),
        }
    }

    fn submits(
        &self,
        circle: RecordId,
        (epoch, commitment, reads): (EpochId, Hash, bool),
        known: &[Known],
    ) -> Result<Role, Refusal> {
        let found = self.before.hidden().get(&circle).ok_or(Refusal::Hidden)?;
        if found.member != self.member {
            return Err(Refusal::Hidden);
        }
        let name = AudienceName::Circle(circle);
        if !self.before.epochs(name).any(|(id, _)| id == epoch) {
            return Err(Refusal::Epoch);
        }
        let audience = name.id(self.workspace);
        if known.iter().any(|known| known.audience != audience) {
            return Err(Refusal::Nobody);
        }
        let is_said = |last: &Submission| (last.commitment, last.reads || !reads) == (commitment, true);
        if found.submissions.last().is_some_and(is_said) {
            return Err(Refusal::Nothing);
        }
        Ok(Role::Manager)
    }

    fn takes_away(&self, body: &Body) -> bool {
        match body {
            Body::Revoke { .. } | Body::RemoveDevice { .. } | Body::RemoveMember { .. } => true,
            Body::SetRole { member, role, .. } => {
                self.before.members().get(member).is_some_and(|found| *role < found.role)
            }
            _ => false,
        }
    }

    fn invite(&self, invitation: InvitationId, role: Option<Role>) -> Result<Role, Refusal> {
        if self.before.invitations().contains_key(&invitation) {
            return Err(Refusal::Taken);
        }
        match role {
            None => Ok(Role::Viewer),
            Some(Role::Viewer | Role::Manager) => Ok(Role::Manager),
            // Owners are made by owners, of members they know.
            Some(Role::Owner) => Err(Refusal::Role),
        }
    }

    fn open(&self, invitation: InvitationId) -> Result<&Invitation, Refusal> {
        let found = self.before.invitations().get(&invitation);
        found.filter(|found| found.state == InvitationState::Open).ok_or(Refusal::Invitation)
    }

    fn joins(
        &self,
        member: MemberId,
        device: &DevicePublic,
        invitation: Option<(InvitationId, &[u8; 32])>,
        proof: &Signature,
    ) -> Result<(), Refusal> {
        if self.before.devices().contains_key(&device.id) {
            return Err(Refusal::Taken);
        }
        let bytes = proof_bytes(self.workspace, invitation.map(|(id, _)| id), member, device);
        let key = invitation.map_or(&device.signing, |(_, key)| key);
        proof.verify(key, &bytes).map_err(|_| Refusal::Proof)
    }

    fn remove_device(&self, device: DeviceId, known: &[Known]) -> Result<Role, Refusal> {
        let found = self.before.device(device).ok_or(Refusal::Nobody)?;
        if known.iter().any(|known| known.device != device) {
            return Err(Refusal::Nobody);
        }
        if self.before.devices_of(found.member).count() == 1 {
            self.keeps_owner(found.member)?;
        }
        Ok(if found.member == self.member { Role::Viewer } else { Role::Owner })
    }

    /// The role of a member who is in.
    fn present(&self, member: MemberId) -> Result<Role, Refusal> {
        self.before.member(member).map(|found| found.role).ok_or(Refusal::Nobody)
    }

    /// Some other owner stays.
    fn keeps_owner(&self, without: MemberId) -> Result<(), Refusal> {
        let is_owner = self.present(without)? == Role::Owner;
        let stays = self.before.owners().any(|owner| owner != without);
        if is_owner && !stays { Err(Refusal::LastOwner) } else { Ok(()) }
    }

    fn known_of(&self, member: MemberId, known: &[Known]) -> Result<(), Refusal> {
        let is_theirs = |known: &Known| {
            self.before.devices().get(&known.device).is_some_and(|found| found.member == member)
        };
        if known.iter().all(is_theirs) { Ok(()) } else { Err(Refusal::Nobody) }
    }

    fn rotate(&self, audience: AudienceName, epoch: EpochId, grants: &[Grant]) -> Result<Role, Refusal> {
        if !self.before.is_in(self.member, audience) {
            return Err(Refusal::Role);
        }
        let newest = self.before.epochs(audience).map(|(id, _)| id.number).max().unwrap_or(0);
        let readers = self.before.readers(audience);
        let for_all =
            grants.len() == readers.len() && grants.iter().all(|grant| readers.contains(&grant.device));
        if newest.checked_add(1) != Some(epoch.number) || !for_all {
            return Err(Refusal::Epoch);
        }
        Ok(if audience == AudienceName::Only(self.member) { Role::Viewer } else { Role::Manager })
    }

    fn erase(&self, audience: AudienceName, document: DocumentTag, covers: &Covers) -> Result<Role, Refusal> {
        if !self.before.is_in(self.member, audience) {
            return Err(Refusal::Role);
        }
        let erased = self.before.erased().get(&(audience.id(self.workspace), document));
        if erased.is_some_and(|erased| erased.covers.has_all(covers)) {
            return Err(Refusal::Nothing);
        }
        Ok(match audience {
            AudienceName::Only(_) => Role::Viewer,
            // What is for everyone only an owner takes from everyone; that more is gone may be added.
            AudienceName::Everyone if erased.is_none() => Role::Owner,
            AudienceName::Everyone | AudienceName::Circle(_) => Role::Manager,
        })
    }

    fn grant(&self, audience: AudienceName, epoch: EpochId, grants: &[Grant]) -> Result<Role, Refusal> {
        if !self.before.is_in(self.member, audience) {
            return Err(Refusal::Role);
        }
        if grants.is_empty() {
            return Err(Refusal::Nothing);
        }
        let is_known = self.before.epochs(audience).any(|(id, _)| id == epoch);
        let readers = self.before.readers(audience);
        if !is_known || !grants.iter().all(|grant| readers.contains(&grant.device)) {
            return Err(Refusal::Epoch);
        }
        let to_own = |grant: &Grant| {
            self.before.device(grant.device).is_some_and(|device| device.member == self.member)
        };
        Ok(if grants.iter().all(to_own) { Role::Viewer } else { Role::Manager })
    }
}
