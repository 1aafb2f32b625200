//! What stands on the disks when a week is over, read once.

use document::DocumentKey;
use engine::storage::Store;
use kernel::{DeviceId, WorkspaceId};
use protocol::{AudienceId, Hash, Item, Membership};
use std::collections::{BTreeMap, BTreeSet};
use vault::{DeviceKeys, Keyring};

use super::super::net::Net;
use crate::world::record;

/// Where an envelope stands.
pub type Place = (AudienceId, DeviceId, u64);

/// What stands on one disk.
pub struct Found {
    /// The heads of every document.
    pub heads: BTreeMap<DocumentKey, Vec<[u8; 32]>>,
    /// What was ever done to a document, as the labels of the changes.
    pub labels: BTreeMap<String, BTreeSet<String>>,
    /// The envelopes, and their hashes.
    pub envelopes: BTreeMap<Place, (Hash, Vec<u8>)>,
    /// Whether something waits for what it builds on.
    pub waits: bool,
    keys: Option<DeviceKeys>,
}

impl Found {
    /// Reads a disk, and checks what must hold of it by itself.
    pub fn of(net: &Net, device: usize) -> Self {
        let disk = &net.devices[device].disk;
        let documents = disk.checked();
        let label_of = |document: &document::Document| {
            let records = [10, 97, 98, 99].into_iter().flat_map(|id| document.history(record(id)));
            records.map(|version| version.label).collect()
        };
        let envelope = |(_, bytes): (String, Vec<u8>)| {
            let item = Item::decode(&bytes).unwrap();
            let header = *item.header();
            ((header.audience, header.device, header.sequence), (item.hash(), bytes))
        };
        let keys = disk.read(Store::Secrets, "device").first().map(|(_, bytes)| bytes.clone());
        Self {
            heads: documents.iter().map(|(key, document)| (key.clone(), document.heads())).collect(),
            labels: documents.iter().map(|(key, document)| (key.to_string(), label_of(document))).collect(),
            envelopes: disk.read(Store::Envelopes, "").into_iter().map(envelope).collect(),
            waits: disk.count(Store::Meta, "waiting|") > 0,
            keys: keys.and_then(|bytes| DeviceKeys::from_bytes(&bytes).ok()),
        }
    }

    /// How far every chain of an audience is held: number and hash.
    pub fn frontier(&self, audience: AudienceId) -> BTreeMap<DeviceId, (u64, Hash)> {
        let of = self.envelopes.iter().filter(|((other, _, _), _)| *other == audience);
        // In ascending order: the last of a chain stays.
        of.map(|((_, device, sequence), (hash, _))| (*device, (*sequence, *hash))).collect()
    }

    /// The documents whose names begin so, by their heads.
    pub fn documents(&self, prefix: &str) -> BTreeMap<&DocumentKey, &Vec<[u8; 32]>> {
        self.heads.iter().filter(|(key, _)| key.to_string().starts_with(prefix)).collect()
    }

    pub fn has(&self, document: &str, label: &str) -> bool {
        self.labels.get(document).is_some_and(|labels| labels.contains(label))
    }

    /// Every key that anybody could get out of this disk with the whole log in hand.
    pub fn keyring(&self, device: DeviceId, log: &Membership) -> Option<Keyring> {
        self.keys.as_ref().map(|keys| Keyring::collect(keys, device, log).0)
    }
}

/// The membership logs of disks; devices with the same operations share one.
#[derive(Default)]
pub struct Logs(BTreeMap<Vec<String>, Membership>);

impl Logs {
    pub fn of(&mut self, net: &Net, device: usize) -> Membership {
        let rows = net.devices[device].disk.read(Store::Operations, "");
        let keys = rows.into_iter().map(|(key, _)| key).collect();
        self.0.entry(keys).or_insert_with(|| net.membership(device)).clone()
    }
}

/// A workspace's id as every device of it says.
pub fn workspace(net: &Net) -> WorkspaceId {
    net.me(0).workspace
}
