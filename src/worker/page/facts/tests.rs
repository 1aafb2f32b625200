//! What a page learns of its storage, in a real browser, and in one that refuses.

use super::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Probes while a property of the window gives what the script says.
async fn probe_with(owner: &str, name: &str, getter: &str) -> Result<(), Problem> {
    let run = |code: String| js_sys::eval(&code).map(drop);
    let outcome = run(format!(
        "Object.defineProperty({owner}, '{name}', {{ configurable: true, get() {{ {getter} }} }})"
    ));
    assert_eq!(outcome, Ok(()));
    let probed = probe().await;
    // The own property stood before the browser's, which is on the prototype.
    assert_eq!(run(format!("delete {owner}.{name}")), Ok(()));
    probed
}

#[wasm_bindgen_test]
async fn t_16_a_browser_without_storage_or_one_that_refuses_it_is_told_from_one_that_works() {
    let refused = "throw new DOMException('denied', 'SecurityError')";
    let own = "Object.getOwnPropertyDescriptor(window, 'indexedDB')";
    let kept = js_sys::eval(own).ok();
    for (owner, name, getter, way_out) in [
        ("window", "indexedDB", "return undefined", "current version"),
        ("window", "indexedDB", refused, "private window"),
        ("navigator", "locks", "return undefined", "https"),
    ] {
        let problem = probe_with(owner, name, getter).await.err().map(|problem| problem.way_out);
        assert!(problem.as_ref().is_some_and(|text| text.contains(way_out)), "{getter}: {problem:?}");
        // In some browsers the property is the window's own; it is put back then.
        if let Some(kept) = kept.as_ref().filter(|kept| kept.is_object()) {
            let window: js_sys::Object = js_sys::global();
            js_sys::Object::define_property(&window, &JsValue::from_str("indexedDB"), kept.unchecked_ref());
        }
    }
    assert_eq!(probe().await, Ok(()));
}

#[wasm_bindgen_test]
async fn the_browser_says_how_much_may_be_stored_and_whether_it_is_kept() {
    let facts = storage_facts().await;
    assert!(facts.quota.is_some_and(|quota| quota > 1_000_000), "{facts:?}");
    assert!(facts.usage.is_some() && facts.persisted.is_some(), "{facts:?}");
    let granted = persist().await;
    assert_eq!(storage_facts().await.persisted, Some(granted));
}
