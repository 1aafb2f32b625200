//! The case for somebody (GR-8).

use super::*;
use document::{Audience, Ref};
use feedback::ObservationSource;
use fixture::{AUTHOR as ME, Filled, day, id};

const TODAY: &str = "2026-11-22";
const ANA: u8 = 1;
const CASE: u8 = 2;
const FORUM: u8 = 3;

struct Story {
    book: Book,
}

fixture::filled!(Story, notices);

impl Story {
    /// Ana, whose promotion is to be asked for on 10 December.
    fn new() -> Self {
        let mut story = Self { book: Book::new() };
        let ana = Person {
            name: "Ana".into(),
            level: Some("IC4".into()),
            start_date: Some(day("2024-11-22")),
            ..Person::default()
        };
        story.put(ANA, &ana);
        story.put(
            FORUM,
            &Forum { name: "Promotions".into(), on: Some(day("2026-12-10")), ..Forum::default() },
        );
        let case = Case {
            asks_for: "Promotion to IC5".into(),
            person: Some(Ref::new(id(ANA))),
            forum: Some(Ref::new(id(FORUM))),
            argument: "She brings teams to one decision.".into(),
            ..Case::default()
        };
        story.put(CASE, &case);
        story
    }

    fn saw(&mut self, number: u8, on: &str, tone: Tone) {
        let observation = Observation {
            person: Some(Ref::new(id(ANA))),
            on: Some(day(on)),
            tone,
            what_happened: "Outage on the payment day".into(),
            what_they_did: "Wrote every fifteen minutes.".into(),
            competency: Some("Operations".into()),
            source: ObservationSource::Peer,
            ..Observation::default()
        };
        self.put(number, &observation);
    }

    fn takes(&mut self, link: u8, record: u8) {
        let batch = take(&self.book, ME, id(link), (id(record), id(CASE)), day(TODAY)).unwrap();
        self.apply(&batch);
    }

    fn case(&self) -> Entry<Case> {
        self.book.get(id(CASE)).unwrap()
    }
}

#[test]
fn gr_8_3_a_case_that_rests_on_too_little_is_a_notice_when_its_forum_is_near() {
    let mut story = Story::new();
    for (number, on) in [(10, "2026-11-01"), (11, "2026-10-01"), (12, "2026-09-01")] {
        story.saw(number, on, Tone::Praise);
    }
    story.takes(20, 10);
    assert!(story.notices("2026-11-11").is_empty(), "29 days before");
    let notice = story.notices("2026-11-12").remove(0);
    assert_eq!((notice.rule, notice.about), ("GR-8.3", id(CASE)));
    assert_eq!(notice.says, "The case for Ana is thin: Promotion to IC5");
    assert_eq!(
        notice.facts,
        [
            "Promotions is on 10 Dec 2026.",
            "It rests on 1 linked fact; 3 count as enough.",
            "2 more could speak for Ana."
        ]
    );
    story.takes(21, 11);
    story.takes(22, 12);
    assert!(story.notices(TODAY).is_empty());
    // What is taken out again counts no more.
    story.takes(23, 12);
    assert_eq!(story.notices(TODAY).len(), 1);
    assert!(story.notices("2026-12-11").is_empty(), "it is over");
}

#[test]
fn gr_8_4_the_draft_holds_what_is_linked_with_day_and_source_and_nothing_else() {
    let mut story = Story::new();
    story.saw(10, "2026-04-22", Tone::Praise);
    story.saw(11, "2026-05-01", Tone::Growth);
    story.saw(12, "2025-11-22", Tone::Praise);
    let goal = Goal {
        what: "Leads an incident.".into(),
        person: Some(Ref::new(id(ANA))),
        state: GoalState::Reached,
        closed_on: Some(day("2026-04-27")),
        outcome: "Support asked who had written.".into(),
        ..Goal::default()
    };
    story.put(13, &goal);
    let could: Vec<_> =
        candidates(&story.book, &story.case(), day(TODAY)).iter().map(|one| one.record).collect();
    assert_eq!(could, [id(13), id(10)], "praise of a year and reached goals");
    for (link, record) in [(20, 10), (21, 11), (22, 13)] {
        story.takes(link, record);
    }
    assert!(candidates(&story.book, &story.case(), day(TODAY)).is_empty());
    let expected = "\
# Promotion to IC5: Ana

For Promotions, 10 Dec 2026.

IC4, 2 years with us.

She brings teams to one decision.

## What they did

- 27 Apr 2026: Leads an incident. Support asked who had written. (goal reached)
- 22 Apr 2026: Outage on the payment day. Wrote every fifteen minutes. (a peer)

Shows Operations (1).
";
    assert_eq!(handed(&story.book, &story.case(), day(TODAY)).markdown(), expected);
    // The link to what only the user reads is theirs alone.
    assert_eq!(story.book.row(id(20)).unwrap().document.audience, Audience::OnlyMe(ME.member));
}

#[test]
fn gr_8_5_a_forum_that_is_near_without_a_case_is_a_notice() {
    let mut story = Story::new();
    story.book.remove(id(CASE));
    let notice = story.notices(TODAY).remove(0);
    assert_eq!((notice.rule, notice.says.as_str()), ("GR-8.5", "No case is begun for Promotions"));
    assert!(story.notices("2026-11-11").is_empty());
}
