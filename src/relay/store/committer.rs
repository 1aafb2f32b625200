//! Group commit: whatever waits when the disk is free is kept together, with one sync.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use kernel::WorkspaceId;
use tokio::sync::{mpsc, oneshot};

use super::{LogStore, StoreError, Write};
use crate::metrics::Metrics;

/// How many commits may wait before those who ask for more have to (ours).
const WAITING: usize = 4096;
/// How many of them go into one transaction at most (ours).
const TOGETHER: usize = 1024;

struct Job {
    writes: Vec<(WorkspaceId, Write)>,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// Takes writes from all connections and has them kept, in the order they come.
#[derive(Clone)]
pub struct Committer(mpsc::Sender<Job>);

impl Committer {
    /// Starts the one thread that writes. It ends when the last committer is dropped.
    pub fn start(store: Arc<dyn LogStore>, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        let (sender, mut jobs) = mpsc::channel::<Job>(WAITING);
        thread::Builder::new().name("committer".to_owned()).spawn(move || {
            while let Some(first) = jobs.blocking_recv() {
                let mut together = vec![first];
                while together.len() < TOGETHER
                    && let Ok(next) = jobs.try_recv()
                {
                    together.push(next);
                }
                commit(&*store, &metrics, together);
            }
        })?;
        Ok(Self(sender))
    }

    /// Keeps these, all or none. Once this returns `Ok`, they and all that came before are on disk.
    pub async fn commit(&self, workspace: WorkspaceId, writes: Vec<Write>) -> Result<(), StoreError> {
        self.submit(workspace, writes).await.kept().await
    }

    /// Has these kept, without waiting for it; waits when too many wait already.
    pub async fn submit(&self, workspace: WorkspaceId, writes: Vec<Write>) -> Ticket {
        let (done, kept) = oneshot::channel();
        let writes = writes.into_iter().map(|write| (workspace, write)).collect();
        // Without the thread the ticket tells, because its other end is dropped.
        let _ = self.0.send(Job { writes, done }).await;
        Ticket(kept)
    }
}

/// Stands for writes that are on their way to the disk.
pub struct Ticket(oneshot::Receiver<Result<(), StoreError>>);

impl Ticket {
    /// Waits until they are there.
    pub async fn kept(self) -> Result<(), StoreError> {
        let stopped = |_| Err(StoreError::Failed("the writing thread has stopped".to_owned()));
        self.0.await.unwrap_or_else(stopped)
    }
}

fn commit(store: &dyn LogStore, metrics: &Metrics, mut jobs: Vec<Job>) {
    let lengths: Vec<usize> = jobs.iter().map(|job| job.writes.len()).collect();
    let all: Vec<_> = jobs.iter_mut().flat_map(|job| std::mem::take(&mut job.writes)).collect();
    let keep = |writes: &[(WorkspaceId, Write)]| {
        let begun = Instant::now();
        let outcome = if writes.is_empty() { Ok(()) } else { store.commit(writes) };
        metrics.committed(writes.len(), begun.elapsed(), outcome.is_ok());
        outcome
    };
    let mut outcome = keep(&all);
    let is_shared = jobs.len() > 1;
    let mut rest = all.as_slice();
    for (job, length) in jobs.into_iter().zip(lengths) {
        let (own, others) = rest.split_at(length);
        rest = others;
        // What is wrong with one must not take the others with it.
        if is_shared && outcome.is_err() {
            let _ = job.done.send(keep(own));
        } else {
            // Whoever waited may be gone.
            let _ = job.done.send(std::mem::replace(&mut outcome, Ok(())));
        }
    }
}
