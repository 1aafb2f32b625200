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

use document::{Author, Batch, Book, Entry, Record, Stamp};
use kernel::{Date, MemberId, Notice, RecordId, Threshold, Timestamp};
use roster::{Person, Profile, Setting, Track};

use crate::{Ladder, commands, notices, rules};

const AUTHOR: Author = Author { member: MemberId::from_bytes([1; 16]) };
/// The day on which most of the stories take place, a Sunday.
const TODAY: &str = "2026-11-22";
const ME: u8 = 1;
const ANA: u8 = 10;

fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A book filled by hand: me, and Ana who reports to me for long.
struct Fixture {
    book: Book,
}

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

    fn put<T: Record>(&mut self, number: u8, record: &T) {
        self.apply(&Batch::new("").with(AUTHOR.create(id(number), record)));
    }

    fn set(&mut self, number: u8, threshold: &Threshold, value: i64) {
        self.put(number, &Setting { name: threshold.name.to_owned(), value, ..Setting::default() });
    }

    fn apply(&mut self, batch: &Batch) {
        let at = batch.at.unwrap_or(Timestamp::from_millis(1_704_067_200_000));
        for edit in &batch.edits {
            self.book.apply(edit, Stamp { at, by: AUTHOR.member });
        }
    }

    fn get<T: Record>(&self, number: u8) -> Entry<T> {
        self.book.get(id(number)).unwrap()
    }

    fn change_ana(&mut self, change: impl FnOnce(&mut Person)) {
        let edits = self.get::<Person>(ANA).update(change);
        self.apply(&Batch::new("").with_all(edits));
    }

    fn ladder(&self) -> Entry<Ladder> {
        rules::in_use(&self.book).into_iter().next().unwrap()
    }

    fn speaking(&self, today: &str) -> Vec<&'static str> {
        notices(&self.book, day(today)).into_iter().map(|notice| notice.rule).collect()
    }

    fn notice(&self, rule: &str, today: &str) -> Notice {
        notices(&self.book, day(today)).into_iter().find(|notice| notice.rule == rule).unwrap()
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
