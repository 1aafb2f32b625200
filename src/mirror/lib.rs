//! The mirror: what the engine keeps becomes reactive state, and what a person does becomes edits.
//!
//! It is the only bridge between engine and screen. Screens read the mirror's book and never wait:
//! an edit shows at once ([`Mirror::commit`]) and counts as saved when the engine says it is on
//! disk ([`Mirror::save_state`]). Reads inside a reactive place are tracked by kind of record, so
//! a change runs again only what looked at that kind.
//!
//! ```no_run
//! use document::{Batch, Entry, Record};
//! use leptos::prelude::*;
//! use mirror::use_mirror;
//!
//! /// A ship the harbour knows.
//! #[derive(Record, Clone, Debug, Default, PartialEq)]
//! #[record(name = "ship", plural = "Ships", title = "name", home = "area(harbour)")]
//! struct Ship {
//!     /// The name on her bow.
//!     name: String,
//! }
//!
//! let mirror = use_mirror();
//! let ships = Memo::new(move |_| mirror.all::<Ship>());
//! let rename = move |ship: &Entry<Ship>| {
//!     mirror.commit(Batch::new("Rename").with_all(ship.update(|ship| ship.name = "Aurora".into())));
//! };
//! ```

mod audiences;
mod drafts;
mod erasing;
mod hidden;
mod pending;
mod port;
mod requests;
mod sharing;
mod state;

pub use engine::message::{Compared, HiddenCircle};
pub use port::{Names, Port};
pub use sharing::{OtherCaret, Past, Places};
pub use state::{Mirror, SaveState, provide_mirror, use_mirror};

#[cfg(test)]
mod tests;
