//! The disk stops at a write: at every single one of a long story, and in every way.

use document::{Batch, Fields};
use engine::{
    message::{Ask, Reply},
    storage::Store,
};
use kernel::RecordId;
use std::collections::BTreeMap;

use crate::world::{Disk, Fault, World, create, field, person, record, roster, set, text};

type Records = BTreeMap<RecordId, Fields>;

/// How many steps were done before the morning: two documents are about to need compaction.
const BEFORE: u32 = 30;

fn step(number: u32) -> Batch {
    Batch::new(format!("Step {number}"))
        .with(set(&person(1), 1, "step", &number.to_string()))
        .with(set(&roster(), 3, "step", &number.to_string()))
        .with(text(&person(1), 1, &notes(number - 1), &notes(number)))
}

/// The disk as it is when the morning begins.
fn yesterday() -> Disk {
    let mut world = World::new();
    world.tab(1);
    world.commit(
        1,
        Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&roster(), 3, "Harbour")),
    );
    for number in 1..=BEFORE {
        world.commit(1, step(number));
    }
    Disk { writes: 0, ..world.disk }
}

/// Alice's morning: she renumbers two documents together again and again, takes something back,
/// works long enough for both to be compacted, and types.
fn morning() -> Vec<Ask> {
    let mut asks: Vec<Ask> = (BEFORE + 1..BEFORE + 3).map(|number| Ask::Commit(step(number))).collect();
    asks.extend([Ask::Undo, Ask::Undo, Ask::Redo, Ask::Redo]);
    asks.push(Ask::Commit(step(BEFORE + 3)));
    for typed in ["Thinks", "Thinks of moving"] {
        asks.push(draft("", typed));
    }
    asks.push(Ask::Commit(Batch::new("Write").with(text(&roster(), 3, "", "Thinks of moving on"))));
    asks.push(draft("Thinks of moving on", "Thinks of moving on to Kiel"));
    asks
}

fn notes(number: u32) -> String {
    (1..=number).map(|number| format!("{number}. ")).collect()
}

fn draft(base: &str, text: &str) -> Ask {
    let (document, record, field) = (roster(), record(3), "notes".to_owned());
    Ask::Draft { document, record, field, base: base.into(), text: text.into(), line: false }
}

fn fields(disk: &Disk) -> Records {
    disk.all().into_iter().map(|(id, row)| (id, row.fields)).collect()
}

fn with_fault(yesterday: &Disk, write: usize, fault: Fault) -> World {
    let faults = BTreeMap::from([(write, fault)]);
    let mut world = World::on(Disk { faults, ..yesterday.clone() });
    world.watchful = false;
    world
}

/// How many writes the morning takes when nothing goes wrong, and what stands at its end.
fn undisturbed(yesterday: &Disk) -> (usize, Records) {
    let mut world = World::on(yesterday.clone());
    world.tab(1);
    for ask in morning() {
        assert_eq!(world.tell(1, ask), Some(Reply::Done));
        world.settle_with_ticks(2);
    }
    world.check(1);
    let chunks = world.disk.count(Store::Chunks, "");
    assert!(chunks < 20, "both documents were compacted: {chunks} chunks");
    (world.disk.writes, fields(&world.disk))
}

#[test]
fn s_2_after_a_stop_at_any_write_all_acknowledged_work_is_there_and_none_is_half_there() {
    let yesterday = yesterday();
    let (writes, _) = undisturbed(&yesterday);
    for fault in [Fault::StopsBefore, Fault::StopsAfter] {
        for write in 0..writes {
            let mut world = with_fault(&yesterday, write, fault);
            world.ask(1, Ask::Open { have: Vec::new() });
            world.settle();
            // The step that each acknowledged request made stand, and the one under way.
            let (mut acknowledged, mut under_way, mut typed) = (BEFORE, BEFORE, String::new());
            for ask in morning() {
                under_way = match &ask {
                    Ask::Commit(batch) if batch.label.starts_with("Step") => acknowledged + 1,
                    Ask::Undo => acknowledged - 1,
                    Ask::Redo => acknowledged + 1,
                    _ => acknowledged,
                };
                if world.tell(1, ask.clone()) != Some(Reply::Done) {
                    break;
                }
                acknowledged = under_way;
                if let Ask::Draft { text, .. } = ask {
                    typed = text;
                }
                world.settle_with_ticks(2);
            }
            assert!(world.stopped, "write {write} was reached");
            world.reboot();
            world.tab(1);
            world.settle_with_ticks(4);
            world.check(1);
            let rows = world.disk.all();
            let (one, other) = (field(&rows, 1, "step"), field(&rows, 3, "step"));
            let place = format!("{fault:?} at write {write}");
            assert_eq!(one, other, "{place}: both documents or none");
            let stands: u32 = one.parse().unwrap_or(0);
            assert_eq!(field(&rows, 1, "notes"), notes(stands), "{place}");
            assert!(stands == acknowledged || stands == under_way, "{place}: {stands}, not {acknowledged}");
            assert!(field(&rows, 3, "notes").starts_with(&typed), "{place}: typed “{typed}”");
        }
    }
}

#[test]
fn s_4_after_a_stop_at_any_write_tabs_ask_again_and_nothing_is_missing_or_doubled() {
    let yesterday = yesterday();
    let (writes, expected) = undisturbed(&yesterday);
    for fault in [Fault::StopsBefore, Fault::StopsAfter, Fault::Fails] {
        for write in 0..writes {
            let mut world = with_fault(&yesterday, write, fault);
            world.ask(1, Ask::Open { have: Vec::new() });
            world.settle_with_ticks(2);
            for ask in morning() {
                if world.stopped {
                    world.take_over();
                    world.settle_with_ticks(3);
                }
                let id = world.ask(1, ask);
                world.settle_with_ticks(3);
                if world.stopped {
                    world.take_over();
                    world.settle_with_ticks(3);
                }
                assert_eq!(
                    world.tabs[&1].replies.get(&id),
                    Some(&Reply::Done),
                    "{fault:?} at write {write}, request {id}"
                );
            }
            world.check(1);
            let mut stands = fields(&world.disk);
            let mut expected = expected.clone();
            // The last draft may have been put back already, if a new leader found it.
            for fields in [&mut stands, &mut expected] {
                if let Some(notes) = fields.get_mut(&record(3)).and_then(|fields| fields.remove("notes")) {
                    assert!(notes.plain().starts_with("Thinks of moving on"), "{notes:?}");
                    assert_eq!(notes.plain().matches("Thinks").count(), 1, "{notes:?}");
                }
            }
            assert_eq!(stands, expected, "{fault:?} at write {write}");
        }
    }
}
