//! What others wrote is shown while it is on its way to the disk (Y-101), and what is written here leaves as soon as it is
//! on it (Y-4).

use document::Batch;
use engine::{
    Effect,
    message::{Ask, Reply, Role},
    storage::Store,
};
use protocol::Message;

use super::{net::Net, stories::two};
use crate::world::{Fault, field, roster, set};

/// Bob's next writes fail.
fn failing(net: &mut Net, writes: usize) {
    let next = net.devices[1].disk.writes;
    net.devices[1].disk.faults.extend((next..next + writes).map(|write| (write, Fault::Fails)));
}

fn rename(to: &str) -> Batch {
    Batch::new("Rename").with(set(&roster(), 1, "name", to))
}

/// What Bob is shown, and what his disk has.
fn name(net: &Net) -> (String, String) {
    let bob = &net.devices[1];
    (field(&bob.tab.rows, 1, "name"), field(&bob.disk.all(), 1, "name"))
}

fn both(name: &str) -> (String, String) {
    (name.to_owned(), name.to_owned())
}

/// Alice's edit gets as far as to Bob, whose disk does nothing meanwhile.
fn brought(net: &mut Net, batch: Batch) {
    net.ask(0, Ask::Commit(batch));
    loop {
        let mut went_on = net.step(0);
        for conn in net.wires.keys().copied().collect::<Vec<_>>() {
            went_on |= net.deliver_up(conn) || net.deliver_down(conn);
        }
        if !went_on {
            return;
        }
    }
}

/// Bob's worker says what it has to say; his disk does nothing.
fn say(net: &mut Net) {
    while net.devices[1].wants.iter().any(|want| !matches!(want, Effect::Read { .. } | Effect::Write { .. }))
    {
        net.step(1);
    }
}

#[test]
fn y_101_what_others_wrote_is_shown_while_it_is_written_and_acknowledged_when_it_is() {
    let mut net = two(Role::Manager);
    net.rest();
    brought(&mut net, rename("Anne"));
    let before = net.sent.len();
    say(&mut net);
    assert_eq!(name(&net), ("Anne".to_owned(), "Ana".to_owned()));
    assert_eq!(net.sent.len(), before, "nothing is said to be here");
    net.settle();
    assert_eq!(name(&net), both("Anne"));
    let is_durable = |bytes: &Vec<u8>| matches!(Message::decode(bytes), Ok(Message::Durable { .. }));
    assert!(net.sent[before..].iter().any(is_durable));
}

#[test]
fn y_101_s_2_with_what_is_written_here_and_on_its_way_it_is_shown_together() {
    let mut net = two(Role::Manager);
    net.rest();
    let id = net.ask(1, Ask::Commit(Batch::new("Title").with(set(&roster(), 1, "title", "Captain"))));
    brought(&mut net, rename("Anne"));
    say(&mut net);
    assert_eq!(name(&net).0, "Ana");
    assert_eq!(net.devices[1].tab.replies.get(&id), None);
    net.settle();
    assert_eq!(net.devices[1].tab.replies.get(&id), Some(&Reply::Done));
    assert_eq!(name(&net), both("Anne"));
    assert_eq!(field(&net.devices[0].tab.rows, 1, "title"), "Captain");
}

#[test]
fn y_101_what_was_written_here_upon_what_was_shown_is_written_after_it() {
    let mut net = two(Role::Manager);
    net.rest();
    brought(&mut net, rename("Anne"));
    say(&mut net);
    // Bob changes what he sees, and his machine stops before that is on the disk.
    net.ask(1, Ask::Commit(rename("Annette")));
    net.step(1);
    assert_eq!(name(&net).1, "Anne");
    net.restart(1);
    net.settle();
    assert_eq!(name(&net), both("Anne"));
}

#[test]
fn y_101_where_the_machine_stops_before_it_is_written_it_comes_again() {
    let mut net = two(Role::Manager);
    net.rest();
    let next = net.devices[1].disk.writes;
    net.devices[1].disk.faults.insert(next, Fault::StopsBefore);
    net.commit(0, rename("Anne"));
    assert!(net.devices[1].is_stopped());
    assert_eq!(name(&net), ("Anne".to_owned(), "Ana".to_owned()));
    // The page is still there: it tells the next leader what it shows.
    let have = net.devices[1].tab.heads.clone().into_iter().collect();
    net.stop(1);
    let seed = net.seed;
    net.devices[1].start(seed);
    net.connect(1, false);
    net.ask(1, Ask::Open { have });
    net.settle();
    assert_eq!(name(&net), both("Ana"));
    net.connect(1, true);
    net.rest();
    assert_eq!(name(&net), both("Anne"));
    assert!(net.devices[0].sharing.aside.is_empty() && net.devices[1].sharing.aside.is_empty());
}

#[test]
fn y_101_a_page_that_comes_meanwhile_begins_with_what_is_on_disk_and_hears_of_it_then() {
    let mut net = two(Role::Manager);
    net.rest();
    failing(&mut net, 1);
    net.commit(0, rename("Anne"));
    net.open(1);
    net.settle();
    assert_eq!(name(&net), both("Ana"));
    net.rest();
    assert_eq!(name(&net), both("Anne"));
}

#[test]
fn y_101_s_27_what_the_disk_never_takes_is_taken_back_and_not_shown_again_until_it_takes_something() {
    let mut net = two(Role::Manager);
    net.rest();
    failing(&mut net, 1_000);
    net.commit(0, rename("Anne"));
    assert_eq!(name(&net), ("Anne".to_owned(), "Ana".to_owned()));
    net.rest();
    net.rest();
    assert_eq!(name(&net), both("Ana"));
    net.commit(0, rename("Annette"));
    assert_eq!(name(&net), both("Ana"));
    net.devices[1].disk.faults.clear();
    net.rest();
    assert_eq!(name(&net), both("Annette"));
    net.commit(0, rename("Anna"));
    assert_eq!(name(&net), both("Anna"));
}

#[test]
fn y_4_what_was_just_written_is_sent_without_being_read_again() {
    let mut net = two(Role::Manager);
    net.rest();
    let reads = |net: &Net| {
        let wants = net.devices[0].wants.iter();
        wants.filter(|want| matches!(want, Effect::Read { store: Store::Envelopes, .. })).count()
    };
    net.ask(0, Ask::Commit(rename("Anne")));
    let before = net.sent.len();
    // Nothing has left while the write is under way.
    assert!(net.devices[0].wants.iter().any(|want| matches!(want, Effect::Write { .. })));
    while net.step(0) {
        assert_eq!(reads(&net), 0);
    }
    let is_envelopes = |bytes: &Vec<u8>| matches!(Message::decode(bytes), Ok(Message::Envelopes(_)));
    assert_eq!(net.sent[before..].iter().filter(|bytes| is_envelopes(bytes)).count(), 1);
    net.rest();
    assert_eq!(name(&net), both("Anne"));
}
