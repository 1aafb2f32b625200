//! The replica: takes inputs in, keeps the queue of what is asked, and gives effects out.

use chacha20::ChaCha20Rng;
use document::DocumentKey;
use kernel::{DeviceId, Problem, Timestamp};
use protocol::AudienceId;
use rand_core::{Rng as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use vault::Cost;

use crate::{
    documents::{Listing, Shelf},
    erasing::Erasures,
    identity::{self, Identity},
    intents::Intents,
    io::{Effect, Input},
    job::{Job, Progress, Work},
    journal::Journal,
    ledger::Ledger,
    limits::{IDLE_MILLIS, OWN_TRIES, RETRY_MILLIS, RETRY_MILLIS_MAX, STRETCH_MILLIS},
    message::{ClientId, Delivery, Event, LinkId, Reply, Request},
    putting_off::PuttingOff,
    refused::Resuming,
    segments::Held,
    start::{self, Starting},
    storage::{Operation, Store},
    sync::{Sync, Tidiness},
    undo::Stacks,
    writer::{Writer, concerns_sharing},
};

/// How many random bytes a replica needs to start.
pub const RANDOM: usize = 32;

/// One device's copy of a workspace, without any I/O of its own.
///
/// See the crate page for how to drive it.
pub struct Replica {
    pub(crate) stage: Stage,
    pub(crate) now: Timestamp,
    /// Whatever is chosen at random comes from here, so the seed decides all of it.
    pub(crate) random: ChaCha20Rng,
    pub(crate) identity: Option<Identity>,
    pub(crate) tenure: u64,
    pub(crate) shelf: Shelf,
    pub(crate) writer: Writer,
    pub(crate) ledger: Ledger,
    pub(crate) journal: Journal,
    pub(crate) intents: Intents,
    pub(crate) putting_off: PuttingOff,
    pub(crate) stacks: Stacks,
    /// What was here and was erased.
    pub(crate) erasures: Erasures,
    /// What the segments of the projection hold.
    pub(crate) held: Held,
    /// The disk refused to have something erased: it is tried again when the disk has taken something else.
    pub(crate) is_erasing_refused: bool,
    /// Something was given up because the disk refused it, which has taken nothing else since.
    pub(crate) has_refused: bool,
    /// The pages that said hello to this leader.
    pub(crate) pages: BTreeSet<ClientId>,
    /// What happened while no page was there to be told.
    pub(crate) untold: Vec<Event>,
    /// While the disk is read again, because something was given up.
    pub(crate) resuming: Option<Resuming>,
    /// So many jobs at the head of the queue are written each in a transaction of its own.
    pub(crate) singly: usize,
    /// Whether the first of them that is refused is dropped.
    pub(crate) giving_up: bool,
    /// Connections, keys, and what comes from others.
    pub(crate) sync: Sync,
    /// How slow the words are that two people compare.
    pub(crate) cost: Cost,
    /// When chains are made shorter.
    pub(crate) tidiness: Tidiness,
    pub(crate) queue: VecDeque<Job>,
    reads: BTreeMap<u64, Reading>,
    numbers: u64,
    pub(crate) effects: Vec<Effect>,
    outbox: BTreeMap<ClientId, Delivery>,
    /// How long it asked to wait for the next tick, if it did.
    waking: Option<u64>,
    /// Whether a page asked for something since the last tick.
    asked: bool,
    failures: u32,
}

/// Where the replica is in its life.
pub(crate) enum Stage {
    /// It reads what it needs to know before it can do anything.
    Starting(Box<Starting>),
    /// It works.
    Running,
    /// What is on disk cannot be used; every request is refused with the reason.
    Closed(Problem),
    /// Another leader has started.
    Deposed,
}

/// A read that is not answered yet.
struct Reading {
    purpose: Purpose,
    store: Store,
    prefix: String,
    /// Whether it did not work and waits to be tried again.
    failed: bool,
}

/// What a read is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Purpose {
    /// For the start: a whole store.
    Start(Store),
    /// To load a document.
    Document(DocumentKey),
    /// To save all documents: all chunks.
    Saving,
    /// To put a damaged document together again: envelopes of its audience.
    Mend(DocumentKey),
    /// For the job at the head of the queue.
    Job,
    /// To go through what is erased: this part.
    Erasing(Store, String),
    /// For the job at the head of the queue that waits for it: rows of the projection whose keys begin so.
    Projection(String),
    /// Envelopes that the other end of a link lacks.
    Send(LinkId),
    /// To keep chains short.
    Tidy,
    /// An envelope that waits for others.
    Recall(AudienceId, DeviceId, u64),
    /// Envelopes from this number on, to be compared with some that came again.
    Compare(AudienceId, DeviceId, u64),
}

impl Replica {
    /// A replica over a disk nothing is known of yet, and what it wants first.
    ///
    /// `seed` comes from a generator fit for keys, and is used for no other replica: the ids and
    /// keys that this one makes follow from it.
    #[must_use]
    pub fn start(seed: [u8; RANDOM]) -> (Self, Vec<Effect>) {
        let mut replica = Self {
            stage: Stage::Starting(Box::default()),
            now: Timestamp::default(),
            random: ChaCha20Rng::from_seed(seed),
            identity: None,
            tenure: 0,
            shelf: Shelf::default(),
            writer: Writer::default(),
            ledger: Ledger::default(),
            journal: Journal::default(),
            intents: Intents::default(),
            putting_off: PuttingOff::default(),
            stacks: Stacks::default(),
            erasures: Erasures::default(),
            held: Held::default(),
            is_erasing_refused: false,
            has_refused: false,
            pages: BTreeSet::new(),
            untold: Vec::new(),
            resuming: None,
            singly: 0,
            giving_up: false,
            sync: Sync::default(),
            cost: Cost::TODAY,
            tidiness: Tidiness::default(),
            queue: VecDeque::new(),
            reads: BTreeMap::new(),
            numbers: 0,
            effects: Vec::new(),
            outbox: BTreeMap::new(),
            waking: None,
            asked: false,
            failures: 0,
        };
        for store in start::STORES {
            replica.read(Purpose::Start(store), store, String::new());
        }
        let effects = replica.emit();
        (replica, effects)
    }

    /// Makes the words that two people compare as slow as `cost` says, and not as slow as they
    /// should be: for simulations. Both sides must use the same.
    #[must_use]
    pub fn with_cost_of_words(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }

    /// Makes chains shorter at other times than usual: for simulations and measurements.
    #[must_use]
    pub const fn with_tidiness(mut self, tidiness: Tidiness) -> Self {
        self.tidiness = tidiness;
        self
    }

    /// Takes one input in. `now` is this device's clock; the replica only writes it down, nothing
    /// waits for it or is ordered by it.
    pub fn handle(&mut self, now: Timestamp, input: Input) -> Vec<Effect> {
        if matches!(self.stage, Stage::Deposed) {
            return Vec::new();
        }
        self.now = now;
        match input {
            Input::Request { client, request } => self.request(client, request),
            Input::Read { id, rows } => self.was_read(id, rows),
            Input::ReadFailed { id, problem } => self.read_failed(id, problem),
            Input::Written { id } => self.written(id),
            Input::WriteFailed { id, problem } => self.write_failed(id, problem),
            Input::Stale { id } => self.stale(id),
            Input::Gone { client } => self.gone(client),
            Input::Tick => self.tick(),
            Input::Online => self.online(),
            Input::Described { link, end } => self.described(link, end),
            Input::Linked { link, path, binding } => self.linked(link, path, binding),
            Input::Frame { link, bytes } => self.frame(link, &bytes),
            Input::Unlinked { link, problem } => self.unlinked(link, problem),
        }
        self.advance();
        self.emit()
    }

    /// Bytes that nobody can guess, for a new identity.
    pub(crate) fn draw(&mut self) -> [u8; identity::BYTES] {
        let mut bytes = [0; identity::BYTES];
        self.random.fill_bytes(&mut bytes);
        bytes
    }

    fn request(&mut self, client: ClientId, request: Request) {
        if let Stage::Closed(problem) = &self.stage {
            let refused = Reply::Refused(problem.clone());
            self.outbox.entry(client).or_default().replies.push((request.id, refused));
            return;
        }
        if self.answer_about_disk(client, request.id, &request.ask) {
            return;
        }
        self.asked = true;
        self.queue.push_back(Job {
            from: Some((client, request.id)),
            work: Work::of(client, self.now, request.ask),
            read: None,
        });
    }

    /// Lets the queue go on as far as it can, and sends off what has gathered.
    fn advance(&mut self) {
        if !matches!(self.stage, Stage::Running) {
            return;
        }
        while self.singly == 0 || self.writer.is_idle() {
            let Some(mut job) = self.queue.pop_front() else { break };
            if self.perform(&mut job) == Progress::Waiting {
                self.queue.push_front(job);
                break;
            }
            self.take_intent_out(job.from);
            if self.singly > 0 {
                self.singly -= 1;
                self.depart();
            }
        }
        self.write_intents_down();
        if self.queue.is_empty() {
            self.putting_off.nothing_waits();
        }
        self.exchange_anew();
        while self.take_arrival() {}
        self.tidy();
        self.depart();
        // What others sent may wait for several documents to be in memory together.
        if self.queue.is_empty() && !self.is_taking_in() {
            self.shelf.shrink();
        }
        self.dial();
        self.tell_holdings();
        self.tend_peers();
        self.send_what_was_left();
        self.tell_sharing();
        self.tell_present();
    }

    /// Writes what has gathered, unless a write is under way.
    fn depart(&mut self) {
        if self.writer.flight.is_some() || self.writer.next.is_empty() {
            return;
        }
        self.held.has_news |= self.writer.next.documents.values().any(|document| document.base.is_some());
        let pages: BTreeSet<ClientId> = self.writer.next.replies.iter().map(|(client, ..)| *client).collect();
        let ledger = pages.into_iter().filter_map(|page| self.ledger.row(page));
        let ledger = ledger.map(|(key, value)| Operation::Put { store: Store::Ledger, key, value }).collect();
        let transaction = self.writer.depart(self.tenure, &mut self.shelf.listings, ledger);
        if let (Some(flight), Some(shared)) = (&mut self.writer.flight, &self.sync.shared) {
            flight.frontier = shared.latest.clone();
        }
        self.launch(transaction);
    }

    /// Asks for a transaction, the first time or again.
    pub(crate) fn launch(&mut self, transaction: crate::storage::Transaction) {
        let id = self.number();
        if let Some(flight) = &mut self.writer.flight {
            flight.id = Some(id);
        }
        self.effects.push(Effect::Write { id, transaction });
    }

    fn written(&mut self, id: u64) {
        if self.writer.flight.as_ref().and_then(|flight| flight.id) != Some(id) {
            return;
        }
        let Some(flight) = self.writer.flight.take() else { return };
        let is_own = flight.kept.is_empty() && flight.replies.is_empty() && flight.noted.is_empty();
        self.intents.refused(false);
        self.has_refused = false;
        for (document, heads) in flight.heads {
            if let Some(listing) = self.shelf.listings.get_mut(&document)
                && listing.durable != heads
            {
                (listing.durable, listing.ahead) = (heads, None);
            }
        }
        let begins = matches!(self.stage, Stage::Starting(_));
        if begins {
            self.stage = Stage::Running;
            self.sync_started();
        }
        for (client, id, reply) in flight.replies {
            self.outbox.entry(client).or_default().replies.push((id, reply));
        }
        self.tell_noted(flight.noted);
        for event in flight.events {
            self.tell(event);
        }
        if self.singly == 0 {
            self.giving_up = false;
        }
        if flight.transaction.operations.iter().any(concerns_sharing) {
            self.sync.touch();
        }
        self.sync_written(flight.frontier, flight.said, flight.transaction.operations);
        self.set_trouble(None);
        if std::mem::take(&mut self.is_erasing_refused) {
            self.look_for_erasing();
        }
        let is_long = self.shelf.listings.values().any(Listing::is_long);
        if is_long || self.is_untidy() || self.is_segment_due() {
            self.wake(if is_own && !begins { STRETCH_MILLIS } else { IDLE_MILLIS });
        }
    }

    fn write_failed(&mut self, id: u64, problem: Problem) {
        let Some(flight) = &mut self.writer.flight else { return };
        if flight.id != Some(id) {
            return;
        }
        flight.id = None;
        flight.failures = flight.failures.saturating_add(1);
        let wait = backoff(flight.failures);
        let is_left = flight.kept.is_empty() && flight.failures >= OWN_TRIES;
        let is_given_up = self.giving_up && flight.kept.len() == 1;
        self.set_trouble(Some(problem));
        if is_left || is_given_up {
            self.give_up();
        }
        self.wake(wait);
    }

    fn stale(&mut self, id: u64) {
        if self.writer.flight.as_ref().and_then(|flight| flight.id) == Some(id) {
            self.stage = Stage::Deposed;
            self.outbox.clear();
            self.effects = vec![Effect::Deposed];
        }
    }

    fn gone(&mut self, client: ClientId) {
        self.pages.remove(&client);
        if self.pages.is_empty() {
            self.putting_off.end();
        }
        self.outbox.remove(&client);
        self.is_nowhere(client);
        // What it only wanted to see is no longer wanted; what it wanted done still is.
        self.queue.retain(|job| job.from.is_none_or(|(from, _)| from != client) || job.work.changes());
    }

    fn tick(&mut self) {
        // Whatever else is due waits for the end of the run.
        let Some(ends_run) = self.ends_run() else { return };
        let waited = self.waking.take();
        self.beat();
        self.maybe_alone_again();
        self.try_again();
        let is_idle = !std::mem::take(&mut self.asked) || waited.is_none_or(|waited| waited >= IDLE_MILLIS);
        let is_quiet = is_idle && !ends_run;
        if matches!(self.stage, Stage::Running) && self.queue.is_empty() && self.writer.is_idle() {
            if !is_quiet {
                return self.wake(IDLE_MILLIS);
            }
            let long = self.shelf.listings.iter().find(|(_, listing)| listing.is_long());
            if let Some(document) = long.map(|(document, _)| document.clone()) {
                self.enqueue(Work::Compact(document));
            } else {
                self.begin_gathering();
            }
            self.begin_tidying();
        }
    }

    /// Asks again for what did not work.
    pub(crate) fn try_again(&mut self) {
        let again = self.writer.flight.as_ref().filter(|flight| flight.id.is_none());
        if let Some(transaction) = again.map(|flight| flight.transaction.clone()) {
            self.launch(transaction);
        }
        let failed: Vec<u64> = self.reads.iter().filter(|(_, r)| r.failed).map(|(id, _)| *id).collect();
        for id in failed {
            if let Some(reading) = self.reads.remove(&id) {
                self.read(reading.purpose, reading.store, reading.prefix);
            }
        }
    }

    /// Whatever was read for is asked for anew; what still arrives is not taken in.
    pub(crate) fn forget_reads(&mut self) {
        self.reads.clear();
        self.failures = 0;
    }

    /// Whether rows for this purpose are on their way.
    pub(crate) fn is_reading(&self, purpose: &Purpose) -> bool {
        self.reads.values().any(|reading| reading.purpose == *purpose)
    }

    /// Whether one of these documents is on its way.
    pub(crate) fn is_reading_one_of(&self, documents: &BTreeSet<DocumentKey>) -> bool {
        let is_one = |purpose: &Purpose| matches!(purpose, Purpose::Document(key) if documents.contains(key));
        self.reads.values().any(|reading| is_one(&reading.purpose))
    }

    /// Asks for rows.
    pub(crate) fn read(&mut self, purpose: Purpose, store: Store, prefix: String) {
        let id = self.number();
        self.effects.push(Effect::Read { id, store, prefix: prefix.clone() });
        self.reads.insert(id, Reading { purpose, store, prefix, failed: false });
    }

    /// Asks for rows of the projection for the job at the head of the queue, unless they are on their way.
    pub(crate) fn read_projection(&mut self, prefix: &str) {
        let purpose = Purpose::Projection(prefix.to_owned());
        if !self.is_reading(&purpose) {
            self.read(purpose, Store::Projection, prefix.to_owned());
        }
    }

    fn was_read(&mut self, id: u64, rows: Vec<(String, Vec<u8>)>) {
        let Some(reading) = self.reads.remove(&id) else { return };
        if self.reads.values().all(|reading| !reading.failed) && self.failures > 0 {
            self.failures = 0;
            if self.writer.flight.as_ref().is_none_or(|flight| flight.failures == 0) {
                self.set_trouble(None);
            }
        }
        match reading.purpose {
            Purpose::Start(store) => self.start_read(store, rows),
            Purpose::Document(key) => self.load(&key, rows),
            Purpose::Mend(key) => self.read_to_mend(&key, rows),
            Purpose::Tidy => self.read_to_tidy(rows),
            Purpose::Erasing(store, prefix) => self.read_to_erase(store, &prefix, rows),
            Purpose::Projection(prefix) => {
                let waits = |work: &Work| match work {
                    Work::Open(opening) => opening.waits_for(&prefix),
                    Work::Gather(gathering) => gathering.waits_for(&prefix),
                    _ => false,
                };
                if let Some(job) = self.queue.front_mut().filter(|job| waits(&job.work)) {
                    job.read = Some(rows);
                }
            }
            Purpose::Send(link) => self.read_to_send(link, rows),
            Purpose::Recall(audience, device, sequence) => self.recalled((audience, device, sequence), rows),
            Purpose::Compare(audience, device, first) => self.compared((audience, device, first), rows),
            Purpose::Saving => {
                let saves = |work: &Work| matches!(work, Work::Documents(_));
                if let Some(job) = self.queue.front_mut().filter(|job| saves(&job.work)) {
                    job.read = Some(rows);
                }
            }
            Purpose::Job => {
                // These read for themselves alone: an answer to a job before them is not for them.
                let is_apart = |work: &Work| {
                    matches!(work, Work::Erasing(_) | Work::Gather(_) | Work::Open(_) | Work::Documents(_))
                };
                let front = self.queue.front_mut().filter(|job| !is_apart(&job.work));
                if let Some(job) = front {
                    job.read = Some(rows);
                }
            }
        }
    }

    fn read_failed(&mut self, id: u64, problem: Problem) {
        let Some(reading) = self.reads.get_mut(&id) else { return };
        reading.failed = true;
        self.failures = self.failures.saturating_add(1);
        let wait = backoff(self.failures);
        self.set_trouble(Some(problem));
        self.wake(wait);
    }

    /// Answers a request now.
    pub(crate) fn answer(&mut self, from: Option<(ClientId, u64)>, reply: Reply) {
        if let Some((client, id)) = from {
            self.ledger.record(self.now, client, id, &reply);
            self.outbox.entry(client).or_default().replies.push((id, reply));
        }
    }

    /// Answers a request once all that was done so far is on disk.
    pub(crate) fn answer_when_written(&mut self, from: Option<(ClientId, u64)>, reply: Reply) {
        if let Some((client, id)) = from {
            self.ledger.record(self.now, client, id, &reply);
            self.writer.next.replies.push((client, id, reply));
        }
    }

    /// Tells every page.
    pub(crate) fn tell(&mut self, event: Event) {
        if self.pages.is_empty() && matches!(event, Event::Problem(_) | Event::Recovered { .. }) {
            self.untold.push(event);
            return;
        }
        for page in &self.pages {
            self.outbox.entry(*page).or_default().events.push(event.clone());
        }
    }

    /// Tells one page.
    pub(crate) fn tell_one(&mut self, client: ClientId, event: Event) {
        self.outbox.entry(client).or_default().events.push(event);
    }

    pub(crate) fn set_trouble(&mut self, problem: Option<Problem>) {
        if self.writer.trouble != problem {
            self.writer.trouble.clone_from(&problem);
            self.tell(Event::Trouble(problem));
        }
    }

    fn wake(&mut self, after: u64) {
        if self.waking.is_none() {
            self.waking = Some(after);
            self.effects.push(Effect::Wake { after });
        }
    }

    /// Asks to be woken to go on with compaction.
    pub(crate) fn wake_when_idle(&mut self) {
        self.wake(IDLE_MILLIS);
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Refuses everything from now on, and everything that waits.
    pub(crate) fn close(&mut self, problem: Problem) {
        for job in std::mem::take(&mut self.queue) {
            self.answer(job.from, Reply::Refused(problem.clone()));
        }
        self.stage = Stage::Closed(problem);
    }

    /// Puts a job before all others.
    pub(crate) fn enqueue_first(&mut self, work: Work) {
        self.queue.push_front(Job { from: None, work, read: None });
    }

    /// Puts a job at the end of the queue.
    pub(crate) fn enqueue(&mut self, work: Work) {
        self.queue.push_back(Job { from: None, work, read: None });
    }

    fn emit(&mut self) -> Vec<Effect> {
        let mut effects = std::mem::take(&mut self.effects);
        let deliveries = std::mem::take(&mut self.outbox);
        effects.extend(deliveries.into_iter().map(|(client, delivery)| Effect::Deliver { client, delivery }));
        effects
    }
}

/// How long to wait after so many failures, in milliseconds.
fn backoff(failures: u32) -> u64 {
    RETRY_MILLIS.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(RETRY_MILLIS_MAX)
}
