//! Text that came whole and that nobody has written into since: one value, not an operation for each letter.
//!
//! Text that is written together costs Automerge an operation for every letter, whenever its document is loaded, merged
//! or kept in memory, and most text is never written into again. So a long text that comes whole is *folded*: its UTF-8
//! stands as one value of bytes. The first change of it *unfolds* it: a change by nobody puts a text object with the
//! same letters in its place. That change follows from the folded value alone, writer, number, parent and time
//! included, so devices that unfold one text apart make the very same change, and what they write into it merges letter
//! by letter.

use automerge::{
    ActorId, Automerge, Change, ChangeHash, ExpandedChange, ObjId, ObjType, ReadDoc, ScalarValue,
    legacy::{ElementId, Key, ObjectId, Op, OpId, OpType},
};
use kernel::{Problem, RecordId};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, num::NonZeroU64};

use super::{
    frames::damaged,
    read::{Held, Standing, View, shown},
    write::Target,
};
use crate::{Edit, Value};

/// How many letters a text has at least that is folded (ours). What is typed begins shorter and is written into at once;
/// unfolding it would cost more than its letters do.
const SHORTEST: usize = 32;

/// What the ids of those begin with who unfold: longer than a device's id, so that it is nobody's.
const UNFOLDS: &[u8] = b"unfold";

/// Whether a text that comes whole is to be folded.
pub(super) fn is_long(text: &str) -> bool {
    text.chars().nth(SHORTEST - 1).is_some()
}

/// Which of the texts that stand apart at one field are folded and written into, when it is to become `text`. Others stay
/// as they are: who unfolds a text writes later than who put it there, which could show it before another.
fn written_into<'a>(edit: &Edit, text: &str, standing: &'a [Standing]) -> Vec<&'a Standing> {
    let is_typed = matches!(edit.change, crate::Change::Text { .. });
    let all = shown(standing.iter().map(|one| one.held.clone()).collect());
    let is_shown = |folded: &str| matches!(all.first(), Some(Value::Prose(first)) if first == folded);
    let are_emptied = text.is_empty() && standing.iter().all(|one| one.held.is_text());
    let mut found: Vec<&Standing> = standing
        .iter()
        .filter(|one| match &one.held {
            Held::Folded(folded) if is_typed => is_shown(folded),
            Held::Folded(folded) => folded != text && (standing.len() == 1 || are_emptied),
            _ => false,
        })
        .collect();
    if is_typed {
        found.truncate(1);
    }
    found
}

/// Whether a folded text stands where `edits` write.
pub(super) fn is_there<D: ReadDoc>(doc: &D, targets: &BTreeMap<RecordId, Target>, edits: &[Edit]) -> bool {
    let view = View::now(doc);
    let is_folded = |edit: &Edit, field| {
        let standing = targets.get(&edit.record).map(|target| view.standing(target.written(), field));
        standing.is_some_and(|all| all.iter().any(|one| matches!(one.held, Held::Folded(_))))
    };
    edits.iter().any(|edit| texts(edit).iter().any(|(field, text)| is_long(text) && is_folded(edit, field)))
}

/// Whether this writer only unfolds: what it wrote changes nothing that can be read.
pub(super) fn unfolds(actor: &ActorId) -> bool {
    actor.to_bytes().starts_with(UNFOLDS) && actor.to_bytes().len() > 16
}

/// The changes that unfold what `edits` write into.
pub(super) fn unfoldings(
    doc: &Automerge,
    targets: &BTreeMap<RecordId, Target>,
    edits: &[Edit],
) -> Vec<Change> {
    let view = View::now(doc);
    // Two edits of one text unfold it once.
    let mut found: BTreeMap<ObjId, Change> = BTreeMap::new();
    for edit in edits {
        let Some(target) = targets.get(&edit.record) else { continue };
        for (field, text) in texts(edit) {
            let standing = view.standing(target.written(), field);
            for one in written_into(edit, text, &standing) {
                if !found.contains_key(&one.object)
                    && let Some(change) = unfolding(doc, &one.owner, field, &one.object)
                {
                    found.insert(one.object.clone(), change);
                }
            }
        }
    }
    found.into_values().collect()
}

/// Whether a change that says that it unfolds does so, and nothing else: made anew from what it unfolds, it is the same.
///
/// # Errors
/// When it is not.
pub(super) fn check(doc: &Automerge, change: &Change) -> Result<(), Problem> {
    if !unfolds(change.actor_id()) || is_unfolding(doc, change) {
        return Ok(());
    }
    Err(damaged("a change that is to unfold a text does something else"))
}

/// Whether a change is the one that unfolds a text of `doc`.
pub(super) fn is_unfolding(doc: &Automerge, change: &Change) -> bool {
    if !unfolds(change.actor_id()) {
        return false;
    }
    let decoded = change.decode();
    let made = decoded.operations.first().and_then(|first| {
        let (ObjectId::Id(owner), Key::Map(field), Some(folded)) =
            (&first.obj, &first.key, first.pred.get(0))
        else {
            return None;
        };
        unfolding(doc, &name(owner), field, &name(folded))
    });
    made.is_some_and(|made| made.hash() == change.hash())
}

/// The names that the letters of a folded text have once it is unfolded.
pub(super) fn letters(doc: &Automerge, folded: &ObjId, text: &str) -> Vec<ObjId> {
    let Some(place) = Place::of(doc, folded) else { return Vec::new() };
    let first = place.first.get().saturating_add(1);
    (first..).zip(text.chars()).map(|(counter, _)| ObjId::Id(counter, place.writer.clone(), 0)).collect()
}

/// Who unfolds a folded value, and where in time.
struct Place {
    writer: ActorId,
    /// The change that wrote the value.
    parent: ChangeHash,
    /// The number of the first operation: the one after all of the parent's.
    first: NonZeroU64,
}

impl Place {
    fn of(doc: &Automerge, folded: &ObjId) -> Option<Self> {
        let ObjId::Id(counter, ..) = folded else { return None };
        let parent = doc.hash_for_opid(folded)?;
        let first = doc.get_change_meta_by_hash(&parent)?.max_op.checked_add(1)?;
        let hash = Sha256::new().chain_update(parent.0).chain_update(counter.to_be_bytes()).finalize();
        let writer = ActorId::from([UNFOLDS, &hash[..16]].concat());
        Some(Self { writer, parent, first: NonZeroU64::new(first)? })
    }
}

/// The change that unfolds the value `folded` of a field; `None` where there is no such value.
fn unfolding(doc: &Automerge, owner: &ObjId, field: &str, folded: &ObjId) -> Option<Change> {
    let Place { writer, parent, first } = Place::of(doc, folded)?;
    let then = View::at(doc, std::slice::from_ref(&parent)).standing(std::slice::from_ref(owner), field);
    let text = then.into_iter().find_map(|one| match one.held {
        Held::Folded(text) if one.object == *folded => Some(text),
        _ => None,
    })?;
    let object = ObjectId::Id(OpId::new(first.get(), &writer));
    let mut operations = vec![Op {
        action: OpType::Make(ObjType::Text),
        obj: ObjectId::Id(id(owner)?),
        key: Key::Map(field.into()),
        pred: vec![id(folded)?].into(),
        insert: false,
    }];
    let mut before = ElementId::Head;
    for (counter, letter) in (first.get().checked_add(1)?..).zip(text.chars()) {
        operations.push(Op {
            action: OpType::Put(ScalarValue::Str(letter.to_string().into())),
            obj: object.clone(),
            key: Key::Seq(before),
            pred: Vec::new().into(),
            insert: true,
        });
        before = ElementId::Id(OpId::new(counter, &writer));
    }
    Some(Change::from(ExpandedChange {
        operations,
        actor_id: writer,
        hash: None,
        seq: 1,
        start_op: first,
        time: 0,
        message: None,
        deps: vec![parent],
        extra_bytes: Vec::new(),
        author: None,
    }))
}

fn id(object: &ObjId) -> Option<OpId> {
    match object {
        ObjId::Root => None,
        ObjId::Id(counter, actor, _) => Some(OpId::new(*counter, actor)),
    }
}

fn name(id: &OpId) -> ObjId {
    // The last part is only a hint where to look for the actor.
    ObjId::Id(id.counter(), id.actor().clone(), 0)
}

/// The fields that an edit makes hold prose, or nothing, with what they are to hold.
fn texts(edit: &Edit) -> Vec<(&str, &str)> {
    match &edit.change {
        crate::Change::Create { fields, .. } => {
            fields.iter().filter_map(|(field, value)| Some((field.as_str(), prose(Some(value))?))).collect()
        }
        crate::Change::Set { field, value } => {
            prose(value.as_ref()).map(|text| (field.as_str(), text)).into_iter().collect()
        }
        crate::Change::Text { field, text, .. } => vec![(field, text)],
        crate::Change::Delete => Vec::new(),
    }
}

/// The prose that a field holds, empty where it holds nothing; `None` where it holds something else.
pub(super) fn prose(value: Option<&Value>) -> Option<&str> {
    match value {
        None => Some(""),
        Some(Value::Prose(text)) => Some(text),
        Some(_) => None,
    }
}
