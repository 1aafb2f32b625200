//! Ana's review, from what the period has to what it leads to.

mod answers;
mod before_talk;
mod drafts;
mod later;
mod shared;

use document::{Batch, Book, Entry, Ref};
use feedback::{Observation, ObservationSource, Tone};
use fixture::{AUTHOR as ME, Filled, day, id};
use kernel::RecordId;
use reviews::{Finding, Leaning, Promise, Question, Review, ReviewCycle, rules};
use roster::{Person, Profile};

use super::*;

const TODAY: &str = "2026-11-22";
const I: u8 = 1;
const ANA: u8 = 2;
const CYCLE: u8 = 4;

/// Ana reports to me, and a cycle over June to November was launched today.
struct Story {
    book: Book,
    drawn: u8,
}

fixture::filled!(Story, notices);

impl Story {
    fn new() -> Self {
        let mut story = Self { book: Book::new(), drawn: 100 };
        story.put(I, &Person { name: "Ida".into(), ..Person::default() });
        story.put(3, &Profile { person: Some(Ref::new(id(I))), ..Profile::default() });
        let ana = Person {
            name: "Ana".into(),
            level: Some("IC3".into()),
            manager: Some(Ref::new(id(I))),
            start_date: Some(day("2024-11-22")),
            ..Person::default()
        };
        story.put(ANA, &ana);
        let cycle = ReviewCycle {
            name: "Half two".into(),
            from: Some(day("2026-06-01")),
            until: Some(day("2026-11-30")),
            due: Some(day("2026-12-10")),
            share_by: Some(day("2026-12-20")),
            ..ReviewCycle::default()
        };
        let people = [story.get::<Person>(ANA)];
        let begun = reviews::commands::begin_cycle(&ME, id(CYCLE), &cycle, &people, day(TODAY));
        story.apply(&begun);
        story
    }

    fn review(&self) -> Entry<Review> {
        self.book.get(rules::review_id(id(CYCLE), id(ANA))).unwrap()
    }

    fn write(&mut self, change: impl FnOnce(&mut Review)) {
        let edits = self.review().update(change);
        self.apply(&Batch::new("").with_all(edits));
    }

    /// Three answers, long enough each.
    fn answer_all(&mut self) {
        let text = "She does what is asked at her level and says in time what will not work out.";
        self.write(|review| {
            review.standing = text.into();
            review.next_level = text.into();
            review.support = text.into();
        });
    }

    fn saw(&mut self, number: u8, on: &str, tone: Tone) {
        self.put(number, &seen(on, tone));
    }

    fn finds(&mut self, number: u8, what: &str, leaning: Leaning) {
        let finding = Finding { what: what.into(), leaning, ..Finding::default() };
        let found = reviews::commands::find(&ME, id(number), &self.review(), &finding);
        self.apply(&found);
    }

    fn rests_on(&mut self, link: u8, finding: u8, record: u8) {
        let batch =
            add_evidence(&self.book, ME, id(link), (id(record), &self.get(finding)), day(TODAY)).unwrap();
        self.apply(&batch);
    }

    fn promises(&mut self, number: u8, promise: &Promise) {
        let made = reviews::commands::promise(&ME, id(number), &self.review(), promise);
        self.apply(&made);
    }

    fn drafts(&mut self) -> Batch {
        let mut drawn = self.drawn;
        let batch = draft(&self.book, ME, &self.review(), day(TODAY), || {
            drawn += 1;
            id(drawn)
        });
        self.drawn = drawn;
        self.apply(&batch);
        batch
    }

    fn findings(&self) -> Vec<Entry<Finding>> {
        rules::findings_of(&self.book, self.review().id)
    }
}

fn seen(on: &str, tone: Tone) -> Observation {
    Observation {
        person: Some(Ref::new(id(ANA))),
        on: Some(day(on)),
        tone,
        what_happened: "The roll-out stopped at noon".into(),
        what_they_did: "Called the three teams together.".into(),
        competency: Some("Delivery".into()),
        source: ObservationSource::Own,
        ..Observation::default()
    }
}

fn promise() -> Promise {
    Promise {
        what: "Four hours a week without interrupts".into(),
        owner: Some(Ref::new(id(I))),
        by: Some(day("2027-01-15")),
        ..Promise::default()
    }
}
