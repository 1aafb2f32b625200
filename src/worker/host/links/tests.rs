//! The rules of `docs/design/tabs.md` about connections, in a real browser with a socket of our own.

#![expect(clippy::unwrap_used, reason = "tests; clippy does not take them for such in a browser")]

use super::*;
use js_sys::{Promise, eval};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// In place of the browser's sockets, for as long as it lives.
struct Sockets;

impl Sockets {
    fn new() -> Self {
        eval(
            "globalThis.made = [];
             globalThis.RealSocket ??= globalThis.WebSocket;
             globalThis.WebSocket = class extends EventTarget {
                 bufferedAmount = 0; sent = []; ended = false;
                 constructor(address) { super(); this.address = address; made.push(this); }
                 send(bytes) { this.sent.push(Array.from(bytes).join()); }
                 close() { this.ended = true; }
             };
             globalThis.line = true;
             Object.defineProperty(navigator, 'onLine', { get: () => line, configurable: true });",
        )
        .unwrap();
        Self
    }

    /// What an expression about the sockets `made` so far comes to, as text.
    fn ask(&self, expression: &str) -> String {
        eval(&format!("String({expression})")).unwrap().as_string().unwrap()
    }

    fn opens(&self, number: usize) {
        self.ask(&format!("made[{number}].dispatchEvent(new Event('open'))"));
    }

    fn hears(&self, number: usize, data: &str) {
        self.ask(&format!("made[{number}].dispatchEvent(new MessageEvent('message', {{ data: {data} }}))"));
    }

    fn closes(&self, number: usize, code: u16) {
        self.ask(&format!("made[{number}].dispatchEvent(new CloseEvent('close', {{ code: {code} }}))"));
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        eval("globalThis.WebSocket = RealSocket; delete navigator.onLine").unwrap();
    }
}

/// Connections, and what was said of them.
fn links() -> (Links, Rc<RefCell<Vec<Input>>>) {
    let said = Rc::new(RefCell::new(Vec::new()));
    let saying = said.clone();
    (Links::new(false, move |input| saying.borrow_mut().push(input)), said)
}

/// Lets everything happen that is about to.
async fn soon() {
    let promise = Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().set_timeout_with_callback(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// The words of what was said last, an end.
fn problem(said: &RefCell<Vec<Input>>) -> String {
    match said.borrow().last() {
        Some(Input::Unlinked { problem: Some(problem), .. }) => problem.to_string(),
        other => format!("{other:?}"),
    }
}

const ONE: LinkId = LinkId(1);
const TWO: LinkId = LinkId(2);
const ADDRESS: &str = "wss://relay.example/sync";

#[wasm_bindgen_test]
fn t_22_a_connection_comes_about_carries_messages_both_ways_and_ends() {
    let sockets = Sockets::new();
    let (links, said) = links();
    links.dial(ONE, ADDRESS);
    assert_eq!(sockets.ask("made[0].address"), ADDRESS);
    assert_eq!(sockets.ask("made[0].binaryType"), "arraybuffer");
    sockets.opens(0);
    links.send(ONE, &[1, 2]);
    links.send(ONE, &[3]);
    links.send(TWO, &[4]);
    assert_eq!(sockets.ask("made[0].sent.join('; ')"), "1,2; 3");
    sockets.hears(0, "new Uint8Array([5, 6]).buffer");
    sockets.closes(0, 1000);
    sockets.closes(0, 1006);
    let expected = [
        Input::Linked { link: ONE, path: Path::Relay, binding: b"relay".to_vec() },
        Input::Frame { link: ONE, bytes: vec![5, 6] },
        Input::Unlinked { link: ONE, problem: None },
    ];
    assert_eq!(*said.borrow(), expected);
    links.send(ONE, &[7]);
    assert_eq!(sockets.ask("made[0].sent.length"), "2", "nothing is sent over what has ended");
}

#[wasm_bindgen_test]
fn t_22_nothing_is_said_of_a_connection_that_was_hung_up() {
    let sockets = Sockets::new();
    let (links, said) = links();
    links.dial(ONE, ADDRESS);
    links.hang_up(ONE);
    sockets.opens(0);
    sockets.hears(0, "new ArrayBuffer(1)");
    sockets.closes(0, 1006);
    assert_eq!(sockets.ask("made[0].ended"), "true");
    assert_eq!(*said.borrow(), []);
}

#[wasm_bindgen_test]
async fn t_22_a_leader_that_stops_ends_its_connections_and_hears_no_more_of_them() {
    let sockets = Sockets::new();
    let (links, said) = links();
    links.dial(ONE, ADDRESS);
    links.dial(TWO, ADDRESS);
    sockets.opens(0);
    said.borrow_mut().clear();
    links.close();
    assert_eq!(sockets.ask("made.map((socket) => socket.ended)"), "true,true");
    sockets.opens(1);
    sockets.hears(0, "new ArrayBuffer(1)");
    sockets.closes(0, 1006);
    links.send(ONE, &[1]);
    links.dial(LinkId(3), ADDRESS);
    sockets.ask("dispatchEvent(new Event('offline')), dispatchEvent(new Event('online'))");
    soon().await;
    assert_eq!(*said.borrow(), []);
    assert_eq!(sockets.ask("made.length"), "2");
    assert_eq!(sockets.ask("made[0].sent.length"), "0");
}

#[wasm_bindgen_test]
async fn t_23_without_a_network_nothing_is_dialled_and_that_is_said_afterwards() {
    let sockets = Sockets::new();
    let (links, said) = links();
    sockets.ask("line = false");
    links.dial(ONE, ADDRESS);
    assert_eq!(*said.borrow(), [], "the engine is still at work");
    soon().await;
    assert!(problem(&said).contains("no network"), "{}", problem(&said));
    assert_eq!(sockets.ask("made.length"), "0");
}

#[wasm_bindgen_test]
fn t_23_a_network_that_goes_ends_connections_at_once_and_is_told_when_it_is_back() {
    let sockets = Sockets::new();
    let (links, said) = links();
    links.dial(ONE, ADDRESS);
    sockets.opens(0);
    sockets.ask("dispatchEvent(new Event('offline'))");
    assert!(problem(&said).contains("no network"), "{}", problem(&said));
    assert_eq!(sockets.ask("made[0].ended"), "true");
    sockets.ask("dispatchEvent(new Event('online'))");
    assert_eq!(said.borrow().last(), Some(&Input::Online));
}

#[wasm_bindgen_test]
async fn t_23_a_line_that_hangs_is_ended_before_memory_fills() {
    let sockets = Sockets::new();
    let (links, said) = links();
    links.dial(ONE, ADDRESS);
    sockets.opens(0);
    sockets.ask(&format!("made[0].bufferedAmount = {MOST_WAITING} - 1"));
    links.send(ONE, &[1]);
    assert_eq!(sockets.ask("made[0].sent.length"), "1");
    links.send(ONE, &[1, 2]);
    assert_eq!(sockets.ask("made[0].sent.length"), "1");
    assert_eq!(said.borrow().len(), 1, "the engine is still at work");
    soon().await;
    assert!(problem(&said).contains("hangs"), "{}", problem(&said));
    assert_eq!(sockets.ask("made[0].ended"), "true");
}

#[wasm_bindgen_test]
fn t_23_what_is_no_message_ends_the_connection() {
    for (number, data) in ["'text'", &format!("new ArrayBuffer({LONGEST} + 1)")].into_iter().enumerate() {
        let sockets = Sockets::new();
        let (links, said) = links();
        links.dial(ONE, ADDRESS);
        sockets.opens(0);
        sockets.hears(0, data);
        assert!(problem(&said).contains("another language"), "{number}: {}", problem(&said));
        assert_eq!(sockets.ask("made[0].ended"), "true");
    }
}

#[wasm_bindgen_test]
fn t_23_every_end_is_told_with_a_way_out() {
    for (opened, code, words) in
        [(false, 1006, "cannot be reached"), (true, 1006, "broke off"), (true, 1001, "makes a pause")]
    {
        let sockets = Sockets::new();
        let (links, said) = links();
        links.dial(ONE, ADDRESS);
        if opened {
            sockets.opens(0);
        }
        sockets.closes(0, code);
        let problem = problem(&said);
        assert!(problem.contains(words) && problem.contains("tried again"), "{problem}");
        assert_eq!(problem.contains("--connect"), !opened, "{problem}");
    }
}

#[wasm_bindgen_test]
async fn t_23_an_address_that_is_none_and_one_where_nobody_listens_are_told() {
    let (links, said) = links();
    links.dial(ONE, "ftp://relay.example/sync");
    soon().await;
    assert!(problem(&said).contains("does not connect"), "{}", problem(&said));
    // Browsers never connect to this port, so nobody can be there.
    links.dial(TWO, "ws://127.0.0.1:1/sync");
    for _ in 0..200 {
        if said.borrow().len() == 2 {
            break;
        }
        soon().await;
    }
    assert!(problem(&said).contains("cannot be reached"), "{}", problem(&said));
}

#[wasm_bindgen_test]
async fn t_25_who_stays_apart_dials_nobody_and_says_why() {
    let sockets = Sockets::new();
    let said = Rc::new(RefCell::new(Vec::new()));
    let saying = said.clone();
    let links = Links::new(true, move |input| saying.borrow_mut().push(input));
    links.dial(ONE, ADDRESS);
    soon().await;
    assert!(problem(&said).contains("Reload the tab to connect again"), "{}", problem(&said));
    assert_eq!(sockets.ask("made.length"), "0");
}

#[wasm_bindgen_test]
fn t_25_what_came_over_a_connection_is_remembered_as_long_as_the_engine_runs() {
    let sockets = Sockets::new();
    let (links, _said) = links();
    // Whatever came in another test is forgotten.
    HEARD.set(false);
    links.dial(ONE, ADDRESS);
    sockets.opens(0);
    assert!(!has_heard());
    sockets.hears(0, "new ArrayBuffer(1)");
    sockets.closes(0, 1000);
    assert!(has_heard());
    links.close();
    assert!(!has_heard());
}
