//! What goes into the replica and what comes out of it: plain data.

use kernel::Problem;

use crate::{
    message::{ClientId, Delivery, LinkId, Path, Request},
    peer::{Description, Step},
    storage::{Store, Transaction},
};

/// What a host tells the replica.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A page asks for something. A page that finds a new leader sends [`Ask::Open`] first and
    /// then, in order, every request that was not answered.
    ///
    /// [`Ask::Open`]: crate::message::Ask::Open
    Request {
        /// The page.
        client: ClientId,
        /// What it asks.
        request: Request,
    },
    /// The answer to [`Effect::Read`]: the rows in order of their keys.
    Read {
        /// The number of the effect.
        id: u64,
        /// Keys and values.
        rows: Vec<(String, Vec<u8>)>,
    },
    /// [`Effect::Read`] did not work; the replica asks again later.
    ReadFailed {
        /// The number of the effect.
        id: u64,
        /// Why, in words for the user.
        problem: Problem,
    },
    /// [`Effect::Write`] is done, as durably as it asked for.
    Written {
        /// The number of the effect.
        id: u64,
    },
    /// [`Effect::Write`] did not work and wrote nothing, or it is unknown whether it did; the
    /// replica tries again later. Writing a transaction twice leaves what writing it once leaves.
    WriteFailed {
        /// The number of the effect.
        id: u64,
        /// Why, in words for the user.
        problem: Problem,
    },
    /// [`Effect::Write`] was not allowed, because another leader has started since.
    Stale {
        /// The number of the effect.
        id: u64,
    },
    /// A page is closed.
    Gone {
        /// The page.
        client: ClientId,
    },
    /// The time asked for with [`Effect::Wake`] has come. One too many does no harm.
    Tick,
    /// The network is back, as far as the browser can tell: what waits to be dialled again is dialled
    /// now. One too many does no harm.
    Online,
    /// Our end of a connection that [`Effect::Peer`] asked for is known.
    Described {
        /// The number of the effect.
        link: LinkId,
        /// What the other end has to know of ours.
        end: Description,
    },
    /// A connection is there: one that [`Effect::Dial`] or [`Effect::Peer`] asked for, or one the
    /// host made of itself.
    Linked {
        /// Its number: of the effect, or from [`LinkId::FIRST_OF_HOST`] on and never used before.
        link: LinkId,
        /// What it leads over.
        path: Path,
        /// What only its two ends know of it, the same at both: for WebRTC
        /// [`binding`](crate::peer::binding) of both certificates; `relay` for a relay.
        binding: Vec<u8>,
    },
    /// One whole message came. Whoever sent it need not be honest.
    Frame {
        /// Over which connection.
        link: LinkId,
        /// The message.
        bytes: Vec<u8>,
    },
    /// A connection ended, or could not be made.
    Unlinked {
        /// Which.
        link: LinkId,
        /// Why, in words for the user; `None`: the other end closed it in peace.
        problem: Option<Problem>,
    },
}

/// What the replica wants done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read every row whose key begins with `prefix`; answer with [`Input::Read`].
    Read {
        /// A number of its own.
        id: u64,
        /// From which store.
        store: Store,
        /// How the keys begin; empty for all rows.
        prefix: String,
    },
    /// Write a transaction; answer with [`Input::Written`], [`Input::WriteFailed`] or
    /// [`Input::Stale`]. There is never more than one at a time.
    Write {
        /// A number of its own.
        id: u64,
        /// What to write.
        transaction: Transaction,
    },
    /// Hand this to one page, in order. What every page should know comes once for each page.
    Deliver {
        /// The page.
        client: ClientId,
        /// What it gets.
        delivery: Delivery,
    },
    /// Send [`Input::Tick`] after so many milliseconds.
    Wake {
        /// Milliseconds from now.
        after: u64,
    },
    /// Another leader has started: this replica does nothing any more and can be dropped.
    Deposed,
    /// Make a connection to a relay: a WebSocket with binary messages. Answer with
    /// [`Input::Linked`] or [`Input::Unlinked`].
    Dial {
        /// The number it gets.
        link: LinkId,
        /// Where to: `wss://…` or `ws://…`.
        address: String,
    },
    /// Begin a direct connection to another browser, or go on with one. Answer the first two steps
    /// with [`Input::Described`]; then, when both ends have found each other, with
    /// [`Input::Linked`], or with [`Input::Unlinked`] at any time.
    Peer {
        /// The number it has, the same in all its steps.
        link: LinkId,
        /// What to do.
        step: Step,
    },
    /// Send one whole message over a connection. Messages stay in order; they are lost with it.
    Send {
        /// Over which connection.
        link: LinkId,
        /// The message.
        bytes: Vec<u8>,
    },
    /// End a connection. Nothing is said of it any more; [`Input::Unlinked`] is not needed.
    HangUp {
        /// Which.
        link: LinkId,
    },
}
