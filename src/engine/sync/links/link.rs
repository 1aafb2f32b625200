//! One connection: greeting, proof of who is at its ends, and its end.
//!
//! Towards a relay only this side proves who it is; towards a peer both do, and nothing else is
//! said before both have.

use kernel::{DeviceId, Problem, Timestamp};
use protocol::{Frontier, Hash, Message, Missing, Party, Reason, limits, session_bytes};
use rand_core::Rng as _;
use std::collections::{BTreeSet, VecDeque};

use crate::{
    Effect, Replica,
    message::{LinkId, Path},
};

/// A connection and what was said over it.
pub(crate) struct Link {
    pub path: Path,
    /// What only the two ends of this channel know of it.
    binding: Vec<u8>,
    /// As whom we speak.
    pub party: Party,
    /// The device at the other end, once it has proved to be that.
    pub peer: Option<DeviceId>,
    /// Who the other end says to be, and what it has to sign.
    challenged: Option<(Party, [u8; 32])>,
    /// Whether the other end has let us in.
    pub welcomed: bool,
    pub since: Timestamp,
    /// How often in a row there was none that worked before this one.
    pub failures: u32,
    pub problem: Option<Problem>,
    /// Whether the other end has said what it has.
    pub has_said: bool,
    /// What the other end has, or was sent over this link.
    pub theirs: Frontier,
    /// What it said to have, sent or not.
    pub said: Frontier,
    /// Of a relay: what it said to have on its disk.
    pub kept: Frontier,
    /// The heads of its log, and the operations it was sent.
    pub heads: Vec<Hash>,
    pub sent: BTreeSet<Hash>,
    /// Of those that erase something, the ones it said to have on its disk.
    pub erased: BTreeSet<Hash>,
    /// How many operations were compared with its log.
    pub compared: usize,
    /// How many bytes may still be sent to it, and by it.
    pub credit: u64,
    pub window: u64,
    /// How many of its bytes were taken in since it was given credit.
    pub taken: u64,
    /// Stretches of which it has only links, and asked for the contents (Y-95).
    pub wanted: VecDeque<Missing>,
    /// What is being read from the disk for it.
    pub reading: Option<Missing>,
    /// What it was told to be on disk here.
    pub told: (Frontier, BTreeSet<Hash>),
    /// Whether it refused something, and whether that is a reason to send nothing more.
    pub refused: bool,
    pub halted: bool,
    /// Chains that are others there.
    pub forked: crate::sync::faults::forked::Forked,
    /// Whether it sent links without contents, and nothing that stands for these.
    pub is_stuck: bool,
    /// How many messages of envelopes it has not answered.
    pub unanswered: u32,
    /// Chains that it was asked for again because of a gap.
    pub gaps: BTreeSet<(protocol::AudienceId, DeviceId, u64)>,
    /// What is missing all the same: chains, and the number before what came.
    pub missing: BTreeSet<(protocol::AudienceId, DeviceId, u64)>,
    /// Of a direct connection: the device it was made for.
    pub expects: Option<DeviceId>,
    /// Of a relay: which other devices are connected to it.
    pub beside: BTreeSet<DeviceId>,
    /// What is left to others to bring.
    pub left: crate::sync::links::once::Left,
    /// Since when the device at the other end is out, and was told so.
    pub out_since: Option<Timestamp>,
}

impl Link {
    fn new(path: Path, binding: Vec<u8>, party: Party, since: Timestamp) -> Self {
        Self {
            path,
            binding,
            party,
            peer: None,
            challenged: None,
            welcomed: false,
            since,
            failures: 0,
            problem: None,
            has_said: false,
            theirs: Frontier::new(),
            said: Frontier::new(),
            kept: Frontier::new(),
            heads: Vec::new(),
            sent: BTreeSet::new(),
            erased: BTreeSet::new(),
            compared: 0,
            credit: 0,
            window: crate::sync::chains::exchange::WINDOW,
            taken: 0,
            wanted: VecDeque::new(),
            reading: None,
            told: (Frontier::new(), BTreeSet::new()),
            refused: false,
            halted: false,
            forked: crate::sync::faults::forked::Forked::default(),
            is_stuck: false,
            unanswered: 0,
            gaps: BTreeSet::new(),
            missing: BTreeSet::new(),
            expects: None,
            beside: BTreeSet::new(),
            left: crate::sync::links::once::Left::default(),
            out_since: None,
        }
    }

    /// Whether it was of use for a while. A clock that was put back says nothing.
    fn has_lasted(&self, now: Timestamp) -> bool {
        let millis = now.millis().saturating_sub(self.since.millis());
        self.is_open() && !(0..crate::sync::links::relay::WORKED).contains(&millis)
    }

    /// Whether both ends know each other.
    pub fn is_open(&self) -> bool {
        self.welcomed && (self.path == Path::Relay || self.peer.is_some())
    }
}

impl Replica {
    /// A connection is there.
    pub(crate) fn linked(&mut self, id: LinkId, path: Path, binding: Vec<u8>) {
        let party = self.party();
        let (Some(party), Some(workspace)) = (party, self.workspace_to_meet()) else {
            self.effects.push(Effect::HangUp { link: id });
            return;
        };
        let mut link = Link::new(path, binding, party, self.now);
        link.expects = self.attempt_came_about(id);
        if path == Path::Relay {
            link.failures = self.sync.redial.as_ref().map_or(0, |redial| redial.failures);
        }
        self.sync.links.insert(id, link);
        self.sync.touch();
        self.say(id, &Message::Hello { version: limits::VERSION, workspace, party });
    }

    /// A connection ended.
    pub(crate) fn unlinked(&mut self, id: LinkId, problem: Option<Problem>) {
        let Some(link) = self.sync.links.remove(&id) else {
            if !self.attempt_failed(id, problem.as_ref()) {
                self.dial_failed(id, problem);
            }
            return;
        };
        self.sync.touch();
        match link.path {
            Path::Relay => {
                // One that opens and breaks again and again does not work either.
                let failures = if link.has_lasted(self.now) { 0 } else { link.failures };
                self.dial_later(failures, problem.or(link.problem));
            }
            Path::Peer => {
                if let Some(device) = link.peer.or(link.expects) {
                    self.offer_later(device, link.peer.is_none());
                }
                self.meeting_failed(id, problem.as_ref());
                // What was left to the other end to bring may be brought here now.
                self.sync.look_again = Some(self.now.millis());
            }
        }
        self.nobody_present();
    }

    /// Ends a connection from this side, and says why.
    pub(crate) fn hang_up(&mut self, id: LinkId, problem: Problem) {
        self.effects.push(Effect::HangUp { link: id });
        self.unlinked(id, Some(problem));
    }

    /// Sends a message.
    pub(crate) fn say(&mut self, id: LinkId, message: &Message) {
        self.effects.push(Effect::Send { link: id, bytes: message.encode() });
    }

    /// A message came.
    pub(crate) fn frame(&mut self, id: LinkId, bytes: &[u8]) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        let message = match Message::decode(bytes) {
            Ok(message) if bytes.len() <= limits::MAX_FRAME => message,
            Ok(_) => return self.hang_up(id, strange("a message was too long")),
            Err(error) => return self.hang_up(id, strange(&error.to_string())),
        };
        let is_open = link.is_open();
        match message {
            Message::Ping(number) => self.say(id, &Message::Pong(number)),
            Message::Pong(_) => {}
            Message::Challenge { nonce } if !link.welcomed => self.prove(id, &nonce),
            Message::Refused { reason, text } => self.refused(id, reason, &text),
            Message::Hello { version, workspace, party } if link.path != Path::Relay => {
                if version != limits::VERSION {
                    return self.hang_up(id, other_version());
                }
                if Some(workspace) != self.workspace_to_meet() {
                    return self.hang_up(id, strange("it belongs to another workspace"));
                }
                self.challenge(id, party);
            }
            Message::Proof { signature } if link.path != Path::Relay => {
                let Some((party, nonce)) = link.challenged.take() else {
                    return self.hang_up(id, strange("a proof came that nobody asked for"));
                };
                let binding = link.binding.clone();
                self.check_proof(id, party, &nonce, &binding, signature);
            }
            Message::Welcome(allowed) if !link.welcomed => {
                link.welcomed = true;
                link.credit = u64::from(allowed.credit);
                self.maybe_opened(id);
            }
            message if is_open => self.opened_frame(id, message, bytes.len()),
            _ => self.hang_up(id, strange("a message came out of turn")),
        }
    }

    /// Signs what the other end wants signed.
    fn prove(&mut self, id: LinkId, nonce: &[u8; 32]) {
        let Some(workspace) = self.workspace_to_meet() else { return };
        let Some(link) = self.sync.links.get(&id) else { return };
        let bytes = session_bytes(workspace, link.party, nonce, &link.binding);
        let Some(signature) = self.sign_as(link.party, &bytes) else {
            return self.hang_up(id, strange("there is no key to prove who this is"));
        };
        self.say(id, &Message::Proof { signature });
    }

    /// Asks a peer to prove who it is.
    fn challenge(&mut self, id: LinkId, party: Party) {
        let mut nonce = [0; 32];
        self.random.fill_bytes(&mut nonce);
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if link.challenged.is_some() || link.peer.is_some() {
            return self.hang_up(id, strange("it greeted twice"));
        }
        link.challenged = Some((party, nonce));
        self.say(id, &Message::Challenge { nonce });
    }

    fn check_proof(
        &mut self,
        id: LinkId,
        party: Party,
        nonce: &[u8; 32],
        binding: &[u8],
        signature: protocol::Signature,
    ) {
        let Some(workspace) = self.workspace_to_meet() else { return };
        let bytes = session_bytes(workspace, party, nonce, binding);
        let Party::Device(device) = party else {
            return self.refuse_peer(id, Reason::NotAllowed, "Invitations are answered at the relay.");
        };
        let view = self.sync.shared.as_ref().map(|shared| shared.membership.view());
        let known = view.and_then(|view| view.device(device));
        let Some(known) = known else {
            return self.refuse_peer(id, Reason::Stranger, "That device does not belong here.");
        };
        if signature.verify(&known.public.signing, &bytes).is_err() {
            return self.refuse_peer(id, Reason::Stranger, "That device did not prove who it is.");
        }
        if !self.is_expected(id, party) {
            return self.refuse_peer(id, Reason::Stranger, "Another device was expected.");
        }
        if let Some(link) = self.sync.links.get_mut(&id) {
            link.peer = Some(device);
        }
        self.met(id, device);
        let credit = u32::try_from(crate::sync::chains::exchange::WINDOW).unwrap_or(u32::MAX);
        let frame = u32::try_from(limits::MAX_FRAME).unwrap_or(u32::MAX);
        let limits = protocol::Limits { credit, frame, stored: 0, quota: u64::MAX };
        self.say(id, &Message::Welcome(limits));
        self.maybe_opened(id);
    }

    fn refuse_peer(&mut self, id: LinkId, reason: Reason, text: &str) {
        self.say(id, &Message::Refused { reason, text: text.to_owned() });
        self.hang_up(id, Problem::new(text, "Connect only devices of this workspace."));
    }

    fn maybe_opened(&mut self, id: LinkId) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if !link.is_open() {
            return;
        }
        link.since = self.now;
        link.problem = None;
        let (path, party) = (link.path, link.party);
        self.sync.touch();
        if path == Path::Relay {
            self.relay_opened();
        }
        match party {
            Party::Device(_) => self.begin_exchange(id),
            Party::Invited(_) => {}
        }
    }
}

/// The problem of an other end that does not keep to the protocol.
pub(in crate::sync) fn strange(how: &str) -> Problem {
    Problem::new(
        format!("The other side sent what it should not: {how}."),
        "Nothing was changed by it. The connection is made again.",
    )
}

fn other_version() -> Problem {
    Problem::new("The other side runs another version.", "Reload Pilothouse on both devices.")
}
