//! One Automerge document with its records: made, loaded, read and saved.
//!
//! The layout is `ROOT { meta: { format, document }, records: { "<id>": { "@kind", field… } } }`.
//! Dates, choices and references are strings, instants timestamps, prose a text object or, while nobody wrote into it,
//! its bytes (`fold`), a set a map from each member to `true`. A record that was taken out carries the mark `@deleted`.
//! Every change is led by who made it and why: its message is `{"by":"<member>","label":"…"}`.

mod apply;
mod arrivals;
mod bounds;
mod caret;
mod check;
mod fold;
mod frames;
mod genesis;
mod history;
mod load;
mod log;
mod read;
mod reader;
mod touches;
mod write;

#[cfg(test)]
mod tests;

pub use apply::Applied;
pub use arrivals::{Authored, Taken, authors, named, named_heads};
pub use caret::{Caret, MAX_LETTER};
pub use frames::Checked;
pub use genesis::FORMAT;
pub use load::Merged;

use automerge::{Automerge, ChangeHash, ObjId, ROOT, ReadDoc};
use kernel::{MemberId, Problem, RecordId, Timestamp};
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use crate::{DocumentKey, Heads, Row, Stamp};
use check::Writers;
use genesis::{FORMAT_KEY, META};
use log::Log;
use read::{Content, DELETED, View};

/// Where more than one record in so many is asked for, all are gone through (*ours*, an estimate): to look one up is as much
/// work as to pass some by.
const LOOKED_UP: usize = 8;

/// One document: a set of records that one audience may read.
pub struct Document {
    key: DocumentKey,
    doc: Automerge,
    /// The hash of its first change; making that change anew to learn it takes long.
    genesis: ChangeHash,
    /// Everyone who wrote a change, with the number of their last one.
    writers: Writers,
    /// Made when first asked for: many documents are opened only to be written to or merged.
    log: OnceCell<Log>,
}

impl Document {
    /// A document with no records yet: the same bytes on every device.
    #[must_use]
    pub fn create(key: &DocumentKey) -> Self {
        Self::new(key.clone(), genesis::create(key), genesis::hash(key))
    }

    fn new(key: DocumentKey, doc: Automerge, genesis: ChangeHash) -> Self {
        let writers = check::writers(&doc);
        Self { key, doc, genesis, writers, log: OnceCell::new() }
    }

    /// What the document is named by.
    #[must_use]
    pub fn key(&self) -> &DocumentKey {
        &self.key
    }

    /// The bytes of the document's first change, to be stored before any other chunk.
    #[must_use]
    pub fn genesis_chunk(&self) -> Vec<u8> {
        let genesis = self.doc.get_change_by_hash(&self.genesis);
        // Every document is made or checked to hold its genesis.
        genesis.map(|genesis| genesis.raw_bytes().to_vec()).unwrap_or_default()
    }

    /// The whole document with its history, as an Automerge file.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// The sorted hashes of the newest changes.
    #[must_use]
    pub fn heads(&self) -> Heads {
        self.doc.get_heads().into_iter().map(|hash| hash.0).collect()
    }

    /// Why the document can only be read, if so: newer code wrote it.
    #[must_use]
    pub fn read_only(&self) -> Option<Problem> {
        let format = self.format();
        (format > FORMAT).then(|| {
            Problem::new(
                format!("It was written by a newer version (format {format}; this one knows {FORMAT}), so it can be read and not changed."),
                "Reload Pilothouse to get the newer version.",
            )
            .at(self.key.to_string())
        })
    }

    /// The newest format that any writer gave the document.
    fn format(&self) -> i64 {
        let Ok(Some((_, meta))) = self.doc.get(ROOT, META) else { return i64::MAX };
        let formats = self.doc.get_all(&meta, FORMAT_KEY).unwrap_or_default();
        formats.iter().filter_map(|(value, _)| value.as_i64()).max().unwrap_or(i64::MAX)
    }

    /// One record, unless it is not there or was taken out.
    #[must_use]
    pub fn row(&self, id: RecordId) -> Option<Row> {
        self.rows_of(&[id].into()).remove(&id).flatten()
    }

    /// These records, each unless it is not there or was taken out.
    #[must_use]
    pub fn rows_of(&self, ids: &BTreeSet<RecordId>) -> BTreeMap<RecordId, Option<Row>> {
        let view = View::now(&self.doc);
        let Some(records) = view.records() else { return ids.iter().map(|id| (*id, None)).collect() };
        let passed_by = ids.len().saturating_mul(LOOKED_UP) > self.log().stamps.len();
        let mut all = if passed_by { view.all_objects(&records) } else { BTreeMap::new() };
        let read_only = self.read_only().is_some();
        let row = |id: RecordId, objects: Option<Vec<ObjId>>| {
            let objects = objects.unwrap_or_else(|| view.objects(&records, id));
            Some(self.row_of(id, self.content(&view, &objects)?, read_only))
        };
        ids.iter().map(|id| (*id, row(*id, all.remove(id)))).collect()
    }

    /// All records, in order of their ids.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let view = View::now(&self.doc);
        let Some(records) = view.records() else { return Vec::new() };
        let read_only = self.read_only().is_some();
        let rows = view
            .all_objects(&records)
            .into_iter()
            .filter_map(|(id, objects)| Some(self.row_of(id, self.content(&view, &objects)?, read_only)));
        rows.collect()
    }

    fn row_of(&self, id: RecordId, content: Content, read_only: bool) -> Row {
        let nobody = Stamp { at: Timestamp::default(), by: MemberId::from_bytes([0; 16]) };
        let (created, changed) = self.log().stamps.get(&id).copied().unwrap_or((nobody, nobody));
        let Content { kind, fields, conflicts } = content;
        let (kind, fields) = (kind.into(), fields.into());
        let conflicts = conflicts.into_iter().map(|(name, values)| (name.into(), values)).collect();
        Row { id, kind, document: self.key.clone(), fields, conflicts, created, changed, read_only }
    }

    /// The content of a record as `view` shows it, from those of its maps that are not taken out.
    fn content(&self, view: &View<'_, Automerge>, objects: &[ObjId]) -> Option<Content> {
        view.content_where(objects, |object| self.is_alive(view, object))
    }

    /// Whether a record's map counts: it is not taken out, or somebody edited it apart from the
    /// deletion. So an edit is never lost to a deletion that did not know of it.
    fn is_alive(&self, view: &View<'_, Automerge>, object: &ObjId) -> bool {
        let marks = view.all(object, DELETED);
        if marks.is_empty() {
            return true;
        }
        let seen: Vec<ChangeHash> =
            marks.iter().filter_map(|(_, mark)| self.doc.hash_for_opid(mark)).collect();
        let object = std::slice::from_ref(object);
        View::at(&self.doc, &seen).content(object) != view.content(object)
    }

    fn log(&self) -> &Log {
        self.log.get_or_init(|| Log::of(&self.doc))
    }
}

/// The hashes that heads stand for.
fn hashes(heads: &Heads) -> Vec<ChangeHash> {
    heads.iter().copied().map(ChangeHash).collect()
}

/// What two states of a record differ in, field by field.
fn differing<'a>(
    before: Option<&'a Content>,
    after: Option<&'a Content>,
) -> BTreeMap<&'a str, (Option<&'a crate::Value>, Option<&'a crate::Value>)> {
    let of = |content: Option<&'a Content>| content.map(|content| &content.fields);
    let names = of(before).into_iter().chain(of(after)).flat_map(BTreeMap::keys);
    names
        .map(|name| {
            let value = |content| of(content).and_then(|fields| fields.get(name));
            (name.as_str(), (value(before), value(after)))
        })
        .filter(|(_, (before, after))| before != after)
        .collect()
}
