//! Edits applied to plain rows: what the screen shows before the engine has answered.
//!
//! The same rules as in a document, over what a row carries of it. Where the document holds more
//! than a row shows, its answer replaces what was shown here.

use kernel::text::merge3;
use std::collections::BTreeMap;

use crate::{Book, Change, Edit, Name, Row, Stamp, Value};

impl Book {
    /// Applies one edit to the rows, as its document would. Returns the kind when anything changed.
    ///
    /// What the document would refuse changes nothing: an edit, other than making it, of a record
    /// that is not there, or of one that can only be read.
    pub fn apply(&mut self, edit: &Edit, stamp: Stamp) -> Option<Name> {
        edit.check().ok()?;
        let standing = self.copy(edit.record, &edit.document);
        let Some(mut row) = standing.map(|row| Row::clone(row)) else {
            let Change::Create { kind, fields } = &edit.change else { return None };
            let filled = |(name, value): (&Name, &Value)| Some((name.clone(), value.clone().filled()?));
            return self.put(Row {
                id: edit.record,
                kind: kind.as_str().into(),
                document: edit.document.clone(),
                fields: fields.iter().filter_map(filled).collect(),
                conflicts: BTreeMap::new(),
                created: stamp,
                changed: stamp,
                read_only: false,
            });
        };
        if row.read_only {
            return None;
        }
        let changed = match &edit.change {
            Change::Delete => return self.remove_from(&edit.document, edit.record),
            Change::Create { kind, .. } if row.kind != **kind => false,
            Change::Create { fields, .. } => fields
                .iter()
                .fold(false, |changed, (field, value)| set(&mut row, field, Some(value.clone())) | changed),
            Change::Set { field, value } => set(&mut row, field, value.clone()),
            Change::Text { field, base, text } => write_text(&mut row, field, base, text),
        };
        if !changed {
            return None;
        }
        row.changed = stamp;
        self.put(row)
    }
}

/// Writes a field; a write settles a conflict. Returns whether anything changed.
fn set(row: &mut Row, field: &str, value: Option<Value>) -> bool {
    let settled = row.conflicts.remove(field).is_some();
    let value = value.and_then(Value::filled);
    if row.fields.get(field) == value.as_ref() {
        return settled;
    }
    match value {
        Some(value) => row.fields.insert(field.into(), value),
        None => row.fields.remove(field),
    };
    true
}

/// Changes co-written text. Of several texts written apart it changes the shown one and settles
/// nothing.
fn write_text(row: &mut Row, field: &str, base: &str, text: &str) -> bool {
    let current = match row.fields.get(field) {
        None => "",
        Some(Value::Prose(current) | Value::Line(current)) => current,
        Some(_) => return false,
    };
    let merged = merge3(base, text, current);
    if merged == current {
        return false;
    }
    let merged = Value::Prose(merged).filled();
    if !matches!(row.fields.get(field), Some(Value::Prose(_))) || !row.conflicts.contains_key(field) {
        return set(row, field, merged);
    }
    let others = row.conflicts.remove(field).unwrap_or_default().into_iter().skip(1);
    let mut values: Vec<Value> = merged.into_iter().collect();
    values.extend(others);
    values.dedup();
    if let Some(shown) = values.first() {
        row.fields.insert(field.into(), shown.clone());
    }
    if values.len() > 1 {
        row.conflicts.insert(field.into(), values);
    }
    true
}
