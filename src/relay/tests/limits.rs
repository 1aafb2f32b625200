//! Too long, too much, too fast.

use std::time::{Duration, Instant};

use protocol::limits::{MAX_CIPHERTEXT, MAX_FRAME};
use protocol::{Frontier, Message, Reason, Role};
use relay::settings::Settings;

use crate::world::*;

#[tokio::test]
async fn r_9_a_frame_that_is_too_long_ends_the_connection_with_the_reason() {
    let relay = Relay::start().await;
    let (mut line, _, mut ana, _) = team(&relay, &[]).await;
    line.keeps(&[ana.writes(&vec![0; MAX_CIPHERTEXT])]).await;
    line.send_bytes(vec![0; MAX_FRAME + 1]).await;
    assert_eq!(line.refused().await, Reason::TooLong);
    let mut line = Line::connect(relay.address).await;
    line.send_bytes(vec![0; MAX_FRAME + 1]).await;
    assert_eq!(line.refused().await, Reason::TooLong, "also before anybody has said who they are");
    let _ = connect(&relay, &ana).await;
}

#[tokio::test]
async fn r_9_unreadable_bytes_end_the_connection_with_the_reason() {
    let relay = Relay::start().await;
    let (_, _, mut ana, _) = team(&relay, &[]).await;
    let mut bent = Message::Envelopes(vec![ana.writes(b"x").encode()]).encode();
    bent.truncate(bent.len() - 1);
    let nested = Message::Envelopes(vec![b"no envelope".to_vec()]).encode();
    let hello_again = Message::Challenge { nonce: [0; 32] }.encode();
    for bytes in [b"garbage".to_vec(), Vec::new(), bent, nested, hello_again] {
        let (mut line, _, _) = connect(&relay, &ana).await;
        line.send_bytes(bytes).await;
        assert_eq!(line.refused().await, Reason::Malformed);
    }
}

#[tokio::test]
async fn r_9_more_than_there_was_credit_for_ends_the_connection() {
    let relay = Relay::start().await;
    let (mut line, _, mut ana, _) = team(&relay, &[]).await;
    // The window is 4 MiB; a device that does not wait for credit runs over it. Some credit may
    // come while it does, so it goes on until it is stopped.
    let slow = Settings { rate: 1 << 10, ..Settings::default() };
    drop(line);
    let relay = Relay::on(folder(), &slow, None).await;
    let (mut made, _) = found(&relay, &ana, None).await.unwrap();
    for _ in 0..20 {
        made.send(&Message::Envelopes(vec![ana.writes(&vec![1; 1_000_000]).encode()])).await;
    }
    assert_eq!(made.refused().await, Reason::TooFast);
    line = Line::connect(relay.address).await;
    line.send(&Message::Ping(1)).await;
    assert_eq!(line.refused().await, Reason::Malformed, "others are served");
}

#[tokio::test]
async fn r_9_a_flood_of_messages_is_read_no_faster_than_it_may_come() {
    let relay = Relay::start().await;
    let (mut line, _, mut ana, _) = team(&relay, &[]).await;
    let begun = Instant::now();
    let envelope = ana.writes(b"among them");
    for number in 0..10_000 {
        line.send(&Message::Ping(number)).await;
    }
    line.keeps(&[envelope]).await;
    // 8,000 at once, then 2,000 a second.
    assert!(begun.elapsed() > Duration::from_millis(900), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn r_9_too_many_connections_are_not_taken() {
    let relay = Relay::with(&Settings { connections: 1, ..Settings::default() }, None).await;
    let (_held, _, _, _) = team(&relay, &[]).await;
    let another = tokio_tungstenite::connect_async(format!("ws://{}/sync", relay.address)).await;
    assert!(another.is_err_and(|error| error.to_string().contains("503")));
}

#[tokio::test]
async fn r_10_a_workspace_keeps_no_more_than_its_quota() {
    let relay = Relay::with(&Settings { quota: 20_000, ..Settings::default() }, None).await;
    let (mut line, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    line.keeps(&[ana.writes(&[1; 10_000])]).await;
    let too_much = ana.clone().writes(&[2; 10_000]);
    assert_eq!(line.rejected(&too_much).await, Reason::Quota);
    line.keeps(&[ana.writes(&[3; 1_000])]).await;
    let (_, limits, _) = connect(&relay, &others[0]).await;
    assert_eq!(limits.quota, 20_000);
    assert!((11_000..20_000).contains(&limits.stored), "{}", limits.stored);
    join(&relay, &others[0], &membership, Frontier::new()).await.receives(2).await;
}

#[tokio::test]
async fn r_20_health_and_numbers_can_be_asked_for() {
    let relay = Relay::start().await;
    let (mut line, _, mut ana, _) = team(&relay, &[Role::Manager]).await;
    line.keeps(&[ana.writes(b"one"), ana.writes(b"two")]).await;
    assert!(relay.get("/healthz").await.ends_with("ok\n"));
    let text = relay.get("/metrics").await;
    assert!(text.contains("content-type: text/plain; version=0.0.4"), "{text}");
    for line in [
        "relay_connections 1",
        "relay_workspaces_active 1",
        "relay_workspaces_created_total 1",
        "relay_envelopes_total 2",
        "relay_operations_total 2",
        "relay_refused_total{reason=\"stranger\"} 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    turned_away(&relay, &crate::devices::Device::new(WORKSPACE, 9)).await;
    let text = relay.get("/metrics").await;
    assert!(text.contains("relay_refused_total{reason=\"stranger\"} 1"), "{text}");
}
