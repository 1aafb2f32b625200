//! What is taken of what devices send: signatures, chains, rights, quota.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{DeviceId, WorkspaceId};
use protocol::{
    Added, DecodeError, Frontier, Hash, Item, Operation, Position, Reason, Refusal, SignatureError,
    WriteRight,
};

use super::peer::Peer;
use super::workspace::State;
use crate::store::{Chain, Write};

/// Rejections answered one by one in a message; the rest show by not being acknowledged (ours).
pub const MAX_ANSWERED: usize = 64;

/// An envelope that was read, with what is needed to judge it.
pub struct Read {
    item: Item,
    hash: Hash,
    bytes: Vec<u8>,
    signature: Result<(), SignatureError>,
}

/// What came of a message.
#[derive(Default)]
pub struct Taken {
    /// To be kept.
    pub writes: Vec<Write>,
    /// Operations that are kept with these writes.
    pub operations: Vec<Hash>,
    /// Operations that were here already.
    pub known: Vec<Hash>,
    /// Envelopes that are kept with these writes.
    pub envelopes: Vec<(Chain, Position)>,
    /// Chains that were spoken of.
    pub chains: Vec<Chain>,
    /// Who has some of these envelopes already, by another way, and which.
    pub elsewhere: Vec<(Arc<Peer>, Frontier)>,
    /// What is not taken, and why.
    pub rejected: Vec<(Hash, Reason, String)>,
}

/// Reads envelopes and checks their signatures: the slow part, done without holding anything.
/// Envelopes of devices that are not in `keys` keep a wrong signature and are told apart later.
pub fn read(items: Vec<Vec<u8>>, keys: &HashMap<DeviceId, [u8; 32]>) -> Result<Vec<Read>, DecodeError> {
    items
        .into_iter()
        .map(|bytes| {
            let item = Item::decode(&bytes)?;
            let stub = item.stub();
            let key = keys.get(&item.header().device);
            let signature = key.map_or(Err(SignatureError), |key| stub.verify(key));
            Ok(Read { item, hash: stub.hash(), bytes, signature })
        })
        .collect()
}

impl State {
    /// The signing keys of all devices that are or were in.
    pub fn keys(&self) -> HashMap<DeviceId, [u8; 32]> {
        let devices = self.membership.view().devices();
        devices.iter().map(|(id, device)| (*id, device.public.signing)).collect()
    }

    /// Takes envelopes that `sender` sent, as far as they may be.
    pub fn take_envelopes(
        &mut self,
        workspace: WorkspaceId,
        sender: DeviceId,
        quota: u64,
        read: Vec<Read>,
    ) -> Taken {
        let mut taken = Taken::default();
        let mut passed = Vec::new();
        for Read { item, hash, bytes, signature } in read {
            let header = *item.header();
            let chain = Chain { audience: header.audience, device: header.device };
            let position = Position { sequence: header.sequence, hash };
            match self.judge(workspace, sender, &item, position, signature) {
                Ok(true) if self.used.saturating_add(bytes.len() as u64) > quota => {
                    let full = "The workspace takes all the room it may on this relay.".to_owned();
                    taken.rejected.push((hash, Reason::Quota, full));
                }
                Ok(true) => {
                    self.used = self.used.saturating_add(bytes.len() as u64);
                    self.tail.advance(chain.audience, chain.device, position);
                    passed.push((chain, position, Arc::from(bytes.as_slice())));
                    taken.writes.push(match item {
                        Item::Whole(_) => Write::Envelope { chain, position, bytes },
                        Item::Emptied(_) => Write::Stub { chain, position, bytes },
                    });
                    taken.envelopes.push((chain, position));
                    taken.chains.push(chain);
                }
                Ok(false) => taken.chains.push(chain),
                Err((reason, text)) => taken.rejected.push((hash, reason, text.to_owned())),
            }
        }
        taken.chains.sort_unstable();
        taken.chains.dedup();
        self.pass_on(&passed);
        taken.elsewhere = self.who_has(&taken.envelopes);
        taken
    }

    /// Who of those connected has some of these envelopes, before they are passed on.
    fn who_has(&self, envelopes: &[(Chain, Position)]) -> Vec<(Arc<Peer>, Frontier)> {
        let mut found = Vec::new();
        let view = self.membership.view();
        for peer in self.peers() {
            let Some(device) = peer.device() else { continue };
            let mut has = Frontier::new();
            let theirs = peer.state();
            for (chain, position) in envelopes.iter().filter(|(chain, _)| view.reads(device, chain.audience))
            {
                let held = theirs.sent.position(chain.audience, chain.device);
                if held.is_some_and(|held| held.sequence >= position.sequence) {
                    has.advance(chain.audience, chain.device, *position);
                }
            }
            drop(theirs);
            if !has.is_empty() {
                found.push((peer.clone(), has));
            }
        }
        found
    }

    /// Whether an envelope is taken; `false` when it is here already.
    fn judge(
        &self,
        workspace: WorkspaceId,
        sender: DeviceId,
        item: &Item,
        position: Position,
        signature: Result<(), SignatureError>,
    ) -> Result<bool, (Reason, &'static str)> {
        let header = item.header();
        let view = self.membership.view();
        if header.workspace != workspace {
            return Err((Reason::NotAllowed, "It belongs to another workspace."));
        }
        if !view.devices().contains_key(&header.device) {
            return Err((Reason::Stranger, "Its device is not one of this workspace."));
        }
        signature.map_err(|_| (Reason::Signature, "It is not signed by its device."))?;
        if !view.reads(sender, header.audience) {
            return Err((Reason::NotAllowed, "You are not in its audience."));
        }
        let is_stub = matches!(item, Item::Emptied(_));
        // What has no contents says nothing its device had no right to.
        if !is_stub && !view.write_right(header.device, header.audience).covers(header.sequence) {
            return Err((Reason::NotAllowed, "Its device may not write this."));
        }
        let held = self.tail.position(header.audience, header.device);
        let (last, previous) = held.map_or((0, Hash::ZERO), |held| (held.sequence, held.hash));
        if header.sequence <= last {
            let is_other = header.sequence == last && position.hash != previous;
            return if is_other || header.sequence == 0 {
                Err((Reason::Fork, "Another envelope stands at its place."))
            } else {
                Ok(false)
            };
        }
        if is_stub && header.device != sender && view.write_right(sender, header.audience) != WriteRight::Yes
        {
            return Err((Reason::NotAllowed, "You may only read."));
        }
        // A stub stands for those before it that nobody handed in: that snapshots stand for all of
        // them is for those to see who can open them.
        if header.sequence > last + 1 {
            return if is_stub { Ok(true) } else { Err((Reason::Gap, "What comes before it is missing.")) };
        }
        if header.previous != previous {
            return Err((Reason::Fork, "It builds on another envelope than the one before its place."));
        }
        Ok(true)
    }

    /// Takes operations, as far as the membership admits them.
    pub fn take_operations(&mut self, items: &[Vec<u8>]) -> Result<Taken, DecodeError> {
        let mut taken = Taken::default();
        for bytes in items {
            let operation = Operation::decode(bytes)?;
            let hash = operation.hash();
            match self.membership.add(operation) {
                Ok(Added::Known) => taken.known.push(hash),
                // It is asked for again when its parents are here: not kept, not acknowledged.
                Ok(Added::Waiting(_)) => {}
                Ok(Added::Taken { taken: hashes, refused }) => {
                    taken.operations.extend(hashes);
                    for (hash, refusal) in refused {
                        taken.rejected.push((hash, Reason::Operation, sentence(refusal)));
                    }
                }
                Err(refusal) => taken.rejected.push((hash, Reason::Operation, sentence(refusal))),
            }
        }
        for hash in &taken.operations {
            if let Some(operation) = self.membership.operation(hash) {
                let bytes = operation.encode();
                self.used = self.used.saturating_add(bytes.len() as u64);
                taken.writes.push(Write::Operation { hash: *hash, bytes });
            }
        }
        taken.writes.extend(self.drop_answered());
        self.pass_operations_on(&taken.operations);
        Ok(taken)
    }

    /// How far these chains are on disk.
    pub fn durable_of(&self, chains: &[Chain]) -> Frontier {
        let mut frontier = Frontier::new();
        for chain in chains {
            if let Some(position) = self.durable.position(chain.audience, chain.device) {
                frontier.advance(chain.audience, chain.device, position);
            }
        }
        frontier
    }
}

fn sentence(refusal: Refusal) -> String {
    format!("It is not admitted: {refusal}.")
}
