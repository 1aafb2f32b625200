//! What is erased in a shared workspace: said by an operation of the log, and emptied in the chains (Y-75 to Y-84).

use document::DocumentKey;
use kernel::Problem;
use protocol::{AudienceId, AudienceName, Covers, DocumentTag, Hash, Header, Item};
use std::collections::BTreeSet;

use crate::{
    Replica,
    erasing::Gone,
    message::Path,
    storage::{Operation, Store},
    sync::{
        Shared,
        chains::check::audience_name,
        compaction::covered::{Record, Worth},
        compaction::tidy::Block,
        members::keys::alone,
        put, stored,
    },
};

/// A document to be erased, and what its snapshots stood for.
pub(crate) type Said = Vec<(AudienceName, DocumentTag, Covers)>;

impl Shared {
    /// The opaque name of a document, where this device has a key of its audience.
    fn tag(&self, document: &DocumentKey) -> Option<(AudienceId, DocumentTag)> {
        let audience = audience_name(document.audience).id(self.membership.workspace());
        Some((audience, self.keyring.tag(audience, &document.to_string()).ok()?))
    }

    /// Whether the log says that a document is erased.
    pub(crate) fn has_erased(&self, document: &DocumentKey) -> bool {
        let erased = self.membership.view().erased();
        !erased.is_empty() && self.tag(document).is_some_and(|tag| erased.contains_key(&tag))
    }

    /// Whether there is something erased that may still be in chains here.
    pub(crate) fn is_to_erase(&self) -> bool {
        self.membership.view().erased().keys().any(|tag| !self.cleared.contains(tag))
    }

    /// What is erased and may still be in chains here.
    pub(crate) fn to_erase(&self) -> BTreeSet<(AudienceId, DocumentTag)> {
        self.membership.view().erased().keys().filter(|tag| !self.cleared.contains(tag)).copied().collect()
    }

    /// The parts of chains in which envelopes of these may be.
    pub(crate) fn blocks_to_erase(&self, tags: &BTreeSet<(AudienceId, DocumentTag)>) -> Vec<Block> {
        let audiences: BTreeSet<AudienceId> = tags.iter().map(|(audience, _)| *audience).collect();
        let chains = self.latest.positions().filter(|(audience, ..)| audiences.contains(audience));
        chains.flat_map(|(audience, device, place)| Block::all(audience, device, 1, place.sequence)).collect()
    }

    /// An envelope as it may be kept: of what is erased only its link.
    pub(in crate::sync) fn as_kept(&self, header: &Header, bytes: Vec<u8>) -> Vec<u8> {
        if !self.membership.view().is_erased(header) {
            return bytes;
        }
        Item::decode(&bytes).map(|item| item.stub().encode()).unwrap_or(bytes)
    }

    /// What snapshots of a document stood for, and they themselves.
    fn covers_of(&self, audience: AudienceId, document: &DocumentKey) -> Covers {
        let of = self.records.iter().filter(|(place, record)| {
            place.0 == audience && record.document == *document && record.worth != Worth::Wrong
        });
        let mut covers = Covers::new();
        for ((_, device, sequence), record) in of {
            covers.insert(*device, *sequence);
            covers.merge(&record.covers);
        }
        covers
    }
}

impl Replica {
    /// What is to be said of documents that are to be erased: of those that others have.
    ///
    /// # Errors
    /// When this device may not say it.
    pub(crate) fn saying_erased(
        &self,
        documents: &BTreeSet<DocumentKey>,
    ) -> Result<Vec<protocol::Operation>, Problem> {
        let Some(identity) = &self.identity else { return Err(alone()) };
        if let Some(broken) = self.broken() {
            return Err(broken.problem());
        }
        let Some(shared) = &self.sync.shared else { return Ok(Vec::new()) };
        // Who is out has a copy of their own, and erases that.
        if shared.membership.view().role_of(identity.device).is_none() {
            return Ok(Vec::new());
        }
        let mut said = Said::new();
        for document in documents {
            let name = audience_name(document.audience);
            // What a backup brought of others is on this disk only.
            if matches!(name, AudienceName::Only(member) if member != identity.member) {
                continue;
            }
            let (audience, tag) = shared.tag(document).ok_or_else(|| {
                let what = "This device has not been given the key of what is to be erased yet.";
                Problem::new(what, "Connect to somebody of the workspace, then do it again.")
            })?;
            said.push((name, tag, shared.covers_of(audience, document)));
        }
        shared.author(identity.device, self.now).erase(&said).map_err(|error| {
            Problem::new(error.to_string(), "What everyone can read is erased by an owner of the workspace.")
        })
    }

    /// Says it.
    pub(crate) fn say_erased(&mut self, operations: Vec<protocol::Operation>) {
        if !operations.is_empty() {
            self.admit(operations);
        }
    }

    /// Whether the others were told that a document is erased.
    pub(crate) fn is_said_erased(&self, document: &DocumentKey) -> bool {
        self.sync.shared.as_ref().is_some_and(|shared| shared.has_erased(document))
    }

    /// Finds the names of what others have erased, as far as it is here.
    pub(crate) fn name_erased(&mut self, tags: &BTreeSet<(AudienceId, DocumentTag)>) {
        let Some(shared) = &self.sync.shared else { return };
        if tags.is_empty() {
            return;
        }
        let of_waiting = shared.waiting.documents();
        let here = self.shelf.listings.keys().chain(of_waiting);
        let view = shared.membership.view();
        let found: Vec<(DocumentKey, Gone)> = here
            .filter(|document| self.erasures.get(document).is_none())
            .filter_map(|document| {
                let erased = view.erased().get(&shared.tag(document).filter(|tag| tags.contains(tag))?)?;
                let gone = Gone { at: erased.at, by: erased.by, is_done: false, relay: false };
                Some((document.clone(), gone))
            })
            .collect();
        for (document, gone) in found {
            self.note_erased(document, gone);
        }
    }

    /// What of a part of a chain is emptied, and how many envelopes of this device nobody else is known to have
    /// among it.
    pub(crate) fn emptied_of(
        &self,
        block: Block,
        tags: &BTreeSet<(AudienceId, DocumentTag)>,
        rows: Vec<(String, Vec<u8>)>,
    ) -> (Vec<Operation>, u64) {
        let me = self.identity.as_ref().map(|identity| identity.device);
        let (mut operations, mut unsent) = (Vec::new(), 0);
        let Some(shared) = &self.sync.shared else { return (operations, unsent) };
        for (sequence, bytes) in block.of(rows) {
            let Ok(Item::Whole(envelope)) = Item::decode(&bytes) else { continue };
            if !tags.contains(&(envelope.header.audience, envelope.header.document)) {
                continue;
            }
            let key = stored::envelope_key(block.audience, block.device, sequence);
            operations.push(put(Store::Envelopes, key, envelope.stub().encode()));
            let has = |held: &crate::sync::stored::Held| {
                let place = held.frontier.position(block.audience, block.device);
                place.is_some_and(|place| place.sequence >= sequence)
            };
            unsent += u64::from(Some(block.device) == me && !shared.held.values().any(has));
        }
        (operations, unsent)
    }

    /// Nothing of these is here any more once the next transaction is written.
    pub(crate) fn cleared(
        &mut self,
        documents: &BTreeSet<DocumentKey>,
        tags: &BTreeSet<(AudienceId, DocumentTag)>,
    ) {
        for document in documents {
            self.sync.mending.forget(document);
        }
        let Some(shared) = &mut self.sync.shared else { return };
        let mut operations = Vec::new();
        for document in documents {
            for place in shared.waiting.forget(document) {
                let key = format!("{}{}", stored::WAITING, stored::envelope_key(place.0, place.1, place.2));
                operations.push(Operation::Delete { store: Store::Meta, key });
            }
        }
        for tag in tags {
            operations.push(put(Store::Meta, stored::cleared_key(*tag), Vec::new()));
            shared.cleared.insert(*tag);
        }
        self.writer.next.operations.extend(operations);
        // What snapshots of them stood for is said so; there is nothing more to compare or to empty.
        let of = shared.records.iter().filter(|(_, record)| documents.contains(&record.document));
        let places: Vec<_> = of.map(|(place, _)| *place).collect();
        for place in places {
            self.note_record(place, settled);
        }
        self.add_covers();
        self.note_relay_heard();
        self.sync.touch();
    }

    /// A snapshot of an erased document came: what it stood for still counts.
    pub(in crate::sync) fn keep_covers(
        &mut self,
        document: DocumentKey,
        content: &crate::sync::chains::waiting::Content,
    ) {
        self.record_snapshot(document, content);
        self.note_record(content.place, settled);
        self.add_covers();
    }

    /// Says what snapshots of erased documents stood for, where the log does not say it yet: of those made here, and
    /// of those whose maker cannot say it.
    fn add_covers(&mut self) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let view = shared.membership.view();
        if view.erased().is_empty() || view.role_of(me).is_none() {
            return;
        }
        let mut said = Said::new();
        let documents: BTreeSet<&DocumentKey> =
            shared.records.values().map(|record| &record.document).collect();
        for document in documents {
            let Some(tag) = shared.tag(document) else { continue };
            let Some(erased) = view.erased().get(&tag) else { continue };
            let mut covers = Covers::new();
            for ((_, device, sequence), record) in shared.records.iter().filter(|(place, record)| {
                let is_mine = place.1 == me || !shared.may_write(place.1, place.0);
                place.0 == tag.0 && record.document == *document && record.worth != Worth::Wrong && is_mine
            }) {
                covers.insert(*device, *sequence);
                covers.merge(&record.covers);
            }
            if !erased.covers.has_all(&covers) {
                said.push((audience_name(document.audience), tag.1, covers));
            }
        }
        if said.is_empty() {
            return;
        }
        // Who may not say it leaves it: the links one by one are at the relay.
        if let Ok(operations) = shared.author(me, self.now).erase(&said) {
            self.admit(operations);
        }
    }

    /// The log says more of what is erased, perhaps: links that wait are looked at again.
    pub(in crate::sync) fn take_early_again(&mut self) {
        let Some(shared) = &self.sync.shared else { return };
        if !shared.early.is_empty() && !shared.membership.view().erased().is_empty() {
            self.sync.inbox.push_back(crate::sync::Arrived::anew());
        }
    }

    /// The relay has heard of more: of what is erased, too, perhaps.
    pub(in crate::sync) fn note_relay_heard(&mut self) {
        let Some(shared) = &self.sync.shared else { return };
        let relay = self.sync.links.iter().find(|(_, link)| link.is_open() && link.path == Path::Relay);
        let Some((_, link)) = relay.filter(|(_, link)| link.has_said) else { return };
        let view = shared.membership.view();
        let knows = |operation: &Hash| {
            link.erased.contains(operation)
                || link
                    .heads
                    .iter()
                    .any(|head| head == operation || shared.membership.precedes(operation, head))
        };
        let heard: Vec<(DocumentKey, Gone)> = self
            .erasures
            .iter()
            .filter(|(_, gone)| !gone.relay)
            .filter(|(document, _)| {
                let erased = shared.tag(document).and_then(|tag| view.erased().get(&tag));
                erased.is_some_and(|erased| knows(&erased.operation))
            })
            .map(|(document, gone)| (document.clone(), Gone { relay: true, ..gone.clone() }))
            .collect();
        for (document, gone) in heard {
            self.note_erased(document, gone);
        }
    }
}

/// There is nothing more to be done with a snapshot.
fn settled(record: &mut Record) {
    if record.worth != Worth::Wrong {
        record.worth = Worth::Trusted;
    }
    (record.emptied, record.told) = (true, true);
}
