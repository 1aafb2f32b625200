//! Lies about what a device has not got yet. What is here already is refused without a look at it, so
//! somebody first writes something that the device does not hear of; that is what is changed, forged,
//! taken the contents of or held back. And then the truth is told, and must be taken in.

use engine::{message::Standing, storage::Store};
use kernel::Timestamp;
use protocol::{AudienceId, AudienceName, Body, Envelope, Hash, Header, Item, Message, OperationDraft, Role};
use std::collections::BTreeMap;
use vault::{DeviceKeys, Random};

use super::{
    super::forge::{Forger, change},
    Week,
    found::workspace,
};

/// How far a device holds each chain: number and hash.
type Ends = BTreeMap<(AudienceId, kernel::DeviceId), (u64, Hash)>;

impl Week {
    /// Somebody lies to a device about what it has not got yet.
    pub fn lie(&mut self, device: usize) {
        if !self.listens(device) {
            return;
        }
        let roll = self.dice.roll(7);
        if roll == 0 {
            return self.lie_about_people(device);
        }
        self.write_unheard(device, if roll == 1 { 2 } else { 1 });
        if !self.listens(device) {
            return;
        }
        let lacked = self.lacked(device);
        if lacked.is_empty() {
            return;
        }
        let truth = lacked[self.dice.roll(lacked.len() as u64) as usize].clone();
        if roll == 1 { self.hold_back(device, &truth) } else { self.change_unheard(device, truth) }
    }

    /// Whether a device is what it should be, at rest, and hears its relay.
    pub fn listens(&mut self, device: usize) -> bool {
        self.has_wire(device)
            && self.is_at_rest(device)
            && self.is_honest_member(device)
            && self.is_open(device)
    }

    /// Somebody else writes this often, and nothing of it gets on its way.
    fn write_unheard(&mut self, device: usize, times: usize) {
        let others: Vec<usize> = (0..self.net.devices.len())
            .filter(|other| *other != device && self.is_honest_member(*other))
            .collect();
        if others.is_empty() {
            return;
        }
        let other = others[self.dice.roll(others.len() as u64) as usize];
        for _ in 0..times {
            if self.is_honest_member(other) {
                self.write_for(other, AudienceName::Everyone);
                while self.net.step(other) {}
            }
        }
    }

    /// How far a device holds each chain.
    fn ends(&self, device: usize) -> Ends {
        let mut last: BTreeMap<_, Item> = BTreeMap::new();
        for (_, bytes) in self.net.devices[device].disk.read(Store::Envelopes, "") {
            let item = Item::decode(&bytes).unwrap();
            let Header { audience, device, .. } = *item.header();
            // In ascending order: the last of a chain stays.
            last.insert((audience, device), item);
        }
        last.into_iter().map(|(chain, item)| (chain, (item.header().sequence, item.hash()))).collect()
    }

    /// What a device would take in if it got it: the next of each chain, from the disks of others.
    fn lacked(&self, device: usize) -> Vec<Envelope> {
        let (me, membership, ends) = (self.net.me(device), self.net.membership(device), self.ends(device));
        let Some(keyring) = self.keyring_on_disk(device, &membership) else { return Vec::new() };
        let view = membership.view();
        let is_next = |envelope: &Envelope| {
            let header = envelope.header;
            let (last, hash) =
                ends.get(&(header.audience, header.device)).copied().unwrap_or((0, Hash::ZERO));
            header.sequence == last + 1
                && header.previous == hash
                && header.device != me.device
                && view.write_right(header.device, header.audience).covers(header.sequence)
                && view.reads(me.device, header.audience)
                && keyring.has(header.audience, header.epoch)
        };
        let honest =
            (0..self.net.devices.len()).filter(|other| *other != device && self.is_honest_member(*other));
        let rows = honest.flat_map(|other| self.net.devices[other].disk.read(Store::Envelopes, ""));
        let whole = rows.filter_map(|(_, bytes)| Envelope::decode(&bytes).ok());
        whole.filter(is_next).collect()
    }

    /// Hands an envelope over as the relay would. Answers whether what lasts is what it was.
    fn is_same_after(&mut self, device: usize, item: Vec<u8>) -> bool {
        let before = self.lasting(device);
        self.hand(device, Message::Envelopes(vec![item]).encode());
        self.lasting(device) == before
    }

    /// Something that is not here yet comes otherwise than it was written, and then as it was (Y-8, Y-40).
    fn change_unheard(&mut self, device: usize, truth: Envelope) {
        let mut lie = truth.clone();
        let (at, bit) = (self.dice.roll(1 << 20) as usize, 1 << self.dice.roll(8));
        let roll = self.dice.roll(7);
        let item = match roll {
            0 => {
                lie.signature.0[at % 64] ^= bit;
                lie.encode()
            }
            1 if !lie.ciphertext.is_empty() => {
                let at = at % lie.ciphertext.len();
                lie.ciphertext[at] ^= bit;
                lie.encode()
            }
            2 => {
                lie.header.frontier.0[at % 32] ^= bit;
                lie.encode()
            }
            // Its contents are gone. That is a lie unless a snapshot that is here stands for them.
            3 => truth.stub().encode(),
            // In somebody's name by somebody else, who has the keys of the audience or has not.
            4 | 5 => match self.in_the_name_of(&truth) {
                Some(forged) => forged.encode(),
                None => return,
            },
            _ => {
                lie.header.document.0[at % 16] ^= bit;
                lie.encode()
            }
        };
        self.tally.lies += 1;
        let is_same = self.is_same_after(device, item);
        // Of a document that was erased a link is all there is.
        let is_gone = self.net.membership(device).view().is_erased(&truth.header);
        let is_right = is_same || (roll == 3 && (is_gone || self.stands_for(device, &truth.header)));
        assert!(is_right, "{device} took in what its author did not write ({roll})");
        assert!(!self.net.devices[device].is_stopped());
        if self.listens(device) {
            let Header { audience, device: of, sequence, .. } = truth.header;
            let key = format!("{}|{of}|{sequence:016x}", audience.hex());
            self.hand(device, Message::Envelopes(vec![truth.encode()]).encode());
            let is_here = self.net.devices[device].disk.rows.contains_key(&(Store::Envelopes, key));
            assert!(is_here, "{device} does not take in the truth after a lie ({roll})");
        }
    }

    /// Whether a snapshot on a device's disk stands for a place.
    fn stands_for(&self, device: usize, place: &Header) -> bool {
        let Some(keyring) = self.keyring_on_disk(device, &self.net.membership(device)) else { return false };
        let rows = self.net.devices[device].disk.read(Store::Envelopes, &place.audience.hex());
        let whole = rows.iter().filter_map(|(_, bytes)| Envelope::decode(bytes).ok());
        let mut opened = whole.filter_map(|envelope| vault::open(&keyring, &envelope).ok());
        opened.any(|plain| plain.covers.has(place.device, place.sequence))
    }

    /// What somebody who has the keys of its audience, and not those of its author, would make of it.
    fn in_the_name_of(&mut self, truth: &Envelope) -> Option<Envelope> {
        let forger = match self.captives.keys().next() {
            Some(captive) => Some(Forger::of(&self.net, *captive)),
            None => (0..self.net.devices.len())
                .find(|other| self.is_honest_member(*other))
                .map(|other| Forger::of(&self.net, other)),
        };
        let strange = DeviceKeys::generate(&mut Random::from_seed([self.dice.roll(256) as u8; 32]));
        let author =
            (0..self.net.devices.len()).find(|one| self.net.me(*one).device == truth.header.device)?;
        let content = change(&crate::world::roster(), truth.header.device, self.net.me(author).member, 7);
        forger?.signing_as(strange).instead_of(&truth.header, "everyone/area/roster", content)
    }

    /// What comes before something is held back: it is said to be missing (Y-18).
    fn hold_back(&mut self, device: usize, before: &Envelope) {
        let header = before.header;
        let honest =
            (0..self.net.devices.len()).filter(|other| *other != device && self.is_honest_member(*other));
        let rows = honest.flat_map(|other| self.net.devices[other].disk.read(Store::Envelopes, ""));
        let later = rows.filter_map(|(_, bytes)| Envelope::decode(&bytes).ok()).find(|later| {
            (later.header.audience, later.header.device) == (header.audience, header.device)
                && later.header.sequence == header.sequence + 1
                && later.header.previous == before.hash()
        });
        let membership = self.net.membership(device);
        let (Some(later), Some(keyring)) = (later, self.keyring_on_disk(device, &membership)) else { return };
        let right = membership.view().write_right(header.device, header.audience);
        if !right.covers(later.header.sequence) || !keyring.has(header.audience, later.header.epoch) {
            return;
        }
        for _ in 0..2 {
            let is_same = self.is_same_after(device, later.encode());
            assert!(is_same, "{device} took in something after a gap");
        }
        self.tally.gaps += 1;
        let paths = &self.net.devices[device].sharing.paths;
        let is_it = |problem: &kernel::Problem| problem.what.contains("is missing");
        let is_reported = paths.iter().any(|path| path.problem.as_ref().is_some_and(is_it));
        assert!(is_reported, "{device} does not say that something is missing: {paths:?}");
    }

    /// Somebody says something about who belongs with the name of an owner and without their key.
    fn lie_about_people(&mut self, device: usize) {
        let membership = self.net.membership(device);
        let view = membership.view();
        let owner = view.devices().iter().find(|(_, found)| {
            found.active && view.members().get(&found.member).is_some_and(|member| member.role == Role::Owner)
        });
        let Some((author, _)) = owner else { return };
        let member = self.net.me(self.dice.roll(2) as usize).member;
        let body = match self.dice.roll(3) {
            0 => Body::SetRole { member, role: Role::Owner, known: Vec::new() },
            1 => Body::SetRole { member, role: Role::Manager, known: Vec::new() },
            _ => Body::RemoveMember { member, known: Vec::new() },
        };
        let draft = OperationDraft {
            workspace: workspace(&self.net),
            parents: membership.heads(),
            author: *author,
            at: Timestamp::from_millis(0),
            body,
        };
        let strange = DeviceKeys::generate(&mut Random::from_seed([self.dice.roll(256) as u8; 32]));
        let forged = draft.sign(|bytes| strange.sign(bytes));
        let before = self.lasting(device);
        self.hand(device, Message::Operations(vec![forged.encode()]).encode());
        self.tally.lies += 1;
        assert!(self.lasting(device) == before, "{device} took in what its author did not say");
        assert!(matches!(self.net.devices[device].sharing.standing, Standing::Member(_)));
    }
}
