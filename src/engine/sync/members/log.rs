//! The membership log grows by what others say, and hands over keys.

use kernel::{DeviceId, Problem};
use protocol::{Added, Hash, Operation as Said};
use std::collections::BTreeSet;

use crate::{
    Replica,
    message::LinkId,
    storage::Store,
    sync::{Shared, put, stored},
};

impl Replica {
    /// Takes operations in. Returns how many were refused.
    pub(in crate::sync) fn take_operations(&mut self, link: Option<LinkId>, items: Vec<Vec<u8>>) -> u64 {
        if self.is_looking() {
            self.look_through(link, &items);
            return 0;
        }
        let mut not_taken = 0;
        let mut taken_in = BTreeSet::new();
        for bytes in items {
            let operation = match Said::decode(&bytes) {
                Ok(operation) => operation,
                Err(error) => {
                    self.undecodable(link, "a statement about the workspace cannot be read", &error);
                    break;
                }
            };
            if let Some(link) = link.and_then(|link| self.sync.links.get_mut(&link)) {
                link.sent.insert(operation.hash());
            }
            let Some(shared) = &mut self.sync.shared else { break };
            let author = operation.author;
            match shared.membership.add(operation) {
                Ok(Added::Known | Added::Waiting(_)) => {}
                Ok(Added::Taken { taken, refused }) => {
                    not_taken += refused.len() as u64;
                    taken_in.extend(taken);
                }
                Err(refusal) => {
                    not_taken += 1;
                    if shared.membership.view().devices().contains_key(&author) {
                        let name = self.device_name(author);
                        let what = format!(
                            "{name} said something about the workspace that does not count: {refusal}."
                        );
                        self.set_aside(author, Problem::new(what, ""));
                    }
                }
            }
        }
        self.keep_operations(taken_in);
        self.log_grew();
        if let Some(link) = link {
            self.maybe_whole(link);
            self.maybe_handed_in(link, &[]);
        }
        not_taken
    }

    /// Stages operations that are in the log now, and takes the keys that they bring.
    pub(in crate::sync) fn keep_operations(&mut self, taken: BTreeSet<Hash>) {
        let Some(device) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &mut self.sync.shared else { return };
        for hash in &taken {
            let Some(operation) = shared.membership.operation(hash) else { continue };
            let (key, value) = (stored::operation_key(*hash), operation.encode());
            self.writer.next.operations.push(put(Store::Operations, key, value));
            self.writer.next.strict = true;
        }
        let spoiled = shared.take_grants(device, &taken);
        self.writer.next.said.extend(taken);
        for (author, problem) in spoiled {
            self.set_aside(author, problem);
        }
        self.sync.touch();
    }
}

impl Shared {
    /// Takes the keys that these operations hand to this device. Answers with what did not open,
    /// and whose word it was.
    pub(in crate::sync) fn take_grants(
        &mut self,
        me: DeviceId,
        taken: &BTreeSet<Hash>,
    ) -> Vec<(DeviceId, Problem)> {
        let mut spoiled = Vec::new();
        for hash in taken {
            let Some(operation) = self.membership.operation(hash) else { continue };
            if let Err(error) = self.keyring.take(&self.keys, me, operation) {
                spoiled.push((
                    operation.author,
                    Problem::new(error.to_string(), "Another device may hand over the key."),
                ));
            }
        }
        self.read_names();
        spoiled
    }
}
