//! The rules of `docs/design/tabs.md` about whole connections: real workers, in a real browser.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests; clippy does not take them for such in a browser"
)]

mod lock;
mod page;
mod script;
mod sharing;

use engine::message::{Ask, Reply};
use page::{Page, database, sleep, until, until_some};
use script::Behaviour;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use worker::{page::read_projection, page::wipe, wire::LinkState};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn t_19_two_tabs_show_the_same_data_as_it_changes() {
    let database = database("same").await;
    let mut ana = Page::open(&database).await;
    let mut ben = Page::open(&database).await;
    assert!(ana.leads() && !ben.leads());

    let first = ana.create("first");
    ana.answer(first).await;
    let second = ben.create("second");
    assert_eq!(ben.answer(second).await, Reply::Done);
    for page in [&ana, &ben] {
        until("both pages show both", || page.names() == ["first", "second"]).await;
    }

    let late = Page::open(&database).await;
    assert_eq!(late.names(), ["first", "second"], "a tab that comes later gets what is there");
}

#[wasm_bindgen_test]
async fn t_19_when_the_leader_is_killed_the_other_tab_loses_and_doubles_nothing() {
    let database = database("killed").await;
    let mut ana = Page::open(&database).await;
    let mut ben = Page::open(&database).await;

    let of_ana: Vec<u64> = (0..5).map(|number| ana.create(&format!("a{number}"))).collect();
    for id in of_ana {
        assert_eq!(ana.answer(id).await, Reply::Done);
    }
    // Undo is what would show a doubling: it takes back one more with every time it is done.
    let created: Vec<u64> = (0..30).map(|number| ben.create(&format!("b{number:02}"))).collect();
    let undone: Vec<u64> = (0..10).map(|_| ben.ask(Ask::Undo)).collect();
    until("the work is under way", || ben.answered(created[0])).await;
    // However fast the machine is: what is asked in the breath of the kill cannot be answered yet.
    let asked_last: Vec<u64> = (0..5).map(|number| ben.create(&format!("c{number}"))).collect();
    ana.connection.kill();

    for id in created.iter().chain(&undone).chain(&asked_last) {
        assert_eq!(ben.answer(*id).await, Reply::Done);
    }
    assert!(ben.leads());
    assert_eq!(ben.most_answers(), 1, "no request is answered twice");
    let kept = (0..5).map(|number| format!("a{number}"));
    let kept = kept.chain((0..20).map(|number| format!("b{number:02}")));
    let kept: Vec<String> = kept.chain((0..5).map(|number| format!("c{number}"))).collect();
    until("the page shows it", || ben.names() == kept).await;
    drop(ben);
    let late = Page::open(&database).await;
    assert_eq!(late.names(), kept, "and it is what is on the disk");
}

#[wasm_bindgen_test]
async fn t_19_when_the_other_tab_is_killed_the_leader_goes_on() {
    let database = database("follower").await;
    let mut ana = Page::open(&database).await;
    let mut ben = Page::open(&database).await;
    let asked = ben.create("asked");
    ben.answer(asked).await;
    ben.connection.kill();
    let next = ana.create("next");
    assert_eq!(ana.answer(next).await, Reply::Done);
    assert_eq!(ana.names(), ["asked", "next"]);
}

#[wasm_bindgen_test]
async fn t_9_a_closed_leader_hands_over_without_a_wait() {
    let database = database("closed").await;
    let mut ana = Page::open(&database).await;
    let mut ben = Page::open(&database).await;
    let kept = ana.create("kept");
    ana.connection.close();
    until("ben took over", || ben.leads()).await;
    let next = ben.create("next");
    assert_eq!(ben.answer(next).await, Reply::Done);
    assert_eq!(ben.names(), ["kept", "next"], "a leader finishes what it was asked ({kept})");
}

#[wasm_bindgen_test]
async fn t_5_a_frozen_leader_is_deposed() {
    let database = database("frozen").await;
    script::hold_lock(&database).await;
    let mut ana = Page::start(&database, Behaviour::Works);
    let id = ana.create("waits");
    sleep(600).await;
    assert!(!ana.answered(id), "it is given 1.2 seconds");
    assert_eq!(ana.answer(id).await, Reply::Done);
    assert!(ana.leads());
}

#[wasm_bindgen_test]
async fn t_11_a_newer_version_in_another_tab_stops_this_one_and_gets_the_lock() {
    let database = database("newer").await;
    let ana = Page::open(&database).await;
    script::say(&database, &[engine::message::VERSION - 1, 0]);
    script::say(&database, &[engine::message::VERSION, 250]);
    sleep(200).await;
    assert!(ana.leads(), "what is older or makes no sense is not listened to");

    script::say(&database, &[engine::message::VERSION + 1, 0]);
    until("the page is told", || matches!(ana.state(), Some(LinkState::Stopped(_)))).await;
    script::hold_lock(&database).await;
}

#[wasm_bindgen_test]
async fn t_12_a_wiped_workspace_is_gone_and_every_tab_is_told() {
    let database = database("wiped").await;
    let mut ana = Page::open(&database).await;
    let ben = Page::open(&database).await;
    let id = ana.create("gone");
    ana.answer(id).await;
    assert_eq!(wipe(&database).await, Ok(()));
    for page in [&ana, &ben] {
        until("the page is told", || page.state() == Some(LinkState::Wiped)).await;
    }
    sleep(300).await;
    assert!(worker::database::open_existing(&database).await.is_ok_and(|found| found.is_none()));
}

#[wasm_bindgen_test]
async fn t_17_the_page_reads_by_itself_what_was_written() {
    let database = database("projection").await;
    let mut ana = Page::open(&database).await;
    let id = ana.create("written");
    ana.answer(id).await;
    let heads = until_some("the change is told", || ana.heads()).await;
    let pages = read_projection(&database).await.unwrap().unwrap();
    let (_, page) = pages.iter().find(|(key, _)| *key == page::key()).unwrap();
    assert_eq!(page.rows.len(), 1);
    assert_eq!(page.heads, heads);
}

#[wasm_bindgen_test]
async fn t_18_a_worker_that_breaks_is_replaced_once_and_asked_again() {
    let database = database("breaks").await;
    for behaviour in [Behaviour::BreaksOnce, Behaviour::PanicsOnce] {
        let mut ana = Page::start(&database, behaviour);
        let id = ana.create("kept");
        assert_eq!(ana.answer(id).await, Reply::Done, "{behaviour:?}");
        assert!(ana.has_waited(), "{behaviour:?}");
        ana.connection.kill();
    }
}

#[wasm_bindgen_test]
async fn t_18_a_worker_that_breaks_again_is_given_up_and_the_page_is_told() {
    let database = database("broken").await;
    let ana = Page::start(&database, Behaviour::Breaks);
    let stopped = || matches!(ana.state(), Some(LinkState::Stopped(_)));
    until("the page is told", stopped).await;
}

#[wasm_bindgen_test]
async fn t_20_a_file_that_ends_the_engine_is_refused_as_often_as_it_is_chosen_and_the_page_goes_on() {
    let database = database("file").await;
    let mut ana = Page::start(&database, Behaviour::BreaksAtFiles);
    ana.ask(Ask::Open { have: Vec::new() });
    for name in ["a", "b", "c"] {
        let file = vec![(page::key(), vec![0; 20_000])];
        let merge = ana.ask(Ask::Merge { documents: file, origin: None });
        let other = ana.create(name);
        let Reply::Refused(problem) = ana.answer(merge).await else { panic!("it was taken in") };
        assert!(problem.what.starts_with("The engine stopped"), "{problem}");
        assert_eq!(ana.answer(other).await, Reply::Done, "what was asked besides is done");
    }
    assert!(ana.leads() && ana.has_waited());
    until("the page shows what was done", || ana.names() == ["a", "b", "c"]).await;
}
