//! What a relay keeps for others: when it lets contents go, and what it is believed to have.

use document::Batch;
use engine::{
    Effect, Tidiness,
    message::{Ask, Reply, Role, Share},
    storage::{Operation, Store},
};
use kernel::DeviceId;
use protocol::{AudienceId, AudienceName, Item, Message};
use std::collections::BTreeSet;

use super::{net::Net, stories::two};
use crate::world::{create, field, person, roster, set};

/// Snapshots after a few envelopes, and no grace on devices.
const AT_ONCE: Tidiness = Tidiness { after: 6, times: 0, grace: 0 };
const DAY: i64 = 24 * 60 * 60 * 1000;

fn tidy(net: &mut Net) {
    for device in 0..net.devices.len() {
        net.devices[device].tidiness = AT_ONCE;
        net.restart(device);
    }
    net.rest();
}

fn write(net: &mut Net, device: usize, times: usize) {
    for number in 0..times {
        let name = format!("Ana {number}");
        net.commit(device, Batch::new("Name").with(set(&roster(), 1, "name", &name)));
    }
}

fn everyone(net: &Net) -> AudienceId {
    AudienceName::Everyone.id(net.me(0).workspace)
}

/// How many envelopes of a device the relay has with their contents.
fn whole_at_relay(net: &Net, of: DeviceId) -> usize {
    let chain = net.relay.kept.envelopes.get(&(everyone(net), of)).into_iter().flatten();
    chain.filter(|(_, bytes)| matches!(Item::decode(bytes), Ok(Item::Whole(_)))).count()
}

/// How often it was said since that a snapshot was found right.
fn said(net: &Net, since: usize) -> usize {
    let sent = net.sent[since..].iter().filter_map(|bytes| Message::decode(bytes).ok());
    sent.filter(|message| matches!(message, Message::Covered { .. })).count()
}

/// Text that does not pack well.
fn prose(number: usize, length: usize) -> String {
    let mut state = number as u64 + 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    (0..length).map(letter).collect()
}

/// Everything happens; in which transactions of a device which documents came, each once.
fn documents_written(net: &mut Net, device: usize) -> Vec<Vec<String>> {
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    loop {
        let mut went_on = false;
        for at in 0..net.devices.len() {
            if let (true, Some(Effect::Write { transaction, .. })) =
                (at == device, net.devices[at].wants.front())
            {
                let keys = transaction.operations.iter().filter_map(|operation| match operation {
                    Operation::Put { store: Store::Chunks, key, .. } => key.split('|').next(),
                    _ => None,
                });
                let new: Vec<String> =
                    keys.map(str::to_owned).filter(|key| seen.insert(key.clone())).collect();
                all.extend((!new.is_empty()).then_some(new));
            }
            went_on |= net.step(at);
        }
        went_on |= net.deliver_directs();
        for conn in net.wires.keys().copied().collect::<Vec<_>>() {
            went_on |= net.deliver_up(conn);
            went_on |= net.deliver_down(conn);
        }
        if !went_on {
            return all;
        }
    }
}

/// Says something to the relay as a device that is connected.
fn inject(net: &mut Net, device: usize, message: &Message) {
    let conn = net.wires.iter().find(|(_, wire)| wire.device == device).map(|(conn, _)| *conn);
    net.relay.frame(conn.expect("connected"), &message.encode());
    net.spread();
    net.rest();
}

#[test]
fn y_67_who_comes_gets_whole_documents_one_after_the_other_the_small_ones_first() {
    let mut net = two(Role::Manager);
    for device in 0..2 {
        net.devices[device].tidiness = Tidiness { after: 6, times: 0, grace: i64::MAX };
        net.restart(device);
    }
    let sizes = [(person(1), 400_000), (person(2), 60_000), (person(3), 280_000), (person(4), 200_000)];
    for number in 0..8 {
        for (at, (document, size)) in sizes.iter().enumerate() {
            let record = u8::try_from(at).unwrap() + 20;
            let edit = match number {
                0 => create(document, record, &prose(at, *size)),
                _ => set(document, record, "title", &format!("Ana {number}")),
            };
            net.commit(0, Batch::new("Write").with(edit));
        }
    }
    net.rest();
    net.rest();
    let chain = &net.relay.kept.envelopes[&(everyone(&net), net.me(0).device)];
    let is_whole = |bytes: &[u8]| matches!(Item::decode(bytes), Ok(Item::Whole(_)));
    let lengths = chain.iter().map(|(_, bytes)| bytes).filter(|bytes| is_whole(bytes)).map(Vec::len);
    let large: Vec<usize> = lengths.filter(|length| *length > 20_000).collect();
    assert_eq!(large.len(), 4, "one snapshot of each");
    assert!(!large.is_sorted(), "in their chain they stand otherwise");

    net.add_device();
    let link = net.invite(0, Some(Role::Manager));
    net.join(2, link);
    net.rest();
    let request = net.devices[0].sharing.requests.first().cloned().unwrap();
    net.ask(0, Ask::Share(Share::Approve { invitation: request.invitation, words: request.words }));
    let mut written = documents_written(&mut net, 2);
    written.iter_mut().for_each(|keys| keys.retain(|key| key.contains("person")));
    written.retain(|keys| !keys.is_empty());
    let expected: [&[u8]; 3] = [&[2, 4], &[3], &[1]];
    assert_eq!(
        written,
        expected.map(|numbers| numbers.iter().map(|at| person(*at).to_string()).collect::<Vec<_>>())
    );
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(2, "everyone"));
}

#[test]
fn y_67_what_is_shared_at_first_is_sent_the_small_documents_first() {
    let mut net = Net::new(1);
    for (at, size) in [30_000, 300, 9_000].into_iter().enumerate() {
        let number = u8::try_from(at).unwrap() + 1;
        net.commit(0, Batch::new("Add").with(create(&person(number), number, &prose(at, size))));
    }
    net.start_sharing(0);
    net.rest();
    let chain = &net.relay.kept.envelopes[&(everyone(&net), net.me(0).device)];
    let lengths: Vec<usize> = chain.iter().map(|(_, bytes)| bytes.len()).collect();
    assert!(lengths.len() >= 3 && lengths.is_sorted(), "{lengths:?}");
}

#[test]
fn y_69_a_maker_whose_snapshot_nobody_confirms_says_it_until_the_relays_time_of_grace_is_over() {
    let mut net = two(Role::Manager);
    net.connect(1, false);
    tidy(&mut net);
    let since = net.sent.len();
    write(&mut net, 0, 20);
    net.rest();
    let alice = net.me(0).device;
    assert!(whole_at_relay(&net, alice) > 20, "Bob may still look at it");
    assert!(said(&net, since) > 0);
    net.now += 29 * DAY;
    net.cut(0);
    net.rest();
    assert!(whole_at_relay(&net, alice) > 20, "29 days");
    net.now += DAY;
    net.cut(0);
    net.rest();
    assert!(whole_at_relay(&net, alice) < 8, "{}", whole_at_relay(&net, alice));
    // It knows that it was believed, and does not say it again.
    let since = net.sent.len();
    net.cut(0);
    net.rest();
    net.restart(0);
    net.rest();
    assert_eq!(said(&net, since), 0);
    net.connect(1, true);
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
}

#[test]
fn y_69_a_key_in_a_drawer_is_not_waited_for() {
    let mut net = Net::new(1);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.start_sharing(0);
    let made = net.tell(0, Ask::Share(Share::MakeRecoveryKey { name: "Recovery key".into() }));
    assert!(matches!(made, Reply::RecoveryKey(_)));
    tidy(&mut net);
    write(&mut net, 0, 20);
    net.rest();
    let alice = net.me(0).device;
    assert!(whole_at_relay(&net, alice) < 6, "{}", whole_at_relay(&net, alice));
}

#[test]
fn y_68_a_link_that_somebody_else_hands_in_never_counts_as_what_its_writer_wrote() {
    for while_away in [true, false] {
        let mut net = two(Role::Manager);
        let alice = net.me(0).device;
        net.connect(0, false);
        write(&mut net, 0, 5);
        let last = net.frontier(0, everyone(&net))[&alice];
        let relay_has = |net: &Net| {
            let safety = &net.devices[0].sharing.safety;
            safety.holders(document::Audience::Everyone, last).any(|holder| holder.device.is_none())
        };
        let Some(Item::Whole(newest)) = net.envelope(0, everyone(&net), alice, last) else { panic!() };
        let link = Message::Envelopes(vec![newest.stub().encode()]);
        if while_away {
            // Bob has it from Alice directly, and his program is another one.
            inject(&mut net, 1, &link);
            assert!(!relay_has(&net));
        } else {
            // What she hands in gets lost on its way, and his link is there first.
            net.connect(0, true);
            net.wires.values_mut().filter(|wire| wire.device == 0).for_each(|wire| wire.up.clear());
            inject(&mut net, 1, &link);
        }
        assert_eq!(whole_at_relay(&net, alice) < usize::try_from(last).unwrap(), while_away);
        net.connect(0, true);
        net.rest();
        assert!(relay_has(&net));
        assert_eq!(whole_at_relay(&net, alice), usize::try_from(last).unwrap(), "contents and all");
        assert!(
            net.devices[0].sharing.trouble.is_none(),
            "nobody went back: {:?}",
            net.devices[0].sharing.trouble
        );
        // Bob, who waited for what the link stands for, has it, and so does who comes now.
        assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
        net.add_device();
        net.let_in(0, 2, Some(Role::Manager));
        assert_eq!(field(&net.devices[2].tab.rows, 1, "name"), "Ana 4");
    }
}

#[test]
fn y_95_contents_of_who_is_out_are_handed_in_where_the_relay_has_only_links() {
    let mut net = two(Role::Manager);
    let (bob, everyone) = (net.me(1).device, everyone(&net));
    write(&mut net, 1, 5);
    let whole = whole_at_relay(&net, bob);
    assert!(whole >= 5);
    // It went back, and got from Bob what he had of his chain by then: links.
    let chain = net.relay.kept.envelopes.get_mut(&(everyone, bob)).unwrap();
    for (sequence, (_, bytes)) in (1..).zip(chain.iter_mut()) {
        let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { panic!() };
        *bytes = envelope.stub().encode();
        net.relay.kept.words.insert((everyone, bob, sequence));
    }
    net.connect(0, false);
    net.connect(0, true);
    assert_eq!(whole_at_relay(&net, bob), 0, "he may yet send what stands for them");
    net.done(0, Share::RemoveMember(net.me(1).member));
    assert_eq!(whole_at_relay(&net, bob), whole);
    assert!(net.devices[0].sharing.trouble.is_none(), "nothing that was here is gone");
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    assert_eq!(field(&net.devices[2].tab.rows, 1, "name"), "Ana 4");
}
