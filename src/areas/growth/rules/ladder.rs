//! Ladders: which rung somebody stands on, which comes next, which has no equal (GR-2).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text::fold};
use roster::{
    Person, Track,
    rules::{self as roster_rules, OnLadder, OnRung},
};

use crate::{Competency, Expectation, Ladder, Rung};

/// The ladders in use, the oldest first.
#[must_use]
pub fn in_use(book: &Book) -> Vec<Entry<Ladder>> {
    book.all::<Ladder>().iter().filter(|ladder| !ladder.retired).cloned().collect()
}

/// The rungs of a ladder: by grade, the individual track before the other.
#[must_use]
pub fn rungs_of(book: &Book, ladder: RecordId) -> Vec<Entry<Rung>> {
    let theirs = book.of(|rung: &Rung| rung.ladder.map(Ref::id), ladder);
    let mut rungs: Vec<_> = theirs.iter().cloned().collect();
    rungs.order_by_key(|rung| (rung.grade, rung.track == Some(Track::Management), fold(&rung.code), rung.id));
    rungs
}

/// The competencies of a ladder, in its order.
#[must_use]
pub fn competencies_of(book: &Book, ladder: RecordId) -> Vec<Entry<Competency>> {
    let theirs = book.of(|one: &Competency| one.ladder.map(Ref::id), ladder);
    let mut competencies: Vec<_> = theirs.iter().cloned().collect();
    competencies.order_by_key(|one| (one.place, fold(&one.name), one.id));
    competencies
}

/// What a rung asks for in a competency. Where it was written twice, the older one.
#[must_use]
pub fn expectation(book: &Book, rung: RecordId, competency: RecordId) -> Option<Entry<Expectation>> {
    let theirs = book.of(|one: &Expectation| one.rung.map(Ref::id), rung);
    theirs.iter().find(|one| one.competency.is_some_and(|of| of.id() == competency)).cloned()
}

/// The rung that somebody stands on: the one whose code is their level, on their track where that is
/// known, of the oldest ladder in use that has it (GR-2.4).
#[must_use]
pub fn rung_of(book: &Book, person: &Person) -> Option<Entry<Rung>> {
    let level = fold(person.level.as_deref()?.trim());
    let codes = |ladder: &Entry<Ladder>| coded(book, ladder.id);
    in_use(book).iter().find_map(|ladder| fitting(&codes(ladder), &level, person.track).cloned())
}

/// Everybody who stands on a rung of a ladder in use, as the roster wants to know it (GR-2.14).
#[must_use]
pub fn on_ladder(book: &Book) -> OnLadder {
    let ladders: Vec<_> = in_use(book).iter().map(|ladder| coded(book, ladder.id)).collect();
    if ladders.is_empty() {
        return OnLadder::new();
    }
    let everybody = book.all::<Person>();
    let placed = everybody.iter().filter_map(|person| {
        let level = fold(person.level.as_deref()?.trim());
        let rung = ladders.iter().find_map(|rungs| fitting(rungs, &level, person.track))?;
        Some((person.id, OnRung { track: rung.track, grade: rung.grade }))
    });
    placed.collect()
}

/// The rungs of a ladder in their order, each with its code as it is compared.
fn coded(book: &Book, ladder: RecordId) -> Vec<(String, Entry<Rung>)> {
    rungs_of(book, ladder).into_iter().map(|rung| (fold(rung.code.trim()), rung)).collect()
}

/// The first rung with this code, on this track where it is known.
fn fitting<'a>(
    rungs: &'a [(String, Entry<Rung>)],
    level: &str,
    track: Option<Track>,
) -> Option<&'a Entry<Rung>> {
    let fits = |(code, rung): &&(String, Entry<Rung>)| {
        !level.is_empty() && code == level && (track.is_none() || rung.track == track)
    };
    rungs.iter().find(fits).map(|(_, rung)| rung)
}

/// The ladder that a person is on.
#[must_use]
pub fn ladder_of(book: &Book, person: &Person) -> Option<Entry<Ladder>> {
    book.get(rung_of(book, person)?.ladder?.id())
}

/// The next rung on the same track; `None` on the highest.
#[must_use]
pub fn next_rung(book: &Book, rung: &Entry<Rung>) -> Option<Entry<Rung>> {
    let higher = rungs_of(book, rung.ladder?.id());
    higher.into_iter().find(|other| other.track == rung.track && other.grade > rung.grade)
}

/// Whether `word` is what a competency is called, in its own or other words; case and accents do not
/// matter.
#[must_use]
pub fn is_called(competency: &Competency, word: &str) -> bool {
    let word = fold(word.trim());
    let mut names = std::iter::once(&competency.name).chain(&competency.also);
    !word.is_empty() && names.any(|name| fold(name.trim()) == word)
}

/// Rungs that have no equal on the other track, from the first grade of the management track on:
/// below it there is nobody to lead (GR-2.3).
#[must_use]
pub fn missing_twins(book: &Book, ladder: RecordId) -> Vec<Entry<Rung>> {
    let rungs = rungs_of(book, ladder);
    let on = |track| rungs.iter().filter(move |rung| rung.track == Some(track)).map(|rung| rung.grade);
    let Some(first) = on(Track::Management).min() else { return Vec::new() };
    let lonely = |rung: &&Entry<Rung>| {
        let other = match rung.track {
            Some(Track::Individual) => Track::Management,
            Some(Track::Management) => Track::Individual,
            None => return false,
        };
        rung.grade >= first && on(other).all(|grade| grade != rung.grade)
    };
    rungs.iter().filter(lonely).cloned().collect()
}

/// The user's reports whose level no ladder in use has, while there is one (GR-2.5).
#[must_use]
pub fn reports_off_ladder(book: &Book, today: Date) -> Vec<Entry<Person>> {
    if in_use(book).is_empty() {
        return Vec::new();
    }
    let mut reports = roster_rules::my_reports(book, today);
    reports.retain(|person| rung_of(book, person).is_none());
    reports
}

/// A ladder as a table: rungs of one track against competencies.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderTable {
    /// The rungs of the track, the lowest first.
    pub rungs: Vec<Entry<Rung>>,
    /// The competencies, in their order.
    pub competencies: Vec<Entry<Competency>>,
    /// What is expected: for each competency one cell per rung.
    pub cells: Vec<Vec<Cell>>,
}

/// What one rung asks for in one competency; `None` where nothing is written.
pub type Cell = Option<Entry<Expectation>>;

/// One track of a ladder as a table.
#[must_use]
pub fn table(book: &Book, ladder: RecordId, track: Track) -> LadderTable {
    let mut rungs = rungs_of(book, ladder);
    rungs.retain(|rung| rung.track == Some(track));
    let competencies = competencies_of(book, ladder);
    let row = |competency: &Entry<Competency>| {
        rungs.iter().map(|rung| expectation(book, rung.id, competency.id)).collect()
    };
    LadderTable { cells: competencies.iter().map(row).collect(), rungs, competencies }
}
