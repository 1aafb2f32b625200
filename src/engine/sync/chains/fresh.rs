//! Envelopes that were just written, so that they are sent without being read back.
//!
//! To read one row takes the browser as long as to write it, and who waits for an edit waits for that as well.

use protocol::Missing;
use std::collections::BTreeMap;

use crate::{
    storage::{Operation, Store},
    sync::{chains::waiting::Place, stored},
};

/// More than this is not kept in memory and read when it is sent (bytes, *ours*).
const MOST: usize = 256 * 1024;

/// The envelopes of the transaction that was written last, as the disk has them.
#[derive(Default)]
pub(crate) struct Fresh(BTreeMap<Place, Vec<u8>>);

impl Fresh {
    /// The envelopes among these writes, which are on the disk now; none where they are large.
    pub fn of(written: Vec<Operation>) -> Self {
        let envelopes = written.into_iter().filter_map(|operation| match operation {
            Operation::Put { store: Store::Envelopes, key, value } => {
                Some((stored::split_envelope_key(&key)?, value))
            }
            _ => None,
        });
        let envelopes: BTreeMap<Place, Vec<u8>> = envelopes.collect();
        let size = envelopes.values().fold(0, |sum: usize, bytes| sum.saturating_add(bytes.len()));
        if size > MOST { Self::default() } else { Self(envelopes) }
    }

    /// The rows of a run, if all of it is here.
    pub fn rows(&self, run: &Missing) -> Option<Vec<(String, Vec<u8>)>> {
        let Missing { audience, device, from, to } = *run;
        let row = |at| {
            let bytes = self.0.get(&(audience, device, at))?;
            Some((stored::envelope_key(audience, device, at), bytes.clone()))
        };
        (from..=to).map(row).collect()
    }
}
