//! Alice shares her workspace with Bob: from the invitation to the removal.

use document::Batch;
use engine::message::{Ask, Reply, Role, Share, Standing};

use super::net::Net;
use crate::world::{create, field, person, record, roster, set};

/// Makes the circle, or changes who is in it.
pub fn circle(net: &Net, who: &[usize]) -> Share {
    Share::Circle { circle: record(40), members: who.iter().map(|one| net.me(*one).member).collect() }
}

/// Alice, with something written, shares; Bob is let in.
pub fn two(role: Role) -> Net {
    let mut net = Net::new(2);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")).with(create(&person(1), 1, "Ana")));
    net.start_sharing(0);
    let (bob, alice) = net.let_in(0, 1, Some(role));
    assert_eq!(bob, alice, "both read the same words");
    assert_eq!(bob.len(), 5);
    net
}

#[test]
fn y_22_who_is_let_in_reads_what_was_there() {
    let net = two(Role::Manager);
    assert_eq!(net.me(0).workspace, net.me(1).workspace);
    assert_ne!(net.me(0).member, net.me(1).member);
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana");
}

#[test]
fn edits_go_both_ways_live_and_after_hours_apart() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Title").with(set(&roster(), 1, "title", "Captain")));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "title"), "Captain");
    net.commit(1, Batch::new("Add").with(create(&roster(), 2, "Ben")));
    assert_eq!(field(&net.devices[0].tab.rows, 2, "name"), "Ben");

    net.connect(0, false);
    net.connect(1, false);
    for number in 0..20 {
        net.commit(0, Batch::new("Name").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
        net.commit(1, Batch::new("Level").with(set(&roster(), 1, "level", &format!("{number}"))));
        net.commit(1, Batch::new("Name").with(set(&roster(), 2, "name", &format!("Ben {number}"))));
    }
    net.connect(0, true);
    net.connect(1, true);
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    for device in 0..2 {
        let rows = &net.devices[device].tab.rows;
        assert_eq!(field(rows, 1, "name"), "Ana 19");
        assert_eq!(field(rows, 1, "level"), "19");
        assert_eq!(field(rows, 2, "name"), "Ben 19");
        net.devices[device].disk.check();
    }
}

#[test]
fn y_23_who_was_removed_reads_nothing_that_is_written_afterwards() {
    let mut net = two(Role::Manager);
    let bob = net.me(1);
    net.done(0, Share::RemoveMember(bob.member));
    net.commit(0, Batch::new("Secret").with(set(&roster(), 1, "name", "Hidden")));
    net.rest();
    assert_ne!(field(&net.devices[1].tab.rows, 1, "name"), "Hidden");
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana", "what was stays");
}

#[test]
fn y_5_a_viewer_changes_nothing() {
    let mut net = two(Role::Viewer);
    let reply = net.tell(1, Ask::Commit(Batch::new("Rename").with(set(&roster(), 1, "name", "Anna"))));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("read this")), "{reply:?}");
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana");
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anne", "and sees what others change");
    assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Viewer));
}

#[test]
fn a_shared_workspace_is_shared_again_after_a_restart_and_goes_on_where_it_stopped() {
    let mut net = two(Role::Manager);
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 2, "Ben")));
    net.commit(0, Batch::new("Add").with(create(&roster(), 3, "Cem")));
    net.restart(0);
    net.restart(1);
    net.connect(1, true);
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    for device in 0..2 {
        assert_eq!(net.devices[device].sharing.members.len(), 2);
        assert_eq!(net.devices[device].disk.all().len(), 3);
        net.devices[device].disk.check();
    }
}

#[test]
fn what_the_relay_has_is_known_again_after_a_restart() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Add").with(create(&roster(), 3, "Cem")));
    net.rest();
    assert!(net.devices[0].sharing.safety.is_all_elsewhere(), "{:?}", net.devices[0].sharing.safety);
    net.restart(0);
    net.rest();
    assert!(net.devices[0].sharing.safety.is_all_elsewhere(), "{:?}", net.devices[0].sharing.safety);
}

#[test]
fn a_joiner_that_restarts_at_any_time_comes_in_all_the_same() {
    for stop in 0..4 {
        let mut net = Net::new(2);
        net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
        net.start_sharing(0);
        let link = net.invite(0, Some(Role::Manager));
        if stop == 0 {
            net.connect(1, false);
        }
        net.join(1, link);
        if stop == 0 {
            net.restart(1);
            net.connect(1, true);
        }
        net.rest();
        if stop == 1 {
            net.restart(1);
            net.rest();
        }
        if stop == 2 {
            net.stop(1);
        }
        let request = net.devices[0].sharing.requests[0].clone();
        net.done(0, Share::Approve { invitation: request.invitation, words: request.words });
        net.restart(1);
        net.rest();
        assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Manager), "stop {stop}");
        assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    }
}

#[test]
fn a_thief_of_the_link_cannot_slip_in_behind_the_words_that_were_compared() {
    let mut net = Net::new(3);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.start_sharing(0);
    let link = net.invite(0, Some(Role::Manager));
    net.join(1, link.clone());
    net.rest();
    let compared = net.devices[0].sharing.requests[0].clone();
    assert!(!compared.is_contested);

    net.join(2, link);
    net.rest();
    let shown = net.devices[0].sharing.requests.clone();
    assert_eq!((shown.len(), &shown[0].words), (1, &compared.words), "who came first stays");
    assert!(shown[0].is_contested, "and that the link is in other hands is shown");
    let Standing::Joining(thief) = net.devices[2].sharing.standing.clone() else {
        panic!("{:?}", net.devices[2].sharing)
    };
    let approve = |words| Share::Approve { invitation: compared.invitation, words };
    let reply = net.tell(0, Ask::Share(approve(thief.words)));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("Somebody else")), "{reply:?}");

    net.done(0, approve(compared.words.clone()));
    net.rest();
    assert_eq!(net.devices[1].sharing.standing, Standing::Member(Role::Manager));
    assert!(matches!(net.devices[2].sharing.standing, Standing::Joining(_)), "the thief stays outside");
}

#[test]
fn y_3_y_72_a_device_whose_keys_are_lost_shows_what_it_has_and_changes_nothing() {
    let mut net = two(Role::Manager);
    net.stop(1);
    net.devices[1].disk.rows.remove(&(engine::storage::Store::Secrets, "device".to_owned()));
    net.restart(1);
    net.settle();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana");
    let reply = net.tell(1, Ask::Commit(Batch::new("Rename").with(set(&roster(), 1, "name", "Anna"))));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("keys")), "{reply:?}");
    assert!(net.devices[1].sharing.trouble.is_some());
    // Pages are told apart a workspace that was never shared; this one is not begun to be shared anew.
    assert_eq!(net.devices[1].sharing.standing, Standing::Keyless);
    let start = Share::Start { relay: None, token: None, name: "Bob".into(), device: "Laptop".into() };
    assert!(matches!(net.tell(1, Ask::Share(start)), Reply::Refused(_)));
    assert!(matches!(net.tell(1, Ask::Documents), Reply::Documents(documents) if documents.len() == 2));
}
