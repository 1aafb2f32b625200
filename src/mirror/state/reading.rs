//! What screens read: records, names, the day, how saving stands.

use document::{Author, Book, Entry, Record, Row};
use engine::message::Welcome;
use kernel::{Date, MemberId, Problem, RecordId, Timestamp};
use leptos::prelude::*;
use std::sync::Arc;

use super::{Mirror, SaveState};
use crate::Names;

/// Reading.
impl Mirror {
    /// All records of one kind, oldest first. Tracks the kind.
    #[must_use]
    pub fn all<T: Record>(self) -> Arc<Vec<Entry<T>>> {
        self.track_kind(T::NAME);
        self.state.with_value(|state| state.book.all::<T>())
    }

    /// One record. Tracks its kind.
    #[must_use]
    pub fn get<T: Record>(self, id: RecordId) -> Option<Entry<T>> {
        self.track_kind(T::NAME);
        self.state.with_value(|state| state.book.get::<T>(id))
    }

    /// One record of whatever kind, as a plain row. Tracks its kind, or everything while it is not there.
    #[must_use]
    pub fn row(self, id: RecordId) -> Option<Arc<Row>> {
        let row = self.state.with_value(|state| state.book.row(id).cloned());
        match &row {
            Some(row) => self.track_kind(&row.kind),
            None => self.state.with_value(|state| state.any.track()),
        }
        row
    }

    /// Reads the whole book, for rules that look at many kinds. Tracks every change: put it in a memo.
    pub fn read<R>(self, read: impl FnOnce(&Book) -> R) -> R {
        let any = self.state.with_value(|state| state.any.clone());
        any.track();
        self.state.with_value(|state| read(&state.book))
    }

    /// What a record is called; `None` when it is not here. Tracks every change: put it in a memo.
    #[must_use]
    pub fn title(self, id: RecordId) -> Option<String> {
        let names = self.names.get_value();
        self.read(|book| book.row(id).map(|row| (names.title)(book, row)))
    }

    /// How records are called and where they are shown.
    #[must_use]
    pub fn names(self) -> Names {
        self.names.get_value()
    }

    fn track_kind(self, kind: &str) {
        let trigger = self.state.try_update_value(|state| {
            state.kinds.entry(kind.to_owned()).or_insert_with(ArcTrigger::new).clone()
        });
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Who the user is in this workspace; before the engine has answered, a writer nobody else is.
    #[must_use]
    pub fn author(self) -> Author {
        let member = self.identity.get().map_or(MemberId::from_bytes([0; 16]), |welcome| welcome.member);
        Author { member }
    }

    /// Whether the engine has answered: from then on edits can be made. Tracked.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.identity.with(Option::is_some)
    }

    /// Who this replica is, once the engine has answered. Tracked.
    #[must_use]
    pub fn identity(self) -> Option<Welcome> {
        self.identity.get()
    }

    /// A new id.
    #[must_use]
    pub fn new_id(self) -> RecordId {
        self.state.with_value(|state| RecordId::new(state.port.now(), state.port.random()))
    }

    /// The calendar day of the user. Tracked: it changes at midnight.
    #[must_use]
    pub fn today(self) -> Date {
        self.today.get()
    }

    /// The time now; not tracked.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.state.with_value(|state| state.port.now())
    }

    /// How many minutes local time is ahead of UTC at an instant, by the rules of the zone that this
    /// device is in now; not tracked.
    #[must_use]
    pub fn offset_minutes(self, at: Timestamp) -> i32 {
        self.state.with_value(|state| state.port.offset_minutes(at))
    }

    /// The calendar day of an instant, where this device is now; not tracked.
    #[must_use]
    pub fn day_of(self, at: Timestamp) -> Date {
        at.date(self.offset_minutes(at))
    }

    /// How many minutes local time is ahead of UTC when a day begins; not tracked.
    #[must_use]
    pub fn offset_on(self, day: Date) -> i32 {
        self.offset_minutes(Timestamp::start_of(day, self.offset_minutes(self.now())))
    }

    /// Where what was done is by now. Tracked.
    #[must_use]
    pub fn save_state(self) -> SaveState {
        self.save.get()
    }

    /// The labels of what undo and redo would do now. Tracked.
    #[must_use]
    pub fn undoable(self) -> (Option<String>, Option<String>) {
        self.undoable.get()
    }

    /// What went wrong and was not shown yet, oldest first; whoever shows a problem takes it out.
    #[must_use]
    pub fn problems(self) -> RwSignal<Vec<Problem>> {
        self.problems
    }

    /// Fields whose uncommitted typing was put back after a crash.
    #[must_use]
    pub fn recovered(self) -> RwSignal<Vec<(RecordId, String)>> {
        self.recovered
    }

    /// The label of the last batch that took a record out, so that undo can be offered at once;
    /// whoever offers it takes it out.
    #[must_use]
    pub fn removed(self) -> RwSignal<Option<String>> {
        self.removed
    }
}
