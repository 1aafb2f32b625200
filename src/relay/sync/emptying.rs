//! Emptying envelopes that a snapshot stands for, once a second device says that it does, or nobody
//! has for long.

use std::sync::Arc;

use kernel::{DeviceId, WorkspaceId};
use protocol::{AudienceId, Covers, EnvelopeKind, Item, Membership, Message, WriteRight};

use super::hub::Hub;
use super::workspace::Workspace;
use crate::store::{Chain, LogStore, StoreError, Write};

/// Envelopes that are emptied for one message; the rest is for the next (ours).
const MAX_COVERED: usize = 4096;
/// Places that are looked at for one message, most of them emptied long ago (ours).
const MAX_LOOKED: usize = 256 << 10;
/// Bytes that are read at once (ours).
const READ: usize = 256 << 10;

/// Whether a device's word on a snapshot is enough. Another member's is where another member may
/// write for the audience; else that of another device of its maker's member; and its maker's own
/// where no other device may write. A recovery key compares nothing, so it counts as none of them
/// . Anybody's is who may write, once the time of grace is over.
fn may_confirm(
    membership: &Membership,
    sender: DeviceId,
    audience: AudienceId,
    maker: DeviceId,
    is_over: bool,
) -> bool {
    let view = membership.view();
    let may = |device: DeviceId| {
        view.write_right(device, audience) == WriteRight::Yes
            && view.reads(device, audience)
            && membership.made_as_key(device).is_none()
    };
    let member = |device: DeviceId| view.devices().get(&device).map(|found| found.member);
    let is_another = |device: DeviceId| member(device) != member(maker);
    let active = view.devices().iter().filter(|(_, found)| found.active).map(|(device, _)| *device);
    let others: Vec<DeviceId> = active.filter(|device| *device != maker && may(*device)).collect();
    let is_enough = if others.iter().copied().any(is_another) {
        is_another(sender)
    } else {
        sender != maker || others.is_empty()
    };
    may(sender) && (is_enough || is_over)
}

/// Takes the word of `sender` that it has loaded a snapshot and found it to stand for these
/// envelopes. The maker's own word is not enough before the time of grace is over, a viewer's never, nor
/// any for other documents.
pub async fn covered(
    hub: &Arc<Hub>,
    workspace: &Workspace,
    sender: DeviceId,
    audience: AudienceId,
    snapshot: (DeviceId, u64),
    envelopes: &Covers,
) {
    let arrived = {
        let state = workspace.state();
        let view = state.membership.view();
        let member = |device: DeviceId| view.devices().get(&device).map(|found| found.member);
        let is_over = state.snapshots.is_over(audience, snapshot, hub.now(), member);
        let may = view.write_right(snapshot.0, audience).covers(snapshot.1)
            && may_confirm(&state.membership, sender, audience, snapshot.0, is_over);
        state.snapshots.arrived(audience, snapshot).filter(|_| may)
    };
    let Some(arrived) = arrived else { return };
    // What came after the snapshot is in none of its bytes, whatever is said of it.
    let held =
        |of: DeviceId| arrived.before.iter().find(|(device, _)| *device == of).map_or(0, |(_, to)| *to);
    let runs: Vec<(DeviceId, u64, u64)> =
        envelopes.runs().map(|(device, from, to)| (device, from, to.min(held(device)))).collect();
    let id = workspace.id;
    let Ok(emptied) = hub.read(move |store| stubs(store, id, audience, snapshot, &runs)).await else {
        return;
    };
    let saved: usize = emptied.iter().map(|(_, saved)| saved).sum();
    let writes: Vec<Write> = emptied.into_iter().map(|(write, _)| write).collect();
    let place = |write: &Write| match write {
        Write::Empty { chain, sequence, .. } => Some((*chain, *sequence)),
        _ => None,
    };
    let places: Vec<(Chain, u64)> = writes.iter().filter_map(place).collect();
    // What is not emptied just takes more room.
    if hub.committer.commit(id, writes).await.is_ok() {
        workspace.state().emptied(&places, saved);
    }
    // Its maker learns of it, and others who wait for it; and who said it, that it was believed.
    let message = Message::Covered { audience, snapshot, envelopes: envelopes.clone() };
    let state = workspace.state();
    let view = state.membership.view();
    for peer in state.peers() {
        if peer.device().is_some_and(|device| view.reads(device, audience)) {
            peer.say(&message);
        }
    }
}

/// The stubs to put in the place of those envelopes that are of the snapshot's document, and how
/// many bytes each saves.
fn stubs(
    store: &dyn LogStore,
    id: WorkspaceId,
    audience: AudienceId,
    snapshot: (DeviceId, u64),
    runs: &[(DeviceId, u64, u64)],
) -> Result<Vec<(Write, usize)>, StoreError> {
    let read = |device, from, to, budget| store.envelopes(id, Chain { audience, device }, from, to, budget);
    let made = read(snapshot.0, snapshot.1, snapshot.1, 1)?;
    let made = made.first().filter(|(at, _)| *at == snapshot.1).map(|(_, bytes)| Item::decode(bytes));
    let Some(Ok(Item::Whole(made))) = made else { return Ok(Vec::new()) };
    if made.header.kind != EnvelopeKind::Snapshot {
        return Ok(Vec::new());
    }
    let (mut stubs, mut looked) = (Vec::new(), 0);
    for (device, first, last) in runs.iter().copied() {
        let mut from = first;
        while from <= last {
            let rows = read(device, from, last, READ)?;
            let Some((end, _)) = rows.last() else { break };
            from = end.saturating_add(1);
            looked += rows.len();
            let rows = rows.into_iter().filter(|(_, bytes)| !Item::is_emptied(bytes));
            for (sequence, bytes) in rows.filter(|(at, _)| (device, *at) != snapshot) {
                let Ok(Item::Whole(found)) = Item::decode(&bytes) else { continue };
                if found.header.document == made.header.document {
                    let stub = found.stub().encode();
                    let saved = bytes.len().saturating_sub(stub.len());
                    let chain = Chain { audience, device };
                    stubs.push((Write::Empty { chain, sequence, stub }, saved));
                }
                if stubs.len() == MAX_COVERED {
                    return Ok(stubs);
                }
            }
            if looked >= MAX_LOOKED {
                return Ok(stubs);
            }
        }
    }
    Ok(stubs)
}
