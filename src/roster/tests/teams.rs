//! Teams: who answers for what, and the mix of levels (TM-4, TM-7).

use super::{Filled, Fixture, ME, day, id, report};
use crate::{
    Person, Setting, Team, Track,
    rules::{self, Counts, Extreme, OnLadder, OnRung, Rungs, Seniority},
};

const TEAM: u8 = 30;
const TODAY: &str = "2026-11-22";
const RUNGS: Rungs = Rungs { junior: 2, senior: 4 };

fn team() -> Team {
    let of = |number: u8| Some(id(number).into());
    Team {
        name: "Checkout".to_owned(),
        manager: of(ME),
        technical_direction: of(10),
        delivery: of(11),
        process: of(11),
        relationships: of(ME),
        ..Team::default()
    }
}

/// Somebody of the team, with this level.
fn member(name: &str, level: &str) -> Person {
    Person {
        team: Some(id(TEAM).into()),
        level: (!level.is_empty()).then(|| level.to_owned()),
        ..report(name, Some("2024-02-01"), None)
    }
}

/// The team with people of these levels, from 10 on.
fn fixture(levels: &[&str]) -> Fixture {
    let mut fixture = Fixture::new();
    fixture.put(TEAM, &team());
    for (number, level) in (10..).zip(levels) {
        fixture.put(number, &member(&format!("Report {number}"), level));
    }
    fixture
}

/// Puts the team in place of the one that stands.
fn replace(fixture: &mut Fixture, team: &Team) {
    fixture.book.remove(id(TEAM));
    fixture.put(TEAM, team);
}

fn spoken(fixture: &Fixture, rule: &str) -> Vec<String> {
    fixture.said(TODAY).into_iter().filter(|(spoke, _)| *spoke == rule).map(|(_, says)| says).collect()
}

#[test]
fn tm_4_1_an_empty_seat_or_one_of_somebody_who_left_is_one_notice_for_the_team() {
    let mut fixture = fixture(&["IC4", "IC3"]);
    assert_eq!(spoken(&fixture, "TM-4.1"), Vec::<String>::new());
    fixture.put(12, &report("Gone", None, Some("2026-10-31")));
    replace(&mut fixture, &Team { technical_direction: Some(id(12).into()), process: None, ..team() });
    let notice = fixture.notice("TM-4.1", TODAY);
    assert_eq!(notice.says, "Nobody answers for technical direction and process in Checkout");
    assert_eq!(
        notice.facts,
        ["Technical direction: Gone left on 31 Oct 2026.", "Process: nobody.", "2 people at work in it."]
    );
}

#[test]
fn tm_4_2_one_person_as_manager_and_tech_lead_is_a_notice() {
    let mut fixture = fixture(&["IC4", "IC3"]);
    assert_eq!(spoken(&fixture, "TM-4.2"), Vec::<String>::new());
    replace(&mut fixture, &Team { technical_direction: Some(id(ME).into()), ..team() });
    assert_eq!(spoken(&fixture, "TM-4.2"), ["Me both manages Checkout and gives its technical direction"]);
}

#[test]
fn tm_4_3_only_teams_with_people_that_the_user_answers_for_are_spoken_of() {
    let mut fixture = fixture(&[]);
    let empty = |fixture: &Fixture| spoken(fixture, "TM-4.1").len();
    replace(&mut fixture, &Team { manager: None, ..team() });
    assert_eq!(empty(&fixture), 0, "nobody is in it");
    fixture.put(10, &Person { manager: None, ..member("Somebody", "IC4") });
    assert_eq!(empty(&fixture), 0, "somebody else's");
    fixture.put(11, &member("My report", "IC3"));
    assert_eq!(empty(&fixture), 1);
    fixture.book.remove(id(11));
    fixture.put(11, &Person { manager: None, ..member("Not my report", "IC3") });
    replace(&mut fixture, &Team { process: None, ..team() });
    assert_eq!(empty(&fixture), 1, "I manage it");
    fixture.book.remove(id(200));
    replace(&mut fixture, &Team { manager: None, ..team() });
    assert_eq!(empty(&fixture), 1, "nobody has said who they are");
}

#[test]
fn tm_7_1_the_rung_of_the_level_says_how_senior_else_the_words_do() {
    let of = |level: &str, title: &str| {
        let person = Person { title: Some(title.to_owned()), ..member("", level) };
        rules::seniority(&person, None, RUNGS)
    };
    for (level, title, expected) in [
        ("IC2", "Senior Engineer", Seniority::Junior),
        ("IC3", "", Seniority::Middle),
        ("E-4b", "", Seniority::Senior),
        ("L10", "", Seniority::Senior),
        ("", "Senior Engineer", Seniority::Senior),
        ("", "Trainee", Seniority::Junior),
        ("Junior", "Staff of the house", Seniority::Senior),
        ("Engineer", "", Seniority::Middle),
        ("", "Engineer", Seniority::Unknown),
        ("", "Leader of nothing", Seniority::Unknown),
    ] {
        assert_eq!(of(level, title), expected, "{level} {title}");
    }
    let manager = Person { track: Some(Track::Management), ..member("", "M1") };
    assert_eq!(rules::seniority(&manager, None, RUNGS), Seniority::Management);
    // A rung of a ladder says more than the letters of a level.
    let on = |level: &str, track: Option<Track>, grade: i64| {
        rules::seniority(&member("", level), Some(OnRung { track, grade }), RUNGS)
    };
    assert_eq!(on("Staff 1", Some(Track::Individual), 5), Seniority::Senior);
    assert_eq!(on("Senior", Some(Track::Individual), 3), Seniority::Middle);
    assert_eq!(on("M1", Some(Track::Management), 4), Seniority::Management, "nobody has to say the track");
    assert_eq!(on("E12", None, 1), Seniority::Junior);
    let mut fixture = fixture(&["IC2"]);
    fixture.put(90, &Setting { name: "tm-7-junior".to_owned(), value: 1, ..Setting::default() });
    assert_eq!(rules::seniority(&member("", "IC2"), None, rules::rungs(&fixture.book)), Seniority::Middle);
}

#[test]
fn tm_7_2_the_mix_counts_levels_and_seats_for_who_needs_a_mentor() {
    let mut fixture = fixture(&["IC4", "IC3", "IC2", "IC5", "IC3", ""]);
    let new = |name: &str, level: &str| Person { start_date: Some(day("2026-10-01")), ..member(name, level) };
    fixture.put(16, &new("New and in between", "IC3"));
    fixture.put(17, &new("New and senior", "IC4"));
    let mix = rules::mix(
        &fixture.book,
        &rules::members_of(&fixture.book, id(TEAM), day(TODAY)),
        &OnLadder::new(),
        day(TODAY),
    );
    let levels: Vec<_> = mix.levels.iter().map(|(level, count)| (level.as_str(), *count)).collect();
    assert_eq!(levels, [("IC5", 1), ("IC4", 2), ("IC3", 3), ("IC2", 1), ("", 1)]);
    assert_eq!(mix.counts, Counts { junior: 1, middle: 3, senior: 3, management: 0, unknown: 1 });
    assert_eq!(mix.mentor_seats, 6, "two for each senior");
    let names: Vec<_> = mix.need_mentor.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["New and in between", "Report 12"]);
}

#[test]
fn tm_7_3_a_team_of_seniors_only_is_a_notice() {
    assert_eq!(spoken(&fixture(&["IC4", "IC5", "IC4"]), "TM-7.3"), ["Everybody in Checkout is senior"]);
    for levels in [&["IC4", "IC5"][..], &["IC4", "IC5", "IC3"], &["IC4", "IC5", "IC4", ""]] {
        assert_eq!(spoken(&fixture(levels), "TM-7.3"), Vec::<String>::new(), "{levels:?}");
    }
    let notice = fixture(&["IC4", "IC5", "IC4"]).notice("TM-7.3", TODAY);
    assert_eq!(notice.facts, ["3 of 3: 1 IC5 and 2 IC4.", "Seats for who needs a mentor: 6; 0 need one."]);
}

#[test]
fn tm_7_4_a_team_of_juniors_only_is_a_notice() {
    let fixture = fixture(&["IC1", "IC2", "IC1"]);
    assert_eq!(spoken(&fixture, "TM-7.4"), ["Everybody in Checkout is junior"]);
    let members = rules::members_of(&fixture.book, id(TEAM), day(TODAY));
    let mix = rules::mix(&fixture.book, &members, &OnLadder::new(), day(TODAY));
    assert_eq!((mix.extreme(), mix.mentor_seats), (Some(Extreme::AllJunior), 0));
    let notice = fixture.notice("TM-7.4", TODAY);
    assert_eq!(notice.facts[1], "Seats for who needs a mentor: 0; 3 need one.");
}
