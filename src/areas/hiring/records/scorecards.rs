//! Scorecards of interviews: the same card for everybody in one opening, in words (HI-4).

use document::{Choices, Prose, Record, Ref};
use kernel::{Date, RecordId};
use roster::Person;

use crate::{Candidate, Opening, Stage};

/// What one interviewer says of a candidate after a stage (HI-4). In a shared workspace it is hidden until its writer
/// submits it.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "scorecard",
    plural = "Scorecards",
    title = "interviewer",
    home = "file_of(candidate, hiring)"
)]
pub struct Scorecard {
    /// Who asked, and whose card it is, whoever writes it down.
    #[field(required, column)]
    pub interviewer: Option<Ref<Person>>,
    /// Whom it is about.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The stage.
    #[field(required, column)]
    pub stage: Option<Ref<Stage>>,
    /// What they would do.
    #[field(column)]
    pub recommendation: Option<Recommendation>,
    /// Why, in two or three sentences.
    #[field(label = "Why")]
    pub because: Prose,
    /// The day it was submitted.
    #[field(column)]
    pub submitted_on: Option<Date>,
}

/// What an interviewer would do. There is no middle: who cannot decide has a question left that the loop should ask.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recommendation {
    /// Not hire, and would say so against others.
    StrongNo,
    /// Not hire.
    No,
    /// Hire.
    Yes,
    /// Hire, and would say so against others.
    StrongYes,
}

/// One competency on a scorecard: how it went, and what was seen or heard that shows it (HI-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "score", plural = "Scores", title = "competency", home = "file_of(candidate, hiring)")]
pub struct Score {
    /// The competency, as the stage names it.
    #[field(column)]
    pub competency: String,
    /// The card it is on.
    #[field(required)]
    pub card: Option<Ref<Scorecard>>,
    /// Whom it is about.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// How it went.
    #[field(column)]
    pub level: Option<Level>,
    /// What they said or did that shows it, as it was.
    pub evidence: Prose,
}

/// How a competency went, in four steps without a middle.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// There was no time for it, or no occasion.
    NotTested,
    /// Well below what the role asks for.
    WellBelow,
    /// Below what the role asks for.
    Below,
    /// What the role asks for.
    Meets,
    /// Above what the role asks for.
    Above,
}

/// What each step of the scale looks like for one competency in one opening, so that everybody means the same (HI-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "score-anchor",
    label = "Anchors of a competency",
    plural = "Anchors of competencies",
    title = "competency",
    home = "area(hiring)"
)]
pub struct Anchors {
    /// The competency, as the opening names it.
    #[field(column)]
    pub competency: String,
    /// The opening.
    #[field(required, column)]
    pub opening: Option<Ref<Opening>>,
    /// What is heard or seen when it is well below what the role asks for.
    #[field(label = "Well below")]
    pub well_below: Prose,
    /// What is heard or seen when it is below.
    pub below: Prose,
    /// What is heard or seen when it is what the role asks for.
    pub meets: Prose,
    /// What is heard or seen when it is above.
    pub above: Prose,
}

/// That somebody's card is in: who, when and for which stage. Everybody who reads the candidate reads this, and not the
/// card (HI-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "card-submitted",
    label = "Submitted scorecard",
    plural = "Submitted scorecards",
    title = "interviewer",
    home = "file_of(candidate, hiring)"
)]
pub struct CardSubmitted {
    /// Whose card it is.
    #[field(required, column)]
    pub interviewer: Option<Ref<Person>>,
    /// Whom it is about.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The stage; empty for who reads the cards without one of their own.
    #[field(column)]
    pub stage: Option<Ref<Stage>>,
    /// The card. Who has not submitted one cannot read it.
    pub card: Option<RecordId>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
}

/// Why somebody reads the cards about a candidate without one of their own: they decide and did not interview (HI-4).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "reads-without-card",
    label = "Reads without a card",
    plural = "Read without a card",
    title = "because",
    home = "file_of(candidate, hiring)"
)]
pub struct ReadsWithoutCard {
    /// Why.
    pub because: String,
    /// About whom.
    #[field(required)]
    pub candidate: Option<Ref<Candidate>>,
    /// Since when.
    pub on: Option<Date>,
}
