//! Documents come into memory: out of the chunks on disk and those on their way there.

use document::{Document, DocumentKey, Page};
use kernel::Problem;
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Replica,
    documents::Damage,
    message::Event,
    open::whole,
    replica::Purpose,
    storage::{Store, document_prefix},
};

impl Replica {
    /// Whether a document is in memory or does not exist.
    pub(crate) fn is_at_hand(&self, key: &DocumentKey) -> bool {
        self.shelf.is_loaded(key) || !self.shelf.listings.contains_key(key)
    }

    /// Whether all these documents are in memory or do not exist; asks for those that are not.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub(crate) fn have(&mut self, keys: &BTreeSet<DocumentKey>) -> Result<bool, Problem> {
        // They are asked for together, and this is asked whenever one of them has come: a backup may need all there are.
        if self.is_reading_one_of(keys) {
            return Ok(false);
        }
        let mut ready = true;
        for key in keys {
            let Some(listing) = self.shelf.listings.get(key) else { continue };
            if let Some(damage) = &listing.damage {
                return Err(damage.problem.clone());
            }
            if self.shelf.is_loaded(key) {
                continue;
            }
            ready = false;
            if !self.is_mending(key) {
                self.read(Purpose::Document(key.clone()), Store::Chunks, document_prefix(key));
            }
        }
        Ok(ready)
    }

    /// The chunks of a document by their names: those that were read just now, without what is about to be deleted, and those
    /// on their way to the disk. And whether there are none of these.
    pub(crate) fn chunks_now(
        &self,
        key: &DocumentKey,
        rows: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> (BTreeMap<String, Vec<u8>>, bool) {
        let prefix = document_prefix(key);
        let stored = rows
            .into_iter()
            .filter_map(|(name, value)| name.strip_prefix(&prefix).map(|name| (name.to_owned(), value)));
        let spent = self.writer.spent(key);
        let mut chunks: BTreeMap<String, Vec<u8>> =
            stored.filter(|(name, _)| !spent.contains(name)).collect();
        let written = chunks.len();
        chunks.extend(self.writer.chunks_of(key));
        let is_on_disk = chunks.len() == written;
        (chunks, is_on_disk)
    }

    /// Makes a document of its chunks: those read and those on their way to disk.
    pub(crate) fn load(&mut self, key: &DocumentKey, rows: Vec<(String, Vec<u8>)>) {
        let (chunks, is_on_disk) = self.chunks_now(key, rows);
        let Some(listing) = self.shelf.listings.get_mut(key) else { return };
        let names: BTreeSet<String> = chunks.keys().cloned().collect();
        let bytes = chunks.values().map(Vec::len).sum();
        let values: Vec<&Vec<u8>> = chunks.values().collect();
        let loaded = if names.len() < listing.chunks {
            Err(Problem::new(
                format!("{} of its {} parts are missing.", listing.chunks - names.len(), listing.chunks),
                "Restore a backup.",
            ))
        } else {
            Document::load(key, &values)
        };
        match loaded {
            Ok(document) => {
                listing.chunks = names.len();
                let heads = document.heads();
                let mut news = None;
                if heads != listing.latest {
                    // The projection is not of this document: it is written anew, and pages get it, at once where they
                    // may have been shown what the disk refused (Y-101).
                    let rows = document.rows();
                    let page = Page { heads: heads.clone(), rows: rows.clone() };
                    news = is_on_disk.then(|| whole(key.clone(), page));
                    let rows = rows.into_iter().map(|row| (row.id, row)).collect();
                    let staged = self.writer.stage(key, listing);
                    (staged.base, staged.whole, staged.to) = (Some(rows), true, heads.clone());
                    listing.latest = heads;
                }
                self.shelf.put(key.clone(), document, names, bytes);
                if let Some(event) = news {
                    self.tell(event);
                }
            }
            Err(problem) => {
                let problem = problem.at(key.to_string());
                let latest = listing.latest.clone();
                if self.begin_mending(key, &chunks, &latest, &problem) {
                    return;
                }
                let Some(listing) = self.shelf.listings.get_mut(key) else { return };
                listing.damage = Some(Damage { problem: problem.clone(), chunks: names });
                self.tell(Event::Problem(problem));
            }
        }
    }
}
