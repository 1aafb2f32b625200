//! Forums in which people are spoken for, and the case for one of them (GR-8).

use document::{Choices, Prose, Record, Ref};
use kernel::Date;
use roster::Person;

/// A meeting in which somebody is spoken for while they are absent (GR-8).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "forum", plural = "Forums", title = "name", home = "area(growth)")]
pub struct Forum {
    /// What it is called.
    #[field(column)]
    pub name: String,
    /// What kind it is.
    #[field(column)]
    pub kind: ForumKind,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// Who sits there, and what they want to hear.
    pub notes: Prose,
}

/// What a forum decides.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForumKind {
    /// Comparing how people stand.
    #[default]
    Calibration,
    /// Promotions.
    Promotion,
    /// A look at people by leaders.
    LeadershipReview,
}

/// What you say for somebody in a forum. Only the manager's own, until it is handed over (GR-8).
///
/// What it rests on are observations and goals that are linked to it as evidence.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "advocacy-case",
    label = "Case",
    plural = "Cases",
    title = "asks_for",
    home = "file_of(person, growth)",
    private
)]
pub struct Case {
    /// What is asked for, for example Promotion to IC5.
    #[field(label = "Asks for", column)]
    pub asks_for: String,
    /// For whom.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// In which forum.
    #[field(column)]
    pub forum: Option<Ref<Forum>>,
    /// The case in three sentences.
    pub argument: Prose,
    /// What came of it.
    pub outcome: Prose,
}
