//! Workers for the tests: each runs this very test binary, loaded again from the runner's server.

use js_sys::Array;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::{page::Script, wire::lock_name};

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Behaviour {
    /// What it should.
    Works,
    /// Throws before it is up, the first time it is started.
    BreaksOnce,
    /// Panics once it is up, the first time it is started.
    PanicsOnce,
    /// Throws before it is up, every time.
    Breaks,
    /// Throws whenever it is handed a message of 10 KB or more, as one with a file is.
    BreaksAtFiles,
}

/// The program of a worker.
#[wasm_bindgen]
pub fn run_worker() {
    worker::host::run();
}

/// The program of a worker that panics.
#[wasm_bindgen]
pub fn run_worker_that_panics() {
    worker::host::run();
    panic!("as the test wants it");
}

/// A script that behaves so.
pub fn script(behaviour: Behaviour) -> Script {
    let origin = js_sys::eval("location.origin").unwrap().as_string().unwrap();
    let broken =
        "setTimeout(() => { throw new Error('as the test wants it') }); await new Promise(() => {});";
    // A cache is storage that a worker can look at and that outlives it.
    let unique = u128::from_be_bytes(worker::browser::random());
    let once = |then: &str| {
        format!(
            "const mark = 'started-{unique:032x}';
             if (!(await caches.has(mark))) {{ await caches.open(mark); {then} }}"
        )
    };
    let start = match behaviour {
        Behaviour::Works => String::new(),
        Behaviour::BreaksOnce => once(broken),
        Behaviour::PanicsOnce => once("run = run_worker_that_panics;"),
        Behaviour::Breaks => broken.to_owned(),
        Behaviour::BreaksAtFiles => "addEventListener('message', (event) => {
             if (event.data.byteLength < 10_000) return;
             event.stopImmediatePropagation();
             throw new Error('as the test wants it');
         });"
        .to_owned(),
    };
    let code = format!(
        "import init, {{ run_worker, run_worker_that_panics }} from '{origin}/wasm-bindgen-test.js';
         let run = run_worker;
         {start}
         await init({{ module_or_path: '{origin}/wasm-bindgen-test_bg.wasm' }});
         run();"
    );
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let parts = Array::of1(&JsValue::from_str(&code));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).unwrap();
    Script::Module(web_sys::Url::create_object_url_with_blob(&blob).unwrap())
}

/// Holds a database's lock from the page, as a tab that was frozen does: for ever and silently.
pub async fn hold_lock(database: &str) {
    let name = lock_name(database);
    let code = format!(
        "new Promise((held) => navigator.locks.request('{name}', () => {{ held(); return new Promise(() => {{}}) }}).catch(() => {{}}))"
    );
    let held: js_sys::Promise = js_sys::eval(&code).unwrap().into();
    JsFuture::from(held).await.unwrap();
}

/// Says something to the workers of every tab, as another tab's worker does.
pub fn say(database: &str, bytes: &[u8]) {
    let channel = web_sys::BroadcastChannel::new(&lock_name(database)).unwrap();
    channel.post_message(&worker::browser::buffer_of(bytes)).unwrap();
    channel.close();
}
