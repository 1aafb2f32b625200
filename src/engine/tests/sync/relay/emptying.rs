//! Contents that a snapshot stands for go.

use kernel::DeviceId;
use protocol::{AudienceId, Covers, Item, Membership, Message};

use super::{Kept, Relay, may_write};

impl Relay {
    /// Empties what is erased.
    pub(super) fn erase(&mut self) {
        let Some(membership) = &self.kept.membership else { return };
        let view = membership.view();
        if view.erased().is_empty() {
            return;
        }
        for ((audience, device), chain) in &mut self.kept.envelopes {
            for (at, (_, bytes)) in chain.iter_mut().enumerate() {
                if let Ok(Item::Whole(envelope)) = Item::decode(bytes)
                    && view.is_erased(&envelope.header)
                {
                    *bytes = envelope.stub().encode();
                    self.kept.arrived.remove(&(*audience, *device, at as u64 + 1));
                }
            }
        }
    }

    /// Empties what a snapshot stands for, by the word of another device that may write, or of any
    /// after a time of grace.
    pub(super) fn empty(
        &mut self,
        device: DeviceId,
        audience: AudienceId,
        snapshot: (DeviceId, u64),
        envelopes: &Covers,
    ) {
        if !self.may_confirm(device, audience, snapshot) {
            return;
        }
        let at = |kept: &Kept, device: DeviceId, sequence: u64| {
            let chain = kept.envelopes.get(&(audience, device))?;
            let (_, bytes) = chain.get(usize::try_from(sequence).ok()?.checked_sub(1)?)?;
            match Item::decode(bytes) {
                Ok(Item::Whole(envelope)) => Some(envelope),
                _ => None,
            }
        };
        let Some(made) = at(&self.kept, snapshot.0, snapshot.1) else { return };
        let before = self.kept.arrived.get(&(audience, snapshot.0, snapshot.1)).map(|(_, all)| all.clone());
        let before = before.unwrap_or_default();
        for (device, from, to) in envelopes.runs() {
            let to = to.min(before.get(&device).copied().unwrap_or_default());
            for sequence in from..=to {
                let Some(envelope) = at(&self.kept, device, sequence) else { continue };
                if envelope.header.document == made.header.document && (device, sequence) != snapshot {
                    let chain = self.kept.envelopes.get_mut(&(audience, device)).unwrap();
                    chain[sequence as usize - 1].1 = envelope.stub().encode();
                    self.kept.arrived.remove(&(audience, device, sequence));
                }
            }
        }
        self.pass_on(None, |_| Some(Message::Covered { audience, snapshot, envelopes: envelopes.clone() }));
    }

    fn may_confirm(&self, device: DeviceId, audience: AudienceId, snapshot: (DeviceId, u64)) -> bool {
        let Some(membership) = &self.kept.membership else { return false };
        let view = membership.view();
        let may = |id: DeviceId| may_write(view, id, audience) && membership.made_as_key(id).is_none();
        let active = view.devices().iter().filter(|(_, found)| found.active).map(|(id, _)| *id);
        let others: Vec<DeviceId> = active.filter(|id| *id != snapshot.0 && may(*id)).collect();
        let member = |device: DeviceId| view.devices().get(&device).map(|found| found.member);
        let is_another = |one: &DeviceId| member(*one) != member(snapshot.0);
        let is_enough = if others.is_empty() {
            device == snapshot.0
        } else if others.iter().any(is_another) {
            is_another(&device)
        } else {
            device != snapshot.0
        };
        let counts = view.write_right(snapshot.0, audience).covers(snapshot.1);
        counts && may(device) && (is_enough || self.is_over(membership, audience, snapshot))
    }

    fn is_over(&self, membership: &Membership, audience: AudienceId, snapshot: (DeviceId, u64)) -> bool {
        let document = |device: DeviceId, sequence: u64| {
            let (_, bytes) = self.kept.envelopes.get(&(audience, device))?.get(sequence as usize - 1)?;
            Item::decode(bytes).ok().map(|item| item.header().document)
        };
        let arrived = self.kept.arrived.get(&(audience, snapshot.0, snapshot.1));
        let Some((since, _)) = arrived else { return false };
        let member = |device: DeviceId| membership.view().devices().get(&device).map(|found| found.member);
        let is_answered = self.kept.arrived.iter().any(|((of, device, sequence), (at, _))| {
            *of == audience
                && at >= since
                && member(*device) != member(snapshot.0)
                && document(*device, *sequence) == document(snapshot.0, snapshot.1)
        });
        !is_answered && self.now.saturating_sub(*since) >= self.grace
    }
}
