//! How members and devices are called: read off their cards, and changed after joining.

use kernel::{DeviceId, MemberId, Problem};
use vault::{Card, open_name};

use super::{Shared, keys::alone};
use crate::Replica;

impl Replica {
    /// Calls the user, or a device of theirs, something else (Y-53).
    pub(super) fn rename(&mut self, device: Option<DeviceId>, name: &str) -> Result<(), Problem> {
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
    pub(super) fn names(&self, member: MemberId, device: DeviceId) -> (String, String) {
        let of_member = self.member_names.get(&member).cloned();
        let of_device = self.device_names.get(&device).cloned();
        (of_member.unwrap_or_default(), of_device.unwrap_or_default())
    }

    /// Reads the cards that cannot have been read before: the log or the keyring has grown.
    pub(super) fn read_cards(&mut self) {
        let view = self.membership.view();
        for (device, found) in view.devices() {
            let is_first = view.members().get(&found.member).filter(|member| member.joined == found.joined);
            if self.device_names.contains_key(device) {
                continue;
            }
            // A member's first device is named on the member's card.
            let sealed = is_first.map_or(&found.card, |member| &member.card);
            let Ok(card) = Card::open(&self.keyring, found.member, *device, sealed) else { continue };
            if is_first.is_some() {
                self.member_names.insert(found.member, card.name);
            }
            self.device_names.insert(*device, card.device);
        }
        // A name that does not open (yet) leaves the one before it.
        for (member, found) in view.members() {
            let Some(given) = found.renamed.as_ref().filter(|given| !self.renames.contains(&given.operation))
            else {
                continue;
            };
            if let Ok(name) = open_name(&self.keyring, (*member, None), &given.card) {
                self.member_names.insert(*member, name);
                self.renames.insert(given.operation);
            }
        }
        for (device, found) in view.devices() {
            let Some(given) = found.renamed.as_ref().filter(|given| !self.renames.contains(&given.operation))
            else {
                continue;
            };
            if let Ok(name) = open_name(&self.keyring, (found.member, Some(*device)), &given.card) {
                self.device_names.insert(*device, name);
                self.renames.insert(given.operation);
            }
        }
    }
}
