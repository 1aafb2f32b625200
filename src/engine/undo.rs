//! Undo and redo: what a batch made of each field, and the edits that take it back.
//!
//! A step is the difference between the rows before and after a batch, so undo works for every
//! kind of record alike and survives a reload. Taking back never overwrites what somebody wrote
//! since: a field is taken back only where it still holds what the batch wrote, text and sets
//! only in the part the batch wrote.

use document::{Change, DocumentKey, Edit, Fields, Name, Row, Value};
use kernel::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

use crate::{
    codec,
    limits::UNDO_DEPTH,
    storage::{Operation, Store},
};

/// One batch of this device, as it can be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Undoable {
    pub label: String,
    pub steps: Vec<Step>,
}

/// What a batch did to one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    pub document: DocumentKey,
    pub record: RecordId,
    turn: Turn,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Turn {
    /// The record was made.
    Made(Fields),
    /// The record, of this kind and with these fields, was taken out.
    Taken(String, Fields),
    /// Fields changed: name, before, after.
    Wrote(Vec<(String, Option<Value>, Option<Value>)>),
}

impl Step {
    /// What lies between two states of a record; `None` when they are equal.
    pub fn between(
        document: &DocumentKey,
        record: RecordId,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Option<Self> {
        let turn = match (before, after) {
            (None, None) => return None,
            (None, Some(after)) => Turn::Made(after.fields.clone()),
            (Some(before), None) => Turn::Taken(before.kind.to_string(), before.fields.clone()),
            (Some(before), Some(after)) => {
                let names: BTreeSet<&Name> = before.fields.keys().chain(after.fields.keys()).collect();
                let wrote: Vec<_> = names
                    .into_iter()
                    .map(|name| (name, before.fields.get(name), after.fields.get(name)))
                    .filter(|(_, before, after)| before != after)
                    .map(|(name, before, after)| (name.to_string(), before.cloned(), after.cloned()))
                    .collect();
                if wrote.is_empty() {
                    return None;
                }
                Turn::Wrote(wrote)
            }
        };
        Some(Self { document: document.clone(), record, turn })
    }

    /// The edits that take the step back from the record as it stands, and the names of the
    /// fields that stay because they hold something else by now.
    pub fn take_back(&self, standing: Option<&Row>) -> (Vec<Edit>, Vec<String>) {
        let edit = |change| Edit { document: self.document.clone(), record: self.record, change };
        let mut stays = Vec::new();
        let edits = match (&self.turn, standing) {
            (Turn::Made(_), None) => Vec::new(),
            (Turn::Made(fields), Some(row)) if row.fields == *fields => vec![edit(Change::Delete)],
            (Turn::Made(fields), Some(row)) => {
                let names: BTreeSet<&Name> = fields.keys().chain(row.fields.keys()).collect();
                stays.extend(
                    names
                        .into_iter()
                        .filter(|name| fields.get(name) != row.fields.get(name))
                        .map(Name::to_string),
                );
                Vec::new()
            }
            (Turn::Taken(kind, fields), None) => {
                vec![edit(Change::Create { kind: kind.clone(), fields: fields.clone() })]
            }
            (Turn::Taken(..), Some(_)) => Vec::new(),
            (Turn::Wrote(wrote), None) => {
                stays.extend(wrote.iter().map(|(name, ..)| name.clone()));
                Vec::new()
            }
            (Turn::Wrote(wrote), Some(row)) => wrote
                .iter()
                .filter_map(|(name, before, after)| {
                    let change = revert(name, before.as_ref(), after.as_ref(), row.fields.get(name));
                    if change.is_none() && row.fields.get(name) != before.as_ref() {
                        stays.push(name.clone());
                    }
                    change
                })
                .map(edit)
                .collect(),
        };
        (edits, stays)
    }
}

/// The change that takes a field back from what stands to what was before; `None` when somebody
/// else's value stands there.
fn revert(
    field: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    standing: Option<&Value>,
) -> Option<Change> {
    let field = field.to_owned();
    if standing == before {
        return None;
    }
    if standing == after {
        return Some(Change::Set { field, value: before.cloned() });
    }
    if let (Some(before), Some(after), Some(_)) = (prose(before), prose(after), prose(standing)) {
        return Some(Change::Text { field, base: after.to_owned(), text: before.to_owned() });
    }
    let nothing = BTreeSet::new();
    let members = |value: Option<&Value>| match value {
        None => Some(nothing.clone()),
        Some(Value::Set(members)) => Some(members.clone()),
        Some(_) => None,
    };
    let (before, after, mut standing) = (members(before)?, members(after)?, members(standing)?);
    standing.retain(|member| before.contains(member) || !after.contains(member));
    standing.extend(before.difference(&after).cloned());
    Some(Change::Set { field, value: (!standing.is_empty()).then_some(Value::Set(standing)) })
}

/// The text of a value that is prose or not there.
fn prose(value: Option<&Value>) -> Option<&str> {
    match value {
        None => Some(""),
        Some(Value::Prose(text)) => Some(text),
        Some(_) => None,
    }
}

/// Which of the two stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Batches that can be taken back.
    Undo,
    /// Batches that were taken back and can be done again.
    Redo,
}

impl Way {
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Undo => "undo|",
            Self::Redo => "redo|",
        }
    }
}

/// Both stacks, as kept in `Meta`: one row per batch, numbered upwards.
#[derive(Default)]
pub(crate) struct Stacks {
    undo: VecDeque<(u64, Undoable)>,
    redo: VecDeque<(u64, Undoable)>,
}

impl Stacks {
    /// Takes in one stored row, rows in order of their keys. Returns whether it can be used.
    pub fn take_in(&mut self, way: Way, key: &str, value: &[u8]) -> bool {
        let number = key.strip_prefix(way.prefix()).and_then(|text| u64::from_str_radix(text, 16).ok());
        let (Some(number), Some(batch)) = (number, codec::read(codec::VERSION, value)) else { return false };
        self.stack(way).push_back((number, batch));
        true
    }

    /// The batch that goes next.
    pub fn top(&self, way: Way) -> Option<&Undoable> {
        match way {
            Way::Undo => self.undo.back(),
            Way::Redo => self.redo.back(),
        }
        .map(|(_, batch)| batch)
    }

    /// The labels of the batches that go next.
    pub fn labels(&self) -> (Option<String>, Option<String>) {
        let label = |way| self.top(way).map(|batch| batch.label.clone());
        (label(Way::Undo), label(Way::Redo))
    }

    /// A batch was carried out anew: what was taken back before cannot be done again.
    pub fn did(&mut self, batch: Undoable) -> Vec<Operation> {
        let mut operations: Vec<Operation> =
            self.redo.drain(..).map(|(number, _)| delete(Way::Redo, number)).collect();
        operations.extend(self.push(Way::Undo, batch));
        operations
    }

    /// The top batch of one stack was turned over; what it makes goes on the other stack.
    pub fn turned(&mut self, way: Way, batch: Undoable) -> Vec<Operation> {
        let gone = self.stack(way).pop_back();
        let mut operations: Vec<Operation> =
            gone.into_iter().map(|(number, _)| delete(way, number)).collect();
        if !batch.steps.is_empty() {
            let other = if way == Way::Undo { Way::Redo } else { Way::Undo };
            operations.extend(self.push(other, batch));
        }
        operations
    }

    /// Forgets the steps that are about something that is erased, and batches of which nothing is left then.
    pub fn forget(&mut self, is_erased: impl Fn(&Step) -> bool) -> Vec<Operation> {
        let mut operations = Vec::new();
        for way in [Way::Undo, Way::Redo] {
            self.stack(way).retain_mut(|(number, batch)| {
                let before = batch.steps.len();
                batch.steps.retain(|step| !is_erased(step));
                if batch.steps.is_empty() && before > 0 {
                    operations.push(delete(way, *number));
                    return false;
                }
                if batch.steps.len() < before {
                    let value = codec::write(codec::VERSION, &*batch);
                    operations.push(Operation::Put { store: Store::Meta, key: key(way, *number), value });
                }
                true
            });
        }
        operations
    }

    fn push(&mut self, way: Way, batch: Undoable) -> Vec<Operation> {
        let value = codec::write(codec::VERSION, &batch);
        let stack = self.stack(way);
        let number = stack.back().map_or(0, |(number, _)| number.saturating_add(1));
        stack.push_back((number, batch));
        let key = key(way, number);
        let mut operations = vec![Operation::Put { store: Store::Meta, key, value }];
        while stack.len() > UNDO_DEPTH {
            operations.extend(stack.pop_front().map(|(number, _)| delete(way, number)));
        }
        operations
    }

    fn stack(&mut self, way: Way) -> &mut VecDeque<(u64, Undoable)> {
        match way {
            Way::Undo => &mut self.undo,
            Way::Redo => &mut self.redo,
        }
    }
}

fn key(way: Way, number: u64) -> String {
    format!("{}{number:016x}", way.prefix())
}

fn delete(way: Way, number: u64) -> Operation {
    Operation::Delete { store: Store::Meta, key: key(way, number) }
}
