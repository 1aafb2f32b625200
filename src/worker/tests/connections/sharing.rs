//! Sharing as far as one browser can show it: keys on its disk, and a relay that is not there.

use engine::{
    message::{Reply, Share, Standing},
    storage::Store,
};
use wasm_bindgen_test::wasm_bindgen_test;
use worker::database::{self as disk, Kept};

use crate::page::{Page, database, sleep, until};

/// Browsers never connect to this port, so nobody can be there.
const NOBODY: &str = "ws://127.0.0.1:1/sync";

fn start() -> Share {
    Share::Start {
        relay: Some(NOBODY.to_owned()),
        token: Some("the planted marker".to_owned()),
        name: "Ana".to_owned(),
        device: "Laptop".to_owned(),
    }
}

#[wasm_bindgen_test]
async fn t_24_a_workspace_that_is_shared_has_its_keys_sealed_and_the_next_leader_opens_them() {
    let database = database("shared").await;
    let mut ana = Page::open(&database).await;
    let mut ben = Page::open(&database).await;
    let shared = ana.share(start());
    assert_eq!(ana.answer(shared).await, Reply::Done);

    let handle = disk::open(&database).await.unwrap();
    let rows = disk::read(&handle, Store::Secrets, "").await.unwrap();
    let kept = disk::sealing_key(&handle, None).await.unwrap();
    handle.close();
    assert!(matches!(kept, Kept::Key(_)), "{kept:?}");
    assert!(rows.iter().any(|(key, _)| key == "device") && rows.iter().any(|(key, _)| key == "token"));
    let marker: &[u8] = b"planted";
    assert!(rows.iter().all(|(_, value)| !value.windows(marker.len()).any(|part| part == marker)));

    ana.connection.kill();
    until("the other tab takes over", || ben.leads()).await;
    let state = ben.sharing().await;
    assert!(matches!(state.standing, Standing::Member(_)), "{:?}", state.standing);
    let made = ben.create("sealed under the keys that were read");
    assert_eq!(ben.answer(made).await, Reply::Done);
}

#[wasm_bindgen_test]
async fn t_23_a_relay_that_is_not_there_is_shown_with_the_reason() {
    let database = database("nobody").await;
    let mut ana = Page::open(&database).await;
    let shared = ana.share(start());
    ana.answer(shared).await;
    let problem = loop {
        let state = ana.sharing().await;
        if let Some(problem) = state.paths.iter().find_map(|path| path.problem.clone()) {
            break problem;
        }
        sleep(50).await;
    };
    assert!(problem.what.contains("cannot be reached"), "{problem}");
    let made = ana.create("work goes on");
    assert_eq!(ana.answer(made).await, Reply::Done);
}
