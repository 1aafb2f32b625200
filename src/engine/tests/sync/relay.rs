//! A relay in memory that keeps to the protocol: what a real one does, without sockets and disk.

mod emptying;
mod taking;

use kernel::{DeviceId, WorkspaceId};
use protocol::{
    Added, AudienceId, Body, Frontier, Hash, InvitationId, InvitationState, Item, Limits, Membership,
    Message, Missing, Operation, Party, Position, Reason, WriteRight, limits, session_bytes,
};
use std::collections::{BTreeMap, BTreeSet};

/// One connection, as the relay numbers them.
pub type Conn = u64;

/// The envelopes of one chain, with their hashes.
pub type Chain = Vec<(Hash, Vec<u8>)>;

/// When a snapshot came, and how far chains were here then.
pub type Arrived = (i64, BTreeMap<DeviceId, u64>);

/// What a relay has on its disk.
#[derive(Clone, Default)]
pub struct Kept {
    pub membership: Option<Membership>,
    pub operations: Vec<(Hash, Vec<u8>)>,
    pub envelopes: BTreeMap<(AudienceId, DeviceId), Chain>,
    pub joins: BTreeMap<InvitationId, Vec<u8>>,
    /// Places that came as links from others than their device, and whose contents were never here.
    pub hollow: BTreeSet<(AudienceId, DeviceId, u64)>,
    /// Places that came as links from their device itself.
    pub words: BTreeSet<(AudienceId, DeviceId, u64)>,
    /// Since when snapshots are here.
    pub arrived: BTreeMap<(AudienceId, DeviceId, u64), Arrived>,
}

/// The last link of a chain; those that stand for nothing were never handed in.
fn last(chain: &Chain) -> Option<&(Hash, Vec<u8>)> {
    chain.iter().rev().find(|(_, bytes)| !bytes.is_empty())
}

/// How far a chain is held.
fn held(chain: &Chain) -> u64 {
    chain.iter().rposition(|(_, bytes)| !bytes.is_empty()).map_or(0, |at| at as u64 + 1)
}

fn is_stub(bytes: &[u8]) -> bool {
    matches!(Item::decode(bytes), Ok(Item::Emptied(_)))
}

fn may_write(view: &protocol::View, device: DeviceId, audience: AudienceId) -> bool {
    view.write_right(device, audience) == protocol::WriteRight::Yes && view.reads(device, audience)
}

/// One end of a connection.
struct Session {
    workspace: Option<WorkspaceId>,
    party: Option<Party>,
    nonce: [u8; 32],
    signature: Option<protocol::Signature>,
    open: bool,
    has_said: bool,
    theirs: Frontier,
    /// What it said to keep on its disk.
    keeps: Frontier,
    sent: BTreeSet<Hash>,
    /// Contents that it was asked for.
    asked: BTreeSet<Missing>,
    credit: u64,
}

pub struct Relay {
    pub kept: Kept,
    /// How much it takes at first of who connects.
    pub credit: u32,
    /// Whether it keeps what it has to itself.
    pub is_mute: bool,
    /// Whether it has no room for more.
    pub is_full: bool,
    /// What time it is there, and how long a snapshot waits for another's word.
    pub now: i64,
    pub grace: i64,
    sessions: BTreeMap<Conn, Session>,
    nonces: u8,
    out: Vec<(Conn, Option<Message>)>,
}

impl Default for Relay {
    fn default() -> Self {
        let (kept, sessions, out) = (Kept::default(), BTreeMap::new(), Vec::new());
        let grace = 30 * 24 * 60 * 60 * 1000;
        Self {
            kept,
            credit: 1 << 24,
            is_mute: false,
            is_full: false,
            now: 0,
            grace,
            sessions,
            nonces: 0,
            out,
        }
    }
}

impl Relay {
    pub fn connect(&mut self, conn: Conn) {
        self.nonces = self.nonces.wrapping_add(1);
        let session = Session {
            workspace: None,
            party: None,
            nonce: [self.nonces; 32],
            signature: None,
            open: false,
            has_said: false,
            theirs: Frontier::new(),
            keeps: Frontier::new(),
            sent: BTreeSet::new(),
            asked: BTreeSet::new(),
            credit: 0,
        };
        self.sessions.insert(conn, session);
    }

    pub fn disconnect(&mut self, conn: Conn) {
        self.sessions.remove(&conn);
        self.tell_present();
    }

    /// Tells every device who else is connected.
    fn tell_present(&mut self) {
        let open = self.sessions.values().filter(|session| session.open);
        let devices: Vec<DeviceId> = open
            .filter_map(|session| match session.party {
                Some(Party::Device(device)) => Some(device),
                _ => None,
            })
            .collect();
        self.pass_on(None, |own| {
            let others: BTreeSet<DeviceId> =
                devices.iter().copied().filter(|device| *device != own).collect();
            Some(Message::Present(others.into_iter().collect()))
        });
    }

    /// What a device said to keep on its disk.
    pub fn known_of(&self, device: DeviceId) -> Frontier {
        let session = self.sessions.values().find(|session| session.party == Some(Party::Device(device)));
        session.expect("connected").keeps.clone()
    }

    /// What is to be sent; `None` closes the connection.
    pub fn take_out(&mut self) -> Vec<(Conn, Option<Message>)> {
        std::mem::take(&mut self.out)
    }

    fn say(&mut self, conn: Conn, message: Message) {
        self.out.push((conn, Some(message)));
    }

    fn refuse(&mut self, conn: Conn, reason: Reason) {
        self.say(conn, Message::Refused { reason, text: format!("{reason:?}") });
        if reason != Reason::UnknownWorkspace {
            self.out.push((conn, None));
            self.sessions.remove(&conn);
        }
    }

    pub fn frame(&mut self, conn: Conn, bytes: &[u8]) {
        let Ok(message) = Message::decode(bytes) else { return self.refuse(conn, Reason::Malformed) };
        let Some(session) = self.sessions.get_mut(&conn) else { return };
        match message {
            Message::Hello { version, workspace, party } if session.party.is_none() => {
                assert_eq!(version, limits::VERSION);
                (session.workspace, session.party) = (Some(workspace), Some(party));
                let nonce = session.nonce;
                self.say(conn, Message::Challenge { nonce });
            }
            Message::Proof { signature } if !session.open => {
                session.signature = Some(signature);
                self.check(conn);
            }
            Message::Create { found, .. } if !session.open && self.kept.membership.is_none() => {
                let operation = Operation::decode(&found).unwrap();
                let mut membership = Membership::new(operation.workspace);
                membership.add(operation.clone()).unwrap();
                self.kept.operations.push((operation.hash(), found));
                self.kept.membership = Some(membership);
                self.check(conn);
            }
            Message::Ping(number) => self.say(conn, Message::Pong(number)),
            message if session.open => self.opened(conn, message),
            other => panic!("out of turn: {other:?}"),
        }
    }

    fn check(&mut self, conn: Conn) {
        let Some(session) = self.sessions.get(&conn) else { return };
        let (Some(workspace), Some(party), Some(signature)) =
            (session.workspace, session.party, session.signature)
        else {
            return self.refuse(conn, Reason::Malformed);
        };
        let Some(membership) = self.kept.membership.as_ref().filter(|m| m.workspace() == workspace) else {
            return self.refuse(conn, Reason::UnknownWorkspace);
        };
        let bytes = session_bytes(workspace, party, &session.nonce, b"relay");
        let view = membership.view();
        let key = match party {
            Party::Device(device) => match view.devices().get(&device) {
                Some(found) if found.active => found.public.signing,
                Some(_) => return self.refuse(conn, Reason::Removed),
                None => return self.refuse(conn, Reason::Stranger),
            },
            Party::Invited(invitation) => match view.invitations().get(&invitation) {
                Some(found) if found.state == InvitationState::Open => found.key,
                _ => return self.refuse(conn, Reason::Invitation),
            },
        };
        if signature.verify(&key, &bytes).is_err() {
            return self.refuse(conn, Reason::Stranger);
        }
        let invitation = match party {
            Party::Invited(invitation) => view.invitations().get(&invitation).map(|found| found.operation),
            Party::Device(_) => None,
        };
        let operation = invitation.and_then(|hash| membership.operation(&hash)).map(Operation::encode);
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.open = true;
        }
        let limits =
            Limits { credit: self.credit, frame: limits::MAX_FRAME as u32, stored: 0, quota: u64::MAX };
        self.say(conn, Message::Welcome(limits));
        if let Some(operation) = operation {
            self.say(conn, Message::Invitation { operation });
        }
        self.tell_present();
    }

    fn opened(&mut self, conn: Conn, message: Message) {
        let device = match self.sessions.get(&conn).and_then(|session| session.party) {
            Some(Party::Device(device)) => device,
            _ => {
                if let Message::Join { invitation, request } = message {
                    self.kept.joins.insert(invitation, request.clone());
                    self.pass_on(None, |_| Some(Message::Join { invitation, request: request.clone() }));
                }
                return;
            }
        };
        match message {
            Message::Have { operations, frontier } => self.they_have(conn, device, &operations, frontier),
            Message::Durable { operations, frontier } => {
                if let Some(session) = self.sessions.get_mut(&conn) {
                    session.theirs.merge(&frontier);
                    session.keeps.merge(&frontier);
                    session.sent.extend(operations);
                }
            }
            Message::Credit(bytes) => {
                if let Some(session) = self.sessions.get_mut(&conn) {
                    session.credit += u64::from(bytes);
                }
                self.serve(conn);
            }
            Message::Operations(items) => self.take_operations(conn, items),
            Message::Envelopes(items) => self.take_envelopes(conn, items),
            Message::Covered { audience, snapshot, envelopes } => {
                self.empty(device, audience, snapshot, &envelopes);
            }
            Message::Signal { to, from, sealed } => {
                assert_eq!(from, device);
                self.pass_on(Some(conn), |other| {
                    let wanted = to.is_none_or(|to| to == other);
                    wanted.then(|| Message::Signal { to, from, sealed: sealed.clone() })
                });
            }
            _ => {}
        }
    }

    fn pass_on(&mut self, but: Option<Conn>, message: impl Fn(DeviceId) -> Option<Message>) {
        for (conn, session) in &self.sessions {
            if let (true, Some(Party::Device(device))) = (session.open && Some(*conn) != but, session.party)
                && let Some(message) = message(device)
            {
                self.out.push((*conn, Some(message)));
            }
        }
    }

    fn they_have(&mut self, conn: Conn, device: DeviceId, heads: &[Hash], frontier: Frontier) {
        let Some(membership) = &self.kept.membership else { return };
        let lacking: BTreeSet<Hash> =
            membership.missing_from(heads).into_iter().map(Operation::hash).collect();
        let known = self.kept.operations.iter().map(|(hash, _)| *hash).filter(|hash| !lacking.contains(hash));
        let known: BTreeSet<Hash> = known.collect();
        let Some(session) = self.sessions.get_mut(&conn) else { return };
        let is_first = !session.has_said;
        session.has_said = true;
        session.theirs = frontier.clone();
        session.keeps = frontier;
        session.sent = known;
        if is_first {
            let frontier = self.told(device, self.frontier_for(device));
            let have = Message::Have { operations: membership.heads(), frontier };
            self.say(conn, have);
            self.ask(conn);
            for (invitation, request) in self.kept.joins.clone() {
                self.say(conn, Message::Join { invitation, request });
            }
        }
        self.serve(conn);
    }

    fn frontier_for(&self, device: DeviceId) -> Frontier {
        let mut frontier = Frontier::new();
        for ((audience, of), chain) in &self.kept.envelopes {
            let reads = self.kept.membership.as_ref().is_some_and(|m| m.view().reads(device, *audience));
            if let (Some((hash, _)), true) = (last(chain), reads) {
                frontier.advance(*audience, *of, Position { sequence: held(chain), hash: *hash });
            }
        }
        frontier
    }

    /// Sends a device what it lacks.
    fn serve(&mut self, conn: Conn) {
        let Some(session) = self.sessions.get(&conn).filter(|_| !self.is_mute) else { return };
        let (Some(Party::Device(device)), true) = (session.party, session.open && session.has_said) else {
            return;
        };
        let here = self.frontier_for(device);
        let Some(session) = self.sessions.get_mut(&conn) else { return };
        let operations: Vec<(Hash, Vec<u8>)> =
            self.kept.operations.iter().filter(|(hash, _)| !session.sent.contains(hash)).cloned().collect();
        session.sent.extend(operations.iter().map(|(hash, _)| *hash));
        let view = self.kept.membership.as_ref().map(Membership::view);
        let alone = |bytes: &Vec<u8>| {
            let item = Item::decode(bytes).unwrap();
            view.is_some_and(|view| view.stands_alone(item.header()))
        };
        let mut messages = Vec::new();
        if !operations.is_empty() {
            messages.push(Message::Operations(operations.into_iter().map(|(_, bytes)| bytes).collect()));
        }
        let mut runs = session.theirs.missing_from(&here);
        Missing::smallest_first(&mut runs);
        for run in runs {
            let chain = &self.kept.envelopes[&(run.audience, run.device)];
            let (mut items, mut size) = (Vec::new(), 0);
            for at in run.from..=run.to {
                let (hash, bytes) = &chain[at as usize - 1];
                if bytes.is_empty() {
                    continue;
                }
                if session.credit < size + bytes.len() as u64 {
                    break;
                }
                // Of links without contents that follow each other the last is enough.
                if is_stub(bytes) && items.last().is_some_and(|last: &Vec<u8>| is_stub(last) && !alone(last))
                {
                    items.pop();
                }
                if items.iter().map(Vec::len).sum::<usize>() + bytes.len() > limits::GATHERED {
                    messages.push(Message::Envelopes(std::mem::take(&mut items)));
                }
                size += bytes.len() as u64;
                session.theirs.advance(run.audience, run.device, Position { sequence: at, hash: *hash });
                items.push(bytes.clone());
            }
            session.credit -= size;
            if !items.is_empty() {
                messages.push(Message::Envelopes(items));
            }
        }
        for message in messages {
            self.say(conn, message);
        }
    }

    fn serve_all(&mut self) {
        for conn in self.sessions.keys().copied().collect::<Vec<_>>() {
            self.serve(conn);
        }
    }

    fn take_operations(&mut self, conn: Conn, items: Vec<Vec<u8>>) {
        let mut durable = Vec::new();
        for bytes in items {
            let Ok(operation) = Operation::decode(&bytes) else {
                return self.refuse(conn, Reason::Malformed);
            };
            let Some(membership) = &mut self.kept.membership else { return };
            let hash = operation.hash();
            match membership.add(operation) {
                Ok(Added::Known) => durable.push(hash),
                Ok(Added::Waiting(_)) => {}
                Ok(Added::Taken { taken, .. }) => {
                    for hash in taken {
                        durable.push(hash);
                        let operation = membership.operation(&hash).unwrap();
                        self.kept.operations.push((hash, operation.encode()));
                        let (invitation, accepted) = match operation.body {
                            Body::AddMember { invitation, .. } => (Some(invitation), true),
                            Body::AddDevice { invitation, .. } => (invitation, true),
                            Body::Revoke { invitation } => (Some(invitation), false),
                            _ => (None, false),
                        };
                        if let Some(invitation) = invitation {
                            self.kept.joins.remove(&invitation);
                            for (conn, session) in &self.sessions {
                                if session.party == Some(Party::Invited(invitation)) && session.open {
                                    self.out.push((*conn, Some(Message::Answer { invitation, accepted })));
                                }
                            }
                        }
                    }
                }
                Err(refusal) => {
                    let (reason, text) = (Reason::Operation, refusal.to_string());
                    self.out.push((conn, Some(Message::Rejected { item: hash, reason, text })));
                }
            }
        }
        self.erase();
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.sent.extend(durable.iter().copied());
        }
        self.say(conn, Message::Durable { operations: durable, frontier: Frontier::new() });
        self.turn_out();
        for conn in self.sessions.keys().copied().collect::<Vec<_>>() {
            self.ask(conn);
        }
        self.serve_all();
    }

    /// Asks for contents that are here only as links, and that their writer may not hand in any more.
    fn ask(&mut self, conn: Conn) {
        let Some(session) = self.sessions.get(&conn).filter(|session| session.open && session.has_said)
        else {
            return;
        };
        let (Some(Party::Device(by)), Some(membership)) = (session.party, &self.kept.membership) else {
            return;
        };
        let view = membership.view();
        let places = self.kept.hollow.iter().map(|place| (place, false));
        let places = places.chain(self.kept.words.iter().map(|place| (place, true)));
        let runs: Vec<Missing> = places
            .filter(|((audience, of, at), is_word)| {
                let right = view.write_right(*of, *audience);
                let is_wanted = right.covers(*at) && (!is_word || right != WriteRight::Yes);
                is_wanted && *of != by && view.reads(by, *audience)
            })
            .map(|((audience, device, at), _)| Missing {
                audience: *audience,
                device: *device,
                from: *at,
                to: *at,
            })
            .collect();
        let session = self.sessions.get_mut(&conn).unwrap();
        let runs: Vec<Missing> = runs.into_iter().filter(|run| session.asked.insert(*run)).collect();
        if !runs.is_empty() {
            self.say(conn, Message::Wanted(runs));
        }
    }

    /// Ends the sessions of those who are out.
    fn turn_out(&mut self) {
        let Some(membership) = &self.kept.membership else { return };
        let out = self.sessions.iter().filter(|(_, session)| {
            matches!(session.party, Some(Party::Device(device)) if membership.view().device(device).is_none())
        });
        for conn in out.map(|(conn, _)| *conn).collect::<Vec<_>>() {
            self.refuse(conn, Reason::Removed);
        }
    }
}
