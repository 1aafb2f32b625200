//! What joins the areas of the sample workspace: which observations show what the ladder asks for, and what is meant to be
//! done in areas that have no records yet.

use chrono::Days;
use document::{Author, Batch, Book, Ref};
use feedback::{Observation, ObservationSource, Tone};
use kernel::{Date, RecordId, Timestamp, days_between};
use roster::{Action, Area, Person, commands, rules};

use crate::{Link, Relation, advocacy, kinds, links, reviews, standing};

/// How old an observation is before the sample's manager has looked what it shows, in days.
const LOOKED_AT: i64 = 21;

/// The links of the sample, for a book that holds what the areas' samples wrote. What others saw shows
/// the next rung too.
#[must_use]
pub fn sample(book: &Book, author: Author, today: Date, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    let mut batches = Vec::new();
    for person in book.all::<Person>().iter() {
        let Some(standing) = standing::standing(book, person, today) else { continue };
        for competency in &standing.competencies {
            for (seen, _) in &competency.evidence {
                let Some(on) =
                    seen.on.filter(|on| seen.tone == Tone::Praise && days_between(*on, today) > LOOKED_AT)
                else {
                    continue;
                };
                let from_others =
                    matches!(seen.source, ObservationSource::Peer | ObservationSource::Stakeholder);
                let asked = [Some(&competency.here), from_others.then_some(&competency.next)];
                for expectation in asked.into_iter().flatten().filter_map(|asked| asked.expectation.as_ref())
                {
                    let day = on + Days::new(LOOKED_AT.unsigned_abs());
                    let linked = standing::shows(book, author, new_id(), (seen.id, expectation.id), day);
                    let at = Timestamp::from_millis(Timestamp::start_of(day, 0).millis() + 16 * 3_600_000);
                    batches.extend(linked.map(|batch| Batch { at: Some(at), ..batch }));
                }
            }
        }
    }
    batches.extend(case(book, author, today, new_id));
    batches.extend(in_other_areas(book, &author, today, new_id));
    batches.extend(chain(book, author, new_id));
    batches.extend(reviews::sample(book, author, today, new_id));
    batches
}

/// What came of one thing that was seen: a gap, its answer, and the work that closes it (CN-1).
fn chain(book: &Book, author: Author, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    let named = |kind: &str, text: &str| {
        book.rows_of(kind)
            .find(|row| kinds::title(book, row).contains(text))
            .map(|row| (row.id, row.created.at))
    };
    let seen = named("observation", "orphaned alerts of reconciliation");
    let skill = named("skill", "Observability");
    let answer = named("gap-response", "Observability");
    let work = named("stretch", "Counts a year of alerts");
    let hops = [
        (seen, skill, "Nobody sees when reconciliation stops"),
        (answer, work, "Whoever counts the alerts learns which ones matter"),
    ];
    let mut batches = Vec::new();
    for (from, to, reason) in hops {
        let (Some((from, early)), Some((to, late))) = (from, to) else { continue };
        let at = early.max(late);
        let link = Link {
            from: Some(from),
            to: Some(to),
            relation: Relation::LeadsTo,
            reason: Some(reason.to_owned()),
            on: Some(at.date(0)),
        };
        let batch = links::connect(book, author, new_id(), &link);
        batches.extend(batch.map(|batch| Batch { at: Some(at), ..batch }));
    }
    batches
}

/// What the sample's manager means to do in areas that have no records of their own; one was begun and left (CN-3).
fn in_other_areas(
    book: &Book,
    author: &Author,
    today: Date,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Vec<Batch> {
    let me = rules::me(book).map(|me| Ref::new(me.id));
    let mut action = |area: Area, what: &str, (noted, due): (u64, i64)| {
        let on = today - Days::new(noted);
        let due = if due < 0 {
            today - Days::new(due.unsigned_abs())
        } else {
            today + Days::new(due.unsigned_abs())
        };
        let action = Action {
            what: what.to_owned(),
            owner: me,
            due: Some(due),
            area: Some(area),
            ..Action::default()
        };
        let at = Timestamp::from_millis(Timestamp::start_of(on, 0).millis() + 9 * 3_600_000);
        Batch { at: Some(at), ..commands::add_action(author, new_id(), &action) }
    };
    vec![
        action(Area::IncidentsAndOnCall, "Go through last week’s pages with whoever was on call", (4, 3)),
        action(Area::Planning, "List what the ledger move needs from other teams, and by when", (9, 12)),
        action(Area::Stakeholders, "Ask support and finance what they expect next quarter", (61, -33)),
    ]
}

/// What the sample's case rests on so far: its newest praise from others.
fn case(book: &Book, author: Author, today: Date, new_id: &mut dyn FnMut() -> RecordId) -> Option<Batch> {
    let cases = book.all::<growth::Case>();
    let case = cases.first()?;
    let candidates = advocacy::candidates(book, case, today);
    let from_others = candidates.iter().find(|one| {
        let seen = book.get::<Observation>(one.record);
        seen.is_some_and(|seen| seen.source == ObservationSource::Stakeholder)
    })?;
    let batch = advocacy::take(book, author, new_id(), (from_others.record, case.id), today)?;
    Some(Batch { at: Some(case.created.at), ..batch })
}

/// Plays what links and reviews of the sample are made of: the roster's part, feedback's and growth's.
#[cfg(test)]
pub(crate) fn play_feedback_and_growth(
    book: &mut Book,
    author: &Author,
    today: Date,
    new_id: &mut dyn FnMut() -> RecordId,
) {
    let (cast, roster) = roster::sample(author, today, new_id);
    fixture::play(book, &roster);
    fixture::play(book, &feedback::sample(author, today, &cast, new_id));
    fixture::play(book, &growth::sample(author, today, &cast, new_id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use fixture::{AUTHOR, play};

    #[test]
    fn gr_3_3_the_sample_places_somebody_and_lacks_something_for_everybody() {
        let today = fixture::day("2026-11-22");
        let (mut book, mut new_id) = (Book::new(), fixture::ids(1));
        play_feedback_and_growth(&mut book, &AUTHOR, today, &mut new_id);
        let links = sample(&book, AUTHOR, today, &mut new_id);
        assert!(links.iter().all(|batch| batch.at.is_some_and(|at| at.date(0) <= today)));
        play(&mut book, &links);
        let people = book.all::<Person>();
        let standings: Vec<_> =
            people.iter().filter_map(|person| standing::standing(&book, person, today)).collect();
        let placed = standings.iter().flat_map(|one| &one.competencies).filter(|one| one.placed.is_some());
        assert!(placed.count() >= 1);
        let enough = standing::enough(&book);
        assert!(standings.iter().all(|one| one.competencies.iter().any(|one| one.next.shown < enough)));
    }
}
