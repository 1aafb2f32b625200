//! One restore, from the choice of a file to what came of it.

use std::{collections::BTreeSet, sync::Arc};

use document::DocumentKey;
use engine::message::{Merged, Origin};
use kernel::{Problem, RecordId};
use leptos::prelude::*;
use threads::{
    backup::{self, Backup},
    file::handing::{self, Outlook},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use worker::wire::{FileTask, SEALED_BACKUP, Typed};

use super::says::outcome;
use crate::{browser, session::Session};

/// How a restore stands.
#[derive(Clone, PartialEq)]
pub enum Standing {
    /// No file yet.
    Waiting,
    /// A file under a passphrase, and why the last one did not open it.
    Sealed(String, Arc<Vec<u8>>, Option<Problem>),
    /// Being opened.
    Opening,
    /// A file that can be merged.
    Read(String, Arc<Backup>),
    /// Being merged.
    Merging,
    /// Merged: what came of it.
    Done(String),
    /// A file that cannot be used, or a merge that was refused; nothing changed.
    Refused(Problem),
}

/// A restore under way.
#[derive(Clone, Copy)]
pub struct Restoring {
    session: Session,
    /// How it stands.
    pub standing: RwSignal<Standing>,
    /// What a file that was taken in brought, until that is settled.
    came_new: RwSignal<BTreeSet<DocumentKey>>,
    /// Who came with it as somebody new: they may be here already under another id.
    pub newcomer: RwSignal<Option<RecordId>>,
}

impl Restoring {
    /// Waits for a file.
    pub fn new(session: Session) -> Self {
        Self {
            session,
            standing: RwSignal::new(Standing::Waiting),
            came_new: RwSignal::new(BTreeSet::new()),
            newcomer: RwSignal::new(None),
        }
    }

    /// Whether another file could not be chosen now.
    pub fn is_busy(self) -> bool {
        self.standing.with(|standing| matches!(standing, Standing::Merging | Standing::Opening))
    }

    /// Whether what came can be taken out again.
    pub fn can_back_out(self) -> bool {
        !self.came_new.with(BTreeSet::is_empty)
    }

    /// Reads what was chosen.
    pub async fn choose(self, file: &File) {
        let read = match browser::read(file, backup::MAX_BYTES).await {
            Ok(bytes) if bytes.starts_with(SEALED_BACKUP) => {
                return self.standing.set(Standing::Sealed(file.name(), Arc::new(bytes), None));
            }
            Ok(bytes) => backup::decode(&bytes),
            Err(problem) => Err(problem),
        };
        self.standing.set(read_from(file.name(), read));
    }

    /// Opens a file that is under a passphrase.
    pub fn open(self, name: String, sealed: Arc<Vec<u8>>, passphrase: String) {
        self.standing.set(Standing::Opening);
        spawn_local(async move {
            let task = FileTask::Open { passphrase: Typed(passphrase), sealed: sealed.to_vec() };
            self.standing.try_set(match self.session.lock.file(task).await {
                Ok(plain) => read_from(name, backup::decode(&plain)),
                // The passphrase may be wrong: the file stays chosen.
                Err(problem) => Standing::Sealed(name, sealed, Some(problem)),
            });
        });
    }

    /// Merges a file. One person's file comes to whoever takes it in; a workspace becomes that of its backup.
    pub fn merge(self, backup: Arc<Backup>) {
        self.standing.set(Standing::Merging);
        spawn_local(async move {
            let outlook = untrack(|| self.session.mirror.read(|book| handing::outlook(book, &backup)));
            let merged = match outlook {
                Some(outlook) => self.take_in(&backup, &outlook).await,
                None => self.session.mirror.merge(backup.documents.clone(), origin(&backup)).await,
            };
            self.standing.set(match merged {
                Ok(merged) => Standing::Done(outcome(merged)),
                Err(problem) => Standing::Refused(problem),
            });
        });
    }

    async fn take_in(self, backup: &Backup, outlook: &Outlook) -> Result<Merged, Problem> {
        let mirror = self.session.mirror;
        let here: BTreeSet<DocumentKey> =
            untrack(|| mirror.read(|book| book.documents().into_keys().cloned().collect()));
        let merged = mirror.take_in(backup.documents.clone()).await?;
        let came = backup.documents.iter().map(|(key, _)| key);
        self.came_new.set(came.filter(|key| !here.contains(key)).cloned().collect());
        self.newcomer.set(outlook.here.is_none().then_some(outlook.subject));
        Ok(merged)
    }

    /// Takes out again what a file brought.
    pub fn back_out(self) {
        let mirror = self.session.mirror;
        let batch =
            untrack(|| mirror.read(|book| handing::backing_out(book, &self.came_new.get_untracked())));
        self.settle(Standing::Waiting);
        mirror.commit(batch);
        self.session.toasts.offer("Taken out again", "Undo", move || self.session.undo());
    }

    /// Who came was joined to somebody of this name, who is here.
    pub fn joined(self, name: &str) {
        self.settle(Standing::Done(format!("Taken in, and joined to {name}.")));
    }

    fn settle(self, standing: Standing) {
        self.came_new.set(BTreeSet::new());
        self.newcomer.set(None);
        self.standing.set(standing);
    }
}

/// The workspace and the member that a backup is of.
pub fn origin(backup: &Backup) -> Origin {
    Origin { workspace: backup.workspace, member: backup.member }
}

fn read_from(name: String, read: Result<Backup, Problem>) -> Standing {
    match read {
        Ok(backup) => Standing::Read(name, Arc::new(backup)),
        Err(problem) => Standing::Refused(problem.at(name)),
    }
}
