//! What pages are told of sharing is on the disk (S-30), and who gives up a right hands in first what
//! was written with it (S-31).

use document::{Batch, DocumentKey};
use engine::message::{Ask, Event, Reply, Role, Share, Standing};

use super::{
    net::Net,
    stories::{circle, two},
};
use crate::world::{Fault, create, field, names, record, roster, set};

/// The next writes of a device fail.
fn failing(net: &mut Net, device: usize, writes: usize) {
    let next = net.devices[device].disk.writes;
    net.devices[device].disk.faults.extend((next..next + writes).map(|write| (write, Fault::Fails)));
}

fn is_out(net: &Net, member: usize) -> bool {
    let id = net.me(member).member;
    net.devices[0].sharing.members.iter().any(|one| one.id == id && one.is_out)
}

fn asked(net: &mut Net) -> engine::message::SharingState {
    let Reply::Sharing(state) = net.tell(0, Ask::Share(Share::State)) else { panic!() };
    *state
}

#[test]
fn s_30_a_removal_is_shown_when_it_is_on_disk_and_never_when_it_was_given_up() {
    let mut net = two(Role::Manager);
    failing(&mut net, 0, 1_000);
    let bob = net.me(1).member;
    let id = net.ask(0, Ask::Share(Share::RemoveMember(bob)));
    let later = net.ask(0, Ask::Commit(Batch::new("Later").with(set(&roster(), 1, "name", "Later"))));
    net.rest();
    assert!(!is_out(&net, 1), "what is not on disk is not shown");
    assert!(!asked(&mut net).members.iter().any(|one| one.is_out), "nor said when it is asked for");

    // Given up, it never was; what was written after it goes to everybody, as the page says.
    net.devices[0].disk.faults.clear();
    net.ask(0, Ask::GiveUp);
    net.rest();
    let reply = net.devices[0].tab.replies.get(&id);
    assert!(matches!(reply, Some(Reply::Refused(_))), "{reply:?}");
    assert_eq!(net.devices[0].tab.replies.get(&later), Some(&Reply::Done));
    assert!(!is_out(&net, 1) && !asked(&mut net).members.iter().any(|one| one.is_out));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Later");

    // Done again, it is shown and counts.
    net.done(0, Share::RemoveMember(bob));
    net.rest();
    assert!(is_out(&net, 1));
    net.commit(0, Batch::new("Secret").with(set(&roster(), 1, "name", "Hidden")));
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Later");
}

#[test]
fn s_30_a_removal_that_is_written_at_the_second_try_is_shown_then() {
    let mut net = two(Role::Manager);
    failing(&mut net, 0, 1);
    let bob = net.me(1).member;
    net.ask(0, Ask::Share(Share::RemoveMember(bob)));
    net.settle();
    assert!(!is_out(&net, 1));
    net.rest();
    assert!(is_out(&net, 1));
}

#[test]
fn s_30_who_comes_back_by_a_key_is_called_a_member_when_who_they_are_is_on_disk() {
    let mut net = two(Role::Manager);
    let share = Share::MakeRecoveryKey { name: "Paper".into() };
    let Reply::RecoveryKey(sheet) = net.tell(0, Ask::Share(share)) else { panic!() };
    net.rest();
    net.add_device();
    failing(&mut net, 2, 1);
    let recover = Share::Recover { sheet, relay: super::net::RELAY.into(), device: "New".into() };
    net.ask(2, Ask::Share(recover));
    net.settle();
    assert!(!matches!(net.devices[2].sharing.standing, Standing::Member(_)), "not before it is on disk");
    net.rest();
    net.rest();
    assert_eq!(net.devices[2].sharing.standing, Standing::Member(Role::Owner));
    let events = &net.devices[2].tab.events;
    let who = events.iter().position(|event| matches!(event, Event::Identity(_))).expect("who it is");
    let is_member = |event: &Event| matches!(event, Event::Sharing(state) if matches!(state.standing, Standing::Member(_)));
    assert!(who < events.iter().position(is_member).expect("a member"), "first who, then what");
}

#[test]
fn s_30_sharing_that_could_not_be_begun_is_not_shown_as_begun() {
    let mut net = Net::new(1);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    failing(&mut net, 0, 1_000);
    let (relay, token) = (Some(super::net::RELAY.to_owned()), None);
    net.ask(0, Ask::Share(Share::Start { relay, token, name: "Ana".into(), device: "Desk".into() }));
    net.rest();
    assert_eq!(net.devices[0].sharing.standing, Standing::Alone);
    net.devices[0].disk.faults.clear();
    net.ask(0, Ask::GiveUp);
    net.rest();
    assert_eq!(
        (asked(&mut net).standing, &net.devices[0].sharing.standing),
        (Standing::Alone, &Standing::Alone)
    );
    net.start_sharing(0);
    net.rest();
    assert_eq!(net.devices[0].sharing.standing, Standing::Member(Role::Owner));
}

#[test]
fn s_31_who_leaves_a_circle_without_a_network_hands_in_what_was_written_for_it() {
    let mut net = two(Role::Manager);
    let (both, alone) = (circle(&net, &[0, 1]), circle(&net, &[0]));
    net.done(0, both);
    net.rest();
    let document: DocumentKey = format!("circle-{}/index", record(40)).parse().unwrap();
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&document, 7, "Pay")));
    net.commit(1, Batch::new("Add").with(create(&roster(), 8, "Open")));
    net.done(1, alone);
    net.commit(1, Batch::new("Add").with(create(&roster(), 9, "After")));
    net.restart(1);
    net.connect(1, true);
    net.rest();
    let at_alice = names(&net.devices[0].disk);
    assert!(["Pay", "Open", "After"].iter().all(|name| at_alice.contains(*name)), "{at_alice:?}");
    let members = |device: usize| net.devices[device].sharing.circles[0].members.len();
    assert_eq!((members(0), members(1)), (1, 1));
    for device in 0..2 {
        let state = &net.devices[device].sharing;
        assert_eq!((&state.trouble, state.aside.len()), (&None, 0), "{device}");
    }
}

#[test]
fn s_31_what_an_ended_right_was_made_of_goes_before_what_was_written_with_it() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    let bob = net.me(1).member;
    net.done(0, Share::SetRole { member: bob, role: Role::Owner });
    net.rest();
    // All without a network: a circle is made and left, somebody taken out, a new key written under; then
    // Bob goes.
    net.connect(1, false);
    let (both, alone) = (circle(&net, &[0, 1]), circle(&net, &[0]));
    net.done(1, both);
    let document: DocumentKey = format!("circle-{}/index", record(40)).parse().unwrap();
    net.commit(1, Batch::new("Add").with(create(&document, 7, "Pay")));
    net.done(1, alone);
    let cem = net.me(2).member;
    net.done(1, Share::RemoveMember(cem));
    net.commit(1, Batch::new("Add").with(create(&roster(), 8, "Hidden from Cem")));
    net.done(1, Share::Leave);
    net.connect(1, true);
    net.rest();
    let at = |device: usize| names(&net.devices[device].disk);
    assert!(["Pay", "Hidden from Cem"].iter().all(|name| at(0).contains(*name)), "{:?}", at(0));
    assert!(!at(2).contains("Hidden from Cem"));
    assert!(matches!(net.devices[1].sharing.standing, Standing::Out { .. }));
    let gone = net.membership(0).view().devices().values().filter(|device| !device.active).count();
    assert_eq!(gone, 2, "Cem and Bob");
}

#[test]
fn s_31_nobody_waits_for_a_relay_that_has_heard_already_who_is_not_in_a_circle() {
    let mut net = two(Role::Manager);
    let (both, alone) = (circle(&net, &[0, 1]), circle(&net, &[0]));
    net.done(0, both);
    net.rest();
    let document: DocumentKey = format!("circle-{}/index", record(40)).parse().unwrap();
    // Bob writes for it and leaves it; meanwhile Alice has taken him out.
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&document, 7, "Pay")));
    net.done(1, alone.clone());
    net.done(0, alone);
    net.rest();
    net.connect(1, true);
    net.rest();
    assert_eq!(net.membership(0).heads(), net.membership(1).heads(), "that he left is heard");
    for device in 0..2 {
        let state = &net.devices[device].sharing;
        assert_eq!((&state.trouble, state.paths[0].phase), (&None, engine::message::Phase::Same), "{device}");
    }
}
