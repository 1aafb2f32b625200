//! What a page shows before any engine has answered: the persisted projection.

use document::{DocumentKey, Page};
use engine::{projection, storage::Store};
use kernel::Problem;

use crate::database;

/// The rows of every document as they were last written, read by the page itself, with the
/// heads that [`Ask::Open`](engine::message::Ask::Open) wants. Empty when there is no database,
/// and none is made. A document whose rows cannot be read is left out; the engine sends it.
///
/// # Errors
/// When the browser cannot read.
pub async fn read_projection(database: &str) -> Result<Vec<(DocumentKey, Page)>, Problem> {
    let found = database::open_existing(database).await.map_err(|fault| fault.problem())?;
    let Some(handle) = found else { return Ok(Vec::new()) };
    let rows = database::read(&handle, Store::Projection, "").await;
    handle.close();
    let rows = rows.map_err(|fault| fault.problem())?;
    Ok(projection::pages(rows.iter().map(|(key, value)| (key.as_str(), value.as_slice()))))
}
