//! The browser's database as the disk that is converted.

use engine::storage::{Store, TENURE, Transaction};
use kernel::Problem;
use web_sys::IdbDatabase;

use crate::{
    database::{self, Outcome, OwnChange},
    passphrase::{
        LockRow,
        conversion::{Disk, LockChange},
    },
};

/// A database that nobody else has open for writing.
pub struct Browser(pub IdbDatabase);

impl Disk for Browser {
    async fn rows(
        &self,
        store: Store,
        after: Option<&str>,
        most: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        database::rows_after(&self.0, store, after, most).await.map_err(|fault| fault.problem())
    }

    async fn count(&self, store: Store) -> Result<u32, Problem> {
        database::count(&self.0, store).await.map_err(|fault| fault.problem())
    }

    async fn tenure(&self) -> Result<Option<Vec<u8>>, Problem> {
        let rows = database::read(&self.0, Store::Meta, TENURE).await.map_err(|fault| fault.problem())?;
        Ok(rows.into_iter().find(|(key, _)| key == TENURE).map(|(_, value)| value))
    }

    async fn write(&self, transaction: &Transaction, lock: Option<LockChange>) -> Result<Outcome, Problem> {
        let encoded = |row: &Option<LockRow>| row.as_ref().map(LockRow::encode);
        let rows = lock.map(|lock| (encoded(&lock.from), encoded(&lock.to)));
        let own = rows.as_ref().map(|(from, to)| OwnChange {
            name: database::LOCK,
            from: from.as_deref(),
            to: to.as_deref(),
        });
        database::write_with(&self.0, transaction, own).await.map_err(|fault| fault.problem())
    }
}
