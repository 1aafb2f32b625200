//! What Alice knows of where her edits are: by the word of those who have them, and nobody else's.

use document::{Audience, Batch};
use engine::message::{Ask, Holder, Phase, Reply, Role, SharingState};
use protocol::{AudienceName, Frontier, Message};
use vault::{DeviceKeys, Keyring, Random, Route, seal_signal};

use super::{net::Net, stories::two};
use crate::world::{Fault, create, person, record, roster, set};

/// How much of what a device wrote for everyone another has, for all that device knows.
fn held(net: &Net, by: usize, writer: usize) -> Option<Holder> {
    let device = net.devices[by].me.as_ref().map(|me| me.device);
    let safety = &net.devices[writer].sharing.safety;
    safety.holders(Audience::Everyone, 1).find(|holder| holder.device == device).cloned()
}

fn written(net: &Net, device: usize) -> u64 {
    net.devices[device].sharing.safety.written(Audience::Everyone)
}

/// The signals among what was sent since, with how many bytes each has.
fn signals(net: &Net, since: usize) -> Vec<Message> {
    let sent = net.sent[since..].iter().filter_map(|bytes| Message::decode(bytes).ok());
    sent.filter(|message| matches!(message, Message::Signal { to: Some(_), .. })).collect()
}

fn phases(state: &SharingState) -> Vec<Phase> {
    state.paths.iter().map(|path| path.phase).collect()
}

#[test]
fn y_60_a_device_behind_a_relay_says_what_it_has_of_what_another_wrote() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    assert!(held(&net, 1, 0).is_none_or(|holder| holder.has < written(&net, 0)), "it was not said yet");
    net.rest();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));
    // It is still known after a restart, without anybody there.
    net.connect(1, false);
    net.connect(0, false);
    net.restart(0);
    net.settle();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));
}

#[test]
fn y_61_nobody_is_said_to_have_what_is_not_on_their_disk() {
    let mut net = two(Role::Manager);
    net.rest();
    let before = held(&net, 1, 0).unwrap().has;
    let disk = &mut net.devices[1].disk;
    for number in disk.writes..disk.writes + 40 {
        disk.faults.insert(number, Fault::Fails);
    }
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.rest();
    assert_eq!(held(&net, 1, 0).unwrap().has, before);
    net.devices[1].disk.faults.clear();
    net.rest();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));
}

#[test]
fn y_62_a_relay_can_neither_make_up_such_a_word_nor_say_an_old_one_again() {
    let mut net = two(Role::Manager);
    net.rest();
    let since = net.sent.len();
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.rest();
    let bob = net.me(1).device;
    let of_bob: Vec<Message> = signals(&net, since)
        .into_iter()
        .filter(|message| matches!(message, Message::Signal { from, .. } if *from == bob))
        .collect();
    assert_eq!(of_bob.len(), 1);
    let last = held(&net, 1, 0).unwrap();
    assert_eq!(last.has, written(&net, 0));

    // Bob is gone. What he said is said again, also after a restart, when Alice asks anew.
    net.connect(1, false);
    net.now += 3_600_000;
    for _ in 0..2 {
        net.inject(0, of_bob[0].encode());
        net.settle();
        assert_eq!(held(&net, 1, 0).unwrap().at, last.at, "nobody has heard of Bob since");
        net.restart(0);
        net.settle();
    }

    // Somebody with the key of everyone and without Bob's own says that Bob has the newest.
    net.commit(0, Batch::new("Add").with(create(&roster(), 6, "Finn")));
    let (me, alice) = (net.me(0), net.me(1).device);
    let stored = net.devices[0].disk.read(engine::storage::Store::Secrets, "device");
    let keys = DeviceKeys::from_bytes(&stored[0].1).unwrap();
    let (keyring, _) = Keyring::collect(&keys, me.device, &net.membership(0));
    let audience = AudienceName::Everyone.id(me.workspace);
    let epoch = keyring.newest(audience).unwrap();
    let route = Route { from: alice, to: Some(me.device) };
    let random = &mut Random::from_seed([5; 32]);
    let said = [0xc2; 60];
    let sealed = seal_signal(&keys, &keyring, (audience, epoch), route, &said, random).unwrap();
    net.inject(0, Message::Signal { to: route.to, from: route.from, sealed }.encode());
    net.settle();
    assert_eq!(held(&net, 1, 0).unwrap(), last);
}

#[test]
fn y_63_who_wrote_after_having_all_is_known_to_have_it_although_never_here_at_the_same_time() {
    let mut net = two(Role::Manager);
    net.rest();
    net.connect(1, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.connect(0, false);
    net.connect(1, true);
    net.rest();
    net.commit(1, Batch::new("Add").with(create(&roster(), 6, "Finn")));
    net.connect(1, false);
    assert!(held(&net, 1, 0).unwrap().has < written(&net, 0));
    net.connect(0, true);
    net.settle();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));

    // What Alice wrote in between Bob did not have, and an envelope of his does not say so.
    net.connect(0, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 7, "Gil")));
    net.connect(1, true);
    net.commit(1, Batch::new("Add").with(create(&roster(), 8, "Hans")));
    net.connect(1, false);
    net.connect(0, true);
    net.settle();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0) - 1);
}

#[test]
fn y_64_many_edits_in_a_row_are_answered_once() {
    let mut net = two(Role::Manager);
    net.rest();
    let (since, begun) = (net.sent.len(), net.now);
    for number in 0..25 {
        net.commit(0, Batch::new("Title").with(set(&roster(), 1, "title", &format!("{number}"))));
    }
    let most = 1 + (net.now - begun) / 2_000;
    net.rest();
    assert!((1..=most).contains(&(signals(&net, since).len() as i64)), "one in two seconds");
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));
}

#[test]
fn y_64_who_is_connected_directly_says_it_there() {
    let mut net = two(Role::Manager);
    net.rest();
    net.meet(0, 1, [b"channel", b"channel"]);
    net.settle();
    let since = net.sent.len();
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.rest();
    assert_eq!(held(&net, 1, 0).unwrap().has, written(&net, 0));
    assert!(signals(&net, since).is_empty());
}

#[test]
fn y_65_what_the_relay_passes_on_twice_does_not_count_as_still_to_go() {
    let mut net = two(Role::Manager);
    net.rest();
    net.commit(0, Batch::new("Add").with(create(&person(1), 5, "Eva")));
    let items: Vec<Vec<u8>> =
        net.relay.kept.envelopes.values().flatten().map(|(_, bytes)| bytes.clone()).collect();
    // A relay that has things in memory only says to have less, and passes on what is here already.
    net.inject(1, Message::Have { operations: Vec::new(), frontier: Frontier::new() }.encode());
    net.devices[1].wants.retain(|effect| !matches!(effect, engine::Effect::Send { .. }));
    let everything = Message::Envelopes(items).encode();
    net.inject(1, everything);
    let read = |effect: &engine::Effect| matches!(effect, engine::Effect::Read { .. });
    net.devices[1].wants.retain(|effect| !read(effect));
    net.settle();
    assert_eq!(phases(&net.devices[1].sharing), [Phase::Same]);
}

#[test]
fn y_65_what_waited_for_credit_goes_on_when_it_comes() {
    let mut net = two(Role::Manager);
    net.rest();
    net.connect(0, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.relay.credit = 0;
    net.connect(0, true);
    net.settle();
    assert!(matches!(phases(&net.devices[0].sharing)[..], [Phase::Exchanging { to_go: 1.., .. }]));
    net.inject(0, Message::Credit(1 << 20).encode());
    net.settle();
    assert_eq!(phases(&net.devices[0].sharing), [Phase::Same]);
}

/// Of each version of Ana's record on a device, newest first: whose it is, and the number that says where it is.
fn past(net: &mut Net, device: usize) -> Vec<(String, Option<u64>)> {
    let ask = Ask::History { document: roster(), record: record(1) };
    let Reply::History(past) = net.tell(device, ask) else { panic!("a history") };
    past.into_iter().map(|past| (past.version.label, past.number)).collect()
}

#[test]
fn y_66_each_change_says_in_which_envelope_it_is_and_an_older_one_no_too_early() {
    let mut net = two(Role::Manager);
    net.rest();
    let title = |net: &mut Net, device: usize, title: &str| {
        net.commit(device, Batch::new(title).with(set(&roster(), 1, "title", title)));
    };
    title(&mut net, 0, "Mate");
    title(&mut net, 1, "Captain");
    net.connect(0, false);
    title(&mut net, 0, "Pilot");
    let (mate, pilot) = (written(&net, 0) - 1, written(&net, 0));
    let label = |text: &str| text.to_owned();
    let expected = [
        (label("Pilot"), Some(pilot)),
        (label("Captain"), None),
        (label("Mate"), Some(mate)),
        (label("Add"), Some(mate - 1)),
    ];
    assert_eq!(past(&mut net, 0), expected);
    let relay = |net: &Net, number: u64| {
        let safety = &net.devices[0].sharing.safety;
        safety.holders(Audience::Everyone, number).any(|holder| holder.device.is_none())
    };
    assert!(relay(&net, mate) && !relay(&net, pilot));
    // After a restart it is known only that all of it is in what there was then.
    net.restart(0);
    net.settle();
    let all: Vec<Option<u64>> = past(&mut net, 0).into_iter().map(|(_, number)| number).collect();
    assert_eq!(all, [Some(pilot), None, Some(pilot), Some(pilot)]);
    net.connect(0, true);
    net.rest();
    assert!(relay(&net, pilot));
    // Ana's device has all that Bob wrote, and at its next word so does the relay.
    net.cut(0);
    net.rest();
    assert!(net.devices[0].sharing.safety.audiences[0].relay_has_all);
}

#[test]
fn y_66_what_others_write_is_known_to_be_at_the_relay_while_both_are_connected() {
    let mut net = two(Role::Manager);
    net.rest();
    let has_all = |net: &Net, device: usize| {
        let audiences = &net.devices[device].sharing.safety.audiences;
        audiences.iter().find(|of| of.audience == Audience::Everyone).is_some_and(|of| of.relay_has_all)
    };
    for number in 0..3 {
        net.commit(1, Batch::new("Title").with(set(&roster(), 1, "title", &format!("{number}"))));
        assert_eq!((has_all(&net, 0), has_all(&net, 1)), (true, true), "{number}");
    }
    // Also when the relay says so before it is on the disk here, and to who comes now.
    let disk = &mut net.devices[0].disk;
    disk.faults.insert(disk.writes, Fault::Fails);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.rest();
    assert!(has_all(&net, 0));
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    assert!(has_all(&net, 2));
    // What the relay has not said is not there.
    net.meet(0, 1, [b"channel", b"channel"]);
    net.connect(1, false);
    net.connect(0, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 6, "Finn")));
    net.rest();
    assert!(!has_all(&net, 0), "it came directly");
    net.connect(0, true);
    net.rest();
    assert!(has_all(&net, 0));
}
