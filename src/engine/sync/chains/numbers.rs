//! In which envelope a change of this device is, so that it can be said where that change is.
//!
//! Kept in memory since the start. Of a change that is older only a bound is known: the newest
//! envelope that there was then. What is said of it may come too late, and is never too much.

use document::{DocumentKey, Version};
use protocol::AudienceId;
use std::collections::BTreeMap;

use crate::{
    Replica,
    message::Past,
    sync::{Sealed, Shared, chains::check::audience_name},
};

/// How many changes are remembered (*ours*).
const MOST: usize = 8192;

/// The numbers of envelopes by the changes in them.
#[derive(Default)]
pub(crate) struct Numbers {
    of: BTreeMap<[u8; 32], u64>,
    /// For each audience the newest envelope whose changes are not among these.
    bound: BTreeMap<AudienceId, u64>,
}

impl Replica {
    /// Stages envelopes that hold these changes, each by the document it is in.
    pub(crate) fn stage_changes(&mut self, sealed: Vec<Sealed>, changes: &[(DocumentKey, [u8; 32])]) {
        let before = self.sync.shared.as_ref().map(|shared| shared.numbers.bound.clone());
        self.stage_sealed(sealed);
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let (Some(shared), Some(before)) = (&mut self.sync.shared, before) else { return };
        if shared.numbers.of.len() >= MOST {
            shared.numbers.of.clear();
            return;
        }
        shared.numbers.bound = before;
        for (document, change) in changes {
            let audience = audience_name(document.audience).id(shared.membership.workspace());
            if let Some(place) = shared.latest.position(audience, me) {
                shared.numbers.of.insert(*change, place.sequence);
            }
        }
    }

    /// The versions of a record with what is known of where they are.
    pub(crate) fn past(&self, document: &DocumentKey, versions: Vec<Version>) -> Vec<Past> {
        let me = self.identity.as_ref().map(|identity| identity.device);
        let number = |version: &Version| {
            let shared = self.sync.shared.as_ref().filter(|_| me == Some(version.device))?;
            shared.number_of(document, version)
        };
        let with_number = |version| Past { number: number(&version), version };
        versions.into_iter().map(with_number).collect()
    }
}

impl Shared {
    /// Nothing is known of what is in envelopes of an audience up to this one.
    pub(in crate::sync) fn bound_number(&mut self, audience: AudienceId, number: u64) {
        let bound = self.numbers.bound.entry(audience).or_default();
        *bound = number.max(*bound);
    }

    fn number_of(&self, document: &DocumentKey, version: &Version) -> Option<u64> {
        let known = version.heads.first().and_then(|change| self.numbers.of.get(change));
        let audience = audience_name(document.audience).id(self.membership.workspace());
        known.or_else(|| self.numbers.bound.get(&audience)).copied()
    }
}
