//! An edit whose document is not in memory is on disk before it is in its document.

use document::Batch;
use engine::{
    message::{Ask, Event, Reply},
    storage::Store,
};
use std::collections::BTreeSet;

use crate::world::{Disk, Fault, World, create, field, person, roster, set, text};

/// Ana and the harbour, each in a document, and nobody who has them in memory.
fn asleep() -> World {
    let mut world = World::new();
    world.tab(1);
    let both = [create(&person(1), 1, "Ana"), create(&roster(), 3, "Harbour")];
    world.commit(1, Batch::new("Add").with_all(both));
    world.reboot();
    world.tab(1);
    world.reads.clear();
    world
}

fn rename(name: &str) -> Ask {
    Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", name)))
}

/// The requests that a tab was told to be safe, before or with their answers.
fn safe(world: &World) -> BTreeSet<u64> {
    let tab = &world.tabs[&1];
    let noted = tab.events.iter().filter_map(|event| match event {
        Event::Noted(ids) => Some(ids.clone()),
        _ => None,
    });
    let done = tab.replies.iter().filter(|(_, reply)| **reply == Reply::Done).map(|(id, _)| *id);
    noted.flatten().chain(done).collect()
}

/// Goes on until this request is said to be safe.
fn until_safe(world: &mut World, id: u64) {
    while !safe(world).contains(&id) {
        assert!(world.step(), "it never was");
    }
}

fn intents(disk: &Disk) -> usize {
    disk.count(Store::Journal, "intent|")
}

#[test]
fn s_45_an_edit_is_safe_before_its_document_is_read_and_is_done_by_whoever_comes_next() {
    let mut world = asleep();
    let id = world.ask(1, rename("Anna"));
    until_safe(&mut world, id);
    assert!(!world.reads.iter().any(|(store, _)| *store == Store::Chunks), "{:?}", world.reads);
    assert_eq!((world.tabs[&1].replies.get(&id), intents(&world.disk)), (None, 1));
    // The browser ends at this very moment.
    world.reboot();
    world.now += 24 * 60 * 60 * 1000;
    world.tab(1);
    world.settle_with_ticks(3);
    assert_eq!(field(&world.tabs[&1].rows, 1, "name"), "Anna");
    assert_eq!(intents(&world.disk), 0);
    let age = world.now - world.disk.all()[&crate::world::record(1)].changed.at.millis();
    assert!(age >= 24 * 60 * 60 * 1000, "done when it was asked for, not when it was carried out");
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    assert_eq!(field(&world.tabs[&1].rows, 1, "name"), "Ana");
    world.check(1);
}

#[test]
fn s_45_an_edit_of_what_is_in_memory_is_written_once() {
    let mut world = asleep();
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    world.tabs.get_mut(&1).unwrap().events.clear();
    let before = world.written.len();
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Ann")));
    assert_eq!(world.written.len(), before + 1);
    assert!(!world.tabs[&1].events.iter().any(|event| matches!(event, Event::Noted(_))));
}

#[test]
fn s_45_what_is_large_waits_for_its_document() {
    let mut world = asleep();
    let long = "A day in the harbour. ".repeat(4_000);
    let id = world.ask(1, Ask::Commit(Batch::new("Write").with(text(&person(1), 1, "", &long))));
    world.settle();
    assert_eq!(world.tabs[&1].replies.get(&id), Some(&Reply::Done));
    assert!(!world.tabs[&1].events.iter().any(|event| matches!(event, Event::Noted(_))));
}

#[test]
fn s_45_a_page_that_asks_the_next_leader_again_has_it_done_once() {
    let mut world = asleep();
    let id = world.ask(1, Ask::Commit(Batch::new("Write").with(text(&person(1), 1, "", "Once. "))));
    until_safe(&mut world, id);
    world.take_over();
    world.settle_with_ticks(3);
    assert_eq!(world.tabs[&1].replies.get(&id), Some(&Reply::Done));
    assert_eq!(field(&world.tabs[&1].rows, 1, "notes"), "Once. ");
    world.check(1);
}

#[test]
fn s_45_stopped_at_any_operation_what_was_said_to_be_safe_is_there_once() {
    let before = asleep().disk;
    let asks = || {
        [
            rename("Anna"),
            Ask::Commit(Batch::new("Write").with(text(&person(1), 1, "", "One. "))),
            Ask::Commit(Batch::new("Both").with(text(&person(1), 1, "One. ", "One. Two. ")).with(set(
                &roster(),
                3,
                "name",
                "Port",
            ))),
        ]
    };
    let go = |world: &mut World| -> Vec<u64> {
        world.tab(1);
        let ids = asks().into_iter().map(|ask| world.ask(1, ask)).collect();
        world.settle_with_ticks(3);
        ids
    };
    let begin = |stop| {
        let mut world = World::on(Disk { operations: 0, written_at: Vec::new(), stop, ..before.clone() });
        world.watchful = false;
        world
    };
    let mut world = begin(None);
    go(&mut world);
    let faults = [Fault::StopsBefore, Fault::StopsAfter];
    let stops: Vec<_> = (0..world.disk.operations).flat_map(|at| faults.map(|fault| (at, fault))).collect();
    assert!(stops.len() > 12);
    for stop in stops {
        let mut world = begin(Some(stop));
        world.ask(1, Ask::Open { have: Vec::new() });
        let ids: Vec<u64> = asks().into_iter().map(|ask| world.ask(1, ask)).collect();
        world.settle_with_ticks(3);
        let safe: Vec<bool> = ids.iter().map(|id| safe(&world).contains(id)).collect();
        world.disk.stop = None;
        world.reboot();
        world.tab(1);
        world.settle_with_ticks(4);
        let rows = world.disk.all();
        let (name, notes) = (field(&rows, 1, "name"), field(&rows, 1, "notes"));
        assert!(name == "Anna" || !safe[0], "{stop:?}");
        assert!(notes.starts_with("One. ") || !safe[1], "{stop:?}");
        assert!(["", "One. ", "One. Two. "].contains(&notes.as_str()), "{stop:?}: {notes}");
        let both = (notes == "One. Two. ", field(&rows, 3, "name") == "Port");
        assert!(both == (true, true) || (both == (false, false) && !safe[2]), "{stop:?}: {both:?}");
        assert_eq!(intents(&world.disk), 0, "{stop:?}");
        world.check(1);
    }
}

#[test]
fn s_45_on_a_full_disk_nothing_is_said_to_be_safe_and_the_edit_can_be_given_up() {
    let mut world = asleep();
    world.disk.full = true;
    let id = world.ask(1, rename("Anna"));
    world.settle_with_ticks(12);
    assert!(!safe(&world).contains(&id));
    let Some(Reply::Unsaved(unsaved)) = world.tell(1, Ask::Unsaved) else { panic!() };
    assert_eq!(unsaved.refused.len() + unsaved.waiting.len(), 1, "{unsaved:?}");
    // With room it is done.
    world.disk.full = false;
    world.tell(1, Ask::TryAgain);
    world.settle_with_ticks(12);
    assert_eq!(world.tabs[&1].replies.get(&id), Some(&Reply::Done));
    // And without, it is dropped when the user says so.
    world.reboot();
    world.tab(1);
    world.disk.full = true;
    let id = world.ask(1, rename("Annabel"));
    world.settle_with_ticks(12);
    for _ in 0..3 {
        world.tell(1, Ask::GiveUp);
        world.settle_with_ticks(12);
    }
    assert!(
        matches!(world.tabs[&1].replies.get(&id), Some(Reply::Refused(_))),
        "{:?}",
        world.tabs[&1].replies
    );
    world.disk.full = false;
    world.settle_with_ticks(12);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    assert_eq!(intents(&world.disk), 0);
    world.check(1);
}

#[test]
fn s_45_an_edit_that_cannot_be_done_after_all_is_told_to_whoever_comes() {
    let mut world = asleep();
    let id = world.ask(1, rename("Anna"));
    until_safe(&mut world, id);
    // Before it is done the document is harmed, and the page is gone.
    world.watchful = false;
    world
        .disk
        .rows
        .retain(|(store, key), _| *store != Store::Chunks || !key.contains(&person(1).to_string()));
    world.reboot();
    world.tab(1);
    world.settle_with_ticks(4);
    assert!(!world.tabs[&1].problems().is_empty());
    assert_eq!(intents(&world.disk), 0);
}
