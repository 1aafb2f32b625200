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
//! Everything general is read off [`Record::KIND`]. Screens and rules see plain [`Row`]s and
//! typed [`Entry`]s in a [`Book`], and ask for changes with [`Edit`]s; only the `crdt` half
//! knows Automerge.

extern crate self as document;

mod book;
#[cfg(feature = "crdt")]
mod crdt;
mod edit;
mod field;
mod key;
mod optimistic;
pub mod plain;
mod record;
mod row;
mod schema;
pub mod sheet;
mod value;
mod version;

pub use book::Book;
#[cfg(feature = "crdt")]
pub use crdt::{Applied, Document, FORMAT};
pub use document_derive::{Choices, Record};
pub use edit::{Batch, Change, Edit};
pub use field::{Email, Field, Prose, Ref, Zone};
pub use key::{Audience, DocumentKey, KeyError, Place};
pub use record::{Author, Entry, Record, place, title};
pub use row::{Page, Row, Stamp};
pub use schema::{Choice, FieldSpec, Home, Kind, Shape};
pub use value::Value;
pub use version::{FieldChange, Heads, Version};
