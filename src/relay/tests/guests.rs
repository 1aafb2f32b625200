//! Who was invited, and what passes without being kept.

use kernel::Timestamp;
use protocol::{Body, Frontier, Membership, Message, Operation, Party, Reason, Role};

use crate::devices::{Device, FAR, Invited};
use crate::world::*;

async fn knock(relay: &Relay, invited: &Invited) -> (Line, Message) {
    let mut line = Line::connect(relay.address).await;
    let sign =
        |bytes: &[u8]| protocol::Signature(ed25519_dalek::Signer::sign(&invited.key, bytes).to_bytes());
    let answer = line.greet(WORKSPACE, Party::Invited(invited.id), sign).await;
    (line, answer)
}

fn join_request(message: Message) -> Option<Vec<u8>> {
    match message {
        Message::Join { request, .. } => Some(request),
        _ => None,
    }
}

#[tokio::test]
async fn r_12_a_joiner_sees_the_invitation_waits_and_is_let_in() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, ana, _) = team(&relay, &[]).await;
    let invited = Invited::new(50);
    let opened = ana.says(&mut membership, invited.opens(Some(Role::Manager), FAR));
    at_ana.keeps_operations(std::slice::from_ref(&opened)).await;
    drop(at_ana);

    let (mut guest, answer) = knock(&relay, &invited).await;
    assert!(matches!(answer, Message::Welcome(_)));
    let shown = guest
        .until(|message| match message {
            Message::Invitation { operation } => Some(operation),
            _ => None,
        })
        .await;
    assert_eq!(Operation::decode(&shown).unwrap(), opened, "who invites, and to what");
    guest.send(&Message::Join { invitation: invited.id, request: b"sealed request".to_vec() }).await;
    guest.send(&Message::Ping(1)).await;
    guest.until(|message| matches!(message, Message::Pong(1)).then_some(())).await;
    assert!(guest.quiet().await.is_empty(), "and is told nothing of the workspace");

    // The inviter comes back later, even after a restart.
    let relay = relay.restart().await;
    let (mut guest, _) = knock(&relay, &invited).await;
    let (mut at_ana, _, _) = connect(&relay, &ana).await;
    assert_eq!(at_ana.until(join_request).await, b"sealed request");
    let bob = Device::new(WORKSPACE, 2);
    let let_in = ana.says(&mut membership, invited.lets_in(&bob, Role::Manager));
    at_ana.keeps_operations(&[let_in]).await;
    let accepted = guest
        .until(|message| match message {
            Message::Answer { accepted, .. } => Some(accepted),
            _ => None,
        })
        .await;
    assert!(accepted);
    join(&relay, &bob, &Membership::new(WORKSPACE), Frontier::new())
        .await
        .receives_operations(membership.len())
        .await;
    let (mut at_ana, _, _) = connect(&relay, &ana).await;
    assert!(at_ana.quiet().await.into_iter().all(|message| join_request(message).is_none()), "answered");
}

#[tokio::test]
async fn r_12_an_invitation_that_is_over_is_answered() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, ana, _) = team(&relay, &[]).await;
    let (open, expired) = (Invited::new(50), Invited::new(51));
    let said = [
        ana.says(&mut membership, open.opens(Some(Role::Viewer), FAR)),
        ana.says(&mut membership, expired.opens(Some(Role::Viewer), Timestamp::from_millis(1))),
    ];
    at_ana.keeps_operations(&said).await;
    let (_, answer) = knock(&relay, &expired).await;
    assert!(matches!(answer, Message::Refused { reason: Reason::Invitation, .. }), "its time is over");
    let (_, answer) = knock(&relay, &Invited::new(52)).await;
    assert!(matches!(answer, Message::Refused { reason: Reason::Invitation, .. }), "there is none");
    let forged = Invited { id: open.id, key: Invited::new(53).key };
    let (_, answer) = knock(&relay, &forged).await;
    assert!(matches!(answer, Message::Refused { reason: Reason::Invitation, .. }), "without its secret");

    let (mut guest, _) = knock(&relay, &open).await;
    let revoked = ana.says(&mut membership, Body::Revoke { invitation: open.id });
    at_ana.keeps_operations(&[revoked]).await;
    let accepted = |message| match message {
        Message::Answer { accepted, .. } => Some(accepted),
        _ => None,
    };
    assert!(!guest.until(accepted).await, "told while waiting");
    let (mut guest, _) = knock(&relay, &open).await;
    assert!(!guest.until(accepted).await, "and when coming back");
}

#[tokio::test]
async fn r_12_a_guest_asks_and_does_nothing_else() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Viewer]).await;
    let invited = Invited::new(50);
    let opened = ana.says(&mut membership, invited.opens(Some(Role::Manager), FAR));
    at_ana.keeps_operations(&[opened]).await;
    for forbidden in [
        Message::Envelopes(vec![ana.writes(b"x").encode()]),
        Message::Operations(Vec::new()),
        Message::Signal { to: None, from: ana.id, sealed: Vec::new() },
        Message::Join { invitation: Invited::new(51).id, request: Vec::new() },
    ] {
        let (mut guest, _) = knock(&relay, &invited).await;
        guest.send(&forbidden).await;
        assert_eq!(guest.refused().await, Reason::Malformed);
    }
    let (mut guest, _) = knock(&relay, &invited).await;
    for number in 0..5 {
        guest.send(&Message::Join { invitation: invited.id, request: vec![number] }).await;
    }
    assert_eq!(guest.refused().await, Reason::Invitation, "a link that went astray fills no disk");
    let mut at_viewer = join(&relay, &others[0], &membership, Frontier::new()).await;
    let heard = at_viewer.quiet().await;
    assert!(heard.into_iter().all(|message| join_request(message).is_none()), "a viewer lets nobody in");
}

#[tokio::test]
async fn r_13_signals_reach_who_is_there_and_nobody_else() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, ana, others) = team(&relay, &[Role::Manager, Role::Viewer]).await;
    let (bob, cleo) = (&others[0], &others[1]);
    let mut at_bob = join(&relay, bob, &membership, Frontier::new()).await;
    let mut at_cleo = join(&relay, cleo, &membership, Frontier::new()).await;
    let present = |message| match message {
        Message::Present(devices) => Some(devices),
        _ => None,
    };
    while at_ana.until(present).await != [bob.id, cleo.id] {}

    let signal = |to, sealed: &[u8]| Message::Signal { to, from: ana.id, sealed: sealed.to_vec() };
    at_ana.send(&signal(None, b"to all")).await;
    at_ana.send(&signal(Some(bob.id), b"to Bob")).await;
    let heard = |message| match message {
        Message::Signal { from, sealed, .. } => Some((from, sealed)),
        _ => None,
    };
    assert_eq!(at_bob.until(heard).await, (ana.id, b"to all".to_vec()));
    assert_eq!(at_bob.until(heard).await, (ana.id, b"to Bob".to_vec()));
    assert_eq!(at_cleo.until(heard).await, (ana.id, b"to all".to_vec()));
    assert!(at_cleo.quiet().await.into_iter().all(|message| heard(message).is_none()));

    at_bob.send(&Message::Signal { to: None, from: ana.id, sealed: Vec::new() }).await;
    assert_eq!(at_bob.refused().await, Reason::Malformed, "nobody speaks for another");
    while at_ana.until(present).await != [cleo.id] {}
}

#[tokio::test]
async fn r_18_signals_leave_no_trace_on_the_disk() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    let marker = b"lantern-heron-42".to_vec();
    at_ana.send(&Message::Signal { to: None, from: ana.id, sealed: marker.clone() }).await;
    at_bob.until(|message| matches!(message, Message::Signal { .. }).then_some(())).await;
    at_ana.keeps(&[ana.writes(b"sealed-kestrel-7")]).await;
    assert!(holds(&relay.folder, b"sealed-kestrel-7"), "what is kept can be found, so the search works");
    assert!(!holds(&relay.folder, &marker));
}
