//! Chains that come without their contents: links that are taken in only together with the
//! snapshots that stand for what is gone (Y-40).
//!
//! A stub stands for its own place and for all before it that did not come. It waits here, in
//! memory, with what follows it in its chain, until snapshots that are here or wait here as well
//! cover all of these places. Then contents go into their documents first, and the places are
//! taken in one transaction: no chain is ever held further than its contents.

use document::DocumentKey;
use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Covers, EnvelopeKind, Hash, Header, Item, Position};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica,
    message::LinkId,
    storage::Store,
    sync::{
        Shared,
        chains::waiting::Content,
        compaction::covered::{Record, Worth},
        put, stored,
    },
};

/// How many bytes may wait (*ours*): what a workspace holds that was emptied long ago is a few
/// megabytes of snapshots.
const MOST_BYTES: usize = 64 * 1024 * 1024;

type Chain = (AudienceId, DeviceId);

/// What came before its time.
#[derive(Default)]
pub(crate) struct Early {
    chains: BTreeMap<Chain, BTreeMap<u64, Link>>,
    size: usize,
}

/// One place of a chain.
#[derive(Clone)]
pub(in crate::sync) struct Link {
    bytes: Vec<u8>,
    header: Header,
    hash: Hash,
    is_stub: bool,
    /// For a snapshot, what it stands for.
    covers: Covers,
}

impl Link {
    pub fn new(bytes: Vec<u8>, header: Header, hash: Hash, is_stub: bool, covers: Covers) -> Self {
        Self { bytes, header, hash, is_stub, covers }
    }

    fn chain(&self) -> Chain {
        (self.header.audience, self.header.device)
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// The links whose contents are to be taken in, the next last: whole documents first, which are what is
/// newest, small ones before large; then what was written since (Y-67).
pub(in crate::sync) fn newest_and_smallest_first(links: &[Link]) -> Vec<Link> {
    let mut links: Vec<Link> = links.iter().filter(|link| !link.is_stub).cloned().collect();
    links.sort_by_key(|link| match link.header.kind {
        EnvelopeKind::Snapshot => (0, link.bytes.len()),
        // In the order of their chains: what builds on another comes after it there.
        EnvelopeKind::Changes => (1, 0),
    });
    links.reverse();
    links
}

impl Early {
    /// Keeps a link. Where there is too much, all of its chain is let go: it comes again.
    fn put(&mut self, link: Link) {
        let chain = link.chain();
        self.size = self.size.saturating_add(link.bytes.len());
        let links = self.chains.entry(chain).or_default();
        if let Some(before) = links.insert(link.header.sequence, link) {
            self.size = self.size.saturating_sub(before.bytes.len());
        }
        if self.size > MOST_BYTES {
            self.forget(chain);
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    fn forget(&mut self, chain: Chain) {
        for link in self.chains.remove(&chain).unwrap_or_default().into_values() {
            self.size = self.size.saturating_sub(link.bytes.len());
        }
    }

    /// Forgets what is here by now.
    fn pass(&mut self, chain: Chain, to: u64) {
        if let Some(links) = self.chains.get_mut(&chain) {
            let rest = links.split_off(&to.saturating_add(1));
            let gone = std::mem::replace(links, rest);
            let bytes: usize = gone.values().map(|link| link.bytes.len()).sum();
            self.size = self.size.saturating_sub(bytes);
            if links.is_empty() {
                self.chains.remove(&chain);
            }
        }
    }

    /// The hash of the link that is the last before a place.
    fn before(&self, header: &Header) -> Option<Hash> {
        let links = self.chains.get(&(header.audience, header.device))?;
        links.get(&header.sequence.checked_sub(1)?).map(|link| link.hash)
    }
}

impl Shared {
    /// Whether an envelope with its contents is the next of what waits here of its chain.
    pub(in crate::sync) fn follows_early(&self, header: &Header) -> bool {
        self.early.before(header) == Some(header.previous)
    }

    /// Lets a link wait.
    pub(in crate::sync) fn put_early(&mut self, link: Link) {
        self.early.put(link);
    }

    /// What can be taken in by now of what waits: chains as far as all that is gone from them is
    /// covered by snapshots that are here, or among what is taken. In the order of each chain.
    pub(in crate::sync) fn ready_early(&mut self) -> Vec<Link> {
        for (audience, device, held) in self.latest.positions().collect::<Vec<_>>() {
            self.early.pass((audience, device), held.sequence);
        }
        let chains = &self.early.chains;
        let last = |links: &BTreeMap<u64, Link>| links.keys().next_back().copied().unwrap_or_default();
        let mut reach: BTreeMap<Chain, u64> =
            chains.iter().map(|(chain, links)| (*chain, last(links))).collect();
        let audiences: BTreeSet<AudienceId> = chains.keys().map(|(audience, _)| *audience).collect();
        let here: BTreeMap<AudienceId, Covers> =
            audiences.iter().map(|audience| (*audience, self.covered(*audience))).collect();
        // From all that is here down to what stands by itself.
        loop {
            let mut covers = here.clone();
            for (chain, links) in chains {
                let to = reach.get(chain).copied().unwrap_or_default();
                for link in links.range(..=to).map(|(_, link)| link).filter(|link| !self.is_wrong(link)) {
                    covers.entry(chain.0).or_default().merge(&link.covers);
                }
            }
            let next: BTreeMap<Chain, u64> = chains
                .iter()
                .map(|(chain, links)| {
                    let covers = covers.get(&chain.0);
                    (*chain, covers.map_or(0, |covers| self.reaches(*chain, links, covers)))
                })
                .map(|(chain, to)| (chain, to.min(reach.get(&chain).copied().unwrap_or_default())))
                .collect();
            if next == reach {
                break;
            }
            reach = next;
        }
        let ready = chains.iter().flat_map(|(chain, links)| {
            let to = reach.get(chain).copied().unwrap_or_default();
            links.range(..=to).map(|(_, link)| link.clone())
        });
        ready.collect()
    }

    /// Whether it is a snapshot that did not fit its document.
    fn is_wrong(&self, link: &Link) -> bool {
        let place = (link.header.audience, link.header.device, link.header.sequence);
        self.records.get(&place).is_some_and(|record| record.worth == Worth::Wrong)
    }

    /// How far a chain can be taken, where all this is covered.
    fn reaches(&self, chain: Chain, links: &BTreeMap<u64, Link>, covers: &Covers) -> u64 {
        let held = self.latest.position(chain.0, chain.1);
        let (mut at, mut before) = held.map_or((0, Hash::ZERO), |held| (held.sequence, held.hash));
        for (sequence, link) in links {
            let is_next = *sequence == at.saturating_add(1);
            let fits = if link.is_stub {
                // Of what is erased a link stands for itself, and for nothing before it.
                let is_erased = self.membership.view().is_erased(&link.header);
                let to = if is_erased { sequence.saturating_sub(1) } else { *sequence };
                let is_covered = at.checked_add(1).is_some_and(|from| {
                    from > to || covers.last_of_run(chain.1, from).is_some_and(|last| last >= to)
                });
                is_covered && (!is_next || link.header.previous == before)
            } else {
                is_next && link.header.previous == before && self.may_stand(&link.header).is_ok()
            };
            if !fits {
                break;
            }
            (at, before) = (*sequence, link.hash);
        }
        at
    }
}

impl Replica {
    /// The contents of links that are to be taken, with their documents.
    pub(in crate::sync) fn contents_of(&mut self, links: &[Link]) -> BTreeMap<DocumentKey, Vec<Content>> {
        let mut contents: BTreeMap<DocumentKey, Vec<Content>> = BTreeMap::new();
        let Some(shared) = &self.sync.shared else { return contents };
        for link in links.iter().filter(|link| !link.is_stub) {
            if let Ok(item) = Item::decode(&link.bytes)
                && !shared.membership.view().is_erased(item.header())
                && let Ok((key, content)) = shared.content(&item)
            {
                contents.entry(key).or_default().push(content);
            }
        }
        contents
    }

    /// Takes links whose contents are in their documents: all of them or none.
    pub(in crate::sync) fn take_early(&mut self, links: &[Link]) -> bool {
        let Some(shared) = &mut self.sync.shared else { return false };
        // The membership may have moved on since: what does not stand any more is left.
        let ready: BTreeSet<Hash> = shared.ready_early().iter().map(|link| link.hash).collect();
        if !links.iter().all(|link| ready.contains(&link.hash)) {
            return false;
        }
        for link in links {
            let Link { bytes, header, hash, is_stub, .. } = link;
            let Some(shared) = &mut self.sync.shared else { return false };
            let (audience, device) = link.chain();
            let position = Position { sequence: header.sequence, hash: *hash };
            shared.latest.advance(audience, device, position);
            let next = &mut self.writer.next;
            let key = stored::envelope_key(audience, device, header.sequence);
            next.operations.push(put(Store::Envelopes, key, shared.as_kept(header, bytes.clone())));
            let key = stored::chain_key(audience, device);
            next.operations.push(put(Store::Meta, key, stored::chain_value(position)));
            next.strict = true;
            if *is_stub {
                continue;
            }
            let is_erased = shared.membership.view().is_erased(header);
            let content = Item::decode(bytes).ok().map(|item| shared.content(&item));
            match content {
                Some(Ok((document, content))) if is_erased => self.keep_covers(document, &content),
                Some(Err(_)) if is_erased => {}
                Some(Ok((document, content))) => self.record_snapshot(document, &content),
                Some(Err(unusable)) => self.unusable((audience, device, header.sequence), unusable),
                None => {}
            }
        }
        if let Some(shared) = &mut self.sync.shared {
            for link in links {
                shared.early.pass(link.chain(), link.header.sequence);
            }
        }
        self.sync.touch();
        true
    }

    /// Remembers what a snapshot that was taken in stands for.
    pub(in crate::sync) fn record_snapshot(&mut self, document: DocumentKey, content: &Content) {
        let is_known = |shared: &Shared| shared.records.contains_key(&content.place);
        if let Some((covers, heads)) = content.stands_for.clone()
            && !self.sync.shared.as_ref().is_some_and(is_known)
        {
            let (at, worth) = (self.now, Worth::Unknown);
            let record = Record { document, covers, heads, at, worth, emptied: false, told: false };
            self.put_record(content.place, record);
        }
    }

    /// Reports what waits for snapshots that do not come, once the other end has sent all it has.
    pub(in crate::sync) fn report_early(&mut self, link: Option<LinkId>) {
        let (Some(id), Some(shared)) = (link, &self.sync.shared) else { return };
        let Some(said) = self.sync.links.get(&id).map(|link| &link.said) else { return };
        let tip = |chain: Chain| {
            let links = shared.early.chains.get(&chain);
            let tip = links.and_then(|links| links.keys().next_back().copied()).unwrap_or_default();
            tip.max(shared.latest.position(chain.0, chain.1).map_or(0, |held| held.sequence))
        };
        if said.positions().any(|(audience, device, place)| tip((audience, device)) < place.sequence) {
            return;
        }
        let first = |links: &BTreeMap<u64, Link>| links.values().next().map(|link| link.header);
        let stuck: Vec<Header> = shared.early.chains.values().filter_map(first).collect();
        let name = stuck.first().map(|header| self.device_name(header.device));
        for header in &stuck {
            self.gap(link, header);
        }
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        if let Some(name) = name {
            link.is_stuck = true;
            link.problem = Some(Problem::new(
                format!(
                    "The contents of something that {name} wrote are gone, and what stands for them did not come."
                ),
                "They are taken from another device as soon as one with them is reached.",
            ));
            self.sync.touch();
        } else if std::mem::take(&mut link.is_stuck) {
            link.problem = None;
            self.sync.touch();
        }
    }
}
