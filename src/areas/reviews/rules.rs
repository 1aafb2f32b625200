//! What can be computed about cycles and reviews: pure functions of a book and a day.

use chrono::{Datelike, Months};
use document::{Audience, Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text};
use roster::{Person, rules as roster_rules};
use std::cmp::Reverse;

use crate::{
    Dispute, Finding, Leaning, Promise, Question, Response, Review, ReviewCycle, notices::SPECIFIC_WORDS,
};

/// The id of somebody's review in a cycle: the same on every device, so that taking somebody in twice,
/// even apart, makes one record (PR-1.1).
#[must_use]
pub fn review_id(cycle: RecordId, person: RecordId) -> RecordId {
    let mut bytes = *cycle.as_bytes();
    for (byte, other) in bytes[6..].iter_mut().zip(&person.as_bytes()[6..]) {
        *byte ^= other;
    }
    RecordId::from_bytes(bytes)
}

/// The id of the response to a review, of which there is one (PR-5.1).
#[must_use]
pub fn response_id(review: RecordId) -> RecordId {
    let mut bytes = *review.as_bytes();
    for (byte, mark) in bytes[6..].iter_mut().zip(b"reviewresp") {
        *byte ^= mark;
    }
    RecordId::from_bytes(bytes)
}

/// How a cycle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CycleState {
    /// Not launched.
    Planned,
    /// Launched, and not finished.
    UnderWay,
    /// Finished.
    Finished,
}

impl CycleState {
    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::UnderWay => "Under way",
            Self::Finished => "Finished",
        }
    }
}

/// How a cycle stands (PR-1.4).
#[must_use]
pub fn state_of(cycle: &ReviewCycle) -> CycleState {
    match (cycle.finished_on, cycle.launched_on) {
        (Some(_), _) => CycleState::Finished,
        (None, Some(_)) => CycleState::UnderWay,
        (None, None) => CycleState::Planned,
    }
}

/// Every cycle: those under way first, then planned ones, then finished ones, the newest period first.
#[must_use]
pub fn cycles(book: &Book) -> Vec<Entry<ReviewCycle>> {
    let mut cycles: Vec<_> = book.all::<ReviewCycle>().iter().cloned().collect();
    cycles.order_by_key(|cycle| {
        let rank = match state_of(cycle) {
            CycleState::UnderWay => 0,
            CycleState::Planned => 1,
            CycleState::Finished => 2,
        };
        (rank, Reverse((cycle.until, cycle.id)))
    });
    cycles
}

/// The reviews of a cycle that can be read here, in the order of the people's names.
#[must_use]
pub fn reviews_in(book: &Book, cycle: RecordId) -> Vec<Entry<Review>> {
    let mut reviews: Vec<_> =
        book.of(|review: &Review| review.cycle.map(Ref::id), cycle).iter().cloned().collect();
    reviews.order_by_key(|review| {
        (text::fold(&roster_rules::name_of(book, review.person).unwrap_or_default()), review.id)
    });
    reviews
}

/// The cycle of a review.
#[must_use]
pub fn cycle_of(book: &Book, review: &Review) -> Option<Entry<ReviewCycle>> {
    book.get(review.cycle?.id())
}

/// The reviews of a person that can be read here, the newest period first.
#[must_use]
pub fn reviews_of(book: &Book, person: RecordId) -> Vec<Entry<Review>> {
    let mut reviews: Vec<_> =
        book.of(|review: &Review| review.person.map(Ref::id), person).iter().cloned().collect();
    reviews.order_by_key(|review| Reverse((cycle_of(book, review).and_then(|cycle| cycle.until), review.id)));
    reviews
}

/// The last review that the person of this one received before it.
#[must_use]
pub fn review_before(book: &Book, review: &Entry<Review>) -> Option<Entry<Review>> {
    let until = cycle_of(book, review)?.until;
    let mut earlier = reviews_of(book, review.person?.id());
    earlier.retain(|one| one.id != review.id && one.shared_on.is_some());
    earlier.into_iter().find(|one| cycle_of(book, one).is_some_and(|cycle| cycle.until < until))
}

/// The next review that the person of this one received after it.
#[must_use]
pub fn review_after(book: &Book, review: &Entry<Review>) -> Option<Entry<Review>> {
    let until = cycle_of(book, review)?.until;
    let mut later = reviews_of(book, review.person?.id());
    later.retain(|one| one.id != review.id && one.shared_on.is_some());
    later.into_iter().rfind(|one| cycle_of(book, one).is_some_and(|cycle| cycle.until > until))
}

/// What a review says, question by question; within a question strengths first, then by place.
#[must_use]
pub fn findings_of(book: &Book, review: RecordId) -> Vec<Entry<Finding>> {
    let mut findings: Vec<_> =
        book.of(|finding: &Finding| finding.review.map(Ref::id), review).iter().cloned().collect();
    findings.order_by_key(|finding| (finding.question, finding.leaning, finding.place, finding.id));
    findings
}

/// The findings of a review that ask for something to change or to be learned.
#[must_use]
pub fn critical_points(book: &Book, review: RecordId) -> Vec<Entry<Finding>> {
    let mut findings = findings_of(book, review);
    findings.retain(|finding| finding.leaning == Leaning::ToGrow);
    findings
}

/// The points of a review that the person disputes and that were not talked through yet.
#[must_use]
pub fn in_dispute(book: &Book, review: RecordId) -> Vec<Entry<Finding>> {
    let mut findings = findings_of(book, review);
    findings.retain(|finding| finding.dispute == Some(Dispute::Open));
    findings
}

/// What a review promises, the nearest day first.
#[must_use]
pub fn promises_of(book: &Book, review: RecordId) -> Vec<Entry<Promise>> {
    let mut promises: Vec<_> =
        book.of(|promise: &Promise| promise.review.map(Ref::id), review).iter().cloned().collect();
    promises.order_by_key(|promise| (promise.by.is_none(), promise.by, promise.id));
    promises
}

/// What the person says to their review.
#[must_use]
pub fn response_to(book: &Book, review: RecordId) -> Option<Entry<Response>> {
    book.get(response_id(review))
}

/// The answer of a review to one of the three questions.
#[must_use]
pub fn answer(review: &Review, question: Question) -> &str {
    match question {
        Question::Standing => &review.standing,
        Question::NextLevel => &review.next_level,
        Question::Support => &review.support,
    }
}

/// How many words a text has.
#[must_use]
pub fn words_in(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The questions that a review leaves empty (PR-2.1).
#[must_use]
pub fn empty_answers(review: &Review) -> Vec<Question> {
    Question::ALL.iter().copied().filter(|question| words_in(answer(review, *question)) == 0).collect()
}

/// Whether an answer is shorter than what counts as specific; an empty one is not asked (PR-2.2).
#[must_use]
pub fn is_brief(book: &Book, review: &Review, question: Question) -> bool {
    let words = words_in(answer(review, question));
    words > 0 && words < usize::try_from(roster::settings::number(book, &SPECIFIC_WORDS)).unwrap_or(0)
}

/// How far a review is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Its cycle is not launched.
    Waiting,
    /// Nothing is written, and nothing found.
    NotBegun,
    /// Some of it is written.
    Writing,
    /// All three questions have an answer.
    Written,
    /// The person received it.
    Shared,
}

impl Step {
    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Not launched",
            Self::NotBegun => "Not begun",
            Self::Writing => "Being written",
            Self::Written => "Written",
            Self::Shared => "Shared",
        }
    }
}

/// How far a review is (PR-1.5).
#[must_use]
pub fn step(book: &Book, review: &Entry<Review>) -> Step {
    let empty = empty_answers(review).len();
    if review.shared_on.is_some() {
        Step::Shared
    } else if review.frozen_on.is_none() {
        Step::Waiting
    } else if empty == 0 {
        Step::Written
    } else if empty == Question::ALL.len() && findings_of(book, review.id).is_empty() {
        Step::NotBegun
    } else {
        Step::Writing
    }
}

/// How many reviews of a cycle are how far, the least far first; steps that none is at are left out (PR-1.5).
#[must_use]
pub fn progress(book: &Book, cycle: RecordId) -> Vec<(Step, usize)> {
    let steps: Vec<_> = reviews_in(book, cycle).iter().map(|review| step(book, review)).collect();
    let all = [Step::Waiting, Step::NotBegun, Step::Writing, Step::Written, Step::Shared];
    let counted = all.into_iter().map(|at| (at, steps.iter().filter(|step| **step == at).count()));
    counted.filter(|(_, count)| *count > 0).collect()
}

/// How long the person had been at work on the day of the launch (PR-1.2).
#[must_use]
pub fn tenure_then(review: &Review) -> Option<roster_rules::Tenure> {
    let person = Person { start_date: review.start_date, ..Person::default() };
    roster_rules::tenure(&person, review.frozen_on?)
}

/// Whether a review is the user's to write and to follow: only they can read it, they were the manager
/// at the launch, or it is not known who the user is (PR-1.7).
#[must_use]
pub fn is_mine(book: &Book, review: &Entry<Review>) -> bool {
    let mine = |me: Entry<Person>| review.manager.is_none_or(|manager| manager.id() == me.id);
    matches!(review.document.audience, Audience::OnlyMe(_)) || roster_rules::me(book).is_none_or(mine)
}

/// Whom a cycle is offered to be for: the user's reports, or everybody at work while it is not known who
/// the user is.
#[must_use]
pub fn offered(book: &Book, today: Date) -> Vec<Entry<Person>> {
    let mut people = if roster_rules::me(book).is_some() {
        roster_rules::my_reports(book, today)
    } else {
        roster_rules::joining_or_current(book, today)
    };
    people.retain(|person| roster_rules::at_work_on(person, today));
    people.order_by_key(|person| (text::fold(&person.name), person.id));
    people
}

/// The first and the last day of the half year that ended last, or ends within a month: what a new cycle looks at unless it is
/// told otherwise.
#[must_use]
pub fn last_half(today: Date) -> Option<(Date, Date)> {
    let soon = today + Months::new(1);
    let until = match (soon.month(), soon.year()) {
        (7.., year) => Date::from_ymd_opt(year, 6, 30)?,
        (_, year) => Date::from_ymd_opt(year - 1, 12, 31)?,
    };
    let from = match until.month() {
        6 => Date::from_ymd_opt(until.year(), 1, 1)?,
        _ => Date::from_ymd_opt(until.year(), 7, 1)?,
    };
    Some((from, until))
}
