//! What two copies say once they know each other: what they have, what the other lacks, what is
//! on disk by now, and how much more may come.

use kernel::DeviceId;
use protocol::{AudienceName, Frontier, Hash, Message, Reason};
use std::collections::BTreeSet;

use crate::{
    Replica,
    message::{LinkId, Path},
    storage::{Operation, Store},
    sync::{
        Arrived,
        chains::fresh::Fresh,
        links::link::{Link, strange},
        stored,
    },
};

/// How many bytes of operations and envelopes may be on their way to us over one link (*ours*).
pub(in crate::sync) const WINDOW: u64 = 16 * 1024 * 1024;
/// Credit is given back in steps of at least this many bytes (*ours*).
const CREDIT_STEP: u64 = 512 * 1024;

impl Replica {
    /// Says what is here.
    pub(in crate::sync) fn begin_exchange(&mut self, id: LinkId) {
        self.say(id, &Message::Credit(u32::try_from(WINDOW).unwrap_or(u32::MAX)));
        self.say_have(id);
        self.say_here(id);
        self.tell_holdings_anew(id);
        self.say_covered(id);
    }

    /// Says what is here, the first time or anew.
    pub(in crate::sync) fn say_have(&mut self, id: LinkId) {
        let Some(shared) = &self.sync.shared else { return };
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        let operations = shared.heads();
        let frontier = shared.served(&shared.durable, link.peer);
        link.told = (shared.durable.clone(), shared.kept.clone());
        let frontier = self.without_lost(frontier);
        self.say(id, &Message::Have { operations, frontier });
    }

    /// A message over a link whose ends know each other.
    pub(in crate::sync) fn opened_frame(&mut self, id: LinkId, message: Message, size: usize) {
        if let (Some(shared), Some(link)) = (&mut self.sync.shared, self.sync.links.get(&id))
            && let Some(device) = link.peer
        {
            shared.seen.insert(device, self.now);
        }
        match message {
            Message::Have { operations, frontier } => self.they_have(id, operations, frontier),
            Message::Durable { operations, frontier } => self.they_keep(id, operations, frontier),
            Message::Credit(bytes) => {
                if let Some(link) = self.sync.links.get_mut(&id) {
                    link.credit = link.credit.saturating_add(u64::from(bytes)).min(u64::from(u32::MAX));
                }
                // What stopped for want of it goes on.
                self.pump(id);
            }
            Message::Operations(items) => {
                if self.charge(id, size) {
                    self.sync.inbox.push_back(Arrived::operations(id, size, items));
                }
            }
            Message::Envelopes(items) => {
                if self.charge(id, size) {
                    self.sync.inbox.push_back(Arrived::envelopes(id, size, items));
                }
            }
            Message::Rejected { item, reason, text } => self.they_rejected(id, item, reason, &text),
            Message::Invitation { operation } => self.invitation_came(id, &operation),
            Message::Join { invitation, request } => self.somebody_asks(invitation, &request),
            Message::Answer { invitation, accepted } => self.answered(id, invitation, accepted),
            // What the paper connected is for the relay alone (Y-59).
            Message::Present(_) if self.sync.recovering.is_some() => {}
            Message::Present(devices) => {
                self.are_beside(id, &devices);
                self.are_beside_relay(&devices);
                self.are_present(&devices);
            }
            Message::Signal { to, from, sealed } => {
                if !self.signalled(id, from, to, &sealed)
                    && let Some(plain) = self.open_signal_of(from, to, &sealed)
                    && !self.word_came(from, to, &plain)
                {
                    self.peer_signalled(id, from, to, &plain, &sealed);
                }
            }
            Message::Covered { audience, snapshot, .. } => self.they_confirm(id, audience, snapshot),
            Message::Wanted(runs) => self.they_want(id, runs),
            Message::Hello { .. }
            | Message::Challenge { .. }
            | Message::Proof { .. }
            | Message::Create { .. }
            | Message::Welcome(_)
            | Message::Refused { .. }
            | Message::Ping(_)
            | Message::Pong(_) => self.hang_up(id, strange("a message came out of turn")),
        }
    }

    /// Counts what came against what may come; a link that sends more is ended (Y-26).
    fn charge(&mut self, id: LinkId, size: usize) -> bool {
        let Some(link) = self.sync.links.get_mut(&id) else { return false };
        let size = size as u64;
        // One message may be begun with the last byte of credit.
        if link.window == 0 {
            self.hang_up(id, strange("it sent more than it may"));
            return false;
        }
        link.window = link.window.saturating_sub(size);
        true
    }

    /// What came is taken in: as much may come again.
    pub(in crate::sync) fn give_credit(&mut self, id: LinkId, size: usize) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        link.taken = link.taken.saturating_add(size as u64);
        if link.taken >= CREDIT_STEP {
            let bytes = std::mem::take(&mut link.taken);
            link.window = link.window.saturating_add(bytes);
            self.say(id, &Message::Credit(u32::try_from(bytes).unwrap_or(u32::MAX)));
        }
    }

    fn they_have(&mut self, id: LinkId, operations: Vec<Hash>, frontier: Frontier) {
        let Some(shared) = &mut self.sync.shared else { return };
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        // Who comes anew does not know yet whose chains these are.
        link.kept.clone_from(&frontier);
        let frontier = shared.possible(&frontier);
        let forks = shared.durable.forks(&frontier);
        // Nobody is told of circles that they are not in, for all the other end knows: it may have
        // heard more of who is in than this device, or less.
        let (view, me) = (shared.membership.view(), self.identity.as_ref().map(|identity| identity.device));
        let at_theirs = shared.membership.at(&operations);
        let is_served = |audience| {
            let Some(me) = me.filter(|me| view.reads(*me, audience)) else { return false };
            match (view.audience(audience), &at_theirs) {
                (Some(AudienceName::Circle(_)), None) => false,
                // Where it does not know of the circle at all it has lost that, too.
                (Some(AudienceName::Circle(_)), Some(theirs)) => {
                    theirs.reads(me, audience) || theirs.audience(audience).is_none()
                }
                _ => true,
            }
        };
        let holder = (link.path == Path::Relay).then_some(None).or(link.peer.map(Some));
        link.has_said = true;
        link.unanswered = 0;
        link.compared = 0;
        link.heads = operations;
        link.sent.clear();
        link.said = frontier.clone();
        link.theirs = frontier.clone();
        let (mut had, mut lacking) = (Frontier::new(), 0_u64);
        if let Some(held) = shared.held.get(&None).filter(|_| holder == Some(None)) {
            let has = |audience, device| frontier.position(audience, device).map_or(0, |p| p.sequence);
            for (audience, device, position) in held.frontier.positions() {
                let less = position.sequence.saturating_sub(has(audience, device));
                if less > 0 && is_served(audience) {
                    had.advance(audience, device, position);
                    lacking = lacking.saturating_add(less);
                }
            }
        }
        if let Some((_, device, _)) = forks.first() {
            // That is the other end's word alone; the device is blamed when it has signed it.
            let name = self.device_name(*device);
            self.note_other(id, &name);
        }
        if lacking > 0 {
            self.report_rollback(&had, lacking);
        }
        if let Some(holder) = holder {
            self.note_held(holder, &frontier, true);
        }
        self.maybe_mended(id);
        self.maybe_whole(id);
        self.note_relay_heard();
        self.sync.touch();
        self.pump(id);
        self.maybe_handed_in(id, &[]);
    }

    /// The other end has more on its disk.
    fn they_keep(&mut self, id: LinkId, operations: Vec<Hash>, frontier: Frontier) {
        let Some(shared) = &self.sync.shared else { return };
        let frontier = shared.possible(&frontier);
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        link.unanswered = 0;
        link.said.merge(&frontier);
        link.kept.merge(&frontier);
        link.theirs.merge(&frontier);
        link.sent.extend(operations.iter().copied().filter(|hash| shared.membership.contains(hash)));
        let erases = |hash: &Hash| {
            let said = shared.membership.operation(hash);
            said.is_some_and(|said| matches!(said.body, protocol::Body::Erase { .. }))
        };
        link.erased.extend(operations.iter().copied().filter(erases));
        let holder = (link.path == Path::Relay).then_some(None).or(link.peer.map(Some));
        if let Some(holder) = holder {
            self.note_held(holder, &frontier, false);
        }
        self.maybe_mended(id);
        self.sync.touch();
        if !operations.is_empty() {
            // It refused something before it heard of these, perhaps.
            self.offer_again();
        }
        self.note_relay_heard();
        self.pump(id);
        self.maybe_handed_in(id, &operations);
    }

    /// Remembers who has how much: of a relay all, so that its going back shows; of a device what
    /// was written here.
    fn note_held(&mut self, holder: Option<DeviceId>, frontier: &Frontier, anew: bool) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let now = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        let held = shared.held.entry(holder).or_default();
        let before = held.clone();
        if anew {
            held.frontier = Frontier::new();
        }
        for (audience, device, position) in frontier.positions() {
            let Some(own) = shared.durable.position(audience, device) else { continue };
            let is_more = position.sequence > own.sequence;
            // Nobody can have more of our own than there is. What it has of others and is not here
            // does not count: it has at least what is here.
            let position = if is_more { own } else { position };
            if (device == me && !is_more) || (device != me && holder.is_none()) {
                held.frontier.advance(audience, device, position);
            }
        }
        held.at = now;
        let is_news = held.frontier != before.frontier;
        if is_news {
            let value = stored::held_value(held);
            let key = stored::held_key(holder);
            self.writer.next.operations.push(Operation::Put { store: Store::Meta, key, value });
        }
    }

    /// More is on disk here: of what the relay said to have there may be some of that.
    fn note_kept(&mut self) {
        let Some(shared) = &self.sync.shared else { return };
        let relay = self.sync.links.values().find(|link| link.is_open() && link.path == Path::Relay);
        let Some(relay) = relay else { return };
        let known = shared.held.get(&None);
        let is_news = relay.kept.positions().any(|(audience, device, kept)| {
            let known = known.and_then(|held| held.frontier.position(audience, device));
            let here = shared.durable.position(audience, device).map_or(0, |own| own.sequence);
            kept.sequence.min(here) > known.map_or(0, |known| known.sequence)
        });
        if is_news {
            let kept = relay.kept.clone();
            self.note_held(None, &kept, false);
        }
    }

    fn they_rejected(&mut self, id: LinkId, item: Hash, reason: Reason, text: &str) {
        let said: String = text.chars().take(200).collect();
        if reason == Reason::Fork {
            return self.they_have_another(id, item);
        }
        if self.is_of_another(id, item) {
            return;
        }
        if reason == Reason::Gap {
            // What was under way when it refused to take more has no place there: the reason is that refusal.
            if self.sync.links.get(&id).is_some_and(|link| link.halted) {
                return;
            }
            // It has less than it said: both begin anew with what each has.
            return self.hang_up(id, strange("it lacks what it said to have"));
        }
        let problem = match reason {
            Reason::Quota => crate::sync::links::relay::no_room(),
            Reason::NotAllowed | Reason::Removed => kernel::Problem::new(
                "The other side did not take what was written here: it may not write.",
                "",
            ),
            _ => kernel::Problem::new(
                format!("The other side did not take something: {said}"),
                "It is tried again.",
            ),
        };
        if let Some(link) = self.sync.links.get_mut(&id) {
            link.unanswered = 0;
            link.problem = Some(problem);
            // Everything else would be refused too. It is offered again when the log has grown, or
            // over the next connection.
            link.refused = true;
            link.halted = reason == Reason::Quota;
            self.sync.touch();
        }
    }
}

impl crate::sync::Shared {
    /// The heads of the log on disk.
    pub(in crate::sync) fn heads(&self) -> Vec<Hash> {
        // What is not on disk is not said to be here: its parents are the heads then.
        if self.kept.len() == self.membership.len() {
            return self.membership.heads();
        }
        let kept = self.membership.operations().filter(|(hash, _)| self.kept.contains(hash));
        let mut heads = BTreeSet::new();
        for (hash, operation) in kept {
            for parent in &operation.parents {
                heads.remove(parent);
            }
            heads.insert(hash);
        }
        heads.into_iter().collect()
    }

    /// The chains of a frontier that there can be: nobody fills our memory with others.
    fn possible(&self, frontier: &Frontier) -> Frontier {
        let view = self.membership.view();
        let mut possible = Frontier::new();
        for (audience, device, position) in frontier.positions() {
            if view.devices().contains_key(&device) && view.audience(audience).is_some() {
                possible.advance(audience, device, position);
            }
        }
        possible
    }

    /// The part of a frontier that may be served to a device; a relay (`None`) may get all.
    pub(in crate::sync) fn served(&self, frontier: &Frontier, to: Option<DeviceId>) -> Frontier {
        let view = self.membership.view();
        frontier.of_audiences(|audience| to.is_none_or(|device| view.reads(device, audience)))
    }

    /// What of all that is on disk is for the other end of a link: for a device what it may read; for a
    /// relay all but the circles that this device is not in (any more). A relay neither takes these
    /// from it nor says what it has of them.
    pub(in crate::sync) fn offered(&self, link: &Link, me: DeviceId) -> Frontier {
        if link.peer.is_some() {
            return self.served(&self.durable, link.peer);
        }
        let view = self.membership.view();
        let leaving = self.leaving(link, me);
        let is_left = |audience| {
            matches!(view.audience(audience), Some(AudienceName::Circle(_)))
                && view.device(me).is_some()
                && !view.reads(me, audience)
                && !leaving.contains(&audience)
        };
        self.durable.of_audiences(|audience| !is_left(audience))
    }
}

impl Replica {
    /// A transaction is on disk: how far every chain is there by now, and which operations.
    pub(crate) fn sync_written(&mut self, frontier: Frontier, said: Vec<Hash>, written: Vec<Operation>) {
        let Some(shared) = &mut self.sync.shared else { return };
        self.sync.fresh = Fresh::of(written);
        let before = shared.durable.clone();
        shared.durable.merge(&frontier);
        let is_news = !said.is_empty() || before != shared.durable;
        shared.kept.extend(said);
        if is_news {
            self.sync.touch();
            self.note_kept();
            self.tell_durable();
            self.tell_holdings_soon();
        }
    }

    /// After the disk was read again: the other ends learn what is there, and send again what was
    /// not yet.
    pub(crate) fn exchange_anew(&mut self) {
        if std::mem::take(&mut self.sync.anew) {
            let open = self.sync.links.iter_mut().filter(|(_, link)| link.is_open());
            let mut ids = Vec::new();
            for (id, link) in open {
                (link.reading, link.window) = (None, WINDOW);
                ids.push(*id);
            }
            for id in ids {
                self.say_have(id);
            }
        }
    }
}
