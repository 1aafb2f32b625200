//! Two devices connected to each other, with a relay beside them or none.

use document::Batch;
use engine::message::{Path, Phase, Role, Share};
use protocol::{AudienceName, Message};

use super::{net::Net, stories::two};
use crate::world::{create, field, names, roster, set};

const CHANNEL: [&[u8]; 2] = [b"both fingerprints", b"both fingerprints"];

/// Alice and Bob, who have no relay any more.
fn without_relay() -> Net {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    net.connect(1, false);
    net
}

fn envelopes_sent(net: &Net) -> usize {
    let items = |bytes: &Vec<u8>| match Message::decode(bytes) {
        Ok(Message::Envelopes(items)) => items.len(),
        _ => 0,
    };
    net.sent.iter().map(items).sum()
}

#[test]
fn two_devices_that_meet_are_equal_and_stay_so() {
    let mut net = without_relay();
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.meet(0, 1, CHANNEL);
    net.settle();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    net.commit(1, Batch::new("Rename").with(set(&roster(), 5, "name", "Evi")));
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Evi");
    let path = net.devices[0].sharing.paths.iter().find(|path| path.path == Path::Peer).unwrap();
    assert_eq!((path.device, path.phase), (Some(net.me(1).device), Phase::Same));
    let safety = &net.devices[1].sharing.safety;
    let written = safety.written(document::Audience::Everyone);
    let holders: Vec<_> = safety.holders(document::Audience::Everyone, written).collect();
    assert_eq!(holders.iter().map(|holder| holder.device).collect::<Vec<_>>(), [Some(net.me(0).device)]);
}

#[test]
fn what_is_only_mine_is_not_sent_to_another_member_not_even_sealed() {
    let mut net = without_relay();
    let private = format!("only-{}/index", net.me(0).member).parse().unwrap();
    net.commit(0, Batch::new("Note").with(create(&private, 7, "Worry")));
    net.meet(0, 1, CHANNEL);
    net.settle();
    let audience = AudienceName::Only(net.me(0).member).id(net.me(0).workspace);
    assert!(net.frontier(1, audience).is_empty());
    let seen = net.sent.iter().filter(|bytes| bytes.windows(16).any(|part| part == audience.0));
    assert_eq!(seen.count(), 0, "its chain is not even named");
}

#[test]
fn a_channel_that_is_not_the_same_at_both_ends_is_refused() {
    let mut net = without_relay();
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.meet(0, 1, [b"mine and the one in the middle", b"the one in the middle and yours"]);
    net.settle();
    assert!(net.directs.is_empty());
    assert!(!names(&net.devices[1].disk).contains("Eva"));
}

#[test]
fn a_stranger_and_a_removed_device_get_nothing() {
    let mut net = two(Role::Manager);
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.meet(0, 1, CHANNEL);
    net.settle();
    assert!(net.directs.is_empty());
    assert!(!names(&net.devices[1].disk).contains("Eva"));

    let mut other = Net::seeded(3, 1);
    other.start_sharing(0);
    net.devices.push(other.devices.remove(0));
    net.meet(0, 2, CHANNEL);
    net.settle();
    assert!(net.directs.is_empty());
}

#[test]
fn y_27_over_two_paths_nothing_is_sent_twice_for_nothing() {
    let mut net = without_relay();
    for number in 0..5 {
        net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    net.meet(0, 1, CHANNEL);
    net.settle();
    net.sent.clear();
    net.connect(0, true);
    net.rest();
    net.connect(1, true);
    net.rest();
    assert_eq!(envelopes_sent(&net), 5, "to the relay, by one of them");
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
}

#[test]
fn what_does_not_count_is_not_passed_on_and_holds_up_nothing_else() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    // Bob and Cem meet without the relay; meanwhile Alice takes Bob out.
    net.connect(1, false);
    net.connect(2, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.meet(1, 2, CHANNEL);
    net.settle();
    assert_eq!(field(&net.devices[2].tab.rows, 5, "name"), "Eva");
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.connect(2, true);
    net.rest();
    net.commit(2, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Anne");
    assert_eq!(net.heads(0, "everyone"), net.heads(2, "everyone"), "Cem vouches for what he took in");
    let path = net.devices[2].sharing.paths.iter().find(|path| path.path == Path::Relay).unwrap();
    assert_eq!(path.phase, Phase::Same);
}
