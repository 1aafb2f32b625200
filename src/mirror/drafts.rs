//! Text that is being typed: the journal gets the newest, one message at a time.

use engine::message::Ask;
use kernel::RecordId;
use std::collections::BTreeMap;

/// Drafts on their way. While one is being written the newest of each field waits, so that fast
/// typing costs one message per write and not one per key.
#[derive(Default)]
pub struct Drafts {
    under_way: Option<u64>,
    waiting: BTreeMap<(RecordId, String), Ask>,
}

impl Drafts {
    /// Takes a draft in, in place of an older one of the same field.
    pub fn put(&mut self, record: RecordId, field: &str, draft: Ask) {
        self.waiting.insert((record, field.to_owned()), draft);
    }

    /// The draft to send now, if none is under way.
    pub fn next(&mut self) -> Option<Ask> {
        if self.under_way.is_some() {
            return None;
        }
        self.waiting.pop_first().map(|(_, draft)| draft)
    }

    /// The draft just sent has this number.
    pub fn sent(&mut self, id: u64) {
        self.under_way = Some(id);
    }

    /// A request was answered; returns whether it was the draft under way.
    pub fn answered(&mut self, id: u64) -> bool {
        let was = self.under_way == Some(id);
        if was {
            self.under_way = None;
        }
        was
    }

    /// The field was committed: a draft of it that still waits is out of date.
    pub fn drop_field(&mut self, record: RecordId, field: &str) {
        self.waiting.remove(&(record, field.to_owned()));
    }

    /// The record was taken out: drafts of it that still wait would find nothing to go into.
    pub fn drop_record(&mut self, record: RecordId) {
        self.waiting.retain(|(of, _), _| *of != record);
    }
}
