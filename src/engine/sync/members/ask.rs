//! What a page asks about sharing, and beginning to share.

use document::DocumentKey;
use kernel::{DeviceId, Problem};
use protocol::{AudienceName, EnvelopeKind, InvitationId};
use std::collections::{BTreeSet, VecDeque};
use vault::{Card, DeviceKeys, InvitationSecret, Link, Terms};

use crate::{
    Replica, codec,
    job::Progress,
    message::{ClientId, Event, Reply, Role, Share},
    replica::Purpose,
    storage::{Operation, Store},
    sync::{
        Shared,
        chains::seal::Content,
        members::join::look,
        members::keys::alone,
        put,
        state::protocol_role,
        stored::{self, Settings},
    },
};

/// How far the beginning of sharing has come.
pub(crate) struct Beginning {
    settings: Settings,
    token: Option<String>,
    /// The documents left; `None` before it has begun.
    rest: Option<VecDeque<DocumentKey>>,
    saved: Vec<(DocumentKey, Vec<u8>)>,
}

impl Beginning {
    pub fn new(relay: Option<String>, token: Option<String>, name: String, device: String) -> Self {
        Self { settings: Settings { relay, name, device }, token, rest: None, saved: Vec::new() }
    }
}

impl Replica {
    /// Does what a page asks about sharing.
    pub(crate) fn share(
        &mut self,
        from: Option<(ClientId, u64)>,
        share: Share,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        let done = match share {
            Share::State => {
                let state = self.shown_sharing();
                if let Some((page, _)) = from {
                    self.tell_one(page, Event::Present(self.sync.told_present.clone()));
                    self.tell_one(page, Event::Hidden(self.sync.told_hidden.1.clone()));
                }
                return self.answered_now(from, Reply::Sharing(Box::new(state)));
            }
            Share::Look { link } => {
                let reply = look(&link).map_or_else(Reply::Refused, Reply::Link);
                return self.answered_now(from, reply);
            }
            Share::Arrivals => {
                let Some(rows) = read else {
                    self.read(Purpose::Job, Store::Meta, stored::ARRIVAL.to_owned());
                    return Progress::Waiting;
                };
                let arrivals = rows.iter().rev().filter_map(|(_, bytes)| codec::read(codec::VERSION, bytes));
                return self.answered_now(from, Reply::Arrivals(arrivals.collect()));
            }
            Share::Here(place) => {
                if let Some((page, _)) = from {
                    self.is_here(page, place);
                }
                return self.answered_now(from, Reply::Done);
            }
            Share::Hidden(hidden) => {
                if let Some((page, _)) = from {
                    self.is_hidden(page, hidden);
                }
                return self.answered_now(from, Reply::Done);
            }
            Share::Writing(caret) => {
                if let Some((page, _)) = from {
                    self.writes_at(page, caret);
                }
                return self.answered_now(from, Reply::Done);
            }
            Share::Hide { round, name } => match self.hide(round, name) {
                Ok(circle) => {
                    self.answer_when_written(from, Reply::Circle(circle));
                    return Progress::Finished;
                }
                Err(problem) => Err(problem),
            },
            Share::MakeRecoveryKey { name } => match self.make_recovery_key(&name) {
                Ok(sheet) => {
                    self.answer_when_written(from, Reply::RecoveryKey(sheet));
                    return Progress::Finished;
                }
                Err(problem) => Err(problem),
            },
            Share::Recover { sheet, relay, device } => {
                let reply = self.recover_by_key(&sheet, relay, device);
                return self.answered_now(from, reply.map_or_else(Reply::Refused, |()| Reply::Done));
            }
            Share::StopRecovering => {
                self.stop_recovering();
                return self.answered_now(from, Reply::Done);
            }
            Share::Meet(meet) => {
                let reply = self.meet(meet).map_or_else(Reply::Refused, |()| Reply::Done);
                return self.answered_now(from, reply);
            }
            // Work of their own kinds, which take their time.
            Share::Start { .. } | Share::Bundle { .. } | Share::TakeBundle(_) => Ok(()),
            Share::Relay { relay, token } => self.set_relay(relay, token),
            Share::Invite { role, workspace_name, expires } => self.invite(role, workspace_name, expires),
            Share::Revoke(invitation) | Share::Deny(invitation) => self.revoke(InvitationId(invitation.0)),
            Share::Join { link, relay, name, device } => self.join(&link, relay, name, device),
            Share::Approve { invitation, words } => self.approve(InvitationId(invitation.0), &words),
            Share::SetRole { member, role } => self.set_role(member, role),
            Share::Circle { circle, members } => self.set_circle(circle, members),
            Share::Submit { circle, reads } => self.submit(circle, reads),
            Share::Compare { round } => {
                let compared = self.compare(round);
                return self.answered_now(from, Reply::Compared(compared));
            }
            Share::Rename { device, name } => self.rename(device, &name),
            Share::RemoveMember(member) => self.remove_member(member),
            Share::RemoveDevice(device) => self.remove_device(device),
            Share::Leave => match self.identity.as_ref().map(|identity| identity.member) {
                Some(me) => self.remove_member(me),
                None => Err(alone()),
            },
        };
        match done {
            Ok(()) => self.answer_when_written(from, Reply::Done),
            Err(problem) => self.answer(from, Reply::Refused(problem)),
        }
        Progress::Finished
    }

    fn answered_now(&mut self, from: Option<(ClientId, u64)>, reply: Reply) -> Progress {
        self.answer(from, reply);
        Progress::Finished
    }

    /// Begins to share: reads every document, one after the other, then does all at once (Y-2).
    /// No other job is done meanwhile, so all are of one instant.
    pub(crate) fn begin_sharing(
        &mut self,
        from: Option<(ClientId, u64)>,
        beginning: &mut Beginning,
    ) -> Progress {
        if let Some(broken) = self.sync.broken {
            self.answer(from, Reply::Refused(broken.problem()));
            return Progress::Finished;
        }
        if self.sync.shared.is_some() {
            let problem = Problem::new("This workspace is shared already.", "");
            self.answer(from, Reply::Refused(problem));
            return Progress::Finished;
        }
        let listings = &self.shelf.listings;
        let rest = beginning.rest.get_or_insert_with(|| listings.keys().cloned().collect());
        while let Some(key) = rest.front().cloned() {
            match self.have(&BTreeSet::from([key.clone()])) {
                Ok(false) => return Progress::Waiting,
                Ok(true) => {
                    if let Some(loaded) = self.shelf.get(&key) {
                        beginning.saved.push((key, loaded.document.save()));
                    }
                    self.shelf.shrink();
                }
                // What cannot be read cannot be shared; it stays as it is.
                Err(problem) => {
                    if let Some((client, _)) = from {
                        self.tell_one(client, Event::Problem(problem));
                    }
                }
            }
            rest.pop_front();
        }
        match self.found(beginning) {
            Ok(()) => self.answer_when_written(from, Reply::Done),
            Err(problem) => {
                self.sync.shared = None;
                self.answer(from, Reply::Refused(problem));
            }
        }
        Progress::Finished
    }

    fn found(&mut self, beginning: &mut Beginning) -> Result<(), Problem> {
        let Some(identity) = self.identity.clone() else { return Err(alone()) };
        let settings = beginning.settings.clone();
        let keys = DeviceKeys::generate(&mut self.random);
        let card = Card { name: settings.name.clone(), device: settings.device.clone() };
        let operations = vault::found(
            identity.workspace,
            &keys,
            (identity.member, identity.device),
            &card,
            self.now,
            &mut self.random,
        )
        .map_err(|error| Problem::new(error.to_string(), "Reload the page and try again."))?;
        let secret = keys.to_bytes().to_vec();
        let mut shared = Shared::new(settings.clone(), keys, &identity);
        shared.token.clone_from(&beginning.token);
        self.sync.shared = Some(shared);
        // Nothing is staged before all of it can be.
        let mut taken = BTreeSet::new();
        if let Some(shared) = &mut self.sync.shared {
            for operation in operations {
                let hash = operation.hash();
                if shared.membership.add(operation).is_ok() {
                    taken.insert(hash);
                }
            }
            shared.take_grants(identity.device, &taken);
        }
        let mut contents = std::mem::take(&mut beginning.saved);
        // Who comes gets them in this order (Y-67).
        contents.sort_by_key(|(_, bytes)| bytes.len());
        let contents = contents.iter().map(|(document, bytes)| Content {
            document,
            kind: EnvelopeKind::Snapshot,
            bytes: bytes.clone(),
            covers: protocol::Covers::new(),
        });
        let sealed = self.seal(contents.collect())?;
        self.keep_operations(taken);
        self.stage_sealed(sealed);
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Secrets, stored::DEVICE.to_owned(), secret));
        self.keep_settings(settings, beginning.token.clone());
        Ok(())
    }

    fn keep_settings(&mut self, settings: Settings, token: Option<String>) {
        let next = &mut self.writer.next;
        let value = codec::write(codec::VERSION, &settings);
        next.operations.push(put(Store::Meta, stored::SETTINGS.to_owned(), value));
        let key = stored::TOKEN.to_owned();
        next.operations.push(match &token {
            Some(token) => put(Store::Secrets, key, token.clone().into_bytes()),
            None => Operation::Delete { store: Store::Secrets, key },
        });
        next.strict = true;
        if let Some(shared) = &mut self.sync.shared {
            (shared.settings, shared.token) = (settings, token);
        }
        self.sync.touch();
    }

    fn set_relay(&mut self, relay: Option<String>, token: Option<String>) -> Result<(), Problem> {
        let Some(shared) = &mut self.sync.shared else { return Err(alone()) };
        let settings = Settings { relay, ..shared.settings.clone() };
        // Another relay is another holder.
        shared.held.remove(&None);
        self.forget_rollback();
        let key = stored::held_key(None);
        self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
        self.keep_settings(settings, token);
        self.dial_anew();
        Ok(())
    }

    fn invite(
        &mut self,
        role: Option<Role>,
        workspace_name: String,
        expires: kernel::Timestamp,
    ) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let Some(identity) = self.identity.clone() else { return Err(alone()) };
        let (by, _) = shared.names(identity.member, identity.device);
        let relay = shared.settings.relay.clone();
        let role = role.map(protocol_role);
        let terms = Terms { role, expires, by: by.clone(), workspace_name: workspace_name.clone() };
        let secret = InvitationSecret::generate(&mut self.random);
        self.step(|author, random| author.invite(&secret, &terms, random))?;
        let invitation = secret.id();
        let link = Link { workspace: identity.workspace, secret, role, expires, by, workspace_name, relay };
        let link = link.fragment().to_string();
        let (key, value) = (stored::invitation_key(invitation), link.clone().into_bytes());
        self.writer.next.operations.push(put(Store::Secrets, key, value));
        if let Some(shared) = &mut self.sync.shared {
            shared.links.insert(invitation, link);
        }
        Ok(())
    }

    fn set_role(&mut self, member: kernel::MemberId, role: Role) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let known = shared.known_of(|device| shared.member_of(device) == Some(member));
        self.step(|author, _| author.set_role(member, protocol_role(role), known))
    }

    fn set_circle(
        &mut self,
        circle: kernel::RecordId,
        members: BTreeSet<kernel::MemberId>,
    ) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let audience = AudienceName::Circle(circle).id(shared.membership.workspace());
        let goes = |device| shared.member_of(device).is_some_and(|member| !members.contains(&member));
        let mut known = shared.known_of(goes);
        known.retain(|known| known.audience == audience);
        self.step(|author, random| author.circle(circle, members, known, random))
    }

    fn remove_member(&mut self, member: kernel::MemberId) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let known = shared.known_of(|device| shared.member_of(device) == Some(member));
        self.step(|author, random| author.remove_member(member, known, random))
    }

    fn remove_device(&mut self, device: DeviceId) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let known = shared.known_of(|one| one == device);
        self.step(|author, random| author.remove_device(device, known, random))
    }

    /// The address of the relay, if there is one.
    pub(crate) fn relay_address(&self) -> Option<String> {
        self.sync.shared.as_ref()?.settings.relay.clone()
    }

    /// The workspace that links lead to.
    pub(in crate::sync) fn workspace_to_meet(&self) -> Option<kernel::WorkspaceId> {
        self.sync.shared.as_ref().map(|shared| shared.membership.workspace())
    }
}
