//! The rules of `docs/design/tabs.md` about the disk, in a real browser.

#![expect(clippy::unwrap_used, reason = "tests; clippy does not take them for such in a browser")]

use super::*;
use crate::{
    database::{LOCK, OwnChange},
    page::{probe, read_projection},
};
use engine::storage::{Durability, Operation, TENURE};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A database of this test alone, made anew.
async fn fresh(name: &str) -> (String, Storage) {
    let name = format!("test-{name}");
    database::delete(&name).await.unwrap();
    let storage = Storage::new(&name);
    (name, storage)
}

fn put(store: Store, key: &str, value: &[u8]) -> Operation {
    Operation::Put { store, key: key.to_owned(), value: value.to_vec() }
}

fn transaction(tenure: u64, operations: Vec<Operation>) -> Transaction {
    Transaction { tenure, operations, durability: Durability::Strict }
}

fn enter(tenure: u64) -> Operation {
    put(Store::Meta, TENURE, &tenure.to_be_bytes())
}

fn row(key: &str, value: &[u8]) -> (String, Vec<u8>) {
    (key.to_owned(), value.to_vec())
}

#[wasm_bindgen_test]
async fn t_13_what_is_put_can_be_read_by_its_prefix_in_order_and_deleted() {
    let (_, storage) = fresh("prefix").await;
    let chunks = |key, value| put(Store::Chunks, key, value);
    let written = transaction(0, vec![chunks("a|2", b"two"), chunks("a|1", b""), chunks("ab|1", b"other")]);
    assert_eq!(storage.write(&written).await, Ok(Outcome::Written));
    assert_eq!(storage.read(Store::Chunks, "a|").await.unwrap(), [row("a|1", b""), row("a|2", b"two")]);
    assert_eq!(storage.read(Store::Chunks, "").await.unwrap().len(), 3);
    assert_eq!(storage.read(Store::Journal, "").await.unwrap(), []);

    let delete = Operation::Delete { store: Store::Chunks, key: "a|2".to_owned() };
    let nothing = Operation::Delete { store: Store::Journal, key: "never there".to_owned() };
    assert_eq!(storage.write(&transaction(0, vec![delete, nothing])).await, Ok(Outcome::Written));
    assert_eq!(storage.read(Store::Chunks, "a").await.unwrap(), [row("ab|1", b"other"), row("a|1", b"")]);
}

#[wasm_bindgen_test]
async fn t_13_a_reader_sees_all_of_a_transaction_or_nothing() {
    const ROWS: usize = 300;
    let (_, storage) = fresh("atomic").await;
    assert_eq!(storage.write(&transaction(0, Vec::new())).await, Ok(Outcome::Written));
    let written = Rc::new(Cell::new(false));
    let (writer, done) = (storage.clone(), written.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let rows = (0..ROWS).map(|number| put(Store::Chunks, &format!("{number}"), &[7; 1_000])).collect();
        done.set(writer.write(&transaction(0, rows)).await == Ok(Outcome::Written));
    });
    let mut seen = Vec::new();
    while !written.get() {
        seen.push(storage.read(Store::Chunks, "").await.unwrap().len());
    }
    seen.push(storage.read(Store::Chunks, "").await.unwrap().len());
    assert_eq!(seen.last(), Some(&ROWS));
    assert!(seen.iter().all(|count| [0, ROWS].contains(count)), "{seen:?}");
}

#[wasm_bindgen_test]
async fn t_14_a_leader_whose_tenure_is_over_writes_nothing() {
    let (name, old) = fresh("fence").await;
    assert_eq!(old.write(&transaction(0, vec![enter(1)])).await, Ok(Outcome::Written));
    assert_eq!(old.write(&transaction(1, vec![put(Store::Chunks, "a", b"1")])).await, Ok(Outcome::Written));

    let new = Storage::new(&name);
    assert_eq!(new.write(&transaction(1, vec![enter(2)])).await, Ok(Outcome::Written));

    let late = transaction(
        1,
        vec![
            put(Store::Chunks, "b", b"2"),
            Operation::Delete { store: Store::Chunks, key: "a".to_owned() },
            enter(9),
        ],
    );
    assert_eq!(old.write(&late).await, Ok(Outcome::Stale));
    assert_eq!(new.read(Store::Chunks, "").await.unwrap(), [row("a", b"1")]);
    assert_eq!(new.read(Store::Meta, TENURE).await.unwrap(), [row(TENURE, &2_u64.to_be_bytes())]);
    assert_eq!(new.write(&transaction(2, vec![put(Store::Chunks, "c", b"3")])).await, Ok(Outcome::Written));
}

#[wasm_bindgen_test]
async fn t_15_a_dropped_handle_is_opened_again() {
    let (_, storage) = fresh("dropped").await;
    let note = |value: &[u8]| transaction(0, vec![put(Store::Journal, "note", value)]);
    assert_eq!(storage.write(&note(b"1")).await, Ok(Outcome::Written));

    storage.handle().await.unwrap().close();
    assert_eq!(storage.write(&note(b"2")).await, Ok(Outcome::Written));

    storage.handle().await.unwrap().close();
    assert_eq!(storage.read(Store::Journal, "").await.unwrap(), [row("note", b"2")]);
}

#[wasm_bindgen_test]
async fn t_12_a_deleted_database_is_let_go_of_and_not_made_anew() {
    let (name, storage) = fresh("deleted").await;
    assert_eq!(storage.write(&transaction(0, vec![enter(1)])).await, Ok(Outcome::Written));
    database::delete(&name).await.unwrap();
    let problem = storage.write(&transaction(1, vec![enter(2)])).await.unwrap_err();
    assert!(problem.what.contains("closed"), "{problem}");
    assert!(database::open_existing(&name).await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn t_17_reading_the_projection_and_probing_make_no_database() {
    let (name, _) = fresh("nothing").await;
    assert_eq!(read_projection(&name).await.unwrap().unwrap(), []);
    assert_eq!(probe().await, Ok(()));
    for name in [name.as_str(), "pilothouse-probe"] {
        assert!(database::open_existing(name).await.unwrap().is_none(), "{name}");
    }
}

/// Makes a database as version 1 did: five stores, with a row in each.
async fn version_1(name: &str) {
    let request = database::factory().unwrap().open_with_u32(name, 1).unwrap();
    let opening = request.clone();
    let make = Closure::<dyn FnMut()>::new(move || {
        let database: IdbDatabase = opening.result().unwrap().unchecked_into();
        for store in &Store::ALL[..5] {
            let store = database.create_object_store(store.name()).unwrap();
            store.put_with_key(&js_sys::Uint8Array::from(&b"kept"[..]), &"key".into()).unwrap();
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    let opened = js_sys::Promise::new(&mut |resolve: js_sys::Function, reject: js_sys::Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    wasm_bindgen_futures::JsFuture::from(opened).await.unwrap();
    let database: IdbDatabase = request.result().unwrap().unchecked_into();
    database.close();
}

#[wasm_bindgen_test]
async fn t_21_a_database_of_version_1_gets_the_new_stores_and_keeps_every_row() {
    let (name, storage) = fresh("upgrade").await;
    version_1(&name).await;
    // The first paint reads before the worker upgrades; a row that is no projection shows nothing.
    assert_eq!(read_projection(&name).await.unwrap().unwrap(), []);
    for store in &Store::ALL[..5] {
        assert_eq!(storage.read(*store, "").await.unwrap(), [row("key", b"kept")], "{store:?}");
    }
    for store in &Store::ALL[5..] {
        assert_eq!(storage.read(*store, "").await.unwrap(), [], "{store:?}");
        let written = transaction(0, vec![put(*store, "new", b"1")]);
        assert_eq!(storage.write(&written).await, Ok(Outcome::Written));
    }
}

#[wasm_bindgen_test]
async fn t_48_a_row_of_the_hosts_own_is_changed_only_from_what_it_is_known_as() {
    let (name, storage) = fresh("own").await;
    assert_eq!(storage.write(&transaction(0, vec![enter(1)])).await, Ok(Outcome::Written));
    let there = database::open(&name).await.unwrap();
    let lock = async || database::own(&there, LOCK).await.unwrap();
    let change = async |from: Option<&[u8]>, to: Option<&[u8]>| {
        database::change_own(&there, &OwnChange { name: LOCK, from, to }).await.unwrap()
    };
    assert_eq!(change(Some(b"one"), Some(b"two")).await, Outcome::Changed);
    assert_eq!(lock().await, None);
    assert_eq!(change(None, Some(b"one")).await, Outcome::Written);
    assert_eq!(change(None, Some(b"two")).await, Outcome::Changed);
    assert_eq!(lock().await.as_deref(), Some(&b"one"[..]));

    // With rows of the engine's: all of it or nothing.
    let write = async |from: &[u8], chunk: &[u8]| {
        let own = OwnChange { name: LOCK, from: Some(from), to: None };
        let rows = transaction(1, vec![put(Store::Chunks, "a|1", chunk)]);
        database::write_with(&there, &rows, Some(own)).await.unwrap()
    };
    assert_eq!(write(b"two", b"late").await, Outcome::Changed);
    assert_eq!(storage.read(Store::Chunks, "").await.unwrap(), []);
    assert_eq!(write(b"one", b"right").await, Outcome::Written);
    assert_eq!(storage.read(Store::Chunks, "").await.unwrap(), [row("a|1", b"right")]);
    assert_eq!(lock().await, None);
}
