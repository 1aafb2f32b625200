//! Scorecards (HI-4), panels (HI-5), debriefs and decisions (HI-6).

use document::{Audience, Prose};

use super::*;
use crate::{
    Anchors, Calibration, CardSubmitted, Decided, Decision, DecisionReason, Level, Recommendation, Scorecard,
    Seat,
    commands::{self, Judged, Written},
    rules::{self, Lack, Voices},
};

const BEN: u8 = 11;
const LEE: u8 = 51;

impl Fixture {
    /// Ana and Ben, and Kim, whom both interviewed in coding and design.
    fn with_panel() -> Self {
        let mut fixture = Self::with_kim();
        fixture.put(BEN, &Person { name: "Ben".into(), ..Person::default() });
        fixture.change::<Stage>(CODING, |stage| {
            stage.competencies = ["Code".to_owned(), "Tests".to_owned()].into();
        });
        fixture.change::<Stage>(DESIGN, |stage| {
            stage.competencies = ["Design".to_owned(), "Code".to_owned()].into()
        });
        fixture.change::<Opening>(ROLE, |role| {
            role.competencies = ["Code", "Tests", "Design", "Mentoring"].map(str::to_owned).into();
        });
        fixture.moved(KIM, "2026-11-16", Step::Stage, Some(CODING));
        fixture
    }

    fn person(&self, number: u8) -> Entry<Person> {
        self.get(number)
    }

    /// A card of somebody for a stage, of this id.
    fn card(&mut self, number: u8, candidate: u8, stage: u8, who: u8, what: Option<Recommendation>) {
        let (candidate, stage) = (self.get::<Candidate>(candidate), self.get::<Stage>(stage));
        let (about, who) = ((&candidate, &stage), self.person(who));
        let begun =
            commands::begin_card(&AUTHOR, id(number), about, &who, Audience::Everyone, &mut self.new_id);
        self.apply(&begun);
        self.change::<Scorecard>(number, |card| {
            card.recommendation = what;
            card.because = "Because".into();
        });
    }

    /// Writes scores on a card, `None` for what says nothing.
    fn scores(&mut self, number: u8, scores: &[(&str, Level, &str)]) {
        let card = self.get::<Scorecard>(number);
        let scores = scores.iter().map(|(competency, level, evidence)| Judged {
            competency: (*competency).to_owned(),
            level: Some(*level),
            evidence: (*evidence).to_owned(),
        });
        let because = card.because.0.clone();
        let written = Written { scores: scores.collect(), recommendation: card.recommendation, because };
        let batch = commands::write_card(&self.book, &AUTHOR, &card, &written, &mut self.new_id);
        self.apply(&batch);
    }

    fn submit(&mut self, number: u8, candidate: u8, on: &str) {
        let (card, candidate) = (self.get::<Scorecard>(number), self.get::<Candidate>(candidate));
        let marker = RecordId::from_bytes([number ^ 0x80; 16]);
        let batch = commands::submit_card(&self.book, &AUTHOR, marker, &candidate, &card, day(on));
        self.apply(&batch);
    }

    /// A whole card that recommends this, submitted.
    fn voted(&mut self, number: u8, candidate: u8, who: u8, what: Recommendation) {
        self.card(number, candidate, CODING, who, Some(what));
        self.submit(number, candidate, "2026-11-20");
    }
}

#[test]
fn hi_4_1_a_card_asks_for_what_its_stage_tests_the_same_for_everybody() {
    let fixture = Fixture::with_panel();
    assert_eq!(rules::asked_on(&fixture.get::<Stage>(CODING)), ["Code", "Tests"]);
    let stage = Stage { competencies: [" code".to_owned(), "Code".to_owned()].into(), ..Stage::default() };
    assert_eq!(rules::asked_on(&stage), ["code"], "one thing, once");
}

#[test]
fn hi_4_1_the_steps_of_the_scale_are_words_written_once_for_an_opening() {
    let mut fixture = Fixture::with_panel();
    let at = |fixture: &Fixture, level| rules::anchor(&fixture.book, id(ROLE), "tests", level);
    assert_eq!(at(&fixture, Level::Meets), Level::Meets.means());
    let anchors = Anchors {
        competency: "Tests".into(),
        meets: "Names the cases before writing them".into(),
        ..Anchors::default()
    };
    for _ in 0..2 {
        let role = fixture.get::<Opening>(ROLE);
        let batch = commands::anchor_competency(&fixture.book, &AUTHOR, id(90), &role, &anchors);
        fixture.apply(&batch);
    }
    assert_eq!(at(&fixture, Level::Meets), "Names the cases before writing them");
    assert_eq!(at(&fixture, Level::Above), Level::Above.means(), "in general where nothing is written");
    assert_eq!(fixture.book.all::<Anchors>().len(), 1);
    for level in Level::ALL {
        assert!(!level.means().is_empty());
    }
}

#[test]
fn hi_4_2_a_card_is_whole_when_each_competency_has_a_level_and_what_shows_it() {
    let mut fixture = Fixture::with_panel();
    fixture.card(60, KIM, CODING, ANA, None);
    fixture.change::<Scorecard>(60, |card| card.because = Prose::default());
    let lacks = |fixture: &Fixture| rules::lacks(&fixture.book, &fixture.get::<Scorecard>(60));
    let nothing =
        [Lack::Level("Code".into()), Lack::Level("Tests".into()), Lack::Recommendation, Lack::Because];
    assert_eq!(lacks(&fixture), nothing);
    fixture.scores(60, &[("Code", Level::Meets, "  "), ("Tests", Level::NotTested, "")]);
    assert_eq!(lacks(&fixture)[0], Lack::Evidence("Code".into()), "a level alone is an impression");
    assert!(!lacks(&fixture).contains(&Lack::Evidence("Tests".into())), "what was not tested shows nothing");
    fixture.scores(60, &[("Code", Level::Meets, "Found the race by reading")]);
    fixture.change::<Scorecard>(60, |card| {
        (card.recommendation, card.because) = (Some(Recommendation::Yes), "Clear thinking".into());
    });
    assert_eq!(lacks(&fixture), []);
    assert_eq!(rules::scores_of(&fixture.book, id(60)).len(), 2, "written again is not written twice");
}

#[test]
fn hi_4_3_who_still_has_an_interview_before_them_does_not_read_what_others_found() {
    let mut fixture = Fixture::with_panel();
    fixture.interviewed(70, KIM, ANA, "2026-11-18", InterviewState::Done);
    let done = |fixture: &Fixture, who, besides: Option<u8>| {
        rules::is_done_with(&fixture.book, id(KIM), id(who), besides.map(id))
    };
    assert!(!done(&fixture, ANA, None), "her card is not in");
    fixture.card(60, KIM, CODING, ANA, Some(Recommendation::Yes));
    assert!(done(&fixture, ANA, Some(60)), "with this one it is");
    fixture.put(
        71,
        &Interview {
            candidate: Some(id(KIM).into()),
            stage: Some(id(DESIGN).into()),
            interviewer: Some(id(ANA).into()),
            on: Some(day("2026-11-25")),
            ..Interview::default()
        },
    );
    assert!(!done(&fixture, ANA, Some(60)), "she asks again on Wednesday");
    fixture.change::<Interview>(71, |interview| interview.state = InterviewState::Cancelled);
    assert!(done(&fixture, ANA, Some(60)));
    assert!(done(&fixture, BEN, None), "who asks nobody has nothing before them");
    let round = rules::round(id(KIM));
    assert_eq!((round, round == id(KIM)), (rules::round(id(KIM)), false));
    assert_ne!(round, rules::round(id(LEE)));
}

#[test]
fn hi_4_4_that_a_card_is_in_is_said_to_everybody_who_reads_the_candidate_and_once() {
    let mut fixture = Fixture::with_panel();
    let circle = Audience::Circle(id(60));
    let (kim, stage) = (fixture.get::<Candidate>(KIM), fixture.get::<Stage>(CODING));
    let begun = commands::begin_card(&AUTHOR, id(60), (&kim, &stage), &fixture.person(ANA), circle, ids(1));
    assert!(begun.edits.iter().all(|edit| edit.document.audience == circle));
    assert_eq!(begun.edits[0].document.place, kim.document.place, "it goes when the candidate's file goes");
    fixture.apply(&begun);
    fixture.scores(60, &[("Code", Level::Meets, "Found it")]);
    let card = fixture.get::<Scorecard>(60);
    let batch = commands::submit_card(&fixture.book, &AUTHOR, id(61), &kim, &card, day("2026-11-20"));
    let readers: Vec<Audience> = batch.edits.iter().map(|edit| edit.document.audience).collect();
    assert_eq!(readers, [circle, Audience::Everyone], "the card stays where it is; that it is in is for all");
    fixture.apply(&batch);
    let said = fixture.get::<CardSubmitted>(61);
    assert_eq!((said.card, said.on), (Some(id(60)), Some(day("2026-11-20"))));
    let again =
        commands::submit_card(&fixture.book, &AUTHOR, id(62), &kim, &fixture.get(60), day("2026-11-21"));
    assert!(again.edits.is_empty());
    assert!(rules::shut_of(&fixture.book, id(KIM)).is_empty());
    // Somebody else's, that cannot be read here.
    fixture.put(
        63,
        &CardSubmitted { candidate: Some(id(KIM).into()), card: Some(id(99)), ..CardSubmitted::default() },
    );
    assert_eq!(rules::shut_of(&fixture.book, id(KIM)).len(), 1);
    assert!(commands::withdraw_card(&fixture.book, &fixture.get(60)).is_none(), "what is in stays in");
}

#[test]
fn hi_4_5_a_card_that_is_owed_for_more_than_a_day_is_a_notice() {
    let mut fixture = Fixture::with_panel();
    fixture.interviewed(70, KIM, ANA, "2026-11-20", InterviewState::Done);
    assert!(!fixture.speaking("2026-11-21").contains(&"HI-4.5"), "a day is given");
    let notice = fixture.notice("HI-4.5", TODAY);
    assert_eq!(notice.facts, ["Ana, Coding: 2 days ago."]);
    fixture.put(
        71,
        &Interview {
            candidate: Some(id(KIM).into()),
            stage: Some(id(DESIGN).into()),
            interviewer: Some(id(BEN).into()),
            seat: Seat::Shadows,
            on: Some(day("2026-11-18")),
            ..Interview::default()
        },
    );
    assert_eq!(fixture.notice("HI-4.5", TODAY).facts.len(), 1, "who sits in owes none");
    fixture.change::<Interview>(71, |interview| interview.seat = Seat::Leads);
    assert_eq!(fixture.notice("HI-4.5", TODAY).facts.len(), 2, "planned for a day that has passed");
    fixture.card(60, KIM, CODING, ANA, Some(Recommendation::Yes));
    assert_eq!(fixture.notice("HI-4.5", TODAY).facts.len(), 2, "begun is not in");
    fixture.submit(60, KIM, TODAY);
    assert_eq!(fixture.notice("HI-4.5", TODAY).facts, ["Ben, Design: 4 days ago."]);
    fixture.moved(KIM, TODAY, Step::Withdrew, None);
    assert!(!fixture.speaking(TODAY).contains(&"HI-4.5"), "whose way has ended needs none");
}

#[test]
fn hi_4_6_a_submitted_score_without_what_shows_it_is_a_notice() {
    let mut fixture = Fixture::with_panel();
    fixture.card(60, KIM, CODING, ANA, Some(Recommendation::Yes));
    fixture.scores(60, &[("Code", Level::Above, ""), ("Tests", Level::Meets, "Wrote them first")]);
    assert!(!fixture.speaking(TODAY).contains(&"HI-4.6"), "it is not in yet");
    fixture.submit(60, KIM, TODAY);
    assert_eq!(fixture.notice("HI-4.6", TODAY).facts, ["Ana: Code."]);
}

#[test]
fn hi_5_1_leniency_is_against_those_who_saw_the_same_candidates_with_counts() {
    let mut fixture = Fixture::with_panel();
    let mut number = 100;
    for candidate in 150..155 {
        fixture.put(
            candidate,
            &Candidate { name: "C".into(), opening: Some(id(ROLE).into()), ..Candidate::default() },
        );
        fixture.voted(number, candidate, ANA, Recommendation::StrongYes);
        fixture.voted(number + 1, candidate, BEN, Recommendation::No);
        number += 2;
    }
    let found = rules::leniency(&fixture.book);
    let shown = |who| found.iter().find(|one| one.interviewer == id(who)).unwrap().clone();
    assert_eq!((shown(ANA).tenths, shown(ANA).candidates, shown(ANA).yes, shown(ANA).cards), (20, 5, 5, 5));
    assert_eq!((shown(BEN).tenths, shown(BEN).yes), (-20, 0));
    assert!(shown(ANA).is_outlier(&fixture.book));
    let notice = fixture.notice("HI-5.1", TODAY);
    assert_eq!(notice.facts.len(), 2, "either side may be right");
    assert!(notice.facts.contains(&"Ana: 2.0 steps above co-panellists, over 5 candidates.".to_owned()));
    // Below the minimum nothing is said, however far they are apart.
    fixture.set(30, &crate::PANEL_CARDS, 6);
    assert!(!fixture.speaking(TODAY).contains(&"HI-5.1"));
    // Who was alone with a candidate is compared with nobody.
    fixture.put(160, &Candidate { name: "D".into(), opening: Some(id(ROLE).into()), ..Candidate::default() });
    fixture.voted(120, 160, ANA, Recommendation::StrongNo);
    let ana = rules::leniency(&fixture.book).into_iter().find(|one| one.interviewer == id(ANA)).unwrap();
    assert_eq!((ana.tenths, ana.candidates, ana.yes, ana.cards), (20, 5, 5, 6));
}

#[test]
fn hi_5_2_agreement_counts_pairs_who_judged_the_same_competency_of_the_same_candidate() {
    let mut fixture = Fixture::with_panel();
    fixture.voted(60, KIM, ANA, Recommendation::Yes);
    fixture.voted(61, KIM, BEN, Recommendation::No);
    fixture.scores(60, &[("Code", Level::Meets, "x"), ("Tests", Level::Above, "x")]);
    fixture.scores(61, &[("code", Level::Below, "x"), ("Tests", Level::Meets, "x")]);
    let found = rules::agreement(&fixture.book);
    let said: Vec<(&str, usize, usize)> =
        found.iter().map(|one| (one.competency.as_str(), one.same, one.of)).collect();
    assert_eq!(said, [("Code", 0, 1), ("Tests", 1, 1)]);
    fixture.scores(61, &[("Tests", Level::NotTested, "")]);
    assert_eq!(rules::agreement(&fixture.book).len(), 1, "what was not tested is no voice");
}

#[test]
fn hi_5_3_pass_rates_by_stage_and_channel_are_counts_of_those_who_left_it() {
    let mut fixture = Fixture::with_panel();
    fixture.change::<Candidate>(KIM, |kim| kim.source = Some("Referral".into()));
    fixture.put(
        LEE,
        &Candidate {
            name: "Lee".into(),
            opening: Some(id(ROLE).into()),
            source: Some("referral ".into()),
            ..Candidate::default()
        },
    );
    assert!(rules::by_stage(&fixture.book).is_empty(), "Kim is still in it");
    fixture.moved(KIM, "2026-11-18", Step::Stage, Some(DESIGN));
    fixture.moved(LEE, "2026-11-16", Step::Stage, Some(CODING));
    fixture.moved(LEE, "2026-11-17", Step::Rejected, None);
    let rate = |rates: Vec<rules::PassRate>| {
        rates.into_iter().map(|one| (one.group, one.passed, one.of)).collect::<Vec<_>>()
    };
    assert_eq!(rate(rules::by_stage(&fixture.book)), [("Coding".to_owned(), 1, 2)]);
    assert_eq!(rate(rules::by_source(&fixture.book)), [("referral".to_owned(), 0, 1)], "Kim's way is open");
    fixture.moved(KIM, "2026-11-20", Step::Offer, None);
    assert_eq!(rate(rules::by_source(&fixture.book))[0].1, 1);
    assert_eq!(rate(rules::by_source(&fixture.book))[0].2, 2);
    fixture.moved(LEE, "2026-11-19", Step::Withdrew, None);
    assert_eq!(rate(rules::by_source(&fixture.book))[0].2, 1, "who withdrew was not turned down");
}

#[test]
fn hi_5_4_a_loop_that_differed_between_those_who_came_far_is_shown_and_a_notice() {
    let mut fixture = Fixture::with_panel();
    fixture
        .put(LEE, &Candidate { name: "Lee".into(), opening: Some(id(ROLE).into()), ..Candidate::default() });
    fixture.interviewed(70, KIM, ANA, "2026-11-18", InterviewState::Done);
    fixture.moved(KIM, "2026-11-20", Step::Offer, None);
    fixture.moved(LEE, "2026-11-20", Step::Offer, None);
    let differed = rules::differed(&fixture.book, id(ROLE));
    let said: Vec<_> = differed
        .iter()
        .map(|one| (one.stage.name.as_str(), one.with, one.without[0].name.as_str()))
        .collect();
    assert_eq!(said, [("Coding", 1, "Lee")]);
    assert_eq!(fixture.notice("HI-5.4", TODAY).facts, ["Coding: 1 candidate had it, Lee not."]);
    fixture.interviewed(71, LEE, BEN, "2026-11-19", InterviewState::Done);
    assert!(rules::differed(&fixture.book, id(ROLE)).is_empty());
}

#[test]
fn hi_5_5_calibrations_and_sitting_in_are_kept() {
    let mut fixture = Fixture::with_panel();
    let calibration =
        Calibration { about: "What is strong code".into(), on: Some(day(TODAY)), ..Calibration::default() };
    let batch = commands::calibrate(&AUTHOR, &calibration, &[id(ANA), id(BEN)], ids(1));
    fixture.apply(&batch);
    assert_eq!(fixture.book.all::<crate::CalibrationSeat>().len(), 2);
    fixture.interviewed(70, KIM, ANA, "2026-11-18", InterviewState::Done);
    assert!(rules::shadowing(&fixture.book).is_empty());
    fixture.interviewed(71, KIM, BEN, "2026-11-18", InterviewState::Done);
    fixture.change::<Interview>(71, |interview| interview.seat = Seat::Shadows);
    let found = rules::shadowing(&fixture.book);
    assert_eq!((found.len(), found[0].person, found[0].shadowed, found[0].led), (1, id(BEN), 1, 0));
}

#[test]
fn hi_5_6_cards_that_are_in_stand_with_how_many_interviews_were_led() {
    let mut fixture = Fixture::with_panel();
    let period = rules::Period { from: day("2026-11-01"), until: day("2026-11-30") };
    fixture.interviewed(70, KIM, ANA, "2026-11-18", InterviewState::Done);
    fixture.interviewed(71, KIM, BEN, "2026-11-18", InterviewState::Done);
    fixture.interviewed(72, KIM, BEN, "2026-11-19", InterviewState::Planned);
    fixture.interviewed(73, KIM, ME, "2026-10-31", InterviewState::Done);
    fixture.interviewed(74, KIM, ME, "2026-11-18", InterviewState::Done);
    fixture.change::<Interview>(74, |interview| interview.seat = Seat::Shadows);
    assert_eq!(rules::cards_in(&fixture.book, period), (0, 2));
    fixture.card(62, KIM, CODING, ANA, Some(Recommendation::Yes));
    assert_eq!(rules::cards_in(&fixture.book, period), (0, 2), "begun is not in");
    fixture.submit(62, KIM, TODAY);
    assert_eq!(rules::cards_in(&fixture.book, period), (1, 2));
}

#[test]
fn hi_6_1_the_debrief_shows_conflict_agreement_one_voice_and_what_nobody_tested() {
    let mut fixture = Fixture::with_panel();
    fixture.voted(60, KIM, ANA, Recommendation::StrongYes);
    fixture.voted(61, KIM, BEN, Recommendation::No);
    fixture.scores(60, &[("Code", Level::Above, "Fast"), ("Tests", Level::Meets, "First")]);
    fixture.scores(61, &[("Code", Level::Below, "No error handling"), ("Tests", Level::Above, "All cases")]);
    fixture.card(62, KIM, DESIGN, BEN, Some(Recommendation::Yes));
    fixture.scores(62, &[("Design", Level::Meets, "Named the queue")]);
    let before = rules::debrief(&fixture.book, &fixture.get(KIM));
    assert_eq!(before.cards.len(), 2, "a card that is not in is in no debrief");
    fixture.submit(62, KIM, TODAY);
    let found = rules::debrief(&fixture.book, &fixture.get(KIM));
    let said: Vec<(&str, Voices)> =
        found.lines.iter().map(|one| (one.competency.as_str(), one.voices)).collect();
    let expected = [
        ("Code", Voices::Conflict),
        ("Mentoring", Voices::Untested),
        ("Design", Voices::One),
        ("Tests", Voices::Agree),
    ];
    assert_eq!(said, expected);
    assert_eq!((found.yes, found.of, found.is_split()), (2, 3, true));
    assert_eq!(found.which(Voices::Conflict).count(), 1);
    let levels: Vec<_> =
        found.lines[0].scores.iter().map(|score| score.as_ref().and_then(|one| one.level)).collect();
    assert_eq!(levels, [Some(Level::Above), Some(Level::Below), None]);
}

#[test]
fn hi_6_2_a_decision_keeps_its_reasons_with_what_they_rest_on() {
    let mut fixture = Fixture::with_panel();
    fixture.voted(60, KIM, ANA, Recommendation::Yes);
    fixture.scores(60, &[("Code", Level::Above, "Fast")]);
    let score = rules::scores_of(&fixture.book, id(60))[0].id;
    let decision = Decision {
        on: Some(day(TODAY)),
        what: Some(Decided::Offer),
        by: Some(id(ME).into()),
        ..Decision::default()
    };
    let reason = |says: &str| DecisionReason {
        says: says.to_owned(),
        competency: Some("Code".into()),
        rests_on: Some(score),
        ..DecisionReason::default()
    };
    let kim = fixture.get::<Candidate>(KIM);
    let batch = commands::decide(
        &AUTHOR,
        &kim,
        &decision,
        &[reason("Above what we need in code"), reason(" ")],
        ids(1),
    );
    fixture.apply(&batch);
    let found = rules::decisions_of(&fixture.book, id(KIM));
    let reasons = rules::reasons_of(&fixture.book, found[0].id);
    assert_eq!(
        (found.len(), reasons.len(), reasons[0].rests_on),
        (1, 1, Some(score)),
        "an empty reason is none"
    );
    let more = commands::give_reason(&AUTHOR, id(95), &kim, &found[0], &reason("She explained it to Ben"));
    fixture.apply(&more);
    assert_eq!(rules::reasons_of(&fixture.book, found[0].id).len(), 2);
}

#[test]
fn hi_6_3_hires_are_compared_with_what_open_cards_predicted() {
    let mut fixture = Fixture::with_panel();
    fixture.voted(60, KIM, ANA, Recommendation::Yes);
    fixture.scores(
        60,
        &[("Code", Level::Above, "x"), ("Tests", Level::NotTested, ""), ("Design", Level::Below, "x")],
    );
    fixture.card(61, KIM, CODING, BEN, Some(Recommendation::Yes));
    fixture.scores(61, &[("Code", Level::Below, "x")]);
    let found = rules::predictions(&fixture.book);
    let said: Vec<(&str, bool)> = found.iter().map(|one| (one.competency.as_str(), one.strong)).collect();
    assert_eq!(
        said,
        [("Code", true), ("Design", false)],
        "what is not in, or was not tested, predicts nothing"
    );
}

#[test]
fn hi_6_4_all_cards_in_and_nothing_decided_is_a_notice() {
    let mut fixture = Fixture::with_panel();
    fixture.interviewed(70, KIM, ANA, "2026-11-18", InterviewState::Done);
    fixture.card(60, KIM, CODING, ANA, Some(Recommendation::Yes));
    fixture.submit(60, KIM, "2026-11-19");
    assert!(!fixture.speaking("2026-11-21").contains(&"HI-6.4"), "two days are given");
    assert_eq!(fixture.notice("HI-6.4", TODAY).facts, ["1 card, the last one 19 Nov 2026, 3 days ago."]);
    let decision = Decision {
        candidate: Some(id(KIM).into()),
        on: Some(day(TODAY)),
        what: Some(Decided::NoOffer),
        ..Decision::default()
    };
    fixture.put(80, &decision);
    assert!(!fixture.speaking(TODAY).contains(&"HI-6.4"));
    // Decided before the last card came in is not decided with it.
    fixture.change::<Decision>(80, |decision| decision.on = Some(day("2026-11-18")));
    assert!(fixture.speaking(TODAY).contains(&"HI-6.4"));
    fixture.interviewed(71, KIM, BEN, "2026-11-25", InterviewState::Planned);
    assert!(!fixture.speaking(TODAY).contains(&"HI-6.4"), "another interview comes first");
}
