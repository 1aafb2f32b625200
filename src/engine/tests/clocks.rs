//! Clocks that are years wrong, go backwards or stand still: order, history and what was acknowledged
//! do not hang on them (S-32).

use document::{Batch, DocumentKey};
use engine::message::{Ask, Reply, Role};

use crate::{
    sync::stories::two,
    world::{World, create, field, person, record, roster, set, text},
};

const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;

fn labels(reply: Option<Reply>) -> Vec<String> {
    let Some(Reply::History(versions)) = reply else { panic!("{reply:?}") };
    versions.into_iter().map(|past| past.version.label).collect()
}

fn history(document: DocumentKey, number: u8) -> Ask {
    Ask::History { document, record: record(number) }
}

/// Jumps of the clock: years ahead, far back, to before 1970, and still.
const JUMPS: [i64; 6] = [14 * YEAR, -30 * YEAR, -40 * YEAR, 40 * YEAR, 16 * YEAR, -7];

#[test]
fn s_32_what_was_done_later_stands_and_is_told_as_later_whatever_the_clock_says() {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let mut expected = vec!["Add".to_owned()];
    for (number, jump) in JUMPS.into_iter().enumerate() {
        world.now += jump;
        let step = format!("Step {number}");
        world.commit(1, Batch::new(step.clone()).with(set(&person(1), 1, "step", &number.to_string())));
        expected.insert(0, step);
        assert_eq!(field(&world.disk.all(), 1, "step"), number.to_string());
        if number % 2 == 1 {
            world.reboot();
            world.tab(1);
        }
    }
    assert_eq!(labels(world.tell(1, history(person(1), 1))), expected);
    // Taking back takes back what was done last, not what is dated last.
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    assert_eq!(field(&world.disk.all(), 1, "step"), "4");
    // Compaction and a new start change nothing of it.
    world.commit(1, Batch::new("Add").with(create(&roster(), 2, "Harbour")));
    for number in 0..40 {
        world.now -= YEAR / 10;
        world.commit(1, Batch::new("More").with(set(&roster(), 2, "more", &number.to_string())));
    }
    world.settle_with_ticks(4);
    world.reboot();
    world.tab(1);
    let told = labels(world.tell(1, history(person(1), 1)));
    assert_eq!(told[1..], expected);
    world.check(1);
}

#[test]
fn s_32_a_clock_that_jumps_between_two_leaders_doubles_and_drops_nothing() {
    for jump in JUMPS {
        let mut world = World::new();
        world.tab(1);
        let both = Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&roster(), 3, "Harbour"));
        world.commit(1, both);
        let draft = |base: &str, typed: &str| {
            let (document, record, field) = (person(1), record(1), "notes".to_owned());
            Ask::Draft { document, record, field, base: base.into(), text: typed.into(), line: false }
        };
        assert_eq!(world.tell(1, draft("", "Typed")), Some(Reply::Done));
        // Written, and the leader is gone before it could say so.
        let id = world.ask(1, Ask::Commit(Batch::new("Write").with(text(&roster(), 3, "", "Once. "))));
        let more =
            world.ask(1, Ask::Commit(Batch::new("More").with(text(&roster(), 3, "Once. ", "Once. Twice. "))));
        world.step();
        world.now += jump;
        world.take_over();
        world.settle_with_ticks(4);
        for id in [id, more] {
            assert_eq!(world.tabs[&1].replies.get(&id), Some(&Reply::Done), "{jump}");
        }
        assert_eq!(field(&world.disk.all(), 3, "notes"), "Once. Twice. ", "{jump}");
        assert_eq!(field(&world.disk.all(), 1, "notes"), "Typed", "{jump}: typing came back");
        world.check(1);
    }
}

#[test]
fn s_32_two_whose_clocks_are_decades_apart_have_the_same_and_the_later_word_stands() {
    for skew in [60 * YEAR, -40 * YEAR] {
        let mut net = two(Role::Manager);
        net.devices[1].skew = skew;
        for number in 0..6 {
            let device = number % 2;
            let batch = Batch::new(format!("Step {number}"));
            net.commit(device, batch.with(set(&roster(), 1, "title", &number.to_string())));
            net.rest();
        }
        for device in 0..2 {
            assert_eq!(field(&net.devices[device].tab.rows, 1, "title"), "5", "who wrote last, last");
            let told = labels(Some(net.tell(device, history(roster(), 1))));
            let expected: Vec<String> = (0..6).rev().map(|number| format!("Step {number}")).collect();
            assert_eq!(told[..6], expected, "{skew} at {device}");
        }
        // Apart, both write; each has the other's afterwards, and both the same.
        for device in 0..2 {
            net.connect(device, false);
            net.commit(device, Batch::new("Apart").with(create(&roster(), 20 + device as u8, "Apart")));
        }
        net.devices[1].skew = -skew;
        for device in 0..2 {
            net.restart(device);
            net.connect(device, true);
        }
        net.rest();
        assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
        for device in 0..2 {
            let rows = &net.devices[device].tab.rows;
            assert!(rows.contains_key(&record(20)) && rows.contains_key(&record(21)));
            net.devices[device].disk.check();
        }
    }
}
