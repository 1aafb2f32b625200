//! One connection as the others of its workspace see it: what it is to be told and has been sent.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kernel::DeviceId;
use protocol::{Frontier, Hash, Message, Party, Reason};
use tokio::sync::Notify;

use crate::store::Chain;

/// How many bytes of notices may wait for a connection before it is too slow (ours).
const MAX_WAITING: usize = 2 << 20;
/// The same for signals, which are dropped beyond it (ours).
const MAX_SIGNALS: usize = 256 << 10;

/// How long what a connection was sent gathers before it is told that this is on disk (ours).
const TELLING: Duration = Duration::from_secs(2);

/// A connection.
pub struct Peer {
    /// Which connection.
    pub id: u64,
    /// Who is at its other end.
    pub party: Party,
    state: Mutex<State>,
    wake: Notify,
}

/// What changes while it lasts.
#[derive(Default)]
pub struct State {
    notices: VecDeque<Vec<u8>>,
    waiting: usize,
    /// How many bytes of operations and envelopes the other side takes; one message may go below.
    pub credit: i64,
    /// Whether it has said what it has.
    pub has_said: bool,
    /// Counts how often it did: what was prepared before is not sent.
    pub said: u64,
    /// What it has or was sent.
    pub sent: Frontier,
    /// What it was told to be on disk here.
    pub told: Frontier,
    /// When it is told of what it was sent since, once that is on disk.
    pub tell_at: Option<Instant>,
    /// How many operations of the workspace's log were looked at for it.
    pub operations: usize,
    /// Whether it lacks something that is in memory no more and not on disk yet.
    pub is_behind: bool,
    /// Operations ahead of that place that it has.
    pub has: HashSet<Hash>,
    /// Stretches without contents that it was asked for, by their last places.
    pub asked: HashSet<(Chain, u64)>,
    closing: Option<(Reason, String)>,
}

impl State {
    /// It was sent something: it is told that this is on disk, too, soon.
    pub fn tell_soon(&mut self) {
        self.tell_at.get_or_insert_with(|| Instant::now() + TELLING);
    }
}

impl Peer {
    /// A connection that has just opened.
    pub fn new(id: u64, party: Party) -> Self {
        Self { id, party, state: Mutex::default(), wake: Notify::new() }
    }

    /// The device at its other end; `None` for the bearer of an invitation.
    pub fn device(&self) -> Option<DeviceId> {
        match self.party {
            Party::Device(device) => Some(device),
            Party::Invited(_) => None,
        }
    }

    /// Its state; held for a moment, never across waiting. Whoever holds a workspace may take
    /// this, not the other way round.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves plain data behind, which is still good.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it waits for something to be on disk.
    pub fn is_behind(&self) -> bool {
        self.state().is_behind
    }

    /// Something may be to be sent.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until something may be to be sent.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Tells it something, after what it was told before. One that does not listen is closed.
    pub fn say(&self, message: &Message) {
        let bytes = message.encode();
        let mut state = self.state();
        if state.waiting + bytes.len() > MAX_WAITING {
            drop(state);
            return self.close(Reason::Busy, "You read too slowly.");
        }
        state.waiting += bytes.len();
        state.notices.push_back(bytes);
        drop(state);
        self.wake();
    }

    /// Tells it what is on disk.
    pub fn keeps(&self, operations: Vec<Hash>, frontier: Frontier) {
        self.state().told.merge(&frontier);
        self.say(&Message::Durable { operations, frontier });
    }

    /// Passes a signal on, unless too much waits already. Whether it was.
    pub fn signal(&self, message: &[u8]) -> bool {
        let mut state = self.state();
        let fits = state.waiting + message.len() <= MAX_SIGNALS;
        if fits {
            state.waiting += message.len();
            state.notices.push_back(message.to_vec());
        }
        drop(state);
        self.wake();
        fits
    }

    /// Ends the connection; what it was told before is still sent.
    pub fn close(&self, reason: Reason, text: &str) {
        self.state().closing.get_or_insert((reason, text.to_owned()));
        self.wake();
    }

    /// The next notice to send.
    pub fn next_notice(&self) -> Option<Vec<u8>> {
        let mut state = self.state();
        let notice = state.notices.pop_front()?;
        state.waiting = state.waiting.saturating_sub(notice.len());
        Some(notice)
    }

    /// Why the connection is to be ended, once it is.
    pub fn closing(&self) -> Option<(Reason, String)> {
        self.state().closing.clone()
    }
}
