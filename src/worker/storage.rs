//! The leader's hold on its database: one handle, opened again when the browser drops it.

use engine::storage::{Operation, Store, Transaction};
use gloo::events::EventListener;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use vault::{Random, StorageKey};
use web_sys::IdbDatabase;

use crate::{
    browser,
    database::{self, Outcome},
    passphrase::{self, LockRow, Phase},
    secrets::{self, Sealer},
    troubles::Fault,
};

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

/// One database, open as long as it is used. A clone is the same database.
#[derive(Clone)]
pub struct Storage(Rc<Inner>);

struct Inner {
    name: String,
    handle: RefCell<Option<Handle>>,
    /// What seals the secrets, once one was written or read.
    sealer: RefCell<Option<Sealer>>,
    /// What seals every value, where the workspace is locked by a passphrase.
    key: Option<StorageKey>,
    /// Closed for good: it is not opened again.
    closed: Cell<bool>,
}

struct Handle {
    database: IdbDatabase,
    _listeners: [EventListener; 2],
}

impl Storage {
    /// The database of that name; it is opened, and made, when it is used first.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::unlocked(name, None)
    }

    /// The same; with the key that seals its values, where it is locked by a passphrase.
    #[must_use]
    pub fn unlocked(name: &str, key: Option<StorageKey>) -> Self {
        Self(Rc::new(Inner {
            name: name.to_owned(),
            handle: RefCell::default(),
            sealer: RefCell::default(),
            key,
            closed: Cell::new(false),
        }))
    }

    /// Every row of a store whose key begins with `prefix`, in order of keys; what is sealed is opened. A secret
    /// that can never be opened again is left out and stays on the disk (T-45).
    ///
    /// # Errors
    /// When the browser cannot read, even after opening the database again, or the workspace's lock does not open
    /// a value.
    pub async fn read(&self, store: Store, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let rows = self.read_rows(store, prefix).await?;
        let rows = passphrase::opened(store, rows, self.0.key.as_ref())?;
        if store != Store::Secrets || rows.is_empty() {
            return Ok(rows);
        }
        let Some(sealer) = self.sealer().await? else { return Ok(Vec::new()) };
        let mut opened = Vec::new();
        for (key, value) in rows {
            if let Some(value) = sealer.open(&key, &value).await? {
                opened.push((key, value));
            }
        }
        Ok(opened)
    }

    async fn read_rows(&self, store: Store, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let first = database::read(&self.handle().await?, store, prefix).await;
        match first {
            Err(fault) if fault.is_dropped_handle() => {
                self.let_go();
                database::read(&self.handle().await?, store, prefix).await
            }
            other => other,
        }
        .map_err(|fault| fault.problem())
    }

    /// Carries out a transaction; see [`database::write`]. Secrets are sealed first. On a handle
    /// that the browser had dropped nothing was written, so it is tried once more on a new one.
    ///
    /// # Errors
    /// When the browser cannot write, even after opening the database again, or a secret cannot be sealed.
    pub async fn write(&self, transaction: &Transaction) -> Result<Outcome, Problem> {
        let is_secret =
            |operation: &Operation| matches!(operation, Operation::Put { store: Store::Secrets, .. });
        if !transaction.operations.iter().any(is_secret) {
            return self.write_locked(transaction).await;
        }
        // Before the transaction begins: it would not wait for the sealing.
        let sealer = self.sealer().await?.ok_or_else(secrets::key_gone)?;
        let mut sealed = transaction.clone();
        for operation in &mut sealed.operations {
            if let Operation::Put { store: Store::Secrets, key, value } = operation {
                *value = sealer.seal(key, value).await?;
            }
        }
        self.write_locked(&sealed).await
    }

    /// Seals every value where the workspace is locked; the secrets a second time.
    async fn write_locked(&self, transaction: &Transaction) -> Result<Outcome, Problem> {
        let Some(key) = &self.0.key else { return self.write_sealed(transaction).await };
        let random = &mut Random::from_seed(browser::random_for_keys()?);
        self.write_sealed(&passphrase::sealed(transaction, key, random)).await
    }

    async fn write_sealed(&self, transaction: &Transaction) -> Result<Outcome, Problem> {
        let first = database::write(&self.handle().await?, transaction).await;
        match first {
            Err(fault) if fault.is_dropped_handle() => {
                self.let_go();
                database::write(&self.handle().await?, transaction).await
            }
            other => other,
        }
        .map_err(|fault| fault.problem())
    }

    /// Closes the database for good: reading and writing fail from now on.
    pub fn close(&self) {
        self.0.closed.set(true);
        self.let_go();
    }

    fn let_go(&self) {
        if let Some(handle) = self.0.handle.borrow_mut().take() {
            handle.database.close();
        }
    }

    /// What seals and opens the secrets; `None`: its key is gone for good.
    async fn sealer(&self) -> Result<Option<Sealer>, Problem> {
        let known = self.0.sealer.borrow().clone();
        if known.is_some() {
            return Ok(known);
        }
        let sealer = match Sealer::of(&self.handle().await?).await {
            Ok(sealer) => sealer,
            Err(problem) => {
                // It may be the handle's fault: the next try opens the database again.
                self.let_go();
                return Err(problem);
            }
        };
        self.0.sealer.borrow_mut().clone_from(&sealer);
        Ok(sealer)
    }

    async fn handle(&self) -> Result<IdbDatabase, Problem> {
        if self.0.closed.get() {
            return Err(Problem::new("The workspace is closed in this tab.", "Reload the tab."));
        }
        if let Some(handle) = &*self.0.handle.borrow() {
            return Ok(handle.database.clone());
        }
        let database = database::open(&self.0.name).await.map_err(|fault: Fault| fault.problem())?;
        if let Err(problem) = self.check_lock(&database).await {
            database.close();
            return Err(problem);
        }
        let inner = Rc::downgrade(&self.0);
        let dropped = EventListener::new(&database, "close", move |_| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).let_go();
            }
        });
        // Somebody deletes the database or has newer code for it: opening it again would make
        // an empty one, or an error.
        let inner = Rc::downgrade(&self.0);
        let unwanted = EventListener::new(&database, "versionchange", move |_| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).close();
            }
        });
        let handle = Handle { database: database.clone(), _listeners: [dropped, unwanted] };
        *self.0.handle.borrow_mut() = Some(handle);
        Ok(database)
    }

    /// The lock may have been set or taken away in another tab since this one was opened.
    async fn check_lock(&self, database: &IdbDatabase) -> Result<(), Problem> {
        let row = database::own(database, database::LOCK).await.map_err(|fault| fault.problem())?;
        let row = row.map(|bytes| LockRow::decode(&bytes)).transpose()?;
        let fits = match (&row, &self.0.key) {
            (None, None) => true,
            (Some(row), Some(key)) => row.phase == Phase::Sealed && row.fits(key),
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let what = "The lock of this workspace was changed in another tab.";
        Err(Problem::new(what, "Reload the tab."))
    }
}
