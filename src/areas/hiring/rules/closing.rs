//! Closing plans: what wins a finalist, and rival offers that run out first (HI-8).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId};

use super::{
    candidates::{is_open, standing},
    loops::stages_of,
};
use crate::{Candidate, ClosingPlan, ClosingStep, RivalOffer, Step};

/// The id of a candidate's closing plan: the same on every device, so that beginning it twice, even apart, makes one.
#[must_use]
pub fn closing_id(candidate: RecordId) -> RecordId {
    let mut bytes = *candidate.as_bytes();
    for (byte, mark) in bytes[6..].iter_mut().zip(b"closing-it") {
        *byte ^= mark;
    }
    RecordId::from_bytes(bytes)
}

/// A candidate's closing plan.
#[must_use]
pub fn closing_plan_of(book: &Book, candidate: RecordId) -> Option<Entry<ClosingPlan>> {
    book.get(closing_id(candidate))
}

/// The other offers a candidate has, the nearest deadline first; those off the table last.
#[must_use]
pub fn rivals_of(book: &Book, candidate: RecordId) -> Vec<Entry<RivalOffer>> {
    let theirs = book.of(|one: &RivalOffer| one.candidate.map(Ref::id), candidate);
    let mut rivals: Vec<_> = theirs.iter().cloned().collect();
    rivals.order_by_key(|one| (one.gone, one.deadline.is_none(), one.deadline, one.id));
    rivals
}

/// What is done to win a candidate, what is open first, by day.
#[must_use]
pub fn closing_steps_of(book: &Book, candidate: RecordId) -> Vec<Entry<ClosingStep>> {
    let theirs = book.of(|one: &ClosingStep| one.candidate.map(Ref::id), candidate);
    let mut steps: Vec<_> = theirs.iter().cloned().collect();
    steps.order_by_key(|one| (one.done_on.is_some(), one.by.is_none(), one.by, one.id));
    steps
}

/// Who has an offer, or is in the last stage of the loop.
#[must_use]
pub fn finalists(book: &Book) -> Vec<Entry<Candidate>> {
    let is_final = |candidate: &&Entry<Candidate>| {
        let at = standing(book, candidate.id);
        let last = || {
            let stages = candidate.opening.map(|opening| stages_of(book, opening.id())).unwrap_or_default();
            stages.last().map(|stage| stage.id)
        };
        at.step == Step::Offer || (at.step == Step::Stage && at.stage.is_some() && at.stage == last())
    };
    book.all::<Candidate>().iter().filter(is_final).cloned().collect()
}

/// The day of our next step with a candidate: of the next step itself, or of the first closing step that is open.
#[must_use]
pub fn next_day(book: &Book, candidate: &Entry<Candidate>) -> Option<Date> {
    let steps = closing_steps_of(book, candidate.id);
    let open = steps.iter().filter(|one| one.done_on.is_none()).filter_map(|one| one.by);
    open.chain(candidate.next_on).min()
}

/// A rival offer that has to be answered before our next step.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtaken {
    /// The candidate.
    pub candidate: Entry<Candidate>,
    /// The other offer.
    pub rival: Entry<RivalOffer>,
    /// Its deadline.
    pub deadline: Date,
    /// Our next step; `None` when none has a day.
    pub ours: Option<Date>,
}

/// Every candidate still considered whose rival offer runs out before our next step, or while we have none (HI-8.2).
/// A deadline that has passed is past.
#[must_use]
pub fn overtaken(book: &Book, today: Date) -> Vec<Overtaken> {
    let mut found: Vec<Overtaken> = Vec::new();
    for candidate in book.all::<Candidate>().iter().filter(|one| is_open(book, one.id)) {
        let ours = next_day(book, candidate).filter(|day| *day >= today);
        let rivals = rivals_of(book, candidate.id);
        let first = rivals.into_iter().find_map(|rival| {
            let deadline = rival.deadline.filter(|day| !rival.gone && *day >= today)?;
            Some((rival, deadline))
        });
        if let Some((rival, deadline)) = first.filter(|(_, day)| ours.is_none_or(|ours| *day < ours)) {
            found.push(Overtaken { candidate: candidate.clone(), rival, deadline, ours });
        }
    }
    found.order_by_key(|one| (one.deadline, one.candidate.id));
    found
}
