//! A world of devices, each with a disk and a tab, and a relay they meet at.

use document::{Batch, DocumentKey};
use engine::{
    Effect, Input, RANDOM, Replica,
    message::{Ask, LinkId, Path, Reply, Request, Role, Share, SharingState, Standing, Welcome},
    storage::{Store, TENURE, Transaction},
};
use kernel::{DeviceId, Problem, Timestamp};
use protocol::{AudienceId, Item, Membership, Operation};
use std::collections::{BTreeMap, VecDeque};
use vault::Cost;

use super::relay::{Conn, Relay};
use crate::world::{Disk, Fault, Tab};

/// The relay's address.
pub const RELAY: &str = "wss://relay.example/sync";

/// One browser profile.
pub struct Device {
    pub disk: Disk,
    pub replica: Option<Replica>,
    pub wants: VecDeque<Effect>,
    pub tab: Tab,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    pub waits: bool,
    pub online: bool,
    pub sharing: SharingState,
    pub me: Option<Welcome>,
    starts: u8,
}

/// A connection to the relay, with what is on its way.
pub struct Wire {
    pub device: usize,
    pub link: LinkId,
    pub up: VecDeque<Vec<u8>>,
    pub down: VecDeque<Option<Vec<u8>>>,
}

/// A connection between two devices, with what is on its way to each.
pub struct Direct {
    ends: [(usize, LinkId); 2],
    on_its_way: [VecDeque<Vec<u8>>; 2],
}

pub struct Net {
    pub directs: Vec<Direct>,
    pub devices: Vec<Device>,
    pub relay: Relay,
    pub wires: BTreeMap<Conn, Wire>,
    pub now: i64,
    next: Conn,
    /// Every message that a device sent off.
    pub sent: Vec<Vec<u8>>,
    /// Makes the devices of one world other than those of another.
    pub seed: u64,
}

/// Words need not be slow here.
fn cost() -> Cost {
    Cost { memory_kib: 8, passes: 1, lanes: 1 }
}

impl Device {
    fn new(seed: u64, number: usize) -> Self {
        let mut device = Self {
            disk: Disk { profile: number as u8, ..Disk::default() },
            replica: None,
            wants: VecDeque::new(),
            tab: Tab::new(number as u64 + 1),
            skew: 0,
            waits: false,
            online: true,
            sharing: SharingState::default(),
            me: None,
            starts: 0,
        };
        device.start(seed);
        device
    }

    /// The machine starts: the disk is what it was, everything else is gone.
    pub fn start(&mut self, seed: u64) {
        self.starts += 1;
        let mut random = [0; RANDOM];
        random[..8].copy_from_slice(&seed.to_be_bytes());
        random[8] = self.disk.profile;
        random[9] = self.starts;
        let (replica, effects) = Replica::start(random);
        self.replica = Some(replica.with_cost_of_words(cost()));
        self.wants = effects.into();
        let number = u64::from(self.disk.profile) * 1000 + u64::from(self.starts);
        self.tab = Tab::new(number);
        self.waits = false;
    }

    /// Whether the machine has stopped.
    pub fn is_stopped(&self) -> bool {
        self.replica.is_none()
    }
}

impl Net {
    pub fn new(devices: usize) -> Self {
        Self::seeded(0, devices)
    }

    pub fn seeded(seed: u64, devices: usize) -> Self {
        let devices = (0..devices).map(|number| Device::new(seed, number)).collect();
        let mut net = Self {
            directs: Vec::new(),
            devices,
            relay: Relay::default(),
            wires: BTreeMap::new(),
            now: 1_700_000_000_000,
            next: 1,
            sent: Vec::new(),
            seed,
        };
        for device in 0..net.devices.len() {
            net.open(device);
        }
        net.settle();
        net
    }

    /// One more device, with an empty disk.
    pub fn add_device(&mut self) {
        let number = self.devices.len();
        self.devices.push(Device::new(self.seed, number));
        self.open(number);
        self.settle();
    }

    /// The device's tab says hello.
    pub fn open(&mut self, device: usize) {
        self.ask(device, Ask::Open { have: Vec::new() });
    }

    pub fn ask(&mut self, device: usize, ask: Ask) -> u64 {
        let tab = &mut self.devices[device].tab;
        let (client, id) = (tab.client, tab.next);
        tab.next += 1;
        tab.open.insert(id, ask.clone());
        self.input(device, Input::Request { client, request: Request { id, ask } });
        id
    }

    pub fn tell(&mut self, device: usize, ask: Ask) -> Reply {
        let id = self.ask(device, ask);
        self.settle();
        self.devices[device].tab.replies.get(&id).cloned().expect("an answer")
    }

    /// Asks for something that is done.
    pub fn done(&mut self, device: usize, share: Share) {
        assert_eq!(self.tell(device, Ask::Share(share)), Reply::Done);
    }

    pub fn commit(&mut self, device: usize, batch: Batch) {
        assert_eq!(self.tell(device, Ask::Commit(batch)), Reply::Done);
    }

    pub fn input(&mut self, device: usize, input: Input) {
        self.now += 7;
        let device = &mut self.devices[device];
        let now = Timestamp::from_millis(self.now + device.skew);
        if let Some(replica) = &mut device.replica {
            device.wants.extend(replica.handle(now, input));
        }
    }

    /// Does the next thing that a device wants. Returns whether there was one.
    pub fn step(&mut self, device: usize) -> bool {
        if self.devices[device].is_stopped() {
            return false;
        }
        let Some(effect) = self.devices[device].wants.pop_front() else { return false };
        match effect {
            Effect::Read { id, store, prefix } => {
                let rows = self.devices[device].disk.read(store, &prefix);
                self.input(device, Input::Read { id, rows });
            }
            Effect::Write { id, transaction } => self.write(device, id, transaction),
            Effect::Deliver { client, delivery } => {
                let device = &mut self.devices[device];
                if device.tab.client == client {
                    for event in &delivery.events {
                        match event {
                            engine::message::Event::Sharing(state) => device.sharing = (**state).clone(),
                            engine::message::Event::Identity(me) => device.me = Some(me.clone()),
                            _ => {}
                        }
                    }
                    for (_, reply) in &delivery.replies {
                        if let Reply::Welcome(me) = reply {
                            device.me = Some(me.clone());
                        }
                    }
                    device.tab.take_in(delivery);
                }
            }
            Effect::Wake { .. } => self.devices[device].waits = true,
            Effect::Deposed => self.stop(device),
            Effect::Dial { link, address } => {
                assert_eq!(address, RELAY);
                if self.devices[device].online {
                    let conn = self.next;
                    self.next += 1;
                    self.wires
                        .insert(conn, Wire { device, link, up: VecDeque::new(), down: VecDeque::new() });
                    self.relay.connect(conn);
                    let binding = b"relay".to_vec();
                    self.input(device, Input::Linked { link, path: Path::Relay, binding });
                } else {
                    let problem = Some(Problem::new("The relay cannot be reached.", ""));
                    self.input(device, Input::Unlinked { link, problem });
                }
            }
            Effect::Send { link, bytes } => {
                for direct in &mut self.directs {
                    if let Some(end) = direct.ends.iter().position(|end| *end == (device, link)) {
                        self.sent.push(bytes.clone());
                        direct.on_its_way[1 - end].push_back(bytes.clone());
                    }
                }
                let wire = self.wires.values_mut().find(|wire| wire.device == device && wire.link == link);
                if let Some(wire) = wire {
                    self.sent.push(bytes.clone());
                    wire.up.push_back(bytes);
                }
            }
            Effect::HangUp { link } => {
                let direct = self.directs.iter().position(|direct| direct.ends.contains(&(device, link)));
                if let Some(direct) = direct.map(|at| self.directs.remove(at)) {
                    let end = usize::from(direct.ends[0] == (device, link));
                    let (other, link) = direct.ends[end];
                    // What was said before arrives all the same.
                    for bytes in &direct.on_its_way[end] {
                        self.input(other, Input::Frame { link, bytes: bytes.clone() });
                    }
                    self.input(other, Input::Unlinked { link, problem: None });
                }
                let wire = self.wires.iter().find(|(_, wire)| wire.device == device && wire.link == link);
                if let Some(conn) = wire.map(|(conn, _)| *conn) {
                    self.wires.remove(&conn);
                    self.relay.disconnect(conn);
                }
            }
        }
        true
    }

    fn write(&mut self, device: usize, id: u64, transaction: Transaction) {
        let disk = &mut self.devices[device].disk;
        let tenure = disk.rows.get(&(Store::Meta, TENURE.to_owned()));
        if !transaction.allowed(tenure.map(Vec::as_slice)) {
            // The write that began its tenure was done and said to have failed.
            return self.input(device, Input::Stale { id });
        }
        let number = disk.writes;
        disk.writes += 1;
        match disk.faults.get(&number).copied() {
            Some(Fault::Fails) => {
                let problem = Problem::new("The disk is full.", "Make room.");
                self.input(device, Input::WriteFailed { id, problem });
            }
            Some(Fault::StopsBefore) => self.stop(device),
            Some(Fault::StopsAfter) => {
                disk.write(&transaction);
                self.stop(device);
            }
            Some(Fault::WritesAndFails) => {
                disk.write(&transaction);
                let problem = Problem::new("The disk does not answer.", "");
                self.input(device, Input::WriteFailed { id, problem });
            }
            None => {
                disk.write(&transaction);
                self.input(device, Input::Written { id });
            }
        }
    }

    /// The machine stops on the spot.
    pub fn stop(&mut self, device: usize) {
        self.devices[device].replica = None;
        self.devices[device].wants.clear();
        self.part(device);
        let conns: Vec<Conn> =
            self.wires.iter().filter(|(_, wire)| wire.device == device).map(|(conn, _)| *conn).collect();
        for conn in conns {
            self.wires.remove(&conn);
            self.relay.disconnect(conn);
        }
    }

    /// The machine starts again.
    pub fn restart(&mut self, device: usize) {
        self.stop(device);
        let seed = self.seed;
        self.devices[device].start(seed);
        self.open(device);
    }

    /// The network is there for a device, or is not.
    pub fn connect(&mut self, device: usize, online: bool) {
        self.devices[device].online = online;
        if online {
            self.input(device, Input::Online);
        } else {
            self.cut(device);
        }
    }

    /// The device's connections break.
    pub fn cut(&mut self, device: usize) {
        let conns: Vec<Conn> =
            self.wires.iter().filter(|(_, wire)| wire.device == device).map(|(conn, _)| *conn).collect();
        for conn in conns {
            if let Some(wire) = self.wires.remove(&conn) {
                self.relay.disconnect(conn);
                let problem = Some(Problem::new("The connection broke.", ""));
                self.input(device, Input::Unlinked { link: wire.link, problem });
            }
        }
    }

    /// The next message of a connection arrives at the relay.
    pub fn deliver_up(&mut self, conn: Conn) -> bool {
        let Some(bytes) = self.wires.get_mut(&conn).and_then(|wire| wire.up.pop_front()) else {
            return false;
        };
        self.relay.frame(conn, &bytes);
        self.spread();
        true
    }

    /// What the relay says gets on its way.
    pub fn spread(&mut self) {
        for (conn, message) in self.relay.take_out() {
            if let Some(wire) = self.wires.get_mut(&conn) {
                wire.down.push_back(message.map(|message| message.encode()));
            }
        }
    }

    /// The next message of a connection arrives at its device.
    pub fn deliver_down(&mut self, conn: Conn) -> bool {
        let Some(wire) = self.wires.get_mut(&conn) else { return false };
        let Some(next) = wire.down.pop_front() else { return false };
        let (device, link) = (wire.device, wire.link);
        match next {
            Some(bytes) => self.input(device, Input::Frame { link, bytes }),
            None => {
                self.wires.remove(&conn);
                self.input(device, Input::Unlinked { link, problem: None });
            }
        }
        true
    }

    /// Everything happens that is wanted and on its way. Ticks are not given.
    pub fn settle(&mut self) {
        loop {
            let mut went_on = false;
            for device in 0..self.devices.len() {
                while self.step(device) {
                    went_on = true;
                }
            }
            went_on |= self.deliver_directs();
            for conn in self.wires.keys().copied().collect::<Vec<_>>() {
                while self.deliver_up(conn) {
                    went_on = true;
                }
                while self.deliver_down(conn) {
                    went_on = true;
                }
            }
            if !went_on {
                return;
            }
        }
    }

    /// The time comes that a device asked to be woken at, or another.
    pub fn tick(&mut self, device: usize) {
        self.devices[device].waits = false;
        self.input(device, Input::Tick);
    }

    /// The next message of each direct connection arrives, at both of its ends.
    pub fn deliver_directs(&mut self) -> bool {
        let mut went_on = false;
        for at in 0..self.directs.len() {
            for end in 0..2 {
                let Some(direct) = self.directs.get_mut(at) else { continue };
                if let Some(bytes) = direct.on_its_way[end].pop_front() {
                    let (device, link) = direct.ends[end];
                    self.input(device, Input::Frame { link, bytes });
                    went_on = true;
                }
            }
        }
        went_on
    }

    /// The direct connections of a device break.
    fn part(&mut self, device: usize) {
        let is_theirs = |direct: &Direct| direct.ends.iter().any(|end| end.0 == device);
        while let Some(at) = self.directs.iter().position(is_theirs) {
            for (device, link) in self.directs.remove(at).ends {
                self.input(device, Input::Unlinked { link, problem: None });
            }
        }
    }

    /// Connects two devices directly; what each knows of the channel is `bindings`.
    pub fn meet(&mut self, one: usize, other: usize, bindings: [&[u8]; 2]) {
        let number = LinkId::FIRST_OF_HOST + self.next;
        self.next += 2;
        let ends = [(one, LinkId(number)), (other, LinkId(number + 1))];
        self.directs.push(Direct { ends, on_its_way: [VecDeque::new(), VecDeque::new()] });
        for ((device, link), binding) in ends.into_iter().zip(bindings) {
            self.input(device, Input::Linked { link, path: Path::Peer, binding: binding.to_vec() });
        }
    }

    /// Settles, with time going on.
    pub fn rest(&mut self) {
        for _ in 0..6 {
            self.settle();
            self.now += 61_000;
            for device in 0..self.devices.len() {
                if std::mem::take(&mut self.devices[device].waits) {
                    self.input(device, Input::Tick);
                }
            }
        }
        self.settle();
    }

    pub fn me(&self, device: usize) -> Welcome {
        self.devices[device].me.clone().expect("was welcomed")
    }

    /// The first device begins to share.
    pub fn start_sharing(&mut self, device: usize) {
        let (relay, token) = (Some(RELAY.to_owned()), None);
        let (name, of) = (format!("Member {device}"), format!("Device {device}"));
        self.done(device, Share::Start { relay, token, name, device: of });
    }

    /// Makes an invitation. Returns its link.
    pub fn invite(&mut self, by: usize, role: Option<Role>) -> String {
        let expires = Timestamp::from_millis(self.now + 86_400_000);
        let had: Vec<_> = self.devices[by].sharing.invitations.iter().map(|one| one.id).collect();
        self.done(by, Share::Invite { role, workspace_name: "Harbour".into(), expires });
        let new = self.devices[by].sharing.invitations.iter().find(|one| !had.contains(&one.id));
        new.and_then(|invitation| invitation.link.clone()).expect("a link")
    }

    /// Asks to be let in.
    pub fn join(&mut self, who: usize, link: String) {
        let (name, device) = (format!("Member {who}"), format!("Device {who}"));
        self.done(who, Share::Join { link, relay: None, name, device });
    }

    /// One device invites another, and lets it in. Returns the words of both.
    pub fn let_in(&mut self, by: usize, who: usize, role: Option<Role>) -> (Vec<String>, Vec<String>) {
        let link = self.invite(by, role);
        self.join(who, link);
        self.rest();
        let Standing::Joining(joining) = self.devices[who].sharing.standing.clone() else {
            panic!("{:?}", self.devices[who].sharing)
        };
        let request = self.devices[by].sharing.requests.first().cloned().expect("somebody asks");
        self.done(by, Share::Approve { invitation: request.invitation, words: request.words.clone() });
        self.rest();
        let state = &self.devices[who].sharing;
        assert!(matches!(state.standing, Standing::Member(_)), "{state:?}");
        (joining.words, request.words)
    }

    /// Who belongs, as a device's disk says.
    pub fn membership(&self, device: usize) -> Membership {
        let mut membership = Membership::new(self.me(device).workspace);
        let rows = self.devices[device].disk.read(Store::Operations, "");
        let mut operations: Vec<Operation> =
            rows.iter().map(|(_, bytes)| Operation::decode(bytes).unwrap()).collect();
        operations.sort_by_key(|operation| !operation.parents.is_empty());
        for operation in operations {
            membership.add(operation).unwrap();
        }
        membership
    }

    /// How far a device holds every chain of an audience, as its disk says: the numbers.
    pub fn frontier(&self, device: usize, audience: AudienceId) -> BTreeMap<DeviceId, u64> {
        let rows = self.devices[device].disk.read(Store::Envelopes, &audience.hex());
        let headers = rows.iter().map(|(_, bytes)| *Item::decode(bytes).unwrap().header());
        let mut frontier = BTreeMap::new();
        for header in headers {
            let last: &mut u64 = frontier.entry(header.device).or_default();
            *last = header.sequence.max(*last);
        }
        frontier
    }

    /// An envelope on a device's disk.
    pub fn envelope(&self, device: usize, audience: AudienceId, of: DeviceId, number: u64) -> Option<Item> {
        let rows = self.devices[device].disk.read(Store::Envelopes, &audience.hex());
        let mut items = rows.iter().map(|(_, bytes)| Item::decode(bytes).unwrap());
        items.find(|item| (item.header().device, item.header().sequence) == (of, number))
    }

    /// The link of a device to the relay.
    pub fn link_of(&self, device: usize) -> LinkId {
        self.wires.values().find(|wire| wire.device == device).expect("connected").link
    }

    /// A device gets this over its link, whoever sent it.
    pub fn inject(&mut self, device: usize, bytes: Vec<u8>) {
        let link = self.link_of(device);
        self.input(device, Input::Frame { link, bytes });
    }

    /// The documents of one audience on a device's disk: their heads.
    pub fn heads(&self, device: usize, prefix: &str) -> BTreeMap<DocumentKey, Vec<[u8; 32]>> {
        let documents = self.devices[device].disk.documents().into_iter();
        documents
            .filter(|(key, _)| key.to_string().starts_with(prefix))
            .map(|(key, document)| (key, document.heads()))
            .collect()
    }
}
