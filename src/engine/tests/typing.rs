//! Alice types: the text is on disk every second, and comes back once after a crash.

use document::Batch;
use engine::{
    message::{Ask, Event, Reply},
    storage::{Durability, Store},
};

use crate::world::{World, create, field, record, roster, set, text};

fn draft(base: &str, text: &str) -> Ask {
    let (document, record, field) = (roster(), record(1), "notes".to_owned());
    Ask::Draft { document, record, field, base: base.into(), text: text.into(), line: false }
}

fn with_ana() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    world
}

fn recovered(world: &World, tab: u8) -> usize {
    world.tabs[&tab].events.iter().filter(|event| matches!(event, Event::Recovered { .. })).count()
}

#[test]
fn s_14_a_draft_is_on_disk_when_it_is_answered_and_waits_for_no_flush_of_the_drive() {
    let mut world = with_ana();
    assert_eq!(world.tell(1, draft("", "Likes tea")), Some(Reply::Done));
    assert_eq!(world.disk.count(Store::Journal, ""), 1);
    assert_eq!(world.written.last().unwrap().durability, Durability::Relaxed);
    assert_eq!(field(&world.disk.all(), 1, "notes"), "", "it is no change yet");
}

#[test]
fn s_14_the_commit_of_a_field_takes_its_draft_out_in_the_same_transaction() {
    let mut world = with_ana();
    world.tell(1, draft("", "Likes tea"));
    world.written.clear();
    world.commit(1, Batch::new("Other field").with(set(&roster(), 1, "team", "Bridge")));
    assert_eq!(world.disk.count(Store::Journal, ""), 1, "another field's commit leaves it");
    world.commit(1, Batch::new("Write").with(text(&roster(), 1, "", "Likes tea.")));
    assert_eq!(world.disk.count(Store::Journal, ""), 0);
    assert_eq!(world.written.len(), 2);
}

#[test]
fn s_15_after_a_crash_the_text_is_put_back_once_and_said_so() {
    let mut world = with_ana();
    world.tell(1, draft("", "Likes tea"));
    for crash in 0..2 {
        world.reboot();
        world.tab(1);
        assert_eq!(field(&world.disk.all(), 1, "notes"), "Likes tea");
        assert_eq!(world.disk.count(Store::Journal, ""), 0);
        assert_eq!(recovered(&world, 1), 1 - crash);
        assert_eq!(world.tabs[&1].undoable().0, Some("Recovered typing"));
        world.check(1);
    }
}

#[test]
fn s_15_text_put_back_merges_with_what_another_wrote_meanwhile() {
    let mut world = with_ana();
    world.tab(2);
    world.commit(1, Batch::new("Write").with(text(&roster(), 1, "", "Likes tea.")));
    world.tell(1, draft("Likes tea.", "Likes green tea."));
    world.commit(2, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    // The second tab's commit of the same field takes the draft out; the first keeps typing.
    world.commit(2, Batch::new("Write").with(text(&roster(), 1, "Likes tea.", "Likes tea. And cake.")));
    world.tell(1, draft("Likes tea.", "Likes green tea."));
    world.reboot();
    world.tab(1);
    assert_eq!(field(&world.disk.all(), 1, "notes"), "Likes green tea. And cake.");
}

#[test]
fn s_15_a_tab_that_lives_on_when_its_leader_dies_goes_on_typing_and_nothing_is_doubled() {
    let mut world = with_ana();
    world.commit(1, Batch::new("Write").with(text(&roster(), 1, "", "one two three")));
    world.tell(1, draft("one two three", "two three four"));
    world.take_over();
    world.settle();
    assert_eq!(field(&world.disk.all(), 1, "notes"), "two three four");
    // The tab still names the text it started from; before it commits, the leader dies again.
    world.tell(1, draft("one two three", "two four five"));
    world.take_over();
    world.settle();
    assert_eq!(field(&world.disk.all(), 1, "notes"), "two four five");
    let reply = world.tell(
        1,
        Ask::Commit(Batch::new("Write").with(text(&roster(), 1, "two three four", "two four five six"))),
    );
    assert_eq!(reply, Some(Reply::Done));
    assert_eq!(field(&world.disk.all(), 1, "notes"), "two four five six");
    world.check(1);
}

#[test]
fn a_draft_of_a_line_is_put_back_as_a_line() {
    // Of one that holds something, and of one that is empty.
    for (field, base, text) in [("name", "Ana", "Ana Maria"), ("location", "", "Lisbon")] {
        let mut world = with_ana();
        let (document, record) = (roster(), record(1));
        let (base, text) = (base.to_owned(), text.to_owned());
        world.tell(
            1,
            Ask::Draft { document, record, field: field.into(), base, text: text.clone(), line: true },
        );
        world.reboot();
        world.tab(1);
        assert_eq!(world.disk.all()[&record].fields[field], text.as_str().into());
    }
}

#[test]
fn a_draft_that_fits_nowhere_is_kept_for_a_week() {
    let mut world = World::new();
    world.tab(1);
    world.tell(1, draft("", "Of a record that never came to be"));
    for (days, left) in [(1, 1), (5, 1), (3, 0)] {
        world.now += days * 24 * 60 * 60 * 1000;
        world.reboot();
        world.tab(1);
        assert_eq!(world.disk.count(Store::Journal, ""), left, "after {days} more days");
    }
}
