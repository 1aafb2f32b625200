//! What is damaged on this disk is had again (S-28). A document whose chunks do not give it is put
//! together out of the chains of its audience: first out of the envelopes on this disk, then out of
//! what others send once more. An envelope that is not as it was is replaced by what they send.
//!
//! What comes of it counts only when it has the changes that the listing names as the document's
//! newest. These are hashes, so it makes no difference who brings the bytes.

use document::{Document, DocumentKey};
use kernel::Problem;
use protocol::{AudienceId, Covers, Frontier, Item};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Replica,
    documents::Damage,
    message::{Event, Heads},
    replica::Purpose,
    storage::{Store, hexadecimal},
    sync::{
        Arrived, Shared, chains::check::audience_name, chains::waiting::Place,
        compaction::confirm::blocks_of, compaction::tidy::Block, put, stored,
    },
};

/// How often the others are asked for all of an audience, over whatever links (*ours*): it is much,
/// and what did not come then is nowhere.
const MOST_ASKED: u32 = 4;

/// What is damaged here.
#[derive(Default)]
pub(crate) struct Mending {
    documents: BTreeMap<DocumentKey, Torn>,
    /// Envelopes that are not here any more, or not as they were, and for which no snapshot stands.
    lost: BTreeSet<Place>,
    /// How often the others were asked for all of an audience.
    asked: BTreeMap<AudienceId, u32>,
}

/// What is known of a document whose chunks do not give it.
struct Torn {
    audience: AudienceId,
    /// Its newest changes, which it has to have.
    latest: Heads,
    /// Why it could not be read.
    problem: Problem,
    /// What its chunks are called; these go when it is whole again.
    chunks: BTreeSet<String>,
    /// Changes and whole documents that are sound.
    pieces: Vec<Vec<u8>>,
    /// What is still to be read here.
    blocks: VecDeque<Block>,
    /// Whether all that is here was not enough.
    is_lacking: bool,
    /// Whether something came since it was tried last.
    has_more: bool,
}

impl Replica {
    /// Begins to look for what a document lacks that is not in `chunks`, if there is anywhere to look.
    pub(crate) fn begin_mending(
        &mut self,
        key: &DocumentKey,
        chunks: &BTreeMap<String, Vec<u8>>,
        latest: &Heads,
        problem: &Problem,
    ) -> bool {
        let Some(shared) = &self.sync.shared else { return false };
        let audience = audience_name(key.audience).id(shared.membership.workspace());
        let is_sound = |(name, bytes): &(&String, &Vec<u8>)| hexadecimal(&Sha256::digest(bytes)) == **name;
        let blocks: VecDeque<Block> = blocks_of(audience, &shared.held(audience), shared).into();
        if blocks.is_empty() || self.sync.mending.documents.contains_key(key) {
            return false;
        }
        let torn = Torn {
            audience,
            latest: latest.clone(),
            problem: problem.clone(),
            chunks: chunks.keys().cloned().collect(),
            pieces: chunks.iter().filter(is_sound).map(|(_, bytes)| bytes.clone()).collect(),
            blocks,
            is_lacking: false,
            has_more: false,
        };
        self.sync.mending.documents.insert(key.clone(), torn);
        self.mend_on(key);
        true
    }

    /// Whether it is looked on this disk for what a document lacks. Whoever needs it waits.
    pub(crate) fn is_mending(&self, key: &DocumentKey) -> bool {
        self.sync.mending.documents.get(key).is_some_and(|torn| !torn.is_lacking)
    }

    /// Reads the next envelopes, or puts the document together when all were read.
    fn mend_on(&mut self, key: &DocumentKey) {
        let Some(torn) = self.sync.mending.documents.get(key) else { return };
        if let Some(block) = torn.blocks.front() {
            let prefix = block.prefix();
            return self.read(Purpose::Mend(key.clone()), Store::Envelopes, prefix);
        }
        if !self.put_together(key) {
            let Some(torn) = self.sync.mending.documents.get_mut(key) else { return };
            torn.is_lacking = true;
            let (problem, chunks) = (torn.problem.clone(), torn.chunks.clone());
            self.sync.ask_anew();
            self.tell(Event::Problem(problem.clone()));
            if let Some(listing) = self.shelf.listings.get_mut(key) {
                listing.damage = Some(Damage { problem, chunks });
            }
        }
    }

    /// Envelopes were read.
    pub(crate) fn read_to_mend(&mut self, key: &DocumentKey, rows: Vec<(String, Vec<u8>)>) {
        let Some(shared) = &self.sync.shared else { return };
        let Mending { documents, lost, .. } = &mut self.sync.mending;
        let Some(torn) = documents.get_mut(key) else { return };
        let Some(block) = torn.blocks.pop_front() else { return };
        let (covered, view) = (shared.covered(torn.audience), shared.membership.view());
        let rows: BTreeMap<u64, Vec<u8>> = block.of(rows).collect();
        for sequence in block.from..=block.to {
            let item = rows.get(&sequence).and_then(|bytes| shared.sound(bytes));
            if let Some(item @ Item::Whole(_)) = &item {
                torn.pieces.extend(shared.piece(key, item));
            } else if !covered.has(block.device, sequence)
                && !item.is_some_and(|item| view.is_erased(item.header()))
            {
                lost.insert((block.audience, block.device, sequence));
            }
        }
        self.mend_on(key);
    }

    /// An envelope came that was here before: it may hold what a damaged document lacks.
    pub(in crate::sync) fn mend_with(&mut self, item: &Item, bytes: &[u8]) {
        let Some(shared) = &self.sync.shared else { return };
        let header = *item.header();
        let place = (header.audience, header.device, header.sequence);
        let Mending { documents, lost, .. } = &mut self.sync.mending;
        let is_wanted = |torn: &Torn| torn.is_lacking && torn.audience == header.audience;
        let is_lost = lost.contains(&place);
        let is_whole = matches!(item, Item::Whole(_));
        if !is_whole || !(is_lost || documents.values().any(is_wanted)) || !shared.signed(item) {
            return;
        }
        if is_lost {
            lost.remove(&place);
            let key = stored::envelope_key(place.0, place.1, place.2);
            self.writer.next.operations.push(put(Store::Envelopes, key, bytes.to_vec()));
        }
        for (key, torn) in documents.iter_mut().filter(|(_, torn)| is_wanted(torn)) {
            if let Some(piece) = shared.piece(key, item) {
                torn.pieces.push(piece);
                torn.has_more = true;
            }
        }
    }

    /// Envelopes are not here as they were.
    pub(in crate::sync) fn are_lost(&mut self, places: impl Iterator<Item = Place>) {
        let mending = &mut self.sync.mending;
        let before = mending.lost.len();
        mending.lost.extend(places);
        if mending.lost.len() > before {
            self.sync.ask_anew();
        }
    }

    /// Tries again with what came.
    pub(in crate::sync) fn try_mending(&mut self) {
        let all = self.sync.mending.documents.iter_mut();
        let more = all.filter_map(|(key, torn)| std::mem::take(&mut torn.has_more).then(|| key.clone()));
        for key in more.collect::<Vec<_>>() {
            if self.put_together(&key) {
                // The others learn again what is here.
                self.sync.ask_anew();
            }
        }
    }

    /// Puts a document together out of what was found, if that is all of it.
    fn put_together(&mut self, key: &DocumentKey) -> bool {
        let Some(torn) = self.sync.mending.documents.get(key) else { return false };
        let document = whole(key, &torn.pieces).filter(|document| document.has(&torn.latest));
        let Some(document) = document else { return false };
        let Some(torn) = self.sync.mending.documents.remove(key) else { return false };
        if let Some(listing) = self.shelf.listings.get_mut(key) {
            listing.damage = Some(Damage { problem: torn.problem, chunks: torn.chunks });
        }
        let bytes = document.save();
        self.take_in(key.clone(), document, bytes);
        self.sync.inbox.push_back(Arrived::again(key.clone()));
        self.tell(Event::Problem(
            Problem::new(
                "A part of what is stored here was damaged. It was put together again out of what was sent and received.",
                "Nothing was lost, and nothing needs to be done.",
            )
            .at(key.to_string()),
        ));
        true
    }

    /// What is said to be here where others are asked to send all of an audience again.
    pub(in crate::sync) fn without_lost(&mut self, frontier: Frontier) -> Frontier {
        let mending = &mut self.sync.mending;
        let torn = mending.documents.values().filter(|torn| torn.is_lacking).map(|torn| torn.audience);
        let lost = mending.lost.iter().map(|place| place.0);
        let mut wanted: BTreeSet<AudienceId> = torn.chain(lost).collect();
        wanted.retain(|audience| mending.may_ask(*audience));
        for audience in &wanted {
            *mending.asked.entry(*audience).or_default() += 1;
        }
        frontier.of_audiences(|audience| !wanted.contains(&audience))
    }
}

impl Mending {
    /// A document is not to be had again.
    pub fn forget(&mut self, document: &DocumentKey) {
        self.documents.remove(document);
    }

    /// Whether the others may be asked for all of an audience once more.
    fn may_ask(&self, audience: AudienceId) -> bool {
        self.asked.get(&audience).is_none_or(|asked| *asked < MOST_ASKED)
    }
}

/// The document that pieces make, as far as they fit together.
fn whole(key: &DocumentKey, pieces: &[Vec<u8>]) -> Option<Document> {
    if let Ok(document) = Document::load(key, pieces) {
        return Some(document);
    }
    let mut document = Document::create(key);
    let (mut changes, wholes): (Vec<&Vec<u8>>, Vec<&Vec<u8>>) =
        pieces.iter().partition(|piece| document.missing(piece).is_ok());
    for piece in wholes {
        // One that does not fit helps nothing; the others may be enough.
        let _ = document.merge(piece);
    }
    loop {
        let together: Vec<u8> = changes.iter().copied().flatten().copied().collect();
        let missing = document.take(&together).ok()?.missing;
        if missing.is_empty() {
            return Some(document);
        }
        // What builds on something that is nowhere is left out, and then what builds on that.
        changes.retain(|piece| document.missing(piece).is_ok_and(|lacks| lacks.is_disjoint(&missing)));
    }
}

impl Shared {
    /// All places of an audience that are on this disk.
    fn held(&self, audience: AudienceId) -> Covers {
        let mut covers = Covers::new();
        for (of, device, position) in self.durable.positions() {
            if of == audience {
                covers.insert_run(device, 1, position.sequence);
            }
        }
        covers
    }

    /// What an envelope adds to a document, if it is about that.
    fn piece(&self, key: &DocumentKey, item: &Item) -> Option<Vec<u8>> {
        let (of, content) = self.content(item).ok()?;
        (of == *key).then_some(content.bytes)
    }
}
