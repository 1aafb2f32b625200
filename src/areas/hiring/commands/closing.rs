//! Winning a finalist (HI-8).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, words};

use super::candidates::about;
use crate::{Candidate, ClosingPlan, ClosingStep, RivalOffer, rules};

/// Begins a closing plan; nothing when there is one.
#[must_use]
pub fn begin_closing(book: &Book, author: &Author, candidate: &Entry<Candidate>) -> Batch {
    let batch = Batch::new(format!("Closing plan for {}", candidate.name));
    if rules::closing_plan_of(book, candidate.id).is_some() {
        return batch;
    }
    let plan = ClosingPlan { candidate: Some(candidate.id.into()), ..ClosingPlan::default() };
    batch.with(about(author, candidate, rules::closing_id(candidate.id), &plan))
}

/// Notes another offer that a candidate has.
#[must_use]
pub fn add_rival(author: &Author, id: RecordId, candidate: &Entry<Candidate>, rival: &RivalOffer) -> Batch {
    let rival = RivalOffer { candidate: Some(candidate.id.into()), ..rival.clone() };
    Batch::new(format!("Another offer to {}", candidate.name)).with(about(author, candidate, id, &rival))
}

/// Another offer is off the table.
#[must_use]
pub fn drop_rival(rival: &Entry<RivalOffer>) -> Batch {
    Batch::new(format!("Off the table: {}", words::excerpt(&rival.from, 60)))
        .with_all(rival.update(|rival| rival.gone = true))
}

/// Adds something that is said or done to win a candidate.
#[must_use]
pub fn add_step(author: &Author, id: RecordId, candidate: &Entry<Candidate>, step: &ClosingStep) -> Batch {
    let step = ClosingStep { candidate: Some(candidate.id.into()), ..step.clone() };
    Batch::new(format!("Closing step: {}", words::excerpt(&step.what, 60)))
        .with(about(author, candidate, id, &step))
}

/// A closing step is done, or not after all.
#[must_use]
pub fn finish_step(step: &Entry<ClosingStep>, done: bool, today: Date) -> Batch {
    Batch::new(format!("Closing step: {}", words::excerpt(&step.what, 60)))
        .with_all(step.update(|step| step.done_on = done.then_some(today)))
}
