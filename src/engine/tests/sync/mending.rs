//! Bytes on the disk of one device are damaged, and it has them again: out of the chains on that
//! disk, or out of what the relay or another device sends once more.

use document::{Batch, DocumentKey};
use engine::{
    Tidiness,
    message::{Ask, Reply, Role, Standing},
    storage::Store,
};
use protocol::Item;

use super::{net::Net, stories::two};
use crate::world::{create, field, person, roster, set};

/// Turns a bit in every row of a store whose key begins like this.
fn flip(net: &mut Net, device: usize, store: Store, prefix: &str) -> usize {
    let rows = net.devices[device].disk.rows.iter_mut();
    let harmed = rows.filter(|((of, key), _)| *of == store && key.starts_with(prefix));
    let harmed = harmed.map(|(_, value)| {
        let middle = value.len() / 2;
        value[middle] ^= 0x04;
    });
    harmed.count()
}

fn chunks_of(key: &DocumentKey) -> String {
    format!("{key}|")
}

fn rename(net: &mut Net, device: usize, name: &str) -> Reply {
    net.tell(device, Ask::Commit(Batch::new("Rename").with(set(&person(1), 11, "name", name))))
}

/// Both have written about Ana.
fn written() -> Net {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Add").with(create(&person(1), 11, "Goal")));
    for number in 0..5 {
        assert_eq!(rename(&mut net, 0, &format!("Ana {number}")), Reply::Done);
        assert_eq!(rename(&mut net, 1, &format!("Anna {number}")), Reply::Done);
    }
    net.commit(0, Batch::new("Add").with(create(&roster(), 2, "Ben")));
    net
}

fn is_well(net: &mut Net, device: usize) {
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    assert_eq!(net.heads(0, &person(1).to_string()), net.heads(1, &person(1).to_string()));
    net.devices[device].disk.check();
    net.restart(device);
    net.rest();
    assert_eq!(field(&net.devices[device].tab.rows, 11, "name"), "Whole");
}

#[test]
fn s_28_a_damaged_document_is_put_together_out_of_the_chains_on_the_same_disk() {
    for device in 0..2 {
        let mut net = written();
        net.connect(device, false);
        assert!(flip(&mut net, device, Store::Chunks, &chunks_of(&person(1))) > 5);
        net.restart(device);
        assert_eq!(rename(&mut net, device, "Whole"), Reply::Done, "who edits it does not even notice");
        net.connect(device, true);
        is_well(&mut net, device);
    }
}

#[test]
fn s_28_one_bit_of_whichever_chunk_is_noticed_and_mended_also_out_of_a_snapshot() {
    let mut net = written();
    for device in 0..2 {
        net.devices[device].tidiness = Tidiness { after: 6, times: 0, grace: i64::MAX };
        net.restart(device);
    }
    net.rest();
    let stubs = net.devices[1].disk.read(Store::Envelopes, "");
    let stubs = stubs.iter().filter(|(_, bytes)| matches!(Item::decode(bytes), Ok(Item::Emptied(_))));
    assert!(stubs.count() > 0, "what came first is only in snapshots by now");
    net.connect(1, false);
    let good = net.devices[1].disk.clone();
    for (key, bytes) in good.read(Store::Chunks, &chunks_of(&person(1))) {
        for at in (0..bytes.len()).step_by(bytes.len() / 5) {
            net.devices[1].disk = good.clone();
            let row = net.devices[1].disk.rows.get_mut(&(Store::Chunks, key.clone())).expect("a chunk");
            row[at] ^= 1 << (at % 8);
            net.restart(1);
            assert_eq!(rename(&mut net, 1, "Whole"), Reply::Done, "{key}, byte {at}");
            net.devices[1].disk.check();
        }
    }
}

#[test]
fn s_28_what_the_disk_has_nowhere_any_more_is_sent_again() {
    for device in 0..2 {
        let mut net = written();
        flip(&mut net, device, Store::Chunks, &chunks_of(&person(1)));
        let envelopes = flip(&mut net, device, Store::Envelopes, "");
        net.connect(device, false);
        net.restart(device);
        let reply = rename(&mut net, device, "Lost");
        assert!(
            matches!(&reply, Reply::Refused(problem) if problem.place == person(1).to_string()),
            "{reply:?}"
        );
        net.commit(device, Batch::new("Rename").with(set(&roster(), 2, "name", "Benno")));
        assert!(envelopes > 10);

        net.connect(device, true);
        net.rest();
        assert_eq!(rename(&mut net, device, "Whole"), Reply::Done);
        is_well(&mut net, device);
    }
}

#[test]
fn s_28_an_envelope_that_is_not_as_it_was_is_not_passed_on_and_is_had_again() {
    let mut net = written();
    net.connect(0, false);
    net.connect(1, false);
    let good = net.devices[0].disk.read(Store::Envelopes, "");
    let own = good.iter().filter(|(key, _)| key.contains(&net.me(0).device.to_string()));
    let own: Vec<String> = own.map(|(key, _)| key.clone()).collect();
    for key in own.iter().step_by(4) {
        flip(&mut net, 0, Store::Envelopes, key);
    }
    // The relay has to begin anew with what the devices bring.
    net.relay.kept.envelopes.clear();
    net.connect(0, true);
    net.rest();
    let strange = net.devices[0].sharing.paths.iter().filter_map(|path| path.problem.as_ref());
    assert!(strange.clone().all(|problem| problem.what.contains("from the disk")), "{strange:?}");

    net.connect(1, true);
    net.rest();
    let now = net.devices[0].disk.read(Store::Envelopes, "");
    let bad: Vec<&String> = good.iter().filter(|row| !now.contains(row)).map(|(key, _)| key).collect();
    assert!(bad.is_empty(), "still as damaged as it was: {bad:?}");
    assert_eq!(rename(&mut net, 0, "Whole"), Reply::Done);
    is_well(&mut net, 0);
}

#[test]
fn s_28_one_wrong_bit_in_whichever_row_costs_nothing_that_others_have() {
    let mut net = written();
    net.connect(1, false);
    let good = net.devices[1].disk.clone();
    let rows = good.rows.iter().filter(|(_, value)| !value.is_empty()).map(|(row, value)| (row, value.len()));
    for (number, (row, length)) in rows.enumerate() {
        net.devices[1].disk = good.clone();
        let value = net.devices[1].disk.rows.get_mut(row).expect("the row");
        value[number * 7919 % length] ^= 1 << (number % 8);
        net.restart(1);
        net.connect(1, true);
        net.rest();
        let reply = rename(&mut net, 1, "Whole");
        let is_only_here = match row.0 {
            Store::Meta => matches!(row.1.as_str(), "identity" | "sharing"),
            Store::Secrets => row.1 == "device",
            _ => false,
        };
        if is_only_here {
            assert!(matches!(reply, Reply::Refused(_)), "{row:?}: nobody else has that: {reply:?}");
        } else {
            assert_eq!(reply, Reply::Done, "{row:?}");
            net.commit(1, Batch::new("Rename").with(set(&roster(), 2, "name", "Benno")));
            net.rest();
            assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"), "{row:?}");
            net.devices[1].disk.check();
            let operations = net.devices[1].disk.read(Store::Operations, "");
            let before = good.read(Store::Operations, "");
            assert!(before.iter().all(|operation| operations.contains(operation)), "{row:?}");
        }
        net.connect(1, false);
    }
}

#[test]
fn s_28_a_hole_in_the_log_is_said_until_others_have_filled_it() {
    let mut net = written();
    net.connect(1, false);
    flip(&mut net, 1, Store::Operations, "");
    net.restart(1);
    net.rest();
    assert_eq!(net.devices[1].sharing.standing, Standing::Torn);
    let reply = rename(&mut net, 1, "Lost");
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("who belongs")), "{reply:?}");
    net.connect(1, true);
    net.rest();
    assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Manager));
    assert_eq!(rename(&mut net, 1, "Whole"), Reply::Done);
    is_well(&mut net, 1);
}

/// Takes the statement that takes somebody out off a disk, or turns a bit in it.
fn lose_removal(net: &mut Net, device: usize, is_gone: bool) {
    let rows = &mut net.devices[device].disk.rows;
    let is_removal = |bytes: &[u8]| {
        protocol::Operation::decode(bytes)
            .is_ok_and(|said| matches!(said.body, protocol::Body::RemoveMember { .. }))
    };
    let found = rows.iter().find(|((store, _), value)| *store == Store::Operations && is_removal(value));
    let key = found.expect("a removal").0.clone();
    if is_gone {
        rows.remove(&key);
    } else {
        rows.get_mut(&key).expect("it is there")[40] ^= 1;
    }
}

#[test]
fn s_33_who_has_lost_a_removal_writes_nothing_under_the_old_key() {
    for is_gone in [true, false] {
        let mut net = written();
        net.add_device();
        net.let_in(0, 2, Some(Role::Manager));
        net.done(0, engine::message::Share::RemoveMember(net.me(2).member));
        net.rest();
        net.connect(1, false);
        net.stop(1);
        lose_removal(&mut net, 1, is_gone);
        net.restart(1);
        net.rest();
        assert_eq!(net.devices[1].sharing.standing, Standing::Torn);
        assert!(matches!(rename(&mut net, 1, "Under the old key"), Reply::Refused(_)));
        let share = engine::message::Share::Rename { device: None, name: "Bobby".into() };
        assert!(matches!(net.tell(1, Ask::Share(share)), Reply::Refused(_)));
        net.connect(1, true);
        net.rest();
        assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Manager));
        assert_eq!(net.membership(0).heads(), net.membership(1).heads());
        assert_eq!(rename(&mut net, 1, "Whole"), Reply::Done);
        is_well(&mut net, 1);
        assert_ne!(field(&net.devices[2].tab.rows, 11, "name"), "Whole");
    }
}

#[test]
fn s_33_what_nobody_has_is_not_waited_for() {
    let mut net = written();
    net.connect(1, false);
    net.done(1, engine::message::Share::Rename { device: None, name: "Bobby".into() });
    net.stop(1);
    let own = net.me(1).device;
    net.devices[1].disk.rows.retain(|(store, _), value| {
        let said = protocol::Operation::decode(value);
        *store != Store::Operations
            || !said
                .is_ok_and(|said| said.author == own && matches!(said.body, protocol::Body::Rename { .. }))
    });
    net.restart(1);
    net.connect(1, true);
    net.rest();
    assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Manager));
    assert_eq!(rename(&mut net, 1, "Whole"), Reply::Done);
    is_well(&mut net, 1);
}

#[test]
fn s_28_nobody_is_asked_without_end_for_what_is_nowhere() {
    let mut net = written();
    for device in 0..2 {
        flip(&mut net, device, Store::Chunks, &chunks_of(&person(1)));
        flip(&mut net, device, Store::Envelopes, "");
    }
    net.relay = super::relay::Relay::default();
    for device in 0..2 {
        net.restart(device);
        assert!(matches!(rename(&mut net, device, "Lost"), Reply::Refused(_)));
    }
    net.rest();
    let before = net.sent.len();
    for _ in 0..10 {
        net.connect(1, false);
        net.rest();
        net.connect(1, true);
        net.rest();
    }
    assert!(net.sent.len() - before < 400, "{} messages", net.sent.len() - before);
    assert_eq!(field(&net.devices[1].tab.rows, 11, "name"), "Anna 4", "what was shown last stays");
}
