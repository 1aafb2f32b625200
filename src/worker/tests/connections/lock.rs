//! The rules of `docs/design/tabs.md` about the lock by a passphrase.

use engine::message::{Ask, Reply};
use engine::storage::Store;
use wasm_bindgen_test::wasm_bindgen_test;
use worker::{
    database::{open_existing, read},
    page::{has_lock, read_projection},
    wire::{LinkState, LockNews},
};

use crate::{
    page::{Page, database, sleep, until},
    script::Behaviour,
};

const RIGHT: &str = "four winds and a harbour";

/// A page whose workspace has a record and was locked.
async fn locked(database: &str) -> Page {
    let mut page = Page::open(database).await;
    let id = page.create("marker");
    page.answer(id).await;
    page.connection.change_lock(None, Some(RIGHT.to_owned()));
    until("the lock is set", || page.heard(&LockNews::Changed)).await;
    until("the engine is back", || page.leads()).await;
    page
}

/// A page that came up before a shut gate.
async fn shut(database: &str) -> Page {
    let page = Page::start(database, Behaviour::Works);
    until("it is locked", || page.state() == Some(LinkState::Locked)).await;
    page
}

async fn values(name: &str, store: Store) -> Vec<(String, Vec<u8>)> {
    let database = open_existing(name).await.unwrap().unwrap();
    let rows = read(&database, store, "").await.unwrap();
    database.close();
    rows
}

#[wasm_bindgen_test]
async fn t_40_a_shut_gate_starts_no_engine_and_what_is_asked_waits() {
    let database = database("gate").await;
    drop(locked(&database).await);
    assert_eq!(read_projection(&database).await.unwrap(), None);
    let rows = values(&database, Store::Projection).await;
    assert!(!rows.is_empty() && rows.iter().all(|(_, value)| value[0] == 0xee));
    let tenure = values(&database, Store::Meta).await;

    let mut page = shut(&database).await;
    let open = page.ask(Ask::Open { have: Vec::new() });
    sleep(1_000).await;
    assert!(!page.answered(open));
    assert_eq!(values(&database, Store::Meta).await, tenure, "no engine has begun its tenure");
    page.connection.unlock(RIGHT.to_owned());
    assert!(matches!(page.answer(open).await, Reply::Welcome(_)));
    until("the row is shown", || page.names() == ["marker"]).await;
}

#[wasm_bindgen_test]
async fn t_41_one_tab_that_is_open_opens_the_others() {
    let database = database("handed").await;
    drop(locked(&database).await);
    let (first, mut second) = (shut(&database).await, shut(&database).await);
    first.connection.unlock(RIGHT.to_owned());
    second.ask(Ask::Open { have: Vec::new() });
    until("the other opens", || second.names() == ["marker"]).await;
    let third = Page::open(&database).await;
    assert_eq!(third.names(), ["marker"], "a new tab asks for nothing");
}

#[wasm_bindgen_test]
async fn t_42_locking_reaches_all_tabs_and_nobody_hands_out_the_key_after_it() {
    let database = database("now").await;
    let first = locked(&database).await;
    let mut second = Page::open(&database).await;
    first.connection.lock_now();
    for page in [&first, &second] {
        until("the page is told", || page.state() == Some(LinkState::Locking)).await;
    }
    let id = second.create("typed in the last moment");
    assert_eq!(second.answer(id).await, Reply::Done, "what the page still has to say gets through");
    // Both live on, as pages that have not started anew yet.
    drop(shut(&database).await);
}

#[wasm_bindgen_test]
async fn t_43_a_lock_is_set_and_taken_away_while_other_tabs_work() {
    let database = database("set").await;
    let mut other = Page::open(&database).await;
    let first = locked(&database).await;
    let id = other.create("other");
    assert_eq!(other.answer(id).await, Reply::Done);
    until("both are shown", || other.names() == ["marker", "other"]).await;
    assert!(values(&database, Store::Chunks).await.iter().all(|(_, value)| value[0] == 0xee));

    first.connection.change_lock(Some(RIGHT.to_owned()), None);
    until("it is taken away", || first.heard_times(&LockNews::Changed) == 2).await;
    let id = other.create("plain");
    assert_eq!(other.answer(id).await, Reply::Done);
    assert!(!has_lock(&database).await.unwrap());
    for store in Store::ALL {
        assert!(values(&database, store).await.iter().all(|(_, value)| value.first() != Some(&0xee)));
    }
}

#[wasm_bindgen_test]
async fn t_48_of_two_tabs_that_set_a_lock_at_once_one_sets_it() {
    const OTHER: &str = "five winds and a lighthouse";
    let database = database("twice").await;
    let mut first = Page::open(&database).await;
    let id = first.create("marker");
    first.answer(id).await;
    let second = Page::open(&database).await;
    first.connection.change_lock(None, Some(RIGHT.to_owned()));
    second.connection.change_lock(None, Some(OTHER.to_owned()));
    until("both have heard", || [&first, &second].iter().all(|page| page.heard_of_its_lock())).await;
    let is_changed = |page: &Page| page.heard(&LockNews::Changed);
    assert!(is_changed(&first) != is_changed(&second), "one of the two is refused");
    let chosen = if is_changed(&first) { RIGHT } else { OTHER };
    for page in [&first, &second] {
        until("both go on", || page.names() == ["marker"]).await;
    }
    drop((first, second));

    let mut page = shut(&database).await;
    page.ask(Ask::Open { have: Vec::new() });
    page.connection.unlock(chosen.to_owned());
    until("it opens all that was there", || page.names() == ["marker"]).await;
}

#[wasm_bindgen_test]
async fn t_44_wrong_passphrases_are_counted_over_reloads() {
    let database = database("wrong").await;
    drop(locked(&database).await);
    for wait in [0, 0, 2_000] {
        let page = shut(&database).await;
        page.connection.unlock("five winds and a harbour".to_owned());
        until("it is refused", || page.heard(&LockNews::Wrong { wait })).await;
    }
    let mut page = shut(&database).await;
    page.ask(Ask::Open { have: Vec::new() });
    page.connection.unlock(RIGHT.to_owned());
    sleep(1_500).await;
    assert_eq!(page.state(), Some(LinkState::Locked), "it is not looked at before");
    until("it opens", || page.names() == ["marker"]).await;
}
