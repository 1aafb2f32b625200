//! One workspace, as JavaScript can use it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use bench::{Source, record_id, source_id};
use document::{Batch, Change, DocumentKey, Edit, Page, Value};
use engine::message::{ClientId, Delivery, Event, Origin, Request, Share, SheetText};
use futures_channel::oneshot;
use js_sys::{Array, Function};
use kernel::{Problem, RecordId, Timestamp};
use leptos::prelude::{Owner, WithUntracked, request_animation_frame};
use mirror::{Mirror, Names, Port, SaveState, provide_mirror};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use worker::page::{Connection, Script, read_one, read_projection};

/// How many records are on their way to the disk at most while a workspace is filled.
const AHEAD: usize = 200;

/// How many records are read out at once.
const AT_ONCE: usize = 500;

/// A record of the workload as the harness writes it.
#[derive(Serialize, Deserialize)]
struct Plain {
    id: String,
    kind: String,
    person: String,
    date: String,
    status: String,
    priority: i64,
    effort: i64,
    title: String,
    body: String,
}

impl Plain {
    fn of(source: Source) -> Self {
        let kind = match source.id.split('_').next() {
            Some("per") => "person",
            Some("one") => "oneonone",
            Some("fee") => "feedback",
            Some("act") => "action",
            Some("inc") => "incident",
            Some("ini") => "initiative",
            _ => "candidate",
        };
        let Source { id, person, date, status, priority, effort, title, body } = source;
        Self { id, kind: kind.to_owned(), person, date, status, priority, effort, title, body }
    }

    fn source(self) -> Source {
        let Self { id, kind: _, person, date, status, priority, effort, title, body } = self;
        Source { id, person, date, status, priority, effort, title, body }
    }
}

/// A workspace that is open in this page.
#[wasm_bindgen]
pub struct Workspace {
    mirror: Mirror,
    connection: Connection,
    waiting: Waiting,
    /// Keeps what the mirror consists of.
    _owner: Owner,
}

/// How many records of the workload somebody waits for, and where they hear of it.
type Filled = (usize, oneshot::Sender<()>);

/// Who waits until all is saved, or for the engine, and who watches.
#[derive(Clone, Default)]
struct Waiting {
    saved: Rc<RefCell<Vec<oneshot::Sender<()>>>>,
    welcome: Rc<RefCell<Vec<oneshot::Sender<()>>>>,
    filled: Rc<RefCell<Option<Filled>>>,
    watcher: Rc<RefCell<Option<Function>>>,
}

#[wasm_bindgen]
impl Workspace {
    /// Opens a workspace as the application does: what was last written is read and shown, and the worker starts. All
    /// records are readable when this returns.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn open(database: String) -> Result<Self, JsValue> {
        let rows = read_projection(&database).await.map_err(|problem| thrown(&problem))?.unwrap_or_default();
        let workspace = Self::showing(&database, rows);
        let mirror = workspace.mirror;
        request_animation_frame(move || mirror.hello());
        Ok(workspace)
    }

    /// Opens a workspace as the application does where the address names a record: that is readable when this returns,
    /// and everything else is read after the next frame.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn open_at(database: String, id: String) -> Result<Self, JsValue> {
        let record = record_id(&id).map_err(|unknown| text(&unknown.0))?;
        let rows = read_one(&database, record).await.map_err(|problem| thrown(&problem))?;
        if rows.is_empty() {
            return Self::open(database).await;
        }
        let workspace = Self::showing(&database, rows);
        let mirror = workspace.mirror;
        request_animation_frame(move || {
            spawn_local(async move {
                if let Ok(Some(rows)) = read_projection(&database).await {
                    mirror.open(rows);
                }
                mirror.hello();
            });
        });
        Ok(workspace)
    }

    /// Resolves when the engine has answered.
    ///
    /// # Errors
    /// When the page closes before.
    pub async fn ready(&self) -> Result<(), JsValue> {
        if self.mirror.is_ready() {
            return Ok(());
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.welcome.borrow_mut().push(sender);
        receiver.await.map_err(|_| JsValue::from_str("the engine is gone"))
    }

    /// Makes these records (a list in JSON), each by a change of its own; resolves when they are saved.
    ///
    /// # Errors
    /// When one is none of the workload, or the engine refuses it.
    pub async fn fill(&self, records: String) -> Result<(), JsValue> {
        self.ready().await?;
        let records: Vec<Plain> = serde_json::from_str(&records).map_err(|error| text(&error.to_string()))?;
        let author = self.mirror.author();
        let mut edits = Vec::new();
        for record in records {
            edits.push(record.source().create(author).map_err(|unknown| text(&unknown.0))?);
        }
        // File by file, so that none has to be loaded again to be written on.
        edits.sort_by(|a, b| a.document.cmp(&b.document));
        for (count, edit) in edits.into_iter().enumerate() {
            self.mirror.commit(Batch::new("Add a record").with(edit));
            if count % AHEAD == 0 {
                self.saved().await?;
            }
        }
        self.saved().await
    }

    /// Makes one record (JSON).
    ///
    /// # Errors
    /// When it is none of the workload.
    pub fn add(&self, record: &str) -> Result<(), JsValue> {
        let record: Plain = serde_json::from_str(record).map_err(|error| text(&error.to_string()))?;
        let edit = record.source().create(self.mirror.author()).map_err(|unknown| text(&unknown.0))?;
        self.mirror.commit(Batch::new("Add a record").with(edit));
        Ok(())
    }

    /// Writes a field of a record.
    ///
    /// # Errors
    /// When there is no such record or field.
    pub fn set(&self, id: &str, field: &str, value: &JsValue) -> Result<(), JsValue> {
        #[expect(clippy::cast_possible_truncation, reason = "the workload has small whole numbers")]
        let value = match (value.as_f64(), value.as_string()) {
            (Some(number), _) => Value::Integer(number as i64),
            (_, line) => Value::Line(line.ok_or_else(|| text("neither a text nor a number"))?),
        };
        self.edit(id, field, |field, _| Change::Set { field, value: Some(value) })
    }

    /// Inserts text at the beginning or end of a record's text.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn insert(&self, id: &str, at_end: bool, added: &str) -> Result<(), JsValue> {
        self.edit(id, "body", |field, base| {
            let text = if at_end { format!("{base}{added}") } else { format!("{added}{base}") };
            Change::Text { field, base, text }
        })
    }

    /// Resolves when everything done so far is on disk.
    ///
    /// # Errors
    /// What was refused.
    pub async fn saved(&self) -> Result<(), JsValue> {
        if !self.is_saved() {
            let (sender, receiver) = oneshot::channel();
            self.waiting.saved.borrow_mut().push(sender);
            receiver.await.map_err(|_| text("the engine is gone"))?;
        }
        let problem = self.mirror.problems().with_untracked(|problems| problems.first().cloned());
        problem.map_or(Ok(()), |problem| Err(thrown(&problem)))
    }

    /// Resolves when everything done so far is in its documents, too.
    ///
    /// # Errors
    /// What was refused.
    pub async fn done(&self) -> Result<(), JsValue> {
        self.saved().await?;
        // What is asked is done in its turn.
        self.mirror.erased(Vec::new()).await.map(drop).map_err(|problem| thrown(&problem))
    }

    /// All records of the workload that are here: lists in JSON of some hundred each, because as one text they would take
    /// more memory than the records.
    #[must_use]
    pub fn read_all(&self) -> Array {
        let lists = Array::new();
        self.mirror.read(|book| {
            let mut rows = book.rows().filter_map(|row| Source::read(row)).map(Plain::of).peekable();
            while rows.peek().is_some() {
                let some: Vec<Plain> = rows.by_ref().take(AT_ONCE).collect();
                lists.push(&JsValue::from_str(&serde_json::to_string(&some).unwrap_or_default()));
            }
        });
        lists
    }

    /// One record (JSON).
    #[must_use]
    pub fn read(&self, id: &str) -> Option<String> {
        let row = self.mirror.row(record_id(id).ok()?)?;
        serde_json::to_string(&Plain::of(Source::read(&row)?)).ok()
    }

    /// How many records are here.
    #[must_use]
    pub fn count(&self) -> usize {
        self.mirror.read(document::Book::len)
    }

    /// How many notices Monday would rank: everything it works out before it shows something.
    #[must_use]
    pub fn monday(&self) -> usize {
        let today = self.mirror.today();
        let offset = self.mirror.offset_on(today);
        self.mirror.read(|book| {
            let standing = threads::notices::standing(book, today);
            let since = threads::monday::since_friday(book, today, offset);
            threads::notices::needs_you(&standing).len()
                + since.latest.len()
                + threads::monday::owed(book, today).len()
        })
    }

    /// Calls `watcher` with the id of each record that changes.
    pub fn watch(&self, watcher: Function) {
        *self.waiting.watcher.borrow_mut() = Some(watcher);
    }

    /// Begins to share it at this relay, and makes a recovery key: what somebody has to know to come by it.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn share(&self, relay: String) -> Result<String, JsValue> {
        self.ready().await?;
        let (name, device) = ("Ana".to_owned(), "Desk".to_owned());
        let start = Share::Start { relay: Some(relay), token: None, name, device };
        self.mirror.share(start).await.map_err(|problem| thrown(&problem))?;
        let key = self.mirror.make_recovery_key("Paper".to_owned()).await;
        Ok(key.map_err(|problem| thrown(&problem))?.text().to_owned())
    }

    /// Comes by the workspace of this recovery key at this relay; resolves when `count` records of the workload are here.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn join(&self, relay: String, key: String, count: usize) -> Result<(), JsValue> {
        self.ready().await?;
        let recover = Share::Recover { sheet: SheetText::new(&key), relay, device: "Phone".to_owned() };
        self.mirror.share(recover).await.map_err(|problem| thrown(&problem))?;
        let (sender, receiver) = oneshot::channel();
        *self.waiting.filled.borrow_mut() = Some((count, sender));
        receiver.await.map_err(|_| text("the engine is gone"))
    }

    /// Everything that is here, as whole documents.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn give(&self) -> Result<Given, JsValue> {
        self.ready().await?;
        let documents = self.mirror.documents().await.map_err(|problem| thrown(&problem))?;
        let whose = self.mirror.identity().ok_or_else(|| text("the engine is gone"))?;
        Ok(Given { documents, origin: Origin { workspace: whose.workspace, member: whose.member } })
    }

    /// Takes in everything that another copy gave.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn take(&self, given: &Given) -> Result<(), JsValue> {
        self.ready().await?;
        let merged = self.mirror.merge(given.documents.clone(), given.origin).await;
        merged.map(drop).map_err(|problem| thrown(&problem))
    }

    /// How many fields hold values that several wrote apart and nobody has settled.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        self.mirror.read(|book| book.rows().map(|row| row.conflicts.len()).sum())
    }

    /// Closes it; the worker says goodbye.
    pub fn close(&self) {
        self.connection.close();
    }
}

/// All documents of a workspace.
#[wasm_bindgen]
pub struct Given {
    documents: Vec<(DocumentKey, Vec<u8>)>,
    origin: Origin,
}

#[wasm_bindgen]
impl Given {
    /// How many bytes they have.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

impl Workspace {
    /// A workspace with these rows, and a worker that is not greeted yet.
    fn showing(database: &str, rows: Vec<(DocumentKey, Page)>) -> Self {
        let owner = Owner::new();
        let waiting = Waiting::default();
        let (mirror, connection) = owner.with(|| connect(database, &waiting));
        mirror.open(rows);
        Self { mirror, connection, waiting, _owner: owner }
    }

    fn edit(
        &self,
        id: &str,
        field: &str,
        change: impl FnOnce(String, String) -> Change,
    ) -> Result<(), JsValue> {
        let record: RecordId = record_id(id).map_err(|unknown| text(&unknown.0))?;
        let row = self.mirror.row(record).ok_or_else(|| text("there is no such record"))?;
        let field = Source::field(id, field).ok_or_else(|| text("there is no such field"))?;
        let base = row.fields.get(field).map(Value::plain).unwrap_or_default();
        let change = change(field.to_owned(), base);
        let edit = Edit { document: row.document.clone(), record, change };
        self.mirror.commit(Batch::new("Edit").with(edit));
        Ok(())
    }

    fn is_saved(&self) -> bool {
        self.mirror.save_state() == SaveState::Saved
    }
}

/// Starts the worker and joins it with a mirror.
fn connect(database: &str, waiting: &Waiting) -> (Mirror, Connection) {
    let joined: Rc<Cell<Option<Mirror>>> = Rc::default();
    let (to, for_state, waiting) = (joined.clone(), joined.clone(), waiting.clone());
    let connection = Connection::open(
        database,
        Script::of_page(),
        ClientId(worker::browser::random()),
        move |delivery| {
            if let Some(mirror) = to.get() {
                arrive(mirror, &waiting, delivery);
            }
        },
        move |state| {
            if let (Some(mirror), worker::wire::LinkState::Stopped(problem)) = (for_state.get(), state) {
                mirror.set_trouble(Some(problem));
            }
        },
    );
    let mirror = provide_mirror(Line(connection.clone()), threads_names());
    joined.set(Some(mirror));
    (mirror, connection)
}

fn arrive(mirror: Mirror, waiting: &Waiting, delivery: Delivery) {
    let changed: Vec<RecordId> = match &*waiting.watcher.borrow() {
        None => Vec::new(),
        Some(_) => delivery
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Changed(changed) => Some(changed.rows.iter().map(|row| row.id)),
                _ => None,
            })
            .flatten()
            .collect(),
    };
    mirror.deliver(delivery);
    if let Some(watcher) = &*waiting.watcher.borrow() {
        for id in changed.into_iter().filter_map(source_id) {
            // What the harness throws is the harness's.
            let _ = watcher.call1(&JsValue::NULL, &JsValue::from_str(&id));
        }
    }
    let is_filled = |count: usize| {
        mirror.read(|book| book.rows().filter(|row| Source::read(row).is_some()).count() >= count)
    };
    let filled = waiting.filled.take();
    match filled {
        // Looked at closely only when there may be enough.
        Some((count, sender)) if mirror.read(document::Book::len) >= count && is_filled(count) => {
            told(sender)
        }
        other => *waiting.filled.borrow_mut() = other,
    }
    if mirror.is_ready() {
        waiting.welcome.take().into_iter().for_each(told);
    }
    if mirror.save_state() == SaveState::Saved {
        waiting.saved.take().into_iter().for_each(told);
    }
}

fn told(sender: oneshot::Sender<()>) {
    // Whoever waited may have gone.
    let _ = sender.send(());
}

/// The mirror's line to the worker.
struct Line(Connection);

impl Port for Line {
    fn send(&self, request: Request) {
        self.0.send(request);
    }
    fn now(&self) -> Timestamp {
        worker::browser::now()
    }
    fn offset_minutes(&self, _at: Timestamp) -> i32 {
        0
    }
    fn random(&self) -> [u8; 10] {
        worker::browser::random()
    }
}

/// Names of records are for screens; there are none.
fn threads_names() -> Names {
    Names {
        kind: threads::kinds::kind,
        is_subject: threads::kinds::is_subject,
        title: threads::kinds::title,
        address: threads::kinds::address,
    }
}

fn text(says: &str) -> JsValue {
    js_sys::Error::new(says).into()
}

fn thrown(problem: &Problem) -> JsValue {
    text(&problem.to_string())
}
