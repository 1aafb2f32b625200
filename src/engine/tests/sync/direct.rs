//! Devices that find each other through the relay and connect directly, and what then goes over
//! which path.

use document::Batch;
use engine::message::{Path, PathState, Phase, Role, Share};
use protocol::{Hash, Message};
use std::collections::BTreeSet;

use super::{net::Net, stories::two};
use crate::world::{create, field, names, roster, set};

/// Alice and Bob, whose browsers make direct connections.
fn connected() -> Net {
    let mut net = two(Role::Manager);
    net.browsers.make = true;
    net.cut(0);
    net.rest();
    assert_eq!(direct(&net, 0).len(), 1, "{:?}", net.devices[0].sharing.paths);
    net.came.clear();
    net.sent.clear();
    net
}

/// The direct connections that a device shows.
fn direct(net: &Net, device: usize) -> Vec<PathState> {
    let paths = net.devices[device].sharing.paths.iter();
    paths.filter(|path| path.path == Path::Peer).cloned().collect()
}

fn rename(net: &mut Net, device: usize, name: &str) {
    net.commit(device, Batch::new("Rename").with(set(&roster(), 1, "name", name)));
}

fn name(net: &Net, device: usize) -> String {
    field(&net.devices[device].tab.rows, 1, "name")
}

/// What arrived at a device, or at the relay, and whether that was each envelope once.
fn came(net: &Net, at: Option<usize>) -> (usize, bool) {
    let all: Vec<Hash> = net.came.iter().filter(|(place, _)| *place == at).map(|(_, hash)| *hash).collect();
    (all.len(), all.iter().collect::<BTreeSet<_>>().len() == all.len())
}

fn signals(net: &Net) -> Vec<Message> {
    let messages = net.sent.iter().filter_map(|bytes| Message::decode(bytes).ok());
    messages.filter(|message| matches!(message, Message::Signal { to: Some(_), .. })).collect()
}

#[test]
fn y_30_devices_at_one_relay_connect_directly_by_themselves() {
    let mut net = two(Role::Manager);
    net.browsers.make = true;
    net.sent.clear();
    net.cut(0);
    net.rest();
    for (device, other) in [(0, 1), (1, 0)] {
        let paths = direct(&net, device);
        assert_eq!(paths.len(), 1, "{paths:?}");
        assert_eq!((paths[0].device, paths[0].phase), (Some(net.me(other).device), Phase::Same));
    }
    // The one with the lower id began, the other one answered, and nobody else can read how.
    let signals = signals(&net);
    let lower = net.me(0).device.min(net.me(1).device);
    let from: Vec<_> = signals
        .iter()
        .map(|signal| match signal {
            Message::Signal { from, .. } => *from,
            _ => unreachable!(),
        })
        .collect();
    assert_eq!(from, [lower, net.me(0).device.max(net.me(1).device)]);
    let plain = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    for signal in signals {
        let bytes = signal.encode();
        assert!(!plain(&bytes, b"abcdefghijklmnopqrstuv") && !plain(&bytes, b"user"));
    }
}

#[test]
fn y_30_a_signal_that_was_changed_sent_again_or_answered_by_another_connects_nobody() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.browsers.make = true;
    let mut by_id: Vec<usize> = vec![0, 1, 2];
    by_id.sort_by_key(|device| net.me(*device).device);
    let (low, high) = (by_id[0], by_id[2]);
    net.connect(by_id[1], false);
    // The relay passes nothing on, so the offer is only seen.
    net.browsers.apart = true;
    net.cut(low);
    net.rest();
    let offer = signals(&net).into_iter().find_map(|signal| match signal {
        Message::Signal { to, from, sealed } if from == net.me(low).device => Some((to, from, sealed)),
        _ => None,
    });
    let (to, from, sealed) = offer.expect("an offer");
    net.browsers.apart = false;
    let (offers, answers) = (net.browsers.offers, signals(&net).len());
    let again = Message::Signal { to, from, sealed: sealed.clone() }.encode();
    net.inject(high, again);
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        net.inject(high, Message::Signal { to, from, sealed: changed }.encode());
    }
    // Said in another's name, or to another.
    net.inject(high, Message::Signal { to, from: net.me(by_id[1]).device, sealed: sealed.clone() }.encode());
    net.inject(by_id[0], Message::Signal { to: Some(from), from, sealed }.encode());
    net.settle();
    assert_eq!((net.browsers.offers, signals(&net).len()), (offers, answers));
    assert!(net.directs.is_empty());
}

#[test]
fn y_31_a_network_that_lets_none_through_is_no_trouble_and_is_asked_ever_less_often() {
    let mut net = two(Role::Manager);
    net.browsers.make = true;
    net.browsers.apart = true;
    net.cut(0);
    for _ in 0..5 {
        net.rest();
    }
    assert!((3..12).contains(&net.browsers.offers), "{} in half an hour", net.browsers.offers);
    for device in 0..2 {
        assert_eq!(net.devices[device].sharing.trouble, None);
        assert!(direct(&net, device).is_empty());
    }
    rename(&mut net, 0, "Anne");
    assert_eq!(name(&net, 1), "Anne", "the relay goes on");
}

#[test]
fn y_31_a_direct_connection_that_broke_is_made_again_while_both_are_at_the_relay() {
    let mut net = connected();
    net.part(0);
    assert!(net.directs.is_empty());
    net.rest();
    assert_eq!((net.directs.len(), direct(&net, 1).len()), (1, 1));
    // A reload at one end: the other one's connection gives way to the new one.
    net.restart(1);
    net.rest();
    assert_eq!((net.directs.len(), direct(&net, 0).len()), (1, 1));
}

#[test]
fn y_32_somebody_in_the_middle_of_a_direct_connection_gets_nothing() {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.browsers.make = true;
    net.browsers.middle = Some([0x77; 32]);
    net.connect(0, true);
    net.sent.clear();
    net.settle();
    let proofs = net.sent.iter().filter(|bytes| matches!(Message::decode(bytes), Ok(Message::Proof { .. })));
    assert!(proofs.count() > 1, "they did connect");
    assert!(net.directs.is_empty() && direct(&net, 0).is_empty());
}

#[test]
fn y_32_a_connection_made_for_one_device_is_no_other_s() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.connect(2, false);
    net.browsers.make = true;
    net.browsers.apart = true;
    net.connect(0, false);
    net.connect(0, true);
    net.settle();
    // Cem belongs to the workspace and has its keys; but the connection was made for Bob.
    net.lead_astray(0, 2);
    net.settle();
    assert!(net.directs.is_empty());
    assert!(direct(&net, 0).is_empty() && direct(&net, 2).is_empty());
}

#[test]
fn y_30_each_device_is_connected_with_each() {
    let mut net = connected();
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.rest();
    assert_eq!(net.directs.len(), 3);
    let devices = direct(&net, 2).iter().filter_map(|path| path.device).collect::<BTreeSet<_>>();
    assert_eq!(devices, BTreeSet::from([net.me(0).device, net.me(1).device]));
}

#[test]
fn y_33_while_a_relay_serves_both_nothing_goes_directly() {
    let mut net = connected();
    for number in 0..10 {
        rename(&mut net, 0, &format!("Ana {number}"));
        net.commit(1, Batch::new("Level").with(set(&roster(), 1, "level", &format!("{number}"))));
    }
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    for at in [Some(0), Some(1)] {
        assert_eq!(came(&net, at), (10, true), "{at:?}");
    }
    assert_eq!(came(&net, None), (20, true));
}

#[test]
fn y_33_without_the_relay_all_goes_directly_at_once_and_none_of_it_again_over_the_relay() {
    let mut net = connected();
    net.connect(0, false);
    net.connect(1, false);
    net.settle();
    for number in 0..10 {
        rename(&mut net, 0, &format!("Ana {number}"));
        assert_eq!(name(&net, 1), format!("Ana {number}"));
        rename(&mut net, 1, &format!("Anne {number}"));
        assert_eq!(name(&net, 0), format!("Anne {number}"));
    }
    assert_eq!((came(&net, Some(0)), came(&net, Some(1))), ((10, true), (10, true)));
    net.connect(0, true);
    net.connect(1, true);
    net.rest();
    assert_eq!((came(&net, Some(0)), came(&net, Some(1))), ((10, true), (10, true)), "they have it");
    assert_eq!(came(&net, None), (20, true), "each brings its own");
}

#[test]
fn y_33_what_a_relay_keeps_back_comes_directly() {
    let mut net = connected();
    net.relay.is_mute = true;
    rename(&mut net, 0, "Anne");
    assert_eq!(name(&net, 1), "Ana", "left to the relay at first");
    net.rest();
    assert_eq!(name(&net, 1), "Anne");
    assert_eq!(came(&net, Some(1)), (1, true));
}

#[test]
fn y_33_one_who_lost_the_relay_gets_all_directly_from_who_has_it() {
    let mut net = connected();
    net.connect(1, false);
    net.settle();
    rename(&mut net, 0, "Anne");
    assert_eq!(name(&net, 1), "Anne", "at once");
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.settle();
    assert!(names(&net.devices[0].disk).contains("Eva"));
    net.rest();
    assert_eq!(came(&net, None), (2, true), "the one at the relay hands in the other's too");
    assert_eq!((came(&net, Some(0)), came(&net, Some(1))), ((1, true), (1, true)));
}

#[test]
fn y_33_three_without_a_relay_send_each_other_everything_once() {
    let mut net = connected();
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.rest();
    assert_eq!(net.directs.len(), 3);
    for device in 0..3 {
        net.connect(device, false);
    }
    net.settle();
    net.came.clear();
    for number in 0..5 {
        for device in 0..3 {
            rename(&mut net, device, &format!("Ana {number} {device}"));
        }
    }
    net.rest();
    for device in 0..3 {
        assert_eq!(came(&net, Some(device)), (10, true));
    }
    // Without a connection of their own, two get what the other wrote from the third.
    let far = net.directs.iter().position(|direct| direct.ends.iter().all(|end| end.0 != 0));
    let far = net.directs[far.expect("each with each")].ends[0].0;
    net.part(far);
    let link = (0..3).find(|device| *device != far && *device != 0).expect("a third");
    net.meet(0, far, [b"channel", b"channel"]);
    net.settle();
    rename(&mut net, far, "Anna");
    net.rest();
    assert_eq!(name(&net, link), "Anna");
}

#[test]
fn who_is_taken_out_hears_of_it_directly_and_is_then_let_go() {
    let mut net = connected();
    net.connect(0, false);
    net.connect(1, false);
    net.settle();
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.settle();
    assert!(matches!(net.devices[1].sharing.standing, engine::message::Standing::Out { .. }));
    rename(&mut net, 0, "Hidden");
    net.rest();
    assert!(net.directs.is_empty());
    assert_eq!(name(&net, 1), "Ana");
}
