//! Building a loop: stages, who leads them, questions from the bank (HI-3).

use document::{Author, Batch, Book, Edit, Entry, Record};
use kernel::{RecordId, words};

use crate::{Interviewer, Opening, Question, Seat, Stage, StageKind, StageQuestion, rules};

/// The stages of a usual loop: what they are called, their kind, how long they take. Ours.
const USUAL: [(&str, StageKind, i64); 5] = [
    ("First call", StageKind::Screening, 30),
    ("Coding together", StageKind::Coding, 60),
    ("System design", StageKind::SystemDesign, 60),
    ("How we work together", StageKind::Behavioural, 45),
    ("A look at the job", StageKind::JobPreview, 45),
];

/// What follows an opening stands in its document: who may read the one may read the other.
fn beside<T: Record>(author: &Author, opening: &Entry<Opening>, id: RecordId, record: &T) -> Edit {
    author.create_in(opening.document.clone(), id, record)
}

/// Begins a loop with one stage of each kind; nothing when there are stages already.
#[must_use]
pub fn usual_loop(
    book: &Book,
    author: &Author,
    opening: &Entry<Opening>,
    mut new_id: impl FnMut() -> RecordId,
) -> Batch {
    let batch = Batch::new(format!("A loop for {}", opening.role));
    if !rules::stages_of(book, opening.id).is_empty() {
        return batch;
    }
    batch.with_all((0_i64..).zip(USUAL).map(|(place, (name, kind, minutes))| {
        let stage = Stage {
            opening: Some(opening.id.into()),
            name: name.to_owned(),
            kind: Some(kind),
            place,
            minutes: Some(minutes),
            ..Stage::default()
        };
        beside(author, opening, new_id(), &stage)
    }))
}

/// Adds a stage at the end of the loop.
#[must_use]
pub fn add_stage(
    book: &Book,
    author: &Author,
    id: RecordId,
    opening: &Entry<Opening>,
    stage: &Stage,
) -> Batch {
    let last = rules::stages_of(book, opening.id).last().map_or(-1, |stage| stage.place);
    let stage = Stage { opening: Some(opening.id.into()), place: last + 1, ..stage.clone() };
    Batch::new(format!("Stage: {}", words::excerpt(&stage.name, 60)))
        .with(beside(author, opening, id, &stage))
}

/// Moves a stage one place earlier or later; nothing at the end of the loop.
#[must_use]
pub fn shift_stage(book: &Book, stage: &Entry<Stage>, later: bool) -> Batch {
    let batch = Batch::new(format!("Move {} {}", stage.name, if later { "down" } else { "up" }));
    let Some(opening) = stage.opening else { return batch };
    let mut stages = rules::stages_of(book, opening.id());
    let Some(at) = stages.iter().position(|one| one.id == stage.id) else { return batch };
    let to = if later { at + 1 } else { at.wrapping_sub(1) };
    if to >= stages.len() {
        return batch;
    }
    stages.swap(at, to);
    // Places may repeat when two people built apart: all are counted anew.
    let edits = (0_i64..).zip(&stages).flat_map(|(place, one)| one.update(|one| one.place = place));
    batch.with_all(edits.collect::<Vec<_>>())
}

/// Takes a stage out, with who leads it and what it asks. Moves and interviews of candidates stay.
#[must_use]
pub fn remove_stage(book: &Book, stage: &Entry<Stage>) -> Batch {
    let leaders = rules::interviewers_of(book, stage.id);
    let questions = rules::questions_of(book, stage.id);
    Batch::new(format!("Take out the stage {}", stage.name))
        .with_all(leaders.iter().map(Entry::delete))
        .with_all(questions.iter().map(|(asked, _)| asked.delete()))
        .with(stage.delete())
}

/// Puts somebody into a stage; who is in it already changes the seat.
#[must_use]
pub fn seat(
    book: &Book,
    author: &Author,
    id: RecordId,
    stage: &Entry<Stage>,
    person: RecordId,
    seat: Seat,
) -> Batch {
    let batch = Batch::new(format!("An interviewer for {}", stage.name));
    let standing = rules::interviewers_of(book, stage.id);
    match standing.iter().find(|one| one.person.is_some_and(|of| of.id() == person)) {
        Some(standing) => batch.with_all(standing.update(|one| one.seat = seat)),
        None => {
            let interviewer = Interviewer {
                stage: Some(stage.id.into()),
                person: Some(person.into()),
                seat,
                ..Interviewer::default()
            };
            batch.with(author.create_in(stage.document.clone(), id, &interviewer))
        }
    }
}

/// Takes somebody out of a stage.
#[must_use]
pub fn unseat(interviewer: &Entry<Interviewer>) -> Batch {
    Batch::new("Take an interviewer out").with(interviewer.delete())
}

/// Adds a question to the bank.
#[must_use]
pub fn add_question(author: &Author, id: RecordId, question: &Question) -> Batch {
    Batch::new(format!("Question: {}", words::excerpt(&question.asks, 60))).with(author.create(id, question))
}

/// Draws a question for a stage; nothing when it asks it already.
#[must_use]
pub fn draw(book: &Book, author: &Author, id: RecordId, stage: &Entry<Stage>, question: RecordId) -> Batch {
    let batch = Batch::new(format!("Draw a question for {}", stage.name));
    if rules::questions_of(book, stage.id).iter().any(|(_, one)| one.id == question) {
        return batch;
    }
    let asked = StageQuestion {
        stage: Some(stage.id.into()),
        question: Some(question.into()),
        ..StageQuestion::default()
    };
    batch.with(author.create_in(stage.document.clone(), id, &asked))
}

/// Puts a question of a stage back into the bank.
#[must_use]
pub fn put_back(asked: &Entry<StageQuestion>) -> Batch {
    Batch::new("Put a question back").with(asked.delete())
}
