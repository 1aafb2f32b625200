//! The rules of the hiring area, one test per number of the README.

mod after;
mod candidates;
mod funnel;
mod imports;
mod landing;
mod loops;
mod openings;
mod scorecards;
mod story;

use document::{Batch, Book, Entry};
use fixture::{AUTHOR, Filled, day, id, ids};
use kernel::{RecordId, Threshold, Timestamp};
use roster::{Person, Setting};

use crate::{
    Candidate, Cause, Interview, InterviewState, Opening, OpeningState, Stage, StageKind, StageMove, Step,
    commands, notices,
};

/// The day on which most of the stories take place, a Sunday.
const TODAY: &str = "2026-11-22";
const ME: u8 = 1;
const ANA: u8 = 10;
/// An opening for which candidates are looked for, with two stages.
const ROLE: u8 = 40;
const CODING: u8 = 41;
const DESIGN: u8 = 42;
/// A candidate for it.
const KIM: u8 = 50;

/// A book filled by hand: me, Ana, and an open role with a loop.
struct Fixture {
    book: Book,
    /// Ids of what a story gives no number.
    new_id: Box<dyn FnMut() -> RecordId>,
}

fixture::filled!(Fixture, notices);

impl Fixture {
    fn empty() -> Self {
        Self { book: Book::new(), new_id: Box::new(ids(0)) }
    }

    fn new() -> Self {
        let mut fixture = Self::empty();
        fixture.put(ME, &Person { name: "Me".into(), ..Person::default() });
        fixture.put(ANA, &Person { name: "Ana".into(), ..Person::default() });
        fixture.put(ROLE, &role());
        fixture.put(CODING, &stage("Coding", StageKind::Coding, 0));
        fixture.put(DESIGN, &stage("Design", StageKind::SystemDesign, 1));
        fixture
    }

    /// The same with Kim, who applied on 10 November.
    fn with_kim() -> Self {
        let mut fixture = Self::new();
        fixture.put(
            KIM,
            &Candidate { name: "Kim Lee".into(), opening: Some(id(ROLE).into()), ..Candidate::default() },
        );
        fixture.moved(KIM, "2026-11-10", Step::Applied, None);
        fixture
    }

    fn set(&mut self, number: u8, threshold: &Threshold, value: i64) {
        self.put(number, &Setting { name: threshold.name.to_owned(), value, ..Setting::default() });
    }

    fn moved(&mut self, candidate: u8, on: &str, to: Step, stage: Option<u8>) {
        self.step(id(candidate), on, to, stage);
    }

    fn step(&mut self, candidate: RecordId, on: &str, to: Step, stage: Option<u8>) {
        let moved = StageMove {
            candidate: Some(candidate.into()),
            on: Some(day(on)),
            to,
            stage: stage.map(|stage| id(stage).into()),
            ..StageMove::default()
        };
        let new = (self.new_id)();
        self.apply(&Batch::new("").with(AUTHOR.create(new, &moved)));
    }

    /// Kim accepts on a day and begins on another: the move has the first of these numbers, the person the second.
    fn hired(&mut self, numbers: [u8; 2], on: &str, first_day: &str) {
        let kim = self.get(KIM);
        self.apply(&commands::hire(&self.book, &AUTHOR, numbers.map(id), &kim, day(first_day), day(on)));
    }

    fn interviewed(&mut self, number: u8, candidate: u8, who: u8, on: &str, state: InterviewState) {
        let interview = Interview {
            candidate: Some(id(candidate).into()),
            stage: Some(id(CODING).into()),
            interviewer: Some(id(who).into()),
            on: Some(day(on)),
            state,
            ..Interview::default()
        };
        self.put(number, &interview);
    }
}

fn role() -> Opening {
    Opening {
        role: "Senior engineer".into(),
        cause: Some(Cause::Workload),
        because: "Two initiatives, one team".into(),
        state: OpeningState::Open,
        approved_on: Some(day("2026-10-01")),
        ..Opening::default()
    }
}

fn stage(name: &str, kind: StageKind, place: i64) -> Stage {
    Stage {
        opening: Some(id(ROLE).into()),
        name: name.into(),
        kind: Some(kind),
        place,
        competencies: [name.to_owned()].into(),
        minutes: Some(60),
        ..Stage::default()
    }
}
