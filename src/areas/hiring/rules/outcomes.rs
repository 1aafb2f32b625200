//! How hires turned out against what the loop predicted (HI-10).

use chrono::Months;
use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text::fold};
use roster::Person;
use std::cmp::Reverse;

use super::{candidates::standing, loops::same};
use crate::{Candidate, HireOutcome, OutcomeMark, Step, Went};

/// After how many months a hire is looked at (HI-10 asks for 6 and 12).
pub const OUTCOME_MONTHS: [u32; 2] = [6, 12];

/// Who was hired, the newest first day first, with that day: of the person they became, else as it was agreed.
#[must_use]
pub fn hires(book: &Book) -> Vec<(Entry<Candidate>, Option<Date>)> {
    let all = book.all::<Candidate>();
    let hired = all.iter().filter(|one| standing(book, one.id).step == Step::Accepted);
    let mut hires: Vec<_> = hired
        .map(|one| {
            let person = one.hired_as.and_then(|person| book.get::<Person>(person.id()));
            (one.clone(), person.and_then(|person| person.start_date).or(one.starts_on))
        })
        .collect();
    hires.order_by_key(|(one, first)| (Reverse(*first), one.id));
    hires
}

/// What was written about how a hire turned out, the earliest first.
#[must_use]
pub fn outcomes_of(book: &Book, candidate: RecordId) -> Vec<Entry<HireOutcome>> {
    let theirs = book.of(|one: &HireOutcome| one.candidate.map(Ref::id), candidate);
    let mut outcomes: Vec<_> = theirs.iter().cloned().collect();
    outcomes.order_by_key(|one| (one.months, one.on, one.id));
    outcomes
}

/// How it went competency by competency, by name.
#[must_use]
pub fn marks_of(book: &Book, outcome: RecordId) -> Vec<Entry<OutcomeMark>> {
    let theirs = book.of(|one: &OutcomeMark| one.outcome.map(Ref::id), outcome);
    let mut marks: Vec<_> = theirs.iter().cloned().collect();
    marks.order_by_key(|one| fold(&one.competency));
    marks
}

/// A look at a hire that is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Who was hired.
    pub candidate: Entry<Candidate>,
    /// After how many months.
    pub months: u32,
    /// The day they are over.
    pub on: Date,
}

/// The looks at hires that are due and not written: the last one of each (HI-10.1). Who has left is looked at no more.
#[must_use]
pub fn due(book: &Book, today: Date) -> Vec<Due> {
    let mut found: Vec<Due> = Vec::new();
    for (candidate, first) in hires(book) {
        let person = candidate.hired_as.and_then(|person| book.get::<Person>(person.id()));
        if person.is_some_and(|person| person.end_date.is_some_and(|last| last < today)) {
            continue;
        }
        let Some(first) = first else { continue };
        let last = OUTCOME_MONTHS.into_iter().rev().find_map(|months| {
            let on = first.checked_add_months(Months::new(months))?;
            (on <= today).then_some((months, on))
        });
        let Some((months, on)) = last else { continue };
        let written = outcomes_of(book, candidate.id);
        if !written.iter().any(|one| one.months.is_some_and(|of| of >= i64::from(months))) {
            found.push(Due { candidate, months, on });
        }
    }
    found.order_by_key(|one| (one.on, one.candidate.id));
    found
}

/// What one interviewer predicted about one competency of a candidate, as their scorecard says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// The candidate.
    pub candidate: RecordId,
    /// Who predicted it.
    pub interviewer: RecordId,
    /// The competency, as the loop names it.
    pub competency: String,
    /// Whether they said yes: the upper half of the scale.
    pub strong: bool,
}

/// A prediction against how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// What was predicted.
    pub prediction: Prediction,
    /// Whether it went as the role asks or better, by the latest look.
    pub held: bool,
}

/// Who or what predicted, and how often rightly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predictor<T> {
    /// An interviewer, or a competency.
    pub who: T,
    /// How many predictions came to be as predicted.
    pub right: usize,
    /// Of how many that can be judged.
    pub of: usize,
}

/// Every prediction about hires whose competency has been judged since, by the latest look (HI-10.3).
#[must_use]
pub fn hits(book: &Book, predictions: &[Prediction]) -> Vec<Match> {
    let judged = |prediction: &Prediction| {
        let outcomes = outcomes_of(book, prediction.candidate);
        let of = |outcome: &Entry<HireOutcome>| {
            let marks = marks_of(book, outcome.id);
            marks.into_iter().find(|mark| same(&mark.competency, &prediction.competency))?.went
        };
        let went = outcomes.iter().rev().find_map(of)?;
        Some(Match { prediction: prediction.clone(), held: went >= Went::Meets })
    };
    predictions.iter().filter_map(judged).collect()
}

impl Match {
    /// Whether it came to be as it was predicted.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.prediction.strong == self.held
    }
}

impl Predictor<RecordId> {
    /// The interviewers, in the order of their ids, with how often they were right.
    #[must_use]
    pub fn interviewers(matches: &[Match]) -> Vec<Self> {
        gather(matches, |one| one.prediction.interviewer)
    }
}

impl Predictor<String> {
    /// The competencies, by name, with how often they predicted rightly.
    #[must_use]
    pub fn competencies(matches: &[Match]) -> Vec<Self> {
        gather(matches, |one| fold(&one.prediction.competency))
    }
}

fn gather<T: Ord + Clone>(matches: &[Match], who: impl Fn(&Match) -> T) -> Vec<Predictor<T>> {
    let mut all: Vec<Predictor<T>> = Vec::new();
    for one in matches {
        let who = who(one);
        let place = all.iter().position(|known| known.who == who).unwrap_or_else(|| {
            all.push(Predictor { who, right: 0, of: 0 });
            all.len() - 1
        });
        all[place].of += 1;
        all[place].right += usize::from(one.is_right());
    }
    all.order_by_key(|one| one.who.clone());
    all
}
