//! The chain walked both ways: from what was seen in Ana's work to somebody who was hired for it.

use document::{Author, Book, Prose, Record, Ref, Stamp};
use feedback::Observation;
use fixture::day;
use growth::{Goal, Mentoring};
use hiring::{Candidate, Cause, Opening, OpeningState};
use kernel::{MemberId, RecordId, Timestamp};
use reviews::{Dispute, Finding, Leaning, Review};
use roster::{Action, Depth, GapAnswer, GapResponse, Person, Skill, SkillDemand};

use super::{KNOTS, chain, hops, missing, notices};
use crate::{Link, Relation, links};

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };
const TODAY: &str = "2026-11-22";

#[derive(Default)]
struct Story {
    book: Book,
    last: u8,
}

impl Story {
    fn with<T: Record>(&mut self, record: &T) -> RecordId {
        self.last += 1;
        let id = RecordId::from_bytes([self.last; 16]);
        let stamp = Stamp { at: Timestamp::start_of(day("2026-10-01"), 0), by: ME.member };
        self.book.apply(&ME.create(id, record), stamp);
        id
    }

    fn link(&mut self, from: RecordId, to: RecordId, relation: Relation, reason: &str) {
        let link = Link {
            from: Some(from),
            to: Some(to),
            relation,
            reason: Some(reason.to_owned()),
            on: Some(day("2026-10-05")),
        };
        self.with(&link);
    }

    /// What stands before and after a record, by name.
    fn chain(&self, of: RecordId) -> (Vec<String>, Vec<String>) {
        let chain = chain(&self.book, of, day(TODAY)).unwrap();
        let titles = |knots: Vec<super::Knot>| knots.into_iter().map(|knot| knot.title).collect();
        (titles(chain.before), titles(chain.after))
    }

    fn rules(&self) -> Vec<&'static str> {
        notices(&self.book, day(TODAY)).into_iter().map(|notice| notice.rule).collect()
    }
}

/// A finding of Ana's review that became a demand for a skill, an answer, an opening, and Bo who came.
struct Told {
    seen: RecordId,
    finding: RecordId,
    skill: RecordId,
    answer: RecordId,
    opening: RecordId,
    bo: RecordId,
}

fn told(story: &mut Story) -> Told {
    let ana = story.with(&Person { name: "Ana".into(), ..Person::default() });
    let bo = story.with(&Person { name: "Bo".into(), ..Person::default() });
    let seen = story.with(&Observation {
        person: Some(ana.into()),
        what_happened: "Traced nothing".into(),
        ..Observation::default()
    });
    let review = story.with(&Review {
        person: Some(ana.into()),
        shared_on: Some(day("2026-10-02")),
        ..Review::default()
    });
    let finding = story.with(&Finding {
        what: "Flies blind".into(),
        person: Some(ana.into()),
        leaning: Leaning::ToGrow,
        ..Finding::default()
    });
    let skill = story.with(&Skill { name: "Observability".into(), ..Skill::default() });
    let demand = story.with(&SkillDemand {
        skill: Some(skill.into()),
        depth: Depth::Builds,
        ..SkillDemand::default()
    });
    let answer = story.with(&GapResponse {
        skill: Some(skill.into()),
        answer: GapAnswer::Hire,
        decided_on: Some(day("2026-10-10")),
        reason: Prose("Nobody here has the time to learn it".into()),
        ..GapResponse::default()
    });
    let opening = story.with(&Opening {
        role: "Engineer, observability".into(),
        cause: Some(Cause::SkillGap),
        behind: Some(answer),
        state: OpeningState::Open,
        approved_on: Some(day("2026-10-20")),
        ..Opening::default()
    });
    story.with(&Candidate {
        name: "Bo who applied".into(),
        opening: Some(opening.into()),
        hired_as: Some(bo.into()),
        starts_on: Some(day("2026-12-01")),
        ..Candidate::default()
    });
    story.with(&Candidate {
        name: "Cem who did not come".into(),
        opening: Some(opening.into()),
        ..Candidate::default()
    });
    story.link(seen, finding, Relation::IsEvidenceFor, "The outage of May");
    story.link(finding, demand, Relation::LeadsTo, "One more who sees what runs");
    let _ = review;
    Told { seen, finding, skill, answer, opening, bo }
}

#[test]
fn cn_1_7_the_chain_is_walked_from_a_finding_to_a_hire_and_back() {
    let mut story = Story::default();
    let told = told(&mut story);
    let demand = "Skill demand · Observability".to_owned();
    let response = "Gap response · Observability · 10 Oct 2026".to_owned();
    let opening = "Engineer, observability".to_owned();
    let (before, after) = story.chain(told.finding);
    assert_eq!(before, ["Traced nothing"]);
    let onward = [demand, "Observability".to_owned(), response, opening];
    assert_eq!(after[..4], onward);
    assert_eq!(after[4..], ["Bo who applied", "Bo"], "who did not come is in the funnel, not on the thread");
    let (before, after) = story.chain(told.bo);
    assert_eq!(before.first().map(String::as_str), Some("Traced nothing"));
    assert_eq!(before.len(), 7);
    assert_eq!(after, [""; 0]);
    let (before, after) = story.chain(told.seen);
    assert_eq!((before.len(), after.len()), (0, 7));
}

#[test]
fn cn_1_7_every_hop_has_its_day_and_its_reason() {
    let mut story = Story::default();
    let told = told(&mut story);
    let walked = chain(&story.book, told.skill, day(TODAY)).unwrap();
    let said = |title: &str| {
        let knot = walked.before.iter().chain(&walked.after).find(|knot| knot.title == title).unwrap();
        let hop = &knot.hops[0];
        (knot.steps, hop.relation, hop.to.clone(), hop.on, hop.why.clone().unwrap_or_default())
    };
    assert_eq!(
        said("Flies blind"),
        (
            2,
            "Leads to",
            "Skill demand · Observability".to_owned(),
            day("2026-10-05"),
            "One more who sees what runs".to_owned()
        )
    );
    assert_eq!(
        said("Gap response · Observability · 10 Oct 2026"),
        (
            1,
            "Answers",
            "Observability".to_owned(),
            day("2026-10-10"),
            "Nobody here has the time to learn it".to_owned()
        )
    );
    assert_eq!(said("Engineer, observability").1, "Comes from");
}

#[test]
fn cn_1_7_an_opening_and_what_is_behind_it_are_on_the_rail_of_both() {
    let mut story = Story::default();
    let told = told(&mut story);
    let rail =
        |record| links::rail(&story.book, record).into_iter().map(|knot| knot.relation).collect::<Vec<_>>();
    assert_eq!(rail(told.answer), ["Leads to"]);
    assert_eq!(rail(told.opening), ["Comes from"]);
    let person = chain(&story.book, told.bo, day(TODAY)).unwrap();
    let candidate = person.before.iter().rfind(|knot| knot.kind == "Candidate").unwrap().record;
    assert_eq!((rail(told.bo), rail(candidate)), (vec!["Was hired as"], vec!["Came as"]));
}

#[test]
fn cn_1_8_a_chain_goes_round_in_no_circle_and_does_not_go_on_behind_people() {
    let mut story = Story::default();
    let ids: Vec<_> = ["one", "two", "three"]
        .map(|what| story.with(&Action { what: what.into(), ..Action::default() }))
        .into();
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        story.link(ids[from], ids[to], Relation::LeadsTo, "");
    }
    let (before, after) = story.chain(ids[0]);
    assert_eq!(
        (before, after),
        (vec!["two".into(), "three".into()], vec!["two".to_owned(), "three".to_owned()])
    );

    let ana = story.with(&Person { name: "Ana".into(), ..Person::default() });
    story.link(ids[1], ana, Relation::LeadsTo, "");
    let other = story.with(&Goal { what: "Leads".into(), ..Goal::default() });
    story.link(ana, other, Relation::LeadsTo, "");
    assert!(!story.chain(ids[0]).1.contains(&"Leads".to_owned()));
    assert_eq!(story.chain(ana).1, ["Leads"], "from somebody it starts as from anything");
}

#[test]
fn cn_1_8_what_only_belongs_together_is_no_hop() {
    let mut story = Story::default();
    let one = story.with(&Action { what: "one".into(), ..Action::default() });
    let two = story.with(&Action { what: "two".into(), ..Action::default() });
    story.link(one, two, Relation::RelatesTo, "");
    assert!(chain(&story.book, one, day(TODAY)).unwrap().is_alone());
    story.link(one, two, Relation::WaitsFor, "");
    assert_eq!(story.chain(one).0, ["two"], "what waits comes after what it waits for");
    story.book.remove(two);
    assert!(chain(&story.book, one, day(TODAY)).unwrap().is_alone());
}

#[test]
fn cn_1_8_a_chain_that_is_too_long_says_that_there_is_more() {
    let mut story = Story::default();
    let root = story.with(&Observation { what_happened: "It began".into(), ..Observation::default() });
    for number in 0..=KNOTS {
        story.with(&Action { what: format!("step {number}"), source: Some(root), ..Action::default() });
    }
    let walked = chain(&story.book, root, day(TODAY)).unwrap();
    assert_eq!((walked.after.len(), walked.more), (KNOTS, true));
}

#[test]
fn cn_1_10_an_answer_by_hiring_without_an_opening_is_a_loose_end() {
    let mut story = Story::default();
    let told = told(&mut story);
    let at = |story: &Story| missing(&story.book, told.answer, day(TODAY)).map(|missing| missing.says);
    assert_eq!(at(&story), None, "the opening stands behind it");
    story.book.remove(told.opening);
    let says = "Observability is to be answered by hiring, and no opening comes of it";
    assert_eq!(at(&story).as_deref(), Some(says));
    let walked = chain(&story.book, told.finding, day(TODAY)).unwrap();
    assert!(walked.after.last().unwrap().missing.is_some(), "seen from far along the chain, too");
    // A newer answer holds, and the old one is not asked about any more.
    let newer = story.with(&GapResponse {
        skill: Some(told.skill.into()),
        answer: GapAnswer::Accept,
        decided_on: Some(day("2026-11-01")),
        ..GapResponse::default()
    });
    assert_eq!(at(&story), None);
    // Without any answer the gap itself is the loose end; without a demand there is no gap.
    for answer in [newer, told.answer] {
        story.book.remove(answer);
    }
    assert!(missing(&story.book, told.skill, day(TODAY)).is_some());
    for id in story.book.rows_of("skill-demand").map(|row| row.id).collect::<Vec<_>>() {
        story.book.remove(id);
    }
    assert_eq!(missing(&story.book, told.skill, day(TODAY)), None);
}

#[test]
fn cn_1_9_an_answer_by_growing_leads_to_a_goal_a_pair_or_an_action() {
    let grows = |follow: fn(&mut Story, RecordId, RecordId)| {
        let mut story = Story::default();
        let skill = story.with(&Skill { name: "SQL".into(), ..Skill::default() });
        story.with(&SkillDemand {
            skill: Some(skill.into()),
            depth: Depth::Builds,
            ..SkillDemand::default()
        });
        let answer = story.with(&GapResponse {
            skill: Some(skill.into()),
            answer: GapAnswer::Grow,
            decided_on: Some(day("2026-11-01")),
            ..GapResponse::default()
        });
        follow(&mut story, skill, answer);
        story.rules()
    };
    assert_eq!(grows(|_, _, _| {}), ["CN-1.9"]);
    let goal = |story: &mut Story, _: RecordId, answer: RecordId| {
        let goal = story.with(&Goal { what: "Owns the schema".into(), ..Goal::default() });
        story.link(answer, goal, Relation::LeadsTo, "");
    };
    assert_eq!(grows(goal), [""; 0]);
    let pair = |story: &mut Story, skill: RecordId, _: RecordId| {
        story.with(&Mentoring { skill: Some(Ref::new(skill)), ..Mentoring::default() });
    };
    assert_eq!(grows(pair), [""; 0]);
    let action = |story: &mut Story, _: RecordId, answer: RecordId| {
        story.with(&Action { what: "Find a course".into(), source: Some(answer), ..Action::default() });
    };
    assert_eq!(grows(action), [""; 0]);
}

#[test]
fn cn_1_10_an_opening_that_names_a_cause_and_nothing_behind_it_is_a_loose_end() {
    let opened = |opening: Opening| {
        let mut story = Story::default();
        let id = story.with(&opening);
        missing(&story.book, id, day(TODAY)).is_some()
    };
    let bare = Opening { cause: Some(Cause::SkillGap), state: OpeningState::Open, ..Opening::default() };
    assert!(opened(bare.clone()));
    assert!(!opened(Opening { state: OpeningState::Draft, ..bare.clone() }));
    let busy = Opening { cause: Some(Cause::Workload), ..bare };
    assert!(opened(busy.clone()));
    assert!(!opened(Opening { because: Prose("Two launches at once".into()), ..busy }));
}

#[test]
fn cn_1_10_a_finding_to_grow_from_which_nothing_follows_is_a_loose_end() {
    let mut story = Story::default();
    let review = story.with(&Review { shared_on: Some(day("2026-11-01")), ..Review::default() });
    let finding = Finding {
        what: "Flies blind".into(),
        review: Some(review.into()),
        leaning: Leaning::ToGrow,
        ..Finding::default()
    };
    let at = |story: &Story, id, on| missing(&story.book, id, day(on)).is_some();
    let open = story.with(&finding);
    assert!(!at(&story, open, "2026-11-15"));
    assert!(at(&story, open, "2026-11-16"));
    let strength = story.with(&Finding { leaning: Leaning::Strength, ..finding.clone() });
    let taken_back = story.with(&Finding { dispute: Some(Dispute::TakenBack), ..finding });
    assert!(!at(&story, strength, TODAY) && !at(&story, taken_back, TODAY));
    let goal = story.with(&Goal { what: "Sees what runs".into(), ..Goal::default() });
    story.link(open, goal, Relation::LeadsTo, "");
    assert!(!at(&story, open, TODAY));
    assert_eq!(hops(&story.book, goal).len(), 1);
}
