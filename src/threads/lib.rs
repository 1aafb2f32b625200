//! What joins the areas: links, notices, search, Monday, export (CN).

mod records;

pub use records::{Dismissal, Link, Note, Relation};
