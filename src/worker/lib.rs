//! The line between a page and the engine, and what the engine stands on in a browser.
//!
//! Two halves. The **page half** ([`page`]) is small, knows no CRDT, and is what the application
//! links, with `default-features = false`. The **host half** (`host`, feature `host`, on by
//! default) is what the binary `worker` runs in a Web Worker: the engine, IndexedDB, the Web Lock
//! that decides which tab leads, the clock and the timers. The rules are in
//! `docs/design/tabs.md`.
//!
//! # How a page uses it
//!
//! 1. [`page::probe`]: when it answers with a problem, show that and nothing else.
//! 2. [`page::read_projection`]: rows to paint with at once, and the heads they stand for.
//! 3. [`page::Connection::open`] with the database, [`page::Script::of_page`], a
//!    [`ClientId`](engine::message::ClientId) of [`browser::random`] bytes, and two callbacks.
//!    Send [`Ask::Open`](engine::message::Ask::Open) first, as request 1; requests may be sent
//!    at once, they wait until an engine is there.
//! 4. Every request is answered once, whatever happens to workers and tabs in between. When
//!    another tab takes over, the connection opens again by itself with the heads the page has
//!    come to meanwhile; the page only sees more
//!    [`Event::Changed`](engine::message::Event::Changed).
//! 5. Show [`wire::LinkState::Stopped`] and [`wire::LinkState::Wiped`] loudly: from then on
//!    nothing is saved in this tab.
//! 6. [`page::storage_facts`], [`page::persist`] and [`page::wipe`] are for the place that shows
//!    where data is safe.

pub mod browser;
pub mod database;
#[cfg(feature = "host")]
pub mod host;
pub mod page;
#[cfg(feature = "host")]
mod passphrase;
mod replacing;
pub mod secrets;
#[cfg(feature = "host")]
pub mod storage;
pub mod tabs;
pub mod troubles;
mod unanswered;
pub mod wire;
