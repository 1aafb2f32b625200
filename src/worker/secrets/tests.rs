//! The rules of `docs/design/tabs.md` about secrets, in a real browser.

#![expect(clippy::unwrap_used, reason = "tests; clippy does not take them for such in a browser")]

use crate::{
    database::{self, Kept, Outcome},
    storage::Storage,
};
use engine::storage::{Durability, Operation, Store, Transaction};
use js_sys::{Promise, eval};
use kernel::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CryptoKey, IdbDatabase};

wasm_bindgen_test_configure!(run_in_browser);

const MARKER: &[u8] = b"the planted marker";

/// A database of this test alone, made anew.
async fn fresh(name: &str) -> (String, Storage) {
    let name = format!("test-secrets-{name}");
    database::delete(&name).await.unwrap();
    let storage = Storage::new(&name);
    (name, storage)
}

fn put(store: Store, key: &str, value: &[u8]) -> Transaction {
    let operation = Operation::Put { store, key: key.to_owned(), value: value.to_vec() };
    Transaction { tenure: 0, operations: vec![operation], durability: Durability::Strict }
}

fn row(key: &str, value: &[u8]) -> (String, Vec<u8>) {
    (key.to_owned(), value.to_vec())
}

async fn opened(name: &str) -> IdbDatabase {
    database::open(name).await.unwrap()
}

/// The rows as they are on the disk.
async fn raw(name: &str) -> Vec<(String, Vec<u8>)> {
    database::read(&opened(name).await, Store::Secrets, "").await.unwrap()
}

/// Takes the key out of a database, as a copy of its rows alone is without it.
async fn lose_key(name: &str) {
    let code = format!(
        "new Promise((done) => {{
             const opening = indexedDB.open('{name}');
             opening.onsuccess = () => {{
                 const lost = opening.result.transaction('keys', 'readwrite');
                 lost.objectStore('keys').clear();
                 lost.oncomplete = () => {{ opening.result.close(); done(); }};
             }};
         }})"
    );
    let lost: Promise = eval(&code).unwrap().into();
    JsFuture::from(lost).await.unwrap();
}

fn lost(problem: &Problem) -> bool {
    problem.what.contains("key is gone") && problem.way_out.contains("Nothing was changed")
}

#[wasm_bindgen_test]
async fn t_24_a_secret_is_not_on_the_disk_as_it_is_and_comes_back_as_it_was() {
    let (name, storage) = fresh("sealed").await;
    assert_eq!(storage.read(Store::Secrets, "").await, Ok(Vec::new()), "what is empty needs no key");
    assert_eq!(storage.write(&put(Store::Secrets, "device", MARKER)).await, Ok(Outcome::Written));
    assert_eq!(storage.write(&put(Store::Secrets, "token", b"")).await, Ok(Outcome::Written));

    let on_disk = raw(&name).await;
    assert_eq!(on_disk.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["device", "token"]);
    assert!(on_disk.iter().all(|(_, value)| !value.windows(7).any(|part| part == &MARKER[4..11])));

    let again = Storage::new(&name);
    assert_eq!(again.read(Store::Secrets, "").await.unwrap(), [row("device", MARKER), row("token", b"")]);
    assert_eq!(again.write(&put(Store::Secrets, "device", MARKER)).await, Ok(Outcome::Written));
    assert_ne!(raw(&name).await[0], on_disk[0], "the same is sealed anew each time");
}

#[wasm_bindgen_test]
async fn t_24_the_key_cannot_be_taken_out() {
    let (name, storage) = fresh("key").await;
    storage.write(&put(Store::Secrets, "device", MARKER)).await.unwrap();
    let kept = database::sealing_key(&opened(&name).await, None).await.unwrap();
    let Kept::Key(key) = kept else { unreachable!("a key was kept: {kept:?}") };
    let key: CryptoKey = key.dyn_into().unwrap();
    assert!(!key.extractable());
    let subtle = web_sys::window().unwrap().crypto().unwrap().subtle();
    for format in ["raw", "jwk"] {
        let taken = JsFuture::from(subtle.export_key(format, &key).unwrap()).await;
        assert!(taken.is_err(), "{format}");
    }
}

#[wasm_bindgen_test]
async fn t_24_t_45_a_sealed_value_opens_only_under_its_name_and_unchanged() {
    let (name, storage) = fresh("moved").await;
    storage.write(&put(Store::Secrets, "device", MARKER)).await.unwrap();
    let sealed = raw(&name).await[0].1.clone();
    let mut changed = sealed.clone();
    *changed.last_mut().unwrap() ^= 1;
    for (key, value) in
        [("token", sealed.clone()), ("device", changed), ("device", sealed[..9].to_vec()), ("device", vec![])]
    {
        let there = opened(&name).await;
        assert_eq!(database::write(&there, &put(Store::Secrets, key, &value)).await, Ok(Outcome::Written));
        assert_eq!(Storage::new(&name).read(Store::Secrets, key).await, Ok(Vec::new()), "{key}");
    }
}

#[wasm_bindgen_test]
async fn t_24_t_45_rows_that_were_copied_without_the_key_are_as_good_as_gone_and_left_as_they_are() {
    let (name, storage) = fresh("copied").await;
    storage.write(&put(Store::Secrets, "device", MARKER)).await.unwrap();
    storage.close();
    lose_key(&name).await;
    let before = raw(&name).await;

    let copy = Storage::new(&name);
    assert_eq!(copy.read(Store::Secrets, "").await, Ok(Vec::new()));
    let problem = copy.write(&put(Store::Secrets, "device", b"other")).await.unwrap_err();
    assert!(lost(&problem), "{problem}");
    assert_eq!(raw(&name).await, before);
    let kept = database::sealing_key(&opened(&name).await, None).await.unwrap();
    assert!(matches!(kept, Kept::SecretsAlone), "{kept:?}");

    assert_eq!(copy.write(&put(Store::Chunks, "a|1", b"1")).await, Ok(Outcome::Written), "the rest goes on");
    assert_eq!(copy.read(Store::Chunks, "").await.unwrap(), [row("a|1", b"1")]);
}

#[wasm_bindgen_test]
async fn t_24_two_that_seal_first_at_the_same_time_use_one_key() {
    let (name, _) = fresh("race").await;
    let both = js_sys::Array::new();
    for key in ["device", "token"] {
        let storage = Storage::new(&name);
        both.push(&future_to_promise(async move {
            assert_eq!(storage.write(&put(Store::Secrets, key, MARKER)).await, Ok(Outcome::Written));
            Ok(JsValue::NULL)
        }));
    }
    JsFuture::from(Promise::all(&both)).await.unwrap();
    let rows = Storage::new(&name).read(Store::Secrets, "").await.unwrap();
    assert_eq!(rows, [row("device", MARKER), row("token", MARKER)]);
}

#[wasm_bindgen_test]
async fn t_24_where_the_browser_has_no_cryptography_it_says_why_and_writes_nothing() {
    let (name, storage) = fresh("insecure").await;
    eval("Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })").unwrap();
    let refused = storage.write(&put(Store::Secrets, "device", MARKER)).await;
    eval("delete crypto.subtle").unwrap();
    let problem = refused.unwrap_err();
    assert!(problem.what.contains("not secure") && problem.way_out.contains("https"), "{problem}");
    assert_eq!(raw(&name).await, []);
    assert_eq!(storage.write(&put(Store::Secrets, "device", MARKER)).await, Ok(Outcome::Written));
}
