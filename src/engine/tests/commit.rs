//! Alice commits: one transaction, all or nothing, acknowledged when it is on disk.

use document::Batch;
use engine::{
    Input,
    message::{Ask, Event, Reply},
    storage::{Durability, Operation, Store},
};

use crate::world::{Fault, World, create, field, names, person, record, roster, set, text};

fn two_people() -> Batch {
    Batch::new("Add two people")
        .with(create(&person(1), 1, "Ana"))
        .with(create(&person(2), 2, "Ben"))
        .with(create(&roster(), 3, "Harbour"))
}

#[test]
fn s_1_all_that_a_commit_changes_is_one_strict_transaction() {
    let mut world = World::new();
    world.tab(1);
    world.written.clear();
    world.commit(1, two_people());
    assert_eq!(world.written.len(), 1);
    let transaction = &world.written[0];
    assert_eq!(transaction.durability, Durability::Strict);
    let puts = |wanted: Store| {
        let operations = transaction.operations.iter();
        operations.filter(|o| matches!(o, Operation::Put { store, .. } if *store == wanted)).count()
    };
    assert_eq!(
        (puts(Store::Chunks), puts(Store::Projection), puts(Store::Ledger), puts(Store::Meta)),
        (3, 6, 1, 4),
        "a chunk, a part with its places and a listing per document, the ledger, the undo stack"
    );
    world.check(1);
}

#[test]
fn s_2_nothing_is_acknowledged_or_shown_before_it_is_on_disk() {
    let mut world = World::new();
    world.tab(1);
    world.tab(2);
    world.disk.full = true;
    assert_eq!(world.tell(1, Ask::Commit(two_people())), None);
    assert!(world.tabs[&1].rows.is_empty() && world.tabs[&2].rows.is_empty());
    assert!(names(&world.disk).is_empty());
}

#[test]
fn s_2_the_acknowledgement_and_the_rows_arrive_together_in_every_tab() {
    let mut world = World::new();
    world.tab(1);
    world.tab(2);
    world.commit(1, two_people());
    world.check(1);
    world.check(2);
}

#[test]
fn s_3_a_batch_with_one_bad_edit_changes_nothing_in_any_document() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, two_people());
    let before = world.disk.rows.clone();
    // Documents are changed in the order of their keys: people first, the roster last.
    let bad = Batch::new("Half bad")
        .with(set(&person(1), 1, "name", "Anna"))
        .with(create(&person(9), 9, "New"))
        .with(set(&roster(), 77, "name", "nobody has this id"));
    let reply = world.tell(1, Ask::Commit(bad));
    let place = roster().to_string();
    assert!(matches!(&reply, Some(Reply::Refused(problem)) if problem.place == place), "{reply:?}");
    assert_eq!(world.disk.rows, before);
    // What was changed in memory before the bad edit was met is forgotten too.
    world.commit(1, Batch::new("Move").with(set(&person(1), 1, "team", "Bridge")));
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    assert!(!world.disk.documents().contains_key(&person(9)));
    world.check(1);
}

#[test]
fn s_3_a_refused_batch_does_not_take_pending_ones_with_it() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, two_people());
    world.disk.full = true;
    let rename =
        |field: &str, to: &str| Ask::Commit(Batch::new("Change").with(set(&person(1), 1, field, to)));
    let good = world.ask(1, rename("name", "Anna"));
    let also = world.ask(1, rename("team", "Bridge"));
    let bad = Batch::new("Bad").with(set(&person(1), 1, "name", "X")).with(set(&roster(), 77, "name", "Y"));
    world.ask(1, Ask::Commit(bad));
    let after = world.ask(1, rename("size", "7"));
    world.settle();
    world.disk.full = false;
    world.settle_with_ticks(5);
    assert_eq!(world.tabs[&1].replies[&good], Reply::Done);
    assert_eq!(world.tabs[&1].replies[&also], Reply::Done);
    assert_eq!(world.tabs[&1].replies[&after], Reply::Done);
    let rows = world.disk.all();
    let stands = (field(&rows, 1, "name"), field(&rows, 1, "team"), field(&rows, 1, "size"));
    assert_eq!(stands, ("Anna".into(), "Bridge".into(), "7".into()));
    world.check(1);
}

#[test]
fn s_4_a_request_repeated_before_it_is_on_disk_is_not_answered_either() {
    let mut world = World::new();
    world.tab(1);
    world.disk.full = true;
    let ask = Ask::Commit(two_people());
    let id = world.ask(1, ask.clone());
    world.settle();
    let client = world.tabs[&1].client;
    world.input(Input::Request { client, request: engine::message::Request { id, ask } });
    world.settle();
    assert_eq!(world.tabs[&1].replies.get(&id), None);
}

#[test]
fn s_4_a_request_that_is_repeated_is_answered_again_and_not_done_again() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let batch = Batch::new("Write").with(text(&person(1), 1, "", "one "));
    let id = world.ask(1, Ask::Commit(batch.clone()));
    let client = world.tabs[&1].client;
    let request = engine::message::Request { id, ask: Ask::Commit(batch) };
    // Once while it is on its way to disk, once after.
    world.input(Input::Request { client, request: request.clone() });
    world.settle();
    world.tabs.get_mut(&1).unwrap().replies.clear();
    let writes = world.disk.writes;
    world.input(Input::Request { client, request });
    world.settle();
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    assert_eq!(world.disk.writes, writes);
    assert_eq!(field(&world.disk.all(), 1, "notes"), "one ");
}

#[test]
fn s_4_a_refusal_stays_a_refusal_when_it_is_repeated_to_a_new_leader() {
    let mut world = World::new();
    world.tab(1);
    let bad = Ask::Commit(Batch::new("Bad").with(set(&roster(), 5, "name", "X")));
    let id = world.ask(1, bad.clone());
    world.settle();
    world.commit(1, Batch::new("Add").with(create(&roster(), 5, "Five")));
    // The refusal was lost on the way: the tab asks again, and the record exists by now.
    world.tabs.get_mut(&1).unwrap().open.insert(id, bad);
    world.tabs.get_mut(&1).unwrap().replies.clear();
    world.take_over();
    world.settle();
    assert!(matches!(world.tabs[&1].replies[&id], Reply::Refused(_)));
    assert_eq!(field(&world.disk.all(), 5, "name"), "Five");
}

#[test]
fn s_5_what_is_asked_while_a_write_is_under_way_shares_the_next_in_order() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    world.written.clear();
    for number in 0..20 {
        world.ask(
            1,
            Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", &format!("Ana {number}")))),
        );
    }
    world.settle();
    assert_eq!(world.written.len(), 2, "the first alone, all others together");
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana 19");
    assert!(world.tabs[&1].open.is_empty());
    world.check(1);
}

#[test]
fn s_6_a_write_that_fails_is_kept_shown_and_tried_again_until_it_works() {
    let mut world = World::new();
    world.tab(1);
    world.tab(2);
    let next = world.disk.writes;
    world.disk.faults = (next..next + 3).map(|write| (write, Fault::Fails)).collect();
    let id = world.ask(1, Ask::Commit(two_people()));
    world.settle();
    let trouble = |world: &World, tab: u8| {
        let events = world.tabs[&tab].events.iter().rev();
        events.clone().find_map(|event| match event {
            Event::Trouble(problem) => Some(problem.clone()),
            _ => None,
        })
    };
    assert!(matches!(trouble(&world, 2), Some(Some(problem)) if problem.what == "The disk is full."));
    let mut waits = Vec::new();
    for _ in 0..3 {
        waits.append(&mut world.waits);
        world.input(Input::Tick);
        world.settle();
    }
    assert_eq!(waits, [500, 1000, 2000], "longer each time");
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    assert_eq!(trouble(&world, 2), Some(None));
    world.check(1);
    world.check(2);
}

#[test]
fn s_6_a_read_that_fails_is_tried_again_and_the_commit_waits_for_it() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    world.take_over();
    world.settle();
    world.disk.failing_reads = 2;
    let id = world.ask(1, Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", "Anna"))));
    world.settle_with_ticks(5);
    assert_eq!(world.tabs[&1].replies[&id], Reply::Done);
    assert_eq!(
        world.tabs[&1].events.last(),
        Some(&Event::Undoable { undo: Some("Rename".into()), redo: None })
    );
    assert!(world.tabs[&1].events.contains(&Event::Trouble(None)));
    world.check(1);
}

#[test]
fn an_edit_that_changes_nothing_is_done_and_is_no_step_of_undo() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let heads = world.disk.documents()[&person(1)].heads();
    world.commit(1, Batch::new("Same").with(set(&person(1), 1, "name", "Ana")));
    assert_eq!(world.disk.documents()[&person(1)].heads(), heads);
    assert_eq!(world.tabs[&1].undoable(), (Some("Add"), None));
}

#[test]
fn the_history_of_a_record_is_told_and_a_version_of_it_restored() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let then = world.now;
    world.now += 60_000;
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    world.take_over();
    let about = (person(1), record(1));
    let Some(Reply::History(versions)) =
        world.tell(1, Ask::History { document: about.0.clone(), record: about.1 })
    else {
        panic!("no history")
    };
    let labels: Vec<&str> = versions.iter().map(|past| past.version.label.as_str()).collect();
    assert_eq!(labels, ["Rename", "Add"]);
    let at = kernel::Timestamp::from_millis(then + 1_000);
    let Some(Reply::Row(Some(row))) =
        world.tell(1, Ask::AsOf { document: about.0.clone(), record: about.1, at })
    else {
        panic!("no row")
    };
    assert_eq!(row.fields["name"], "Ana".into());
    let heads = versions[1].version.heads.clone();
    let reply = world.tell(1, Ask::Restore { document: about.0, record: about.1, heads });
    assert_eq!(reply, Some(Reply::Done));
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    assert_eq!(world.tabs[&1].undoable().0, Some("Restore an earlier version"));
    world.check(1);
}
