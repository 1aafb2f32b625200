//! A draft of two teams: span, rotation, skills and seniority of each half (TM-3).

use kernel::RecordId;

use super::{AUTHOR, Filled, Fixture, ME, day, id, report};
use crate::{
    Depth, Half, Person, Service, Skill, SkillDemand, SkillRating, SplitPlace, Team, TeamSplit, commands,
    rules::{self, Counts, Lack, OnLadder, Side, SplitDrawn},
};

const SPLIT: u8 = 100;
const TODAY: &str = "2026-11-22";

/// So many reports (from 10 on) and a draft in which nobody is placed.
fn fixture(reports: u8) -> Fixture {
    let mut fixture = Fixture::new().with_reports(reports);
    let split = TeamSplit {
        name: "In two".to_owned(),
        manager: Some(id(ME).into()),
        first: Some("Checkout".to_owned()),
        ..TeamSplit::default()
    };
    fixture.put(SPLIT, &split);
    fixture
}

fn place(fixture: &mut Fixture, number: u8, what: u8, half: Option<Half>) {
    let split = fixture.get::<TeamSplit>(SPLIT);
    let batch = commands::place_in(&fixture.book, &AUTHOR, id(number), &split, id(what), half);
    fixture.apply(&batch);
}

/// The first so many in the first half, the others in the second.
fn halved(reports: u8, first: u8) -> Fixture {
    let mut fixture = fixture(reports);
    for number in 0..reports {
        let half = if number < first { Half::First } else { Half::Second };
        place(&mut fixture, 110 + number, 10 + number, Some(half));
    }
    fixture
}

fn drawn(fixture: &Fixture) -> SplitDrawn {
    rules::split(&fixture.book, &fixture.get(SPLIT), &OnLadder::new(), day(TODAY))
}

#[test]
fn tm_3_1_reports_here_or_coming_are_in_a_half_or_in_none_and_leads_are_in_no_span() {
    let mut fixture = fixture(4);
    fixture.put(14, &report("Comes", Some("2026-12-01"), None));
    fixture.put(15, &report("Has gone", None, Some("2026-11-01")));
    place(&mut fixture, 110, 10, Some(Half::First));
    place(&mut fixture, 111, 11, Some(Half::First));
    place(&mut fixture, 112, 14, Some(Half::Second));
    place(&mut fixture, 113, 15, Some(Half::Second));
    fixture.put(SPLIT, &TeamSplit { second_lead: Some(id(11).into()), ..TeamSplit::default() });
    let drawn = drawn(&fixture);
    let names = |people: &[document::Entry<Person>]| {
        people.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(drawn.reports, 5);
    assert_eq!(names(&drawn.halves[0].people), ["Report 10"]);
    assert_eq!(names(&drawn.halves[1].people), ["Comes"]);
    assert_eq!(drawn.halves[1].lead.as_ref().map(|lead| lead.name.as_str()), Some("Report 11"));
    assert_eq!(names(&drawn.unplaced), ["Report 12", "Report 13"]);
    assert_eq!((drawn.halves[0].name.as_str(), drawn.halves[1].name.as_str()), ("Checkout", "Second team"));
}

#[test]
fn tm_3_2_nine_in_two_leave_one_half_below_the_span() {
    // The worked example: split at 9 into 4 and 5.
    let drawn = drawn(&halved(9, 4));
    let halves = drawn.halves.each_ref().map(|half| (half.span(), half.side, half.openings));
    assert_eq!(drawn.reports, 9);
    assert_eq!(halves, [(4, Side::Below, 1), (5, Side::Within, 0)]);
}

#[test]
fn tm_3_3_a_half_staffs_a_weekly_rotation_from_four_people_and_has_slack_from_five() {
    let rotation = |reports, first| {
        let drawn = drawn(&halved(reports, first));
        drawn.halves.map(|half| (half.staffs_rotation, half.has_slack, half.openings))
    };
    assert_eq!(rotation(9, 4), [(true, false, 1), (true, true, 0)]);
    assert_eq!(rotation(8, 3), [(false, false, 2), (true, true, 0)]);
}

#[test]
fn tm_3_4_each_half_shows_what_its_services_need_against_its_own_people() {
    let mut fixture = halved(6, 3);
    fixture.put(30, &Team { name: "All".to_owned(), ..Team::default() });
    for number in 10..16 {
        let level = if number == 10 { "IC5" } else { "IC2" };
        let person = Person { team: Some(id(30).into()), level: Some(level.into()), ..Person::default() };
        fixture.put(number, &person);
    }
    for (number, name) in [(40, "Core"), (41, "Edge")] {
        fixture.put(number, &Service { name: name.into(), owner: Some(id(30).into()), ..Service::default() });
    }
    fixture.put(42, &Service { name: "Somebody else's".into(), ..Service::default() });
    fixture.put(50, &Skill { name: "Ledger".into(), ..Skill::default() });
    for number in [40_u8, 41] {
        let demand = SkillDemand {
            skill: Some(id(50).into()),
            depth: Depth::Builds,
            needed_for: Some(id(number)),
            ..SkillDemand::default()
        };
        fixture.put(number + 20, &demand);
    }
    let rating = SkillRating {
        person: Some(id(10).into()),
        skill: Some(id(50).into()),
        depth: Depth::Builds,
        on: Some(day("2026-11-01")),
        ..SkillRating::default()
    };
    fixture.put(70, &rating);
    place(&mut fixture, 120, 40, Some(Half::First));
    let before = drawn(&fixture);
    assert_eq!(before.halves[0].needs[0].lack(), Some(Lack::OnePerson));
    assert!(before.halves[1].needs.is_empty());
    let open: Vec<&str> = before.unplaced_services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(open, ["Edge"], "only what the people's teams own");
    assert_eq!(before.halves[0].mix.counts, Counts { junior: 2, senior: 1, ..Counts::default() });
    assert_eq!(before.halves[1].mix.mentor_seats, 0);

    place(&mut fixture, 121, 41, Some(Half::Second));
    assert_eq!(drawn(&fixture).halves[1].needs[0].lack(), Some(Lack::Nobody));
    // Who leads a half can do what it needs.
    let led = TeamSplit { second_lead: Some(id(10).into()), ..TeamSplit::default() };
    fixture.put(SPLIT, &led);
    assert_eq!(drawn(&fixture).halves[1].needs[0].lack(), Some(Lack::OnePerson));
    assert_eq!(drawn(&fixture).halves[0].needs[0].lack(), Some(Lack::Nobody));
}

#[test]
fn tm_3_5_a_draft_begins_with_two_teams_as_they_stand_and_moves_nobody() {
    let mut fixture = Fixture::new();
    for (number, name) in [(30, "Ledger"), (31, "Checkout")] {
        fixture.put(number, &Team { name: name.into(), ..Team::default() });
    }
    for (number, team) in [(10_u8, 30), (11, 31), (12, 31)] {
        let person =
            Person { team: Some(id(team).into()), ..report(&format!("Report {number}"), None, None) };
        fixture.put(number, &person);
    }
    fixture.put(40, &Service { owner: Some(id(30).into()), ..Service::default() });
    let draft = |fixture: &Fixture| {
        let mut next = SPLIT - 1;
        let manager = fixture.get::<Person>(ME);
        commands::draft_split(&fixture.book, &AUTHOR, &manager, "In two".into(), day(TODAY), || {
            next += 1;
            id(next)
        })
    };
    let batch = draft(&fixture);
    fixture.apply(&batch);
    let begun = drawn(&fixture);
    let halves = begun.halves.each_ref().map(|half| (half.name.as_str(), half.span(), half.services.len()));
    assert_eq!(halves, [("Checkout", 2, 0), ("Ledger", 1, 1)]);
    assert_eq!(fixture.get::<Person>(10).team.map(|team| team.id()), Some(id(30)));
    // With three teams nobody is placed yet.
    fixture.put(32, &Team { name: "Platform".into(), ..Team::default() });
    fixture.put(12, &Person { team: Some(id(32).into()), ..Person::default() });
    assert_eq!(draft(&fixture).edits.len(), 1);
}

#[test]
fn tm_3_6_who_is_placed_twice_apart_is_placed_once_by_the_next_move() {
    let mut fixture = fixture(1);
    let place_of = |half| SplitPlace {
        split: Some(id(SPLIT).into()),
        what: Some(id(10)),
        half,
        ..SplitPlace::default()
    };
    fixture.put(110, &place_of(Half::First));
    fixture.put(111, &place_of(Half::Second));
    place(&mut fixture, 112, 10, Some(Half::Second));
    let places = |fixture: &Fixture| {
        let all = fixture.book.all::<SplitPlace>();
        all.iter().map(|place| (place.id, place.half)).collect::<Vec<(RecordId, Half)>>()
    };
    assert_eq!(places(&fixture), [(id(111), Half::Second)]);
    place(&mut fixture, 113, 10, None);
    assert_eq!(places(&fixture), []);
}
