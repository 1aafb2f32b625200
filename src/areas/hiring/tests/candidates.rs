//! Candidates: where they are, who owes what, how long they are kept (HI-7).

use super::*;
use crate::{IDLE_DAYS, RETENTION_DAYS, commands, rules};
use document::{Audience, Place};

#[test]
fn hi_7_1_everything_about_a_candidate_is_in_a_document_of_their_own() {
    let mut fixture = Fixture::new();
    let made = commands::add_candidate(
        &AUTHOR,
        [id(KIM), id(51)],
        &fixture.get(ROLE),
        &Candidate { name: "Kim".into(), ..Candidate::default() },
        day(TODAY),
    );
    fixture.apply(&made);
    let kim = fixture.get::<Candidate>(KIM);
    let theirs = [
        commands::arrange(&AUTHOR, id(60), &kim, &Interview::default()),
        commands::begin_closing(&fixture.book, &AUTHOR, &kim),
        commands::promise(&AUTHOR, id(61), &kim, "Yes or no", day(TODAY), day(TODAY)),
        commands::answer_survey(&AUTHOR, id(62), &kim, &crate::CandidateSurvey::default()),
    ];
    for edit in made.edits.iter().chain(theirs.iter().flat_map(|batch| &batch.edits)) {
        assert_eq!(edit.document, kim.document);
    }
    assert_eq!(kim.document.place, Place::Person(id(KIM)));
    assert_eq!(fixture.get::<Opening>(ROLE).document.place, Place::Area("hiring".to_owned()));

    // A candidate for an opening of a circle is for the circle.
    let mut role = fixture.get::<Opening>(ROLE);
    role.document.audience = Audience::Circle(id(9));
    let made = commands::add_candidate(&AUTHOR, [id(52), id(53)], &role, &Candidate::default(), day(TODAY));
    assert!(made.edits.iter().all(|edit| edit.document.audience == Audience::Circle(id(9))));
}

#[test]
fn hi_7_2_a_candidate_is_where_the_last_move_led() {
    let mut fixture = Fixture::with_kim();
    let steps = |fixture: &mut Fixture, new| {
        let moved = commands::move_on(&fixture.book, &AUTHOR, id(new), &fixture.get(KIM), day(TODAY));
        moved.is_some_and(|batch| {
            fixture.apply(&batch);
            true
        })
    };
    let at = |fixture: &Fixture| {
        let at = rules::standing(&fixture.book, id(KIM));
        (at.step, at.stage)
    };
    fixture.apply(&commands::next_step(
        &fixture.get(KIM),
        Some("Call".into()),
        Some(day(TODAY)),
        Some(id(ANA)),
    ));
    assert!(steps(&mut fixture, 100));
    assert_eq!(at(&fixture), (Step::Stage, Some(id(CODING))));
    let kim = fixture.get::<Candidate>(KIM);
    assert_eq!((&kim.next_step, kim.next_on, kim.owed_by), (&None, None, None));
    assert!(steps(&mut fixture, 101));
    assert_eq!(at(&fixture), (Step::Stage, Some(id(DESIGN))));
    assert!(steps(&mut fixture, 102));
    assert_eq!(at(&fixture), (Step::Offer, None));
    assert!(!steps(&mut fixture, 103));
}

#[test]
fn hi_7_3_the_board_shows_who_is_where_the_longest_first() {
    let mut fixture = Fixture::with_kim();
    for (number, name, on, to, stage) in [
        (51, "Lou", "2026-11-01", Step::Stage, Some(CODING)),
        (52, "Max", "2026-11-05", Step::Stage, Some(CODING)),
        (53, "Nia", "2026-11-06", Step::Rejected, None),
        (54, "Ola", "2026-11-07", Step::Stage, Some(99)),
    ] {
        let one = Candidate { name: name.into(), opening: Some(id(ROLE).into()), ..Candidate::default() };
        fixture.put(number, &one);
        fixture.moved(number, on, to, stage);
    }
    let board = rules::board(&fixture.book, &fixture.get(ROLE));
    let names = |way: &rules::Way| way.candidates.iter().map(|(one, _)| one.name.clone()).collect::<Vec<_>>();
    let open: Vec<_> = board.open.iter().map(|way| (way.name(), names(way))).collect();
    let expected: [(&str, &[&str]); 4] =
        [("Applied", &["Ola", "Kim Lee"]), ("Coding", &["Lou", "Max"]), ("Design", &[]), ("Offer", &[])];
    for ((name, who), (expected, candidates)) in open.iter().zip(expected) {
        assert_eq!(
            (name.as_str(), who.as_slice()),
            (expected, candidates.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>().as_slice())
        );
    }
    assert_eq!((board.open.len(), names(&board.ended[2])), (4, vec!["Nia".to_owned()]));
}

#[test]
fn hi_7_7_an_idle_candidate_is_a_notice_with_who_owes() {
    let mut fixture = Fixture::with_kim();
    // Waiting for a word is said instead of idleness; here it may take its time.
    fixture.set(70, &crate::REPLY_DAYS, 60);
    assert!(!fixture.speaking("2026-11-17").contains(&"HI-7.7"));
    fixture.apply(&commands::next_step(&fixture.get(KIM), Some("Call her".into()), None, Some(id(ANA))));
    let notice = fixture.notice("HI-7.7", "2026-11-18");
    assert_eq!(notice.says, "Nothing has happened with Kim Lee for 8 days");
    assert_eq!(notice.facts, ["Ana owes the next step.", "Next step: Call her."]);
    fixture.interviewed(60, KIM, ANA, "2026-11-25", InterviewState::Planned);
    assert!(!fixture.speaking("2026-11-18").contains(&"HI-7.7"));
    fixture.change(60, |one: &mut Interview| one.state = InterviewState::Cancelled);
    fixture.set(71, &IDLE_DAYS, 8);
    assert!(!fixture.speaking("2026-11-18").contains(&"HI-7.7"));
    assert!(fixture.speaking("2026-11-19").contains(&"HI-7.7"));
    fixture.change(KIM, |kim: &mut Candidate| kim.next_on = Some(day("2026-11-19")));
    assert!(!fixture.speaking("2026-11-19").contains(&"HI-7.7"));
    fixture.change(KIM, |kim: &mut Candidate| kim.next_on = None);
    fixture.moved(KIM, "2026-11-11", Step::Withdrew, None);
    assert!(!fixture.speaking("2026-12-19").contains(&"HI-7.7"));
}

#[test]
fn hi_7_9_next_steps_stand_by_day() {
    let mut fixture = Fixture::with_kim();
    for (number, on) in [(51, Some("2026-11-25")), (52, None)] {
        let one = Candidate {
            name: "Other".into(),
            next_step: Some("Call".into()),
            next_on: on.map(day),
            ..Candidate::default()
        };
        fixture.put(number, &one);
    }
    let owed = |fixture: &Fixture| rules::owed(&fixture.book).iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(owed(&fixture), [id(51), id(52)]);
    fixture.apply(&commands::next_step(
        &fixture.get(KIM),
        Some("Mail".into()),
        Some(day("2026-11-24")),
        None,
    ));
    assert_eq!(owed(&fixture), [id(KIM), id(51), id(52)]);
    fixture.moved(51, TODAY, Step::Rejected, None);
    assert_eq!(owed(&fixture), [id(KIM), id(52)]);
}

#[test]
fn hi_7_10_who_was_kept_long_enough_is_proposed_for_erasure() {
    let mut fixture = Fixture::with_kim();
    fixture.moved(KIM, "2026-11-12", Step::Rejected, None);
    // 12 November and 180 days.
    assert_eq!(rules::keep_until(&fixture.book, &fixture.get(KIM)), Some(day("2027-05-11")));
    assert!(!fixture.speaking("2027-05-11").contains(&"HI-7.10"));
    let notice = fixture.notice("HI-7.10", "2027-05-12");
    assert_eq!((notice.about, notice.says.as_str()), (id(KIM), "The time to keep Kim Lee is over"));
    fixture.set(70, &RETENTION_DAYS, 365);
    assert!(!fixture.speaking("2027-05-12").contains(&"HI-7.10"));
    assert!(fixture.speaking("2027-11-13").contains(&"HI-7.10"));
    fixture.moved(KIM, "2027-11-12", Step::Stage, Some(CODING));
    assert!(!fixture.speaking("2027-11-13").contains(&"HI-7.10"));
    fixture.moved(KIM, "2027-11-13", Step::Accepted, None);
    assert!(!fixture.speaking("2030-11-13").contains(&"HI-7.10"));
}

#[test]
fn hi_7_16_many_candidates_of_one_opening_are_one_notice() {
    let mut fixture = Fixture::new();
    let of_rule = |fixture: &Fixture, rule: &str| {
        let mut all = notices(&fixture.book, day(TODAY));
        all.retain(|one| one.rule == rule);
        all
    };
    for number in 50..60 {
        let one =
            Candidate { name: format!("C{number}"), opening: Some(id(ROLE).into()), ..Candidate::default() };
        fixture.put(number, &one);
        fixture.moved(number, "2026-11-01", Step::Applied, None);
        match number {
            52 => assert_eq!(of_rule(&fixture, "HI-9.2").len(), 3, "three are told of one by one"),
            53 => assert_eq!(of_rule(&fixture, "HI-9.2").len(), 1),
            _ => {}
        }
    }
    let found = of_rule(&fixture, "HI-9.2").remove(0);
    assert_eq!(
        (found.about, found.says.as_str()),
        (id(ROLE), "10 candidates for Senior engineer wait for a word from us")
    );
    assert_eq!((found.facts.len(), found.facts[7].as_str()), (8, "And 3 more."));
    assert!(found.facts[0].starts_with("C50: Should have heard by "), "{}", found.facts[0]);
    // Somebody more makes it a new case for who put it aside.
    let before = found.occurrence;
    let one = Candidate { name: "C60".into(), opening: Some(id(ROLE).into()), ..Candidate::default() };
    fixture.put(60, &one);
    fixture.moved(60, "2026-11-01", Step::Applied, None);
    assert_ne!(of_rule(&fixture, "HI-9.2").remove(0).occurrence, before);
    // So are late cards.
    for number in 50..54 {
        fixture.interviewed(number + 50, number, ANA, "2026-11-10", InterviewState::Done);
    }
    let late = of_rule(&fixture, "HI-4.5");
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].says, "Scorecards about 4 candidates for Senior engineer are late");
    assert_eq!(late[0].facts[0], "C50: Ana, Coding: 12 days ago.");
}
