//! What joins the areas: links, notices, search, Monday, export (CN).

pub mod advocacy;
pub mod audiences;
pub mod backup;
pub mod chain;
pub mod contradictions;
pub mod export;
pub mod file;
pub mod kinds;
pub mod links;
pub mod map;
pub mod monday;
pub mod moving;
pub mod notices;
mod records;
pub mod reviews;
mod sample;
pub mod search;
pub mod splits;
pub mod standing;
pub mod unsaved;
#[cfg(feature = "ui")]
pub mod view;

pub use records::{Circle, Dismissal, Link, Note, Relation};
pub use sample::sample;

#[cfg(test)]
mod tests;
