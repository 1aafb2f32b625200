//! How sharing stands, for pages: made anew when something may have changed, told when it did.

use document::Audience;
use kernel::{DeviceId, MemberId, Timestamp};
use protocol::{AudienceId, AudienceName, View};

use super::{Shared, faults::broken::Broken, faults::rollback, links::link::Link, stored::Held};
use crate::{
    Replica,
    identity::Identity,
    message::{
        AudienceSafety, Circle, Device, Event, Holder, Invitation, InvitationId, InvitationState,
        JoinRequest, Member, Path, PathState, Phase, Role, Safety, SetAside, SharingState, Standing,
    },
};

impl Replica {
    /// Tells pages how sharing stands, if that differs from what they know.
    pub(crate) fn tell_sharing(&mut self) {
        if !std::mem::take(&mut self.sync.changed) {
            return;
        }
        let state = self.shown_sharing();
        if state != self.sync.told {
            self.sync.told = state.clone();
            self.tell(Event::Sharing(Box::new(state)));
        }
        self.tell_hidden();
    }

    /// How sharing stands, as far as it is on disk: while something of who belongs or how this device
    /// takes part is on its way there, pages see what was there before (S-30).
    pub(super) fn shown_sharing(&mut self) -> SharingState {
        let state = self.sharing();
        if !self.writer.brings_sharing() {
            self.sync.on_disk = state.clone();
            return state;
        }
        let was = self.sync.on_disk.clone();
        let SharingState { standing, relay, members, circles, invitations, requests, safety, .. } = was;
        SharingState { standing, relay, members, circles, invitations, requests, safety, ..state }
    }

    /// The disk was just read: what pages are told from now on follows from that.
    pub(crate) fn remember_sharing(&mut self) {
        self.sync.on_disk = self.sharing();
        self.sync.touch();
    }

    /// How sharing stands.
    pub(crate) fn sharing(&self) -> SharingState {
        let Some(identity) = &self.identity else { return SharingState::default() };
        let mut state = SharingState {
            standing: self.standing(identity),
            paths: self.paths(identity.device),
            relay: self.relay_address(),
            trouble: self.broken().map(Broken::problem),
            meeting: self.meeting(),
            ..SharingState::default()
        };
        let Some(shared) = &self.sync.shared else { return state };
        let view = shared.membership.view();
        state.members = shared.members(identity);
        state.circles = circles(view);
        state.invitations = shared.invitations(self.now);
        state.clock = self.sync.clocks.off(|device| self.sync.present.contains_key(&device));
        state.requests = shared.waiting_to_join();
        state.safety = shared.safety(identity.device, view);
        let mut aside: Vec<SetAside> = shared.aside.values().cloned().collect();
        aside.sort_by_key(|aside| std::cmp::Reverse(aside.at));
        state.aside = aside;
        state.rollback = shared.lost.as_ref().map(rollback::Lost::shown);
        state.trouble = shared.lost.as_ref().and_then(rollback::Lost::problem);
        if state.trouble.is_none() {
            state.trouble = self.lasting_trouble();
        }
        state
    }

    fn standing(&self, identity: &Identity) -> Standing {
        if let Some(broken) = self.broken() {
            return broken.standing();
        }
        let shared = self.sync.shared.as_ref();
        if let Some(role) = shared.and_then(|shared| shared.membership.view().role_of(identity.device)) {
            return Standing::Member(role_of(role));
        }
        if let Some(joining) = &self.sync.joining {
            return Standing::Joining(joining.shown(self.sync.links.values().any(Link::is_open)));
        }
        if let Some(recovering) = &self.sync.recovering
            && let Some(shown) = recovering.shown(self.sync.links.values().any(Link::is_open))
        {
            return Standing::Recovering(shown);
        }
        let Some(shared) = shared else { return Standing::Alone };
        let removed =
            shared.membership.view().devices().get(&identity.device).and_then(|device| device.removed);
        let operation = removed.and_then(|hash| shared.membership.operation(&hash));
        let mut devices = shared.membership.view().devices().values();
        let stays = devices.any(|device| device.active && device.member == identity.member);
        match operation {
            Some(operation) => {
                let by = shared.member_of(operation.author).unwrap_or(identity.member);
                Standing::Out { by, at: operation.at, stays }
            }
            None => Standing::Out { by: identity.member, at: Timestamp::default(), stays },
        }
    }

    fn paths(&self, me: DeviceId) -> Vec<PathState> {
        let shared = self.sync.shared.as_ref();
        let mut paths: Vec<PathState> = self
            .sync
            .links
            .iter()
            .filter(|(_, link)| link.peer.is_none_or(|peer| shared.is_none_or(|shared| shared.is_in(peer))))
            .map(|(id, link)| PathState {
                link: *id,
                path: link.path,
                device: link.peer,
                phase: shared.map_or(Phase::Opening, |shared| shared.phase(link, me)),
                here: shared.map_or(0, Shared::places),
                since: link.since,
                problem: self.missing_over(link).or_else(|| link.problem.clone()),
            })
            .collect();
        // While one is being proved the last one's trouble is not a second connection.
        let is_linked = self.sync.links.values().any(|link| link.path == Path::Relay);
        if let Some(redial) = self.sync.redial.as_ref().filter(|_| !is_linked) {
            paths.push(PathState {
                link: redial.dialling.unwrap_or(crate::message::LinkId(0)),
                path: Path::Relay,
                device: None,
                phase: if redial.dialling.is_some() { Phase::Opening } else { Phase::Away },
                here: shared.map_or(0, Shared::places),
                since: redial.since,
                problem: redial.problem.clone(),
            });
        }
        paths
    }

    /// Why nothing can be exchanged, when that has been so for more than one try.
    fn lasting_trouble(&self) -> Option<kernel::Problem> {
        if let Some(broken) = self.broken() {
            return Some(broken.problem());
        }
        let halted = self.sync.links.values().find(|link| link.halted);
        if let Some(problem) = halted.and_then(|link| link.problem.clone()) {
            return Some(problem);
        }
        if self.sync.twice.is_some() {
            return Some(super::links::relay::twice());
        }
        if let Some(problem) = self.sync.links.values().find_map(|link| self.missing_over(link)) {
            return Some(problem);
        }
        self.sync
            .redial
            .as_ref()
            .filter(|redial| redial.is_refused || redial.failures >= super::links::relay::TRIES)
            .and_then(|redial| redial.problem.clone())
    }

    /// What is missing over a link, as long as it is (Y-18).
    fn missing_over(&self, link: &Link) -> Option<kernel::Problem> {
        let shared = self.sync.shared.as_ref()?;
        let is_missing = |gap: &&(AudienceId, DeviceId, u64)| {
            shared.latest.position(gap.0, gap.1).is_none_or(|place| place.sequence < gap.2)
        };
        let (_, device, _) = link.missing.iter().find(is_missing)?;
        Some(kernel::Problem::new(
            format!(
                "Something that {} wrote is missing: later changes came without it.",
                self.device_name(*device)
            ),
            "It is taken from another device as soon as one with it is reached, or from a file for others.",
        ))
    }

    /// How a device is called.
    pub(super) fn device_name(&self, device: DeviceId) -> String {
        let name = self.sync.shared.as_ref().and_then(|shared| {
            let member = shared.member_of(device)?;
            let (name, device) = shared.names(member, device);
            match (name.is_empty(), device.is_empty()) {
                (false, false) => Some(format!("{name} ({device})")),
                (false, true) => Some(name),
                (true, false) => Some(device),
                (true, true) => None,
            }
        });
        name.unwrap_or_else(|| "A device".to_owned())
    }

    /// Some devices are connected to the relay now.
    pub(super) fn are_present(&mut self, devices: &[DeviceId]) {
        let now = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        let known = devices.iter().filter(|device| shared.membership.view().device(**device).is_some());
        for device in known.copied().collect::<Vec<_>>() {
            shared.seen.insert(device, now);
        }
        let links = &self.sync.links;
        let is_here = |device: &DeviceId| {
            devices.contains(device) || links.values().any(|link| link.peer == Some(*device))
        };
        self.sync.present.retain(|device, _| is_here(device));
        self.sync.touch();
    }

    /// A connection ended: who was here over it alone is not here any more.
    pub(super) fn nobody_present(&mut self) {
        let links = &self.sync.links;
        let is_here =
            |device| links.values().any(|link| link.peer == Some(device) || link.beside.contains(&device));
        self.sync.present.retain(|device, _| is_here(*device));
    }
}

impl Shared {
    /// Whether a device belongs to the workspace now.
    fn is_in(&self, device: DeviceId) -> bool {
        self.membership.view().device(device).is_some()
    }

    pub(super) fn member_of(&self, device: DeviceId) -> Option<MemberId> {
        self.membership.view().devices().get(&device).map(|device| device.member)
    }

    fn members(&self, me: &Identity) -> Vec<Member> {
        let view = self.membership.view();
        let mut members: Vec<Member> = view
            .members()
            .iter()
            .map(|(id, member)| {
                let devices = view.devices().iter().filter(|(_, device)| device.member == *id);
                let devices = devices
                    .map(|(device, found)| {
                        let (_, name) = self.names(*id, *device);
                        Device {
                            id: *device,
                            name,
                            key_made: self.membership.made_as_key(*device),
                            is_this: *device == me.device,
                            is_out: !found.active,
                            seen: self.seen.get(device).copied(),
                        }
                    })
                    .collect();
                Member {
                    id: *id,
                    name: self.member_names.get(id).cloned().unwrap_or_default(),
                    role: role_of(member.role),
                    is_me: *id == me.member,
                    is_out: !member.active,
                    devices,
                }
            })
            .collect();
        members.sort_by_key(|member| (!member.is_me, member.is_out, member.id));
        members
    }

    fn invitations(&self, now: Timestamp) -> Vec<Invitation> {
        let view = self.membership.view();
        let mut invitations: Vec<Invitation> = view
            .invitations()
            .iter()
            .map(|(id, found)| {
                let state = match found.state {
                    protocol::InvitationState::Open if found.expires < now => InvitationState::Expired,
                    protocol::InvitationState::Open => InvitationState::Open,
                    protocol::InvitationState::Revoked => InvitationState::Revoked,
                    protocol::InvitationState::Used(device) => {
                        InvitationState::Used(self.member_of(device).unwrap_or(found.by))
                    }
                };
                let link = self.links.get(id).filter(|_| state == InvitationState::Open).cloned();
                Invitation {
                    id: InvitationId(id.0),
                    role: found.role.map(role_of),
                    by: found.by,
                    expires: found.expires,
                    link,
                    state,
                }
            })
            .collect();
        invitations.sort_by_key(|invitation| std::cmp::Reverse(invitation.expires));
        invitations
    }

    fn waiting_to_join(&self) -> Vec<JoinRequest> {
        let view = self.membership.view();
        let open = self.requests.iter().filter(|(id, _)| {
            view.invitations().get(id).is_some_and(|found| found.state == protocol::InvitationState::Open)
        });
        open.map(|(id, request)| JoinRequest {
            invitation: InvitationId(id.0),
            name: request.card.name.clone(),
            device: request.card.device.clone(),
            role: view.invitations().get(id).and_then(|found| found.role).map(role_of),
            words: request.words.clone(),
            at: request.at,
            is_contested: request.is_contested,
        })
        .collect()
    }

    fn safety(&self, me: DeviceId, view: &View) -> Safety {
        let mut here: Vec<AudienceId> = self.durable.positions().map(|(audience, ..)| audience).collect();
        here.dedup();
        let at_relay = self.held.get(&None).map(|held| &held.frontier);
        let audiences = here.into_iter().filter_map(|audience| {
            let written = self.durable.position(audience, me).map_or(0, |position| position.sequence);
            let here = self.durable.of_audiences(|one| one == audience);
            let lacking = at_relay.map(|at_relay| at_relay.missing_from(&here));
            let relay_has_all = lacking.is_some_and(|lacking| {
                lacking.into_iter().filter_map(|run| self.counting(run)).next().is_none()
            });
            let holders = self.held.iter().filter(|(device, _)| {
                device.is_none_or(|device| device != me && view.reads(device, audience))
            });
            let has = |held: &Held| held.frontier.position(audience, me).map_or(0, |place| place.sequence);
            Some(AudienceSafety {
                audience: audience_of_documents(view.audience(audience)?),
                written,
                relay_has_all,
                holders: holders
                    .map(|(device, held)| Holder { device: *device, has: has(held), at: held.at })
                    .collect(),
            })
        });
        Safety { audiences: audiences.collect() }
    }

    /// How many places of chains are here.
    fn places(&self) -> u64 {
        self.latest.positions().fold(0, |sum, (_, _, place)| sum.saturating_add(place.sequence))
    }

    fn phase(&self, link: &Link, me: DeviceId) -> Phase {
        if !link.is_open() || !link.has_said {
            return Phase::Opening;
        }
        // What does not count is not waited for, nor is it passed on; nor is the other end of a fork, and what
        // is hidden and was not opened to this device yet.
        let count = |runs: Vec<protocol::Missing>| -> u64 {
            let counting = runs.into_iter().filter_map(|run| self.counting(run));
            let counting = counting.filter(|run| !link.forked.has(run.audience, run.device));
            let counting = counting.filter(|run| !self.is_shut(run.audience));
            counting
                .map(|run| run.to - run.from)
                .fold(0, |sum, more| sum.saturating_add(more).saturating_add(1))
        };
        let to_come = count(self.latest.missing_from(&link.said));
        let to_go = count(link.said.missing_from(&self.offered(link, me)));
        if (to_come, to_go) == (0, 0) { Phase::Same } else { Phase::Exchanging { to_come, to_go } }
    }
}

fn circles(view: &View) -> Vec<Circle> {
    let circles = view.circles().iter().map(|(id, circle)| {
        let members = circle.members.iter().filter(|member| view.member(**member).is_some());
        Circle { id: *id, members: members.copied().collect() }
    });
    circles.collect()
}

/// A role in the words of pages.
pub(super) const fn role_of(role: protocol::Role) -> Role {
    match role {
        protocol::Role::Owner => Role::Owner,
        protocol::Role::Manager => Role::Manager,
        protocol::Role::Viewer => Role::Viewer,
    }
}

/// A role in the words of the protocol.
pub(super) const fn protocol_role(role: Role) -> protocol::Role {
    match role {
        Role::Owner => protocol::Role::Owner,
        Role::Manager => protocol::Role::Manager,
        Role::Viewer => protocol::Role::Viewer,
    }
}

/// An audience in the words of documents.
pub(super) const fn audience_of_documents(name: AudienceName) -> Audience {
    match name {
        AudienceName::Everyone => Audience::Everyone,
        AudienceName::Only(member) => Audience::OnlyMe(member),
        AudienceName::Circle(circle) => Audience::Circle(circle),
    }
}
