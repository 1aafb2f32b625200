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
    replica::Purpose,
    storage::{Store, document_prefix},
};

/// How far a hello has come.
pub(crate) struct Opening {
    have: BTreeMap<DocumentKey, Heads>,
    /// The documents the page still lacks; `None` before that is known.
    lacking: Option<VecDeque<DocumentKey>>,
    /// What was read of the projection.
    pages: BTreeMap<DocumentKey, Page>,
    /// Whether the projection of the first that is lacking was read.
    was_read: bool,
    /// Whether the whole projection is read at once.
    at_once: bool,
}

impl Opening {
    pub fn new(have: Vec<(DocumentKey, Heads)>) -> Self {
        let (lacking, pages) = (None, BTreeMap::new());
        Self { have: have.into_iter().collect(), lacking, pages, was_read: false, at_once: false }
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
            opening.was_read = true;
            let rows = rows.iter().map(|(key, value)| (key.as_str(), value.as_slice()));
            opening.pages.extend(projection::pages(rows));
        }
        while let Some(key) = opening.lacking.as_ref().and_then(VecDeque::front).cloned() {
            if !opening.was_read {
                let prefix = if opening.at_once { String::new() } else { document_prefix(&key) };
                self.read(Purpose::Job, Store::Projection, prefix);
                return Progress::Waiting;
            }
            let page = match self.page(&key, opening.pages.remove(&key)) {
                Ok(page) => page,
                Err(page) => {
                    opening.pages.extend(page.map(|page| (key, page)));
                    return Progress::Waiting;
                }
            };
            opening.was_read = opening.at_once;
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

fn whole(document: DocumentKey, page: Page) -> Event {
    let Page { heads, rows } = page;
    Event::Changed(Changed { document, heads, whole: true, rows, removed: Vec::new() })
}
