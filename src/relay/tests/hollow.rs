//! Links without contents that come before their writer does.

use protocol::{Body, Envelope, EnvelopeKind, Frontier, Known, Message, Missing, Position, Reason, Role};

use crate::devices::Device;
use crate::world::{Line, Relay, connect, durable, envelopes, join, plain, team};

/// How far the relay says to have a device's chain of *everyone*.
fn told(have: &Message, device: &Device) -> u64 {
    let Message::Have { frontier, .. } = have else { panic!("{have:?}") };
    frontier.position(device.everyone(), device.id).map_or(0, |position| position.sequence)
}

/// Sends items that all are read, and says how far the chain is acknowledged after each message.
async fn acknowledged(line: &mut Line, device: &Device, items: Vec<Vec<u8>>) -> u64 {
    line.send(&Message::Envelopes(items)).await;
    line.send(&Message::Ping(9)).await;
    let mut to = 0;
    let mut pong = false;
    loop {
        for message in line.quiet().await {
            if let Message::Durable { frontier, .. } = &message {
                to = frontier.position(device.everyone(), device.id).map_or(to, |p| p.sequence);
            }
            pong |= matches!(message, Message::Pong(9));
        }
        if pong {
            return to;
        }
    }
}

fn whole(envelopes: &[Envelope]) -> Vec<Vec<u8>> {
    envelopes.iter().map(Envelope::encode).collect()
}

#[tokio::test]
async fn r_45_contents_take_the_place_of_links_that_others_handed_in() {
    let relay = Relay::start().await;
    let (_, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let written: Vec<_> = (0..7).map(|number| ana.writes(&[number])).collect();
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_bob.keeps(&written[..2]).await;
    let stubs = vec![written[3].stub().encode(), written[5].stub().encode()];
    assert_eq!(acknowledged(&mut at_bob, &ana, stubs).await, 6, "who did it is told that it is kept");
    // Also after a restart.
    let relay = relay.restart().await;
    let mut at_cem = join(&relay, &others[1], &membership, Frontier::new()).await;
    assert_eq!(at_cem.receives(3).await.len(), 3, "two with contents, and one link for the rest");
    let (mut at_ana, _, have) = connect(&relay, &ana).await;
    assert_eq!(told(&have, &ana), 2, "what is here with contents");

    // One after the other.
    assert_eq!(at_ana.rejected(&written[5]).await, Reason::Gap);
    let forged = Envelope { ciphertext: b"made up".to_vec(), ..written[2].clone() };
    assert_eq!(at_ana.rejected(&forged).await, Reason::Signature);
    assert_eq!(acknowledged(&mut at_ana, &ana, whole(&written[2..3])).await, 3);
    // What is signed and not what the link at its place stands for.
    let after = Position { sequence: 3, hash: written[2].hash() };
    let other = ana.envelope(ana.everyone(), after, EnvelopeKind::Changes, b"other");
    assert_eq!(at_ana.rejected(&other).await, Reason::Fork);
    assert_eq!(acknowledged(&mut at_ana, &ana, whole(&written[3..])).await, 7);
    let (_, _, have) = connect(&relay, &ana).await;
    assert_eq!(told(&have, &ana), 7);

    // Who was sent links without contents gets them now.
    let mut lacking: Vec<_> = (2..7).map(|number| vec![number]).collect();
    while !lacking.is_empty() {
        let items = plain(&at_cem.until(envelopes).await);
        lacking.retain(|contents| !items.contains(contents));
    }
}

#[tokio::test]
async fn r_60_contents_of_who_is_out_are_asked_of_everybody_else() {
    let relay = Relay::start().await;
    let (mut at_owner, mut membership, owner, mut others) =
        team(&relay, &[Role::Manager, Role::Manager]).await;
    let mut ana = others.remove(0);
    let bob = others.remove(0);
    let written: Vec<_> = (0..3).map(|number| ana.writes(&[number])).collect();
    let mut at_ana = join(&relay, &ana, &membership, Frontier::new()).await;
    assert_eq!(
        acknowledged(&mut at_ana, &ana, vec![written[1].stub().encode(), written[2].encode()]).await,
        3
    );
    let wanted = |message: Message| match message {
        Message::Wanted(runs) => Some(runs),
        _ => None,
    };
    let mut at_bob = join(&relay, &bob, &membership, Frontier::new()).await;
    assert!(
        at_bob.quiet().await.into_iter().all(|message| wanted(message).is_none()),
        "she may come back with them"
    );

    // Who takes her out has seen her first envelope alone.
    let known = vec![Known { device: ana.id, audience: ana.everyone(), sequence: 1 }];
    let removal = owner.says(&mut membership, Body::RemoveMember { member: ana.member, known });
    at_owner.send(&Message::Operations(vec![removal.encode()])).await;
    let run = Missing { audience: ana.everyone(), device: ana.id, from: 1, to: 1 };
    assert_eq!(at_bob.until(wanted).await, [run], "as far as it counts");
    // Also whoever connects later, and until it is here.
    let (mut at_bob, _, have) = connect(&relay, &bob).await;
    assert_eq!(told(&have, &ana), 3, "nothing was lost that was here");
    assert_eq!(at_bob.until(wanted).await, [run]);
    assert_eq!(acknowledged(&mut at_bob, &ana, vec![written[0].encode()]).await, 3);
    let (mut at_bob, ..) = connect(&relay, &bob).await;
    assert!(at_bob.quiet().await.into_iter().all(|message| wanted(message).is_none()));
    let mut at_owner = join(&relay, &owner, &membership, Frontier::new()).await;
    assert_eq!(plain(&at_owner.receives(3).await)[0], [0]);
}

#[tokio::test]
async fn r_45_a_writer_that_has_only_links_left_is_believed() {
    let relay = Relay::start().await;
    let (_, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let written: Vec<_> = (0..6).map(|number| ana.writes(&[number])).collect();
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    let stub = |at: usize| written[at].stub().encode();
    assert_eq!(acknowledged(&mut at_bob, &ana, vec![stub(4), written[5].encode()]).await, 6);
    let (mut at_ana, _, have) = connect(&relay, &ana).await;
    assert_eq!(told(&have, &ana), 0);
    assert_eq!(acknowledged(&mut at_ana, &ana, vec![stub(2)]).await, 3, "as far as its word goes");
    assert_eq!(acknowledged(&mut at_ana, &ana, vec![written[3].encode(), stub(4)]).await, 6);
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    let items = plain(&at_bob.receives(4).await);
    let emptied = b"(emptied)".to_vec();
    assert_eq!(items, [emptied.clone(), vec![3], emptied, vec![5]]);
}

#[tokio::test]
async fn r_45_a_writer_that_is_connected_is_not_told_either() {
    let relay = Relay::start().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let written = [ana.writes(b"one"), ana.writes(b"two")];
    let mut has = Frontier::new();
    has.advance(ana.everyone(), ana.id, ana.last);
    at_ana.send(&Message::Have { operations: membership.heads(), frontier: has }).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(acknowledged(&mut at_bob, &ana, vec![written[1].stub().encode()]).await, 2);
    let heard = at_ana.quiet().await;
    assert!(heard.into_iter().filter_map(durable).all(|(_, frontier)| frontier.is_empty()));
    assert_eq!(acknowledged(&mut at_ana, &ana, whole(&written)).await, 2);
}
