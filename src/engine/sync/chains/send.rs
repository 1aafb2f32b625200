//! What the other end lacks is read from the disk, unless it has just been written, and sent, as far as there is credit.

use protocol::{Frontier, Hash, Item, Message, Missing, Position, WriteRight, limits};
use std::collections::BTreeSet;

use crate::{
    Replica,
    message::{LinkId, Path},
    replica::Purpose,
    storage::Store,
    sync::{compaction::tidy::Block, stored},
};

/// Of a chain, what is read at once ends at a number of which these bits are set.
const READ: u64 = 0x7ff;
/// So many messages may wait for a relay's answer before what is little waits for it too (*ours*): what
/// is written quickly goes together then.
const UNANSWERED: u32 = 4;
/// So many envelopes are worth a message of their own in any case (*ours*).
const MANY: u64 = 512;

impl Replica {
    /// The log has grown: what was refused may be taken now.
    pub(in crate::sync) fn offer_again(&mut self) {
        let refused = self.sync.links.iter_mut().filter(|(_, link)| link.refused);
        let mut ids = Vec::new();
        for (id, link) in refused {
            (link.refused, link.halted, link.problem) = (false, false, None);
            link.forked.forget();
            link.theirs = link.said.clone();
            ids.push(*id);
        }
        for id in ids {
            self.pump(id);
        }
    }

    /// Sends what the other end lacks, as far as it may be sent and was read.
    pub(in crate::sync) fn pump(&mut self, id: LinkId) {
        self.send_operations(id);
        let Some(shared) = &self.sync.shared else { return };
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if !link.is_open() || !link.has_said || link.halted || link.credit == 0 || link.reading.is_some() {
            return;
        }
        if let Some(run) = link.wanted.front().copied() {
            let run = Missing { to: run.to.min(run.from | READ), ..run };
            return self.read_run(id, run, run.from);
        }
        let here = shared.offered(link, me);
        let lacking =
            link.theirs.missing_from(&here).into_iter().filter(|run| shared.counting(*run).is_some());
        let lacking = lacking.filter(|run| !link.forked.has(run.audience, run.device)).collect();
        let mut due = self.due(id, lacking);
        let places = due.iter().fold(0_u64, |sum, run| sum.saturating_add(run.places()));
        let is_busy = self.sync.links.get(&id).is_none_or(|link| link.unanswered >= UNANSWERED);
        if is_busy && places < MANY {
            return;
        }
        Missing::smallest_first(&mut due);
        // A chain that is long is read in parts.
        let Some(mut run) = due.into_iter().next() else { return };
        run.to = run.to.min(run.from | READ);
        self.read_run(id, run, run.from);
    }

    /// Reads a part of a chain that is to be sent; what is before `first` was read, and has no
    /// contents here.
    fn read_run(&mut self, id: LinkId, run: Missing, first: u64) {
        if let Some(link) = self.sync.links.get_mut(&id) {
            link.reading = Some(run);
        }
        if let Some(rows) = self.sync.fresh.rows(&Missing { from: first, ..run }) {
            return self.read_to_send(id, rows);
        }
        let prefix = stored::run_prefix(run.audience, run.device, first, run.to);
        self.read(Purpose::Send(id), Store::Envelopes, prefix);
    }

    /// Operations first: without them nobody knows whose envelopes these are.
    fn send_operations(&mut self, id: LinkId) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if !link.is_open() || !link.has_said || link.compared == shared.kept.len() || link.credit == 0 {
            return;
        }
        let ending = shared.ending(link, me);
        if ending.is_none() {
            link.compared = shared.kept.len();
        }
        let lacking = shared.membership.missing_from(&link.heads).into_iter().map(|said| (said.hash(), said));
        let lacking = lacking.take_while(|(hash, _)| Some(*hash) != ending);
        let lacking = lacking.filter(|(hash, _)| shared.kept.contains(hash) && !link.sent.contains(hash));
        let (mut frames, mut items, mut size) = (Vec::new(), Vec::new(), 0);
        let mut sent = Vec::new();
        for (hash, operation) in lacking {
            let bytes = operation.encode();
            if !items.is_empty()
                && (size + bytes.len() > limits::GATHERED || items.len() == limits::MAX_ITEMS)
            {
                frames.push(std::mem::take(&mut items));
                size = 0;
            }
            size += bytes.len();
            items.push(bytes);
            sent.push(hash);
        }
        if !items.is_empty() {
            frames.push(items);
        }
        link.sent.extend(sent);
        for items in frames {
            self.send_items(id, Message::Operations(items));
        }
    }

    fn send_items(&mut self, id: LinkId, message: Message) {
        let bytes = message.encode();
        if let Some(link) = self.sync.links.get_mut(&id) {
            link.credit = link.credit.saturating_sub(bytes.len() as u64);
        }
        self.effects.push(crate::Effect::Send { link: id, bytes });
    }

    /// Envelopes were read that the other end lacks.
    pub(crate) fn read_to_send(&mut self, id: LinkId, rows: Vec<(String, Vec<u8>)>) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        let Some(run) = link.reading.take() else { return };
        let Missing { audience, device, from, to } = run;
        let Some(shared) = &self.sync.shared else { return };
        let rows: Vec<(u64, Vec<u8>)> = Block { audience, device, from, to }.of(rows).collect();
        let Gathered { items, places, next } = shared.gather(run, &rows, link.credit);
        if link
            .wanted
            .front()
            .is_some_and(|front| (front.audience, front.device, front.from) == (audience, device, from))
        {
            return self.send_wanted(id, items, next);
        }
        for (sequence, hash) in places {
            link.theirs.advance(audience, device, Position { sequence, hash });
            link.forked.sent(hash, (audience, device));
        }
        let last = shared.durable.position(audience, device).map_or(0, |place| place.sequence);
        if items.is_empty() && to < last && shared.has_covered(audience, device, from, to) {
            // Its end is further on.
            let run = Missing { to: last.min(to.saturating_add(1) | READ), ..run };
            return self.read_run(id, run, to.saturating_add(1));
        }
        if items.is_empty() && !shared.membership.view().write_right(device, audience).covers(to) {
            // What is left of it counts for nobody.
            link.theirs.advance(audience, device, Position { sequence: last, hash: Hash::ZERO });
        } else if items.is_empty() {
            // What the disk should hold is not there or not as it was: this chain cannot be sent now.
            let hash = Hash::ZERO;
            link.theirs.advance(audience, device, Position { sequence: to, hash });
            link.problem = Some(kernel::Problem::new(
                "Something to be sent cannot be read from the disk.",
                "The others are asked for it. Export a backup.",
            ));
            let bad = rows.iter().filter(|(_, bytes)| shared.sound(bytes).is_none());
            let bad: BTreeSet<u64> = bad.map(|(sequence, _)| *sequence).chain([next]).collect();
            self.sync.touch();
            self.are_lost(bad.into_iter().map(|sequence| (audience, device, sequence)));
        } else {
            // Only a relay answers each message; a device says now and then what it has.
            link.unanswered += u32::from(link.path == Path::Relay);
            self.send_items(id, Message::Envelopes(items));
        }
        self.pump(id);
    }

    /// The relay has only links there, and asks for the contents (Y-95).
    pub(in crate::sync) fn they_want(&mut self, id: LinkId, runs: Vec<Missing>) {
        let Some(shared) = &self.sync.shared else { return };
        let Some(link) = self.sync.links.get_mut(&id).filter(|link| link.path == Path::Relay) else { return };
        let runs = runs.into_iter().filter_map(|run| shared.counting(run)).filter_map(|run| {
            let last = shared.durable.position(run.audience, run.device)?.sequence;
            (run.from <= last).then_some(Missing { to: run.to.min(last), ..run })
        });
        link.wanted.extend(runs.take(limits::MAX_ITEMS.saturating_sub(link.wanted.len())));
        self.pump(id);
    }

    /// Hands in what was wanted and is here with its contents, one after the other; what comes after the first of
    /// which only a link is here can be of no use.
    fn send_wanted(&mut self, id: LinkId, items: Vec<Vec<u8>>, next: u64) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        let count = items.len();
        let whole = |bytes: &Vec<u8>| matches!(Item::decode(bytes), Ok(Item::Whole(_)));
        let items: Vec<Vec<u8>> = items.into_iter().take_while(whole).collect();
        let goes_on = !items.is_empty() && items.len() == count;
        if let Some(mut run) = link.wanted.pop_front().filter(|run| goes_on && next <= run.to) {
            run.from = next;
            link.wanted.push_front(run);
        }
        if !items.is_empty() {
            link.unanswered += 1;
            self.send_items(id, Message::Envelopes(items));
        }
        self.pump(id);
    }

    /// What is on disk now that was not before: the others learn of it, and get what they lack.
    pub(in crate::sync) fn tell_durable(&mut self) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let open = self.sync.links.iter().filter(|(_, link)| link.is_open() && link.has_said);
        let ids: Vec<LinkId> = open.map(|(id, _)| *id).collect();
        let mut messages = Vec::new();
        for id in &ids {
            let is_left = self.is_left_to_relay(*id);
            let Some(link) = self.sync.links.get_mut(id) else { continue };
            let here = shared.served(&shared.durable, link.peer);
            let mut changed = Frontier::new();
            // What was written here the other end learns by getting it, unless others bring that.
            let told = here.positions().filter(|(_, device, _)| *device != me || is_left);
            for (audience, device, position) in told {
                if link.told.0.position(audience, device) != Some(position) {
                    changed.advance(audience, device, position);
                }
            }
            let operations: Vec<Hash> = shared.kept.difference(&link.told.1).copied().collect();
            if changed.is_empty() && operations.is_empty() {
                continue;
            }
            link.told = (shared.durable.clone(), shared.kept.clone());
            messages.push((*id, Message::Durable { operations, frontier: changed }));
        }
        // What is waited for leaves first.
        for id in ids {
            self.pump(id);
        }
        for (id, message) in messages {
            self.say(id, &message);
        }
    }
}

/// What goes into one message.
struct Gathered {
    items: Vec<Vec<u8>>,
    /// Number and hash of each, and of links without contents that later ones stand for.
    places: Vec<(u64, Hash)>,
    /// The number after the last.
    next: u64,
}

impl crate::sync::Shared {
    /// The rows of a run that go into the next message, as far as they follow each other.
    fn gather(&self, run: Missing, rows: &[(u64, Vec<u8>)], credit: u64) -> Gathered {
        let counts = |at| self.membership.view().write_right(run.device, run.audience).covers(at);
        let view = self.membership.view();
        let (mut items, mut size, mut was_stub) = (Vec::new(), 0, false);
        let (mut places, mut next) = (Vec::<(u64, Hash)>::new(), run.from);
        for (sequence, bytes) in rows.iter().map(|(sequence, bytes)| (*sequence, bytes)) {
            let is_full = !items.is_empty() && size + bytes.len() > limits::GATHERED.min(credit as usize);
            let Ok(item) = Item::decode(bytes) else { break };
            // A link without contents stands for those before it that are not here.
            let is_stub = matches!(item, Item::Emptied(_));
            let fits = if is_stub { sequence >= next } else { sequence == next && counts(sequence) };
            let follows =
                is_stub || places.last().is_none_or(|(_, before)| item.header().previous == *before);
            if !fits || is_full || !follows {
                break;
            }
            places.push((sequence, item.hash()));
            if is_stub && was_stub {
                items.pop();
            }
            // A link of what is erased has to come itself.
            was_stub = is_stub && !view.stands_alone(item.header());
            size += bytes.len();
            items.push(bytes.clone());
            next = sequence.saturating_add(1);
        }
        // What another builds on is as it was; of the last only its signature tells.
        if items.last().is_some_and(|bytes| self.sound(bytes).is_none()) {
            items.pop();
            next = places.pop().map_or(next, |(sequence, _)| sequence);
        }
        Gathered { items, places, next }
    }

    /// The part of a run that counts: what somebody wrote without the right to is not passed on.
    pub(in crate::sync) fn counting(&self, mut run: Missing) -> Option<Missing> {
        match self.membership.view().write_right(run.device, run.audience) {
            WriteRight::Yes => {}
            WriteRight::UpTo(last) => run.to = run.to.min(last),
            WriteRight::No => return None,
        }
        (run.from <= run.to).then_some(run)
    }
}
