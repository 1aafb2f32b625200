//! The way to the relay: dialling, being refused, and trying again later.

use kernel::{Problem, Timestamp};
use protocol::{Message, Party, Reason};
use rand_core::Rng as _;

use crate::{
    Effect, Replica,
    message::{LinkId, Path},
    sync::links::link::strange,
};

/// The first wait before a new try, in milliseconds (*ours*).
const FIRST: u64 = 1_000;
/// The longest wait, in milliseconds (*ours*).
const LONGEST: u64 = 60_000;
/// After so many tries in a row that did not work it is said on every page: half a minute, since a
/// relay that starts again and a network that changes are nothing to worry about (*ours*).
pub(in crate::sync) const TRIES: u32 = 6;
/// A connection that lasted so long, in milliseconds, worked: the next try is made soon (*ours*).
pub(in crate::sync) const WORKED: i64 = 30_000;

/// A copy of this device, where there is one, comes back to the relay within a minute. After so long without one,
/// in milliseconds, there is none any more (*ours*).
const ALONE: i64 = 150_000;

/// A connection to the relay that is to be made, or is being made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redial {
    /// How often it did not work in a row.
    pub failures: u32,
    /// Whether the relay does not let this device in, which trying again does not change.
    pub is_refused: bool,
    /// The number it was dialled with, while the host is at it.
    pub dialling: Option<LinkId>,
    /// When to try again, and when that was decided: a clock that went back must not delay it.
    at: i64,
    decided: i64,
    /// What went wrong last.
    pub problem: Option<Problem>,
    pub since: Timestamp,
}

impl Replica {
    /// Whom this device is to the relay; `None`: it has no business there.
    pub(crate) fn party(&self) -> Option<Party> {
        if let Some(party) = self.invited() {
            return Some(party);
        }
        if self.is_looking() {
            return None;
        }
        let shared = self.sync.shared.as_ref()?;
        let device = self.identity.as_ref()?.device;
        // Who has left, or was taken out, may still have something to hand in: until the relay
        // says that it knows. A removal may turn out not to count, by what others said meanwhile: it
        // is let in again then.
        let is_known = shared.membership.view().devices().contains_key(&device);
        let is_over = self.sync.turned_away && self.is_out();
        ((is_known || self.is_torn()) && !is_over).then_some(Party::Device(device))
    }

    /// Whether this device belonged and does not any more, as its own log says.
    pub(in crate::sync) fn is_out(&self) -> bool {
        let Some(device) = self.identity.as_ref().map(|identity| identity.device) else { return false };
        let view = self.sync.shared.as_ref().map(|shared| shared.membership.view());
        view.is_some_and(|view| view.devices().get(&device).is_some_and(|found| !found.active))
    }

    /// Dials the relay, if there is one, nothing is connected and it is time.
    pub(crate) fn dial(&mut self) {
        let address = self.relay_address();
        let is_linked = self.sync.links.values().any(|link| link.path == Path::Relay);
        let (Some(address), Some(_), false) = (address, self.party(), is_linked) else { return };
        let now = self.now.millis();
        let redial = self.sync.redial.get_or_insert_with(Redial::default);
        if redial.dialling.is_some() || (now < redial.at && now >= redial.decided) {
            return;
        }
        self.sync.dialled += 1;
        let link = LinkId(self.sync.dialled);
        redial.dialling = Some(link);
        redial.since = self.now;
        self.effects.push(Effect::Dial { link, address });
        self.sync.touch();
    }

    /// Dials anew at once, as to another relay or as somebody else.
    pub(crate) fn dial_anew(&mut self) {
        let relays: Vec<LinkId> =
            self.sync.links.iter().filter(|(_, link)| link.path == Path::Relay).map(|(id, _)| *id).collect();
        for id in relays {
            self.sync.links.remove(&id);
            self.effects.push(Effect::HangUp { link: id });
        }
        if let Some(link) = self.sync.redial.take().and_then(|redial| redial.dialling) {
            self.effects.push(Effect::HangUp { link });
        }
        self.sync.touch();
        self.dial();
    }

    /// The network is back: nothing waits for its next try.
    pub(crate) fn online(&mut self) {
        if let Some(redial) = &mut self.sync.redial {
            redial.at = self.now.millis();
        }
    }

    /// The relay is there.
    pub(in crate::sync) fn relay_opened(&mut self) {
        self.sync.redial = None;
        if self.sync.twice.is_some() {
            self.effects.push(Effect::Wake { after: ALONE.unsigned_abs() });
        }
    }

    /// A connection that was dialled did not come about.
    pub(in crate::sync) fn dial_failed(&mut self, id: LinkId, problem: Option<Problem>) {
        if self.sync.redial.as_ref().is_some_and(|redial| redial.dialling == Some(id)) {
            let failures = self.sync.redial.as_ref().map_or(0, |redial| redial.failures);
            self.dial_later(failures, problem);
        }
    }

    /// Tries again after a while: the later the more often it did not work.
    pub(in crate::sync) fn dial_later(&mut self, failures: u32, problem: Option<Problem>) {
        let longest = FIRST.saturating_mul(1 << failures.min(16)).min(LONGEST);
        // Up to half is left out at random, so that a relay that comes back is not met by all at once.
        let wait = longest - self.random.next_u64() % (longest / 2 + 1);
        let now = self.now.millis();
        self.sync.redial = Some(Redial {
            failures: failures.saturating_add(1),
            is_refused: false,
            dialling: None,
            at: now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX)),
            decided: now,
            problem,
            since: self.now,
        });
        self.sync.touch();
        self.effects.push(Effect::Wake { after: wait });
    }

    /// The other end does not let us in, or ends the session.
    pub(in crate::sync) fn refused(&mut self, id: LinkId, reason: Reason, text: &str) {
        let Some(link) = self.sync.links.get(&id) else { return };
        if link.path == Path::Relay && reason == Reason::UnknownWorkspace && !link.welcomed {
            return self.create_at_relay(id);
        }
        let said: String = text.chars().take(200).collect();
        let problem = match reason {
            Reason::Version => Problem::new(
                "The relay runs another version.",
                "Reload Pilothouse, or wait for the relay’s update.",
            ),
            Reason::TokenNeeded => Problem::new(
                "The relay makes a workspace only for who has its token.",
                "Ask whoever runs the relay, and enter the token.",
            ),
            Reason::CreationClosed => {
                Problem::new("The relay makes no new workspaces.", "Choose another relay.")
            }
            Reason::Stranger => {
                Problem::new("The other side does not know this device.", "Ask somebody of the workspace.")
            }
            Reason::Removed => Problem::new(
                "This device was taken out of the workspace.",
                "So says the relay. What is here stays readable; ask somebody of the workspace.",
            ),
            Reason::Invitation => invitation_over(),
            Reason::UnknownWorkspace => {
                Problem::new("The relay does not know this workspace.", "Ask who invited you.")
            }
            Reason::Quota => no_room(),
            Reason::TooFast | Reason::Busy | Reason::GoingAway | Reason::Replaced | Reason::Trouble => {
                Problem::new(format!("The other side cannot serve now: {said}"), "It is tried again.")
            }
            _ => strange(&format!("it refused with “{said}”")),
        };
        let is_twice = reason == Reason::Replaced && link.path == Path::Relay && link.welcomed;
        self.sync.turned_away |= reason == Reason::Removed && self.is_out();
        self.invitation_refused(reason, &problem);
        let passes = matches!(
            reason,
            Reason::TooFast | Reason::Busy | Reason::GoingAway | Reason::Replaced | Reason::Trouble
        );
        self.hang_up(id, problem);
        self.is_refused(!passes);
        if is_twice {
            self.is_elsewhere_too();
        }
    }

    /// Somebody else speaks as this device: there are two of it. They need not keep throwing each other out.
    fn is_elsewhere_too(&mut self) {
        self.sync.twice = Some(self.now);
        if let Some(redial) = &mut self.sync.redial {
            redial.at = self.now.millis().saturating_add(i64::try_from(LONGEST).unwrap_or(i64::MAX));
        }
        self.effects.push(Effect::Wake { after: LONGEST });
        self.sync.touch();
    }

    /// A connection to which no second one came for long: there is one of this device, again.
    pub(crate) fn maybe_alone_again(&mut self) {
        let now = self.now.millis();
        let lasts = |link: &crate::sync::links::link::Link| {
            let millis = now.saturating_sub(link.since.millis());
            link.path == Path::Relay && link.is_open() && millis >= ALONE
        };
        if self.sync.twice.is_some() && self.sync.links.values().any(lasts) {
            self.sync.twice = None;
            self.sync.touch();
        }
    }

    pub(in crate::sync) fn is_refused(&mut self, refused: bool) {
        if let Some(redial) = &mut self.sync.redial {
            redial.is_refused = refused;
        }
    }

    /// Makes the workspace at a relay that does not know it.
    fn create_at_relay(&mut self, id: LinkId) {
        let Some(shared) = &self.sync.shared else { return };
        let me = self.identity.as_ref().map(|identity| identity.device);
        let founding = shared.membership.founding().and_then(|hash| shared.membership.operation(&hash));
        // A relay takes it from the device that made the workspace, and from no other.
        let Some(founding) = founding.filter(|founding| Some(founding.author) == me) else {
            let problem = Problem::new(
                "The relay does not know this workspace.",
                "The device on which the workspace was first shared makes it there; connect that one first.",
            );
            self.invitation_refused(Reason::UnknownWorkspace, &problem);
            self.hang_up(id, problem);
            return self.is_refused(true);
        };
        let message = Message::Create { token: shared.token.clone(), found: founding.encode() };
        self.say(id, &message);
    }
}

/// This device is connected from elsewhere too.
pub(in crate::sync) fn twice() -> Problem {
    Problem::new(
        "Another browser speaks to the relay as this device: this browser’s profile was copied, or an old copy of it put back.",
        "Use one of the two. Delete the profile of the other one, and let it join as a device of its own.",
    )
}

/// The relay takes no more of this workspace.
pub(in crate::sync) fn no_room() -> Problem {
    Problem::new(
        "The relay has no more room for this workspace.",
        "Ask whoever runs it for more, or choose another relay. Until then nothing that is written here goes to it.",
    )
}

/// An invitation lets nobody in any more.
pub(in crate::sync) fn invitation_over() -> Problem {
    Problem::new("The invitation was used, withdrawn, or its time is over.", "Ask for another one.")
}
