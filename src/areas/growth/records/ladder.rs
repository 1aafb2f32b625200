//! Ladders: rungs of two tracks, competencies, what each rung asks for, and who moved up (GR-2).

use document::{Prose, Record, Ref};
use kernel::Date;
use roster::{Person, Track};
use std::collections::BTreeSet;

/// What is expected of people, level by level, on two tracks (GR-2).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "ladder", plural = "Ladders", title = "name", home = "area(growth)")]
pub struct Ladder {
    /// What it is called.
    #[field(column)]
    pub name: String,
    /// Whom it is for, and how it is meant to be used.
    pub about: Prose,
    /// Whether it is out of use. People are compared with ladders in use only.
    #[field(column)]
    pub retired: bool,
}

/// One level of a ladder on one track. Rungs of one grade count the same on both tracks (GR-2).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "rung", plural = "Rungs", title = "name", home = "area(growth)")]
pub struct Rung {
    /// The ladder it belongs to.
    #[field(required, column)]
    pub ladder: Option<Ref<Ladder>>,
    /// What it is called, for example Senior Engineer.
    #[field(column)]
    pub name: String,
    /// What people's level says, for example IC4.
    #[field(column)]
    pub code: String,
    /// The track.
    #[field(required, column)]
    pub track: Option<Track>,
    /// How high it is. Rungs with the same number count the same, on whichever track they are.
    #[field(min = 0, max = 99, column)]
    pub grade: i64,
    /// How far somebody on it reaches, in a sentence.
    pub reach: Prose,
}

/// Something that a ladder looks at on every rung, for example Delivery (GR-2).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "competency", plural = "Competencies", title = "name", home = "area(growth)")]
pub struct Competency {
    /// The ladder it belongs to.
    #[field(required, column)]
    pub ladder: Option<Ref<Ladder>>,
    /// What it is called. Observations that name it are evidence for it.
    #[field(column)]
    pub name: String,
    /// Other words that observations use for it.
    #[field(label = "Also called", column)]
    pub also: BTreeSet<String>,
    /// The group it stands in, where the ladder has groups.
    pub theme: Option<String>,
    /// What it is about.
    pub about: Prose,
    /// Its place among the competencies of the ladder, the smallest first.
    #[field(min = 0, max = 999)]
    pub place: i64,
}

/// What one rung asks for in one competency (GR-2).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "expectation", plural = "Expectations", title = "text", home = "area(growth)")]
pub struct Expectation {
    /// The rung.
    #[field(required, column)]
    pub rung: Option<Ref<Rung>>,
    /// The competency.
    #[field(required, column)]
    pub competency: Option<Ref<Competency>>,
    /// What somebody on the rung does, so that one can see it.
    #[field(column)]
    pub text: Prose,
    /// What it can look like in the work.
    pub examples: Prose,
}

/// Somebody moved to another level (GR-2).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "promotion", plural = "Promotions", title = "on", home = "file_of(person, growth)")]
pub struct Promotion {
    /// Who moved.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The day it holds from.
    #[field(required, column)]
    pub on: Option<Date>,
    /// The level before.
    #[field(label = "From level", column)]
    pub from_level: Option<String>,
    /// The level after.
    #[field(label = "To level", required, column)]
    pub to_level: Option<String>,
    /// The track after.
    #[field(column)]
    pub track: Option<Track>,
    /// What it rests on.
    pub reasons: Prose,
}
