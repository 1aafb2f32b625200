//! The mirror itself: a book, what is pending over it, and the signals that say what changed.

use document::{Author, Batch, Book, Change, DocumentKey, Edit, Entry, Page, Place, Record, Row, Stamp};
use engine::{
    adoption::private_to_others,
    message::{
        Adoption, Ask, Changed, Delivery, Event, Heads, Merged, Origin, Reply, Share, SharingState, Unsaved,
        Version, Welcome,
    },
};
use kernel::{Date, MemberId, Problem, RecordId, Timestamp};
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{Names, Port, drafts::Drafts, pending::Pending, requests::Requests, sharing::Told};

/// Where what was done is by now.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Everything is on this disk.
    Saved,
    /// So many batches are on their way to the disk.
    Saving(usize),
    /// The disk refuses; edits are kept in memory and tried again.
    Failed(Problem),
}

/// A handle to the mirror; copy it freely.
#[derive(Clone, Copy)]
pub struct Mirror {
    state: StoredValue<State, LocalStorage>,
    names: StoredValue<Names>,
    identity: RwSignal<Option<Welcome>>,
    undoable: RwSignal<(Option<String>, Option<String>)>,
    save: RwSignal<SaveState>,
    problems: RwSignal<Vec<Problem>>,
    recovered: RwSignal<Vec<(RecordId, String)>>,
    removed: RwSignal<Option<String>>,
    today: RwSignal<Date>,
    pub(crate) told: Told,
}

struct State {
    port: Box<dyn Port>,
    book: Book,
    heads: BTreeMap<DocumentKey, Heads>,
    pending: Pending,
    requests: Requests,
    drafts: Drafts,
    trouble: Option<Problem>,
    kinds: HashMap<String, ArcTrigger>,
    any: ArcTrigger,
}

/// Makes the mirror of this page and provides it to everything below.
pub fn provide_mirror(port: impl Port + 'static, names: Names) -> Mirror {
    let today = port.now().date(port.offset_minutes());
    let mirror = Mirror {
        state: StoredValue::new_local(State {
            port: Box::new(port),
            book: Book::new(),
            heads: BTreeMap::new(),
            pending: Pending::default(),
            requests: Requests::default(),
            drafts: Drafts::default(),
            trouble: None,
            kinds: HashMap::new(),
            any: ArcTrigger::new(),
        }),
        names: StoredValue::new(names),
        identity: RwSignal::new(None),
        undoable: RwSignal::new((None, None)),
        save: RwSignal::new(SaveState::Saved),
        problems: RwSignal::new(Vec::new()),
        recovered: RwSignal::new(Vec::new()),
        removed: RwSignal::new(None),
        today: RwSignal::new(today),
        told: Told::new(),
    };
    provide_context(mirror);
    mirror
}

/// The mirror of this page.
///
/// # Panics
/// When no mirror was provided above, which is a fault of the shell and shows at once.
#[must_use]
pub fn use_mirror() -> Mirror {
    #[expect(clippy::expect_used, reason = "the shell provides the mirror before it shows any screen")]
    use_context::<Mirror>().expect("provide_mirror comes first")
}

/// Reading.
impl Mirror {
    /// All records of one kind, oldest first. Tracks the kind.
    #[must_use]
    pub fn all<T: Record>(self) -> Arc<Vec<Entry<T>>> {
        self.track_kind(T::NAME);
        self.state.with_value(|state| state.book.all::<T>())
    }

    /// One record. Tracks its kind.
    #[must_use]
    pub fn get<T: Record>(self, id: RecordId) -> Option<Entry<T>> {
        self.track_kind(T::NAME);
        self.state.with_value(|state| state.book.get::<T>(id))
    }

    /// One record of whatever kind, as a plain row. Tracks its kind, or everything while it is not there.
    #[must_use]
    pub fn row(self, id: RecordId) -> Option<Arc<Row>> {
        let row = self.state.with_value(|state| state.book.row(id).cloned());
        match &row {
            Some(row) => self.track_kind(&row.kind),
            None => self.state.with_value(|state| state.any.track()),
        }
        row
    }

    /// Reads the whole book, for rules that look at many kinds. Tracks every change: put it in a memo.
    pub fn read<R>(self, read: impl FnOnce(&Book) -> R) -> R {
        let any = self.state.with_value(|state| state.any.clone());
        any.track();
        self.state.with_value(|state| read(&state.book))
    }

    /// What a record is called; `None` when it is not here. Tracks every change: put it in a memo.
    #[must_use]
    pub fn title(self, id: RecordId) -> Option<String> {
        let names = self.names.get_value();
        self.read(|book| book.row(id).map(|row| (names.title)(book, row)))
    }

    /// How records are called and where they are shown.
    #[must_use]
    pub fn names(self) -> Names {
        self.names.get_value()
    }

    fn track_kind(self, kind: &str) {
        let trigger = self.state.try_update_value(|state| {
            state.kinds.entry(kind.to_owned()).or_insert_with(ArcTrigger::new).clone()
        });
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Who the user is in this workspace; before the engine has answered, a writer nobody else is.
    #[must_use]
    pub fn author(self) -> Author {
        let member = self.identity.get().map_or(MemberId::from_bytes([0; 16]), |welcome| welcome.member);
        Author { member }
    }

    /// Whether the engine has answered: from then on edits can be made. Tracked.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.identity.with(Option::is_some)
    }

    /// Who this replica is, once the engine has answered. Tracked.
    #[must_use]
    pub fn identity(self) -> Option<Welcome> {
        self.identity.get()
    }

    /// A new id.
    #[must_use]
    pub fn new_id(self) -> RecordId {
        self.state.with_value(|state| RecordId::new(state.port.now(), state.port.random()))
    }

    /// The calendar day of the user. Tracked: it changes at midnight.
    #[must_use]
    pub fn today(self) -> Date {
        self.today.get()
    }

    /// The time now; not tracked.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.state.with_value(|state| state.port.now())
    }

    /// How many minutes local time is ahead of UTC; not tracked.
    #[must_use]
    pub fn offset_minutes(self) -> i32 {
        self.state.with_value(|state| state.port.offset_minutes())
    }

    /// Where what was done is by now. Tracked.
    #[must_use]
    pub fn save_state(self) -> SaveState {
        self.save.get()
    }

    /// The labels of what undo and redo would do now. Tracked.
    #[must_use]
    pub fn undoable(self) -> (Option<String>, Option<String>) {
        self.undoable.get()
    }

    /// What went wrong and was not shown yet, oldest first; whoever shows a problem takes it out.
    #[must_use]
    pub fn problems(self) -> RwSignal<Vec<Problem>> {
        self.problems
    }

    /// Fields whose uncommitted typing was put back after a crash.
    #[must_use]
    pub fn recovered(self) -> RwSignal<Vec<(RecordId, String)>> {
        self.recovered
    }

    /// The label of the last batch that took a record out, so that undo can be offered at once;
    /// whoever offers it takes it out.
    #[must_use]
    pub fn removed(self) -> RwSignal<Option<String>> {
        self.removed
    }
}

/// Changing.
impl Mirror {
    /// Does a batch: shows it at once and sends it to be written. An empty batch does nothing.
    pub fn commit(self, batch: Batch) {
        if batch.is_empty() {
            return;
        }
        // What will be refused is not shown as if it were done.
        let barred = |edit: &Edit| untrack(|| self.barred(edit.document.audience));
        let written = batch.edits.iter().filter(|edit| edit.document.place != Place::Unsent);
        if let Some(reason) = written.filter_map(barred).next() {
            self.problems.update(|problems| problems.push(Problem::new(reason, "")));
            return;
        }
        // Text that was sent or given up is no loss to be told.
        let takes_out = |edit: &Edit| edit.change == Change::Delete && edit.document.place != Place::Unsent;
        if batch.edits.iter().any(takes_out) {
            self.removed.set(Some(batch.label.clone()));
        }
        let stamp =
            Stamp { at: batch.at.unwrap_or_else(|| self.now()), by: untrack(|| self.author()).member };
        self.change(|state| {
            for edit in &batch.edits {
                match &edit.change {
                    Change::Set { field, .. } | Change::Text { field, .. } => {
                        state.drafts.drop_field(edit.record, field);
                    }
                    Change::Delete => state.drafts.drop_record(edit.record),
                    Change::Create { .. } => {}
                }
            }
            let request = state.requests.next(Ask::Commit(batch.clone()));
            let kinds = state.pending.show(&mut state.book, request.id, batch, stamp);
            state.port.send(request);
            kinds
        });
    }

    /// Keeps text that is being typed, so that a crash does not lose it. `line` says that the field is one line.
    pub fn draft(
        self,
        document: DocumentKey,
        record: RecordId,
        field: &str,
        base: &str,
        text: &str,
        line: bool,
    ) {
        let (base, text) = (base.to_owned(), text.to_owned());
        let draft = Ask::Draft { document, record, field: field.to_owned(), base, text, line };
        self.state.update_value(|state| {
            state.drafts.put(record, field, draft);
            state.send_draft();
        });
    }

    /// Takes back the last batch.
    pub fn undo(self) {
        self.send(Ask::Undo);
    }

    /// Does again what was taken back last.
    pub fn redo(self) {
        self.send(Ask::Redo);
    }

    /// Tries at once what the disk refused.
    pub fn try_again(self) {
        self.send(Ask::TryAgain);
    }

    /// What is in memory only, of every tab, because the disk refuses.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn unsaved(self) -> Result<Unsaved, Problem> {
        match self.ask(Ask::Unsaved).await? {
            Reply::Unsaved(unsaved) => Ok(unsaved),
            other => Err(unexpected(other)),
        }
    }

    /// Takes back what the disk refuses, so that what waits behind it is written.
    pub fn give_up(self) {
        self.send(Ask::GiveUp);
    }

    /// The versions of a record, newest first.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub async fn history(self, document: DocumentKey, record: RecordId) -> Result<Vec<Version>, Problem> {
        match self.ask(Ask::History { document, record }).await? {
            Reply::History(versions) => Ok(versions),
            other => Err(unexpected(other)),
        }
    }

    /// A record as it stood at `at`, by the writers' clocks.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub async fn as_of(
        self,
        document: DocumentKey,
        record: RecordId,
        at: Timestamp,
    ) -> Result<Option<Row>, Problem> {
        match self.ask(Ask::AsOf { document, record, at }).await? {
            Reply::Row(row) => Ok(row),
            other => Err(unexpected(other)),
        }
    }

    /// Makes a record what it was at a version.
    ///
    /// # Errors
    /// When the document cannot be read or written.
    pub async fn restore(self, document: DocumentKey, record: RecordId, heads: Heads) -> Result<(), Problem> {
        match self.ask(Ask::Restore { document, record, heads }).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    /// Every document as a whole Automerge file.
    ///
    /// # Errors
    /// When a document cannot be read.
    pub async fn documents(self) -> Result<Vec<(DocumentKey, Vec<u8>)>, Problem> {
        match self.ask(Ask::Documents).await? {
            Reply::Documents(documents) => Ok(documents),
            other => Err(unexpected(other)),
        }
    }

    /// What merging documents of `origin` will take over of whose they are, and how many of them
    /// are then private to somebody else; `None` before the engine has answered. Tracks every
    /// change.
    #[must_use]
    pub fn adoption(self, origin: Origin, arriving: &[(DocumentKey, Vec<u8>)]) -> Option<(Adoption, usize)> {
        let me = self.identity.get()?;
        self.read(|_| ());
        let here: Vec<DocumentKey> = self.state.with_value(|state| {
            let here = state.heads.iter().filter(|(_, heads)| !heads.is_empty());
            here.map(|(key, _)| key.clone()).collect()
        });
        let arriving = || arriving.iter().map(|(key, _)| key);
        let adoption = Adoption::of(&me, here.iter(), Some(origin), arriving());
        Some((adoption, private_to_others(arriving(), adoption.member(&me, Some(origin)))))
    }

    /// Merges documents that were saved before, of whomever `origin` says.
    ///
    /// # Errors
    /// When one of them is damaged or foreign; then nothing changed.
    pub async fn merge(
        self,
        documents: Vec<(DocumentKey, Vec<u8>)>,
        origin: Origin,
    ) -> Result<Merged, Problem> {
        match self.ask(Ask::Merge { documents, origin: Some(origin) }).await? {
            Reply::Merged(merged) => Ok(merged),
            other => Err(unexpected(other)),
        }
    }

    /// Waits until everything sent so far is on disk.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn settled(self) -> Result<(), Problem> {
        // The engine answers in order, so the answer to an empty batch comes after all before it.
        match self.ask(Ask::Commit(Batch::default())).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    pub(crate) async fn ask(self, ask: Ask) -> Result<Reply, Problem> {
        let answer = self.state.try_update_value(|state| {
            let (request, answer) = state.requests.next_awaited(ask);
            state.port.send(request);
            answer
        });
        let gone = || Problem::new("The page closed before the answer came.", "Open it again.");
        answer.ok_or_else(gone)?.await.map_err(|_| gone())
    }

    pub(crate) fn send(self, ask: Ask) {
        self.state.update_value(|state| {
            let request = state.requests.next(ask);
            state.port.send(request);
        });
    }
}

/// Taking in; called by the app.
impl Mirror {
    /// Shows the persisted projection, before the engine runs.
    pub fn open(self, pages: Vec<(DocumentKey, Page)>) {
        self.change(|state| {
            let mut kinds = BTreeSet::new();
            for (document, page) in pages {
                state.heads.insert(document.clone(), page.heads.clone());
                kinds.append(&mut state.book.put_page(&document, page));
            }
            kinds
        });
    }

    /// Says hello to the engine with what is shown already.
    pub fn hello(self) {
        let have = self.state.with_value(|state| state.heads.clone()).into_iter().collect();
        self.send(Ask::Open { have });
    }

    /// Takes in what the engine says: replies first, then events.
    pub fn deliver(self, delivery: Delivery) {
        self.change(|state| {
            let (mut unsettled, mut confirmed) = (BTreeSet::new(), BTreeSet::new());
            for (id, reply) in delivery.replies {
                match &reply {
                    Reply::Welcome(welcome) => {
                        self.identity.set(Some(welcome.clone()));
                        // Told from now on when it changes; what it is now has to be asked.
                        let request = state.requests.next(Ask::Share(Share::State));
                        state.port.send(request);
                        // A new leader does not know where the pages are.
                        if let Some((_, Some(here))) = self.told.here.try_get_value() {
                            let request = state.requests.next(Ask::Share(Share::Here(Some(here))));
                            state.port.send(request);
                        }
                    }
                    Reply::Sharing(sharing) => self.told.stands(SharingState::clone(sharing)),
                    Reply::Refused(_) => unsettled.append(&mut state.pending.refuse(id)),
                    _ => confirmed.append(&mut state.pending.confirm(id)),
                }
                if state.drafts.answered(id) {
                    state.send_draft();
                }
                if let Some(Reply::Refused(problem)) = state.requests.answer(id, reply) {
                    self.problems.update(|problems| problems.push(problem));
                }
            }
            let mut kinds = BTreeSet::new();
            for event in delivery.events {
                match event {
                    Event::Changed(changed) => kinds.append(&mut state.take_in(changed, &mut unsettled)),
                    Event::Undoable { undo, redo } => self.undoable.set((undo, redo)),
                    Event::Identity(welcome) => self.identity.set(Some(welcome)),
                    Event::Trouble(problem) => state.trouble = problem,
                    Event::Problem(problem) => self.problems.update(|problems| problems.push(problem)),
                    Event::Recovered { record, field, .. } => {
                        self.recovered.update(|recovered| recovered.push((record, field)));
                    }
                    Event::Sharing(sharing) => self.told.stands(*sharing),
                    // The rows came by `Changed`.
                    Event::Arrived(arrival) => self.told.came(arrival),
                    Event::Present(present) => self.told.present.set(present),
                }
            }
            let rows = confirmed.iter().filter_map(|id| state.book.row(*id));
            self.told.kept(rows.map(|row| (row.id, row.document.audience)));
            unsettled.append(&mut confirmed);
            kinds.append(&mut state.pending.settle(&mut state.book, &unsettled));
            kinds
        });
    }

    /// Says that the engine cannot be reached, or can again.
    pub fn set_trouble(self, problem: Option<Problem>) {
        self.change(|state| {
            state.trouble = problem;
            BTreeSet::new()
        });
    }

    /// Lets `today` follow the clock; called now and then.
    pub fn tick(self) {
        let today = self.now().date(self.offset_minutes());
        if untrack(|| self.today.get()) != today {
            self.today.set(today);
        }
    }

    /// Changes the state and runs again whatever looked at the kinds that changed.
    fn change(self, change: impl FnOnce(&mut State) -> BTreeSet<String>) {
        let outcome = self.state.try_update_value(|state| {
            let kinds = change(state);
            let triggers: Vec<ArcTrigger> =
                kinds.iter().filter_map(|kind| state.kinds.get(kind).cloned()).collect();
            let any = (!kinds.is_empty()).then(|| state.any.clone());
            let save = match (&state.trouble, state.pending.len()) {
                (Some(problem), _) => SaveState::Failed(problem.clone()),
                (None, 0) => SaveState::Saved,
                (None, count) => SaveState::Saving(count),
            };
            (triggers, any, save)
        });
        let Some((triggers, any, save)) = outcome else { return };
        for trigger in triggers.into_iter().chain(any) {
            trigger.notify();
        }
        if self.save.with_untracked(|standing| *standing != save) {
            self.save.set(save);
        }
    }
}

impl State {
    fn send_draft(&mut self) {
        if let Some(draft) = self.drafts.next() {
            let request = self.requests.next(draft);
            self.drafts.sent(request.id);
            self.port.send(request);
        }
    }

    fn take_in(&mut self, changed: Changed, unsettled: &mut BTreeSet<RecordId>) -> BTreeSet<String> {
        self.heads.insert(changed.document.clone(), changed.heads);
        let mut removed: BTreeSet<RecordId> = changed.removed.into_iter().collect();
        if changed.whole {
            let arriving: BTreeSet<RecordId> = changed.rows.iter().map(|row| row.id).collect();
            removed.extend(self.book.records_in(&changed.document).filter(|id| !arriving.contains(id)));
        }
        let mut kinds = BTreeSet::new();
        for id in removed {
            if self.pending.arrived(&changed.document, id, None) {
                unsettled.insert(id);
            } else {
                kinds.extend(self.book.remove_from(&changed.document, id));
            }
        }
        for row in changed.rows {
            if self.pending.arrived(&row.document, row.id, Some(&row)) {
                unsettled.insert(row.id);
            } else {
                kinds.extend(self.book.put(row));
            }
        }
        kinds
    }
}

pub(crate) fn unexpected(reply: Reply) -> Problem {
    match reply {
        Reply::Refused(problem) => problem,
        _ => Problem::new("The engine gave an answer that does not fit the question.", "Reload the page."),
    }
}
