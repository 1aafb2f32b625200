//! Interview load, and who lands (HI-11).

use super::*;
use crate::{
    WEEK_CAP, commands,
    rules::{self, Brings},
};
use roster::{
    Absence, Depth, GapAnswer, GapResponse, Skill, SkillDemand, SkillRating, rules as roster_rules,
    rules::Lack,
};

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
    fixture.hired([60, 61], TODAY, "2027-01-04");
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
    fixture.hired([62, 63], TODAY, "2027-02-01");
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
    fixture.hired([70, 71], TODAY, "2026-12-01");
    let expected = rules::expected_of(&fixture.book, id(ME));
    assert_eq!(expected.iter().map(|one| one.person).collect::<Vec<_>>(), [id(60)]);
}

/// A gap that is answered by hiring, the opening behind which Kim stands, and its skill asked for.
fn with_a_gap(fixture: &mut Fixture) {
    fixture.put(20, &Skill { name: "Observability".into(), ..Skill::default() });
    fixture.put(21, &Skill { name: "Month end".into(), ..Skill::default() });
    let demand = SkillDemand { skill: Some(id(20).into()), depth: Depth::Runs, ..SkillDemand::default() };
    fixture.put(22, &demand);
    let answer =
        GapResponse { skill: Some(id(20).into()), answer: GapAnswer::Hire, ..GapResponse::default() };
    fixture.put(23, &answer);
    fixture.change(ROLE, |one: &mut Opening| {
        (one.behind, one.wanted_from) = (Some(id(23)), Some(day("2027-01-01")));
        one.must_haves = ["month END".to_owned(), "Patience".to_owned()].into();
    });
}

#[test]
fn hi_11_6_what_a_hire_is_to_bring_is_expected_from_their_first_day_until_it_is_rated() {
    let mut fixture = Fixture::with_kim();
    with_a_gap(&mut fixture);
    let coming = |fixture: &Fixture, today: &str| {
        let all = rules::coming(&fixture.book, day(today));
        all.into_iter().map(|one| (one.skill, one.from, one.brings)).collect::<Vec<_>>()
    };
    let wanted = Some(day("2027-01-01"));
    assert_eq!(coming(&fixture, TODAY), [(id(20), wanted, Brings::Wanted), (id(21), wanted, Brings::Wanted)]);
    // An opening that is only being written promises nothing.
    fixture.change(ROLE, |one: &mut Opening| one.state = OpeningState::Draft);
    assert!(coming(&fixture, TODAY).is_empty());
    fixture.change(ROLE, |one: &mut Opening| one.state = OpeningState::Open);

    let first = Some(day("2027-01-04"));
    fixture.hired([60, 61], TODAY, "2027-01-04");
    let both = |brings| vec![(id(20), first, brings), (id(21), first, brings)];
    assert_eq!(coming(&fixture, "2027-01-03"), both(Brings::Accepted));
    assert_eq!(coming(&fixture, "2027-01-04"), both(Brings::Here));
    // Expected is not rated: the gap is there until somebody says so.
    let gaps = |fixture: &Fixture| {
        let gaps = roster_rules::gaps(&fixture.book, day("2027-02-01"));
        gaps.into_iter().map(|gap| gap.lack).collect::<Vec<_>>()
    };
    assert_eq!(gaps(&fixture), [Some(Lack::Nobody)]);
    let rating = |person: u8| SkillRating {
        person: Some(id(person).into()),
        skill: Some(id(20).into()),
        depth: Depth::Builds,
        on: Some(day("2027-01-20")),
        ..SkillRating::default()
    };
    fixture.put(62, &rating(61));
    assert_eq!(gaps(&fixture), [Some(Lack::OnePerson)]);
    fixture.put(63, &rating(ANA));
    assert!(gaps(&fixture).is_empty());
    assert_eq!(
        coming(&fixture, "2027-02-01"),
        [(id(20), first, Brings::Rated(Depth::Builds)), (id(21), first, Brings::Here)]
    );
    // What nobody rated for half a year is expected no more, and who has left brings nothing.
    assert_eq!(coming(&fixture, "2027-07-06").len(), 2);
    assert_eq!(coming(&fixture, "2027-07-07").len(), 1);
    fixture.change(61, |person: &mut Person| person.end_date = Some(day("2027-01-31")));
    assert!(coming(&fixture, "2027-02-01").is_empty());
}

#[test]
fn hi_11_7_a_hire_who_is_not_rated_in_what_they_came_for_is_a_notice() {
    let mut fixture = Fixture::with_kim();
    with_a_gap(&mut fixture);
    fixture.hired([60, 61], TODAY, "2027-01-04");
    assert!(!fixture.speaking("2027-03-04").contains(&"HI-11.7"));
    let notice = fixture.notice("HI-11.7", "2027-03-05");
    assert_eq!(
        (notice.about, notice.says.as_str()),
        (id(61), "Kim Lee was hired for Month end and Observability and is not rated in them")
    );
    assert_eq!(notice.facts, ["Hired for Senior engineer, here since 4 Jan 2027."]);
    for (number, skill) in [(62, 20), (63, 21)] {
        let rating = SkillRating {
            person: Some(id(61).into()),
            skill: Some(id(skill).into()),
            on: Some(day("2027-03-01")),
            ..SkillRating::default()
        };
        fixture.put(number, &rating);
    }
    assert!(!fixture.speaking("2027-03-05").contains(&"HI-11.7"), "also when it is that they hold nothing");
}
