//! The four kinds of help, and whether somebody gets them all (GR-4).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::settings;
use std::cmp::Reverse;

use super::sponsorship::forward_of;
use crate::{Help, HelpKind, notices::HELP_DAYS};

/// The help that somebody was given, the newest first.
#[must_use]
pub fn help_of(book: &Book, person: RecordId) -> Vec<Entry<Help>> {
    let theirs = book.of(|help: &Help| help.person.map(Ref::id), person);
    let mut help: Vec<_> = theirs.iter().filter(|help| help.on.is_some()).cloned().collect();
    help.order_by_key(|help| Reverse((help.on, help.id)));
    help
}

/// How often somebody got one kind of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kindness {
    /// The kind.
    pub kind: HelpKind,
    /// How often within the days that are set for it.
    pub times: usize,
    /// The last day of it, of whatever time.
    pub last: Option<Date>,
}

/// The balance of somebody's help: every kind, also those they never got (GR-4.2).
#[must_use]
pub fn balance(book: &Book, person: RecordId, today: Date) -> Vec<Kindness> {
    let window = settings::number(book, &HELP_DAYS);
    let logged = help_of(book, person);
    let logged = logged.iter().filter_map(|help| Some((help.kind, help.on?)));
    // A name that was put forward is sponsorship, without being logged twice.
    let forward = forward_of(book, person);
    let forward = forward.iter().filter_map(|one| Some((HelpKind::Sponsorship, one.on?)));
    let given: Vec<(HelpKind, Date)> = logged.chain(forward).filter(|(_, on)| *on <= today).collect();
    let of = |kind: &HelpKind| {
        let days = given.iter().filter(|(one, _)| one == kind).map(|(_, on)| *on);
        let recent = days.clone().filter(|on| days_between(*on, today) < window);
        Kindness { kind: *kind, times: recent.count(), last: days.max() }
    };
    HelpKind::ALL.iter().map(of).collect()
}

/// How often somebody was talked with and how often put forward, within the days that are set for it:
/// advice (coaching and mentoring) and sponsorship.
#[must_use]
pub fn advice_and_sponsorship(balance: &[Kindness]) -> (usize, usize) {
    let times = |kind| balance.iter().find(|one| one.kind == kind).map_or(0, |one| one.times);
    (times(HelpKind::Coaching) + times(HelpKind::Mentoring), times(HelpKind::Sponsorship))
}
