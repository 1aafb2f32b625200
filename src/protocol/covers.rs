//! Places of chains: which envelopes of an audience a snapshot stands for.

use std::collections::BTreeMap;

use kernel::DeviceId;

use crate::bytes::{DecodeError, Reader, Writer};
use crate::ids;
use crate::limits::MAX_RUNS;

/// Envelopes of one audience, by device and sequence number, kept as runs of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covers(BTreeMap<DeviceId, Vec<(u64, u64)>>);

impl Covers {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds one envelope.
    pub fn insert(&mut self, device: DeviceId, sequence: u64) {
        self.insert_run(device, sequence, sequence);
    }

    /// Adds all envelopes of a device from one number to another; none when they are the wrong
    /// way round.
    pub fn insert_run(&mut self, device: DeviceId, from: u64, to: u64) {
        if from > to {
            return;
        }
        let runs = self.0.entry(device).or_default();
        // Those that overlap or touch become one with it.
        let first = runs.partition_point(|(_, end)| end.saturating_add(1) < from);
        let after = runs.partition_point(|(begin, _)| *begin <= to.saturating_add(1));
        let joined = runs.get(first..after).unwrap_or_default();
        let from = joined.first().map_or(from, |(begin, _)| from.min(*begin));
        let to = joined.last().map_or(to, |(_, end)| to.max(*end));
        runs.splice(first..after.max(first), [(from, to)]);
    }

    /// Adds all of the other's.
    pub fn merge(&mut self, other: &Self) {
        for (device, from, to) in other.runs() {
            self.insert_run(device, from, to);
        }
    }

    /// Whether all of the other's are among them.
    #[must_use]
    pub fn has_all(&self, other: &Self) -> bool {
        other.runs().all(|(device, from, to)| self.last_of_run(device, from).is_some_and(|last| last >= to))
    }

    /// The same envelopes in parts of at most so many runs; one part where there are none.
    #[must_use]
    pub fn parts(&self, most: usize) -> Vec<Self> {
        let runs: Vec<_> = self.runs().collect();
        let part = |runs: &[(DeviceId, u64, u64)]| {
            let mut part = Self::new();
            runs.iter().for_each(|(device, from, to)| part.insert_run(*device, *from, *to));
            part
        };
        if runs.is_empty() { vec![Self::new()] } else { runs.chunks(most.max(1)).map(part).collect() }
    }

    /// Whether an envelope is among them.
    #[must_use]
    pub fn has(&self, device: DeviceId, sequence: u64) -> bool {
        self.last_of_run(device, sequence).is_some()
    }

    /// The last number of the run that an envelope is in; `None` when it is in none.
    #[must_use]
    pub fn last_of_run(&self, device: DeviceId, sequence: u64) -> Option<u64> {
        let runs = self.0.get(&device)?;
        let at = runs.partition_point(|(_, end)| *end < sequence);
        runs.get(at).filter(|(begin, _)| *begin <= sequence).map(|(_, end)| *end)
    }

    /// All runs, ascending: device, first and last number.
    pub fn runs(&self) -> impl Iterator<Item = (DeviceId, u64, u64)> {
        self.0.iter().flat_map(|(device, runs)| runs.iter().map(|(from, to)| (*device, *from, *to)))
    }

    /// How many runs there are: each takes 32 bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Whether there is no envelope.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads what [`Covers::write`] wrote.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::read_at_most(from, MAX_RUNS)
    }

    /// Reads what [`Covers::write`] wrote, where there may be so many runs.
    pub(crate) fn read_at_most(from: &mut Reader<'_>, most: usize) -> Result<Self, DecodeError> {
        let runs = from.ordered(
            most,
            "runs of envelopes",
            |from| Ok((ids::read_device(from)?, from.u64()?, from.u64()?)),
            |run| *run,
        )?;
        let mut covers = Self::new();
        for (device, from, to) in runs {
            let runs = covers.0.entry(device).or_default();
            let is_apart =
                runs.last().is_none_or(|(_, end)| end.checked_add(1).is_some_and(|next| next < from));
            if from == 0 || from > to || !is_apart {
                return Err(DecodeError::Unknown("run of envelopes"));
            }
            runs.push((from, to));
        }
        Ok(covers)
    }

    /// Appends all runs, in order.
    pub fn write(&self, to: &mut Writer) {
        let runs: Vec<_> = self.runs().collect();
        to.list(runs, |to, (device, from, last)| {
            to.raw(device.as_bytes()).u64(from).u64(last);
        });
    }
}
