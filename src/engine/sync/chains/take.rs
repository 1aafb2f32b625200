//! Contents of envelopes go into their documents, causes first.

use document::{Document, DocumentKey, Row};
use kernel::{DeviceId, RecordId};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica, codec,
    message::{Arrival, Changed, Event, Heads},
    storage::{Operation, Store},
    sync::{
        chains::waiting::Content,
        compaction::covered::{Record, Worth},
        put, stored,
    },
};

/// How many arrivals are remembered (*ours*).
const MOST_ARRIVALS: u64 = 500;

/// A content that waits for nothing any more.
struct Settled {
    content: Content,
    /// Whether it is in its document now; otherwise it was set aside.
    is_in: bool,
}

/// The bytes of what a document gained, as they came: changes, and before them the whole of one that `is_new` here. So a
/// newcomer does not pack every document anew.
fn as_it_came(came: &[Settled], is_new: bool) -> Option<Vec<u8>> {
    let (whole, changes): (Vec<&Content>, Vec<&Content>) = came
        .iter()
        .filter(|settled| settled.is_in)
        .map(|settled| &settled.content)
        .partition(|content| content.whole);
    // Two wholes, or one of a document that is here, have most in common.
    let fits = whole.len() == usize::from(is_new);
    fits.then(|| whole.into_iter().chain(changes).flat_map(|content| content.bytes.iter().copied()).collect())
}

impl Replica {
    /// Takes contents into a document that is in memory, or makes it. What builds on what is not
    /// here waits (Y-13); what does not fit is set aside.
    pub(in crate::sync) fn take_contents(&mut self, key: &DocumentKey, contents: Vec<Content>) {
        if self.is_erased(key) {
            return;
        }
        if self.shelf.listings.get(key).is_some_and(|listing| listing.damage.is_some()) {
            for content in contents {
                self.let_wait(key, content, BTreeSet::new());
            }
            return;
        }
        let is_new = !self.shelf.listings.contains_key(key);
        if is_new && !self.shelf.is_loaded(key) {
            self.shelf.put(key.clone(), Document::create(key), BTreeSet::new(), 0);
        }
        let Some(loaded) = self.shelf.get(key) else { return };
        let before: Heads = loaded.document.heads();
        let mut came: Vec<Settled> = Vec::new();
        let mut rest = contents;
        loop {
            let (taken, left) = self.take_round(key, rest);
            let went_on = !taken.is_empty();
            came.extend(taken);
            rest = left;
            let Some(loaded) = self.shelf.get(key) else { return };
            let document = &loaded.document;
            let has = |missing: &BTreeSet<[u8; 32]>| document.has(&missing.iter().copied().collect());
            let ready =
                self.sync.shared.as_mut().map(|shared| shared.waiting.ready(key, has)).unwrap_or_default();
            if !went_on && ready.is_empty() {
                break;
            }
            rest.extend(ready);
            if rest.is_empty() {
                break;
            }
        }
        for content in rest {
            let missing = self.missing(key, &content);
            self.let_wait(key, content, missing);
        }
        self.stage_arrived(key, &before, is_new, &came);
    }

    /// Takes in what can be taken in now. Returns what was settled, and what has to wait.
    fn take_round(&mut self, key: &DocumentKey, contents: Vec<Content>) -> (Vec<Settled>, Vec<Content>) {
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        // Whole documents first: what builds on them need not wait then.
        let (whole, changes): (Vec<Content>, Vec<Content>) =
            contents.into_iter().partition(|content| content.whole);
        for content in whole {
            let is_in = self.merge_content(key, &content);
            taken.push(Settled { content, is_in });
        }
        // All at once where that goes: a document is copied once for each merge.
        let together: Vec<u8> = changes.iter().flat_map(|content| content.bytes.iter().copied()).collect();
        let at_once = match self.shelf.get(key) {
            Some(loaded) if changes.len() > 1 => {
                loaded.document.take(&together).is_ok_and(|taken| taken.missing.is_empty())
            }
            _ => false,
        };
        if at_once {
            taken.extend(changes.into_iter().map(|content| Settled { content, is_in: true }));
            return (taken, left);
        }
        for content in changes {
            if self.missing(key, &content).is_empty() {
                let is_in = self.merge_content(key, &content);
                taken.push(Settled { content, is_in });
            } else {
                left.push(content);
            }
        }
        (taken, left)
    }

    fn missing(&mut self, key: &DocumentKey, content: &Content) -> BTreeSet<[u8; 32]> {
        if content.whole {
            return BTreeSet::new();
        }
        let Some(loaded) = self.shelf.get(key) else { return BTreeSet::new() };
        loaded.document.missing(&content.bytes).unwrap_or_default()
    }

    /// Merges it, or sets it aside. Returns whether it is in the document now.
    fn merge_content(&mut self, key: &DocumentKey, content: &Content) -> bool {
        let Some(loaded) = self.shelf.get(key) else { return false };
        let Err(problem) = loaded.document.merge(&content.bytes) else { return true };
        self.set_aside(content.place.1, problem);
        if let Some((covers, heads)) = content.stands_for.clone() {
            // It stands for nothing here.
            let (document, at, worth) = (key.clone(), self.now, Worth::Wrong);
            let record = Record { document, covers, heads, at, worth, emptied: true, told: true };
            self.put_record(content.place, record);
        }
        false
    }

    fn let_wait(&mut self, key: &DocumentKey, content: Content, missing: BTreeSet<[u8; 32]>) {
        let (audience, device, sequence) = content.place;
        let name = format!("{}{}", stored::WAITING, stored::envelope_key(audience, device, sequence));
        self.writer.next.operations.push(put(Store::Meta, name, Vec::new()));
        self.writer.next.strict = true;
        if let Some(shared) = &mut self.sync.shared {
            shared.waiting.put(key, content, missing);
        }
    }

    /// Stages what a document gained, and tells of it.
    fn stage_arrived(&mut self, key: &DocumentKey, before: &Heads, is_new: bool, came: &[Settled]) {
        for (audience, device, sequence) in
            came.iter().filter(|settled| settled.content.waited).map(|settled| settled.content.place)
        {
            let key = format!("{}{}", stored::WAITING, stored::envelope_key(audience, device, sequence));
            self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
        }
        let Some(loaded) = self.shelf.get(key) else { return };
        let document = &loaded.document;
        if document.heads() == *before {
            if is_new {
                self.shelf.unload(key);
            }
            return;
        }
        let touched = document.touched_since(before);
        let records: BTreeSet<RecordId> = touched.values().flatten().copied().collect();
        let rows = document.rows_of(&records);
        let chunk = as_it_came(came, is_new).unwrap_or_else(|| match is_new {
            true => document.save(),
            false => document.since(before),
        });
        self.show_ahead(key, before, &rows);
        self.stage(key, Some(chunk), rows);
        for (device, records) in touched {
            self.arrived(key, device, records);
        }
    }

    /// Shows what somebody else wrote while it is on its way to the disk (Y-101). Whoever wrote it has it on theirs, and it
    /// comes again where this machine stops. Pages hear of it once more when it is written: one that came meanwhile began
    /// with what was on the disk.
    fn show_ahead(&mut self, key: &DocumentKey, before: &Heads, rows: &BTreeMap<RecordId, Option<Row>>) {
        // What the disk may refuse would have to be taken back.
        if self.writer.trouble.is_some() || self.has_refused {
            return;
        }
        let Some((loaded, listing)) = self.shelf.get_listed(key) else { return };
        // What was written here and is on its way as well is shown with its answer (S-2).
        if listing.durable != *before {
            return;
        }
        let heads = loaded.document.heads();
        listing.ahead = Some(heads.clone());
        let removed = rows.iter().filter(|(_, row)| row.is_none()).map(|(record, _)| *record).collect();
        let rows = rows.values().flatten().cloned().collect();
        self.tell(Event::Changed(Changed { document: key.clone(), heads, whole: false, rows, removed }));
    }

    /// Tells of what came, and remembers it.
    fn arrived(&mut self, key: &DocumentKey, device: DeviceId, records: BTreeSet<RecordId>) {
        let me = self.identity.as_ref().map(|identity| identity.device);
        let at = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        let member = shared.membership.view().devices().get(&device).map(|device| device.member);
        let (Some(member), false) = (member, records.is_empty() || me == Some(device)) else { return };
        let number = shared.arrivals;
        shared.arrivals = number.saturating_add(1);
        let arrival = Arrival { number, at, device, member, document: key.clone(), records };
        let next = &mut self.writer.next;
        let value = codec::write(codec::VERSION, &arrival);
        next.operations.push(put(Store::Meta, stored::arrival_key(number), value));
        if let Some(old) = number.checked_sub(MOST_ARRIVALS) {
            let key = stored::arrival_key(old);
            next.operations.push(Operation::Delete { store: Store::Meta, key });
        }
        next.events.push(Event::Arrived(arrival));
    }
}
