//! The leader's connections to relays: WebSockets, one whole message at a time.
//!
//! What is said of a connection comes from the browser's own events or a task of its own, never
//! from within a call: the engine is at work while it asks for something.

use engine::{
    Input,
    message::{LinkId, Path},
};
use gloo::{events::EventListener, timers::callback::Timeout};
use js_sys::{ArrayBuffer, Reflect};
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::{browser, troubles::Fault};

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

/// How long a connection may take to come about, in milliseconds: browsers try for minutes (ours).
const OPENING_MILLIS: u32 = 20_000;

/// How much may wait in one connection to be sent, in bytes. The two ends agree on much less; what
/// is more comes of a line that hangs (ours).
const MOST_WAITING: usize = 32 * 1024 * 1024;

/// The longest message that is taken to the engine, in bytes: nearly twice what a relay may send (ours).
const LONGEST: u32 = 16 * 1024 * 1024;

/// What to do about most of what happens to a connection.
const AGAIN: &str = "It is tried again by itself.";

thread_local! {
    /// Whether this worker's engine was given something that came over a connection. Whoever reports
    /// a crash can reach nothing that is not global.
    static HEARD: Cell<bool> = const { Cell::new(false) };
}

/// Whether something came over a connection, so that it may be to blame for a crash.
pub fn has_heard() -> bool {
    HEARD.get()
}

/// Something that came over a connection is given to the engine.
pub fn note_heard() {
    HEARD.set(true);
}

/// All connections of one engine to relays. A clone is the same.
#[derive(Clone)]
pub struct Links(Rc<Inner>);

struct Inner {
    /// `None`: it came to nothing, and that is about to be said.
    sockets: RefCell<BTreeMap<LinkId, Option<Socket>>>,
    report: Box<dyn Fn(Input)>,
    /// Whether none is made.
    apart: bool,
    closed: Cell<bool>,
    _network: [EventListener; 2],
}

/// One connection. It ends with this.
struct Socket {
    socket: WebSocket,
    address: String,
    is_open: Rc<Cell<bool>>,
    _listeners: [EventListener; 3],
    _deadline: Timeout,
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Refused only for codes that are wrong, and none is given.
        let _ = self.socket.close();
    }
}

impl Links {
    /// No connection yet, and none ever if `apart`. What happens to them goes to `report`.
    pub fn new(apart: bool, report: impl Fn(Input) + 'static) -> Self {
        Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let scope = js_sys::global().unchecked_into::<web_sys::EventTarget>();
            let links = weak.clone();
            let online = EventListener::new(&scope, "online", move |_| {
                if let Some(links) = Self::of(&links) {
                    (links.0.report)(Input::Online);
                }
            });
            let links = weak.clone();
            // A line that is gone is noticed by its ends only after minutes.
            let offline = EventListener::new(&scope, "offline", move |_| {
                if let Some(links) = Self::of(&links) {
                    let all: Vec<LinkId> = links.0.sockets.borrow().keys().copied().collect();
                    for link in all {
                        links.end(link, Some(offline_problem()));
                    }
                }
            });
            Inner {
                sockets: RefCell::default(),
                report: Box::new(report),
                apart,
                closed: Cell::new(false),
                _network: [online, offline],
            }
        }))
    }

    fn of(inner: &Weak<Inner>) -> Option<Self> {
        inner.upgrade().filter(|inner| !inner.closed.get()).map(Self)
    }

    /// Makes a connection, unless the browser knows that there is no network.
    pub fn dial(&self, link: LinkId, address: &str) {
        if self.0.closed.get() {
            return;
        }
        let made = match (self.0.apart, is_online()) {
            (true, _) => Err(apart_problem()),
            (false, false) => Err(offline_problem()),
            (false, true) => self.connect(link, address),
        };
        match made {
            Ok(socket) => {
                self.0.sockets.borrow_mut().insert(link, Some(socket));
            }
            Err(problem) => self.end_soon(link, problem),
        }
    }

    /// Sends a message over a connection, if it is still there.
    pub fn send(&self, link: LinkId, bytes: &[u8]) {
        let sent = match self.0.sockets.borrow().get(&link) {
            Some(Some(socket)) => socket.send(bytes),
            _ => return,
        };
        if let Err(problem) = sent {
            self.end_soon(link, problem);
        }
    }

    /// Ends a connection; nothing is said of it any more.
    pub fn hang_up(&self, link: LinkId) {
        // Taken out before it ends, as in every place here: nothing may be borrowed meanwhile.
        let socket = self.0.sockets.borrow_mut().remove(&link);
        drop(socket);
    }

    /// Ends all connections for good; nothing is said of any.
    pub fn close(&self) {
        self.0.closed.set(true);
        HEARD.set(false);
        let sockets = self.0.sockets.take();
        drop(sockets);
    }

    /// A connection has ended: it is forgotten and that is said, once.
    fn end(&self, link: LinkId, problem: Option<Problem>) {
        let ended = self.0.sockets.borrow_mut().remove(&link);
        if ended.is_some() {
            drop(ended);
            (self.0.report)(Input::Unlinked { link, problem });
        }
    }

    /// As [`end`](Self::end), from within a call of the engine's.
    fn end_soon(&self, link: LinkId, problem: Problem) {
        let ended = self.0.sockets.borrow_mut().insert(link, None);
        drop(ended);
        let links = Rc::downgrade(&self.0);
        spawn_local(async move {
            if let Some(links) = Self::of(&links) {
                links.end(link, Some(problem));
            }
        });
    }

    fn connect(&self, link: LinkId, address: &str) -> Result<Socket, Problem> {
        let socket = WebSocket::new(address).map_err(|thrown| misdialled(address, &Fault::of(&thrown)))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let is_open = Rc::new(Cell::new(false));

        let (links, opened) = (Rc::downgrade(&self.0), is_open.clone());
        let open = EventListener::new(&socket, "open", move |_| {
            if let Some(links) = Self::of(&links) {
                opened.set(true);
                (links.0.report)(Input::Linked { link, path: Path::Relay, binding: b"relay".to_vec() });
            }
        });
        let links = Rc::downgrade(&self.0);
        let message = EventListener::new(&socket, "message", move |event| {
            if let Some(links) = Self::of(&links) {
                links.heard(link, &event.unchecked_ref::<MessageEvent>().data());
            }
        });
        let (links, opened, to) = (Rc::downgrade(&self.0), is_open.clone(), address.to_owned());
        // An error is always followed by this.
        let close = EventListener::new(&socket, "close", move |event| {
            if let Some(links) = Self::of(&links) {
                let event: &CloseEvent = event.unchecked_ref();
                links.end(link, ending(&to, opened.get(), event.code(), &event.reason()));
            }
        });
        let (links, opened, to) = (Rc::downgrade(&self.0), is_open.clone(), address.to_owned());
        let deadline = Timeout::new(OPENING_MILLIS, move || {
            if let (false, Some(links)) = (opened.get(), Self::of(&links)) {
                links.end(link, Some(unreachable(&to)));
            }
        });
        let listeners = [open, message, close];
        Ok(Socket {
            socket,
            address: address.to_owned(),
            is_open,
            _listeners: listeners,
            _deadline: deadline,
        })
    }

    fn heard(&self, link: LinkId, data: &JsValue) {
        match data.dyn_ref::<ArrayBuffer>() {
            Some(buffer) if buffer.byte_length() <= LONGEST => {
                note_heard();
                (self.0.report)(Input::Frame { link, bytes: browser::bytes_of(data) });
            }
            _ => {
                let what = "What answers at the relay’s address speaks another language.";
                self.end(link, Some(Problem::new(what, "Check the relay’s address.")));
            }
        }
    }
}

impl Socket {
    fn send(&self, bytes: &[u8]) -> Result<(), Problem> {
        let waiting = usize::try_from(self.socket.buffered_amount()).unwrap_or(usize::MAX);
        if waiting.saturating_add(bytes.len()) > MOST_WAITING {
            let what = format!("The connection to the relay at {} hangs.", self.address);
            return Err(Problem::new(what, AGAIN));
        }
        if !self.is_open.get() {
            return Err(unreachable(&self.address));
        }
        self.socket.send_with_u8_array(bytes).map_err(|thrown| broken(&Fault::of(&thrown).message))
    }
}

/// Whether there may be a network. A browser that says no is sure of it.
fn is_online() -> bool {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name)).ok();
    let navigator = get(&js_sys::global(), "navigator");
    navigator
        .and_then(|navigator| get(&navigator, "onLine"))
        .and_then(|online| online.as_bool())
        .unwrap_or(true)
}

fn offline_problem() -> Problem {
    Problem::new("This device has no network.", "What is written is kept here, and sent when there is one.")
}

pub fn apart_problem() -> Problem {
    Problem::new(
        "Pilothouse broke off at something that came from another device, and goes on in this tab without connecting.",
        "What is written is kept here. Reload the tab to connect again; if it breaks off again, export a backup and report it.",
    )
}

fn misdialled(address: &str, fault: &Fault) -> Problem {
    let what = format!("The browser does not connect to the relay at {address} ({}).", fault.message);
    Problem::new(what, "Check the address: a page that came by https needs a relay at wss://.")
}

fn unreachable(address: &str) -> Problem {
    let way_out = if is_own(address) {
        AGAIN.to_owned()
    } else {
        format!(
            "{AGAIN} If it never works: check the address, and whether the server that this page came \
             from was started with --connect and the relay’s origin."
        )
    };
    Problem::new(format!("The relay at {address} cannot be reached."), way_out)
}

/// Whether an address is at the server that this page came from, which needs no permission for it.
fn is_own(address: &str) -> bool {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name)).ok();
    let host = get(&js_sys::global(), "location").and_then(|location| get(&location, "host"));
    let host = host.and_then(|host| host.as_string()).unwrap_or_default();
    address.split_once("://").is_some_and(|(_, rest)| rest.split('/').next() == Some(&host))
}

fn broken(reason: &str) -> Problem {
    let detail = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    Problem::new(format!("The connection to the relay broke off{detail}."), AGAIN)
}

/// What an end means, by its code (RFC 6455 §7.4); `None`: it was in peace.
fn ending(address: &str, was_open: bool, code: u16, reason: &str) -> Option<Problem> {
    match code {
        _ if !was_open => Some(unreachable(address)),
        1000 => None,
        1001 | 1012 | 1013 => Some(Problem::new("The relay stops, or makes a pause.", AGAIN)),
        _ => Some(broken(reason)),
    }
}
