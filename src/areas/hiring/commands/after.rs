//! Promises to candidates, the respectful close, the survey (HI-9), and how a hire turned out (HI-10).

use document::{Author, Batch, Entry};
use kernel::{Date, RecordId, words};

use super::candidates::about;
use crate::{Candidate, CandidatePromise, CandidateSurvey, HireOutcome, OutcomeMark, Went};

/// Notes by when a candidate was told that they hear something.
#[must_use]
pub fn promise(
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    what: &str,
    by: Date,
    today: Date,
) -> Batch {
    let promise = CandidatePromise {
        what: what.trim().to_owned(),
        candidate: Some(candidate.id.into()),
        made_on: Some(today),
        by: Some(by),
        ..CandidatePromise::default()
    };
    Batch::new(format!("Promise to {}", candidate.name)).with(about(author, candidate, id, &promise))
}

/// The candidate heard.
#[must_use]
pub fn keep_promise(promise: &Entry<CandidatePromise>, today: Date) -> Batch {
    Batch::new(format!("Promise kept: {}", words::excerpt(&promise.what, 60)))
        .with_all(promise.update(|promise| promise.kept_on = Some(today)))
}

/// The candidate was told how it ended. That keeps what was promised.
#[must_use]
pub fn tell(candidate: &Entry<Candidate>, promises: &[Entry<CandidatePromise>], today: Date) -> Batch {
    let open = promises.iter().filter(|one| one.kept_on.is_none());
    Batch::new(format!("{} was told", candidate.name))
        .with_all(candidate.update(|candidate| candidate.told_on = Some(today)))
        .with_all(open.flat_map(|one| one.update(|one| one.kept_on = Some(today))))
}

/// Notes what a candidate said afterwards.
#[must_use]
pub fn answer_survey(
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    survey: &CandidateSurvey,
) -> Batch {
    let survey = CandidateSurvey { candidate: Some(candidate.id.into()), ..survey.clone() };
    Batch::new(format!("{} said how it was", candidate.name)).with(about(author, candidate, id, &survey))
}

/// Notes how a hire turned out, for the user alone: on the whole, and in the competencies that can be judged. `ids`
/// gives a fresh id at each call.
#[must_use]
pub fn write_outcome(
    author: &Author,
    mut ids: impl FnMut() -> RecordId,
    candidate: &Entry<Candidate>,
    outcome: &HireOutcome,
    marks: &[(String, Went)],
) -> Batch {
    let id = ids();
    let outcome = HireOutcome { candidate: Some(candidate.id.into()), ..outcome.clone() };
    let mark = |(competency, went): &(String, Went)| {
        let mark = OutcomeMark {
            competency: competency.clone(),
            candidate: Some(candidate.id.into()),
            outcome: Some(id.into()),
            went: Some(*went),
            ..OutcomeMark::default()
        };
        author.create(ids(), &mark)
    };
    Batch::new(format!("How it went with {}", candidate.name))
        .with(author.create(id, &outcome))
        .with_all(marks.iter().map(mark).collect::<Vec<_>>())
}
