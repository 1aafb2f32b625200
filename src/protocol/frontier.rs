//! The frontier: how far one has got in every device's chain of every audience.

use std::collections::BTreeMap;

use kernel::DeviceId;

use crate::bytes::{DecodeError, Reader, Writer};
use crate::ids::{self, AudienceId, Hash};
use crate::limits::MAX_POSITIONS;

/// A place in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The sequence number, from 1.
    pub sequence: u64,
    /// The hash of the envelope there.
    pub hash: Hash,
}

/// A run of a chain that somebody lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The audience.
    pub audience: AudienceId,
    /// Whose chain.
    pub device: DeviceId,
    /// The first sequence number that is lacking.
    pub from: u64,
    /// The last one.
    pub to: u64,
}

impl Missing {
    /// How many places it has.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }

    /// Puts what somebody lacks in the order in which it is sent (Y-67): the audience of which least is
    /// lacking first, and of that the shortest run. So what is small is there soon, and all of an audience
    /// together: what stands for what is gone may be in any of its chains.
    pub fn smallest_first(runs: &mut [Self]) {
        let mut of_audience: BTreeMap<AudienceId, u64> = BTreeMap::new();
        for run in &*runs {
            let sum = of_audience.entry(run.audience).or_default();
            *sum = sum.saturating_add(run.places());
        }
        runs.sort_unstable_by_key(|run| {
            (of_audience.get(&run.audience).copied(), run.audience, run.places(), run.device)
        });
    }
}

/// Which envelopes one has: every chain up to a position, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier(BTreeMap<(AudienceId, DeviceId), Position>);

impl Frontier {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// How far one has got in a chain; `None` at its beginning.
    #[must_use]
    pub fn position(&self, audience: AudienceId, device: DeviceId) -> Option<Position> {
        self.0.get(&(audience, device)).copied()
    }

    /// Moves on to a position, if it is further. True when it was.
    pub fn advance(&mut self, audience: AudienceId, device: DeviceId, position: Position) -> bool {
        let held = self.0.entry((audience, device)).or_insert(Position { sequence: 0, hash: Hash::ZERO });
        let further = position.sequence > held.sequence;
        if further {
            *held = position;
        }
        further
    }

    /// Goes back to a position of a chain, where it is further; out of the chain altogether for the
    /// number 0.
    pub fn hold_back(&mut self, audience: AudienceId, device: DeviceId, position: Position) {
        let Some(held) = self.0.get_mut(&(audience, device)) else { return };
        if position.sequence == 0 {
            self.0.remove(&(audience, device));
        } else if position.sequence < held.sequence {
            *held = position;
        }
    }

    /// Takes all that the other has got further.
    pub fn merge(&mut self, other: &Self) {
        for (audience, device, position) in other.positions() {
            self.advance(audience, device, position);
        }
    }

    /// All positions, in order of audience and device.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = (AudienceId, DeviceId, Position)> {
        self.0.iter().map(|((audience, device), position)| (*audience, *device, *position))
    }

    /// How many chains.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no chain.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Only the chains of audiences that pass.
    #[must_use]
    pub fn of_audiences(&self, passes: impl Fn(AudienceId) -> bool) -> Self {
        Self(
            self.0
                .iter()
                .filter(|((audience, _), _)| passes(*audience))
                .map(|(key, position)| (*key, *position))
                .collect(),
        )
    }

    /// What `other` has and this lacks.
    #[must_use]
    pub fn missing_from(&self, other: &Self) -> Vec<Missing> {
        let held = |audience, device| self.position(audience, device).map_or(0, |position| position.sequence);
        other
            .positions()
            .filter_map(|(audience, device, position)| {
                let from = held(audience, device).checked_add(1)?;
                (from <= position.sequence).then_some(Missing {
                    audience,
                    device,
                    from,
                    to: position.sequence,
                })
            })
            .collect()
    }

    /// Chains where both are at the same number with different hashes: a fork, or forged.
    #[must_use]
    pub fn forks(&self, other: &Self) -> Vec<(AudienceId, DeviceId, u64)> {
        other
            .positions()
            .filter(|(audience, device, position)| {
                self.position(*audience, *device)
                    .is_some_and(|held| held.sequence == position.sequence && held.hash != position.hash)
            })
            .map(|(audience, device, position)| (audience, device, position.sequence))
            .collect()
    }

    /// Digest of an audience's part, which an envelope's header carries: equal digests, equal
    /// envelopes.
    #[must_use]
    pub fn digest(&self, audience: AudienceId) -> Hash {
        let mut to = Writer::in_domain("pilothouse frontier v1");
        to.raw(&audience.0);
        for (_, device, position) in self.positions().filter(|(of, ..)| *of == audience) {
            to.raw(device.as_bytes()).u64(position.sequence).raw(&position.hash.0);
        }
        Hash::of(&to.finish())
    }

    /// Reads a frontier as [`Frontier::write`] wrote it.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let entries = from.ordered(
            MAX_POSITIONS,
            "positions",
            |from| {
                let chain = (AudienceId::read(from)?, ids::read_device(from)?);
                let position = Position { sequence: from.u64()?, hash: Hash::read(from)? };
                if position.sequence == 0 {
                    Err(DecodeError::Unknown("position"))
                } else {
                    Ok((chain, position))
                }
            },
            |(chain, _)| *chain,
        )?;
        Ok(Self(entries.into_iter().collect()))
    }

    /// Appends all positions, in order.
    pub fn write(&self, to: &mut Writer) {
        to.list(self.positions(), |to, (audience, device, position)| {
            to.raw(&audience.0).raw(device.as_bytes()).u64(position.sequence).raw(&position.hash.0);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn run(audience: u8, device: u8, from: u64, to: u64) -> Missing {
        let audience = AudienceId([audience; 16]);
        Missing { audience, device: DeviceId::from_bytes([device; 16]), from, to }
    }

    #[test]
    fn y_67_the_audience_of_which_least_is_lacking_goes_first_and_of_it_the_shortest_run() {
        let (long, short, other) = (run(1, 1, 1, 90), run(1, 2, 7, 8), run(2, 1, 101, 140));
        let mut runs = [long, short, other];
        Missing::smallest_first(&mut runs);
        assert_eq!(runs, [other, short, long]);
        assert_eq!(short.places(), 2);
    }

    #[test]
    fn holding_back_goes_no_further_than_it_was() {
        let mut frontier = Frontier::new();
        let (audience, device) = (AudienceId([1; 16]), DeviceId::from_bytes([2; 16]));
        let at = |sequence| Position { sequence, hash: Hash([9; 32]) };
        frontier.hold_back(audience, device, at(3));
        assert!(frontier.is_empty());
        frontier.advance(audience, device, at(5));
        frontier.hold_back(audience, device, at(7));
        assert_eq!(frontier.position(audience, device), Some(at(5)));
        frontier.hold_back(audience, device, at(3));
        assert_eq!(frontier.position(audience, device), Some(at(3)));
        frontier.hold_back(audience, device, at(0));
        assert!(frontier.is_empty());
    }
}
