//! What the reviews area stores.

use document::{Choices, Kind, Prose, Record, Ref};
use kernel::Date;
use roster::{Person, Team, Track};

/// Every kind of record of the area.
pub const KINDS: &[&Kind] = &[ReviewCycle::KIND, Review::KIND, Finding::KIND, Promise::KIND, Response::KIND];

/// One round of reviews: the period they look at, and the days by which they are written and shared (PR-1).
///
/// It names nobody. Who is reviewed in it is said by the reviews, and those are their manager's.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "review-cycle", plural = "Review cycles", title = "name", home = "area(reviews)")]
pub struct ReviewCycle {
    /// What it is called, for example Second half of 2026.
    #[field(column)]
    pub name: String,
    /// The first day of the period that is looked at.
    #[field(label = "Period from", required, column)]
    pub from: Option<Date>,
    /// The last day of the period, included.
    #[field(label = "Period to", required, column)]
    pub until: Option<Date>,
    /// The day it is to be launched. What people are then is what their reviews go by.
    #[field(label = "Launch day", column)]
    pub launch_on: Option<Date>,
    /// The day by which the reviews are written.
    #[field(label = "Written by", column)]
    pub due: Option<Date>,
    /// The day by which everybody has heard and received theirs.
    #[field(label = "Shared by", column)]
    pub share_by: Option<Date>,
    /// The day it was launched.
    #[field(column)]
    pub launched_on: Option<Date>,
    /// The day it was finished.
    #[field(column)]
    pub finished_on: Option<Date>,
    /// What everybody should know about it.
    pub notes: Prose,
}

/// The review of one person in one cycle: three answers, and what the person was on the day of the launch (PR-1, PR-2).
///
/// Only its manager's own while it is written; sharing moves it, with all that belongs to it.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "review", plural = "Reviews", title = "cycle", home = "file_of(person, reviews)", private)]
pub struct Review {
    /// Who is reviewed.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The cycle it belongs to.
    #[field(required, column)]
    pub cycle: Option<Ref<ReviewCycle>>,
    /// Where the person stands against what their level expects.
    pub standing: Prose,
    /// What the next level would take.
    pub next_level: Prose,
    /// The support you will give.
    pub support: Prose,
    /// The standing against the level in one of four words, where you give one.
    #[field(column)]
    pub rating: Option<Rating>,
    /// The rating before it was compared with those of other managers, where that changed it.
    #[field(label = "Rating before calibration")]
    pub first_rating: Option<Rating>,
    /// The day the person received it.
    #[field(column)]
    pub shared_on: Option<Date>,
    /// The day of which level, track, team, manager and first day are.
    #[field(label = "As of")]
    pub frozen_on: Option<Date>,
    /// The level on that day.
    #[field(column)]
    pub level: Option<String>,
    /// The track on that day.
    pub track: Option<Track>,
    /// The team on that day.
    pub team: Option<Ref<Team>>,
    /// The manager on that day.
    pub manager: Option<Ref<Person>>,
    /// The first day at work, as it was known on that day.
    #[field(label = "At work since")]
    pub start_date: Option<Date>,
}

/// What a review answers, always these three (PR-2).
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Where the person stands against what their level expects.
    #[default]
    #[choice(label = "Standing against the level")]
    Standing,
    /// What the next level would take.
    #[choice(label = "What the next level would take")]
    NextLevel,
    /// The support the manager will give.
    #[choice(label = "Support you will give")]
    Support,
}

/// The standing against what the level expects, in words; of nobody against anybody.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Much of what the level expects was not seen.
    #[choice(label = "Not yet at the level")]
    NotYet,
    /// Most of what the level expects was seen; something it needs was not.
    #[choice(label = "Growing into the level")]
    GrowingInto,
    /// What the level expects was seen, throughout.
    AtTheLevel,
    /// What the next level expects was seen as well, and more than once.
    #[choice(label = "Beyond the level")]
    BeyondIt,
}

/// One thing that a review says, with what shows it linked to it as evidence (PR-1, PR-7).
///
/// It can lead on: to a goal, to a demand for a skill, to the answer to a gap.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "review-finding",
    label = "Finding",
    plural = "Findings",
    title = "what",
    home = "file_of(person, reviews)",
    private
)]
pub struct Finding {
    /// What is said, in a sentence or a few.
    #[field(column)]
    pub what: Prose,
    /// Whom it is said of.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The review that says it.
    #[field(required)]
    pub review: Option<Ref<Review>>,
    /// Which of the three questions it belongs to.
    #[field(column)]
    pub question: Question,
    /// Whether it is a strength, something to grow, or something that is still ahead.
    #[field(column)]
    pub leaning: Leaning,
    /// The competency it is about, in the words of the ladder.
    #[field(column)]
    pub competency: Option<String>,
    /// Whether the person disputes it, and what came of that.
    pub dispute: Option<Dispute>,
    /// Its place within the answer, the smallest first.
    #[field(min = 0, max = 999)]
    pub place: i64,
}

/// Which way a finding leans.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaning {
    /// Something they do well.
    #[default]
    Strength,
    /// Something that has to change, or that the level asks for and was not seen.
    ToGrow,
    /// Something the next level asks for; nothing is wrong without it.
    #[choice(label = "Still ahead")]
    Ahead,
}

/// How it stands with a point that the person disputes (PR-5).
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispute {
    /// Still to be talked through.
    #[choice(label = "In dispute")]
    Open,
    /// Talked through; it stands.
    #[choice(label = "Talked through: it stands")]
    Stands,
    /// Talked through; it was changed.
    #[choice(label = "Talked through: changed")]
    Changed,
    /// Talked through; it was taken back.
    #[choice(label = "Talked through: taken back")]
    TakenBack,
}

/// Support that a review promises (PR-6). What it became, an action or something of the growth plan, is linked to it.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "support-promise",
    label = "Promised support",
    plural = "Promised support",
    title = "what",
    home = "file_of(person, reviews)",
    private
)]
pub struct Promise {
    /// What is promised, so that one can tell when it was given.
    #[field(column)]
    pub what: String,
    /// Whom it is promised to.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The review that promises it.
    #[field(required)]
    pub review: Option<Ref<Review>>,
    /// What kind of support it is.
    #[field(column)]
    pub kind: PromiseKind,
    /// Who sees to it.
    #[field(required, column)]
    pub owner: Option<Ref<Person>>,
    /// The day by which.
    #[field(required, column)]
    pub by: Option<Date>,
    /// The day it was begun, where nothing else tells that.
    pub begun_on: Option<Date>,
}

/// What kind of support is promised.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PromiseKind {
    /// Time: fewer duties, hours for learning.
    #[default]
    Time,
    /// Somebody senior who teaches.
    Mentor,
    /// Work that stretches.
    StretchWork,
    /// A course, a conference, a book.
    Training,
}

/// What the person says to their review, and what came of it (PR-5). A review has one.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "review-response",
    label = "Response to a review",
    plural = "Responses to reviews",
    title = "review",
    home = "file_of(person, reviews)",
    private
)]
pub struct Response {
    /// Who responds.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// The review.
    #[field(required, column)]
    pub review: Option<Ref<Review>>,
    /// The day they said it.
    #[field(required, column)]
    pub on: Option<Date>,
    /// How they stand to it.
    #[field(column)]
    pub stands: Stands,
    /// What they say, in their words.
    pub text: Prose,
    /// The day both talk about it again.
    #[field(column)]
    pub follow_up: Option<Date>,
    /// The day that talk was held.
    #[field(column)]
    pub held_on: Option<Date>,
    /// What came of it.
    pub outcome: Prose,
}

/// How somebody stands to their review.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stands {
    /// They see it the same way.
    #[default]
    Agrees,
    /// They see parts of it differently.
    #[choice(label = "Agrees in part")]
    InPart,
    /// They see it differently.
    Disagrees,
}
