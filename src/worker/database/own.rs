//! The host's own rows in a database, and rows of the engine's taken one batch after the other.

use engine::storage::{Durability, Store};
use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction};

use super::{KEYS, Outcome, answered, begin, finished, pairs, reading};
use crate::troubles::Fault;

/// The name of the lock's row among the host's own.
pub const LOCK: &str = "lock";

/// One row of the host's own; `None` when there is none, also in a database that earlier code made.
///
/// # Errors
/// What the browser says.
pub async fn own(database: &IdbDatabase, name: &str) -> Result<Option<Vec<u8>>, Fault> {
    if !database.object_store_names().contains(KEYS) {
        return Ok(None);
    }
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let transaction = reading(database, KEYS)?;
    let store = transaction.object_store(KEYS).map_err(thrown)?;
    let value = store.get(&JsValue::from_str(name)).map_err(thrown)?;
    finished(&transaction).await?;
    let value = value.result().map_err(thrown)?;
    Ok((!value.is_undefined()).then(|| Uint8Array::new(&value).to_vec()))
}

/// Whether a database is locked by a passphrase, wholly or partly.
///
/// # Errors
/// What the browser says.
pub async fn has_lock(database: &IdbDatabase) -> Result<bool, Fault> {
    Ok(own(database, LOCK).await?.is_some())
}

/// Writes one row of the host's own.
///
/// # Errors
/// What the browser says; then nothing is written.
pub async fn put_own(database: &IdbDatabase, name: &str, value: &[u8]) -> Result<(), Fault> {
    let transaction = writing(database)?;
    let store = transaction.object_store(KEYS).map_err(|thrown| Fault::of(&thrown))?;
    queue(&store, &JsValue::from_str(name), Some(value))?;
    finished(&transaction).await
}

/// Changes one row of the host's own, if it is still what it is known as.
///
/// # Errors
/// What the browser says; then nothing is written.
pub async fn change_own(database: &IdbDatabase, change: &OwnChange<'_>) -> Result<Outcome, Fault> {
    let transaction = writing(database)?;
    let compared = Compared::queue(&transaction, change)?;
    let outcome = finished(&transaction).await;
    if compared.differs() { Ok(Outcome::Changed) } else { outcome.map(|()| Outcome::Written) }
}

/// What becomes of a row of the host's own, where it is still what it is known as.
#[derive(Clone, Copy, Debug)]
pub struct OwnChange<'a> {
    /// The name of the row.
    pub name: &'a str,
    /// What it is known as; `None`: there is none.
    pub from: Option<&'a [u8]>,
    /// What it becomes; `None`: it is taken away.
    pub to: Option<&'a [u8]>,
}

/// A change of a row that is queued in a transaction, behind the comparison that aborts it.
pub(super) struct Compared {
    differs: Rc<Cell<bool>>,
    _check: EventListener,
}

impl Compared {
    /// Queues it in a transaction over the host's own store.
    pub fn queue(transaction: &IdbTransaction, change: &OwnChange<'_>) -> Result<Self, Fault> {
        let thrown = |thrown: JsValue| Fault::of(&thrown);
        let name = JsValue::from_str(change.name);
        let store = transaction.object_store(KEYS).map_err(thrown)?;
        let there = store.get(&name).map_err(thrown)?;
        let differs = Rc::new(Cell::new(false));
        let check = {
            let (there, transaction, differs) = (there.clone(), transaction.clone(), differs.clone());
            let known = change.from.map(<[u8]>::to_vec);
            EventListener::new(&there.clone(), "success", move |_| {
                let stored = there.result().ok().filter(|value| !value.is_undefined());
                if stored.map(|value| Uint8Array::new(&value).to_vec()) != known {
                    differs.set(true);
                    // Fails only for a transaction that is over, and this one has requests waiting.
                    let _ = transaction.abort();
                }
            })
        };
        queue(&store, &name, change.to)?;
        Ok(Self { differs, _check: check })
    }

    /// Whether the row was another than it was known as, once the transaction is over.
    pub fn differs(&self) -> bool {
        self.differs.get()
    }
}

/// Queues a row: put, or taken away.
fn queue(store: &IdbObjectStore, name: &JsValue, value: Option<&[u8]>) -> Result<(), Fault> {
    match value {
        Some(value) => store.put_with_key(&Uint8Array::from(value), name),
        None => store.delete(name),
    }
    .map(drop)
    .map_err(|thrown| Fault::of(&thrown))
}

/// A transaction that writes the host's own rows.
fn writing(database: &IdbDatabase) -> Result<IdbTransaction, Fault> {
    begin(database, &Array::of1(&JsValue::from_str(KEYS)), Durability::Strict)
        .map_err(|thrown| Fault::of(&thrown))
}

/// At most so many rows of a store whose keys come after `after`, in order of keys.
///
/// # Errors
/// What the browser says.
pub async fn rows_after(
    database: &IdbDatabase,
    store: Store,
    after: Option<&str>,
    most: u32,
) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let transaction = reading(database, store.name())?;
    let rows = transaction.object_store(store.name()).map_err(thrown)?;
    // Every key comes after the empty one, which no row has.
    let range = IdbKeyRange::lower_bound_with_open(&JsValue::from_str(after.unwrap_or_default()), true)
        .map_err(thrown)?;
    let keys = rows.get_all_keys_with_key_and_limit(&range, most).map_err(thrown)?;
    let values = rows.get_all_with_key_and_limit(&range, most).map_err(thrown)?;
    finished(&transaction).await?;
    let (keys, values) = answered(&keys, &values).map_err(thrown)?;
    Ok(pairs(&keys, &values).collect())
}

/// How many rows a store has.
///
/// # Errors
/// What the browser says.
pub async fn count(database: &IdbDatabase, store: Store) -> Result<u32, Fault> {
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let transaction = reading(database, store.name())?;
    let rows = transaction.object_store(store.name()).map_err(thrown)?;
    let count = rows.count().map_err(thrown)?;
    finished(&transaction).await?;
    let count = count.result().map_err(thrown)?.as_f64().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
    Ok(count as u32)
}
