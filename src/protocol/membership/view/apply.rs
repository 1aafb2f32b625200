//! Applying one operation, after all that precede it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DeviceId, MemberId};

use crate::covers::Covers;
use crate::ids::{AudienceName, DevicePublic, DocumentTag, EpochId, Hash, InvitationId};
use crate::operation::{Body, Grant, Known, Role};

use super::super::graph::Graph;
use super::{
    Circle, Device, Epoch, Erased, Invitation, InvitationState, KnownMap, Member, NewName, Submission, View,
};

impl View {
    /// Applies an operation that was admitted; `struck` when a concurrent one makes it void.
    /// False when it counts for nothing, here or because another was first.
    pub(in super::super) fn apply(&mut self, graph: &Graph, index: usize, struck: bool) -> bool {
        let node = graph.node(index);
        let operation = &node.operation;
        // A void admission makes void what the one admitted says.
        let has_author =
            matches!(operation.body, Body::Found { .. }) || self.devices.contains_key(&operation.author);
        let counts = !struck && has_author && self.carry_out(graph, index);
        if !counts {
            self.void.insert(node.hash);
        }
        // Keys of a void operation may have been used all the same, and what was erased is gone (E-18).
        match &operation.body {
            Body::Rotate { audience, epoch, grants } => {
                self.note_epoch(*audience, *epoch, grants, counts.then_some(node.hash));
            }
            Body::Grant { audience, epoch, grants } => self.note_epoch(*audience, *epoch, grants, None),
            Body::Erase { audience, document, covers } => {
                let (by, at) = (node.member, operation.at);
                let erased = Erased { operation: node.hash, by, at, covers: Covers::new() };
                self.note_erased(*audience, *document, erased, covers);
            }
            _ => {}
        }
        counts
    }

    fn carry_out(&mut self, graph: &Graph, index: usize) -> bool {
        let node = graph.node(index);
        let hash = node.hash;
        match &node.operation.body {
            Body::Found { member, device, card } => {
                self.name_audience(AudienceName::Everyone);
                self.let_in(hash, *member, Role::Owner, *device, card)
            }
            Body::Invite { invitation, key, role, expires, .. } => {
                let opened = Invitation {
                    by: node.member,
                    key: *key,
                    role: *role,
                    expires: *expires,
                    state: InvitationState::Open,
                    operation: hash,
                };
                let free = !self.invitations.contains_key(invitation);
                if free {
                    self.invitations.insert(*invitation, opened);
                }
                free
            }
            Body::Revoke { invitation } => self.close(*invitation),
            Body::AddMember { member, role, device, invitation, card, .. } => {
                self.is_open(*invitation)
                    && self.let_in(hash, *member, *role, *device, card)
                    && self.use_up(Some(*invitation), device.id)
            }
            Body::AddDevice { member, device, invitation, card, .. } => {
                invitation.is_none_or(|invitation| self.is_open(invitation))
                    && self.members.contains_key(member)
                    && self.add_device(hash, *member, *device, card)
                    && self.use_up(*invitation, device.id)
            }
            Body::RemoveDevice { device, known } => {
                self.remove_device(hash, *device, known);
                true
            }
            Body::RemoveMember { member, known } => {
                self.remove_member(hash, *member, known);
                true
            }
            Body::SetRole { member, role, known } => {
                let Some(member) = self.members.get_mut(member) else { return false };
                member.roles.retain(|(said, ..)| !precedes(graph, said, index));
                member.roles.push((hash, *role, known_map(known)));
                member.roles.sort_unstable_by_key(|(said, ..)| *said);
                // Among concurrent ones the lowest counts.
                member.role = member.roles.iter().map(|(_, role, _)| *role).min().unwrap_or(*role);
                true
            }
            Body::Hide { round, name } => self.hide(node.member, *round, *name),
            Body::Submit { circle, epoch, commitment, reads, known } => {
                let said = Submission {
                    operation: hash,
                    epoch: *epoch,
                    commitment: *commitment,
                    reads: *reads,
                    known: known.clone(),
                };
                self.submit(node.member, *circle, said)
            }
            // Said apart from who hid something under this id.
            Body::Circle { circle, .. } if self.hidden.contains_key(circle) => false,
            Body::Circle { circle, members, known } => {
                self.name_audience(AudienceName::Circle(*circle));
                let circle = self.circles.entry(*circle).or_default();
                circle.said.retain(|(said, ..)| !precedes(graph, said, index));
                circle.said.push((hash, members.clone(), known_map(known)));
                circle.said.sort_unstable_by_key(|(said, ..)| *said);
                circle.settle();
                true
            }
            Body::Rename { device, card } => {
                let name = Some(NewName { operation: hash, card: card.clone() });
                // Of concurrent ones the last in the order of evaluation counts.
                match device {
                    Some(device) => self.devices.get_mut(device).map(|device| device.renamed = name),
                    None => self.members.get_mut(&node.member).map(|member| member.renamed = name),
                }
                .is_some()
            }
            Body::Rotate { .. } | Body::Grant { .. } | Body::Erase { .. } => true,
        }
    }

    pub(super) fn name_audience(&mut self, name: AudienceName) {
        self.audiences.insert(name.id(self.workspace), name);
    }

    fn let_in(
        &mut self,
        hash: Hash,
        member: MemberId,
        role: Role,
        device: DevicePublic,
        card: &[u8],
    ) -> bool {
        if self.members.contains_key(&member) || !self.add_device(hash, member, device, &[]) {
            return false;
        }
        let roles = vec![(hash, role, KnownMap::new())];
        let card = card.to_vec();
        let found = Member { role, active: true, joined: hash, removed: None, card, renamed: None, roles };
        self.members.insert(member, found);
        self.name_audience(AudienceName::Only(member));
        true
    }

    fn add_device(&mut self, hash: Hash, member: MemberId, public: DevicePublic, card: &[u8]) -> bool {
        if self.devices.contains_key(&public.id) {
            return false;
        }
        let card = card.to_vec();
        let known = BTreeMap::new();
        self.devices.insert(
            public.id,
            Device { public, member, active: true, joined: hash, removed: None, card, renamed: None, known },
        );
        true
    }

    fn remove_member(&mut self, hash: Hash, member: MemberId, known: &[Known]) {
        let of_member = self.devices.iter().filter(|(_, device)| device.member == member);
        let devices: Vec<DeviceId> = of_member.map(|(id, _)| *id).collect();
        for device in devices {
            self.remove_device(hash, device, known);
        }
        if let Some(member) = self.members.get_mut(&member) {
            member.active = false;
            member.removed.get_or_insert(hash);
        }
    }

    fn remove_device(&mut self, hash: Hash, device: DeviceId, known: &[Known]) {
        if let Some(found) = self.devices.get_mut(&device) {
            found.active = false;
            found.removed.get_or_insert(hash);
            for known in known.iter().filter(|known| known.device == device) {
                let last = found.known.entry(known.audience).or_default();
                *last = known.sequence.max(*last);
            }
        }
    }

    fn is_open(&self, invitation: InvitationId) -> bool {
        self.invitations.get(&invitation).is_some_and(|found| found.state == InvitationState::Open)
    }

    fn use_up(&mut self, invitation: Option<InvitationId>, by: DeviceId) -> bool {
        if let Some(found) = invitation.and_then(|invitation| self.invitations.get_mut(&invitation)) {
            found.state = InvitationState::Used(by);
        }
        true
    }

    fn close(&mut self, invitation: InvitationId) -> bool {
        let found = self.invitations.get_mut(&invitation);
        found.is_some_and(|found| {
            found.state = InvitationState::Revoked;
            true
        })
    }

    fn note_erased(
        &mut self,
        audience: AudienceName,
        document: DocumentTag,
        erased: Erased,
        covers: &Covers,
    ) {
        let key = (audience.id(self.workspace), document);
        self.erased.entry(key).or_insert(erased).covers.merge(covers);
    }

    fn note_epoch(&mut self, audience: AudienceName, epoch: EpochId, grants: &[Grant], by: Option<Hash>) {
        let noted = self
            .epochs
            .entry(audience)
            .or_default()
            .entry(epoch)
            .or_insert(Epoch { granted: BTreeSet::new(), started: None });
        noted.started = noted.started.or(by);
        noted.granted.extend(grants.iter().map(|grant| grant.device));
    }
}

impl Circle {
    /// Who every one of the concurrent sayings has in the circle.
    fn settle(&mut self) {
        let mut said = self.said.iter().map(|(_, members, _)| members);
        self.members = said.next().cloned().unwrap_or_default();
        for members in said {
            self.members.retain(|member| members.contains(member));
        }
    }
}

fn precedes(graph: &Graph, first: &Hash, second: usize) -> bool {
    graph.index(first).is_some_and(|first| graph.precedes(first, second))
}

fn known_map(known: &[Known]) -> KnownMap {
    known.iter().map(|known| ((known.device, known.audience), known.sequence)).collect()
}
