//! Skills: which rating holds, what is asked against what is there, and what is done about it (TM-5, TM-6).

use document::{Audience, DocumentKey, Place, Ref};
use kernel::{RecordId, Urgency};

use super::{AUTHOR, Filled, Fixture, ME, day, id, person, report};
use crate::{
    Criticality, Depth, GapAnswer, GapResponse, Person, RatingSource, Service, Skill, SkillDemand,
    SkillRating, Team, commands,
    rules::{self, Lack, ResponseFault},
};

const SKILL: u8 = 50;
const TODAY: &str = "2026-11-22";

fn skill(name: &str) -> Skill {
    Skill { name: name.to_owned(), ..Skill::default() }
}

fn rating(who: u8, depth: Depth, source: RatingSource, on: &str) -> SkillRating {
    SkillRating {
        person: Some(id(who).into()),
        skill: Some(id(SKILL).into()),
        depth,
        source,
        on: Some(day(on)),
        ..SkillRating::default()
    }
}

/// The manager rated somebody lately.
fn holds(who: u8, depth: Depth) -> SkillRating {
    rating(who, depth, RatingSource::Manager, "2026-11-02")
}

fn demand(depth: Depth, people: i64) -> SkillDemand {
    SkillDemand {
        skill: Some(id(SKILL).into()),
        depth,
        people: Some(people),
        in_words: Some("The month end".to_owned()),
        ..SkillDemand::default()
    }
}

/// Six reports (10 to 15) and one skill.
fn fixture() -> Fixture {
    let mut fixture = Fixture::new().with_reports(6);
    fixture.put(SKILL, &skill("Ledger"));
    fixture
}

fn held(fixture: &Fixture, who: u8, today: &str) -> Option<(Depth, bool)> {
    let ratings = rules::ratings(&fixture.book, day(today));
    ratings.held(id(who), id(SKILL)).map(|held| (held.depth(), held.to_confirm))
}

fn spoken(fixture: &Fixture, rule: &str) -> Vec<String> {
    fixture.said(TODAY).into_iter().filter(|(spoke, _)| *spoke == rule).map(|(_, says)| says).collect()
}

#[test]
fn tm_5_1_the_strongest_source_holds_among_what_is_not_too_old() {
    let mut fixture = fixture();
    assert_eq!(held(&fixture, 10, TODAY), None);
    fixture.put(60, &rating(10, Depth::Teaches, RatingSource::Own, "2026-11-20"));
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Teaches, false)));
    fixture.put(61, &rating(10, Depth::Changes, RatingSource::Manager, "2026-09-01"));
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Changes, false)), "the manager weighs more");
    fixture.put(62, &rating(10, Depth::Builds, RatingSource::Evidence, "2026-07-01"));
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Builds, false)), "evidence weighs most");
    fixture.put(63, &rating(10, Depth::Nothing, RatingSource::Evidence, "2026-06-30"));
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Builds, false)), "of one source the newest");
    // 183 days after 1 July is 31 December.
    assert_eq!(held(&fixture, 10, "2026-12-31"), Some((Depth::Builds, false)));
    assert_eq!(held(&fixture, 10, "2027-01-01"), Some((Depth::Changes, false)), "what is too old gives way");
    assert_eq!(held(&fixture, 10, "2028-01-01"), Some((Depth::Builds, true)), "all too old: the strongest");
}

#[test]
fn tm_5_2_a_day_ahead_does_not_hold_yet_and_no_day_wants_confirming() {
    let mut fixture = fixture();
    fixture.put(60, &rating(10, Depth::Runs, RatingSource::Own, "2026-11-22"));
    fixture.put(61, &rating(10, Depth::Teaches, RatingSource::Evidence, "2026-11-23"));
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Runs, false)));
    fixture.put(62, &SkillRating { on: None, ..holds(11, Depth::Runs) });
    assert_eq!(held(&fixture, 11, TODAY), Some((Depth::Runs, true)));
}

#[test]
fn tm_5_3_what_a_report_holds_and_nobody_confirmed_for_half_a_year_is_one_notice() {
    let mut fixture = fixture();
    fixture.put(51, &skill("Observability"));
    let old = |who: u8, depth, number: u8| SkillRating {
        skill: Some(id(number).into()),
        ..rating(who, depth, RatingSource::Manager, "2026-05-22")
    };
    fixture.put(60, &old(10, Depth::Builds, SKILL));
    fixture.put(61, &old(10, Depth::Runs, 51));
    fixture.put(62, &old(11, Depth::Nothing, SKILL));
    fixture.put(63, &rating(12, Depth::Builds, RatingSource::Own, "2026-05-23"));
    fixture.put(20, &person("Somebody else's"));
    fixture.put(64, &old(20, Depth::Builds, SKILL));
    let says = ["2 skill ratings of Report 10 not confirmed for more than 183 days"];
    assert_eq!(spoken(&fixture, "TM-5.3"), says);
    let notice = fixture.notice("TM-5.3", TODAY);
    assert_eq!(notice.about, id(10));
    assert_eq!(notice.facts[0], "Ledger: 3: builds it, by the manager; 22 May 2026, 184 days ago.");
    assert!(fixture.book.get::<SkillRating>(id(62)).is_some(), "what nobody holds need not be confirmed");
}

#[test]
fn tm_5_4_confirming_is_a_rating_of_today_and_what_was_said_before_stays() {
    let mut fixture = fixture();
    let old = SkillRating { because: Some("The migration".to_owned()), ..holds(10, Depth::Builds) };
    let old = SkillRating { source: RatingSource::Evidence, on: Some(day("2026-01-07")), ..old };
    fixture.put(60, &old);
    let ana = fixture.get::<Person>(10);
    let ratings = [fixture.get::<SkillRating>(60)];
    let batch = commands::confirm_all(&fixture.book, &AUTHOR, &ana, &ratings, day(TODAY), || id(61));
    assert_eq!(batch.label, "Confirm 1 skill rating of Report 10");
    fixture.apply(&batch);
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Builds, false)));
    let all = rules::ratings_of(&fixture.book, id(10), id(SKILL));
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [id(61), id(60)]);
    assert_eq!(all[0].record, SkillRating { source: RatingSource::Manager, on: Some(day(TODAY)), ..old });
    assert_eq!(spoken(&fixture, "TM-5.3"), Vec::<String>::new());
}

#[test]
fn tm_5_5_two_steps_between_the_person_and_the_others_are_seen_apart() {
    let mut fixture = fixture();
    let apart = |fixture: &Fixture| rules::seen_apart(&rules::ratings_of(&fixture.book, id(10), id(SKILL)));
    fixture.put(60, &rating(10, Depth::Teaches, RatingSource::Own, "2026-11-01"));
    assert_eq!(apart(&fixture), None);
    fixture.put(61, &rating(10, Depth::Builds, RatingSource::Manager, "2026-10-01"));
    assert_eq!(apart(&fixture), None);
    fixture.put(62, &rating(10, Depth::Changes, RatingSource::Evidence, "2026-11-02"));
    assert_eq!(apart(&fixture), Some((Depth::Teaches, Depth::Changes)));
}

#[test]
fn tm_5_6_a_rating_is_in_the_persons_file_and_counts_for_whoever_reads_it() {
    let mut fixture = fixture();
    let batch = commands::rate(&fixture.book, &AUTHOR, id(60), &holds(10, Depth::Builds));
    let file = |audience| DocumentKey { audience, place: Place::Person(id(10)) };
    assert_eq!(batch.edits[0].document, file(Audience::Everyone));
    let mine = batch.made_for(Audience::OnlyMe(AUTHOR.member));
    assert_eq!(mine.edits[0].document, file(Audience::OnlyMe(AUTHOR.member)));
    fixture.apply(&mine);
    assert_eq!(held(&fixture, 10, TODAY), Some((Depth::Builds, false)));
    // What is for me is confirmed for me.
    let standing = fixture.get::<SkillRating>(60);
    let confirmed = commands::confirm_rating(&fixture.book, &AUTHOR, id(61), &standing, day(TODAY));
    assert_eq!(confirmed.edits[0].document, file(Audience::OnlyMe(AUTHOR.member)));
}

/// The names of who holds the only demand there is.
fn holders(fixture: &Fixture) -> Vec<String> {
    let needs = rules::needs(&fixture.book, day(TODAY));
    needs[0].holders.iter().map(|person| person.name.clone()).collect()
}

#[test]
fn tm_6_1_the_people_of_the_team_count_named_owning_or_itself_else_everybody() {
    let mut fixture = fixture();
    for (team, number) in [("Red", 30), ("Blue", 31)] {
        fixture.put(number, &Team { name: team.to_owned(), ..Team::default() });
    }
    let in_team = |team: u8| Person { team: Some(id(team).into()), ..report("", None, None) };
    fixture.put(10, &Person { name: "In Red".to_owned(), ..in_team(30) });
    fixture.put(11, &Person { name: "In Blue".to_owned(), ..in_team(31) });
    fixture.put(40, &Service { owner: Some(id(31).into()), ..Service::default() });
    for (rating, who) in [(60, 10), (61, 11), (62, 12)] {
        fixture.put(rating, &holds(who, Depth::Builds));
    }
    fixture.put(70, &demand(Depth::Changes, 1));
    assert_eq!(holders(&fixture), ["In Blue", "In Red", "Report 12"], "everybody");
    fixture.put(70, &SkillDemand { needed_for: Some(id(40)), ..demand(Depth::Changes, 1) });
    assert_eq!(holders(&fixture), ["In Blue"], "the team that owns the service");
    fixture.put(70, &SkillDemand { needed_for: Some(id(30)), ..demand(Depth::Changes, 1) });
    assert_eq!(holders(&fixture), ["In Red"], "the team itself");
    let named = SkillDemand { team: Some(id(30).into()), ..demand(Depth::Changes, 1) };
    fixture.put(70, &SkillDemand { needed_for: Some(id(40)), ..named });
    assert_eq!(holders(&fixture), ["In Red"], "the team that is named");
    fixture.put(70, &SkillDemand { team: Some(id(99).into()), ..demand(Depth::Changes, 1) });
    assert_eq!(holders(&fixture).len(), 3, "a team that is gone is none");
    fixture.put(70, &SkillDemand { skill: Some(id(98).into()), ..demand(Depth::Changes, 1) });
    assert!(rules::needs(&fixture.book, day(TODAY)).is_empty(), "a skill that is gone is needed by nothing");
}

#[test]
fn tm_6_2_who_leaves_within_90_days_is_named_and_not_counted() {
    let mut fixture = fixture();
    // 90 days after 22 November is 20 February.
    fixture.put(10, &report("Goes", None, Some("2027-02-20")));
    fixture.put(11, &report("Goes later", None, Some("2027-02-21")));
    fixture.put(12, &report("Has gone", None, Some("2026-11-21")));
    fixture.put(13, &report("Comes", Some("2026-12-01"), None));
    for (rating, who) in [(60, 10), (61, 11), (62, 12), (63, 13)] {
        fixture.put(rating, &holds(who, Depth::Builds));
    }
    fixture.put(64, &holds(14, Depth::Changes));
    fixture.put(70, &demand(Depth::Builds, 2));
    assert_eq!(holders(&fixture), ["Goes later"]);
    let needs = rules::needs(&fixture.book, day(TODAY));
    let leaving: Vec<_> = needs[0].leaving.iter().map(|(who, on)| (who.name.as_str(), *on)).collect();
    assert_eq!(leaving, [("Goes", day("2027-02-20"))]);
    let facts = fixture.notice("TM-6.7", TODAY).facts;
    assert_eq!(
        facts[0],
        "The month end needs 2 people who build it: Goes later so far, and Goes, who leaves on 20 Feb 2027."
    );
}

#[test]
fn tm_6_3_the_shortfall_is_what_is_asked_less_who_holds_it() {
    let mut fixture = fixture();
    fixture.put(60, &holds(10, Depth::Builds));
    fixture.put(70, &demand(Depth::Builds, 3));
    fixture.put(71, &demand(Depth::Runs, 1));
    fixture.put(72, &SkillDemand { people: None, ..demand(Depth::Teaches, 1) });
    let short: Vec<i64> = rules::needs(&fixture.book, day(TODAY)).iter().map(rules::Need::short).collect();
    assert_eq!(short, [2, 0, 1]);
    assert_eq!(rules::supply(&fixture.book, day(TODAY))[0].short, 3);
}

#[test]
fn tm_6_4_a_gap_is_nobody_who_leaves_too_few_or_one_person_alone() {
    let mut fixture = fixture();
    let lack = |fixture: &Fixture| rules::gaps(&fixture.book, day(TODAY)).first().and_then(|gap| gap.lack);
    fixture.put(60, &holds(10, Depth::Changes));
    assert_eq!(lack(&fixture), None, "nothing needs it");
    fixture.put(70, &demand(Depth::Builds, 1));
    assert_eq!(lack(&fixture), Some(Lack::Nobody));
    fixture.put(60, &holds(10, Depth::Builds));
    assert_eq!(lack(&fixture), Some(Lack::OnePerson));
    fixture.put(70, &demand(Depth::Builds, 2));
    assert_eq!(lack(&fixture), Some(Lack::Short));
    fixture.put(61, &holds(11, Depth::Teaches));
    assert_eq!(lack(&fixture), None);
    // The worst of several is the gap.
    fixture.put(71, &demand(Depth::Teaches, 1));
    assert_eq!(lack(&fixture), Some(Lack::OnePerson));
    fixture.put(11, &report("Goes", None, Some("2026-12-31")));
    assert_eq!(lack(&fixture), Some(Lack::Leaving));
    fixture.put(72, &SkillDemand { team: Some(id(30).into()), ..demand(Depth::Runs, 1) });
    fixture.put(30, &Team::default());
    assert_eq!(lack(&fixture), Some(Lack::Nobody));
}

#[test]
fn tm_6_5_urgency_is_that_of_the_doers_and_teachers_table() {
    let table: Vec<Vec<u8>> =
        (0..4).map(|doers| (0..4).map(|teachers| rules::urgency(doers, teachers)).collect()).collect();
    assert_eq!(table, [[9, 7, 3, 3], [8, 5, 2, 2], [6, 4, 1, 1], [6, 4, 1, 1]]);
    // Who teaches does not count among who does it, and to do it is as deep as the deepest demand.
    let mut fixture = fixture();
    let of = |fixture: &Fixture| {
        let supply = &rules::supply(&fixture.book, day(TODAY))[0];
        (supply.doers, supply.teachers, supply.urgency)
    };
    fixture.put(70, &demand(Depth::Changes, 1));
    assert_eq!(of(&fixture), (0, 0, 9));
    fixture.put(60, &holds(10, Depth::Changes));
    fixture.put(61, &holds(11, Depth::Runs));
    assert_eq!(of(&fixture), (1, 0, 8));
    fixture.put(62, &holds(12, Depth::Teaches));
    assert_eq!(of(&fixture), (1, 1, 5));
    fixture.put(71, &demand(Depth::Teaches, 1));
    assert_eq!(of(&fixture), (0, 1, 7), "asked to teach it, one does it who builds it");
    fixture.put(63, &holds(13, Depth::Builds));
    fixture.put(64, &holds(14, Depth::Builds));
    fixture.put(65, &holds(15, Depth::Teaches));
    assert_eq!(of(&fixture), (2, 2, 1));
}

#[test]
fn tm_6_6_the_most_urgent_gap_comes_first_then_what_lacks_more_and_harms_more() {
    let mut fixture = fixture();
    for (number, name) in [(51, "One alone"), (52, "Low"), (53, "High"), (54, "Two missing")] {
        fixture.put(number, &skill(name));
    }
    let of = |number: u8, people, service: Option<u8>| SkillDemand {
        skill: Some(id(number).into()),
        needed_for: service.map(id),
        ..demand(Depth::Builds, people)
    };
    fixture.put(40, &Service { criticality: Criticality::Low, ..Service::default() });
    fixture.put(41, &Service { criticality: Criticality::High, ..Service::default() });
    fixture.put(70, &of(51, 1, None));
    fixture.put(60, &SkillRating { skill: Some(id(51).into()), ..holds(10, Depth::Builds) });
    fixture.put(71, &of(52, 1, Some(40)));
    fixture.put(72, &of(53, 1, Some(41)));
    fixture.put(73, &of(54, 2, None));
    let gaps = rules::gaps(&fixture.book, day(TODAY));
    let order: Vec<_> = gaps.iter().map(|gap| (gap.skill.name.as_str(), gap.urgency)).collect();
    assert_eq!(order, [("Two missing", 9), ("High", 9), ("Low", 9), ("One alone", 8)]);
}

#[test]
fn tm_6_7_a_gap_without_an_answer_is_a_notice_that_presses_by_the_harm() {
    let mut fixture = fixture();
    fixture
        .put(40, &Service { name: "Core".to_owned(), criticality: Criticality::High, ..Service::default() });
    fixture.put(70, &SkillDemand { needed_for: Some(id(40)), ..demand(Depth::Builds, 2) });
    let notice = fixture.notice("TM-6.7", TODAY);
    assert_eq!(notice.about, id(SKILL));
    assert_eq!(notice.says, "Nobody holds Ledger as deep as it is needed, and nothing is decided about it");
    assert_eq!(
        notice.facts,
        ["Core needs 2 people who build it: nobody does.", "Urgency 9 of 9: 0 do it, 0 teach it."]
    );
    assert_eq!(notice.urgency, Urgency::High);
    fixture.put(60, &holds(10, Depth::Builds));
    let notice = fixture.notice("TM-6.7", TODAY);
    assert_eq!(notice.says, "1 person short in Ledger, and nothing is decided about it");
    assert_eq!(notice.urgency, Urgency::Normal);
    fixture.put(70, &SkillDemand { needed_for: Some(id(40)), ..demand(Depth::Builds, 1) });
    assert_eq!(fixture.notice("TM-6.7", TODAY).urgency, Urgency::Low);
}

fn response(review_on: &str) -> GapResponse {
    GapResponse {
        answer: GapAnswer::Grow,
        owner: Some(Ref::new(id(ME))),
        review_on: Some(day(review_on)),
        reason: "Yui asked for it".into(),
        ..GapResponse::default()
    }
}

fn answer(fixture: &mut Fixture, number: u8, response: &GapResponse, today: &str) {
    let skill = fixture.get::<Skill>(SKILL);
    let batch = commands::answer_gap(&fixture.book, &AUTHOR, id(number), &skill, response, day(today));
    fixture.apply(&batch);
}

#[test]
fn tm_6_8_the_newest_answer_that_has_not_ended_holds_and_a_new_one_ends_it() {
    let mut fixture = fixture();
    fixture.put(70, &demand(Depth::Builds, 1));
    assert_eq!(spoken(&fixture, "TM-6.7").len(), 1);
    answer(&mut fixture, 80, &response("2027-01-10"), "2026-11-20");
    assert_eq!(spoken(&fixture, "TM-6.7"), Vec::<String>::new());
    let hire = GapResponse { answer: GapAnswer::Hire, ..response("2027-02-01") };
    answer(&mut fixture, 81, &hire, TODAY);
    let standing = rules::response_to(&fixture.book, id(SKILL)).unwrap();
    assert_eq!(
        (standing.id, standing.answer, standing.decided_on),
        (id(81), GapAnswer::Hire, Some(day(TODAY)))
    );
    assert_eq!(fixture.get::<GapResponse>(80).ended_on, Some(day(TODAY)));
    let given: Vec<RecordId> =
        rules::responses_of(&fixture.book, id(SKILL)).iter().map(|one| one.id).collect();
    assert_eq!(given, [id(81), id(80)], "what was decided before stays");
    let skill = fixture.get::<Skill>(SKILL);
    fixture.apply(&commands::end_response(&skill, &standing, day(TODAY)));
    assert_eq!(rules::response_to(&fixture.book, id(SKILL)), None);
    assert_eq!(spoken(&fixture, "TM-6.7").len(), 1);
}

#[test]
fn tm_6_9_an_answer_without_owner_or_day_or_whose_day_has_come_is_a_notice() {
    let mut fixture = fixture();
    fixture.put(70, &demand(Depth::Builds, 1));
    answer(&mut fixture, 80, &response("2026-11-23"), "2026-11-01");
    assert_eq!(spoken(&fixture, "TM-6.9"), Vec::<String>::new());
    let due = fixture.notice("TM-6.9", "2026-11-23");
    assert_eq!(due.says, "Look again at the gap in Ledger");
    assert_eq!(due.facts[0], "Decided on 1 Nov 2026: grow.");
    let skill = fixture.get::<Skill>(SKILL);
    let later = commands::look_again(&skill, &fixture.get(80), day("2026-12-24"));
    fixture.apply(&later);
    let fault = |fixture: &Fixture, response: &GapResponse| {
        rules::response_fault(&fixture.book, response, day("2026-11-24"))
    };
    assert_eq!(fault(&fixture, &fixture.get::<GapResponse>(80)), None);
    fixture.put(16, &report("Gone", None, Some("2026-11-01")));
    for (given, expected) in [
        (GapResponse { owner: None, ..response("2027-01-01") }, ResponseFault::NoOwner),
        (GapResponse { owner: Some(id(16).into()), ..response("2027-01-01") }, ResponseFault::OwnerLeft),
        (GapResponse { review_on: None, ..response("2027-01-01") }, ResponseFault::NoReview),
        (response("2026-11-24"), ResponseFault::ReviewDue { on: day("2026-11-24") }),
    ] {
        assert_eq!(fault(&fixture, &given), Some(expected));
    }
    // Where there is no gap any more, nothing is asked about its answer.
    fixture.put(60, &holds(10, Depth::Builds));
    fixture.put(61, &holds(11, Depth::Builds));
    assert!(!fixture.speaking("2027-03-01").contains(&"TM-6.9"));
}

#[test]
fn tm_6_10_a_dismissed_gap_speaks_again_when_it_is_another_or_somebody_leaves() {
    let mut fixture = fixture();
    fixture.put(60, &holds(10, Depth::Builds));
    fixture.put(70, &demand(Depth::Builds, 1));
    let key = |fixture: &Fixture| fixture.notice("TM-6.7", TODAY).key();
    let alone = key(&fixture);
    fixture.put(61, &holds(11, Depth::Runs));
    assert_eq!(key(&fixture), alone);
    fixture.put(70, &demand(Depth::Builds, 2));
    let short = key(&fixture);
    assert_ne!(short, alone);
    fixture.put(10, &report("Goes", None, Some("2026-12-31")));
    assert_ne!(key(&fixture), short);
}
