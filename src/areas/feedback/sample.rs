//! The sample workspace's 1:1s, observations and concerns: fourteen months of a manager's notes,
//! with the gaps that real notes have, so that the rules have something to say.

mod feedback;
mod observations;
mod talks;
mod texts;

use chrono::{Datelike, Days, Weekday};
use document::{Author, Batch, Edit};
use kernel::{Date, Ordered as _, RecordId, Timestamp};
use roster::Cast;

/// The sample's feedback as batches dated to when it would have been written, the oldest first.
///
/// `cast` names the people of [`roster::sample`]; `new_id` draws the ids. The same ids and the same
/// `today` give the same batches.
#[must_use]
pub fn sample(author: &Author, today: Date, cast: &Cast, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    let mut stage = Stage { author, today, cast, new_id, batches: Vec::new() };
    talks::play(&mut stage);
    feedback::play(&mut stage);
    let mut batches = stage.batches;
    batches.order_by_key(|batch| batch.at);
    batches
}

/// What every part of the sample needs.
struct Stage<'a> {
    author: &'a Author,
    today: Date,
    cast: &'a Cast,
    new_id: &'a mut dyn FnMut() -> RecordId,
    batches: Vec<Batch>,
}

impl Stage<'_> {
    /// The day so many days from today; negative days have passed.
    fn day(&self, offset: i64) -> Date {
        self.today + chrono::Duration::days(offset)
    }

    /// The working day on which the sample has talks: today, or Monday when today is a weekend.
    fn talk_day(&self) -> Date {
        let to_monday = match self.today.weekday() {
            Weekday::Sat => 2,
            Weekday::Sun => 1,
            _ => 0,
        };
        self.today + Days::new(to_monday)
    }

    /// A weekday of this week or, with `weeks_ago`, of an earlier one.
    fn weekday(&self, weekday: Weekday, weeks_ago: u64) -> Date {
        let monday = self.today - Days::new(u64::from(self.today.weekday().num_days_from_monday()));
        monday + Days::new(u64::from(weekday.num_days_from_monday())) - Days::new(7 * weeks_ago)
    }

    fn id(&mut self) -> RecordId {
        (self.new_id)()
    }

    /// Writes a batch as of the afternoon of a day, or of this morning when the day is not over.
    fn write(&mut self, label: impl Into<String>, on: Date, edits: Vec<Edit>) {
        let hour = if on < self.today { 16 } else { 7 };
        let at = Timestamp::start_of(on.min(self.today), 0).millis() + hour * 3_600_000;
        let at = Some(Timestamp::from_millis(at));
        if !edits.is_empty() {
            self.batches.push(Batch { label: label.into(), edits, at });
        }
    }
}
