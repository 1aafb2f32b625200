//! What the engine asks of a disk: eight stores of keys and bytes, written in atomic transactions.
//!
//! A host (IndexedDB in a browser, a map in a test) needs to know nothing of what the bytes mean.

use document::DocumentKey;
use kernel::RecordId;

/// The key in [`Store::Meta`] that holds the tenure; see [`Transaction::allowed`].
pub const TENURE: &str = "tenure";

/// The eight stores. Keys are ASCII text, compared byte by byte; values are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Store {
    /// Who this replica is, the tenure, one row per document, the undo stack.
    Meta,
    /// The Automerge chunks: `<document>|<SHA-256 of the chunk, hexadecimal>`.
    Chunks,
    /// The persisted projection: `<document>|<part number, 16 hexadecimal digits>`; and which records each part
    /// has: the same with [`PLACES`] before it.
    Projection,
    /// Text that is being typed: `<record>|<field>`.
    Journal,
    /// Which requests of which page are carried out: the page's id, hexadecimal.
    Ledger,
    /// The secret keys of this device, by their names. The host seals each value, with a key that
    /// it cannot take out of the browser, before it writes it, and opens it after it read it.
    Secrets,
    /// Who belongs to the workspace: signed operations by their hash, hexadecimal.
    Operations,
    /// What was written and is to be sent, sealed: `<audience>|<device>|<number, 16 hexadecimal digits>`.
    Envelopes,
}

impl Store {
    /// All stores, for a host that has to make them.
    pub const ALL: [Self; 8] = [
        Self::Meta,
        Self::Chunks,
        Self::Projection,
        Self::Journal,
        Self::Ledger,
        Self::Secrets,
        Self::Operations,
        Self::Envelopes,
    ];

    /// The name of the store on disk.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Chunks => "chunks",
            Self::Projection => "projection",
            Self::Journal => "journal",
            Self::Ledger => "ledger",
            Self::Secrets => "secrets",
            Self::Operations => "operations",
            Self::Envelopes => "envelopes",
        }
    }
}

/// One step of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Writes a value in place of whatever the key held.
    Put {
        /// Where.
        store: Store,
        /// Under which key.
        key: String,
        /// What.
        value: Vec<u8>,
    },
    /// Takes a key out; nothing happens when it is not there.
    Delete {
        /// Where.
        store: Store,
        /// Which key.
        key: String,
    },
}

impl Operation {
    /// The store the operation is on.
    #[must_use]
    pub const fn store(&self) -> Store {
        match self {
            Self::Put { store, .. } | Self::Delete { store, .. } => *store,
        }
    }
}

/// When a host may report a transaction as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// When it survives the end of the browser: IndexedDB's `relaxed`.
    Relaxed,
    /// When it survives the loss of power: IndexedDB's `strict`.
    Strict,
}

/// Writes that happen all or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The tenure that must stand in [`Store::Meta`] under [`TENURE`] when the transaction runs.
    pub tenure: u64,
    /// The steps, in order. Steps on one key: the last one counts.
    pub operations: Vec<Operation>,
    /// When it counts as written.
    pub durability: Durability,
}

impl Transaction {
    /// Whether the transaction may run, given the value that [`Store::Meta`] holds under
    /// [`TENURE`]. The host reads that value inside the transaction itself; where the answer is
    /// no it writes nothing and reports [`Input::Stale`](crate::Input::Stale).
    ///
    /// Every leader raises the tenure when it starts, so one that was replaced while it was
    /// frozen cannot write any more.
    #[must_use]
    pub fn allowed(&self, stored: Option<&[u8]>) -> bool {
        read_tenure(stored) == Some(self.tenure)
    }
}

/// The tenure in a stored value; 0 where none is stored yet, `None` where it cannot be read.
#[must_use]
pub fn read_tenure(stored: Option<&[u8]>) -> Option<u64> {
    stored.map_or(Some(0), |bytes| bytes.try_into().ok().map(u64::from_be_bytes))
}

/// The beginning of all keys of one document in [`Store::Chunks`] and [`Store::Projection`].
#[must_use]
pub fn document_prefix(document: &DocumentKey) -> String {
    // `|` occurs in no document key, so no document's prefix begins another's.
    format!("{document}|")
}

/// The document and the rest of a key of [`Store::Chunks`] or [`Store::Projection`].
#[must_use]
pub fn split_key(key: &str) -> Option<(DocumentKey, &str)> {
    let (document, rest) = key.split_once('|')?;
    Some((document.parse().ok()?, rest))
}

/// The key of one part of a document's projection.
#[must_use]
pub fn part_key(document: &DocumentKey, number: u64) -> String {
    format!("{document}|{number:016x}")
}

/// How the keys of [`Store::Projection`] begin that say which records a part has; they come after those of all parts.
pub const PLACES: &str = "|";

/// The key of the row that says which records one part of a document's projection has.
#[must_use]
pub fn places_key(document: &DocumentKey, number: u64) -> String {
    format!("{PLACES}{}", part_key(document, number))
}

/// The key of a field's text in [`Store::Journal`].
#[must_use]
pub fn journal_key(record: RecordId, field: &str) -> String {
    format!("{record}|{field}")
}

/// Bytes as lower-case hexadecimal digits.
#[cfg(feature = "replica")]
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}
