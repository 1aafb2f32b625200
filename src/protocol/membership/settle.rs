//! Settling what concurrent operations mean together.
//!
//! Removal wins: an operation that takes something away (removes, revokes, lowers a role) strikes
//! what its target says, or what brings its target in, outside its own causal past. Where such
//! operations strike each other, the more senior author's stands: they are settled one by one in
//! order of seniority, and one that stands is not struck by a later one.

use std::collections::BTreeSet;

use crate::operation::Body;

use super::graph::{Graph, Set};
use super::view::View;

/// What a set of operations, closed under parents, comes to. The flag says whether an operation
/// on top of all of them can be applied to the view without settling again.
pub(super) fn evaluate(graph: &Graph, set: &Set) -> (View, bool) {
    let order = graph.in_order(set);
    let mut candidates: Vec<usize> =
        order.iter().copied().filter(|index| graph.node(*index).takes_away).collect();
    candidates.sort_unstable_by_key(|index| graph.rank(*index));
    let mut withheld = BTreeSet::new();
    loop {
        let standing = standing(graph, &candidates, &withheld);
        let (view, idle) = run(graph, &order, &standing);
        // One whose author was never let in strikes nobody: again, without it.
        let next = candidates.iter().find(|index| idle.contains(index)).or_else(|| {
            // A workspace never ends without an owner: the most junior way of losing them goes.
            let lost = !order.is_empty() && !view.has_owner();
            lost.then(|| candidates.iter().rev().find(|index| standing.contains(index))).flatten()
        });
        match next {
            Some(index) => {
                withheld.insert(*index);
            }
            None => return (view, withheld.is_empty()),
        }
    }
}

/// Those that stand, the senior first.
fn standing(graph: &Graph, candidates: &[usize], withheld: &BTreeSet<usize>) -> Vec<usize> {
    let mut standing: Vec<usize> = Vec::new();
    for candidate in candidates.iter().filter(|index| !withheld.contains(index)) {
        if !standing.iter().any(|other| strikes(graph, *other, *candidate)) {
            standing.push(*candidate);
        }
    }
    standing
}

/// Applies all in order; also tells which of those that stand count for nothing.
fn run(graph: &Graph, order: &[usize], standing: &[usize]) -> (View, BTreeSet<usize>) {
    let workspace = order.first().map(|first| graph.node(*first).operation.workspace);
    let mut view = View::empty(workspace.unwrap_or(kernel::WorkspaceId::from_bytes([0; 16])));
    let mut idle = BTreeSet::new();
    for index in order {
        let struck = if graph.node(*index).takes_away {
            !standing.contains(index)
        } else {
            standing.iter().any(|other| strikes(graph, *other, *index))
        };
        if !view.apply(graph, *index, struck) && !struck && graph.node(*index).takes_away {
            idle.insert(*index);
        }
    }
    (view, idle)
}

/// Whether the first, which takes something away, makes the second void.
fn strikes(graph: &Graph, first: usize, second: usize) -> bool {
    if first == second || graph.precedes(second, first) {
        return false;
    }
    let node = graph.node(second);
    let brings = match &node.operation.body {
        Body::AddMember { member, device, invitation, .. } => Some((*member, device.id, Some(*invitation))),
        Body::AddDevice { member, device, invitation, .. } => Some((*member, device.id, *invitation)),
        _ => None,
    };
    match &graph.node(first).operation.body {
        Body::RemoveDevice { device, .. } => {
            node.operation.author == *device || brings.is_some_and(|(_, added, _)| added == *device)
        }
        Body::RemoveMember { member, .. } => {
            node.member == *member || brings.is_some_and(|(added, ..)| added == *member)
        }
        // After it, the role may have been raised again; that was checked when it was admitted.
        Body::SetRole { member, role, .. } => {
            node.member == *member && node.needs > *role && !graph.precedes(first, second)
        }
        Body::Revoke { invitation } => brings.is_some_and(|(.., used)| used == Some(*invitation)),
        _ => false,
    }
}
