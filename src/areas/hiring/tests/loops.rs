//! The loop and the bank (HI-3).

use super::*;
use crate::{Question, Seat, commands, rules};

#[test]
fn hi_3_1_coverage_is_competency_by_stage() {
    let mut fixture = Fixture::new();
    fixture.change(ROLE, |one: &mut Opening| {
        one.competencies = ["coding".to_owned(), "Listening".to_owned()].into();
    });
    let coverage = rules::coverage(&fixture.book, &fixture.get(ROLE));
    let rows: Vec<_> =
        coverage.rows.iter().map(|row| (row.name.as_str(), row.tested.clone(), row.asked_for)).collect();
    assert_eq!(
        rows,
        [
            ("coding", vec![true, false], true),
            ("Design", vec![false, true], false),
            ("Listening", vec![false, false], true)
        ]
    );
    assert_eq!(coverage.missing, [StageKind::Behavioural, StageKind::JobPreview]);
    assert_eq!((coverage.untested(), coverage.twice()), (vec!["Listening"], vec![]));
}

#[test]
fn hi_3_2_a_loop_with_holes_is_one_notice() {
    let mut fixture = Fixture::new();
    fixture.change(ROLE, |one: &mut Opening| one.competencies = ["Listening".to_owned()].into());
    fixture.change(DESIGN, |one: &mut Stage| {
        one.competencies = ["Design".to_owned(), "coding".to_owned()].into()
    });
    assert_eq!(
        fixture.notice("HI-3.2", TODAY).facts,
        ["Missing: behavioural and job preview.", "Tested by nobody: Listening.", "Tested twice: Coding."]
    );
    fixture.change(DESIGN, |one: &mut Stage| one.competencies = ["Design".to_owned()].into());
    let talk =
        Stage { competencies: ["Listening".to_owned()].into(), ..stage("Talk", StageKind::Behavioural, 2) };
    fixture.put(43, &talk);
    fixture.put(44, &stage("The job", StageKind::JobPreview, 3));
    assert!(!fixture.speaking(TODAY).contains(&"HI-3.2"));
    fixture.put(60, &Opening { role: "Bare".into(), ..role() });
    assert_eq!(fixture.notice("HI-3.2", TODAY).facts, ["It has no stages."]);
}

#[test]
fn hi_3_3_questions_are_drawn_by_competency_then_kind() {
    let mut fixture = Fixture::new();
    let question = |asks: &str, kind, competency: &str, retired| Question {
        asks: asks.into(),
        kind,
        competency: Some(competency.to_owned()),
        retired,
        ..Question::default()
    };
    fixture.put(60, &question("A queue", Some(StageKind::Coding), "Data", false));
    fixture.put(61, &question("Read this", None, "CODING", false));
    fixture.put(62, &question("Known by all", Some(StageKind::Coding), "Coding", true));
    fixture.put(63, &question("A cache", Some(StageKind::SystemDesign), "Design", false));
    let suits = |fixture: &Fixture| -> Vec<String> {
        let all = rules::suggested_questions(&fixture.book, &fixture.get(CODING));
        all.into_iter().map(|one| one.asks.clone()).collect()
    };
    assert_eq!(suits(&fixture), ["Read this", "A queue"]);
    let draw = |fixture: &Fixture, new| {
        commands::draw(&fixture.book, &AUTHOR, id(new), &fixture.get(CODING), id(61))
    };
    let drawn = draw(&fixture, 70);
    fixture.apply(&drawn);
    assert!(draw(&fixture, 71).is_empty());
    assert_eq!(suits(&fixture), ["A queue"]);
    let asked = rules::questions_of(&fixture.book, id(CODING));
    assert_eq!(asked[0].1.asks, "Read this");
    fixture.apply(&commands::put_back(&asked[0].0));
    assert_eq!(suits(&fixture), ["Read this", "A queue"]);
}

#[test]
fn hi_3_4_the_usual_loop_has_each_kind_and_is_begun_once() {
    let mut fixture = Fixture::new();
    assert!(commands::usual_loop(&fixture.book, &AUTHOR, &fixture.get(ROLE), ids(1)).is_empty());
    fixture.put(60, &Opening { role: "Bare".into(), ..role() });
    let begun = commands::usual_loop(&fixture.book, &AUTHOR, &fixture.get(60), ids(1));
    fixture.apply(&begun);
    let coverage = rules::coverage(&fixture.book, &fixture.get(60));
    assert_eq!((coverage.stages.len(), coverage.missing.len()), (5, 0));
}

#[test]
fn hi_3_5_stages_change_places_and_take_with_them_what_is_theirs() {
    let mut fixture = Fixture::with_kim();
    let names = |fixture: &Fixture| -> Vec<String> {
        rules::stages_of(&fixture.book, id(ROLE)).iter().map(|one| one.name.clone()).collect()
    };
    let shifted = commands::shift_stage(&fixture.book, &fixture.get(DESIGN), false);
    fixture.apply(&shifted);
    assert_eq!(names(&fixture), ["Design", "Coding"]);
    assert!(commands::shift_stage(&fixture.book, &fixture.get(DESIGN), false).is_empty());
    assert!(commands::shift_stage(&fixture.book, &fixture.get(CODING), true).is_empty());

    let seat = |fixture: &Fixture, new, seat| {
        commands::seat(&fixture.book, &AUTHOR, id(new), &fixture.get(CODING), id(ANA), seat)
    };
    let (leads, shadows) = (seat(&fixture, 70, Seat::Leads), 71);
    fixture.apply(&leads);
    let shadows = seat(&fixture, shadows, Seat::Shadows);
    fixture.apply(&shadows);
    let seated = rules::interviewers_of(&fixture.book, id(CODING));
    assert_eq!((seated.len(), seated[0].seat), (1, Seat::Shadows));

    fixture.moved(KIM, "2026-11-12", Step::Stage, Some(CODING));
    let gone = commands::remove_stage(&fixture.book, &fixture.get(CODING));
    fixture.apply(&gone);
    assert!(rules::interviewers_of(&fixture.book, id(CODING)).is_empty());
    assert_eq!(rules::moves_of(&fixture.book, id(KIM)).len(), 2);
    let added = commands::add_stage(
        &fixture.book,
        &AUTHOR,
        id(72),
        &fixture.get(ROLE),
        &stage("Talk", StageKind::Behavioural, 0),
    );
    fixture.apply(&added);
    assert_eq!(names(&fixture), ["Design", "Talk"]);
}
