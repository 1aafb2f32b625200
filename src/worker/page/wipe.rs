//! Deleting a workspace as a whole.

use js_sys::{Array, Promise};
use kernel::Problem;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{database, wire::Call};

/// How long other tabs get to let go, in milliseconds (ours).
const PATIENCE_MILLIS: i32 = 10_000;

/// Deletes a database for ever. Every tab that has it open lets go of it, this one included, and
/// is told [`LinkState::Wiped`](crate::wire::LinkState::Wiped).
///
/// # Errors
/// When another tab does not let go, or the browser cannot delete.
pub async fn wipe(name: &str) -> Result<(), Problem> {
    super::call(name, &Call::Wipe);
    let name = name.to_owned();
    let deleted = future_to_promise(async move {
        Ok(match database::delete(&name).await {
            Ok(()) => JsValue::TRUE,
            Err(fault) => JsValue::from_str(&fault.problem().what),
        })
    });
    let late = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer there is only no deadline.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MILLIS);
        }
    });
    let blocked = Problem::new(
        "Another tab does not let go of the workspace, so it is not deleted yet.",
        "Close every other Pilothouse tab; it is deleted then.",
    );
    match JsFuture::from(Promise::race(&Array::of2(&deleted, &late))).await {
        Ok(value) if value == JsValue::TRUE => Ok(()),
        Ok(value) => match value.as_string() {
            Some(what) => Err(Problem::new(what, "Reload the tab and try again.")),
            None => Err(blocked),
        },
        Err(_) => Err(blocked),
    }
}
