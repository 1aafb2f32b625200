//! What of somebody's reviews is to be talked about in the next 1:1 (FB-2.8).

use document::{Book, Entry};
use kernel::{Date, RecordId, words};
use reviews::{
    Review,
    rules::{self, CycleState},
};

use super::{gate, promises};

/// How many letters of a text stand for it.
const EXCERPT: usize = 100;

/// One thing to know before a talk, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeforeTalk {
    /// What it is, in a line.
    pub says: String,
    /// The review that it is of.
    pub review: RecordId,
    /// Whether it is of a review that was not shared yet: nothing to hand on.
    pub unshared: bool,
}

/// What of the reviews of `person` that are the user's is to be known before a talk on `today`: critical points that they
/// have not heard of, points in dispute, the day to talk about it again, and promised support that has not begun.
#[must_use]
pub fn before_a_talk(book: &Book, person: RecordId, today: Date) -> Vec<BeforeTalk> {
    let mine = rules::reviews_of(book, person).into_iter().filter(|review| rules::is_mine(book, review));
    mine.flat_map(|review| {
        let line =
            |says: String| BeforeTalk { says, review: review.id, unshared: review.shared_on.is_none() };
        let lines = if review.shared_on.is_some() {
            shared(book, &review, today)
        } else {
            unheard(book, &review, today)
        };
        lines.into_iter().map(line).collect::<Vec<_>>()
    })
    .collect()
}

/// The critical points of a review under way that its person would hear for the first time.
fn unheard(book: &Book, review: &Entry<Review>, today: Date) -> Vec<String> {
    let cycle = rules::cycle_of(book, review);
    if cycle.is_none_or(|cycle| rules::state_of(&cycle) != CycleState::UnderWay) {
        return Vec::new();
    }
    let says = |one: gate::Surprise| {
        let booked = if one.booked.is_some() { "on the agenda" } else { "on no agenda" };
        format!("Not told yet, {booked}: {}", words::excerpt(&one.finding.what, EXCERPT))
    };
    gate::surprises(book, review, today).into_iter().map(says).collect()
}

/// What a review that the person has received still asks for.
fn shared(book: &Book, review: &Entry<Review>, today: Date) -> Vec<String> {
    let mut lines = Vec::new();
    let disputed = rules::in_dispute(book, review.id);
    lines.extend(disputed.iter().map(|one| format!("In dispute: {}", words::excerpt(&one.what, EXCERPT))));
    let again = rules::response_to(book, review.id).filter(|response| response.held_on.is_none());
    if let Some(on) = again.and_then(|response| response.follow_up) {
        lines.push(format!("Their review is talked about again on {}", words::day(on)));
    }
    for promise in rules::promises_of(book, review.id) {
        let kept = promises::kept(book, review, &promise, today);
        if kept.begun {
            continue;
        }
        let by = match promise.by {
            Some(by) if by < today => format!(", was due {}", words::day(by)),
            Some(by) => format!(", by {}", words::day(by)),
            None => String::new(),
        };
        lines.push(format!("Promised and not begun: {}{by}", words::excerpt(&promise.what, EXCERPT)));
    }
    lines
}
