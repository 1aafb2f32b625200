//! The few things the app asks of the browser itself: what is remembered, the clock, randomness, files.

use js_sys::{Array, Date, Uint8Array};
use kernel::{Problem, RecordId, Timestamp};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The browser's window.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// Whether the address is that of Monday.
pub fn is_at_monday() -> bool {
    window().location().pathname().is_ok_and(|path| path == "/")
}

/// The record whose page the address names: `…/<id>`.
pub fn named_record() -> Option<RecordId> {
    let path = window().location().pathname().ok()?;
    path.rsplit('/').next()?.parse().ok()
}

/// A short text remembered in this browser under `key`. `None` also when the browser forbids it.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Remembers a short text in this browser. A browser that forbids it forgets; nothing depends on it.
pub fn remember(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Forgets what was remembered under `key`.
pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Whether there may be a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Loads the page anew at `path`.
pub fn start_at(path: &str) {
    let _ = window().location().assign(path);
}

/// Loads the page anew where it is.
pub fn reload() {
    let _ = window().location().reload();
}

/// The time now, by this device's clock.
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit 53 bits for 280,000 years"
    )]
    Timestamp::from_millis(Date::now() as i64)
}

/// How many minutes local time is ahead of UTC at an instant: in summer it is more.
pub fn offset_minutes(at: Timestamp) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit 53 bits for 280,000 years")]
    let at = Date::new(&JsValue::from_f64(at.millis() as f64));
    #[expect(clippy::cast_possible_truncation, reason = "an offset is at most 14 hours")]
    let behind = at.get_timezone_offset() as i32;
    -behind
}

/// Ten random bytes from the browser's generator.
pub fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    #[expect(
        clippy::expect_used,
        reason = "an id that is not random could overwrite another record; better to stop"
    )]
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes))
        .expect("every browser that runs WebAssembly has a random generator");
    bytes
}

/// Offers `bytes` as a file to be kept.
///
/// # Errors
/// When the browser cannot make a file of so many bytes.
pub fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), Problem> {
    let refused = |_: JsValue| {
        Problem::new(
            "The browser could not make the file.",
            "Free some memory by closing other tabs, then try again.",
        )
        .at(name)
    };
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(refused)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let link = leptos::prelude::document().create_element("a").map_err(refused)?;
    let link: web_sys::HtmlAnchorElement = link.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the bytes over by then; ours to free later.
    leptos::prelude::set_timeout(
        move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(60),
    );
    Ok(())
}

/// The bytes of a file that the user has chosen, if it has at most so many.
///
/// # Errors
/// When it is larger, which is found out without reading it, or the browser cannot read it.
pub async fn read(file: &web_sys::File, most: usize) -> Result<Vec<u8>, Problem> {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    if file.size() > most as f64 {
        let what = format!("The file is larger than {} MB, the most that is read here.", most >> 20);
        return Err(Problem::new(what, "Choose another file, or a part of it.").at(file.name()));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| {
        Problem::new(
            "The file cannot be read.",
            "Check that it is still there and not open elsewhere, then choose it again.",
        )
        .at(file.name())
    })?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// What the browser says it is.
pub fn user_agent() -> String {
    window().navigator().user_agent().unwrap_or_default()
}

/// The relay of the server that this page came from.
pub fn own_relay() -> String {
    let location = window().location();
    let scheme = if location.protocol().is_ok_and(|protocol| protocol == "https:") { "wss" } else { "ws" };
    format!("{scheme}://{}/sync", location.host().unwrap_or_default())
}

/// The address of the server that this page came from.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Opens the browser's dialog for printing. Where there is none, nothing happens.
pub fn print() {
    let _ = window().print();
}

/// The whole address of a place that is named by the part after `#`.
pub fn address_of_fragment(fragment: &str) -> String {
    format!("{}/#{fragment}", origin())
}

/// The part of the address after `#`, which is taken out of the address bar and of the browser's history.
pub fn take_fragment() -> Option<String> {
    let location = window().location();
    let fragment = location.hash().ok().filter(|hash| hash.len() > 1)?;
    let place = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    // A browser that refuses would leave it in sight, and nothing else.
    let _ = window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&place));
    fragment.strip_prefix('#').map(str::to_owned)
}

/// Puts a text on the clipboard; whether that was allowed.
pub async fn copy(text: &str) -> bool {
    // Only pages of a secure origin have a clipboard, and web-sys does not say so.
    let navigator = window().navigator();
    let has_one =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| !found.is_undefined());
    has_one && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Lets the browser draw and answer before work goes on.
pub async fn breathe() {
    let pause = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(pause).await;
}
