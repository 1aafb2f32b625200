//! Circles that are hidden until their maker submits (Y-85 to Y-91, `docs/design/hidden.md`).

use document::{Audience, DocumentKey, Value};
use kernel::{Problem, RecordId};
use protocol::{AudienceId, AudienceName, Known, Submission as Said, hidden_circle};
use std::collections::BTreeSet;

use crate::{
    Replica,
    message::{Compared, Event, HiddenCircle, Share, Submission},
    sync::{Shared, chains::seal::no_key, members::keys::alone},
};

impl Replica {
    /// Makes a hidden circle of this member alone, or finds it again. Answers with its id.
    pub(in crate::sync) fn hide(&mut self, round: RecordId, name: RecordId) -> Result<RecordId, Problem> {
        let (Some(shared), Some(identity)) = (&self.sync.shared, &self.identity) else { return Err(alone()) };
        let circle = hidden_circle(shared.membership.workspace(), identity.member, round, name);
        if !shared.membership.view().hidden().contains_key(&circle) {
            self.step(|author, random| author.hide(round, name, random))?;
        }
        Ok(circle)
    }

    /// Opens a hidden circle to all who have submitted, and commits to what is in it now. Its documents are in memory.
    pub(in crate::sync) fn submit(&mut self, circle: RecordId, reads: bool) -> Result<(), Problem> {
        let content = self.content_of(circle);
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        if content.is_empty() {
            return Err(Problem::new("There is nothing in it yet.", "Write it, then submit it."));
        }
        let audience = AudienceName::Circle(circle).id(shared.membership.workspace());
        let view = shared.membership.view();
        let newest = view.epoch(AudienceName::Circle(circle));
        let newest = newest.filter(|(epoch, _)| shared.keyring.has(audience, *epoch));
        let Some((epoch, _)) = newest.filter(|_| !view.needs_rotation(AudienceName::Circle(circle))) else {
            return Err(no_key());
        };
        let commitment =
            vault::commitment(&shared.keyring, (audience, epoch), &content).map_err(|_| no_key())?;
        let is_said = |last: &Said| (last.commitment, last.reads || !reads) == (commitment, true);
        if view.hidden().get(&circle).and_then(|one| one.submissions.last()).is_some_and(is_said) {
            return Ok(());
        }
        let places = shared.latest.positions().filter(|(of, ..)| *of == audience);
        let known = places
            .map(|(audience, device, place)| Known { device, audience, sequence: place.sequence })
            .collect();
        self.step(|author, random| author.submit(circle, (epoch, commitment), reads, known, random))
    }

    /// What was submitted in a round, beside what is here of it now. The documents are in memory.
    pub(in crate::sync) fn compare(&mut self, round: RecordId) -> Vec<(RecordId, Compared)> {
        let Some(shared) = &self.sync.shared else { return Vec::new() };
        let hidden = shared.membership.view().hidden().iter().filter(|(_, one)| one.round == round);
        let submitted = hidden.filter_map(|(circle, one)| Some((*circle, one.submissions.last()?.clone())));
        let submitted: Vec<(RecordId, Said)> = submitted.collect();
        let compared = submitted.into_iter().filter_map(|(circle, last)| {
            let content = self.content_of(circle);
            Some((circle, self.sync.shared.as_ref()?.beside(circle, &last, &content)))
        });
        compared.collect()
    }

    /// The documents that something about hidden circles needs in memory; those that are damaged are told of elsewhere.
    pub(crate) fn documents_to_look_at(&self, share: &Share) -> BTreeSet<DocumentKey> {
        let circles: BTreeSet<RecordId> = match (share, &self.sync.shared) {
            (Share::Submit { circle, .. }, _) => BTreeSet::from([*circle]),
            (Share::Compare { round }, Some(shared)) => {
                let hidden = shared.membership.view().hidden().iter();
                hidden.filter(|(_, one)| one.round == *round).map(|(circle, _)| *circle).collect()
            }
            _ => return BTreeSet::new(),
        };
        let of_them = |key: &&DocumentKey| matches!(key.audience, Audience::Circle(circle) if circles.contains(&circle));
        let listings = self.shelf.listings.iter().filter(|(_, listing)| listing.damage.is_none());
        listings.map(|(key, _)| key).filter(of_them).cloned().collect()
    }

    /// All that is in a circle's documents, in one order and one way to write it; nothing where no record is.
    fn content_of(&mut self, circle: RecordId) -> Vec<u8> {
        let mut bytes = Vec::new();
        let keys = self.shelf.listings.keys().filter(|key| key.audience == Audience::Circle(circle));
        for key in keys.cloned().collect::<Vec<_>>() {
            let Some(loaded) = self.shelf.get(&key) else { continue };
            let mut rows = loaded.document.rows();
            rows.sort_by_key(|row| row.id);
            for row in rows {
                put(&mut bytes, key.to_string().as_bytes());
                put(&mut bytes, row.id.as_bytes());
                put(&mut bytes, row.kind.to_string().as_bytes());
                put_count(&mut bytes, row.fields.iter().count());
                let mut fields: Vec<_> = row.fields.iter().collect();
                fields.sort_by_key(|(name, _)| name.to_string());
                for (name, value) in fields {
                    put(&mut bytes, name.to_string().as_bytes());
                    put_value(&mut bytes, value);
                }
            }
        }
        bytes
    }

    /// Tells pages of the hidden circles, as far as what says so is on disk, when that differs from what they know.
    pub(in crate::sync) fn tell_hidden(&mut self) {
        let Some(shared) = &self.sync.shared else { return };
        let operations = shared.membership.len();
        if self.sync.told_hidden.0 == operations || self.writer.brings_sharing() {
            return;
        }
        let hidden = shared.hidden_circles();
        let is_news = hidden != self.sync.told_hidden.1;
        self.sync.told_hidden = (operations, hidden.clone());
        if is_news {
            self.tell(Event::Hidden(hidden));
        }
    }
}

impl Shared {
    /// What was submitted last, beside what is here.
    fn beside(&self, circle: RecordId, last: &Said, content: &[u8]) -> Compared {
        let audience = AudienceName::Circle(circle).id(self.membership.workspace());
        let Ok(commitment) = vault::commitment(&self.keyring, (audience, last.epoch), content) else {
            return Compared::Shut;
        };
        let is_here = |known: &Known| {
            self.latest.position(known.audience, known.device).is_some_and(|p| p.sequence >= known.sequence)
        };
        match (commitment == last.commitment, content.is_empty()) {
            (true, false) => Compared::Same,
            _ if !last.known.iter().all(is_here) || self.waiting.holds(audience) => Compared::Coming,
            (_, true) => Compared::Nothing,
            (false, false) => Compared::Changed,
        }
    }

    /// Whether an audience is a hidden circle whose key is not here: who has it may be away, or gone for good.
    pub(in crate::sync) fn is_shut(&self, audience: AudienceId) -> bool {
        let view = self.membership.view();
        let is_hidden = matches!(view.audience(audience), Some(AudienceName::Circle(circle)) if view.hidden().contains_key(&circle));
        is_hidden && self.keyring.newest(audience).is_none()
    }

    fn hidden_circles(&self) -> Vec<HiddenCircle> {
        let view = self.membership.view();
        let circles = view.hidden().iter().map(|(id, one)| HiddenCircle {
            id: *id,
            round: one.round,
            name: one.name,
            by: one.member,
            readers: view.readers_of_hidden(*id),
            open: self.keyring.newest(AudienceName::Circle(*id).id(self.membership.workspace())).is_some(),
            submissions: one.submissions.iter().filter_map(|said| self.submission(said)).collect(),
        });
        circles.collect()
    }

    fn submission(&self, said: &Said) -> Option<Submission> {
        let operation = self.membership.operation(&said.operation)?;
        Some(Submission { device: operation.author, at: operation.at, reads: said.reads })
    }
}

impl super::super::chains::waiting::Waiting {
    /// Whether something of an audience waits for what it builds on.
    fn holds(&self, audience: AudienceId) -> bool {
        self.places().any(|place| place.0 == audience)
    }
}

fn put_count(bytes: &mut Vec<u8>, count: usize) {
    // Nothing in a document is anywhere near 4 GiB.
    bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    put_count(bytes, part.len());
    bytes.extend_from_slice(part);
}

fn put_value(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Flag(flag) => bytes.extend_from_slice(&[0, u8::from(*flag)]),
        Value::Integer(number) => {
            bytes.push(1);
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        Value::Decimal(number) => {
            bytes.push(2);
            bytes.extend_from_slice(&number.to_bits().to_be_bytes());
        }
        Value::Instant(at) => {
            bytes.push(3);
            bytes.extend_from_slice(&at.millis().to_be_bytes());
        }
        Value::Line(text) => {
            bytes.push(4);
            put(bytes, text.as_bytes());
        }
        Value::Prose(text) => {
            bytes.push(5);
            put(bytes, text.as_bytes());
        }
        Value::Set(members) => {
            bytes.push(6);
            put_count(bytes, members.len());
            members.iter().for_each(|member| put(bytes, member.as_bytes()));
        }
    }
}
