//! What candidates are promised and say afterwards (HI-9), and how hires turned out (HI-10).

use document::{Choices, Prose, Record, Ref};
use kernel::Date;

use crate::Candidate;

/// A day by which a candidate hears from us, as they were told (HI-9).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "candidate-promise",
    label = "Promise to a candidate",
    plural = "Promises to candidates",
    title = "what",
    home = "file_of(candidate, hiring)"
)]
pub struct CandidatePromise {
    /// What they will hear.
    #[field(column)]
    pub what: String,
    /// Who was told.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The day it was promised.
    pub made_on: Option<Date>,
    /// The day by which.
    #[field(required, column)]
    pub by: Option<Date>,
    /// The day they heard.
    #[field(column)]
    pub kept_on: Option<Date>,
}

/// What a candidate says about the process, after it (HI-9).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "candidate-survey",
    plural = "Candidate surveys",
    title = "candidate",
    home = "file_of(candidate, hiring)"
)]
pub struct CandidateSurvey {
    /// Who answered.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The day.
    #[field(required, column)]
    pub on: Option<Date>,
    /// I knew what comes next: 1, not at all, to 5, always.
    #[field(label = "Knew what comes next", min = 1, max = 5, column)]
    pub clear: Option<i64>,
    /// I was treated with respect: 1, not at all, to 5, always.
    #[field(label = "Treated with respect", min = 1, max = 5, column)]
    pub respected: Option<i64>,
    /// I would tell a friend to apply here: 1, never, to 5, surely.
    #[field(label = "Would tell a friend", min = 1, max = 5, column)]
    pub recommends: Option<i64>,
    /// What they said in words.
    pub words: Prose,
}

/// How a hire turned out, some months in, against what the loop predicted (HI-10). Only the manager's own.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "hire-outcome",
    plural = "Hire outcomes",
    title = "candidate",
    home = "file_of(candidate, hiring)",
    private
)]
pub struct HireOutcome {
    /// The candidate who was hired.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// So many months after the first day.
    #[field(label = "Months in", min = 1, max = 60, column)]
    pub months: Option<i64>,
    /// The day it was written.
    #[field(required, column)]
    pub on: Option<Date>,
    /// How it went on the whole.
    #[field(column)]
    pub went: Option<Went>,
    /// What surprised, and what the loop should have asked.
    pub learned: Prose,
}

/// How a hire turned out in one competency that the loop tested (HI-10). Only the manager's own.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "outcome-mark",
    plural = "Outcome marks",
    title = "competency",
    home = "file_of(candidate, hiring)",
    private
)]
pub struct OutcomeMark {
    /// The competency, as the loop names it.
    #[field(column)]
    pub competency: String,
    /// The candidate who was hired.
    #[field(required, column)]
    pub candidate: Option<Ref<Candidate>>,
    /// The outcome it is part of.
    #[field(required)]
    pub outcome: Option<Ref<HireOutcome>>,
    /// How it went.
    #[field(column)]
    pub went: Option<Went>,
}

/// How it went, in four steps without a middle.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Went {
    /// Well below what the role asks for.
    WellBelow,
    /// Below what the role asks for.
    Below,
    /// As the role asks for.
    Meets,
    /// Above what the role asks for.
    Above,
}
