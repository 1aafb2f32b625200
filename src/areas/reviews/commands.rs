//! Intents of the user about cycles and reviews, as batches of edits.
//!
//! A command is given the id of the record it makes, so that the screen can go there. Reviews and
//! responses are the exception: their ids follow from what they belong to ([`rules::review_id`]).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, words};
use roster::{Person, rules as roster_rules};

use crate::{Dispute, Finding, Promise, Question, Response, Review, ReviewCycle, rules};

/// Begins a cycle for these people. One whose launch day has come, or that has none, is launched at once.
#[must_use]
pub fn begin_cycle(
    author: &Author,
    id: RecordId,
    cycle: &ReviewCycle,
    people: &[Entry<Person>],
    today: Date,
) -> Batch {
    let launched = cycle.launch_on.is_none_or(|on| on <= today).then_some(today);
    let cycle = ReviewCycle { launched_on: cycle.launched_on.or(launched), ..cycle.clone() };
    let reviews = people
        .iter()
        .map(|person| author.create(rules::review_id(id, person.id), &review(id, person, cycle.launched_on)));
    Batch::new(format!("Review cycle {}", cycle.name)).with(author.create(id, &cycle)).with_all(reviews)
}

/// Takes somebody into a cycle, or does nothing when they are in it. In a cycle under way what they are
/// is taken as of today (PR-1.2).
#[must_use]
pub fn take_in(
    book: &Book,
    author: &Author,
    cycle: &Entry<ReviewCycle>,
    person: &Entry<Person>,
    today: Date,
) -> Batch {
    let batch = Batch::new(format!("Review {} in {}", person.name, cycle.name));
    let id = rules::review_id(cycle.id, person.id);
    if book.row(id).is_some() {
        return batch;
    }
    batch.with(author.create(id, &review(cycle.id, person, cycle.launched_on.map(|_| today))))
}

/// Takes somebody out of a cycle, with everything their review holds.
#[must_use]
pub fn take_out(book: &Book, review: &Entry<Review>) -> Batch {
    Batch::new(format!("Take out the review of {}", name(book, review)))
        .with_all(rules::findings_of(book, review.id).iter().map(Entry::delete))
        .with_all(rules::promises_of(book, review.id).iter().map(Entry::delete))
        .with_all(rules::response_to(book, review.id).iter().map(Entry::delete))
        .with(review.delete())
}

/// Launches a cycle: every review notes what its person is today (PR-1.2).
#[must_use]
pub fn launch(book: &Book, cycle: &Entry<ReviewCycle>, today: Date) -> Batch {
    let reviews = rules::reviews_in(book, cycle.id);
    let frozen = reviews.iter().filter(|review| review.frozen_on.is_none()).flat_map(|review| {
        let person = review.person.and_then(|person| book.get::<Person>(person.id()));
        person.map(|person| review.update(|review| freeze(review, &person, today))).unwrap_or_default()
    });
    Batch::new(format!("Launch {}", cycle.name))
        .with_all(cycle.update(|cycle| cycle.launched_on = cycle.launched_on.or(Some(today))))
        .with_all(frozen.collect::<Vec<_>>())
}

/// Finishes a cycle, or opens it again.
#[must_use]
pub fn finish(cycle: &Entry<ReviewCycle>, on: Option<Date>) -> Batch {
    let verb = if on.is_some() { "Finish" } else { "Open again" };
    Batch::new(format!("{verb}: {}", cycle.name)).with_all(cycle.update(|cycle| cycle.finished_on = on))
}

/// Notes something that a review says, for those who may read the review.
#[must_use]
pub fn find(author: &Author, id: RecordId, review: &Entry<Review>, finding: &Finding) -> Batch {
    let finding = Finding { person: review.person, review: Some(review.id.into()), ..finding.clone() };
    Batch::new(format!("Finding: {}", words::excerpt(&finding.what, 60))).with(author.create_for(
        id,
        &finding,
        review.document.audience,
    ))
}

/// Adds sentences to the answer of a review, each as a line of its own at its end; what was written stays as it is (PR-2.5).
#[must_use]
pub fn add_to_answer(review: &Entry<Review>, question: Question, sentences: &[String]) -> Batch {
    let written = rules::answer(review, question).trim_end();
    let lines: Vec<&str> = Some(written)
        .filter(|text| !text.is_empty())
        .into_iter()
        .chain(sentences.iter().map(|sentence| sentence.trim()))
        .collect();
    let text = lines.join("\n");
    Batch::new(format!("Take into the review: {}", words::excerpt(&sentences.join(" "), 60))).with_all(
        review.update(|review| {
            let answer = match question {
                Question::Standing => &mut review.standing,
                Question::NextLevel => &mut review.next_level,
                Question::Support => &mut review.support,
            };
            *answer = text.as_str().into();
        }),
    )
}

/// Promises support in a review, for those who may read the review.
#[must_use]
pub fn promise(author: &Author, id: RecordId, review: &Entry<Review>, promise: &Promise) -> Batch {
    let promise = Promise { person: review.person, review: Some(review.id.into()), ..promise.clone() };
    Batch::new(format!("Promise: {}", words::excerpt(&promise.what, 60))).with(author.create_for(
        id,
        &promise,
        review.document.audience,
    ))
}

/// Keeps what the person says to their review, beside it. However often it is begun, it is one record (PR-5.1).
#[must_use]
pub fn respond(book: &Book, author: &Author, review: &Entry<Review>, response: &Response) -> Batch {
    let response = Response { person: review.person, review: Some(review.id.into()), ..response.clone() };
    let batch = Batch::new(format!("Response of {} to their review", name(book, review)));
    match rules::response_to(book, review.id) {
        Some(standing) => batch.with_all(standing.update(|standing| *standing = response)),
        None => {
            batch.with(author.create_for(rules::response_id(review.id), &response, review.document.audience))
        }
    }
}

/// Marks a point as disputed, or what came of that; `None` takes the mark away.
#[must_use]
pub fn dispute(finding: &Entry<Finding>, state: Option<Dispute>) -> Batch {
    let label = state.map_or("Not in dispute", Dispute::label);
    Batch::new(format!("{label}: {}", words::excerpt(&finding.what, 60)))
        .with_all(finding.update(|finding| finding.dispute = state))
}

/// Notes that the talk about a response was held, and what came of it.
#[must_use]
pub fn hold_follow_up(response: &Entry<Response>, on: Date, outcome: &str) -> Batch {
    Batch::new("Follow-up of a review").with_all(response.update(|response| {
        response.held_on = Some(on);
        if !outcome.trim().is_empty() {
            response.outcome = outcome.trim().into();
        }
    }))
}

/// Notes that promised support has begun.
#[must_use]
pub fn begin_promise(promise: &Entry<Promise>, on: Date) -> Batch {
    Batch::new(format!("Begun: {}", words::excerpt(&promise.what, 60)))
        .with_all(promise.update(|promise| promise.begun_on = Some(on)))
}

fn review(cycle: RecordId, person: &Entry<Person>, launched_on: Option<Date>) -> Review {
    let mut review =
        Review { person: Some(person.id.into()), cycle: Some(cycle.into()), ..Review::default() };
    if let Some(on) = launched_on {
        freeze(&mut review, person, on);
    }
    review
}

/// What somebody is on the day of the launch stays with the review, whatever they become.
fn freeze(review: &mut Review, person: &Person, on: Date) {
    review.frozen_on = Some(on);
    review.level.clone_from(&person.level);
    review.track = person.track;
    review.team = person.team;
    review.manager = person.manager;
    review.start_date = person.start_date;
}

fn name(book: &Book, review: &Review) -> String {
    roster_rules::name_of(book, review.person).unwrap_or_default()
}
