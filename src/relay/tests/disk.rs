//! A disk that refuses.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::WorkspaceId;
use protocol::{Frontier, Message, Reason, Role};
use relay::settings::Settings;
use relay::store::{Chain, Kept, LogStore, RedbStore, StoreError, Write};

use crate::world::*;

/// A store whose disk is full while it is told so.
struct Full {
    store: RedbStore,
    is_full: Arc<AtomicBool>,
}

impl LogStore for Full {
    fn workspaces(&self) -> Result<u64, StoreError> {
        self.store.workspaces()
    }

    fn load(&self, workspace: WorkspaceId) -> Result<Option<Kept>, StoreError> {
        self.store.load(workspace)
    }

    fn commit(&self, writes: &[(WorkspaceId, Write)]) -> Result<(), StoreError> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(StoreError::Failed("no space left".to_owned()));
        }
        self.store.commit(writes)
    }

    fn envelopes(
        &self,
        workspace: WorkspaceId,
        chain: Chain,
        from: u64,
        last: u64,
        budget: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        self.store.envelopes(workspace, chain, from, last, budget)
    }

    fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        self.store.back_up(to)
    }
}

#[tokio::test]
async fn r_3_what_the_disk_refuses_is_not_acknowledged_and_can_be_sent_again() {
    let folder = folder();
    let is_full = Arc::new(AtomicBool::new(false));
    let store = RedbStore::open(&folder.join("relay.redb")).unwrap();
    let store = Arc::new(Full { store, is_full: Arc::clone(&is_full) });
    let relay = Relay::keeping_in(store, folder, &Settings::default(), None).await;
    let (mut at_ana, membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    at_ana.keeps(&[ana.writes(b"kept")]).await;
    at_bob.receives(1).await;
    let kept = ana.last;

    is_full.store(true, Ordering::SeqCst);
    let refused = [ana.writes(b"second"), ana.writes(b"third")];
    for envelope in &refused {
        at_ana.send(&Message::Envelopes(vec![envelope.encode()])).await;
    }
    loop {
        match at_ana.next().await {
            Some(Message::Refused { reason, .. }) => break assert_eq!(reason, Reason::Trouble),
            Some(Message::Durable { .. }) => panic!("acknowledged what is not on the disk"),
            Some(_) => {}
            None => panic!("ended without a word"),
        }
    }
    assert_eq!(at_bob.refused().await, Reason::Trouble, "nobody goes on from what may be gone");
    drop((at_ana, at_bob));
    // Once all have left, the workspace is read from the disk again.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;

    is_full.store(false, Ordering::SeqCst);
    let (mut at_ana, _, have) = connect(&relay, &ana).await;
    let Message::Have { frontier, .. } = have else { unreachable!() };
    assert_eq!(frontier.position(ana.everyone(), ana.id), Some(kept));
    at_ana.keeps(&refused).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(at_bob.receives(3).await.len(), 3);
}
