//! Who is here, and at which record: said at once, sealed for everyone, kept nowhere.

use document::{Audience, DocumentKey};
use kernel::{DeviceId, RecordId, Timestamp};
use protocol::{AudienceName, Message, Party, limits};
use serde::{Deserialize, Serialize};
use vault::{Route, seal_signal};

use crate::{
    Replica, codec,
    message::{LinkId, Path, Presence},
};

/// What a signal says.
#[derive(Serialize, Deserialize)]
struct Said {
    /// Rises with every signal of a device, so that an older one said again is told apart.
    at: Timestamp,
    record: Option<(DocumentKey, RecordId)>,
}

impl Replica {
    /// A page shows a record. Nobody learns of one that is not for everyone.
    pub(super) fn is_here(&mut self, record: Option<(DocumentKey, RecordId)>) {
        self.sync.here = record.filter(|(document, _)| document.audience == Audience::Everyone);
        let links: Vec<LinkId> =
            self.sync.links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect();
        for link in links {
            self.say_here(link);
        }
    }

    /// Says over a link where we are.
    pub(super) fn say_here(&mut self, id: LinkId) {
        let Some(device) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        if self.sync.links.get(&id).is_none_or(|link| link.party != Party::Device(device)) {
            return;
        }
        let name = AudienceName::Everyone;
        let Some((epoch, _)) = shared.membership.view().epoch(name) else { return };
        let said = codec::write(codec::VERSION, &Said { at: self.now, record: self.sync.here.clone() });
        let place = (name.id(shared.membership.workspace()), epoch);
        let route = Route { from: device, to: None };
        let sealed = seal_signal(&shared.keys, &shared.keyring, place, route, &said, &mut self.random);
        if let Ok(sealed) = sealed
            && sealed.len() <= limits::MAX_SIGNAL
        {
            self.say(id, &Message::Signal { to: None, from: device, sealed });
        }
    }

    /// Somebody says where they are.
    pub(super) fn signalled(&mut self, id: LinkId, from: DeviceId, to: Option<DeviceId>, sealed: &[u8]) {
        let Some(shared) = &self.sync.shared else { return };
        let is_relay = self.sync.links.get(&id).is_some_and(|link| link.path == Path::Relay);
        let Some(device) = shared.membership.view().device(from) else { return };
        let member = device.member;
        let Some(plain) = self.open_signal_of(from, to, sealed) else { return };
        if self.word_came(from, to, &plain) {
            return;
        }
        let Some(shared) = &mut self.sync.shared else { return };
        let Some(said) = codec::read::<Said>(codec::VERSION, &plain) else { return };
        let last = self.sync.heard.entry(from).or_default();
        if said.at <= *last || Some(from) == self.identity.as_ref().map(|identity| identity.device) {
            return;
        }
        *last = said.at;
        shared.seen.insert(from, self.now);
        let is_new = !self.sync.present.contains_key(&from);
        self.sync.present.insert(from, Presence { device: from, member, record: said.record });
        self.tell_present();
        if is_new && is_relay {
            // Whoever has just come does not know where we are.
            self.say_here(id);
        }
        self.sync.touch();
    }
}
