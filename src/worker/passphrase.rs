//! The lock of a workspace on this device: its row on disk, and what it says of all other rows.
//!
//! While a workspace is locked by a passphrase, every value of every store is sealed under a storage
//! key, and that key lies beside them, locked by the passphrase (`vault::StorageKey`). Names of rows
//! stay readable: ids, kinds and counts. Nothing here touches a browser.

use engine::storage::{Operation, Store, TENURE, Transaction};
use kernel::Problem;
use vault::{Cost, CryptoRng, LockError, Passphrase, StorageKey, is_sealed};

pub mod conversion;

/// The first byte of the lock's row.
const VERSION: u8 = 1;

/// What the storage key proves itself by: a name that no store has.
const PROOF: &str = "lock";

/// What the lock says of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// They are being sealed: some are, some are not yet.
    Sealing = 1,
    /// All of them are sealed.
    Sealed = 2,
    /// They are being opened again: some are sealed still.
    Opening = 3,
}

/// The row of the lock, as it is kept in the host's own store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockRow {
    /// What it says of the rows.
    pub phase: Phase,
    /// The storage key under the passphrase.
    locked: Vec<u8>,
    /// The phase, sealed by the storage key: nobody else can change it.
    proof: Vec<u8>,
}

impl LockRow {
    /// A lock of `key` by a passphrase.
    ///
    /// # Errors
    /// When the cost is out of range.
    pub fn new(
        key: &StorageKey,
        passphrase: &Passphrase,
        cost: Cost,
        phase: Phase,
        random: &mut impl CryptoRng,
    ) -> Result<Self, LockError> {
        let locked = key.lock(passphrase, cost, random)?;
        Ok(Self { phase, proof: proof(key, phase, random), locked })
    }

    /// The same lock in another phase.
    #[must_use]
    pub fn in_phase(&self, key: &StorageKey, phase: Phase, random: &mut impl CryptoRng) -> Self {
        Self { phase, locked: self.locked.clone(), proof: proof(key, phase, random) }
    }

    /// The storage key, by the passphrase. It takes as long whether the passphrase is right or not.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<StorageKey, LockError> {
        let key = StorageKey::unlock(passphrase, &self.locked)?;
        if self.fits(&key) { Ok(key) } else { Err(LockError::Damaged) }
    }

    /// Whether `key` is the one of this lock.
    #[must_use]
    pub fn fits(&self, key: &StorageKey) -> bool {
        key.open(PROOF, "phase", &self.proof).is_ok_and(|phase| phase.as_slice() == [self.phase as u8])
    }

    /// The row's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, self.phase as u8];
        // A locked key has little more than a hundred bytes.
        bytes.extend(u16::try_from(self.locked.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend(&self.locked);
        bytes.extend(&self.proof);
        bytes
    }

    /// The row of these bytes.
    ///
    /// # Errors
    /// When newer code wrote them, or they are damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Problem> {
        let damaged = || {
            Problem::new(
                "The lock of this workspace is damaged on this disk.",
                "Begin anew with a backup, or by another device of yours.",
            )
        };
        let (&version, rest) = bytes.split_first().ok_or_else(damaged)?;
        if version != VERSION {
            return Err(Problem::new("This lock was made by a newer version.", "Reload the tab."));
        }
        let (&phase, rest) = rest.split_first().ok_or_else(damaged)?;
        let phase = [Phase::Sealing, Phase::Sealed, Phase::Opening]
            .into_iter()
            .find(|known| *known as u8 == phase)
            .ok_or_else(damaged)?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (locked, proof) = rest.split_at_checked(length).ok_or_else(damaged)?;
        Ok(Self { phase, locked: locked.to_vec(), proof: proof.to_vec() })
    }
}

fn proof(key: &StorageKey, phase: Phase, random: &mut impl CryptoRng) -> Vec<u8> {
    key.seal(PROOF, "phase", &[phase as u8], random)
}

/// Whether a row stays as it is: the tenure is a count that is compared within a transaction.
fn stays_plain(store: Store, key: &str) -> bool {
    store == Store::Meta && key == TENURE
}

/// A transaction with every value sealed.
#[must_use]
pub fn sealed(transaction: &Transaction, key: &StorageKey, random: &mut impl CryptoRng) -> Transaction {
    let operations = transaction.operations.iter().map(|operation| match operation {
        Operation::Put { store, key: row, value } if !stays_plain(*store, row) => Operation::Put {
            store: *store,
            key: row.clone(),
            value: key.seal(store.name(), row, value, random),
        },
        other => other.clone(),
    });
    Transaction { operations: operations.collect(), ..*transaction }
}

/// The rows of a store as they were before they were sealed. Without a key they have to be plain, with
/// one they have to be sealed: a row that somebody put in place of another is not taken.
///
/// # Errors
/// When one is not as it has to be.
pub fn opened(
    store: Store,
    rows: Vec<(String, Vec<u8>)>,
    key: Option<&StorageKey>,
) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let open = |(row, value): (String, Vec<u8>)| match key {
        _ if stays_plain(store, &row) => Ok((row, value)),
        None if is_sealed(&value) => {
            Err(Problem::new("This workspace was locked by a passphrase in another tab.", "Reload the tab."))
        }
        None => Ok((row, value)),
        Some(key) => match key.open(store.name(), &row, &value) {
            Ok(plain) => Ok((row, plain.to_vec())),
            Err(error) => Err(Problem::new(
                error.to_string(),
                "If the lock was taken away in another tab, reload this one; otherwise begin \
                 anew with a backup, or by another device of yours.",
            )),
        },
    };
    rows.into_iter().map(open).collect()
}

/// How long the next try waits after so many wrong ones in a row, in milliseconds: none for the first
/// three, then 2 seconds, doubling up to a minute (ours). Argon2id comes on top.
#[must_use]
pub fn delay(wrong: u32) -> u32 {
    match wrong {
        0..3 => 0,
        more => 2_000_u32.saturating_mul(1 << (more - 3).min(5)).min(60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::storage::Durability;
    use vault::Random;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    fn put(store: Store, key: &str, value: &[u8]) -> Operation {
        Operation::Put { store, key: key.to_owned(), value: value.to_vec() }
    }

    #[test]
    fn the_row_of_a_lock_survives_the_disk_and_a_changed_phase_is_noticed() {
        let random = &mut Random::from_seed([1; 32]);
        let key = StorageKey::generate(random);
        let right = Passphrase::typed("four winds");
        let row = LockRow::new(&key, &right, CHEAP, Phase::Sealing, random).unwrap();
        let back = LockRow::decode(&row.encode()).unwrap();
        assert_eq!(back, row);
        assert!(back.fits(&key) && !back.fits(&StorageKey::generate(random)));
        assert!(back.unlock(&right).is_ok());
        assert_eq!(back.unlock(&Passphrase::typed("five winds")).err(), Some(LockError::WrongPassphrase));
        let mut forged = row.encode();
        forged[1] = Phase::Sealed as u8;
        assert_eq!(LockRow::decode(&forged).unwrap().unlock(&right).err(), Some(LockError::Damaged));
        assert!(row.in_phase(&key, Phase::Sealed, random).unlock(&right).is_ok());
        for cut in 0..4 {
            assert!(LockRow::decode(&row.encode()[..cut]).is_err());
        }
        forged[0] = 2;
        assert!(LockRow::decode(&forged).is_err());
    }

    #[test]
    fn v_20_every_value_is_sealed_but_the_tenure() {
        let random = &mut Random::from_seed([2; 32]);
        let key = StorageKey::generate(random);
        let puts = Store::ALL.map(|store| put(store, "row", b"Ana Marker"));
        let operations: Vec<Operation> =
            puts.into_iter().chain([put(Store::Meta, TENURE, &7_u64.to_be_bytes())]).collect();
        let plain = Transaction { tenure: 6, operations, durability: Durability::Strict };
        let sealed = sealed(&plain, &key, random);
        for (before, after) in plain.operations.iter().zip(&sealed.operations) {
            let (Operation::Put { value, store, key: row }, Operation::Put { value: kept, .. }) =
                (before, after)
            else {
                panic!("a put stays a put")
            };
            if row == TENURE {
                assert_eq!(kept, value);
                continue;
            }
            assert!(!kept.windows(3).any(|three| three == b"Ana"));
            let rows = vec![(row.clone(), kept.clone())];
            assert_eq!(opened(*store, rows.clone(), Some(&key)).unwrap()[0].1, *value);
            assert!(opened(*store, rows, None).is_err(), "without the key it is not taken for plain");
            assert!(opened(*store, vec![(row.clone(), value.clone())], Some(&key)).is_err());
        }
    }

    #[test]
    fn v_15_wrong_passphrases_cost_more_and_more_time() {
        assert_eq!([0, 2, 3, 4, 5, 100].map(delay), [0, 0, 2_000, 4_000, 8_000, 60_000]);
    }

    /// A replica at work on a map: the names of all rows it wrote, while things are made and typed.
    fn names_of_rows() -> Vec<String> {
        use document::{Batch, Change, Edit, Value};
        use engine::{
            Effect, Input, Replica,
            message::{Ask, ClientId, Request},
        };
        use kernel::{RecordId, Timestamp};
        use std::collections::{BTreeMap, VecDeque};

        let mut disk: BTreeMap<(Store, String), Vec<u8>> = BTreeMap::new();
        let (mut replica, effects) = Replica::start([7; engine::RANDOM]);
        let record = RecordId::from_bytes([1; 16]);
        let document: document::DocumentKey = "everyone/area/roster".parse().unwrap();
        let fields = [("name".into(), Value::Line("Ana Marker".to_owned()))].into();
        let create = Edit { document, record, change: Change::Create { kind: "person".into(), fields } };
        let asks = [
            Ask::Open { have: Vec::new() },
            Ask::Commit(Batch::new("Add Ana Marker").with(create)),
            Ask::Undo,
        ];
        let asked = asks
            .into_iter()
            .zip(1..)
            .map(|(ask, id)| Input::Request { client: ClientId([1; 16]), request: Request { id, ask } });
        let mut names = Vec::new();
        let mut wanted = VecDeque::from(effects);
        let mut inputs: VecDeque<Input> = asked.collect();
        loop {
            let input = match wanted.pop_front() {
                Some(Effect::Read { id, store, prefix }) => {
                    let rows = disk.iter().filter(|((s, key), _)| *s == store && key.starts_with(&prefix));
                    Input::Read { id, rows: rows.map(|((_, key), v)| (key.clone(), v.clone())).collect() }
                }
                Some(Effect::Write { id, transaction }) => {
                    for operation in transaction.operations {
                        match operation {
                            Operation::Put { store, key, value } => {
                                names.push(key.clone());
                                disk.insert((store, key), value);
                            }
                            Operation::Delete { store, key } => drop(disk.remove(&(store, key))),
                        }
                    }
                    Input::Written { id }
                }
                Some(_) => continue,
                None => match inputs.pop_front() {
                    Some(input) => input,
                    None => return names,
                },
            };
            wanted.extend(replica.handle(Timestamp::from_millis(0), input));
        }
    }

    #[test]
    fn v_22_names_of_rows_hold_nothing_of_what_was_written() {
        let names = names_of_rows();
        assert!(names.len() > 5, "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("undo|")), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("Ana") || name.contains("Marker")), "{names:?}");
    }
}
