//! Emptying envelopes of documents that were erased by an operation: their links stay.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::WorkspaceId;
use protocol::{AudienceId, DocumentTag, Item};

use super::hub::Hub;
use super::workspace::Workspace;
use crate::store::{Chain, LogStore, StoreError, Write};

/// Bytes that are read, and emptied with one write (ours).
const READ: usize = 1 << 20;

/// A document as a relay knows it.
pub type Tag = (AudienceId, DocumentTag);

/// Empties what was erased and may still have contents here. When it returns well, nothing of it has.
pub async fn carry_out(hub: &Arc<Hub>, workspace: &Workspace) -> Result<(), StoreError> {
    let id = workspace.id;
    let (erased, chains) = {
        let state = workspace.state();
        let erased: BTreeSet<Tag> = state.erased_with_contents().collect();
        let audiences: BTreeSet<AudienceId> = erased.iter().map(|(audience, _)| *audience).collect();
        let chains = state.tail.positions().filter(|(audience, ..)| audiences.contains(audience));
        let chains: Vec<(Chain, u64)> =
            chains.map(|(audience, device, place)| (Chain { audience, device }, place.sequence)).collect();
        (erased, chains)
    };
    if erased.is_empty() {
        return Ok(());
    }
    let erased = Arc::new(erased);
    // What was taken before the operation came gets to the disk first; what comes since is kept empty.
    hub.committer.commit(id, Vec::new()).await?;
    for (chain, last) in chains {
        let mut from = 1;
        while from <= last {
            let of = Arc::clone(&erased);
            let (next, found) = hub.read(move |store| stubs(store, id, chain, (from, last), &of)).await?;
            from = next;
            let saved = found.iter().map(|(.., saved)| saved).sum();
            let places: Vec<_> = found.iter().map(|(sequence, ..)| (chain, *sequence)).collect();
            let writes = found.into_iter().map(|(sequence, stub, _)| Write::Empty { chain, sequence, stub });
            hub.committer.commit(id, writes.collect()).await?;
            workspace.state().emptied(&places, saved);
        }
    }
    let writes =
        erased.iter().map(|(audience, document)| Write::Erased { audience: *audience, document: *document });
    hub.committer.commit(id, writes.collect()).await?;
    workspace.state().erased_without_contents(&erased);
    Ok(())
}

/// A link to put somewhere: the place, its bytes, and how many fewer these are than what is there.
type Found = (u64, Vec<u8>, usize);

/// The links to put in the place of what is erased in a part of a chain, with the bytes that each saves; and where
/// the next part begins.
fn stubs(
    store: &dyn LogStore,
    id: WorkspaceId,
    chain: Chain,
    (from, last): (u64, u64),
    erased: &BTreeSet<Tag>,
) -> Result<(u64, Vec<Found>), StoreError> {
    let rows = store.envelopes(id, chain, from, last, READ)?;
    let next = rows.last().map_or(last, |(sequence, _)| *sequence).saturating_add(1);
    let mut found = Vec::new();
    for (sequence, bytes) in rows {
        if let Ok(Item::Whole(envelope)) = Item::decode(&bytes)
            && erased.contains(&(envelope.header.audience, envelope.header.document))
        {
            let stub = envelope.stub().encode();
            let saved = bytes.len().saturating_sub(stub.len());
            found.push((sequence, stub, saved));
        }
    }
    Ok((next, found))
}
