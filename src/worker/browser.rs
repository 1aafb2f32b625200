//! The few things of a browser that page and worker both need: bytes, time, chance.

use gloo::timers::callback::Timeout;
use js_sys::{Promise, Reflect, Uint8Array};
use kernel::{Problem, Timestamp};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The time now, by this device's clock.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and far below 2^53"
    )]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Bytes from the browser's generator, for ids.
///
/// Every browser that runs WebAssembly has it; where it failed all the same, the bytes are zero and
/// ids rest on the time alone.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    random_for_keys().unwrap_or([0; N])
}

/// Bytes from the browser's generator, which is fit for keys.
///
/// # Errors
/// When the generator fails: nothing may then rest on the bytes.
pub fn random_for_keys<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    Reflect::get(&js_sys::global(), &JsValue::from_str("crypto"))
        .ok()
        .filter(JsValue::is_object)
        .and_then(|crypto| {
            crypto.unchecked_into::<web_sys::Crypto>().get_random_values_with_u8_array(&mut bytes).ok()
        })
        .ok_or_else(|| {
            Problem::new(
                "The browser gives no random numbers, so no key can be made.",
                "Use a current browser.",
            )
        })?;
    Ok(bytes)
}

/// The bytes of a message's data, which is an `ArrayBuffer` or a `Uint8Array`.
#[must_use]
pub fn bytes_of(data: &JsValue) -> Vec<u8> {
    Uint8Array::new(data).to_vec()
}

/// Bytes as an `ArrayBuffer` of their own, fit to be handed over.
#[must_use]
pub fn buffer_of(bytes: &[u8]) -> js_sys::ArrayBuffer {
    Uint8Array::from(bytes).buffer()
}

/// Waits so many milliseconds.
pub async fn sleep(millis: u32) {
    let over = Promise::new(&mut |resolve, _| {
        // The function that resolves a promise throws nothing.
        Timeout::new(millis, move || drop(resolve.call0(&JsValue::UNDEFINED))).forget();
    });
    // It is never rejected.
    let _ = JsFuture::from(over).await;
}
