//! What goes wrong for long: copies of a device, keys that are gone, newer versions, clocks.

use document::{Batch, Value};
use engine::{
    Tidiness,
    message::{Role, Share, Standing},
    storage::Store,
};
use protocol::{AudienceName, Item, Message, Reason};

use super::{
    forge::{Forger, change, hand},
    net::Net,
    stories::two,
};
use crate::world::{create, field, person, roster, set};

/// How often Alice has set something of Bob aside.
fn aside(net: &Net) -> u64 {
    net.devices[0].sharing.aside.first().map_or(0, |aside| aside.times)
}

#[test]
fn y_17_a_second_envelope_below_the_end_of_a_chain_is_a_fork_too() {
    let mut net = two(Role::Manager);
    let (mut one, mut other) = (Forger::of(&net, 1), Forger::of(&net, 1));
    let chain: Vec<_> = (0..40).map(|number| one.own_change(10 + number)).collect();
    hand(&mut net, 0, &chain.iter().collect::<Vec<_>>());
    net.settle();
    let second: Vec<_> = (0..40).map(|number| other.own_change(60 + number)).collect();
    // What is here already says nothing, neither does what nobody signed.
    hand(&mut net, 0, &chain.iter().collect::<Vec<_>>());
    let mut forged = second[3].clone();
    forged.signature.0[3] ^= 1;
    hand(&mut net, 0, &[&forged]);
    net.settle();
    // What else there is to say of forged changes.
    let others = aside(&net);
    assert!(!net.devices[0].sharing.aside.iter().any(|aside| aside.problem.what.contains("something else")));
    let before = net.heads(0, "");
    hand(&mut net, 0, &[&second[3], &second[20], &chain[21]]);
    net.settle();
    assert_eq!((aside(&net), net.heads(0, "")), (others + 2, before));
    let shown = &net.devices[0].sharing.aside[0];
    assert_eq!(shown.device, one.device);
    assert!(shown.problem.what.contains("something else of that device"), "{}", shown.problem);
}

#[test]
fn y_17_what_is_not_written_yet_is_compared_all_the_same() {
    let mut net = two(Role::Manager);
    let (mut one, mut other) = (Forger::of(&net, 1), Forger::of(&net, 1));
    let (first, second) = (one.own_change(7), other.own_change(8));
    let after = one.own_change(9);
    let message = |item: &protocol::Envelope| Message::Envelopes(vec![item.encode()]).encode();
    let link = net.link_of(0);
    for item in [&first, &after, &second] {
        net.input(0, engine::Input::Frame { link, bytes: message(item) });
    }
    net.settle();
    let shown = &net.devices[0].sharing.aside[0];
    assert!(shown.problem.what.contains("something else"), "{}", shown.problem);
}

#[test]
fn y_17_of_an_emptied_stretch_the_last_link_is_compared() {
    let mut net = two(Role::Manager);
    let mut other = Forger::of(&net, 1);
    let second: Vec<_> = (0..12).map(|number| other.own_change(60 + number)).collect();
    for device in 0..2 {
        net.devices[device].tidiness = Tidiness { after: 6, times: 0, grace: i64::MAX };
        net.restart(device);
    }
    net.rest();
    for number in 0..12 {
        let name = format!("Ana {number}");
        net.commit(1, Batch::new("Name").with(set(&roster(), 1, "name", &name)));
    }
    net.rest();
    net.rest();
    let bob = net.me(1).device;
    let audience = AudienceName::Everyone.id(net.me(0).workspace);
    let here = |net: &Net, sequence| net.envelope(0, audience, bob, sequence);
    let at = |item: &protocol::Envelope| here(&net, item.header.sequence);
    let gone: Vec<_> = second.iter().filter(|item| at(item).is_none()).cloned().collect();
    let stub = second.iter().find(|item| matches!(at(item), Some(Item::Emptied(_)))).cloned();
    let stub = stub.expect("the last link of what was emptied");
    assert!(!gone.is_empty());
    // Of what is gone nothing can be said; of its last link it can.
    hand(&mut net, 0, &gone.iter().collect::<Vec<_>>());
    net.settle();
    assert_eq!(aside(&net), 0);
    hand(&mut net, 0, &[&stub]);
    net.settle();
    assert_eq!(aside(&net), 1);
}

#[test]
fn y_18_a_gap_is_said_on_every_page_until_it_is_filled() {
    let mut net = two(Role::Manager);
    let mut forger = Forger::of(&net, 1);
    let (missing, late) = (forger.own_change(7), forger.own_change(8));
    for _ in 0..2 {
        hand(&mut net, 0, &[&late]);
        net.settle();
    }
    let trouble = net.devices[0].sharing.trouble.clone().expect("it is said");
    assert!(trouble.what.contains("Member 1") && trouble.what.contains("is missing"), "{trouble}");
    hand(&mut net, 0, &[&missing, &late]);
    net.settle();
    let state = &net.devices[0].sharing;
    assert_eq!((state.trouble.clone(), state.paths[0].problem.clone()), (None, None));
}

#[test]
fn y_71_a_second_browser_that_speaks_as_this_device_is_said_at_once_and_until_it_has_gone() {
    let mut net = two(Role::Manager);
    let refused = Message::Refused { reason: Reason::Replaced, text: "It has connected again.".into() };
    net.inject(0, refused.encode());
    net.settle();
    let trouble = |net: &Net| net.devices[0].sharing.trouble.clone().map(|trouble| trouble.what);
    assert!(trouble(&net).is_some_and(|what| what.contains("as this device")), "{:?}", trouble(&net));
    // The two do not throw each other out again and again.
    let before = net.sent.len();
    net.now += 10_000;
    net.tick(0);
    net.settle();
    assert_eq!(net.sent.len(), before);
    // Connected again, it may come back at any moment.
    net.now += 60_000;
    net.tick(0);
    net.settle();
    assert!(net.link_of(0).0 > 1 && trouble(&net).is_some());
    net.now += 160_000;
    net.tick(0);
    net.settle();
    assert_eq!(trouble(&net), None);
}

#[test]
fn y_72_y_73_what_says_how_a_device_takes_part_is_never_taken_for_nothing() {
    for (key, is_newer) in [("sharing", true), ("sharing", false), ("chain|", true)] {
        let mut net = two(Role::Manager);
        net.stop(1);
        let rows = &mut net.devices[1].disk.rows;
        let row = rows.iter_mut().find(|((store, name), _)| *store == Store::Meta && name.starts_with(key));
        let value = row.expect("a row").1;
        *value = if is_newer { [&[9], &value[1..]].concat() } else { vec![1] };
        let before = rows.clone();
        net.restart(1);
        net.settle();
        let state = net.devices[1].sharing.clone();
        let expected = if is_newer { Standing::Newer } else { Standing::Keyless };
        assert_eq!(state.standing, expected, "{key}");
        let way_out = state.trouble.expect("it is said").way_out;
        assert_eq!(way_out.contains("Reload"), is_newer, "{way_out}");
        assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana");
        let shared = |rows: &std::collections::BTreeMap<(Store, String), Vec<u8>>| {
            let of = [Store::Secrets, Store::Operations, Store::Envelopes];
            rows.iter()
                .filter(|((store, _), _)| of.contains(store))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(shared(&net.devices[1].disk.rows), shared(&before), "nothing is touched");
    }
}

#[test]
fn y_73_what_a_newer_version_wrote_is_kept_and_taken_in_by_it() {
    let mut net = two(Role::Manager);
    let mut forger = Forger::of(&net, 1);
    let (newer, ours) = forger.of_newer_version(7);
    let after = change(&person(8), forger.device, forger.member, 8);
    let after = forger.next(&person(8).to_string(), after);
    hand(&mut net, 0, &[&newer, &after]);
    net.settle();
    let shown = net.devices[0].sharing.aside[0].problem.clone();
    assert!(shown.what.contains("newer version") && shown.way_out.contains("reload"), "{shown}");
    let number = |net: &Net| {
        net.devices[0]
            .disk
            .all()
            .values()
            .filter(|row| row.fields.get("name").map(Value::plain).as_deref() == Some("Forged"))
            .count()
    };
    assert_eq!(number(&net), 1, "the chain goes on");
    net.restart(0);
    net.settle();
    assert_eq!(number(&net), 1, "as long as nobody can read it");
    // The program is updated: it understands these bytes.
    net.stop(0);
    let header = newer.header;
    let key = format!("{}|{}|{:016x}", header.audience.hex(), header.device, header.sequence);
    net.devices[0].disk.rows.insert((Store::Envelopes, key), ours.encode());
    net.restart(0);
    net.settle();
    assert_eq!(number(&net), 2);
    let waits = |net: &Net| net.devices[0].disk.read(Store::Meta, "waiting|").len();
    assert_eq!(waits(&net), 0);
}

#[test]
fn y_73_a_newer_form_of_envelope_or_statement_ends_the_link_and_says_reload_at_once() {
    let mut net = two(Role::Manager);
    let newer = |mut bytes: Vec<u8>| {
        bytes[0] = 2;
        vec![bytes]
    };
    let envelope = Forger::of(&net, 1).own_change(7).encode();
    let operation = net.devices[0].disk.read(Store::Operations, "")[0].1.clone();
    for message in [Message::Envelopes(newer(envelope)), Message::Operations(newer(operation))] {
        net.inject(0, message.encode());
        net.settle();
        let trouble = net.devices[0].sharing.trouble.clone().expect("it is said");
        assert!(trouble.what.contains("newer version") && trouble.way_out.contains("Reload"), "{trouble}");
        net.rest();
        assert_eq!(net.devices[0].sharing.trouble, None, "it is tried again");
    }
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Eva");
}

#[test]
fn y_74_a_clock_that_is_years_off_is_told_and_nothing_else_follows_from_it() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.devices[1].skew = -3 * 365 * 86_400_000;
    net.cut(1);
    for _ in 0..2 {
        net.rest();
        net.done(1, Share::Here(None));
    }
    let off = net.devices[1].sharing.clock.clone().expect("it is told");
    assert_eq!((off.ahead / 86_400_000, off.devices.len(), off.is_ours), (-3 * 365, 2, true));
    assert_eq!(net.devices[0].sharing.clock, None, "the others have no reason to think theirs wrong");
    net.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Anne");
}

#[test]
fn who_is_out_is_told_whether_that_is_about_the_member_or_one_device() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, None);
    net.done(2, Share::RemoveDevice(net.me(2).device));
    net.done(1, Share::Leave);
    net.rest();
    let stays = |net: &Net, device: usize| match net.devices[device].sharing.standing {
        Standing::Out { stays, .. } => Some(stays),
        _ => None,
    };
    assert_eq!([0, 1, 2].map(|device| stays(&net, device)), [None, Some(false), Some(true)]);
}
