//! A world to tell stories in: one disk, the leaders that come and go, and Alice's tabs.

use document::{Batch, Change, DocumentKey, Edit, Row, Value};
use engine::{
    Effect, Input, RANDOM, Replica,
    message::{Ask, ClientId, Delivery, Event, Heads, Reply, Request},
    storage::{Store, TENURE, Transaction},
};
use kernel::{Problem, RecordId, Timestamp};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use crate::disk::{Disk, Fault};

/// A wait that passes whatever else is done meanwhile, in milliseconds.
pub const MOMENT: u64 = 10;

/// One tab, as far as the engine is concerned: what it shows and what it waits for.
pub struct Tab {
    pub client: ClientId,
    pub next: u64,
    /// What was asked and not answered, in order.
    pub open: BTreeMap<u64, Ask>,
    pub replies: BTreeMap<u64, Reply>,
    pub rows: BTreeMap<RecordId, Row>,
    pub heads: BTreeMap<DocumentKey, Heads>,
    pub events: Vec<Event>,
}

impl Tab {
    pub fn new(number: u64) -> Self {
        Self {
            client: ClientId(u128::from(number).to_be_bytes()),
            next: 1,
            open: BTreeMap::new(),
            replies: BTreeMap::new(),
            rows: BTreeMap::new(),
            heads: BTreeMap::new(),
            events: Vec::new(),
        }
    }

    pub fn take_in(&mut self, delivery: Delivery) {
        for (id, reply) in delivery.replies {
            self.open.remove(&id);
            self.replies.insert(id, reply);
        }
        for event in delivery.events {
            if let Event::Changed(changed) = &event {
                if changed.whole {
                    self.rows.retain(|_, row| row.document != changed.document);
                }
                self.rows.extend(changed.rows.iter().map(|row| (row.id, row.clone())));
                for record in &changed.removed {
                    self.rows.remove(record);
                }
                if changed.heads.is_empty() {
                    self.heads.remove(&changed.document);
                } else {
                    self.heads.insert(changed.document.clone(), changed.heads.clone());
                }
            }
            self.events.push(event);
        }
    }

    /// What undo and redo would do, as told last.
    pub fn undoable(&self) -> (Option<&str>, Option<&str>) {
        let told = self.events.iter().rev().find_map(|event| match event {
            Event::Undoable { undo, redo } => Some((undo.as_deref(), redo.as_deref())),
            _ => None,
        });
        told.unwrap_or_default()
    }

    /// The problems told so far.
    pub fn problems(&self) -> Vec<&Problem> {
        let problems = self.events.iter().filter_map(|event| match event {
            Event::Problem(problem) => Some(problem),
            _ => None,
        });
        problems.collect()
    }
}

/// A leader and what it still wants done.
struct Leader {
    replica: Replica,
    wants: VecDeque<Effect>,
    /// How many of them were done: leaders take turns.
    steps: usize,
}

/// What is done next: as in a browser, what is said is said at once, while reads and writes take their
/// time, one after the other.
pub fn next(wants: &mut VecDeque<Effect>) -> Option<Effect> {
    let is_said = |effect: &Effect| !matches!(effect, Effect::Read { .. } | Effect::Write { .. });
    let at = wants.iter().position(is_said).unwrap_or(0);
    wants.remove(at)
}

/// One browser profile.
pub struct World {
    pub disk: Disk,
    pub now: i64,
    pub tabs: BTreeMap<u8, Tab>,
    leaders: Vec<Leader>,
    /// The reads that were asked for, for stories about what is not read.
    pub reads: Vec<(Store, String)>,
    /// The transactions that were written.
    pub written: Vec<Transaction>,
    /// Whether a leader was told that another has started.
    pub deposed: bool,
    /// The waits asked for.
    pub waits: Vec<u64>,
    /// The machine stopped.
    pub stopped: bool,
    /// Whether the disk is checked after every write, and not only when a story asks for it.
    pub watchful: bool,
}

impl World {
    pub fn new() -> Self {
        Self::on(Disk::default())
    }

    /// A world apart, with identities of its own.
    pub fn apart() -> Self {
        Self::on(Disk { profile: 100, ..Disk::default() })
    }

    /// A world that begins with this disk and a leader over it.
    pub fn on(disk: Disk) -> Self {
        let mut world = Self {
            disk,
            now: 1_700_000_000_000,
            tabs: BTreeMap::new(),
            leaders: Vec::new(),
            reads: Vec::new(),
            written: Vec::new(),
            deposed: false,
            waits: Vec::new(),
            stopped: false,
            watchful: true,
        };
        world.lead();
        world
    }

    /// Starts a leader; one that is there already goes on, unaware.
    pub fn lead(&mut self) {
        let (replica, effects) = Replica::start([self.disk.profile + self.leaders.len() as u8; RANDOM]);
        self.leaders.push(Leader { replica, wants: effects.into(), steps: 0 });
    }

    /// The leader is gone, and every tab asks the new one again for what was not answered.
    pub fn take_over(&mut self) {
        self.leaders.clear();
        self.stopped = false;
        self.lead();
        let tabs: Vec<u8> = self.tabs.keys().copied().collect();
        for tab in tabs {
            self.repeat(tab);
        }
    }

    /// The machine starts again: tabs and leader are gone, the disk is what it was.
    pub fn reboot(&mut self) {
        self.leaders.clear();
        self.tabs.clear();
        self.stopped = false;
        self.lead();
    }

    /// Says hello with what is shown, and asks again, in order, for what was not answered.
    pub fn repeat(&mut self, tab: u8) {
        let Some(page) = self.tabs.get_mut(&tab) else { return };
        page.open.retain(|_, ask| !matches!(ask, Ask::Open { .. }));
        let (client, unanswered) = (page.client, page.open.clone());
        let have = page.heads.clone().into_iter().collect();
        self.ask(tab, Ask::Open { have });
        for (id, ask) in unanswered {
            self.input(Input::Request { client, request: Request { id, ask } });
        }
    }

    /// Asks the newest leader. Returns the number of the request.
    pub fn ask(&mut self, tab: u8, ask: Ask) -> u64 {
        let page = self.tabs.entry(tab).or_insert_with(|| {
            self.disk.tabs += 1;
            Tab::new(self.disk.tabs)
        });
        let (client, id) = (page.client, page.next);
        page.next += 1;
        page.open.insert(id, ask.clone());
        self.input(Input::Request { client, request: Request { id, ask } });
        id
    }

    /// Asks and lets the world settle. Returns the answer, if there is one by then.
    pub fn tell(&mut self, tab: u8, ask: Ask) -> Option<Reply> {
        let id = self.ask(tab, ask);
        self.settle();
        self.tabs[&tab].replies.get(&id).cloned()
    }

    /// A new tab that has said hello.
    pub fn tab(&mut self, tab: u8) {
        let reply = self.tell(tab, Ask::Open { have: Vec::new() });
        assert!(matches!(reply, Some(Reply::Welcome(_))), "{reply:?}");
    }

    /// Commits and expects it done.
    pub fn commit(&mut self, tab: u8, batch: Batch) {
        let reply = self.tell(tab, Ask::Commit(batch));
        assert_eq!(reply, Some(Reply::Done));
    }

    pub fn input(&mut self, input: Input) {
        let last = self.leaders.len() - 1;
        self.input_to(last, input);
    }

    pub fn input_to(&mut self, leader: usize, input: Input) {
        self.now += 7;
        let now = Timestamp::from_millis(self.now);
        let effects = self.leaders[leader].replica.handle(now, input);
        self.leaders[leader].wants.extend(effects);
    }

    /// Does what the leaders want until they want no more. Ticks are given where they are asked for within a moment.
    pub fn settle(&mut self) {
        loop {
            while self.step() {}
            let Some(at) = self.waits.iter().position(|after| *after <= MOMENT) else { return };
            if self.stopped {
                return;
            }
            self.waits.remove(at);
            self.input(Input::Tick);
        }
    }

    /// Gives ticks too, as often as they are asked for, at most `most` times.
    pub fn settle_with_ticks(&mut self, most: usize) {
        for _ in 0..most {
            self.settle();
            if self.waits.is_empty() || self.stopped {
                return;
            }
            self.waits.clear();
            self.input(Input::Tick);
        }
        self.settle();
    }

    /// Does the next thing that a leader wants. Returns whether there was one.
    pub fn step(&mut self) -> bool {
        if self.stopped {
            return false;
        }
        let Some(least) = self.leaders.iter().filter(|l| !l.wants.is_empty()).map(|l| l.steps).min() else {
            return false;
        };
        let slowest = |leader: &Leader| !leader.wants.is_empty() && leader.steps == least;
        let Some(leader) = self.leaders.iter().position(slowest) else { return false };
        self.leaders[leader].steps += 1;
        if let Some(effect) = next(&mut self.leaders[leader].wants) {
            self.effect(leader, effect);
        }
        true
    }

    fn effect(&mut self, leader: usize, effect: Effect) {
        match effect {
            Effect::Read { id, store, prefix } => {
                if self.disk.stops_at_read() {
                    self.stopped = true;
                    return;
                }
                if self.disk.failing_reads > 0 {
                    self.disk.failing_reads -= 1;
                    let problem = Problem::new("The disk does not read.", "");
                    return self.input_to(leader, Input::ReadFailed { id, problem });
                }
                let rows = self.disk.read(store, &prefix);
                self.reads.push((store, prefix));
                self.input_to(leader, Input::Read { id, rows });
            }
            Effect::Write { id, transaction } => self.write(leader, id, transaction),
            Effect::Deliver { client, delivery } => {
                // Tabs listen to the newest leader only.
                let tab = self.tabs.values_mut().find(|tab| tab.client == client);
                if let (Some(tab), true) = (tab, leader + 1 == self.leaders.len()) {
                    tab.take_in(delivery);
                }
            }
            Effect::Wake { after } => self.waits.push(after),
            Effect::Deposed => self.deposed = true,
            Effect::Dial { .. } | Effect::Peer { .. } | Effect::Send { .. } | Effect::HangUp { .. } => {
                panic!("nothing is shared in these stories")
            }
        }
    }

    fn write(&mut self, leader: usize, id: u64, transaction: Transaction) {
        let tenure = self.disk.rows.get(&(Store::Meta, TENURE.to_owned()));
        if !transaction.allowed(tenure.map(Vec::as_slice)) {
            return self.input_to(leader, Input::Stale { id });
        }
        let fault = self.disk.fault_of_write();
        match if self.disk.has_room(&transaction) { fault } else { Some(Fault::Fails) } {
            Some(Fault::Fails) => {
                let problem = Problem::new("The disk is full.", "Make room.");
                self.input_to(leader, Input::WriteFailed { id, problem });
            }
            Some(Fault::WritesAndFails) => {
                self.disk.write(&transaction);
                let problem = Problem::new("The connection was lost.", "");
                self.input_to(leader, Input::WriteFailed { id, problem });
            }
            Some(Fault::StopsBefore) => self.stopped = true,
            Some(fault @ (Fault::LosesPower | Fault::TearsRelaxed)) => {
                self.disk.lose_power(fault == Fault::TearsRelaxed);
                self.stopped = true;
            }
            Some(Fault::StopsAfter) => {
                self.disk.write(&transaction);
                self.stopped = true;
            }
            None => {
                self.disk.write(&transaction);
                if self.watchful {
                    self.disk.check();
                }
                self.written.push(transaction);
                self.input_to(leader, Input::Written { id });
            }
        }
    }

    /// Checks that a tab shows exactly what is on disk.
    pub fn check(&self, tab: u8) {
        self.disk.check();
        assert_eq!(self.tabs[&tab].rows, self.disk.all(), "tab {tab} shows what is on disk");
    }
}

/// A document about a person.
pub fn person(number: u8) -> DocumentKey {
    format!("everyone/person/{}", record(number)).parse().unwrap()
}

/// The roster's document.
pub fn roster() -> DocumentKey {
    "everyone/area/roster".parse().unwrap()
}

pub fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub fn create(document: &DocumentKey, number: u8, name: &str) -> Edit {
    let fields = BTreeMap::from([("name".to_owned(), Value::from(name))]);
    let change = Change::Create { kind: "person".into(), fields: fields.into() };
    Edit { document: document.clone(), record: record(number), change }
}

pub fn set(document: &DocumentKey, number: u8, field: &str, value: &str) -> Edit {
    let change = Change::Set { field: field.into(), value: Some(Value::from(value)) };
    Edit { document: document.clone(), record: record(number), change }
}

pub fn text(document: &DocumentKey, number: u8, base: &str, text: &str) -> Edit {
    let change = Change::Text { field: "notes".into(), base: base.into(), text: text.into() };
    Edit { document: document.clone(), record: record(number), change }
}

/// What a field of a row holds, as plain text; empty when there is none.
pub fn field(rows: &BTreeMap<RecordId, Row>, number: u8, field: &str) -> String {
    let value = rows.get(&record(number)).and_then(|row| row.fields.get(field));
    value.map(Value::plain).unwrap_or_default()
}

/// The names of the records on disk.
pub fn names(disk: &Disk) -> BTreeSet<String> {
    disk.all().values().filter_map(|row| row.fields.get("name")).map(Value::plain).collect()
}
