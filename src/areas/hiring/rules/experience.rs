//! What candidates are promised, who waits, who was not told, and what they say afterwards (HI-9).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::settings;

use super::candidates::{ends, interviews_of, is_open, standing};
use crate::{
    Candidate, CandidatePromise, CandidateSurvey, InterviewState, Step,
    notices::{REPLY_DAYS, SURVEY_DAYS},
};

/// What a candidate was promised, the nearest day first, kept ones last.
#[must_use]
pub fn promises_of(book: &Book, candidate: RecordId) -> Vec<Entry<CandidatePromise>> {
    let theirs = book.of(|one: &CandidatePromise| one.candidate.map(Ref::id), candidate);
    let mut promises: Vec<_> = theirs.iter().cloned().collect();
    promises.order_by_key(|one| (one.kept_on.is_some(), one.by, one.id));
    promises
}

/// A candidate who waits for a word of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Who waits.
    pub candidate: Entry<Candidate>,
    /// The last thing that happened from their side, or that they heard; `None` for a promise with a day alone.
    pub since: Option<Date>,
    /// The day by which they should have heard.
    pub by: Date,
    /// What they were promised; `None` when the time to reply counts for everybody.
    pub promise: Option<Entry<CandidatePromise>>,
}

/// Whether a candidate has waited past what was promised: past the day they were told, or, without one, past the time
/// to reply since they applied or were last interviewed (HI-9.2).
#[must_use]
pub fn waiting(book: &Book, candidate: &Entry<Candidate>, today: Date) -> Option<Waiting> {
    let promises = promises_of(book, candidate.id);
    // A promise binds also after the end: they were told that they would hear.
    if let Some(open) = promises.iter().find(|one| one.kept_on.is_none()) {
        let by = open.by?;
        return (by < today).then(|| Waiting {
            candidate: candidate.clone(),
            since: open.made_on,
            by,
            promise: Some(open.clone()),
        });
    }
    if !is_open(book, candidate.id) || candidate.next_on.is_some_and(|day| day >= today) {
        return None;
    }
    let at = standing(book, candidate.id);
    // With an offer it is they who owe the answer.
    if at.step == Step::Offer {
        return None;
    }
    let interviews = interviews_of(book, candidate.id);
    let arranged = interviews
        .iter()
        .any(|one| one.state == InterviewState::Planned && one.on.is_some_and(|day| day >= today));
    if arranged {
        return None;
    }
    let talked =
        interviews.iter().filter(|one| one.state != InterviewState::Cancelled).filter_map(|one| one.on);
    let heard = promises.iter().filter_map(|one| one.kept_on);
    let since = talked.chain(heard).chain(at.since).max()?;
    let by = since + chrono::Duration::days(settings::number(book, &REPLY_DAYS));
    (by < today).then(|| Waiting { candidate: candidate.clone(), since: Some(since), by, promise: None })
}

/// Who was turned down and not told, longest first.
#[must_use]
pub fn untold(book: &Book) -> Vec<(Entry<Candidate>, Date)> {
    let since = |candidate: &Entry<Candidate>| {
        let at = standing(book, candidate.id);
        (at.step == Step::Rejected && candidate.told_on.is_none()).then_some(at.since).flatten()
    };
    let all = book.all::<Candidate>();
    let mut untold: Vec<_> =
        all.iter().filter_map(|candidate| Some((candidate.clone(), since(candidate)?))).collect();
    untold.order_by_key(|(one, since)| (*since, one.id));
    untold
}

/// What a candidate said afterwards.
#[must_use]
pub fn survey_of(book: &Book, candidate: RecordId) -> Option<Entry<CandidateSurvey>> {
    book.of(|one: &CandidateSurvey| one.candidate.map(Ref::id), candidate)
        .iter()
        .max_by_key(|one| one.on)
        .cloned()
}

/// Who went through an interview, for whom it ended lately, and who was not asked how it was.
#[must_use]
pub fn unasked(book: &Book, today: Date) -> Vec<Entry<Candidate>> {
    let days = settings::number(book, &SURVEY_DAYS);
    let lately = |candidate: &&Entry<Candidate>| {
        let at = standing(book, candidate.id);
        let ended = at.since.filter(|_| ends(at.step));
        let talked = || interviews_of(book, candidate.id).iter().any(|one| one.state == InterviewState::Done);
        ended.is_some_and(|day| (0..=days).contains(&days_between(day, today)))
            && survey_of(book, candidate.id).is_none()
            && talked()
    };
    book.all::<Candidate>().iter().filter(lately).cloned().collect()
}

/// What candidates said in one quarter: sums with counts, so that nothing is said of nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// The first day of the quarter.
    pub quarter: Date,
    /// How many answered.
    pub answers: usize,
    /// For each of the three statements the sum of what was said, and how many said something.
    pub said: [(i64, i64); 3],
}

impl Trend {
    /// The mean of one statement, in tenths; `None` when nobody said anything.
    #[must_use]
    pub fn tenths(&self, statement: usize) -> Option<i64> {
        let (sum, count) = self.said.get(statement).copied()?;
        (count > 0).then(|| (sum * 10 + count / 2) / count)
    }
}

/// What candidates said, quarter by quarter, the newest first; quarters without an answer are left out.
#[must_use]
pub fn trend(book: &Book) -> Vec<Trend> {
    use chrono::Datelike;
    let mut quarters: Vec<Trend> = Vec::new();
    for survey in book.all::<CandidateSurvey>().iter() {
        let Some(on) = survey.on else { continue };
        let Some(quarter) = Date::from_ymd_opt(on.year(), on.month0() / 3 * 3 + 1, 1) else { continue };
        let place = quarters.iter().position(|one| one.quarter == quarter).unwrap_or_else(|| {
            quarters.push(Trend { quarter, ..Trend::default() });
            quarters.len() - 1
        });
        let one = &mut quarters[place];
        one.answers += 1;
        for (slot, said) in one.said.iter_mut().zip([survey.clear, survey.respected, survey.recommends]) {
            if let Some(said) = said {
                *slot = (slot.0 + said, slot.1 + 1);
            }
        }
    }
    quarters.order_by_key(|one| std::cmp::Reverse(one.quarter));
    quarters
}
