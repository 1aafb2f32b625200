//! Who else is here, as they said, and where in a text by now.

use document::{Audience, DocumentKey};
use kernel::{DeviceId, MemberId, Timestamp};
use protocol::AudienceName;
use std::collections::{BTreeMap, BTreeSet};
use vault::open_signal;

use crate::{
    Replica, codec,
    message::{CaretAt, Event, Heads, LinkId, Path, Presence},
    sync::{
        Shared,
        chains::check::audience_name,
        others::presence::{Mark, Part, Said},
        state::audience_of_documents,
    },
};

/// Whoever says nothing for so long is taken to be gone, in milliseconds (ours): three beats and a half.
pub(in crate::sync) const SILENT: i64 = 210_000;

/// The longest name of a field that is taken in, in bytes (ours).
const LONGEST_FIELD: usize = 100;

/// A device that is here.
pub(crate) struct There {
    member: MemberId,
    /// When it last said something, by this device's clock.
    heard: Timestamp,
    /// What it said to each audience, with the number of the signal.
    said: BTreeMap<Audience, (i64, Part)>,
    /// Where its caret was in a state of the document.
    found: Option<(Heads, CaretAt)>,
}

impl There {
    /// The newest of what it said, of what both may read by now.
    fn newest<T: Clone>(&self, reads: impl Fn(Audience) -> bool, of: fn(&Part) -> &Option<T>) -> Option<T> {
        let parts = self.said.iter().filter(|(audience, (_, part))| of(part).is_some() && reads(**audience));
        parts.max_by_key(|(_, (at, _))| *at).and_then(|(_, (_, part))| of(part).clone())
    }
}

impl Shared {
    /// What a signal says, and to whom: the audience it is sealed for.
    fn unsealed(
        &self,
        (me, from, to): (DeviceId, DeviceId, Option<DeviceId>),
        sealed: &[u8],
    ) -> Option<(Audience, Said)> {
        let view = self.membership.view();
        let public = view.device(from)?.public;
        let open = |name: AudienceName| {
            let audience = name.id(self.membership.workspace());
            let plain = open_signal(&self.keyring, audience, &public, to, sealed).ok()?;
            Some((audience_of_documents(name), codec::read::<Said>(codec::VERSION, &plain)?))
        };
        if to.is_none() {
            return open(AudienceName::Everyone);
        }
        let both = |(id, _): &(_, _)| view.reads(me, *id) && view.reads(from, *id);
        let others = view.audiences().filter(|(_, name)| *name != AudienceName::Everyone).filter(both);
        others.map(|(_, name)| name).find_map(open)
    }
}

impl Part {
    /// Whether all of it is about documents of this audience, and as short as it has to be.
    fn is_of(&self, audience: Audience) -> bool {
        let mark = |mark: &Mark| {
            let is_short = mark.field.len() <= LONGEST_FIELD && mark.from.is_short() && mark.to.is_short();
            is_short && mark.document.audience == audience
        };
        self.place.as_ref().is_none_or(|(document, _)| document.audience == audience)
            && self.mark.as_ref().is_none_or(mark)
    }
}

impl Replica {
    /// Somebody says where they are. Whether it was that.
    pub(in crate::sync) fn signalled(
        &mut self,
        id: LinkId,
        from: DeviceId,
        to: Option<DeviceId>,
        sealed: &[u8],
    ) -> bool {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return false };
        let Some(shared) = &mut self.sync.shared else { return false };
        if from == me || to.is_some_and(|to| to != me) {
            return false;
        }
        let Some((audience, said)) = shared.unsealed((me, from, to), sealed) else { return false };
        let Some(member) = shared.member_of(from).filter(|_| said.part.is_of(audience)) else { return true };
        let last = self.sync.heard.entry((from, audience)).or_insert(i64::MIN);
        if said.at <= *last {
            return true;
        }
        *last = said.at;
        self.sync.clocks.heard(from, self.now.millis(), said.at);
        shared.seen.insert(from, self.now);
        if said.away {
            // Connected, and nobody is there.
            self.sync.present.remove(&from);
            self.sync.touch();
            return true;
        }
        let is_new = !self.sync.present.contains_key(&from);
        let heard = self.now;
        let there = self.sync.present.entry(from).or_insert_with(|| There {
            member,
            heard,
            said: BTreeMap::new(),
            found: None,
        });
        (there.member, there.heard) = (member, heard);
        if there.said.get(&audience).is_none_or(|(_, part)| part.mark != said.part.mark) {
            there.found = None;
        }
        there.said.insert(audience, (said.at, said.part));
        let is_relay = self.sync.links.get(&id).is_some_and(|link| link.path == Path::Relay);
        if is_new && is_relay {
            // Whoever has just come does not know where we are.
            self.say_here_to(id, Some(from));
        }
        self.sync.touch();
        true
    }

    /// Forgets who has said nothing for long.
    pub(in crate::sync) fn forget_the_silent(&mut self) {
        let now = self.now.millis();
        self.sync.present.retain(|_, there| now.saturating_sub(there.heard.millis()) < SILENT);
    }

    /// Tells pages who is here and where, when that differs from what they were told last.
    pub(crate) fn tell_present(&mut self) {
        if self.sync.present.is_empty() && self.sync.told_present.is_empty() {
            return;
        }
        let present = self.presence();
        if present != self.sync.told_present {
            self.sync.told_present.clone_from(&present);
            self.tell(Event::Present(present));
        }
    }

    /// Who is here, as far as this device may know it.
    fn presence(&mut self) -> Vec<Presence> {
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return Vec::new() };
        let mut present = Vec::new();
        for device in self.sync.present.keys().copied().collect::<Vec<_>>() {
            let Some((there, shared)) = self.sync.present.get(&device).zip(self.sync.shared.as_ref()) else {
                continue;
            };
            let view = shared.membership.view();
            if view.device(device).is_none() {
                continue;
            }
            let reads = |audience| {
                let id = audience_name(audience).id(shared.membership.workspace());
                view.reads(me, id) && view.reads(device, id)
            };
            let (member, record) = (there.member, there.newest(reads, |part| &part.place));
            let mark = there.newest(reads, |part| &part.mark);
            let caret = mark.and_then(|mark| self.caret_of(device, mark));
            present.push(Presence { device, member, record, caret });
        }
        present
    }

    /// Where a caret is in the text as it is here; where it was, while that is not known.
    fn caret_of(&mut self, device: DeviceId, mark: Mark) -> Option<CaretAt> {
        let heads =
            self.shelf.listings.get(&mark.document).filter(|found| found.damage.is_none())?.latest.clone();
        let found = self.sync.present.get(&device)?.found.clone();
        if let Some((at, caret)) = &found
            && *at == heads
        {
            return Some(caret.clone());
        }
        let last = found.map(|(_, caret)| caret);
        if !self.shelf.is_loaded(&mark.document) {
            // Nobody looks at it here, or it comes into memory and is looked up then.
            if self.sync.telling.is_at(mark.record) {
                let _ = self.have(&BTreeSet::<DocumentKey>::from([mark.document]));
            }
            return last;
        }
        let document = &self.shelf.get(&mark.document)?.document;
        let place =
            |caret| document.caret_at(mark.record, &mark.field, caret).and_then(|at| u32::try_from(at).ok());
        let Some((from, to)) = place(&mark.from).zip(place(&mark.to)) else { return last };
        let caret = CaretAt { document: mark.document, record: mark.record, field: mark.field, from, to };
        self.sync.present.get_mut(&device)?.found = Some((heads, caret.clone()));
        Some(caret)
    }
}
