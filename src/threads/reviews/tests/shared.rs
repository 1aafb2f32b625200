//! Before a review is shared, and what sharing does (PR-1, PR-3).

use super::*;
use document::Audience;
use feedback::{AgendaItem, AgendaState, OneOnOne, OneOnOneState};
use growth::Goal;
use reviews::{Response, Stands};
use roster::Action;

use crate::{Link, Note, Relation, links};

const ALONE: Audience = Audience::OnlyMe(ME.member);

impl Story {
    /// A review with one critical point that rests on an observation nobody told her.
    fn with_a_critical_point() -> Self {
        let mut story = Self::new();
        story.saw(10, "2026-09-10", Tone::Growth);
        story.finds(30, "Reviews wait for days", Leaning::ToGrow);
        story.rests_on(40, 30, 10);
        story
    }

    fn surprised(&self, today: &str) -> usize {
        surprises(&self.book, &self.review(), day(today)).len()
    }

    fn audience(&self, record: RecordId) -> Audience {
        self.book.row(record).unwrap().document.audience
    }

    fn shares(&mut self, to: Audience) -> Sharing {
        let mut drawn = 150;
        let sharing = share(&self.book, ME, &self.review(), to, day(TODAY), || {
            drawn += 1;
            id(drawn)
        });
        let sharing = sharing.unwrap();
        self.apply(&sharing.batch);
        sharing
    }
}

#[test]
fn pr_3_1_a_critical_point_of_which_nobody_told_them_in_the_period_is_a_surprise() {
    let mut story = Story::with_a_critical_point();
    story.finds(31, "Leads across teams", Leaning::Ahead);
    story.finds(32, "Brings teams together", Leaning::Strength);
    let surprise = surprises(&story.book, &story.review(), day(TODAY)).remove(0);
    assert_eq!((surprise.finding.id, surprise.evidence, surprise.booked), (id(30), 1, None));
    assert_eq!(story.surprised(TODAY), 1, "what is ahead is no criticism");
}

#[test]
fn pr_3_2_told_is_by_a_told_observation_a_goal_or_a_topic_that_was_discussed() {
    // Told before the period, on its first day, and after the day that is asked about.
    for (told, surprises) in [("2026-05-31", 1), ("2026-06-01", 0), ("2026-11-23", 1)] {
        let mut story = Story::with_a_critical_point();
        let edits = story.get::<Observation>(10).update(|seen| seen.told_on = Some(day(told)));
        story.apply(&Batch::new("").with_all(edits));
        assert_eq!(story.surprised(TODAY), surprises, "told on {told}");
    }
    let mut story = Story::with_a_critical_point();
    let goal = Goal { person: Some(Ref::new(id(ANA))), set_on: Some(day("2026-02-01")), ..Goal::default() };
    story.put(11, &goal);
    story.rests_on(41, 30, 11);
    assert_eq!(story.surprised(TODAY), 0);
    // After it was shared, what was told later does not make it less of a surprise.
    let mut story = Story::with_a_critical_point();
    story.write(|review| review.shared_on = Some(day("2026-12-01")));
    let edits = story.get::<Observation>(10).update(|seen| seen.told_on = Some(day("2026-12-02")));
    story.apply(&Batch::new("").with_all(edits));
    assert_eq!(story.surprised("2026-12-05"), 1);
}

#[test]
fn pr_3_3_a_critical_point_is_put_on_the_agenda_and_told_once_it_was_discussed() {
    let mut story = Story::with_a_critical_point();
    let asked = ask_before(ME, (id(50), id(51)), &story.get(30), " How reviews wait ", day(TODAY));
    story.apply(&asked);
    let item: Entry<AgendaItem> = story.get(50);
    assert_eq!((item.topic.as_str(), item.person), ("How reviews wait", Some(Ref::new(id(ANA)))));
    // The agenda is shared; that it comes from a review is not.
    assert_eq!((story.audience(id(50)), story.audience(id(51))), (Audience::Everyone, ALONE));
    let surprise = surprises(&story.book, &story.review(), day(TODAY)).remove(0);
    assert_eq!(surprise.booked.map(|item| item.id), Some(id(50)));
    let talk = OneOnOne {
        person: Some(Ref::new(id(ANA))),
        on: Some(day("2026-11-25")),
        state: OneOnOneState::Held,
        ..OneOnOne::default()
    };
    story.put(52, &talk);
    let discussed = feedback::commands::discuss_topic(&story.get(50), id(52));
    story.apply(&discussed);
    assert_eq!(story.get::<AgendaItem>(50).state, AgendaState::Discussed);
    assert_eq!((story.surprised("2026-11-24"), story.surprised("2026-11-25")), (1, 0));
}

#[test]
fn pr_3_4_surprises_are_a_notice_until_booked_and_again_when_the_day_is_near() {
    let mut story = Story::with_a_critical_point();
    let notice = story.notice("PR-3.4", TODAY);
    assert_eq!(notice.says, "The review of Ana would say 1 critical point for the first time");
    assert_eq!(notice.facts, ["“Reviews wait for days”: on no agenda."]);
    let asked = ask_before(ME, (id(50), id(51)), &story.get(30), "How reviews wait", day(TODAY));
    story.apply(&asked);
    assert!(story.speaking(TODAY).is_empty());
    let notice = story.notice("PR-3.4", "2026-12-13");
    assert_eq!(notice.facts, ["“Reviews wait for days”: on the agenda, not talked about yet."]);
    assert_eq!(notice.urgency, kernel::Urgency::High);
    let edits = story.get::<Observation>(10).update(|seen| seen.told_on = Some(day("2026-11-20")));
    story.apply(&Batch::new("").with_all(edits));
    assert!(story.speaking("2026-12-13").is_empty());
}

#[test]
fn pr_1_14_sharing_moves_the_whole_review_and_leaves_what_it_rests_on() {
    let mut story = Story::with_a_critical_point();
    let kept = ME.create_private(id(11), &seen("2026-10-01", Tone::Growth));
    story.apply(&Batch::new("").with(kept));
    story.rests_on(41, 30, 11);
    story.put(12, &Note { text: "Ask her about the summer".into(), ..Note::default() });
    for (number, from, reason) in [(42, 30, Some("Because of the reorganisation")), (43, 12, None)] {
        let link = Link {
            from: Some(id(from)),
            to: Some(if from == 30 { id(10) } else { id(30) }),
            relation: Relation::RelatesTo,
            reason: reason.map(str::to_owned),
            ..Link::default()
        };
        let drawn = links::connect(&story.book, ME, id(number), &link).unwrap();
        story.apply(&drawn);
    }
    story.promises(31, &promise());
    story.answer_all();
    let review = story.review().id;
    let sharing = story.shares(Audience::Everyone);
    assert_eq!(story.review().shared_on, Some(day(TODAY)));
    for moved in [review, id(30), id(31), id(40)] {
        assert_eq!(story.audience(moved), Audience::Everyone, "{moved}");
        assert_eq!(story.book.copies(moved).count(), 1);
    }
    assert_eq!(sharing.links, 1, "the one to what everyone reads");
    for kept in [id(11), id(41), id(12), id(42), id(43)] {
        assert_eq!(story.audience(kept), ALONE, "{kept}");
    }
    assert_eq!(evidence_of(&story.book, id(30)).len(), 2);
    // What is said to it afterwards is where it is; taken back, all of it goes, links too.
    let said = Response { stands: Stands::InPart, ..Response::default() };
    let said = reviews::commands::respond(&story.book, &ME, &story.review(), &said);
    story.apply(&said);
    let back = open_to(&story.book, ME, &story.review(), ALONE).unwrap();
    story.apply(&back.batch);
    for moved in [review, id(30), id(31), id(40), rules::response_id(review)] {
        assert_eq!(story.audience(moved), ALONE, "{moved}");
    }
    assert!(open_to(&story.book, ME, &story.review(), ALONE).is_none());
    assert_eq!(story.review().shared_on, Some(day(TODAY)), "that she has it stays true");
}

#[test]
fn pr_1_14_what_was_written_apart_is_settled_before_sharing() {
    let mut story = Story::with_a_critical_point();
    let mut row = (**story.book.row(id(30)).unwrap()).clone();
    row.conflicts.insert("competency".into(), vec!["Delivery".into(), "Direction".into()]);
    story.book.put(row);
    assert!(hinders(&story.book, &story.review()).is_some());
    assert!(share(&story.book, ME, &story.review(), Audience::Everyone, day(TODAY), || id(99)).is_none());
}

#[test]
fn pr_1_15_the_document_holds_the_review_and_nothing_that_is_only_the_managers() {
    let mut story = Story::with_a_critical_point();
    let kept = Observation { what_happened: "MARKER kept".into(), ..seen("2026-10-01", Tone::Growth) };
    let kept = ME.create_private(id(11), &kept);
    story.apply(&Batch::new("").with(kept));
    story.rests_on(41, 30, 11);
    story.put(
        12,
        &feedback::Concern {
            person: Some(Ref::new(id(ANA))),
            what: "MARKER concern".into(),
            ..Default::default()
        },
    );
    let raw = story.get::<Observation>(10).update(|seen| seen.what_it_led_to = "MARKER raw words".into());
    story.apply(&Batch::new("").with_all(raw));
    story.write(|review| {
        review.standing = "She stands where she should.".into();
        review.rating = Some(reviews::Rating::AtTheLevel);
    });
    story.promises(31, &promise());
    let said = Response {
        on: Some(day("2026-12-21")),
        stands: Stands::InPart,
        text: "The reviews were waiting for me too.".into(),
        follow_up: Some(day("2027-01-05")),
        ..Response::default()
    };
    let said = reviews::commands::respond(&story.book, &ME, &story.review(), &said);
    story.apply(&said);
    let disputed = reviews::commands::dispute(&story.get(30), Some(reviews::Dispute::Open));
    story.apply(&disputed);
    let expected = "\
# Review of Ana: Half two

- Period: 1 Jun 2026 to 30 Nov 2026
- As of 22 Nov 2026: IC3, 2 years with us
- Written by Ida
- Rating: At the level

## Where you stand against what your level expects

She stands where she should.

- **To grow.** Reviews wait for days (in dispute)
  *Rests on: Observation of 10 Sep 2026*

## The support you will get

- Four hours a week without interrupts (Ida, by 15 Jan 2027)

## Your response

Agrees in part, 21 Dec 2026

The reviews were waiting for me too.

In dispute: Reviews wait for days

To be talked about again on 5 Jan 2027
";
    assert_eq!(markdown(&handed(&story.book, &story.review())), expected);
}

#[test]
fn pr_6_2_sharing_makes_an_action_of_each_promise_that_became_nothing_yet() {
    let mut story = Story::new();
    story.promises(31, &promise());
    story.promises(32, &Promise { what: "A mentor for incidents".into(), ..promise() });
    let placed = place(ME, &story.get(32), Placing::Goal, (id(50), id(51)), day(TODAY));
    story.apply(&placed);
    let sharing = story.shares(Audience::Everyone);
    assert_eq!(sharing.actions, 1);
    let actions = story.book.all::<Action>();
    let [action] = actions.as_slice() else { panic!("one action") };
    assert_eq!(action.what, "Four hours a week without interrupts");
    assert_eq!((action.source, action.about), (Some(id(31)), Some(Ref::new(id(ANA)))));
    assert_eq!((action.owner, action.due), (Some(Ref::new(id(I))), Some(day("2027-01-15"))));
    assert_eq!(action.document.audience, Audience::Everyone);
    // What it became while only its writer read it went along.
    assert_eq!((story.audience(id(50)), story.audience(id(51))), (Audience::Everyone, Audience::Everyone));
}
