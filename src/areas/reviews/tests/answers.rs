//! The three questions, and what the person says to the answers (PR-2, PR-5).

use super::*;
use crate::{Dispute, Finding, Leaning, Question, Response, Stands};

#[test]
fn pr_2_1_a_review_names_the_questions_it_leaves_empty() {
    let mut fixture = Fixture::under_way();
    assert_eq!(rules::empty_answers(&fixture.review(ANA)), Question::ALL);
    fixture.write(ANA, |review| {
        review.standing = "At the level.".into();
        review.next_level = " \n — \n".into();
    });
    assert_eq!(rules::empty_answers(&fixture.review(ANA)), [Question::NextLevel, Question::Support]);
    fixture.answer_all(ANA);
    assert!(rules::empty_answers(&fixture.review(ANA)).is_empty());
}

#[test]
fn pr_2_2_an_answer_of_few_words_is_brief() {
    let mut fixture = Fixture::under_way();
    let brief = |fixture: &Fixture| {
        let review = fixture.review(ANA);
        let brief =
            Question::ALL.iter().filter(|question| rules::is_brief(&fixture.book, &review, **question));
        brief.copied().collect::<Vec<_>>()
    };
    assert!(brief(&fixture).is_empty(), "what is empty is not brief");
    let eleven = "one two three four five six seven eight nine ten eleven –";
    fixture.write(ANA, |review| {
        review.standing = eleven.into();
        review.next_level = format!("{eleven} twelve").as_str().into();
    });
    assert_eq!(brief(&fixture), [Question::Standing]);
}

impl Fixture {
    fn responds(&mut self, response: &Response) {
        let batch = commands::respond(&self.book, &AUTHOR, &self.review(ANA), response);
        self.apply(&batch);
    }
}

fn response(stands: Stands, follow_up: Option<&str>) -> Response {
    Response { on: Some(day("2026-12-20")), stands, follow_up: follow_up.map(day), ..Response::default() }
}

#[test]
fn pr_5_1_a_review_has_one_response_and_keeps_its_own_words() {
    let mut fixture = Fixture::under_way();
    fixture.answer_all(ANA);
    let before = fixture.review(ANA).record;
    fixture.responds(&Response { text: "I see it so.".into(), ..response(Stands::Agrees, None) });
    fixture.responds(&Response { text: "I see it otherwise.".into(), ..response(Stands::InPart, None) });
    let all = fixture.book.all::<Response>();
    assert_eq!((all.len(), all[0].text.0.clone()), (1, "I see it otherwise.".to_owned()));
    assert_eq!(rules::response_to(&fixture.book, fixture.review(ANA).id).unwrap().stands, Stands::InPart);
    assert_eq!(fixture.review(ANA).record, before);
}

#[test]
fn pr_5_2_the_follow_up_is_a_notice_until_it_was_held() {
    let mut fixture = Fixture::under_way();
    let found = Finding { what: "Slow reviews".into(), leaning: Leaning::ToGrow, ..Finding::default() };
    let found = commands::find(&AUTHOR, id(30), &fixture.review(ANA), &found);
    fixture.apply(&found);
    let disputed = commands::dispute(&fixture.get(30), Some(Dispute::Open));
    fixture.apply(&disputed);
    fixture.responds(&response(Stands::InPart, Some("2027-01-05")));
    let of_answers = |today: &str| {
        let mut rules = fixture.speaking(today);
        rules.retain(|rule| rule.starts_with("PR-5"));
        rules
    };
    assert!(of_answers("2027-01-04").is_empty());
    let notice = fixture.notice("PR-5.2", "2027-01-05");
    assert_eq!(notice.says, "Talk with Ana again about their review today");
    assert_eq!(notice.facts, ["Agrees in part, said on 20 Dec 2026.", "In dispute: “Slow reviews”."]);
    assert_eq!(
        fixture.notice("PR-5.2", "2027-01-08").says,
        "The talk with Ana about their review was due 3 days ago"
    );
    let entry = rules::response_to(&fixture.book, fixture.review(ANA).id).unwrap();
    let held = commands::hold_follow_up(&entry, day("2027-01-08"), "Measured again in March.");
    fixture.apply(&held);
    let entry = rules::response_to(&fixture.book, fixture.review(ANA).id).unwrap();
    assert_eq!(
        (entry.held_on, entry.outcome.0.as_str()),
        (Some(day("2027-01-08")), "Measured again in March.")
    );
    assert!(!fixture.speaking("2027-01-08").contains(&"PR-5.2"));
}

#[test]
fn pr_5_3_a_disagreement_without_a_day_to_talk_is_a_notice() {
    let mut fixture = Fixture::under_way();
    fixture.responds(&response(Stands::Agrees, None));
    assert!(fixture.speaking(TODAY).is_empty());
    fixture.responds(&response(Stands::Disagrees, None));
    assert_eq!(
        fixture.notice("PR-5.3", TODAY).says,
        "Ana sees their review differently, and no talk about it has a day"
    );
    fixture.responds(&response(Stands::Disagrees, Some("2026-12-01")));
    assert!(fixture.speaking(TODAY).is_empty());
}

#[test]
fn pr_5_4_a_point_stays_in_dispute_until_it_says_what_came_of_it() {
    let mut fixture = Fixture::under_way();
    let review = fixture.review(ANA).id;
    for number in [30, 31] {
        let found = commands::find(&AUTHOR, id(number), &fixture.review(ANA), &Finding::default());
        fixture.apply(&found);
        let disputed = commands::dispute(&fixture.get(number), Some(Dispute::Open));
        fixture.apply(&disputed);
    }
    assert_eq!(rules::in_dispute(&fixture.book, review).len(), 2);
    fixture.responds(&response(Stands::Agrees, None));
    assert!(fixture.speaking(TODAY).contains(&"PR-5.3"), "what is in dispute wants a talk");
    for (number, outcome) in [(30, Dispute::Stands), (31, Dispute::TakenBack)] {
        let settled = commands::dispute(&fixture.get(number), Some(outcome));
        fixture.apply(&settled);
    }
    assert!(rules::in_dispute(&fixture.book, review).is_empty());
    assert!(!fixture.speaking(TODAY).contains(&"PR-5.3"));
    assert_eq!(rules::findings_of(&fixture.book, review).len(), 2, "and is kept");
}

#[test]
fn pr_2_5_what_is_taken_goes_to_the_end_of_what_was_written() {
    let mut fixture = Fixture::under_way();
    let take = |fixture: &mut Fixture, sentences: &[&str]| {
        let sentences: Vec<String> = sentences.iter().map(|one| (*one).to_owned()).collect();
        let batch = commands::add_to_answer(&fixture.review(ANA), Question::Support, &sentences);
        fixture.apply(&batch);
        fixture.review(ANA).support.0.clone()
    };
    assert_eq!(take(&mut fixture, &["A mentor."]), "A mentor.");
    fixture.write(ANA, |review| review.support = "A mentor, \nfor a year. \n".into());
    assert_eq!(take(&mut fixture, &["Time.", " A course. "]), "A mentor, \nfor a year.\nTime.\nA course.");
    assert!(fixture.review(ANA).standing.is_empty());
}
