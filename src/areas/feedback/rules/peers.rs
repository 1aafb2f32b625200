//! What peers were asked, and about whom no peer has said anything for long (FB-6).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::{Person, settings};

use super::{evidence::subjects, telling::about};
use crate::{FeedbackRequest, ObservationSource, notices};

/// What one can ask a peer, each with a name in it where `{name}` stands. Ours.
pub const PROMPTS: [&str; 4] = [
    "When did you last see {name} at their best, and what did they do?",
    "What did {name} do in the last months that helped you, and what came of it?",
    "What would make working with {name} easier, and can you say an example?",
    "What should {name} do more of, because nobody else does it as well?",
];

/// A prompt about somebody.
#[must_use]
pub fn prompt(prompt: &str, name: &str) -> String {
    prompt.replace("{name}", name)
}

/// Whether an answer is still waited for.
#[must_use]
pub fn is_open(request: &FeedbackRequest) -> bool {
    request.answered_on.is_none() && request.given_up_on.is_none()
}

/// What peers were asked about `person`: what is open by its day, then the rest, the newest first.
#[must_use]
pub fn requests_about(book: &Book, person: RecordId) -> Vec<Entry<FeedbackRequest>> {
    let theirs = book.of(|request: &FeedbackRequest| request.person.map(Ref::id), person);
    let mut requests: Vec<_> = theirs.iter().cloned().collect();
    requests.order_by(|a, b| {
        let place = |one: &Entry<FeedbackRequest>| (!is_open(one), one.due.is_none(), one.due);
        if is_open(a) && is_open(b) {
            place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
        } else {
            (!is_open(a))
                .cmp(&!is_open(b))
                .then_with(|| b.asked_on.cmp(&a.asked_on))
                .then_with(|| b.id.cmp(&a.id))
        }
    });
    requests
}

/// How many days an open request is past its day; `None` when it is not.
#[must_use]
pub fn late_by(request: &FeedbackRequest, today: Date) -> Option<i64> {
    let due = request.due.filter(|due| is_open(request) && *due < today)?;
    Some(days_between(due, today))
}

/// Somebody about whom no peer has said anything in the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    /// Who.
    pub person: Entry<Person>,
    /// The last day a peer said something, however long ago.
    pub last: Option<Date>,
    /// How many peers were asked and have not answered yet.
    pub asked: usize,
}

/// Those whose evidence the user keeps about whom no peer has said anything in the period. Who was not at work, or not
/// known here, for the whole of it is left out.
#[must_use]
pub fn without_peer_view(book: &Book, today: Date) -> Vec<Unseen> {
    let period = settings::number(book, &notices::PEER_DAYS);
    let unseen = |person: Entry<Person>| {
        let known = person.start_date.unwrap_or(Date::MIN).max(person.created.at.date(0));
        let theirs = about(book, person.id);
        let told = theirs.iter().filter(|one| one.source == ObservationSource::Peer);
        let last = told.filter_map(|one| one.on).filter(|on| *on <= today).max();
        let is_due = days_between(last.unwrap_or(known), today) > period;
        let asked = requests_about(book, person.id).iter().filter(|one| is_open(one)).count();
        is_due.then_some(Unseen { person, last, asked })
    };
    subjects(book, today).into_iter().filter_map(unseen).collect()
}
