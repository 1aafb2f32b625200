//! What comes is hostile: forged, foreign, replayed, truncated, out of turn, too much.

use document::Batch;
use engine::{
    message::{Role, Share},
    storage::Store,
};
use kernel::{DeviceId, MemberId};
use protocol::{AudienceName, Frontier, Hash, Item, Message, Position, limits};

use super::{
    forge::{Forger, change, hand},
    net::Net,
    stories::two,
};
use crate::world::{create, field, names, person, roster, set};

/// What must stay the same on a disk that is told lies.
fn state(net: &Net, device: usize) -> Vec<(Store, String)> {
    let rows = &net.devices[device].disk.rows;
    let lasting = |store: Store| matches!(store, Store::Chunks | Store::Envelopes | Store::Operations);
    rows.keys().filter(|(store, _)| lasting(*store)).cloned().collect()
}

#[test]
fn y_7_bytes_that_are_no_message_end_the_link_and_change_nothing() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    let good: Vec<Vec<u8>> =
        net.relay.kept.envelopes.values().flatten().map(|(_, bytes)| bytes.clone()).collect();
    let good = Message::Envelopes(good).encode();
    let before = state(&net, 1);
    let mut frames: Vec<Vec<u8>> =
        vec![Vec::new(), vec![0; 40], vec![0xff; 4096], vec![1; limits::MAX_FRAME + 1]];
    frames.extend((0..good.len()).step_by(101).map(|cut| good[..cut].to_vec()));
    frames.push(Message::Proof { signature: protocol::Signature([0; 64]) }.encode());
    frames.push(Message::Challenge { nonce: [0; 32] }.encode());
    frames.push(Message::Envelopes(vec![vec![1, 2, 3]]).encode());
    frames.push(Message::Operations(vec![vec![1, 2, 3]]).encode());
    for frame in frames {
        let wires: Vec<u64> = net.wires.keys().copied().collect();
        net.inject(1, frame);
        net.settle();
        assert!(net.wires.len() < wires.len(), "the link was ended");
        assert_eq!(state(&net, 1), before);
        net.rest();
        assert_eq!(net.wires.len(), wires.len(), "and is made again");
    }
    net.commit(0, Batch::new("Add").with(create(&roster(), 6, "Finn")));
    assert_eq!(field(&net.devices[1].tab.rows, 6, "name"), "Finn");
}

#[test]
fn y_8_what_is_forged_foreign_or_here_already_changes_nothing() {
    let mut net = two(Role::Manager);
    net.commit(1, Batch::new("Add").with(create(&person(1), 5, "Eva")));
    let before = state(&net, 0);
    let mut forger = Forger::of(&net, 1);
    let good = forger.own_change(7);
    let mut signature = good.clone();
    signature.signature.0[3] ^= 1;
    let mut content = good.clone();
    content.ciphertext[3] ^= 1;
    let mut foreign = good.clone();
    foreign.header.workspace = kernel::WorkspaceId::from_bytes([3; 16]);
    for lie in [&signature, &content, &foreign] {
        hand(&mut net, 0, &[lie]);
        net.settle();
        assert_eq!(state(&net, 0), before);
    }
    let me = net.me(1);
    let audience = AudienceName::Everyone.id(me.workspace);
    for number in 1..=net.frontier(1, audience)[&me.device] {
        let old = net.envelope(1, audience, me.device, number).unwrap();
        let Item::Whole(old) = old else { panic!() };
        hand(&mut net, 0, &[&old, &old]);
    }
    net.settle();
    assert_eq!(state(&net, 0), before);
    hand(&mut net, 0, &[&good]);
    net.settle();
    assert!(names(&net.devices[0].disk).contains("Forged"), "the forger's keys were good");
}

#[test]
fn y_9_y_17_two_envelopes_with_one_number_are_a_fork_and_the_second_is_set_aside_and_shown() {
    let mut net = two(Role::Manager);
    let (mut one, mut other) = (Forger::of(&net, 1), Forger::of(&net, 1));
    let (first, second) = (one.own_change(7), other.own_change(8));
    hand(&mut net, 0, &[&first]);
    net.settle();
    let before = state(&net, 0);
    let after_second = other.own_change(9);
    hand(&mut net, 0, &[&second]);
    hand(&mut net, 0, &[&after_second]);
    net.settle();
    assert_eq!(state(&net, 0), before);
    let aside = &net.devices[0].sharing.aside[0];
    assert_eq!((aside.device, aside.times), (net.me(1).device, 2));
    assert!(aside.problem.what.contains("something else"), "{aside:?}");
    // It is still known after a restart.
    net.restart(0);
    net.settle();
    assert_eq!(net.devices[0].sharing.aside.len(), 1);
}

#[test]
fn y_10_what_a_viewer_with_a_patched_client_writes_is_set_aside_and_shown() {
    let mut net = two(Role::Viewer);
    let forged = Forger::of(&net, 1).own_change(7);
    let before = state(&net, 0);
    hand(&mut net, 0, &[&forged]);
    net.settle();
    assert_eq!(state(&net, 0), before);
    assert!(net.devices[0].sharing.aside[0].problem.what.contains("may only read"));
}

#[test]
fn y_10_what_a_removed_device_writes_beyond_what_was_known_is_set_aside_and_shown() {
    let mut net = two(Role::Manager);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    let mut forger = Forger::of(&net, 1);
    net.done(0, Share::RemoveMember(net.me(1).member));
    let before = state(&net, 0);
    hand(&mut net, 0, &[&forger.own_change(7)]);
    net.settle();
    assert_eq!(state(&net, 0), before);
    assert_eq!(net.devices[0].sharing.aside[0].device, net.me(1).device);
    assert!(names(&net.devices[0].disk).contains("Eva"), "what was known stays");
}

#[test]
fn y_11_an_envelope_with_changes_of_somebody_else_is_set_aside_and_the_chain_goes_on() {
    let mut net = two(Role::Manager);
    let (alice, bob) = (net.me(0), net.me(1));
    let mut forger = Forger::of(&net, 1);
    let in_her_name = change(&roster(), bob.device, alice.member, 7);
    let on_her_device = change(&roster(), alice.device, alice.member, 7);
    let of_nobody = change(&roster(), bob.device, MemberId::from_bytes([1; 16]), 7);
    let lies = [
        forger.next("everyone/area/roster", in_her_name),
        forger.next("everyone/area/roster", on_her_device),
        forger.next("everyone/area/roster", of_nobody),
        forger.next("everyone/area/roster", b"no changes".to_vec()),
        forger.next("nothing", change(&roster(), bob.device, bob.member, 7)),
        forger.next(&format!("only-{}/index", alice.member), change(&roster(), bob.device, bob.member, 7)),
        forger.next("everyone/index", change(&roster(), bob.device, bob.member, 7)),
    ];
    let heads = net.heads(0, "");
    let mut told = 0;
    for lie in &lies {
        hand(&mut net, 0, &[lie]);
        net.settle();
        let aside = &net.devices[0].sharing.aside;
        // Changes to another document than they are said to be for wait for what never comes.
        told += u64::from(lie != &lies[6]);
        assert_eq!(aside.first().map_or(0, |aside| aside.times), told);
        assert_eq!(net.heads(0, ""), heads);
    }
    hand(&mut net, 0, &[&forger.own_change(8)]);
    net.settle();
    assert!(names(&net.devices[0].disk).contains("Forged"));
}

#[test]
fn y_18_a_gap_is_asked_for_and_then_reported() {
    let mut net = two(Role::Manager);
    let mut forger = Forger::of(&net, 1);
    forger.skip();
    let late = forger.own_change(8);
    let before = state(&net, 0);
    for _ in 0..3 {
        hand(&mut net, 0, &[&late]);
        net.settle();
    }
    assert_eq!(state(&net, 0), before);
    let problem = net.devices[0].sharing.paths[0].problem.clone().unwrap();
    assert!(problem.what.contains("Member 1") && problem.what.contains("missing"), "{problem}");
}

#[test]
fn y_26_a_link_that_sends_more_than_it_may_is_ended() {
    let mut net = two(Role::Manager);
    // Much at once, before anything of it can be taken in and credit be given back.
    let link = net.link_of(0);
    let large = Message::Envelopes((0..1000).map(|_| vec![1; 4096]).collect()).encode();
    for _ in 0..6 {
        net.input(0, engine::Input::Frame { link, bytes: large.clone() });
    }
    net.settle();
    assert!(net.devices[0].sharing.paths.iter().all(|path| path.link != link));
}

#[test]
fn y_14_nothing_is_acknowledged_before_it_is_on_disk() {
    let mut net = two(Role::Manager);
    let next = net.devices[1].disk.writes;
    for write in next..next + 3 {
        net.devices[1].disk.faults.insert(write, crate::world::Fault::Fails);
    }
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.settle();
    let chain = (AudienceName::Everyone.id(net.me(0).workspace), net.me(0).device);
    let held = |net: &Net| {
        net.relay.known_of(net.me(1).device).position(chain.0, chain.1).map(|place| place.sequence)
    };
    let last = net.frontier(0, chain.0)[&chain.1];
    // The relay has sent it, and has no word that it is kept.
    assert_eq!(held(&net), Some(last - 1));
    net.rest();
    assert_eq!(held(&net), Some(last));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anne");
}

#[test]
fn y_7_a_frontier_that_cannot_be_neither_harms_nor_fills_memory() {
    let mut net = two(Role::Manager);
    let me = net.me(1);
    let audience = AudienceName::Everyone.id(me.workspace);
    let mut frontier = Frontier::new();
    let far = Position { sequence: u64::MAX, hash: Hash([7; 32]) };
    for device in [net.me(0).device, me.device] {
        frontier.advance(audience, device, far);
        frontier.advance(AudienceName::Only(me.member).id(me.workspace), device, far);
    }
    for number in 0..200 {
        frontier.advance(protocol::AudienceId([number; 16]), DeviceId::from_bytes([number; 16]), far);
    }
    let lies = [
        Message::Have { operations: vec![Hash([1; 32])], frontier: frontier.clone() },
        Message::Durable { operations: vec![Hash([2; 32]); 100], frontier },
    ];
    for lie in lies {
        net.inject(1, lie.encode());
        net.settle();
    }
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.cut(1);
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Eva", "over the next link all is well");
}

#[test]
fn y_8_an_envelope_whose_content_was_taken_away_does_not_stand_for_it() {
    let mut net = two(Role::Manager);
    let envelope = Forger::of(&net, 1).own_change(7);
    let before = state(&net, 0);
    net.inject(0, Message::Envelopes(vec![envelope.stub().encode()]).encode());
    net.settle();
    assert_eq!(state(&net, 0), before);
    assert!(net.devices[0].sharing.paths[0].problem.is_some());
    hand(&mut net, 0, &[&envelope]);
    net.settle();
    assert!(names(&net.devices[0].disk).contains("Forged"), "the whole one is taken in all the same");
}

#[test]
fn y_17_somebody_who_writes_two_things_does_not_keep_from_the_relay_what_others_write() {
    for many in [1, 3] {
        let mut net = two(Role::Manager);
        net.add_device();
        net.let_in(0, 2, Some(Role::Manager));
        let (mut one, mut other) = (Forger::of(&net, 1), Forger::of(&net, 1));
        net.stop(1);
        net.settle();
        let audience = AudienceName::Everyone.id(net.me(0).workspace);
        // The relay has one of two, and Alice gets the other before she hears of that.
        let first = one.own_change(100);
        let chain = net.relay.kept.envelopes.entry((audience, one.device)).or_default();
        chain.push((first.hash(), first.encode()));
        let others: Vec<_> = (0..many).map(|number| other.own_change(101 + number)).collect();
        let link = net.link_of(0);
        net.meet(0, 2, [b"channel", b"channel"]);
        net.settle();
        let direct = net.directs[0].ends.iter().find(|end| end.0 == 0).expect("an end").1;
        let bytes = Message::Envelopes(others.iter().map(|other| other.encode()).collect()).encode();
        net.input(0, engine::Input::Frame { link: direct, bytes });
        net.settle();
        net.part(0);
        net.settle();
        assert_eq!(net.frontier(0, audience)[&one.device], others[usize::from(many) - 1].header.sequence);
        let problem = |net: &Net| {
            let state = &net.devices[0].sharing;
            let path = state.paths.iter().find(|path| path.path == engine::message::Path::Relay);
            let problem = path.and_then(|path| path.problem.clone()).expect("it is said");
            (
                problem.what.contains("Member 1") && problem.what.contains("something else"),
                state.trouble.clone(),
            )
        };
        assert_eq!(problem(&net), (true, None), "Bob is blamed, not Alice, and it stops nothing");
        net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
        net.rest();
        let me = net.me(0).device;
        let here = net.frontier(0, audience)[&me];
        assert_eq!(net.relay.kept.envelopes[&(audience, me)].len() as u64, here);
        assert_eq!(net.frontier(2, audience)[&me], here);
        assert_eq!(net.link_of(0), link, "over the same connection");
    }
}
