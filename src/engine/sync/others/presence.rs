//! Where the user is and what they write in: said at once, sealed for those who may read it, kept nowhere.
//!
//! A device says one thing to each audience: the record it shows, if that audience reads it, and the caret, if it is in a
//! text that the audience reads (Y-55). What is for everyone goes to all at once; anything else to each of its readers
//! who are here, so that the others do not even get the sealed bytes.

use document::{Audience, Caret, DocumentKey};
use kernel::{DeviceId, RecordId};
use protocol::{Message, Party, limits};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vault::{Route, seal_signal};

use crate::{
    Effect, Replica, codec,
    message::{CaretAt, ClientId, LinkId},
    sync::chains::check::audience_name,
};

/// How often a device says again where it is, in milliseconds (ours). Whoever says nothing for
/// [`SILENT`](crate::sync::others::present::SILENT) is taken to be gone.
const BEAT: u64 = 60_000;

/// Where one page is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spot {
    place: Option<(DocumentKey, RecordId)>,
    mark: Option<Mark>,
    /// Rises with every page that moves: the last one to move speaks for the device.
    turn: u64,
}

/// A caret in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::sync) struct Mark {
    pub document: DocumentKey,
    pub record: RecordId,
    pub field: String,
    pub from: Caret,
    pub to: Caret,
}

/// What an audience is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::sync) struct Part {
    /// The record that is shown.
    pub place: Option<(DocumentKey, RecordId)>,
    /// The caret.
    pub mark: Option<Mark>,
}

/// What a signal says.
#[derive(Serialize, Deserialize)]
pub(in crate::sync) struct Said {
    /// Rises with every signal of a device, so that an older one said again is told apart.
    pub at: i64,
    pub part: Part,
    /// Whether nobody has looked at a page there for a while.
    pub away: bool,
}

/// What the others were told.
#[derive(Default)]
pub(crate) struct Telling {
    /// Where each page is.
    spots: BTreeMap<ClientId, Spot>,
    turns: u64,
    /// The pages that nobody has looked at for a while.
    hidden: BTreeSet<ClientId>,
    /// What each audience was told last; everyone always, others while there is something.
    told: BTreeMap<Audience, Part>,
    last: i64,
    /// When it is said again, in milliseconds since 1970.
    beat: Option<i64>,
}

impl Telling {
    /// Whether a page of this device shows a record or writes in it.
    pub fn is_at(&self, record: RecordId) -> bool {
        let place = |spot: &Spot| spot.place.as_ref().is_some_and(|(_, at)| *at == record);
        let mark = |spot: &Spot| spot.mark.as_ref().is_some_and(|mark| mark.record == record);
        self.spots.values().any(|spot| place(spot) || mark(spot))
    }

    /// What there is to be told now: the newest of all pages.
    fn parts(&self) -> BTreeMap<Audience, Part> {
        let mut parts = BTreeMap::from([(Audience::Everyone, Part::default())]);
        let newest = |has: fn(&Spot) -> bool| {
            self.spots.values().filter(|spot| has(spot)).max_by_key(|spot| spot.turn)
        };
        let place = newest(|spot| spot.place.is_some()).and_then(|spot| spot.place.clone());
        if let Some(place) = place {
            let audience = place.0.audience;
            parts.entry(audience).or_default().place = Some(place);
        }
        let mark = newest(|spot| spot.mark.is_some()).and_then(|spot| spot.mark.clone());
        if let Some(mark) = mark {
            let audience = mark.document.audience;
            parts.entry(audience).or_default().mark = Some(mark);
        }
        parts
    }

    fn spot(&mut self, page: ClientId) -> &mut Spot {
        self.turns += 1;
        let spot = self.spots.entry(page).or_default();
        spot.turn = self.turns;
        spot
    }
}

impl Replica {
    /// A page shows a record, or none any more.
    pub(in crate::sync) fn is_here(&mut self, page: ClientId, place: Option<(DocumentKey, RecordId)>) {
        self.sync.telling.spot(page).place = place;
        self.say_what_changed();
    }

    /// A page has its caret in a text, or in none any more. Its document is in memory.
    pub(in crate::sync) fn writes_at(&mut self, page: ClientId, caret: Option<CaretAt>) {
        let mark = caret.and_then(|CaretAt { document, record, field, from, to }| {
            let loaded = &self.shelf.get(&document)?.document;
            let place = |at: u32| loaded.caret(record, &field, usize::try_from(at).unwrap_or(usize::MAX));
            let (from, to) = (place(from)?, place(to)?);
            Some(Mark { document, record, field, from, to })
        });
        self.sync.telling.spot(page).mark = mark;
        self.say_what_changed();
    }

    /// A page was closed.
    pub(crate) fn is_nowhere(&mut self, page: ClientId) {
        let before = self.is_away();
        self.sync.telling.hidden.remove(&page);
        if self.sync.telling.spots.remove(&page).is_some() {
            self.say_what_changed();
        }
        self.say_whether_away(before);
    }

    /// Nobody has looked at a page for a while, or somebody does again.
    pub(in crate::sync) fn is_hidden(&mut self, page: ClientId, hidden: bool) {
        let before = self.is_away();
        if hidden {
            self.sync.telling.hidden.insert(page);
        } else {
            self.sync.telling.hidden.remove(&page);
        }
        self.say_whether_away(before);
    }

    /// Whether nobody looks at any page of this device.
    fn is_away(&self) -> bool {
        let hidden = &self.sync.telling.hidden;
        !self.pages.is_empty() && self.pages.iter().all(|page| hidden.contains(page))
    }

    fn say_whether_away(&mut self, before: bool) {
        if self.is_away() != before {
            for link in self.open_links() {
                self.say_here(link);
            }
        }
    }

    fn say_what_changed(&mut self) {
        let telling = &mut self.sync.telling;
        let parts = telling.parts();
        let before = std::mem::replace(&mut telling.told, parts.clone());
        let audiences: BTreeSet<Audience> = before.keys().chain(parts.keys()).copied().collect();
        for audience in audiences {
            let part = parts.get(&audience).cloned().unwrap_or_default();
            if before.get(&audience) != Some(&part) {
                for link in self.open_links() {
                    self.say_part(link, audience, &part, None);
                }
            }
        }
    }

    fn open_links(&self) -> Vec<LinkId> {
        self.sync.links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect()
    }

    /// Says over a link all that there is to be said.
    pub(in crate::sync) fn say_here(&mut self, id: LinkId) {
        self.say_here_to(id, None);
    }

    /// The same to one device, or to all for `None`.
    pub(in crate::sync) fn say_here_to(&mut self, id: LinkId, only: Option<DeviceId>) {
        let parts = self.sync.telling.parts();
        for (audience, part) in &parts {
            self.say_part(id, *audience, part, only);
        }
        self.sync.telling.told = parts;
        self.beat_later();
    }

    fn beat_later(&mut self) {
        let now = self.now.millis();
        let interval = i64::try_from(BEAT).unwrap_or(i64::MAX);
        // A clock that was set back would keep it waiting.
        if self.sync.telling.beat.is_none_or(|at| at > now.saturating_add(interval)) {
            self.sync.telling.beat = Some(now.saturating_add(interval));
            self.effects.push(Effect::Wake { after: BEAT });
        }
    }

    /// Time has passed: says again where the user is, and forgets who has gone without a word (Y-55).
    pub(crate) fn beat(&mut self) {
        let now = self.now.millis();
        if self.sync.telling.beat.is_none_or(|at| at > now) {
            return;
        }
        self.sync.telling.beat = None;
        self.forget_the_silent();
        for link in self.open_links() {
            self.say_here(link);
        }
        if !self.sync.present.is_empty() {
            self.beat_later();
        }
    }

    /// Says a part over a link, sealed for its audience.
    fn say_part(&mut self, id: LinkId, audience: Audience, part: &Part, only: Option<DeviceId>) {
        let Some(identity) = self.identity.clone() else { return };
        let Some(link) = self.sync.links.get(&id) else { return };
        let Some(shared) = &self.sync.shared else { return };
        let (view, name) = (shared.membership.view(), audience_name(audience));
        if link.party != Party::Device(identity.device) || !view.is_in(identity.member, name) {
            return;
        }
        let Some((epoch, _)) = view.epoch(name) else { return };
        // Those of the audience who are at the other end; all of them for what everyone may know.
        let to: Vec<Option<DeviceId>> = if audience == Audience::Everyone {
            vec![None]
        } else {
            let is_there = |device: &DeviceId| match link.peer {
                Some(peer) => *device == peer,
                None => self.sync.holding.is_beside(*device),
            };
            let readers = view.readers(name).into_iter().filter(|device| *device != identity.device);
            readers
                .filter(|device| is_there(device) && only.is_none_or(|one| one == *device))
                .map(Some)
                .collect()
        };
        let away = self.is_away();
        let telling = &mut self.sync.telling;
        telling.last = self.now.millis().max(telling.last.saturating_add(1));
        let said = codec::write(codec::VERSION, &Said { at: telling.last, part: part.clone(), away });
        let place = (name.id(shared.membership.workspace()), epoch);
        let sealed: Vec<(Option<DeviceId>, Vec<u8>)> = to
            .into_iter()
            .filter_map(|to| {
                let route = Route { from: identity.device, to };
                let random = &mut self.random;
                Some((to, seal_signal(&shared.keys, &shared.keyring, place, route, &said, random).ok()?))
            })
            .filter(|(_, sealed)| sealed.len() <= limits::MAX_SIGNAL)
            .collect();
        for (to, sealed) in sealed {
            self.say(id, &Message::Signal { to, from: identity.device, sealed });
        }
    }
}
