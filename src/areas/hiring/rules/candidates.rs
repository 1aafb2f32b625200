//! Where every candidate is, since when, and who owes what (HI-7).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between, text::fold};
use roster::settings;

use super::{experience::promises_of, loops::stages_of};
use crate::{Candidate, Interview, InterviewState, Opening, Stage, StageMove, Step, notices::IDLE_DAYS};

/// Where a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The step.
    pub step: Step,
    /// The stage, while they are in one.
    pub stage: Option<RecordId>,
    /// Since when; `None` when no move says it.
    pub since: Option<Date>,
}

/// Whether a step ends a candidate's way.
#[must_use]
pub const fn ends(step: Step) -> bool {
    matches!(step, Step::Accepted | Step::Declined | Step::Rejected | Step::Withdrew)
}

/// The moves of a candidate, the first one first.
#[must_use]
pub fn moves_of(book: &Book, candidate: RecordId) -> Vec<Entry<StageMove>> {
    let theirs = book.of(|one: &StageMove| one.candidate.map(Ref::id), candidate);
    let mut moves: Vec<_> = theirs.iter().cloned().collect();
    moves.order_by_key(|one| (one.on, one.created, one.id));
    moves
}

/// Where a candidate is now: where the last move led.
#[must_use]
pub fn standing(book: &Book, candidate: RecordId) -> Standing {
    let last = moves_of(book, candidate).pop();
    last.map_or(Standing { step: Step::Applied, stage: None, since: None }, |last| Standing {
        step: last.to,
        stage: last.stage.filter(|_| last.to == Step::Stage).map(Ref::id),
        since: last.on,
    })
}

/// Whether a candidate is still considered.
#[must_use]
pub fn is_open(book: &Book, candidate: RecordId) -> bool {
    !ends(standing(book, candidate).step)
}

/// The day a candidate's way ended, when it did.
#[must_use]
pub fn ends_on(book: &Book, candidate: RecordId) -> Option<Date> {
    let standing = standing(book, candidate);
    standing.since.filter(|_| ends(standing.step))
}

/// The interviews of a candidate, the first one first, cancelled ones too.
#[must_use]
pub fn interviews_of(book: &Book, candidate: RecordId) -> Vec<Entry<Interview>> {
    let theirs = book.of(|one: &Interview| one.candidate.map(Ref::id), candidate);
    let mut interviews: Vec<_> = theirs.iter().cloned().collect();
    interviews.order_by_key(|one| (one.on, one.id));
    interviews
}

/// The candidates of an opening, by name.
#[must_use]
pub fn candidates_of(book: &Book, opening: RecordId) -> Vec<Entry<Candidate>> {
    let theirs = book.of(|one: &Candidate| one.opening.map(Ref::id), opening);
    let mut candidates: Vec<_> = theirs.iter().cloned().collect();
    candidates.order_by_key(|one| (fold(&one.name), one.id));
    candidates
}

/// One column of the board: a step of the way, with who is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The step.
    pub step: Step,
    /// The stage, when the step is one.
    pub stage: Option<Entry<Stage>>,
    /// Who is there, who is there longest first, with since when.
    pub candidates: Vec<(Entry<Candidate>, Option<Date>)>,
}

impl Way {
    /// What the step is called.
    #[must_use]
    pub fn name(&self) -> String {
        self.stage.as_ref().map_or_else(|| self.step.label().to_owned(), |stage| stage.name.clone())
    }
}

/// The candidates of an opening by where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The steps of who is still considered: applied, each stage, offer.
    pub open: Vec<Way>,
    /// How it ended for the others.
    pub ended: Vec<Way>,
}

/// The board of an opening. Who stands in a stage that is gone stands with those who applied.
#[must_use]
pub fn board(book: &Book, opening: &Entry<Opening>) -> Board {
    let way = |step, stage| Way { step, stage, candidates: Vec::new() };
    let stages = stages_of(book, opening.id).into_iter().map(|stage| way(Step::Stage, Some(stage)));
    let mut open: Vec<Way> = vec![way(Step::Applied, None)];
    open.extend(stages);
    open.push(way(Step::Offer, None));
    let mut ended: Vec<Way> = [Step::Accepted, Step::Declined, Step::Rejected, Step::Withdrew]
        .into_iter()
        .map(|step| way(step, None))
        .collect();
    for candidate in candidates_of(book, opening.id) {
        let at = standing(book, candidate.id);
        let is_there =
            |way: &Way| way.step == at.step && way.stage.as_ref().map(|stage| stage.id) == at.stage;
        let place = open.iter().position(is_there);
        let column = match (place, ended.iter().position(|way| way.step == at.step)) {
            (Some(place), _) => &mut open[place],
            (None, Some(place)) => &mut ended[place],
            (None, None) => &mut open[0],
        };
        column.candidates.push((candidate, at.since));
    }
    for way in open.iter_mut().chain(&mut ended) {
        way.candidates.order_by_key(|(one, since)| (since.is_none(), *since, fold(&one.name)));
    }
    Board { open, ended }
}

/// The last day on which something happened, or is arranged to happen, with a candidate: a move, an interview, a
/// promise given or kept.
#[must_use]
pub fn touched_on(book: &Book, candidate: RecordId) -> Option<Date> {
    let moves = moves_of(book, candidate).into_iter().filter_map(|one| one.on);
    let interviews = interviews_of(book, candidate).into_iter();
    let interviews = interviews.filter(|one| one.state != InterviewState::Cancelled).filter_map(|one| one.on);
    let promises = promises_of(book, candidate).into_iter();
    let promises = promises.flat_map(|one| [one.made_on, one.kept_on]).flatten();
    moves.chain(interviews).chain(promises).max()
}

/// For how many days nothing has happened with a candidate who is still considered, when that is too long (HI-7.7).
/// A next step that lies ahead is something that is arranged.
#[must_use]
pub fn idle(book: &Book, candidate: &Entry<Candidate>, today: Date) -> Option<i64> {
    if !is_open(book, candidate.id) || candidate.next_on.is_some_and(|day| day >= today) {
        return None;
    }
    let days = days_between(touched_on(book, candidate.id)?, today);
    (days > settings::number(book, &IDLE_DAYS)).then_some(days)
}

/// Next steps of candidates who are still considered, the nearest day first, those without a day last.
#[must_use]
pub fn owed(book: &Book) -> Vec<Entry<Candidate>> {
    let all = book.all::<Candidate>();
    let has_step = |one: &&Entry<Candidate>| one.next_step.is_some() && is_open(book, one.id);
    let mut owed: Vec<_> = all.iter().filter(has_step).cloned().collect();
    owed.order_by_key(|one| (one.next_on.is_none(), one.next_on, fold(&one.name)));
    owed
}

/// Every candidate of openings for which somebody is wanted who is still considered.
#[must_use]
pub fn openness(book: &Book) -> Vec<Entry<Candidate>> {
    let all = book.all::<Candidate>();
    all.iter().filter(|one| is_open(book, one.id)).cloned().collect()
}
