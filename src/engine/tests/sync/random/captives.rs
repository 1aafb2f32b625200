//! Members that do what the engine would not: a patched client with a device's keys, and a device
//! whose disk was put back.

use document::{Document, Stamp};
use engine::{message::Standing, storage::Store};
use kernel::Timestamp;
use protocol::{AudienceName, Body, Envelope, Hash, Membership, Message, Operation, OperationDraft, Role};
use vault::{DeviceKeys, Keyring};

use super::{
    super::forge::{Forger, change},
    Week,
    found::workspace,
};
use crate::world::{create, roster};

/// What somebody has who took a device over: everything on its disk.
pub struct Captive {
    keys: DeviceKeys,
    forger: Forger,
    roster: Document,
    /// The heads of the log it knows.
    heads: Vec<Hash>,
    /// How much it has said.
    said: u8,
}

impl Captive {
    /// A change to the roster, of its own.
    pub fn write(&mut self, number: u8) -> Option<Vec<u8>> {
        let stamp = Stamp { at: Timestamp::from_millis(0), by: self.forger.member };
        let edit = create(&roster(), number, "Forged");
        self.roster.apply(self.forger.device, stamp, "Forge", &[edit]).ok().map(|applied| applied.chunk)
    }
}

impl Week {
    pub fn keyring_on_disk(&self, device: usize, membership: &Membership) -> Option<Keyring> {
        let rows = self.net.devices[device].disk.read(Store::Secrets, "device");
        let keys = DeviceKeys::from_bytes(&rows.first()?.1).ok()?;
        Some(Keyring::collect(&keys, self.net.me(device).device, membership).0)
    }

    /// Somebody takes a device over. At least two stay as they are.
    pub fn capture(&mut self, device: usize) {
        let standing = &self.net.devices[device].sharing.standing;
        let is_in = matches!(standing, Standing::Member(_) | Standing::Out { .. });
        if !is_in || self.net.devices.len() < self.captives.len() + 3 {
            return;
        }
        let membership = self.net.membership(device);
        let audience = AudienceName::Everyone.id(workspace(&self.net));
        let newest = self.keyring_on_disk(device, &membership).and_then(|keyring| keyring.newest(audience));
        if newest.is_none() {
            return;
        }
        let stored = self.net.devices[device].disk.read(Store::Secrets, "device");
        let Ok(keys) = DeviceKeys::from_bytes(&stored[0].1) else { return };
        let roster = self.net.devices[device].disk.documents().remove(&roster());
        let roster = roster.unwrap_or_else(|| Document::create(&crate::world::roster()));
        let forger = Forger::of(&self.net, device);
        self.net.stop(device);
        self.open.retain(|(of, _), _| *of != device);
        self.captives.insert(device, Captive { keys, forger, roster, heads: membership.heads(), said: 0 });
    }

    /// Who took a device over says something with its keys to somebody.
    pub fn forge(&mut self, device: usize) {
        let honest: Vec<usize> = (0..self.net.devices.len())
            .filter(|other| self.is_honest_member(*other) && self.has_wire(*other))
            .collect();
        let Some(captive) = self.captives.get_mut(&device) else { return };
        if honest.is_empty() {
            return;
        }
        let target = honest[self.dice.roll(honest.len() as u64) as usize];
        captive.said = captive.said.wrapping_add(1);
        let number = captive.said.wrapping_mul(7).max(1);
        let me = captive.forger.device;
        let other = self.net.me(target);
        let envelope = match self.dice.roll(7) {
            0 | 1 => {
                let Some(chunk) = captive.write(number) else { return };
                captive.forger.next("everyone/area/roster", chunk)
            }
            // The same number once more, with something else in it.
            2 | 3 => Forger::of(&self.net, device).own_change(number),
            4 => {
                let content = change(&roster(), me, other.member, number);
                captive.forger.next("everyone/area/roster", content)
            }
            5 => {
                let mut late = Forger::of(&self.net, device);
                late.skip();
                late.own_change(number)
            }
            _ => return self.say(device, target),
        };
        self.hand_forged(target, &envelope);
    }

    /// Hands an envelope over, signed by who captured a device, and looks what comes of it.
    fn hand_forged(&mut self, target: usize, envelope: &Envelope) {
        if !self.is_at_rest(target) || !self.is_open(target) {
            return;
        }
        let header = envelope.header;
        let membership = self.net.membership(target);
        let view = membership.view();
        let Some(keyring) = self.keyring_on_disk(target, &membership) else { return };
        let may = view.write_right(header.device, header.audience).covers(header.sequence);
        let (last, hash) = self.end_of_chain(target, header.audience, header.device);
        let before = self.lasting(target);
        let times = self.times_aside(target, header.device);
        self.hand(target, Message::Envelopes(vec![envelope.encode()]).encode());
        let is_same = self.lasting(target) == before;
        let is_told = self.times_aside(target, header.device) > times;
        if !view.devices().contains_key(&header.device) {
            assert!(is_same, "{target} took in something of a device that it does not know");
        } else if !may {
            self.tally.set_aside += 1;
            assert!(is_same && is_told, "{target} took in what may not be written, or does not say so");
        } else if !keyring.has(header.audience, header.epoch) || header.sequence < last {
            assert!(is_same, "{target} took in something old, or that it cannot read");
        } else if header.sequence > last + 1 {
            assert!(is_same, "{target} took in something after a gap");
        } else {
            let is_fork = match header.sequence == last {
                true => envelope.hash() != hash,
                false => header.previous != hash,
            };
            if is_fork {
                self.tally.forks += 1;
                assert!(is_same && is_told, "{target} took in a fork, or does not say so");
            }
        }
    }

    /// How often something of a device was set aside.
    pub fn times_aside(&self, at: usize, of: kernel::DeviceId) -> u64 {
        let aside = &self.net.devices[at].sharing.aside;
        aside.iter().find(|aside| aside.device == of).map_or(0, |aside| aside.times)
    }

    /// Says something about who belongs, whether it may or not.
    fn say(&mut self, device: usize, target: usize) {
        if !self.is_at_rest(target) || !self.is_open(target) {
            return;
        }
        let Some(captive) = self.captives.get(&device) else { return };
        let (me, by) = (captive.forger.device, captive.forger.member);
        let roll = self.dice.roll(3);
        let at = Timestamp::from_millis(i64::try_from(self.dice.roll(1 << 40)).unwrap_or(0));
        let body = match roll {
            0 => Body::SetRole { member: by, role: Role::Owner, known: Vec::new() },
            1 => Body::SetRole { member: self.net.me(target).member, role: Role::Viewer, known: Vec::new() },
            _ => Body::RemoveMember { member: self.net.me(target).member, known: Vec::new() },
        };
        let draft = OperationDraft {
            workspace: workspace(&self.net),
            parents: captive.heads.clone(),
            author: me,
            at,
            body,
        };
        let operation: Operation = draft.sign(|bytes| captive.keys.sign(bytes));
        let may = captive_may(&self.net.membership(target), &operation);
        let before = self.lasting(target);
        let times = self.times_aside(target, me);
        self.hand(target, Message::Operations(vec![operation.encode()]).encode());
        if may == Some(false) {
            self.tally.set_aside += 1;
            assert!(self.lasting(target) == before, "{target} took in what may not be said");
            assert!(self.times_aside(target, me) > times, "{target} does not say what was not taken in");
        }
    }

    /// Makes a copy of a device's disk, or puts it back.
    pub fn put_disk_back(&mut self, device: usize) {
        if !matches!(self.net.devices[device].sharing.standing, Standing::Member(_)) {
            return;
        }
        let Some(mut disk) = self.images.remove(&device) else {
            self.images.insert(device, self.net.devices[device].disk.clone());
            return;
        };
        self.net.stop(device);
        self.open.retain(|(of, _), _| *of != device);
        disk.writes = self.net.devices[device].disk.writes;
        disk.faults.clear();
        self.net.devices[device].disk = disk;
        self.put_back.insert(device);
        self.tally.images += 1;
        self.net.restart(device);
    }
}

/// Whether the log takes an operation; nothing where it cannot tell yet.
fn captive_may(membership: &Membership, operation: &Operation) -> Option<bool> {
    if operation.parents.iter().any(|parent| !membership.contains(parent)) {
        return None;
    }
    Some(membership.clone().add(operation.clone()).is_ok())
}
