//! Things come in whatever order, and the user is served first.

use document::Batch;
use engine::{
    Input,
    message::{Ask, Phase, Reply, Request, Role},
    storage::Store,
};
use protocol::{AudienceName, Message};

use super::stories::two;
use crate::world::{create, field, names, person, roster, set};

#[test]
fn y_13_changes_whose_causes_are_missing_wait_and_are_taken_in_with_them_also_after_a_restart() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.connect(2, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.commit(1, Batch::new("Rename").with(set(&roster(), 5, "name", "Evi")));
    // The relay keeps back what Alice wrote last.
    let alice = (AudienceName::Everyone.id(net.me(0).workspace), net.me(0).device);
    let held = net.relay.kept.envelopes.get_mut(&alice).unwrap().pop().unwrap();
    net.connect(0, false);
    net.connect(1, false);
    net.connect(2, true);
    net.rest();
    assert_eq!(field(&net.devices[2].tab.rows, 5, "name"), "");
    assert_eq!(net.devices[2].disk.count(Store::Meta, "waiting|"), 1);
    let bob = net.me(1).device;
    assert_eq!(net.frontier(2, alice.0)[&bob], net.frontier(1, alice.0)[&bob], "it is stored all the same");

    net.restart(2);
    net.relay.kept.envelopes.get_mut(&alice).unwrap().push(held);
    net.rest();
    assert_eq!(field(&net.devices[2].tab.rows, 5, "name"), "Evi");
    assert_eq!(net.devices[2].disk.count(Store::Meta, "waiting|"), 0);
    net.devices[2].disk.check();
}

#[test]
fn y_25_what_the_user_asks_is_done_before_what_others_sent() {
    let mut net = two(Role::Manager);
    net.connect(1, false);
    for number in 0..30 {
        net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    // Bob's machine starts anew: no document is in memory, so whatever is done first is read for.
    net.restart(1);
    net.settle();
    let chain = (AudienceName::Everyone.id(net.me(0).workspace), net.me(0).device);
    let items = net.relay.kept.envelopes[&chain].iter().map(|(_, bytes)| bytes.clone()).collect();
    net.connect(1, true);
    let is_open = |phase| matches!(phase, Phase::Same | Phase::Exchanging { .. });
    while !net.devices[1].sharing.paths.iter().any(|path| is_open(path.phase)) {
        net.step(1);
        for conn in net.wires.keys().copied().collect::<Vec<_>>() {
            net.deliver_up(conn);
            net.deliver_down(conn);
        }
    }
    net.inject(1, Message::Envelopes(items).encode());
    let client = net.devices[1].tab.client;
    let ask = Ask::Commit(Batch::new("Title").with(set(&roster(), 1, "title", "Captain")));
    net.input(1, Input::Request { client, request: Request { id: 900, ask } });
    while !net.devices[1].tab.replies.contains_key(&900) {
        assert!(net.step(1));
    }
    assert_eq!(net.devices[1].tab.replies[&900], Reply::Done);
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana 29");
    assert!(names(&net.devices[0].disk).contains("Ana 29"));
}

#[test]
fn y_15_equal_frontiers_are_equal_documents_whatever_the_order() {
    let mut net = two(Role::Manager);
    for round in 0..6 {
        net.connect(round % 2, false);
        net.commit(0, Batch::new("Name").with(set(&roster(), 1, "name", &format!("A {round}"))));
        net.commit(1, Batch::new("Name").with(set(&roster(), 1, "name", &format!("B {round}"))));
        net.connect(round % 2, true);
        net.rest();
        let audience = AudienceName::Everyone.id(net.me(0).workspace);
        assert_eq!(net.frontier(0, audience), net.frontier(1, audience));
        assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
        assert_eq!(net.devices[0].disk.all(), net.devices[1].disk.all());
    }
}

#[test]
fn y_25_what_came_for_more_documents_than_fit_into_memory_is_taken_in() {
    let mut net = two(Role::Manager);
    let documents = 100;
    for number in 0..documents {
        net.commit(0, Batch::new("Add").with(create(&person(number), number, "Somebody")));
    }
    net.connect(1, false);
    for number in 0..documents {
        net.commit(0, Batch::new("Rename").with(set(&person(number), number, "name", "Somebody else")));
    }
    net.restart(1);
    net.connect(1, true);
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    assert_eq!(net.heads(1, "everyone").len(), usize::from(documents) + 1);
    net.devices[1].disk.check();
}
