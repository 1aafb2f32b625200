//! Who gives up a right hands in first what was written with it (S-31): nobody listens afterwards.

use kernel::{DeviceId, RecordId};
use protocol::{AudienceId, AudienceName, Body, Frontier, Hash, Operation};
use std::collections::BTreeSet;

use crate::sync::{Shared, links::link::Link};

/// What this device gives up by an operation that the other end of a link has not heard of.
enum Right {
    Everything,
    Circle(RecordId),
}

impl Shared {
    /// The first operation that ends a right of this device and has to wait until the other end has what
    /// was written with that right. What comes before it goes at once: the envelopes may need it.
    pub(in crate::sync) fn ending(&self, link: &Link, me: DeviceId) -> Option<Hash> {
        let view = self.membership.view();
        let is_out = view.devices().get(&me).is_some_and(|found| !found.active);
        if link.halted || !(is_out || self.has_left_circles(me)) {
            return None;
        }
        self.endings(link, me).find_map(|(hash, right)| {
            let is_handed_in = match right {
                Right::Everything => link.said.missing_from(&self.durable).is_empty(),
                Right::Circle(circle) => self.is_handed_in(link, circle) || !self.takes(link, me, circle),
            };
            (!is_handed_in).then_some(hash)
        })
    }

    /// The circles that this device is not in any more and the relay does not know so: it takes what was
    /// written for them.
    pub(in crate::sync) fn leaving(&self, link: &Link, me: DeviceId) -> BTreeSet<AudienceId> {
        if link.peer.is_some() || link.halted || !self.has_left_circles(me) {
            return BTreeSet::new();
        }
        let circles = self.endings(link, me).filter_map(|(_, right)| match right {
            Right::Circle(circle) if self.takes(link, me, circle) => Some(self.circle(circle)),
            Right::Circle(_) | Right::Everything => None,
        });
        circles.collect()
    }

    fn endings(&self, link: &Link, me: DeviceId) -> impl Iterator<Item = (Hash, Right)> {
        let member = self.member_of(me);
        let lacking = self.membership.missing_from(&link.heads).into_iter();
        let lacking = lacking.map(|said| (said.hash(), said)).filter(|(hash, _)| !link.sent.contains(hash));
        let to_peer = link.peer.is_some();
        lacking.filter_map(move |(hash, said)| {
            let ended = ended(said, me, member, to_peer);
            ended.map(|right| (hash, right))
        })
    }

    /// Whether there is a circle that this device has written for and is not in.
    fn has_left_circles(&self, me: DeviceId) -> bool {
        let view = self.membership.view();
        let theirs = self.durable.positions().filter(|(_, device, _)| *device == me);
        theirs.into_iter().any(|(audience, ..)| {
            matches!(view.audience(audience), Some(AudienceName::Circle(_))) && !view.reads(me, audience)
        })
    }

    /// Whether the other end takes for a circle what this device hands in: not when it has heard already, of
    /// somebody else, that this device is not in it any more.
    fn takes(&self, link: &Link, me: DeviceId, circle: RecordId) -> bool {
        let known = link.heads.iter().chain(&link.sent).filter(|hash| self.membership.contains(hash));
        let audience = self.circle(circle);
        self.membership
            .at(&known.copied().collect::<Vec<_>>())
            .is_none_or(|theirs| theirs.audience(audience).is_none() || theirs.reads(me, audience))
    }

    fn is_handed_in(&self, link: &Link, circle: RecordId) -> bool {
        let audience = self.circle(circle);
        let here: Frontier = self.durable.of_audiences(|one| one == audience);
        link.said.missing_from(&here).into_iter().filter_map(|run| self.counting(run)).next().is_none()
    }

    fn circle(&self, circle: RecordId) -> AudienceId {
        AudienceName::Circle(circle).id(self.membership.workspace())
    }
}

fn ended(said: &Operation, me: DeviceId, member: Option<kernel::MemberId>, to_peer: bool) -> Option<Right> {
    match &said.body {
        Body::RemoveMember { member: out, .. } if Some(*out) == member => Some(Right::Everything),
        Body::RemoveDevice { device, .. } if *device == me => Some(Right::Everything),
        // Other devices are in the circle or get nothing of it; only a relay takes it by who hands it in.
        Body::Circle { circle, members, .. }
            if !to_peer && member.is_some_and(|me| !members.contains(&me)) =>
        {
            Some(Right::Circle(*circle))
        }
        _ => None,
    }
}
