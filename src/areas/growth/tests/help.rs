//! The four kinds of help (GR-4).

use super::*;
use crate::{Help, HelpKind};
use document::Audience;

fn help(kind: HelpKind, on: &str) -> Help {
    Help {
        person: Some(id(ANA).into()),
        kind,
        on: Some(day(on)),
        what: "Talked about the design".into(),
        ..Help::default()
    }
}

#[test]
fn gr_4_1_help_is_kept_for_the_user_alone() {
    let mut fixture = Fixture::new();
    let log = commands::log_help(&AUTHOR, id(20), &help(HelpKind::Coaching, TODAY));
    fixture.apply(&log);
    let document = fixture.get::<Help>(20).document;
    assert_eq!(document.audience, Audience::OnlyMe(AUTHOR.member));
    assert_eq!(document.place, document::Place::Person(id(ANA)));
}

#[test]
fn gr_4_2_the_balance_counts_each_kind_apart_with_its_last_day() {
    let mut fixture = Fixture::new();
    for (number, kind, on) in [
        (20, HelpKind::Coaching, "2026-11-22"),
        (21, HelpKind::Coaching, "2026-05-27"),
        (22, HelpKind::Coaching, "2026-05-26"),
        (23, HelpKind::Sponsorship, "2025-01-01"),
        (24, HelpKind::Advocacy, "2026-11-23"),
    ] {
        fixture.put(number, &help(kind, on));
    }
    let balance = |today: &str| {
        let all = rules::balance(&fixture.book, id(ANA), day(today));
        all.iter().map(|one| (one.kind, one.times, one.last)).collect::<Vec<_>>()
    };
    assert_eq!(
        balance(TODAY),
        [
            (HelpKind::Coaching, 2, Some(day("2026-11-22"))),
            (HelpKind::Mentoring, 0, None),
            (HelpKind::Sponsorship, 0, Some(day("2025-01-01"))),
            (HelpKind::Advocacy, 0, None),
        ]
    );
    assert_eq!(balance("2026-11-23")[3].1, 1);
    assert_eq!(rules::help_of(&fixture.book, id(ANA))[0].kind, HelpKind::Advocacy);
}

#[test]
fn gr_4_3_advice_without_a_sponsor_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.put(20, &help(HelpKind::Coaching, "2026-11-01"));
    fixture.put(21, &help(HelpKind::Mentoring, "2026-11-08"));
    assert!(!fixture.speaking(TODAY).contains(&"GR-4.3"));
    fixture.put(22, &help(HelpKind::Mentoring, "2026-11-15"));
    fixture.put(23, &help(HelpKind::Sponsorship, "2026-01-15"));
    let notice = fixture.notice("GR-4.3", TODAY);
    assert_eq!(notice.says, "Ana gets advice, and nobody puts their name forward");
    assert_eq!(
        notice.facts,
        [
            "In the last 180 days:",
            "Coaching: 1 time, last 1 Nov 2026.",
            "Mentoring: 2 times, last 15 Nov 2026.",
            "Sponsorship: not once, last 15 Jan 2026.",
            "Advocacy: not once, never before.",
        ]
    );
    fixture.put(24, &help(HelpKind::Advocacy, "2026-11-16"));
    assert!(fixture.speaking(TODAY).contains(&"GR-4.3"));
    fixture.put(25, &help(HelpKind::Sponsorship, "2026-11-16"));
    assert!(!fixture.speaking(TODAY).contains(&"GR-4.3"));
}
