//! What people hide until they submit it, and that nobody who has not submitted can read it (Y-93).

use engine::message::{Ask, HiddenCircle, Share};
use kernel::{MemberId, RecordId};
use protocol::{AudienceName, Body, Envelope, Membership};

use super::{
    Tallies, Week,
    found::{Found, workspace},
    plan::{Plan, What},
};
use crate::world::record;

impl Week {
    /// Somebody hides something, writes into what they hid, or submits it.
    pub fn hide_something(&mut self, device: usize) {
        if !self.is_honest_member(device) {
            return;
        }
        let me = self.net.me(device).member;
        let mine: Vec<HiddenCircle> =
            self.net.devices[device].hidden.iter().filter(|one| one.by == me).cloned().collect();
        if mine.is_empty() || self.dice.roll(6) == 0 {
            let round = record(60 + self.dice.roll(2) as u8);
            self.net.ask(device, Ask::Share(Share::Hide { round, name: record(70) }));
            return;
        }
        let circle = mine[self.dice.roll(mine.len() as u64) as usize].id;
        if self.dice.roll(2) == 0 {
            self.write_for(device, AudienceName::Circle(circle));
        } else {
            let reads = self.dice.roll(5) > 0;
            self.net.ask(device, Ask::Share(Share::Submit { circle, reads }));
        }
    }

    /// Who has not submitted has nothing of what others hide, and could open nothing of it with all that is on
    /// any disk and the whole log; who has, has it.
    pub fn check_hidden(&mut self, inside: &[usize], known: &Membership, found: &[Found]) {
        let view = known.view();
        for (circle, hidden) in view.hidden() {
            self.tally.submitted += u64::from(!hidden.submissions.is_empty());
            let audience = AudienceName::Circle(*circle);
            let prefix = format!("{}/", audience.text());
            let is_written = found.iter().any(|disk| !disk.documents(&prefix).is_empty());
            for (device, disk) in found.iter().enumerate() {
                let me = self.net.me(device);
                if me.workspace != workspace(&self.net) || me.member == hidden.member {
                    continue;
                }
                let has = !disk.documents(&prefix).is_empty();
                if view.is_in(me.member, audience) {
                    self.tally.opened += u64::from(has && inside.contains(&device));
                    continue;
                }
                if may_have_read(known, me.member, *circle, hidden.round) {
                    continue;
                }
                self.tally.kept_shut += u64::from(is_written);
                assert!(!has, "{device} has what somebody else hides");
                let Some(keyring) = disk.keyring(me.device, known) else { continue };
                for other in found {
                    let places = other.envelopes.iter();
                    for (_, (_, bytes)) in places.filter(|(place, _)| place.0 == audience.id(me.workspace)) {
                        let opened =
                            Envelope::decode(bytes).is_ok_and(|one| vault::open(&keyring, &one).is_ok());
                        assert!(!opened, "{device} could open what somebody else hides");
                    }
                }
            }
        }
    }
}

/// Whether a member could read a hidden circle at some time: it was submitted, and so had they in its round. What
/// is void by now counted until who says so was heard.
fn may_have_read(known: &Membership, member: MemberId, circle: RecordId, round: RecordId) -> bool {
    let view = known.view();
    let said = |by: Option<MemberId>, of: &dyn Fn(RecordId) -> bool| {
        known.operations().any(|(_, operation)| {
            let author = view.devices().get(&operation.author).map(|device| device.member);
            matches!(&operation.body, Body::Submit { circle, .. } if of(*circle))
                && (by.is_none() || author == by)
        })
    };
    let of_round = |one: RecordId| view.hidden().get(&one).is_none_or(|hidden| hidden.round == round);
    said(None, &|one| one == circle) && said(Some(member), &of_round)
}

/// The first weeks in which something is hidden; `random.rs` tries many more.
#[test]
fn y_93_in_no_week_can_somebody_who_has_not_submitted_read_what_is_hidden() {
    let mut tallies = Tallies::default();
    let hides = |plan: &Plan| plan.actions.iter().any(|action| action.what == What::Hide);
    for plan in (0..60).map(Plan::of).filter(hides) {
        tallies.add(Week::new(&plan).go(&plan));
    }
    let counts = [tallies.submitted, tallies.opened, tallies.kept_shut];
    assert!(counts.iter().all(|count| *count > 0), "nothing was shown by that: {counts:?}");
}
