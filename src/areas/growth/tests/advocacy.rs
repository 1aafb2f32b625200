//! Forums and cases, as far as this area knows them (GR-8); what a case rests on is joined in `threads`.

use super::*;
use crate::{Case, Forum, ForumKind};
use document::Audience;

fn forum(on: &str) -> Forum {
    Forum { name: "Promotions".into(), kind: ForumKind::Promotion, on: Some(day(on)), ..Forum::default() }
}

#[test]
fn gr_8_1_forums_ahead_stand_in_order_and_are_near_for_four_weeks() {
    let mut fixture = Fixture::new();
    for (number, on) in [(20, "2026-12-21"), (21, "2026-11-22"), (22, "2026-11-21")] {
        let add = commands::add_forum(&AUTHOR, id(number), &forum(on));
        fixture.apply(&add);
    }
    let ahead = rules::forums_ahead(&fixture.book, day(TODAY));
    assert_eq!(ahead.iter().map(|forum| forum.id).collect::<Vec<_>>(), [id(21), id(20)]);
    let near = |on: &str| rules::is_near(&fixture.book, &forum(on), day(TODAY));
    assert_eq!(
        ["2026-11-21", "2026-11-22", "2026-12-20", "2026-12-21"].map(near),
        [false, true, true, false]
    );
}

#[test]
fn gr_8_2_a_case_is_nobody_elses_until_it_is_handed_over() {
    let mut fixture = Fixture::new();
    fixture.put(20, &forum(TODAY));
    let case = Case {
        asks_for: "Promotion to IC5".into(),
        person: Some(id(ANA).into()),
        forum: Some(id(20).into()),
        ..Case::default()
    };
    let begun = commands::begin_case(&fixture.book, &AUTHOR, id(30), &case);
    assert_eq!(begun.label, "Case for Ana: Promotion to IC5");
    fixture.apply(&begun);
    let cases = rules::cases_for(&fixture.book, id(20));
    assert_eq!(cases[0].document.audience, Audience::OnlyMe(AUTHOR.member));
    assert_eq!(cases[0].document.place, document::Place::Person(id(ANA)));
}
