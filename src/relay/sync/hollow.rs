//! Places of chains whose contents were never here: somebody handed in a link without them. Where that was another
//! device than their writer's, the writer is not told that they are kept, and so hands them in; others are asked
//! for them.

use std::collections::BTreeMap;

use kernel::DeviceId;
use protocol::{Frontier, Missing, Position, View, WriteRight};

use crate::store::{Chain, Hollow, Write};

type Stretches = BTreeMap<Chain, BTreeMap<u64, Hollow>>;

/// What makes a chain less hollow.
#[derive(Clone, Copy, Debug)]
pub enum Filling {
    /// The contents of this place, of the first of its stretch.
    Contents(Chain, Position),
    /// A link out of its writer's own hands: who sends its chain in order has the contents of nothing
    /// before it that it has not sent. What is there stays without contents, by the writer's word.
    Word(Chain, Position),
}

impl Filling {
    /// Of which chain.
    pub const fn chain(self) -> Chain {
        match self {
            Self::Contents(chain, _) | Self::Word(chain, _) => chain,
        }
    }
}

/// The hollow stretches of a workspace's chains, by their last places.
#[derive(Default)]
pub struct HollowPlaces {
    /// As they are when all is on disk that was taken.
    taken: Stretches,
    /// As their writers are told: a stretch is there as soon as it came, and goes when what fills it is
    /// on disk.
    told: Stretches,
}

impl HollowPlaces {
    /// As they are kept.
    pub fn of(kept: Vec<(Chain, u64, Hollow)>) -> Self {
        let mut taken = Stretches::new();
        for (chain, to, hollow) in kept {
            taken.entry(chain).or_default().insert(to, hollow);
        }
        Self { told: taken.clone(), taken }
    }

    /// The stretch that a place is in: its last place, and the rest.
    pub fn at(&self, chain: Chain, sequence: u64) -> Option<(u64, Hollow)> {
        let (to, hollow) = self.taken.get(&chain)?.range(sequence..).next()?;
        (hollow.from <= sequence).then_some((*to, *hollow))
    }

    /// A stretch came without contents.
    pub fn make(&mut self, chain: Chain, to: u64, hollow: Hollow) -> Write {
        for stretches in [&mut self.taken, &mut self.told] {
            stretches.entry(chain).or_default().insert(to, hollow);
        }
        Write::Hollow { chain, to, hollow: Some(hollow) }
    }

    /// Something came for a chain; what is to be kept of that.
    pub fn fill(&mut self, filling: Filling) -> Vec<Write> {
        let chain = filling.chain();
        fill(&mut self.taken, filling)
            .into_iter()
            .map(|to| {
                let hollow = self.taken.get(&chain).and_then(|stretches| stretches.get(&to)).copied();
                Write::Hollow { chain, to, hollow }
            })
            .collect()
    }

    /// It is on disk.
    pub fn filled(&mut self, filling: Filling) {
        fill(&mut self.told, filling);
    }

    /// What a device is told of what is kept: of its own chains only what it handed in itself, or what
    /// is here with contents, or was.
    pub fn told(&self, mut frontier: Frontier, to: DeviceId) -> Frontier {
        for (chain, stretches) in self.told.iter().filter(|(chain, _)| chain.device == to) {
            if let Some(first) = stretches.values().find(|hollow| !hollow.is_word) {
                let before = Position { sequence: first.from.saturating_sub(1), hash: first.before };
                frontier.hold_back(chain.audience, chain.device, before);
            }
        }
        frontier
    }

    /// The stretches whose contents a device may have and their writer may not hand in any more: those that came from
    /// others, and all of who writes no more, as far as what they wrote counts. Their snapshots need not.
    pub fn wanted(&self, view: &View, by: DeviceId) -> Vec<Missing> {
        let read =
            self.taken.iter().filter(|(chain, _)| chain.device != by && view.reads(by, chain.audience));
        let stretches = read.flat_map(|(chain, stretches)| stretches.iter().map(|found| (*chain, found)));
        let runs = stretches.filter_map(|(Chain { audience, device }, (to, hollow))| {
            let run = |to: u64| Missing { audience, device, from: hollow.from, to };
            match view.write_right(device, audience) {
                WriteRight::Yes => (!hollow.is_word).then(|| run(*to)),
                WriteRight::UpTo(last) => (hollow.from <= last).then(|| run(last.min(*to))),
                WriteRight::No => None,
            }
        });
        runs.collect()
    }
}

/// The last places of those stretches that are changed by it, or gone.
fn fill(stretches: &mut Stretches, filling: Filling) -> Vec<u64> {
    let chain = filling.chain();
    let Some(of_chain) = stretches.get_mut(&chain) else { return Vec::new() };
    let changed = match filling {
        Filling::Contents(_, position) => with_contents(of_chain, position),
        Filling::Word(_, position) => with_word(of_chain, position),
    };
    if of_chain.is_empty() {
        stretches.remove(&chain);
    }
    changed
}

/// The contents of the first place of a stretch.
fn with_contents(of_chain: &mut BTreeMap<u64, Hollow>, position: Position) -> Vec<u64> {
    let Some((to, mut hollow)) =
        of_chain.range(position.sequence..).next().map(|(to, hollow)| (*to, *hollow))
    else {
        return Vec::new();
    };
    if position.sequence < hollow.from {
        return Vec::new();
    }
    (hollow.from, hollow.before) = (position.sequence.saturating_add(1), position.hash);
    if hollow.from <= to {
        of_chain.insert(to, hollow);
    } else {
        of_chain.remove(&to);
    }
    vec![to]
}

/// The word of the writer on all up to a place.
fn with_word(of_chain: &mut BTreeMap<u64, Hollow>, position: Position) -> Vec<u64> {
    let mut changed = Vec::new();
    let mut parted = None;
    for (to, hollow) in of_chain.iter_mut() {
        if hollow.is_word || position.sequence < hollow.from {
            continue;
        }
        changed.push(*to);
        if position.sequence < *to {
            parted = Some(Hollow { hash: position.hash, is_word: true, ..*hollow });
            (hollow.from, hollow.before) = (position.sequence.saturating_add(1), position.hash);
        } else {
            hollow.is_word = true;
        }
    }
    if let Some(hollow) = parted {
        changed.push(position.sequence);
        of_chain.insert(position.sequence, hollow);
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{AudienceId, Hash};

    const CHAIN: Chain = Chain { audience: AudienceId([1; 16]), device: DeviceId::from_bytes([2; 16]) };

    fn position(sequence: u64) -> Position {
        Position { sequence, hash: Hash([u8::try_from(sequence).unwrap(); 32]) }
    }

    fn hollow(from: u64, to: u64) -> Hollow {
        Hollow { from, before: position(from - 1).hash, hash: position(to).hash, is_word: false }
    }

    fn told(places: &HollowPlaces) -> Option<Position> {
        let mut frontier = Frontier::new();
        frontier.advance(CHAIN.audience, CHAIN.device, position(9));
        places.told(frontier, CHAIN.device).position(CHAIN.audience, CHAIN.device)
    }

    #[test]
    fn r_45_a_writer_is_told_what_is_before_the_first_hollow_place_until_that_is_filled_on_disk() {
        let mut places = HollowPlaces::default();
        assert_eq!(told(&places), Some(position(9)));
        places.make(CHAIN, 9, hollow(7, 9));
        places.make(CHAIN, 4, hollow(3, 4));
        assert_eq!(told(&places), Some(position(2)));
        assert!(places.at(CHAIN, 2).is_none() && places.at(CHAIN, 5).is_none());
        assert_eq!(places.at(CHAIN, 8).map(|(to, hollow)| (to, hollow.from)), Some((9, 7)));

        let third = Filling::Contents(CHAIN, position(3));
        assert_eq!(places.fill(third).len(), 1);
        assert_eq!(told(&places), Some(position(2)), "not before it is on disk");
        places.filled(third);
        assert_eq!(told(&places), Some(position(3)));
        // The contents of another stretch say nothing of this one.
        let seventh = Filling::Contents(CHAIN, position(7));
        assert_eq!(places.fill(seventh).len(), 1);
        places.filled(seventh);
        assert_eq!(told(&places), Some(position(3)));
        // Its word on all that is left up to there.
        let word = Filling::Word(CHAIN, position(8));
        let writes = places.fill(word);
        let kept = |to, hollow| Write::Hollow { chain: CHAIN, to, hollow: Some(hollow) };
        let by_word = |from, to| Hollow { is_word: true, ..hollow(from, to) };
        assert_eq!(writes, [kept(4, by_word(4, 4)), kept(9, hollow(9, 9)), kept(8, by_word(8, 8))]);
        places.filled(word);
        assert_eq!(told(&places), Some(position(8)));
        let word = Filling::Word(CHAIN, position(12));
        places.fill(word);
        places.filled(word);
        assert_eq!(told(&places), Some(position(9)));
    }

    #[test]
    fn r_45_others_are_told_all() {
        let mut places = HollowPlaces::default();
        places.make(CHAIN, 9, Hollow { before: Hash::ZERO, ..hollow(1, 9) });
        assert_eq!(told(&places), None);
        let mut frontier = Frontier::new();
        frontier.advance(CHAIN.audience, CHAIN.device, position(9));
        let other = DeviceId::from_bytes([3; 16]);
        assert_eq!(places.told(frontier.clone(), other), frontier);
    }
}
