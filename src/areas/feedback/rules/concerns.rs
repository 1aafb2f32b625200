//! When to look again at what troubles somebody (FB-6).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId};
use std::cmp::Reverse;

use crate::{Concern, ConcernState};

/// The concerns of `person` that are not closed, the newest first.
#[must_use]
pub fn concerns_of(book: &Book, person: RecordId) -> Vec<Entry<Concern>> {
    let all = book.all::<Concern>();
    let theirs = |one: &&Entry<Concern>| {
        one.state != ConcernState::Closed && one.person.is_some_and(|of| of.id() == person)
    };
    let mut concerns: Vec<_> = all.iter().filter(theirs).cloned().collect();
    concerns.order_by_key(|one| Reverse((one.on, one.id)));
    concerns
}

/// The concerns of everybody that ask for something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConcernsDue {
    /// The day to look again has come, or will have by the given day; the earliest first.
    pub look_again: Vec<Entry<Concern>>,
    /// Open, with no day to look again.
    pub without_a_day: Vec<Entry<Concern>>,
}

/// The concerns that ask for something by `day`. One that eased is looked at again only when it
/// has a day; a closed one is left alone.
#[must_use]
pub fn concerns_due(book: &Book, day: Date) -> ConcernsDue {
    let mut due = ConcernsDue::default();
    for concern in book.all::<Concern>().iter().filter(|one| one.state != ConcernState::Closed) {
        match concern.look_again {
            Some(again) if again <= day => due.look_again.push(concern.clone()),
            None if concern.state == ConcernState::Open => due.without_a_day.push(concern.clone()),
            _ => {}
        }
    }
    due.look_again.order_by_key(|one| (one.look_again, one.id));
    due
}
