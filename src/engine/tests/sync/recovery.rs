//! Everything is lost but a printed key.

use document::{Batch, DocumentKey};
use engine::{
    message::{Ask, Reply, Role, Share, SheetText, Standing},
    storage::Store,
};
use protocol::{AudienceName, Message, Operation};

use super::{
    net::{Net, RELAY},
    stories::two,
};
use crate::world::{create, field, names, roster, set};

/// The first device makes a key.
fn make(net: &mut Net) -> SheetText {
    let share = Share::MakeRecoveryKey { name: "Recovery key".into() };
    match net.tell(0, Ask::Share(share)) {
        Reply::RecoveryKey(sheet) => sheet,
        other => panic!("{other:?}"),
    }
}

fn begin(net: &mut Net, who: usize, sheet: &SheetText) -> Reply {
    let share = Share::Recover { sheet: sheet.clone(), relay: RELAY.into(), device: format!("Device {who}") };
    net.tell(who, Ask::Share(share))
}

/// A browser that never was comes back by the key.
fn recover(net: &mut Net, sheet: &SheetText) -> usize {
    net.add_device();
    let who = net.devices.len() - 1;
    assert_eq!(begin(net, who, sheet), Reply::Done);
    net.rest();
    who
}

fn refusal(net: &Net, who: usize) -> String {
    match &net.devices[who].sharing.standing {
        Standing::Recovering(recovering) => recovering.problem.clone().expect("a problem").what,
        other => panic!("{other:?}"),
    }
}

/// The first device writes what only its member reads.
fn write_private(net: &mut Net) -> DocumentKey {
    let private = format!("only-{}/index", net.me(0).member).parse().unwrap();
    net.commit(0, Batch::new("Note").with(create(&private, 7, "Worry")));
    private
}

#[test]
fn y_58_from_the_key_and_the_relay_everything_of_its_member_comes_back() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    let keys = |net: &Net| {
        let devices = &net.devices[0].sharing.members[0].devices;
        devices
            .iter()
            .filter(|device| device.key_made.is_some())
            .map(|device| device.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&net), ["Recovery key"]);
    let private = write_private(&mut net);
    net.rest();
    let (lost, everyone) = (net.me(0), net.heads(0, "everyone"));
    let mine = net.heads(0, "only-");
    net.stop(0);

    let back = recover(&mut net, &sheet);
    assert_eq!(net.devices[back].sharing.standing, Standing::Member(Role::Owner));
    assert_eq!(net.me(back).member, lost.member);
    assert_ne!(net.me(back).device, lost.device);
    assert_eq!((net.heads(back, "everyone"), net.heads(back, "only-")), (everyone, mine));
    assert_eq!(field(&net.devices[back].tab.rows, 7, "name"), "Worry");
    // It is an ordinary device: what it writes arrives, and what comes it reads.
    net.commit(back, Batch::new("Name").with(set(&roster(), 1, "name", "Anna")));
    net.commit(1, Batch::new("Title").with(set(&roster(), 1, "title", "Captain")));
    net.commit(back, Batch::new("Note").with(set(&private, 7, "name", "Gone")));
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anna");
    assert_eq!(field(&net.devices[back].tab.rows, 1, "title"), "Captain");
    assert!(!names(&net.devices[1].disk).contains("Gone"));
    // The paper's secret is on no disk.
    let printed = sheet.text().replace('-', "");
    for device in [1, back] {
        assert_eq!(net.devices[device].disk.count(Store::Secrets, "recovering"), 0);
        net.devices[device].disk.check();
    }
    assert!(!format!("{sheet:?}").contains(&printed[..6]), "nor in any log");
    net.restart(back);
    net.rest();
    assert_eq!(net.devices[back].sharing.standing, Standing::Member(Role::Owner));
    assert_eq!(field(&net.devices[back].tab.rows, 7, "name"), "Gone");
    let devices = &net.devices[back].sharing.members[0].devices;
    assert_eq!(
        devices.iter().filter(|device| device.key_made.is_some()).count(),
        1,
        "the paper, not who came by it"
    );
}

#[test]
fn v_25_a_key_that_was_removed_opens_nothing_any_more() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    let paper =
        net.devices[0].sharing.members[0].devices.iter().find(|one| one.key_made.is_some()).unwrap().id;
    net.done(0, Share::RemoveDevice(paper));
    net.rest();
    let membership = net.membership(0);
    for audience in [AudienceName::Everyone, AudienceName::Only(net.me(0).member)] {
        let (_, epoch) = membership.view().epoch(audience).unwrap();
        assert!(!epoch.granted.contains(&paper), "what is written from now on is sealed anew");
    }
    let who = recover(&mut net, &sheet);
    assert!(refusal(&net, who).contains("was removed"), "{}", refusal(&net, who));
    for store in [Store::Chunks, Store::Envelopes, Store::Operations, Store::Secrets] {
        assert_eq!(net.devices[who].disk.count(store, ""), 0);
    }
    // Given up, all is as it was.
    net.done(who, Share::StopRecovering);
    net.settle();
    assert_eq!(net.devices[who].sharing.standing, Standing::Alone);
    net.commit(who, Batch::new("Add").with(create(&roster(), 9, "Mine")));
}

#[test]
fn y_59_one_sheet_used_twice_makes_two_devices_and_no_fork() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    write_private(&mut net);
    net.rest();
    // Both at once: neither has heard of the other when it enrols itself.
    net.add_device();
    net.add_device();
    let (one, other) = (2, 3);
    let ask = |net: &mut Net, who: usize| {
        let share =
            Share::Recover { sheet: sheet.clone(), relay: RELAY.into(), device: format!("Device {who}") };
        net.ask(who, Ask::Share(share));
    };
    ask(&mut net, one);
    ask(&mut net, other);
    net.rest();
    net.rest();
    assert_ne!(net.me(one).device, net.me(other).device);
    for who in [one, other] {
        assert_eq!(net.devices[who].sharing.standing, Standing::Member(Role::Owner), "{who}");
        net.commit(who, Batch::new("Add").with(create(&roster(), 20 + who as u8, "New")));
    }
    let third = recover(&mut net, &sheet);
    net.rest();
    for who in [1, one, other, third] {
        assert_eq!(net.heads(who, "everyone"), net.heads(0, "everyone"), "{who}");
        assert_eq!(net.devices[who].sharing.aside, Vec::new());
        assert_eq!(net.membership(who).heads(), net.membership(0).heads());
    }
    assert_eq!(field(&net.devices[third].tab.rows, 7, "name"), "Worry");
}

#[test]
fn v_26_what_is_written_after_the_key_was_made_opens_by_it_too() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.commit(0, Batch::new("Secret").with(set(&roster(), 1, "name", "Hidden")));
    net.rest();
    net.stop(0);
    let back = recover(&mut net, &sheet);
    assert_eq!(field(&net.devices[back].tab.rows, 1, "name"), "Hidden");
}

#[test]
fn v_24_a_relay_that_shows_another_beginning_is_not_believed() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    net.rest();
    let me = net.me(0);
    let enrolment = net.relay.kept.operations.iter().map(|(_, bytes)| Operation::decode(bytes).unwrap());
    let enrolment = enrolment
        .into_iter()
        .find(|one| matches!(one.body, protocol::Body::AddDevice { invitation: None, .. }));
    // The same workspace, member and paper, whose proof is on the relay, under a founding of the relay's own.
    let mut random = vault::Random::from_seed([9; 32]);
    let keys = vault::DeviceKeys::generate(&mut random);
    let card = vault::Card { name: "Ana".into(), device: "Laptop".into() };
    let at = kernel::Timestamp::from_millis(net.now);
    let device = kernel::DeviceId::from_bytes([77; 16]);
    let mut operations =
        vault::found(me.workspace, &keys, (me.member, device), &card, at, &mut random).unwrap();
    let mut false_log = protocol::Membership::new(me.workspace);
    for operation in &operations {
        false_log.add(operation.clone()).unwrap();
    }
    let draft = protocol::OperationDraft {
        workspace: me.workspace,
        parents: false_log.heads(),
        author: device,
        at,
        body: enrolment.unwrap().body.clone(),
    };
    let copied = draft.sign(|bytes| keys.sign(bytes));
    false_log.add(copied.clone()).unwrap();
    let (keyring, _) = vault::Keyring::collect(&keys, device, &false_log);
    let author = vault::Author { keys: &keys, device, keyring: &keyring, membership: &false_log, at };
    let due = author.settle(&mut random).unwrap();
    operations.push(copied);
    for operation in &due {
        false_log.add(operation.clone()).unwrap();
    }
    operations.extend(due);
    let honest = net.relay.kept.clone();
    net.relay.kept.membership = Some(false_log);
    net.relay.kept.operations = operations.iter().map(|one| (one.hash(), one.encode())).collect();
    net.relay.kept.envelopes.clear();
    net.connect(0, false);
    net.connect(1, false);

    let who = recover(&mut net, &sheet);
    assert!(refusal(&net, who).contains("another workspace"), "{}", refusal(&net, who));
    for store in [Store::Chunks, Store::Envelopes, Store::Operations, Store::Secrets] {
        assert_eq!(net.devices[who].disk.count(store, ""), 0);
    }
    assert!(net.sent.iter().all(|bytes| !matches!(Message::decode(bytes), Ok(Message::Operations(items))
        if items.iter().any(|item| Operation::decode(item).is_ok_and(|said| said.author == net.me(who).device)))));
    // With the right relay the same key works, without a new start.
    net.relay.kept = honest;
    assert_eq!(begin(&mut net, who, &sheet), Reply::Done);
    net.rest();
    assert_eq!(net.devices[who].sharing.standing, Standing::Member(Role::Owner));
}

#[test]
fn y_58_a_mistake_is_placed_and_only_the_empty_comes_back() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    let mut groups: Vec<&str> = sheet.text().split('-').collect();
    groups.swap(2, 3);
    net.add_device();
    let reply = begin(&mut net, 2, &SheetText::new(&groups.join(" ")));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("group 3")), "{reply:?}");
    let reply = begin(&mut net, 1, &sheet);
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("has contents")), "{reply:?}");

    // A relay that never heard of it, and a network that is not there.
    let kept = std::mem::take(&mut net.relay.kept);
    assert_eq!(begin(&mut net, 2, &sheet), Reply::Done);
    net.rest();
    assert!(refusal(&net, 2).contains("does not know the workspace"), "{}", refusal(&net, 2));
    net.relay.kept = kept;
    net.connect(2, false);
    assert_eq!(begin(&mut net, 2, &sheet), Reply::Done);
    let reply = net.tell(2, Ask::Commit(Batch::new("Add").with(create(&roster(), 9, "Mine"))));
    assert!(matches!(&reply, Reply::Refused(_)), "nothing is written while it is not known where: {reply:?}");
    net.connect(2, true);
    net.rest();
    assert_eq!(net.devices[2].sharing.standing, Standing::Member(Role::Owner));
}

#[test]
fn y_59_a_browser_that_stops_before_the_relay_has_heard_of_it_hands_itself_in_later() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    net.rest();
    net.add_device();
    let share = Share::Recover { sheet, relay: RELAY.into(), device: "Device 2".into() };
    net.ask(2, Ask::Share(share));
    // Until its own enrolment is on its disk and not further.
    for _ in 0..10_000 {
        if net.devices[2].disk.count(Store::Secrets, "recovering") == 1 {
            break;
        }
        if !net.step(2) {
            for conn in net.wires.keys().copied().collect::<Vec<_>>() {
                if !net.deliver_up(conn) {
                    net.deliver_down(conn);
                }
            }
        }
    }
    assert_eq!(net.devices[2].disk.count(Store::Secrets, "recovering"), 1);
    net.cut(2);
    net.restart(2);
    net.rest();
    assert_eq!(net.devices[2].disk.count(Store::Secrets, "recovering"), 0);
    net.commit(2, Batch::new("Name").with(set(&roster(), 1, "name", "Anna")));
    net.rest();
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Anna");
}

#[test]
fn y_59_over_the_connection_of_the_paper_nobody_but_the_relay_is_spoken_to() {
    let mut net = two(Role::Manager);
    let sheet = make(&mut net);
    net.rest();
    net.add_device();
    let who = 2;
    let share = Share::Recover { sheet, relay: RELAY.into(), device: "Device 2".into() };
    net.ask(who, Ask::Share(share));
    // Up to where the new device is enrolled here, and the relay has not heard of it.
    while net.devices[who].disk.count(Store::Secrets, "recovering") == 0 {
        while net.step(who) {}
        let conn = *net.wires.iter().find(|(_, wire)| wire.device == who).unwrap().0;
        net.deliver_up(conn);
        net.deliver_down(conn);
    }
    net.sent.clear();
    for _ in 0..3 {
        net.now += 61_000;
        net.tick(who);
        while net.step(who) {}
    }
    let said = |bytes: &Vec<u8>| Message::decode(bytes).unwrap();
    assert!(!net.sent.iter().map(said).any(|message| matches!(message, Message::Signal { .. })));
    net.rest();
    assert_eq!(net.devices[who].sharing.standing, Standing::Member(Role::Owner));
}
