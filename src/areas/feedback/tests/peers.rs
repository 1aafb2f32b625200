//! Asking peers (FB-6).

use kernel::Urgency;

use super::*;
use crate::{FeedbackRequest, ObservationSource, commands, rules};

const BO: u8 = 40;

fn request(due: &str) -> FeedbackRequest {
    FeedbackRequest {
        asks: "When was Ana at her best?".into(),
        person: Some(id(ANA).into()),
        peer: Some(id(BO).into()),
        asked_on: Some(day("2026-11-10")),
        due: Some(day(due)),
        ..FeedbackRequest::default()
    }
}

fn with_bo() -> Fixture {
    let mut fixture = Fixture::new();
    fixture.set(3, &notices::PEER_DAYS, notices::PEER_DAYS.default);
    fixture.put(BO, &Person { name: "Bo".into(), ..Person::default() });
    fixture
}

fn of_peers(fixture: &Fixture) -> Vec<Notice> {
    let all = notices(&fixture.book, day(TODAY));
    all.into_iter().filter(|notice| matches!(notice.rule, "FB-6.5" | "FB-6.6")).collect()
}

#[test]
fn fb_6_4_what_a_peer_answers_becomes_an_observation_of_theirs_for_whom_it_was_asked() {
    let mut fixture = with_bo();
    let batch = commands::ask_peer(&AUTHOR, id(50), &request("2026-11-25"));
    fixture.apply(&batch);
    let asked = fixture.get::<FeedbackRequest>(50);
    assert_eq!(asked.document.audience, Audience::OnlyMe(AUTHOR.member));
    assert!(rules::is_open(&asked));
    let nothing = commands::note_answer(&AUTHOR, id(51), &asked, (Tone::Praise, "  "), day(TODAY));
    assert_eq!(nothing, None);
    let text = (Tone::Praise, " Calm when the crane stuck. ");
    let noted = commands::note_answer(&AUTHOR, id(51), &asked, text, day(TODAY)).unwrap();
    fixture.apply(&noted);
    let seen = fixture.get::<Observation>(51);
    assert_eq!((&*seen.what_happened, seen.source), ("Calm when the crane stuck.", ObservationSource::Peer));
    assert_eq!(seen.document.audience, Audience::OnlyMe(AUTHOR.member));
    let answered = fixture.get::<FeedbackRequest>(50);
    assert_eq!((answered.answered_on, answered.answer.map(|of| of.id())), (Some(day(TODAY)), Some(id(51))));
    assert!(!rules::is_open(&answered));
}

#[test]
fn fb_6_4_open_requests_come_first_by_their_day_then_the_rest() {
    let mut fixture = with_bo();
    fixture.put(50, &request("2026-11-30"));
    fixture.put(51, &request("2026-11-20"));
    fixture.put(52, &FeedbackRequest { answered_on: Some(day("2026-11-12")), ..request("2026-11-11") });
    let order: Vec<_> = rules::requests_about(&fixture.book, id(ANA)).into_iter().map(|one| one.id).collect();
    assert_eq!(order, [id(51), id(50), id(52)]);
}

#[test]
fn fb_6_5_answers_that_did_not_come_are_one_notice_for_each_person() {
    let mut fixture = with_bo();
    fixture.put(50, &request(TODAY));
    assert_eq!(of_peers(&fixture), [], "today is in time, and who is waited for is not missing");
    fixture.put(51, &request("2026-11-20"));
    fixture.put(52, &request("2026-11-19"));
    let said = of_peers(&fixture);
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].rule, said[0].about, said[0].urgency), ("FB-6.5", id(ANA), Urgency::Normal));
    assert_eq!(said[0].says, "2 answers about Ana did not come");
    assert_eq!(said[0].facts[1], "Bo, 2 days late: When was Ana at her best?");
    for number in [51, 52] {
        let given_up = commands::give_up_request(&fixture.get(number), day(TODAY));
        fixture.apply(&given_up);
    }
    assert_eq!(of_peers(&fixture), []);
}

#[test]
fn fb_6_6_nobody_is_without_a_peer_view_for_more_than_half_a_year() {
    let mut fixture = with_bo();
    // Known here from the epoch on, at work since May: the fixture's Ana.
    let said = of_peers(&fixture);
    assert_eq!(said.iter().map(|notice| notice.rule).collect::<Vec<_>>(), ["FB-6.6"]);
    assert_eq!(said[0].facts, ["Nothing that is noted comes from a peer."]);
    let told = |on| Observation { source: ObservationSource::Peer, ..observation(on, Tone::Praise) };
    fixture.put(60, &told("2026-05-22"));
    assert_eq!(of_peers(&fixture).len(), 1, "184 days ago");
    fixture.put(60, &told("2026-05-23"));
    assert_eq!(of_peers(&fixture), [], "183 days ago");
    fixture.put(60, &observation("2026-11-20", Tone::Praise));
    assert_eq!(rules::without_peer_view(&fixture.book, day(TODAY)).len(), 1, "one's own eyes are no peer's");
    fixture.put(50, &request("2026-11-30"));
    assert_eq!(rules::without_peer_view(&fixture.book, day(TODAY))[0].asked, 1);
    assert_eq!(of_peers(&fixture), [], "somebody is asked");
    // Who came lately could not have been seen for so long.
    fixture.put(ANA, &Person { start_date: Some(day("2026-07-01")), ..ana() });
    assert_eq!(rules::without_peer_view(&fixture.book, day(TODAY)), []);
}
