//! Interview load, and who lands (HI-11).

use super::*;
use crate::{WEEK_CAP, commands, rules};
use roster::{Absence, rules as roster_rules};

#[test]
fn hi_11_1_hours_stand_per_person_and_week() {
    let mut fixture = Fixture::with_kim();
    fixture.interviewed(60, KIM, ANA, "2026-11-16", InterviewState::Done);
    fixture.interviewed(61, KIM, ANA, "2026-11-22", InterviewState::Planned);
    fixture.interviewed(62, KIM, ANA, "2026-11-23", InterviewState::Planned);
    fixture.interviewed(63, KIM, ANA, "2026-11-18", InterviewState::Cancelled);
    fixture.interviewed(64, KIM, ME, "2026-11-18", InterviewState::Done);
    fixture.change(60, |one: &mut Interview| one.minutes = Some(45));
    fixture.change(64, |one: &mut Interview| one.stage = None);
    let monday = rules::week_of(day(TODAY));
    assert_eq!(monday, day("2026-11-16"));
    let load = rules::load(&fixture.book, &[monday, day("2026-11-23")]);
    let told: Vec<_> = load
        .iter()
        .map(|one| {
            (
                one.name.as_str(),
                one.weeks
                    .iter()
                    .map(|week| (week.interviews.len(), week.minutes, week.unknown))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(told, [("Ana", vec![(2, 105, 0), (1, 60, 0)]), ("Me", vec![(1, 0, 1), (0, 0, 0)])]);
    assert_eq!([45, 60, 105].map(rules::time), ["45 min", "1 h", "1 h 45 min"]);
}

#[test]
fn hi_11_2_more_interviews_than_the_cap_are_a_notice() {
    let mut fixture = Fixture::with_kim();
    for number in 60..63 {
        fixture.interviewed(number, KIM, ANA, "2026-11-24", InterviewState::Planned);
    }
    assert!(!fixture.speaking(TODAY).contains(&"HI-11.2"));
    fixture.interviewed(63, KIM, ANA, "2026-11-27", InterviewState::Planned);
    let notice = fixture.notice("HI-11.2", TODAY);
    assert_eq!(
        (notice.about, notice.says.as_str()),
        (id(ANA), "Ana has 4 interviews in the week of 23 Nov 2026")
    );
    assert_eq!(notice.facts, ["4 h in interviews."]);
    fixture.set(70, &WEEK_CAP, 4);
    assert!(!fixture.speaking(TODAY).contains(&"HI-11.2"));
}

#[test]
fn hi_11_3_an_interview_while_away_is_a_notice() {
    let mut fixture = Fixture::with_kim();
    fixture.interviewed(60, KIM, ANA, "2026-11-24", InterviewState::Planned);
    assert!(!fixture.speaking(TODAY).contains(&"HI-11.3"));
    let leave = Absence {
        person: Some(id(ANA).into()),
        from: Some(day("2026-11-24")),
        until: Some(day("2026-11-28")),
        ..Absence::default()
    };
    fixture.put(61, &leave);
    assert_eq!(fixture.notice("HI-11.3", TODAY).says, "Ana is away on the day of an interview");
    fixture.apply(&commands::conclude(&fixture.get(60), InterviewState::Cancelled));
    assert!(!fixture.speaking(TODAY).contains(&"HI-11.3"));
}

#[test]
fn hi_11_4_at_acceptance_the_candidate_becomes_a_person_who_changes_span() {
    let mut fixture = Fixture::with_kim();
    fixture.change(ROLE, |one: &mut Opening| {
        (one.level, one.manager) = (Some("IC4".into()), Some(id(ME).into()));
    });
    let hire = |fixture: &Fixture, ids: [u8; 2]| {
        commands::hire(&fixture.book, &AUTHOR, ids.map(id), &fixture.get(KIM), day("2027-01-04"), day(TODAY))
    };
    let made = hire(&fixture, [60, 61]);
    fixture.apply(&made);
    let person = fixture.get::<Person>(61);
    assert_eq!((person.name.as_str(), person.level.as_deref()), ("Kim Lee", Some("IC4")));
    assert_eq!((person.manager, person.start_date), (Some(id(ME).into()), Some(day("2027-01-04"))));
    let kim = fixture.get::<Candidate>(KIM);
    assert_eq!((kim.hired_as, kim.starts_on), (Some(id(61).into()), Some(day("2027-01-04"))));
    let role = fixture.get::<Opening>(ROLE);
    assert_eq!((role.state, role.closed_on), (OpeningState::Filled, Some(day(TODAY))));
    let months = roster_rules::span(&fixture.book, id(ME), day(TODAY)).months;
    assert_eq!(months[..3].iter().map(|month| month.reports).collect::<Vec<_>>(), [0, 0, 1]);
    // Another first day makes nobody twice.
    let again = hire(&fixture, [62, 63]);
    fixture.apply(&again);
    assert!(fixture.book.get::<Person>(id(63)).is_none());
}

#[test]
fn hi_11_5_openings_stand_in_the_span_ahead_apart_from_who_comes() {
    let mut fixture = Fixture::with_kim();
    let me = Some(id(ME).into());
    fixture.change(ROLE, |one: &mut Opening| (one.manager, one.wanted_from) = (me, Some(day("2026-11-01"))));
    fixture.put(
        60,
        &Opening { role: "Later".into(), manager: me, wanted_from: Some(day("2027-01-10")), ..role() },
    );
    fixture
        .put(61, &Opening { role: "Somebody else's".into(), wanted_from: Some(day("2027-01-10")), ..role() });
    fixture.put(62, &Opening { manager: me, wanted_from: None, ..role() });
    let expected = rules::expected_of(&fixture.book, id(ME));
    assert_eq!(expected.iter().map(|one| one.person).collect::<Vec<_>>(), [id(ROLE), id(60)]);
    let span = roster_rules::span_with(&fixture.book, id(ME), &expected, day(TODAY));
    let told: Vec<_> = span.months[..4].iter().map(|month| (month.reports, month.with_expected)).collect();
    // What was wanted before today is wanted still.
    assert_eq!(told, [(0, 1), (0, 1), (0, 2), (0, 2)]);
    let hired = commands::hire(
        &fixture.book,
        &AUTHOR,
        [id(70), id(71)],
        &fixture.get(KIM),
        day("2026-12-01"),
        day(TODAY),
    );
    fixture.apply(&hired);
    let expected = rules::expected_of(&fixture.book, id(ME));
    assert_eq!(expected.iter().map(|one| one.person).collect::<Vec<_>>(), [id(60)]);
}
