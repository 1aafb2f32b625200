//! Edits applied to plain rows: what the screen shows before the engine has answered.

use kernel::text::merge3;
use std::collections::BTreeMap;

use crate::{Book, Change, Edit, Row, Stamp, Value};

impl Book {
    /// Applies one edit to the rows, as the document would. Returns the kind when anything changed.
    ///
    /// An edit of a record that is not here, other than making it, changes nothing.
    pub fn apply(&mut self, edit: &Edit, stamp: Stamp) -> Option<String> {
        let standing = self.row(edit.record).map(|row| Row::clone(row));
        match (&edit.change, standing) {
            (Change::Delete, _) => self.remove(edit.record),
            (Change::Create { kind, fields }, None) => self.put(Row {
                id: edit.record,
                kind: kind.clone(),
                document: edit.document.clone(),
                fields: fields.clone(),
                conflicts: BTreeMap::new(),
                created: stamp,
                changed: stamp,
                read_only: false,
            }),
            (Change::Create { fields, .. }, Some(mut row)) => {
                let mut changed = false;
                for (field, value) in fields {
                    changed |= set(&mut row, field, Some(value.clone()));
                }
                self.put_changed(row, changed, stamp)
            }
            (Change::Set { field, value }, Some(mut row)) => {
                let changed = set(&mut row, field, value.clone());
                self.put_changed(row, changed, stamp)
            }
            (Change::Text { field, base, text }, Some(mut row)) => {
                let standing = row.fields.get(field).and_then(Value::text).unwrap_or_default();
                let merged = merge3(base, text, standing);
                let value = (!merged.is_empty()).then_some(Value::Prose(merged));
                let changed = set(&mut row, field, value);
                self.put_changed(row, changed, stamp)
            }
            (Change::Set { .. } | Change::Text { .. }, None) => None,
        }
    }

    fn put_changed(&mut self, mut row: Row, changed: bool, stamp: Stamp) -> Option<String> {
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
    if row.fields.get(field) == value.as_ref() {
        return settled;
    }
    match value {
        Some(value) => row.fields.insert(field.to_owned(), value),
        None => row.fields.remove(field),
    };
    true
}
