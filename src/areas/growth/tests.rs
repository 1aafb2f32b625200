//! The rules of the growth area, one test per number of the README.

mod advocacy;
mod help;
mod imports;
mod ladders;
mod pairs;
mod plans;
mod sponsorship;
mod story;
mod stretch;

use document::{Batch, Book, Entry};
use fixture::{AUTHOR, Filled, day, id};
use kernel::{Date, RecordId, Threshold};
use roster::{Person, Profile, Setting, Track};

use crate::{Ladder, commands, notices, rules};

/// The day on which most of the stories take place, a Sunday.
const TODAY: &str = "2026-11-22";
const ME: u8 = 1;
const ANA: u8 = 10;

/// A book filled by hand: me, and Ana who reports to me for long.
struct Fixture {
    book: Book,
}

fixture::filled!(Fixture, notices);

impl Fixture {
    fn new() -> Self {
        let mut fixture = Self { book: Book::new() };
        fixture.put(ME, &Person { name: "Me".into(), ..Person::default() });
        fixture.put(2, &Profile { person: Some(id(ME).into()), ..Profile::default() });
        fixture.put(ANA, &ana());
        fixture
    }

    /// The same with the ladder that comes with the product.
    fn with_ladder() -> Self {
        let mut fixture = Self::new();
        let batch = commands::begin_with_ours(&fixture.book, &AUTHOR);
        fixture.apply(&batch);
        fixture
    }

    fn set(&mut self, number: u8, threshold: &Threshold, value: i64) {
        self.put(number, &Setting { name: threshold.name.to_owned(), value, ..Setting::default() });
    }

    fn change_ana(&mut self, change: impl FnOnce(&mut Person)) {
        self.change(ANA, change);
    }

    fn ladder(&self) -> Entry<Ladder> {
        rules::in_use(&self.book).into_iter().next().unwrap()
    }
}

fn ana() -> Person {
    Person {
        name: "Ana".into(),
        manager: Some(id(ME).into()),
        level: Some("IC4".into()),
        track: Some(Track::Individual),
        start_date: Some(day("2024-01-10")),
        ..Person::default()
    }
}
