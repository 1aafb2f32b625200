//! The conversion on a disk that stops at any write, before or after it.

use super::*;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use vault::{Cost, Passphrase, Random};

type Rows = BTreeMap<(Store, String), Vec<u8>>;

/// A disk in memory that stops when it has written so often.
#[derive(Default)]
struct Fake {
    rows: RefCell<Rows>,
    lock: RefCell<Option<Vec<u8>>>,
    /// Writes that are still carried out; then none is.
    left: Cell<u32>,
    /// Whether the write at which it stops is carried out all the same.
    last_counts: Cell<bool>,
    /// So often a tab begins to lead right after the tenure was read.
    leaders: Cell<u64>,
}

impl Fake {
    /// The lock that stands.
    fn lock(&self) -> Option<LockRow> {
        self.lock.borrow().as_ref().map(|bytes| LockRow::decode(bytes).unwrap())
    }

    /// Converts, in place of the lock that stands.
    async fn convert(&self, to: &LockRow, key: &StorageKey, random: &mut Random) -> Result<(), Problem> {
        convert(self, self.lock().as_ref(), to, key, random, |_, _| {}).await
    }
}

impl Disk for Fake {
    async fn rows(
        &self,
        store: Store,
        after: Option<&str>,
        most: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let rows = self.rows.borrow();
        let of_store =
            rows.iter().filter(|((at, key), _)| *at == store && after.is_none_or(|a| key.as_str() > a));
        Ok(of_store.take(most as usize).map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn count(&self, store: Store) -> Result<u32, Problem> {
        Ok(self.rows.borrow().keys().filter(|(at, _)| *at == store).count() as u32)
    }

    async fn tenure(&self) -> Result<Option<Vec<u8>>, Problem> {
        let key = (Store::Meta, TENURE.to_owned());
        let found = self.rows.borrow().get(&key).cloned();
        if let Some(left) = self.leaders.get().checked_sub(1) {
            self.leaders.set(left);
            let raised = read_tenure(found.as_deref()).unwrap() + 1;
            self.rows.borrow_mut().insert(key, raised.to_be_bytes().to_vec());
        }
        Ok(found)
    }

    async fn write(&self, transaction: &Transaction, lock: Option<LockChange>) -> Result<Outcome, Problem> {
        let stops = self.left.get() == 0;
        if stops && !self.last_counts.get() {
            return Err(Problem::new("The disk stopped.", ""));
        }
        let tenure = self.rows.borrow().get(&(Store::Meta, TENURE.to_owned())).cloned();
        if !transaction.allowed(tenure.as_deref()) {
            return Ok(Outcome::Stale);
        }
        let encoded = |row: &Option<LockRow>| row.as_ref().map(LockRow::encode);
        if lock.as_ref().is_some_and(|lock| encoded(&lock.from) != *self.lock.borrow()) {
            return Ok(Outcome::Changed);
        }
        for operation in &transaction.operations {
            if let Operation::Put { store, key, value } = operation {
                self.rows.borrow_mut().insert((*store, key.clone()), value.clone());
            }
        }
        if let Some(LockChange { from: _, to }) = lock {
            *self.lock.borrow_mut() = to.as_ref().map(LockRow::encode);
        }
        if stops {
            return Err(Problem::new("The disk stopped.", ""));
        }
        self.left.set(self.left.get() - 1);
        Ok(Outcome::Written)
    }
}

/// Runs a future that never waits.
fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// A disk with 70 rows in every store, over several batches.
fn plain() -> Rows {
    let mut rows: Rows = Store::ALL
        .into_iter()
        .flat_map(|store| {
            (0..70)
                .map(move |number| ((store, format!("row|{number:03}")), format!("Marker {number}").into()))
        })
        .collect();
    rows.insert((Store::Meta, TENURE.to_owned()), 5_u64.to_be_bytes().to_vec());
    rows
}

fn without_tenure(rows: &Rows) -> Rows {
    rows.iter()
        .filter(|((_, key), _)| key != TENURE)
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn is_all_sealed(disk: &Fake, key: &StorageKey) -> bool {
    let sealed = without_tenure(&disk.rows.borrow());
    let opened: Option<Rows> = sealed
        .iter()
        .map(|((store, row), value)| {
            let plain = key.open(store.name(), row, value).ok()?;
            Some(((*store, row.clone()), plain.to_vec()))
        })
        .collect();
    opened == Some(without_tenure(&plain()))
}

#[test]
fn v_21_a_conversion_may_stop_at_any_write_and_goes_on_at_the_next_start() {
    let random = &mut Random::from_seed([1; 32]);
    let key = StorageKey::generate(random);
    let passphrase = Passphrase::typed("four winds");
    let sealing = LockRow::new(&key, &passphrase, CHEAP, Phase::Sealing, random).unwrap();
    let (mut stops, mut stop) = (0, 0);
    // Until it gets through: every write in between has then been one to stop at.
    loop {
        let mut through = true;
        for last_counts in [false, true] {
            let disk = Fake { rows: RefCell::new(plain()), ..Fake::default() };
            disk.last_counts.set(last_counts);
            for (first, then) in [(Phase::Sealing, Phase::Sealed), (Phase::Opening, Phase::Opening)] {
                disk.left.set(stop);
                let begin = sealing.in_phase(&key, first, random);
                if run(disk.convert(&begin, &key, random)).is_err() {
                    (through, stops) = (false, stops + 1);
                    disk.left.set(u32::MAX);
                    match disk.lock() {
                        // Nothing was begun, or everything was done but the word of it was lost.
                        None => {
                            assert_eq!(without_tenure(&disk.rows.borrow()), without_tenure(&plain()));
                            if first == Phase::Opening {
                                continue;
                            }
                            run(disk.convert(&begin, &key, random)).unwrap();
                        }
                        Some(row) => {
                            // The passphrase opens it in every phase.
                            assert!(row.unlock(&passphrase).is_ok());
                            let row = if row.phase == Phase::Sealed && first == Phase::Opening {
                                begin
                            } else {
                                row
                            };
                            run(disk.convert(&row, &key, random)).unwrap();
                        }
                    }
                }
                let lock = disk.lock().map(|row| row.phase);
                if then == Phase::Sealed {
                    assert_eq!(lock, Some(Phase::Sealed));
                    assert!(is_all_sealed(&disk, &key));
                } else {
                    assert_eq!(lock, None);
                    assert_eq!(without_tenure(&disk.rows.borrow()), without_tenure(&plain()));
                }
            }
        }
        if through {
            break;
        }
        stop += 1;
    }
    assert!(stops > 60, "{stops} stops were tried");
}

#[test]
fn v_21_an_engine_from_before_writes_nothing_after_the_first_step() {
    let random = &mut Random::from_seed([2; 32]);
    let key = StorageKey::generate(random);
    let disk = Fake { rows: RefCell::new(plain()), left: Cell::new(u32::MAX), ..Fake::default() };
    let old = read_tenure(run(disk.tenure()).unwrap().as_deref()).unwrap();
    let begin = LockRow::new(&key, &Passphrase::typed("x"), CHEAP, Phase::Sealing, random).unwrap();
    run(disk.convert(&begin, &key, random)).unwrap();
    let late = Operation::Put { store: Store::Journal, key: "late".into(), value: b"plain".to_vec() };
    let late = Transaction { tenure: old, operations: vec![late], durability: Durability::Relaxed };
    assert_eq!(run(disk.write(&late, None)), Ok(Outcome::Stale));
}

#[test]
fn t_43_a_tab_that_began_to_lead_when_it_was_told_to_let_go_does_not_stop_a_conversion() {
    let random = &mut Random::from_seed([4; 32]);
    let key = StorageKey::generate(random);
    let begin = LockRow::new(&key, &Passphrase::typed("x"), CHEAP, Phase::Sealing, random).unwrap();
    let mut outcome = |leaders| {
        let disk = Fake { rows: RefCell::new(plain()), left: Cell::new(u32::MAX), ..Fake::default() };
        disk.leaders.set(leaders);
        let outcome = run(disk.convert(&begin, &key, random));
        (outcome, is_all_sealed(&disk, &key), disk.lock().is_some())
    };
    assert_eq!(outcome(1), (Ok(()), true, true));
    // Tabs that never stop to lead are another matter: nothing is begun.
    assert_eq!(outcome(u64::MAX), (Err(another_tab()), false, false));
}

#[test]
fn t_48_of_two_tabs_that_change_the_lock_at_once_one_is_refused() {
    let random = &mut Random::from_seed([5; 32]);
    let lock = |passphrase: &str, random: &mut Random| {
        let key = StorageKey::generate(random);
        let passphrase = Passphrase::typed(passphrase);
        (LockRow::new(&key, &passphrase, CHEAP, Phase::Sealing, random).unwrap(), key)
    };
    let disk = Fake { rows: RefCell::new(plain()), left: Cell::new(u32::MAX), ..Fake::default() };
    let refused = |there: Option<&LockRow>, row: &LockRow, key: &StorageKey, random: &mut Random| {
        let before = (disk.rows.borrow().clone(), disk.lock());
        assert_eq!(run(convert(&disk, there, row, key, random, |_, _| {})), Err(changed()));
        assert_eq!((disk.rows.borrow().clone(), disk.lock()), before, "nothing is done");
    };

    // Both found no lock. What the first has sealed would be lost with its key.
    let (first, key) = lock("four winds", random);
    let (second, other) = lock("five winds", random);
    run(disk.convert(&first, &key, random)).unwrap();
    refused(None, &second, &other, random);
    assert!(is_all_sealed(&disk, &key) && disk.lock().unwrap().fits(&key));

    // Both have opened it. One chooses another passphrase while the other takes the lock away.
    let opened = disk.lock().unwrap();
    let chosen = LockRow::new(&key, &Passphrase::typed("six winds"), CHEAP, Phase::Sealed, random).unwrap();
    *disk.lock.borrow_mut() = Some(chosen.encode());
    refused(Some(&opened), &opened.in_phase(&key, Phase::Opening, random), &key, random);
}

#[test]
fn progress_ends_at_the_whole() {
    let random = &mut Random::from_seed([3; 32]);
    let key = StorageKey::generate(random);
    let disk = Fake { rows: RefCell::new(plain()), left: Cell::new(u32::MAX), ..Fake::default() };
    let begin = LockRow::new(&key, &Passphrase::typed("x"), CHEAP, Phase::Sealing, random).unwrap();
    let heard = RefCell::new(Vec::new());
    run(convert(&disk, None, &begin, &key, random, |seen, total| heard.borrow_mut().push((seen, total))))
        .unwrap();
    let heard = heard.into_inner();
    assert!(heard.is_sorted() && heard.len() > 12);
    assert_eq!(heard.last(), Some(&(8 * 70 + 1, 8 * 70 + 1)));
}
