//! Moving told with Ana, an observation, and what is joined to it.

use document::{Audience, Author, Book, Place, Record, Ref, Stamp, Value};
use feedback::Observation;
use kernel::{MemberId, RecordId, Timestamp};
use roster::Person;

use super::{elsewhere, hinders, keep_only, may_move, move_to};
use crate::{Link, Relation, kinds, links};

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };
const ONLY_ME: Audience = Audience::OnlyMe(ME.member);
const CALIBRATION: Audience = Audience::Circle(RecordId::from_bytes([50; 16]));
const PANEL: Audience = Audience::Circle(RecordId::from_bytes([51; 16]));
const ANA: RecordId = RecordId::from_bytes([1; 16]);
const SEEN: RecordId = RecordId::from_bytes([2; 16]);
const LINK: RecordId = RecordId::from_bytes([3; 16]);

fn stamp() -> Stamp {
    Stamp { at: Timestamp::from_millis(1), by: ME.member }
}

fn apply(book: &mut Book, batch: &document::Batch) {
    for edit in &batch.edits {
        book.apply(edit, stamp());
    }
}

/// Ana, an observation about her for everyone, and a link between the two.
fn story() -> Book {
    let mut book = Book::new();
    book.apply(&ME.create(ANA, &Person { name: "Ana".into(), ..Person::default() }), stamp());
    let seen = Observation {
        person: Some(Ref::new(ANA)),
        what_happened: "Held the line".into(),
        ..Observation::default()
    };
    book.apply(&ME.create(SEEN, &seen), stamp());
    let link = Link { from: Some(SEEN), to: Some(ANA), relation: Relation::Supports, ..Link::default() };
    let batch = links::connect(&book, ME, LINK, &link).unwrap();
    apply(&mut book, &batch);
    book
}

fn audience(book: &Book, id: RecordId) -> Audience {
    book.row(id).unwrap().document.audience
}

fn moves(book: &mut Book, to: Audience) -> usize {
    let moving = move_to(book, ME, SEEN, to).unwrap();
    apply(book, &moving.batch);
    assert_eq!(audience(book, SEEN), to);
    assert_eq!(book.copies(SEEN).count(), 1, "it stands in one place");
    moving.links
}

#[test]
fn y_50_a_record_keeps_its_id_its_person_and_its_fields() {
    let mut book = story();
    let before = book.row(SEEN).unwrap().fields.clone();
    moves(&mut book, CALIBRATION);
    let row = book.row(SEEN).unwrap();
    assert_eq!((&row.fields, &row.document.place), (&before, &Place::Person(ANA)));
    assert!(move_to(&book, ME, SEEN, CALIBRATION).is_none(), "it is there already");
}

#[test]
fn y_50_links_follow_a_record_to_fewer_and_never_to_more() {
    let mut book = story();
    assert_eq!(moves(&mut book, CALIBRATION), 1, "the link would tell of it");
    assert_eq!(audience(&book, LINK), CALIBRATION);
    assert_eq!(links::rail(&book, ANA)[0].other, SEEN, "and is walked from both ends as before");
    assert_eq!(moves(&mut book, ONLY_ME), 1);
    assert_eq!(audience(&book, LINK), ONLY_ME);
    assert_eq!(moves(&mut book, CALIBRATION), 0, "what was drawn for oneself stays so");
    assert_eq!(moves(&mut book, Audience::Everyone), 0);
    assert_eq!(audience(&book, LINK), ONLY_ME);
}

#[test]
fn cn_1_2_a_link_between_two_circles_is_for_who_drew_it() {
    let mut book = story();
    moves(&mut book, CALIBRATION);
    let other = RecordId::from_bytes([4; 16]);
    let seen = Observation { what_happened: "Said little".into(), ..Observation::default() };
    book.apply(&ME.create_for(other, &seen, PANEL), stamp());
    let link = Link { from: Some(other), to: Some(SEEN), ..Link::default() };
    let batch = links::connect(&book, ME, RecordId::from_bytes([5; 16]), &link).unwrap();
    assert_eq!(batch.edits[0].document.audience, ONLY_ME);
}

#[test]
fn y_51_what_would_be_lost_by_moving_is_settled_first() {
    let mut book = story();
    let mut row = (**book.row(SEEN).unwrap()).clone();
    row.conflicts.insert("work".into(), vec![Value::from("Harbour"), Value::from("Quay")]);
    assert!(hinders(&row).is_some());
    book.put(row);
    assert!(move_to(&book, ME, SEEN, ONLY_ME).is_none());
}

#[test]
fn y_54_of_a_record_in_two_places_a_person_keeps_one() {
    for keep in [Audience::Everyone, ONLY_ME] {
        let mut book = story();
        let row = book.row(SEEN).unwrap().clone();
        moves(&mut book, ONLY_ME);
        // Somebody wrote into it meanwhile.
        book.put((*row).clone());
        assert_eq!(elsewhere(&book, SEEN), [Audience::Everyone]);
        let batch = keep_only(&book, SEEN, keep);
        apply(&mut book, &batch);
        assert!(elsewhere(&book, SEEN).is_empty());
        assert_eq!(audience(&book, SEEN), keep);
    }
}

#[test]
fn what_is_written_about_people_may_move_and_what_all_else_names_may_not() {
    let moving: Vec<_> = kinds::kinds().filter(|kind| may_move(kind.name)).map(|kind| kind.plural).collect();
    assert_eq!(
        moving,
        [
            "Skill ratings",
            "Actions",
            "1:1s",
            "Agenda items",
            "Private notes",
            "Observations",
            "Concerns",
            "Growth plans",
            "Goals",
            "Help given",
            "Stretch work",
            "Mentoring pairs",
            "Put forward",
            "Notes"
        ]
    );
    assert!(!may_move(Person::NAME));
}
