//! Chains stay short: snapshots stand for what came before them, and what they stand for goes.

use document::Batch;
use engine::{
    Tidiness,
    message::{Role, Share},
    storage::Store,
};
use kernel::DeviceId;
use protocol::{AudienceId, AudienceName, Item, Message};

use super::{net::Net, stories::two};
use crate::world::{create, field, record, roster, set};

/// Snapshots after a few envelopes, however small.
const OFTEN: Tidiness = Tidiness { after: 6, times: 0, grace: i64::MAX };

/// All devices do it so from now on.
fn tidy(net: &mut Net, tidiness: Tidiness) {
    for device in 0..net.devices.len() {
        net.devices[device].tidiness = tidiness;
        net.restart(device);
    }
    net.rest();
}

/// Changes of one device to the roster.
fn write(net: &mut Net, device: usize, times: usize) {
    for number in 0..times {
        let name = format!("Ana {device} {number}");
        net.commit(device, Batch::new("Name").with(set(&roster(), 1, "name", &name)));
    }
}

fn everyone(net: &Net) -> AudienceId {
    AudienceName::Everyone.id(net.me(0).workspace)
}

/// The envelopes on a device's disk: with contents, and without.
fn kept(net: &Net, device: usize) -> (usize, usize) {
    let rows = net.devices[device].disk.read(Store::Envelopes, &everyone(net).hex());
    let is_whole = |bytes: &[u8]| matches!(Item::decode(bytes), Ok(Item::Whole(_)));
    let whole = rows.iter().filter(|(_, bytes)| is_whole(bytes)).count();
    (whole, rows.len() - whole)
}

/// The same at the relay.
fn at_relay(net: &Net) -> (usize, usize) {
    let chains = net.relay.kept.envelopes.iter().filter(|((audience, _), _)| *audience == everyone(net));
    let items: Vec<bool> = chains
        .flat_map(|(_, chain)| chain.iter())
        .filter_map(|(_, bytes)| Item::decode(bytes).ok())
        .map(|item| matches!(item, Item::Whole(_)))
        .collect();
    let whole = items.iter().filter(|is_whole| **is_whole).count();
    (whole, items.len() - whole)
}

/// All that belong have the same, and their disks are well.
fn same(net: &Net, devices: &[usize]) {
    for device in devices {
        assert_eq!(net.heads(devices[0], "everyone"), net.heads(*device, "everyone"));
        net.devices[*device].disk.check();
    }
}

/// How many envelopes and links without contents are sent down while this happens.
fn received(net: &mut Net, device: usize, happens: impl FnOnce(&mut Net)) -> usize {
    let before = net.devices[device].disk.read(Store::Envelopes, "").len();
    happens(net);
    net.devices[device].disk.read(Store::Envelopes, "").len() - before
}

#[test]
fn y_41_what_many_envelopes_came_for_is_sent_whole_once_confirmed_and_emptied_everywhere() {
    let mut net = two(Role::Manager);
    tidy(&mut net, OFTEN);
    write(&mut net, 0, 20);
    let before = kept(&net, 0);
    net.rest();
    let after = kept(&net, 0);
    assert!(before.0 > 20 && after.0 < 6, "at who made it: {before:?}, {after:?}");
    assert!(kept(&net, 1).0 < 6, "at who confirmed it: {:?}", kept(&net, 1));
    assert!(at_relay(&net).0 < 6, "at the relay: {:?}", at_relay(&net));
    assert!(after.1 <= 2 && kept(&net, 1).1 <= 2, "of each stretch one link stays: {after:?}");

    // Who comes now gets what is left, and has everything.
    net.add_device();
    let came = received(&mut net, 2, |net| {
        net.let_in(0, 2, Some(Role::Manager));
    });
    assert!(came < 10, "{came} envelopes came");
    same(&net, &[0, 1, 2]);
    let row = net.devices[2].disk.documents()[&roster()].row(record(1)).unwrap();
    assert_eq!(field(&[(row.id, row)].into(), 1, "name"), "Ana 0 19");
    assert_eq!(net.frontier(0, everyone(&net)), net.frontier(2, everyone(&net)));
    // And goes on with the others.
    write(&mut net, 2, 20);
    write(&mut net, 1, 3);
    net.rest();
    same(&net, &[0, 1, 2]);
    assert!(kept(&net, 2).0 < 12, "{:?}", kept(&net, 2));
}

#[test]
fn y_43_before_another_device_has_confirmed_nothing_goes() {
    let mut net = two(Role::Manager);
    tidy(&mut net, OFTEN);
    net.connect(1, false);
    write(&mut net, 0, 20);
    net.rest();
    assert!(kept(&net, 0).0 > 20 && at_relay(&net).0 > 20, "{:?} {:?}", kept(&net, 0), at_relay(&net));
    // The time of grace is over: what is here goes. The relay waits for another all the same.
    tidy(&mut net, Tidiness { grace: 0, ..OFTEN });
    assert!(kept(&net, 0).0 < 6, "{:?}", kept(&net, 0));
    assert!(at_relay(&net).0 > 20, "{:?}", at_relay(&net));
    net.connect(1, true);
    net.rest();
    same(&net, &[0, 1]);
    assert!(at_relay(&net).0 < 8, "{:?}", at_relay(&net));
}

#[test]
fn y_41_who_is_alone_confirms_for_the_relay() {
    let mut net = Net::new(1);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.start_sharing(0);
    tidy(&mut net, Tidiness { grace: 0, ..OFTEN });
    write(&mut net, 0, 20);
    net.rest();
    assert!(kept(&net, 0).0 < 6 && at_relay(&net).0 < 6, "{:?} {:?}", kept(&net, 0), at_relay(&net));
    net.add_device();
    net.let_in(0, 1, Some(Role::Manager));
    same(&net, &[0, 1]);
}

#[test]
fn y_40_a_file_and_a_direct_connection_give_what_is_left_as_well() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.let_in(0, 3, Some(Role::Manager));
    net.connect(2, false);
    net.connect(3, false);
    tidy(&mut net, OFTEN);
    write(&mut net, 0, 20);
    write(&mut net, 1, 20);
    net.rest();
    assert!(kept(&net, 1).0 < 12, "{:?}", kept(&net, 1));
    let bundle = match net.tell(1, engine::message::Ask::Share(Share::Bundle { to: None })) {
        engine::message::Reply::Bundle(bytes) => bytes,
        other => panic!("{other:?}"),
    };
    let taken = net.tell(2, engine::message::Ask::Share(Share::TakeBundle(bundle)));
    assert!(
        matches!(&taken, engine::message::Reply::Taken(taken) if taken.refused == 0 && taken.waiting == 0),
        "{taken:?}"
    );
    same(&net, &[0, 1, 2]);
    net.meet(3, 2, [b"channel", b"channel"]);
    net.rest();
    same(&net, &[0, 1, 2, 3]);
}

#[test]
fn y_16_a_relay_that_begins_anew_gets_what_is_left() {
    let mut net = two(Role::Manager);
    tidy(&mut net, OFTEN);
    let old = net.relay.kept.clone();
    write(&mut net, 0, 20);
    write(&mut net, 1, 9);
    net.rest();
    assert!(kept(&net, 0).0 < 12 && kept(&net, 1).0 < 12);
    net.relay.kept = old;
    net.cut(0);
    net.cut(1);
    net.rest();
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    same(&net, &[0, 1, 2]);
}

#[test]
fn y_44_who_made_a_snapshot_is_taken_out_before_all_knew_of_it() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    let carol = net.me(2).member;
    net.done(0, Share::SetRole { member: carol, role: Role::Owner });
    net.rest();
    tidy(&mut net, OFTEN);
    // Alice writes, Bob makes the snapshot, Carol does not hear of it.
    net.connect(2, false);
    write(&mut net, 0, 5);
    net.connect(0, false);
    write(&mut net, 1, 30);
    net.connect(0, true);
    net.rest();
    assert!(at_relay(&net).0 < 14, "{:?}", at_relay(&net));
    let bob = net.me(1).member;
    net.done(2, Share::RemoveMember(bob));
    net.connect(2, true);
    net.rest();
    net.rest();
    same(&net, &[0, 2]);
    net.add_device();
    net.let_in(0, 3, Some(Role::Manager));
    same(&net, &[0, 2, 3]);
}

/// Whether a device was sent a link without contents that it has not taken.
fn waits(net: &Net, device: usize, of: DeviceId) -> bool {
    let here = net.frontier(device, everyone(net)).get(&of).copied().unwrap_or_default();
    let chain = &net.relay.kept.envelopes[&(everyone(net), of)];
    (chain.len() as u64) > here
}

#[test]
fn y_40_a_relay_that_hides_contents_is_shown_and_what_it_hides_is_never_called_here() {
    let mut net = two(Role::Manager);
    net.connect(1, false);
    write(&mut net, 0, 5);
    net.rest();
    let alice = net.me(0).device;
    let chain = net.relay.kept.envelopes.get_mut(&(everyone(&net), alice)).unwrap();
    let whole = chain.clone();
    for (_, bytes) in chain.iter_mut().rev().take(3) {
        let Ok(Item::Whole(envelope)) = Item::decode(bytes) else { panic!() };
        *bytes = envelope.stub().encode();
    }
    net.connect(1, true);
    net.rest();
    assert!(waits(&net, 1, alice), "nothing is taken for what is not here");
    let bob = net.me(1).device;
    let said = net.relay.known_of(bob).position(everyone(&net), alice).unwrap().sequence;
    assert!(said < whole.len() as u64, "and nobody is told that it is: {said}");
    assert!(net.devices[1].sharing.paths[0].problem.is_some());
    net.relay.kept.envelopes.insert((everyone(&net), alice), whole);
    net.cut(1);
    net.rest();
    same(&net, &[0, 1]);
    let says = |message: &Message| matches!(message, Message::Covered { .. });
    assert!(!net.sent.iter().filter_map(|bytes| Message::decode(bytes).ok()).any(|message| says(&message)));
}

/// `PILOTHOUSE_COMMITS=10000 cargo test -p engine first_sync -- --nocapture` measures what stands in
/// `docs/design/sync.md`.
#[test]
fn first_sync_of_a_workspace_with_many_commits() {
    let commits: usize = std::env::var("PILOTHOUSE_COMMITS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let (documents, mut sizes) = if commits > 1000 { (20, Vec::new()) } else { (1, Vec::new()) };
    let records = usize::from(documents) * 10;
    for (how, tidiness) in [
        ("whole", Tidiness { after: u64::MAX, ..OFTEN }),
        ("short", Tidiness { grace: i64::MAX, ..Tidiness::default() }),
    ] {
        let mut net = two(Role::Manager);
        tidy(&mut net, tidiness);
        for number in 0..commits {
            let (device, record) = (number % 2, (number / 2 % records) as u8);
            let document = crate::world::person(1 + record % documents);
            let edit = if number < 2 * records {
                create(&document, record, "Ana")
            } else {
                set(&document, record, "title", &format!("Captain {number}"))
            };
            net.commit(device, Batch::new("Title").with(edit));
            if number % 500 == 499 {
                net.rest();
            }
        }
        net.rest();
        net.rest();
        net.add_device();
        let link = net.invite(0, Some(Role::Manager));
        net.join(2, link);
        net.rest();
        let request = net.devices[0].sharing.requests.first().cloned().unwrap();
        let (messages, bytes) = net.down[&2];
        let begun = std::time::Instant::now();
        net.done(0, Share::Approve { invitation: request.invitation, words: request.words });
        net.rest();
        let took = begun.elapsed();
        same(&net, &[0, 1, 2]);
        let (after, more) = net.down[&2];
        let disk: usize =
            net.devices[0].disk.read(Store::Envelopes, "").iter().map(|(_, row)| row.len()).sum();
        let at_relay: usize = net.relay.kept.envelopes.values().flatten().map(|(_, row)| row.len()).sum();
        sizes.push(more - bytes);
        println!(
            "{how}: {} messages, {} KB to the newcomer in {took:?}; envelopes on a disk {} KB, at the relay {} KB",
            after - messages,
            (more - bytes) / 1000,
            disk / 1000,
            at_relay / 1000
        );
    }
    assert!(sizes[1] < sizes[0], "{sizes:?}");
}

/// How many messages of envelopes were sent off since.
fn messages(net: &Net, since: usize) -> usize {
    let sent = net.sent[since..].iter().filter_map(|bytes| Message::decode(bytes).ok());
    sent.filter(|message| matches!(message, Message::Envelopes(_))).count()
}

#[test]
fn y_45_what_was_written_quickly_or_while_away_goes_in_few_messages() {
    let mut net = two(Role::Manager);
    tidy(&mut net, Tidiness { after: u64::MAX, ..OFTEN });
    net.connect(1, false);
    net.connect(0, false);
    write(&mut net, 0, 300);
    let since = net.sent.len();
    net.connect(0, true);
    net.rest();
    assert_eq!(messages(&net, since), 1, "the backlog of a journey");

    // The relay is slow to answer, and nobody waits for it.
    let since = net.sent.len();
    for number in 0..300 {
        let edit = set(&roster(), 1, "name", &format!("Quick {number}"));
        net.ask(0, engine::message::Ask::Commit(Batch::new("Name").with(edit)));
        while net.step(0) {}
    }
    assert!(messages(&net, since) <= 4, "{}", messages(&net, since));
    net.rest();
    assert!(messages(&net, since) <= 8, "{}", messages(&net, since));
    net.connect(1, true);
    net.rest();
    same(&net, &[0, 1]);
}

#[test]
fn y_42_a_snapshot_that_lacks_what_it_stands_for_is_shown_and_answered_with_the_whole_document() {
    let mut net = two(Role::Manager);
    write(&mut net, 0, 5);
    net.rest();
    let (alice, bob) = (net.me(0).device, net.me(1).device);
    let last = net.frontier(0, everyone(&net))[&alice];
    let is_roster = |number: &u64| {
        let tag = |number| net.envelope(0, everyone(&net), alice, number).unwrap().header().document;
        tag(*number) == tag(last)
    };
    let mut covers = protocol::Covers::new();
    (1..=last).filter(is_roster).for_each(|number| covers.insert(alice, number));
    net.connect(1, false);
    let empty = document::Document::create(&roster()).save();
    let lie = super::forge::Forger::of(&net, 1).standing_for("everyone/area/roster", covers, empty);
    let before = kept(&net, 0);
    super::forge::hand(&mut net, 0, &[&lie]);
    net.rest();
    assert!(net.devices[0].sharing.aside.iter().any(|aside| aside.device == bob), "it is shown");
    assert!(kept(&net, 0).0 > before.0 && kept(&net, 0).1 == before.1, "and nothing goes for it");
    let says = |message: &Message| matches!(message, Message::Covered { .. });
    assert!(!net.sent.iter().filter_map(|bytes| Message::decode(bytes).ok()).any(|message| says(&message)));
    let answer = net.envelope(0, everyone(&net), alice, last + 1).expect("an answer");
    assert_eq!(answer.header().kind, protocol::EnvelopeKind::Snapshot);
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Ana 0 4");
}
