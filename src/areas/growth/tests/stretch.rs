//! Stretch work (GR-5).

use super::*;
use crate::{Goal, GoalState, Stretch, StretchState};
use roster::Action;

fn stretch(state: StretchState) -> Stretch {
    Stretch {
        what: "Lead the retry queue".into(),
        person: Some(id(ANA).into()),
        supporter: Some(id(ME).into()),
        from: Some(day("2026-10-01")),
        state,
        ..Stretch::default()
    }
}

#[test]
fn gr_5_1_stretch_work_without_a_supporter_is_a_notice_while_it_is_under_way() {
    let mut fixture = Fixture::new();
    let alone = |state| Stretch { supporter: None, ..stretch(state) };
    fixture.put(20, &alone(StretchState::Proposed));
    fixture.put(21, &alone(StretchState::Done));
    fixture.put(22, &stretch(StretchState::UnderWay));
    assert!(!fixture.speaking(TODAY).contains(&"GR-5.1"));
    fixture.put(23, &alone(StretchState::UnderWay));
    let notice = fixture.notice("GR-5.1", TODAY);
    assert_eq!(
        (notice.about, notice.says.as_str()),
        (id(23), "Ana stretches without a net: Lead the retry queue")
    );
    assert_eq!(notice.facts[0], "Initiative, under way since 1 Oct 2026.");
}

#[test]
fn gr_5_2_stretch_on_top_of_a_high_load_is_a_notice() {
    let mut fixture = Fixture::new();
    for number in 40..46 {
        fixture.put(
            number,
            &Action { what: "One more".into(), owner: Some(id(ANA).into()), ..Action::default() },
        );
    }
    assert!(!fixture.speaking(TODAY).contains(&"GR-5.2"));
    fixture.put(20, &stretch(StretchState::UnderWay));
    let notice = fixture.notice("GR-5.2", TODAY);
    assert_eq!(notice.says, "Ana is stretched on top of a high load");
    assert_eq!(
        notice.facts,
        ["Under way: Lead the retry queue.", "6 open actions are theirs; 6 count as much."]
    );
    let done = roster::commands::finish_action(&fixture.get(40), day(TODAY));
    fixture.apply(&done);
    assert!(!fixture.speaking(TODAY).contains(&"GR-5.2"));
    // Two things at once are too much whatever else there is.
    fixture.put(21, &stretch(StretchState::UnderWay));
    assert_eq!(fixture.notice("GR-5.2", TODAY).says, "2 things stretch Ana at once");
}

#[test]
fn gr_5_3_nothing_that_stretches_somebody_for_long_is_a_notice() {
    let mut fixture = Fixture::new();
    // Known here since 1 January 2024, at work since the 10th.
    assert!(!fixture.speaking("2024-07-08").contains(&"GR-5.3"));
    let notice = fixture.notice("GR-5.3", "2024-07-09");
    assert_eq!(
        (notice.says.as_str(), notice.facts[0].as_str()),
        ("Nothing stretched Ana for 181 days", "No stretch work is noted.")
    );
    fixture.put(20, &stretch(StretchState::UnderWay));
    assert!(!fixture.speaking(TODAY).contains(&"GR-5.3"));
    let done = commands::move_stretch(&fixture.get(20), StretchState::Done, day(TODAY));
    fixture.apply(&done);
    assert!(!fixture.speaking("2027-05-21").contains(&"GR-5.3"));
    let notice = fixture.notice("GR-5.3", "2027-05-22");
    assert_eq!(notice.facts, ["Last stretch work ended on 22 Nov 2026."]);
    // What is only proposed stretches nobody.
    fixture.put(21, &stretch(StretchState::Proposed));
    assert!(fixture.speaking("2027-05-22").contains(&"GR-5.3"));
}

#[test]
fn gr_5_4_goals_that_no_stretch_work_serves_are_listed() {
    let mut fixture = Fixture::new();
    for (number, what, state) in [
        (30, "Design", GoalState::Open),
        (31, "Incidents", GoalState::Open),
        (32, "Talks", GoalState::Reached),
    ] {
        let goal = Goal { what: what.into(), person: Some(id(ANA).into()), state, ..Goal::default() };
        fixture.put(number, &goal);
    }
    let serving = |state| Stretch { goal: Some(id(30).into()), ..stretch(state) };
    fixture.put(20, &serving(StretchState::Done));
    let names = |fixture: &Fixture| {
        rules::goals_to_stretch(&fixture.book, id(ANA))
            .iter()
            .map(|goal| goal.what.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&fixture), ["Design", "Incidents"]);
    fixture.put(21, &serving(StretchState::Proposed));
    assert_eq!(names(&fixture), ["Incidents"]);
}

#[test]
fn gr_5_5_stretch_work_notes_when_it_began_and_ended() {
    let mut fixture = Fixture::new();
    fixture.put(20, &Stretch { from: None, ..stretch(StretchState::Proposed) });
    let step = |fixture: &mut Fixture, state, on: &str| {
        let moved = commands::move_stretch(&fixture.get(20), state, day(on));
        fixture.apply(&moved);
        let now = fixture.get::<Stretch>(20);
        (now.from, now.until)
    };
    let (first, last) = (day("2026-11-01"), day(TODAY));
    assert_eq!(step(&mut fixture, StretchState::UnderWay, "2026-11-01"), (Some(first), None));
    assert_eq!(step(&mut fixture, StretchState::Done, TODAY), (Some(first), Some(last)));
    fixture.put(20, &Stretch { until: Some(day("2026-12-24")), ..stretch(StretchState::UnderWay) });
    assert_eq!(
        step(&mut fixture, StretchState::Stopped, TODAY).1,
        Some(last),
        "it ended before it was planned to"
    );
    // Everything is in order of what is live.
    fixture.put(21, &stretch(StretchState::Proposed));
    fixture.put(22, &stretch(StretchState::UnderWay));
    let order: Vec<_> = rules::stretch_of(&fixture.book, id(ANA)).iter().map(|one| one.id).collect();
    assert_eq!(order, [id(22), id(21), id(20)]);
}
