//! The program that finds codes in pictures. It says `true` when it listens; then every picture
//! (`[width, height, pixels]`) is answered by its text, or by `null`.

use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = EventListener::new(&scope, "message", move |event| {
        let event: &MessageEvent = event.unchecked_ref();
        answer(&text_in(&event.data()).map_or(JsValue::NULL, JsValue::from));
    });
    // It lives as long as the worker.
    on_message.forget();
    answer(&JsValue::TRUE);
}

fn answer(value: &JsValue) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A text can always be handed over.
    let _ = scope.post_message(value);
}

fn text_in(message: &JsValue) -> Option<String> {
    let parts: &Array = message.dyn_ref()?;
    let number = |index: u32| parts.get(index).as_f64().filter(|number| (0.0..65_536.0).contains(number));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked one line above")]
    let (width, height) = (number(0)? as usize, number(1)? as usize);
    let pixels = Uint8Array::new(&parts.get(2));
    let fits = width.checked_mul(height).is_some_and(|count| count <= scan::MOST_PIXELS);
    fits.then(|| scan::read(width, height, &pixels.to_vec())).flatten()
}
