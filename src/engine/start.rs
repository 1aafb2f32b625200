//! The start: what is read before anything is answered, and the transaction that begins a tenure.

use std::collections::BTreeMap;

use document::DocumentKey;
use kernel::Problem;

use crate::{
    Replica,
    documents::{self, Listing},
    erasing::Erasures,
    identity::{self, Identity},
    job::Work,
    replica::{Purpose, Stage},
    segments::{self, Held},
    storage::{Operation, Store, TENURE, read_tenure, split_key},
    sync::{Loaded, Sync, is_shared},
    undo::Way,
    writer::Writer,
};

type Rows = Vec<(String, Vec<u8>)>;

/// What is read before anything can be done.
pub(crate) const STORES: [Store; 3] = [Store::Meta, Store::Journal, Store::Ledger];

/// The stores as they arrive.
#[derive(Default)]
pub(crate) struct Starting {
    meta: Option<Rows>,
    journal: Option<Rows>,
    ledger: Option<Rows>,
    /// Read only where the workspace is shared.
    secrets: Option<Rows>,
    operations: Option<Rows>,
    /// Read only where a document's row in `Meta` cannot be read.
    projection: Option<Rows>,
}

impl Replica {
    /// A store arrived that the start waits for.
    pub(crate) fn start_read(&mut self, store: Store, rows: Rows) {
        let Stage::Starting(starting) = &mut self.stage else { return };
        match store {
            Store::Meta => starting.meta = Some(rows),
            Store::Journal => starting.journal = Some(rows),
            Store::Ledger => starting.ledger = Some(rows),
            Store::Projection => starting.projection = Some(rows),
            Store::Secrets => starting.secrets = Some(rows),
            Store::Operations => starting.operations = Some(rows),
            Store::Chunks | Store::Envelopes => return,
        }
        let (Some(meta), Some(_), Some(_)) = (&starting.meta, &starting.journal, &starting.ledger) else {
            return;
        };
        if is_shared(meta) && (starting.secrets.is_none() || starting.operations.is_none()) {
            let missing = [
                (Store::Secrets, starting.secrets.is_none()),
                (Store::Operations, starting.operations.is_none()),
            ];
            for (store, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
                if !self.is_reading(&Purpose::Start(store)) {
                    self.read(Purpose::Start(store), store, String::new());
                }
            }
            return;
        }
        let Stage::Starting(starting) = &mut self.stage else { return };
        let Some(meta) = &starting.meta else { return };
        if starting.projection.is_none() && has_torn_listing(meta) {
            self.read(Purpose::Start(Store::Projection), Store::Projection, String::new());
            return;
        }
        let starting = std::mem::take(&mut **starting);
        if let Err(problem) = self.begin(starting) {
            self.close(problem);
        }
    }

    /// Takes in what was read, and asks for the transaction that makes this replica the leader.
    fn begin(&mut self, starting: Starting) -> Result<(), Problem> {
        let meta: BTreeMap<String, Vec<u8>> = starting.meta.unwrap_or_default().into_iter().collect();
        let before = read_tenure(meta.get(TENURE).map(Vec::as_slice))
            .ok_or_else(|| damaged("The workspace's tenure cannot be read."))?;
        let mut operations = vec![put(TENURE, (before.saturating_add(1)).to_be_bytes().to_vec())];

        let mut spent = Vec::new();
        for (key, value) in &meta {
            if let Some(document) = key.strip_prefix(documents::PREFIX) {
                let Ok(document) = document.parse::<DocumentKey>() else { continue };
                self.shelf.listings.insert(document, Listing::read(value).unwrap_or_default());
            }
            for way in [Way::Undo, Way::Redo] {
                if key.starts_with(way.prefix()) && !self.stacks.take_in(way, key, value) {
                    spent.push((Store::Meta, key.clone()));
                }
            }
        }
        self.erasures = Erasures::load(&meta);
        self.held = Held::load(&meta, self.held.is_left);
        self.number_parts(starting.projection.unwrap_or_default());

        self.identity = Some(match meta.get(identity::KEY) {
            Some(bytes) => Identity::read(bytes)?,
            None if self.shelf.listings.is_empty() && self.resuming.is_none() => {
                let made = Identity::new(self.now, &self.draw());
                operations.push(put(identity::KEY, made.write()));
                made
            }
            None => return Err(damaged("The workspace's identity is missing in this browser.")),
        });
        if let Some(identity) = &self.identity {
            let loaded = Loaded {
                meta: &meta,
                secrets: starting.secrets.unwrap_or_default(),
                operations: starting.operations.unwrap_or_default(),
            };
            let links = std::mem::take(&mut self.sync);
            self.sync = Sync::load(loaded, identity).with_links_of(links);
            self.remember_sharing();
        }
        let journal = starting.journal.unwrap_or_default();
        self.resume_intents(&journal);
        self.journal.take_in(journal);
        let silent = self.ledger.take_in(self.now, starting.ledger.unwrap_or_default());
        spent.extend(silent.into_iter().map(|key| (Store::Ledger, key)));
        if let Some(resuming) = self.resuming.take() {
            self.resume(resuming);
            return Ok(());
        }
        operations.extend(spent.into_iter().map(|(store, key)| Operation::Delete { store, key }));

        // Before anything a page asks: what it asks may build on the text.
        for draft in self.journal.keys().into_iter().rev() {
            self.enqueue_first(Work::Recover(draft));
        }
        self.tenure = before.saturating_add(1);
        self.writer = Writer::default();
        self.writer.next.operations = operations;
        self.writer.next.strict = true;
        let transaction = self.writer.depart(before, &mut self.shelf.listings, Vec::new());
        self.launch(transaction);
        Ok(())
    }

    /// Finds the parts of projections whose listing could not be read, so that what is written
    /// next is numbered above them.
    fn number_parts(&mut self, projection: Rows) {
        for (key, _) in projection.iter().flat_map(|(key, value)| segments::parts(key, value)) {
            let Some((document, number)) = split_key(&key) else { continue };
            let Some(listing) = self.shelf.listings.get_mut(&document) else { continue };
            if listing.durable.is_empty()
                && let Ok(number) = u64::from_str_radix(number, 16)
            {
                listing.has_part(number);
            }
        }
    }
}

fn has_torn_listing(meta: &Rows) -> bool {
    meta.iter().any(|(key, value)| key.starts_with(documents::PREFIX) && Listing::read(value).is_none())
}

fn damaged(what: &str) -> Problem {
    Problem::new(what, "Nothing was changed. Restore a backup into a new browser profile.")
}

fn put(key: &str, value: Vec<u8>) -> Operation {
    Operation::Put { store: Store::Meta, key: key.to_owned(), value }
}
