//! The worker's half: hosts the engine in a Web Worker, or reaches it in another tab's.
//!
//! What is decided is decided in [`tabs`](crate::tabs); here it is only carried out.

use engine::{
    Input,
    message::{ClientId, VERSION, decode, encode},
};
use gloo::{events::EventListener, timers::callback::Timeout};
use js_sys::Array;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};
use vault::StorageKey;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, DedicatedWorkerGlobalScope, Event, MessageEvent};

use crate::{
    browser,
    storage::Storage,
    tabs::{Action, Happening, TICK_MILLIS, Tabs},
    troubles::Fault,
    wire::{Call, FromWorker, LinkState, PeerId, PeerNews, Sign, ToWorker, lock_name, page_channel},
};

mod files;
mod gate;
mod links;
mod lock;
mod office;
mod peers;

use gate::Gate;
use lock::{Lock, Turn};
use office::Office;

/// Runs the worker: called once, by its program.
pub fn run() {
    report_crashes();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let gate: RefCell<Option<Gate>> = RefCell::new(None);
    let on_message = EventListener::new(&scope, "message", move |event| {
        let message = decode::<ToWorker>(&bytes_of(event));
        let current = gate.borrow().clone();
        match (message, current) {
            (Ok(ToWorker::Start { database, client, apart }), None) => {
                match Gate::new(&database, client, apart) {
                    Ok(new) => {
                        *gate.borrow_mut() = Some(new.clone());
                        new.look();
                    }
                    Err(problem) => post(&FromWorker::State(LinkState::Stopped(problem))),
                }
            }
            (Ok(message), Some(gate)) => gate.hear(message),
            // A page starts its worker before everything else.
            (Ok(_), None) => {}
            (Err(problem), _) => post(&FromWorker::State(LinkState::Stopped(problem))),
        }
    });
    // It lives as long as the worker.
    on_message.forget();
    post(&FromWorker::Up);
}

/// A panic ends this worker's use. The page hears of it, ends the worker and starts another.
fn report_crashes() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let problem = Problem::new("The background part of Pilothouse broke off.", "Reload the tab.");
        let (merging, heard) = (office::is_merging(), links::has_heard());
        post(&FromWorker::Crashed { problem: problem.at(place), merging, heard });
    }));
}

/// Posts to the own page.
fn post(message: &FromWorker) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if let Ok(bytes) = encode(message) {
        let buffer = browser::buffer_of(&bytes);
        // Handing over a buffer that is ours and fresh cannot be refused.
        let _ = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }
}

fn bytes_of(message: &Event) -> Vec<u8> {
    browser::bytes_of(&message.unchecked_ref::<MessageEvent>().data())
}

/// This tab's part among the tabs of one workspace.
struct Tab {
    database: String,
    apart: bool,
    /// What opens the disk, where the workspace is locked by a passphrase.
    key: Option<StorageKey>,
    tabs: RefCell<Tabs>,
    channel: BroadcastChannel,
    _on_call: EventListener,
    /// To the page of the tab that leads.
    page: BroadcastChannel,
    _on_sign: EventListener,
    lock: Lock,
    office: RefCell<Option<Office>>,
    /// What happened while something was being carried out: taken in next.
    happened: RefCell<VecDeque<Happening>>,
    busy: Cell<bool>,
    ticking: Cell<bool>,
}

impl Tab {
    fn new(
        database: &str,
        client: ClientId,
        apart: bool,
        key: Option<StorageKey>,
    ) -> Result<Rc<Self>, Problem> {
        let name = lock_name(database);
        let open = |name: &str| BroadcastChannel::new(name).map_err(|thrown| Fault::of(&thrown).problem());
        let (channel, page) = (open(&name)?, open(&page_channel(database))?);
        Ok(Rc::new_cyclic(|weak: &std::rc::Weak<Self>| {
            let tab = weak.clone();
            let on_call = EventListener::new(&channel, "message", move |event| {
                if let Some(tab) = tab.upgrade() {
                    tab.hear(&bytes_of(event));
                }
            });
            let tab = weak.clone();
            let on_sign = EventListener::new(&page, "message", move |event| {
                if let (Some(tab), Ok(Sign::Lives(client))) = (tab.upgrade(), decode(&bytes_of(event))) {
                    tab.report(Happening::PageLives(client));
                }
            });
            let tab = weak.clone();
            let lock = Lock::new(name, move |turn| {
                if let Some(tab) = tab.upgrade() {
                    tab.report(match turn {
                        Turn::Granted => Happening::LockGranted { now: now_millis() },
                        Turn::Lost => Happening::LockLost,
                        Turn::Failed(problem) => Happening::Failed(problem),
                    });
                }
            });
            Self {
                database: database.to_owned(),
                apart,
                key,
                tabs: RefCell::new(Tabs::new(client)),
                channel,
                _on_call: on_call,
                page,
                _on_sign: on_sign,
                lock,
                office: RefCell::new(None),
                happened: RefCell::default(),
                busy: Cell::new(false),
                ticking: Cell::new(false),
            }
        }))
    }

    fn hear(self: &Rc<Self>, bytes: &[u8]) {
        match bytes.first() {
            Some(version) if *version > VERSION => self.report(Happening::HeardNewer),
            // An older tab stops as soon as it hears this one; what it says does not matter.
            Some(&VERSION) => {
                if let Ok(call) = decode::<Call>(bytes) {
                    self.report(Happening::Heard(call));
                }
            }
            _ => {}
        }
    }

    /// Takes in what happened, in order, one at a time.
    fn report(self: &Rc<Self>, happening: Happening) {
        self.happened.borrow_mut().push_back(happening);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // Taken in a statement of its own: carrying out may add to the queue.
            let next = self.happened.borrow_mut().pop_front();
            let Some(happening) = next else { break };
            let actions = self.tabs.borrow_mut().take(happening);
            for action in actions {
                self.carry_out(action);
            }
        }
        self.busy.set(false);
        if self.tabs.borrow().is_listening() && !self.ticking.replace(true) {
            let tab = Rc::downgrade(self);
            Timeout::new(TICK_MILLIS, move || {
                if let Some(tab) = tab.upgrade() {
                    tab.ticking.set(false);
                    tab.report(Happening::Tick);
                }
            })
            .forget();
        }
    }

    fn carry_out(self: &Rc<Self>, action: Action) {
        match action {
            Action::Say(call) => {
                if let Ok(bytes) = encode(&call) {
                    // Refused only by a channel that was closed, and this one never is.
                    let _ = self.channel.post_message(&browser::buffer_of(&bytes));
                }
            }
            Action::AskPage => {
                if let Ok(bytes) = encode(&Sign::Ask) {
                    // As above.
                    let _ = self.page.post_message(&browser::buffer_of(&bytes));
                }
            }
            Action::Deliver(delivery) => post(&FromWorker::Delivery(delivery)),
            Action::Show(state) => post(&FromWorker::State(state)),
            Action::QueueForLock => self.lock.queue(),
            Action::StealLock => self.lock.steal(),
            Action::ReleaseLock => self.lock.release(),
            Action::OpenEngine => {
                let tab = Rc::downgrade(self);
                let office = Office::open(
                    Storage::unlocked(&self.database, self.key.clone()),
                    self.apart,
                    move |happening| {
                        if let Some(tab) = tab.upgrade() {
                            tab.report(happening);
                        }
                    },
                );
                match office {
                    Ok(office) => *self.office.borrow_mut() = Some(office),
                    Err(problem) => self.report(Happening::Failed(problem)),
                }
            }
            Action::CloseEngine => {
                if let Some(office) = self.office.borrow_mut().take() {
                    office.close();
                }
            }
            Action::FinishEngine => {
                if let Some(office) = self.office.borrow_mut().take() {
                    office.finish();
                }
            }
            Action::Handle { client, request } => self.input(Input::Request { client, request }),
            Action::Gone(client) => self.input(Input::Gone { client }),
        }
    }

    /// What the page says of a direct connection of the engine's.
    fn heard_of_peer(&self, id: PeerId, news: PeerNews) {
        let office = self.office.borrow().clone();
        if let Some(office) = office {
            office.heard_of_peer(id, news);
        }
    }

    fn input(&self, input: Input) {
        let office = self.office.borrow().clone();
        if let Some(office) = office {
            office.input(input);
        }
    }
}

fn now_millis() -> u64 {
    u64::try_from(browser::now().millis()).unwrap_or(0)
}
