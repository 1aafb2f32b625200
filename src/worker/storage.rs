//! The leader's hold on its database: one handle, opened again when the browser drops it.

use engine::storage::{Store, Transaction};
use gloo::events::EventListener;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use web_sys::IdbDatabase;

use crate::{
    database::{self, Outcome},
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
        Self(Rc::new(Inner { name: name.to_owned(), handle: RefCell::new(None), closed: Cell::new(false) }))
    }

    /// Every row of a store whose key begins with `prefix`, in order of keys.
    ///
    /// # Errors
    /// When the browser cannot read, even after opening the database again.
    pub async fn read(&self, store: Store, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Problem> {
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

    /// Carries out a transaction; see [`database::write`]. On a handle that the browser had
    /// dropped nothing was written, so it is tried once more on a new one.
    ///
    /// # Errors
    /// When the browser cannot write, even after opening the database again.
    pub async fn write(&self, transaction: &Transaction) -> Result<Outcome, Problem> {
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
