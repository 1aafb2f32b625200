//! The leader's engine with its disk, its connections and its timer.

use engine::{
    Effect, Input, Replica,
    message::{ClientId, Delivery},
};
use gloo::timers::callback::Timeout;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, VecDeque},
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

use super::{links::Links, peers::Peers, post};
use crate::{
    browser,
    database::Outcome,
    storage::Storage,
    tabs::Happening,
    troubles,
    unanswered::reads_a_file,
    wire::{FromWorker, PeerId, PeerNews},
};

thread_local! {
    /// The merges that this worker's engine was handed and has not answered. Whoever reports a
    /// crash can reach nothing that is not global.
    static MERGING: RefCell<BTreeSet<(ClientId, u64)>> = const { RefCell::new(BTreeSet::new()) };
}

/// Whether the engine is in the middle of a merge, so that the file is to blame for a crash.
pub fn is_merging() -> bool {
    MERGING.with(|merging| merging.try_borrow().is_ok_and(|merging| !merging.is_empty()))
}

/// An engine at work. A clone is the same one.
#[derive(Clone)]
pub struct Office(Rc<Inner>);

struct Inner {
    replica: RefCell<Replica>,
    storage: Storage,
    links: Links,
    peers: Peers,
    report: Box<dyn Fn(Happening)>,
    /// Reads and writes that wait for the disk; one at a time, in order.
    errands: RefCell<VecDeque<Effect>>,
    running: Cell<bool>,
    /// Whether a write has succeeded; until then a fault of the disk ends the office.
    settled: Cell<bool>,
    closed: Cell<bool>,
}

impl Office {
    /// Starts an engine on a database; `apart`: one that makes no connections.
    ///
    /// # Errors
    /// When the browser gives no random numbers to make keys of.
    pub fn open(
        storage: Storage,
        apart: bool,
        report: impl Fn(Happening) + 'static,
    ) -> Result<Self, Problem> {
        let (replica, effects) = Replica::start(browser::random_for_keys()?);
        let office = Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let office = weak.clone();
            let links = Links::new(apart, move |input| {
                if let Some(inner) = office.upgrade() {
                    Self(inner).input(input);
                }
            });
            let office = weak.clone();
            let to_engine = move |input| {
                if let Some(inner) = office.upgrade() {
                    Self(inner).input(input);
                }
            };
            let peers = Peers::new(apart, to_engine, |id, call| post(&FromWorker::Peer(id, call)));
            Inner {
                replica: RefCell::new(replica),
                storage,
                links,
                peers,
                report: Box::new(report),
                errands: RefCell::default(),
                running: Cell::new(false),
                settled: Cell::new(false),
                closed: Cell::new(false),
            }
        }));
        office.carry_out(effects);
        Ok(office)
    }

    /// Gives something to the engine and carries out what it wants done.
    pub fn input(&self, input: Input) {
        if let Input::Request { client, request } = &input
            && reads_a_file(&request.ask)
        {
            MERGING.with_borrow_mut(|merging| merging.insert((*client, request.id)));
        }
        let effects = self.0.replica.borrow_mut().handle(browser::now(), input);
        self.carry_out(effects);
    }

    /// The page says something of a direct connection.
    pub fn heard_of_peer(&self, id: PeerId, news: PeerNews) {
        self.0.peers.heard(id, news);
    }

    /// Stops on the spot.
    pub fn close(&self) {
        self.0.closed.set(true);
        self.0.links.close();
        self.0.peers.close();
        MERGING.with_borrow_mut(BTreeSet::clear);
        self.0.errands.borrow_mut().clear();
        self.0.storage.close();
    }

    /// Writes what was asked for, then stops. Nobody outside is talked to any more.
    pub fn finish(&self) {
        self.0.closed.set(true);
        self.0.links.close();
        self.0.peers.close();
        if !self.0.running.get() {
            self.0.storage.close();
        }
    }

    fn report(&self, happening: Happening) {
        if !self.0.closed.get() {
            (self.0.report)(happening);
        }
    }

    fn carry_out(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read { .. } | Effect::Write { .. } => self.0.errands.borrow_mut().push_back(effect),
                Effect::Deliver { client, delivery } => {
                    forget_answered(client, &delivery);
                    self.report(Happening::Answered { client, delivery });
                }
                Effect::Wake { after } => self.wake(after),
                Effect::Deposed => self.report(Happening::Fenced),
                Effect::Dial { link, address } => self.0.links.dial(link, &address),
                Effect::Peer { link, step } => self.0.peers.step(link, step),
                Effect::Send { link, bytes } => {
                    if !self.0.peers.send(link, &bytes) {
                        self.0.links.send(link, &bytes);
                    }
                }
                Effect::HangUp { link } => {
                    self.0.peers.hang_up(link);
                    self.0.links.hang_up(link);
                }
            }
        }
        if !self.0.running.get() && !self.0.errands.borrow().is_empty() {
            self.0.running.set(true);
            let office = self.clone();
            spawn_local(async move { office.run_errands().await });
        }
    }

    fn wake(&self, after: u64) {
        let office = Rc::downgrade(&self.0);
        // What a browser can count to is 24 days.
        let millis = u32::try_from(after).unwrap_or(u32::MAX).min(i32::MAX as u32);
        Timeout::new(millis, move || {
            if let Some(inner) = office.upgrade()
                && !inner.closed.get()
            {
                Self(inner).input(Input::Tick);
            }
        })
        .forget();
    }

    async fn run_errands(&self) {
        loop {
            // Taken in a statement of its own: nothing may stay borrowed over an await.
            let next = self.0.errands.borrow_mut().pop_front();
            let Some(errand) = next else { break };
            if let Some(input) = self.run(errand).await {
                self.input(input);
            }
        }
        self.0.running.set(false);
        if self.0.closed.get() {
            self.0.storage.close();
        }
    }

    async fn run(&self, errand: Effect) -> Option<Input> {
        let (input, problem) = match errand {
            Effect::Read { id, store, prefix } => match self.0.storage.read(store, &prefix).await {
                Ok(rows) => (Input::Read { id, rows }, None),
                Err(problem) => (Input::ReadFailed { id, problem: problem.clone() }, Some(problem)),
            },
            Effect::Write { id, transaction } => match self.0.storage.write(&transaction).await {
                Ok(Outcome::Written) => {
                    self.0.settled.set(true);
                    (Input::Written { id }, None)
                }
                // It changes no row of the host's own, so that only the tenure can be another.
                Ok(Outcome::Stale | Outcome::Changed) => (Input::Stale { id }, None),
                Err(problem) => (Input::WriteFailed { id, problem: problem.clone() }, Some(problem)),
            },
            // Not put among the errands.
            _ => return None,
        };
        match problem {
            // No page is known to the engine yet that it could tell.
            Some(problem) if !self.0.settled.get() => {
                self.report(Happening::Failed(troubles::at_the_start(problem)));
                None
            }
            _ => Some(input),
        }
    }
}

fn forget_answered(client: ClientId, delivery: &Delivery) {
    MERGING.with_borrow_mut(|merging| {
        for (id, _) in &delivery.replies {
            merging.remove(&(client, *id));
        }
    });
}
