//! Nine people who are to be two teams.

use document::{Book, Record, Stamp};
use fixture::id;
use hiring::Cause;
use kernel::{MemberId, Timestamp};
use roster::SplitPlace;

use super::*;

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };

const STAMP: Stamp = Stamp { at: Timestamp::from_millis(0), by: ME.member };

fn put<T: Record>(book: &mut Book, number: u8, record: &T) {
    book.apply(&ME.create(id(number), record), STAMP);
}

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

/// Mara with nine reports, of whom the first five are placed in one half and the others in the second.
fn nine() -> Book {
    let mut book = Book::new();
    put(&mut book, 1, &Person { name: "Mara".into(), ..Person::default() });
    let split = TeamSplit {
        name: "In two".into(),
        manager: Some(id(1).into()),
        second: Some("Pier".into()),
        ..TeamSplit::default()
    };
    put(&mut book, 2, &split);
    for number in 10..19 {
        let person = Person { name: format!("P{number}"), manager: Some(id(1).into()), ..Person::default() };
        put(&mut book, number, &person);
        let half = if number < 15 { Half::First } else { Half::Second };
        let place =
            SplitPlace { split: Some(id(2).into()), what: Some(id(number)), half, ..SplitPlace::default() };
        put(&mut book, number + 20, &place);
    }
    book
}

fn split(book: &Book) -> Entry<TeamSplit> {
    book.get(id(2)).unwrap()
}

#[test]
fn tm_3_7_a_half_without_a_lead_is_a_notice_once_everybody_is_placed() {
    let mut book = nine();
    let said = notices(&book, today());
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].rule, said[0].about), ("TM-3.7", id(2)));
    assert_eq!(said[0].says, "Nobody is to lead First team and Pier");
    book.remove(id(38));
    assert_eq!(notices(&book, today()), [], "who is still placing is left alone");

    let mut book = nine();
    let led = TeamSplit { first_lead: Some(id(10).into()), ..split(&book).record };
    put(&mut book, 2, &led);
    assert_eq!(notices(&book, today())[0].says, "Nobody is to lead Pier");
    book.remove(id(18));
    assert_eq!(notices(&book, today()), [], "eight are within the limit");
}

#[test]
fn tm_3_8_an_opening_for_the_lead_has_the_draft_behind_it_and_is_begun_once() {
    let mut book = nine();
    let half = leaderless(&book, &split(&book), today()).remove(1);
    assert_eq!((half.name.as_str(), half.people, half.half), ("Pier", 4, Half::Second));
    let batch = open_lead(&book, &ME, id(60), &split(&book), &half);
    for edit in &batch.edits {
        book.apply(edit, STAMP);
    }
    let opening: Entry<Opening> = book.get(id(60)).unwrap();
    assert_eq!(opening.role, "Engineering manager, Pier");
    assert_eq!(
        (opening.track, opening.cause, opening.behind),
        (Some(Track::Management), Some(Cause::Workload), Some(id(2)))
    );
    assert_eq!(leaderless(&book, &split(&book), today())[1].opening.as_ref().map(|one| one.id), Some(id(60)));
    assert_eq!(notices(&book, today())[0].says, "Nobody is to lead First team");
    // It is on the thread of the draft.
    let walked = crate::chain::chain(&book, id(2), today()).unwrap();
    assert_eq!(walked.after[0].title, "Engineering manager, Pier");
}
