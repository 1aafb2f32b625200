//! What the threads store.

use document::{Choices, Prose, Record};
use kernel::{Date, RecordId};

/// A typed, dated, reasoned relation between two records, walkable from both ends (CN-1).
///
/// It lives in the document of the end that fewer members may read, so that it gives nothing away.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "link", plural = "Links", title = "reason", home = "area(threads)")]
pub struct Link {
    /// Where it starts.
    #[field(required)]
    pub from: Option<RecordId>,
    /// Where it leads.
    #[field(required)]
    pub to: Option<RecordId>,
    /// How the first relates to the second.
    #[field(column)]
    pub relation: Relation,
    /// Why the two belong together.
    #[field(column)]
    pub reason: Option<String>,
    /// The day it was drawn.
    #[field(column)]
    pub on: Option<Date>,
}

/// How one record relates to another; read from the far end as [`Relation::inverse`].
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They belong together; the same from both ends.
    #[default]
    RelatesTo,
    /// The first is the reason for the second.
    LeadsTo,
    /// The first is evidence for the second.
    IsEvidenceFor,
    /// The first cannot go on before the second.
    WaitsFor,
    /// The first helps the second along.
    Supports,
    /// The first answers the second.
    Answers,
}

impl Relation {
    /// What the relation is called from the far end.
    #[must_use]
    pub const fn inverse(self) -> &'static str {
        match self {
            Self::RelatesTo => "Relates to",
            Self::LeadsTo => "Comes from",
            Self::IsEvidenceFor => "Is shown by",
            Self::WaitsFor => "Holds up",
            Self::Supports => "Is supported by",
            Self::Answers => "Is answered by",
        }
    }
}

/// What a circle is called and for, so that everyone knows whom a record is kept for. Who is in it is not in the
/// record: the workspace's membership says that, and seals what is for the circle to those in it.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "circle", plural = "Circles", title = "name", home = "index")]
pub struct Circle {
    /// What it is called. Every member of the workspace can read this.
    #[field(required, column)]
    pub name: String,
    /// What it is for. Every member of the workspace can read this.
    #[field(column)]
    pub purpose: Option<String>,
}

/// A person's answer to a notice: not again, or not before a day.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "dismissal", plural = "Dismissed notices", title = "says", home = "index", private)]
pub struct Dismissal {
    /// The key of the notice.
    pub notice: String,
    /// What the notice said.
    pub says: String,
    /// The day from which it may speak again; never when empty.
    pub until: Option<Date>,
}

/// A thought caught in passing, to be put in its place later. Only the writer's own.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "note", plural = "Notes", title = "text", home = "index", private)]
pub struct Note {
    /// The thought.
    #[field(column)]
    pub text: Prose,
    /// The day it was caught.
    #[field(column)]
    pub on: Option<Date>,
    /// Whether it has been put in its place.
    pub done: bool,
}
