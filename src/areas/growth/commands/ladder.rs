//! Beginning a ladder, taking one out of use, moving somebody up (GR-2).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, Timestamp};
use roster::{Person, Track};

use super::ours;
use crate::{Competency, Expectation, Ladder, Promotion, Rung, import, rules};

/// Begins with the ladder that comes with the product. Its records have the same ids wherever and
/// however often it is done, so that two who begin apart get one ladder (GR-2.2).
#[must_use]
pub fn begin_with_ours(book: &Book, author: &Author) -> Batch {
    let mut number = 0_u16;
    let mut next = || {
        number += 1;
        let [high, low] = number.to_be_bytes();
        // 1 January 2026: ours is older than what is made beside it, so its order is first.
        RecordId::new(
            Timestamp::from_millis(1_767_225_600_000),
            [b'l', b'a', b'd', b'd', b'e', b'r', 0, 0, high, low],
        )
    };
    let made = import::plan(book, ours::ladder(), None).commit(author, &mut next);
    // What stands already is left as it is, with whatever was changed in it since.
    let edits = made.edits.iter().filter(|edit| book.row(edit.record).is_none()).cloned();
    // Out of use, it comes back into use.
    let retired =
        made.edits.iter().filter_map(|edit| book.get::<Ladder>(edit.record)).filter(|one| one.retired);
    let back: Vec<_> = retired.flat_map(|ladder| ladder.update(|ladder| ladder.retired = false)).collect();
    Batch::new("Begin with our ladder").with_all(edits).with_all(back)
}

/// Takes a ladder out of use, or back into it. Its records stay.
#[must_use]
pub fn retire_ladder(ladder: &Entry<Ladder>, retired: bool) -> Batch {
    let verb = if retired { "Take out of use" } else { "Take into use" };
    Batch::new(format!("{verb}: {}", ladder.name)).with_all(ladder.update(|ladder| ladder.retired = retired))
}

/// Moves somebody to another level: notes the promotion, and from its day on their level says so. One
/// that lies ahead is only noted.
#[must_use]
pub fn promote(
    author: &Author,
    id: RecordId,
    person: &Entry<Person>,
    (level, track): (&str, Option<Track>),
    on: Date,
    today: Date,
) -> Batch {
    let track = track.or(person.track);
    let promotion = Promotion {
        person: Some(person.id.into()),
        on: Some(on),
        from_level: person.level.clone(),
        to_level: Some(level.to_owned()),
        track,
        ..Promotion::default()
    };
    let batch = Batch::new(format!("{} moves to {level}", person.name)).with(author.create(id, &promotion));
    if on > today {
        return batch;
    }
    batch.with_all(person.update(|person| {
        person.level = Some(level.to_owned());
        person.track = track;
    }))
}

/// Adds a rung above those of its track.
#[must_use]
pub fn add_rung(
    book: &Book,
    author: &Author,
    id: RecordId,
    ladder: RecordId,
    track: Track,
    code: &str,
) -> Batch {
    let rungs = rules::rungs_of(book, ladder);
    let highest = rungs.iter().filter(|rung| rung.track == Some(track)).map(|rung| rung.grade).max();
    let code = code.trim().to_owned();
    let rung = Rung {
        ladder: Some(ladder.into()),
        name: code.clone(),
        track: Some(track),
        grade: highest.map_or(1, |grade| (grade + 1).min(99)),
        code,
        ..Rung::default()
    };
    Batch::new(format!("Add the rung {}", rung.code)).with(author.create(id, &rung))
}

/// Adds a competency below the others.
#[must_use]
pub fn add_competency(book: &Book, author: &Author, id: RecordId, ladder: RecordId, name: &str) -> Batch {
    let last = rules::competencies_of(book, ladder).iter().map(|one| one.place).max();
    let competency = Competency {
        ladder: Some(ladder.into()),
        name: name.trim().to_owned(),
        place: last.map_or(1, |place| (place + 1).min(999)),
        ..Competency::default()
    };
    Batch::new(format!("Add the competency {}", competency.name)).with(author.create(id, &competency))
}

/// Says what a rung asks for in a competency.
#[must_use]
pub fn expect(author: &Author, id: RecordId, rung: RecordId, competency: RecordId, text: &str) -> Batch {
    let expectation = Expectation {
        rung: Some(rung.into()),
        competency: Some(competency.into()),
        text: text.trim().into(),
        ..Expectation::default()
    };
    Batch::new("Say what is expected").with(author.create(id, &expectation))
}
