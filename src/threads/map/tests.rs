//! The rules of the map, told with a small team.

use document::{Author, Book, Record, Stamp};
use feedback::{Concern, Observation, OneOnOne, Tone};
use fixture::day;
use growth::{Goal, GoalState};
use kernel::{MemberId, RecordId, Timestamp, Urgency};
use roster::{Action, ActionState, Area, Depth, Person, Skill, SkillDemand, Theme};

use super::{COLD_DAYS, area_of_action, area_of_kind, guide, map, notices, standing_of, work_in};
use crate::kinds;

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };

#[derive(Default)]
struct Story {
    book: Book,
    last: u8,
}

impl Story {
    fn on<T: Record>(&mut self, date: &str, record: &T) -> RecordId {
        self.last += 1;
        let id = RecordId::from_bytes([self.last; 16]);
        let stamp = Stamp { at: Timestamp::start_of(day(date), 0), by: ME.member };
        self.book.apply(&ME.create(id, record), stamp);
        id
    }

    fn at(&self, area: Area, today: &str) -> (usize, usize, Option<i64>) {
        let standing = standing_of(&self.book, area, day(today), 0);
        (standing.open, standing.overdue, standing.touched.map(|touch| touch.days))
    }
}

fn action(what: &str) -> Action {
    Action { what: what.into(), ..Action::default() }
}

#[test]
fn cn_3_1_what_is_written_belongs_to_one_area() {
    let none: Vec<&str> = kinds::kinds()
        .map(|kind| kind.name)
        .filter(|name| kinds::is_subject(name) && area_of_kind(name).is_none())
        .collect();
    assert_eq!(none, ["action", "note"], "every other subject is work of some area");

    let mut story = Story::default();
    let ana = story.on("2026-11-01", &Person { name: "Ana".into(), ..Person::default() });
    let concern = story.on("2026-11-01", &Concern { person: Some(ana.into()), ..Concern::default() });
    let of = |action: &Action| area_of_action(&story.book, action);
    assert_eq!(of(&action("Buy cake")), None);
    let about = Action { about: Some(ana.into()), ..action("Find a mentor") };
    assert_eq!(of(&about), Some(Area::FeedbackAndGrowth));
    let from = Action { source: Some(concern), ..about.clone() };
    assert_eq!(of(&from), Some(Area::TeamHealth));
    assert_eq!(of(&Action { area: Some(Area::Planning), ..from }), Some(Area::Planning));
}

#[test]
fn cn_3_2_open_is_what_asks_for_something_and_overdue_what_has_a_day_behind_it() {
    let mut story = Story::default();
    let ana = story.on("2026-11-01", &Person { name: "Ana".into(), ..Person::default() });
    let person = Some(ana.into());
    let area = Area::FeedbackAndGrowth;
    story.on("2026-11-01", &Goal { person, by: Some(day("2026-11-10")), ..Goal::default() });
    story.on("2026-11-01", &Goal { person, state: GoalState::Reached, ..Goal::default() });
    let tell = Observation {
        person,
        tone: Tone::Growth,
        on: Some(day("2026-11-05")),
        what_happened: "Late again".into(),
        ..Observation::default()
    };
    story.on("2026-11-05", &tell);
    story.on("2026-11-05", &Observation { settled_on: Some(day("2026-11-06")), ..tell.clone() });
    story.on("2026-11-05", &Observation { tone: Tone::Praise, ..tell });
    // Within the seven days nothing is late; the goal is, on the day after its day.
    assert_eq!(story.at(area, "2026-11-10"), (2, 0, Some(5)));
    assert_eq!(story.at(area, "2026-11-11"), (2, 1, Some(6)));
    assert_eq!(story.at(area, "2026-11-13"), (2, 2, Some(8)));

    let planning = Action { area: Some(Area::Planning), due: Some(day("2026-11-10")), ..action("Ask") };
    let done = Action { state: ActionState::Done, ..planning.clone() };
    story.on("2026-11-07", &planning);
    story.on("2026-11-08", &done);
    assert_eq!(story.at(Area::Planning, "2026-11-10"), (1, 0, Some(2)), "done is not open, but was touched");

    let sql = story.on("2026-11-02", &Skill { name: "SQL".into(), ..Skill::default() });
    let demand = SkillDemand { skill: Some(sql.into()), depth: Depth::Builds, ..SkillDemand::default() };
    story.on("2026-11-02", &demand);
    let gaps = work_in(&story.book, Area::TeamAndHiring, day("2026-11-10"));
    assert_eq!(
        gaps.iter().map(|work| (work.record, work.asks)).collect::<Vec<_>>(),
        [(sql, "gap to answer")]
    );
}

#[test]
fn cn_3_2_a_review_is_open_from_its_launch_until_it_is_shared() {
    use reviews::{Review, ReviewCycle};
    let mut story = Story::default();
    let area = Area::FeedbackAndGrowth;
    let planned = ReviewCycle { share_by: Some(day("2026-11-20")), ..ReviewCycle::default() };
    let cycle = |launched: &str| ReviewCycle { launched_on: Some(day(launched)), ..planned.clone() };
    let waiting = story.on("2026-11-01", &planned);
    story.on("2026-11-01", &Review { cycle: Some(waiting.into()), ..Review::default() });
    assert_eq!(story.at(area, "2026-11-21").0, 0);
    let launched = story.on("2026-11-01", &cycle("2026-11-02"));
    let review = Review { cycle: Some(launched.into()), ..Review::default() };
    story.on("2026-11-01", &review);
    story.on("2026-11-01", &Review { shared_on: Some(day("2026-11-19")), ..review });
    assert_eq!((story.at(area, "2026-11-20"), story.at(area, "2026-11-21").1), ((1, 0, Some(19)), 1));
}

#[test]
fn cn_3_2_who_has_left_leaves_nothing_open() {
    let mut story = Story::default();
    let gone = Person { name: "Bo".into(), end_date: Some(day("2026-10-31")), ..Person::default() };
    let bo = story.on("2026-11-01", &gone);
    story.on("2026-11-01", &Goal { person: Some(bo.into()), ..Goal::default() });
    assert_eq!(story.at(Area::FeedbackAndGrowth, "2026-11-10").0, 0);
}

#[test]
fn cn_3_3_touched_is_the_last_change_and_what_was_never_begun_has_none() {
    let mut story = Story::default();
    assert_eq!(story.at(Area::TeamHealth, "2026-11-22"), (0, 0, None));
    story.on("2026-11-01", &Concern::default());
    story.on("2026-11-12", &Concern { what: "Tired".into(), ..Concern::default() });
    assert_eq!(story.at(Area::TeamHealth, "2026-11-22").2, Some(10));
    // East of Greenwich it was the next day already.
    let noon = Timestamp::from_millis(Timestamp::start_of(day("2026-11-20"), 0).millis() + 20 * 3_600_000);
    let id = RecordId::from_bytes([99; 16]);
    story.book.apply(&ME.create(id, &Concern::default()), Stamp { at: noon, by: ME.member });
    let days =
        |offset| standing_of(&story.book, Area::TeamHealth, day("2026-11-22"), offset).touched.unwrap().days;
    assert_eq!((days(0), days(9 * 60)), (2, 1));
}

#[test]
fn cn_3_3_a_clock_that_runs_ahead_touched_it_today() {
    let mut story = Story::default();
    story.on("2027-01-01", &Concern::default());
    assert_eq!(story.at(Area::TeamHealth, "2026-11-22").2, Some(0));
}

#[test]
fn cn_3_4_an_area_without_a_change_for_long_has_gone_cold() {
    let mut story = Story::default();
    let talk = OneOnOne { on: Some(day("2026-10-01")), ..OneOnOne::default() };
    let id = story.on("2026-10-01", &talk);
    assert_eq!(notices(&story.book, day("2026-11-12")), [], "42 days are within the limit");
    let said = notices(&story.book, day("2026-11-13"));
    assert_eq!(said.len(), 1, "what was never begun cannot go cold");
    assert_eq!((said[0].about, said[0].urgency), (id, Urgency::Low));
    assert_eq!(said[0].says, "Feedback and growth has gone cold");
    assert_eq!(said[0].facts[0], "Nothing came or changed there for 43 days.");
    assert_eq!(said[0].number, Some(&COLD_DAYS));
    assert_eq!(crate::notices::address(&story.book, &said[0]), "/map/feedback-and-growth");
    let key = said[0].key();
    story.on("2026-11-13", &talk);
    assert_eq!(notices(&story.book, day("2026-11-13")), []);
    assert_ne!(notices(&story.book, day("2027-01-13"))[0].key(), key, "the next silence is a new case");
}

#[test]
fn cn_3_4_an_area_that_is_cold_and_late_presses_more() {
    let mut story = Story::default();
    let late = Action { area: Some(Area::Stakeholders), due: Some(day("2026-10-05")), ..action("Call them") };
    story.on("2026-10-01", &late);
    let said = notices(&story.book, day("2026-12-01"));
    assert_eq!(said[0].urgency, Urgency::Normal);
    assert_eq!(said[0].facts[2], "Open there: 1, of which past their day: 1.");
}

#[test]
fn cn_3_5_eight_areas_stand_under_seven_themes() {
    let mut story = Story::default();
    story.on("2026-11-01", &Person { name: "Ana".into(), ..Person::default() });
    story.on("2026-11-04", &Action { area: Some(Area::FeedbackAndGrowth), ..action("Ask Bo") });
    let themes = map(&story.book, day("2026-11-10"), 0);
    assert_eq!(themes.len(), 7);
    let areas: Vec<Area> = themes.iter().flat_map(|theme| &theme.areas).map(|one| one.area).collect();
    assert_eq!(areas, Area::ALL);
    let people = &themes[0];
    assert_eq!(people.theme, Theme::People);
    assert_eq!(people.areas.len(), 2);
    assert_eq!((people.open(), people.overdue(), people.touched().unwrap().days), (1, 0, 6));
    for area in Area::ALL {
        assert_eq!(Area::of_slug(area.slug()), Some(*area));
    }
}

#[test]
fn cn_3_6_every_area_has_a_guide_and_a_place_to_start() {
    for area in Area::ALL {
        let guide = guide(*area);
        assert!(guide.good.len() >= 3 && guide.mistakes.len() >= 3 && guide.steps.len() >= 3, "{area:?}");
        assert!(!guide.start.first.is_empty() && guide.start.first.len() < 120, "{area:?}");
        // Where records of the area exist, the work starts on a page of theirs.
        let has_kinds = kinds::kinds().any(|kind| area_of_kind(kind.name) == Some(*area));
        assert_eq!(guide.start.href.is_some(), has_kinds, "{area:?}");
    }
}
