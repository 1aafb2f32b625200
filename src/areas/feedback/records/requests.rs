//! Asking peers what they have seen (FB-6).

use document::{Record, Ref};
use kernel::Date;
use roster::Person;

use super::Observation;

/// Something a named peer is asked about somebody, until a day. Only the manager's own (FB-6).
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(
    name = "feedback-request",
    label = "Feedback request",
    plural = "Feedback requests",
    title = "asks",
    home = "file_of(person, feedback)",
    private
)]
pub struct FeedbackRequest {
    /// What is asked, as one says it to the peer.
    #[field(column)]
    pub asks: String,
    /// Whom it is about.
    #[field(required, column)]
    pub person: Option<Ref<Person>>,
    /// Who is asked.
    #[field(required, column)]
    pub peer: Option<Ref<Person>>,
    /// The day they were asked.
    #[field(column)]
    pub asked_on: Option<Date>,
    /// The day by which an answer is wanted.
    #[field(column)]
    pub due: Option<Date>,
    /// The day they answered.
    #[field(column)]
    pub answered_on: Option<Date>,
    /// What they answered, kept as an observation that a peer told.
    pub answer: Option<Ref<Observation>>,
    /// The day one stopped waiting for it.
    pub given_up_on: Option<Date>,
}
