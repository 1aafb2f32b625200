//! What somebody wrote and does not count any more, and which was built upon here: vouched for.
//!
//! A removal names how far the writing of the removed was known. Who had already taken in more,
//! and perhaps wrote on top of it, would leave the others waiting for ever: they never take that
//! in. So whoever holds such changes sends the documents they are in as snapshots of their own.

use document::DocumentKey;
use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Covers, EnvelopeKind, WriteRight};
use std::collections::{BTreeSet, VecDeque};

use crate::{
    Replica,
    job::{Progress, Work},
    message::Heads,
    storage::Store,
    sync::{
        chains::check::audience_name,
        chains::seal::Content,
        compaction::covered::{Record, Worth},
        put, stored,
    },
};

/// How far the vouching for one chain has come.
pub(crate) struct Vouching {
    audience: AudienceId,
    device: DeviceId,
    /// How much of the chain is here.
    sequence: u64,
    rest: Option<VecDeque<DocumentKey>>,
    saved: Vec<Saved>,
}

/// A document to vouch for.
struct Saved {
    document: DocumentKey,
    bytes: Vec<u8>,
    heads: Heads,
    /// What snapshots in it stand for: those of who is out do not count any more.
    covers: Covers,
}

impl Replica {
    /// Sees to what has to be vouched for.
    pub(in crate::sync) fn look_for_vouching(&mut self) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let view = shared.membership.view();
        let due = shared.latest.positions().filter(|(audience, device, place)| {
            *device != me
                && !view.write_right(*device, *audience).covers(place.sequence)
                && view.write_right(me, *audience) == WriteRight::Yes
                && shared.vouched.get(&(*audience, *device)) != Some(&place.sequence)
        });
        let due: Vec<_> = due.map(|(audience, device, place)| (audience, device, place.sequence)).collect();
        for (audience, device, sequence) in due {
            let is_queued = self.queue.iter().any(|job| {
                matches!(&job.work, Work::Vouch(one) if (one.audience, one.device) == (audience, device))
            });
            if !is_queued {
                self.enqueue(Work::Vouch(Vouching {
                    audience,
                    device,
                    sequence,
                    rest: None,
                    saved: Vec::new(),
                }));
            }
        }
    }

    /// Sends what one device wrote for one audience as documents that this device vouches for.
    pub(crate) fn vouch(&mut self, vouching: &mut Vouching) -> Progress {
        let Some(workspace) = self.identity.as_ref().map(|identity| identity.workspace) else {
            return Progress::Finished;
        };
        let listings = &self.shelf.listings;
        let rest = vouching.rest.get_or_insert_with(|| {
            let of_audience =
                |key: &&DocumentKey| audience_name(key.audience).id(workspace) == vouching.audience;
            listings.keys().filter(of_audience).cloned().collect()
        });
        while let Some(key) = rest.front().cloned() {
            if self.have(&BTreeSet::from([key.clone()])) == Ok(false) {
                return Progress::Waiting;
            }
            let spoke = |shared: &crate::sync::Shared| {
                shared.records.iter().any(|(place, record)| {
                    (place.0, place.1) == (vouching.audience, vouching.device) && record.document == key
                })
            };
            let stands_for = self.sync.shared.as_ref().is_some_and(spoke);
            if let Some(loaded) = self.shelf.get(&key)
                && (stands_for || loaded.document.was_written_on(vouching.device))
            {
                let (bytes, heads) = (loaded.document.save(), loaded.document.heads());
                let covers = self.older(vouching.audience, &key);
                vouching.saved.push(Saved { document: key, bytes, heads, covers });
            }
            self.shelf.shrink();
            rest.pop_front();
        }
        let contents = vouching.saved.iter().map(|saved| Content {
            document: &saved.document,
            kind: EnvelopeKind::Snapshot,
            bytes: saved.bytes.clone(),
            covers: saved.covers.clone(),
        });
        // Where it cannot be sealed now it is seen to when the log grows next, or at the next start.
        let sealed: Result<_, Problem> = self.seal(contents.collect());
        let (Ok(sealed), Some(shared)) = (sealed, &mut self.sync.shared) else { return Progress::Finished };
        shared.vouched.insert((vouching.audience, vouching.device), vouching.sequence);
        let places: Vec<_> = sealed.iter().map(crate::sync::chains::seal::Sealed::place).collect();
        self.stage_sealed(sealed);
        let at = self.now;
        for (place, saved) in places.into_iter().zip(std::mem::take(&mut vouching.saved)) {
            let Saved { document, heads, covers, .. } = saved;
            if !covers.is_empty() {
                let worth = Worth::Own;
                self.put_record(
                    place,
                    Record { document, covers, heads, at, worth, emptied: false, told: false },
                );
            }
        }
        let key = stored::vouched_key(vouching.audience, vouching.device);
        let value = vouching.sequence.to_be_bytes().to_vec();
        self.writer.next.operations.push(put(Store::Meta, key, value));
        self.writer.next.strict = true;
        Progress::Finished
    }
}
