//! What other devices have of what was written here, where they are reached only through a relay.
//!
//! The word of a relay on what devices have is worth nothing, so each device says it itself: sealed
//! for everyone, signed, to the device that wrote, of what is on its own disk. Such a word answers a
//! question that was drawn anew at this start, so an old one that is said again counts for nothing.
//! Devices that are not here at the same time learn it from envelopes: an envelope names the digest
//! of what its writer had.

use kernel::DeviceId;
use protocol::bytes::{Reader, Writer};
use protocol::{AudienceId, AudienceName, DecodeError, Frontier, Hash, Header, Message, Position};
use rand_core::Rng as _;
use std::collections::{BTreeMap, BTreeSet};
use vault::{Route, open_signal, seal_signal};

use crate::{
    Effect, Replica,
    message::{LinkId, Path},
    storage::Store,
    sync::{Shared, put, stored},
};

/// The first byte: nothing else that is sealed as a signal begins with it.
const VERSION: u8 = 0xc2;
/// How long what has come gathers before it is said, in milliseconds (*ours*); up to half as long
/// again at random, so that not all who got an edit answer its writer at once.
const GATHER: u64 = 2_000;
/// How many chains one word is about: those of one device, one for each audience it writes for (*ours*).
const MOST_CHAINS: usize = 512;
/// How many earlier starts of a device are remembered (*ours*).
const MOST_STARTS: usize = 64;

/// A number that a device draws when it starts.
type Question = [u8; 16];

/// What a device says to another: its question, and what it has.
#[derive(Clone, Debug, PartialEq)]
struct Word {
    /// The question of who says it.
    asks: Question,
    /// The question of whom it is said to; `None`: nothing is answered.
    answers: Option<Question>,
    /// Counts up between two starts of who says it.
    number: u64,
    /// What it has on its disk of what the other wrote.
    has: Vec<(AudienceId, Position)>,
}

/// What is known of the others' words since this start.
#[derive(Default)]
pub(crate) struct Holdings {
    own: Option<Question>,
    number: u64,
    /// Who is connected to the relay, as it says.
    beside: BTreeSet<DeviceId>,
    heard: BTreeMap<DeviceId, Heard>,
    /// What was said last to those who are beside.
    told: BTreeMap<DeviceId, Told>,
    /// When the next words are due, and when that was decided.
    due: Option<(i64, i64)>,
}

/// What was heard of a device.
struct Heard {
    question: Question,
    number: u64,
    /// Its questions before: what it said then is said again by somebody else.
    before: BTreeSet<Question>,
}

/// What was said to a device: in answer to which question, and what is here.
#[derive(Clone, PartialEq)]
struct Told {
    answers: Option<Question>,
    has: Vec<(AudienceId, Position)>,
}

impl Holdings {
    /// Whether a device is connected to the relay, as that says.
    pub fn is_beside(&self, device: DeviceId) -> bool {
        self.beside.contains(&device)
    }

    /// Takes a question or an answer for new, or not.
    fn is_new(&mut self, from: DeviceId, word: &Word) -> bool {
        let Some(heard) = self.heard.get_mut(&from) else {
            let heard = Heard { question: word.asks, number: word.number, before: BTreeSet::new() };
            self.heard.insert(from, heard);
            return true;
        };
        if heard.question == word.asks {
            let is_new = word.number > heard.number;
            heard.number = heard.number.max(word.number);
            return is_new;
        }
        if heard.before.contains(&word.asks) || heard.before.len() >= MOST_STARTS {
            return false;
        }
        heard.before.insert(std::mem::replace(&mut heard.question, word.asks));
        heard.number = word.number;
        true
    }
}

impl Replica {
    /// The relay is there: what was said over an earlier connection may not have come.
    pub(in crate::sync) fn tell_holdings_anew(&mut self, id: LinkId) {
        if self.sync.links.get(&id).is_some_and(|link| link.path == Path::Relay) {
            self.sync.holding.beside.clear();
            self.sync.holding.told.clear();
        }
    }

    /// Who is connected to the relay, as it says. Who has just come is asked what they have.
    pub(in crate::sync) fn are_beside_relay(&mut self, devices: &[DeviceId]) {
        let holding = &mut self.sync.holding;
        holding.beside = devices.iter().copied().collect();
        let Holdings { beside, told, .. } = holding;
        told.retain(|device, _| beside.contains(device));
        if told.len() < beside.len() {
            self.tell_holdings_soon();
        }
    }

    /// What others wrote is on disk here: they are told, soon.
    pub(in crate::sync) fn tell_holdings_soon(&mut self) {
        if self.sync.holding.due.is_none() && self.relay_link().is_some() {
            let wait = GATHER + self.random.next_u64() % (GATHER / 2 + 1);
            let now = self.now.millis();
            let at = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
            self.sync.holding.due = Some((at, now));
            self.effects.push(Effect::Wake { after: wait });
        }
    }

    /// Tells who wrote what is here, when it is time.
    pub(crate) fn tell_holdings(&mut self) {
        let now = self.now.millis();
        match self.sync.holding.due {
            Some((at, decided)) if now >= at || now < decided => {}
            _ => return,
        }
        self.sync.holding.due = None;
        let Some(relay) = self.relay_link() else { return };
        let Some(shared) = &self.sync.shared else { return };
        let links = &self.sync.links;
        // Who is connected directly is told there, and sooner.
        let is_direct = |device| links.values().any(|link| link.is_open() && link.peer == Some(device));
        let Holdings { beside, heard, told, .. } = &self.sync.holding;
        let mut words = Vec::new();
        for device in beside.iter().copied().filter(|device| !is_direct(*device)) {
            if shared.membership.view().device(device).is_some() {
                let answers = heard.get(&device).map(|heard| heard.question);
                let word = Told { answers, has: shared.written_by(device) };
                if told.get(&device) != Some(&word) {
                    words.push((device, word));
                }
            }
        }
        for (device, word) in words {
            if self.say_word(relay, device, &word) {
                self.sync.holding.told.insert(device, word);
            }
        }
    }

    fn relay_link(&self) -> Option<LinkId> {
        let links = self.sync.links.iter();
        links.filter(|(_, link)| link.is_open() && link.path == Path::Relay).map(|(id, _)| *id).next()
    }

    /// Says it, where there is a key for it.
    fn say_word(&mut self, relay: LinkId, device: DeviceId, told: &Told) -> bool {
        let Some(from) = self.identity.as_ref().map(|identity| identity.device) else { return false };
        let asks = match self.sync.holding.own {
            Some(own) => own,
            None => {
                let mut own = Question::default();
                self.random.fill_bytes(&mut own);
                *self.sync.holding.own.insert(own)
            }
        };
        let Some(shared) = &self.sync.shared else { return false };
        let view = shared.membership.view();
        let name = AudienceName::Everyone;
        let (Some((epoch, _)), Some(_)) = (view.epoch(name), view.device(from)) else { return false };
        self.sync.holding.number += 1;
        let number = self.sync.holding.number;
        let plain = Word { asks, answers: told.answers, number, has: told.has.clone() }.write();
        let place = (name.id(shared.membership.workspace()), epoch);
        let (to, random) = (Some(device), &mut self.random);
        let sealed = seal_signal(&shared.keys, &shared.keyring, place, Route { from, to }, &plain, random);
        let Ok(sealed) = sealed else { return false };
        self.say(relay, &Message::Signal { to, from, sealed });
        true
    }

    /// Something that a device said to this one, or to all. Returns whether it was about this.
    pub(in crate::sync) fn word_came(&mut self, from: DeviceId, to: Option<DeviceId>, plain: &[u8]) -> bool {
        if plain.first() != Some(&VERSION) {
            return false;
        }
        let me = self.identity.as_ref().map(|identity| identity.device);
        let Ok(word) = Word::read(plain) else { return true };
        if Some(from) == me || to != me || !self.sync.holding.is_new(from, &word) {
            return true;
        }
        self.tell_holdings_soon();
        if word.answers.is_some() && word.answers == self.sync.holding.own {
            self.note_word(from, &word.has);
        }
        true
    }

    /// A device says what it has of what was written here.
    fn note_word(&mut self, from: DeviceId, has: &[(AudienceId, Position)]) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let mut frontier = Frontier::new();
        for (audience, position) in has {
            frontier.advance(*audience, me, *position);
        }
        self.note_more_held(from, &frontier, true);
    }

    /// An envelope of somebody else was made when its writer had just what is here: then that device
    /// has all of it (`Header::frontier`), and so what was written here.
    pub(in crate::sync) fn note_what_writer_had(&mut self, header: &Header) {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let (audience, device) = (header.audience, header.device);
        let Some(own) = shared.durable.position(audience, me).filter(|_| device != me) else { return };
        let held = shared.held.get(&Some(device)).and_then(|held| held.frontier.position(audience, me));
        if held == Some(own) || shared.latest.digest(audience) != header.frontier {
            return;
        }
        let mut frontier = Frontier::new();
        frontier.advance(audience, me, own);
        self.note_more_held(device, &frontier, false);
    }

    /// Notes that a device has at least so much of what was written here. `is_new`: it has just said so,
    /// also where that was known.
    fn note_more_held(&mut self, device: DeviceId, frontier: &Frontier, is_new: bool) {
        let now = self.now;
        let Some(shared) = &mut self.sync.shared else { return };
        let mut is_more = false;
        let mut held = shared.held.get(&Some(device)).cloned().unwrap_or_default();
        for (audience, author, position) in frontier.positions() {
            // Nobody has more than there is, nor something else.
            let fits = shared
                .durable
                .position(audience, author)
                .is_some_and(|own| position.sequence < own.sequence || position == own);
            is_more |= fits && held.frontier.advance(audience, author, position);
        }
        if !is_more && !is_new {
            return;
        }
        held.at = now;
        if is_more {
            let (key, value) = (stored::held_key(Some(device)), stored::held_value(&held));
            self.writer.next.operations.push(put(Store::Meta, key, value));
        }
        shared.held.insert(Some(device), held);
        self.sync.touch();
    }

    /// A signal of a device of the workspace, opened; `None` where it is not what it says to be.
    pub(in crate::sync) fn open_signal_of(
        &self,
        from: DeviceId,
        to: Option<DeviceId>,
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let shared = self.sync.shared.as_ref()?;
        let device = shared.membership.view().device(from)?;
        let audience = AudienceName::Everyone.id(shared.membership.workspace());
        open_signal(&shared.keyring, audience, &device.public, to, sealed).ok()
    }
}

impl Shared {
    /// What is on disk here of what a device wrote.
    fn written_by(&self, device: DeviceId) -> Vec<(AudienceId, Position)> {
        let theirs = self.durable.positions().filter(|(_, author, _)| *author == device);
        theirs.map(|(audience, _, position)| (audience, position)).take(MOST_CHAINS).collect()
    }
}

impl Word {
    fn write(&self) -> Vec<u8> {
        let mut to = Writer::new();
        to.u8(VERSION).raw(&self.asks).u8(u8::from(self.answers.is_some()));
        if let Some(answers) = &self.answers {
            to.raw(answers);
        }
        to.u64(self.number);
        to.list(self.has.iter(), |to, (audience, position)| {
            to.raw(&audience.0).u64(position.sequence).raw(&position.hash.0);
        });
        to.finish()
    }

    fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut from = Reader::new(bytes);
        from.version(VERSION)?;
        let asks = from.array()?;
        let answers = match from.u8()? {
            0 => None,
            1 => Some(from.array()?),
            _ => return Err(DecodeError::Unknown("option")),
        };
        let number = from.u64()?;
        let has = from.ordered(
            MOST_CHAINS,
            "chains",
            |from| {
                let audience = AudienceId::read(from)?;
                Ok((audience, Position { sequence: from.u64()?, hash: Hash::read(from)? }))
            },
            |(audience, _)| *audience,
        )?;
        from.end()?;
        Ok(Self { asks, answers, number, has })
    }
}

/// The bytes of who has what, read and written again; `None` where they are none.
#[cfg(feature = "inside")]
#[must_use]
pub fn word_again(bytes: &[u8]) -> Option<Vec<u8>> {
    Some(Word::read(bytes).ok()?.write())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word() -> Word {
        let position = Position { sequence: 7, hash: Hash([3; 32]) };
        let has = vec![(AudienceId([1; 16]), position), (AudienceId([2; 16]), position)];
        Word { asks: [4; 16], answers: Some([5; 16]), number: 6, has }
    }

    #[test]
    fn y_60_a_word_is_read_as_it_was_written_and_no_part_of_one_is() {
        let bytes = word().write();
        assert_eq!(Word::read(&bytes), Ok(word()));
        for end in 0..bytes.len() {
            assert!(Word::read(&bytes[..end]).is_err(), "{end}");
        }
        assert!(Word::read(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn y_62_what_was_said_before_is_not_new() {
        let mut holdings = Holdings::default();
        let device = DeviceId::from_bytes([9; 16]);
        let said = |start: u8, number: u64| Word { asks: [start; 16], number, ..word() };
        assert!(holdings.is_new(device, &said(1, 4)));
        assert!(!holdings.is_new(device, &said(1, 4)));
        assert!(!holdings.is_new(device, &said(1, 3)));
        assert!(holdings.is_new(device, &said(1, 5)));
        // It has started again, and what it said before that comes late.
        assert!(holdings.is_new(device, &said(2, 1)));
        assert!(!holdings.is_new(device, &said(1, 6)));
        assert!(holdings.is_new(device, &said(2, 2)));
    }

    proptest! {
        #[test]
        fn e_7_any_bytes_are_a_word_or_an_error(at in any::<prop::sample::Index>(), by: u8, bytes: Vec<u8>) {
            let mut changed = word().write();
            let at = at.index(changed.len());
            changed[at] = by;
            for bytes in [changed, bytes] {
                if let Ok(read) = Word::read(&bytes) {
                    prop_assert_eq!(read.write(), bytes);
                }
            }
        }
    }
}
