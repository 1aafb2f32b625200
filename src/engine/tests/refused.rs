//! The disk refuses one edit for good: Alice takes it back, and everything else goes on.

use document::Batch;
use engine::{
    Input,
    message::{Ask, Event, Reply, Unsaved},
    storage::Store,
};

use crate::world::{Fault, World, create, field, person, record, roster, set, text};

/// Room for a name, none for a book.
const ROOM: usize = 3_000;

/// Ana and Ben are there, and the disk has little room left.
fn nearly_full() -> World {
    let mut world = World::new();
    world.tab(1);
    let people = Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&person(2), 2, "Ben"));
    world.commit(1, people);
    world.disk.most = Some(ROOM);
    world
}

fn book() -> String {
    // Not compressible: no two letters in a row repeat for long.
    let mut state = 1_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from((state >> 24) % 26).unwrap())
    };
    (0..20_000).map(letter).collect()
}

fn write(number: u8, words: &str) -> Ask {
    Ask::Commit(Batch::new("Write notes").with(text(&person(number), number, "", words)))
}

fn rename(number: u8, to: &str) -> Ask {
    Ask::Commit(Batch::new("Rename").with(set(&person(number), number, "name", to)))
}

fn labels(batches: &[Batch]) -> Vec<&str> {
    batches.iter().map(|batch| batch.label.as_str()).collect()
}

fn unsaved(world: &mut World) -> Unsaved {
    match world.tell(1, Ask::Unsaved) {
        Some(Reply::Unsaved(unsaved)) => unsaved,
        other => panic!("{other:?}"),
    }
}

fn is_refused(world: &World, tab: u8, id: u64) -> bool {
    matches!(world.tabs[&tab].replies.get(&id), Some(Reply::Refused(_)))
}

#[test]
fn s_26_what_does_not_fit_is_dropped_and_what_waits_behind_it_is_written() {
    let mut world = nearly_full();
    let large = world.ask(1, write(1, &book()));
    let after = world.ask(1, rename(2, "Benno"));
    let same = world.ask(1, rename(1, "Anna"));
    world.settle_with_ticks(8);
    assert!(world.tabs[&1].open.contains_key(&after), "it waits behind what does not fit");

    assert_eq!(world.tell(1, Ask::GiveUp), Some(Reply::Done));
    assert!(is_refused(&world, 1, large));
    assert_eq!(world.tabs[&1].replies[&after], Reply::Done);
    assert_eq!(world.tabs[&1].replies[&same], Reply::Done);
    let rows = world.disk.all();
    let stands = (field(&rows, 1, "name"), field(&rows, 1, "notes"), field(&rows, 2, "name"));
    assert_eq!(stands, ("Anna".into(), String::new(), "Benno".into()));
    let mut troubles = world.tabs[&1].events.iter().filter_map(|event| match event {
        Event::Trouble(problem) => Some(problem.is_some()),
        _ => None,
    });
    assert_eq!(troubles.next_back(), Some(false), "pages hear that it works again");
    world.check(1);
}

#[test]
fn s_26_of_what_was_refused_together_only_what_does_not_fit_is_dropped() {
    let mut world = nearly_full();
    world.tab(2);
    // Behind a write in flight these three gather for one transaction.
    let before = world.ask(1, rename(2, "Benno"));
    let small = world.ask(2, rename(1, "Anna"));
    let also = world.ask(2, write(2, "He likes books."));
    let large = world.ask(1, write(1, &book()));
    world.settle_with_ticks(8);
    assert_eq!(world.tabs[&1].replies[&before], Reply::Done);
    let behind = world.ask(2, rename(2, "Ben"));

    world.tell(1, Ask::GiveUp);
    assert!(is_refused(&world, 1, large));
    for done in [small, also, behind] {
        assert_eq!(world.tabs[&2].replies.get(&done), Some(&Reply::Done));
    }
    assert_eq!(field(&world.disk.all(), 2, "notes"), "He likes books.");
    world.check(1);
    world.check(2);
}

#[test]
fn s_26_what_builds_on_what_was_dropped_is_refused_and_says_so() {
    let mut world = nearly_full();
    let large = Batch::new("Add").with(create(&person(3), 3, "Cleo")).with(text(&person(3), 3, "", &book()));
    let large = world.ask(1, Ask::Commit(large));
    let onto = world.ask(1, rename(3, "Chloe"));
    let apart = world.ask(1, rename(1, "Anna"));
    world.settle_with_ticks(4);
    world.tell(1, Ask::GiveUp);
    assert!(is_refused(&world, 1, large) && is_refused(&world, 1, onto));
    assert_eq!(world.tabs[&1].replies[&apart], Reply::Done);
    assert!(!world.disk.documents().contains_key(&person(3)));
    world.check(1);
}

#[test]
fn s_26_what_is_in_memory_only_can_be_had_before_it_is_dropped() {
    let mut world = nearly_full();
    assert_eq!(unsaved(&mut world), Unsaved::default());
    let (book, place) = (book(), person(1));
    world.ask(1, write(1, &book));
    world.ask(1, rename(2, "Benno"));
    let (document, field) = (person(2), "notes".to_owned());
    let (base, typed) = (String::new(), "in the middle of a".to_owned());
    world.ask(1, Ask::Draft { document, record: record(2), field, base, text: typed.clone(), line: false });
    world.settle();
    let found = unsaved(&mut world);
    assert_eq!(found.refused, [Batch::new("Write notes").with(text(&place, 1, "", &book))]);
    assert_eq!(labels(&found.waiting), ["Rename", "Typing"]);
    assert_eq!(found.waiting[1].edits, [text(&person(2), 2, "", &typed)]);
    world.tell(1, Ask::GiveUp);
    assert_eq!(unsaved(&mut world), Unsaved::default());
    assert_eq!(world.disk.count(Store::Journal, ""), 1, "what was being typed is in the journal");
}

#[test]
fn s_26_typing_that_does_not_fit_goes_with_the_edit_it_became() {
    let mut world = nearly_full();
    let (book, field) = (book(), "notes".to_owned());
    let draft = Ask::Draft {
        document: person(1),
        record: record(1),
        field,
        base: String::new(),
        text: book.clone(),
        line: false,
    };
    let typing = world.ask(1, draft);
    let large = world.ask(1, write(1, &book));
    let behind = world.ask(1, rename(2, "Benno"));
    world.settle_with_ticks(4);
    let found = unsaved(&mut world);
    assert_eq!((labels(&found.refused), labels(&found.waiting)), (vec!["Write notes"], vec!["Rename"]));
    world.tell(1, Ask::GiveUp);
    assert!(is_refused(&world, 1, typing) && is_refused(&world, 1, large));
    assert_eq!(world.tabs[&1].replies[&behind], Reply::Done);
    assert_eq!(world.disk.count(Store::Journal, ""), 0);
    world.check(1);
}

#[test]
fn s_26_a_backup_that_does_not_fit_is_dropped_as_a_whole() {
    let mut other = World::apart();
    other.tab(1);
    let people = Batch::new("Add").with(create(&person(7), 7, "Gus")).with(text(&person(7), 7, "", &book()));
    other.commit(1, people);
    let Some(Reply::Documents(documents)) = other.tell(1, Ask::Documents) else { panic!("no documents") };

    let mut world = nearly_full();
    let before = world.disk.rows.clone();
    let restore = world.ask(1, Ask::Merge { documents, origin: None });
    world.settle_with_ticks(4);
    assert_eq!(labels(&unsaved(&mut world).refused), ["Restore a backup"]);
    world.tell(1, Ask::GiveUp);
    assert!(is_refused(&world, 1, restore));
    assert_eq!(world.disk.rows, before);
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    world.check(1);
}

#[test]
fn s_26_what_undo_would_do_is_what_it_would_have_done_before() {
    let mut world = nearly_full();
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    world.ask(1, write(1, &book()));
    let undo = world.ask(1, Ask::Undo);
    world.settle_with_ticks(4);
    world.tell(1, Ask::GiveUp);
    assert!(is_refused(&world, 1, undo), "it would have taken back what is not there");
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    world.check(1);
}

#[test]
fn s_26_nothing_is_dropped_while_the_disk_refuses_nothing() {
    let mut world = nearly_full();
    let id = world.ask(1, rename(1, "Anna"));
    // The write is asked for and neither done nor refused.
    world.ask(1, Ask::GiveUp);
    world.settle();
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    assert_eq!(world.tell(1, Ask::GiveUp), Some(Reply::Done));
    world.check(1);
}

#[test]
fn s_26_a_write_that_happened_although_it_was_said_to_have_failed_is_kept() {
    let mut world = nearly_full();
    world.tab(2);
    world.disk.faults.insert(world.disk.writes, Fault::WritesAndFails);
    let id = world.ask(1, rename(1, "Anna"));
    world.settle();
    world.tell(1, Ask::GiveUp);
    world.settle_with_ticks(2);
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    world.check(1);
    world.check(2);
}

#[test]
fn s_26_trying_again_does_not_wait_for_the_next_time() {
    let mut world = nearly_full();
    world.disk.full = true;
    let id = world.ask(1, rename(1, "Anna"));
    world.settle();
    world.disk.full = false;
    assert_eq!(world.tell(1, Ask::TryAgain), Some(Reply::Done));
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    world.check(1);
}

#[test]
fn s_27_a_compaction_that_does_not_fit_blocks_nobody() {
    let mut world = nearly_full();
    for number in 0..40 {
        let edit = create(&roster(), 50 + number, &book()[..600]);
        world.commit(1, Batch::new("Add").with(edit));
    }
    let chunks = world.disk.count(Store::Chunks, "");
    world.settle_with_ticks(8);
    assert_eq!(world.disk.count(Store::Chunks, ""), chunks, "it did not fit");
    let id = world.ask(1, rename(1, "Anna"));
    world.input(Input::Tick);
    world.settle_with_ticks(8);
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    world.check(1);
}
