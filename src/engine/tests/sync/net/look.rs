//! What stands on the disks.

use document::DocumentKey;
use engine::storage::Store;
use kernel::DeviceId;
use protocol::{AudienceId, Item, Membership, Operation};
use std::collections::BTreeMap;

use super::Net;

impl Net {
    /// Who belongs, as a device's disk says.
    pub fn membership(&self, device: usize) -> Membership {
        let workspace = self.me(device).workspace;
        let rows = self.devices[device].disk.read(Store::Operations, "");
        let keys = (workspace, rows.iter().map(|(key, _)| key.clone()).collect::<Vec<String>>());
        if let Some(known) = self.logs.borrow().get(&keys) {
            return known.clone();
        }
        let mut membership = Membership::new(workspace);
        let mut operations: Vec<Operation> =
            rows.iter().map(|(_, bytes)| Operation::decode(bytes).unwrap()).collect();
        operations.sort_by_key(|operation| !operation.parents.is_empty());
        for operation in operations {
            membership.add(operation).unwrap();
        }
        self.logs.borrow_mut().insert(keys, membership.clone());
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

    /// The documents of one audience on a device's disk: their heads.
    pub fn heads(&self, device: usize, prefix: &str) -> BTreeMap<DocumentKey, Vec<[u8; 32]>> {
        let documents = self.devices[device].disk.documents().into_iter();
        documents
            .filter(|(key, _)| key.to_string().starts_with(prefix))
            .map(|(key, document)| (key, document.heads()))
            .collect()
    }
}
