//! What others sent becomes ours: the envelopes and operations that came, taken in one by one.
//!
//! An envelope is looked at twice. First whatever costs time and changes nothing: it is decoded,
//! its signature checked, it is opened and its content read. Then, when its document is in memory,
//! its place and its right to be there are decided and all is staged in one go.

use document::DocumentKey;
use protocol::{Hash, Header, Item, Position};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica,
    message::LinkId,
    replica::Purpose,
    storage::{Operation, Store},
    sync::{
        Shared,
        chains::check::{Unfit, Unusable},
        chains::early::{Link, newest_and_smallest_first},
        chains::waiting::{Content, Place},
        faults::compare::Below,
        put, stored,
    },
};

/// How many documents are in memory at once for what others sent (*ours*).
const MOST_DOCUMENTS: usize = 16;
/// How many bytes of what came early are taken in at once, or one document that is larger (*ours*).
const AT_ONCE: usize = 256 * 1024;

/// Something that came and waits to be taken in.
pub(crate) struct Arrived {
    /// Over which link; `None`: out of a bundle, or from our own disk.
    pub link: Option<LinkId>,
    size: usize,
    /// What came of the part that is done.
    tally: Tally,
    pub(in crate::sync) what: What,
}

/// What a bundle holds.
pub(crate) enum Carried {
    Operations(Vec<Vec<u8>>),
    Envelopes(Vec<Vec<u8>>),
}

pub(in crate::sync) enum What {
    Operations(Vec<Vec<u8>>),
    Envelopes(Vec<Vec<u8>>),
    /// Envelopes that were looked at and wait for their documents.
    Opened(Vec<Opened>),
    /// Links that waited for snapshots: those whose contents are still to be taken, the next last, and
    /// all.
    Early(Vec<Link>, Vec<Link>),
    /// An envelope on our own disk that waited when this leader started.
    Recall(Place),
    /// What waits for this document may go on.
    Again(DocumentKey),
    /// Envelopes that are to be compared with those at their places.
    Compare(Below),
}

/// An envelope that was looked at.
pub(in crate::sync) struct Opened {
    bytes: Vec<u8>,
    header: Header,
    hash: Hash,
    content: Held,
}

/// What an envelope holds.
enum Held {
    Content(DocumentKey, Content),
    /// Nothing that can be used, or not yet.
    Bad(Unusable),
    /// Something that was erased.
    Erased,
    /// Nothing any more.
    Gone,
}

impl Opened {
    fn document(&self) -> Option<&DocumentKey> {
        match &self.content {
            Held::Content(key, _) => Some(key),
            Held::Bad(_) | Held::Erased | Held::Gone => None,
        }
    }
}

/// What came of what was taken in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub new: u64,
    pub known: u64,
    /// What comes too early: something before it, or the word on who wrote it, is not here.
    pub early: u64,
    pub refused: u64,
}

impl Tally {
    pub fn and(mut self, other: Self) -> Self {
        self.new += other.new;
        self.known += other.known;
        self.early += other.early;
        self.refused += other.refused;
        self
    }

    fn count(&mut self, unfit: &Unfit) {
        match unfit {
            Unfit::Known | Unfit::Below => self.known += 1,
            Unfit::Later | Unfit::Gap => self.early += 1,
            Unfit::Aside(_) | Unfit::Strange(_) => self.refused += 1,
        }
    }
}

impl Arrived {
    pub fn operations(link: LinkId, size: usize, items: Vec<Vec<u8>>) -> Self {
        Self { link: Some(link), size, tally: Tally::default(), what: What::Operations(items) }
    }

    pub fn envelopes(link: LinkId, size: usize, items: Vec<Vec<u8>>) -> Self {
        Self { link: Some(link), size, tally: Tally::default(), what: What::Envelopes(items) }
    }

    /// Out of a bundle.
    pub fn carried(items: Carried) -> Self {
        let what = match items {
            Carried::Operations(items) => What::Operations(items),
            Carried::Envelopes(items) => What::Envelopes(items),
        };
        Self { link: None, size: 0, tally: Tally::default(), what }
    }

    /// What waits for a document may go on.
    pub fn again(key: DocumentKey) -> Self {
        Self { link: None, size: 0, tally: Tally::default(), what: What::Again(key) }
    }

    /// Nothing, so that what waits is looked at again.
    pub fn anew() -> Self {
        Self { link: None, size: 0, tally: Tally::default(), what: What::Opened(Vec::new()) }
    }

    pub fn recall(place: Place) -> Self {
        Self { link: None, size: 0, tally: Tally::default(), what: What::Recall(place) }
    }
}

impl Replica {
    /// Takes in what has come, as long as the user asks for nothing (Y-25). Returns whether there
    /// may be more to do.
    pub(crate) fn take_arrival(&mut self) -> bool {
        let is_behind = self.writer.flight.is_some() && !self.writer.next.is_empty();
        if !self.queue.is_empty() || self.singly > 0 || is_behind || self.sync.shared.is_none() {
            return false;
        }
        if self.sync.inbox.is_empty()
            && let Some(place) = self.sync.shared.as_mut().and_then(|shared| shared.waiting.next_recalled())
        {
            self.sync.inbox.push_back(Arrived::recall(place));
        }
        let Some(arrived) = self.sync.inbox.pop_front() else { return false };
        let (link, size) = (arrived.link, arrived.size);
        if let Err(rest) = self.take_one(arrived) {
            self.sync.inbox.push_front(rest);
            return false;
        }
        if let Some(link) = link {
            self.give_credit(link, size);
        }
        true
    }

    /// Whether something that came waits to be taken in.
    pub(crate) fn is_taking_in(&self) -> bool {
        !self.sync.inbox.is_empty()
    }

    /// Takes one thing in, as a whole. Gives it back while it waits for rows.
    pub(in crate::sync) fn take_one(&mut self, arrived: Arrived) -> Result<Tally, Arrived> {
        let Arrived { link, size, tally, what } = arrived;
        let back = |what| Arrived { link, size, tally, what };
        match what {
            What::Operations(items) => {
                let refused = self.take_operations(link, items);
                Ok(Tally { refused, ..Tally::default() })
            }
            What::Envelopes(items) => {
                let (opened, tally) = self.look_at(link, items);
                self.take_one(Arrived { link, size, tally, what: What::Opened(opened) })
            }
            What::Opened(opened) => {
                let mut rest = opened;
                let mut tally = tally;
                while !rest.is_empty() {
                    let count = few_documents(&rest);
                    let keys = rest[..count].iter().filter_map(Opened::document);
                    if !self.have_all(keys) {
                        return Err(Arrived { link, size, tally, what: What::Opened(rest) });
                    }
                    let later = rest.split_off(count);
                    tally = tally.and(self.settle_in(link, rest));
                    self.shelf.shrink();
                    rest = later;
                }
                let ready = self.sync.shared.as_mut().map(Shared::ready_early).unwrap_or_default();
                if ready.is_empty() {
                    self.report_early(link);
                    return Ok(tally);
                }
                let rest = newest_and_smallest_first(&ready);
                self.take_one(Arrived { link, size, tally, what: What::Early(rest, ready) })
            }
            What::Early(mut rest, all) => {
                let mut gathered = 0;
                while let Some(next) = rest.last() {
                    // One after the other: each may be a whole document. What there is of them is written
                    // and shown before more, and the user asks in between.
                    let more = gathered + next.size();
                    let is_enough = gathered == 0 || more > AT_ONCE;
                    if is_enough && !self.writer.next.is_empty() {
                        return Err(back(What::Early(rest, all)));
                    }
                    let contents = self.contents_of(std::slice::from_ref(next));
                    if !self.have_all(contents.keys()) {
                        return Err(back(What::Early(rest, all)));
                    }
                    for (key, contents) in contents {
                        self.take_contents(&key, contents);
                    }
                    gathered = more;
                    rest.pop();
                    self.shelf.shrink();
                }
                let mut tally = tally;
                if self.take_early(&all) {
                    let count = all.len() as u64;
                    (tally.new, tally.early) = (tally.new + count, tally.early.saturating_sub(count));
                    self.report_early(link);
                    return Ok(tally);
                }
                // A snapshot among them did not fit its document, or the membership moved on: what does
                // without it is taken all the same.
                let ready = self.sync.shared.as_mut().map(Shared::ready_early).unwrap_or_default();
                if ready.is_empty() || ready.len() >= all.len() {
                    self.report_early(link);
                    return Ok(tally);
                }
                let rest = newest_and_smallest_first(&ready);
                self.take_one(Arrived { link, size, tally, what: What::Early(rest, ready) })
            }
            What::Again(key) => {
                if !self.have_all(std::iter::once(&key)) {
                    return Err(back(What::Again(key)));
                }
                self.take_contents(&key, Vec::new());
                Ok(Tally::default())
            }
            What::Compare(below) => {
                if self.compare_on(&below) {
                    Ok(tally)
                } else {
                    Err(back(What::Compare(below)))
                }
            }
            What::Recall(place) => {
                let purpose = Purpose::Recall(place.0, place.1, place.2);
                if !self.is_reading(&purpose) {
                    let key = stored::envelope_key(place.0, place.1, place.2);
                    self.read(purpose, Store::Envelopes, key);
                }
                Err(back(What::Recall(place)))
            }
        }
    }

    /// Whether these documents are in memory or not there at all. One that is damaged counts as
    /// there: what is for it will wait.
    fn have_all<'a>(&mut self, keys: impl Iterator<Item = &'a DocumentKey>) -> bool {
        let keys: BTreeSet<DocumentKey> = keys.cloned().collect();
        let mut ready = true;
        for key in keys {
            ready &= self.have(&BTreeSet::from([key])).unwrap_or(true);
        }
        ready
    }

    /// An envelope that waited was read again.
    pub(crate) fn recalled(&mut self, place: Place, rows: Vec<(String, Vec<u8>)>) {
        let is_it = |arrived: &Arrived| matches!(arrived.what, What::Recall(one) if one == place);
        let Some(at) = self.sync.inbox.iter().position(is_it) else { return };
        let Some(arrived) = self.sync.inbox.get_mut(at) else { return };
        let bytes = rows.into_iter().next().map(|(_, bytes)| bytes);
        if bytes.as_ref().is_none_or(|bytes| matches!(Item::decode(bytes), Ok(Item::Emptied(_)))) {
            // A snapshot stood for it meanwhile.
            let key = format!("{}{}", stored::WAITING, stored::envelope_key(place.0, place.1, place.2));
            self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
        }
        // It was checked when it came; what is gone is no longer waited for.
        arrived.what = What::Opened(Vec::new());
        let item = bytes.and_then(|bytes| Item::decode(&bytes).ok());
        let Some(shared) = &mut self.sync.shared else { return };
        let (key, content) = match item.map(|item| shared.content(&item)) {
            Some(Ok(found)) => found,
            Some(Err(Unusable::Bad(problem))) => {
                // A newer version wrote it, and this one sees that it is of no use.
                let key = format!("{}{}", stored::WAITING, stored::envelope_key(place.0, place.1, place.2));
                self.writer.next.operations.push(Operation::Delete { store: Store::Meta, key });
                return self.set_aside(place.1, problem);
            }
            Some(Err(Unusable::Newer)) | None => return,
        };
        shared.waiting.put(&key, content.clone(), BTreeSet::new());
        arrived.what = What::Again(key.clone());
        // What a newer version wrote could not be looked into before (Y-73).
        self.record_snapshot(key, &content);
    }

    /// Looks at envelopes as far as nothing is changed by it.
    fn look_at(&mut self, link: Option<LinkId>, items: Vec<Vec<u8>>) -> (Vec<Opened>, Tally) {
        let (mut opened, mut tally, mut below) = (Vec::new(), Tally::default(), Below::default());
        for bytes in items {
            let item = match Item::decode(&bytes) {
                Ok(item) => item,
                Err(error) => {
                    self.undecodable(link, "an envelope cannot be read", &error);
                    tally.refused += 1;
                    break;
                }
            };
            let header = *item.header();
            let is_known = self.sync.shared.as_ref().is_some_and(|shared| shared.knows_chain(&header));
            if let (true, Some(link)) = (is_known, link.and_then(|link| self.sync.links.get_mut(&link))) {
                // What they sent they have.
                let position = Position { sequence: header.sequence, hash: item.hash() };
                link.theirs.advance(header.audience, header.device, position);
                // Also what is known here already: then nothing else says that this is done.
                self.sync.changed |= link.said.advance(header.audience, header.device, position);
            }
            match self.look_at_one(&item) {
                Ok(content) => opened.push(Opened { bytes, header, hash: item.hash(), content }),
                Err(unfit) => {
                    if matches!(unfit, Unfit::Known | Unfit::Below) {
                        self.mend_with(&item, &bytes);
                    }
                    tally.count(&unfit);
                    if matches!(unfit, Unfit::Below) {
                        below.push(link, item);
                    }
                    self.unfit(link, &header, unfit);
                }
            }
        }
        if !below.is_empty() {
            // After what came before: no more waits than there was credit for.
            let what = What::Compare(below);
            self.sync.inbox.push_back(Arrived { link: None, size: 0, tally: Tally::default(), what });
        }
        self.try_mending();
        (opened, tally)
    }

    fn look_at_one(&mut self, item: &Item) -> Result<Held, Unfit> {
        let Some(shared) = &self.sync.shared else { return Err(Unfit::Known) };
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else {
            return Err(Unfit::Known);
        };
        let header = item.header();
        if header.workspace != shared.membership.workspace() {
            return Err(Unfit::Strange("an envelope of another workspace"));
        }
        let is_stub = matches!(item, Item::Emptied(_));
        // What has no contents brings nothing that its maker might not have written.
        if !is_stub {
            shared.may_stand(header)?;
        }
        let place = shared.latest.position(header.audience, header.device);
        let before = place.map_or(0, |place| place.sequence);
        if header.sequence < before {
            return Err(Unfit::Below);
        }
        if place.is_some_and(|p| p.sequence == header.sequence && p.hash == item.hash()) {
            return Err(Unfit::Known);
        }
        let view = shared.membership.view();
        let Some(device) = view.devices().get(&header.device) else { return Err(Unfit::Later) };
        if item.verify(&device.public.signing).is_err() {
            return Err(Unfit::Strange("an envelope with a wrong signature"));
        }
        if !view.reads(me, header.audience) {
            return Err(Unfit::Known);
        }
        if is_stub {
            return Ok(Held::Gone);
        }
        if view.is_erased(header) {
            // Only what its snapshots stood for still counts.
            return Ok(shared
                .content(item)
                .map_or(Held::Erased, |(key, content)| Held::Content(key, content)));
        }
        if !shared.keyring.has(header.audience, header.epoch) {
            return Err(Unfit::Later);
        }
        Ok(match shared.content(item) {
            Ok((key, content)) => Held::Content(key, content),
            Err(unusable) => Held::Bad(unusable),
        })
    }

    /// Decides and stages. The documents are in memory.
    fn settle_in(&mut self, link: Option<LinkId>, opened: Vec<Opened>) -> Tally {
        let mut tally = Tally::default();
        let mut contents: BTreeMap<DocumentKey, Vec<Content>> = BTreeMap::new();
        for one in opened {
            let Opened { bytes, header, hash, content } = one;
            let Some(shared) = &mut self.sync.shared else { continue };
            let is_stub = matches!(content, Held::Gone);
            let fit = shared.fits(&header, hash);
            let is_early = match &fit {
                Ok(()) => is_stub,
                Err(Unfit::Gap) => is_stub || shared.follows_early(&header),
                // Beyond what counts of its maker there is nothing in it that could count.
                Err(Unfit::Aside(_)) => {
                    is_stub && shared.is_ahead(&header) && shared.may_stand(&header).is_err()
                }
                Err(_) => false,
            };
            if is_early {
                let covers = match content {
                    Held::Content(_, content) => content.stands_for.map(|(covers, _)| covers),
                    Held::Bad(_) | Held::Erased | Held::Gone => None,
                };
                shared.put_early(Link::new(bytes, header, hash, is_stub, covers.unwrap_or_default()));
                tally.early += 1;
                continue;
            }
            if let Err(unfit) = fit {
                tally.count(&unfit);
                self.unfit(link, &header, unfit);
                continue;
            }
            tally.new += 1;
            self.note_what_writer_had(&header);
            let Some(shared) = &mut self.sync.shared else { continue };
            let position = Position { sequence: header.sequence, hash };
            shared.latest.advance(header.audience, header.device, position);
            shared.seen.insert(header.device, self.now);
            let key = stored::envelope_key(header.audience, header.device, header.sequence);
            let (is_erased, bytes) =
                (shared.membership.view().is_erased(&header), shared.as_kept(&header, bytes));
            let next = &mut self.writer.next;
            next.operations.push(put(Store::Envelopes, key, bytes));
            let key = stored::chain_key(header.audience, header.device);
            next.operations.push(put(Store::Meta, key, stored::chain_value(position)));
            next.strict = true;
            match content {
                Held::Content(key, content) if is_erased => self.keep_covers(key, &content),
                Held::Content(key, content) => {
                    self.record_snapshot(key.clone(), &content);
                    contents.entry(key).or_default().push(content);
                }
                // Its place is taken, its content is not (see Decisions).
                Held::Bad(unusable) => {
                    self.unusable((header.audience, header.device, header.sequence), unusable);
                }
                Held::Erased | Held::Gone => {}
            }
        }
        for (key, contents) in contents {
            self.take_contents(&key, contents);
        }
        self.sync.touch();
        tally
    }
}

/// How many of these, from the first on, are for no more documents than may be in memory at once.
fn few_documents(opened: &[Opened]) -> usize {
    let mut documents = BTreeSet::new();
    let fits = |one: &&Opened| {
        documents.extend(one.document().cloned());
        documents.len() <= MOST_DOCUMENTS
    };
    opened.iter().take_while(fits).count()
}
