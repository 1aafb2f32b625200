//! Bytes become a document, or part of one: checked first, taken in whole or not at all.

use automerge::{ActorId, Automerge, Change, ChangeHash, LoadOptions, ROOT, ReadDoc};
use kernel::{Problem, RecordId};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{
    Document,
    check::{self, Checker, Writers},
    fold,
    frames::{Checked, Frame, damaged},
    genesis::{self, META, RECORDS, TEXT},
};
use crate::DocumentKey;

/// What merging came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The records that it touched; none when everything was here already.
    pub touched: BTreeSet<RecordId>,
    /// The bytes of what was not here, to be stored; empty when everything was.
    pub chunk: Vec<u8>,
}

impl Document {
    /// The document that was stored as these chunks (whole documents, changes), in any order.
    ///
    /// # Errors
    /// When a chunk is damaged, changes are missing, or it is another document. The problem names
    /// the document.
    pub fn load(key: &DocumentKey, chunks: &[impl AsRef<[u8]>]) -> Result<Self, Problem> {
        let frames = chunks.iter().map(|chunk| Ok(Checked::new(chunk.as_ref())?.frames));
        let frames: Result<Vec<_>, _> = frames.collect();
        frames.and_then(|frames| load(key, frames.concat())).map_err(|problem| problem.at(key.to_string()))
    }

    /// The document that these bytes are, which were checked before.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_checked(key: &DocumentKey, bytes: Checked<'_>) -> Result<Self, Problem> {
        load(key, bytes.frames).map_err(|problem| problem.at(key.to_string()))
    }

    /// Takes in a document saved elsewhere, or changes made elsewhere. Returns the records that
    /// this touched; none when everything was here already.
    ///
    /// # Errors
    /// When the bytes are damaged, belong to another document, or build on changes that are not
    /// here. Nothing has changed then.
    pub fn merge(&mut self, bytes: &[u8]) -> Result<BTreeSet<RecordId>, Problem> {
        let merged = Checked::new(bytes).and_then(|checked| self.merge_frames(checked.frames));
        merged.map(|merged| merged.touched).map_err(|problem| problem.at(self.key.to_string()))
    }

    /// What of a file of this document is not here, checked. Of what says that it holds nothing else than what is here,
    /// only the checksums are looked at.
    ///
    /// # Errors
    /// When it is damaged. The problem names the document.
    pub fn news<'a>(&self, file: &'a [u8]) -> Result<Checked<'a>, Problem> {
        Checked::lacking(file, |heads| self.has(heads)).map_err(|problem| problem.at(self.key.to_string()))
    }

    /// Takes in what was [`news`](Self::news), as [`merge`](Self::merge) does.
    ///
    /// # Errors
    /// As [`merge`](Self::merge).
    pub fn merge_news(&mut self, news: Checked<'_>) -> Result<Merged, Problem> {
        self.merge_frames(news.frames).map_err(|problem| problem.at(self.key.to_string()))
    }

    /// Becomes a copy, where all there is here is in it: no change has to be made anew to be taken over.
    fn become_copy(&mut self, frames: Vec<Frame<'_>>) -> Result<Merged, Problem> {
        let bytes = frames.iter().flat_map(|frame| frame.bytes());
        let chunk = bytes.copied().collect();
        *self = load(&self.key, frames)?;
        Ok(Merged { touched: self.log().stamps.keys().copied().collect(), chunk })
    }

    /// Whether nobody has written anything yet.
    fn is_blank(&self) -> bool {
        self.doc.get_heads() == [self.genesis]
    }

    fn merge_frames(&mut self, frames: Vec<Frame<'_>>) -> Result<Merged, Problem> {
        if self.is_blank() && frames.iter().any(|frame| matches!(frame, Frame::Document(_))) {
            return self.become_copy(frames);
        }
        let mut changes = Vec::new();
        for frame in frames {
            match frame {
                Frame::Change(bytes) => changes.push(change(bytes)?),
                Frame::Document(bytes) => {
                    let other = whole(bytes)?;
                    belongs(self.genesis, &other)?;
                    changes.extend(self.doc.get_changes_added(&other));
                }
            }
        }
        self.take_changes(changes)
    }

    fn take_changes(&mut self, changes: Vec<Change>) -> Result<Merged, Problem> {
        let mut writers = self.writers.clone();
        let ordered = Ordered::new(self.genesis, &self.doc, &mut writers, changes)?;
        if ordered.changes.is_empty() {
            return Ok(Merged::default());
        }
        // On a copy: a change that Automerge refuses midway must leave nothing behind.
        let mut doc = self.doc.clone();
        let changes = take_in(&mut doc, ordered)?;
        belongs(self.genesis, &doc)?;
        (self.doc, self.writers) = (doc, writers);
        let chunk = changes.iter().flat_map(|change| change.raw_bytes()).copied().collect();
        Ok(Merged { touched: self.take_down(changes), chunk })
    }

    /// Remembers what changes that were taken in touched, and tells it.
    fn take_down(&mut self, changes: Vec<Change>) -> BTreeSet<RecordId> {
        // The log must know what came before to tell what these touch.
        if let Some(log) = self.log.get_mut() {
            return log.take_in(changes);
        }
        let touched: BTreeSet<ChangeHash> = changes.iter().map(Change::hash).collect();
        let steps = self.log().steps.iter().filter(|step| touched.contains(&step.hash));
        steps.flat_map(|step| step.records.iter().copied()).collect()
    }
}

fn load(key: &DocumentKey, frames: Vec<Frame<'_>>) -> Result<Document, Problem> {
    let (mut documents, mut changes) = (Vec::new(), Vec::new());
    for frame in frames {
        match frame {
            Frame::Document(bytes) => documents.push(bytes),
            Frame::Change(bytes) => changes.push(change(bytes)?),
        }
    }
    if documents.is_empty() && changes.is_empty() {
        return Err(damaged("nothing is there"));
    }
    // The largest whole document first: what the others add to it is then little.
    documents.sort_by_key(|bytes| std::cmp::Reverse(bytes.len()));
    let mut documents = documents.into_iter();
    let mut doc = match documents.next() {
        Some(bytes) => whole(bytes)?,
        None => Automerge::new_with_encoding(TEXT).with_actor(nobody()),
    };
    for bytes in documents {
        let added = doc.get_changes_added(&whole(bytes)?);
        doc.apply_changes(added).map_err(refused)?;
    }
    let genesis = genesis::hash(key);
    let ordered = Ordered::new(genesis, &doc, &mut check::writers(&doc), changes)?;
    take_in(&mut doc, ordered)?;
    belongs(genesis, &doc)?;
    Ok(Document::new(key.clone(), doc, genesis))
}

/// An actor that never writes; spares drawing a random one.
fn nobody() -> ActorId {
    ActorId::from([0xff; 16])
}

fn whole(bytes: &[u8]) -> Result<Automerge, Problem> {
    let options = LoadOptions::new().text_encoding(TEXT);
    let doc = guarded(|| {
        Automerge::load_with_options(bytes, options).map_err(|error| damaged(&error.to_string()))
    })?;
    Ok(doc.with_actor(nobody()))
}

/// Lets Automerge work on bytes from elsewhere. Damage was found by its checksum before; but on
/// some data that somebody made up with a right one, Automerge panics. Where panics unwind
/// (natively) that is a refusal; in a browser it ends the worker, with nothing of it stored.
fn guarded<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    // What the work leaves half done is dropped by the callers.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(damaged("it is not what a device would write")))
}

pub(super) fn change(bytes: &[u8]) -> Result<Change, Problem> {
    Change::try_from(bytes).map_err(|error| damaged(&error.to_string()))
}

/// Changes that a document lacks, parents before children.
struct Ordered {
    changes: Vec<Change>,
    /// Those among them that are known to unfold a text and to do nothing else.
    unfoldings: BTreeSet<ChangeHash>,
}

impl Ordered {
    /// The changes that `doc` lacks; `writers` becomes those of both.
    ///
    /// # Errors
    /// When a parent is neither in `doc` nor among them, one starts from nothing and is not the
    /// document's genesis, or one does not fit what its writer wrote before.
    fn new(
        genesis: ChangeHash,
        doc: &Automerge,
        writers: &mut Writers,
        changes: Vec<Change>,
    ) -> Result<Self, Problem> {
        let has = |hash: &ChangeHash| doc.get_change_meta_by_hash(hash).is_some();
        let mut waiting: BTreeMap<ChangeHash, Change> =
            changes.into_iter().map(|change| (change.hash(), change)).collect();
        waiting.retain(|hash, _| !has(hash));
        let mut checker = Checker::new(doc, writers);
        let mut ordered = Self { changes: Vec::with_capacity(waiting.len()), unfoldings: BTreeSet::new() };
        let mut stack: Vec<(ChangeHash, bool)> = waiting.keys().map(|hash| (*hash, false)).collect();
        let mut entered = BTreeSet::new();
        while let Some((hash, parents_done)) = stack.pop() {
            if parents_done {
                let Some(change) = waiting.remove(&hash) else { continue };
                // What was made here, from what is here, need not be looked at further.
                if fold::is_unfolding(doc, &change) {
                    checker.note_unfolding(&change)?;
                    ordered.unfoldings.insert(hash);
                } else {
                    checker.check(&change)?;
                }
                ordered.changes.push(change);
                continue;
            }
            let Some(change) = waiting.get(&hash) else { continue };
            if !entered.insert(hash) {
                continue;
            }
            if change.deps().is_empty() && hash != genesis {
                return Err(foreign());
            }
            stack.push((hash, true));
            for parent in change.deps() {
                if waiting.contains_key(parent) {
                    stack.push((*parent, false));
                } else if !has(parent) && !entered.contains(parent) {
                    return Err(Problem::new(
                        "Changes are missing that others build on.",
                        "Take it from a backup or from another device as a whole.",
                    ));
                }
            }
        }
        Ok(ordered)
    }
}

/// Applies changes and looks whether they can be had back: a change that was made up may be taken
/// in, and would then break the document's next save.
fn take_in(doc: &mut Automerge, ordered: Ordered) -> Result<Vec<Change>, Problem> {
    let Ordered { changes, unfoldings } = ordered;
    if changes.is_empty() {
        return Ok(changes);
    }
    guarded(|| doc.apply_changes(changes.iter().cloned()).map_err(refused))?;
    let unproved = || changes.iter().filter(|change| !unfoldings.contains(&change.hash()));
    let given: BTreeSet<ChangeHash> = unproved().map(Change::hash).collect();
    let kept = guarded(|| {
        let kept = doc.bundle(given.iter().copied()).and_then(|bundle| bundle.to_changes());
        Ok(kept.map_err(refused)?.iter().map(Change::hash).collect::<BTreeSet<_>>())
    })?;
    if kept != given {
        return Err(damaged("a change is not what a device would write"));
    }
    unproved().try_for_each(|change| fold::check(doc, change))?;
    Ok(changes)
}

/// Whether `doc` is the document that began with `genesis`, with all it needs to be read.
fn belongs(genesis: ChangeHash, doc: &Automerge) -> Result<(), Problem> {
    let known = doc.get_change_meta_by_hash(&genesis).is_some();
    let maps = [META, RECORDS].iter().all(|name| {
        matches!(doc.get(ROOT, *name), Ok(Some((automerge::Value::Object(automerge::ObjType::Map), _))))
    });
    if known && maps { Ok(()) } else { Err(foreign()) }
}

fn foreign() -> Problem {
    Problem::new("The data belongs to something else than this document.", "Choose another file.")
}

fn refused(error: automerge::AutomergeError) -> Problem {
    contradicts(&error.to_string())
}

/// The problem of changes that cannot stand beside those that are here.
pub(super) fn contradicts(how: &str) -> Problem {
    Problem::new(
        format!("Changes contradict those that are here ({how})."),
        "Take the document from another device as a whole.",
    )
}
