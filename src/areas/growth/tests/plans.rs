//! Growth plans and goals (GR-1).

use super::*;
use crate::{Aim, Goal, GoalState, GrowthPlan};
use document::{Audience, Batch};
use kernel::RecordId;
use roster::{Action, ActionState};

fn planned(fixture: &mut Fixture, on: &str) {
    let batch = commands::begin_plan(&fixture.book, &AUTHOR, &fixture.get(ANA), day(on));
    fixture.apply(&batch);
    aim(fixture, Some(Aim::Architecture));
}

fn aim(fixture: &mut Fixture, aim: Option<Aim>) {
    let plan = rules::plan_of(&fixture.book, id(ANA)).unwrap();
    fixture.apply(&Batch::new("").with_all(plan.update(|plan| plan.aim = aim)));
}

/// An action for one of Ana's goals.
fn act(owner: Option<RecordId>, goal: u8) -> Batch {
    let agreed = ("Read three designs", owner, None);
    roster::commands::agree_action(&AUTHOR, id(40), agreed, Some(id(ANA).into()), id(goal))
}

fn goal(what: &str, by: Option<&str>) -> Goal {
    Goal {
        what: what.into(),
        person: Some(id(ANA).into()),
        by: by.map(day),
        set_on: Some(day("2026-10-01")),
        ..Goal::default()
    }
}

#[test]
fn gr_1_1_a_person_has_one_plan_however_often_it_is_begun() {
    let mut fixture = Fixture::new();
    planned(&mut fixture, TODAY);
    let again = commands::begin_plan(&fixture.book, &AUTHOR, &fixture.get(ANA), day(TODAY));
    assert!(again.is_empty());
    let mut elsewhere = Fixture::new();
    planned(&mut elsewhere, "2026-11-20");
    let plans =
        |fixture: &Fixture| fixture.book.all::<GrowthPlan>().iter().map(|plan| plan.id).collect::<Vec<_>>();
    assert_eq!(plans(&fixture), plans(&elsewhere));
    assert_ne!(rules::plan_id(id(ANA)), rules::plan_id(id(11)));
    assert_ne!(rules::plan_id(id(ANA)), id(ANA));
}

#[test]
fn gr_1_2_an_unknown_aim_is_a_notice_after_the_first_month() {
    let mut fixture = Fixture::new();
    assert_eq!(fixture.notice("GR-1.2", TODAY).says, "Nobody has noted where Ana wants to go");
    fixture.change_ana(|ana| ana.start_date = Some(day("2026-10-24")));
    assert!(!fixture.speaking(TODAY).contains(&"GR-1.2"));
    assert!(fixture.speaking("2026-11-23").contains(&"GR-1.2"));
    // A plan without an aim is no answer, unsure is one.
    planned(&mut fixture, TODAY);
    aim(&mut fixture, None);
    assert!(fixture.speaking("2026-11-23").contains(&"GR-1.2"));
    aim(&mut fixture, Some(Aim::Unsure));
    assert!(!fixture.speaking("2026-11-23").contains(&"GR-1.2"));
}

#[test]
fn gr_1_3_a_plan_not_looked_at_for_ninety_days_is_a_notice() {
    let mut fixture = Fixture::new();
    planned(&mut fixture, "2026-08-24");
    assert!(!fixture.speaking(TODAY).contains(&"GR-1.3"));
    let notice = fixture.notice("GR-1.3", "2026-11-23");
    assert_eq!(notice.says, "Ana’s growth plan was not looked at for 91 days");
    assert_eq!(notice.facts, ["Last looked at, or changed by a goal: 24 Aug 2026."]);
    // A goal that is set or closed is a look at it.
    fixture.put(20, &goal("Lead a design", None));
    assert!(!fixture.speaking("2026-11-23").contains(&"GR-1.3"));
    assert_eq!(rules::revisited(&fixture.book, id(ANA)), Some(day("2026-10-01")));
    let notice = fixture.notice("GR-1.3", "2026-12-31");
    assert_eq!(notice.facts[1], "Next goal: “Lead a design”.");
    let plan = rules::plan_of(&fixture.book, id(ANA)).unwrap();
    let looked = commands::revisit_plan(&plan, day("2026-12-01"));
    fixture.apply(&looked);
    assert!(!fixture.speaking("2026-12-31").contains(&"GR-1.3"));
    fixture.set(30, &crate::notices::REVISIT_DAYS, 20);
    assert!(fixture.speaking("2026-12-31").contains(&"GR-1.3"));
}

#[test]
fn gr_1_4_a_goal_past_its_day_is_a_notice_one_per_person() {
    let mut fixture = Fixture::new();
    planned(&mut fixture, TODAY);
    fixture.put(20, &goal("Lead a design", Some("2026-11-22")));
    assert!(!fixture.speaking(TODAY).contains(&"GR-1.4"));
    let notice = fixture.notice("GR-1.4", "2026-11-24");
    assert_eq!(notice.says, "Ana’s goal is past its day: Lead a design");
    assert_eq!(notice.facts, ["“Lead a design”, by 22 Nov 2026: 2 days late."]);
    fixture.put(21, &goal("Write it down", Some("2026-11-20")));
    let notice = fixture.notice("GR-1.4", "2026-11-24");
    assert_eq!(notice.says, "2 goals of Ana are past their day");
    assert_eq!(notice.facts[0], "“Write it down”, by 20 Nov 2026: 4 days late.");
    for (number, state) in [(20, GoalState::Reached), (21, GoalState::LetGo)] {
        let closed = commands::close_goal(&fixture.get(number), state, day("2026-11-24"));
        fixture.apply(&closed);
    }
    assert!(!fixture.speaking("2026-11-24").contains(&"GR-1.4"));
}

#[test]
fn gr_1_5_the_next_goal_is_the_open_one_with_the_nearest_day() {
    let mut fixture = Fixture::new();
    fixture.put(20, &goal("some day", None));
    fixture.put(21, &goal("later", Some("2027-02-01")));
    fixture.put(22, &goal("soon", Some("2026-12-01")));
    let closed = Goal {
        state: GoalState::Reached,
        closed_on: Some(day("2026-11-01")),
        ..goal("was", Some("2026-11-01"))
    };
    fixture.put(23, &closed);
    let names = |fixture: &Fixture| {
        rules::goals_of(&fixture.book, id(ANA)).iter().map(|goal| goal.what.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&fixture), ["soon", "later", "some day", "was"]);
    assert_eq!(rules::next_goal(&fixture.book, id(ANA)).unwrap().what, "soon");
    for number in 20..=22 {
        let closed = commands::close_goal(&fixture.get(number), GoalState::LetGo, day(TODAY));
        fixture.apply(&closed);
    }
    assert_eq!(rules::next_goal(&fixture.book, id(ANA)), None);
}

#[test]
fn gr_1_6_a_goal_that_nobody_does_or_gives_anything_for_is_a_notice() {
    let mut fixture = Fixture::new();
    planned(&mut fixture, TODAY);
    fixture.put(20, &goal("Lead a design", Some("2027-02-01")));
    assert!(!fixture.speaking("2026-10-29").contains(&"GR-1.6"));
    let notice = fixture.notice("GR-1.6", "2026-10-30");
    assert_eq!(notice.says, "Nobody does anything for Ana’s goal: Lead a design");
    fixture.apply(&act(Some(id(ANA)), 20));
    let action = fixture.get::<Action>(40);
    assert_eq!(
        (action.source, action.about, action.owner),
        (Some(id(20)), Some(id(ANA).into()), Some(id(ANA).into()))
    );
    assert_eq!(rules::actions_of(&fixture.book, id(20)), std::slice::from_ref(&action));
    assert!(!fixture.speaking(TODAY).contains(&"GR-1.6"));
    let done = roster::commands::finish_action(&action, day(TODAY));
    fixture.apply(&done);
    assert_eq!(fixture.get::<Action>(40).state, ActionState::Done);
    assert!(fixture.speaking(TODAY).contains(&"GR-1.6"));
    let supported = fixture.get::<Goal>(20).update(|goal| goal.support = "A day a week".into());
    fixture.apply(&Batch::new("").with_all(supported));
    assert!(!fixture.speaking(TODAY).contains(&"GR-1.6"));
}

#[test]
fn gr_1_7_a_goal_that_is_closed_says_when_and_how_and_can_be_opened_again() {
    let mut fixture = Fixture::new();
    let set = commands::set_goal(
        &AUTHOR,
        id(20),
        &Goal { set_on: None, ..goal("Lead a design", None) },
        day(TODAY),
    );
    fixture.apply(&set);
    assert_eq!(fixture.get::<Goal>(20).set_on, Some(day(TODAY)));
    for (state, on) in [(GoalState::Reached, Some(day(TODAY))), (GoalState::Open, None)] {
        let closed = commands::close_goal(&fixture.get(20), state, day(TODAY));
        fixture.apply(&closed);
        let goal = fixture.get::<Goal>(20);
        assert_eq!((goal.state, goal.closed_on), (state, on));
    }
}

#[test]
fn gr_1_8_growth_is_asked_of_reports_who_stay() {
    let mut fixture = Fixture::new();
    fixture.put(11, &Person { name: "Bo".into(), manager: None, ..ana() });
    let names = |fixture: &Fixture, today: &str| {
        rules::subjects(&fixture.book, day(today))
            .iter()
            .map(|person| person.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&fixture, TODAY), ["Ana"]);
    fixture.change_ana(|ana| ana.end_date = Some(day("2027-01-31")));
    assert_eq!(names(&fixture, TODAY), [""; 0]);
    assert!(notices(&fixture.book, day(TODAY)).iter().all(|notice| notice.rule.starts_with("GR-2")));
}

#[test]
fn gr_1_9_plans_and_goals_are_everyones_in_the_persons_document() {
    let mut fixture = Fixture::new();
    planned(&mut fixture, TODAY);
    fixture.put(20, &goal("Lead a design", None));
    let plan = rules::plan_of(&fixture.book, id(ANA)).unwrap();
    for document in [plan.document, fixture.get::<Goal>(20).document] {
        assert_eq!(document.audience, Audience::Everyone);
        assert_eq!(document.place, document::Place::Person(id(ANA)));
    }
}

#[test]
fn gr_1_10_before_a_talk_it_says_how_the_plan_stands() {
    let mut fixture = Fixture::new();
    let said = |fixture: &Fixture| rules::before_a_talk(&fixture.book, id(ANA), day(TODAY));
    assert_eq!(said(&fixture), ["Nobody has noted where they want to go"]);
    planned(&mut fixture, "2026-11-20");
    fixture.put(20, &goal("Lead a design", Some("2026-11-19")));
    fixture.put(21, &goal("Write it down", Some("2026-12-01")));
    fixture.put(22, &Goal { state: GoalState::Reached, ..goal("Was", None) });
    fixture.apply(&act(None, 21));
    let work = crate::Stretch {
        what: "Draw the map".into(),
        person: Some(id(ANA).into()),
        supporter: Some(id(ME).into()),
        ..crate::Stretch::default()
    };
    fixture.put(50, &work);
    fixture.put(51, &crate::Stretch { supporter: None, what: "Run the month-end".into(), ..work.clone() });
    fixture.put(52, &crate::Stretch { state: crate::StretchState::Done, ..work });
    assert_eq!(
        said(&fixture),
        [
            "Goal: Lead a design, 3 days late",
            "Goal: Write it down, by 1 Dec 2026; 1 open action",
            "Stretch work: Run the month-end; nobody catches",
            "Stretch work: Draw the map; Me catches",
            "Aim: architecture; plan looked at 2 days ago",
        ]
    );
}
