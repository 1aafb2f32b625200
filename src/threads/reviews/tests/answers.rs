//! What the record offers for the three answers, and what somebody carried that is easily not seen (PR-1, PR-4).

use super::*;
use document::Audience;
use growth::{Mentoring, Stretch, StretchState};
use hiring::{Interview, InterviewState, Seat, Stage};

impl Story {
    fn offered(&self) -> Vec<Proposal> {
        proposals(&self.book, &self.review(), day(TODAY))
    }

    fn interviewed(&mut self, number: u8, on: &str, seat: Seat, state: InterviewState) {
        let interview = Interview {
            interviewer: Some(Ref::new(id(ANA))),
            on: Some(day(on)),
            stage: Some(Ref::new(id(70))),
            seat,
            state,
            ..Interview::default()
        };
        self.put(number, &interview);
    }
}

#[test]
fn pr_1_17_each_answer_is_offered_sentences_that_say_what_they_are_from() {
    let mut story = Story::new();
    assert!(story.offered().is_empty(), "nothing is known yet");
    story.saw(10, "2026-06-01", Tone::Praise);
    story.saw(11, "2026-09-10", Tone::Praise);
    story.saw(12, "2026-10-10", Tone::Growth);
    story.drafts();
    // In the manager's own words, with and without anything it rests on.
    story.finds(30, "Says early what will not work", Leaning::Strength);
    story.finds(31, "Asks good questions", Leaning::Strength);
    story.rests_on(32, 30, 11);
    story.promises(33, &promise());
    let told: Vec<_> = story
        .offered()
        .into_iter()
        .map(|one| (one.question, one.text, one.sources.iter().map(|source| source.kind).collect::<Vec<_>>()))
        .collect();
    let seen = "The roll-out stopped at noon. Called the three teams together.";
    let standing = |text: String, count: usize| (Question::Standing, text, vec!["Observation"; count]);
    assert_eq!(
        told,
        [
            standing("Says early what will not work.".into(), 1),
            standing(format!("Delivery, 2 times, last on 10 Sep 2026: {seen}"), 2),
            standing(format!("To grow: Delivery, on 10 Oct 2026: {seen}"), 1),
            (
                Question::Support,
                "Four hours a week without interrupts: Ida sees to it by 15 Jan 2027.".into(),
                vec!["Promised support"]
            ),
        ]
    );
}

#[test]
fn pr_1_17_support_that_goes_on_is_offered_where_everyone_can_read_it() {
    let mut story = Story::new();
    let work = Stretch {
        what: "The queue's design.".into(),
        person: Some(Ref::new(id(ANA))),
        supporter: Some(Ref::new(id(I))),
        state: StretchState::UnderWay,
        ..Stretch::default()
    };
    story.put(40, &work);
    story.put(41, &Stretch { state: StretchState::Done, ..work.clone() });
    let kept = ME.create_private(id(42), &Stretch { what: "Kept to myself".into(), ..work });
    story.apply(&Batch::new("").with(kept));
    let pair = Mentoring {
        about: "Incidents".into(),
        person: Some(Ref::new(id(ANA))),
        mentor: Some(Ref::new(id(I))),
        ..Mentoring::default()
    };
    story.put(43, &pair);
    story.put(44, &Mentoring { until: Some(day("2026-11-01")), ..pair });
    let told: Vec<_> = story.offered().into_iter().map(|one| (one.question, one.text)).collect();
    assert_eq!(
        told,
        [
            (
                Question::Support,
                "The stretch work goes on: The queue's design, with Ida as the supporter.".to_owned()
            ),
            (Question::Support, "Ida goes on mentoring: Incidents.".to_owned()),
        ]
    );
}

#[test]
fn pr_1_18_what_is_taken_is_added_and_overwrites_nothing() {
    let mut story = Story::new();
    story.saw(10, "2026-06-01", Tone::Praise);
    story.drafts();
    let drafted = story.review();
    assert_eq!((&*drafted.standing.0, &*drafted.support.0), ("", ""), "a draft writes no answer");
    story.write(|review| review.standing = "Ana leads.  ".into());
    let offered = story.offered().remove(0);
    assert!(!offered.taken);
    let taken = reviews::commands::add_to_answer(
        &story.review(),
        offered.question,
        std::slice::from_ref(&offered.text),
    );
    story.apply(&taken);
    assert_eq!(story.review().standing.0, format!("Ana leads.\n{}", offered.text));
    assert!(story.offered()[0].taken);
    // Other spaces say the same; other words do not.
    story.write(|review| review.standing = offered.text.replace(' ', "\n").as_str().into());
    assert!(story.offered()[0].taken);
    story.write(|review| review.standing = "Delivery went well.".into());
    assert!(!story.offered()[0].taken);
}

#[test]
fn pr_4_4_interviews_that_were_led_stand_with_the_review_and_unseen_ones_are_told_of() {
    let mut story = Story::new();
    story.put(70, &Stage { name: "System design".into(), minutes: Some(45), ..Stage::default() });
    story.interviewed(71, "2026-05-31", Seat::Leads, InterviewState::Done);
    story.interviewed(72, "2026-06-01", Seat::Leads, InterviewState::Done);
    story.interviewed(73, "2026-11-30", Seat::Leads, InterviewState::Done);
    story.interviewed(74, "2026-10-01", Seat::Shadows, InterviewState::Done);
    story.interviewed(75, "2026-10-02", Seat::Leads, InterviewState::Cancelled);
    story.interviewed(76, "2026-10-03", Seat::Leads, InterviewState::Planned);
    let carried = carried(&story.book, id(ANA), day("2026-06-01"), day("2026-11-30"));
    assert_eq!(carried.says().unwrap(), "2 interviews led, 1 h 30 min; sat in on 1");
    let row = |story: &Story| fairness(&story.book, id(CYCLE)).rows.remove(0);
    assert!(!row(&story).carried_unseen(), "nothing is written yet");
    story.finds(30, "Brings teams together", Leaning::Strength);
    assert_eq!((row(&story).carried.led.len(), row(&story).carried_unseen()), (2, true));
    // A draft says it, in one finding that names no candidate, for those who may read all it rests on.
    story.drafts();
    let findings = story.findings();
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[1].what.0, "Led 2 interviews in the period, 1 h 30 min in all.");
    assert_eq!((row(&story).carried_seen, row(&story).carried_unseen()), (2, false));
    assert!(story.drafts().is_empty());
}

#[test]
fn pr_4_5_ratings_that_calibration_changed_stand_with_before_and_after() {
    let mut story = Story::new();
    story.write(|review| {
        review.rating = Some(reviews::Rating::AtTheLevel);
        review.first_rating = Some(reviews::Rating::AtTheLevel);
    });
    assert!(fairness(&story.book, id(CYCLE)).calibrated.is_empty());
    story.write(|review| review.first_rating = Some(reviews::Rating::GrowingInto));
    let changed = fairness(&story.book, id(CYCLE)).calibrated;
    let told: Vec<_> =
        changed.iter().map(|(_, name, before, after)| (name.as_str(), *before, *after)).collect();
    assert_eq!(told, [("Ana", reviews::Rating::GrowingInto, Some(reviews::Rating::AtTheLevel))]);
}

#[test]
fn pr_7_3_several_people_of_a_cycle_are_one_notice_and_a_later_review_ends_it() {
    let mut story = Story::new();
    for number in 0..15_u8 {
        let name = format!("P{number:02}");
        story.put(200 + number, &Person { name, manager: Some(Ref::new(id(I))), ..Person::default() });
        let person = story.get::<Person>(200 + number);
        let taken = reviews::commands::take_in(&story.book, &ME, &story.get(CYCLE), &person, day(TODAY));
        story.apply(&taken);
        let review: Entry<Review> = story.book.get(rules::review_id(id(CYCLE), person.id)).unwrap();
        let finding = Finding { what: "Late".into(), leaning: Leaning::ToGrow, ..Finding::default() };
        let found = reviews::commands::find(&ME, id(220 + number), &review, &finding);
        story.apply(&found);
        let shared = review.update(|review| review.shared_on = Some(day("2026-12-01")));
        story.apply(&Batch::new("").with_all(shared));
    }
    let all = notices(&story.book, day("2026-12-20"));
    let of_rule: Vec<_> = all.iter().filter(|one| one.rule == "PR-7.3").collect();
    assert_eq!(of_rule.len(), 1);
    assert_eq!(
        (of_rule[0].about, of_rule[0].says.as_str()),
        (id(CYCLE), "15 findings to grow lead nowhere: 15 people")
    );
    assert_eq!((of_rule[0].facts.len(), of_rule[0].facts[12].as_str()), (13, "And 3 more."));
    // Whoever has a later review is looked at there.
    let cycle: Entry<ReviewCycle> = story.get(CYCLE);
    let next = ReviewCycle { until: Some(day("2027-06-01")), ..cycle.record };
    let people: Vec<Entry<Person>> = (1..15).map(|number| story.get(200 + number)).collect();
    let begun = reviews::commands::begin_cycle(&ME, id(5), &next, &people, day(TODAY));
    story.apply(&begun);
    for person in people {
        let review: Entry<Review> = story.book.get(rules::review_id(id(5), person.id)).unwrap();
        let shared = review.update(|review| review.shared_on = Some(day("2026-12-02")));
        story.apply(&Batch::new("").with_all(shared));
    }
    let notice = story.notice("PR-7.3", "2026-12-20");
    let review = rules::review_id(id(CYCLE), id(200));
    assert_eq!((notice.about, notice.says.as_str()), (review, "1 finding to grow leads nowhere: P00"));
    assert_eq!(notice.facts, ["P00: “Late”."]);
}

#[test]
fn pr_4_4_what_is_kept_to_few_makes_no_draft() {
    let mut story = Story::new();
    let kept = ME.create_private(
        id(72),
        &Interview {
            interviewer: Some(Ref::new(id(ANA))),
            on: Some(day("2026-06-01")),
            state: InterviewState::Done,
            ..Interview::default()
        },
    );
    assert_ne!(kept.document.audience, Audience::Everyone);
    story.apply(&Batch::new("").with(kept));
    assert_eq!(unused(&story.book, &story.review()).len(), 1);
    assert!(story.drafts().is_empty());
}
