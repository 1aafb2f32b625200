//! A document that many envelopes came for is sent whole, once, naming those it stands for (Y-41).

use document::{Document, DocumentKey, named, named_heads};
use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Covers, DocumentTag, EnvelopeKind, Item};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Replica, codec,
    message::Heads,
    storage::Store,
    sync::{
        chains::check::audience_name,
        chains::seal::Content,
        compaction::covered::{Record, Worth},
        compaction::tidy::{Block, Step},
        put, stored,
    },
};

/// Looking which documents of an audience are due.
pub(in crate::sync) struct Looking {
    audience: AudienceId,
    /// What is still to be read.
    blocks: VecDeque<Block>,
    asked: bool,
    found: BTreeMap<DocumentTag, Found>,
    /// How many places there were.
    count: u64,
    /// How many of them had contents.
    whole: u64,
    /// The documents that may be due, once all is read.
    rest: Option<VecDeque<Found>>,
    /// What is read of the document that is looked at: snapshots that it may stand for.
    reading: Option<(DeviceId, u64)>,
}

/// The envelopes of one document that have their contents.
#[derive(Default)]
struct Found {
    document: Option<DocumentKey>,
    changes: Vec<(DeviceId, u64, Heads)>,
    /// Whole documents, which are read again if they matter.
    snapshots: Vec<(DeviceId, u64)>,
    bytes: u64,
    /// What is covered, as far as it was found out.
    covers: Covers,
}

impl Found {
    fn count(&self) -> u64 {
        (self.changes.len() + self.snapshots.len()) as u64
    }

    /// The device that wrote most of them; of several the one with the lowest id.
    fn most(&self) -> Option<DeviceId> {
        let mut written: BTreeMap<DeviceId, u64> = BTreeMap::new();
        for (device, ..) in &self.changes {
            *written.entry(*device).or_default() += 1;
        }
        written
            .into_iter()
            .max_by_key(|(device, count)| (*count, std::cmp::Reverse(*device)))
            .map(|(device, _)| device)
    }
}

impl Replica {
    /// Begins to look at an audience.
    pub(in crate::sync) fn look(&self, audience: AudienceId) -> Looking {
        let mut blocks = VecDeque::new();
        let mut count = 0;
        if let Some(shared) = &self.sync.shared {
            let chains = shared.latest.positions().filter(|(of, ..)| *of == audience);
            for (audience, device, place) in chains {
                blocks.extend(Block::all(audience, device, 1, place.sequence));
            }
            count = shared.count(audience);
        }
        let found = BTreeMap::new();
        Looking { audience, blocks, asked: false, found, count, whole: 0, rest: None, reading: None }
    }

    /// The next step of looking.
    pub(in crate::sync) fn look_on(
        &mut self,
        looking: &mut Looking,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Step {
        if let Some(block) = looking.blocks.front().copied() {
            let Some(rows) = read.filter(|_| looking.asked) else {
                looking.asked = true;
                return Step::Read(block.prefix());
            };
            looking.asked = false;
            looking.blocks.pop_front();
            for (sequence, bytes) in block.of(rows) {
                self.find(looking, block.device, sequence, &bytes);
            }
            return Step::Go;
        }
        let rest =
            looking.rest.get_or_insert_with(|| std::mem::take(&mut looking.found).into_values().collect());
        let Some(found) = rest.front_mut() else {
            return self.end_look(looking);
        };
        let is_due = found.count() >= self.tidiness.after && found.document.is_some();
        let (Some(key), true) = (found.document.clone(), is_due) else {
            rest.pop_front();
            return Step::Go;
        };
        match self.have(&BTreeSet::from([key.clone()])) {
            Ok(true) => {}
            Ok(false) => return Step::Wait,
            Err(_) => {
                rest.pop_front();
                return Step::Go;
            }
        }
        if let Some(place) = looking.reading.take() {
            let row = read.and_then(|rows| rows.into_iter().next());
            if let Some((_, bytes)) = row
                && self.stands_in(&key, &bytes)
            {
                found.covers.insert(place.0, place.1);
            }
        }
        if let Some((device, sequence)) = found.snapshots.pop() {
            looking.reading = Some((device, sequence));
            return Step::Read(stored::envelope_key(looking.audience, device, sequence));
        }
        let found = rest.pop_front();
        if let Some(found) = found {
            // Where it cannot be sealed now it is looked for again.
            let _ = self.post_if_due(looking.audience, &key, found);
        }
        Step::Go
    }

    /// Notes one envelope that has its content.
    fn find(&self, looking: &mut Looking, device: DeviceId, sequence: u64, bytes: &[u8]) {
        let Some(shared) = &self.sync.shared else { return };
        let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { return };
        looking.whole += 1;
        if !shared.membership.view().write_right(device, looking.audience).covers(sequence) {
            return;
        }
        let found = looking.found.entry(envelope.header.document).or_default();
        let Ok(plain) = vault::open(&shared.keyring, &envelope) else { return };
        let Ok(key) = plain.document.parse::<DocumentKey>() else { return };
        if audience_name(key.audience).id(envelope.header.workspace) != looking.audience {
            return;
        }
        found.bytes = found.bytes.saturating_add(bytes.len() as u64);
        match envelope.header.kind {
            EnvelopeKind::Snapshot => found.snapshots.push((device, sequence)),
            EnvelopeKind::Changes => {
                let Ok(changes) = named(&plain.content) else { return };
                found.changes.push((device, sequence, changes));
            }
        }
        found.document = Some(key);
    }

    /// Whether all that a whole document holds is in the one that is in memory.
    fn stands_in(&mut self, key: &DocumentKey, bytes: &[u8]) -> bool {
        let Some(shared) = &self.sync.shared else { return false };
        let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { return false };
        let Ok(plain) = vault::open(&shared.keyring, &envelope) else { return false };
        let Ok(heads) = named_heads(&plain.content) else { return false };
        self.shelf.get(key).is_some_and(|loaded| loaded.document.has(&heads))
    }

    /// Sends a document whole, if what that would stand for is large enough.
    fn post_if_due(
        &mut self,
        audience: AudienceId,
        key: &DocumentKey,
        mut found: Found,
    ) -> Result<(), Problem> {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return Ok(()) };
        let Some(loaded) = self.shelf.get(key) else { return Ok(()) };
        for (device, sequence, changes) in &found.changes {
            if loaded.document.has(changes) {
                found.covers.insert(*device, *sequence);
            }
        }
        let size = loaded.document.save().len() as u64;
        // Who wrote most goes first; the others only where that one does not come.
        let share = if found.most() == Some(me) { 1 } else { 2 };
        let is_due = found.count() >= self.tidiness.after.saturating_mul(share)
            && found.bytes >= size.saturating_mul(self.tidiness.times);
        if is_due { self.post(audience, key, found.covers) } else { Ok(()) }
    }

    /// Sends a document that is in memory whole, standing for these envelopes and all that older
    /// snapshots in it stand for.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub(in crate::sync) fn post(
        &mut self,
        audience: AudienceId,
        key: &DocumentKey,
        covers: Covers,
    ) -> Result<(), Problem> {
        let Some(loaded) = self.shelf.get(key) else { return Ok(()) };
        let (bytes, heads) = (loaded.document.save(), loaded.document.heads());
        let is_same = Document::load(key, &[&bytes]).is_ok_and(|again| again.heads() == heads);
        if !is_same {
            return Ok(());
        }
        let mut all = self.older(audience, key);
        all.merge(&covers);
        let content = Content { document: key, kind: EnvelopeKind::Snapshot, bytes, covers: all.clone() };
        let sealed = self.seal(vec![content])?;
        let Some(place) = sealed.first().map(crate::sync::chains::seal::Sealed::place) else { return Ok(()) };
        self.stage_sealed(sealed);
        let (at, worth) = (self.now, Worth::Own);
        let record =
            Record { document: key.clone(), covers: all, heads, at, worth, emptied: false, told: false };
        self.put_record(place, record);
        Ok(())
    }

    /// What older snapshots stand for that are wholly in a document in memory, and they themselves.
    pub(in crate::sync) fn older(&mut self, audience: AudienceId, key: &DocumentKey) -> Covers {
        let mut covers = Covers::new();
        let Some(shared) = &self.sync.shared else { return covers };
        let Some(loaded) = self.shelf.get(key) else { return covers };
        let of = shared.records.iter().filter(|(place, record)| {
            place.0 == audience
                && record.document == *key
                && record.worth != Worth::Wrong
                && loaded.document.has(&record.heads)
        });
        for ((_, device, sequence), record) in of {
            covers.insert(*device, *sequence);
            covers.merge(&record.covers);
        }
        covers
    }

    fn end_look(&mut self, looking: &Looking) -> Step {
        let Some(shared) = &mut self.sync.shared else { return Step::Done };
        let looked = (looking.count, looking.whole);
        shared.looked.insert(looking.audience, looked);
        let value = codec::write(codec::VERSION, &looked);
        self.writer.next.operations.push(put(Store::Meta, stored::looked_key(looking.audience), value));
        Step::Done
    }
}
