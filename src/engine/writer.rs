//! What is on its way to disk: one transaction in flight, and the next one gathering behind it.
//!
//! While a transaction is in flight everything that is carried out joins the next, so however
//! fast requests come there is one strict write at a time, and their order is kept.

use document::{DocumentKey, Page, Row};
use kernel::{Problem, RecordId};
use protocol::{Frontier, Hash};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    documents::{Listing, PREFIX},
    identity,
    message::{Changed, ClientId, Event, Heads, Reply},
    projection,
    refused::Kept,
    storage::{Durability, Operation, Store, Transaction, document_prefix, part_key, places_key},
    sync::SETTINGS,
};

/// What one document gains in a transaction.
#[derive(Default)]
pub(crate) struct StagedDocument {
    /// Its new chunks: name and bytes.
    pub chunks: Vec<(String, Vec<u8>)>,
    /// The names of chunks that the new ones stand for.
    pub spent: BTreeSet<String>,
    /// All its rows, when its projection is to be written anew; later changes are in `rows`.
    pub base: Option<BTreeMap<RecordId, Row>>,
    /// The rows that changed as they are now; `None` where the record is gone.
    pub rows: BTreeMap<RecordId, Option<Row>>,
    /// The heads before.
    pub from: Heads,
    /// The heads after.
    pub to: Heads,
    /// Whether pages should get all its rows, because the projection they have may be wrong.
    pub whole: bool,
}

/// What a transaction will write, and what is told to whom once it is written.
#[derive(Default)]
pub(crate) struct Staged {
    pub documents: BTreeMap<DocumentKey, StagedDocument>,
    /// Writes on journal and undo stacks, in order.
    pub operations: Vec<Operation>,
    /// The answers that are true once it is written.
    pub replies: Vec<(ClientId, u64, Reply)>,
    /// The edits that are written down with it (S-45).
    pub noted: Vec<(ClientId, u64)>,
    /// How what was done can be done again.
    pub kept: Vec<Kept>,
    /// What happened, besides the documents' changes.
    pub events: Vec<Event>,
    /// Operations of the membership log that are among the writes.
    pub said: Vec<Hash>,
    /// Whether it must survive the loss of power.
    pub strict: bool,
}

impl Staged {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.operations.is_empty() && self.replies.is_empty()
    }
}

/// A transaction that the host is writing, or could not write and is asked to again.
pub(crate) struct Flight {
    /// The number of its effect; `None` while it waits to be tried again.
    pub id: Option<u64>,
    pub transaction: Transaction,
    pub replies: Vec<(ClientId, u64, Reply)>,
    pub noted: Vec<(ClientId, u64)>,
    pub kept: Vec<Kept>,
    pub events: Vec<Event>,
    /// The documents' heads once it is written.
    pub heads: Vec<(DocumentKey, Heads)>,
    /// How far every chain is on disk once it is written, and which operations are.
    pub frontier: Frontier,
    pub said: Vec<Hash>,
    /// How often it did not work.
    pub failures: u32,
}

#[derive(Default)]
pub(crate) struct Writer {
    pub next: Staged,
    pub flight: Option<Flight>,
    /// Why the disk does not work, while it does not.
    pub trouble: Option<Problem>,
}

impl Writer {
    pub fn is_idle(&self) -> bool {
        self.flight.is_none() && self.next.is_empty()
    }

    /// Whether a request is carried out already and will be answered when it is on disk.
    pub fn owes(&self, client: ClientId, id: u64) -> bool {
        let flight = self.flight.iter().flat_map(|flight| &flight.replies);
        flight.chain(&self.next.replies).any(|(to, number, _)| (*to, *number) == (client, id))
    }

    /// Whether an edit is on its way to being written down.
    pub fn is_noting(&self, from: (ClientId, u64)) -> bool {
        let flight = self.flight.iter().flat_map(|flight| &flight.noted);
        flight.chain(&self.next.noted).any(|noted| *noted == from)
    }

    /// Whether any edit is on its way to being written down.
    pub fn is_noting_any(&self) -> bool {
        !self.next.noted.is_empty() || self.flight.as_ref().is_some_and(|flight| !flight.noted.is_empty())
    }

    /// Whether a new identity is on its way to disk.
    pub fn brings_identity(&self) -> bool {
        let flying = self.flight.iter().flat_map(|flight| &flight.events);
        flying.chain(&self.next.events).any(|event| matches!(event, Event::Identity(_)))
    }

    /// Whether something of who belongs, or of how this device takes part, is on its way to disk.
    pub fn brings_sharing(&self) -> bool {
        let flying = self.flight.iter().flat_map(|flight| &flight.transaction.operations);
        flying.chain(&self.next.operations).any(concerns_sharing)
    }

    /// The chunks of a document that may not be on disk yet.
    pub fn chunks_of(&self, document: &DocumentKey) -> Vec<(String, Vec<u8>)> {
        let prefix = document_prefix(document);
        let flying = self.flight.iter().flat_map(|flight| &flight.transaction.operations);
        let flying = flying.filter_map(|operation| match operation {
            Operation::Put { store: Store::Chunks, key, value } => {
                key.strip_prefix(&prefix).map(|name| (name.to_owned(), value.clone()))
            }
            _ => None,
        });
        let gathering = self.next.documents.get(document).into_iter().flat_map(|d| d.chunks.iter().cloned());
        flying.chain(gathering).collect()
    }

    /// The chunks of a document that are about to be deleted.
    pub fn spent(&self, document: &DocumentKey) -> BTreeSet<String> {
        let prefix = document_prefix(document);
        let flying = self.flight.iter().flat_map(|flight| &flight.transaction.operations);
        let flying = flying.filter_map(|operation| match operation {
            Operation::Delete { store: Store::Chunks, key } => {
                key.strip_prefix(&prefix).map(ToOwned::to_owned)
            }
            _ => None,
        });
        let gathering = self.next.documents.get(document).into_iter().flat_map(|d| d.spent.iter().cloned());
        flying.chain(gathering).collect()
    }

    /// The place where a document's changes gather.
    pub fn stage(&mut self, document: &DocumentKey, listing: &Listing) -> &mut StagedDocument {
        self.next.documents.entry(document.clone()).or_insert_with(|| StagedDocument {
            from: listing.latest.clone(),
            to: listing.latest.clone(),
            ..StagedDocument::default()
        })
    }

    /// Makes one transaction of what has gathered. `extra` joins it: the ledger.
    pub fn depart(
        &mut self,
        tenure: u64,
        listings: &mut BTreeMap<DocumentKey, Listing>,
        extra: Vec<Operation>,
    ) -> Transaction {
        let staged = std::mem::take(&mut self.next);
        let mut operations = staged.operations;
        let (mut events, mut heads) = (Vec::new(), Vec::new());
        for (document, staged) in staged.documents {
            heads.push((document.clone(), staged.to.clone()));
            let listing = listings.entry(document.clone()).or_default();
            events.extend(write_document(&document, staged, listing, &mut operations));
        }
        operations.extend(extra);
        // Pages learn what changed before what else is to be said about it.
        events.extend(staged.events);
        let durability = if staged.strict { Durability::Strict } else { Durability::Relaxed };
        let transaction = Transaction { tenure, operations, durability };
        self.flight = Some(Flight {
            id: None,
            transaction: transaction.clone(),
            replies: staged.replies,
            noted: staged.noted,
            kept: staged.kept,
            events,
            heads,
            frontier: Frontier::new(),
            said: staged.said,
            failures: 0,
        });
        transaction
    }
}

/// Whether a write is of who belongs, or of how this device takes part.
pub(crate) fn concerns_sharing(operation: &Operation) -> bool {
    match operation {
        Operation::Put { store, key, .. } | Operation::Delete { store, key } => match store {
            Store::Secrets | Store::Operations => true,
            Store::Meta => key == SETTINGS || key == identity::KEY,
            _ => false,
        },
    }
}

/// The writes of one document, and what pages are told of it.
fn write_document(
    document: &DocumentKey,
    staged: StagedDocument,
    listing: &mut Listing,
    operations: &mut Vec<Operation>,
) -> Option<Event> {
    let chunk = |name: &str| format!("{}{name}", document_prefix(document));
    for (name, value) in staged.chunks {
        operations.push(Operation::Put { store: Store::Chunks, key: chunk(&name), value });
    }
    for name in staged.spent {
        operations.push(Operation::Delete { store: Store::Chunks, key: chunk(&name) });
    }
    let mut rows = Vec::new();
    let mut removed = Vec::new();
    for (record, row) in &staged.rows {
        match row {
            Some(row) => rows.push(row.clone()),
            None => removed.push(*record),
        }
    }
    let mut event = Changed {
        document: document.clone(),
        heads: staged.to.clone(),
        whole: staged.whole,
        rows: rows.clone(),
        removed: removed.clone(),
    };
    let (part, places) = if let Some(mut base) = staged.base {
        for number in listing.parts.clone() {
            for key in [part_key(document, number), places_key(document, number)] {
                operations.push(Operation::Delete { store: Store::Projection, key });
            }
        }
        listing.parts.start = listing.parts.end;
        for (record, row) in staged.rows {
            match row {
                Some(row) => base.insert(record, row),
                None => base.remove(&record),
            };
        }
        let page = Page { heads: staged.to, rows: base.into_values().collect() };
        if staged.whole {
            event.rows.clone_from(&page.rows);
            event.removed.clear();
        }
        (parts::base(document, &page.heads, page.rows.iter()), projection::places(&page.rows))
    } else {
        let part = parts::delta(document, (&staged.from, &staged.to), rows.iter(), &removed);
        (part, projection::places(&rows))
    };
    let number = listing.parts.end;
    let (key, value) = (part_key(document, number), part);
    operations.push(Operation::Put { store: Store::Projection, key, value });
    if let Some(value) = places {
        let key = places_key(document, number);
        operations.push(Operation::Put { store: Store::Projection, key, value });
    }
    listing.parts.end += 1;
    let key = format!("{PREFIX}{document}");
    operations.push(Operation::Put { store: Store::Meta, key, value: listing.write() });
    let told = event.whole || event.heads != staged.from;
    told.then_some(Event::Changed(event))
}
