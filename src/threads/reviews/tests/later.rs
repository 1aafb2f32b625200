//! What a review leads to (PR-6, PR-7).

use super::*;
use document::Audience;
use feedback::{OneOnOne, OneOnOneState};
use growth::{Goal, GoalState, Stretch, StretchState};
use roster::{Depth, Skill, SkillDemand, SkillRating};

use crate::links;

impl Story {
    fn placed(&mut self, placing: Placing) {
        self.promises(31, &promise());
        let placed = place(ME, &self.get(31), placing, (id(50), id(51)), day(TODAY));
        self.apply(&placed);
    }

    fn kept(&self, today: &str) -> Kept {
        kept(&self.book, &self.review(), &self.get(31), day(today))
    }

    fn talks(&mut self, number: u8, on: &str) {
        let talk = OneOnOne {
            person: Some(Ref::new(id(ANA))),
            on: Some(day(on)),
            state: OneOnOneState::Held,
            ..OneOnOne::default()
        };
        self.put(number, &talk);
    }
}

#[test]
fn pr_6_1_a_promise_becomes_an_owned_item_for_those_who_may_read_it() {
    for (placing, kind) in [
        (Placing::Action, "Action"),
        (Placing::StretchWork, "Stretch work"),
        (Placing::Mentoring, "Mentoring pair"),
        (Placing::Goal, "Goal"),
    ] {
        let mut story = Story::new();
        story.placed(placing);
        let became = story.kept(TODAY).became.unwrap();
        assert_eq!((became.0, became.1), (id(50), kind));
        assert_eq!(became.2, "Four hours a week without interrupts");
        let row = story.book.row(id(50)).unwrap();
        assert_eq!(row.document, story.review().document, "{kind}");
        // It is walked from both ends.
        assert!(links::rail(&story.book, id(50)).iter().any(|knot| knot.other == id(31)), "{kind}");
    }
}

#[test]
fn pr_6_3_a_promise_has_begun_when_what_it_became_has() {
    let mut story = Story::new();
    story.placed(Placing::StretchWork);
    assert!(!story.kept(TODAY).begun, "proposed is not begun");
    let moved = growth::commands::move_stretch(&story.get::<Stretch>(50), StretchState::UnderWay, day(TODAY));
    story.apply(&moved);
    assert!(story.kept(TODAY).begun);
    let mut story = Story::new();
    story.placed(Placing::Mentoring);
    assert!(story.kept(TODAY).begun, "a pair that meets has begun");
    let mut story = Story::new();
    story.placed(Placing::Goal);
    assert!(!story.kept(TODAY).begun);
    let acting = roster::commands::agree_action(
        &ME,
        id(52),
        ("Read", Some(id(ANA)), None),
        Some(id(ANA).into()),
        id(50),
    );
    story.apply(&acting);
    assert!(story.kept(TODAY).begun);
    // Where nothing else tells, somebody says so.
    let mut story = Story::new();
    story.placed(Placing::Action);
    assert!(!story.kept(TODAY).begun);
    let begun = reviews::commands::begin_promise(&story.get(31), day(TODAY));
    story.apply(&begun);
    assert!(story.kept(TODAY).begun);
}

#[test]
fn pr_6_4_support_not_begun_after_two_talks_is_a_notice() {
    let mut story = Story::new();
    story.placed(Placing::Action);
    story.write(|review| review.shared_on = Some(day("2026-12-18")));
    story.talks(60, "2026-12-17");
    story.talks(61, "2026-12-18");
    story.talks(62, "2026-12-29");
    assert!(story.speaking("2026-12-29").is_empty(), "one talk since");
    story.talks(63, "2027-01-05");
    let notice = story.notice("PR-6.4", "2027-01-05");
    assert_eq!(notice.says, "1 promise to Ana not begun after 2 1:1s");
    assert_eq!(
        notice.facts,
        ["Ana, 2 1:1s since: “Four hours a week without interrupts” (Ida, by 15 Jan 2027): action."]
    );
    let begun = reviews::commands::begin_promise(&story.get(31), day("2027-01-05"));
    story.apply(&begun);
    assert!(story.speaking("2027-01-05").is_empty());
}

#[test]
fn pr_7_1_a_finding_becomes_a_goal_or_a_demand_for_a_skill_and_stays_tied_to_it() {
    let mut story = Story::new();
    story.finds(30, "Incidents are led by others", Leaning::ToGrow);
    story.put(20, &Skill { name: "Incident command".into(), ..Skill::default() });
    let goal = Goal { what: "Leads an incident".into(), ..Goal::default() };
    let set = set_goal(ME, (id(50), id(51)), &story.get(30), &goal, day(TODAY));
    story.apply(&set);
    let demand = SkillDemand { skill: Some(Ref::new(id(20))), depth: Depth::Runs, ..SkillDemand::default() };
    let asked = ask_for_skill(&story.book, ME, (id(52), id(53)), &story.get(30), &demand, day(TODAY));
    story.apply(&asked);
    let goal: Entry<Goal> = story.get(50);
    assert_eq!((goal.person, goal.set_on), (Some(Ref::new(id(ANA))), Some(day(TODAY))));
    assert_eq!(goal.document, story.review().document, "for who may read the finding");
    // What is asked for is everyone's; why is not.
    let audience = |record: u8| story.book.row(id(record)).unwrap().document.audience;
    assert_eq!((audience(52), audience(53)), (Audience::Everyone, Audience::OnlyMe(ME.member)));
    let from = |record: u8| links::rail(&story.book, id(record)).remove(0);
    assert_eq!((from(50).other, from(50).relation), (id(30), "Comes from"));
    assert_eq!((from(52).other, from(52).on), (id(30), Some(day(TODAY))));
}

#[test]
fn pr_7_2_a_finding_says_what_it_led_to_and_whether_that_closed() {
    let mut story = Story::new();
    story.finds(30, "Incidents are led by others", Leaning::ToGrow);
    let goal = Goal { what: "Leads an incident".into(), by: Some(day("2027-03-01")), ..Goal::default() };
    let set = set_goal(ME, (id(50), id(51)), &story.get(30), &goal, day(TODAY));
    story.apply(&set);
    story.put(20, &Skill { name: "Incident command".into(), ..Skill::default() });
    let demand = SkillDemand {
        skill: Some(Ref::new(id(20))),
        depth: Depth::Runs,
        people: Some(1),
        ..SkillDemand::default()
    };
    let asked = ask_for_skill(&story.book, ME, (id(52), id(53)), &story.get(30), &demand, day(TODAY));
    story.apply(&asked);
    let led = |story: &Story| {
        let led = leads_of(&story.book, id(30), day("2027-02-01"));
        led.into_iter().map(|one| (one.kind, one.stands.unwrap(), one.closed)).collect::<Vec<_>>()
    };
    assert_eq!(
        led(&story),
        [
            ("Goal", "open, by 1 Mar 2027".to_owned(), false),
            ("Skill demand", "0 of 1 hold it".to_owned(), false)
        ]
    );
    let closed = growth::commands::close_goal(&story.get(50), GoalState::Reached, day("2027-01-20"));
    story.apply(&closed);
    for (number, person) in [(54, ANA), (55, I)] {
        let rating = SkillRating {
            person: Some(Ref::new(id(person))),
            skill: Some(Ref::new(id(20))),
            depth: Depth::Runs,
            on: Some(day("2027-01-25")),
            ..SkillRating::default()
        };
        story.put(number, &rating);
    }
    assert_eq!(
        led(&story),
        [
            ("Goal", "reached on 20 Jan 2027".to_owned(), true),
            ("Skill demand", "2 of 1 hold it".to_owned(), true)
        ]
    );
}

#[test]
fn pr_7_3_a_finding_to_grow_that_leads_nowhere_is_a_notice() {
    let mut story = Story::new();
    story.finds(30, "Incidents are led by others", Leaning::ToGrow);
    story.finds(31, "Brings teams together", Leaning::Strength);
    story.write(|review| review.shared_on = Some(day("2026-12-01")));
    assert!(story.speaking("2026-12-15").is_empty());
    let notice = story.notice("PR-7.3", "2026-12-16");
    assert_eq!(notice.says, "1 finding to grow leads nowhere: Ana");
    assert_eq!(notice.facts, ["Ana: “Incidents are led by others”."]);
    // A topic of a talk is not where it leads.
    let asked = ask_before(ME, (id(52), id(53)), &story.get(30), "Incidents", day(TODAY));
    story.apply(&asked);
    assert_eq!(story.speaking("2026-12-16"), ["PR-7.3"]);
    let set = set_goal(ME, (id(50), id(51)), &story.get(30), &Goal::default(), day("2026-12-16"));
    story.apply(&set);
    assert!(story.speaking("2026-12-16").is_empty());
}

#[test]
fn pr_7_4_what_is_gone_leaves_no_loose_end() {
    let mut story = Story::new();
    story.finds(30, "Incidents are led by others", Leaning::ToGrow);
    let goal = Goal { what: "Leads an incident".into(), ..Goal::default() };
    let set = set_goal(ME, (id(50), id(51)), &story.get(30), &goal, day(TODAY));
    story.apply(&set);
    story.promises(31, &promise());
    let placed = place(ME, &story.get(31), Placing::Action, (id(52), id(53)), day(TODAY));
    story.apply(&placed);
    story.saw(10, "2026-09-10", Tone::Growth);
    story.rests_on(54, 30, 10);
    let gone = |story: &mut Story, number: u8| {
        let row = story.book.row(id(number)).unwrap().clone();
        let edit = document::Edit {
            document: row.document.clone(),
            record: row.id,
            change: document::Change::Delete,
        };
        story.apply(&Batch::new("").with(edit));
    };
    // The observation is gone: the finding rests on nothing, and is offered as no sentence.
    gone(&mut story, 10);
    assert!(evidence_of(&story.book, id(30)).is_empty());
    assert!(
        proposals(&story.book, &story.review(), day(TODAY))
            .iter()
            .all(|one| one.question == Question::Support)
    );
    // The goal is gone: the finding led nowhere, and says so when its day comes.
    let ask = |story: &Story| leads_of(&story.book, id(30), day(TODAY)).len();
    assert_eq!(ask(&story), 1);
    let mut other = Story { book: Book::new(), drawn: 100 };
    for row in story.book.rows() {
        other.book.put((**row).clone());
    }
    gone(&mut other, 50);
    assert_eq!(ask(&other), 0);
    other.write(|review| review.shared_on = Some(day("2026-12-01")));
    assert!(other.speaking("2026-12-16").contains(&"PR-7.3"));
    // The finding and the promise are gone: what came of them stands by itself, and its thread has no torn end.
    gone(&mut story, 30);
    gone(&mut story, 31);
    for record in [50, 52] {
        assert!(links::rail(&story.book, id(record)).is_empty(), "{record}");
        let chain = crate::chain::chain(&story.book, id(record), day(TODAY));
        assert!(chain.is_none_or(|chain| chain.is_alone()), "{record}");
    }
    story.write(|review| review.shared_on = Some(day("2026-12-01")));
    assert!(!story.speaking("2026-12-16").contains(&"PR-7.3"));
}
