//! Erasing in a shared workspace: everywhere, and for ever (Y-75 to Y-81).

use document::{Batch, DocumentKey};
use engine::{
    Tidiness,
    message::{Ask, ErasedDocument, Reply, Role},
    storage::Store,
};
use protocol::{AudienceName, Item};
use std::collections::BTreeSet;

use super::{net::Net, stories::two};
use crate::{
    erasing::{MARKER, erase, holds},
    world::{create, field, person, roster, set, text},
};

/// Everything that still has contents of a document, on the disks of these devices and at the relay.
pub fn left(net: &Net, devices: &[usize], document: &DocumentKey) -> Vec<String> {
    let mut left = Vec::new();
    let view = |device: usize| net.membership(device).view().clone();
    for device in devices {
        left.extend(
            holds(&net.devices[*device].disk, document).into_iter().map(|at| format!("{device}: {at}")),
        );
        let erased = view(*device);
        for (key, bytes) in net.devices[*device].disk.read(Store::Envelopes, "") {
            if let Ok(Item::Whole(envelope)) = Item::decode(&bytes)
                && erased.is_erased(&envelope.header)
            {
                left.push(format!("{device}: envelopes {key}"));
            }
        }
    }
    let erased = net.relay.kept.membership.as_ref().map(|membership| membership.view().clone());
    for (_, bytes) in net.relay.kept.envelopes.values().flatten() {
        if let Ok(Item::Whole(envelope)) = Item::decode(bytes)
            && erased.as_ref().is_some_and(|view| view.is_erased(&envelope.header))
        {
            left.push(format!("relay: {} of {}", envelope.header.sequence, envelope.header.device));
        }
    }
    left
}

/// Alice and Bob, and a document with the marker that both wrote.
fn written() -> Net {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Dora").with(create(&roster(), 4, "Dora")));
    net.commit(0, Batch::new("Notes").with(text(&person(1), 1, "", MARKER)));
    net.commit(1, Batch::new("Name").with(set(&person(1), 1, "name", MARKER)));
    net.rest();
    net
}

fn erased(net: &mut Net, device: usize) -> Vec<ErasedDocument> {
    match net.tell(device, Ask::Erased { of: Vec::new() }) {
        Reply::Erased { all, .. } => all,
        other => panic!("{other:?}"),
    }
}

fn erases(net: &mut Net, device: usize) {
    assert_eq!(net.tell(device, erase(&[person(1)], Batch::default())), Reply::Done);
    net.rest();
}

/// Those who belong have the same, and their disks are well.
fn same(net: &Net, devices: &[usize]) {
    for device in devices {
        assert_eq!(net.heads(devices[0], "everyone"), net.heads(*device, "everyone"), "device {device}");
        net.devices[*device].disk.check();
    }
}

#[test]
fn y_75_what_is_erased_is_gone_from_every_device_and_from_the_relay() {
    let mut net = written();
    erases(&mut net, 0);
    assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
    assert_eq!(field(&net.devices[1].tab.rows, 4, "name"), "Dora", "the roster stays");
    assert!(net.devices[1].tab.problems().iter().any(|problem| problem.what.contains("Member 0 erased")));
    assert!(net.devices[0].tab.problems().is_empty(), "who erases is not told");
    same(&net, &[0, 1]);
    for device in [0, 1] {
        net.restart(device);
        net.rest();
        let all = erased(&mut net, device);
        assert!(matches!(all.as_slice(), [one] if one.is_done && one.document == person(1)), "{all:?}");
    }
    assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
    // All else goes on.
    net.commit(1, Batch::new("Name").with(set(&roster(), 1, "name", "Anna")));
    net.rest();
    same(&net, &[0, 1]);
}

#[test]
fn y_76_what_everyone_can_read_an_owner_erases_and_what_is_ones_own_oneself() {
    let mut net = written();
    let reply = net.tell(1, erase(&[person(1)], Batch::new("Name").with(set(&roster(), 4, "name", "x"))));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.way_out.contains("owner")), "{reply:?}");
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 4, "name"), "Dora", "and nothing else was done");
    let own: DocumentKey =
        format!("only-{}/person/{}", net.me(1).member, crate::world::record(1)).parse().unwrap();
    net.commit(1, Batch::new("Add").with(create(&own, 5, "Evi")));
    let at_disk = |net: &Net| holds(&net.devices[1].disk, &own).iter().any(|at| at.contains("chunks only-"));
    assert!(at_disk(&net));
    net.rest();
    assert_eq!(net.tell(1, erase(std::slice::from_ref(&own), Batch::default())), Reply::Done);
    net.rest();
    assert!(!at_disk(&net) && field(&net.devices[1].tab.rows, 5, "name").is_empty());
    assert!(left(&net, &[1], &own).iter().all(|at| !at.contains("envelopes") && !at.contains("relay")));
    assert!(!holds(&net.devices[0].disk, &person(1)).is_empty(), "what everyone reads stays");
}

#[test]
fn y_77_what_was_written_to_it_apart_keeps_its_place_and_nothing_else() {
    let mut net = written();
    net.connect(1, false);
    net.commit(1, Batch::new("Late").with(set(&person(1), 1, "title", MARKER)));
    net.commit(1, Batch::new("Ben").with(create(&roster(), 2, "Ben")));
    net.commit(1, Batch::new("Late").with(set(&person(1), 1, "level", MARKER)));
    erases(&mut net, 0);
    net.connect(1, true);
    net.rest();
    assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
    assert_eq!(field(&net.devices[0].tab.rows, 2, "name"), "Ben", "what was written beside it came");
    let told = net.devices[1].tab.problems();
    assert!(told.iter().any(|problem| problem.way_out.starts_with("2 changes of yours")), "{told:?}");
    same(&net, &[0, 1]);
    let everyone = AudienceName::Everyone.id(net.me(0).workspace);
    assert_eq!(net.frontier(0, everyone), net.frontier(1, everyone), "chains have no holes");
}

#[test]
fn y_77_who_sends_it_all_the_same_is_not_listened_to() {
    // Bob's envelope comes to Alice's device over another path, by file, before he hears of it.
    let mut net = written();
    net.connect(1, false);
    net.commit(1, Batch::new("Late").with(set(&person(1), 1, "title", MARKER)));
    let Reply::Bundle(file) = net.tell(1, Ask::Share(engine::message::Share::Bundle { to: None })) else {
        panic!()
    };
    erases(&mut net, 0);
    let taken = net.tell(0, Ask::Share(engine::message::Share::TakeBundle(file)));
    assert!(matches!(&taken, Reply::Taken(taken) if taken.new == 1 && taken.refused == 0), "{taken:?}");
    net.rest();
    assert_eq!(left(&net, &[0], &person(1)), Vec::<String>::new());
    net.connect(1, true);
    net.rest();
    assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
    same(&net, &[0, 1]);
}

#[test]
fn y_78_who_comes_later_gets_everything_else() {
    let mut net = written();
    erases(&mut net, 0);
    net.commit(0, Batch::new("After").with(create(&roster(), 3, "Cleo")));
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    assert_eq!(left(&net, &[0, 1, 2], &person(1)), Vec::<String>::new());
    same(&net, &[0, 1, 2]);
    assert_eq!(field(&net.devices[2].tab.rows, 3, "name"), "Cleo");
    assert!(net.devices[2].sharing.paths.iter().all(|path| path.problem.is_none()));
    let Reply::Erased { of, .. } = net.tell(2, Ask::Erased { of: vec![person(1), person(2)] }) else {
        panic!()
    };
    assert_eq!(of, [person(1)], "and knows what is erased");
}

/// Snapshots after a few envelopes, however small.
const OFTEN: Tidiness = Tidiness { after: 6, times: 0, grace: i64::MAX };

#[test]
fn y_79_what_its_snapshots_stood_for_is_said_so_that_short_chains_can_be_walked() {
    for maker in [0, 1] {
        let mut net = two(Role::Manager);
        for device in 0..2 {
            net.devices[device].tidiness = OFTEN;
            net.restart(device);
        }
        net.rest();
        // Chains in which the document and another take turns, kept short; the last snapshot by either.
        for number in 0..30 {
            let name = format!("{MARKER} {number}");
            net.commit(maker, Batch::new("Name").with(set(&person(1), 1, "name", &name)));
            if number % 4 == 0 {
                net.commit(
                    maker,
                    Batch::new("Name").with(set(&roster(), 1, "name", &format!("Ana {number}"))),
                );
            }
        }
        net.rest();
        net.rest();
        // One more that its maker alone knows of when it is erased.
        net.connect(1, false);
        for number in 0..14 {
            net.commit(
                1,
                Batch::new("Title").with(set(&person(1), 1, "title", &format!("{MARKER} {number}"))),
            );
        }
        net.rest();
        erases(&mut net, 0);
        net.connect(1, true);
        net.rest();
        net.rest();
        assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
        // By relay, and by file alone.
        net.add_device();
        net.let_in(0, 2, Some(Role::Manager));
        same(&net, &[0, 1, 2]);
        assert!(net.devices[2].sharing.paths.iter().all(|path| path.problem.is_none()), "maker {maker}");
        let mut relay = super::relay::Relay::default();
        std::mem::swap(&mut relay.kept, &mut net.relay.kept);
        relay.kept.envelopes.clear();
        relay.kept.hollow.clear();
        relay.kept.arrived.clear();
        net.relay.kept = relay.kept;
        for device in 0..3 {
            net.connect(device, false);
            net.connect(device, true);
        }
        net.rest();
        net.add_device();
        net.let_in(0, 3, Some(Role::Manager));
        net.rest();
        same(&net, &[0, 1, 2, 3]);
        let stuck: Vec<_> =
            net.devices[3].sharing.paths.iter().filter_map(|path| path.problem.clone()).collect();
        assert!(stuck.is_empty(), "maker {maker}: {stuck:?}");
    }
}

#[test]
fn y_80_whether_the_relay_has_heard_of_it_is_told() {
    let mut net = written();
    net.connect(0, false);
    erases(&mut net, 0);
    let relay = |all: Vec<ErasedDocument>| all.iter().map(|one| one.relay).collect::<Vec<_>>();
    assert_eq!(relay(erased(&mut net, 0)), [Some(false)]);
    assert!(!left(&net, &[1], &person(1)).is_empty(), "nobody has heard yet");
    net.connect(0, true);
    net.rest();
    assert_eq!(relay(erased(&mut net, 0)), [Some(true)]);
    assert_eq!(left(&net, &[0, 1], &person(1)), Vec::<String>::new());
    net.restart(0);
    net.connect(0, false);
    assert_eq!(relay(erased(&mut net, 0)), [Some(true)], "and remembered");
}

#[test]
fn y_81_no_backup_brings_it_back_on_whichever_device() {
    let mut net = written();
    let Reply::Documents(backup) = net.tell(1, Ask::Documents) else { panic!() };
    erases(&mut net, 0);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    for device in [0, 1, 2] {
        let merge = Ask::Merge { documents: backup.clone(), origin: None };
        assert!(matches!(net.tell(device, merge), Reply::Merged(_)));
        net.rest();
    }
    assert_eq!(left(&net, &[0, 1, 2], &person(1)), Vec::<String>::new());
    same(&net, &[0, 1, 2]);
    let keys: BTreeSet<DocumentKey> = net.heads(2, "everyone").into_keys().collect();
    assert!(!keys.contains(&person(1)) && keys.contains(&roster()));
}
