//! Members with patched clients, at the end of what somebody holds of their chain: what they hand
//! over would be taken in if it were not for what is wrong with it.

use document::Document;
use engine::{
    message::{Ask, Role, Share, Standing},
    storage::Store,
};
use kernel::MemberId;
use protocol::{AudienceName, Covers, Envelope, EnvelopeKind, Item, Message};

use super::{
    super::forge::{Forger, change},
    Week,
    found::workspace,
};
use crate::world::roster;

impl Week {
    /// Somebody who took a device over does what the engine would not, where it would count.
    pub fn outlaw(&mut self, device: usize) {
        if self.captives.is_empty() {
            self.capture(device);
        }
        let captives: Vec<usize> = self.captives.keys().copied().collect();
        if captives.is_empty() {
            return;
        }
        let outlaw = captives[self.dice.roll(captives.len() as u64) as usize];
        let honest: Vec<usize> = (0..self.net.devices.len())
            .filter(|one| self.is_honest_member(*one) && self.has_wire(*one))
            .collect();
        if honest.is_empty() {
            return;
        }
        let target = honest[self.dice.roll(honest.len() as u64) as usize];
        if !self.listens(target) {
            return;
        }
        let counts = self.at_the_end(outlaw, target).is_some_and(|forger| self.may_write_on(&forger, target));
        match self.dice.roll(8) {
            roll @ 0..3 => self.silence(outlaw, target, (roll == 0).then_some(Role::Viewer)),
            _ if !counts => self.write_on(outlaw, target),
            3 | 4 => self.fork(outlaw, target),
            5 | 6 => self.speak_for_another(outlaw, target),
            _ => self.hide(outlaw, target),
        }
    }

    /// The keys of an outlaw, where its chain ends at somebody who would take in what comes next.
    fn at_the_end(&self, outlaw: usize, target: usize) -> Option<Forger> {
        let membership = self.net.membership(target);
        let audience = AudienceName::Everyone.id(workspace(&self.net));
        let forger = Forger::of(&self.net, outlaw);
        let is_known = membership.view().devices().contains_key(&forger.device);
        let has_key = self.keyring_on_disk(target, &membership)?.has(audience, forger.epoch());
        let (last, hash) = self.end_of_chain(target, audience, forger.device);
        (is_known && has_key).then(|| forger.after(last, hash))
    }

    /// Whether the next envelopes of an outlaw count, for all somebody knows.
    fn may_write_on(&self, forger: &Forger, target: usize) -> bool {
        let audience = AudienceName::Everyone.id(workspace(&self.net));
        let membership = self.net.membership(target);
        membership.view().write_right(forger.device, audience) == protocol::WriteRight::Yes
    }

    /// Something to take in that nothing is wrong with.
    fn fair(&mut self, outlaw: usize, forger: &mut Forger) -> Envelope {
        let number = self.number_of_lie();
        let chunk = self.captives.get_mut(&outlaw).and_then(|captive| captive.write(number));
        match chunk {
            Some(chunk) => forger.next("everyone/area/roster", chunk),
            None => forger.own_change(number),
        }
    }

    fn number_of_lie(&mut self) -> u8 {
        1 + self.dice.roll(250) as u8
    }

    fn is_on_disk(&self, device: usize, envelope: &Envelope) -> bool {
        let header = envelope.header;
        let here = self.net.envelope(device, header.audience, header.device, header.sequence);
        here.is_some_and(|item| item.hash() == envelope.hash())
    }

    /// Hands it over: nothing that lasts changes, and it is said whose it is.
    fn is_set_aside(&mut self, target: usize, envelope: &Envelope, what: &str) {
        let of = envelope.header.device;
        let (before, times) = (self.lasting(target), self.times_aside(target, of));
        self.hand(target, Message::Envelopes(vec![envelope.encode()]).encode());
        assert!(self.lasting(target) == before, "{target} took in {what}");
        assert!(self.times_aside(target, of) > times, "{target} does not say that it got {what}");
    }

    /// Two things under one number, and what follows the second of them (Y-9, Y-17).
    fn fork(&mut self, outlaw: usize, target: usize) {
        let Some(mut one) = self.at_the_end(outlaw, target) else { return };
        let Some(mut other) = self.at_the_end(outlaw, target) else { return };
        let first = self.fair(outlaw, &mut one);
        let (second, third) =
            (other.own_change(self.number_of_lie()), other.own_change(self.number_of_lie()));
        if first.hash() == second.hash() {
            return;
        }
        self.hand(target, Message::Envelopes(vec![first.encode()]).encode());
        assert!(self.is_on_disk(target, &first), "{target} does not take in what is the next of its chain");
        self.tally.forks += 1;
        let mut lies = [(second, "a fork"), (third, "what follows a fork")];
        if self.dice.roll(2) == 0 {
            lies.reverse();
        }
        for (lie, what) in &lies {
            if self.listens(target) {
                self.is_set_aside(target, lie, what);
            }
        }
    }

    /// An outlaw is taken out, or made a viewer, by somebody who may do that if there is one, and writes
    /// on.
    fn silence(&mut self, outlaw: usize, target: usize, role: Option<Role>) {
        let member = self.net.me(outlaw).member;
        let is_owner = |week: &Self, one: usize| {
            let standing = &week.net.devices[one].sharing.standing;
            *standing == Standing::Member(Role::Owner) && week.net.me(one).member != member
        };
        let owner = (0..self.net.devices.len())
            .find(|one| self.is_honest_member(*one) && self.has_wire(*one) && is_owner(self, *one));
        let target = owner.unwrap_or(target);
        if !self.listens(target) {
            return;
        }
        if is_owner(self, target) {
            let share = match role {
                Some(role) => Share::SetRole { member, role },
                None => Share::RemoveMember(member),
            };
            self.net.ask(target, Ask::Share(share));
            while self.net.step(target) {}
        }
        if self.listens(target) {
            self.write_on(outlaw, target);
        }
    }

    /// Who may not write (any more) does (Y-10).
    fn write_on(&mut self, outlaw: usize, target: usize) {
        let Some(mut forger) = self.at_the_end(outlaw, target) else { return };
        // How far it was known to who took it out counts, and may be more than is here.
        let audience = AudienceName::Everyone.id(workspace(&self.net));
        let next = self.end_of_chain(target, audience, forger.device).0 + 1;
        let right = self.net.membership(target).view().write_right(forger.device, audience);
        if !right.covers(next) {
            let late = forger.own_change(self.number_of_lie());
            self.tally.set_aside += 1;
            self.is_set_aside(target, &late, "what may not be written");
        }
    }

    /// Changes in somebody else's name, and about documents that are not for these (Y-11): they have their
    /// place in the chain, and nothing in any document.
    fn speak_for_another(&mut self, outlaw: usize, target: usize) {
        let Some(mut forger) = self.at_the_end(outlaw, target) else { return };
        let (number, other) = (self.number_of_lie(), self.net.me(target));
        let lie = match self.dice.roll(4) {
            // A further device of the same member may well speak for them.
            0 if other.member != forger.member => change(&roster(), forger.device, other.member, number),
            0 => change(&roster(), forger.device, MemberId::from_bytes([1; 16]), number),
            1 => change(&roster(), other.device, other.member, number),
            2 => change(&roster(), other.device, forger.member, number),
            _ => self.dice.roll(1 << 40).to_be_bytes().to_vec(),
        };
        let lie = forger.next("everyone/area/roster", lie);
        let (before, times) = (self.net.heads(target, ""), self.times_aside(target, lie.header.device));
        self.hand(target, Message::Envelopes(vec![lie.encode()]).encode());
        self.tally.lies += 1;
        assert!(self.net.heads(target, "") == before, "{target} took in changes in the name of another");
        assert!(
            self.times_aside(target, lie.header.device) > times,
            "{target} does not say what was not taken in"
        );
        assert!(self.is_on_disk(target, &lie), "its chain goes on");
    }

    /// A snapshot that lacks what it says to stand for: it is said, and nothing goes for it (Y-42).
    fn hide(&mut self, outlaw: usize, target: usize) {
        let Some(mut forger) = self.at_the_end(outlaw, target) else { return };
        let audience = AudienceName::Everyone.id(workspace(&self.net));
        let suspects = self.suspects();
        let rows = self.net.devices[target].disk.read(Store::Envelopes, &audience.hex());
        let hidden: Vec<Envelope> = rows
            .iter()
            .filter_map(|(_, bytes)| match Item::decode(bytes) {
                Ok(Item::Whole(envelope)) => Some(envelope),
                _ => None,
            })
            .filter(|envelope| {
                // What other outlaws wrote may hold nothing that could be lacking.
                envelope.header.kind == EnvelopeKind::Changes && !suspects.contains(&envelope.header.device)
            })
            .collect();
        if hidden.is_empty() {
            return;
        }
        let mut covers = Covers::new();
        for envelope in &hidden {
            if self.dice.roll(2) == 0 || covers.is_empty() {
                covers.insert(envelope.header.device, envelope.header.sequence);
            }
        }
        let empty = Document::create(&roster()).save();
        let lie = forger.standing_for("everyone/area/roster", covers.clone(), empty);
        let times = self.times_aside(target, lie.header.device);
        self.hand(target, Message::Envelopes(vec![lie.encode()]).encode());
        assert!(self.is_on_disk(target, &lie), "its chain goes on");
        if !self.listens(target) {
            return;
        }
        self.tally.hidden += 1;
        for envelope in hidden.iter().filter(|one| covers.has(one.header.device, one.header.sequence)) {
            let header = envelope.header;
            let here = self.net.envelope(target, audience, header.device, header.sequence);
            // What another snapshot stood for may go, and its place with it.
            if !self.is_tidy {
                assert!(
                    matches!(here, Some(Item::Whole(_))),
                    "{target} let go of what a false snapshot names"
                );
            }
        }
        assert!(
            self.times_aside(target, lie.header.device) > times,
            "{target} does not say that a snapshot is false"
        );
    }
}
