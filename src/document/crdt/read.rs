//! Reading records out of a document, now or as it stood at some heads.
//!
//! Nothing that stands is left out. Where several values of a field were written apart, all of
//! them are given, the winner first. Where a record of one id was created on two devices apart,
//! the document holds two maps for it: they are read as one record, fields of the winner first.
//! What this code cannot express (counters, lists, other maps) is left alone and not shown.

use automerge::{
    ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValueRef, ValueRef,
    iter::{MapRange, MapRangeItem},
};
use kernel::{RecordId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

use super::genesis::RECORDS;
use crate::Value;

/// The key, inside a record, of its kind. No field can be called so.
pub(super) const KIND: &str = "@kind";
/// The key, inside a record, that is there when the record was taken out.
pub(super) const DELETED: &str = "@deleted";

/// A document or a transaction, now or at some heads.
pub(super) struct View<'a, D> {
    pub doc: &'a D,
    /// `None`: now.
    pub heads: Option<&'a [ChangeHash]>,
}

/// What stands at one key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    /// A register.
    Register(Value),
    /// A text object.
    Text(String),
    /// A text as one value (`fold`).
    Folded(String),
    /// A map whose keys are the members.
    Set(BTreeSet<String>),
    /// Null: as if nothing stood there.
    Nothing,
    /// Something this code does not know; never written over.
    Foreign,
}

impl Held {
    /// Whether it is text that is written together, or will be.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Folded(_))
    }
}

/// One of the values that stand at a key, and where it is.
pub(super) struct Standing {
    /// The map that has the key.
    pub owner: ObjId,
    /// The object, for text and sets.
    pub object: ObjId,
    pub held: Held,
}

/// A record without its stamps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub kind: String,
    pub fields: BTreeMap<String, Value>,
    pub conflicts: BTreeMap<String, Vec<Value>>,
}

impl<'a, D: ReadDoc> View<'a, D> {
    pub fn now(doc: &'a D) -> Self {
        Self { doc, heads: None }
    }

    pub fn at(doc: &'a D, heads: &'a [ChangeHash]) -> Self {
        Self { doc, heads: Some(heads) }
    }

    fn entries<'b>(&'b self, object: &ObjId) -> MapRange<'b> {
        match self.heads {
            None => self.doc.map_range(object, ..),
            Some(heads) => self.doc.map_range_at(object, .., heads),
        }
    }

    /// Every value at a key of a map with its operation, the winner first.
    pub fn all(&self, object: &ObjId, key: &str) -> Vec<(automerge::Value<'_>, ObjId)> {
        let mut all = match self.heads {
            None => self.doc.get_all(object, key),
            Some(heads) => self.doc.get_all_at(object, key, heads),
        }
        // The object is always a map here; anything else holds nothing at a key.
        .unwrap_or_default();
        all.reverse();
        all
    }

    /// The map that holds the records.
    pub fn records(&self) -> Option<ObjId> {
        self.all(&ROOT, RECORDS).into_iter().find(|(value, _)| is_map(value)).map(|(_, id)| id)
    }

    /// The maps that stand for a record, the winner first: several when it was created apart.
    pub fn objects(&self, records: &ObjId, record: RecordId) -> Vec<ObjId> {
        let all = self.all(records, &record.to_string());
        all.into_iter().filter(|(value, _)| is_map(value)).map(|(_, id)| id).collect()
    }

    /// Every record's maps.
    pub fn all_objects(&self, records: &ObjId) -> BTreeMap<RecordId, Vec<ObjId>> {
        let entries = self.entries(records).filter_map(|entry| {
            let record: RecordId = entry.key.parse().ok()?;
            // An id has one spelling; another would be a second record with the same id.
            if record.to_string() != entry.key {
                return None;
            }
            let objects = if entry.conflict {
                self.objects(records, record)
            } else if matches!(entry.value, ValueRef::Object(ObjType::Map)) {
                vec![entry.id()]
            } else {
                Vec::new()
            };
            Some((record, objects))
        });
        entries.collect()
    }

    /// The values of one field over all maps of a record, the one to show first.
    pub fn standing(&self, objects: &[ObjId], field: &str) -> Vec<Standing> {
        let mut found = Vec::new();
        for owner in objects {
            for (value, object) in self.all(owner, field) {
                let value = match value {
                    automerge::Value::Object(kind) => ValueRef::Object(kind),
                    automerge::Value::Scalar(scalar) => ValueRef::Scalar(scalar.into_owned().into()),
                };
                let held = self.held(&value, &object);
                found.push(Standing { owner: owner.clone(), object, held });
            }
        }
        found
    }

    /// A record, read from the maps that stand for it; `None` when there are none or it has no kind.
    pub fn content(&self, objects: &[ObjId]) -> Option<Content> {
        self.content_where(objects, |_| true)
    }

    /// A record, where maps that bear the mark of being taken out are read only if they count.
    pub fn content_where(&self, objects: &[ObjId], counts: impl Fn(&ObjId) -> bool) -> Option<Content> {
        let mut held: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for owner in objects {
            let own = self.fields(owner);
            if own.iter().any(|(key, _)| key == DELETED) && !counts(owner) {
                continue;
            }
            for (key, values) in own {
                held.entry(key).or_default().extend(values);
            }
        }
        let kind = held.remove(KIND)?.into_iter().find_map(|held| match held {
            Held::Register(Value::Line(kind)) => Some(kind),
            _ => None,
        })?;
        let mut content = Content { kind, fields: BTreeMap::new(), conflicts: BTreeMap::new() };
        for (field, held) in held {
            if field.starts_with('@') {
                continue;
            }
            let values = shown(held);
            if let Some(first) = values.first() {
                content.fields.insert(field.clone(), first.clone());
            }
            if values.len() > 1 {
                content.conflicts.insert(field, values);
            }
        }
        Some(content)
    }

    /// What stands at each key of a map, the winner first.
    fn fields(&self, owner: &ObjId) -> Vec<(String, Vec<Held>)> {
        let values = |entry: &MapRangeItem<'_>| {
            if !entry.conflict {
                return vec![self.held(&entry.value, &entry.id())];
            }
            let all = self.standing(std::slice::from_ref(owner), &entry.key);
            all.into_iter().map(|standing| standing.held).collect()
        };
        self.entries(owner).map(|entry| (entry.key.to_string(), values(&entry))).collect()
    }

    fn held(&self, value: &ValueRef<'_>, object: &ObjId) -> Held {
        match value {
            ValueRef::Object(ObjType::Text) => {
                let text = match self.heads {
                    None => self.doc.text(object),
                    Some(heads) => self.doc.text_at(object, heads),
                };
                text.map_or(Held::Foreign, Held::Text)
            }
            ValueRef::Object(ObjType::Map) => {
                let members = self.entries(object).map(|entry| match entry.value {
                    ValueRef::Scalar(ScalarValueRef::Boolean(true)) => Some(entry.key.into_owned()),
                    _ => None,
                });
                members.collect::<Option<_>>().map_or(Held::Foreign, Held::Set)
            }
            ValueRef::Object(_) => Held::Foreign,
            ValueRef::Scalar(scalar) => register(scalar),
        }
    }
}

fn is_map(value: &automerge::Value<'_>) -> bool {
    matches!(value, automerge::Value::Object(ObjType::Map))
}

fn register(scalar: &ScalarValueRef<'_>) -> Held {
    Held::Register(match scalar {
        ScalarValueRef::Boolean(flag) => Value::Flag(*flag),
        ScalarValueRef::Int(number) => Value::Integer(*number),
        ScalarValueRef::Uint(number) => match i64::try_from(*number) {
            Ok(number) => Value::Integer(number),
            Err(_) => return Held::Foreign,
        },
        ScalarValueRef::F64(number) if number.is_finite() => Value::Decimal(*number),
        ScalarValueRef::Timestamp(millis) => Value::Instant(Timestamp::from_millis(*millis)),
        ScalarValueRef::Str(text) => Value::Line(text.to_string()),
        ScalarValueRef::Bytes(text) => {
            return str::from_utf8(text).map_or(Held::Foreign, |text| Held::Folded(text.to_owned()));
        }
        ScalarValueRef::Null => return Held::Nothing,
        _ => return Held::Foreign,
    })
}

/// The values to show of those that stand at a field: empty ones count as absent, sets are
/// united, equal ones are one. None at all when there is one this code does not know.
pub(super) fn shown(held: Vec<Held>) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for held in held {
        let value = match held {
            Held::Foreign => return Vec::new(),
            Held::Nothing => continue,
            Held::Register(value) => value,
            Held::Text(text) | Held::Folded(text) if text.is_empty() => continue,
            Held::Text(text) | Held::Folded(text) => Value::Prose(text),
            Held::Set(members) if members.is_empty() => continue,
            Held::Set(members) => {
                let standing = values.iter_mut().find_map(|value| match value {
                    Value::Set(members) => Some(members),
                    _ => None,
                });
                match standing {
                    Some(standing) => {
                        standing.extend(members);
                        continue;
                    }
                    None => Value::Set(members),
                }
            }
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}
