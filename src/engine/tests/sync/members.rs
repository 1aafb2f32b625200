//! People come, go, and change what they may do.

use document::Batch;
use engine::{
    message::{Ask, InvitationState, Origin, Reply, Role, Share, Standing},
    storage::Store,
};
use protocol::AudienceName;

use super::{net::Net, stories::two};
use crate::world::{create, field, names, person, record, roster, set};

#[test]
fn y_20_a_workspace_with_contents_cannot_become_another() {
    let mut net = Net::new(2);
    net.start_sharing(0);
    let link = net.invite(0, Some(Role::Manager));
    net.commit(1, Batch::new("Add").with(create(&roster(), 9, "Mine")));
    let before = net.me(1);
    let join = |link: String| Share::Join { link, relay: None, name: "Bob".into(), device: "Phone".into() };
    let reply = net.tell(1, Ask::Share(join(link.clone())));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("has contents")), "{reply:?}");
    assert_eq!(net.me(1), before);

    net.add_device();
    let before = net.me(2);
    net.done(2, join(link));
    let after = net.me(2);
    assert_eq!(after.workspace, net.me(0).workspace);
    assert_eq!((after.member, after.device), (before.member, before.device), "who never was before");
}

#[test]
fn y_21_before_somebody_says_yes_a_joiner_has_nothing_and_writes_nothing() {
    let mut net = Net::new(2);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.start_sharing(0);
    let link = net.invite(0, Some(Role::Manager));
    let Reply::Link(preview) = net.tell(1, Ask::Share(Share::Look { link: link.clone() })) else { panic!() };
    assert_eq!((preview.by.as_str(), preview.workspace_name.as_str()), ("Member 0", "Harbour"));
    assert_eq!(preview.role, Some(Role::Manager));
    assert_eq!(net.devices[1].disk.count(Store::Secrets, ""), 0, "looking stores nothing");
    net.join(1, link);
    net.rest();
    for store in [Store::Chunks, Store::Envelopes, Store::Operations] {
        assert_eq!(net.devices[1].disk.count(store, ""), 0);
    }
    let reply = net.tell(1, Ask::Commit(Batch::new("Add").with(create(&roster(), 2, "Ben"))));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("let in")), "{reply:?}");
    let Standing::Joining(joining) = &net.devices[1].sharing.standing else { panic!() };
    assert_eq!(joining.preview.workspace_name, "Harbour");

    let invitation = net.devices[0].sharing.requests[0].invitation;
    net.done(0, Share::Deny(invitation));
    net.rest();
    let Standing::Joining(joining) = &net.devices[1].sharing.standing else { panic!() };
    assert!(joining.problem.as_ref().is_some_and(|problem| problem.what.contains("Nobody let")));
    assert_eq!(net.devices[0].sharing.invitations[0].state, InvitationState::Revoked);
}

#[test]
fn a_further_device_of_mine_has_what_is_only_mine_and_nobody_else_has() {
    let mut net = two(Role::Manager);
    let private = format!("only-{}/index", net.me(0).member).parse().unwrap();
    net.commit(0, Batch::new("Note").with(create(&private, 7, "Worry")));
    net.add_device();
    net.let_in(0, 2, None);
    assert_eq!(net.me(2).member, net.me(0).member);
    assert_eq!(field(&net.devices[2].tab.rows, 7, "name"), "Worry");
    net.commit(2, Batch::new("Note").with(set(&private, 7, "name", "Gone")));
    assert_eq!(field(&net.devices[0].tab.rows, 7, "name"), "Gone");
    assert!(!names(&net.devices[1].disk).contains("Gone"));
    let audience = AudienceName::Only(net.me(0).member).id(net.me(0).workspace);
    assert!(net.frontier(1, audience).is_empty(), "not even sealed");
}

#[test]
fn y_24_rotations_that_missed_a_removal_are_made_again() {
    let mut net = two(Role::Manager);
    for _ in 2..4 {
        net.add_device();
    }
    net.let_in(0, 2, Some(Role::Manager));
    net.let_in(0, 3, Some(Role::Manager));
    let bob = net.me(1).member;
    net.done(0, Share::SetRole { member: bob, role: Role::Owner });
    net.rest();
    // Alice takes one out and Bob the other, apart from each other.
    net.connect(0, false);
    net.connect(1, false);
    let (cem, dana) = (net.me(2), net.me(3));
    net.done(0, Share::RemoveMember(cem.member));
    net.done(1, Share::RemoveMember(dana.member));
    net.connect(0, true);
    net.connect(1, true);
    net.rest();
    let membership = net.membership(0);
    let (_, epoch) = membership.view().epoch(AudienceName::Everyone).unwrap();
    assert!(!epoch.granted.contains(&cem.device) && !epoch.granted.contains(&dana.device));
    net.commit(0, Batch::new("Secret").with(set(&roster(), 1, "name", "Hidden")));
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Hidden");
    for gone in [2, 3] {
        assert_ne!(field(&net.devices[gone].tab.rows, 1, "name"), "Hidden");
    }
}

#[test]
fn what_a_remover_did_not_know_of_and_others_built_upon_is_vouched_for() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    // Alice is away while Bob writes and Cem builds upon it; she takes Bob out, not knowing.
    net.connect(0, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.commit(2, Batch::new("Rename").with(set(&roster(), 5, "name", "Evi")));
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.connect(0, true);
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Evi");
    assert_eq!(net.heads(0, "everyone"), net.heads(2, "everyone"));
}

#[test]
fn y_12_a_backup_that_is_merged_reaches_the_others_as_it_is() {
    let mut old = Net::seeded(9, 1);
    old.commit(0, Batch::new("Add").with(create(&person(8), 8, "Olga")).with(create(&roster(), 9, "Otto")));
    let Reply::Documents(documents) = old.tell(0, Ask::Documents) else { panic!() };
    let origin = Some(Origin { workspace: old.me(0).workspace, member: old.me(0).member });

    let mut net = two(Role::Manager);
    let before = net.me(0);
    let reply = net.tell(0, Ask::Merge { documents, origin });
    assert!(matches!(reply, Reply::Merged(_)), "{reply:?}");
    assert_eq!(net.me(0), before, "who is known to others stays who it is");
    assert_eq!(field(&net.devices[1].tab.rows, 8, "name"), "Olga");
    assert_eq!(field(&net.devices[1].tab.rows, 9, "name"), "Otto");
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
}

#[test]
fn who_leaves_while_away_hands_in_what_they_wrote() {
    let mut net = two(Role::Manager);
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.done(1, Share::Leave);
    assert!(matches!(net.devices[1].sharing.standing, Standing::Out { .. }));
    net.connect(1, true);
    net.rest();
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Eva");
    assert!(net.devices[0].sharing.members.iter().any(|member| member.is_out));
}

#[test]
fn members_are_called_by_their_names_and_what_is_written_is_counted_where_it_is() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    net.rest();
    for device in 0..2 {
        let state = &net.devices[device].sharing;
        assert!(state.members[0].is_me);
        let names: Vec<&str> = state.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, if device == 0 { ["Member 0", "Member 1"] } else { ["Member 1", "Member 0"] });
        assert_eq!(state.members[0].devices[0].name, format!("Device {device}"));
    }
    let safety = &net.devices[0].sharing.safety;
    let written = safety.written(document::Audience::Everyone);
    assert_eq!(written, 3, "two documents and one change");
    assert_eq!(safety.holders(document::Audience::Everyone, written).count(), 2, "the relay and Bob");
    assert!(safety.is_all_elsewhere());
}

#[test]
fn what_is_for_a_circle_is_for_its_members_and_goes_with_them() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    let members = |net: &Net, who: &[usize]| who.iter().map(|one| net.me(*one).member).collect();
    let circle = record(40);
    let document = format!("circle-{circle}/index").parse().unwrap();
    let write = |net: &mut Net, name: &str| {
        net.commit(0, Batch::new("Write").with(create(&document, 41, name)));
        net.rest();
    };
    let seen = |net: &Net, device: usize| field(&net.devices[device].tab.rows, 41, "name");

    let reply = net.tell(0, Ask::Commit(Batch::new("Early").with(create(&document, 41, "Early"))));
    assert!(matches!(reply, Reply::Refused(_)), "there is no such circle yet: {reply:?}");
    let both = members(&net, &[0, 1]);
    net.done(0, Share::Circle { circle, members: both });
    write(&mut net, "Calibration");
    assert_eq!((seen(&net, 1).as_str(), seen(&net, 2).as_str()), ("Calibration", ""));
    let audience = AudienceName::Circle(circle).id(net.me(0).workspace);
    assert!(net.frontier(2, audience).is_empty());

    let all = members(&net, &[0, 1, 2]);
    net.done(0, Share::Circle { circle, members: all });
    net.rest();
    assert_eq!(seen(&net, 2), "Calibration", "who comes reads what was");

    let others = members(&net, &[0, 2]);
    net.done(0, Share::Circle { circle, members: others.clone() });
    write(&mut net, "Later");
    assert_eq!((seen(&net, 1).as_str(), seen(&net, 2).as_str()), ("Calibration", "Later"));
    assert_eq!(net.devices[1].sharing.circles[0].members, others);
    assert!(names(&net.devices[2].disk).contains("Later"));
}
