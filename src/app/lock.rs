//! The lock of the open workspace by a passphrase: whether there is one, locking now and after a while.
//!
//! What is sealed and how is the worker's business (`src/worker/passphrase.rs`). Here the page hides what
//! it shows, lets go of it by starting anew, and counts the minutes without input, those of all tabs.

use std::time::Duration;

use futures_channel::oneshot;
use kernel::Problem;
use leptos::{ev, prelude::*};
use mirror::SaveState;
use wasm_bindgen_futures::spawn_local;
use worker::{
    page::{Connection, has_lock},
    wire::{FileTask, LinkState, LockNews},
};

use crate::{browser, session::Session, shell::commit_typing, workspace::Workspace};

/// After how many minutes without input a locked workspace can be locked by itself (ours).
pub const MINUTES: [u32; 3] = [5, 15, 60];

/// What is chosen until something else is (ours).
const USUAL: u32 = 15;

/// How often it is looked whether the time is over; a hidden tab is called less often by its browser.
const LOOK: Duration = Duration::from_secs(5);

/// How long what is unsaved gets before the page starts anew, in milliseconds (ours).
const SAVING_MILLIS: u32 = 5_000;

/// The lock as this page knows it; copy it freely.
#[derive(Clone, Copy)]
pub struct Lock {
    line: StoredValue<Connection, LocalStorage>,
    workspace: Workspace,
    is_set: RwSignal<bool>,
    news: RwSignal<Option<LockNews>>,
    /// Whether nothing may be shown: it is locked, or it is not known yet that it is open.
    covered: RwSignal<bool>,
    after: RwSignal<Option<u32>>,
}

impl Lock {
    /// The lock of the workspace behind `line`; `found`: there is one, and nothing was shown yet.
    pub fn new(line: Connection, workspace: Workspace, found: bool) -> Self {
        let news = RwSignal::new(None);
        line.hear_lock(move |heard| news.set(Some(heard)));
        let after = match browser::remembered(&minutes_key(workspace)).as_deref() {
            Some("never") => None,
            Some(minutes) => minutes.parse().ok().filter(|minutes| MINUTES.contains(minutes)).or(Some(USUAL)),
            None => Some(USUAL),
        };
        Self {
            line: StoredValue::new_local(line),
            workspace,
            is_set: RwSignal::new(found),
            news,
            covered: RwSignal::new(found),
            after: RwSignal::new(after),
        }
    }

    /// Whether there is a lock. Tracked.
    pub fn is_set(self) -> bool {
        self.is_set.get()
    }

    /// What was heard last. Tracked.
    pub fn news(self) -> Option<LockNews> {
        self.news.get()
    }

    /// Whether nothing of the workspace may be on the screen. Tracked.
    pub fn covered(self) -> bool {
        self.covered.get()
    }

    /// After how many minutes without input it locks itself; `None`: never. Tracked.
    pub fn after(self) -> Option<u32> {
        self.after.get()
    }

    /// Chooses after how many minutes without input it locks itself.
    pub fn choose_after(self, minutes: Option<u32>) {
        let word = minutes.map_or_else(|| "never".to_owned(), |minutes| minutes.to_string());
        browser::remember(&minutes_key(self.workspace), &word);
        self.after.set(minutes);
    }

    /// Tries a passphrase.
    pub fn unlock(self, passphrase: String) {
        self.news.set(None);
        self.line.with_value(|line| line.unlock(passphrase));
    }

    /// Sets a lock, changes its passphrase, or takes it away.
    pub fn change(self, current: Option<String>, chosen: Option<String>) {
        self.news.set(None);
        self.line.with_value(|line| line.change_lock(current, chosen));
    }

    /// Seals or opens the bytes of a backup file.
    ///
    /// # Errors
    /// Why it was not done.
    pub async fn file(self, task: FileTask) -> Result<Vec<u8>, Problem> {
        let (sender, outcome) = oneshot::channel();
        // Whoever asked may be gone by then.
        self.line.with_value(|line| line.file(task, move |outcome| drop(sender.send(outcome))));
        let gone = |_| Problem::new("The background part of Pilothouse broke off.", "Try again.");
        outcome.await.map_err(gone)?
    }

    fn look(self) {
        spawn_local(async move {
            if let Ok(found) = has_lock(&self.workspace.database()).await {
                self.is_set.try_set(found);
            }
        });
    }
}

/// Locks all tabs of the workspace, once everything here is on the disk.
pub fn now(session: Session) {
    spawn_local(async move {
        if session.lock.is_set.get_untracked() && !lock_when_saved(session).await {
            session.toasts.say(
                "Not locked: the disk does not take what you wrote, and locking would lose it. See Data.",
            );
        }
    });
}

/// Follows the line to the worker, and the minutes.
pub fn watch(session: Session) {
    let lock = session.lock;
    Effect::new(move |_| match session.link.get() {
        LinkState::Locked => lock.covered.set(true),
        LinkState::Locking => let_go(session),
        LinkState::Ready { .. } => {
            lock.covered.set(false);
            lock.look();
        }
        LinkState::Stopped(_) | LinkState::Wiped => lock.covered.set(false),
        LinkState::Starting | LinkState::Waiting => {}
    });
    Effect::new(move |_| {
        if lock.news.get() == Some(LockNews::Changed) {
            lock.look();
        }
    });
    touched(session.workspace);
    let heard = move || touched(session.workspace);
    let listeners = [
        window_event_listener(ev::keydown, move |_| heard()),
        window_event_listener(ev::pointerdown, move |_| heard()),
        window_event_listener(ev::pointermove, move |_| heard()),
        window_event_listener(ev::wheel, move |_| heard()),
    ];
    let woken = window_event_listener(ev::visibilitychange, move |_| lock_if_idle(session));
    set_interval(move || lock_if_idle(session), LOOK);
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        woken.remove();
    });
}

/// Whether it was locked: not while the disk refuses what would be lost with the page.
async fn lock_when_saved(session: Session) -> bool {
    commit_typing(session);
    let saved = is_saved_in_time(session).await;
    if saved {
        session.lock.line.with_value(Connection::lock_now);
    }
    saved
}

async fn is_saved_in_time(session: Session) -> bool {
    const STEP: u32 = 50;
    let mut waited = 0;
    while !matches!(untrack(|| session.mirror.save_state()), SaveState::Saved) {
        if waited >= SAVING_MILLIS {
            return false;
        }
        worker::browser::sleep(STEP).await;
        waited += STEP;
    }
    true
}

/// Hides everything, lets the disk have what is unsaved, and starts anew: nothing stays in memory.
fn let_go(session: Session) {
    commit_typing(session);
    session.lock.covered.set(true);
    spawn_local(async move {
        is_saved_in_time(session).await;
        browser::reload();
    });
}

fn lock_if_idle(session: Session) {
    let lock = session.lock;
    let (Some(minutes), true) = (lock.after.get_untracked(), lock.is_set.get_untracked()) else { return };
    let open =
        matches!(session.link.get_untracked(), LinkState::Ready { .. }) && !lock.covered.get_untracked();
    let last = browser::remembered(&input_key(session.workspace)).and_then(|at| at.parse::<i64>().ok());
    let idle = browser::now().millis() - last.unwrap_or(0);
    if open && idle >= i64::from(minutes) * 60_000 {
        // What cannot be saved keeps it open: it is tried again at the next look.
        spawn_local(async move {
            lock_when_saved(session).await;
        });
    }
}

/// There was input: in this tab, which counts for all.
fn touched(workspace: Workspace) {
    /// How exactly it is remembered, in milliseconds.
    const STEP: i64 = 5_000;
    thread_local! {
        static LAST: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
    }
    let now = browser::now().millis();
    if (now - LAST.get()).abs() >= STEP {
        LAST.set(now);
        browser::remember(&input_key(workspace), &now.to_string());
    }
}

/// The local-storage key of the minutes.
fn minutes_key(workspace: Workspace) -> String {
    format!("lock-after:{}", workspace.database())
}

/// The local-storage key of the last input.
fn input_key(workspace: Workspace) -> String {
    format!("last-input:{}", workspace.database())
}
