//! Writing edits into a document: the fewest operations that make the record what was asked for.

use automerge::{AutomergeError, ObjId, ObjType, ReadDoc, ScalarValue, transaction::Transactable};
use kernel::{
    Problem,
    text::{merge3, splices},
};
use std::collections::BTreeSet;

use super::fold;
use super::read::{Content, DELETED, Held, KIND, Standing, View, shown};
use crate::{Change, Edit, Fields, Value};

/// A record being written to.
pub(super) struct Target {
    /// The map of all records.
    pub records: ObjId,
    /// Every map that stands for the record, the winner first.
    pub all: Vec<ObjId>,
    /// Those of them that are not taken out.
    pub alive: Vec<ObjId>,
}

impl Target {
    /// The maps that an edit writes into: of a record that was taken out, the one it comes back as.
    pub fn written(&self) -> &[ObjId] {
        if self.alive.is_empty() { &self.all[..self.all.len().min(1)] } else { &self.alive }
    }
}

/// Carries one edit out.
///
/// # Errors
/// When the edit does not fit what stands; the transaction is then to be rolled back.
pub(super) fn write<T: Transactable + ReadDoc>(
    tx: &mut T,
    target: &mut Target,
    edit: &Edit,
) -> Result<(), Problem> {
    let before = tx.pending_ops();
    match &edit.change {
        Change::Delete => return delete(tx, target).map_err(broken),
        Change::Create { kind, fields } => create(tx, target, edit, kind, fields)?,
        _ if target.alive.is_empty() => {
            return Err(Problem::new(
                "The record is not there any more.",
                "Undo its deletion, or read it in its history.",
            ));
        }
        Change::Set { field, value } => {
            set(tx, &target.alive, field, value.clone().and_then(Value::filled))?;
        }
        Change::Text { field, base, text } => write_text(tx, &target.alive, field, base, text)?,
    }
    if tx.pending_ops() > before {
        // An edit made apart from the deletion had kept the record; now that is said.
        for object in &target.alive {
            if tx.get(object, DELETED).map_err(broken)?.is_some() {
                tx.delete(object, DELETED).map_err(broken)?;
            }
        }
    }
    Ok(())
}

/// Takes the record out by a mark, so that undoing it brings back the same record: what others
/// wrote meanwhile and the text they share is not lost.
fn delete(tx: &mut impl Transactable, target: &mut Target) -> Result<(), AutomergeError> {
    for object in target.alive.drain(..) {
        if tx.get(&object, DELETED)?.is_some() {
            // A fresh mark: it has seen what was written since the standing one.
            tx.delete(&object, DELETED)?;
        }
        tx.put(&object, DELETED, true)?;
    }
    Ok(())
}

fn create<T: Transactable + ReadDoc>(
    tx: &mut T,
    target: &mut Target,
    edit: &Edit,
    kind: &str,
    fields: &Fields,
) -> Result<(), Problem> {
    let record = edit.record.to_string();
    if target.all.is_empty() {
        let object = tx.put_object(&target.records, &record, ObjType::Map).map_err(broken)?;
        tx.put(&object, KIND, kind).map_err(broken)?;
        for (field, value) in fields {
            if let Some(value) = value.clone().filled() {
                put(tx, &object, field, &value).map_err(broken)?;
            }
        }
        target.all = vec![object.clone()];
        target.alive = vec![object];
        return Ok(());
    }
    let standing: Option<Content>;
    if target.alive.is_empty() {
        let object = target.all[0].clone();
        tx.delete(&object, DELETED).map_err(broken)?;
        standing = View::now(&*tx).content(std::slice::from_ref(&object));
        if standing.as_ref().is_none_or(|standing| standing.kind != kind) {
            tx.put(&object, KIND, kind).map_err(broken)?;
        }
        target.alive = vec![object];
        let gone = standing.iter().flat_map(|content| content.fields.keys());
        for field in gone.filter(|field| !fields.contains_key(field)) {
            set(tx, &target.alive, field, None)?;
        }
    } else {
        standing = View::now(&*tx).content(&target.alive);
        if let Some(standing) = standing.filter(|standing| standing.kind != kind) {
            return Err(Problem::new(
                format!("The record is there already, as {} and not as {kind}.", standing.kind),
                "Create it with another id.",
            ));
        }
    }
    for (field, value) in fields {
        set(tx, &target.alive, field, value.clone().filled())?;
    }
    Ok(())
}

/// Makes a field hold `value` and nothing else.
fn set<T: Transactable + ReadDoc>(
    tx: &mut T,
    objects: &[ObjId],
    field: &str,
    value: Option<Value>,
) -> Result<(), Problem> {
    let standing = known(View::now(&*tx).standing(objects, field), field)?;
    let values = shown(standing.iter().map(|standing| standing.held.clone()).collect());
    if values.len() <= 1 && values.first() == value.as_ref() {
        return Ok(());
    }
    settle(tx, objects, field, value, &standing).map_err(broken)
}

/// Writes into the objects that stand where that is enough, so that what others write into them
/// meanwhile is kept; else puts the value in place of everything.
fn settle<T: Transactable + ReadDoc>(
    tx: &mut T,
    objects: &[ObjId],
    field: &str,
    value: Option<Value>,
    standing: &[Standing],
) -> Result<(), AutomergeError> {
    let all_objects = standing.iter().all(|one| matches!(one.held, Held::Text(_) | Held::Set(_)));
    match (&value, standing) {
        (None, _) if all_objects => {
            for one in standing {
                empty(tx, one)?;
            }
            return Ok(());
        }
        (Some(Value::Prose(text)), [Standing { held: Held::Text(current), object, .. }]) => {
            return splice(tx, object, current, text);
        }
        (Some(Value::Set(members)), [_, ..])
            if standing.iter().all(|one| matches!(one.held, Held::Set(_))) =>
        {
            return become_set(tx, members, standing);
        }
        _ => {}
    }
    let owner = &objects[0];
    for other in standing.iter().map(|one| &one.owner).collect::<BTreeSet<_>>() {
        if other != owner || value.is_none() {
            tx.delete(other, field)?;
        }
    }
    match value {
        Some(value) => put(tx, owner, field, &value),
        None => Ok(()),
    }
}

/// Changes co-written text from `base` to `text`, keeping what stands beside it.
fn write_text<T: Transactable + ReadDoc>(
    tx: &mut T,
    objects: &[ObjId],
    field: &str,
    base: &str,
    text: &str,
) -> Result<(), Problem> {
    let standing = known(View::now(&*tx).standing(objects, field), field)?;
    let values = shown(standing.iter().map(|one| one.held.clone()).collect());
    let current = match values.first() {
        None => "",
        Some(Value::Prose(current) | Value::Line(current)) => current,
        Some(_) => {
            return Err(Problem::new(format!("The field “{field}” holds no text."), "Set it instead."));
        }
    };
    let merged = merge3(base, text, current);
    if merged == current {
        return Ok(());
    }
    // The shown text is the first that is not empty; while nothing is shown, any will do.
    let place = standing.iter().find(|one| match &one.held {
        Held::Text(held) => held == current && (!held.is_empty() || values.is_empty()),
        _ => false,
    });
    match place {
        Some(place) if !matches!(values.first(), Some(Value::Line(_))) => {
            splice(tx, &place.object, current, &merged)
        }
        _ => settle(tx, objects, field, Value::Prose(merged).filled(), &standing),
    }
    .map_err(broken)
}

/// Puts a value at a key, in place of everything there.
fn put(tx: &mut impl Transactable, owner: &ObjId, field: &str, value: &Value) -> Result<(), AutomergeError> {
    let scalar = match value {
        Value::Flag(flag) => ScalarValue::Boolean(*flag),
        Value::Integer(number) => ScalarValue::Int(*number),
        Value::Decimal(number) => ScalarValue::F64(*number),
        Value::Instant(instant) => ScalarValue::Timestamp(instant.millis()),
        Value::Line(text) => ScalarValue::Str(text.as_str().into()),
        Value::Prose(text) if fold::is_long(text) => ScalarValue::Bytes(text.as_bytes().to_vec()),
        Value::Prose(text) => {
            let object = tx.put_object(owner, field, ObjType::Text)?;
            return tx.splice_text(&object, 0, 0, text);
        }
        Value::Set(members) => {
            let object = tx.put_object(owner, field, ObjType::Map)?;
            return members.iter().try_for_each(|member| tx.put(&object, member.as_str(), true));
        }
    };
    tx.put(owner, field, scalar)
}

fn splice(tx: &mut impl Transactable, object: &ObjId, from: &str, to: &str) -> Result<(), AutomergeError> {
    // From the end, so that the places counted in the old text stay right.
    for splice in splices(from, to).iter().rev() {
        let delete = isize::try_from(splice.delete).unwrap_or(isize::MAX);
        tx.splice_text(object, splice.at, delete, &splice.insert)?;
    }
    Ok(())
}

fn become_set(
    tx: &mut impl Transactable,
    members: &BTreeSet<String>,
    standing: &[Standing],
) -> Result<(), AutomergeError> {
    let mut missing = members.clone();
    for one in standing {
        let Held::Set(held) = &one.held else { continue };
        for member in held {
            if !members.contains(member) {
                tx.delete(&one.object, member.as_str())?;
            }
            missing.remove(member);
        }
    }
    match standing.first() {
        Some(first) => missing.iter().try_for_each(|member| tx.put(&first.object, member.as_str(), true)),
        None => Ok(()),
    }
}

fn empty(tx: &mut impl Transactable, standing: &Standing) -> Result<(), AutomergeError> {
    match &standing.held {
        Held::Text(text) => splice(tx, &standing.object, text, ""),
        Held::Set(_) => become_set(tx, &BTreeSet::new(), std::slice::from_ref(standing)),
        _ => Ok(()),
    }
}

fn known(standing: Vec<Standing>, field: &str) -> Result<Vec<Standing>, Problem> {
    if standing.iter().any(|one| one.held == Held::Foreign) {
        return Err(Problem::new(
            format!("The field “{field}” holds something that a newer version wrote."),
            "Reload Pilothouse to get the newer version, then edit it.",
        ));
    }
    Ok(standing)
}

/// A fault of this code or of the document's bytes; no edit alone brings it about.
pub(super) fn broken(error: AutomergeError) -> Problem {
    Problem::new(format!("The document could not be written ({error})."), "Reload Pilothouse and try again.")
}
