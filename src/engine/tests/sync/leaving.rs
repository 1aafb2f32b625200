//! What leaves a device, and when.

use document::Batch;
use engine::{
    message::{Ask, Phase, Reply, Role, Share, Standing},
    storage::Store,
};
use protocol::{AudienceName, Message};

use super::{
    net::Net,
    stories::{circle, two},
};
use crate::world::{Fault, create, field, person, record, roster, set};

const SHARING: [Store; 3] = [Store::Secrets, Store::Operations, Store::Envelopes];

#[test]
fn y_1_nothing_leaves_a_workspace_that_is_not_shared() {
    let mut net = Net::new(1);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.rest();
    net.connect(0, true);
    net.rest();
    assert!(net.wires.is_empty());
    for store in SHARING {
        assert_eq!(net.devices[0].disk.count(store, ""), 0);
    }
    assert_eq!(net.devices[0].sharing.standing, Standing::Alone);
}

#[test]
fn y_2_a_stop_at_any_write_leaves_a_workspace_that_is_shared_or_is_not() {
    let mut shared = 0;
    for fault in [Fault::StopsBefore, Fault::StopsAfter] {
        for write in 0..3 {
            let mut net = Net::new(1);
            net.commit(
                0,
                Batch::new("Add").with(create(&roster(), 1, "Ana")).with(create(&person(1), 1, "Ana")),
            );
            let next = net.devices[0].disk.writes + write;
            net.devices[0].disk.faults.insert(next, fault);
            let (relay, token) = (Some(super::net::RELAY.to_owned()), None);
            let start = Share::Start { relay, token, name: "Alice".into(), device: "Desk".into() };
            net.ask(0, Ask::Share(start));
            net.settle();
            net.devices[0].disk.faults.clear();
            net.restart(0);
            net.rest();
            let disk = &net.devices[0].disk;
            let counts: Vec<usize> = SHARING.iter().map(|store| disk.count(*store, "")).collect();
            match net.devices[0].sharing.standing {
                Standing::Alone => assert_eq!(counts, [0, 0, 0], "{fault:?} at {write}"),
                Standing::Member(Role::Owner) => {
                    assert_eq!(counts, [1, 3, 2], "{fault:?} at {write}");
                    assert_eq!(net.relay.kept.envelopes.values().flatten().count(), 2);
                    shared += 1;
                }
                ref other => panic!("{other:?}"),
            }
        }
    }
    assert!((1..6).contains(&shared));
}

#[test]
fn y_3_a_change_is_on_disk_with_its_envelope_or_not_at_all() {
    for fault in [Fault::Fails, Fault::StopsBefore, Fault::StopsAfter] {
        let mut net = two(Role::Manager);
        let audience = AudienceName::Everyone.id(net.me(0).workspace);
        let sent = |net: &Net| net.frontier(0, audience)[&net.me(0).device] - 2;
        let changes = |net: &Net| {
            let documents = net.devices[0].disk.documents();
            let of = |document: &document::Document| {
                [1, 5].into_iter().map(|id| document.history(crate::world::record(id)).len()).sum::<usize>()
            };
            documents.values().map(of).sum::<usize>() as u64 - 2
        };
        let next = net.devices[0].disk.writes;
        net.devices[0].disk.faults.insert(next + 1, fault);
        for number in 0..4 {
            let batch = Batch::new("Both").with(set(&roster(), 1, "level", &number.to_string())).with(set(
                &person(1),
                1,
                "level",
                &number.to_string(),
            ));
            net.ask(0, Ask::Commit(batch));
            net.settle();
            assert_eq!(changes(&net), sent(&net), "{fault:?}");
            if net.devices[0].is_stopped() {
                net.restart(0);
                net.settle();
            }
        }
        net.rest();
        assert_eq!(changes(&net), sent(&net), "{fault:?}");
        assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    }
}

#[test]
fn y_4_what_is_not_on_disk_was_not_sent_and_its_number_is_used_again() {
    let mut net = two(Role::Manager);
    let next = net.devices[0].disk.writes;
    net.devices[0].disk.faults.insert(next, Fault::StopsBefore);
    let before: usize = net.relay.kept.envelopes.values().map(Vec::len).sum();
    net.ask(0, Ask::Commit(Batch::new("Lost").with(set(&roster(), 1, "name", "Lost"))));
    net.settle();
    assert!(net.devices[0].is_stopped());
    assert_eq!(net.relay.kept.envelopes.values().map(Vec::len).sum::<usize>(), before);
    net.restart(0);
    net.commit(0, Batch::new("Again").with(set(&roster(), 1, "name", "Kept")));
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Kept");
    assert!(net.devices[1].sharing.aside.is_empty(), "no fork");
}

#[test]
fn y_6_what_is_written_is_sealed_under_the_newest_key() {
    let mut net = two(Role::Manager);
    let (workspace, me) = (net.me(0).workspace, net.me(0).device);
    let audience = AudienceName::Everyone.id(workspace);
    let epoch = |net: &Net| {
        let last = net.frontier(0, audience)[&me];
        net.envelope(0, audience, me, last).unwrap().header().epoch.number
    };
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    assert_eq!(epoch(&net), 1);
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    assert_eq!(epoch(&net), 2);
}

#[test]
fn y_16_a_relay_that_went_back_is_reported_and_gets_again_what_it_lost() {
    let mut net = two(Role::Manager);
    let old = net.relay.kept.clone();
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    let kept = |net: &Net| net.relay.kept.envelopes.values().map(Vec::len).sum::<usize>();
    let all = kept(&net);
    net.relay.kept = old;
    net.cut(0);
    net.cut(1);
    net.rest();
    assert_eq!(kept(&net), all);
    for device in [0, 1] {
        let state = &net.devices[device].sharing;
        let rollback = state.rollback.expect("it is reported");
        assert!(rollback.changes > 0 && rollback.mended.is_some(), "{rollback:?}");
        assert_eq!(state.trouble, None, "what is over is no trouble");
    }
    // The report lasts, also over a restart; with another relay it is over.
    let before = net.devices[0].sharing.rollback;
    net.restart(0);
    net.rest();
    assert_eq!(net.devices[0].sharing.rollback, before);
    net.done(0, Share::Relay { relay: Some(super::net::RELAY.to_owned()), token: None });
    net.restart(0);
    net.rest();
    assert_eq!(net.devices[0].sharing.rollback, None);
}

#[test]
fn y_70_a_relay_that_went_back_is_in_trouble_until_it_has_all_again() {
    let mut net = two(Role::Manager);
    let old = net.relay.kept.clone();
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.relay.kept = old;
    // It takes nothing for now.
    net.relay.credit = 0;
    net.cut(0);
    net.rest();
    let state = &net.devices[0].sharing;
    let trouble = state.trouble.clone().expect("it is said");
    assert!(trouble.what.contains("lost something it had"), "{trouble}");
    assert_eq!(state.rollback.map(|rollback| (rollback.changes, rollback.mended)), Some((1, None)));
    // A restart does not end it; that the relay has it again does.
    net.restart(0);
    net.rest();
    assert!(net.devices[0].sharing.trouble.is_some());
    net.relay.credit = 1 << 24;
    net.cut(0);
    net.rest();
    let state = &net.devices[0].sharing;
    assert_eq!((state.trouble.clone(), state.rollback.is_some_and(|it| it.mended.is_some())), (None, true));
}

#[test]
fn y_19_a_relay_that_cannot_be_reached_is_tried_again_and_shown_until_it_works() {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    net.rest();
    let state = &net.devices[0].sharing;
    assert!(matches!(state.paths[0].phase, Phase::Away | Phase::Opening));
    assert!(state.paths[0].problem.is_some());
    assert!(state.trouble.as_ref().is_some_and(|trouble| trouble.what.contains("reached")));
    net.connect(0, true);
    net.rest();
    let state = &net.devices[0].sharing;
    assert_eq!((state.paths[0].phase, state.trouble.clone()), (Phase::Same, None));
}

#[test]
fn y_19_a_relay_without_room_is_said_to_have_none_however_much_waits_for_it() {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    for number in 0..3 {
        net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    net.relay.is_full = true;
    net.connect(0, true);
    net.rest();
    let trouble = net.devices[0].sharing.trouble.clone().expect("it is said");
    assert!(trouble.what.contains("no more room"), "{trouble}");
    net.relay.is_full = false;
    net.cut(0);
    net.rest();
    assert_eq!(net.devices[0].sharing.trouble, None);
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana 2");
}

#[test]
fn y_27_what_the_other_side_has_is_not_sent_again() {
    let mut net = two(Role::Manager);
    for number in 0..5 {
        net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    net.rest();
    net.sent.clear();
    for device in 0..2 {
        net.cut(device);
    }
    net.rest();
    let envelopes =
        net.sent.iter().filter(|bytes| matches!(Message::decode(bytes), Ok(Message::Envelopes(_))));
    assert_eq!(envelopes.count(), 0);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    let envelopes =
        net.sent.iter().filter(|bytes| matches!(Message::decode(bytes), Ok(Message::Envelopes(_))));
    assert_eq!(envelopes.count(), 1);
}

#[test]
fn y_28_what_others_wrote_is_not_taken_back() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Mine").with(set(&roster(), 1, "level", "mine")));
    net.commit(1, Batch::new("Theirs").with(set(&roster(), 1, "title", "theirs")));
    assert_eq!(net.tell(0, Ask::Undo), Reply::Done);
    for device in 0..2 {
        let rows = &net.devices[device].tab.rows;
        assert_eq!((field(rows, 1, "level"), field(rows, 1, "title")), (String::new(), "theirs".into()));
    }
    assert_eq!(net.tell(1, Ask::Undo), Reply::Done);
    assert_eq!(field(&net.devices[0].tab.rows, 1, "title"), "");
    assert!(matches!(net.tell(1, Ask::Undo), Reply::Refused(_)), "Bob did one thing");
}

#[test]
fn y_4_what_was_given_up_was_never_sent_and_what_others_sent_meanwhile_comes_again() {
    let mut net = two(Role::Manager);
    let next = net.devices[0].disk.writes;
    for write in next..next + 4 {
        net.devices[0].disk.faults.insert(write, Fault::Fails);
    }
    let id = net.ask(0, Ask::Commit(Batch::new("Large").with(set(&roster(), 1, "name", "Large"))));
    net.settle();
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.ask(0, Ask::GiveUp);
    net.rest();
    let reply = net.devices[0].tab.replies.get(&id);
    assert!(matches!(reply, Some(Reply::Refused(_))), "{reply:?}");
    net.devices[0].disk.faults.clear();
    net.commit(0, Batch::new("Small").with(set(&roster(), 1, "name", "Small")));
    net.rest();
    for device in 0..2 {
        let rows = &net.devices[device].tab.rows;
        assert_eq!((field(rows, 1, "name"), field(rows, 5, "name")), ("Small".into(), "Eva".into()));
        assert!(net.devices[device].sharing.aside.is_empty());
        net.devices[device].disk.check();
    }
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
}

#[test]
fn y_16_a_relay_that_loses_the_end_of_a_chain_under_way_gets_it_again() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    let chain = (AudienceName::Everyone.id(net.me(0).workspace), net.me(0).device);
    net.relay.kept.envelopes.get_mut(&chain).unwrap().pop();
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    net.rest();
    assert_eq!(net.relay.kept.envelopes[&chain].len() as u64, net.frontier(0, chain.0)[&chain.1]);
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anna");
}

#[test]
fn y_16_a_relay_that_serves_a_circle_no_longer_has_not_gone_back() {
    let mut net = two(Role::Manager);
    let both = circle(&net, &[0, 1]);
    net.done(0, both);
    net.rest();
    let document = format!("circle-{}/index", record(40)).parse().unwrap();
    net.commit(1, Batch::new("Add").with(create(&document, 7, "Pay")));
    net.rest();
    // Away, Bob does not hear that he is taken out of the circle; the relay does.
    net.connect(1, false);
    let one = circle(&net, &[0]);
    net.done(0, one);
    net.rest();
    net.connect(1, true);
    net.rest();
    net.cut(1);
    net.rest();
    assert_eq!(net.devices[1].sharing.trouble, None);
}

#[test]
fn y_16_who_left_hands_in_at_the_next_start_what_a_relay_that_went_back_has_lost() {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    net.settle();
    let old = net.relay.kept.clone();
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.done(1, Share::Leave);
    net.rest();
    assert!(matches!(net.devices[1].sharing.standing, Standing::Out { .. }));
    // Nobody else had it yet. Who is out does not ask the relay again and again.
    net.relay.kept = old;
    net.connect(0, true);
    net.rest();
    assert!(net.wires.values().all(|wire| wire.device == 0));
    let is_out = |net: &Net| {
        let members = &net.devices[0].sharing.members;
        members.iter().any(|member| member.id == net.me(1).member && member.is_out)
    };
    assert_eq!((field(&net.devices[0].tab.rows, 5, "name"), is_out(&net)), (String::new(), false));
    net.restart(1);
    net.rest();
    assert_eq!((field(&net.devices[0].tab.rows, 5, "name"), is_out(&net)), ("Eva".into(), true));
    // The relay knows it again.
    assert!(net.wires.values().all(|wire| wire.device == 0));
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
}

#[test]
fn y_19_who_is_in_again_because_a_removal_does_not_count_is_let_in_again() {
    let mut net = two(Role::Manager);
    let bob = net.me(1);
    net.done(0, Share::SetRole { member: bob.member, role: Role::Owner });
    net.rest();
    // Bob takes his only device out. Alice, away, has handed ownership over to him: without him there
    // would be no owner, so he stays.
    net.connect(0, false);
    net.done(1, Share::RemoveDevice(bob.device));
    net.rest();
    assert!(matches!(net.devices[1].sharing.standing, Standing::Out { .. }));
    let alice = net.me(0).member;
    net.done(0, Share::SetRole { member: alice, role: Role::Manager });
    let Reply::Bundle(file) = net.tell(0, Ask::Share(Share::Bundle { to: None })) else { panic!() };
    net.connect(0, true);
    net.rest();
    let reply = net.tell(1, Ask::Share(Share::TakeBundle(file)));
    assert!(matches!(reply, Reply::Taken(_)), "{reply:?}");
    net.rest();
    let state = &net.devices[1].sharing;
    assert_eq!((&state.standing, &state.trouble), (&Standing::Member(Role::Owner), &None));
    assert_eq!(state.paths[0].phase, Phase::Same);
    net.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Anne");
}
