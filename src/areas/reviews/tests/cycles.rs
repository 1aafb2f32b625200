//! Cycles, and how far their reviews are (PR-1).

use document::Audience;
use kernel::Urgency;
use roster::Profile;

use super::*;
use crate::{
    Finding, Promise, Response,
    rules::{CycleState, Step},
};

#[test]
fn pr_1_1_somebody_has_one_review_in_a_cycle_however_often_they_are_taken_in() {
    let mut fixture = Fixture::under_way();
    assert_eq!(rules::reviews_in(&fixture.book, id(CYCLE)).len(), 2);
    let again =
        commands::take_in(&fixture.book, &AUTHOR, &fixture.cycle(), &fixture.get(ANA), day("2026-11-25"));
    assert!(again.is_empty());
    // Begun on another device before the two met: the same record.
    let apart = commands::take_in(&Book::new(), &AUTHOR, &fixture.cycle(), &fixture.get(ANA), day(TODAY));
    fixture.apply(&apart);
    assert_eq!(rules::reviews_in(&fixture.book, id(CYCLE)).len(), 2);
    let other = rules::review_id(id(21), id(ANA));
    assert_ne!(other, rules::review_id(id(CYCLE), id(ANA)), "another cycle, another review");
}

#[test]
fn pr_1_2_what_people_are_on_the_day_of_the_launch_stays_with_their_review() {
    let mut fixture = Fixture::new();
    fixture.begin(&ReviewCycle { launch_on: Some(day("2026-11-30")), ..cycle() });
    assert_eq!(fixture.review(ANA).frozen_on, None);
    let promoted = fixture.get::<Person>(ANA).update(|ana| ana.level = Some("IC4".into()));
    fixture.apply(&Batch::new("").with_all(promoted));
    let launch = commands::launch(&fixture.book, &fixture.cycle(), day("2026-11-30"));
    fixture.apply(&launch);
    let moved = fixture.get::<Person>(ANA).update(|ana| {
        ana.level = Some("IC5".into());
        ana.manager = Some(id(BEN).into());
        ana.start_date = Some(day("2020-01-01"));
    });
    fixture.apply(&Batch::new("").with_all(moved));
    let again = commands::launch(&fixture.book, &fixture.cycle(), day("2026-12-05"));
    assert!(again.is_empty(), "{again:?}");
    let review = fixture.review(ANA);
    assert_eq!(review.frozen_on, Some(day("2026-11-30")));
    assert_eq!((review.level.as_deref(), review.manager), (Some("IC4"), Some(id(ME).into())));
    assert_eq!(rules::tenure_then(&review).unwrap().to_string(), "2 years");
}

#[test]
fn pr_1_3_a_review_is_for_who_writes_it_and_what_is_added_goes_where_it_is() {
    let mut fixture = Fixture::under_way();
    let alone = Audience::OnlyMe(AUTHOR.member);
    let review = fixture.review(ANA);
    assert_eq!(review.document.audience, alone);
    let finding = commands::find(&AUTHOR, id(30), &review, &Finding::default());
    assert_eq!(finding.edits[0].document, review.document);
    let circle = Audience::Circle(id(50));
    let mut shared = fixture.review(ANA);
    shared.document.audience = circle;
    for batch in [
        commands::find(&AUTHOR, id(31), &shared, &Finding::default()),
        commands::promise(&AUTHOR, id(32), &shared, &Promise::default()),
        commands::respond(&fixture.book, &AUTHOR, &shared, &Response::default()),
    ] {
        assert_eq!(batch.edits[0].document, shared.document, "{}", batch.label);
        fixture.apply(&batch);
    }
    // The cycle names nobody and is everyone's.
    assert_eq!(fixture.cycle().document.audience, Audience::Everyone);
}

#[test]
fn pr_1_4_a_cycle_is_planned_then_under_way_then_finished() {
    let mut fixture = Fixture::new();
    fixture.begin(&ReviewCycle { launch_on: Some(day("2026-12-01")), ..cycle() });
    assert_eq!(rules::state_of(&fixture.cycle()), CycleState::Planned);
    let launch = commands::launch(&fixture.book, &fixture.cycle(), day("2026-12-01"));
    fixture.apply(&launch);
    assert_eq!(rules::state_of(&fixture.cycle()), CycleState::UnderWay);
    let finish = commands::finish(&fixture.cycle(), Some(day("2027-01-10")));
    fixture.apply(&finish);
    assert_eq!(rules::state_of(&fixture.cycle()), CycleState::Finished);
    let open = commands::finish(&fixture.cycle(), None);
    fixture.apply(&open);
    assert_eq!(rules::state_of(&fixture.cycle()), CycleState::UnderWay);
    for launch_on in [None, Some(day(TODAY)), Some(day("2026-11-01"))] {
        let mut fixture = Fixture::new();
        fixture.begin(&ReviewCycle { launch_on, ..cycle() });
        assert_eq!(fixture.cycle().launched_on, Some(day(TODAY)), "{launch_on:?}");
    }
}

#[test]
fn pr_1_5_a_cycle_counts_how_many_reviews_are_how_far() {
    let mut fixture = Fixture::new();
    fixture.begin(&ReviewCycle { launch_on: Some(day("2026-12-01")), ..cycle() });
    assert_eq!(rules::progress(&fixture.book, id(CYCLE)), [(Step::Waiting, 2)]);
    let launch = commands::launch(&fixture.book, &fixture.cycle(), day("2026-12-01"));
    fixture.apply(&launch);
    assert_eq!(rules::progress(&fixture.book, id(CYCLE)), [(Step::NotBegun, 2)]);
    let found = commands::find(&AUTHOR, id(30), &fixture.review(BEN), &Finding::default());
    fixture.apply(&found);
    fixture.write(ANA, |review| review.standing = "Good.".into());
    assert_eq!(rules::progress(&fixture.book, id(CYCLE)), [(Step::Writing, 2)]);
    fixture.answer_all(ANA);
    assert_eq!(rules::progress(&fixture.book, id(CYCLE)), [(Step::Writing, 1), (Step::Written, 1)]);
    fixture.write(ANA, |review| review.shared_on = Some(day("2026-12-10")));
    assert_eq!(rules::progress(&fixture.book, id(CYCLE)), [(Step::Writing, 1), (Step::Shared, 1)]);
}

#[test]
fn pr_1_6_a_cycle_that_waits_for_its_launch_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.begin(&ReviewCycle { launch_on: Some(day("2026-11-30")), ..cycle() });
    assert!(fixture.speaking("2026-11-26").is_empty());
    let notice = fixture.notice("PR-1.6", "2026-11-27");
    assert_eq!(notice.says, "Half two is to be launched in 3 days");
    assert!(notice.facts[1].starts_with("In it: 2 people"));
    assert_eq!(fixture.notice("PR-1.6", "2026-11-30").says, "Half two is to be launched today");
    assert_eq!(fixture.notice("PR-1.6", "2026-12-02").says, "Half two was to be launched 2 days ago");
    let launch = commands::launch(&fixture.book, &fixture.cycle(), day("2026-12-02"));
    fixture.apply(&launch);
    assert!(fixture.speaking("2026-12-02").is_empty());
}

#[test]
fn pr_1_7_notices_are_about_reviews_that_are_the_users() {
    let mut fixture = Fixture::under_way();
    assert_eq!(fixture.speaking("2026-12-04"), ["PR-1.8"]);
    let mut theirs = fixture.review(ANA);
    theirs.document.audience = Audience::Everyone;
    theirs.record.manager = Some(id(BEN).into());
    assert!(!rules::is_mine(&fixture.book, &theirs), "somebody else reviews her");
    theirs.record.manager = Some(id(ME).into());
    assert!(rules::is_mine(&fixture.book, &theirs));
    theirs.record.manager = Some(id(BEN).into());
    let forget = fixture.get::<Profile>(2).delete();
    fixture.apply(&Batch::new("").with(forget));
    assert!(rules::is_mine(&fixture.book, &theirs), "nobody knows who I am");
}

#[test]
fn pr_1_8_reviews_that_are_not_written_are_a_notice_of_their_cycle() {
    let mut fixture = Fixture::under_way();
    assert!(fixture.speaking("2026-12-02").is_empty(), "8 days before");
    fixture.write(ANA, |review| review.standing = "Good.".into());
    let notice = fixture.notice("PR-1.8", "2026-12-03");
    assert_eq!(notice.says, "2 of 2 reviews of Half two not written, due in 7 days");
    assert_eq!(
        notice.facts,
        [
            "To be written by 10 Dec 2026.",
            "Ana: being written, 2 of 3 answers empty.",
            "Ben: not begun, no answer yet."
        ]
    );
    assert_eq!(notice.urgency, Urgency::Normal);
    let late = fixture.notice("PR-1.8", "2026-12-11");
    assert_eq!(late.says, "2 of 2 reviews of Half two not written, 1 day late");
    assert_eq!(late.urgency, Urgency::High);
    fixture.answer_all(ANA);
    assert!(fixture.notice("PR-1.8", "2026-12-11").says.starts_with("1 of 2"));
    fixture.answer_all(BEN);
    assert!(fixture.speaking("2026-12-11").is_empty());
}

#[test]
fn pr_1_9_reviews_that_are_not_shared_are_a_notice_until_the_cycle_is_finished() {
    let mut fixture = Fixture::under_way();
    fixture.answer_all(ANA);
    fixture.answer_all(BEN);
    assert!(fixture.speaking("2026-12-12").is_empty());
    let notice = fixture.notice("PR-1.9", "2026-12-20");
    assert_eq!(notice.says, "2 of 2 reviews of Half two not shared, due today");
    fixture.write(ANA, |review| review.shared_on = Some(day("2026-12-19")));
    assert_eq!(fixture.notice("PR-1.9", "2026-12-20").facts[1..], ["Ben: written."]);
    let finish = commands::finish(&fixture.cycle(), Some(day("2026-12-21")));
    fixture.apply(&finish);
    assert!(fixture.speaking("2026-12-30").is_empty());
}

#[test]
fn pr_1_10_who_is_taken_out_leaves_nothing_of_their_review() {
    let mut fixture = Fixture::under_way();
    let review = fixture.review(ANA);
    for batch in [
        commands::find(&AUTHOR, id(30), &review, &Finding::default()),
        commands::promise(&AUTHOR, id(31), &review, &Promise::default()),
        commands::respond(&fixture.book, &AUTHOR, &review, &Response::default()),
    ] {
        fixture.apply(&batch);
    }
    let out = commands::take_out(&fixture.book, &review);
    fixture.apply(&out);
    let left: Vec<_> = fixture.book.rows().filter(|row| row.document == review.document).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(rules::reviews_in(&fixture.book, id(CYCLE)).len(), 1);
}

#[test]
fn the_last_review_before_is_the_newest_that_was_shared_of_an_earlier_period() {
    let mut fixture = Fixture::under_way();
    for (number, until, shared) in
        [(21, "2026-05-31", true), (22, "2025-11-30", true), (23, "2026-08-31", false)]
    {
        let earlier = ReviewCycle { name: until.into(), until: Some(day(until)), ..cycle() };
        let begun = commands::begin_cycle(&AUTHOR, id(number), &earlier, &[fixture.get(ANA)], day(TODAY));
        fixture.apply(&begun);
        if shared {
            let review: Entry<Review> = fixture.book.get(rules::review_id(id(number), id(ANA))).unwrap();
            let edits = review.update(|review| review.shared_on = Some(day(until)));
            fixture.apply(&Batch::new("").with_all(edits));
        }
    }
    let before = rules::review_before(&fixture.book, &fixture.review(ANA)).unwrap();
    assert_eq!(before.cycle, Some(id(21).into()));
    assert!(rules::review_before(&fixture.book, &fixture.review(BEN)).is_none());
}

#[test]
fn a_new_cycle_looks_at_the_half_year_that_ended_or_ends_within_a_month() {
    let half = |today: &str| {
        let (from, until) = rules::last_half(day(today)).unwrap();
        (from.to_string(), until.to_string())
    };
    let second = ("2026-07-01".to_owned(), "2026-12-31".to_owned());
    let first = ("2026-01-01".to_owned(), "2026-06-30".to_owned());
    assert_eq!(half("2026-12-01"), second);
    assert_eq!(half("2027-01-15"), second);
    assert_eq!(half("2027-05-29"), second);
    assert_eq!(half("2026-06-01"), first);
    assert_eq!(half("2026-11-22"), first);
}
