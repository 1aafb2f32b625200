//! Where there are several paths, nothing takes two of them for nothing.
//!
//! What the other end of a link lacks may be on its way to it already, from somebody else. That is
//! left to them for a while. Whoever gets it says so (`Durable`), and then it is not lacking any more;
//! if nobody brings it, it is sent after all. So nothing depends on a relay that keeps things back.

use kernel::DeviceId;
use protocol::{AudienceId, Missing};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Effect, Replica,
    message::{LinkId, Path},
    sync::{Sync, links::link::Link},
};

/// How long a relay, or the author of an envelope, may take to bring it, in milliseconds (*ours*):
/// a relay needs a fraction of a second, a slow disk at the other end a little more.
const BY_RELAY: i64 = 4_000;
/// The same of a device that is directly connected, which needs one step less (*ours*).
const BY_AUTHOR: i64 = 1_000;

/// What the other end of a link lacks and others are to bring: from which number on, since when, and
/// whether that took too long.
#[derive(Default)]
pub(in crate::sync) struct Left(BTreeMap<(AudienceId, DeviceId), (u64, i64, bool)>);

/// Who else may bring something to the other end of a link.
struct Others {
    path: Path,
    /// Whether the relay serves both ends.
    relay: bool,
    /// The devices that are connected to the same relay, or directly to us.
    connected: BTreeSet<DeviceId>,
}

impl Others {
    fn of(sync: &Sync, link: &Link) -> Self {
        let links = sync.links.values().filter(|link| link.is_open());
        let relay = links
            .clone()
            .find(|link| link.path == Path::Relay && link.has_said && !link.halted && !link.refused);
        match link.path {
            Path::Relay => Self { path: link.path, relay: false, connected: link.beside.clone() },
            Path::Peer => Self {
                path: link.path,
                relay: relay.is_some_and(|relay| link.peer.is_some_and(|peer| relay.beside.contains(&peer))),
                connected: links.filter_map(|link| link.peer).collect(),
            },
        }
    }

    /// How long to leave a run of this device to others.
    fn patience(&self, of: DeviceId, me: DeviceId) -> Option<i64> {
        let author_brings_it = of != me && self.connected.contains(&of);
        match self.path {
            Path::Relay => author_brings_it.then_some(BY_RELAY),
            Path::Peer if self.relay => Some(BY_RELAY),
            Path::Peer => author_brings_it.then_some(BY_AUTHOR),
        }
    }
}

impl Replica {
    /// Of what the other end of a link lacks, what should be sent now.
    pub(in crate::sync) fn due(&mut self, id: LinkId, lacking: Vec<Missing>) -> Vec<Missing> {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return lacking };
        let now = self.now.millis();
        let Some(link) = self.sync.links.get(&id) else { return Vec::new() };
        let others = Others::of(&self.sync, link);
        let Some(link) = self.sync.links.get_mut(&id) else { return Vec::new() };
        let before = std::mem::take(&mut link.left.0);
        let mut next: Option<i64> = None;
        let mut due = Vec::new();
        // Somebody brings something: everything that is left has time again, since they bring one
        // thing after the other.
        let starts: BTreeMap<_, _> =
            lacking.iter().map(|run| ((run.audience, run.device), run.from)).collect();
        let goes_on = before.iter().any(|(chain, (from, ..))| starts.get(chain) != Some(from));
        for run in lacking {
            let Some(patience) = others.patience(run.device, me) else {
                due.push(run);
                continue;
            };
            let chain = (run.audience, run.device);
            let (_, mut since, mut over) = before.get(&chain).copied().unwrap_or((0, now, false));
            // What is overdue is sent to its end.
            if goes_on && !over {
                since = now;
            }
            over |= now < since || now - since >= patience;
            link.left.0.insert(chain, (run.from, since, over));
            if over {
                due.push(run);
            } else {
                let at = since.saturating_add(patience);
                next = Some(next.map_or(at, |next| next.min(at)));
            }
        }
        if let Some(at) = next {
            self.look_again(at);
        }
        due
    }

    /// Whether what was written here gets to the other end of a direct connection by the relay.
    pub(in crate::sync) fn is_left_to_relay(&self, id: LinkId) -> bool {
        let Some(link) = self.sync.links.get(&id) else { return false };
        link.path == Path::Peer && Others::of(&self.sync, link).relay
    }

    fn look_again(&mut self, at: i64) {
        let now = self.now.millis();
        if self.sync.look_again.is_some_and(|planned| (now..=at).contains(&planned)) {
            return;
        }
        self.sync.look_again = Some(at);
        let after = u64::try_from(at.saturating_sub(now)).unwrap_or(0);
        self.effects.push(Effect::Wake { after });
    }

    /// The time may have come to send what nobody else has brought.
    pub(crate) fn send_what_was_left(&mut self) {
        let now = self.now.millis();
        // A clock that went back must not delay it.
        let is_time = |at: i64| now >= at || at - now > BY_RELAY;
        if !self.sync.look_again.is_some_and(is_time) {
            return;
        }
        self.sync.look_again = None;
        let waiting = self.sync.links.iter().filter(|(_, link)| !link.left.0.is_empty());
        let ids: Vec<LinkId> = waiting.map(|(id, _)| *id).collect();
        for id in ids {
            self.pump(id);
        }
    }
}
