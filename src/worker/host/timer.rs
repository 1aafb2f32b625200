//! Timers in a worker: run something later, once.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::DedicatedWorkerGlobalScope;

/// Runs something after so many milliseconds.
pub fn after(millis: i32, run: impl FnOnce() + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let run = Closure::once_into_js(run);
    // Refused only where a worker has no timers, and there is no such browser.
    let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), millis);
}
