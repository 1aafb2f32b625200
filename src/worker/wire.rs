//! What a page and its worker, and the workers of several tabs, say to each other.
//!
//! All of it crosses as bytes written by [`engine::message::encode`], led by its version.

use engine::message::{ClientId, Delivery, Request};
use kernel::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The fewest characters of a passphrase that is newly chosen, as the vault has it.
pub const SHORTEST_PASSPHRASE: usize = 10;

#[cfg(feature = "host")]
const _: () = assert!(SHORTEST_PASSPHRASE == vault::SHORTEST);

/// A passphrase on its way from the page to its worker. It is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed(pub String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// From a page to its own worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// The first message: which workspace, and for whom.
    Start {
        /// The database of the workspace, for example `pilothouse`.
        database: String,
        /// The page.
        client: ClientId,
        /// Whether it makes no connections, because an engine ended at what came over one (T-25).
        apart: bool,
    },
    /// A request of the page.
    Request(Request),
    /// Something happened to a direct connection that the page holds for its worker.
    Peer(PeerId, PeerNews),
    /// The page closes.
    Goodbye,
    /// Seal or open the bytes of a backup file.
    File(FileTask),
    /// Open the lock.
    Unlock(Typed),
    /// Lock all tabs of this workspace.
    LockNow,
    /// Set a lock, change its passphrase, or take it away.
    ChangeLock {
        /// The passphrase that opens it now; `None`: there is no lock.
        current: Option<Typed>,
        /// The passphrase that opens it from now on; `None`: none is needed any more.
        chosen: Option<Typed>,
    },
}

/// Names a direct connection between a page and its own worker; never used for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PeerId(pub u64);

/// What a page has to do about a direct connection. The texts are SDP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PeerCall {
    /// Begin one, and describe this end.
    Offer,
    /// Join one whose other end is this, and describe this end.
    Answer(String),
    /// The other end is this; both look for each other now.
    Accept(String),
    /// Send a part of a message.
    Send(Vec<u8>),
    /// End it; nothing is said of it any more.
    End,
}

/// What a page says of a direct connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PeerNews {
    /// This end, with everything the browser knows of how to reach it.
    Described(String),
    /// The two ends have found each other.
    Open,
    /// A part of a message came.
    Came(Vec<u8>),
    /// So many parts are sent, or nearly: more may come.
    Sent(u32),
    /// It ended, or cannot be made; `None`: the other end closed it.
    Ended(Option<Problem>),
}

/// From a worker to its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker's code runs and takes messages; what is sent before this is lost.
    Up,
    /// Answers and events.
    Delivery(Delivery),
    /// How the connection stands.
    State(LinkState),
    /// Something to be done about a direct connection.
    Peer(PeerId, PeerCall),
    /// The worker's code has broken off by a fault of its own and does nothing any more.
    Crashed {
        /// What is known of it.
        problem: Problem,
        /// Whether its engine had been handed a file to merge, of whichever page, and had not
        /// answered: then it was most likely the file (T-20).
        merging: bool,
        /// Whether its engine had taken in something that came over a connection: then that may have
        /// been it (T-25).
        heard: bool,
    },
    /// The bytes that became of a file.
    File(Result<Vec<u8>, Problem>),
    /// What became of opening or changing the lock.
    Lock(LockNews),
}

/// What is to be done with the bytes of a backup file. It is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileTask {
    /// Put them under a passphrase.
    Seal {
        /// The passphrase, newly chosen.
        passphrase: Typed,
        /// The backup.
        plain: Vec<u8>,
    },
    /// Take them out from under it.
    Open {
        /// The passphrase.
        passphrase: Typed,
        /// The file.
        sealed: Vec<u8>,
    },
}

impl fmt::Debug for FileTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileTask(…)")
    }
}

/// The first bytes of every backup file under a passphrase.
pub const SEALED_BACKUP: &[u8; 16] = b"pilothouse vault";

#[cfg(feature = "host")]
const _: () = {
    let (mut at, magic) = (0, vault::BACKUP_MAGIC);
    while at < magic.len() {
        assert!(SEALED_BACKUP[at] == magic[at]);
        at += 1;
    }
};

/// What a page hears of the lock besides how the connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockNews {
    /// That was not the passphrase.
    Wrong {
        /// How long the next try waits before it is looked at, in milliseconds.
        wait: u32,
    },
    /// It cannot be opened or changed.
    Refused(Problem),
    /// Rows are being sealed or opened.
    Progress {
        /// How many were looked through.
        seen: u32,
        /// Of how many.
        total: u32,
    },
    /// It is as it was asked for, on disk.
    Changed,
}

/// How a page's connection to the engine stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// The worker is being loaded, or no tab runs the engine yet; requests wait.
    Starting,
    /// An engine answers.
    Ready {
        /// Whether it runs in this tab's worker.
        leading: bool,
    },
    /// The tab that ran the engine is gone or silent and another one takes over. Requests wait,
    /// and are asked again in order.
    Waiting,
    /// Nothing is saved any more in this tab until it is reloaded.
    Stopped(Problem),
    /// The workspace was deleted, here or in another tab.
    Wiped,
    /// It is locked, and opened by its passphrase.
    Locked,
    /// It was locked just now, here or in another tab: what this page knows has to go.
    Locking,
}

/// The engine that leads a workspace, as the other tabs know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// The page whose worker runs it.
    pub client: ClientId,
    /// Its term of office: later ones are greater.
    pub term: u64,
}

/// From one tab's worker to the others, over the channel that [`lock_name`] names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// A worker came up, or doubts that its leader lives: who leads?
    WhoLeads,
    /// The leader says that it lives and leads.
    Leading(Leader),
    /// A request for the leader.
    Request {
        /// Whom it is meant for; another leader leaves it alone.
        leader: Leader,
        /// Who asks.
        client: ClientId,
        /// What is asked.
        request: Request,
    },
    /// From the leader to one page.
    Delivery {
        /// Who answers.
        leader: Leader,
        /// Whose answers these are.
        client: ClientId,
        /// The answers, with what happened.
        delivery: Delivery,
    },
    /// A page closes.
    Goodbye {
        /// The page.
        client: ClientId,
    },
    /// The leader steps down in good order; the lock is free, or will be in a moment.
    Leaving(Leader),
    /// The workspace is being deleted: let go of it.
    Wipe,
}

/// The name of the Web Lock whose holder leads a database, and of the channel between its tabs.
#[must_use]
pub fn lock_name(database: &str) -> String {
    format!("pilothouse:{database}")
}

/// From one tab's worker to the others, over the channel that [`lock_channel`] names. It leaves neither the
/// browser nor this site.
#[derive(Clone, Serialize, Deserialize)]
pub enum Word {
    /// A worker came up: does anybody have the storage key?
    AskKey,
    /// The storage key, for tabs that wait for it.
    Key([u8; 32]),
    /// Everybody locks.
    Lock,
    /// The lock is being set or taken away: everybody lets go of the database until it is done.
    Changing,
}

/// The name of the channel over which tabs speak of the lock.
#[must_use]
pub fn lock_channel(database: &str) -> String {
    format!("{}:lock", lock_name(database))
}

/// Between the workers of tabs that wait and the page of the one that leads, over the channel that
/// [`page_channel`] names. The page has it open only while its worker leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// Does the page live whose worker leads?
    Ask,
    /// This one does.
    Lives(ClientId),
}

/// The name of the channel over which it is told a leader that computes from one that stands still. It is
/// one of its own, so that no page is sent what engines and tabs say to each other.
#[must_use]
pub fn page_channel(database: &str) -> String {
    format!("{}:page", lock_name(database))
}
