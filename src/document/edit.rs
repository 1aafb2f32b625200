//! Edits: what a screen or a command asks a document to change, as plain data.

use kernel::{Problem, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Audience, DocumentKey, Fields, Value};

/// One change to one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The document that holds the record. It comes to be with its first record.
    pub document: DocumentKey,
    /// The record.
    pub record: RecordId,
    /// What happens to it.
    pub change: Change,
}

impl Edit {
    /// Whether a document can hold what the edit writes.
    ///
    /// # Errors
    /// When a name is empty or begins with `@` (kept for the document itself), or a number is not
    /// a finite number. The fault is in the code that made the edit.
    pub fn check(&self) -> Result<(), Problem> {
        match &self.change {
            Change::Create { kind, fields } => {
                check_name(kind)?;
                fields.iter().try_for_each(|(field, value)| check_field(field, Some(value)))
            }
            Change::Set { field, value } => check_field(field, value.as_ref()),
            Change::Text { field, .. } => check_name(field),
            Change::Delete => Ok(()),
        }
    }
}

fn check_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() || name.starts_with('@') {
        return Err(Problem::new(format!("“{name}” cannot name a field or a kind of record."), ""));
    }
    Ok(())
}

fn check_field(field: &str, value: Option<&Value>) -> Result<(), Problem> {
    check_name(field)?;
    let allowed = match value {
        Some(Value::Decimal(number)) => number.is_finite(),
        Some(Value::Set(members)) => !members.contains(""),
        _ => true,
    };
    if !allowed {
        return Err(Problem::new(
            format!("The field “{field}” cannot hold that: a number is infinite, or a tag is empty."),
            "Enter something else.",
        ));
    }
    Ok(())
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Makes the record, or brings it back, with these fields. Making it twice merges the fields.
    Create {
        /// The kind of record, for example `person`.
        kind: String,
        /// Its fields.
        fields: Fields,
    },
    /// Writes a field; `None` empties it. [`Value::Prose`] is written as the smallest change to
    /// the text that stands, [`Value::Set`] as the additions and removals that make the new set.
    Set {
        /// The field's name.
        field: String,
        /// What it shall hold.
        value: Option<Value>,
    },
    /// Changes co-written text from `base`, which the writer saw, to `text`. What others wrote
    /// since `base` stays.
    Text {
        /// The field's name.
        field: String,
        /// The text the writer started from.
        base: String,
        /// The text the writer made of it.
        text: String,
    },
    /// Takes the record out. Its history stays.
    Delete,
}

/// Edits that are one thing to the user: committed together, undone together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// What the user did, for undo and history: `Import 400 people`.
    pub label: String,
    /// The edits, applied in order.
    pub edits: Vec<Edit>,
    /// The writer's time to record instead of now; only for data that is brought in with its dates.
    pub at: Option<Timestamp>,
}

impl Batch {
    /// A batch with its label and no edits yet.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), edits: Vec::new(), at: None }
    }

    /// The batch with one more edit.
    #[must_use]
    pub fn with(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// The batch with more edits.
    #[must_use]
    pub fn with_all(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.edits.extend(edits);
        self
    }

    /// The batch with what it makes made for `audience`, whatever is usual for its kind. What it
    /// changes stays where it is, and what was typed and not sent yet is nobody else's.
    #[must_use]
    pub fn made_for(mut self, audience: Audience) -> Self {
        let made = |edit: &&mut Edit| {
            matches!(edit.change, Change::Create { .. }) && !edit.document.place.is_unsent()
        };
        self.edits.iter_mut().filter(made).for_each(|edit| edit.document.audience = audience);
        self
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }
}
