//! The interview loop of an opening, who interviews, and the bank of questions (HI-3).

use document::{Choices, Prose, Record, Ref};
use roster::Person;
use std::collections::BTreeSet;

use crate::Opening;

/// One stage of an opening's loop (HI-3).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "interview-stage", label = "Stage", plural = "Stages", title = "name", home = "area(hiring)")]
pub struct Stage {
    /// The opening whose loop it belongs to.
    #[field(required, column)]
    pub opening: Option<Ref<Opening>>,
    /// What it is called.
    #[field(column)]
    pub name: String,
    /// What kind it is.
    #[field(required, column)]
    pub kind: Option<StageKind>,
    /// Its place in the loop, the smallest first.
    #[field(min = 0, max = 999)]
    pub place: i64,
    /// The competencies it tests.
    #[field(column)]
    pub competencies: BTreeSet<String>,
    /// How long it takes.
    #[field(label = "Minutes", min = 0, max = 1440, column)]
    pub minutes: Option<i64>,
    /// What candidates are told before it, and how it is led.
    pub about: Prose,
}

/// What kind of stage it is. A whole loop has coding, system design, behavioural and a job preview (HI-3).
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageKind {
    /// Reading what came in, or a first call; decides who is interviewed.
    Screening,
    /// Writing and reading code.
    Coding,
    /// Designing a system.
    SystemDesign,
    /// How they work with others: collaboration and communication.
    Behavioural,
    /// A realistic look at the job, for both sides.
    JobPreview,
    /// Anything else.
    Other,
}

/// Somebody who leads a stage, or learns to (HI-3).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "interviewer", plural = "Interviewers", title = "person", home = "area(hiring)")]
pub struct Interviewer {
    /// The stage.
    #[field(required, column)]
    pub stage: Option<Ref<Stage>>,
    /// Who.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// What they do in it.
    #[field(column)]
    pub seat: Seat,
}

/// What somebody does in an interview.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seat {
    /// Leads it.
    #[default]
    Leads,
    /// Sits in to learn it.
    Shadows,
}

/// A question that interviews draw from, with what a good answer shows (HI-3).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "interview-question",
    label = "Question",
    plural = "Questions",
    title = "asks",
    home = "area(hiring)"
)]
pub struct Question {
    /// What is asked.
    #[field(column)]
    pub asks: String,
    /// The kind of stage it is for.
    #[field(column)]
    pub kind: Option<StageKind>,
    /// The competency that the answer shows.
    #[field(column)]
    pub competency: Option<String>,
    /// What weak and strong answers look like.
    #[field(label = "What answers show")]
    pub rubric: Prose,
    /// How long it takes.
    #[field(label = "Minutes", min = 0, max = 1440)]
    pub minutes: Option<i64>,
    /// Whether it is no longer asked, for example because its answer got around.
    #[field(column)]
    pub retired: bool,
}

/// A question that a stage asks (HI-3).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "stage-question", plural = "Stage questions", title = "question", home = "area(hiring)")]
pub struct StageQuestion {
    /// The stage.
    #[field(required, column)]
    pub stage: Option<Ref<Stage>>,
    /// The question.
    #[field(required, column)]
    pub question: Option<Ref<Question>>,
}
