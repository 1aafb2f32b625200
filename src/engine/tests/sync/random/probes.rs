//! Something is done to one device that must be refused, or reported, at once; and it is looked
//! whether it is.

use engine::{
    message::{Path, Phase},
    storage::Store,
};
use protocol::{Envelope, Hash, Item, Message, Operation};
use std::collections::BTreeMap;

use super::{Week, found::Place};

/// What lasts on a disk.
type Lasting = BTreeMap<(Store, String), Vec<u8>>;

impl Week {
    /// Lets a device do what it wants to do. Answers whether it is at rest then and its disk will
    /// do as it is told.
    pub fn is_at_rest(&mut self, device: usize) -> bool {
        let mut most = 10_000;
        // What failed is tried again with the second tick, and chains are made shorter with others.
        for _ in 0..12 {
            while self.net.step(device) && most > 0 {
                most -= 1;
            }
            let one = &self.net.devices[device];
            if one.waits || one.waits_a_moment {
                self.net.now += 61_000;
                self.net.tick(device);
            }
        }
        while self.net.step(device) && most > 0 {
            most -= 1;
        }
        let disk = &self.net.devices[device].disk;
        let will_fail = disk.faults.keys().any(|number| *number >= disk.writes);
        !self.net.devices[device].is_stopped() && !will_fail && most > 0
    }

    /// What lasts on a device's disk.
    pub fn lasting(&self, device: usize) -> Lasting {
        let lasts = |store: Store| matches!(store, Store::Chunks | Store::Envelopes | Store::Operations);
        let rows = self.net.devices[device].disk.rows.iter();
        rows.filter(|((store, _), _)| lasts(*store)).map(|(key, row)| (key.clone(), row.clone())).collect()
    }

    /// A device gets this as if its relay had said it, and does what it wants to do then.
    pub fn hand(&mut self, device: usize, bytes: Vec<u8>) {
        self.net.inject(device, bytes);
        while self.net.step(device) {}
    }

    pub fn has_wire(&self, device: usize) -> bool {
        self.net.wires.values().any(|wire| wire.device == device)
    }

    /// Whether a device and its relay know each other.
    pub fn is_open(&self, device: usize) -> bool {
        let mut paths = self.net.devices[device].sharing.paths.iter();
        self.has_wire(device)
            && paths.any(|path| {
                path.path == Path::Relay && matches!(path.phase, Phase::Exchanging { .. } | Phase::Same)
            })
    }

    /// What is forged, foreign, cut or old changes nothing (Y-7, Y-8).
    pub fn damage(&mut self, device: usize) {
        if !self.has_wire(device) || !self.is_at_rest(device) || !self.has_wire(device) {
            return;
        }
        let before = self.lasting(device);
        // What a stub stands for was never handed in.
        let kept = self.net.relay.kept.envelopes.values().flatten().map(|(_, bytes)| bytes);
        let envelopes: Vec<Vec<u8>> = kept.filter(|bytes| !bytes.is_empty()).cloned().collect();
        let operations: Vec<Vec<u8>> =
            self.net.relay.kept.operations.iter().map(|(_, bytes)| bytes.clone()).collect();
        let is_operation = self.dice.roll(3) == 0;
        let pool = if is_operation { operations } else { envelopes };
        if pool.is_empty() {
            return;
        }
        let item = pool[self.dice.roll(pool.len() as u64) as usize].clone();
        let frame = |item: Vec<u8>| {
            let message = if is_operation { Message::Operations } else { Message::Envelopes };
            message(vec![item]).encode()
        };
        let at = self.dice.roll(1 << 20) as usize;
        let bit = 1 << self.dice.roll(8);
        let mut changed = item.clone();
        let bytes = match self.dice.roll(6) {
            0 | 1 => {
                changed[at % item.len()] ^= bit;
                frame(changed)
            }
            2 => {
                changed.truncate(at % item.len());
                frame(changed)
            }
            3 => {
                let mut bytes = frame(item);
                let length = bytes.len();
                if bit > 8 {
                    bytes.truncate(at % length)
                } else {
                    bytes[at % length] ^= bit
                }
                bytes
            }
            4 => {
                let Ok(mut envelope) = Envelope::decode(&item) else { return };
                envelope.header.workspace = kernel::WorkspaceId::from_bytes([bit; 16]);
                frame(envelope.encode())
            }
            _ => {
                let is_here = if is_operation {
                    Operation::decode(&item).is_ok_and(|operation| {
                        before.contains_key(&(Store::Operations, operation.hash().hex()))
                    })
                } else {
                    before.values().any(|row| *row == item)
                };
                if !is_here {
                    return;
                }
                frame(item)
            }
        };
        self.hand(device, bytes);
        self.tally.damaged += 1;
        assert!(self.lasting(device) == before, "something that was changed on its way changed {device}");
        assert!(!self.net.devices[device].is_stopped());
    }

    /// The relay's data is put back; whoever was told that it had more says so (Y-16).
    pub fn roll_back(&mut self, device: usize) {
        let Some(old) = self.old.take() else {
            self.old = Some(self.net.relay.kept.clone());
            return;
        };
        self.net.relay.kept = old;
        for other in 0..self.net.devices.len() {
            self.net.cut(other);
        }
        if !self.is_honest_member(device) || !self.is_at_rest(device) {
            return;
        }
        let me = self.net.me(device);
        let view = self.net.membership(device);
        let lost = self.net.devices[device].sharing.safety.audiences.iter().any(|found| {
            let name = match found.audience {
                document::Audience::Everyone => protocol::AudienceName::Everyone,
                document::Audience::OnlyMe(member) => protocol::AudienceName::Only(member),
                document::Audience::Circle(circle) => protocol::AudienceName::Circle(circle),
            };
            let there = self.net.relay.kept.envelopes.get(&(name.id(me.workspace), me.device));
            let there = there.map_or(0, |chain| chain.len() as u64);
            view.view().is_in(me.member, name)
                && found.holders.iter().any(|holder| holder.device.is_none() && holder.has > there)
        });
        let before = self.net.devices[device].sharing.rollback;
        self.net.connect(device, true);
        for _ in 0..50 {
            while self.net.step(device) {}
            let conns: Vec<u64> = self.net.wires.keys().copied().collect();
            for conn in conns {
                if self.net.wires.get(&conn).is_some_and(|wire| wire.device == device) {
                    while self.net.deliver_up(conn) {}
                    while self.net.deliver_down(conn) {}
                }
            }
        }
        if lost && self.is_open(device) {
            self.tally.rollbacks += 1;
            let rollback = self.net.devices[device].sharing.rollback;
            assert!(
                rollback.is_some_and(|rollback| before != Some(rollback)),
                "{device} does not say that the relay went back: {rollback:?}"
            );
        }
    }

    /// What comes before something is held back: it is said to be missing (Y-18).
    pub fn leave_a_gap(&mut self, device: usize) {
        if !self.is_honest_member(device) || !self.is_open(device) || !self.is_at_rest(device) {
            return;
        }
        if !self.is_open(device) {
            return;
        }
        let (me, membership) = (self.net.me(device), self.net.membership(device));
        let Some(keyring) = self.keyring_on_disk(device, &membership) else { return };
        let view = membership.view();
        let mut found: Option<(Place, Vec<u8>)> = None;
        for ((audience, of), chain) in &self.net.relay.kept.envelopes {
            let here = self.net.frontier(device, *audience).get(of).copied().unwrap_or(0);
            let Some((_, bytes)) = chain.last() else { continue };
            let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { continue };
            let counts = view.write_right(*of, *audience).covers(envelope.header.sequence);
            if envelope.header.sequence > here + 1
                && *of != me.device
                && counts
                && view.reads(me.device, *audience)
                && keyring.has(*audience, envelope.header.epoch)
            {
                found = Some(((*audience, *of, here), bytes.clone()));
            }
        }
        let Some(((audience, of, here), bytes)) = found else { return };
        for _ in 0..2 {
            if self.has_wire(device) {
                self.hand(device, Message::Envelopes(vec![bytes.clone()]).encode());
            }
        }
        let now = self.net.frontier(device, audience).get(&of).copied().unwrap_or(0);
        let paths = &self.net.devices[device].sharing.paths;
        let is_reported = paths
            .iter()
            .any(|path| path.problem.as_ref().is_some_and(|problem| problem.what.contains("is missing")));
        assert_eq!(now, here, "nothing is taken in after a gap");
        if self.is_open(device) {
            self.tally.gaps += 1;
            assert!(is_reported, "{device} does not say that something is missing: {paths:?}");
        }
    }

    /// The hash of the last envelope of a chain that a device has, with its number.
    pub fn end_of_chain(
        &self,
        device: usize,
        audience: protocol::AudienceId,
        of: kernel::DeviceId,
    ) -> (u64, Hash) {
        let last = self.net.frontier(device, audience).get(&of).copied().unwrap_or(0);
        let hash = self.net.envelope(device, audience, of, last).map_or(Hash::ZERO, |item| item.hash());
        (last, hash)
    }
}
