//! What all connections of one workspace share.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use kernel::{DeviceId, WorkspaceId};
use protocol::limits::{GATHERED, MAX_ITEMS};
use protocol::{
    Frontier, Hash, InvitationId, InvitationState, Membership, Message, Operation, Position, Reason, Role,
};

use super::erasing::Tag;
use super::hollow::{Filling, HollowPlaces};
use super::peer::Peer;
use super::rate::Bucket;
use super::snapshots::Snapshots;
use crate::store::{Chain, Kept, Write};

/// Requests to join by one invitation: a link that went astray fills no disk (ours).
const MAX_REQUESTS: usize = 4;
/// How many bytes of the newest envelopes are held in memory for who is connected (ours).
const RECENT: usize = 512 << 10;
/// Connections of one workspace (ours).
const MAX_PEERS: usize = 512;
/// How many seconds' worth of the rate may come at once (ours).
const BURST_SECONDS: f64 = 8.0;

/// A workspace that somebody is connected to.
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    state: Mutex<State>,
}

/// What changes while it is served.
pub struct State {
    /// Who belongs to it.
    pub membership: Membership,
    /// Operations, on disk or on the way, each after its parents.
    pub log: Vec<(Hash, Arc<[u8]>)>,
    /// How far chains are taken, on disk or on the way.
    pub tail: Frontier,
    /// How far chains are on disk.
    pub durable: Frontier,
    /// Bytes it takes, on disk or on the way.
    pub used: u64,
    /// Places whose contents were never here.
    pub hollow: HollowPlaces,
    /// Since when snapshots are here.
    pub snapshots: Snapshots,
    /// Limits what all its devices send together.
    pub bucket: Bucket,
    /// What was erased and has no contents here any more.
    cleared: BTreeSet<Tag>,
    requests: BTreeMap<InvitationId, BTreeSet<Vec<u8>>>,
    peers: BTreeMap<u64, Arc<Peer>>,
    recent: Recent,
    /// Set when the disk refused something that is in `tail`: nobody may go on from there.
    is_broken: bool,
}

/// The newest envelopes.
#[derive(Default)]
struct Recent {
    items: HashMap<(Chain, u64), Arc<[u8]>>,
    order: VecDeque<(Chain, u64)>,
    size: usize,
}

impl Workspace {
    /// As it is kept. `None` when that makes no sense: what is on disk is damaged.
    pub fn of(id: WorkspaceId, kept: Kept, rate: f64) -> Option<Self> {
        let mut membership = Membership::new(id);
        let operations: Result<Vec<_>, _> =
            kept.operations.iter().map(|bytes| Operation::decode(bytes)).collect();
        let refused = membership.add_all(operations.ok()?);
        if !refused.is_empty() || membership.len() != kept.operations.len() {
            return None;
        }
        let log = membership.operations().map(|(hash, said)| (hash, Arc::from(said.encode()))).collect();
        let mut requests: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (invitation, request) in kept.requests {
            requests.entry(invitation).or_default().insert(request);
        }
        let state = State {
            membership,
            log,
            tail: kept.frontier.clone(),
            durable: kept.frontier,
            used: kept.bytes,
            hollow: HollowPlaces::of(kept.hollow),
            snapshots: Snapshots::of(kept.arrived),
            bucket: Bucket::new(rate, rate * BURST_SECONDS, Instant::now()),
            cleared: kept.erased.into_iter().collect(),
            requests,
            peers: BTreeMap::new(),
            recent: Recent::default(),
            is_broken: false,
        };
        Some(Self { id, state: Mutex::new(state) })
    }

    /// Its state; held for a moment, never across waiting.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves plain data behind; what matters is checked again by the store.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Adds a connection; the same device's older one is closed. Refused when there are too many.
    pub fn enter(&mut self, peer: &Arc<Peer>) -> Result<(), Reason> {
        if self.is_broken {
            return Err(Reason::Trouble);
        }
        for other in self.peers.values().filter(|other| other.party == peer.party && peer.device().is_some())
        {
            other.close(Reason::Replaced, "This device has connected again.");
        }
        if self.peers.len() >= MAX_PEERS {
            return Err(Reason::Busy);
        }
        self.peers.insert(peer.id, Arc::clone(peer));
        self.tell_present();
        Ok(())
    }

    /// Forgets a connection.
    pub fn leave(&mut self, peer: &Peer) {
        self.peers.remove(&peer.id);
        if peer.device().is_some() {
            self.tell_present();
        }
    }

    /// Everybody who is connected.
    pub fn peers(&self) -> impl Iterator<Item = &Arc<Peer>> {
        self.peers.values()
    }

    fn tell_present(&self) {
        let devices: BTreeSet<DeviceId> = self.peers.values().filter_map(|peer| peer.device()).collect();
        for peer in self.peers.values() {
            if let Some(own) = peer.device() {
                let others = devices.iter().copied().filter(|device| *device != own);
                peer.say(&Message::Present(others.take(protocol::limits::MAX_ITEMS).collect()));
            }
        }
    }

    /// What is in memory may be ahead of the disk, and the disk said no: nobody goes on from it.
    pub fn give_up(&mut self) {
        self.is_broken = true;
        for peer in self.peers.values() {
            peer.close(Reason::Trouble, "The relay could not write to its disk.");
        }
    }

    /// Operations are taken: all learn of them, and who was removed is sent away.
    pub fn pass_operations_on(&mut self, hashes: &[Hash]) {
        for hash in hashes {
            if let Some(operation) = self.membership.operation(hash) {
                self.log.push((*hash, Arc::from(operation.encode())));
            }
        }
        let view = self.membership.view();
        for peer in self.peers.values() {
            match peer.party {
                protocol::Party::Device(device) if view.device(device).is_none() => {
                    self.farewell(device).iter().for_each(|message| peer.say(message));
                    peer.close(Reason::Removed, "This device was removed from the workspace.");
                }
                protocol::Party::Device(_) => {
                    peer.wake();
                    self.ask_of(peer);
                }
                protocol::Party::Invited(invitation) => {
                    if let Some(accepted) = self.answer(invitation) {
                        peer.say(&Message::Answer { invitation, accepted });
                    }
                }
            }
        }
    }

    /// What a removed device is to know: the signed removal and all it builds on, since a relay's word
    /// alone counts for nothing. Nothing that was said afterwards.
    pub fn farewell(&self, device: DeviceId) -> Vec<Message> {
        let removed = self.membership.view().devices().get(&device).and_then(|found| found.removed);
        let (mut past, mut next) = (BTreeSet::new(), Vec::from_iter(removed));
        while let Some(hash) = next.pop() {
            if past.insert(hash) {
                let operation = self.membership.operation(&hash);
                next.extend(operation.into_iter().flat_map(|operation| operation.parents.iter().copied()));
            }
        }
        let (mut messages, mut items, mut size) = (Vec::new(), Vec::new(), 0);
        for (_, operation) in self.membership.operations().filter(|(hash, _)| past.contains(hash)) {
            let bytes = operation.encode();
            if size + bytes.len() > GATHERED || items.len() == MAX_ITEMS {
                messages.push(Message::Operations(std::mem::take(&mut items)));
                size = 0;
            }
            size += bytes.len();
            items.push(bytes);
        }
        messages.extend((!items.is_empty()).then_some(Message::Operations(items)));
        messages
    }

    /// Asks everybody who is connected for contents that are here only as links, once for each stretch.
    pub fn ask_for_contents(&self) {
        self.peers.values().for_each(|peer| self.ask_of(peer));
    }

    /// Asks one of them.
    pub fn ask_of(&self, peer: &Peer) {
        let Some(device) = peer.device() else { return };
        let mut runs = self.hollow.wanted(self.membership.view(), device);
        if runs.is_empty() {
            return;
        }
        let mut theirs = peer.state();
        runs.retain(|run| {
            theirs.asked.insert((Chain { audience: run.audience, device: run.device }, run.to))
        });
        drop(theirs);
        for runs in runs.chunks(MAX_ITEMS) {
            peer.say(&Message::Wanted(runs.to_vec()));
        }
    }

    /// Whether somebody joined by the invitation; `None` while it is open.
    pub fn answer(&self, invitation: InvitationId) -> Option<bool> {
        match self.membership.view().invitations().get(&invitation).map(|found| found.state) {
            Some(InvitationState::Open) => None,
            Some(InvitationState::Used(_)) => Some(true),
            Some(InvitationState::Revoked) | None => Some(false),
        }
    }

    /// Forgets requests whose invitation is not open any more; what the store has to forget.
    pub fn drop_answered(&mut self) -> Vec<Write> {
        let answered: Vec<InvitationId> =
            self.requests.keys().copied().filter(|invitation| self.answer(*invitation).is_some()).collect();
        answered
            .into_iter()
            .map(|invitation| {
                self.requests.remove(&invitation);
                Write::Answered { invitation }
            })
            .collect()
    }

    /// Takes a request to join. `None` when it is here already, an error when there are too many.
    pub fn take_request(
        &mut self,
        invitation: InvitationId,
        request: &[u8],
    ) -> Result<Option<Write>, Reason> {
        let held = self.requests.entry(invitation).or_default();
        if held.contains(request) {
            return Ok(None);
        }
        if held.len() >= MAX_REQUESTS {
            return Err(Reason::Invitation);
        }
        held.insert(request.to_vec());
        Ok(Some(Write::Request { invitation, request: request.to_vec() }))
    }

    /// Requests that this device may answer.
    pub fn requests_for(&self, device: DeviceId) -> Vec<Message> {
        let all = self.requests.iter().flat_map(|(invitation, all)| all.iter().map(|one| (*invitation, one)));
        all.filter(|(invitation, _)| self.may_answer(device, *invitation))
            .map(|(invitation, request)| Message::Join { invitation, request: request.clone() })
            .collect()
    }

    /// Whether a device may let somebody in by this invitation.
    pub fn may_answer(&self, device: DeviceId, invitation: InvitationId) -> bool {
        let view = self.membership.view();
        let Some(found) = view.invitations().get(&invitation) else { return false };
        match (view.device(device), found.role) {
            (Some(device), None) => device.member == found.by,
            (Some(_), Some(_)) => view.role_of(device).is_some_and(|role| role >= Role::Manager),
            (None, _) => false,
        }
    }

    /// Envelopes are taken: whoever is connected gets them at once, before they are on disk. Their
    /// sender keeps them until they are.
    pub fn pass_on(&mut self, envelopes: &[(Chain, Position, Arc<[u8]>)]) {
        for (chain, position, bytes) in envelopes {
            self.recent.add((*chain, position.sequence), Arc::clone(bytes));
        }
        self.peers.values().for_each(|peer| peer.wake());
    }

    /// Envelopes are on disk.
    pub fn envelopes_kept(&mut self, kept: &[(Chain, Position)]) {
        for (chain, position) in kept {
            self.durable.advance(chain.audience, chain.device, *position);
        }
        // Who is behind what is in memory reads from the disk.
        self.peers.values().filter(|peer| peer.is_behind()).for_each(|peer| peer.wake());
    }

    /// What was erased and may have contents here.
    pub fn erased_with_contents(&self) -> impl Iterator<Item = Tag> {
        let erased = self.membership.view().erased().keys();
        erased.filter(|tag| !self.cleared.contains(tag)).copied()
    }

    /// These have no contents here any more.
    pub fn erased_without_contents(&mut self, erased: &BTreeSet<Tag>) {
        self.cleared.extend(erased);
    }

    /// Envelopes were emptied: they take less, and are not in memory any more.
    pub fn emptied(&mut self, places: &[(Chain, u64)], saved: usize) {
        self.used = self.used.saturating_sub(saved as u64);
        for place in places {
            self.recent.forget(place);
            self.snapshots.forget(place.0, place.1);
        }
    }

    /// What makes chains less hollow is on disk. Others may have been sent links in the place of contents
    /// that came now: they get these, too. Who handed them in, and who wrote them, has them.
    pub fn filled(&mut self, filled: &[Filling], by: &Peer) {
        for filling in filled {
            self.hollow.filled(*filling);
            let Filling::Contents(chain, position) = filling else { continue };
            let before = Position { sequence: position.sequence.saturating_sub(1), hash: Hash::ZERO };
            let lacks = |peer: &&Arc<Peer>| peer.id != by.id && peer.device() != Some(chain.device);
            for peer in self.peers.values().filter(lacks) {
                peer.state().sent.hold_back(chain.audience, chain.device, before);
                peer.wake();
            }
        }
    }

    /// An envelope that is still in memory.
    pub fn recent(&self, chain: Chain, sequence: u64) -> Option<Arc<[u8]>> {
        self.recent.items.get(&(chain, sequence)).cloned()
    }
}

impl Recent {
    fn add(&mut self, place: (Chain, u64), bytes: Arc<[u8]>) {
        self.size += bytes.len();
        self.items.insert(place, bytes);
        self.order.push_back(place);
        while self.size > RECENT
            && let Some(oldest) = self.order.pop_front()
        {
            let gone = self.items.remove(&oldest);
            self.size = self.size.saturating_sub(gone.map_or(0, |bytes| bytes.len()));
        }
    }

    fn forget(&mut self, place: &(Chain, u64)) {
        let gone = self.items.remove(place);
        self.size = self.size.saturating_sub(gone.map_or(0, |bytes| bytes.len()));
    }
}
