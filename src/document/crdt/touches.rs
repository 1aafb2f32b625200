//! Which records each change of a document touched, read from the columns of its operations.
//!
//! To have the changes themselves, Automerge encodes and hashes every one anew. A document's file names
//! the object of each operation, its id, and the ids of those that came after it; with the numbers of each
//! change's operations that is all there is to know.

use automerge::{ActorId, Automerge, ChangeMetadata};
use kernel::{Problem, RecordId};
use std::collections::{BTreeSet, HashMap};

use super::{
    frames::{damaged, opened},
    log::{Inside, Objects},
    reader::{HASH, Reader},
};

/// What one change did to records.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Touch {
    /// The records it touched.
    pub touched: BTreeSet<RecordId>,
    /// Those among them that it made.
    pub made: BTreeSet<RecordId>,
}

impl Touch {
    /// It makes an object in one that lies `inside`: a record, if it is a map among the records.
    pub fn make(&mut self, inside: Option<Inside>, at: Inside, is_map: bool) {
        if let (Some(Inside::Records), Inside::Record(record), true) = (inside, at, is_map) {
            self.made.insert(record);
        }
    }
}

/// What each of `changes`, which are all of `doc`, did to records, and where the objects of `doc` lie.
///
/// # Errors
/// When the file of the document is laid out in a way that is not known here.
pub(super) fn of(doc: &Automerge, changes: &[ChangeMetadata<'_>]) -> Result<(Vec<Touch>, Objects), Problem> {
    let file = doc.save_nocompress();
    let Operations { actors, rows } = Operations::read(&file)?;
    let writers = Writers::new(&actors, changes);
    let mut touches = vec![Touch::default(); changes.len()];
    let mut objects: HashMap<Id, Inside> = HashMap::new();
    // The operations of one object are one behind the other.
    let (mut object, mut inside) = (None, None);
    for row in rows {
        if row.object != object {
            object = row.object;
            inside = object.and_then(|object| objects.get(&object).copied());
        }
        let Some(at) = Inside::at(inside, object.is_none(), row.key) else { continue };
        let by = writers.change_of(row.id)?;
        if let Inside::Record(record) = at {
            for change in std::iter::once(Ok(by)).chain(row.after.iter().map(|id| writers.change_of(*id))) {
                touches[change?].touched.insert(record);
            }
        }
        if row.makes_object() {
            touches[by].make(inside, at, row.action == MAKE_MAP);
            objects.insert(row.id, at);
        }
    }
    let named = |id: Id| actors.get(id.actor).map(|actor| (id.counter, actor.clone())).ok_or_else(unknown);
    let objects =
        objects.into_iter().map(|(id, inside)| Ok((named(id)?, inside))).collect::<Result<_, _>>()?;
    Ok((touches, objects))
}

/// The id of an operation: its number, and the place of its writer in the file's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Id {
    counter: u64,
    actor: usize,
}

/// Which change each operation is of.
struct Writers {
    /// For each writer in the file's list: the last operation of each of their changes, and which change it is.
    last: Vec<Vec<(u64, usize)>>,
}

impl Writers {
    fn new(actors: &[ActorId], changes: &[ChangeMetadata<'_>]) -> Self {
        let places: HashMap<&ActorId, usize> = actors.iter().zip(0..).collect();
        let mut last = vec![Vec::new(); actors.len()];
        for (change, index) in changes.iter().zip(0..) {
            if let Some(place) = places.get(&*change.actor) {
                last[*place].push((change.max_op, index));
            }
        }
        last.iter_mut().for_each(|changes| changes.sort_unstable());
        Self { last }
    }

    fn change_of(&self, id: Id) -> Result<usize, Problem> {
        let changes = self.last.get(id.actor).ok_or_else(unknown)?;
        let at = changes.partition_point(|(last, _)| *last < id.counter);
        changes.get(at).map(|(_, change)| *change).ok_or_else(unknown)
    }
}

/// One operation that is still known, as far as it is asked for here.
struct Row<'a> {
    /// The object it writes into; none for the root.
    object: Option<Id>,
    /// The key it writes, if the object is a map.
    key: Option<&'a str>,
    id: Id,
    action: u64,
    /// The operations that overwrote or deleted what it wrote.
    after: Vec<Id>,
}

/// The action that makes a map, a list, a text, a table.
const MAKE_MAP: u64 = 0;
const MAKE_LIST: u64 = 2;
const MAKE_TEXT: u64 = 4;
const MAKE_TABLE: u64 = 6;

impl Row<'_> {
    const fn makes_object(&self) -> bool {
        matches!(self.action, MAKE_MAP | MAKE_LIST | MAKE_TEXT | MAKE_TABLE)
    }
}

/// The columns of operations: their number in the format, times sixteen, and their kind.
mod column {
    pub(super) const OBJECT_ACTOR: u64 = 0x01;
    pub(super) const OBJECT_COUNTER: u64 = 0x02;
    pub(super) const KEY: u64 = 0x15;
    pub(super) const ID_ACTOR: u64 = 0x21;
    pub(super) const ID_COUNTER: u64 = 0x23;
    pub(super) const ACTION: u64 = 0x42;
    pub(super) const AFTER: u64 = 0x80;
    pub(super) const AFTER_ACTOR: u64 = 0x81;
    pub(super) const AFTER_COUNTER: u64 = 0x83;
}

/// The operations of a document's file, which is not packed.
struct Operations<'a> {
    actors: Vec<ActorId>,
    rows: Vec<Row<'a>>,
}

impl<'a> Operations<'a> {
    fn read(file: &'a [u8]) -> Result<Self, Problem> {
        let mut bytes = opened(file)?;
        let mut actors = Vec::new();
        bytes.each(|bytes| {
            let length = bytes.number()?;
            actors.push(ActorId::from(bytes.take(length)?));
            Ok(())
        })?;
        bytes.each(|bytes| bytes.take(HASH).map(drop))?;
        let (changes, operations) = (bytes.columns()?, bytes.columns()?);
        for (_, length) in changes {
            bytes.take(length)?;
        }
        let mut columns: HashMap<u64, &'a [u8]> = HashMap::new();
        for (kind, length) in operations {
            columns.insert(kind, bytes.take(length)?);
        }
        let rows = Self::rows(|kind| Reader(columns.get(&kind).copied().unwrap_or_default()))?;
        Ok(Self { actors, rows })
    }

    fn rows(column: impl Fn(u64) -> Reader<'a>) -> Result<Vec<Row<'a>>, Problem> {
        let mut object_actors = values(column(column::OBJECT_ACTOR), Reader::number)?.into_iter();
        let mut object_counters = values(column(column::OBJECT_COUNTER), Reader::number)?.into_iter();
        let mut keys = values(column(column::KEY), Reader::text)?.into_iter();
        let mut actors = values(column(column::ID_ACTOR), Reader::number)?.into_iter();
        let mut counters = sums(column(column::ID_COUNTER))?.into_iter();
        let mut counts = values(column(column::AFTER), Reader::number)?.into_iter();
        let mut after_actors = values(column(column::AFTER_ACTOR), Reader::number)?.into_iter();
        let mut after_counters = sums(column(column::AFTER_COUNTER))?.into_iter();
        let actions = values(column(column::ACTION), Reader::number)?;
        let mut rows = Vec::with_capacity(actions.len());
        for action in actions {
            let object = (object_actors.next().flatten(), object_counters.next().flatten());
            let after = (0..counts.next().flatten().unwrap_or_default())
                .map(|_| id(after_actors.next().flatten(), after_counters.next().flatten()));
            rows.push(Row {
                object: if object == (None, None) { None } else { Some(id(object.0, object.1)?) },
                key: keys.next().flatten(),
                id: id(actors.next().flatten(), counters.next().flatten())?,
                action: action.ok_or_else(unknown)?,
                after: after.collect::<Result<_, _>>()?,
            });
        }
        Ok(rows)
    }
}

fn id(actor: Option<u64>, counter: Option<u64>) -> Result<Id, Problem> {
    let (actor, counter) = actor.zip(counter).ok_or_else(unknown)?;
    Ok(Id { counter, actor: usize::try_from(actor).map_err(|_| unknown())? })
}

/// The values of a column; none where there is nothing.
fn values<'a, V: Copy>(
    mut column: Reader<'a>,
    value: impl Fn(&mut Reader<'a>) -> Result<V, Problem>,
) -> Result<Vec<Option<V>>, Problem> {
    let mut values = Vec::new();
    column.runs(value, |count, value| {
        // The file is one that was just written, so that it asks for no more than there is.
        values.extend(std::iter::repeat_n(value, usize::try_from(count).unwrap_or_default()));
    })?;
    Ok(values)
}

/// The values of a column that says of each how much it is above the one before.
fn sums(column: Reader<'_>) -> Result<Vec<Option<u64>>, Problem> {
    let mut sum = 0_i64;
    let steps = values(column, Reader::signed)?.into_iter();
    Ok(steps
        .map(|step| {
            sum = sum.wrapping_add(step?);
            u64::try_from(sum).ok()
        })
        .collect())
}

fn unknown() -> Problem {
    damaged("its operations are laid out in a way that this version does not know")
}
