//! Trying a passphrase: wrong ones are counted on the disk, so that a reload does not make them cheaper.

use kernel::Problem;
use vault::{LockError, Passphrase, StorageKey};
use web_sys::IdbDatabase;

use crate::{
    browser, database,
    passphrase::{LockRow, delay},
    troubles::Fault,
    wire::{LockNews, Typed},
};

/// The row that counts wrong passphrases.
const TRIES: &str = "tries";

/// The row of the lock in a database and its storage key, when that is the passphrase; `None`: there is no lock.
///
/// # Errors
/// That it is wrong, or what the disk says.
pub async fn try_on(
    database: &IdbDatabase,
    passphrase: Typed,
) -> Result<Option<(LockRow, StorageKey)>, LockNews> {
    let disk = |fault: Fault| LockNews::Refused(fault.problem());
    let Some(bytes) = database::own(database, database::LOCK).await.map_err(disk)? else {
        return Ok(None);
    };
    let row = LockRow::decode(&bytes).map_err(LockNews::Refused)?;
    let tries = database::own(database, TRIES).await.map_err(disk)?;
    let tries = tries.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    browser::sleep(delay(tries)).await;
    match row.unlock(&Passphrase::typed(&passphrase.0)) {
        Ok(key) => {
            if tries > 0 {
                database::put_own(database, TRIES, &0_u32.to_be_bytes()).await.map_err(disk)?;
            }
            Ok(Some((row, key)))
        }
        Err(LockError::WrongPassphrase) => {
            let tries = tries.saturating_add(1);
            database::put_own(database, TRIES, &tries.to_be_bytes()).await.map_err(disk)?;
            Err(LockNews::Wrong { wait: delay(tries) })
        }
        Err(error) => Err(LockNews::Refused(Problem::new(
            error.to_string(),
            "Begin anew with a backup, or by another device of yours.",
        ))),
    }
}
