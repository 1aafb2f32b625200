//! Snapshots that nobody has confirmed for long, and recovery keys, which never will.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kernel::Timestamp;
use protocol::{Covers, EnvelopeKind, Frontier, Membership, Message, Role};

use crate::devices::Device;
use crate::world::{Line, Relay, envelopes, folder, join, plain, team};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A relay, and the day that its clock shows.
async fn relay() -> (Relay, Arc<AtomicI64>) {
    let day = Arc::new(AtomicI64::new(20_000));
    (Relay::by_clock(folder(), clock(&day)).await, day)
}

fn clock(day: &Arc<AtomicI64>) -> relay::sync::Clock {
    let day = Arc::clone(day);
    Arc::new(move || Timestamp::from_millis(day.load(Ordering::Relaxed) * DAY))
}

/// What a device says of a snapshot of Ana's: that it stands for the first of her envelopes.
fn covered(ana: &Device, snapshot: u64) -> Message {
    let mut envelopes = Covers::new();
    envelopes.insert(ana.id, 1);
    Message::Covered { audience: ana.everyone(), snapshot: (ana.id, snapshot), envelopes }
}

/// Says it, and whether the contents are gone then.
async fn empties(
    line: &mut Line,
    relay: &Relay,
    said: Message,
    membership: &Membership,
    by: &Device,
) -> bool {
    line.send(&said).await;
    line.send(&Message::Ping(5)).await;
    line.until(|message| matches!(message, Message::Pong(5)).then_some(())).await;
    let mut reader = join(relay, by, membership, Frontier::new()).await;
    let mut items = reader.until(envelopes).await;
    items.extend(reader.quiet().await.into_iter().filter_map(envelopes).flatten());
    plain(&items).contains(&b"(emptied)".to_vec())
}

#[tokio::test]
async fn r_44_a_snapshot_that_nobody_answered_for_thirty_days_stands_by_its_makers_word() {
    let (relay, day) = relay().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Viewer]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    day.fetch_add(29, Ordering::Relaxed);
    assert!(!empties(&mut at_ana, &relay, covered(&ana, 2), &membership, &others[1]).await, "29 days");

    // Since when it is here is known after a restart, too.
    let mut relay = relay;
    relay.stop().await;
    let kept = std::mem::take(&mut relay.folder);
    let relay = Relay::by_clock(kept, clock(&day)).await;
    day.fetch_add(1, Ordering::Relaxed);
    let mut at_viewer = join(&relay, &others[1], &membership, Frontier::new()).await;
    assert!(!empties(&mut at_viewer, &relay, covered(&ana, 2), &membership, &others[0]).await, "a viewer's");
    let mut at_ana = join(&relay, &ana, &membership, Frontier::new()).await;
    at_ana.quiet().await;
    assert!(empties(&mut at_ana, &relay, covered(&ana, 2), &membership, &others[1]).await, "30 days");
}

#[tokio::test]
async fn r_44_a_snapshot_that_another_member_answered_with_their_own_does_not() {
    let (relay, day) = relay().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager, Role::Viewer]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"lacks something")]).await;
    day.fetch_add(3, Ordering::Relaxed);
    let mut bob = others[0].clone();
    let mut at_bob = join(&relay, &bob, &membership, Frontier::new()).await;
    at_bob.keeps(&[bob.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    day.fetch_add(300, Ordering::Relaxed);
    assert!(!empties(&mut at_ana, &relay, covered(&ana, 2), &membership, &others[1]).await);
    // Bob's is the newest: it stands by itself after that time.
    let mut envelopes = Covers::new();
    envelopes.insert_run(ana.id, 1, 2);
    let of_bob = Message::Covered { audience: ana.everyone(), snapshot: (bob.id, 1), envelopes };
    assert!(empties(&mut at_bob, &relay, of_bob, &membership, &others[1]).await);
}

#[tokio::test]
async fn r_46_a_recovery_key_is_nobody_who_could_confirm() {
    let (relay, _) = relay().await;
    let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Viewer]).await;
    let key = ana.further(50);
    let enrolled = ana.says(&mut membership, ana.enrols(&key));
    at_ana.keeps_operations(&[enrolled]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    assert!(empties(&mut at_ana, &relay, covered(&ana, 2), &membership, &others[0]).await, "Ana is alone");

    // Who came back by the key is a device like any other.
    let back = key.further(51);
    let enrolled = key.says(&mut membership, key.enrols(&back));
    at_ana.keeps_operations(&[enrolled]).await;
    let (first, last) = (ana.writes(&[2; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole again"));
    let place = first.header.sequence;
    at_ana.keeps(&[first, last]).await;
    let mut envelopes = Covers::new();
    envelopes.insert(ana.id, place);
    let said = Message::Covered { audience: ana.everyone(), snapshot: (ana.id, place + 1), envelopes };
    at_ana.send(&said).await;
    let mut at_viewer = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(plain(&at_viewer.receives(4).await)[2], [2; 5000], "it could confirm, and has not");
    // The key itself confirms nothing.
    let mut at_key = join(&relay, &key, &membership, Frontier::new()).await;
    at_key.quiet().await;
    at_key.send(&said).await;
    let mut at_back = join(&relay, &back, &membership, Frontier::new()).await;
    assert_eq!(plain(&at_back.receives(4).await)[2], [2; 5000]);
    at_back.send(&said).await;
    at_ana.until(|message| (message == said).then_some(())).await;
}

#[tokio::test]
async fn r_47_a_snapshot_stands_for_nothing_that_came_after_it() {
    let (relay, day) = relay().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    at_ana.keeps(&[ana.writes(&[1; 5000]), ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
    at_ana.keeps(&[ana.writes(&[3; 5000])]).await;
    day.fetch_add(40, Ordering::Relaxed);
    let mut envelopes = Covers::new();
    envelopes.insert_run(ana.id, 1, u64::MAX);
    let said = Message::Covered { audience: ana.everyone(), snapshot: (ana.id, 2), envelopes };
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_bob.quiet().await;
    // Neither by a confirmation nor after the time of grace.
    for line in [&mut at_bob, &mut at_ana] {
        line.send(&said).await;
        line.until(|message| (message == said).then_some(())).await;
    }
    let mut again = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(plain(&again.receives(3).await), [b"(emptied)".to_vec(), b"whole".to_vec(), vec![3; 5000]]);
}

#[tokio::test]
async fn r_21_what_was_emptied_long_ago_does_not_keep_the_rest_from_going() {
    let (relay, _) = relay().await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Viewer]).await;
    let mut envelopes = Covers::new();
    // Twice as many as are emptied for one message.
    for round in 1..=2_u8 {
        for _ in 0..5 {
            let written: Vec<_> = (0..820).map(|_| ana.writes(&[round; 600])).collect();
            at_ana.keeps(&written).await;
        }
        at_ana.keeps(&[ana.writes_as(EnvelopeKind::Snapshot, b"whole")]).await;
        let place = ana.last.sequence;
        envelopes.insert_run(ana.id, 1, place);
        for _ in 0..2 {
            let (audience, snapshot) = (ana.everyone(), (ana.id, place));
            at_ana.send(&Message::Covered { audience, snapshot, envelopes: envelopes.clone() }).await;
            at_ana.until(|message| matches!(message, Message::Covered { .. }).then_some(())).await;
        }
    }
    let mut at_viewer = join(&relay, &others[0], &membership, Frontier::new()).await;
    let mut items = at_viewer.until(crate::world::envelopes).await;
    items.extend(at_viewer.quiet().await.into_iter().filter_map(crate::world::envelopes).flatten());
    let whole = plain(&items).into_iter().filter(|bytes| bytes != b"(emptied)").count();
    assert_eq!(whole, 1, "the newest snapshot");
}
