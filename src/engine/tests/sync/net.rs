//! A world of devices, each with a disk and a tab, and a relay they meet at.

mod browsers;
mod device;
mod effects;
mod links;
mod look;
mod people;
mod stand;

use document::Batch;
use engine::{
    Input,
    message::{Ask, Reply, Request, Share},
};
use kernel::{Timestamp, WorkspaceId};
use protocol::{Hash, Item, Membership, Message};
use std::{cell::RefCell, collections::BTreeMap};

use super::relay::{Conn, Relay};
use browsers::Browsers;
pub use device::Device;
pub use links::{Direct, Wire};
pub use stand::Stand;

/// The relay's address.
pub const RELAY: &str = "wss://relay.example/sync";

pub struct Net {
    pub directs: Vec<Direct>,
    pub devices: Vec<Device>,
    pub relay: Relay,
    pub wires: BTreeMap<Conn, Wire>,
    pub now: i64,
    next: Conn,
    /// Every message that a device sent off.
    pub sent: Vec<Vec<u8>>,
    /// How many messages the relay sent to each device, and of how many bytes.
    pub down: BTreeMap<usize, (usize, usize)>,
    /// Every envelope that arrived, by the device; `None`: at the relay.
    pub came: Vec<(Option<usize>, Hash)>,
    pub browsers: Browsers,
    /// Makes the devices of one world other than those of another.
    pub seed: u64,
    /// The logs that were read, by what stands on the disk: to verify them takes time.
    logs: RefCell<BTreeMap<(WorkspaceId, Vec<String>), Membership>>,
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
            down: BTreeMap::new(),
            came: Vec::new(),
            browsers: Browsers::default(),
            seed,
            logs: RefCell::default(),
        };
        for device in 0..net.devices.len() {
            net.open(device);
        }
        net.settle();
        net
    }

    /// Notes what arrives.
    fn note(&mut self, at: Option<usize>, bytes: &[u8]) {
        if let Ok(Message::Envelopes(items)) = Message::decode(bytes) {
            let hashes = items.iter().filter_map(|bytes| Item::decode(bytes).ok()).map(|item| item.hash());
            self.came.extend(hashes.map(|hash| (at, hash)));
        }
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

    /// The machine starts again.
    pub fn restart(&mut self, device: usize) {
        self.stop(device);
        let seed = self.seed;
        self.devices[device].start(seed);
        self.open(device);
    }

    /// Everything happens that is wanted and on its way. Ticks are given to who waits a moment only.
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
            for device in 0..self.devices.len() {
                let ticks = !went_on && std::mem::take(&mut self.devices[device].waits_a_moment);
                if ticks {
                    self.input(device, Input::Tick);
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
}
