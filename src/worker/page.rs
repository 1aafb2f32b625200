//! The page's half: one connection to the engine, wherever it runs.

use engine::message::{ClientId, Delivery, Request, decode, encode};
use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
};
use js_sys::Array;
use kernel::Problem;
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, PageTransitionEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    browser,
    replacing::{Cause, Replacing},
    troubles::Fault,
    unanswered::Unanswered,
    wire::{Call, FileTask, FromWorker, LinkState, LockNews, ToWorker, Typed, lock_name},
};

mod facts;
mod first_paint;
mod peers;
mod sign;
mod wipe;

pub use facts::{StorageFacts, persist, probe, storage_facts};
pub use first_paint::{has_lock, read_one, read_projection};
pub use wipe::wipe;

/// How long a worker may take to load before it is taken for broken, in milliseconds: a minute,
/// for a slow line (ours).
const LOADING_MILLIS: u32 = 60_000;

/// How long a worker gets for its goodbye, in milliseconds (ours).
const GOODBYE_MILLIS: u32 = 1_000;

/// Where the worker's code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Script {
    /// A script that loads the rest by `importScripts`, as Trunk's `data-loader-shim` writes it.
    Classic(String),
    /// A JavaScript module.
    Module(String),
}

impl Script {
    /// The script that the page names in `<meta name="worker" content="…">`; with
    /// `data-type="module"` it is a module. Without the element: what Trunk writes by itself.
    #[must_use]
    pub fn of_page() -> Self {
        let meta = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector("meta[name=worker]").ok().flatten());
        let url = meta
            .as_ref()
            .and_then(|meta| meta.get_attribute("content"))
            .filter(|url| !url.is_empty())
            .unwrap_or_else(|| "/worker_loader.js".to_owned());
        match meta.and_then(|meta| meta.get_attribute("data-type")).as_deref() {
            Some("module") => Self::Module(url),
            _ => Self::Classic(url),
        }
    }

    fn start(&self) -> Result<Worker, JsValue> {
        match self {
            Self::Classic(url) => Worker::new(url),
            Self::Module(url) => {
                let options = WorkerOptions::new();
                options.set_type(WorkerType::Module);
                Worker::new_with_options(url, &options)
            }
        }
    }
}

/// A page's connection to the engine. A clone is the same connection.
#[derive(Clone)]
pub struct Connection(Rc<Inner>);

/// Hears what became of a file.
type OnFile = Box<dyn FnOnce(Result<Vec<u8>, Problem>)>;

struct Inner {
    database: String,
    script: Script,
    client: ClientId,
    on_delivery: Box<dyn Fn(Delivery)>,
    on_state: Box<dyn Fn(LinkState)>,
    on_lock: RefCell<Rc<dyn Fn(LockNews)>>,
    on_file: RefCell<Option<OnFile>>,
    unanswered: RefCell<Unanswered>,
    worker: RefCell<Option<Running>>,
    /// The direct connections of the worker's engine.
    peers: Rc<peers::Peers>,
    replacing: Cell<Replacing>,
    /// Says that this page lives, while its worker leads.
    sign: RefCell<Option<sign::SignOfLife>>,
    closed: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
}

/// The worker with what it calls.
struct Running {
    worker: Worker,
    up: Rc<Cell<bool>>,
    _listeners: [EventListener; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Connection {
    /// Starts a worker for `database` and connects to the engine, in this tab or another one.
    ///
    /// `client` names this page: random, see [`browser::random`](crate::browser::random).
    /// What happens comes through the two callbacks, never from within a call of [`send`](Self::send).
    #[must_use]
    pub fn open(
        database: &str,
        script: Script,
        client: ClientId,
        on_delivery: impl Fn(Delivery) + 'static,
        on_state: impl Fn(LinkState) + 'static,
    ) -> Self {
        let connection = Self(Rc::new_cyclic(|weak: &Weak<Inner>| Inner {
            peers: Self::peers_of(weak),
            database: database.to_owned(),
            script,
            client,
            on_delivery: Box::new(on_delivery),
            on_state: Box::new(on_state),
            on_lock: RefCell::new(Rc::new(|_| {})),
            on_file: RefCell::default(),
            unanswered: RefCell::default(),
            worker: RefCell::new(None),
            replacing: Cell::default(),
            sign: RefCell::default(),
            closed: Cell::new(false),
            listeners: RefCell::default(),
        }));
        connection.listen();
        connection.start();
        connection
    }

    /// The direct connections, with what is said of them to the worker.
    fn peers_of(inner: &Weak<Inner>) -> Rc<peers::Peers> {
        let inner = inner.clone();
        peers::Peers::new(move |id, news| {
            if let Some(connection) = Self::of(&inner) {
                connection.post(&ToWorker::Peer(id, news));
            }
        })
    }

    /// Asks the engine. The answer comes as a [`Delivery`], once, also when the worker or the
    /// leading tab is replaced in between.
    pub fn send(&self, request: Request) {
        self.0.unanswered.borrow_mut().asked(&request);
        if self.is_up() {
            self.0.unanswered.borrow_mut().handed_over(&request);
            self.post(&ToWorker::Request(request));
        }
    }

    /// What is heard of the lock goes to `on_lock` from now on.
    pub fn hear_lock(&self, on_lock: impl Fn(LockNews) + 'static) {
        *self.0.on_lock.borrow_mut() = Rc::new(on_lock);
    }

    /// Seals or opens the bytes of a backup file; one at a time. What comes of it goes to `on_file`, which is
    /// dropped when the worker ends before.
    pub fn file(&self, task: FileTask, on_file: impl FnOnce(Result<Vec<u8>, Problem>) + 'static) {
        *self.0.on_file.borrow_mut() = Some(Box::new(on_file));
        self.post(&ToWorker::File(task));
    }

    /// Opens the lock; what comes of it is the next [`LinkState`], or [`LockNews`].
    pub fn unlock(&self, passphrase: String) {
        self.post(&ToWorker::Unlock(Typed(passphrase)));
    }

    /// Locks the workspace in all tabs: each is told [`LinkState::Locking`].
    pub fn lock_now(&self) {
        self.post(&ToWorker::LockNow);
    }

    /// Sets a lock (`current` is `None`), changes its passphrase, or takes it away (`chosen` is `None`). What
    /// comes of it is heard as [`LockNews`].
    pub fn change_lock(&self, current: Option<String>, chosen: Option<String>) {
        self.post(&ToWorker::ChangeLock { current: current.map(Typed), chosen: chosen.map(Typed) });
    }

    /// Says goodbye and ends. Requests without an answer stay without one.
    pub fn close(&self) {
        self.0.closed.set(true);
        self.0.listeners.borrow_mut().clear();
        self.0.sign.borrow_mut().take();
        self.0.peers.clear();
        self.post(&ToWorker::Goodbye);
        let running = self.0.worker.borrow_mut().take();
        // Ended at once, the worker would not get to its goodbye.
        Timeout::new(GOODBYE_MILLIS, move || drop(running)).forget();
    }

    /// Ends the worker on the spot, as a crash would.
    #[doc(hidden)]
    pub fn kill(&self) {
        self.0.closed.set(true);
        self.0.listeners.borrow_mut().clear();
        self.0.sign.borrow_mut().take();
        self.0.peers.clear();
        self.0.worker.borrow_mut().take();
    }

    fn is_up(&self) -> bool {
        self.0.worker.borrow().as_ref().is_some_and(|running| running.up.get())
    }

    fn post<T: Serialize>(&self, message: &T) {
        let worker = self.0.worker.borrow();
        let (Some(running), Ok(bytes)) = (worker.as_ref(), encode(message)) else { return };
        let buffer = browser::buffer_of(&bytes);
        // Handing over a buffer that is ours and fresh cannot be refused.
        let _ = running.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }

    fn start(&self) {
        let worker = match self.0.script.start() {
            Ok(worker) => worker,
            Err(thrown) => {
                let fault = Fault::of(&thrown);
                let problem = Problem::new(
                    format!("The browser does not start the background part ({}).", fault.message),
                    "Reload the tab, or use a current browser.",
                );
                return (self.0.on_state)(LinkState::Stopped(problem));
            }
        };
        let up = Rc::new(Cell::new(false));
        let inner = Rc::downgrade(&self.0);
        let message = EventListener::new(&worker, "message", move |event| {
            if let Some(connection) = Self::of(&inner) {
                connection.heard(event.unchecked_ref());
            }
        });
        let inner = Rc::downgrade(&self.0);
        let handled = EventListenerOptions::enable_prevent_default();
        let error = EventListener::new_with_options(&worker, "error", handled, move |event| {
            if let Some(connection) = Self::of(&inner) {
                event.prevent_default();
                let what = "The background part of Pilothouse broke off.";
                connection.broke(Problem::new(what, "Reload the tab."), Cause::Unknown);
            }
        });
        *self.0.worker.borrow_mut() = Some(Running { worker, up: up.clone(), _listeners: [message, error] });
        self.expect_up(up);
    }

    /// A worker whose code never arrives sends no error in every browser; so there is a deadline.
    fn expect_up(&self, up: Rc<Cell<bool>>) {
        let inner = Rc::downgrade(&self.0);
        Timeout::new(LOADING_MILLIS, move || {
            if let (false, Some(connection)) = (up.get(), Self::of(&inner)) {
                let what = "The background part of Pilothouse does not load.";
                connection
                    .broke(Problem::new(what, "Check the connection and reload the tab."), Cause::Unknown);
            }
        })
        .forget();
    }

    fn of(inner: &Weak<Inner>) -> Option<Self> {
        inner.upgrade().filter(|inner| !inner.closed.get()).map(Self)
    }

    fn heard(&self, event: &MessageEvent) {
        let message = match decode::<FromWorker>(&browser::bytes_of(&event.data())) {
            Ok(message) => message,
            Err(problem) => return (self.0.on_state)(LinkState::Stopped(problem)),
        };
        match message {
            FromWorker::Up => self.greet(),
            FromWorker::Delivery(delivery) => {
                let news = self.0.unanswered.borrow_mut().answered(delivery);
                if let Some(delivery) = news {
                    (self.0.on_delivery)(delivery);
                }
            }
            FromWorker::State(state) => {
                let leads = state == LinkState::Ready { leading: true };
                let sign = leads.then(|| sign::SignOfLife::of(&self.0.database, self.0.client)).flatten();
                *self.0.sign.borrow_mut() = sign;
                (self.0.on_state)(state);
            }
            FromWorker::Peer(id, call) => self.0.peers.carry_out(id, call),
            FromWorker::File(outcome) => {
                let on_file = self.0.on_file.borrow_mut().take();
                if let Some(on_file) = on_file {
                    on_file(outcome);
                }
            }
            FromWorker::Lock(news) => {
                let on_lock = self.0.on_lock.borrow().clone();
                on_lock(news);
            }
            FromWorker::Crashed { problem, merging, heard } => {
                let cause = if heard { Cause::Connection } else { Cause::Unknown };
                self.broke(problem, if merging { Cause::File } else { cause });
            }
        }
    }

    fn greet(&self) {
        if let Some(running) = self.0.worker.borrow().as_ref() {
            running.up.set(true);
        }
        let apart = self.0.replacing.get().is_apart();
        self.post(&ToWorker::Start { database: self.0.database.clone(), client: self.0.client, apart });
        let again = self.0.unanswered.borrow_mut().ask_again();
        for request in again {
            self.post(&ToWorker::Request(request));
        }
    }

    /// The worker is of no use any more: replaced the first time, given up the second. What
    /// happened in the middle of a merge is laid to the file, which is not asked for again.
    fn broke(&self, problem: Problem, cause: Cause) {
        self.0.worker.borrow_mut().take();
        self.0.sign.borrow_mut().take();
        self.0.peers.clear();
        self.0.on_file.borrow_mut().take();
        let by_a_file = self.0.unanswered.borrow_mut().withdraw_merges();
        let mut replacing = self.0.replacing.get();
        let again = replacing.broke(if by_a_file { Cause::File } else { cause });
        self.0.replacing.set(replacing);
        if again {
            (self.0.on_state)(LinkState::Waiting);
            self.start();
        } else {
            (self.0.on_state)(LinkState::Stopped(problem));
        }
    }

    fn listen(&self) {
        let Some(window) = web_sys::window() else { return };
        let inner = Rc::downgrade(&self.0);
        let hide = EventListener::new(&window, "pagehide", move |_| {
            if let Some(connection) = Self::of(&inner) {
                connection.post(&ToWorker::Goodbye);
                // The worker may not live to say it; a message of the page's own gets through.
                call(&connection.0.database, &Call::Goodbye { client: connection.0.client });
            }
        });
        let inner = Rc::downgrade(&self.0);
        let show = EventListener::new(&window, "pageshow", move |event| {
            let event: &PageTransitionEvent = event.unchecked_ref();
            // The page comes back as it was when it was left; its worker has said goodbye.
            if let (true, Some(connection)) = (event.persisted(), Self::of(&inner)) {
                connection.0.worker.borrow_mut().take();
                connection.0.sign.borrow_mut().take();
                connection.0.peers.clear();
                connection.0.unanswered.borrow_mut().clear_merges();
                (connection.0.on_state)(LinkState::Waiting);
                connection.start();
            }
        });
        *self.0.listeners.borrow_mut() = vec![hide, show];
    }
}

/// Says something to the workers of every tab. Whoever cannot be reached finds out otherwise:
/// by the lock, or by the database.
fn call(database: &str, call: &Call) {
    if let (Ok(channel), Ok(bytes)) = (BroadcastChannel::new(&lock_name(database)), encode(call)) {
        // Refused only by a channel that was closed.
        let _ = channel.post_message(&browser::buffer_of(&bytes));
        channel.close();
    }
}
