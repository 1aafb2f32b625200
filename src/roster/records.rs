//! What the roster stores.

mod area;
mod skills;
mod split;

use crate::import::ImportMapping;
use document::{Choices, Email, Kind, Prose, Record, Ref, Zone};
use kernel::{Date, RecordId, Weekdays};

pub use area::{Area, Theme};
pub use skills::{Depth, GapAnswer, GapResponse, RatingSource, Skill, SkillDemand, SkillRating};
pub use split::{Half, SplitPlace, TeamSplit};

/// The kinds of record of the roster.
pub const KINDS: &[&Kind] = &[
    Person::KIND,
    Absence::KIND,
    Team::KIND,
    Service::KIND,
    Skill::KIND,
    SkillRating::KIND,
    SkillDemand::KIND,
    GapResponse::KIND,
    TeamSplit::KIND,
    SplitPlace::KIND,
    Action::KIND,
    Profile::KIND,
    Setting::KIND,
    Unsent::KIND,
    ImportMapping::KIND,
];

/// Somebody who works, or worked, on a team the workspace knows (TM-1). Former members stay, dated.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "person", plural = "People", title = "name", home = "own")]
pub struct Person {
    /// The name as the person writes it.
    #[field(column)]
    pub name: String,
    /// The work address; finds the person again when people are imported.
    #[field(label = "E-mail", column)]
    pub email: Option<Email>,
    /// The number the HR system gives the person; finds the person again when people are imported.
    #[field(label = "Employee ID")]
    pub employee_id: Option<String>,
    /// The job title, for example Senior Software Engineer.
    #[field(column)]
    pub title: Option<String>,
    /// The rung of the ladder, for example IC4 or M2.
    #[field(column)]
    pub level: Option<String>,
    /// Which of the two tracks of the ladder the level is on.
    pub track: Option<Track>,
    /// The team the person works in.
    #[field(column)]
    pub team: Option<Ref<Team>>,
    /// Who the person reports to.
    #[field(column)]
    pub manager: Option<Ref<Person>>,
    /// The first day at work; may lie ahead.
    #[field(column)]
    pub start_date: Option<Date>,
    /// The last day at work. After it the person is a former member.
    pub end_date: Option<Date>,
    /// The time zone the person works in.
    #[field(label = "Time zone", column)]
    pub zone: Option<Zone>,
    /// The days of the week the person works.
    pub working_days: Weekdays,
    /// The agreed hours of a week.
    pub weekly_hours: Option<f64>,
    /// The public holidays that apply, as country and region: DE-BE.
    pub holiday_calendar: Option<String>,
    /// Where the person works from.
    pub location: Option<String>,
    /// What a manager should remember: pronouns, how to reach, what matters to the person.
    pub notes: Prose,
}

/// The two tracks of a ladder; senior rungs of both count the same (GR-2).
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// Grows by technical scope.
    Individual,
    /// Grows by the people and teams led.
    Management,
}

/// Days somebody will not be, or was not, at work (TM-1).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "absence", plural = "Absences", title = "kind", home = "file_of(person, roster)")]
pub struct Absence {
    /// Who is away.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The first day away.
    #[field(required, column)]
    pub from: Option<Date>,
    /// The last day away, included.
    #[field(required, column)]
    pub until: Option<Date>,
    /// What kind of absence it is.
    #[field(column)]
    pub kind: AbsenceKind,
    /// What others should know about it.
    pub note: Option<String>,
}

/// The kinds of absence that planning tells apart.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AbsenceKind {
    /// Planned leave.
    #[default]
    Leave,
    /// Parental leave.
    ParentalLeave,
    /// Sickness.
    Sick,
    /// Training or a conference.
    Training,
    /// Anything else.
    Other,
}

/// A team and who answers for what in it: its manager for its people, others for the rest (TM-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "team", plural = "Teams", title = "name", home = "area(roster)")]
pub struct Team {
    /// The name of the team.
    #[field(column)]
    pub name: String,
    /// Who manages the people of the team.
    #[field(column)]
    pub manager: Option<Ref<Person>>,
    /// Who answers for its technical direction. Better somebody else than who manages it.
    pub technical_direction: Option<Ref<Person>>,
    /// Who answers for what it delivers, and when.
    pub delivery: Option<Ref<Person>>,
    /// Who answers for the way it works.
    pub process: Option<Ref<Person>>,
    /// Who answers for its relationships with other teams and those it works for.
    pub relationships: Option<Ref<Person>>,
    /// What the team is there for.
    pub purpose: Prose,
}

/// A service or system, with exactly one owning team and one accountable person (TM-8).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "service", plural = "Services", title = "name", home = "area(roster)")]
pub struct Service {
    /// The name of the service.
    #[field(column)]
    pub name: String,
    /// How much harm its failure does.
    #[field(column)]
    pub criticality: Criticality,
    /// The one team that owns it.
    #[field(column, required, label = "Owning team")]
    pub owner: Option<Ref<Team>>,
    /// A second team that also says it owns the service, until the two have settled it.
    #[field(label = "Also claimed by")]
    pub claimed_by: Option<Ref<Team>>,
    /// The one person who answers for it.
    #[field(column, required)]
    pub accountable: Option<Ref<Person>>,
    /// Where its code, dashboards and runbooks are, and what to know about it.
    pub notes: Prose,
}

/// How much harm the failure of a service does.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criticality {
    /// Nobody outside the team notices at once.
    Low,
    /// Colleagues are held up.
    #[default]
    Medium,
    /// Customers notice.
    High,
    /// The business stands still.
    Critical,
}

/// One thing somebody agreed to do: the same kind of record in every area.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "action",
    label = "Action",
    plural = "Actions",
    title = "what",
    home = "file_of(about, roster)"
)]
pub struct Action {
    /// What will be done, so that one can tell when it is.
    #[field(column)]
    pub what: String,
    /// Who does it.
    #[field(column)]
    pub owner: Option<Ref<Person>>,
    /// The day it is due.
    #[field(column)]
    pub due: Option<Date>,
    /// How it stands.
    #[field(column)]
    pub state: ActionState,
    /// The person whose file it belongs to, for example the report it was agreed with.
    pub about: Option<Ref<Person>>,
    /// The record it came from: a 1:1, an incident, a review.
    pub source: Option<RecordId>,
    /// The field of work it belongs to, where neither the person nor the record it came from says so.
    pub area: Option<Area>,
    /// The day it was done or dropped.
    pub closed_on: Option<Date>,
    /// How often it was carried over to a later talk.
    #[field(label = "Carried over", min = 0, max = 1000)]
    pub carried: i64,
}

/// How an action stands.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionState {
    /// Still to do.
    #[default]
    Open,
    /// Done.
    Done,
    /// Given up, on purpose.
    Dropped,
}

/// Who of the people the user is. Only theirs.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "profile", plural = "Profiles", title = "name", home = "index", private)]
pub struct Profile {
    /// The user's name.
    pub name: String,
    /// The user among the people of the workspace; their reports are the user's reports.
    pub person: Option<Ref<Person>>,
    /// Whether the user leads an experienced, stable, senior team: then up to ten reports are fine.
    pub experienced: bool,
}

/// A number of the product that was edited; absent means the default holds.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "setting", plural = "Settings", title = "name", home = "index")]
pub struct Setting {
    /// The name of the threshold.
    pub name: String,
    /// Its number.
    pub value: i64,
}

/// What was typed into a form and not sent yet, so that a crash does not lose it. Only the writer's own.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "unsent",
    label = "Unsent text",
    plural = "Unsent texts",
    title = "form",
    home = "unsent",
    private
)]
pub struct Unsent {
    /// The form it was typed into.
    pub form: String,
    /// The text.
    pub text: Prose,
}
