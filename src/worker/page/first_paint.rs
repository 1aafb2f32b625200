//! What a page shows before any engine has answered: the persisted projection, unless it is locked.

use document::{DocumentKey, Page};
use engine::{projection, storage::Store};
use kernel::Problem;

use crate::database;

/// The rows of every document as they were last written, read by the page itself, with the
/// heads that [`Ask::Open`](engine::message::Ask::Open) wants. Empty when there is no database,
/// and none is made. A document whose rows cannot be read is left out; the engine sends it.
/// `None` when the workspace is locked by a passphrase: nothing of it can be shown before the engine has
/// opened it.
///
/// # Errors
/// When the browser cannot read.
pub async fn read_projection(database: &str) -> Result<Option<Vec<(DocumentKey, Page)>>, Problem> {
    let found = database::open_existing(database).await.map_err(|fault| fault.problem())?;
    let Some(handle) = found else { return Ok(Some(Vec::new())) };
    let locked = database::has_lock(&handle).await;
    let rows = match locked {
        Ok(false) => database::read(&handle, Store::Projection, "").await.map(Some),
        Ok(true) => Ok(None),
        Err(fault) => Err(fault),
    };
    handle.close();
    let rows = rows.map_err(|fault| fault.problem())?;
    Ok(rows.map(|rows| projection::pages(rows.iter().map(|(key, value)| (key.as_str(), value.as_slice())))))
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
