//! The funnel and what hiring takes (HI-7).

use super::*;
use crate::{DRIFT_PERCENT, Seat, rules};
use rules::Period;

/// Five candidates of one role: one hired, one rejected after coding, one in coding, one who skipped it, one who applied.
fn five() -> Fixture {
    let mut fixture = Fixture::new();
    for number in 50..55 {
        let one =
            Candidate { name: format!("C{number}"), opening: Some(id(ROLE).into()), ..Candidate::default() };
        fixture.put(number, &one);
        fixture.moved(number, "2026-10-05", Step::Applied, None);
    }
    fixture.moved(50, "2026-10-08", Step::Stage, Some(CODING));
    fixture.moved(50, "2026-10-12", Step::Stage, Some(DESIGN));
    fixture.moved(50, "2026-10-20", Step::Offer, None);
    fixture.moved(50, "2026-10-25", Step::Accepted, None);
    fixture.moved(51, "2026-10-09", Step::Stage, Some(CODING));
    fixture.moved(51, "2026-10-19", Step::Rejected, None);
    fixture.moved(52, "2026-11-02", Step::Stage, Some(CODING));
    fixture.moved(53, "2026-10-10", Step::Stage, Some(DESIGN));
    fixture
}

fn told(fixture: &Fixture, period: Option<Period>) -> Vec<(String, [usize; 4], Option<i64>)> {
    let candidates = rules::candidates_of(&fixture.book, id(ROLE));
    let steps = rules::funnel(&fixture.book, &fixture.get(ROLE), &candidates, period);
    steps
        .into_iter()
        .map(|one| (one.name.clone(), [one.entered, one.went_on, one.ended, one.still_open()], one.days))
        .collect()
}

#[test]
fn hi_7_4_a_cohort_is_who_entered_a_step_and_who_went_on() {
    let fixture = five();
    let steps = told(&fixture, None);
    let of = |at: usize| (steps[at].0.as_str(), steps[at].1);
    assert_eq!(of(0), ("Applied", [5, 4, 0, 1]));
    assert_eq!(of(1), ("Coding", [3, 1, 1, 1]));
    assert_eq!(of(2), ("Design", [2, 1, 0, 1]));
    assert_eq!(of(3), ("Offer", [1, 1, 0, 0]));
    assert_eq!(of(4).1[0], 1);
    // Who entered coding in November is a cohort of one, wherever the others are.
    let november = Period { from: day("2026-11-01"), until: day("2026-11-30") };
    let steps = told(&fixture, Some(november));
    assert_eq!((steps[0].1, steps[1].1), ([0; 4], [1, 0, 0, 1]));
}

#[test]
fn hi_7_5_still_open_stands_apart_and_days_are_of_who_left() {
    let mut fixture = five();
    let steps = told(&fixture, None);
    // Coding took 4 and 10 days of those who left it; who is in it counts no day.
    assert_eq!((steps[1].1[3], steps[1].2), (1, Some(4)));
    fixture.moved(52, "2026-11-20", Step::Withdrew, None);
    let steps = told(&fixture, None);
    assert_eq!((steps[1].1, steps[1].2), ([3, 1, 2, 0], Some(10)));
    assert_eq!(
        (rules::median(&[]), rules::median(&[3, 1]), rules::median(&[9, 1, 5])),
        (None, Some(1), Some(5))
    );
}

#[test]
fn hi_7_6_interviews_per_offer_acceptance_and_time_to_fill() {
    let mut fixture = five();
    fixture.interviewed(60, 50, ANA, "2026-10-08", InterviewState::Done);
    fixture.interviewed(61, 51, ANA, "2026-10-09", InterviewState::Done);
    fixture.interviewed(62, 51, ANA, "2026-10-10", InterviewState::Cancelled);
    fixture.interviewed(63, 51, ME, "2026-10-09", InterviewState::Done);
    fixture.change(63, |one: &mut Interview| one.seat = Seat::Shadows);
    fixture.interviewed(64, 52, ANA, "2026-11-03", InterviewState::Planned);
    fixture.moved(53, "2026-10-22", Step::Offer, None);
    let year = Period { from: day("2026-01-01"), until: day("2026-12-31") };
    let figures = rules::figures(&fixture.book, year);
    assert_eq!((figures.interviews, figures.offers, figures.decided, figures.accepted), (2, 2, 1, 1));
    // Approved on 1 October, accepted on 25 October.
    assert_eq!(figures.to_fill, [24]);
    // Applied on 5 October.
    assert_eq!(figures.to_hire, [20]);
    assert_eq!(figures.interviews_per_offer(), Some(1.0));
    fixture.moved(53, "2026-10-30", Step::Declined, None);
    let figures = rules::figures(&fixture.book, year);
    assert_eq!((figures.decided, figures.accepted), (2, 1));
    let september = Period { from: day("2026-09-01"), until: day("2026-09-30") };
    assert_eq!(rules::figures(&fixture.book, september), rules::Figures::default());
    assert_eq!(rules::figures(&fixture.book, september).interviews_per_offer(), None);
}

/// The definitions of the research on reference products, word for word: conversion is entered the next stage of entered this stage, by
/// cohort, with still open apart; acceptance is accepted of decided; to hire counts from first contact, to fill from approval.
/// Its figures: of new candidates 17 in 100 are screened, of engineers' offers 59 in 100 accepted.
#[test]
fn hi_7_4_and_7_6_hold_for_the_figures_that_the_definitions_come_with() {
    let mut fixture = Fixture::new();
    fixture.change(ROLE, |one: &mut Opening| one.approved_on = Some(day("2026-01-05")));
    let candidates: Vec<RecordId> = std::iter::repeat_with(ids(1)).take(300).collect();
    // 100 applied and were decided, 17 of them were screened; 100 more are still open; 100 have an offer, of which 59 accepted,
    // 41 said no.
    for (at, candidate) in candidates.into_iter().enumerate() {
        let one =
            Candidate { name: format!("C{at}"), opening: Some(id(ROLE).into()), ..Candidate::default() };
        fixture.apply(&Batch::new("").with(AUTHOR.create(candidate, &one)));
        match at {
            0..100 => {
                fixture.step(candidate, "2026-02-01", Step::Applied, None);
                let (to, stage) = if at < 17 { (Step::Stage, Some(CODING)) } else { (Step::Rejected, None) };
                fixture.step(candidate, "2026-02-08", to, stage);
            }
            100..200 => fixture.step(candidate, "2026-02-02", Step::Applied, None),
            _ => {
                fixture.step(candidate, "2026-03-01", Step::Offer, None);
                let to = if at < 259 { Step::Accepted } else { Step::Declined };
                fixture.step(candidate, "2026-03-05", to, None);
            }
        }
    }
    let steps = told(&fixture, None);
    assert_eq!(steps[0].1, [200, 17, 83, 100], "17 of 100 decided, and 100 still open apart");
    assert_eq!(steps[3].1, [100, 59, 41, 0]);
    let year = Period { from: day("2026-01-01"), until: day("2026-12-31") };
    let figures = rules::figures(&fixture.book, year);
    assert_eq!((figures.accepted, figures.decided), (59, 100));
    assert_eq!((figures.to_fill[0], figures.to_hire[0]), (59, 4));
}

#[test]
fn hi_7_15_why_ways_ended_stands_with_counts() {
    let mut fixture = five();
    assert_eq!(
        rules::endings(&fixture.book, &rules::candidates_of(&fixture.book, id(ROLE))),
        [(Step::Rejected, String::new(), 1)]
    );
    for (candidate, to, why) in [
        (52, Step::Rejected, "Too junior"),
        (53, Step::Rejected, "too junior "),
        (54, Step::Withdrew, "Too junior"),
    ] {
        let entry = fixture.get(candidate);
        let batch = crate::commands::move_candidate(
            &AUTHOR,
            id(candidate + 40),
            &entry,
            to,
            None,
            day(TODAY),
            Some(why.to_owned()),
        );
        fixture.apply(&batch);
    }
    assert_eq!(
        rules::endings(&fixture.book, &rules::candidates_of(&fixture.book, id(ROLE))),
        [
            (Step::Rejected, "Too junior".to_owned(), 2),
            (Step::Rejected, String::new(), 1),
            (Step::Withdrew, "Too junior".to_owned(), 1)
        ]
    );
}

#[test]
fn hi_7_8_interviews_per_offer_that_drift_are_a_notice() {
    let mut fixture = Fixture::new();
    // Three offers a year ago for two interviews each, three lately for three each.
    let mut interview = 100;
    for (number, month, interviews) in [
        (50, "2026-02", 2),
        (51, "2026-03", 2),
        (52, "2026-04", 2),
        (53, "2026-09", 3),
        (54, "2026-10", 3),
        (55, "2026-11", 3),
    ] {
        let one = Candidate { name: "One".into(), opening: Some(id(ROLE).into()), ..Candidate::default() };
        fixture.put(number, &one);
        for _ in 0..interviews {
            fixture.interviewed(interview, number, ANA, &format!("{month}-03"), InterviewState::Done);
            interview += 1;
        }
        fixture.moved(number, &format!("{month}-10"), Step::Offer, None);
        fixture.moved(number, &format!("{month}-12"), Step::Declined, None);
    }
    // Half as many again is not more than half as many again.
    assert_eq!(rules::drift(&fixture.book, day(TODAY)), None);
    fixture.interviewed(interview, 55, ANA, "2026-11-04", InterviewState::Done);
    assert_eq!(
        fixture.notice("HI-7.8", TODAY).facts,
        [
            "Lately: 10 interviews for 3 offers, 3.3 per offer.",
            "The year before: 6 interviews for 3 offers, 2.0 per offer."
        ]
    );
    fixture.set(70, &DRIFT_PERCENT, 80);
    assert!(!fixture.speaking(TODAY).contains(&"HI-7.8"));
    fixture.set(71, &crate::DRIFT_OFFERS, 4);
    fixture.change(70, |one: &mut Setting| one.value = 10);
    assert!(!fixture.speaking(TODAY).contains(&"HI-7.8"));
}
