//! A page says hello: it gets what it lacks, out of the projection wherever that is possible.

use document::{DocumentKey, Page};
use std::collections::{BTreeMap, VecDeque};

use crate::{
    Replica,
    job::{Progress, Work},
    limits::READ_ONE_BY_ONE,
    message::{Changed, ClientId, Event, Heads, Reply},
    projection,
    refused::Kept,
    segments::segment_key,
    storage::document_prefix,
};

/// How far a hello has come.
pub(crate) struct Opening {
    have: BTreeMap<DocumentKey, Heads>,
    /// The documents the page still lacks; `None` before that is known.
    lacking: Option<VecDeque<DocumentKey>>,
    /// What was read of the projection, as pages.
    pages: BTreeMap<DocumentKey, Page>,
    /// How the keys begin that are still to be read of the projection for the first that is lacking; `None` before that is
    /// known.
    rest: Option<VecDeque<String>>,
    /// What was read for it.
    read: projection::Pages,
    /// Whether the whole projection is read at once.
    at_once: bool,
}

impl Opening {
    pub fn new(have: Vec<(DocumentKey, Heads)>) -> Self {
        Self {
            have: have.into_iter().collect(),
            lacking: None,
            pages: BTreeMap::new(),
            rest: None,
            read: projection::Pages::default(),
            at_once: false,
        }
    }

    /// Whether it waits for the rows whose keys begin so.
    pub fn waits_for(&self, prefix: &str) -> bool {
        self.rest.as_ref().and_then(VecDeque::front).is_some_and(|waits| waits == prefix)
    }

    /// Takes in what it waited for.
    fn take(&mut self, rows: Vec<(String, Vec<u8>)>) {
        self.read.take(rows);
        if let Some(rest) = &mut self.rest {
            rest.pop_front();
            if rest.is_empty() {
                self.pages.extend(std::mem::take(&mut self.read).done());
            }
        }
    }

    /// How the keys begin that are to be read next before this document can be sent.
    fn next_read(&mut self, key: &DocumentKey) -> Option<&String> {
        let rest = self.rest.get_or_insert_with(|| match self.at_once {
            true => [String::new()].into(),
            false => [segment_key(key), document_prefix(key)].into(),
        });
        rest.front()
    }
}

impl Replica {
    /// Sends a page what it lacks, one document after the other, and then welcomes it.
    pub(crate) fn open(
        &mut self,
        from: Option<(ClientId, u64)>,
        opening: &mut Opening,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        let Some((client, _)) = from else { return Progress::Finished };
        if opening.lacking.is_none() {
            // From here on it hears of every change, so it misses none while it catches up.
            self.pages.insert(client);
            self.send_gone(client, opening);
            let lacking = self.shelf.listings.iter().filter(|(key, listing)| {
                let have = opening.have.get(*key);
                listing.durable.is_empty() || have != Some(&listing.durable)
            });
            let lacking: VecDeque<DocumentKey> = lacking.map(|(key, _)| key.clone()).collect();
            opening.at_once = lacking.len() > READ_ONE_BY_ONE;
            opening.lacking = Some(lacking);
        }
        if let Some(rows) = read {
            opening.take(rows);
        }
        while let Some(key) = opening.lacking.as_ref().and_then(VecDeque::front).cloned() {
            if let Some(prefix) = opening.next_read(&key) {
                self.read_projection(prefix);
                return Progress::Waiting;
            }
            let page = match self.page(&key, opening.pages.remove(&key)) {
                Ok(page) => page,
                Err(page) => {
                    opening.pages.extend(page.map(|page| (key, page)));
                    return Progress::Waiting;
                }
            };
            if !opening.at_once {
                opening.rest = None;
            }
            opening.lacking.as_mut().and_then(VecDeque::pop_front);
            if let Some(page) = page {
                self.tell_one(client, whole(key, page));
            }
        }
        let (undo, redo) = self.stacks.labels();
        self.tell_one(client, Event::Undoable { undo, redo });
        if let Some(problem) = self.writer.trouble.clone() {
            self.tell_one(client, Event::Trouble(Some(problem)));
        }
        for event in std::mem::take(&mut self.untold) {
            self.tell_one(client, event);
        }
        if let Some(welcome) = self.identity.as_ref().map(crate::identity::Identity::welcome) {
            if self.writer.brings_identity() {
                let again = Work::Open(Opening::new(Vec::new()));
                self.writer.next.kept.extend(Kept::of(from, &again));
                self.answer_when_written(from, Reply::Welcome(welcome));
            } else {
                self.answer(from, Reply::Welcome(welcome));
            }
        }
        Progress::Finished
    }

    /// Tells a page of documents it has and which are not here.
    fn send_gone(&mut self, client: ClientId, opening: &Opening) {
        let listings = &self.shelf.listings;
        let gone = opening.have.keys().filter(|key| !listings.contains_key(*key)).cloned();
        for key in gone.collect::<Vec<_>>() {
            self.tell_one(client, whole(key, Page::default()));
        }
    }

    /// A document's page: the one read if it is right, else one out of the document itself, which
    /// is then written as the new base. `Err` gives back what was read while the document loads;
    /// `Ok(None)` where there is nothing to show.
    fn page(&mut self, key: &DocumentKey, read: Option<Page>) -> Result<Option<Page>, Option<Page>> {
        let Some(listing) = self.shelf.listings.get(key) else { return Ok(None) };
        let is_right = |page: &Page| {
            !listing.durable.is_empty() && (page.heads == listing.durable || page.heads == listing.latest)
        };
        if read.as_ref().is_some_and(is_right) {
            return Ok(read);
        }
        match self.have(&[key.clone()].into()) {
            Ok(true) => {}
            Ok(false) => return Err(read),
            // A document that is damaged is shown as it was shown last.
            Err(_) => return Ok(read),
        }
        let Some(loaded) = self.shelf.get(key) else { return Ok(read) };
        let page = Page { heads: loaded.document.heads(), rows: loaded.document.rows() };
        if let Some(listing) = self.shelf.listings.get(key) {
            let staged = self.writer.stage(key, listing);
            staged.base = Some(page.rows.iter().map(|row| (row.id, row.clone())).collect());
        }
        self.shelf.shrink();
        Ok(Some(page))
    }
}

/// All of a document, for a page.
pub(crate) fn whole(document: DocumentKey, page: Page) -> Event {
    let Page { heads, rows } = page;
    Event::Changed(Changed { document, heads, whole: true, rows, removed: Vec::new() })
}
