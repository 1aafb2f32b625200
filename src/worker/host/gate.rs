//! What stands before the engine while a workspace is locked by a passphrase: it asks for the
//! passphrase, or another tab for the storage key, and sets, changes and takes away the lock.
//!
//! While it is shut there is no [`Tab`]: no engine runs, no connection is made, nothing is read but the
//! lock's row. The rules are T-40 to T-44 in `docs/design/tabs.md`.

use engine::message::{ClientId, Request, decode, encode};
use gloo::events::EventListener;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use vault::{Cost, LockError, Passphrase, Random, StorageKey};
use wasm_bindgen_futures::spawn_local;
use web_sys::BroadcastChannel;

use super::{Happening, Tab, Turn, bytes_of, files, lock::Lock, post};
use crate::{
    browser,
    database::{self, Outcome, OwnChange},
    passphrase::{LockRow, Phase, conversion},
    troubles::Fault,
    wire::{FromWorker, LinkState, LockNews, ToWorker, Typed, Word, lock_channel, lock_name},
};

mod disk;
mod tries;

/// How long other tabs get to hand over the key, in milliseconds (ours): they need a few.
const HANDING_MILLIS: u32 = 300;

/// How long other tabs get to let go of the database before it is taken from them, in milliseconds (ours).
const LETTING_GO_MILLIS: u32 = 10_000;

/// How often it is looked whether the Web Lock was granted, in milliseconds.
const LOOK_MILLIS: u32 = 50;

/// The gate of one tab. A clone is the same.
#[derive(Clone)]
pub struct Gate(Rc<Inner>);

struct Inner {
    database: String,
    client: ClientId,
    apart: bool,
    channel: BroadcastChannel,
    door: RefCell<Door>,
    /// What the page asked before the door was open.
    queue: RefCell<Vec<Request>>,
    /// Whether an engine was left: then the page has to ask everything again.
    again: Cell<bool>,
    _on_word: EventListener,
}

enum Door {
    /// The lock's row is looked at, or another tab is asked.
    Looking,
    /// Only the passphrase opens it, or the key out of another tab.
    Shut,
    /// A passphrase is tried, or the lock is changed, here or in another tab.
    Busy,
    /// It is open, and the page is asked to ask again.
    Ready(Option<StorageKey>),
    /// The engine is reachable.
    Open { tab: Rc<Tab>, key: Option<StorageKey> },
    /// It was locked, or the page is gone: nothing comes of this worker any more.
    Gone(Option<Rc<Tab>>),
}

impl Gate {
    pub fn new(database: &str, client: ClientId, apart: bool) -> Result<Self, Problem> {
        let channel =
            BroadcastChannel::new(&lock_channel(database)).map_err(|thrown| Fault::of(&thrown).problem())?;
        Ok(Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let gate = weak.clone();
            let on_word = EventListener::new(&channel, "message", move |event| {
                if let (Some(inner), Ok(word)) = (gate.upgrade(), decode::<Word>(&bytes_of(event))) {
                    Self(inner).heard(word);
                }
            });
            Inner {
                database: database.to_owned(),
                client,
                apart,
                channel,
                door: RefCell::new(Door::Looking),
                queue: RefCell::default(),
                again: Cell::new(false),
                _on_word: on_word,
            }
        })))
    }

    /// What the page says.
    pub fn hear(&self, message: ToWorker) {
        match message {
            ToWorker::Start { .. } => {
                let ready = match &*self.0.door.borrow() {
                    Door::Ready(key) => Some(key.clone()),
                    _ => None,
                };
                if let Some(key) = ready {
                    self.enter(key);
                }
            }
            ToWorker::Request(request) => match &*self.0.door.borrow() {
                Door::Open { tab, .. } | Door::Gone(Some(tab)) => tab.report(Happening::Asked(request)),
                // Asked again by itself when the page is told that the worker is up.
                Door::Ready(_) | Door::Gone(None) => {}
                Door::Looking | Door::Shut | Door::Busy => self.0.queue.borrow_mut().push(request),
            },
            ToWorker::File(task) => post(&FromWorker::File(files::carry_out(task))),
            ToWorker::Goodbye => self.leave(Door::Gone(None)),
            ToWorker::Peer(id, news) => {
                if let Door::Open { tab, .. } | Door::Gone(Some(tab)) = &*self.0.door.borrow() {
                    tab.heard_of_peer(id, news);
                }
            }
            ToWorker::Unlock(passphrase) => {
                let shut = matches!(*self.0.door.borrow(), Door::Shut);
                if shut {
                    *self.0.door.borrow_mut() = Door::Busy;
                    let gate = self.clone();
                    spawn_local(async move { gate.unlock(passphrase).await });
                }
            }
            ToWorker::LockNow => {
                self.say(&Word::Lock);
                self.heard(Word::Lock);
            }
            ToWorker::ChangeLock { current, chosen } => {
                let gate = self.clone();
                spawn_local(async move {
                    if let Err(news) = gate.change(current, chosen).await {
                        post(&FromWorker::Lock(news));
                    }
                });
            }
        }
    }

    /// Finds out whether there is a lock, and whether another tab has its key.
    pub fn look(&self) {
        *self.0.door.borrow_mut() = Door::Looking;
        let gate = self.clone();
        spawn_local(async move {
            let row = gate.row().await;
            if !matches!(*gate.0.door.borrow(), Door::Looking) {
                return;
            }
            match row {
                Ok(None) => gate.open(None),
                Ok(Some(_)) => {
                    gate.say(&Word::AskKey);
                    browser::sleep(HANDING_MILLIS).await;
                    let looking = matches!(*gate.0.door.borrow(), Door::Looking);
                    if looking {
                        gate.shut();
                    }
                }
                Err(problem) => post(&FromWorker::State(LinkState::Stopped(problem))),
            }
        });
    }

    /// What another tab says, or this one to all.
    fn heard(&self, word: Word) {
        match word {
            Word::AskKey => {
                let key = match &*self.0.door.borrow() {
                    Door::Open { key: Some(key), .. } | Door::Ready(Some(key)) => Some(key.clone()),
                    _ => None,
                };
                if let Some(key) = key {
                    self.say(&Word::Key(*key.to_bytes()));
                }
            }
            Word::Key(bytes) => {
                let wanted = matches!(*self.0.door.borrow(), Door::Looking | Door::Shut);
                if wanted {
                    let gate = self.clone();
                    spawn_local(async move { gate.accept(StorageKey::from_bytes(bytes)).await });
                }
            }
            Word::Lock => {
                let tab = match &*self.0.door.borrow() {
                    Door::Open { tab, key: Some(_) } => Some(tab.clone()),
                    _ => None,
                };
                // What the page still has to say gets through; the key is handed to nobody any more.
                if let Some(tab) = tab {
                    *self.0.door.borrow_mut() = Door::Gone(Some(tab));
                    post(&FromWorker::State(LinkState::Locking));
                }
            }
            Word::Changing => {
                // Who is busy waits already, or is the one who changes it.
                let is_here = !matches!(*self.0.door.borrow(), Door::Busy | Door::Gone(_));
                if !is_here {
                    return;
                }
                self.leave(Door::Busy);
                post(&FromWorker::State(LinkState::Waiting));
                let gate = self.clone();
                spawn_local(async move {
                    // It is granted when whoever changes the lock is done, or gone.
                    gate.turn(None).await.release();
                    gate.look();
                });
            }
        }
    }

    /// The key out of another tab.
    async fn accept(&self, key: StorageKey) {
        let fits = self
            .row()
            .await
            .is_ok_and(|row| row.is_some_and(|row| row.phase == Phase::Sealed && row.fits(&key)));
        let wanted = matches!(*self.0.door.borrow(), Door::Looking | Door::Shut);
        if fits && wanted {
            self.open(Some(key));
        }
    }

    /// A passphrase was typed.
    async fn unlock(&self, passphrase: Typed) {
        let found = match self.try_to_open(passphrase).await {
            Ok(found) => found,
            Err(news) => {
                *self.0.door.borrow_mut() = Door::Shut;
                return post(&FromWorker::Lock(news));
            }
        };
        match found {
            None => self.open(None),
            // What was begun and not ended is gone on with first.
            Some((row, key)) if row.phase != Phase::Sealed => {
                if let Err(problem) = self.convert(Some(&row), &row, &key).await {
                    post(&FromWorker::Lock(LockNews::Refused(problem)));
                    return self.shut();
                }
                let key = (row.phase == Phase::Sealing).then_some(key);
                self.open(key);
            }
            Some((_, key)) => {
                self.open(Some(key.clone()));
                self.say(&Word::Key(*key.to_bytes()));
            }
        }
    }

    /// The lock's row and the storage key, when that is the passphrase; `None`: there is no lock any more.
    async fn try_to_open(&self, passphrase: Typed) -> Result<Option<(LockRow, StorageKey)>, LockNews> {
        let disk = |fault: Fault| LockNews::Refused(fault.problem());
        let Some(database) = database::open_existing(&self.0.database).await.map_err(disk)? else {
            post(&FromWorker::State(LinkState::Wiped));
            let what = "The workspace was removed from this browser.";
            return Err(LockNews::Refused(Problem::new(what, "Choose another workspace.")));
        };
        let outcome = tries::try_on(&database, passphrase).await;
        database.close();
        outcome
    }

    /// Sets a lock, changes its passphrase, or takes it away.
    async fn change(&self, current: Option<Typed>, chosen: Option<Typed>) -> Result<(), LockNews> {
        let refused = |problem| LockNews::Refused(problem);
        let chosen = match chosen {
            Some(Typed(text)) => Some(
                Passphrase::chosen(&text)
                    .map_err(|short| refused(Problem::new(short.to_string(), "Choose a longer one.")))?,
            ),
            None => None,
        };
        let random = &mut Random::from_seed(browser::random_for_keys().map_err(refused)?);
        let there = match current {
            Some(typed) => self.try_to_open(typed).await?,
            None => None,
        };
        let is_there = self.row().await.map_err(refused)?.is_some();
        let locked = |error: LockError| refused(Problem::new(error.to_string(), "Try again."));
        match (there, chosen) {
            (None, Some(chosen)) if !is_there => {
                let key = StorageKey::generate(random);
                let row = LockRow::new(&key, &chosen, Cost::TODAY, Phase::Sealing, random).map_err(locked)?;
                self.change_all(None, &row, &key).await
            }
            (Some((row, key)), None) if row.phase == Phase::Sealed => {
                self.change_all(Some(&row), &row.in_phase(&key, Phase::Opening, random), &key).await
            }
            (Some((there, key)), Some(chosen)) if there.phase == Phase::Sealed => {
                let row = LockRow::new(&key, &chosen, Cost::TODAY, Phase::Sealed, random).map_err(locked)?;
                self.replace(&there, &row).await.map_err(refused)?;
                post(&FromWorker::Lock(LockNews::Changed));
                Ok(())
            }
            _ => Err(refused(conversion::changed())),
        }
    }

    /// Seals or opens everything, with the engine stopped in all tabs. `there` is the lock that stands.
    async fn change_all(
        &self,
        there: Option<&LockRow>,
        row: &LockRow,
        key: &StorageKey,
    ) -> Result<(), LockNews> {
        self.leave(Door::Busy);
        post(&FromWorker::State(LinkState::Waiting));
        if let Err(problem) = self.convert(there, row, key).await {
            // What was done stays, and whoever opens it next goes on.
            self.look();
            return Err(LockNews::Refused(problem));
        }
        let key = (row.phase != Phase::Opening).then(|| key.clone());
        self.open(key);
        post(&FromWorker::Lock(LockNews::Changed));
        Ok(())
    }

    /// Converts all rows while nobody else has the database.
    async fn convert(&self, there: Option<&LockRow>, row: &LockRow, key: &StorageKey) -> Result<(), Problem> {
        self.say(&Word::Changing);
        let lock = self.turn(Some(LETTING_GO_MILLIS)).await;
        // Who let go may have had its turn already, and have found everything as it was.
        self.say(&Word::Changing);
        let outcome = async {
            let database = database::open(&self.0.database).await.map_err(|fault| fault.problem())?;
            let random = &mut Random::from_seed(browser::random_for_keys()?);
            let disk = disk::Browser(database);
            let progress = |seen, total| post(&FromWorker::Lock(LockNews::Progress { seen, total }));
            let outcome = conversion::convert(&disk, there, row, key, random, progress).await;
            disk.0.close();
            outcome
        }
        .await;
        lock.release();
        outcome
    }

    /// Waits for the Web Lock; after `patience` milliseconds it is taken.
    async fn turn(&self, patience: Option<u32>) -> Lock {
        let granted = Rc::new(Cell::new(false));
        let seen = granted.clone();
        let lock = Lock::new(lock_name(&self.0.database), move |turn| {
            // A browser that gives it to nobody gives it to no other tab either.
            seen.set(matches!(turn, Turn::Granted | Turn::Failed(_)));
        });
        lock.queue();
        let mut waited = 0_u32;
        while !granted.get() {
            browser::sleep(LOOK_MILLIS).await;
            waited = waited.saturating_add(LOOK_MILLIS);
            if patience.is_some_and(|patience| waited == patience) {
                lock.steal();
            }
        }
        lock
    }

    /// Lets go of the engine.
    fn leave(&self, door: Door) {
        let before = self.0.door.replace(door);
        if let Door::Open { tab, .. } | Door::Gone(Some(tab)) = before {
            tab.report(Happening::Closing);
            self.0.again.set(true);
        }
    }

    fn shut(&self) {
        *self.0.door.borrow_mut() = Door::Shut;
        post(&FromWorker::State(LinkState::Locked));
    }

    /// Opens the way to the engine; after one was left, the page is asked to ask everything again.
    fn open(&self, key: Option<StorageKey>) {
        if !self.0.again.replace(false) {
            return self.enter(key);
        }
        self.0.queue.borrow_mut().clear();
        *self.0.door.borrow_mut() = Door::Ready(key);
        post(&FromWorker::Up);
    }

    fn enter(&self, key: Option<StorageKey>) {
        match Tab::new(&self.0.database, self.0.client, self.0.apart, key.clone()) {
            Ok(tab) => {
                *self.0.door.borrow_mut() = Door::Open { tab: tab.clone(), key };
                tab.report(Happening::Started);
                let queue = self.0.queue.take();
                for request in queue {
                    tab.report(Happening::Asked(request));
                }
            }
            Err(problem) => post(&FromWorker::State(LinkState::Stopped(problem))),
        }
    }

    async fn row(&self) -> Result<Option<LockRow>, Problem> {
        let found = database::open_existing(&self.0.database).await.map_err(|fault| fault.problem())?;
        let Some(database) = found else { return Ok(None) };
        let row = database::own(&database, database::LOCK).await;
        database.close();
        row.map_err(|fault| fault.problem())?.map(|bytes| LockRow::decode(&bytes)).transpose()
    }

    /// Puts another lock in place of the one that was opened.
    async fn replace(&self, there: &LockRow, row: &LockRow) -> Result<(), Problem> {
        let database = database::open(&self.0.database).await.map_err(|fault| fault.problem())?;
        let (from, to) = (there.encode(), row.encode());
        let change = OwnChange { name: database::LOCK, from: Some(&from), to: Some(&to) };
        let outcome = database::change_own(&database, &change).await;
        database.close();
        match outcome.map_err(|fault| fault.problem())? {
            Outcome::Written => Ok(()),
            Outcome::Stale | Outcome::Changed => Err(conversion::changed()),
        }
    }

    fn say(&self, word: &Word) {
        if let Ok(bytes) = encode(word) {
            // Refused only by a channel that was closed, and this one never is.
            let _ = self.0.channel.post_message(&browser::buffer_of(&bytes));
        }
    }
}
