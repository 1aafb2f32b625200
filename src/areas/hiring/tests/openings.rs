//! Openings and their descriptions (HI-1, HI-2).

use super::*;
use crate::{MUST_HAVES, commands, drafts, rules};
use roster::{Action, Depth, GapAnswer, GapResponse, Skill, SkillDemand, Team};

/// A gap in observability that nobody here can fill, answered with hiring.
fn gap(fixture: &mut Fixture, skill: u8, name: &str, response: u8) {
    fixture.put(skill, &Skill { name: name.into(), ..Skill::default() });
    let demand =
        SkillDemand { skill: Some(id(skill).into()), depth: Depth::Builds, ..SkillDemand::default() };
    fixture.put(skill + 1, &demand);
    let answer = GapResponse {
        skill: Some(id(skill).into()),
        answer: GapAnswer::Hire,
        decided_on: Some(day("2026-10-20")),
        reason: "Nobody can be spared to learn it.".into(),
        ..GapResponse::default()
    };
    fixture.put(response, &answer);
}

#[test]
fn hi_1_1_an_opening_carries_its_cause() {
    let mut fixture = Fixture::new();
    gap(&mut fixture, 20, "Observability", 22);
    let opening = commands::from_gap(&fixture.book, &fixture.get(22));
    assert_eq!((opening.cause, opening.behind), (Some(Cause::SkillGap), Some(id(22))));
    assert_eq!(*opening.because, *"Nobody can be spared to learn it.");
    assert!(opening.must_haves.contains("Observability"));

    fixture.change(ANA, |ana: &mut Person| {
        (ana.title, ana.level) = (Some("Engineer".into()), Some("IC4".into()));
        (ana.manager, ana.end_date) = (Some(id(ME).into()), Some(day("2026-12-31")));
    });
    let opening = commands::from_departure(&fixture.get(ANA));
    assert_eq!((opening.cause, opening.behind), (Some(Cause::Departure), Some(id(ANA))));
    assert_eq!((opening.role.as_str(), opening.level.as_deref()), ("Engineer", Some("IC4")));
    assert_eq!((opening.manager, opening.wanted_from), (Some(id(ME).into()), Some(day("2027-01-01"))));
}

#[test]
fn hi_1_2_openings_stand_in_the_order_of_what_they_unblock() {
    let mut fixture = Fixture::new();
    gap(&mut fixture, 20, "Observability", 22);
    let order = |fixture: &Fixture| -> Vec<String> {
        let all = rules::by_what_they_unblock(&fixture.book, day(TODAY));
        all.into_iter().map(|one| one.opening.role.clone()).collect()
    };
    fixture.put(60, &Opening { role: "From the gap".into(), behind: Some(id(22)), ..role() });
    fixture.put(61, &Opening { role: "Nothing waits".into(), wanted_from: None, ..role() });
    fixture.put(62, &Opening { role: "Wanted soon".into(), wanted_from: Some(day("2026-12-01")), ..role() });
    fixture.put(63, &Opening { role: "Filled".into(), state: OpeningState::Filled, ..role() });
    let action = Action { what: "Tell sales".into(), source: Some(id(ROLE)), ..Action::default() };
    fixture.put(64, &action);
    assert_eq!(order(&fixture), ["From the gap", "Senior engineer", "Wanted soon", "Nothing waits"]);

    // A must-have that names the skill closes the gap too; the more urgent gap comes first.
    fixture.change(61, |one: &mut Opening| one.must_haves = ["observability".to_owned()].into());
    let all = rules::by_what_they_unblock(&fixture.book, day(TODAY));
    assert_eq!((all[0].urgency(), all[1].urgency(), all[2].urgency()), (9, 9, 0));
    assert_eq!(all[1].opening.role, "Nothing waits");
    // A gap that is answered in another way is not closed by the opening.
    fixture.change(22, |one: &mut GapResponse| one.answer = GapAnswer::Grow);
    assert_eq!(order(&fixture)[0], "Nothing waits");
}

#[test]
fn hi_1_3_an_opening_without_a_cause_is_a_notice() {
    let mut fixture = Fixture::new();
    assert!(!fixture.speaking(TODAY).contains(&"HI-1.3"));
    fixture.change(ROLE, |one: &mut Opening| one.because = " ".into());
    assert_eq!(
        fixture.notice("HI-1.3", TODAY).facts,
        ["Workload, and neither what is behind it nor a reason."]
    );
    fixture.change(ROLE, |one: &mut Opening| one.behind = Some(id(ANA)));
    assert!(!fixture.speaking(TODAY).contains(&"HI-1.3"));
    fixture.change(ROLE, |one: &mut Opening| one.behind = Some(id(99)));
    assert!(fixture.speaking(TODAY).contains(&"HI-1.3"), "what was behind it is gone");
    fixture.change(ROLE, |one: &mut Opening| one.behind = Some(id(ANA)));
    fixture.change(ROLE, |one: &mut Opening| one.cause = None);
    assert!(fixture.speaking(TODAY).contains(&"HI-1.3"));
    fixture.change(ROLE, |one: &mut Opening| one.state = OpeningState::Draft);
    assert!(!fixture.speaking(TODAY).contains(&"HI-1.3"));
}

#[test]
fn hi_1_4_a_gap_answered_with_hiring_wants_an_opening() {
    let mut fixture = Fixture::new();
    gap(&mut fixture, 20, "Observability", 22);
    let notice = fixture.notice("HI-1.4", TODAY);
    assert_eq!((notice.about, notice.says.as_str()), (id(22), "No opening for the gap in Observability"));
    fixture.put(60, &Opening { behind: Some(id(22)), state: OpeningState::Closed, ..role() });
    assert!(fixture.speaking(TODAY).contains(&"HI-1.4"));
    fixture.change(60, |one: &mut Opening| one.state = OpeningState::Draft);
    assert!(!fixture.speaking(TODAY).contains(&"HI-1.4"));
    assert_eq!(commands::opening_behind(&fixture.book, id(22)).map(|one| one.id), Some(id(60)));
    fixture.change(60, |one: &mut Opening| one.behind = None);
    fixture.change(22, |one: &mut GapResponse| one.ended_on = Some(day(TODAY)));
    assert!(!fixture.speaking(TODAY).contains(&"HI-1.4"));
}

#[test]
fn hi_1_5_an_opening_past_its_day_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.change(ROLE, |one: &mut Opening| one.wanted_from = Some(day("2026-11-21")));
    assert!(!fixture.speaking("2026-11-21").contains(&"HI-1.5"));
    assert_eq!(fixture.notice("HI-1.5", TODAY).facts[0], "Wanted from 21 Nov 2026, 1 day ago.");
}

#[test]
fn hi_1_6_time_to_fill_counts_from_the_first_approval() {
    let mut fixture = Fixture::new();
    fixture.change(ROLE, |one: &mut Opening| (one.state, one.approved_on) = (OpeningState::Draft, None));
    fixture.apply(&commands::approve(&fixture.get(ROLE), day("2026-11-01")));
    fixture.apply(&commands::put_in_state(&fixture.get(ROLE), OpeningState::Closed, day("2026-11-05")));
    assert_eq!(fixture.get::<Opening>(ROLE).closed_on, Some(day("2026-11-05")));
    fixture.apply(&commands::approve(&fixture.get(ROLE), day(TODAY)));
    let role = fixture.get::<Opening>(ROLE);
    assert_eq!((role.state, role.closed_on), (OpeningState::Open, None));
    assert_eq!(role.approved_on, Some(day("2026-11-01")));
}

#[test]
fn hi_2_1_words_that_keep_people_from_applying_are_found() {
    let found = |text: &str| rules::wording(text).into_iter().map(|one| one.word).collect::<Vec<_>>();
    assert_eq!(
        found("We want a young NINJA, a true rock-star with thick skin. Ninjas!"),
        ["young", "NINJA", "rock star", "thick skin"]
    );
    assert_eq!(found("He brings his tools; ninja or Ninja."), ["He", "his", "ninja"]);
    // Parts of other words are none.
    assert_eq!(found("The theory of youngsters here; abnormal heroes."), [""; 0]);
    assert_eq!(rules::wording("guru")[0].instead, "expert");
}

#[test]
fn hi_2_2_many_must_haves_are_a_notice() {
    let mut fixture = Fixture::new();
    let all: std::collections::BTreeSet<String> = ('a'..='g').map(String::from).collect();
    fixture.change(ROLE, |one: &mut Opening| one.must_haves = all.iter().take(6).cloned().collect());
    assert!(!fixture.speaking(TODAY).contains(&"HI-2.2"));
    fixture.change(ROLE, |one: &mut Opening| one.must_haves = all);
    assert_eq!(fixture.notice("HI-2.2", TODAY).says, "Senior engineer asks for 7 must-haves");
    fixture.set(70, &MUST_HAVES, 7);
    assert!(!fixture.speaking(TODAY).contains(&"HI-2.2"));
}

#[test]
fn hi_2_3_a_description_is_drafted_from_what_the_opening_says() {
    let mut fixture = Fixture::new();
    fixture.put(70, &Team { name: "Payments".into(), purpose: "Money arrives.".into(), ..Team::default() });
    let bare = drafts::description(&fixture.book, &fixture.get(ROLE));
    assert!(!bare.contains("What you bring") && !bare.contains("first year"), "{bare}");
    fixture.change(ROLE, |one: &mut Opening| {
        one.team = Some(id(70).into());
        one.must_haves = ["Rust".to_owned()].into();
        one.outcomes = "Alerts that mean something.".into();
    });
    fixture.apply(&commands::describe(&fixture.book, &fixture.get(ROLE)));
    let text = fixture.get::<Opening>(ROLE).description.to_string();
    for part in [
        "a Senior engineer in Payments.",
        "Money arrives.",
        "Alerts that mean something.",
        "- Rust",
        "- Coding (1 h)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn hi_2_4_each_channel_stands_with_its_counts() {
    let mut fixture = Fixture::with_kim();
    fixture.change(KIM, |kim: &mut Candidate| kim.source = Some("referral ".into()));
    for (number, source) in [(51, Some("Board")), (52, Some("Referral")), (53, None)] {
        let other = Candidate {
            name: "Other".into(),
            opening: Some(id(ROLE).into()),
            source: source.map(str::to_owned),
            ..Candidate::default()
        };
        fixture.put(number, &other);
    }
    fixture.moved(KIM, "2026-11-12", Step::Stage, Some(CODING));
    fixture.moved(KIM, "2026-11-14", Step::Offer, None);
    fixture.moved(52, "2026-11-12", Step::Stage, Some(CODING));
    let agreed = ["Referral".to_owned(), "Meetup".to_owned()];
    let yields = rules::yields(&fixture.book, &agreed, &rules::candidates_of(&fixture.book, id(ROLE)));
    let told: Vec<_> = yields
        .iter()
        .map(|one| (one.channel.as_str(), one.agreed, one.candidates, one.interviewed, one.offers, one.hired))
        .collect();
    assert_eq!(
        told,
        [
            ("Referral", true, 2, 2, 1, 0),
            ("", false, 1, 0, 0, 0),
            ("Board", false, 1, 0, 0, 0),
            ("Meetup", true, 0, 0, 0, 0)
        ]
    );
}
