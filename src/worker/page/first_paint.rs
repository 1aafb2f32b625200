//! What a page shows before any engine has answered: the persisted projection, unless it is locked.

use document::{DocumentKey, Page};
use engine::{
    projection,
    segments::segment_key,
    storage::{PLACES, Store, document_prefix},
};
use js_sys::{Array, Promise, Reflect};
use kernel::{Problem, RecordId};
use std::collections::BTreeSet;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;

use crate::{database, troubles::Fault};

/// In a workspace of fewer parts everything is read as quickly as one record is found (ours).
const MANY: usize = 32;

/// Where `public/early.js` leaves what it reads.
const EARLY: &str = "early";

/// The rows of every document as they were last written, read by the page itself, with the
/// heads that [`Ask::Open`](engine::message::Ask::Open) wants; at the page's start those that `public/early.js` has
/// read while this program was loading. Empty when there is no database,
/// and none is made. A document whose rows cannot be read is left out; the engine sends it.
/// `None` when the workspace is locked by a passphrase: nothing of it can be shown before the engine has
/// opened it.
///
/// # Errors
/// When the browser cannot read.
pub async fn read_projection(database: &str) -> Result<Option<Vec<(DocumentKey, Page)>>, Problem> {
    if let Some(early) = early(database).await {
        return Ok(early);
    }
    let found = database::open_existing(database).await.map_err(|fault| fault.problem())?;
    let Some(handle) = found else { return Ok(Some(Vec::new())) };
    let locked = database::has_lock(&handle).await;
    let rows = match locked {
        Ok(false) => database::read_before(&handle, Store::Projection, PLACES).await.map(Some),
        Ok(true) => Ok(None),
        Err(fault) => Err(fault),
    };
    handle.close();
    let rows = rows.map_err(|fault| fault.problem())?;
    Ok(rows.map(|(keys, values)| projection::pages(database::pairs(&keys, &values))))
}

/// What shows one record, out of a workspace that takes longer to read: the documents that have it, and those about
/// it when it is a person. Everything else is still to be read, by [`read_projection`].
///
/// Empty when reading everything is as quick, when the record is not found, and where there is nothing to read or a
/// lock.
///
/// # Errors
/// When the browser cannot read.
pub async fn read_one(database: &str, record: RecordId) -> Result<Vec<(DocumentKey, Page)>, Problem> {
    let found = database::open_existing(database).await.map_err(|fault| fault.problem())?;
    let Some(handle) = found else { return Ok(Vec::new()) };
    let pages = pages_of(&handle, record).await;
    handle.close();
    pages.map_err(|fault| fault.problem())
}

async fn pages_of(handle: &IdbDatabase, record: RecordId) -> Result<Vec<(DocumentKey, Page)>, Fault> {
    if database::has_lock(handle).await? {
        return Ok(Vec::new());
    }
    let places = database::read(handle, Store::Projection, PLACES).await?;
    if places.len() < MANY {
        return Ok(Vec::new());
    }
    let places = places.iter().map(|(key, value)| (key.as_str(), value.as_slice()));
    let documents = projection::documents_of(record, places);
    let segments: BTreeSet<String> = documents.iter().map(segment_key).collect();
    // A segment is below what stands beside it.
    let prefixes: Vec<String> = segments.into_iter().chain(documents.iter().map(document_prefix)).collect();
    let mut pages = projection::Pages::of(documents);
    for prefix in prefixes {
        pages.take(database::read(handle, Store::Projection, &prefix).await?);
    }
    let pages = pages.done();
    // It may have been taken out since.
    let is_there = pages.iter().any(|(_, page)| page.rows.iter().any(|row| row.id == record));
    Ok(if is_there { pages } else { Vec::new() })
}

/// The rows that `public/early.js` reads since before this program was there, once: whoever asks later gets what is on
/// the disk then. They come in batches, and while one is made rows of here the browser gets the next.
/// Inside, `None` when the workspace is locked; outside, when there is nothing to take over, or not all of it.
async fn early(database: &str) -> Option<Option<Vec<(DocumentKey, Page)>>> {
    let name = JsValue::from_str(EARLY);
    let early = Reflect::get(&js_sys::global(), &name).ok()?;
    let of = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    if of(&early, "database")?.as_string()? != database {
        return None;
    }
    Reflect::set(&js_sys::global(), &name, &JsValue::UNDEFINED).ok()?;
    let mut pages = projection::Pages::default();
    let mut next = of(&early, "rows")?;
    while !next.is_undefined() {
        let batch = JsFuture::from(Promise::resolve(&next)).await.ok()?;
        if of(&batch, "locked")?.is_truthy() {
            return Some(None);
        }
        let (keys, values): (Array, Array) =
            (of(&batch, "keys")?.dyn_into().ok()?, of(&batch, "values")?.dyn_into().ok()?);
        pages.take(database::pairs(&keys, &values));
        next = of(&batch, "next")?;
    }
    Some(Some(pages.done()))
}

/// Whether a workspace is locked by a passphrase on this disk. No database is made.
///
/// # Errors
/// When the browser cannot read.
pub async fn has_lock(database: &str) -> Result<bool, Problem> {
    let found = database::open_existing(database).await.map_err(|fault| fault.problem())?;
    let Some(handle) = found else { return Ok(false) };
    let locked = database::has_lock(&handle).await;
    handle.close();
    locked.map_err(|fault| fault.problem())
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::segments::SEGMENT;

    #[test]
    fn s_41_what_reads_early_names_things_as_they_are_here() {
        let early = include_str!("../../../public/early.js");
        for name in [Store::Projection.name(), database::KEYS, database::LOCK, PLACES, SEGMENT] {
            assert!(early.contains(&format!("'{name}'")), "{name}");
        }
        assert!(early.contains(&format!("globalThis.{EARLY} =")));
    }
}
