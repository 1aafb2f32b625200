//! Versions of a record: what its history is made of, as plain data.

use kernel::DeviceId;
use serde::{Deserialize, Serialize};

use crate::{Stamp, Value};

/// A document's heads: the sorted hashes of its newest changes.
pub type Heads = Vec<[u8; 32]>;

/// One step of a record's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The heads of the document right after the step, as its writer saw it; names the version.
    pub heads: Heads,
    /// Who did it, and when by their clock.
    pub stamp: Stamp,
    /// The device it was done on.
    pub device: DeviceId,
    /// What the user did: the label of the batch.
    pub label: String,
    /// What changed, field by field, in the order of their names.
    pub changes: Vec<FieldChange>,
}

/// A field's change within a version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it held before.
    pub old: Option<Value>,
    /// What it holds after.
    pub new: Option<Value>,
}
