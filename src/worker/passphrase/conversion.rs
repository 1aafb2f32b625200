//! Sealing or opening all rows when a lock is set or taken away, so that it may stop at any write.
//!
//! Each value says whether it is sealed and the lock's row says which way it goes, so what was left is
//! found again by looking: whoever has the key next goes on. The first transaction raises the tenure;
//! an engine that still runs somewhere can write nothing after it (S-7).

use engine::storage::{Durability, Operation, Store, TENURE, Transaction, read_tenure};
use kernel::Problem;
use vault::{CryptoRng, StorageKey, is_sealed};

use super::{LockRow, Phase, stays_plain};
use crate::database::Outcome;

/// Rows in one transaction (ours): most have some hundred bytes, a whole document may have megabytes.
const BATCH: u32 = 64;

/// How often it is begun again because somebody else raised the tenure in between (ours): a tab that was about to lead when
/// it was told to let go does so once.
const TRIES: u32 = 5;

/// The disk that is converted.
pub trait Disk {
    /// At most so many rows of a store whose keys come after `after`, in order of keys, as they lie there.
    async fn rows(
        &self,
        store: Store,
        after: Option<&str>,
        most: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, Problem>;

    /// How many rows a store has.
    async fn count(&self, store: Store) -> Result<u32, Problem>;

    /// The stored tenure.
    async fn tenure(&self) -> Result<Option<Vec<u8>>, Problem>;

    /// Carries out a transaction, together with what becomes of the lock's row: all of it or nothing.
    async fn write(&self, transaction: &Transaction, lock: Option<LockChange>) -> Result<Outcome, Problem>;
}

/// What a transaction makes of the lock's row, where it is still the one it is known as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockChange {
    /// What it is known as; `None`: there is none.
    pub from: Option<LockRow>,
    /// What it becomes; `None`: it is taken away.
    pub to: Option<LockRow>,
}

/// Brings every row to where `lock` wants it: sealed, or plain with the lock taken away. What was done
/// before is not done again. `there` is the lock that stands, which `lock` comes in place of. `progress` hears how many
/// rows of how many are looked through.
///
/// # Errors
/// What the disk says, that another tab has changed the lock, when nothing is done, or that one has begun to write. What
/// was done stays done.
pub async fn convert(
    disk: &impl Disk,
    there: Option<&LockRow>,
    lock: &LockRow,
    key: &StorageKey,
    random: &mut impl CryptoRng,
    progress: impl Fn(u32, u32),
) -> Result<(), Problem> {
    let (phase, done) = match lock.phase {
        Phase::Sealing | Phase::Sealed => (Phase::Sealing, Some(lock.in_phase(key, Phase::Sealed, random))),
        Phase::Opening => (Phase::Opening, None),
    };
    let begun = lock.in_phase(key, phase, random);
    let next = begin(disk, LockChange { from: there.cloned(), to: Some(begun.clone()) }).await?;

    let mut total = 0;
    for store in Store::ALL {
        total += disk.count(store).await?;
    }
    let mut seen = 0;
    for store in Store::ALL {
        let mut after: Option<String> = None;
        loop {
            let rows = disk.rows(store, after.as_deref(), BATCH).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            seen += u32::try_from(rows.len()).unwrap_or(BATCH);
            let mut operations = Vec::new();
            for (row, value) in rows {
                if stays_plain(store, &row) || is_sealed(&value) == (phase == Phase::Sealing) {
                    continue;
                }
                let value = match phase {
                    Phase::Opening => {
                        let opened = key.open(store.name(), &row, &value);
                        opened.map_err(|error| damaged(&error.to_string()))?.to_vec()
                    }
                    Phase::Sealing | Phase::Sealed => key.seal(store.name(), &row, &value, random),
                };
                operations.push(Operation::Put { store, key: row, value });
            }
            if !operations.is_empty() {
                write(disk, next, operations, None).await?;
            }
            progress(seen.min(total), total);
        }
    }
    write(disk, next, Vec::new(), Some(LockChange { from: Some(begun), to: done })).await
}

/// Raises the tenure, so that no engine writes any more, and puts the lock's row in. Returns the tenure from now on.
async fn begin(disk: &impl Disk, lock: LockChange) -> Result<u64, Problem> {
    for _ in 0..TRIES {
        let tenure = read_tenure(disk.tenure().await?.as_deref()).ok_or_else(strange_tenure)?;
        let next = tenure.checked_add(1).ok_or_else(strange_tenure)?;
        let raised =
            Operation::Put { store: Store::Meta, key: TENURE.to_owned(), value: next.to_be_bytes().to_vec() };
        let transaction = Transaction { tenure, operations: vec![raised], durability: Durability::Strict };
        match disk.write(&transaction, Some(lock.clone())).await? {
            Outcome::Written => return Ok(next),
            Outcome::Stale => {}
            Outcome::Changed => return Err(changed()),
        }
    }
    Err(another_tab())
}

async fn write(
    disk: &impl Disk,
    tenure: u64,
    operations: Vec<Operation>,
    lock: Option<LockChange>,
) -> Result<(), Problem> {
    let transaction = Transaction { tenure, operations, durability: Durability::Strict };
    match disk.write(&transaction, lock).await? {
        Outcome::Written => Ok(()),
        Outcome::Stale => Err(another_tab()),
        Outcome::Changed => Err(changed()),
    }
}

/// The problem of a lock that is not the one any more that was to be changed.
pub fn changed() -> Problem {
    Problem::new("The lock was changed in another tab.", "Reload the tab and look at it again.")
}

fn another_tab() -> Problem {
    Problem::new(
        "Another tab began to write before the lock was changed.",
        "Close the other Pilothouse tabs and reload this one; it goes on where it was.",
    )
}

fn strange_tenure() -> Problem {
    damaged("The count of leaders on this disk cannot be read.")
}

fn damaged(what: &str) -> Problem {
    Problem::new(what, "Nothing more was changed. Reload the tab; if it says so again, restore a backup.")
}

#[cfg(test)]
mod tests;
