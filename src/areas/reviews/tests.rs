//! The rules of the reviews area, one test per number of the README.

mod answers;
mod cycles;

use document::{Batch, Book, Entry};
use fixture::{AUTHOR, Filled, day, id};
use roster::{Person, Profile};

use crate::{Review, ReviewCycle, commands, notices, rules};

/// The day on which most of the stories take place, a Sunday.
const TODAY: &str = "2026-11-22";
const ME: u8 = 1;
const ANA: u8 = 10;
const BEN: u8 = 11;
const CYCLE: u8 = 20;

/// A book filled by hand: me, and two people who report to me.
struct Fixture {
    book: Book,
}

fixture::filled!(Fixture, notices);

impl Fixture {
    fn new() -> Self {
        let mut fixture = Self { book: Book::new() };
        fixture.put(ME, &Person { name: "Me".into(), ..Person::default() });
        fixture.put(2, &Profile { person: Some(id(ME).into()), ..Profile::default() });
        for (number, name) in [(ANA, "Ana"), (BEN, "Ben")] {
            let person = Person {
                name: name.into(),
                level: Some("IC3".into()),
                manager: Some(id(ME).into()),
                start_date: Some(day("2024-11-22")),
                ..Person::default()
            };
            fixture.put(number, &person);
        }
        fixture
    }

    /// The same, in a cycle that was launched on 22 November.
    fn under_way() -> Self {
        let mut fixture = Self::new();
        fixture.begin(&cycle());
        fixture
    }

    fn begin(&mut self, cycle: &ReviewCycle) {
        let people: Vec<_> = [ANA, BEN].map(|number| self.get::<Person>(number)).into();
        self.apply(&commands::begin_cycle(&AUTHOR, id(CYCLE), cycle, &people, day(TODAY)));
    }

    fn cycle(&self) -> Entry<ReviewCycle> {
        self.get(CYCLE)
    }

    fn review(&self, person: u8) -> Entry<Review> {
        self.book.get(rules::review_id(id(CYCLE), id(person))).unwrap()
    }

    /// Writes into somebody's review.
    fn write(&mut self, person: u8, change: impl FnOnce(&mut Review)) {
        let edits = self.review(person).update(change);
        self.apply(&Batch::new("").with_all(edits));
    }

    fn answer_all(&mut self, person: u8) {
        self.write(person, |review| {
            review.standing = "At the level.".into();
            review.next_level = "Lead across teams.".into();
            review.support = "A mentor.".into();
        });
    }
}

fn cycle() -> ReviewCycle {
    ReviewCycle {
        name: "Half two".into(),
        from: Some(day("2026-06-01")),
        until: Some(day("2026-11-30")),
        launch_on: Some(day(TODAY)),
        due: Some(day("2026-12-10")),
        share_by: Some(day("2026-12-20")),
        ..ReviewCycle::default()
    }
}
