//! What the browser says about storage: whether there is any, how much, and how safe it is.

use js_sys::{Promise, Reflect};
use kernel::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use crate::database;

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

/// What the browser says about this site's storage; `None` where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StorageFacts {
    /// Whether the data is kept until the user deletes it. Otherwise the browser may remove it
    /// when the disk fills up, or after weeks without a visit.
    pub persisted: Option<bool>,
    /// Bytes used by this site, as the browser estimates them.
    pub usage: Option<u64>,
    /// Bytes this site may use, as the browser estimates them.
    pub quota: Option<u64>,
}

/// Whether data can be stored here at all. Leaves nothing behind.
///
/// # Errors
/// A problem to show instead of the application: no IndexedDB, storage refused (private
/// windows), or an address without `https`, where browsers switch off what several tabs need.
pub async fn probe() -> Result<(), Problem> {
    database::factory()?;
    database::open_existing("pilothouse-probe").await.map_err(|fault| {
        Problem::new(
            format!("The browser refuses to store data for this site ({}).", fault.name),
            "Leave the private window, or allow site data for this address, and reload.",
        )
    })?;
    if property(&js_sys::global(), &["navigator", "locks"]).is_none() {
        return Err(Problem::new(
            "This address is not secure, so the browser switches off what Pilothouse needs.",
            "Open it by https, or by http://localhost on the same machine.",
        ));
    }
    Ok(())
}

/// The facts as they are now.
pub async fn storage_facts() -> StorageFacts {
    let Some(manager) = manager() else { return StorageFacts::default() };
    let persisted = answer(manager.persisted()).await.and_then(|value| value.as_bool());
    let estimate = answer(manager.estimate()).await;
    let bytes = |name: &str| {
        let number = property(estimate.as_ref()?, &[name])?.as_f64()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes")]
        Some(number as u64)
    };
    StorageFacts { persisted, usage: bytes("usage"), quota: bytes("quota") }
}

/// Asks the browser to keep the data until the user deletes it. Some browsers ask the user;
/// call it upon a click. Returns whether it is kept.
pub async fn persist() -> bool {
    let Some(manager) = manager() else { return false };
    answer(manager.persist()).await.and_then(|value| value.as_bool()).unwrap_or(false)
}

fn manager() -> Option<StorageManager> {
    property(&js_sys::global(), &["navigator", "storage"]).map(JsCast::unchecked_into)
}

async fn answer(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// The value at the end of a path of properties, when there is one.
fn property(from: &JsValue, path: &[&str]) -> Option<JsValue> {
    path.iter().try_fold(from.clone(), |value, name| {
        Reflect::get(&value, &JsValue::from_str(name))
            .ok()
            .filter(|value| !value.is_undefined() && !value.is_null())
    })
}
