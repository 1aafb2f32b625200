//! Two devices meet without a server, by codes that people carry from one to the other.

use document::Batch;
use engine::message::{Ask, Meet, MeetingState, Path, Reply, Role, Share};

use super::{net::Net, stories::two};
use crate::world::{field, roster, set};

/// Alice and Bob, whose browsers make direct connections, without a relay.
fn apart() -> Net {
    let mut net = two(Role::Manager);
    net.browsers.make = true;
    net.connect(0, false);
    net.connect(1, false);
    net.settle();
    net
}

fn meet(net: &mut Net, device: usize, meet: Meet) -> Reply {
    net.tell(device, Ask::Share(Share::Meet(meet)))
}

fn state(net: &Net, device: usize) -> Option<MeetingState> {
    net.devices[device].sharing.meeting.clone()
}

/// The code that a device shows.
fn shown(net: &Net, device: usize) -> String {
    match state(net, device) {
        Some(MeetingState::Show { code } | MeetingState::Return { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

fn show(net: &mut Net, device: usize) -> String {
    assert_eq!(meet(net, device, Meet::Show), Reply::Done);
    shown(net, device)
}

fn take(net: &mut Net, device: usize, code: &str) {
    assert_eq!(meet(net, device, Meet::Take(code.to_owned())), Reply::Done);
}

/// A code is refused for this reason, and nothing has happened.
fn refused(net: &mut Net, device: usize, code: &str, why: &str) {
    let before = state(net, device);
    let reply = meet(net, device, Meet::Take(code.to_owned()));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains(why)), "{why}: {reply:?}");
    assert_eq!(state(net, device), before);
}

fn failure(net: &Net, device: usize) -> String {
    match state(net, device) {
        Some(MeetingState::Failed(problem)) => problem.what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn y_34_two_codes_connect_two_devices_without_a_server() {
    let mut net = apart();
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    let first = show(&mut net, 0);
    take(&mut net, 1, &first);
    let second = shown(&net, 1);
    assert!(first.len() < 600 && second.len() < 600, "{} and {}", first.len(), second.len());
    // As a messenger may have broken it.
    take(&mut net, 0, &format!("“{}\n {}”", &second[..100], &second[100..]));
    assert_eq!(state(&net, 0), Some(MeetingState::Connected(net.me(1).device)));
    assert_eq!(state(&net, 1), Some(MeetingState::Connected(net.me(0).device)));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anne");
    net.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Anna");
    for device in 0..2 {
        assert_eq!(meet(&mut net, device, Meet::Stop), Reply::Done);
        assert_eq!(state(&net, device), None);
        let peers = net.devices[device].sharing.paths.iter().filter(|path| path.path == Path::Peer);
        assert_eq!(peers.count(), 1, "the connection stays");
    }
}

#[test]
fn y_34_a_code_says_nothing_to_who_is_not_a_member() {
    let mut net = apart();
    let code = show(&mut net, 0);
    let bytes = code.as_bytes();
    for plain in [&b"user"[..], b"abcdefghijklmnopqrstuv", b"10.0.0"] {
        assert!(!bytes.windows(plain.len()).any(|part| part == plain));
    }
    let mut other = Net::seeded(9, 1);
    other.browsers.make = true;
    other.start_sharing(0);
    refused(&mut other, 0, &code, "another workspace");
    let mut alone = Net::seeded(7, 1);
    refused(&mut alone, 0, &code, "not shared");
}

#[test]
fn y_34_codes_that_are_wrong_old_own_or_for_others_are_refused_with_the_reason() {
    let mut net = apart();
    let first = show(&mut net, 0);
    refused(&mut net, 0, &first, "this device shows");
    refused(&mut net, 1, "Hello Bob", "not a code");
    refused(&mut net, 1, &first[..100], "missing");
    refused(
        &mut net,
        1,
        &first.replacen(&first[50..51], if &first[50..51] == "a" { "b" } else { "a" }, 1),
        "changed",
    );
    take(&mut net, 1, &first);
    let answer = shown(&net, 1);
    refused(&mut net, 1, &answer, "this device shows");
    // Alice begins anew: what answers her old code is of no use.
    let again = show(&mut net, 0);
    assert_ne!(first, again);
    refused(&mut net, 0, &answer, "not shown here any more");
    assert_eq!(meet(&mut net, 0, Meet::Stop), Reply::Done);
    refused(&mut net, 0, &answer, "not shown here any more");
}

#[test]
fn y_34_who_was_taken_out_meets_nobody() {
    let mut net = apart();
    net.done(0, Share::RemoveMember(net.me(1).member));
    let code = show(&mut net, 1);
    refused(&mut net, 0, &code, "taken out");
    let code = show(&mut net, 0);
    refused(&mut net, 1, &code, "key that this device does not have");
}

#[test]
fn y_34_a_device_that_missed_a_new_key_shows_the_code_and_is_answered_under_the_old_one() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.connect(1, false);
    net.done(0, Share::RemoveMember(net.me(2).member));
    net.connect(0, false);
    net.browsers.make = true;
    let newer = show(&mut net, 0);
    refused(&mut net, 1, &newer, "key that this device does not have yet");
    let code = show(&mut net, 1);
    take(&mut net, 0, &code);
    let answer = shown(&net, 0);
    take(&mut net, 1, &answer);
    net.settle();
    assert_eq!(state(&net, 1), Some(MeetingState::Connected(net.me(0).device)));
    assert_eq!(net.membership(0).heads(), net.membership(1).heads());
}

#[test]
fn y_34_codes_have_their_time_and_say_when_it_is_over() {
    let mut net = apart();
    let first = show(&mut net, 0);
    net.now += 5 * 60_000;
    net.tick(0);
    net.settle();
    assert_eq!(shown(&net, 0), first, "people take their time");
    net.now += 6 * 60_000;
    net.tick(0);
    net.settle();
    assert!(failure(&net, 0).contains("Nobody answered"));
    take(&mut net, 1, &first);
    let answer = shown(&net, 1);
    refused(&mut net, 0, &answer, "not shown here any more");
    net.now += 11 * 60_000;
    net.tick(1);
    net.settle();
    assert!(failure(&net, 1).contains("did not connect"));
    // In two networks that do not reach each other.
    net.browsers.apart = true;
    let first = show(&mut net, 0);
    take(&mut net, 1, &first);
    let answer = shown(&net, 1);
    take(&mut net, 0, &answer);
    assert_eq!(state(&net, 0), Some(MeetingState::Connecting));
    net.now += 60_000;
    net.tick(0);
    net.settle();
    assert!(failure(&net, 0).contains("did not find each other"));
    assert!(net.directs.is_empty());
}

#[test]
fn y_34_both_may_show_a_code_and_one_takes_the_other_s() {
    let mut net = apart();
    let (first, _) = (show(&mut net, 0), show(&mut net, 1));
    take(&mut net, 1, &first);
    let answer = shown(&net, 1);
    take(&mut net, 0, &answer);
    assert_eq!(net.directs.len(), 1);
}
