//! Leaders come and go: a frozen one cannot write any more, and identity is made once.

use document::Batch;
use engine::{
    Input,
    message::{Ask, Reply, Request},
    storage::{Store, TENURE},
};

use crate::world::{Disk, World, create, field, names, person, roster, set};

#[test]
fn s_7_a_leader_that_was_replaced_while_frozen_writes_nothing_and_steps_down() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    // The old leader freezes with a rename in hand; a new one starts and is asked again.
    world.lead();
    world.settle();
    let rename = Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    let client = world.tabs[&1].client;
    let stale =
        Request { id: 99, ask: Ask::Commit(Batch::new("Old").with(set(&person(1), 1, "name", "Old"))) };
    world.input_to(0, Input::Request { client, request: stale });
    assert_eq!(world.tell(1, rename), Some(Reply::Done));
    world.settle();
    assert!(world.deposed);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    assert!(!world.tabs[&1].replies.contains_key(&99), "nothing false is acknowledged");
    // And it never says anything again.
    world.input_to(0, Input::Tick);
    world.disk.check();
}

#[test]
fn s_7_of_two_leaders_that_start_on_an_empty_disk_one_wins_and_there_is_one_identity() {
    let mut world = World::new();
    world.lead();
    world.settle();
    assert!(world.deposed);
    assert_eq!(world.disk.count(Store::Meta, "identity"), 1);
    assert_eq!(world.disk.read(Store::Meta, TENURE)[0].1, 1_u64.to_be_bytes());
}

#[test]
fn s_8_the_identity_is_made_once_and_survives() {
    let mut world = World::new();
    let Some(Reply::Welcome(first)) = world.tell(1, Ask::Open { have: Vec::new() }) else { panic!() };
    world.reboot();
    let Some(Reply::Welcome(second)) = world.tell(1, Ask::Open { have: Vec::new() }) else { panic!() };
    assert_eq!(first, second);
}

#[test]
fn s_8_over_an_identity_that_cannot_be_read_nothing_is_answered_and_nothing_written() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    let good = world.disk.rows.clone();
    let identity = (Store::Meta, "identity".to_owned());
    // A later version, in a form of its own: with our checksum it would be a wrong bit.
    let mut newer = good[&identity].clone();
    newer[0] = 2;
    for (bytes, says) in [(Some(newer), "newer"), (Some(vec![1, 2]), "cannot be read"), (None, "missing")] {
        let mut rows = good.clone();
        match bytes {
            Some(bytes) => rows.insert(identity.clone(), bytes),
            None => rows.remove(&identity),
        };
        let mut world = World::on(Disk { rows: rows.clone(), ..Disk::default() });
        let early = world.ask(1, Ask::Open { have: Vec::new() });
        world.settle();
        let late = world.ask(1, Ask::Commit(Batch::new("X").with(set(&roster(), 1, "name", "X"))));
        world.settle();
        for id in [early, late] {
            let reply = &world.tabs[&1].replies[&id];
            assert!(matches!(reply, Reply::Refused(problem) if problem.what.contains(says)), "{reply:?}");
        }
        assert_eq!(world.disk.rows, rows);
    }
}

#[test]
fn two_tabs_see_what_the_other_does_and_one_goes_on_when_the_other_closes() {
    let mut world = World::new();
    world.tab(1);
    world.tab(2);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    world.commit(2, Batch::new("Add").with(create(&roster(), 2, "Ben")));
    let client = world.tabs[&1].client;
    world.input(Input::Gone { client });
    world.commit(2, Batch::new("Add").with(create(&roster(), 3, "Cem")));
    world.check(2);
    assert_eq!(names(&world.disk).len(), 3);
    assert_eq!(world.tabs[&1].rows.len(), 2, "a closed tab is told nothing any more");
}

#[test]
fn what_a_closed_tab_had_asked_to_be_done_is_done() {
    let mut world = World::new();
    world.tab(1);
    world.ask(1, Ask::Commit(Batch::new("Add").with(create(&roster(), 1, "Ana"))));
    let client = world.tabs[&1].client;
    world.input(Input::Gone { client });
    world.settle();
    assert_eq!(names(&world.disk).len(), 1);
}

#[test]
fn s_21_a_page_that_is_silent_for_a_week_is_forgotten_at_the_next_start() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    world.now += 6 * 24 * 60 * 60 * 1000;
    world.reboot();
    world.settle();
    assert_eq!(world.disk.count(Store::Ledger, ""), 1);
    world.now += 2 * 24 * 60 * 60 * 1000;
    world.reboot();
    world.settle();
    assert_eq!(world.disk.count(Store::Ledger, ""), 0);
}
