//! A snapshot that somebody else made is compared with what it says to stand for, envelope by
//! envelope, as far as these are here (Y-42). Whoever finds it right says so; whoever finds that
//! it lacks something shows it, and sends the document in a snapshot of their own.

use document::{Document, DocumentKey, named, named_heads};
use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Covers, EnvelopeKind, Item, Message};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Replica,
    message::{Heads, LinkId, Path},
    sync::{
        Shared,
        chains::waiting::Place,
        compaction::covered::Worth,
        compaction::tidy::{Block, Step},
        stored,
    },
};

/// The comparing of one snapshot.
pub(in crate::sync) struct Checking {
    place: Place,
    asked: bool,
    /// The snapshot, once it is read, and what is still to be read to compare it with.
    whole: Option<(DocumentKey, Document)>,
    blocks: VecDeque<Block>,
    /// What was read of what it stands for.
    seen: Vec<(DeviceId, u64, Heads)>,
    /// What has no contents here.
    lacking: Covers,
    lacks: bool,
    /// Other documents that it says to stand for, and cannot.
    others: BTreeSet<DocumentKey>,
    is_unsure: bool,
    /// Whether it was found wrong, and the document is to be sent by this device.
    answers: bool,
}

impl Checking {
    pub fn new(place: Place) -> Self {
        Self {
            place,
            asked: false,
            whole: None,
            blocks: VecDeque::new(),
            seen: Vec::new(),
            lacking: Covers::new(),
            lacks: false,
            others: BTreeSet::new(),
            is_unsure: false,
            answers: false,
        }
    }
}

impl Replica {
    /// The next step of comparing.
    pub(in crate::sync) fn check_on(
        &mut self,
        checking: &mut Checking,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Step {
        let place = checking.place;
        if checking.answers {
            return self.answer_wrong(checking);
        }
        let Some(shared) = &self.sync.shared else { return Step::Done };
        let Some(record) = shared.records.get(&place) else { return Step::Done };
        let Some((key, whole)) = &checking.whole else {
            let Some(rows) = read.filter(|_| checking.asked) else {
                checking.asked = true;
                return Step::Read(stored::envelope_key(place.0, place.1, place.2));
            };
            checking.asked = false;
            let row = rows.first().and_then(|(_, bytes)| shared.snapshot(bytes));
            let Some(whole) = row else {
                self.note_record(place, |record| record.worth = Worth::Trusted);
                return Step::Done;
            };
            checking.blocks = blocks_of(place.0, &record.covers, shared).into();
            checking.whole = Some(whole);
            return Step::Go;
        };
        if let Some(block) = checking.blocks.front().copied() {
            let Some(rows) = read.filter(|_| checking.asked) else {
                checking.asked = true;
                return Step::Read(block.prefix());
            };
            checking.asked = false;
            checking.blocks.pop_front();
            let rows: BTreeMap<u64, Vec<u8>> = block.of(rows).collect();
            for sequence in (block.from..=block.to).filter(|at| record.covers.has(block.device, *at)) {
                match rows.get(&sequence).and_then(|bytes| shared.holds(bytes)) {
                    None => checking.lacking.insert(block.device, sequence),
                    Some(Err(())) => checking.is_unsure = true,
                    Some(Ok((of, changes))) => {
                        checking.lacks |= of != *key || !whole.has(&changes);
                        if of != *key {
                            checking.others.insert(of);
                        }
                        checking.seen.push((block.device, sequence, changes));
                    }
                }
            }
            return Step::Go;
        }
        // What has no contents here any more was in snapshots that were found right.
        let mut older = Covers::new();
        let others = shared.records.iter().filter(|(other, one)| {
            **other != place
                && other.0 == place.0
                && one.document == *key
                && one.worth != Worth::Wrong
                && whole.has(&one.heads)
        });
        others.for_each(|(_, one)| older.merge(&one.covers));
        let mut both = older.clone();
        both.merge(&checking.lacking);
        checking.is_unsure |= both != older;
        if checking.lacks {
            let problem = Problem::new(
                "A snapshot of a document lacks what it says to stand for.",
                "Nothing was lost here, and others get the whole document from this device.",
            );
            self.note_record(place, |record| record.worth = Worth::Wrong);
            self.set_aside(place.1, problem);
            checking.answers = true;
            return Step::Go;
        }
        let worth = if checking.is_unsure { Worth::Trusted } else { Worth::Right };
        self.note_record(place, |record| record.worth = worth);
        let links: Vec<LinkId> =
            self.sync.links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect();
        for link in links {
            self.say_covered(link);
        }
        Step::Done
    }

    /// Sends a document whose snapshot by somebody else was wrong.
    fn answer_wrong(&mut self, checking: &mut Checking) -> Step {
        let audience = checking.place.0;
        let (Some(me), Some((key, _))) = (self.identity.as_ref().map(|me| me.device), &checking.whole) else {
            return Step::Done;
        };
        // Its own last: what comes before it is done once, also where it has to wait.
        let keys: Vec<DocumentKey> = checking.others.iter().cloned().chain([key.clone()]).collect();
        if !self.sync.shared.as_ref().is_some_and(|shared| shared.may_write(me, audience)) {
            return Step::Done;
        }
        // One after the other: each may be large.
        for key in keys {
            match self.have(&BTreeSet::from([key.clone()])) {
                Ok(true) => {}
                Ok(false) => return Step::Wait,
                Err(_) => return Step::Done,
            }
            let Some(loaded) = self.shelf.get(&key) else { continue };
            let mut covers = Covers::new();
            for (device, sequence, changes) in &checking.seen {
                if loaded.document.has(changes) {
                    covers.insert(*device, *sequence);
                }
            }
            // Where it cannot be sealed, others who hold the same do it.
            let _ = self.post(audience, &key, covers);
            checking.others.remove(&key);
        }
        Step::Done
    }

    /// Says over a link which snapshots were found right: to a relay once, of our own until it believed
    /// it (Y-69), to a device of those it made.
    pub(in crate::sync) fn say_covered(&mut self, id: LinkId) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let Some(link) = self.sync.links.get(&id) else { return };
        let (is_relay, peer) = (link.path == Path::Relay, link.peer);
        let is_news = |(place, record): &(&Place, &crate::sync::compaction::covered::Record)| {
            record.worth == Worth::Right
                && shared.may_write(me, place.0)
                && if is_relay { !record.told } else { Some(place.1) == peer }
        };
        let news: Vec<(Place, Covers)> = shared
            .records
            .iter()
            .filter(is_news)
            .map(|(place, record)| (*place, record.covers.clone()))
            .collect();
        for ((audience, device, sequence), envelopes) in news {
            self.say(id, &Message::Covered { audience, snapshot: (device, sequence), envelopes });
            if is_relay && device != me {
                self.note_record((audience, device, sequence), |record| record.told = true);
            }
        }
    }

    /// Another device has found a snapshot of ours right, or the relay believes it.
    pub(in crate::sync) fn they_confirm(
        &mut self,
        id: LinkId,
        audience: AudienceId,
        snapshot: (DeviceId, u64),
    ) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let peer = self.sync.links.get(&id).and_then(|link| link.peer);
        let may = peer.is_none_or(|peer| shared.may_write(peer, audience));
        let place = (audience, snapshot.0, snapshot.1);
        let Some(record) = shared.records.get(&place).filter(|_| snapshot.0 == me && may) else { return };
        let (is_news, told) = (record.worth == Worth::Own, record.told || peer.is_none());
        if is_news || (record.worth == Worth::Right && told != record.told) {
            // The relay believes it as well, where it passes it on.
            self.note_record(place, |record| (record.worth, record.told) = (Worth::Right, told));
            self.wake_when_idle();
        }
    }
}

/// The blocks that a set of places is in.
pub(in crate::sync) fn blocks_of(audience: AudienceId, covers: &Covers, shared: &Shared) -> Vec<Block> {
    let mut spans: BTreeMap<DeviceId, (u64, u64)> = BTreeMap::new();
    for (device, from, to) in covers.runs() {
        let held = shared.latest.position(audience, device).map_or(0, |held| held.sequence);
        let span = spans.entry(device).or_insert((from, to.min(held)));
        *span = (span.0.min(from), span.1.max(to.min(held)));
    }
    let blocks = spans.into_iter().flat_map(|(device, (from, to))| Block::all(audience, device, from, to));
    blocks.collect()
}

impl Shared {
    /// The document in a snapshot on disk.
    fn snapshot(&self, bytes: &[u8]) -> Option<(DocumentKey, Document)> {
        let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { return None };
        let plain = vault::open(&self.keyring, &envelope).ok()?;
        let key: DocumentKey = plain.document.parse().ok()?;
        let document = Document::load(&key, &[&plain.content]).ok()?;
        Some((key, document))
    }

    /// What an envelope on disk holds: the document, and changes that it is in when they are in
    /// it. `None` where its content is gone, an error where it cannot be used.
    fn holds(&self, bytes: &[u8]) -> Option<Result<(DocumentKey, Heads), ()>> {
        let Ok(item) = Item::decode(bytes) else { return Some(Err(())) };
        if matches!(item, Item::Emptied(_)) {
            return None;
        }
        let Ok((key, content)) = self.content(&item) else { return Some(Err(())) };
        let changes = match item.header().kind {
            EnvelopeKind::Changes => named(&content.bytes),
            EnvelopeKind::Snapshot => named_heads(&content.bytes),
        };
        Some(changes.map(|changes| (key, changes)).map_err(|_| ()))
    }
}
