//! The half of a connection that sends: notices at once, then what the other side lacks.
//!
//! Nothing is queued for a slow reader: what it lacks is looked up when its socket takes more, as
//! far as it gave credit. So a connection holds little memory however far behind it is.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use kernel::DeviceId;
use protocol::limits::{GATHERED, MAX_ITEMS};
use protocol::{Frontier, Hash, Item, Message, Missing, Position, Reason};

use super::hub::Hub;
use super::peer::{Peer, State as PeerState};
use super::workspace::{State, Workspace};
use crate::store::Chain;

/// After so long without anything to send, a sign of life is sent (ours).
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);
/// A frame that the other side does not take within this time ends the connection (ours).
const SENDING_TIME: Duration = Duration::from_secs(60);
/// Runs of chains looked at in one go (ours).
const MAX_RUNS: usize = 256;

/// The sending half of a socket.
pub type Sink = SplitSink<WebSocket, Frame>;

/// Something to send.
enum Next {
    /// This frame.
    Frame(Vec<u8>),
    /// What is read of these runs: chain, first and last sequence number; and how often the other
    /// side had said what it has.
    Runs(Vec<(Chain, u64, u64)>, u64),
}

/// Sends until the connection is to be closed, or the other side is gone.
pub async fn run(hub: Arc<Hub>, workspace: Arc<Workspace>, peer: Arc<Peer>, mut sink: Sink) {
    loop {
        if send_notices(&hub, &peer, &mut sink).await.is_err() {
            return;
        }
        if let Some((reason, text)) = peer.closing() {
            // Sent or not, this is the end.
            let _ = send_notices(&hub, &peer, &mut sink).await;
            let _ = send(&hub, &mut sink, Message::Refused { reason, text }.encode()).await;
            let _ = sink.send(Frame::Close(Some(CloseFrame { code: 1000, reason: "".into() }))).await;
            return;
        }
        let frame = match next(&workspace, &peer) {
            Some(Next::Frame(frame)) => Some(frame),
            Some(Next::Runs(runs, said)) => {
                let Some(frame) = read(&hub, &workspace, &peer, runs, said).await else { continue };
                Some(frame)
            }
            None => None,
        };
        let outcome = match frame {
            Some(frame) => send(&hub, &mut sink, frame).await,
            None => tokio::select! {
                () = peer.woken() => Ok(()),
                () = time_to_tell(&peer) => Ok(()),
                () = tokio::time::sleep(SIGN_OF_LIFE) => {
                    sink.send(Frame::Ping(Vec::new().into())).await.map_err(|_| ())
                }
            },
        };
        if outcome.is_err() {
            return;
        }
    }
}

/// Waits until it is time to tell what is on disk; for ever while there is nothing to tell.
async fn time_to_tell(peer: &Peer) {
    let at = peer.state().tell_at;
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// Of what the other side was sent, what is on disk and it was not told of; when it is time for that.
fn kept(state: &State, theirs: &mut PeerState, device: DeviceId) -> Option<Message> {
    theirs.tell_at.filter(|at| *at <= Instant::now())?;
    theirs.tell_at = None;
    let (mut news, mut is_early) = (Frontier::new(), false);
    for (audience, of, sent) in theirs.sent.positions().filter(|(_, of, _)| *of != device) {
        let Some(durable) = state.durable.position(audience, of) else { continue };
        let told = theirs.told.position(audience, of).map_or(0, |told| told.sequence);
        is_early |= sent.sequence > durable.sequence;
        if durable.sequence > told && durable.sequence <= sent.sequence {
            news.advance(audience, of, durable);
        }
    }
    if is_early {
        theirs.tell_soon();
    }
    theirs.told.merge(&news);
    (!news.is_empty()).then(|| Message::Durable { operations: Vec::new(), frontier: news })
}

async fn send_notices(hub: &Hub, peer: &Peer, sink: &mut Sink) -> Result<(), ()> {
    while let Some(notice) = peer.next_notice() {
        send(hub, sink, notice).await?;
    }
    Ok(())
}

async fn send(hub: &Hub, sink: &mut Sink, bytes: Vec<u8>) -> Result<(), ()> {
    hub.metrics.sent.fetch_add(bytes.len() as u64, Relaxed);
    let sending = sink.send(Frame::Binary(bytes.into()));
    tokio::time::timeout(SENDING_TIME, sending).await.map_err(|_| ())?.map_err(|_| ())
}

/// What to send next, from memory; nothing when the other side lacks nothing or takes nothing.
fn next(workspace: &Workspace, peer: &Peer) -> Option<Next> {
    let device = peer.device()?;
    let state = workspace.state();
    let mut theirs = peer.state();
    if let Some(kept) = kept(&state, &mut theirs, device) {
        return Some(Next::Frame(kept.encode()));
    }
    if !theirs.has_said || theirs.credit <= 0 {
        return None;
    }
    // Operations first: without them nobody knows whose envelopes the rest are.
    let (mut items, mut size) = (Vec::new(), 0);
    while let Some((hash, bytes)) = state.log.get(theirs.operations)
        && size < GATHERED
        && items.len() < MAX_ITEMS
    {
        theirs.operations += 1;
        if !theirs.has.remove(hash) {
            size += bytes.len();
            items.push(bytes.to_vec());
        }
    }
    if !items.is_empty() {
        return Some(Next::Frame(charged(&mut theirs.credit, Message::Operations(items))));
    }
    let view = state.membership.view();
    let lacking = |of: &Frontier, sent: &Frontier| {
        let mut runs = sent.missing_from(of);
        runs.retain(|run| view.reads(device, run.audience));
        Missing::smallest_first(&mut runs);
        runs.truncate(MAX_RUNS);
        runs
    };
    theirs.is_behind = false;
    let runs = lacking(&state.tail, &theirs.sent);
    if runs.is_empty() {
        return None;
    }
    'runs: for run in &runs {
        let chain = Chain { audience: run.audience, device: run.device };
        for sequence in run.from..=run.to {
            let Some(bytes) = state.recent(chain, sequence) else { break 'runs };
            if !fits(size, bytes.len(), items.len()) {
                break 'runs;
            }
            size += bytes.len();
            items.push(bytes.to_vec());
            theirs.sent.advance(chain.audience, chain.device, place(sequence));
        }
    }
    if !items.is_empty() {
        theirs.tell_soon();
        return Some(Next::Frame(charged(&mut theirs.credit, Message::Envelopes(items))));
    }
    let runs = lacking(&state.durable, &theirs.sent);
    theirs.is_behind = runs.is_empty();
    let runs: Vec<_> = runs
        .into_iter()
        .map(|run| (Chain { audience: run.audience, device: run.device }, run.from, run.to))
        .collect();
    (!runs.is_empty()).then_some(Next::Runs(runs, theirs.said))
}

/// What the disk has of these runs, as one frame. Nothing when it has become pointless.
async fn read(
    hub: &Arc<Hub>,
    workspace: &Workspace,
    peer: &Peer,
    runs: Vec<(Chain, u64, u64)>,
    said: u64,
) -> Option<Vec<u8>> {
    let id = workspace.id;
    // Links of what is erased are sent one by one, so that each can be seen to be one.
    let alone = {
        let state = workspace.state();
        let view = state.membership.view();
        (!view.erased().is_empty()).then(|| view.clone())
    };
    let stands_alone = move |bytes: &[u8]| {
        let item = alone.as_ref().and_then(|view| Some((view, Item::decode(bytes).ok()?)));
        item.is_some_and(|(view, item)| view.stands_alone(item.header()))
    };
    let found = hub.read(move |store| {
        let (mut size, mut count) = (0_usize, 0);
        let mut found: Vec<(Chain, u64, Vec<Vec<u8>>)> = Vec::new();
        for (chain, from, to) in runs {
            let rows = store.envelopes(id, chain, from, to, GATHERED.saturating_sub(size).max(1))?;
            let (mut items, mut last, mut was_stub): (Vec<Vec<u8>>, u64, bool) = (Vec::new(), 0, false);
            for (sequence, item) in rows {
                let is_stub = Item::is_emptied(&item);
                // Of stubs that follow each other the last stands for all.
                if is_stub
                    && was_stub
                    && items.last().is_some_and(|before| !stands_alone(before))
                    && let Some(before) = items.pop()
                {
                    size -= before.len();
                    count -= 1;
                }
                if !fits(size, item.len(), count) {
                    break;
                }
                size += item.len();
                count += 1;
                items.push(item);
                (last, was_stub) = (sequence, is_stub);
            }
            let is_full = last < to;
            found.push((chain, last, items));
            if is_full {
                break;
            }
        }
        Ok(found)
    });
    let found = found.await.unwrap_or_default();
    let mut theirs = peer.state();
    if theirs.said != said {
        return None;
    }
    let mut items = Vec::new();
    for (chain, last, envelopes) in found {
        if !envelopes.is_empty() {
            theirs.sent.advance(chain.audience, chain.device, place(last));
        }
        items.extend(envelopes);
    }
    if items.is_empty() {
        drop(theirs);
        peer.close(Reason::Trouble, "The relay cannot read its disk.");
        return None;
    }
    theirs.tell_soon();
    Some(charged(&mut theirs.credit, Message::Envelopes(items)))
}

/// Whether one more goes into a frame: a single one may be of any size.
const fn fits(size: usize, more: usize, count: usize) -> bool {
    count == 0 || (size + more <= GATHERED && count < MAX_ITEMS)
}

/// The frame, taken off the credit.
fn charged(credit: &mut i64, message: Message) -> Vec<u8> {
    let bytes = message.encode();
    *credit = credit.saturating_sub(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    bytes
}

/// A place up to which somebody was sent a chain; the hash does not matter for that.
const fn place(sequence: u64) -> Position {
    Position { sequence, hash: Hash::ZERO }
}

/// Passes a signal on to the others who are connected, or to one of them.
pub fn signal(hub: &Hub, workspace: &Workspace, from: DeviceId, to: Option<DeviceId>, sealed: Vec<u8>) {
    let bytes = Message::Signal { to, from, sealed }.encode();
    let state = workspace.state();
    let wanted = |device: DeviceId| device != from && to.is_none_or(|to| to == device);
    for peer in state.peers().filter(|peer| peer.device().is_some_and(wanted)) {
        let passed = peer.signal(&bytes);
        let counter = if passed { &hub.metrics.signals } else { &hub.metrics.signals_dropped };
        counter.fetch_add(1, Relaxed);
    }
}
