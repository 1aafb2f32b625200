//! Who is let in and what is taken of them.

use ed25519_dalek::SigningKey;
use protocol::{Body, Frontier, Hash, Known, Message, Party, Position, Reason, Role};
use relay::settings::{Creation, Settings};

use crate::devices::Device;
use crate::world::*;

#[tokio::test]
async fn r_4_a_stranger_is_refused() {
    let relay = Relay::start().await;
    let (_, _, ana, _) = team(&relay, &[]).await;
    assert_eq!(turned_away(&relay, &Device::new(WORKSPACE, 9)).await, Reason::Stranger);
    let as_ana = Device { key: SigningKey::from_bytes(&[9; 32]), ..ana };
    assert_eq!(turned_away(&relay, &as_ana).await, Reason::Stranger, "nor who cannot prove to be Ana");
}

#[tokio::test]
async fn r_4_a_proof_is_good_for_one_connection() {
    let relay = Relay::start().await;
    let (_, _, ana, _) = team(&relay, &[]).await;
    let mut line = Line::connect(relay.address).await;
    let stale = protocol::session_bytes(WORKSPACE, Party::Device(ana.id), &[1; 32], b"relay");
    let answer = line.greet(WORKSPACE, Party::Device(ana.id), |_| ana.sign(&stale)).await;
    assert!(matches!(answer, Message::Refused { reason: Reason::Stranger, .. }));
}

#[tokio::test]
async fn r_4_nothing_is_said_before_who_one_is() {
    let relay = Relay::start().await;
    let (_, membership, mut ana, _) = team(&relay, &[]).await;
    for early in [
        Message::Have { operations: membership.heads(), frontier: Frontier::new() },
        Message::Envelopes(vec![ana.writes(b"x").encode()]),
        Message::Ping(1),
    ] {
        let mut line = Line::connect(relay.address).await;
        line.send(&early).await;
        assert_eq!(line.refused().await, Reason::Malformed);
        assert!(line.next().await.is_none());
    }
}

#[tokio::test]
async fn r_5_a_removed_device_is_sent_away_at_once_and_refused_from_then_on() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let mut bob = others[0].clone();
    let mut at_bob = join(&relay, &bob, &membership, Frontier::new()).await;
    at_bob.keeps(&[bob.writes(b"in time")]).await;
    let removal = ana.says(
        &mut membership,
        Body::RemoveMember {
            member: bob.member,
            known: vec![Known { device: bob.id, audience: bob.everyone(), sequence: 1 }],
        },
    );
    let signed = removal.encode();
    at_ana.keeps_operations(&[removal]).await;
    let is_signed = |message| match message {
        Message::Operations(said) => said.contains(&signed).then_some(()),
        _ => None,
    };
    at_bob.until(is_signed).await;
    assert_eq!(at_bob.refused().await, Reason::Removed);

    // And whoever was away hears the same: the removal itself, not only the relay's word.
    let mut later = Line::connect(relay.address).await;
    later.greet(bob.workspace, Party::Device(bob.id), |bytes| bob.sign(bytes)).await;
    later.until(is_signed).await;
    assert_eq!(later.refused().await, Reason::Removed);

    at_ana.keeps(&[ana.writes(b"after")]).await;
    let late = bob.writes(b"too late");
    assert_eq!(at_ana.rejected(&late).await, Reason::NotAllowed, "nor does it come in by others");
    let relay = relay.restart().await;
    assert_eq!(turned_away(&relay, &bob).await, Reason::Removed);
}

#[tokio::test]
async fn r_6_what_a_viewer_writes_is_not_taken() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Viewer]).await;
    let mut viewer = others[0].clone();
    at_ana.keeps(&[ana.writes(b"for all to read")]).await;
    let mut line = join(&relay, &viewer, &membership, Frontier::new()).await;
    line.receives(1).await;
    let refused = viewer.writes(b"by a patched client");
    assert_eq!(line.rejected(&refused).await, Reason::NotAllowed);
    let (_, _, have) = connect(&relay, &ana).await;
    let Message::Have { frontier, .. } = have else { unreachable!() };
    assert_eq!(frontier.position(viewer.everyone(), viewer.id), None);
}

#[tokio::test]
async fn r_7_forged_foreign_and_misplaced_envelopes_are_not_taken() {
    let relay = Relay::start().await;
    let (_, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let mut bob = others[0].clone();
    let mut line = join(&relay, &bob, &membership, Frontier::new()).await;
    let first = bob.writes(b"first");
    line.keeps(std::slice::from_ref(&first)).await;

    let mut forged = ana.writes(b"by Ana, says Bob");
    forged.signature = bob.sign(&forged.signed_bytes());
    assert_eq!(line.rejected(&forged).await, Reason::Signature);
    let mut bent = bob.writes(b"second");
    bent.ciphertext[0] ^= 1;
    assert_eq!(line.rejected(&bent).await, Reason::Signature);
    let stranger = Device::new(WORKSPACE, 9).writes(b"who?");
    assert_eq!(line.rejected(&stranger).await, Reason::Stranger);
    let elsewhere = Device { workspace: kernel::WorkspaceId::from_bytes([8; 16]), ..bob.clone() };
    let foreign = Device { last: Position { sequence: 0, hash: Hash::ZERO }, ..elsewhere }.writes(b"x");
    assert_eq!(line.rejected(&foreign).await, Reason::NotAllowed);

    let at = |sequence, hash| Position { sequence, hash };
    let envelope = |after| bob.envelope(bob.everyone(), after, protocol::EnvelopeKind::Changes, b"other");
    assert_eq!(line.rejected(&envelope(at(2, Hash::ZERO))).await, Reason::Gap);
    assert_eq!(line.rejected(&envelope(at(0, Hash::ZERO))).await, Reason::Fork, "two with one number");
    assert_eq!(line.rejected(&envelope(at(1, Hash([1; 32])))).await, Reason::Fork, "on top of another past");
    line.keeps(&[envelope(at(1, first.hash()))]).await;
    line.keeps(&[first]).await;
    let (_, _, have) = connect(&relay, &ana).await;
    let Message::Have { frontier, .. } = have else { unreachable!() };
    assert_eq!(frontier.position(bob.everyone(), bob.id).map(|position| position.sequence), Some(2));
    assert_eq!(frontier.len(), 1);
}

#[tokio::test]
async fn r_7_operations_that_are_not_admitted_change_nothing() {
    let relay = Relay::start().await;
    let (_, membership, ana, others) = team(&relay, &[Role::Manager]).await;
    let bob = &others[0];
    let mut line = join(&relay, bob, &membership, Frontier::new()).await;
    let mut wishful = membership.clone();
    let draft = protocol::OperationDraft {
        workspace: WORKSPACE,
        parents: wishful.heads(),
        author: bob.id,
        at: kernel::Timestamp::from_millis(0),
        body: Body::RemoveMember { member: ana.member, known: Vec::new() },
    };
    let coup = draft.clone().sign(|bytes| bob.sign(bytes));
    let forged = protocol::OperationDraft {
        author: ana.id,
        body: Body::SetRole { member: bob.member, role: Role::Owner, known: Vec::new() },
        ..draft
    };
    let forged = forged.sign(|bytes| bob.sign(bytes));
    assert!(wishful.add(coup.clone()).is_err());
    line.send(&Message::Operations(vec![coup.encode(), forged.encode()])).await;
    for expected in [coup.hash(), forged.hash()] {
        let found = line
            .until(|message| match message {
                Message::Rejected { item, reason: Reason::Operation, .. } => Some(item),
                _ => None,
            })
            .await;
        assert_eq!(found, expected);
    }
    let (_, _, have) = connect(&relay, &ana).await;
    assert!(matches!(have, Message::Have { operations, .. } if operations == membership.heads()));
}

#[tokio::test]
async fn r_11_who_may_make_a_workspace_is_said() {
    let with = |create| Settings { create: Some(create), ..Settings::default() };
    let founder = |name| Device::new(kernel::WorkspaceId::from_bytes([name; 16]), name);

    let closed = Relay::with(&with(Creation::Closed), None).await;
    assert_eq!(found(&closed, &founder(1), None).await.err(), Some(Reason::CreationClosed));

    let asking = Relay::with(&with(Creation::Token), Some("an open secret")).await;
    assert_eq!(found(&asking, &founder(1), None).await.err(), Some(Reason::TokenNeeded));
    assert_eq!(found(&asking, &founder(1), Some("a guess")).await.err(), Some(Reason::TokenNeeded));
    assert!(found(&asking, &founder(1), Some("an open secret")).await.is_ok());

    let small = Relay::with(&Settings { workspaces: 1, ..with(Creation::Open) }, None).await;
    assert!(found(&small, &founder(1), None).await.is_ok());
    assert_eq!(found(&small, &founder(2), None).await.err(), Some(Reason::CreationClosed), "one is enough");
}

#[tokio::test]
async fn r_11_only_its_founder_makes_a_workspace() {
    let relay = Relay::start().await;
    let (ana, eve) = (Device::new(WORKSPACE, 1), Device::new(WORKSPACE, 9));
    let founding = ana.founds(&mut protocol::Membership::new(WORKSPACE));
    for as_whom in [eve.id, ana.id] {
        let mut line = Line::connect(relay.address).await;
        line.greet(WORKSPACE, Party::Device(as_whom), |bytes| eve.sign(bytes)).await;
        line.send(&Message::Create { token: None, found: founding.encode() }).await;
        assert_eq!(line.refused().await, Reason::Operation);
    }
    assert!(found(&relay, &ana, None).await.is_ok());
}
