//! The operations as a graph: who precedes whom.

use std::collections::HashMap;

use kernel::MemberId;

use crate::ids::Hash;
use crate::operation::{Operation, Role};

use super::admission::Standing;

/// A set of operations, by their place in the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    words: Vec<u64>,
    count: usize,
}

impl Set {
    pub(super) fn contains(&self, index: usize) -> bool {
        self.words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    pub(super) const fn len(&self) -> usize {
        self.count
    }

    pub(super) fn insert(&mut self, index: usize) {
        if self.words.len() <= index / 64 {
            self.words.resize(index / 64 + 1, 0);
        }
        if let Some(word) = self.words.get_mut(index / 64) {
            self.count += usize::from(*word >> (index % 64) & 1 == 0);
            *word |= 1 << (index % 64);
        }
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        for (word, gone) in self.words.iter_mut().zip(&other.words) {
            *word &= !gone;
        }
        self.recount();
    }

    fn add_all(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
        self.recount();
    }

    fn recount(&mut self) {
        self.count = self.words.iter().map(|word| word.count_ones() as usize).sum();
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| place * 64 + bit)
        })
    }
}

/// One operation in the graph, with what its causal past said of it when it was admitted.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) hash: Hash,
    pub(super) operation: Operation,
    /// Longest way to the founding: parents have smaller ones.
    generation: u32,
    /// All that precede it.
    past: Set,
    /// The author's member.
    pub(super) member: MemberId,
    /// The role that was needed for it.
    pub(super) needs: Role,
    /// Whether it takes something away from somebody: a removal, a revocation, a lower role.
    pub(super) takes_away: bool,
    /// Seniority of the author: when their member joined, then their device.
    seniority: [(u32, Hash); 2],
}

/// All operations that were admitted.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    by_hash: HashMap<Hash, usize>,
}

impl Graph {
    pub(super) const fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn index(&self, hash: &Hash) -> Option<usize> {
        self.by_hash.get(hash).copied()
    }

    #[expect(clippy::indexing_slicing, reason = "indices are made here and nodes never go")]
    pub(super) fn node(&self, index: usize) -> &Node {
        &self.nodes[index]
    }

    pub(super) fn all(&self) -> Set {
        let mut all = Set::default();
        (0..self.nodes.len()).for_each(|index| all.insert(index));
        all
    }

    /// These and all that precede them.
    pub(super) fn past_of(&self, heads: &[usize]) -> Set {
        let mut past = Set::default();
        for head in heads {
            past.add_all(&self.node(*head).past);
        }
        heads.iter().for_each(|head| past.insert(*head));
        past
    }

    pub(super) fn precedes(&self, first: usize, second: usize) -> bool {
        self.node(second).past.contains(first)
    }

    /// The one order everybody evaluates in: by generation, then by hash.
    pub(super) fn place(&self, index: usize) -> (u32, Hash) {
        let node = self.node(index);
        (node.generation, node.hash)
    }

    /// Rank among operations that take something away: the senior author first.
    pub(super) fn rank(&self, index: usize) -> ([(u32, Hash); 2], (u32, Hash)) {
        (self.node(index).seniority, self.place(index))
    }

    pub(super) fn in_order(&self, set: &Set) -> Vec<usize> {
        let mut order: Vec<usize> = set.iter().collect();
        order.sort_unstable_by_key(|index| self.place(*index));
        order
    }

    pub(super) fn heads(&self) -> Vec<Hash> {
        let mut heads = self.all();
        for node in &self.nodes {
            heads.subtract(&node.past);
        }
        let mut heads: Vec<Hash> = heads.iter().map(|index| self.node(index).hash).collect();
        heads.sort_unstable();
        heads
    }

    pub(super) fn insert(
        &mut self,
        hash: Hash,
        operation: Operation,
        parents: Vec<usize>,
        past: Set,
        standing: Standing,
    ) -> usize {
        let above = parents.iter().map(|parent| self.node(*parent).generation).max();
        let generation = above.map_or(0, |generation| generation.saturating_add(1));
        let place_of = |joined: Option<Hash>| {
            joined.and_then(|joined| self.index(&joined)).map_or((0, Hash::ZERO), |index| self.place(index))
        };
        let seniority = [place_of(standing.member_joined), place_of(standing.device_joined)];
        let index = self.nodes.len();
        let Standing { member, needs, takes_away, .. } = standing;
        self.nodes.push(Node { hash, operation, generation, past, member, needs, takes_away, seniority });
        self.by_hash.insert(hash, index);
        index
    }
}
