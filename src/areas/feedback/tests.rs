//! The rules of the feedback area, one test per number of the README.

mod notes;
mod peers;
mod story;
mod talks;

use document::{Audience, Batch, Book, Entry};
use fixture::{AUTHOR, Filled, day, id};
use kernel::{Cadence, Date, Notice, Threshold, Timestamp};
use roster::{Absence, Action, Person, Profile, Setting};

use crate::{Observation, OneOnOne, OneOnOneState, Series, Tone, notices};

/// The day on which most of the stories take place, a Sunday.
const TODAY: &str = "2026-11-22";
const ME: u8 = 1;
const ANA: u8 = 10;
const SERIES: u8 = 20;

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
        // Stories of other rules leave peers out.
        fixture.set(3, &notices::PEER_DAYS, notices::PEER_DAYS.max);
        fixture
    }

    /// The same, with a weekly series since May and a fresh observation of each tone, told.
    fn meeting_weekly() -> Self {
        let mut fixture = Self::new();
        fixture.put(SERIES, &series(Cadence::Weekly, "2026-05-05"));
        fixture.put(
            30,
            &Observation { told_on: Some(day("2026-11-20")), ..observation("2026-11-19", Tone::Praise) },
        );
        fixture
    }

    fn talk(&mut self, number: u8, on: &str, state: OneOnOneState) {
        self.put(number, &talk(on, state));
    }

    fn set(&mut self, number: u8, threshold: &Threshold, value: i64) {
        self.put(number, &Setting { name: threshold.name.to_owned(), value, ..Setting::default() });
    }

    fn away(&mut self, number: u8, person: u8, from: &str, until: &str) {
        let absence = Absence {
            person: Some(id(person).into()),
            from: Some(day(from)),
            until: Some(day(until)),
            ..Absence::default()
        };
        self.put(number, &absence);
    }

    fn ana(&self) -> Entry<Person> {
        self.get(ANA)
    }
}

fn ana() -> Person {
    Person {
        name: "Ana".into(),
        manager: Some(id(ME).into()),
        start_date: Some(day("2024-01-10")),
        ..Person::default()
    }
}

fn series(cadence: Cadence, first_on: &str) -> Series {
    Series { person: Some(id(ANA).into()), cadence, first_on: Some(day(first_on)), ..Series::default() }
}

fn talk(on: &str, state: OneOnOneState) -> OneOnOne {
    OneOnOne {
        person: Some(id(ANA).into()),
        series: Some(id(SERIES).into()),
        on: Some(day(on)),
        state,
        ..OneOnOne::default()
    }
}

fn observation(on: &str, tone: Tone) -> Observation {
    Observation {
        person: Some(id(ANA).into()),
        on: Some(day(on)),
        tone,
        what_happened: "Walked support through the outage".into(),
        ..Observation::default()
    }
}

fn action(owner: Option<u8>, due: Option<&str>) -> Action {
    Action {
        what: "Send the ladder draft".into(),
        owner: owner.map(|number| id(number).into()),
        due: due.map(day),
        about: Some(id(ANA).into()),
        ..Action::default()
    }
}

fn only_mine() -> Audience {
    Audience::OnlyMe(AUTHOR.member)
}
