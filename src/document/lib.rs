//! Typed records over Automerge documents.
//!
//! A record is declared once, as a documented Rust type:
//!
//! ```
//! use document::{Record, Prose};
//!
//! /// A ship the harbour knows.
//! #[derive(Record, Clone, Debug, PartialEq, Default)]
//! #[record(name = "ship", plural = "Ships", title = "name", home = "area(harbour)")]
//! pub struct Ship {
//!     /// The name on her bow.
//!     pub name: String,
//!     /// What the pilot should know.
//!     pub notes: Prose,
//! }
//!
//! assert_eq!(Ship::KIND.fields[0].doc, "The name on her bow.");
//! let ship = Ship { name: "Aurora".into(), ..Ship::default() };
//! assert_eq!(Ship::from_fields(&ship.to_fields()), ship);
//! ```
//!
//! Records are changed by edits, which an [`Author`] and an [`Entry`] make. A [`Document`] keeps
//! them, with who did what when; two copies of one document, written apart, merge:
//!
#![cfg_attr(feature = "crdt", doc = "```")]
#![cfg_attr(not(feature = "crdt"), doc = "```ignore")]
//! # use document::{Record, Prose};
//! # /// A ship the harbour knows.
//! # #[derive(Record, Clone, Debug, PartialEq, Default)]
//! # #[record(name = "ship", plural = "Ships", title = "name", home = "area(harbour)")]
//! # pub struct Ship {
//! #     /// The name on her bow.
//! #     pub name: String,
//! #     /// What the pilot should know.
//! #     pub notes: Prose,
//! # }
//! use document::{Author, Document, Entry, Stamp};
//! use kernel::{DeviceId, MemberId, RecordId, Timestamp};
//! # fn main() -> Result<(), kernel::Problem> {
//! let ana = Author { member: MemberId::from_bytes([1; 16]) };
//! let id = RecordId::from_bytes([7; 16]);
//! let create = ana.create(id, &Ship { name: "Aurora".into(), notes: "Slow to turn.".into() });
//!
//! let mut office = Document::create(&create.document);
//! let now = Stamp { at: Timestamp::from_millis(1_000), by: ana.member };
//! let (desk, phone) = (DeviceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
//! office.apply(desk, now, "Add Aurora", &[create])?;
//! let mut quay = Document::load(office.key(), &[office.save()])?;
//!
//! // Both go on writing, apart from each other.
//! let ship = |document: &Document| document.row(id).and_then(|row| Entry::<Ship>::from_row(&row));
//! let standing = ship(&office).expect("was created");
//! let edits = standing.update(|ship| ship.notes = "Very slow to turn.".into());
//! let applied = office.apply(desk, now, "Warn", &edits)?;
//! let edits = standing.update(|ship| ship.notes = "Slow to turn. New engine.".into());
//! quay.apply(phone, now, "Note the engine", &edits)?;
//!
//! // A change travels as bytes; what both wrote is there.
//! quay.merge(&applied.chunk)?;
//! let merged = ship(&quay).expect("is there");
//! assert_eq!(&*merged.notes, "Very slow to turn. New engine.");
//! let labels: Vec<_> = quay.history(id).into_iter().map(|version| version.label).collect();
//! assert_eq!(labels.len(), 3);
//! assert_eq!(labels[2], "Add Aurora");
//!
//! // What was done can be taken back, and what others did stays.
//! quay.apply(desk, now, "Undo", &applied.inverse)?;
//! assert_eq!(&*ship(&quay).expect("is there").notes, "Slow to turn. New engine.");
//! # Ok(())
//! # }
//! ```
//!
//! Everything general is read off [`Record::KIND`]. Screens and rules see plain [`Row`]s and
//! typed [`Entry`]s in a [`Book`], and ask for changes with [`Edit`]s; only the `crdt` half
//! knows Automerge.

extern crate self as document;

mod book;
mod changes;
#[cfg(feature = "crdt")]
mod crdt;
mod edit;
mod field;
mod fields;
mod key;
mod name;
mod optimistic;
pub mod plain;
mod record;
mod row;
mod schema;
pub mod sheet;
mod typed;
mod value;
mod version;

pub use book::Book;
pub use changes::Revision;
#[cfg(feature = "crdt")]
pub use crdt::{
    Applied, Authored, Caret, Checked, Document, FORMAT, MAX_LETTER, Merged, Taken, authors, named,
    named_heads,
};
pub use document_derive::{Choices, Record};
pub use edit::{Batch, Change, Edit};
pub use field::{Email, Field, Prose, Ref, Zone};
pub use fields::{Fields, Layout};
pub use key::{Audience, DocumentKey, KeyError, Place};
pub use name::Name;
pub use record::{Author, Entry, Record, place, title};
pub use row::{Page, Row, Stamp};
pub use schema::{Choice, FieldSpec, Home, Kind, Shape};
pub use typed::Theirs;
pub use value::Value;
pub use version::{FieldChange, Heads, Version};
