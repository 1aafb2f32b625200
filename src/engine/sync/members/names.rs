//! How members and devices are called: read off their cards, and changed after joining.

use kernel::{DeviceId, MemberId, Problem};
use protocol::{Hash, NewName};
use std::collections::BTreeMap;
use vault::{Card, Keyring, open_name};

use crate::{
    Replica,
    sync::{Shared, members::keys::alone},
};

impl Replica {
    /// Calls the user, or a device of theirs, something else (Y-53).
    pub(in crate::sync) fn rename(&mut self, device: Option<DeviceId>, name: &str) -> Result<(), Problem> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::new("A name cannot be empty.", "Enter one."));
        }
        let (Some(me), Some(shared)) = (self.identity.clone(), &self.sync.shared) else {
            return Err(alone());
        };
        let (of_member, of_device) = shared.names(me.member, device.unwrap_or(me.device));
        let stands = if device.is_some() { of_device } else { of_member };
        // The log takes only so many operations, so none is spent on saying what is said already.
        if stands == name {
            return Ok(());
        }
        self.step(|author, random| author.rename(device, name, random))
    }
}

impl Shared {
    /// How a member and a device of theirs want to be called; empty where that is not known.
    pub(in crate::sync) fn names(&self, member: MemberId, device: DeviceId) -> (String, String) {
        let of_member = self.member_names.get(&member).cloned();
        let of_device = self.device_names.get(&device).cloned();
        (of_member.unwrap_or_default(), of_device.unwrap_or_default())
    }

    /// Reads the names again: the log or the keyring has grown. What a name was before counts for
    /// nothing, so whoever has the same log and keys reads the same; also where a newer name does
    /// not count any more.
    pub(in crate::sync) fn read_names(&mut self) {
        let view = self.membership.view();
        let (mut of_members, mut of_devices) = (BTreeMap::new(), BTreeMap::new());
        for (device, found) in view.devices() {
            let is_first = view.members().get(&found.member).filter(|member| member.joined == found.joined);
            if !self.cards.contains_key(device) {
                // A member's first device is named on the member's card.
                let sealed = is_first.map_or(&found.card, |member| &member.card);
                let Ok(card) = Card::open(&self.keyring, found.member, *device, sealed) else { continue };
                self.cards.insert(*device, card);
            }
            let Some(card) = self.cards.get(device) else { continue };
            if is_first.is_some() {
                of_members.insert(found.member, card.name.clone());
            }
            of_devices.insert(*device, card.device.clone());
        }
        // A name that does not open (yet) leaves the one before it.
        for (member, found) in view.members() {
            let Some(given) = &found.renamed else { continue };
            let name = opened(&mut self.renames, &self.keyring, (*member, None), given);
            if let Some(name) = name.or_else(|| self.member_names.get(member).cloned()) {
                of_members.insert(*member, name);
            }
        }
        for (device, found) in view.devices() {
            let Some(given) = &found.renamed else { continue };
            let name = opened(&mut self.renames, &self.keyring, (found.member, Some(*device)), given);
            if let Some(name) = name.or_else(|| self.device_names.get(device).cloned()) {
                of_devices.insert(*device, name);
            }
        }
        (self.member_names, self.device_names) = (of_members, of_devices);
    }
}

/// The name in a statement, which is opened once.
fn opened(
    before: &mut BTreeMap<Hash, String>,
    keyring: &Keyring,
    of: (MemberId, Option<DeviceId>),
    given: &NewName,
) -> Option<String> {
    if let Some(name) = before.get(&given.operation) {
        return Some(name.clone());
    }
    let name = open_name(keyring, of, &given.card).ok()?;
    before.insert(given.operation, name.clone());
    Some(name)
}
