//! Secrets at rest: each value is sealed with a key that cannot be taken out of the browser.
//!
//! The key is made by the browser and kept in the same database as an object that only the browser
//! can look into. So whoever gets at rows alone (a script in the page, a copied row) has no secret;
//! whoever gets the whole profile of the browser has all of it, as `docs/design/threats.md` says.

use js_sys::{Array, Object, Reflect, Uint8Array};
use kernel::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, CryptoKey, IdbDatabase, SubtleCrypto};

use crate::{
    browser,
    database::{self, Kept},
    troubles::Fault,
};

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

const AES_GCM: &str = "AES-GCM";

/// The first byte of a sealed value: how it is sealed.
const VERSION: u8 = 1;

/// How many bytes of chance each sealing takes. By far fewer than 2³² values are sealed with one
/// key, so no two of them share one.
const NONCE: usize = 12;

/// What to do where secrets cannot be opened.
const WAY_OUT: &str = "Nothing was changed. Where this browser’s data was copied or put back, use the \
    original; otherwise join anew, by an invitation, in another browser profile.";

/// What seals and opens the secrets of one database.
#[derive(Clone)]
pub struct Sealer {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Sealer {
    /// With the key of this database; one is made where there is neither a key nor a secret. `None`: there
    /// are secrets and the key is gone, for good.
    ///
    /// # Errors
    /// When the browser makes, keeps or gives no key.
    pub async fn of(database: &IdbDatabase) -> Result<Option<Self>, Problem> {
        let subtle = subtle()?;
        let kept = database::sealing_key(database, None).await.map_err(refused)?;
        let kept = match kept {
            // The key is made first: a transaction does not wait for anything but itself.
            Kept::Nothing => {
                let made = made(&subtle).await?;
                database::sealing_key(database, Some(&made)).await.map_err(refused)?
            }
            kept => kept,
        };
        Ok(match kept {
            Kept::Key(key) => Some(Self { subtle, key: key.unchecked_into() }),
            Kept::Nothing | Kept::SecretsAlone => None,
        })
    }

    /// Seals the value of a key.
    ///
    /// # Errors
    /// When the browser fails at it.
    pub async fn seal(&self, name: &str, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        let nonce = browser::random_for_keys::<NONCE>()?;
        let sealed = self
            .subtle
            .encrypt_with_object_and_u8_array(&parameters(&nonce, name), &self.key, plain)
            .map_err(|thrown| failed(&thrown))?;
        let sealed = JsFuture::from(sealed).await.map_err(|thrown| failed(&thrown))?;
        let mut value = vec![VERSION];
        value.extend(nonce);
        value.extend(Uint8Array::new(&sealed).to_vec());
        Ok(value)
    }

    /// Opens the value of a key. `None`: it is not what was sealed here, with this key, for this name.
    ///
    /// # Errors
    /// When the browser fails at it.
    pub async fn open(&self, name: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
        let Some(body) = sealed.strip_prefix(&[VERSION]) else { return Ok(None) };
        let Some((nonce, body)) = body.split_first_chunk::<NONCE>() else { return Ok(None) };
        let plain = self
            .subtle
            .decrypt_with_object_and_u8_array(&parameters(nonce, name), &self.key, body)
            .map_err(|thrown| failed(&thrown))?;
        // The browser tells wrong bytes from nothing else on purpose.
        Ok(JsFuture::from(plain).await.ok().map(|plain| Uint8Array::new(&plain).to_vec()))
    }
}

/// The problem of a secret that is to be sealed where the key is gone.
pub fn key_gone() -> Problem {
    Problem::new("The key is gone with which this browser had sealed the secrets of this workspace.", WAY_OUT)
}

/// The browser's cryptography, which there is only where the page came by a safe way.
fn subtle() -> Result<SubtleCrypto, Problem> {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name)).ok();
    get(&js_sys::global(), "crypto")
        .and_then(|crypto| get(&crypto, "subtle"))
        .filter(JsValue::is_object)
        .map(JsCast::unchecked_into)
        .ok_or_else(|| {
            Problem::new(
                "This address is not secure, so the browser switches off the cryptography that sharing needs.",
                "Open it by https, or by http://localhost on the same machine.",
            )
        })
}

/// A new key that seals and opens, and cannot be taken out.
async fn made(subtle: &SubtleCrypto) -> Result<JsValue, Problem> {
    let uses = Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt"));
    let made = subtle
        .generate_key_with_object(&AesKeyGenParams::new(AES_GCM, 256), false, &uses)
        .map_err(|thrown| failed(&thrown))?;
    JsFuture::from(made).await.map_err(|thrown| failed(&thrown))
}

/// A sealed value belongs to its name: put under another one, it does not open.
fn parameters(nonce: &[u8; NONCE], name: &str) -> AesGcmParams {
    let bytes = |bytes: &[u8]| -> Object { Uint8Array::from(bytes).into() };
    let parameters = AesGcmParams::new(AES_GCM, &bytes(nonce));
    parameters.set_additional_data(&bytes(format!("pilothouse secrets 1|{name}").as_bytes()));
    parameters
}

/// The browser does not give or keep the key.
fn refused(fault: Fault) -> Problem {
    match fault.name.as_str() {
        // Some browsers keep no keys in private windows.
        "DataCloneError" => Problem::new(
            "The browser refuses to keep a key for this site.",
            "Leave the private window, or use a current version of Chrome, Edge, Firefox or Safari.",
        ),
        _ => fault.problem(),
    }
}

fn failed(thrown: &JsValue) -> Problem {
    let fault = Fault::of(thrown);
    let detail = if fault.message.is_empty() { fault.name } else { fault.message };
    Problem::new(format!("The browser’s cryptography failed ({detail})."), "Reload the tab.")
}
