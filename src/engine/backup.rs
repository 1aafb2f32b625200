//! Taking all documents out, and merging documents that were taken out before.

use document::{Checked, Document, DocumentKey, Row};
use kernel::{Problem, RecordId};
use protocol::EnvelopeKind;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Replica,
    adoption::private_to_others,
    identity::{self, Identity},
    job::Progress,
    limits::MERGED_BYTES,
    message::{Adoption, ClientId, Event, Merged, Origin, Reply},
    replica::Purpose,
    storage::{Operation, Store, hexadecimal, split_key},
    sync::{Content, Sealed},
};

/// How far the saving of all documents has come.
#[derive(Default)]
pub(crate) struct Saving {
    saved: BTreeMap<DocumentKey, Vec<u8>>,
    /// What could not be saved as it lies on the disk and is loaded for it; `None` before the disk is read.
    rest: Option<VecDeque<DocumentKey>>,
}

impl Replica {
    /// Saves every document, as it lies on the disk and with what is on its way there: none is loaded for it but those of
    /// which something is not as it was written. Nothing is changed meanwhile, since jobs are done one at a time, so all
    /// are of one instant.
    pub(crate) fn save_all(
        &mut self,
        from: Option<(ClientId, u64)>,
        saving: &mut Saving,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        if let Some(rows) = read {
            self.save_chunks(saving, rows);
        }
        let Some(rest) = &mut saving.rest else {
            if !self.is_reading(&Purpose::Saving) {
                self.read(Purpose::Saving, Store::Chunks, String::new());
            }
            return Progress::Waiting;
        };
        while let Some(key) = rest.front().cloned() {
            match self.have(&[key.clone()].into()) {
                Ok(false) => return Progress::Waiting,
                Ok(true) => {
                    if let Some(loaded) = self.shelf.get(&key) {
                        saving.saved.insert(key, loaded.document.save());
                    }
                    self.shelf.shrink();
                }
                Err(problem) => {
                    if let Some((client, _)) = from {
                        self.tell_one(client, Event::Problem(problem));
                    }
                }
            }
            rest.pop_front();
        }
        self.answer(from, Reply::Documents(std::mem::take(&mut saving.saved).into_iter().collect()));
        Progress::Finished
    }

    /// Saves what is sound of these chunks, which are all that are on the disk.
    fn save_chunks(&self, saving: &mut Saving, rows: Vec<(String, Vec<u8>)>) {
        let mut read: BTreeMap<DocumentKey, Vec<(String, Vec<u8>)>> = BTreeMap::new();
        for (name, value) in rows {
            if let Some((key, _)) = split_key(&name) {
                read.entry(key).or_default().push((name, value));
            }
        }
        let mut rest = VecDeque::new();
        for (key, listing) in &self.shelf.listings {
            let (chunks, _) = self.chunks_now(key, read.remove(key).unwrap_or_default());
            // What was written was a document; what is named as it hashes is what was written.
            let is_sound = |(name, bytes): (&String, &Vec<u8>)| *name == hexadecimal(&Sha256::digest(bytes));
            if listing.damage.is_none() && chunks.len() >= listing.chunks && chunks.iter().all(is_sound) {
                // Whoever reads Automerge's files takes chunks in any order.
                saving.saved.insert(key.clone(), chunks.into_values().collect::<Vec<_>>().concat());
            } else {
                rest.push_back(key.clone());
            }
        }
        saving.rest = Some(rest);
    }

    /// Merges documents that were saved before. Those that are here are in memory, except the
    /// damaged ones: these are replaced.
    ///
    /// # Errors
    /// When one of them is damaged or is not the document it is said to be; then nothing changes.
    pub(crate) fn merge(
        &mut self,
        documents: Vec<(DocumentKey, Vec<u8>)>,
        origin: Option<Origin>,
    ) -> Result<Reply, Problem> {
        let (erased, documents): (Vec<_>, Vec<_>) =
            documents.into_iter().partition(|(key, _)| self.is_erased(key));
        let shelf = &mut self.shelf;
        let checked = fit_together(&documents, MERGED_BYTES, |key, bytes| match shelf.get(key) {
            Some(loaded) => loaded.document.news(bytes),
            None => Checked::new(bytes).map_err(|problem| problem.at(key.to_string())),
        })?;
        let Some(identity) = self.identity.clone() else { return Ok(Reply::Done) };
        let me = identity.welcome();
        let arriving = || documents.iter().map(|(key, _)| key);
        // Who takes part in a shared workspace is known to the others: that does not change.
        let adoption = match &self.sync.shared {
            Some(_) => Adoption::Nothing,
            None if self.sync.broken.is_some() => Adoption::Nothing,
            None => Adoption::of(&me, self.shelf.listings.keys(), origin, arriving()),
        };
        let private_to_others = private_to_others(arriving(), adoption.member(&me, origin));
        let mut seen = BTreeSet::new();
        if let Some(key) = arriving().find(|key| !seen.insert(*key)) {
            return Err(Problem::new("The file holds a document twice.", "").at(key.to_string()));
        }
        let mut merging = Merging::default();
        for ((key, bytes), checked) in documents.iter().zip(checked) {
            if let Err(problem) = self.merge_one(key, bytes, checked, &mut merging) {
                for (key, ..) in merging.merged {
                    self.shelf.unload(&key);
                }
                self.shelf.unload(key);
                return Err(problem);
            }
        }
        let Merging { merged, new, unchanged } = merging;
        let reply = Reply::Merged(Merged {
            new: new.len(),
            changed: merged.len(),
            unchanged,
            adoption,
            private_to_others,
        });
        let sealed = match self.seal_merged(&new, &merged) {
            Ok(sealed) => sealed,
            Err(problem) => {
                for (key, ..) in merged {
                    self.shelf.unload(&key);
                }
                return Err(problem);
            }
        };
        self.stage_sealed(sealed);
        if let Some((first, _)) = erased.first() {
            let what = match erased.len() {
                1 => "One file of the backup was erased from this workspace and stays out.".to_owned(),
                count => format!("{count} files of the backup were erased from this workspace and stay out."),
            };
            let way_out = "To read them, restore the backup into a new workspace of this browser.";
            self.writer.next.events.push(Event::Problem(Problem::new(what, way_out).at(first.to_string())));
        }
        if let (Adoption::Member | Adoption::Workspace, Some(origin)) = (adoption, origin) {
            let random = self.draw();
            self.become_other(identity.adopt(adoption, origin, self.now, &random));
        }
        for (key, document, bytes) in new {
            self.take_in(key, document, bytes);
        }
        for (key, bytes, touched) in merged {
            let Some(loaded) = self.shelf.get(&key) else { continue };
            let rows = loaded.document.rows_of(&touched);
            self.stage(&key, Some(bytes), rows);
        }
        Ok(reply)
    }

    /// Merges one document into the one that is in memory, or reads it where there is none.
    fn merge_one(
        &mut self,
        key: &DocumentKey,
        bytes: &[u8],
        checked: Checked<'_>,
        merging: &mut Merging,
    ) -> Result<(), Problem> {
        let Some(loaded) = self.shelf.get(key) else {
            let document = Document::load_checked(key, checked)?;
            merging.new.push((key.clone(), document, bytes.to_vec()));
            return Ok(());
        };
        let document::Merged { touched, chunk } = loaded.document.merge_news(checked)?;
        if chunk.is_empty() {
            merging.unchanged += 1;
        } else {
            merging.merged.push((key.clone(), chunk, touched));
        }
        Ok(())
    }

    /// What was merged goes to the others as whole documents: it may hold changes of anybody.
    fn seal_merged(
        &mut self,
        new: &[(DocumentKey, Document, Vec<u8>)],
        merged: &[(DocumentKey, Vec<u8>, BTreeSet<RecordId>)],
    ) -> Result<Vec<Sealed>, Problem> {
        if self.sync.shared.is_none() && self.sync.broken.is_none() {
            return Ok(Vec::new());
        }
        let mut saved: Vec<(&DocumentKey, Vec<u8>)> =
            new.iter().map(|(key, document, _)| (key, document.save())).collect();
        for (key, ..) in merged {
            saved.extend(self.shelf.get(key).map(|loaded| (key, loaded.document.save())));
        }
        let contents = saved.into_iter().map(|(document, bytes)| Content {
            document,
            kind: EnvelopeKind::Snapshot,
            bytes,
            covers: protocol::Covers::new(),
        });
        self.seal(contents.collect())
    }

    /// Is somebody else from now on; pages learn of it when it is on disk.
    fn become_other(&mut self, identity: Identity) {
        let next = &mut self.writer.next;
        let (store, key) = (Store::Meta, identity::KEY.to_owned());
        next.operations.push(Operation::Put { store, key, value: identity.write() });
        next.events.push(Event::Identity(identity.welcome()));
        next.strict = true;
        self.identity = Some(identity);
    }

    /// Takes in a document that is not here, or of which only damaged chunks are.
    pub(crate) fn take_in(&mut self, key: DocumentKey, document: Document, bytes: Vec<u8>) {
        let rows: BTreeMap<RecordId, Option<Row>> =
            document.rows().into_iter().map(|row| (row.id, Some(row))).collect();
        let listing = self.shelf.listings.get_mut(&key);
        let damage = listing.and_then(|listing| listing.damage.take());
        self.shelf.put(key.clone(), document, BTreeSet::new(), 0);
        self.stage(&key, Some(bytes), rows);
        if let (Some(damage), Some(staged)) = (damage, self.writer.next.documents.get_mut(&key)) {
            staged.base = Some(BTreeMap::new());
            staged.whole = true;
            let kept: BTreeSet<&String> = staged.chunks.iter().map(|(name, _)| name).collect();
            staged.spent = damage.chunks.into_iter().filter(|name| !kept.contains(name)).collect();
        }
    }
}

/// What becomes of documents that are merged.
#[derive(Default)]
struct Merging {
    /// Those that were here: what they gained, and the records that it touches.
    merged: Vec<(DocumentKey, Vec<u8>, BTreeSet<RecordId>)>,
    /// Those that were not.
    new: Vec<(DocumentKey, Document, Vec<u8>)>,
    unchanged: usize,
}

/// Checks documents by `check`, and whether they can be in memory together, each within its own bounds.
fn fit_together<'a>(
    documents: &'a [(DocumentKey, Vec<u8>)],
    most: u64,
    mut check: impl FnMut(&DocumentKey, &'a [u8]) -> Result<Checked<'a>, Problem>,
) -> Result<Vec<Checked<'a>>, Problem> {
    let mut left = most;
    let checked = documents.iter().map(|(key, bytes)| {
        let checked = check(key, bytes)?;
        left = left.checked_sub(checked.unpacked_bytes()).ok_or_else(|| {
            let what = format!("Unpacked, what the file holds has more than {} MB.", most >> 20);
            Problem::new(what, "Nothing was changed. Choose another file.")
        })?;
        Ok(checked)
    });
    checked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_19_documents_that_are_too_large_together_are_refused() {
        let key: DocumentKey = "everyone/index".parse().unwrap();
        let bytes = Document::create(&key).save();
        let size = Checked::new(&bytes).unwrap().unpacked_bytes();
        let two = [(key.clone(), bytes.clone()), (key, bytes)];
        let fit = |most| fit_together(&two, most, |_, bytes| Checked::new(bytes));
        assert!(fit(2 * size).is_ok());
        let problem = fit(2 * size - 1).err().unwrap();
        assert!(problem.what.contains("more than 0 MB"), "{problem}");
    }
}
