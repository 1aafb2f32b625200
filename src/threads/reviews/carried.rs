//! What somebody carried that is easily not seen: the interviews they led in the period (PR-4, HI-11).
//!
//! It names no candidate: what a review says outlives what is kept of them.

use document::{Book, Entry, Ref};
use hiring::{Interview, InterviewState, Seat, rules as hiring_rules};
use kernel::{Date, RecordId, words};

/// The interviews of somebody in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Those they led.
    pub led: Vec<RecordId>,
    /// Those in which they sat to learn.
    pub sat_in: usize,
    /// How many minutes those they led took.
    pub minutes: i64,
    /// How many of those they led are of no known length.
    pub unknown: usize,
}

impl Carried {
    /// It in words: `7 interviews led, 6 h 30 min; sat in on 2`. Nothing where there is nothing.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        let mut parts = Vec::new();
        if !self.led.is_empty() {
            let led = words::counted(self.led.len(), "interview led", "interviews led");
            let unknown = match self.unknown {
                0 => String::new(),
                count => format!(", {count} of no known length"),
            };
            let time = match self.minutes {
                0 => String::new(),
                minutes => format!(", {}", hiring_rules::time(minutes)),
            };
            parts.push(format!("{led}{time}{unknown}"));
        }
        if self.sat_in > 0 {
            parts.push(format!("sat in on {}", self.sat_in));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// The interviews of somebody that took place from `from` until `until`, both included, the newest first.
pub(super) fn interviews_of(book: &Book, person: RecordId, from: Date, until: Date) -> Vec<Entry<Interview>> {
    let theirs = book.of(|one: &Interview| one.interviewer.map(Ref::id), person);
    let took_place = |one: &&Entry<Interview>| {
        one.state == InterviewState::Done && one.on.is_some_and(|on| on >= from && on <= until)
    };
    theirs.iter().filter(took_place).cloned().collect()
}

/// What somebody carried from `from` until `until`, both included. What is planned or was cancelled is left out.
#[must_use]
pub fn carried(book: &Book, person: RecordId, from: Date, until: Date) -> Carried {
    let mut carried = Carried::default();
    for interview in interviews_of(book, person, from, until) {
        if interview.seat == Seat::Shadows {
            carried.sat_in += 1;
            continue;
        }
        match hiring_rules::minutes_of(book, &interview) {
            Some(minutes) => carried.minutes += minutes,
            None => carried.unknown += 1,
        }
        carried.led.push(interview.id);
    }
    carried
}
