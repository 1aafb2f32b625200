//! The leader's hold on its database: one handle, opened again when the browser drops it.

use engine::storage::{Operation, Store, Transaction};
use gloo::events::EventListener;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use web_sys::IdbDatabase;

use crate::{
    database::{self, Outcome},
    secrets::Sealer,
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
        Self(Rc::new(Inner {
            name: name.to_owned(),
            handle: RefCell::default(),
            sealer: RefCell::default(),
            closed: Cell::new(false),
        }))
    }

    /// Every row of a store whose key begins with `prefix`, in order of keys; secrets are opened.
    ///
    /// # Errors
    /// When the browser cannot read, even after opening the database again, or a secret cannot be opened.
    pub async fn read(&self, store: Store, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let mut rows = self.read_rows(store, prefix).await?;
        if store == Store::Secrets && !rows.is_empty() {
            let sealer = self.sealer().await?;
            for (key, value) in &mut rows {
                *value = sealer.open(key, value).await?;
            }
        }
        Ok(rows)
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
            return self.write_sealed(transaction).await;
        }
        // Before the transaction begins: it would not wait for the sealing.
        let sealer = self.sealer().await?;
        let mut sealed = transaction.clone();
        for operation in &mut sealed.operations {
            if let Operation::Put { store: Store::Secrets, key, value } = operation {
                *value = sealer.seal(key, value).await?;
            }
        }
        self.write_sealed(&sealed).await
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

    async fn sealer(&self) -> Result<Sealer, Problem> {
        let known = self.0.sealer.borrow().clone();
        if let Some(sealer) = known {
            return Ok(sealer);
        }
        let sealer = match Sealer::of(&self.handle().await?).await {
            Ok(sealer) => sealer,
            Err(problem) => {
                // It may be the handle's fault: the next try opens the database again.
                self.let_go();
                return Err(problem);
            }
        };
        *self.0.sealer.borrow_mut() = Some(sealer.clone());
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
}
