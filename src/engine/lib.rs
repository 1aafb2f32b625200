//! The sans-IO replica: requests and stored bytes in, effects and changes out.
//!
//! The engine knows no area, no clock, no socket and no browser: time and randomness are
//! arguments. The same engine runs natively in simulation and in the browser's worker. How it
//! keeps its promises on a disk that fails or stops is in `docs/design/storage.md`.
//!
//! # Driving it
//!
//! A host carries out [`Effect`]s and feeds [`Input`]s back. Here is a whole one, with a map for
//! a disk:
//!
//! ```
//! use engine::{Effect, Input, RANDOM, Replica, message::*, storage::*};
//! use document::{Batch, Change, Edit};
//! use kernel::{RecordId, Timestamp};
//! use std::collections::{BTreeMap, VecDeque};
//!
//! #[derive(Default)]
//! struct Host {
//!     disk: BTreeMap<(Store, String), Vec<u8>>,
//!     said: Vec<Delivery>,
//! }
//!
//! impl Host {
//!     fn run(&mut self, replica: &mut Replica, effects: Vec<Effect>) {
//!         let mut wanted = VecDeque::from(effects);
//!         while let Some(effect) = wanted.pop_front() {
//!             let input = match effect {
//!                 Effect::Read { id, store, prefix } => {
//!                     let rows = self.disk.iter();
//!                     let rows = rows.filter(|((s, key), _)| *s == store && key.starts_with(&prefix));
//!                     Input::Read { id, rows: rows.map(|((_, key), v)| (key.clone(), v.clone())).collect() }
//!                 }
//!                 Effect::Write { id, transaction } => {
//!                     let tenure = self.disk.get(&(Store::Meta, TENURE.to_owned()));
//!                     if transaction.allowed(tenure.map(Vec::as_slice)) {
//!                         for operation in transaction.operations {
//!                             match operation {
//!                                 Operation::Put { store, key, value } => self.disk.insert((store, key), value),
//!                                 Operation::Delete { store, key } => self.disk.remove(&(store, key)),
//!                             };
//!                         }
//!                         Input::Written { id }
//!                     } else {
//!                         Input::Stale { id }
//!                     }
//!                 }
//!                 Effect::Deliver { delivery, .. } => {
//!                     self.said.push(delivery);
//!                     continue;
//!                 }
//!                 Effect::Wake { .. } | Effect::Deposed => continue,
//!                 // This host has no network.
//!                 Effect::Dial { .. } | Effect::Peer { .. } | Effect::Send { .. } | Effect::HangUp { .. } => continue,
//!             };
//!             wanted.extend(replica.handle(Timestamp::from_millis(0), input));
//!         }
//!     }
//!
//!     fn ask(&mut self, replica: &mut Replica, id: u64, ask: Ask) {
//!         let (client, request) = (ClientId([1; 16]), Request { id, ask });
//!         let input = Input::Request { client, request };
//!         let effects = replica.handle(Timestamp::from_millis(0), input);
//!         self.run(replica, effects);
//!     }
//! }
//!
//! let mut host = Host::default();
//! let (mut replica, effects) = Replica::start([7; RANDOM]);
//! host.run(&mut replica, effects);
//!
//! // A page says hello, and then makes a person.
//! host.ask(&mut replica, 1, Ask::Open { have: Vec::new() });
//! let ana = Edit {
//!     document: "everyone/area/roster".parse()?,
//!     record: RecordId::from_bytes([1; 16]),
//!     change: Change::Create { kind: "person".into(), fields: [("name".into(), "Ana".into())].into() },
//! };
//! host.ask(&mut replica, 2, Ask::Commit(Batch::new("Add Ana").with(ana)));
//!
//! // The answer and the row arrive together, after the write.
//! let last = host.said.pop().ok_or("nothing was said")?;
//! assert_eq!(last.replies, [(2, Reply::Done)]);
//! assert!(matches!(&last.events[0], Event::Changed(changed) if changed.rows.len() == 1));
//!
//! // The next leader over the same disk knows it without loading a document.
//! let (mut next, effects) = Replica::start([8; RANDOM]);
//! host.run(&mut next, effects);
//! host.ask(&mut next, 3, Ask::Open { have: Vec::new() });
//! let last = host.said.pop().ok_or("nothing was said")?;
//! assert!(matches!(&last.events[0], Event::Changed(changed) if changed.rows[0].fields["name"] == "Ana".into()));
//!
//! // And the old one, should it wake up, can write no more.
//! let said = host.said.len();
//! host.ask(&mut replica, 4, Ask::Undo);
//! assert_eq!(host.said.len(), said);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Inside
//!
//! In which order to read it stands in `docs/design/engine.md`.
//!
//! [`Replica`] keeps a queue of jobs and does them one after the other (`job`): saying hello
//! (`open`), changing documents (`commit`), taking back (`undo`), saving and merging (`backup`),
//! `compaction`, the projection's `segments`. What others sent is taken in between them (`sync`,
//! `docs/design/sync.md`). What all of these change gathers in the `writer`, which has one transaction in flight.
//! Without the feature `replica` there are only the messages, the names of the stores and the
//! reading of the projection, for pages.

pub mod adoption;
#[cfg(feature = "replica")]
mod backup;
mod codec;
#[cfg(feature = "replica")]
mod commit;
#[cfg(feature = "replica")]
mod compaction;
#[cfg(feature = "replica")]
mod documents;
#[cfg(feature = "replica")]
mod erasing;
pub mod hidden;
#[cfg(feature = "replica")]
mod identity;
#[cfg(feature = "inside")]
pub mod inside;
#[cfg(feature = "replica")]
mod intents;
mod io;
#[cfg(feature = "replica")]
mod job;
#[cfg(feature = "replica")]
mod journal;
mod lasting;
#[cfg(feature = "replica")]
mod ledger;
#[cfg(feature = "replica")]
pub mod limits;
#[cfg(feature = "replica")]
mod loading;
pub mod meeting;
pub mod message;
#[cfg(feature = "replica")]
mod open;
pub mod peer;
pub mod projection;
#[cfg(feature = "replica")]
mod putting_off;
#[cfg(feature = "replica")]
mod refused;
#[cfg(feature = "replica")]
mod replica;
pub mod segments;
pub mod sharing;
mod sheet;
#[cfg(feature = "replica")]
mod start;
pub mod storage;
#[cfg(feature = "replica")]
mod sync;
#[cfg(feature = "replica")]
mod undo;
#[cfg(feature = "replica")]
mod writer;

pub use codec::VERSION;
pub use io::{Effect, Input};
#[cfg(feature = "replica")]
pub use replica::{RANDOM, Replica};
#[cfg(feature = "replica")]
pub use sync::Tidiness;
