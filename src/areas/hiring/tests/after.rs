//! Closing (HI-8), experience (HI-9) and outcome (HI-10).

use super::*;
use crate::{CandidateSurvey, ClosingStep, HireOutcome, RivalOffer, Went, commands, drafts, rules};
use document::Audience;
use kernel::Urgency;
use rules::{Prediction, Predictor};

fn rival(deadline: &str) -> RivalOffer {
    RivalOffer {
        from: "Another house".into(),
        candidate: Some(id(KIM).into()),
        deadline: Some(day(deadline)),
        ..RivalOffer::default()
    }
}

#[test]
fn hi_8_1_a_closing_plan_is_begun_once() {
    let mut fixture = Fixture::with_kim();
    let begin = |fixture: &Fixture| commands::begin_closing(&fixture.book, &AUTHOR, &fixture.get(KIM));
    let begun = begin(&fixture);
    assert_eq!(begun.edits[0].record, rules::closing_id(id(KIM)));
    fixture.apply(&begun);
    assert!(begin(&fixture).is_empty());
    assert!(rules::closing_plan_of(&fixture.book, id(KIM)).is_some());
}

#[test]
fn hi_8_2_a_rival_offer_that_runs_out_first_is_a_notice() {
    let mut fixture = Fixture::with_kim();
    fixture.put(60, &rival("2026-11-25"));
    let notice = fixture.notice("HI-8.2", TODAY);
    assert_eq!(notice.facts, ["Another house: answer by 25 Nov 2026.", "We have no next step with a day."]);
    assert_eq!((notice.about, notice.urgency), (id(KIM), Urgency::Normal));
    assert_eq!(fixture.notice("HI-8.2", "2026-11-23").urgency, Urgency::High);
    assert!(!fixture.speaking("2026-11-26").contains(&"HI-8.2"));

    fixture.apply(&commands::next_step(
        &fixture.get(KIM),
        Some("Offer".into()),
        Some(day("2026-11-26")),
        None,
    ));
    assert_eq!(fixture.notice("HI-8.2", TODAY).facts[1], "Our next step is 26 Nov 2026.");
    let step = ClosingStep { what: "Call".into(), by: Some(day("2026-11-25")), ..ClosingStep::default() };
    let added = commands::add_step(&AUTHOR, id(61), &fixture.get(KIM), &step);
    fixture.apply(&added);
    assert!(!fixture.speaking(TODAY).contains(&"HI-8.2"));
    fixture.apply(&commands::finish_step(&fixture.get(61), true, day(TODAY)));
    assert!(fixture.speaking(TODAY).contains(&"HI-8.2"));
    fixture.apply(&commands::drop_rival(&fixture.get(60)));
    assert!(!fixture.speaking(TODAY).contains(&"HI-8.2"));
}

#[test]
fn hi_8_3_finalists_have_an_offer_or_are_in_the_last_stage() {
    let mut fixture = Fixture::with_kim();
    let finalists = |fixture: &Fixture| rules::finalists(&fixture.book).len();
    fixture.moved(KIM, "2026-11-11", Step::Stage, Some(CODING));
    assert_eq!(finalists(&fixture), 0);
    fixture.moved(KIM, "2026-11-12", Step::Stage, Some(DESIGN));
    assert_eq!(finalists(&fixture), 1);
    fixture.moved(KIM, "2026-11-13", Step::Offer, None);
    assert_eq!(finalists(&fixture), 1);
    fixture.moved(KIM, "2026-11-14", Step::Declined, None);
    assert_eq!(finalists(&fixture), 0);
}

#[test]
fn hi_9_1_telling_how_it_ended_keeps_what_was_promised() {
    let mut fixture = Fixture::with_kim();
    let promised = commands::promise(
        &AUTHOR,
        id(60),
        &fixture.get(KIM),
        " Yes or no ",
        day("2026-11-20"),
        day("2026-11-12"),
    );
    fixture.apply(&promised);
    assert_eq!(rules::promises_of(&fixture.book, id(KIM))[0].what, "Yes or no");
    let told = commands::tell(&fixture.get(KIM), &rules::promises_of(&fixture.book, id(KIM)), day(TODAY));
    fixture.apply(&told);
    assert_eq!(rules::promises_of(&fixture.book, id(KIM))[0].kept_on, Some(day(TODAY)));
    assert_eq!(fixture.get::<Candidate>(KIM).told_on, Some(day(TODAY)));
}

#[test]
fn hi_9_2_a_candidate_who_waits_past_the_promise_is_a_notice() {
    let mut fixture = Fixture::with_kim();
    let speaks = |fixture: &Fixture, on: &str| fixture.speaking(on).contains(&"HI-9.2");
    assert!(!speaks(&fixture, "2026-11-15"));
    let notice = fixture.notice("HI-9.2", "2026-11-16");
    assert_eq!(
        notice.facts,
        ["Should have heard by 15 Nov 2026, 1 day ago.", "The last word was 10 Nov 2026."]
    );
    fixture.set(70, &crate::REPLY_DAYS, 10);
    assert!(!speaks(&fixture, "2026-11-16"));
    // An interview counts anew, one ahead is no waiting, a promise counts instead.
    fixture.interviewed(60, KIM, ANA, "2026-11-18", InterviewState::Planned);
    assert!(!speaks(&fixture, "2026-11-18"));
    assert!(!speaks(&fixture, "2026-11-28"));
    assert!(speaks(&fixture, "2026-11-29"));
    let promised = commands::promise(
        &AUTHOR,
        id(61),
        &fixture.get(KIM),
        "Yes or no",
        day("2026-11-20"),
        day("2026-11-18"),
    );
    fixture.apply(&promised);
    assert!(!speaks(&fixture, "2026-11-20"));
    let notice = fixture.notice("HI-9.2", "2026-11-22");
    assert_eq!(
        (notice.facts[0].as_str(), notice.number),
        ("Promised by 20 Nov 2026, 2 days ago: Yes or no.", None)
    );
    // It binds after the end as well, until they have heard.
    fixture.moved(KIM, "2026-11-21", Step::Rejected, None);
    assert!(speaks(&fixture, "2026-11-22"));
    fixture.apply(&commands::keep_promise(&fixture.get(61), day(TODAY)));
    assert!(!speaks(&fixture, "2026-12-22"));
    // With an offer it is they who answer.
    fixture.moved(KIM, "2026-11-23", Step::Offer, None);
    assert!(!speaks(&fixture, "2027-01-22"));
}

#[test]
fn hi_9_3_who_was_turned_down_is_told() {
    let mut fixture = Fixture::with_kim();
    fixture.put(51, &Candidate { name: "Lou".into(), ..Candidate::default() });
    fixture.moved(KIM, "2026-11-12", Step::Rejected, None);
    fixture.moved(51, "2026-11-20", Step::Rejected, None);
    let notice = fixture.notice("HI-9.3", TODAY);
    assert_eq!(notice.says, "2 candidates were turned down and not told");
    assert_eq!(
        notice.facts,
        ["Kim Lee: decided 12 Nov 2026, 10 days ago.", "Lou: decided 20 Nov 2026, 2 days ago."]
    );
    for number in [KIM, 51] {
        let told = commands::tell(&fixture.get(number), &[], day(TODAY));
        fixture.apply(&told);
    }
    assert!(!fixture.speaking(TODAY).contains(&"HI-9.3"));
    fixture.put(52, &Candidate { name: "Max".into(), ..Candidate::default() });
    fixture.moved(52, "2026-11-20", Step::Withdrew, None);
    assert!(!fixture.speaking(TODAY).contains(&"HI-9.3"));
}

#[test]
fn hi_9_4_who_was_interviewed_is_asked_once_how_it_was() {
    let mut fixture = Fixture::with_kim();
    fixture.moved(KIM, "2026-11-15", Step::Rejected, None);
    let asks = |fixture: &Fixture, on: &str| rules::unasked(&fixture.book, day(on)).len();
    assert_eq!(asks(&fixture, TODAY), 0);
    fixture.interviewed(60, KIM, ANA, "2026-11-12", InterviewState::Done);
    assert_eq!(
        (asks(&fixture, TODAY), asks(&fixture, "2026-12-15"), asks(&fixture, "2026-12-16")),
        (1, 1, 0)
    );
    let said = CandidateSurvey { on: Some(day(TODAY)), ..CandidateSurvey::default() };
    let answered = commands::answer_survey(&AUTHOR, id(61), &fixture.get(KIM), &said);
    fixture.apply(&answered);
    assert_eq!(asks(&fixture, TODAY), 0);
    assert!(drafts::survey(&fixture.get::<Candidate>(KIM)).starts_with("Dear Kim,"));
}

#[test]
fn hi_9_5_what_candidates_say_stands_by_quarter_with_counts() {
    let mut fixture = Fixture::with_kim();
    for (number, on, clear, respected) in
        [(60, "2026-10-01", 4, Some(5)), (61, "2026-12-31", 5, None), (62, "2026-09-30", 2, Some(3))]
    {
        let said = CandidateSurvey {
            candidate: Some(id(KIM).into()),
            on: Some(day(on)),
            clear: Some(clear),
            respected,
            ..CandidateSurvey::default()
        };
        fixture.put(number, &said);
    }
    let trend = rules::trend(&fixture.book);
    assert_eq!((trend[0].quarter, trend[0].answers), (day("2026-10-01"), 2));
    assert_eq!((trend[0].said, trend[0].tenths(0)), ([(9, 2), (5, 1), (0, 0)], Some(45)));
    assert_eq!(
        (trend[0].tenths(2), trend[1].quarter, trend[1].tenths(1)),
        (None, day("2026-07-01"), Some(30))
    );
}

#[test]
fn hi_9_6_a_close_has_thanks_decision_reason_and_until_when() {
    let mut fixture = Fixture::with_kim();
    let moved = commands::move_candidate(
        &AUTHOR,
        id(60),
        &fixture.get(KIM),
        Step::Rejected,
        None,
        day("2026-11-12"),
        Some("We need more depth in storage.".into()),
    );
    fixture.apply(&moved);
    let text = drafts::close(&fixture.book, &fixture.get(KIM));
    for part in [
        "Dear Kim,",
        "thank you for applying as Senior engineer.",
        "What decided it: We need more depth in storage.",
        "until 11 May 2027",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    fixture.interviewed(61, KIM, ANA, "2026-11-11", InterviewState::Done);
    assert!(drafts::close(&fixture.book, &fixture.get(KIM)).contains("the time you took to talk with us"));
}

/// Kim as a hire who began on 1 March.
fn hired() -> Fixture {
    let mut fixture = Fixture::with_kim();
    fixture.hired([60, 61], "2026-01-10", "2026-03-01");
    fixture.book.remove(
        rules::moves_of(&fixture.book, id(KIM)).iter().find(|one| one.to == Step::Applied).unwrap().id,
    );
    fixture
}

#[test]
fn hi_10_1_a_look_at_a_hire_is_due_after_six_and_twelve_months() {
    let mut fixture = hired();
    let due = |fixture: &Fixture, on: &str| {
        rules::due(&fixture.book, day(on)).iter().map(|one| one.months).collect::<Vec<_>>()
    };
    assert_eq!((due(&fixture, "2026-08-31"), due(&fixture, "2026-09-01")), (vec![], vec![6]));
    assert_eq!(fixture.notice("HI-10.1", "2026-09-01").says, "Kim Lee has been here for 6 months");
    let outcome = HireOutcome { months: Some(6), on: Some(day("2026-09-02")), ..HireOutcome::default() };
    let written = commands::write_outcome(&AUTHOR, ids(1), &fixture.get(KIM), &outcome, &[]);
    fixture.apply(&written);
    assert_eq!((due(&fixture, "2027-02-28"), due(&fixture, "2027-03-01")), (vec![], vec![12]));
    fixture.change(61, |person: &mut Person| person.end_date = Some(day("2027-02-01")));
    assert!(due(&fixture, "2027-03-01").is_empty());
}

#[test]
fn hi_10_2_how_it_went_is_for_the_user_alone() {
    let fixture = hired();
    let marks = [("Coding".to_owned(), Went::Meets)];
    let written =
        commands::write_outcome(&AUTHOR, ids(1), &fixture.get(KIM), &HireOutcome::default(), &marks);
    assert_eq!(written.edits.len(), 2);
    assert!(written.edits.iter().all(|edit| edit.document.audience == Audience::OnlyMe(AUTHOR.member)));
}

#[test]
fn hi_10_3_predictions_stand_against_how_it_went_with_counts() {
    let mut fixture = hired();
    let mut new_id = ids(1);
    for (months, went) in [(6, Went::Below), (12, Went::Meets)] {
        let outcome = HireOutcome { months: Some(months), on: Some(day(TODAY)), ..HireOutcome::default() };
        let marks = [("Coding".to_owned(), went), ("Design".to_owned(), Went::WellBelow)];
        let written = commands::write_outcome(&AUTHOR, &mut new_id, &fixture.get(KIM), &outcome, &marks);
        fixture.apply(&written);
    }
    let said = |who: u8, competency: &str, strong| Prediction {
        candidate: id(KIM),
        interviewer: id(who),
        competency: competency.into(),
        strong,
    };
    let matches = rules::hits(
        &fixture.book,
        &[
            said(ANA, "coding", true),
            said(ME, "Coding", false),
            said(ANA, "Design", true),
            said(ANA, "Listening", true),
        ],
    );
    assert_eq!(
        Predictor::<RecordId>::interviewers(&matches),
        [Predictor { who: id(ME), right: 0, of: 1 }, Predictor { who: id(ANA), right: 1, of: 2 }]
    );
    assert_eq!(
        Predictor::<String>::competencies(&matches),
        [
            Predictor { who: "coding".to_owned(), right: 1, of: 2 },
            Predictor { who: "design".to_owned(), right: 0, of: 1 }
        ]
    );
}
