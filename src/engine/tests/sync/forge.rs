//! A patched client: it has the keys of a device and says with them whatever it likes.

use document::{Document, DocumentKey, Stamp};
use engine::storage::Store;
use kernel::{DeviceId, MemberId, Timestamp};
use protocol::{AudienceName, Envelope, EnvelopeKind, Hash, Header, Message};
use vault::{DeviceKeys, Draft, Keyring, Plain, Random, seal, seal_in_version};

use super::net::Net;
use crate::world::{create, roster};

/// What a forger knows of a device.
pub struct Forger {
    keys: DeviceKeys,
    keyring: Keyring,
    pub device: DeviceId,
    pub member: MemberId,
    draft: Draft,
}

/// What stands in a change that was made up: by whom, and on which device.
pub fn change(document: &DocumentKey, device: DeviceId, by: MemberId, number: u8) -> Vec<u8> {
    let mut made = Document::create(document);
    let stamp = Stamp { at: Timestamp::from_millis(0), by };
    made.apply(device, stamp, "Forge", &[create(document, number, "Forged")]).unwrap().chunk
}

impl Forger {
    /// With the keys on a device's disk, at the end of its chain of *everyone*.
    pub fn of(net: &Net, device: usize) -> Self {
        let me = net.me(device);
        let stored = net.devices[device].disk.read(Store::Secrets, "device");
        let keys = DeviceKeys::from_bytes(&stored[0].1).unwrap();
        let membership = net.membership(device);
        let (keyring, _) = Keyring::collect(&keys, me.device, &membership);
        let audience = AudienceName::Everyone.id(me.workspace);
        let last = net.frontier(device, audience).get(&me.device).copied().unwrap_or(0);
        let previous = net.envelope(device, audience, me.device, last).map_or(Hash::ZERO, |last| last.hash());
        let draft = Draft {
            audience,
            epoch: keyring.newest(audience).unwrap(),
            device: me.device,
            sequence: last + 1,
            previous,
            frontier: Hash::ZERO,
            kind: EnvelopeKind::Changes,
        };
        Self { keys, keyring, device: me.device, member: me.member, draft }
    }

    /// The key it seals with.
    pub const fn epoch(&self) -> protocol::EpochId {
        self.draft.epoch
    }

    /// The same at another end of the chain: after the envelope of this number and hash.
    pub fn after(mut self, sequence: u64, previous: Hash) -> Self {
        (self.draft.sequence, self.draft.previous) = (sequence + 1, previous);
        self
    }

    /// The same with other keys to sign with.
    pub fn signing_as(mut self, keys: DeviceKeys) -> Self {
        self.keys = keys;
        self
    }

    /// Something else in the place of an envelope, if the key that it is sealed under is here.
    pub fn instead_of(&self, header: &Header, document: &str, content: Vec<u8>) -> Option<Envelope> {
        let Header { audience, epoch, device, sequence, previous, frontier, .. } = *header;
        let kind = EnvelopeKind::Changes;
        let draft = Draft { audience, epoch, device, sequence, previous, frontier, kind };
        let plain = Plain { document: document.to_owned(), covers: protocol::Covers::new(), content };
        seal(&self.keys, &self.keyring, &draft, &plain, &mut Random::from_seed([7; 32])).ok()
    }

    /// The next envelope of the chain, with this inside.
    pub fn next(&mut self, document: &str, content: Vec<u8>) -> Envelope {
        let plain = Plain { document: document.to_owned(), covers: protocol::Covers::new(), content };
        let envelope =
            seal(&self.keys, &self.keyring, &self.draft, &plain, &mut Random::from_seed([5; 32])).unwrap();
        self.draft.sequence += 1;
        self.draft.previous = envelope.hash();
        envelope
    }

    /// The next of the chain as a newer version of the program might write it; and as this one would have.
    pub fn of_newer_version(&mut self, number: u8) -> (Envelope, Envelope) {
        let content = change(&roster(), self.device, self.member, number);
        let plain = Plain { document: roster().to_string(), covers: protocol::Covers::new(), content };
        let mut random = Random::from_seed([7; 32]);
        let [newer, ours] = [2, 1].map(|version| {
            seal_in_version(version, &self.keys, &self.keyring, &self.draft, &plain, &mut random).unwrap()
        });
        self.draft.sequence += 1;
        self.draft.previous = newer.hash();
        (newer, ours)
    }

    /// A document that is said to stand for these, as the next of the chain.
    pub fn standing_for(&mut self, document: &str, covers: protocol::Covers, content: Vec<u8>) -> Envelope {
        let plain = Plain { document: document.to_owned(), covers, content };
        let draft = Draft { kind: EnvelopeKind::Snapshot, ..self.draft };
        let envelope =
            seal(&self.keys, &self.keyring, &draft, &plain, &mut Random::from_seed([6; 32])).unwrap();
        self.draft.sequence += 1;
        self.draft.previous = envelope.hash();
        envelope
    }

    /// Leaves a place of the chain out.
    pub fn skip(&mut self) {
        self.draft.sequence += 1;
        self.draft.previous = Hash([9; 32]);
    }

    /// A change of its own to the roster, sealed.
    pub fn own_change(&mut self, number: u8) -> Envelope {
        let content = change(&roster(), self.device, self.member, number);
        self.next("everyone/area/roster", content)
    }
}

/// Hands envelopes to a device as if the relay had sent them.
pub fn hand(net: &mut Net, device: usize, envelopes: &[&Envelope]) {
    let items = envelopes.iter().map(|envelope| envelope.encode()).collect();
    net.inject(device, Message::Envelopes(items).encode());
}
