//! The sponsorship desk (GR-7).

use super::*;
use crate::{HelpKind, Opportunity, Outcome, PutForward};
use document::Audience;

fn opportunity(names_by: Option<&str>) -> Opportunity {
    Opportunity {
        what: "Demo for the directors".into(),
        names_by: names_by.map(day),
        ..Opportunity::default()
    }
}

fn forward(person: u8, on: &str) -> PutForward {
    PutForward {
        opportunity: Some(id(20).into()),
        person: Some(id(person).into()),
        on: Some(day(on)),
        ..PutForward::default()
    }
}

/// Bo and Cy report to me as Ana does.
fn with_three() -> Fixture {
    let mut fixture = Fixture::new();
    for (number, name) in [(11, "Bo"), (12, "Cy")] {
        fixture.put(number, &Person { name: name.into(), ..ana() });
    }
    fixture.put(20, &opportunity(None));
    fixture
}

#[test]
fn gr_7_1_a_name_that_was_put_forward_is_sponsorship_and_nobody_elses() {
    let mut fixture = with_three();
    let batch = commands::put_forward(&fixture.book, &AUTHOR, id(30), &forward(ANA, "2026-11-20"));
    assert_eq!(batch.label, "Put Ana forward");
    fixture.apply(&batch);
    let document = fixture.get::<PutForward>(30).document;
    assert_eq!(document.audience, Audience::OnlyMe(AUTHOR.member));
    assert_eq!(document.place, document::Place::Person(id(ANA)));
    let balance = rules::balance(&fixture.book, id(ANA), day(TODAY));
    let sponsorship = balance.iter().find(|one| one.kind == HelpKind::Sponsorship).unwrap();
    assert_eq!((sponsorship.times, sponsorship.last), (1, Some(day("2026-11-20"))));
}

#[test]
fn gr_7_2_the_spread_counts_everybody_in_the_order_of_their_names() {
    let mut fixture = with_three();
    for (number, person, on) in
        [(30, 12, "2026-11-01"), (31, 12, "2025-11-23"), (32, 12, "2025-11-22"), (33, ANA, "2026-11-23")]
    {
        fixture.put(number, &forward(person, on));
    }
    let chosen = commands::came_of(&fixture.get(30), Outcome::Chosen);
    fixture.apply(&chosen);
    let spread = rules::spread(&fixture.book, day(TODAY));
    let counts: Vec<_> =
        spread.iter().map(|one| (one.person.name.as_str(), one.times, one.chosen, one.last)).collect();
    assert_eq!(counts, [("Ana", 0, 0, None), ("Bo", 0, 0, None), ("Cy", 2, 1, Some(day("2026-11-01")))]);
}

#[test]
fn gr_7_3_an_opportunity_that_wants_names_soon_and_has_none_is_a_notice() {
    let mut fixture = with_three();
    fixture.put(20, &opportunity(Some("2026-12-06")));
    let notice = fixture.notice("GR-7.3", TODAY);
    assert_eq!(notice.says, "Nobody is put forward yet: Demo for the directors");
    assert_eq!(notice.facts, ["Names are wanted by 6 Dec 2026, in 14 days."]);
    assert!(!fixture.speaking("2026-11-21").contains(&"GR-7.3"));
    assert!(!fixture.speaking("2026-12-07").contains(&"GR-7.3"), "it is too late");
    fixture.put(30, &forward(ANA, TODAY));
    assert!(!fixture.speaking(TODAY).contains(&"GR-7.3"));
    fixture.book.remove(id(30));
    let closed = commands::close_opportunity(&fixture.get(20));
    fixture.apply(&closed);
    assert!(!fixture.speaking(TODAY).contains(&"GR-7.3"));
}

#[test]
fn gr_7_4_most_chances_for_one_person_are_a_notice_with_all_counts() {
    let mut fixture = with_three();
    for (number, person) in [(30, ANA), (31, ANA), (32, 11)] {
        fixture.put(number, &forward(person, "2026-11-01"));
    }
    assert!(!fixture.speaking(TODAY).contains(&"GR-7.4"), "three are too few to say");
    fixture.put(33, &forward(12, "2026-11-01"));
    assert!(!fixture.speaking(TODAY).contains(&"GR-7.4"), "half is not more than half");
    fixture.put(34, &forward(ANA, "2026-11-02"));
    let notice = fixture.notice("GR-7.4", TODAY);
    assert_eq!(notice.says, "Most chances to be seen went to Ana");
    assert_eq!(notice.facts, ["Ana: 3 times.", "Bo: 1 time.", "Cy: 1 time."]);
    fixture.change_ana(|ana| ana.manager = None);
    assert!(!fixture.speaking(TODAY).contains(&"GR-7.4"));
}
