//! Chains that the other end of a link has otherwise: it does not take what is here, so nothing more of
//! them is offered to it. Only where such a chain is this device's own does nothing else go there either:
//! somebody who writes two things under one number must not keep what others write from getting on.

use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Hash};
use std::collections::{BTreeSet, VecDeque};

use crate::{Replica, message::LinkId};

/// So many envelopes are remembered that were sent and may come back (*ours*): several messages full,
/// half a megabyte in memory.
const REMEMBERED: usize = 2 * protocol::limits::MAX_ITEMS;

/// A chain: its audience and its device.
type Chain = (AudienceId, DeviceId);

/// What was sent over a link, and which chains are others at its other end.
#[derive(Default)]
pub(in crate::sync) struct Forked {
    sent: VecDeque<(Hash, Chain)>,
    chains: BTreeSet<Chain>,
}

impl Forked {
    /// Something is sent.
    pub fn sent(&mut self, hash: Hash, chain: Chain) {
        if self.sent.len() == REMEMBERED {
            self.sent.pop_front();
        }
        self.sent.push_back((hash, chain));
    }

    /// The chain of something that came back.
    fn chain_of(&self, item: Hash) -> Option<Chain> {
        self.sent.iter().find(|(hash, _)| *hash == item).map(|(_, chain)| *chain)
    }

    /// Whether a chain is another one at the other end.
    pub fn has(&self, audience: AudienceId, device: DeviceId) -> bool {
        self.chains.contains(&(audience, device))
    }

    /// All is offered again.
    pub fn forget(&mut self) {
        self.chains.clear();
    }
}

impl Replica {
    /// The other end has something else where this would stand. Blamed for that is nobody but who
    /// wrote the chain: what the other end says is its word alone.
    pub(in crate::sync) fn they_have_another(&mut self, id: LinkId, item: Hash) {
        let Some(link) = self.sync.links.get_mut(&id) else { return };
        link.unanswered = 0;
        let chain = link.forked.chain_of(item);
        link.forked.chains.extend(chain);
        let me = self.identity.as_ref().map(|identity| identity.device);
        let is_own = chain.is_some_and(|(_, device)| Some(device) == me);
        if is_own {
            link.halted = true;
            link.refused = true;
            link.problem = Some(Problem::new(
                "The relay has other changes under a number of this device: its data was copied or put back.",
                "Restore a backup into a new browser profile and join again.",
            ));
        } else if !link.halted {
            let name = chain.map_or_else(|| "A device".to_owned(), |(_, device)| self.device_name(device));
            self.note_other(id, &name);
        }
        self.sync.touch();
        self.pump(id);
    }

    /// Whether what came back is of a chain that is known to be another one at the other end: what
    /// follows the first of it comes back too, and says nothing new but that it was answered.
    pub(in crate::sync) fn is_of_another(&mut self, id: LinkId, item: Hash) -> bool {
        let Some(link) = self.sync.links.get_mut(&id) else { return false };
        let chain = link.forked.chain_of(item);
        let is_it = chain.is_some_and(|chain| link.forked.chains.contains(&chain));
        if is_it {
            link.unanswered = 0;
            self.pump(id);
        }
        is_it
    }

    /// The other end says that it has something else of a device than what is here.
    pub(in crate::sync) fn note_other(&mut self, id: LinkId, name: &str) {
        if let Some(link) = self.sync.links.get_mut(&id) {
            let what = format!("The other side says that {name} wrote something else than what is here.");
            let way_out = "If that device was copied or put back, take it out of the workspace.";
            link.problem = Some(Problem::new(what, way_out));
        }
    }
}
