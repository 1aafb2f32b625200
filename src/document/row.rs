//! Rows of the projection: records as plain data.

use kernel::{MemberId, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{DocumentKey, Fields, Name, Value};

/// Who did something, and when by their clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// When, by the writer's clock.
    pub at: Timestamp,
    /// Who.
    pub by: MemberId,
}

/// One record as the projection keeps it: plain, complete, independent of the CRDT.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// Its kind, for example `person`; may be one this code does not know.
    pub kind: Name,
    /// The document that holds it, and with it who may read it.
    pub document: DocumentKey,
    /// Its fields by name, unknown ones included. An absent field has never been filled or was emptied.
    pub fields: Fields,
    /// Registers to which several people wrote apart: every value that stands, the shown one first.
    pub conflicts: BTreeMap<Name, Vec<Value>>,
    /// When and by whom it was made.
    pub created: Stamp,
    /// When and by whom it was last changed.
    pub changed: Stamp,
    /// Whether this code may only read it, because newer code wrote its document.
    pub read_only: bool,
}

/// Everything a screen knows of one document, and the version it is: the unit in which rows are kept and sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The document's heads when these rows were taken, as sorted hashes.
    pub heads: Vec<[u8; 32]>,
    /// All records of the document.
    pub rows: Vec<Row>,
}
