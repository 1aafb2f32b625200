//! The four kinds of help, kept apart (GR-4).

use document::{Choices, Prose, Record, Ref};
use kernel::Date;
use roster::Person;

/// Help that somebody was given once. Only the manager's own (GR-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "help",
    label = "Help",
    plural = "Help given",
    title = "what",
    home = "file_of(person, growth)",
    private
)]
pub struct Help {
    /// Who was helped.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// Which of the four kinds.
    #[field(column)]
    pub kind: HelpKind,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// What was done, in a few words.
    #[field(column)]
    pub what: String,
    /// Who gave it; you, when empty.
    #[field(label = "Given by", column)]
    pub by: Option<Ref<Person>>,
    /// What it led to.
    pub led_to: Prose,
}

/// The four kinds of help. They do not replace each other.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum HelpKind {
    /// Asking questions until they find their own answer.
    #[default]
    Coaching,
    /// Giving advice from experience.
    Mentoring,
    /// Putting their name forward for something.
    Sponsorship,
    /// Giving them credit where they are absent.
    Advocacy,
}
