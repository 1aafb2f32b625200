//! The sample: what it shows.

use super::*;
use crate::{rules, sample};

#[test]
fn the_sample_has_one_role_filled_and_one_under_way_from_a_gap() {
    let mut fixture = Fixture::empty();
    let (today, mut new_id) = (day(TODAY), ids(1));
    let (cast, roster) = roster::sample(&AUTHOR, today, &mut new_id);
    fixture::play(&mut fixture.book, &roster);
    let hiring = sample(&fixture.book, &AUTHOR, today, &cast, &mut new_id);
    let latest = Timestamp::start_of(today, 0).millis() + 24 * 3_600_000;
    assert!(hiring.iter().all(|batch| batch.at.is_some_and(|at| at.millis() < latest)));
    fixture::play(&mut fixture.book, &hiring);
    let openings = fixture.book.all::<Opening>();
    let states: Vec<_> = openings.iter().map(|one| (one.state, one.cause)).collect();
    assert_eq!(
        states,
        [(OpeningState::Filled, Some(Cause::Departure)), (OpeningState::Open, Some(Cause::SkillGap))]
    );
    let first = &rules::by_what_they_unblock(&fixture.book, today)[0];
    assert_eq!((first.opening.role.as_str(), first.gaps.len()), ("Quality Engineer, Checkout", 1));
    let hires = rules::hires(&fixture.book);
    assert_eq!((hires.len(), hires[0].0.name.as_str(), hires[0].1.is_some()), (1, "Elif Karataş", true));
    let mut speaking = fixture.speaking(TODAY);
    // Cards have a story of their own.
    speaking.retain(|rule| !["HI-4", "HI-5", "HI-6"].iter().any(|row| rule.starts_with(row)));
    speaking.sort_unstable();
    assert_eq!(speaking, ["HI-3.2", "HI-7.10", "HI-8.2", "HI-9.2", "HI-9.3"]);
}
