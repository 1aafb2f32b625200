//! What must hold at the end of a week.

use engine::message::{Role, Share, Standing};
use kernel::{DeviceId, MemberId};
use protocol::{AudienceName, Body, Envelope, Membership, Operation, WriteRight};
use std::collections::BTreeSet;

use super::{
    Foe, Out, Week,
    found::{Found, Logs, workspace},
};

impl Week {
    pub fn check(&mut self) {
        if self.lack_something() && self.take_suspects_out() {
            self.heal();
            assert!(
                !self.lack_something(),
                "with those taken out who wrote two things, nobody lacks anything"
            );
        }
    }

    /// Who wrote two things is taken out by an owner, as everybody was told to do. Answers whether there
    /// is one.
    fn take_suspects_out(&mut self) -> bool {
        let suspects = self.suspects();
        let is_owner = |device: &usize| {
            let standing = &self.net.devices[*device].sharing.standing;
            let me = self.net.devices[*device].me.as_ref().map(|me| me.device);
            *standing == Standing::Member(Role::Owner)
                && !self.captives.contains_key(device)
                && me.is_some_and(|me| !suspects.contains(&me))
        };
        let Some(owner) = (0..self.net.devices.len()).find(is_owner) else { return false };
        for device in suspects {
            if self.net.membership(owner).view().device(device).is_some() {
                self.net.done(owner, Share::RemoveDevice(device));
            }
        }
        true
    }

    /// Checks everything that must hold. Answers whether somebody lacks something because of who wrote
    /// two things under one number, and says so: what is gone from an honest chain may stand in a
    /// snapshot at one end of such a chain, where the other end cannot have it.
    fn lack_something(&mut self) -> bool {
        let all = 0..self.net.devices.len();
        let mut logs = Logs::default();
        let found: Vec<Found> = all.clone().map(|device| Found::of(&self.net, device)).collect();
        let honest: Vec<usize> = all.clone().filter(|device| !self.captives.contains_key(device)).collect();
        let belongs =
            |device: &usize| matches!(self.net.devices[*device].sharing.standing, Standing::Member(_));
        let inside: Vec<usize> = honest.iter().copied().filter(belongs).collect();
        if self.foe == Foe::Nobody {
            self.check_calm(&honest);
        }
        // Who was taken out may not have heard of it: the relay does not serve them any more.
        let Some(known) = self.net.relay.kept.membership.clone() else { return false };
        let view = known.view();
        let inside: Vec<usize> =
            inside.into_iter().filter(|device| view.device(self.net.me(*device).device).is_some()).collect();
        if self.suspects().is_empty() {
            self.check_progress(&inside);
        }
        self.nobody_is_said_to_have_more();
        let mut lack = false;
        for (at, one) in inside.iter().enumerate() {
            let heads = logs.of(&self.net, *one).heads();
            assert_eq!(known.heads(), heads, "{one} knows the same of people as the relay");
            for other in &inside[at + 1..] {
                lack |= self.check_pair(*one, *other, &known, &found);
            }
        }
        self.check_names(&inside);
        self.check_erased(&inside, &known, &found);
        self.check_written(&inside, &known, &found);
        self.check_shut(&known, &found);
        self.check_hidden(&inside, &known, &found);
        lack
    }

    /// Whose chains may have two ends: somebody has their keys, or their disk was put back.
    pub fn suspects(&self) -> BTreeSet<DeviceId> {
        self.captives.keys().chain(&self.put_back).map(|device| self.net.me(*device).device).collect()
    }

    /// Nothing is reported that was not.
    fn check_calm(&self, honest: &[usize]) {
        for device in honest {
            let state = &self.net.devices[*device].sharing;
            assert_eq!(state.rollback, None, "{device} says that the relay went back");
            for aside in &state.aside {
                assert!(!aside.problem.what.contains("stands where"), "{device} speaks of a fork: {aside:?}");
            }
        }
    }

    /// Two who belong have the same of all that both may read.
    fn check_pair(&self, one: usize, other: usize, known: &Membership, found: &[Found]) -> bool {
        let mut lack = false;
        let (workspace, view) = (known.workspace(), known.view());
        let members = [one, other].map(|device| self.net.me(device).member);
        let suspects = self.suspects();
        for (audience, name) in view.audiences() {
            if !members.iter().all(|member| view.is_in(*member, name)) {
                continue;
            }
            let pair = format!("{one} and {other}, {}", name.text());
            debug_assert_eq!(name.id(workspace), audience);
            let (mut here, mut there) = (found[one].frontier(audience), found[other].frontier(audience));
            if here == there {
                let prefix = name.text();
                let (one_has, other_has) = (found[one].documents(&prefix), found[other].documents(&prefix));
                // An outlaw can number two changes alike inside two envelopes: one of them is refused
                // where the other came first, and that is said.
                let is_told = [one, other].iter().any(|device| {
                    let aside = &self.net.devices[*device].sharing.aside;
                    aside.iter().any(|aside| aside.problem.what.contains("contradict"))
                });
                let apart: Vec<_> =
                    one_has.iter().filter(|(key, heads)| other_has.get(*key) != Some(*heads)).collect();
                let other: Vec<_> =
                    other_has.iter().filter(|(key, heads)| one_has.get(*key) != Some(*heads)).collect();
                let is_same = one_has == other_has || (is_told && !suspects.is_empty());
                assert!(is_same, "{pair}: {apart:?} and {other:?}");
            }
            for of in &suspects {
                if here.get(of).map(|end| end.0) != there.get(of).map(|end| end.0)
                    || here.get(of) != there.get(of)
                {
                    self.check_fork(one, other, (audience, *of), found, &pair);
                }
                here.remove(of);
                there.remove(of);
            }
            // What does not count may have stayed with who wrote it, and nothing else.
            let mut here: Vec<_> = here.into_iter().map(|(device, end)| (device, end.0)).collect();
            let mut there: Vec<_> = there.into_iter().map(|(device, end)| (device, end.0)).collect();
            for ends in [&mut here, &mut there] {
                ends.retain_mut(|(device, last)| {
                    match view.write_right(*device, audience) {
                        WriteRight::Yes => {}
                        WriteRight::UpTo(most) => *last = most.min(*last),
                        WriteRight::No => *last = 0,
                    }
                    *last > 0
                });
            }
            if here != there {
                let says = [one, other].map(|device| self.says_it_lacks(device));
                let is_fork = !suspects.is_empty() && self.is_tidy && says.contains(&true);
                assert!(is_fork, "{pair}: {here:?}, {there:?}, {says:?}");
                lack = true;
            }
        }
        lack
    }

    /// Whether a device says that something is missing, or that somebody wrote two things.
    fn says_it_lacks(&self, device: usize) -> bool {
        let state = &self.net.devices[device].sharing;
        let problems = state.paths.iter().filter_map(|path| path.problem.as_ref()).chain(&state.trouble);
        let words = ["is missing", "are gone", "something else", "other changes", "did not take"];
        let mut said = problems.map(|problem| &problem.what);
        said.any(|what| words.iter().any(|words| what.contains(words)))
    }

    /// Two have other envelopes of one device: at one of them at least that is said.
    fn check_fork(
        &self,
        one: usize,
        other: usize,
        (audience, of): (protocol::AudienceId, DeviceId),
        found: &[Found],
        pair: &str,
    ) {
        let is_other = |((a, d, number), (hash, _)): (&super::found::Place, &(protocol::Hash, Vec<u8>))| {
            (*a, *d) == (audience, of)
                && found[other]
                    .envelopes
                    .get(&(audience, of, *number))
                    .is_some_and(|(there, _)| there != hash)
        };
        if !found[one].envelopes.iter().any(is_other) {
            return;
        }
        let says = |device: usize| {
            let state = &self.net.devices[device].sharing;
            let is_aside = state.aside.iter().any(|aside| aside.device == of);
            let problems = state.paths.iter().filter_map(|path| path.problem.as_ref());
            let mut problems = problems.chain(&state.trouble);
            let words = ["something else", "other changes", "did not take"];
            is_aside
                || problems.any(|problem| words.iter().any(|words| problem.what.contains(words)))
                || self.net.me(device).device == of
        };
        assert!(says(one) || says(other), "{pair}: nobody says that {of} wrote two things");
    }

    /// What was acknowledged is where it was written, and with everybody it is for.
    fn check_written(&self, inside: &[usize], known: &Membership, found: &[Found]) {
        let (view, suspects) = (known.view(), self.suspects());
        for written in &self.written {
            let label = format!("Count {}", written.number);
            let place = written.document.to_string();
            let has = |device: usize| found[device].has(&place, &label);
            if self.is_erased(&written.document, known, found) {
                continue;
            }
            assert!(
                self.erased_here(written.on, &written.document)
                    || has(written.on)
                    || self.put_back.contains(&written.on),
                "{label} is on the disk where it was acknowledged"
            );
            let audience = written.audience.id(known.workspace());
            let counts = view.write_right(written.device, audience) == WriteRight::Yes;
            for (device, disk) in found.iter().enumerate() {
                let me = self.net.me(device).member;
                let may = view.is_in(me, written.audience);
                if may && counts && inside.contains(&device) && !suspects.contains(&written.device) {
                    // It may build on what a suspect wrote, and wait for the other end of that chain.
                    let waits = !suspects.is_empty() && (disk.waits || self.says_it_lacks(device));
                    assert!(has(device) || waits, "{label} by {} is missing at {device}", written.on);
                }
                if matches!(written.audience, AudienceName::Only(member) if member != me) {
                    assert!(!has(device), "{label} is private to another than {device}");
                }
                if written.out.members.contains(&me)
                    && !may
                    && !came_later(known, me, written.audience, &written.out)
                {
                    assert!(!has(device), "{label} was written after {device} was out");
                }
            }
        }
    }

    /// Whoever was out when something was sealed cannot open it, with all that is on their disks and
    /// the whole log.
    fn check_shut(&mut self, known: &Membership, found: &[Found]) {
        let (view, suspects) = (known.view(), self.suspects());
        let mut tried = 0;
        for (device, disk) in found.iter().enumerate() {
            let me = self.net.me(device);
            if me.workspace != workspace(&self.net) {
                continue;
            }
            let Some(keyring) = disk.keyring(me.device, known) else { continue };
            for shut in &self.shut {
                if !shut.out.members.contains(&me.member)
                    || view.is_in(me.member, shut.audience)
                    || came_later(known, me.member, shut.audience, &shut.out)
                    || suspects.contains(&shut.place.1)
                {
                    continue;
                }
                let bytes = found.iter().find_map(|disk| disk.envelopes.get(&shut.place));
                let Some(envelope) = bytes.and_then(|(_, bytes)| Envelope::decode(bytes).ok()) else {
                    continue;
                };
                tried += 1;
                let opened = vault::open(&keyring, &envelope);
                assert!(opened.is_err(), "{device} opens what was written after it was out");
            }
        }
        self.tally.shut += tried;
    }
}

/// Whether somebody came into a circle by what the writer did not know yet when they wrote. Who comes
/// reads all there was (Y-52), so they may have it, though they were out before and are out again. By
/// what the writer knew already they were out: that excuses nothing.
fn came_later(known: &Membership, member: MemberId, audience: AudienceName, out: &Out) -> bool {
    let AudienceName::Circle(of) = audience else { return false };
    let lets_in = |operation: &Operation| match &operation.body {
        Body::Circle { circle, members, .. } => *circle == of && members.contains(&member),
        // Of a hidden one: that it was submitted, or that they submitted in some round.
        Body::Submit { circle, .. } => {
            *circle == of
                || known.view().devices().get(&operation.author).is_some_and(|by| by.member == member)
        }
        _ => false,
    };
    known.operations().any(|(hash, operation)| lets_in(operation) && !out.knew.contains(&hash.hex()))
}
