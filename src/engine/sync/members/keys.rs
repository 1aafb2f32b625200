//! The membership log grows by what this device says; what is due of keys is done.

use kernel::{DeviceId, Problem, Timestamp};
use protocol::{Added, Hash, Known, Operation};
use std::collections::BTreeSet;
use vault::{Author, StepError};

use crate::{Replica, sync::Shared};

impl Replica {
    /// Takes a step in the workspace's log: `step` makes the operations, which are staged with
    /// whatever else is done now.
    ///
    /// # Errors
    /// When the step cannot be taken; then nothing has happened.
    pub(in crate::sync) fn step(
        &mut self,
        step: impl FnOnce(&Author<'_>, &mut chacha20::ChaCha20Rng) -> Result<Vec<Operation>, StepError>,
    ) -> Result<(), Problem> {
        let Some(device) = self.identity.as_ref().map(|identity| identity.device) else {
            return Err(alone());
        };
        if let Some(broken) = self.broken() {
            return Err(broken.problem());
        }
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let author = shared.author(device, self.now);
        let operations = step(&author, &mut self.random).map_err(|error| {
            Problem::new(error.to_string(), "Connect and try again, or ask an owner of the workspace.")
        })?;
        self.admit(operations);
        Ok(())
    }

    /// Takes operations of this device into the log. They were tried on a copy before.
    pub(in crate::sync) fn admit(&mut self, operations: Vec<Operation>) {
        self.enter(operations);
        self.log_grew();
    }

    fn enter(&mut self, operations: Vec<Operation>) {
        let mut taken: BTreeSet<Hash> = BTreeSet::new();
        let Some(shared) = &mut self.sync.shared else { return };
        for operation in operations {
            if let Ok(Added::Taken { taken: new, .. }) = shared.membership.add(operation) {
                taken.extend(new);
            }
        }
        self.keep_operations(taken);
    }

    /// The disk was read and this device leads: what was due when it stopped is seen to.
    pub(crate) fn sync_started(&mut self) {
        self.tend_keys();
        self.look_for_vouching();
        self.look_for_erasing();
    }

    /// The log has grown: what was left for later may come now, and keys may be due.
    pub(in crate::sync) fn log_grew(&mut self) {
        let Some(identity) = self.identity.clone() else { return };
        let Some(shared) = &mut self.sync.shared else { return };
        let is_in = shared.membership.view().role_of(identity.device).is_some();
        let left = std::mem::take(&mut shared.left);
        if is_in && self.sync.joining.is_some() {
            self.let_in();
        }
        if left {
            let links: Vec<_> =
                self.sync.links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect();
            for link in links {
                self.say_have(link);
            }
        }
        self.tend_keys();
        self.offer_again();
        self.look_for_vouching();
        self.look_for_erasing();
        // Links that waited may stand for themselves by now.
        self.take_early_again();
        self.sync.touch();
    }

    /// Does what keys need: a first epoch where there is none, a new one where a key that counts is
    /// with somebody who is out, and grants that are lacking (Y-24).
    fn tend_keys(&mut self) {
        let Some(device) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        // Who knows only a part of who belongs hands no keys to anybody.
        if !shared.hole.is_empty() {
            return;
        }
        let author = shared.author(device, self.now);
        // What cannot be done now is seen again when the log grows next.
        let Ok(due) = author.settle(&mut self.random) else { return };
        if due.is_empty() {
            return;
        }
        self.enter(due);
    }
}

impl Shared {
    /// This device, as who writes in the log now.
    pub(in crate::sync) fn author(&self, device: DeviceId, at: Timestamp) -> Author<'_> {
        Author { keys: &self.keys, device, keyring: &self.keyring, membership: &self.membership, at }
    }

    /// How far the chains of these devices are known here, for an operation that ends them.
    pub(in crate::sync) fn known_of(&self, is_theirs: impl Fn(DeviceId) -> bool) -> Vec<Known> {
        let theirs = self.latest.positions().filter(|(_, device, _)| is_theirs(*device));
        theirs.map(|(audience, device, place)| Known { device, audience, sequence: place.sequence }).collect()
    }
}

pub(in crate::sync) fn alone() -> Problem {
    Problem::new("This workspace is not shared.", "Share it first.")
}
