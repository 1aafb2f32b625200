//! Envelopes whose changes wait for others that they build on (Y-13).

use document::DocumentKey;
use kernel::DeviceId;
use protocol::{AudienceId, Covers};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::message::Heads;

/// One envelope: its audience, the device that made it, its place in the chain.
pub(crate) type Place = (AudienceId, DeviceId, u64);

/// What an envelope holds, once it is opened and checked.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub place: Place,
    /// Whether it is a whole document.
    pub whole: bool,
    /// Automerge's bytes.
    pub bytes: Vec<u8>,
    /// Whether it is on disk that it waits.
    pub waited: bool,
    /// For a snapshot that names what it stands for: that, and the newest changes in it.
    pub stands_for: Option<(Covers, Heads)>,
}

/// What waits, by document.
#[derive(Default)]
pub(crate) struct Waiting {
    documents: BTreeMap<DocumentKey, BTreeMap<Place, Waiter>>,
    /// What waited when this leader started, to be read again.
    recall: VecDeque<Place>,
}

struct Waiter {
    content: Content,
    missing: BTreeSet<[u8; 32]>,
}

impl Waiting {
    /// Something waited when the leader before stopped.
    pub fn recall(&mut self, place: Place) {
        self.recall.push_back(place);
    }

    /// The next that is to be read again.
    pub fn next_recalled(&mut self) -> Option<Place> {
        self.recall.pop_front()
    }

    /// Lets something wait for these changes.
    pub fn put(&mut self, document: &DocumentKey, mut content: Content, missing: BTreeSet<[u8; 32]>) {
        content.waited = true;
        let waiters = self.documents.entry(document.clone()).or_default();
        waiters.insert(content.place, Waiter { content, missing });
    }

    /// The documents for which something waits.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentKey> {
        self.documents.keys()
    }

    /// Forgets what waits for a document. Answers with its places.
    pub fn forget(&mut self, document: &DocumentKey) -> Vec<Place> {
        self.documents.remove(document).into_iter().flat_map(BTreeMap::into_keys).collect()
    }

    /// The places of all that waits, also of what is to be read again.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let waiting = self.documents.values().flat_map(|waiters| waiters.keys().copied());
        waiting.chain(self.recall.iter().copied())
    }

    /// Takes out what may go on, where `has` says which changes the document has by now.
    pub fn ready(
        &mut self,
        document: &DocumentKey,
        has: impl Fn(&BTreeSet<[u8; 32]>) -> bool,
    ) -> Vec<Content> {
        let Some(waiters) = self.documents.get_mut(document) else { return Vec::new() };
        let ready: Vec<Place> =
            waiters.iter().filter(|(_, waiter)| has(&waiter.missing)).map(|(place, _)| *place).collect();
        let ready: Vec<Content> =
            ready.iter().filter_map(|place| waiters.remove(place)).map(|waiter| waiter.content).collect();
        if waiters.is_empty() {
            self.documents.remove(document);
        }
        ready
    }
}
