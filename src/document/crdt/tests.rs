//! Stories of Ana's and Ben's devices with one document.

mod arrivals;
mod bounds;
mod carets;
mod fixtures;
mod folding;
mod history;
mod hostile;
mod merging;
mod properties;
mod undo;
mod writing;

use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use std::collections::BTreeMap;

use super::{Applied, Document, fold, named_heads};
use crate::{Change, DocumentKey, Edit, Fields, Row, Stamp, Value};

/// One device with its copy of the document.
pub(super) struct Device {
    id: u8,
    seconds: i64,
    pub document: Document,
}

pub(super) fn key() -> DocumentKey {
    "everyone/area/roster".parse().unwrap()
}

pub(super) fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub(super) fn edit(number: u8, change: Change) -> Edit {
    Edit { document: key(), record: record(number), change }
}

pub(super) fn create(number: u8, fields: &[(&str, Value)]) -> Edit {
    let fields = fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    edit(number, Change::Create { kind: "person".into(), fields })
}

pub(super) fn set(number: u8, field: &str, value: impl Into<Option<Value>>) -> Edit {
    edit(number, Change::Set { field: field.into(), value: value.into() })
}

pub(super) fn line(text: &str) -> Value {
    Value::Line(text.into())
}

pub(super) fn prose(text: &str) -> Value {
    Value::Prose(text.into())
}

pub(super) fn tags(members: &[&str]) -> Value {
    Value::Set(members.iter().map(|member| (*member).to_owned()).collect())
}

impl Device {
    pub fn new(id: u8) -> Self {
        Self { id, seconds: 0, document: Document::create(&key()) }
    }

    /// Ana's and Ben's devices.
    pub fn two() -> (Self, Self) {
        (Self::new(1), Self::new(2))
    }

    pub fn at(&mut self, seconds: i64) -> &mut Self {
        self.seconds = seconds;
        self
    }

    pub fn stamp(&self) -> Stamp {
        Stamp { at: Timestamp::from_millis(self.seconds * 1000), by: MemberId::from_bytes([self.id; 16]) }
    }

    pub fn try_edit(&mut self, edits: &[Edit]) -> Result<Applied, kernel::Problem> {
        let stamp = self.stamp();
        self.document.apply(DeviceId::from_bytes([self.id; 16]), stamp, "Edit", edits)
    }

    pub fn edit(&mut self, edits: &[Edit]) -> Applied {
        self.try_edit(edits).unwrap()
    }

    pub fn row(&self, number: u8) -> Option<Row> {
        self.document.row(record(number))
    }

    pub fn fields(&self, number: u8) -> Fields {
        self.row(number).unwrap().fields
    }

    pub fn field(&self, number: u8, field: &str) -> Option<Value> {
        self.row(number)?.fields.remove(field)
    }

    pub fn conflict(&self, number: u8, field: &str) -> Option<Vec<Value>> {
        self.row(number)?.conflicts.remove(field)
    }
}

/// Both get everything of each other.
pub(super) fn exchange(one: &mut Device, two: &mut Device) {
    two.document.merge(&one.document.save()).unwrap();
    one.document.merge(&two.document.save()).unwrap();
    assert_eq!(one.document.heads(), two.document.heads());
    assert_eq!(one.document.rows(), two.document.rows());
}
