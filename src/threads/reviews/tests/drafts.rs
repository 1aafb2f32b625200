//! What a draft is made of, and what it lacks (PR-1, PR-2, PR-4).

use super::*;
use document::Audience;
use fixture::play;
use growth::{Goal, GoalState, Help, Stretch, StretchState, rules as growth_rules};
use roster::{Depth, Skill, SkillRating};

impl Story {
    /// Ana's half year: two of praise, one to grow, a peer's view, a goal of each kind, stretch work, a rating, help.
    fn with_a_half_year() -> Self {
        let mut story = Self::new();
        story.saw(10, "2026-06-01", Tone::Praise);
        story.saw(11, "2026-09-10", Tone::Praise);
        story.saw(12, "2026-10-10", Tone::Growth);
        story.put(23, &Observation { told_on: Some(day("2026-07-20")), ..seen("2026-07-15", Tone::Growth) });
        story.put(
            13,
            &Observation {
                source: ObservationSource::Peer,
                competency: None,
                ..seen("2026-08-01", Tone::Praise)
            },
        );
        let goal =
            Goal { what: "Leads an incident".into(), person: Some(Ref::new(id(ANA))), ..Goal::default() };
        story.put(14, &Goal { set_on: Some(day("2026-01-10")), ..goal.clone() });
        story.put(
            15,
            &Goal {
                state: GoalState::Reached,
                closed_on: Some(day("2026-07-01")),
                outcome: "Twice.".into(),
                ..goal.clone()
            },
        );
        let work = Stretch {
            what: "The queue's design".into(),
            person: Some(Ref::new(id(ANA))),
            state: StretchState::Done,
            until: Some(day("2026-08-15")),
            ..Stretch::default()
        };
        story.put(16, &work);
        story.put(17, &Skill { name: "Kafka".into(), ..Skill::default() });
        let rating = SkillRating {
            person: Some(Ref::new(id(ANA))),
            skill: Some(Ref::new(id(17))),
            depth: Depth::Builds,
            on: Some(day("2026-11-01")),
            ..SkillRating::default()
        };
        story.put(18, &rating);
        let help = Help {
            person: Some(Ref::new(id(ANA))),
            what: "Her name for the talk".into(),
            on: Some(day("2026-11-02")),
            ..Help::default()
        };
        story.put(19, &help);
        story
    }
}

#[test]
fn pr_1_11_the_sources_are_what_the_period_has_group_by_group() {
    let mut story = Story::with_a_half_year();
    // The day before the period, and the day after it.
    story.saw(20, "2026-05-31", Tone::Praise);
    story.saw(21, "2026-12-01", Tone::Praise);
    let closed = Goal {
        what: "Long reached".into(),
        person: Some(Ref::new(id(ANA))),
        state: GoalState::Reached,
        closed_on: Some(day("2026-05-01")),
        ..Goal::default()
    };
    story.put(22, &closed);
    let found = sources(&story.book, id(ANA), day("2026-06-01"), day("2026-11-30"));
    let found: Vec<_> = found.iter().map(|one| (one.group, one.record)).collect();
    assert_eq!(
        found,
        [
            (Group::Observations, id(12)),
            (Group::Observations, id(11)),
            (Group::Observations, id(23)),
            (Group::Observations, id(10)),
            (Group::PeerViews, id(13)),
            (Group::Accomplishments, id(16)),
            (Group::Accomplishments, id(15)),
            (Group::Goals, id(14)),
            (Group::Skills, id(18)),
            (Group::Help, id(19)),
        ]
    );
}

#[test]
fn pr_1_12_a_draft_makes_findings_that_each_rest_on_what_they_tell() {
    let mut story = Story::with_a_half_year();
    let batch = story.drafts();
    assert_eq!(batch.label, "Draft the review of Ana");
    let findings = story.findings();
    let told: Vec<_> = findings
        .iter()
        .map(|one| {
            let rests_on: Vec<_> =
                evidence_of(&story.book, one.id).iter().map(|evidence| evidence.record).collect();
            (one.question, one.leaning, rests_on)
        })
        .collect();
    let (standing, next) = (Question::Standing, Question::NextLevel);
    assert_eq!(
        told,
        [
            (standing, Leaning::Strength, vec![id(11), id(10)]),
            (standing, Leaning::Strength, vec![id(13)]),
            (standing, Leaning::Strength, vec![id(16)]),
            (standing, Leaning::Strength, vec![id(15)]),
            (standing, Leaning::Strength, vec![id(18)]),
            (standing, Leaning::ToGrow, vec![id(12)]),
            (standing, Leaning::ToGrow, vec![id(23)]),
            (next, Leaning::Ahead, vec![id(14)]),
        ]
    );
    assert_eq!(
        findings[0].what.0,
        "10 Sep 2026: The roll-out stopped at noon. Called the three teams together.\n\
         1 Jun 2026: The roll-out stopped at noon. Called the three teams together."
    );
    assert_eq!(
        surprises(&story.book, &story.review(), day(TODAY)).len(),
        1,
        "she was told of one of the two"
    );
    assert_eq!(findings[0].competency.as_deref(), Some("Delivery"));
    assert_eq!(findings[3].what.0, "Reached a goal. Leads an incident. Twice.");
    let goal = evidence_of(&story.book, findings[7].id).remove(0).named;
    assert_eq!((goal.kind, goal.on), ("Goal", Some(day("2026-01-10"))), "the day it was set");
    // What is there already is not drafted again; what came since is.
    assert!(story.drafts().is_empty());
    story.saw(30, "2026-11-20", Tone::Praise);
    story.drafts();
    assert_eq!(story.findings().len(), 9);
    // Nothing of it is for more people than the review.
    let audiences: Vec<_> =
        batch.edits.iter().filter(|edit| edit.document.audience != Audience::OnlyMe(ME.member)).collect();
    assert!(audiences.is_empty(), "{audiences:?}");
}

#[test]
fn pr_1_16_a_period_without_a_peer_view_is_said() {
    let mut story = Story::new();
    story.saw(10, "2026-09-10", Tone::Praise);
    let told = |on: &str| Observation { source: ObservationSource::Peer, ..seen(on, Tone::Praise) };
    story.put(11, &told("2026-05-31"));
    assert!(lacks_peer_view(&story.book, &story.review()), "what a peer told was before the period");
    story.put(12, &told("2026-06-01"));
    assert!(!lacks_peer_view(&story.book, &story.review()));
    story.drafts();
    assert!(!lacks_peer_view(&story.book, &story.review()), "also once a finding rests on it");
}

#[test]
fn pr_1_13_no_draft_is_made_from_what_not_everyone_can_read() {
    let mut story = Story::new();
    let kept = ME.create_private(id(10), &seen("2026-09-01", Tone::Growth));
    story.apply(&Batch::new("").with(kept));
    let left = unused(&story.book, &story.review());
    assert_eq!((left.len(), left[0].kept_back), (1, true), "it is a source all the same");
    assert!(story.drafts().is_empty());
}

#[test]
fn pr_1_12_what_the_next_level_asks_for_and_was_not_shown_is_still_ahead() {
    let mut story = Story::new();
    let ladder = growth::commands::begin_with_ours(&story.book, &ME);
    story.apply(&ladder);
    // She moved up since the launch; the review is of the level of then.
    let moved = story.get::<Person>(ANA).update(|ana| ana.level = Some("IC4".into()));
    story.apply(&Batch::new("").with_all(moved));
    story.drafts();
    let findings = story.findings();
    let then = Person { level: Some("IC3".into()), ..Person::default() };
    let rung = growth_rules::rung_of(&story.book, &then).unwrap();
    let asked = growth_rules::competencies_of(&story.book, rung.ladder.unwrap().id()).len();
    assert_eq!(findings.len(), asked);
    assert!(findings.iter().all(|one| one.leaning == Leaning::Ahead && one.question == Question::NextLevel));
    assert!(findings[0].what.starts_with("IC4 "), "{}", findings[0].what.0);
    assert!(story.drafts().is_empty(), "once");
}

#[test]
fn pr_2_3_an_answer_lacks_specifics_when_nothing_particular_stands_behind_it() {
    let mut story = Story::new();
    let lacking = |story: &Story| lacks(&story.book, &story.review());
    let all = |lack: Lack| Question::ALL.iter().map(|question| (*question, lack)).collect::<Vec<_>>();
    assert_eq!(lacking(&story), all(Lack::Empty));
    story.write(|review| {
        review.standing = "Good work.".into();
        review.next_level = "Good work.".into();
        review.support = "Good work.".into();
    });
    assert_eq!(lacking(&story), all(Lack::Brief));
    story.answer_all();
    assert_eq!(lacking(&story), all(Lack::NothingBehind));
    story.finds(30, "Brings teams together", Leaning::Strength);
    assert_eq!(lacking(&story).len(), 3, "a finding that rests on nothing is none");
    story.saw(10, "2026-09-10", Tone::Praise);
    story.rests_on(40, 30, 10);
    story.promises(31, &Promise { by: None, ..promise() });
    assert_eq!(
        lacking(&story),
        [(Question::NextLevel, Lack::NothingBehind), (Question::Support, Lack::NothingBehind)]
    );
    story.promises(32, &promise());
    assert_eq!(lacking(&story), [(Question::NextLevel, Lack::NothingBehind)]);
}

#[test]
fn pr_2_4_a_written_review_that_is_vague_is_a_notice_when_its_day_is_near() {
    let mut story = Story::new();
    story.saw(10, "2026-09-10", Tone::Praise);
    story.finds(30, "Brings teams together", Leaning::Strength);
    story.finds(31, "Knows the ledger", Leaning::Strength);
    story.rests_on(40, 30, 10);
    assert!(story.speaking("2026-12-03").is_empty(), "what is empty is told of by its cycle");
    story.answer_all();
    assert!(story.speaking("2026-12-02").is_empty(), "8 days before");
    let notice = story.notice("PR-2.4", "2026-12-03");
    assert_eq!(notice.says, "2 of 3 answers in the review of Ana lack specifics");
    assert_eq!(
        notice.facts,
        [
            "“What the next level would take” names nothing that the next level asks for.",
            "“Support you will give” promises nothing with an owner and a day.",
            "Rests on nothing: “Knows the ledger”."
        ]
    );
    story.write(|review| review.shared_on = Some(day("2026-12-03")));
    assert!(!story.speaking("2026-12-03").contains(&"PR-2.4"));
}

#[test]
fn the_sample_has_a_cycle_that_is_over_and_one_under_way_and_its_notices_speak() {
    let today = day(TODAY);
    let (mut book, mut new_id) = (Book::new(), fixture::ids(1));
    crate::sample::play_feedback_and_growth(&mut book, &ME, today, &mut new_id);
    let written = sample(&book, ME, today, &mut new_id);
    assert!(written.iter().all(|batch| batch.at.is_some_and(|at| at.date(0) <= today)));
    play(&mut book, &written);
    let cycles = rules::cycles(&book);
    let states: Vec<_> = cycles.iter().map(|cycle| rules::state_of(cycle)).collect();
    assert_eq!(states, [rules::CycleState::UnderWay, rules::CycleState::Finished]);
    let over = rules::reviews_in(&book, cycles[1].id);
    assert!(
        over.iter().all(|review| review.shared_on.is_some() && lacks(&book, review).is_empty()),
        "{:?}",
        over.iter().map(|review| lacks(&book, review)).collect::<Vec<_>>()
    );
    let said: Vec<_> = notices(&book, today).into_iter().map(|notice| (notice.rule, notice.says)).collect();
    assert!(said.iter().any(|(rule, _)| *rule == "PR-3.4"), "{said:?}");
    assert!(said.iter().any(|(rule, _)| *rule == "PR-7.3"), "{said:?}");
    for review in over {
        let text = markdown(&handed(&book, &review));
        assert!(text.contains("## Where you stand") && text.contains("*Rests on: "), "{text}");
    }
}

#[test]
fn pr_4_1_reviews_stand_side_by_side_in_counts_in_the_order_of_names() {
    let mut story = Story::new();
    let ben = Person { name: "Ädi".into(), manager: Some(Ref::new(id(I))), ..Person::default() };
    story.put(50, &ben);
    let taken = reviews::commands::take_in(&story.book, &ME, &story.get(CYCLE), &story.get(50), day(TODAY));
    story.apply(&taken);
    story.saw(10, "2026-09-10", Tone::Praise);
    story.saw(11, "2026-09-20", Tone::Praise);
    story.saw(12, "2026-05-20", Tone::Growth);
    story.finds(30, "Brings teams together", Leaning::Strength);
    story.finds(31, "Late reviews", Leaning::ToGrow);
    story.finds(32, "Knows the ledger", Leaning::Strength);
    for (link, finding, record) in [(40, 30, 10), (41, 30, 11), (42, 31, 12), (43, 31, 11)] {
        story.rests_on(link, finding, record);
    }
    story.answer_all();
    story.write(|review| review.rating = Some(reviews::Rating::AtTheLevel));
    let side_by_side = fairness(&story.book, id(CYCLE));
    assert_eq!(side_by_side.months, 6);
    let [edi, ana] = side_by_side.rows.as_slice() else { panic!("two reviews") };
    assert_eq!((edi.name.as_str(), edi.findings, edi.length()), ("Ädi", 0, 0));
    assert_eq!((ana.findings, ana.strengths, ana.to_grow), (3, 2, 1));
    assert_eq!(ana.evidence, 3, "one that two rest on counts once");
    assert_eq!(ana.months, 1, "May is before the period");
    assert_eq!((edi.per_finding, ana.per_finding), (None, Some((0, 2))));
    assert_eq!(ana.of_one_month, 1, "two records of September, and the other two of May and September");
    assert_eq!(ana.without.iter().map(|one| one.id).collect::<Vec<_>>(), [id(32)]);
    assert_eq!((ana.words, ana.length()), ([17, 17, 17], 51));
}

#[test]
fn pr_4_2_ratings_are_counted_level_by_level_with_those_that_have_none() {
    let mut story = Story::new();
    assert_eq!(fairness(&story.book, id(CYCLE)).ratings, [("IC3".to_owned(), [0, 0, 0, 0], 1)]);
    // She moves up; the review keeps the level of the launch.
    let moved = story.get::<Person>(ANA).update(|ana| ana.level = Some("IC4".into()));
    story.apply(&Batch::new("").with_all(moved));
    story.write(|review| review.rating = Some(reviews::Rating::AtTheLevel));
    assert_eq!(fairness(&story.book, id(CYCLE)).ratings, [("IC3".to_owned(), [0, 0, 1, 0], 0)]);
}

#[test]
fn pr_4_3_findings_that_rest_on_nothing_are_told_of_when_all_else_is_there() {
    let mut story = Story::new();
    story.answer_all();
    story.saw(10, "2026-09-10", Tone::Praise);
    story.finds(30, "Brings teams together", Leaning::Strength);
    story.rests_on(40, 30, 10);
    let next =
        Finding { question: Question::NextLevel, what: "Leads across teams".into(), ..Finding::default() };
    let found = reviews::commands::find(&ME, id(31), &story.review(), &next);
    story.apply(&found);
    story.rests_on(41, 31, 10);
    story.promises(33, &promise());
    assert!(story.speaking("2026-12-09").is_empty());
    story.finds(32, "Knows the ledger", Leaning::Strength);
    let notice = story.notice("PR-2.4", "2026-12-09");
    assert_eq!(notice.says, "1 finding in the review of Ana with no evidence");
}
