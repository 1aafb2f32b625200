//! Direct connections to other devices: who offers one to whom, and what becomes of it.
//!
//! The browsers at both ends have to be told of each other first. Over a relay that is done by sealed
//! signals, without anybody noticing; without one by codes that people carry (`meeting`).

use kernel::{DeviceId, Problem, Timestamp};
use protocol::{AudienceName, EpochId, Message, Party};
use rand_core::Rng as _;
use std::collections::BTreeMap;
use vault::{Route, seal_signal};

use crate::{
    Effect, Replica,
    message::{LinkId, Path},
    peer::{Description, Step},
    sync::{
        links::link::{Link, strange},
        links::signal::{AttemptId, Signal},
    },
};

/// The first wait before a device is offered a connection again, in milliseconds (*ours*).
const FIRST: u64 = 2_000;
/// The longest wait, in milliseconds (*ours*): a network that lets none through stays as it is.
const LONGEST: u64 = 600_000;
/// How long an attempt may take, in milliseconds (*ours*).
const PATIENCE: u64 = 30_000;
/// How long a device that was taken out stays connected, to be told of it, in milliseconds (*ours*).
const GRACE: u64 = 5_000;
/// How many attempts there are at once (*ours*): all of them begin in the same moment after a start.
const MOST_ATTEMPTS: usize = 4;
/// How many direct connections a device holds (*ours*). The relay serves the others.
const MOST_PEERS: usize = 16;

/// What this device does to be connected to others directly.
#[derive(Default)]
pub(crate) struct Peering {
    pub(in crate::sync) attempts: BTreeMap<LinkId, Attempt>,
    waits: BTreeMap<DeviceId, Wait>,
    /// The newest offer that came of each device.
    heard: BTreeMap<DeviceId, Timestamp>,
    pub(in crate::sync) meeting: Option<crate::sync::links::meeting::Meeting>,
}

/// A connection that is being made.
pub(in crate::sync) struct Attempt {
    pub id: AttemptId,
    /// Whom it leads to; `None`: whoever takes the code.
    pub device: Option<DeviceId>,
    /// Whether it was begun by the other end.
    pub answers: bool,
    /// Whether people carry the codes. Then it waits for them.
    pub by_code: bool,
    /// The epoch under which it is talked about.
    pub epoch: EpochId,
    /// Whether our end is known, and whether the other one's is.
    pub described: bool,
    pub accepted: bool,
    pub begun: Timestamp,
}

/// When a device is offered a connection again.
struct Wait {
    failures: u32,
    at: i64,
    decided: i64,
}

impl Replica {
    /// Begins what is due, and ends what takes too long or leads to somebody who is out.
    pub(crate) fn tend_peers(&mut self) {
        self.end_slow_attempts();
        self.part_from_removed();
        self.end_slow_meeting();
        if let Some((device, epoch)) = self.next_to_offer() {
            self.begin_attempt(Some(device), None, false, epoch, Step::Offer);
        }
    }

    /// The next device that is connected to our relay and should be offered a connection: the one
    /// with the lower id offers, so that not both do.
    fn next_to_offer(&self) -> Option<(DeviceId, EpochId)> {
        let me = self.identity.as_ref()?.device;
        let shared = self.sync.shared.as_ref()?;
        let view = shared.membership.view();
        let (peering, now) = (&self.sync.peering, self.now.millis());
        let relay = self.sync.links.values().find(|link| link.is_open() && link.path == Path::Relay)?;
        view.device(me)?;
        let (epoch, _) = view.epoch(AudienceName::Everyone)?;
        let peers = self.sync.links.values().filter(|link| link.path == Path::Peer).count();
        if peering.attempts.len() >= MOST_ATTEMPTS || peers >= MOST_PEERS {
            return None;
        }
        let is_wanted = |device: &DeviceId| {
            let waits = peering.waits.get(device);
            *device > me
                && view.device(*device).is_some()
                && !self.sync.links.values().any(|link| link.leads_to(*device))
                && !peering.attempts.values().any(|attempt| attempt.device == Some(*device))
                && waits.is_none_or(|wait| now >= wait.at || now < wait.decided)
        };
        relay.beside.iter().copied().find(is_wanted).map(|device| (device, epoch))
    }

    /// Asks the host for a connection. Returns its number.
    pub(in crate::sync) fn begin_attempt(
        &mut self,
        device: Option<DeviceId>,
        answers: Option<AttemptId>,
        by_code: bool,
        epoch: EpochId,
        step: Step,
    ) -> LinkId {
        self.sync.dialled += 1;
        let link = LinkId(self.sync.dialled);
        let id = answers.unwrap_or_else(|| {
            let mut id = AttemptId::default();
            self.random.fill_bytes(&mut id);
            id
        });
        let attempt = Attempt {
            id,
            device,
            answers: answers.is_some(),
            by_code,
            epoch,
            described: false,
            accepted: answers.is_some(),
            begun: self.now,
        };
        self.sync.peering.attempts.insert(link, attempt);
        self.effects.push(Effect::Peer { link, step });
        self.effects.push(Effect::Wake { after: PATIENCE + 1 });
        link
    }

    /// Our end of a connection is known: the other end learns of it.
    pub(crate) fn described(&mut self, link: LinkId, end: Description) {
        let Some(attempt) = self.sync.peering.attempts.get_mut(&link) else { return };
        if std::mem::replace(&mut attempt.described, true) {
            return;
        }
        let (device, by_code, epoch) = (attempt.device, attempt.by_code, attempt.epoch);
        let signal = Signal { answers: attempt.answers, attempt: attempt.id, at: self.now, end };
        if by_code {
            return self.code_made(link, &signal);
        }
        let relay = self.sync.links.iter().find(|(_, link)| link.is_open() && link.path == Path::Relay);
        let (Some(relay), Some(device)) = (relay.map(|(id, _)| *id), device) else { return };
        if let Some((from, sealed)) = self.seal_for_peer(&signal, Some(device), epoch) {
            self.say(relay, &Message::Signal { to: Some(device), from, sealed });
        }
    }

    /// A signal, sealed for everyone and signed; with the device it is from.
    pub(in crate::sync) fn seal_for_peer(
        &mut self,
        signal: &Signal,
        to: Option<DeviceId>,
        epoch: EpochId,
    ) -> Option<(DeviceId, Vec<u8>)> {
        let from = self.identity.as_ref()?.device;
        let shared = self.sync.shared.as_ref()?;
        let place = (AudienceName::Everyone.id(shared.membership.workspace()), epoch);
        let (route, plain) = (Route { from, to }, signal.write());
        let sealed =
            seal_signal(&shared.keys, &shared.keyring, place, route, &plain, &mut self.random).ok()?;
        Some((from, sealed))
    }

    /// Something that a device said to this one, or to all, opened: perhaps how it can be reached.
    pub(in crate::sync) fn peer_signalled(
        &mut self,
        over: LinkId,
        from: DeviceId,
        to: Option<DeviceId>,
        plain: &[u8],
        sealed: &[u8],
    ) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let is_relay = self.sync.links.get(&over).is_some_and(|link| link.path == Path::Relay);
        let is_in = shared.membership.view().device(me).is_some();
        let (Ok(signal), Some(epoch)) = (Signal::read(plain), vault::epoch_of_signal(sealed)) else { return };
        // What is for all stands in a code, and is taken from nowhere else.
        if is_relay && is_in && to == Some(me) {
            self.take_signal(me, from, signal, epoch);
        }
    }

    fn take_signal(&mut self, me: DeviceId, from: DeviceId, signal: Signal, epoch: EpochId) {
        if signal.answers {
            let attempts = &mut self.sync.peering.attempts;
            let mut attempts = attempts.iter_mut().filter(|(_, attempt)| !attempt.by_code);
            let ours = attempts.find(|(_, attempt)| {
                attempt.id == signal.attempt && attempt.device == Some(from) && attempt.is_unanswered()
            });
            if let Some((link, attempt)) = ours {
                attempt.accepted = true;
                self.effects.push(Effect::Peer { link: *link, step: Step::Accept(signal.end) });
            }
        } else if from < me {
            // One that was said before is said again by somebody else.
            let heard = self.sync.peering.heard.entry(from).or_default();
            if signal.at <= *heard {
                return;
            }
            *heard = signal.at;
            // The other end has begun anew: what was begun before is over there.
            self.end_attempts(|attempt| attempt.device == Some(from) && !attempt.by_code);
            let links = &self.sync.links;
            let peers = links.values().filter(|link| link.path == Path::Peer && !link.leads_to(from)).count();
            if peers < MOST_PEERS && self.sync.peering.attempts.len() < MOST_PEERS {
                let step = Step::Answer(signal.end);
                self.begin_attempt(Some(from), Some(signal.attempt), false, epoch, step);
            }
        }
    }

    /// A connection that was being made is there. Returns whom it has to lead to, if that is said.
    pub(in crate::sync) fn attempt_came_about(&mut self, link: LinkId) -> Option<DeviceId> {
        let attempt = self.sync.peering.attempts.remove(&link)?;
        attempt.device
    }

    /// A connection that was being made came to nothing. Returns whether it was one.
    pub(in crate::sync) fn attempt_failed(&mut self, link: LinkId, problem: Option<&Problem>) -> bool {
        let Some(attempt) = self.sync.peering.attempts.remove(&link) else { return false };
        if let (Some(device), false, false) = (attempt.device, attempt.by_code, attempt.answers) {
            self.offer_later(device, true);
        }
        self.meeting_failed(link, problem);
        true
    }

    /// A device is offered a connection after a while: after a longer one each time it fails.
    pub(in crate::sync) fn offer_later(&mut self, device: DeviceId, failed: bool) {
        let before = self.sync.peering.waits.get(&device).map_or(0, |wait| wait.failures);
        let failures = if failed { before.saturating_add(1) } else { 0 };
        let longest = FIRST.saturating_mul(1 << failures.min(16)).min(LONGEST);
        let wait = longest - self.random.next_u64() % (longest / 2 + 1);
        let now = self.now.millis();
        let at = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
        self.sync.peering.waits.insert(device, Wait { failures, at, decided: now });
        self.effects.push(Effect::Wake { after: wait });
    }

    /// Who is connected to the relay has changed: who has just come is offered a connection at once.
    pub(in crate::sync) fn are_beside(&mut self, relay: LinkId, devices: &[DeviceId]) {
        let Some(link) = self.sync.links.get_mut(&relay).filter(|link| link.path == Path::Relay) else {
            return;
        };
        let before = std::mem::replace(&mut link.beside, devices.iter().copied().collect());
        for device in devices.iter().filter(|device| !before.contains(device)) {
            self.sync.peering.waits.remove(device);
        }
    }

    /// A device has proved to be at the other end of a connection: an older one to it is over.
    pub(in crate::sync) fn met(&mut self, link: LinkId, device: DeviceId) {
        let is_older = |id: &LinkId, other: &Link| *id != link && other.peer == Some(device);
        let older = self.sync.links.iter().filter(|(id, other)| is_older(id, other));
        let older: Vec<LinkId> = older.map(|(id, _)| *id).collect();
        for id in older {
            self.sync.links.remove(&id);
            self.effects.push(Effect::HangUp { link: id });
        }
        self.sync.peering.waits.remove(&device);
        self.meeting_done(link, device);
    }

    fn end_slow_attempts(&mut self) {
        let now = self.now;
        self.end_attempts(|attempt| {
            // People take their time to carry a code.
            let waits_for_people = attempt.by_code && attempt.described;
            !waits_for_people && is_past(attempt.begun, now, PATIENCE)
        });
    }

    fn end_attempts(&mut self, which: impl Fn(&Attempt) -> bool) {
        let attempts = self.sync.peering.attempts.iter().filter(|(_, attempt)| which(attempt));
        let links: Vec<LinkId> = attempts.map(|(link, _)| *link).collect();
        for link in links {
            self.effects.push(Effect::HangUp { link });
            self.attempt_failed(link, None);
        }
    }

    /// Ends what leads to a device that does not belong any more, once that was told why.
    fn part_from_removed(&mut self) {
        let Some(shared) = &self.sync.shared else { return };
        let (view, now) = (shared.membership.view(), self.now);
        let mut over = Vec::new();
        for (id, link) in &mut self.sync.links {
            let is_out = link.peer.is_some_and(|device| view.device(device).is_none());
            if !is_out || link.compared != shared.kept.len() {
                link.out_since = None;
                continue;
            }
            let since = *link.out_since.get_or_insert_with(|| {
                self.effects.push(Effect::Wake { after: GRACE + 1 });
                now
            });
            if is_past(since, now, GRACE) {
                over.push(*id);
            }
        }
        for link in over {
            self.hang_up(link, strange("its device was taken out of the workspace"));
        }
    }

    /// Whether a connection leads to the device that it was made for; any, where none was named.
    pub(in crate::sync) fn is_expected(&self, link: LinkId, party: Party) -> bool {
        let expected = self.sync.links.get(&link).and_then(|link| link.expects);
        expected.is_none_or(|device| party == Party::Device(device))
    }
}

/// Whether so many milliseconds have gone by. A clock that went back counts as one that ran long.
pub(in crate::sync) fn is_past(since: Timestamp, now: Timestamp, millis: u64) -> bool {
    let gone = now.millis().saturating_sub(since.millis());
    u64::try_from(gone).map_or(true, |gone| gone >= millis)
}

impl Attempt {
    /// Whether its offer is out and no answer has come.
    pub fn is_unanswered(&self) -> bool {
        self.described && !self.accepted && !self.answers
    }
}

impl Link {
    /// Whether a direct connection leads to a device, or will as soon as that has proved itself.
    pub(in crate::sync) fn leads_to(&self, device: DeviceId) -> bool {
        self.path == Path::Peer && (self.peer == Some(device) || self.expects == Some(device))
    }
}
