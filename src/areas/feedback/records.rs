//! What the feedback area stores.

mod requests;

use document::{Choices, Kind, Prose, Record, Ref};
use kernel::{Cadence, Date};
use roster::Person;

pub use requests::FeedbackRequest;

/// Every kind of record of the area.
pub const KINDS: &[&Kind] = &[
    Series::KIND,
    OneOnOne::KIND,
    AgendaItem::KIND,
    PrivateNote::KIND,
    Observation::KIND,
    Concern::KIND,
    FeedbackRequest::KIND,
];

/// A regular talk with one person (FB-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "series",
    label = "1:1 series",
    plural = "1:1 series",
    title = "person",
    home = "file_of(person, feedback)"
)]
pub struct Series {
    /// Who the talks are with.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// How often you meet.
    #[field(column)]
    pub cadence: Cadence,
    /// A day on which a talk takes place; the cadence counts from it.
    #[field(required, column)]
    pub first_on: Option<Date>,
    /// The time of day, for example 14:00.
    #[field(column)]
    pub time: Option<String>,
    /// How long a talk lasts, in minutes.
    #[field(min = 5, max = 240)]
    pub minutes: Option<i64>,
    /// The last day on which the series rests, for example during long leave.
    pub paused_until: Option<Date>,
    /// Whether the series has ended.
    pub ended: bool,
}

/// One talk of a series (FB-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "one-on-one",
    label = "1:1",
    plural = "1:1s",
    title = "on",
    home = "file_of(person, feedback)"
)]
pub struct OneOnOne {
    /// Who the talk is with.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The series it belongs to.
    pub series: Option<Ref<Series>>,
    /// The day of the talk.
    #[field(required, column)]
    pub on: Option<Date>,
    /// How it stands.
    #[field(column)]
    pub state: OneOnOneState,
    /// The cancelled talk that this one makes up for.
    pub instead_of: Option<Ref<OneOnOne>>,
    /// What was said and agreed; shared.
    pub notes: Prose,
}

/// How a talk stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OneOnOneState {
    /// Still ahead, or its notes are being written.
    #[default]
    Planned,
    /// It took place.
    Held,
    /// It was cancelled.
    Cancelled,
}

/// What the manager alone remembers about a talk or a person (FB-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "private-note",
    plural = "Private notes",
    title = "on",
    home = "file_of(person, feedback)",
    private
)]
pub struct PrivateNote {
    /// Who it is about.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The talk it belongs to.
    pub one_on_one: Option<Ref<OneOnOne>>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// The note. Write as if the person will read it.
    pub text: Prose,
}

/// One topic for a talk; both sides add them, what stays open carries over (FB-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "agenda-item", plural = "Agenda items", title = "topic", home = "file_of(person, feedback)")]
pub struct AgendaItem {
    /// What to talk about.
    #[field(column)]
    pub topic: String,
    /// Who the talk is with.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// Who brings it.
    pub raised_by: RaisedBy,
    /// How it stands.
    #[field(column)]
    pub state: AgendaState,
    /// The day it was raised.
    pub raised_on: Option<Date>,
    /// The talk in which it was discussed.
    pub discussed_in: Option<Ref<OneOnOne>>,
}

/// Who brings a topic.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RaisedBy {
    /// The manager.
    #[default]
    Manager,
    /// The report.
    Report,
}

/// How a topic stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgendaState {
    /// Still to be discussed.
    #[default]
    Open,
    /// Discussed.
    Discussed,
    /// No longer needed.
    Dropped,
}

/// A dated note about what somebody did: situation, behaviour, impact (FB-3).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "observation",
    plural = "Observations",
    title = "what_happened",
    home = "file_of(person, feedback)"
)]
pub struct Observation {
    /// Who it is about.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The day it happened.
    #[field(required, column)]
    pub on: Option<Date>,
    /// Praise, or a point to grow.
    #[field(column)]
    pub tone: Tone,
    /// The situation: what happened.
    #[field(column)]
    pub what_happened: Prose,
    /// The behaviour: what the person did.
    pub what_they_did: Prose,
    /// The impact: what it led to.
    pub what_it_led_to: Prose,
    /// The competency it shows, in the words of the ladder.
    #[field(column)]
    pub competency: Option<String>,
    /// The project or piece of work it comes from.
    #[field(column)]
    pub work: Option<String>,
    /// Where it comes from.
    pub source: ObservationSource,
    /// What the person could do next time.
    pub suggestion: Prose,
    /// The day it was discussed with the person, with example and suggestion.
    #[field(column)]
    pub told_on: Option<Date>,
    /// The day to look again whether it changed.
    pub look_again: Option<Date>,
    /// The day a point to grow was seen to have changed, or was let go; then no rule asks about it.
    pub settled_on: Option<Date>,
}

/// Whether an observation praises or asks for growth.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Worth keeping and saying.
    #[default]
    Praise,
    /// Worth changing.
    Growth,
}

/// Where an observation comes from.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObservationSource {
    /// The manager saw it.
    #[default]
    Own,
    /// A peer told it.
    Peer,
    /// Somebody outside the team told it.
    Stakeholder,
    /// The work itself shows it: a design, a review, an incident.
    Work,
}

/// What troubles a person, the support given and when to look again. Only the manager's own (FB-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "concern", plural = "Concerns", title = "what", home = "file_of(person, feedback)", private)]
pub struct Concern {
    /// Who raised it.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// What it is, in a few words.
    #[field(column)]
    pub what: String,
    /// The day it was raised.
    #[field(required, column)]
    pub on: Option<Date>,
    /// What it is about.
    #[field(column)]
    pub kind: ConcernKind,
    /// More about it.
    pub details: Prose,
    /// The support given so far.
    pub support: Prose,
    /// The day to look again.
    #[field(column)]
    pub look_again: Option<Date>,
    /// How it stands.
    #[field(column)]
    pub state: ConcernState,
}

/// What a concern is about.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConcernKind {
    /// The work or the project.
    #[default]
    Project,
    /// A conflict with somebody.
    Conflict,
    /// Something personal.
    Personal,
}

/// How a concern stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConcernState {
    /// Still there.
    #[default]
    Open,
    /// It eased.
    Eased,
    /// It is over.
    Closed,
}
