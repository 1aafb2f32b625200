//! Six review cycles: each person's review with its findings, what shows them, and what came of them.

use chrono::Days;
use document::Prose;
use growth::Goal;
use kernel::RecordId;
use reviews::{Finding, Leaning, Promise, Question, Rating, Response, Review, ReviewCycle};
use threads::{Link, Relation};

use crate::{PEOPLE, Years, people_part::Staff};

/// Writes them.
pub fn write(years: &mut Years, staff: &Staff, _openings: &[RecordId]) {
    for cycle in 0..6_u64 {
        let ago = 30 + cycle * 180;
        let day = |days: u64| Some(years.ago(ago) - Days::new(days));
        let record = ReviewCycle {
            name: format!("Half-year {}", 6 - cycle),
            from: day(180),
            until: day(0),
            launch_on: day(0),
            launched_on: day(0),
            due: Some(years.ago(ago - 14)),
            share_by: Some(years.ago(ago - 21)),
            finished_on: (cycle > 0).then(|| years.ago(ago - 25)),
            notes: Prose::default(),
        };
        let record = years.write(ago, &record);
        for number in 0..PEOPLE {
            // People whose team is not the user's have a review that another manager shared.
            review(years, staff, (record, cycle), number, ago);
        }
    }
}

fn review(years: &mut Years, staff: &Staff, (cycle, half): (RecordId, u64), number: usize, ago: u64) {
    let person = staff.people[number];
    let of = Some(person.into());
    let shared = half > 0 || number > 4;
    let review = Review {
        person: of,
        cycle: Some(cycle.into()),
        standing: Prose(years.dice.prose(4)),
        next_level: Prose(years.dice.prose(3)),
        support: Prose(years.dice.prose(3)),
        rating: Some(Rating::ALL[years.dice.below(4)]),
        shared_on: shared.then(|| years.ago(ago - 20)),
        frozen_on: Some(years.ago(ago)),
        level: Some(format!("IC{}", 1 + number % 5)),
        manager: (number < 8).then(|| staff.me.into()),
        ..Review::default()
    };
    let review = if shared { years.write_for_all(ago - 1, &review) } else { years.write(ago - 1, &review) };
    let mut seen =
        staff.seen.iter().filter(|(whose, _, when)| *whose == person && *when > ago).map(|(_, id, _)| *id);
    let shown: Vec<RecordId> = seen.by_ref().take(4).collect();
    for place in 0..4_usize {
        let finding = Finding {
            what: Prose(years.dice.prose(1)),
            person: of,
            review: Some(review.into()),
            question: Question::ALL[place % 3],
            leaning: if place % 2 == 0 { Leaning::Strength } else { Leaning::ToGrow },
            competency: Some("Delivery".into()),
            place: i64::try_from(place).unwrap_or(0),
            ..Finding::default()
        };
        let finding = years.write_beside(ago - 1, review, &finding);
        if let Some(evidence) = shown.get(place) {
            link(years, (*evidence, finding), Relation::IsEvidenceFor, ago - 1, finding);
        }
        if place == 1 && half % 2 == 0 {
            let goal = Goal {
                what: years.dice.prose(1),
                person: of,
                set_on: Some(years.ago(ago - 21)),
                by: Some(years.ago(ago.saturating_sub(150))),
                ..Goal::default()
            };
            let goal = years.write(ago - 21, &goal);
            link(years, (finding, goal), Relation::LeadsTo, ago - 21, finding);
        }
    }
    let promise = Promise {
        what: years.dice.prose(1),
        person: of,
        review: Some(review.into()),
        owner: Some(staff.me.into()),
        by: Some(years.ago(ago.saturating_sub(60))),
        begun_on: (half > 0).then(|| years.ago(ago - 25)),
        ..Promise::default()
    };
    years.write_beside(ago - 1, review, &promise);
    if number.is_multiple_of(4) && shared {
        let on = Some(years.ago(ago - 22));
        let response = Response {
            person: of,
            review: Some(review.into()),
            on,
            text: Prose(years.dice.prose(2)),
            ..Response::default()
        };
        years.write_beside(ago - 22, review, &response);
    }
}

/// Draws a link in the document of a record.
fn link(years: &mut Years, (from, to): (RecordId, RecordId), relation: Relation, ago: u64, beside: RecordId) {
    let on = Some(years.ago(ago));
    let link = Link { from: Some(from), to: Some(to), relation, on, ..Link::default() };
    years.write_beside(ago, beside, &link);
}
