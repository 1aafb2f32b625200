//! How the samples of the areas are told: by days from today, about people by their names, written when it would
//! have been.

use document::{Author, Batch, Edit, Ref};
use kernel::{Date, Ordered as _, RecordId, Timestamp};

use super::Cast;
use crate::Person;

/// An area's part of the sample while it is told.
pub struct Telling<'a> {
    /// Who writes it.
    pub author: &'a Author,
    /// The day it is told on.
    pub today: Date,
    cast: &'a Cast,
    new_id: &'a mut dyn FnMut() -> RecordId,
    batches: Vec<Batch>,
}

impl<'a> Telling<'a> {
    /// Begins to tell about the people of `cast`; `new_id` draws the ids. The same ids and the same `today` tell the
    /// same.
    pub fn new(
        author: &'a Author,
        today: Date,
        cast: &'a Cast,
        new_id: &'a mut dyn FnMut() -> RecordId,
    ) -> Self {
        Self { author, today, cast, new_id, batches: Vec::new() }
    }

    /// The day so many days from today; negative days have passed.
    #[must_use]
    pub fn day(&self, offset: i64) -> Date {
        self.today + chrono::Duration::days(offset)
    }

    /// A new id.
    pub fn id(&mut self) -> RecordId {
        (self.new_id)()
    }

    /// The user of the sample.
    #[must_use]
    pub fn me(&self) -> Option<Ref<Person>> {
        self.cast.me.map(Ref::new)
    }

    /// The person of this name.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<Ref<Person>> {
        self.cast.person(name).map(Ref::new)
    }

    /// Writes a batch as of the afternoon of a day, or of this morning when the day is not over. Nothing is no batch.
    pub fn write(&mut self, label: impl Into<String>, on: Date, edits: Vec<Edit>) {
        let hour = if on < self.today { 16 } else { 7 };
        let at = Timestamp::start_of(on.min(self.today), 0).millis() + hour * 3_600_000;
        let at = Some(Timestamp::from_millis(at));
        if !edits.is_empty() {
            self.batches.push(Batch { label: label.into(), edits, at });
        }
    }

    /// All that was told, the oldest first.
    #[must_use]
    pub fn told(mut self) -> Vec<Batch> {
        self.batches.order_by_key(|batch| batch.at);
        self.batches
    }
}
