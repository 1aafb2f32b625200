//! Asking peers, and taking in what they answer (FB-6).

use document::{Author, Batch, Entry, Prose};
use kernel::{Date, RecordId, words};

use crate::{FeedbackRequest, Observation, ObservationSource, Tone};

/// Asks a peer about somebody, until a day.
#[must_use]
pub fn ask_peer(author: &Author, id: RecordId, request: &FeedbackRequest) -> Batch {
    Batch::new(format!("Ask a peer: {}", words::excerpt(&request.asks, 60))).with(author.create(id, request))
}

/// Takes in an answer: an observation that a peer told, in the words it came in. Nothing without any.
///
/// Who answers and what is in it is not for the person to read until the manager tells it, so it is kept for whom
/// the request was.
#[must_use]
pub fn note_answer(
    author: &Author,
    id: RecordId,
    request: &Entry<FeedbackRequest>,
    (tone, text): (Tone, &str),
    today: Date,
) -> Option<Batch> {
    let text = Some(text.trim()).filter(|text| !text.is_empty())?;
    let observation = Observation {
        person: request.person,
        on: Some(today),
        tone,
        what_happened: Prose(text.to_owned()),
        source: ObservationSource::Peer,
        ..Observation::default()
    };
    let edits = request.update(|request| {
        request.answered_on = Some(today);
        request.answer = Some(id.into());
    });
    let kept = author.create_for(id, &observation, request.document.audience);
    Some(Batch::new("Note what a peer answered").with(kept).with_all(edits))
}

/// Stops waiting for an answer.
#[must_use]
pub fn give_up_request(request: &Entry<FeedbackRequest>, today: Date) -> Batch {
    Batch::new("Stop waiting for an answer").with_all(request.update(|one| one.given_up_on = Some(today)))
}
