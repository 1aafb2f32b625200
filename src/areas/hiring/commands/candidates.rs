//! Candidates and their way: add, move, interview, hire (HI-7, HI-11).

use document::{Author, Batch, Book, Edit, Entry, Record, Ref};
use kernel::{Date, RecordId};
use roster::Person;

use crate::{Candidate, Interview, InterviewState, Opening, OpeningState, Stage, StageMove, Step, rules};

/// What is about a candidate stands in the candidate's document.
pub(super) fn about<T: Record>(
    author: &Author,
    candidate: &Entry<Candidate>,
    id: RecordId,
    record: &T,
) -> Edit {
    author.create_in(candidate.document.clone(), id, record)
}

/// Adds a candidate to an opening, as somebody who applied on a day. Who may read the opening may read the candidate.
/// `ids` are of the candidate and of the move.
#[must_use]
pub fn add_candidate(
    author: &Author,
    ids: [RecordId; 2],
    opening: &Entry<Opening>,
    candidate: &Candidate,
    applied: Date,
) -> Batch {
    let candidate = Candidate { opening: Some(opening.id.into()), ..candidate.clone() };
    let first = StageMove {
        candidate: Some(ids[0].into()),
        on: Some(applied),
        to: Step::Applied,
        ..StageMove::default()
    };
    Batch::new(format!("Candidate: {}", candidate.name))
        .with(author.create(ids[0], &candidate))
        .with(author.create(ids[1], &first))
        .made_for(opening.document.audience)
}

/// Moves a candidate. What was to happen next has happened, so it is cleared.
#[must_use]
pub fn move_candidate(
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    to: Step,
    stage: Option<&Entry<Stage>>,
    on: Date,
    reason: Option<String>,
) -> Batch {
    let moved = StageMove {
        candidate: Some(candidate.id.into()),
        on: Some(on),
        to,
        stage: stage.map(|stage| Ref::new(stage.id)),
        reason,
        ..StageMove::default()
    };
    let where_to = stage.map_or_else(|| to.label().to_owned(), |stage| stage.name.clone());
    Batch::new(format!("{}: {where_to}", candidate.name)).with(about(author, candidate, id, &moved)).with_all(
        candidate.update(|candidate| {
            (candidate.next_step, candidate.next_on, candidate.owed_by) = (None, None, None);
        }),
    )
}

/// Moves a candidate to the next step of the board: the next stage, then the offer. `None` at its end.
#[must_use]
pub fn move_on(
    book: &Book,
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    today: Date,
) -> Option<Batch> {
    let at = rules::standing(book, candidate.id);
    let stages = rules::stages_of(book, candidate.opening?.id());
    let next = match at.step {
        Step::Applied => stages.first(),
        Step::Stage => {
            let place = stages.iter().position(|stage| Some(stage.id) == at.stage)?;
            stages.get(place + 1)
        }
        _ => return None,
    };
    let step = if next.is_some() { Step::Stage } else { Step::Offer };
    Some(move_candidate(author, id, candidate, step, next, today, None))
}

/// Says what happens next with a candidate, by when, and who owes it.
#[must_use]
pub fn next_step(
    candidate: &Entry<Candidate>,
    what: Option<String>,
    on: Option<Date>,
    who: Option<RecordId>,
) -> Batch {
    Batch::new(format!("Next step with {}", candidate.name)).with_all(candidate.update(|candidate| {
        candidate.next_step = what;
        candidate.next_on = on;
        candidate.owed_by = who.map(Ref::new);
    }))
}

/// Arranges an interview.
#[must_use]
pub fn arrange(author: &Author, id: RecordId, candidate: &Entry<Candidate>, interview: &Interview) -> Batch {
    let interview = Interview { candidate: Some(candidate.id.into()), ..interview.clone() };
    Batch::new(format!("Interview with {}", candidate.name)).with(about(author, candidate, id, &interview))
}

/// An interview took place, or did not.
#[must_use]
pub fn conclude(interview: &Entry<Interview>, state: InterviewState) -> Batch {
    Batch::new(format!("Interview: {}", state.label().to_lowercase()))
        .with_all(interview.update(|interview| interview.state = state))
}

/// A candidate accepted: they become a person of the team who starts on that day, and the opening is filled. So they are
/// in the span of control and in who joins from now on. `ids` are of the move and of the person.
#[must_use]
pub fn hire(
    book: &Book,
    author: &Author,
    ids: [RecordId; 2],
    candidate: &Entry<Candidate>,
    starts_on: Date,
    today: Date,
) -> Batch {
    let opening = candidate.opening.and_then(|opening| book.get::<Opening>(opening.id()));
    let mut batch = move_candidate(author, ids[0], candidate, Step::Accepted, None, today, None);
    batch.label = format!("{} accepted", candidate.name);
    batch.edits.truncate(1);
    let made = candidate.hired_as.is_none();
    if made {
        let role = opening.as_ref().map(|opening| opening.record.clone()).unwrap_or_default();
        let person = Person {
            name: candidate.name.clone(),
            title: Some(role.role).filter(|role| !role.is_empty()),
            level: role.level,
            track: role.track,
            team: role.team,
            manager: role.manager,
            start_date: Some(starts_on),
            ..Person::default()
        };
        batch = batch.with(author.create(ids[1], &person));
    }
    let filled = opening.filter(|opening| rules::is_wanted(opening)).map(|opening| {
        opening.update(|opening| {
            opening.state = OpeningState::Filled;
            opening.closed_on = Some(today);
        })
    });
    batch
        .with_all(candidate.update(|candidate| {
            (candidate.next_step, candidate.next_on, candidate.owed_by) = (None, None, None);
            candidate.starts_on = Some(starts_on);
            if made {
                candidate.hired_as = Some(ids[1].into());
            }
        }))
        .with_all(filled.into_iter().flatten())
}
