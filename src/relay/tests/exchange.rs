//! Devices exchange operations and envelopes.

use std::time::Duration;

use protocol::{AudienceName, Body, Covers, EnvelopeKind, Frontier, Item, Message, Position, Reason, Role};

use crate::devices::{Device, FAR, Invited};
use crate::world::*;

#[tokio::test]
async fn r_2_what_one_writes_the_other_reads_at_once_and_later() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let (bob, cleo) = (&others[0], &others[1]);
    let mut at_bob = join(&relay, bob, &membership, Frontier::new()).await;
    at_ana.keeps(&[ana.writes(b"first"), ana.writes(b"second")]).await;
    assert_eq!(plain(&at_bob.receives(2).await), [b"first".to_vec(), b"second".to_vec()]);
    at_ana.keeps(&[ana.writes(b"third")]).await;
    assert_eq!(plain(&at_bob.receives(1).await), [b"third".to_vec()], "while both are there");

    let mut late = join(&relay, cleo, &protocol::Membership::new(WORKSPACE), Frontier::new()).await;
    let operations = late.receives_operations(membership.len()).await;
    let mut learned = protocol::Membership::new(WORKSPACE);
    for operation in operations {
        assert!(matches!(learned.add(operation), Ok(protocol::Added::Taken { .. })), "parents come first");
    }
    assert_eq!(learned.view(), membership.view());
    assert_eq!(late.receives(3).await.len(), 3, "who comes later gets all of it");
    assert!(at_ana.quiet().await.iter().all(|message| !matches!(message, Message::Envelopes(_))), "no echo");
}

#[tokio::test]
async fn r_2_what_a_device_has_is_not_sent_to_it() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let first = ana.writes(b"first");
    at_ana.keeps(&[first.clone(), ana.writes(b"second")]).await;
    let mut has = Frontier::new();
    has.advance(ana.everyone(), ana.id, Position { sequence: 1, hash: first.hash() });
    let mut at_bob = join(&relay, &others[0], &membership, has).await;
    assert_eq!(plain(&at_bob.receives(1).await), [b"second".to_vec()]);
}

#[tokio::test]
async fn r_2_many_chains_come_in_few_frames_the_shortest_first() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, mut others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let long: Vec<_> = (0..600).map(|_| ana.writes(&[1; 4000])).collect();
    at_ana.keeps(&long).await;
    let mut at_bob = join(&relay, &others[0].clone(), &membership, Frontier::new()).await;
    at_bob.keeps(&[others[0].writes(b"short")]).await;
    let mut at_cleo = join(&relay, &others[1], &membership, Frontier::new()).await;
    let first = at_cleo.until(envelopes).await;
    assert_eq!(plain(&first)[0], b"short".to_vec());
    let (mut count, mut frames) = (first.len(), 1);
    while count < 601 {
        count += at_cleo.until(envelopes).await.len();
        frames += 1;
    }
    assert!(frames <= 5, "2.4 MB in {frames} frames");
}

#[tokio::test]
async fn r_8_an_audience_is_served_to_those_in_it() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, ana, others) = team(&relay, &[Role::Manager]).await;
    let private = AudienceName::Only(ana.member).id(WORKSPACE);
    let start = Position { sequence: 0, hash: protocol::Hash::ZERO };
    let mine = ana.envelope(private, start, EnvelopeKind::Changes, b"only me");
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_ana.keeps(std::slice::from_ref(&mine)).await;
    let heard = at_bob.quiet().await;
    assert!(heard.iter().all(|message| !matches!(message, Message::Envelopes(_))), "{heard:?}");
    assert_eq!(at_bob.rejected(&mine).await, Reason::NotAllowed, "nor does Bob put it there");
    let (_, _, have) = connect(&relay, &others[0]).await;
    assert!(
        matches!(have, Message::Have { frontier, .. } if frontier.is_empty()),
        "nor told that it is there"
    );

    let mut membership = membership;
    let laptop = ana.further(9);
    let link = Invited::new(50);
    let opened = ana.says(&mut membership, link.opens(None, FAR));
    let bytes = protocol::proof_bytes(WORKSPACE, Some(link.id), ana.member, &laptop.public());
    let proof = protocol::Signature(ed25519_dalek::Signer::sign(&link.key, &bytes).to_bytes());
    let added = ana.says(
        &mut membership,
        Body::AddDevice {
            member: ana.member,
            device: laptop.public(),
            invitation: Some(link.id),
            proof,
            card: Vec::new(),
        },
    );
    at_ana.keeps_operations(&[opened, added]).await;
    let mut at_laptop = join(&relay, &laptop, &membership, Frontier::new()).await;
    assert_eq!(plain(&at_laptop.receives(1).await), [b"only me".to_vec()]);
}

#[tokio::test]
async fn r_8_who_comes_into_a_circle_gets_what_was_written_there() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, ana, others) = team(&relay, &[Role::Manager]).await;
    let bob = &others[0];
    let circle = kernel::RecordId::from_bytes([50; 16]);
    let of = |members: &[&Device]| Body::Circle {
        circle,
        members: members.iter().map(|device| device.member).collect(),
        known: Vec::new(),
    };
    let audience = AudienceName::Circle(circle).id(WORKSPACE);
    let alone = ana.says(&mut membership, of(&[&ana]));
    at_ana.keeps_operations(&[alone]).await;
    let start = Position { sequence: 0, hash: protocol::Hash::ZERO };
    let said = ana.envelope(audience, start, EnvelopeKind::Changes, b"among us");
    at_ana.keeps(&[said]).await;
    let mut at_bob = join(&relay, bob, &membership, Frontier::new()).await;
    assert!(at_bob.quiet().await.iter().all(|message| !matches!(message, Message::Envelopes(_))));
    let both = ana.says(&mut membership, of(&[&ana, bob]));
    at_ana.keeps_operations(&[both]).await;
    assert_eq!(plain(&at_bob.receives(1).await), [b"among us".to_vec()]);
}

#[tokio::test]
async fn r_14_a_restart_keeps_everything_acknowledged() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let written: Vec<_> = (0..50_u8).map(|number| ana.writes(&[number; 100])).collect();
    at_ana.keeps(&written).await;
    drop(at_ana);
    let relay = relay.restart().await;
    let (_, limits, have) = connect(&relay, &ana).await;
    assert!(limits.stored > 5000);
    let Message::Have { operations, frontier } = have else { unreachable!() };
    assert_eq!(operations, membership.heads());
    assert_eq!(frontier.position(ana.everyone(), ana.id), Some(ana.last));
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    let items = at_bob.receives(50).await;
    assert!(items.iter().zip(&written).all(|(item, written)| *item == Item::Whole(written.clone())));
}

#[tokio::test]
async fn r_15_who_gives_no_credit_is_sent_nothing_and_holds_nothing_up() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let (mut slow, _, _) = connect(&relay, &others[0]).await;
    slow.send(&Message::Have { operations: membership.heads(), frontier: Frontier::new() }).await;
    let mut quick = join(&relay, &others[1], &membership, Frontier::new()).await;
    for _ in 0..10 {
        at_ana.keeps(&[ana.writes(&vec![7; 300_000])]).await;
    }
    quick.receives(10).await;
    let heard = slow.quiet().await;
    assert!(heard.iter().all(|message| !matches!(message, Message::Envelopes(_))));
    slow.send(&Message::Credit(1)).await;
    let first = slow.until(envelopes).await;
    assert!(!first.is_empty() && first.len() < 10, "one frame is begun with the last of the credit");
    slow.send(&Message::Credit(1 << 24)).await;
    slow.receives(10 - first.len()).await;
}

#[tokio::test]
async fn r_16_a_relay_that_stops_says_so() {
    let mut relay = Relay::start().await;
    let (mut at_ana, _, mut ana, _) = team(&relay, &[]).await;
    at_ana.keeps(&[ana.writes(b"kept")]).await;
    let stopping = tokio::spawn(async move {
        relay.stop().await;
        relay
    });
    assert_eq!(at_ana.refused().await, Reason::GoingAway);
    assert!(at_ana.next().await.is_none());
    let stopped = tokio::time::timeout(Duration::from_secs(4), stopping).await;
    let relay = stopped.expect("it does not wait for its own patience to end").unwrap();
    assert!(tokio::net::TcpStream::connect(relay.address).await.is_err());
}

#[tokio::test]
async fn r_19_a_device_that_connects_again_takes_the_place_of_its_older_connection() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let mut older = join(&relay, &others[0], &membership, Frontier::new()).await;
    let mut newer = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(older.refused().await, Reason::Replaced);
    at_ana.keeps(&[ana.writes(b"hello")]).await;
    newer.receives(1).await;
}

#[tokio::test]
async fn r_21_content_goes_when_a_second_device_says_that_a_snapshot_stands_for_it() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Viewer]).await;
    let first = ana.writes(&[1; 5000]);
    let second = ana.writes(&[2; 5000]);
    at_ana.keeps(&[first, second.clone(), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    let everyone = ana.everyone();
    let mut envelopes = Covers::new();
    envelopes.insert_run(ana.id, 1, 3);
    let covered = |snapshot: u64| Message::Covered {
        audience: everyone,
        snapshot: (ana.id, snapshot),
        envelopes: envelopes.clone(),
    };
    at_ana.send(&covered(3)).await;
    let mut at_viewer = join(&relay, &others[1], &membership, Frontier::new()).await;
    at_viewer.send(&covered(3)).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_bob.send(&covered(2)).await;
    at_bob.send(&Message::Ping(1)).await;
    at_bob.until(|message| matches!(message, Message::Pong(1)).then_some(())).await;
    let again = || Message::Have { operations: membership.heads(), frontier: Frontier::new() };
    at_bob.send(&again()).await;
    at_bob.quiet().await;
    at_bob.send(&again()).await;
    let whole = plain(&at_bob.receives(3).await);
    assert_eq!(whole[0], [1; 5000], "neither its maker nor a viewer, nor for what is no snapshot");

    at_bob.send(&covered(3)).await;
    at_bob.send(&again()).await;
    let items = at_bob.receives(2).await;
    assert_eq!(plain(&items), [b"(emptied)".to_vec(), b"whole".to_vec()], "the last stub stands for both");
    assert_eq!(items[0], Item::Emptied(second.stub()));
    assert!(items.iter().all(|item| item.verify(&ana.public().signing).is_ok()), "the chain can be walked");
    let (_, limits, _) = connect(&relay, &ana).await;
    assert!(limits.stored < 5000, "{}", limits.stored);
}

#[tokio::test]
async fn r_22_what_a_device_got_elsewhere_is_not_sent_again() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let (mut at_bob, _, _) = connect(&relay, &others[0]).await;
    at_bob.send(&Message::Have { operations: membership.heads(), frontier: Frontier::new() }).await;
    at_ana.keeps(&[ana.writes(b"also sent peer to peer")]).await;
    let mut has = Frontier::new();
    has.advance(ana.everyone(), ana.id, ana.last);
    at_bob.send(&Message::Durable { operations: Vec::new(), frontier: has }).await;
    at_bob.send(&Message::Credit(1 << 20)).await;
    at_ana.keeps(&[ana.writes(b"news")]).await;
    assert_eq!(plain(&at_bob.receives(1).await), [b"news".to_vec()]);
}

#[tokio::test]
async fn r_22_who_has_something_from_elsewhere_learns_that_it_is_kept_here_too() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let writes = [ana.writes(b"also sent peer to peer")];
    let mut has = Frontier::new();
    has.advance(ana.everyone(), ana.id, ana.last);
    let mut at_bob = join(&relay, &others[0], &membership, has.clone()).await;
    let mut at_cem = join(&relay, &others[1], &membership, Frontier::new()).await;
    at_ana.keeps(&writes).await;
    let (_, kept) = at_bob.until(durable).await;
    assert_eq!(kept, has, "so nobody hands it in once more");
    // Who gets it from here is not told at once.
    assert_eq!(at_cem.receives(1).await.len(), 1);
    let said = at_cem.quiet().await;
    assert!(!said.iter().any(|message| matches!(message, Message::Durable { .. })), "{said:?}");
}

#[tokio::test]
async fn r_49_who_was_sent_something_is_told_once_for_all_of_it_that_it_is_on_disk() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    at_ana.keeps(&[ana.writes(b"before")]).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_bob.receives(1).await;
    for word in [b"one", b"two", b"six"] {
        at_ana.keeps(&[ana.writes(word)]).await;
    }
    let (operations, kept) = at_bob.until(durable).await;
    assert!(operations.is_empty());
    assert_eq!(kept.position(ana.everyone(), ana.id), Some(ana.last), "of all that came meanwhile");
    // Nor its own to who wrote it, nor the same again.
    tokio::time::sleep(Duration::from_millis(2_200)).await;
    for line in [&mut at_ana, &mut at_bob] {
        let said = line.quiet().await;
        assert!(said.into_iter().filter_map(durable).next().is_none());
    }
}

#[tokio::test]
async fn r_30_who_makes_a_snapshot_and_who_finds_it_right_are_two_members_where_there_are_two() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    let mut envelopes = Covers::new();
    envelopes.insert(ana.id, 1);
    let covered = Message::Covered { audience: ana.everyone(), snapshot: (ana.id, 2), envelopes };
    at_ana.send(&covered).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    let again = || Message::Have { operations: membership.heads(), frontier: Frontier::new() };
    at_bob.send(&again()).await;
    assert_eq!(plain(&at_bob.receives(2).await)[0], [1; 5000], "Bob may write, so Ana's word is not enough");
    at_bob.send(&covered).await;
    at_bob.send(&again()).await;
    assert_eq!(plain(&at_bob.receives(2).await)[0], b"(emptied)");
}

#[tokio::test]
async fn r_33_who_is_connected_learns_that_a_snapshot_was_found_right() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    at_ana.keeps(&[ana.writes(b"one"), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    let mut envelopes = Covers::new();
    envelopes.insert(ana.id, 1);
    let covered = Message::Covered { audience: ana.everyone(), snapshot: (ana.id, 2), envelopes };
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_bob.send(&covered).await;
    let heard = at_ana.until(|message| matches!(message, Message::Covered { .. }).then_some(message)).await;
    assert_eq!(heard, covered);
}

#[tokio::test]
async fn r_31_the_word_of_who_is_alone_is_enough() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Viewer]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    let mut envelopes = Covers::new();
    // However much is named, only what is there is looked at.
    envelopes.insert_run(ana.id, 1, u64::MAX);
    at_ana.send(&Message::Covered { audience: ana.everyone(), snapshot: (ana.id, 2), envelopes }).await;
    at_ana.keeps(&[ana.writes(b"after")]).await;
    let mut at_viewer = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_viewer.send(&Message::Have { operations: membership.heads(), frontier: Frontier::new() }).await;
    let items = plain(&at_viewer.receives(3).await);
    assert_eq!(items, [b"(emptied)".to_vec(), b"whole".to_vec(), b"after".to_vec()]);
}

#[tokio::test]
async fn r_32_a_stub_stands_for_those_before_it_that_nobody_hands_in() {
    let relay = Relay::start().await;
    let (_, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Viewer]).await;
    let written: Vec<_> = (0..6).map(|number| ana.writes(&[number])).collect();
    let stub = |at: usize| Message::Envelopes(vec![written[at].stub().encode()]);
    // Not from who may only read, and nothing but a stub stands for what is not there.
    let mut at_viewer = join(&relay, &others[1], &membership, Frontier::new()).await;
    at_viewer.send(&stub(3)).await;
    let refused = at_viewer
        .until(|message| match message {
            Message::Rejected { reason, .. } => Some(reason),
            _ => None,
        })
        .await;
    assert_eq!(refused, Reason::NotAllowed);
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(at_bob.rejected(&written[3]).await, Reason::Gap);
    at_bob.send(&stub(3)).await;
    at_bob.keeps(&written[4..]).await;
    let again = || Message::Have { operations: membership.heads(), frontier: Frontier::new() };
    for _ in 0..2 {
        at_viewer.send(&again()).await;
        let items = plain(&at_viewer.receives(3).await);
        assert_eq!(items, [b"(emptied)".to_vec(), vec![4], vec![5]]);
    }
}

#[tokio::test]
async fn r_48_the_audience_of_which_least_is_lacking_is_sent_first() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, mut ana, _) = team(&relay, &[Role::Manager]).await;
    let other = ana.further(60);
    let enrolled = ana.says(&mut membership, ana.enrols(&other));
    at_ana.keeps_operations(&[enrolled]).await;
    // More than is held in memory, so that it is read from the disk.
    let written: Vec<_> = (0..9).map(|number| ana.writes(&vec![number; 200_000])).collect();
    let mine = AudienceName::Only(ana.member).id(WORKSPACE);
    let start = protocol::Position { sequence: 0, hash: protocol::Hash::ZERO };
    let own = ana.envelope(mine, start, EnvelopeKind::Changes, b"only mine");
    at_ana.keeps(&[own]).await;
    at_ana.keeps(&written).await;
    let mut line = join(&relay, &other, &membership, Frontier::new()).await;
    let first = line.until(envelopes).await;
    assert_eq!(plain(&first)[0], b"only mine");
}
