//! Many small chunks become one, and nothing is ever lost on the way.

use document::Batch;
use engine::{Input, message::Ask, storage::Store};

use crate::world::{Fault, World, create, field, names, person, record, roster, set};

/// Alice after 40 renames, not yet idle.
fn busy() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    for number in 1..=40 {
        world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    world
}

#[test]
fn s_12_when_idle_a_long_document_becomes_one_chunk_and_one_base_with_all_its_history() {
    let mut world = busy();
    assert_eq!((world.disk.count(Store::Chunks, ""), world.disk.count(Store::Projection, "")), (41, 82));
    let before = world.disk.documents()[&roster()].history(record(1));
    let writes = world.written.len();
    world.settle_with_ticks(3);
    assert_eq!((world.disk.count(Store::Chunks, ""), world.disk.count(Store::Projection, "")), (1, 2));
    assert_eq!(world.written.len(), writes + 1, "in one transaction");
    assert_eq!(world.disk.documents()[&roster()].history(record(1)), before);
    // And it goes on from there, in this leader and in the next.
    world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    world.reboot();
    world.tab(1);
    world.commit(1, Batch::new("Move").with(set(&roster(), 1, "team", "Bridge")));
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    world.check(1);
}

#[test]
fn s_12_a_document_that_is_not_in_memory_is_compacted_too() {
    let mut world = busy();
    world.reboot();
    world.tab(1);
    // The first write of the new leader finds the long document.
    world.commit(1, Batch::new("Other").with(create(&person(2), 2, "Ben")));
    world.settle_with_ticks(3);
    assert_eq!(world.disk.count(Store::Chunks, &format!("{}|", roster())), 1);
    world.check(1);
}

#[test]
fn s_13_a_chunk_that_compaction_does_not_know_survives_it() {
    let mut world = busy();
    // Another program put a change beside the others: it is in the store and not in memory.
    let mut elsewhere = world.disk.documents().remove(&roster()).unwrap();
    let stamp = world.disk.all()[&record(1)].changed;
    let edit = create(&roster(), 2, "Ben");
    let applied =
        elsewhere.apply(kernel::DeviceId::from_bytes([99; 16]), stamp, "Elsewhere", &[edit]).unwrap();
    world.disk.rows.insert((Store::Chunks, format!("{}|elsewhere", roster())), applied.chunk);
    world.watchful = false;
    world.settle_with_ticks(3);
    assert_eq!(world.disk.count(Store::Chunks, ""), 2);
    assert_eq!(names(&world.disk).len(), 2);
    // The next leader reads it with the document, shows it, and then compacts it as well.
    world.reboot();
    world.tab(1);
    world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    world.check(1);
    assert_eq!(world.tabs[&1].rows.len(), 2);
}

#[test]
fn s_12_a_stop_or_failure_in_compaction_loses_nothing() {
    for fault in [Fault::Fails, Fault::StopsBefore, Fault::StopsAfter] {
        let mut world = busy();
        let (before, next) = (world.disk.all(), world.disk.writes);
        world.disk.faults.insert(next, fault);
        world.settle_with_ticks(1);
        if world.stopped {
            world.reboot();
            world.tab(1);
        } else {
            world.tell(1, Ask::Commit(Batch::new("Move").with(set(&roster(), 1, "name", "Ana 40"))));
            world.input(Input::Tick);
            world.settle();
        }
        assert_eq!(world.disk.all(), before, "{fault:?}");
        world.check(1);
        world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
        world.settle_with_ticks(5);
        assert!(world.disk.count(Store::Chunks, "") <= 2, "{fault:?}");
        assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
        world.check(1);
    }
}

#[test]
fn s_12_compaction_waits_while_anything_is_to_be_written() {
    let mut world = busy();
    world.disk.full = true;
    world.ask(1, Ask::Commit(Batch::new("Rename").with(set(&roster(), 1, "name", "Anna"))));
    world.settle_with_ticks(3);
    assert_eq!(world.disk.count(Store::Chunks, ""), 41);
    world.disk.full = false;
    world.settle_with_ticks(10);
    assert_eq!(world.disk.count(Store::Chunks, ""), 1);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    world.check(1);
}

#[test]
fn s_12_one_stretch_of_quiet_is_enough_for_all_and_ends_when_somebody_asks() {
    let mut world = World::new();
    world.tab(1);
    for number in 1..=3 {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, "Ana")));
        for count in 0..40 {
            let name = format!("Ana {count}");
            world.commit(1, Batch::new("Rename").with(set(&person(number), number, "name", &name)));
        }
    }
    let long = |world: &World| {
        (1..=3).filter(|number| world.disk.count(Store::Chunks, &format!("{}|", person(*number))) > 1).count()
    };
    let tick = |world: &mut World| {
        let waited = std::mem::take(&mut world.waits);
        world.input(Input::Tick);
        world.settle();
        waited
    };
    assert_eq!((tick(&mut world), long(&world)), (vec![2_000], 2), "the first waits for quiet");
    assert_eq!((tick(&mut world), long(&world)), (vec![100], 1), "the second only for its turn");
    world.commit(1, Batch::new("Add").with(create(&roster(), 9, "Ben")));
    assert_eq!((tick(&mut world), long(&world)), (vec![100], 1), "somebody came back to work");
    assert_eq!((tick(&mut world), long(&world)), (vec![2_000], 0));
    world.check(1);
}
