//! What is taken of what devices send: signatures, chains, rights, quota.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{DeviceId, Timestamp, WorkspaceId};
use protocol::{
    Added, DecodeError, EnvelopeKind, Frontier, Hash, Item, Operation, Position, Reason, Refusal,
    SignatureError, WriteRight,
};

use super::hollow::Filling;
use super::peer::Peer;
use super::workspace::State;
use crate::store::{Arrived, Chain, Hollow, Write};

/// Rejections answered one by one in a message; the rest show by not being acknowledged (ours).
pub const MAX_ANSWERED: usize = 64;

/// An envelope that was read, with what is needed to judge it.
pub struct Read {
    item: Item,
    hash: Hash,
    bytes: Vec<u8>,
    signature: Result<(), SignatureError>,
}

/// Where an envelope is taken.
enum Place {
    /// It is here already.
    Known,
    /// At the end of its chain.
    End,
    /// In a hollow stretch.
    Hollow,
}

/// Who sends, to whom, when, and how much there may be.
#[derive(Clone, Copy)]
pub struct Sending {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The device that sends.
    pub sender: DeviceId,
    /// How much the workspace may keep, bytes.
    pub quota: u64,
    /// Now, by the relay's clock.
    pub now: Timestamp,
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
    /// What makes chains less hollow with these writes.
    pub filled: Vec<Filling>,
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

    /// Takes envelopes, as far as they may be.
    pub fn take_envelopes(&mut self, sending: Sending, read: Vec<Read>) -> Taken {
        let mut taken = Taken::default();
        let mut passed = Vec::new();
        for Read { item, hash, bytes, signature } in read {
            let header = *item.header();
            let chain = Chain { audience: header.audience, device: header.device };
            let position = Position { sequence: header.sequence, hash };
            let judged = self.judge(sending, &item, position, signature);
            let is_whole = matches!(item, Item::Whole(_));
            if judged.is_ok() && !is_whole && header.device == sending.sender {
                let word = Filling::Word(chain, position);
                let writes = self.hollow.fill(word);
                taken.filled.extend((!writes.is_empty()).then_some(word));
                taken.writes.extend(writes);
            }
            let place = match judged {
                Ok(Place::Known) => {
                    taken.chains.push(chain);
                    continue;
                }
                Ok(_) if self.used.saturating_add(bytes.len() as u64) > sending.quota => {
                    let full = "The workspace takes all the room it may on this relay.".to_owned();
                    taken.rejected.push((hash, Reason::Quota, full));
                    continue;
                }
                Ok(place) => place,
                Err((reason, text)) => {
                    taken.rejected.push((hash, reason, text.to_owned()));
                    continue;
                }
            };
            // Of what is erased only the link is kept.
            let is_erased = is_whole && self.membership.view().is_erased(&header);
            let (item, bytes) = if is_erased {
                let stub = item.stub();
                let bytes = stub.encode();
                (Item::Emptied(stub), bytes)
            } else {
                (item, bytes)
            };
            self.used = self.used.saturating_add(bytes.len() as u64);
            taken.chains.push(chain);
            if is_whole && !is_erased && header.kind == EnvelopeKind::Snapshot {
                let chains = self.tail.positions().filter(|(audience, ..)| *audience == chain.audience);
                let before = chains.map(|(_, device, held)| (device, held.sequence)).collect();
                let arrived = Arrived { document: header.document, at: sending.now, before };
                self.snapshots.add(chain, header.sequence, arrived.clone());
                taken.writes.push(Write::Arrived { chain, sequence: header.sequence, arrived });
            }
            if matches!(place, Place::Hollow) {
                taken.writes.push(Write::Fill { chain, sequence: header.sequence, bytes });
                if is_whole {
                    let contents = Filling::Contents(chain, position);
                    taken.writes.extend(self.hollow.fill(contents));
                    taken.filled.push(contents);
                }
                continue;
            }
            if !is_whole {
                let held = self.tail.position(chain.audience, chain.device);
                let (last, before) = held.map_or((0, Hash::ZERO), |held| (held.sequence, held.hash));
                let is_word = header.device == sending.sender;
                let hollow = Hollow { from: last.saturating_add(1), before, hash, is_word };
                taken.writes.push(self.hollow.make(chain, header.sequence, hollow));
            }
            self.tail.advance(chain.audience, chain.device, position);
            passed.push((chain, position, Arc::from(bytes.as_slice())));
            taken.writes.push(match item {
                Item::Whole(_) => Write::Envelope { chain, position, bytes },
                Item::Emptied(_) => Write::Stub { chain, position, bytes },
            });
            taken.envelopes.push((chain, position));
        }
        taken.chains.sort_unstable();
        taken.chains.dedup();
        self.pass_on(&passed);
        if taken.writes.iter().any(|write| matches!(write, Write::Hollow { hollow: Some(_), .. })) {
            self.ask_for_contents();
        }
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

    /// Whether an envelope is taken, and where.
    fn judge(
        &self,
        Sending { workspace, sender, .. }: Sending,
        item: &Item,
        position: Position,
        signature: Result<(), SignatureError>,
    ) -> Result<Place, (Reason, &'static str)> {
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
            if is_other || header.sequence == 0 {
                return Err((Reason::Fork, "Another envelope stands at its place."));
            }
            return self.judge_hollow(sender, item, position);
        }
        if is_stub && header.device != sender && view.write_right(sender, header.audience) != WriteRight::Yes
        {
            return Err((Reason::NotAllowed, "You may only read."));
        }
        // A stub stands for those before it that nobody handed in: that snapshots stand for all of
        // them is for those to see who can open them.
        if header.sequence > last + 1 {
            return if is_stub {
                Ok(Place::End)
            } else {
                Err((Reason::Gap, "What comes before it is missing."))
            };
        }
        if header.previous != previous {
            return Err((Reason::Fork, "It builds on another envelope than the one before its place."));
        }
        Ok(Place::End)
    }

    /// Whether an envelope fills a hollow place: contents one after the other, from anybody, or the
    /// word of its writer that they are gone.
    fn judge_hollow(
        &self,
        sender: DeviceId,
        item: &Item,
        position: Position,
    ) -> Result<Place, (Reason, &'static str)> {
        let header = item.header();
        let chain = Chain { audience: header.audience, device: header.device };
        let Some((to, hollow)) = self.hollow.at(chain, header.sequence) else { return Ok(Place::Known) };
        let (is_own, is_next) = (header.device == sender, header.sequence == hollow.from);
        match item {
            Item::Emptied(_) if !is_own || hollow.is_word => return Ok(Place::Known),
            Item::Whole(_) if !is_next && is_own && !hollow.is_word => {
                return Err((Reason::Gap, "What comes before it is missing."));
            }
            Item::Whole(_) if !is_next => return Ok(Place::Known),
            Item::Emptied(_) | Item::Whole(_) => {}
        }
        let fits = (!is_next || header.previous == hollow.before)
            && (header.sequence != to || position.hash == hollow.hash);
        if fits {
            Ok(Place::Hollow)
        } else {
            Err((Reason::Fork, "It is not what stands at its place without contents."))
        }
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
