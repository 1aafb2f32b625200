//! A page as the tests see it: what it asked, and what came of it.

use document::{Audience, Batch, Change, DocumentKey, Edit, Place, Row, Value};
use engine::message::{Ask, ClientId, Delivery, Event, Heads, Reply, Request, Share, SharingState};
use js_sys::Promise;
use kernel::RecordId;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use wasm_bindgen_futures::JsFuture;
use worker::{
    browser,
    page::Connection,
    wire::{LinkState, LockNews},
};

use crate::script::{Behaviour, script};

/// A page with its connection. Its worker ends with it.
pub struct Page {
    /// The connection.
    pub connection: Connection,
    seen: Rc<RefCell<Seen>>,
    asked: u64,
}

#[derive(Default)]
struct Seen {
    replies: BTreeMap<u64, Vec<Reply>>,
    rows: BTreeMap<RecordId, Row>,
    heads: Option<Heads>,
    states: Vec<LinkState>,
    lock: Vec<LockNews>,
}

impl Page {
    /// A page that has connected and was welcomed.
    pub async fn open(database: &str) -> Self {
        let mut page = Self::start(database, Behaviour::Works);
        let id = page.ask(Ask::Open { have: Vec::new() });
        let reply = page.answer(id).await;
        assert!(matches!(reply, Reply::Welcome(_)), "{reply:?}");
        page
    }

    /// A page that connects; nothing is asked yet.
    pub fn start(database: &str, behaviour: Behaviour) -> Self {
        let seen = Rc::new(RefCell::new(Seen::default()));
        let (taking, standing) = (seen.clone(), seen.clone());
        let connection = Connection::open(
            database,
            script(behaviour),
            ClientId(browser::random()),
            move |delivery| taking.borrow_mut().take(delivery),
            move |state| standing.borrow_mut().states.push(state),
        );
        let of_lock = seen.clone();
        connection.hear_lock(move |news| of_lock.borrow_mut().lock.push(news));
        Self { connection, seen, asked: 0 }
    }

    /// Asks; returns the number.
    pub fn ask(&mut self, ask: Ask) -> u64 {
        self.asked += 1;
        self.connection.send(Request { id: self.asked, ask });
        self.asked
    }

    /// Asks for a new record with this name.
    pub fn create(&mut self, name: &str) -> u64 {
        let fields = BTreeMap::from([("name".to_owned(), Value::Line(name.to_owned()))]).into();
        self.ask(Ask::Commit(Batch::new(format!("Add {name}")).with(Edit {
            document: key(),
            record: RecordId::from_bytes(browser::random()),
            change: Change::Create { kind: "team".to_owned(), fields },
        })))
    }

    /// Asks something about sharing; returns the number.
    pub fn share(&mut self, share: Share) -> u64 {
        self.ask(Ask::Share(share))
    }

    /// How sharing stands.
    pub async fn sharing(&mut self) -> SharingState {
        let id = self.share(Share::State);
        match self.answer(id).await {
            Reply::Sharing(state) => *state,
            other => panic!("{other:?}"),
        }
    }

    /// The answer to a request, waited for.
    pub async fn answer(&self, id: u64) -> Reply {
        until_some(&format!("request {id} is answered"), || {
            self.seen.borrow().replies.get(&id).and_then(|replies| replies.first().cloned())
        })
        .await
    }

    /// Whether a request is answered.
    pub fn answered(&self, id: u64) -> bool {
        self.seen.borrow().replies.contains_key(&id)
    }

    /// The most answers that any request got.
    pub fn most_answers(&self) -> usize {
        self.seen.borrow().replies.values().map(Vec::len).max().unwrap_or_default()
    }

    /// The names of the records that the page shows, sorted.
    pub fn names(&self) -> Vec<String> {
        let seen = self.seen.borrow();
        let names = seen.rows.values().filter_map(|row| row.fields.get("name")?.text());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The heads of the document as the page knows them.
    pub fn heads(&self) -> Option<Heads> {
        self.seen.borrow().heads.clone()
    }

    /// How the connection stands.
    pub fn state(&self) -> Option<LinkState> {
        self.seen.borrow().states.last().cloned()
    }

    /// Whether this was heard of the lock.
    pub fn heard(&self, news: &LockNews) -> bool {
        self.heard_times(news) > 0
    }

    /// How often this was heard of the lock.
    pub fn heard_times(&self, news: &LockNews) -> usize {
        self.seen.borrow().lock.iter().filter(|heard| *heard == news).count()
    }

    /// Whether a change of the lock was heard to be done, or refused.
    pub fn heard_of_its_lock(&self) -> bool {
        self.seen.borrow().lock.iter().any(|heard| matches!(heard, LockNews::Changed | LockNews::Refused(_)))
    }

    /// Whether the connection was interrupted.
    pub fn has_waited(&self) -> bool {
        self.seen.borrow().states.contains(&LinkState::Waiting)
    }

    /// Whether the engine runs in this page's worker.
    pub fn leads(&self) -> bool {
        self.state() == Some(LinkState::Ready { leading: true })
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.connection.kill();
    }
}

impl Seen {
    fn take(&mut self, delivery: Delivery) {
        for (id, reply) in delivery.replies {
            self.replies.entry(id).or_default().push(reply);
        }
        for event in delivery.events {
            let Event::Changed(changed) = event else { continue };
            if changed.document != key() {
                continue;
            }
            if changed.whole {
                self.rows.clear();
            }
            self.rows.extend(changed.rows.into_iter().map(|row| (row.id, row)));
            for record in changed.removed {
                self.rows.remove(&record);
            }
            self.heads = Some(changed.heads);
        }
    }
}

/// The document that the tests write to.
pub fn key() -> DocumentKey {
    DocumentKey { audience: Audience::Everyone, place: Place::Area("roster".to_owned()) }
}

/// A database of one test alone, not there yet.
pub async fn database(name: &str) -> String {
    let name = format!("test-tabs-{name}");
    worker::database::delete(&name).await.unwrap();
    name
}

/// Waits for some milliseconds.
pub async fn sleep(millis: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).unwrap();
    });
    JsFuture::from(timer).await.unwrap();
}

/// Waits until something holds.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    until_some(what, || holds().then_some(())).await;
}

/// Waits until there is something; fails after 30 seconds.
pub async fn until_some<T>(what: &str, find: impl Fn() -> Option<T>) -> T {
    for _ in 0..1_500 {
        if let Some(found) = find() {
            return found;
        }
        sleep(20).await;
    }
    panic!("in vain: {what}");
}
