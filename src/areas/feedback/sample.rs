//! The sample workspace's 1:1s, observations and concerns: fourteen months of a manager's notes,
//! with the gaps that real notes have, so that the rules have something to say.

mod feedback;
mod observations;
mod talks;
mod texts;

use document::{Author, Batch};
use kernel::{Date, RecordId};
use roster::{Cast, Telling};

/// The sample's feedback as batches dated to when it would have been written, the oldest first.
///
/// `cast` names the people of [`roster::sample`]; `new_id` draws the ids. The same ids and the same
/// `today` give the same batches.
#[must_use]
pub fn sample(author: &Author, today: Date, cast: &Cast, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    let mut telling = Telling::new(author, today, cast, new_id);
    talks::tell(&mut telling);
    feedback::tell(&mut telling);
    telling.told()
}
