//! Since when snapshots are here: after a time of grace one counts that nobody else has confirmed
//!

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{DeviceId, MemberId, Timestamp};
use protocol::{AudienceId, DocumentTag};

use crate::store::{Arrived, Chain};

/// How long a snapshot waits for another's word, in milliseconds: 30 days (ours). Longer than a holiday,
/// so that every device in use has come by and compared it.
pub const GRACE: i64 = 30 * 24 * 60 * 60 * 1000;

/// The snapshots of one document.
type OfDocument = BTreeMap<(DeviceId, u64), Arc<Arrived>>;

/// The snapshots of a workspace that have their contents.
#[derive(Default)]
pub struct Snapshots(BTreeMap<(AudienceId, DocumentTag), OfDocument>);

impl Snapshots {
    /// As they are kept.
    pub fn of(kept: Vec<(Chain, u64, Arrived)>) -> Self {
        let mut snapshots = Self::default();
        for (chain, sequence, arrived) in kept {
            snapshots.add(chain, sequence, arrived);
        }
        snapshots
    }

    /// One more.
    pub fn add(&mut self, chain: Chain, sequence: u64, arrived: Arrived) {
        let of_document = self.0.entry((chain.audience, arrived.document)).or_default();
        of_document.insert((chain.device, sequence), Arc::new(arrived));
    }

    /// This one was emptied, if it is one.
    pub fn forget(&mut self, chain: Chain, sequence: u64) {
        self.0.retain(|(audience, _), of_document| {
            if *audience == chain.audience {
                of_document.remove(&(chain.device, sequence));
            }
            !of_document.is_empty()
        });
    }

    /// How far the chains of its audience were here when a snapshot came: what it can stand for.
    /// `None` where there is no such snapshot.
    pub fn arrived(&self, audience: AudienceId, place: (DeviceId, u64)) -> Option<Arc<Arrived>> {
        self.of_document(audience, place)?.get(&place).cloned()
    }

    /// Whether a snapshot has waited long enough. Who finds one wrong answers it with one of their own
    /// (Y-42): so it does not count while another member has sent the same document whole since.
    pub fn is_over(
        &self,
        audience: AudienceId,
        place: (DeviceId, u64),
        now: Timestamp,
        member: impl Fn(DeviceId) -> Option<MemberId>,
    ) -> bool {
        let Some(of_document) = self.of_document(audience, place) else { return false };
        let Some(since) = of_document.get(&place).map(|arrived| arrived.at) else { return false };
        let is_answered = of_document
            .iter()
            .any(|((other, _), arrived)| arrived.at >= since && member(*other) != member(place.0));
        !is_answered && now.millis().saturating_sub(since.millis()) >= GRACE
    }

    /// The snapshots of the same document as this one.
    fn of_document(&self, audience: AudienceId, place: (DeviceId, u64)) -> Option<&OfDocument> {
        let mut of_audience = self.0.iter().filter(|((of, _), _)| *of == audience).map(|(_, found)| found);
        of_audience.find(|found| found.contains_key(&place))
    }
}
