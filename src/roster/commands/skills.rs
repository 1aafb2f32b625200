//! Intents about skills: rating, confirming, asking for them, answering a gap.

use document::{Author, Batch, Book, Entry, Ref};
use kernel::{Date, RecordId, words};

use crate::{GapResponse, Person, RatingSource, Skill, SkillDemand, SkillRating, rules};

/// Adds a skill.
#[must_use]
pub fn add_skill(author: &Author, id: RecordId, skill: &Skill) -> Batch {
    Batch::new(format!("Add skill {}", skill.name)).with(author.create(id, skill))
}

/// Rates how deep somebody holds a skill. What was said before stays (TM-5.4).
#[must_use]
pub fn rate(book: &Book, author: &Author, id: RecordId, rating: &SkillRating) -> Batch {
    let person = rules::name_of(book, rating.person).unwrap_or_default();
    let skill = rating.skill.and_then(|skill| book.get::<Skill>(skill.id()));
    let skill = skill.map(|skill| skill.record.name).unwrap_or_default();
    Batch::new(format!("Rate {person} in {skill}")).with(author.create(id, rating))
}

/// Says today, as the manager, what the rating says, so that it holds on: a rating of its own, with what was seen then.
#[must_use]
pub fn confirm_rating(
    book: &Book,
    author: &Author,
    id: RecordId,
    standing: &Entry<SkillRating>,
    today: Date,
) -> Batch {
    let confirmed = SkillRating { on: Some(today), source: RatingSource::Manager, ..standing.record.clone() };
    // For whom it stands it is confirmed, and for nobody else.
    rate(book, author, id, &confirmed).made_for(standing.document.audience)
}

/// Confirms several ratings as one thing. `new_id` gives a fresh id at each call.
#[must_use]
pub fn confirm_all(
    book: &Book,
    author: &Author,
    person: &Entry<Person>,
    ratings: &[Entry<SkillRating>],
    today: Date,
    mut new_id: impl FnMut() -> RecordId,
) -> Batch {
    let count = words::counted(ratings.len(), "skill rating", "skill ratings");
    let edits = ratings.iter().flat_map(|rating| confirm_rating(book, author, new_id(), rating, today).edits);
    Batch::new(format!("Confirm {count} of {}", person.name)).with_all(edits.collect::<Vec<_>>())
}

/// Says what needs a skill, how deep, and how many people with it.
#[must_use]
pub fn ask_for(book: &Book, author: &Author, id: RecordId, demand: &SkillDemand) -> Batch {
    let skill = demand.skill.and_then(|skill| book.get::<Skill>(skill.id()));
    let skill = skill.map(|skill| skill.record.name).unwrap_or_default();
    Batch::new(format!("Ask for {skill}")).with(author.create(id, demand))
}

/// Answers a gap. The answer that stood so far ends (TM-6.8).
#[must_use]
pub fn answer_gap(
    book: &Book,
    author: &Author,
    id: RecordId,
    skill: &Entry<Skill>,
    response: &GapResponse,
    today: Date,
) -> Batch {
    let response =
        GapResponse { skill: Some(Ref::new(skill.id)), decided_on: Some(today), ..response.clone() };
    let earlier = rules::responses_of(book, skill.id);
    let ended = earlier.iter().filter(|earlier| earlier.ended_on.is_none());
    let ended = ended.flat_map(|earlier| earlier.update(|earlier| earlier.ended_on = Some(today)));
    Batch::new(format!("Answer the gap in {}: {}", skill.name, response.answer.label().to_lowercase()))
        .with_all(ended)
        .with(author.create(id, &response))
}

/// Looks at an answer again and goes on with it until another day.
#[must_use]
pub fn look_again(skill: &Entry<Skill>, response: &Entry<GapResponse>, review_on: Date) -> Batch {
    Batch::new(format!("Look again at the gap in {} on {}", skill.name, words::day(review_on)))
        .with_all(response.update(|response| response.review_on = Some(review_on)))
}

/// Ends an answer: nothing is done about the gap any more, or there is none.
#[must_use]
pub fn end_response(skill: &Entry<Skill>, response: &Entry<GapResponse>, today: Date) -> Batch {
    Batch::new(format!("End the answer to the gap in {}", skill.name))
        .with_all(response.update(|response| response.ended_on = Some(today)))
}
