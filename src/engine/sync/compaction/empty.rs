//! What right snapshots stand for is taken from the disk (Y-43): of each stretch without contents
//! the last link stays, so that the chain goes on from there.

use protocol::{AudienceId, Covers, Item};
use std::collections::VecDeque;

use crate::{
    Replica,
    message::LinkId,
    storage::{Operation, Store},
    sync::{
        chains::waiting::Place,
        compaction::confirm::blocks_of,
        compaction::covered::Worth,
        compaction::tidy::{Block, Step},
        put, stored,
    },
};

/// The emptying of an audience.
pub(in crate::sync) struct Emptying {
    audience: AudienceId,
    covers: Covers,
    blocks: VecDeque<Block>,
    asked: bool,
    /// The snapshots for which it is done.
    places: Vec<Place>,
}

impl Replica {
    /// Snapshots of our own count as right when nobody has confirmed them for so long. The relay is
    /// told; whether our word is enough it decides.
    pub(in crate::sync) fn end_grace(&mut self, audience: AudienceId) {
        let Some(shared) = &self.sync.shared else { return };
        let over = shared.records.iter().filter(|(place, record)| {
            place.0 == audience && record.worth == Worth::Own && self.is_over(record.at)
        });
        let over: Vec<Place> = over.map(|(place, _)| *place).collect();
        if over.is_empty() {
            return;
        }
        for place in over {
            self.note_record(place, |record| record.worth = Worth::Right);
        }
        let links: Vec<LinkId> =
            self.sync.links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect();
        for link in links {
            self.say_covered(link);
        }
    }

    /// Begins to empty an audience.
    pub(in crate::sync) fn emptying(&self, audience: AudienceId) -> Emptying {
        let (mut covers, mut blocks, mut places) = (Covers::new(), VecDeque::new(), Vec::new());
        if let Some(shared) = &self.sync.shared {
            covers = shared.emptiable(audience);
            blocks = blocks_of(audience, &covers, shared).into();
            let right = shared.records.iter().filter(|(place, record)| {
                place.0 == audience && record.worth == Worth::Right && !record.emptied
            });
            places = right.map(|(place, _)| *place).collect();
        }
        Emptying { audience, covers, blocks, asked: false, places }
    }

    /// The next step of emptying.
    pub(in crate::sync) fn empty_on(
        &mut self,
        emptying: &mut Emptying,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Step {
        let Some(block) = emptying.blocks.front().copied() else {
            for place in std::mem::take(&mut emptying.places) {
                self.note_record(place, |record| record.emptied = true);
                self.forget_older(place);
            }
            return Step::Done;
        };
        let Some(rows) = read.filter(|_| emptying.asked) else {
            emptying.asked = true;
            return Step::Read(block.prefix());
        };
        emptying.asked = false;
        emptying.blocks.pop_front();
        let held = self.sync.shared.as_ref().and_then(|shared| {
            shared.latest.position(emptying.audience, block.device).map(|held| held.sequence)
        });
        for (sequence, bytes) in block.of(rows) {
            let Some(last) = emptying.covers.last_of_run(block.device, sequence) else { continue };
            let key = stored::envelope_key(emptying.audience, block.device, sequence);
            // Within one block, so that whatever is written is a chain by itself.
            if sequence < last.min(block.to).min(held.unwrap_or_default()) {
                let delete = Operation::Delete { store: Store::Envelopes, key };
                self.writer.next.operations.push(delete);
            } else if let Ok(Item::Whole(envelope)) = Item::decode(&bytes) {
                let stub = envelope.stub().encode();
                self.writer.next.operations.push(put(Store::Envelopes, key, stub));
            }
        }
        Step::Go
    }
}
