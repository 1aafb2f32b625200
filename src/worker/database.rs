//! IndexedDB as the engine's disk: open, read, write, delete. Shared by the page and the worker.
//!
//! `web-sys` is used directly, because the wrappers around it know no durability. Every request of a
//! transaction is queued before anything is awaited: a transaction with nothing queued commits.

use engine::storage::{Durability, Operation, Store, TENURE, Transaction};
use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use crate::troubles::Fault;

mod own;

pub use own::{LOCK, OwnChange, change_own, count, has_lock, own, put_own, rows_after};

/// The version of the set of object stores: 1 had those from `meta` to `ledger`, 2 has all of the
/// engine's and `keys`. What is in them has versions of its own.
const VERSION: u32 = 2;

/// The store of the key that seals [`Store::Secrets`], and of the lock. It is the host's own; the engine
/// knows nothing of it.
pub(crate) const KEYS: &str = "keys";

/// The key of that key in [`KEYS`].
const SEALING: &str = "secrets";

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk, as durably as it asked for.
    Written,
    /// Another leader has started since, and nothing was written.
    Stale,
    /// The row of the host's own that was to be changed is another by now, and nothing was written.
    Changed,
}

/// The browser's IndexedDB.
///
/// # Errors
/// When this browser has none, or refuses it to this site.
pub fn factory() -> Result<IdbFactory, Problem> {
    let found = Reflect::get(&js_sys::global(), &JsValue::from_str("indexedDB"))
        .map_err(|thrown| Fault::of(&thrown).problem())?;
    found.dyn_into().map_err(|_| {
        Problem::new(
            "This browser offers no storage for data.",
            "Leave the private window, or use a current version of Chrome, Edge, Firefox or Safari.",
        )
    })
}

/// Opens a database, and makes it when it is not there.
///
/// # Errors
/// What the browser says, for example that newer code has written it.
pub async fn open(name: &str) -> Result<IdbDatabase, Fault> {
    let request = factory_or_fault()?.open_with_u32(name, VERSION).map_err(|thrown| Fault::of(&thrown))?;
    let opening = request.clone();
    let make = EventListener::new(&request, "upgradeneeded", move |_| {
        if let Ok(result) = opening.result() {
            let database: IdbDatabase = result.unchecked_into();
            let there = database.object_store_names();
            let names = Store::ALL.into_iter().map(Store::name).chain([KEYS]);
            for name in names.filter(|name| !there.contains(name)) {
                // A store that cannot be made fails the opening as a whole, by its own event.
                let _ = database.create_object_store(name);
            }
        }
    });
    let database = settled(&request).await;
    drop(make);
    Ok(database?.unchecked_into())
}

/// Opens a database of whatever version; `None` when there is none, and none is made.
///
/// # Errors
/// What the browser says.
pub async fn open_existing(name: &str) -> Result<Option<IdbDatabase>, Fault> {
    let request = factory_or_fault()?.open(name).map_err(|thrown| Fault::of(&thrown))?;
    let missing = Rc::new(Cell::new(false));
    let (opening, seen) = (request.clone(), missing.clone());
    let refuse = EventListener::new(&request, "upgradeneeded", move |_| {
        seen.set(true);
        if let Some(transaction) = opening.transaction() {
            // Taking the upgrade back leaves no database behind. It is open, so it can be aborted.
            let _ = transaction.abort();
        }
    });
    let outcome = settled(&request).await;
    drop(refuse);
    match outcome {
        _ if missing.get() => Ok(None),
        Ok(database) => Ok(Some(database.unchecked_into())),
        Err(fault) => Err(fault),
    }
}

/// The names of all databases of this site; none where the browser does not tell.
pub async fn names() -> Vec<String> {
    let Ok(factory) = factory_or_fault() else { return Vec::new() };
    // `web-sys` does not know it, and older browsers do not have it.
    let ask =
        Reflect::get(&factory, &JsValue::from_str("databases")).and_then(|ask| ask.dyn_into::<Function>());
    let Ok(told) = ask.and_then(|ask| ask.call0(&factory)) else { return Vec::new() };
    let Ok(all) = JsFuture::from(Promise::resolve(&told)).await else { return Vec::new() };
    let name = |one: JsValue| Reflect::get(&one, &JsValue::from_str("name")).ok()?.as_string();
    Array::from(&all).iter().filter_map(name).collect()
}

/// Every row of a store whose key begins with `prefix`, in order of keys.
///
/// # Errors
/// What the browser says.
pub async fn read(
    database: &IdbDatabase,
    store: Store,
    prefix: &str,
) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    // Keys are ASCII, so no key that begins with the prefix comes after this.
    let end = JsValue::from_str(&format!("{prefix}\u{ffff}"));
    let range = IdbKeyRange::bound(&JsValue::from_str(prefix), &end);
    let (keys, values) = read_range(database, store, range).await?;
    Ok(pairs(&keys, &values).collect())
}

/// Keys and values of a store whose key comes before `end`, in order of keys, for [`pairs`].
///
/// # Errors
/// What the browser says.
pub async fn read_before(database: &IdbDatabase, store: Store, end: &str) -> Result<(Array, Array), Fault> {
    read_range(database, store, IdbKeyRange::upper_bound_with_open(&JsValue::from_str(end), true)).await
}

async fn read_range(
    database: &IdbDatabase,
    store: Store,
    range: Result<IdbKeyRange, JsValue>,
) -> Result<(Array, Array), Fault> {
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let range = range.map_err(thrown)?;
    let transaction = reading(database, store.name())?;
    let rows = transaction.object_store(store.name()).map_err(thrown)?;
    let keys = rows.get_all_keys_with_key(&range).map_err(thrown)?;
    let values = rows.get_all_with_key(&range).map_err(thrown)?;
    finished(&transaction).await?;
    answered(&keys, &values).map_err(thrown)
}

/// A transaction that reads one store.
fn reading(database: &IdbDatabase, store: &str) -> Result<IdbTransaction, Fault> {
    let names = Array::of1(&JsValue::from_str(store));
    database
        .transaction_with_str_sequence_and_mode(&names, IdbTransactionMode::Readonly)
        .map_err(|thrown| Fault::of(&thrown))
}

/// What two requests over the same range have answered: keys, and values.
fn answered(keys: &IdbRequest, values: &IdbRequest) -> Result<(Array, Array), JsValue> {
    Ok((keys.result()?.unchecked_into(), values.result()?.unchecked_into()))
}

/// Rows of their keys and values, each taken over when it is asked for.
pub fn pairs(keys: &Array, values: &Array) -> impl Iterator<Item = (String, Vec<u8>)> {
    let pairs = keys.iter().zip(values.iter());
    pairs.filter_map(|(key, value)| Some((key.as_string()?, bytes(&value))))
}

/// The bytes in a value: a list of bytes as it is, a buffer as one.
fn bytes(value: &JsValue) -> Vec<u8> {
    match value.dyn_ref::<Uint8Array>() {
        Some(list) => list.to_vec(),
        None => Uint8Array::new(value).to_vec(),
    }
}

/// Carries out a transaction: all of it or nothing, and nothing for a leader whose time is over.
///
/// # Errors
/// What the browser says; then nothing is written.
pub async fn write(database: &IdbDatabase, write: &Transaction) -> Result<Outcome, Fault> {
    write_with(database, write, None).await
}

/// As [`write`], together with a row of the host's own.
///
/// # Errors
/// What the browser says; then nothing is written.
pub async fn write_with(
    database: &IdbDatabase,
    write: &Transaction,
    own: Option<OwnChange<'_>>,
) -> Result<Outcome, Fault> {
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let names: Array = Store::ALL
        .into_iter()
        .filter(|store| *store == Store::Meta || write.operations.iter().any(|o| o.store() == *store))
        .map(Store::name)
        .chain(own.is_some().then_some(KEYS))
        .map(JsValue::from_str)
        .collect();
    let transaction = begin(database, &names, write.durability).map_err(thrown)?;

    let meta = transaction.object_store(Store::Meta.name()).map_err(thrown)?;
    let tenure = meta.get(&JsValue::from_str(TENURE)).map_err(thrown)?;
    let stale = Rc::new(Cell::new(false));
    // The operations are queued behind the tenure's reading. When that shows another leader the
    // transaction is aborted, which undoes them: no await stands between the check and them.
    let check = {
        let (tenure, transaction, stale, write) =
            (tenure.clone(), transaction.clone(), stale.clone(), fence(write));
        EventListener::new(&tenure.clone(), "success", move |_| {
            let stored = tenure.result().ok().filter(|value| !value.is_undefined());
            let stored = stored.map(|value| Uint8Array::new(&value).to_vec());
            if !write.allowed(stored.as_deref()) {
                stale.set(true);
                // Fails only for a transaction that is over, and this one has requests waiting.
                let _ = transaction.abort();
            }
        })
    };
    let queued = queue(&transaction, &write.operations)
        .and_then(|()| own.map(|own| own::Compared::queue(&transaction, &own)).transpose());
    if queued.is_err() {
        let _ = transaction.abort();
    }
    let outcome = finished(&transaction).await;
    drop(check);
    let compared = queued?;
    match outcome {
        _ if stale.get() => Ok(Outcome::Stale),
        _ if compared.is_some_and(|compared| compared.differs()) => Ok(Outcome::Changed),
        Ok(()) => Ok(Outcome::Written),
        Err(fault) => Err(fault),
    }
}

/// What a database has of the key that seals its secrets.
#[derive(Clone, Debug)]
pub enum Kept {
    /// The key, as the object that the browser made.
    Key(JsValue),
    /// There is no key, and nothing that one would be needed for.
    Nothing,
    /// There are secrets, and the key that opens them is gone.
    SecretsAlone,
}

/// The key that seals the secrets. `new` is kept, and given back, where there is [`Kept::Nothing`]:
/// two that come with a key at the same time get the same one.
///
/// # Errors
/// What the browser says, for example that it keeps no such object.
pub async fn sealing_key(database: &IdbDatabase, new: Option<&JsValue>) -> Result<Kept, Fault> {
    let thrown = |thrown: JsValue| Fault::of(&thrown);
    let secrets = Store::Secrets.name();
    let names = Array::of2(&JsValue::from_str(KEYS), &JsValue::from_str(secrets));
    let transaction = begin(database, &names, Durability::Strict).map_err(thrown)?;
    let keys = transaction.object_store(KEYS).map_err(thrown)?;
    let count = transaction.object_store(secrets).and_then(|secrets| secrets.count()).map_err(thrown)?;
    let key = keys.get(&JsValue::from_str(SEALING)).map_err(thrown)?;
    let kept = Rc::new(RefCell::new(Ok(Kept::Nothing)));
    // Requests are answered in order: the count is there when the key is.
    let decide = {
        let (key, kept, new) = (key.clone(), kept.clone(), new.cloned());
        EventListener::new(&key.clone(), "success", move |_| {
            let found = key.result().ok().filter(|key| !key.is_undefined());
            let secrets = count.result().ok().and_then(|count| count.as_f64());
            *kept.borrow_mut() = match (found, secrets, &new) {
                (Some(key), ..) => Ok(Kept::Key(key)),
                (None, Some(0.0), Some(new)) => keys
                    .put_with_key(new, &JsValue::from_str(SEALING))
                    .map(|_| Kept::Key(new.clone()))
                    .map_err(|thrown| Fault::of(&thrown)),
                (None, Some(0.0), None) => Ok(Kept::Nothing),
                (None, ..) => Ok(Kept::SecretsAlone),
            };
        })
    };
    let outcome = finished(&transaction).await;
    drop(decide);
    outcome?;
    kept.replace(Ok(Kept::Nothing))
}

/// A transaction that writes. `web-sys` counts its durability as unstable and leaves it out, so
/// the method is called by its name; a browser that does not know the option ignores it.
fn begin(database: &IdbDatabase, stores: &Array, durability: Durability) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    let durability = match durability {
        Durability::Relaxed => "relaxed",
        Durability::Strict => "strict",
    };
    Reflect::set(&options, &JsValue::from_str("durability"), &JsValue::from_str(durability))?;
    let method: Function = Reflect::get(database, &JsValue::from_str("transaction"))?.dyn_into()?;
    let transaction = method.call3(database, stores, &JsValue::from_str("readwrite"), &options)?;
    Ok(transaction.unchecked_into())
}

fn queue(transaction: &IdbTransaction, operations: &[Operation]) -> Result<(), Fault> {
    let store = |store: Store| -> Result<IdbObjectStore, Fault> {
        transaction.object_store(store.name()).map_err(|thrown| Fault::of(&thrown))
    };
    for operation in operations {
        match operation {
            Operation::Put { store: to, key, value } => {
                let value = Uint8Array::from(value.as_slice());
                store(*to)?.put_with_key(&value, &JsValue::from_str(key))
            }
            Operation::Delete { store: from, key } => store(*from)?.delete(&JsValue::from_str(key)),
        }
        .map_err(|thrown| Fault::of(&thrown))?;
    }
    Ok(())
}

/// Deletes a database. Nothing happens when there is none.
///
/// # Errors
/// What the browser says.
pub async fn delete(name: &str) -> Result<(), Fault> {
    let request = factory_or_fault()?.delete_database(name).map_err(|thrown| Fault::of(&thrown))?;
    settled(&request).await.map(drop)
}

fn factory_or_fault() -> Result<IdbFactory, Fault> {
    factory().map_err(|problem| Fault { name: "SecurityError".to_owned(), message: problem.what })
}

/// The result of a request, once it has one.
async fn settled(request: &IdbOpenDbRequest) -> Result<JsValue, Fault> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let outcome = JsFuture::from(promise).await;
    let request: &IdbRequest = request;
    match outcome {
        Ok(_) => request.result().map_err(|thrown| Fault::of(&thrown)),
        Err(_) => Err(match request.error() {
            Ok(Some(error)) => Fault::of(&error),
            _ => Fault { name: "AbortError".to_owned(), message: String::new() },
        }),
    }
}

/// The end of a transaction.
async fn finished(transaction: &IdbTransaction) -> Result<(), Fault> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        // A transaction that the browser gives up without an error was cut off.
        Err(_) => Err(transaction.error().map_or_else(
            || Fault { name: "AbortError".to_owned(), message: "connection lost".to_owned() },
            |error| Fault::of(&error),
        )),
    }
}

/// A transaction with nothing but its tenure, to check it by.
fn fence(write: &Transaction) -> Transaction {
    Transaction { tenure: write.tenure, operations: Vec::new(), durability: write.durability }
}
