//! The browser's database as the disk that is converted.

use engine::storage::{Store, TENURE, Transaction};
use kernel::Problem;
use vault::CryptoRng;
use web_sys::IdbDatabase;

use crate::{
    database::{self, Outcome},
    passphrase::conversion::{Disk, LockChange},
};

/// A database that nobody else has open for writing.
pub struct Browser(pub IdbDatabase);

/// How much is written after the rows were sealed: so many times [`PIECES`] pieces of [`PIECE`] bytes (ours).
/// LevelDB, which Chromium keeps IndexedDB in, appends: what a row held before stays in its files until
/// enough came after it, at most 4 MB for a file and some files until they are merged.
const TIMES: u32 = 24;

/// Pieces in one transaction.
const PIECES: u32 = 32;

/// Bytes of a piece; Chromium keeps values of more than 64 KiB outside of LevelDB.
const PIECE: usize = 32 << 10;

impl Browser {
    /// Writes and deletes so much that the browser lets go of what the rows held before they were sealed.
    pub async fn push_out_what_was(&self, random: &mut impl CryptoRng) -> Result<(), Problem> {
        let mut piece = vec![0; PIECE];
        random.fill_bytes(&mut piece);
        for _ in 0..TIMES {
            database::fill(&self.0, &piece, PIECES).await.map_err(|fault| fault.problem())?;
        }
        database::fill(&self.0, &[], PIECES).await.map_err(|fault| fault.problem())
    }
}

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

    async fn write(&self, transaction: &Transaction, lock: LockChange) -> Result<Outcome, Problem> {
        let row = match &lock {
            LockChange::None => None,
            LockChange::Put(row) => Some(Some(row.encode())),
            LockChange::Removed => Some(None),
        };
        let own = row.as_ref().map(|row| (database::LOCK, row.as_deref()));
        database::write_with(&self.0, transaction, own).await.map_err(|fault| fault.problem())
    }
}
