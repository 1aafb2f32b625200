//! All workspaces that somebody is connected to, and what the relay allows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{Timestamp, WorkspaceId};
use protocol::{Hash, Reason};
use tokio::sync::{Semaphore, watch};

use super::erasing;
use super::workspace::Workspace;
use crate::log;
use crate::metrics::Metrics;
use crate::settings::{Creation, Settings};
use crate::store::{Committer, LogStore, StoreError, Write};

/// Connections that have not yet said who they are (ours): they cost memory and prove nothing.
const MAX_OPENING: usize = 512;

/// Everything connections share.
pub struct Hub {
    /// Where everything is kept.
    pub store: Arc<dyn LogStore>,
    /// The one way to write there.
    pub committer: Committer,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How much one workspace may keep, bytes.
    pub quota: u64,
    /// Connections there may be.
    pub connections: Arc<Semaphore>,
    /// Connections that may be about to say who they are.
    pub opening: Arc<Semaphore>,
    /// Becomes true when the relay is about to stop.
    pub stopping: watch::Sender<bool>,
    /// The clock: what time it is, in milliseconds since 1970.
    clock: Clock,
    creation: Creation,
    /// Digest of the token, so that comparing it tells nothing about it.
    token: Option<Hash>,
    rate: f64,
    most: u64,
    most_connections: u32,
    slots: Mutex<HashMap<WorkspaceId, Slot>>,
    next: AtomicU64,
}

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Default)]
struct Slot {
    users: usize,
    /// Locked while the workspace is loaded or made, so that there is only ever one.
    workspace: Arc<tokio::sync::Mutex<Option<Arc<Workspace>>>>,
}

/// A place in a workspace, held while a connection lasts. When the last is dropped, the
/// workspace leaves the memory.
pub struct Place {
    hub: Arc<Hub>,
    id: WorkspaceId,
    slot: Arc<tokio::sync::Mutex<Option<Arc<Workspace>>>>,
}

impl Hub {
    /// A relay on this store. `token` is what making a workspace needs, where the policy says so.
    pub fn new(
        store: Arc<dyn LogStore>,
        metrics: Arc<Metrics>,
        settings: &Settings,
        token: Option<&str>,
    ) -> std::io::Result<Arc<Self>> {
        Self::by_clock(store, metrics, settings, token, Arc::new(log::now))
    }

    /// The same by another clock than this machine's.
    pub fn by_clock(
        store: Arc<dyn LogStore>,
        metrics: Arc<Metrics>,
        settings: &Settings,
        token: Option<&str>,
        clock: Clock,
    ) -> std::io::Result<Arc<Self>> {
        let most_connections = u32::try_from(settings.connections).unwrap_or(u32::MAX >> 4);
        Ok(Arc::new(Self {
            committer: Committer::start(Arc::clone(&store), Arc::clone(&metrics))?,
            store,
            metrics,
            quota: settings.quota,
            connections: Arc::new(Semaphore::new(most_connections as usize)),
            most_connections,
            opening: Arc::new(Semaphore::new(MAX_OPENING)),
            stopping: watch::Sender::new(false),
            clock,
            creation: settings.creation(),
            token: token.map(|token| Hash::of(token.as_bytes())),
            rate: settings.rate as f64,
            most: settings.workspaces as u64,
            slots: Mutex::default(),
            next: AtomicU64::new(0),
        }))
    }

    /// Now, by the relay's clock.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// A number for a connection.
    pub fn number(&self) -> u64 {
        self.next.fetch_add(1, Relaxed)
    }

    /// A place in a workspace, which may not exist yet.
    pub fn place(self: &Arc<Self>, id: WorkspaceId) -> Place {
        let mut slots = self.slots();
        let slot = slots.entry(id).or_default();
        slot.users += 1;
        let place = Place { hub: Arc::clone(self), id, slot: Arc::clone(&slot.workspace) };
        self.metrics.active_workspaces.store(slots.len() as u64, Relaxed);
        place
    }

    /// Whether this token, or none, allows to make a workspace.
    pub fn may_create(&self, token: Option<&str>) -> Result<(), Reason> {
        match self.creation {
            Creation::Open => Ok(()),
            Creation::Closed => Err(Reason::CreationClosed),
            Creation::Token => {
                let given = token.map(|token| Hash::of(token.as_bytes()));
                if given.is_some() && given == self.token { Ok(()) } else { Err(Reason::TokenNeeded) }
            }
        }
    }

    /// Tells every connection to end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until every connection has ended.
    pub async fn ended(&self) {
        // All places are free again exactly then.
        let _ = self.connections.acquire_many(self.most_connections).await;
    }

    /// Runs something that reads from the disk where that does not hold up others.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&dyn LogStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = Arc::clone(&self.store);
        let done = tokio::task::spawn_blocking(move || read(&*store)).await;
        done.unwrap_or_else(|_| Err(StoreError::Failed("reading stopped unexpectedly".to_owned())))
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The workspace; `None` when there is none of this id.
    pub async fn workspace(&self) -> Result<Option<Arc<Workspace>>, StoreError> {
        let mut slot = self.slot.lock().await;
        if slot.is_none() {
            let id = self.id;
            if let Some(kept) = self.hub.read(move |store| store.load(id)).await? {
                let loaded = Workspace::of(id, kept, self.hub.rate);
                let damaged = || StoreError::Failed("a workspace on disk is damaged".to_owned());
                let loaded = Arc::new(loaded.ok_or_else(damaged)?);
                // Where the relay stopped in between it goes on before anybody is served.
                erasing::carry_out(&self.hub, &loaded).await?;
                *slot = Some(loaded);
            }
        }
        Ok(slot.clone())
    }

    /// Makes the workspace by its founding operation, unless somebody just did.
    pub async fn create(&self, hash: Hash, founding: Vec<u8>) -> Result<Arc<Workspace>, Reason> {
        if let Some(made) = self.workspace().await.map_err(|_| Reason::Trouble)? {
            return Ok(made);
        }
        let most = self.hub.most;
        match self.hub.read(|store| store.workspaces()).await {
            Ok(count) if count < most => {}
            Ok(_) => return Err(Reason::CreationClosed),
            Err(_) => return Err(Reason::Trouble),
        }
        let operation = Write::Operation { hash, bytes: founding.clone() };
        match self.hub.committer.commit(self.id, vec![Write::Workspace, operation]).await {
            Ok(()) => {
                self.hub.metrics.created.fetch_add(1, Relaxed);
                log::event("workspace made", &[("workspace", log::short(self.id))]);
            }
            // Somebody else was first: theirs is loaded.
            Err(StoreError::Workspace) => {}
            Err(_) => return Err(Reason::Trouble),
        }
        self.workspace().await.ok().flatten().ok_or(Reason::Trouble)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut slots = self.hub.slots();
        if let Some(slot) = slots.get_mut(&self.id) {
            slot.users = slot.users.saturating_sub(1);
            if slot.users == 0 {
                slots.remove(&self.id);
            }
        }
        self.hub.metrics.active_workspaces.store(slots.len() as u64, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Kept;

    #[test]
    fn what_is_kept_and_makes_no_sense_is_not_served() {
        let id = WorkspaceId::from_bytes([1; 16]);
        let kept = Kept { operations: vec![vec![1, 2, 3]], ..Kept::default() };
        assert!(Workspace::of(id, kept, 1.0).is_none());
        assert!(Workspace::of(id, Kept::default(), 1.0).is_some());
    }
}
