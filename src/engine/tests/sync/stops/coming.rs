//! Stops while a workspace begins to be shared, somebody comes in, or comes back by a recovery key.

use document::Batch;
use engine::{
    message::{Ask, Reply, Role, Share, Standing},
    storage::Store,
};
use kernel::Timestamp;

use super::Scenario;
use crate::{
    sync::{
        net::{Net, RELAY},
        stories::two,
    },
    world::{create, names, person, roster},
};

/// Alice begins to share what she has.
const BEGINNING: Scenario = Scenario {
    is_harmed: false,
    before: || {
        let mut net = Net::new(1);
        net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")).with(create(&person(1), 1, "Ana")));
        net
    },
    story: |story| {
        let (relay, token) = (Some(RELAY.to_owned()), None);
        let (name, device) = ("Member 0".into(), "Device 0".into());
        story.ask(0, "shared", Ask::Share(Share::Start { relay, token, name, device }));
    },
    holds: |story| {
        let disk = &story.net.devices[0].disk;
        let counts = [Store::Secrets, Store::Operations, Store::Envelopes].map(|one| disk.count(one, ""));
        let is_whole = counts == [1, 3, 2];
        assert!(is_whole || (counts == [0, 0, 0] && !story.is_done("shared")), "{counts:?}");
    },
};

#[test]
fn s_29_y_2_stopped_at_any_operation_while_sharing_begins() {
    assert!(BEGINNING.stops(0) > 5);
}

/// Alice invites Bob, he asks, she lets him in.
const JOINING: Scenario = Scenario {
    is_harmed: false,
    before: || {
        let mut net = Net::new(2);
        net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")).with(create(&person(1), 3, "Aim")));
        net.start_sharing(0);
        net
    },
    story: |story| {
        let expires = Timestamp::from_millis(1_700_100_000_000);
        let role = Some(Role::Manager);
        story.ask(
            0,
            "invited",
            Ask::Share(Share::Invite { role, workspace_name: "Harbour".into(), expires }),
        );
        let link = story.net.devices[0].sharing.invitations.iter().find_map(|one| one.link.clone());
        if story.net.devices[1].sharing.standing == Standing::Alone
            && let Some(link) = link
        {
            let (name, device) = ("Member 1".into(), "Device 1".into());
            story.ask(1, "joins", Ask::Share(Share::Join { link, relay: None, name, device }));
        }
        let asks = story.net.devices[0].sharing.requests.first().cloned();
        if let Some(request) = asks.filter(|_| !story.net.devices[1].is_stopped()) {
            let (invitation, words) = (request.invitation, request.words);
            story.ask(0, "let in", Ask::Share(Share::Approve { invitation, words }));
        }
        if story.belongs(1) {
            story.ask(1, "wrote", Ask::Commit(Batch::new("Add").with(create(&roster(), 2, "Ben"))));
        }
    },
    holds: |story| {
        let at = |device: usize| names(&story.net.devices[device].disk);
        if story.is_done("let in") && story.belongs(1) {
            assert!(["Ana", "Aim"].iter().all(|name| at(1).contains(*name)), "{:?}", at(1));
        }
        assert!(!story.is_done("wrote") || at(1).contains("Ben"));
        assert!(story.belongs(1) || at(1).is_empty(), "before that he has nothing");
    },
};

#[test]
fn s_29_y_20_y_22_stopped_at_any_operation_while_somebody_is_let_in() {
    assert!(JOINING.stops(0) > 10);
    assert!(JOINING.stops(1) > 10);
}

/// Alice's only device is lost; by the key on paper a new one comes back as hers.
const RECOVERY: Scenario = Scenario {
    is_harmed: false,
    before: || {
        let mut net = two(Role::Manager);
        let private = format!("only-{}/index", net.me(0).member).parse().expect("a key");
        net.commit(0, Batch::new("Note").with(create(&private, 7, "Worry")));
        net.add_device();
        net
    },
    story: |story| {
        if !story.net.devices[0].is_stopped() && !story.asked.contains("back") {
            let share = Share::MakeRecoveryKey { name: "Paper".into() };
            let Reply::RecoveryKey(sheet) = story.net.tell(0, Ask::Share(share)) else { panic!() };
            story.net.rest();
            story.net.stop(0);
            story.sheet = Some(sheet);
        }
        if matches!(story.net.devices[2].sharing.standing, Standing::Alone | Standing::Recovering(_)) {
            let sheet = story.sheet.clone().expect("it was printed");
            let (relay, device) = (RELAY.into(), "Device 2".into());
            story.ask(2, "back", Ask::Share(Share::Recover { sheet, relay, device }));
        }
        if story.belongs(2) {
            story.ask(2, "wrote", Ask::Commit(Batch::new("Add").with(create(&roster(), 2, "Ben"))));
        }
    },
    holds: |story| {
        let at = names(&story.net.devices[2].disk);
        if story.belongs(2) {
            assert!(at.contains("Worry") && at.contains("Ana"), "{at:?}");
            let me = story.net.me(2);
            assert_eq!((me.member, me.workspace), (story.net.me(0).member, story.net.me(0).workspace));
        }
        assert!(!story.is_done("wrote") || at.contains("Ben"));
    },
};

#[test]
fn s_29_y_58_y_59_stopped_at_any_operation_while_somebody_comes_back_by_a_recovery_key() {
    assert!(RECOVERY.stops(2) > 10);
    assert!(RECOVERY.stops(1) > 2);
}
