//! Membership: who is in a workspace, with which devices, keys and roles.
//!
//! It is the evaluation of a set of signed operations, each naming the ones it builds on. The
//! order in which they arrive does not matter (rule M-1): an operation that comes before its
//! parents waits, and what concurrent operations mean together is settled by rule, never by
//! arrival and never by a clock.

mod admission;
mod graph;
mod refusal;
mod settle;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DeviceId, Timestamp, WorkspaceId};

pub use refusal::Refusal;
pub use view::{
    Circle, Device, Epoch, Erased, Hidden, Invitation, InvitationState, Member, NewName, Submission, View,
    WriteRight,
};

use crate::ids::{AudienceName, EpochId, Hash};
use crate::limits::{MAX_OPERATIONS, MAX_WAITING};
use crate::operation::{Body, Operation};
use graph::{Graph, Set};

/// What became of an operation that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was there already.
    Known,
    /// It waits for these parents.
    Waiting(Vec<Hash>),
    /// It is in, with those that waited for it, parents before children. Those of them that are
    /// not admitted are gone.
    Taken {
        /// What is in now.
        taken: Vec<Hash>,
        /// What waited for it and is not admitted.
        refused: Vec<(Hash, Refusal)>,
    },
}

/// The operations of a workspace and what they come to.
#[derive(Clone, Debug)]
pub struct Membership {
    workspace: WorkspaceId,
    /// The founding operation, once it is known which one counts.
    founding: Option<Hash>,
    graph: Graph,
    waiting: BTreeMap<Hash, Operation>,
    view: View,
    /// Whether an operation on top of all others can be applied to the view as it is.
    simple: bool,
}

impl Membership {
    /// Of a workspace of which nothing is known; the first founding that comes counts.
    #[must_use]
    pub fn new(workspace: WorkspaceId) -> Self {
        Self {
            workspace,
            founding: None,
            graph: Graph::default(),
            waiting: BTreeMap::new(),
            view: View::empty(workspace),
            simple: true,
        }
    }

    /// Of a workspace whose founding operation is known, as from an invitation (rule M-3).
    #[must_use]
    pub fn expecting(workspace: WorkspaceId, founding: Hash) -> Self {
        Self { founding: Some(founding), ..Self::new(workspace) }
    }

    /// Adds an operation. What its causal past does not allow is refused, for ever: the answer
    /// depends on that past alone.
    pub fn add(&mut self, operation: Operation) -> Result<Added, Refusal> {
        let hash = operation.hash();
        if self.graph.index(&hash).is_some() {
            return Ok(Added::Known);
        }
        let missing: Vec<Hash> =
            operation.parents.iter().filter(|parent| self.graph.index(parent).is_none()).copied().collect();
        if !missing.is_empty() {
            if operation.workspace != self.workspace {
                return Err(Refusal::Workspace);
            }
            if self.waiting.len() >= MAX_WAITING && !self.waiting.contains_key(&hash) {
                return Err(Refusal::TooMany);
            }
            self.waiting.insert(hash, operation);
            return Ok(Added::Waiting(missing));
        }
        self.take(hash, operation)?;
        let (mut taken, mut refused) = (vec![hash], Vec::new());
        while let Some(ready) = self.next_ready() {
            let Some(operation) = self.waiting.remove(&ready) else { break };
            match self.take(ready, operation) {
                Ok(()) => taken.push(ready),
                Err(refusal) => refused.push((ready, refusal)),
            }
        }
        Ok(Added::Taken { taken, refused })
    }

    /// Adds operations that were kept, in whatever order; those that are not admitted come back.
    /// However many they are, none has to wait for a parent that is among them.
    pub fn add_all(&mut self, operations: Vec<Operation>) -> Vec<(Hash, Refusal)> {
        let mut by_hash: BTreeMap<Hash, Operation> =
            operations.into_iter().map(|operation| (operation.hash(), operation)).collect();
        let mut children: BTreeMap<Hash, Vec<Hash>> = BTreeMap::new();
        let mut lacking: BTreeMap<Hash, usize> = BTreeMap::new();
        for (hash, operation) in &by_hash {
            let among = operation.parents.iter().filter(|parent| by_hash.contains_key(parent));
            among.clone().for_each(|parent| children.entry(*parent).or_default().push(*hash));
            lacking.insert(*hash, among.count());
        }
        let mut ready: Vec<Hash> =
            lacking.iter().filter(|(_, count)| **count == 0).map(|(hash, _)| *hash).collect();
        let mut refused = Vec::new();
        while let Some(hash) = ready.pop() {
            if let Some(operation) = by_hash.remove(&hash)
                && let Err(refusal) = self.add(operation)
            {
                refused.push((hash, refusal));
            }
            for child in children.remove(&hash).unwrap_or_default() {
                if let Some(count) = lacking.get_mut(&child) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(child);
                    }
                }
            }
        }
        refused
    }

    /// One that waited and has all its parents by now.
    fn next_ready(&self) -> Option<Hash> {
        let ready =
            |operation: &Operation| operation.parents.iter().all(|parent| self.graph.index(parent).is_some());
        self.waiting.iter().find(|(_, operation)| ready(operation)).map(|(hash, _)| *hash)
    }

    /// Admits an operation whose parents are all here.
    fn take(&mut self, hash: Hash, operation: Operation) -> Result<(), Refusal> {
        if self.graph.len() >= MAX_OPERATIONS {
            return Err(Refusal::TooMany);
        }
        if matches!(operation.body, Body::Found { .. }) {
            if self.founding.is_some_and(|expected| expected != hash) {
                return Err(Refusal::Founding);
            }
        } else if operation.parents.is_empty() {
            return Err(Refusal::Founding);
        }
        let parents: Vec<usize> =
            operation.parents.iter().filter_map(|parent| self.graph.index(parent)).collect();
        let past = self.graph.past_of(&parents);
        let on_top = past.len() == self.graph.len();
        let evaluated;
        let before = if on_top {
            &self.view
        } else {
            evaluated = settle::evaluate(&self.graph, &past).0;
            &evaluated
        };
        let standing = admission::check(&operation, self.workspace, before)?;
        if standing.founds {
            self.founding = Some(hash);
        }
        let index = self.graph.insert(hash, operation, parents, past, standing);
        if on_top && self.simple {
            self.view.apply(&self.graph, index, false);
        } else {
            let (view, simple) = settle::evaluate(&self.graph, &self.graph.all());
            self.view = view;
            self.simple = simple;
        }
        Ok(())
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The founding operation, which names the workspace's beginning.
    #[must_use]
    pub const fn founding(&self) -> Option<Hash> {
        self.founding
    }

    /// What all operations come to.
    #[must_use]
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// What the operations up to these come to: the state as of a causal past. `None` when one
    /// of them is not here.
    #[must_use]
    pub fn at(&self, heads: &[Hash]) -> Option<View> {
        Some(settle::evaluate(&self.graph, &self.up_to(heads)?).0)
    }

    /// The operations nothing builds on yet, ascending: the parents of the next one.
    #[must_use]
    pub fn heads(&self) -> Vec<Hash> {
        self.graph.heads()
    }

    /// How many operations are in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.graph.len()
    }

    /// Whether nothing is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph.len() == 0
    }

    /// Whether an operation is in.
    #[must_use]
    pub fn contains(&self, hash: &Hash) -> bool {
        self.graph.index(hash).is_some()
    }

    /// An operation that is in.
    #[must_use]
    pub fn operation(&self, hash: &Hash) -> Option<&Operation> {
        self.graph.index(hash).map(|index| &self.graph.node(index).operation)
    }

    /// All operations, parents before children, the same order everywhere.
    pub fn operations(&self) -> impl Iterator<Item = (Hash, &Operation)> {
        self.in_order(&self.graph.all())
    }

    /// The parents that waiting operations lack.
    #[must_use]
    pub fn lacking(&self) -> Vec<Hash> {
        let lacking: BTreeSet<Hash> = self
            .waiting
            .values()
            .flat_map(|operation| operation.parents.iter())
            .filter(|parent| !self.contains(parent) && !self.waiting.contains_key(parent))
            .copied()
            .collect();
        lacking.into_iter().collect()
    }

    /// The operations that somebody with these heads lacks, parents before children. Heads that
    /// are not known here say nothing: the other side has more.
    #[must_use]
    pub fn missing_from(&self, heads: &[Hash]) -> Vec<&Operation> {
        let known: Vec<usize> = heads.iter().filter_map(|head| self.graph.index(head)).collect();
        let held = self.graph.past_of(&known);
        let mut lacking = self.graph.all();
        lacking.subtract(&held);
        self.in_order(&lacking).map(|(_, operation)| operation).collect()
    }

    /// Whether the first operation is in the causal past of the second.
    #[must_use]
    pub fn precedes(&self, first: &Hash, second: &Hash) -> bool {
        match (self.graph.index(first), self.graph.index(second)) {
            (Some(first), Some(second)) => self.graph.precedes(first, second),
            _ => false,
        }
    }

    /// When a device was enrolled as a recovery key, by its enroller's clock; `None` when it is none. A
    /// key is enrolled without an invitation, and so is who comes back by one, but that by the key.
    #[must_use]
    pub fn made_as_key(&self, device: DeviceId) -> Option<Timestamp> {
        let mut found: Option<Timestamp> = None;
        let mut next = device;
        let mut is_key = false;
        // Each was enrolled by one before it.
        for _ in 0..self.view.devices().len() {
            let joined = self.view.devices().get(&next)?.joined;
            let operation = self.operation(&joined)?;
            if !matches!(operation.body, Body::AddDevice { invitation: None, .. }) {
                break;
            }
            found = found.or(Some(operation.at));
            is_key = !is_key;
            next = operation.author;
        }
        found.filter(|_| is_key)
    }

    /// Every grant to a device, oldest first: also those of void operations, under whose keys
    /// somebody may have written (rule M-13).
    pub fn grants_for(&self, device: DeviceId) -> impl Iterator<Item = (AudienceName, EpochId, &[u8])> {
        self.operations().flat_map(move |(_, operation)| {
            let granted = match &operation.body {
                Body::Rotate { audience, epoch, grants } | Body::Grant { audience, epoch, grants } => {
                    Some((*audience, *epoch, grants))
                }
                _ => None,
            };
            granted.into_iter().flat_map(move |(audience, epoch, grants)| {
                grants
                    .iter()
                    .filter(move |grant| grant.device == device)
                    .map(move |grant| (audience, epoch, grant.sealed.as_slice()))
            })
        })
    }

    fn up_to(&self, heads: &[Hash]) -> Option<Set> {
        let heads = heads.iter().map(|head| self.graph.index(head)).collect::<Option<Vec<_>>>()?;
        Some(self.graph.past_of(&heads))
    }

    fn in_order<'a>(&'a self, set: &Set) -> impl Iterator<Item = (Hash, &'a Operation)> + use<'a> {
        self.graph.in_order(set).into_iter().map(|index| {
            let node = self.graph.node(index);
            (node.hash, &node.operation)
        })
    }
}
