//! Two devices meet without a server: one shows a code, the other takes it and shows one in return.

use kernel::{DeviceId, Problem, Timestamp};
use protocol::AudienceName;
use vault::{Code, CodeError, NoteError, epoch_of_signal, open_signal};

use crate::{
    Effect, Replica,
    message::{LinkId, Meet, MeetingState},
    peer::Step,
    sync::{links::peering::is_past, links::signal::Signal, members::keys::alone},
};

/// How long a code waits for its answer, in milliseconds (*ours*): ten minutes to carry it over.
const CARRYING: u64 = 600_000;
/// How long two ends look for each other, in milliseconds (*ours*).
const LOOKING: u64 = 40_000;

/// Two devices that are to meet by codes, as far as it has come here.
pub(crate) struct Meeting {
    link: LinkId,
    state: MeetingState,
    since: Timestamp,
}

impl Replica {
    /// Does what a page wants about codes.
    pub(in crate::sync) fn meet(&mut self, meet: Meet) -> Result<(), Problem> {
        match meet {
            Meet::Show => self.show_code(),
            Meet::Take(text) => self.take_code(&text),
            Meet::Stop => {
                self.stop_meeting();
                Ok(())
            }
        }
    }

    /// How the meeting stands, for pages.
    pub(in crate::sync) fn meeting(&self) -> Option<MeetingState> {
        self.sync.peering.meeting.as_ref().map(|meeting| meeting.state.clone())
    }

    fn show_code(&mut self) -> Result<(), Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let me = self.identity.as_ref().map(|identity| identity.device);
        let view = shared.membership.view();
        if me.and_then(|me| view.device(me)).is_none() {
            return Err(alone());
        }
        let Some((epoch, _)) = view.epoch(AudienceName::Everyone) else { return Err(alone()) };
        self.stop_meeting();
        let link = self.begin_attempt(None, None, true, epoch, Step::Offer);
        self.set_meeting(link, MeetingState::Preparing);
        Ok(())
    }

    fn take_code(&mut self, text: &str) -> Result<(), Problem> {
        let code = Code::parse(text).map_err(|error| mistaken(&error))?;
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let Some(me) = self.identity.as_ref().map(|identity| identity.device) else { return Err(alone()) };
        let (view, workspace) = (shared.membership.view(), shared.membership.workspace());
        if code.workspace != Code::tag(workspace) {
            let what = "This code belongs to another workspace.";
            return Err(Problem::new(what, "Open the same workspace on both devices."));
        }
        if view.device(me).is_none() {
            return Err(alone());
        }
        if code.from == me {
            let what = "This is the code that this device shows.";
            return Err(Problem::new(what, "Take it on the other device, and bring its answer here."));
        }
        if code.to.is_some_and(|to| to != me) {
            let what = "This code answers another device.";
            return Err(Problem::new(what, "Take it on the device whose code it answers."));
        }
        let Some(device) = view.device(code.from) else {
            let is_out = view.devices().contains_key(&code.from);
            let what = if is_out {
                "The device that made this code was taken out of the workspace."
            } else {
                "This device has not heard yet that the one that made this code belongs to the workspace."
            };
            let way_out = if is_out {
                "Connect only devices that belong to it."
            } else {
                "Exchange a file first (By file, on this page), or meet at the relay."
            };
            return Err(Problem::new(what, way_out));
        };
        let audience = AudienceName::Everyone.id(workspace);
        let opened = open_signal(&shared.keyring, audience, &device.public, code.to, &code.sealed);
        let plain = opened.map_err(|error| match error {
            NoteError::NoKey(_) => Problem::new(
                "The code is sealed with a key that this device does not have yet.",
                "Show a code here instead, and take it on the other device.",
            ),
            NoteError::Newer => mistaken(&CodeError::Newer),
            NoteError::Damaged => mistaken(&CodeError::Mangled),
        })?;
        let (Ok(signal), Some(epoch)) = (Signal::read(&plain), epoch_of_signal(&code.sealed)) else {
            return Err(mistaken(&CodeError::Newer));
        };
        match (signal.answers, code.to) {
            (false, None) => {
                self.stop_meeting();
                let step = Step::Answer(signal.end);
                let link = self.begin_attempt(Some(code.from), Some(signal.attempt), true, epoch, step);
                self.set_meeting(link, MeetingState::Preparing);
                Ok(())
            }
            (true, Some(_)) => self.take_answer(code.from, signal),
            _ => Err(mistaken(&CodeError::Mangled)),
        }
    }

    fn take_answer(&mut self, from: DeviceId, signal: Signal) -> Result<(), Problem> {
        let attempts = &mut self.sync.peering.attempts;
        let ours = attempts
            .iter_mut()
            .find(|(_, attempt)| attempt.by_code && attempt.id == signal.attempt && attempt.is_unanswered());
        let Some((link, attempt)) = ours else {
            let what = "This code answers one that is not shown here any more.";
            return Err(Problem::new(what, "Show a new code, and let the other device answer that."));
        };
        (attempt.device, attempt.accepted) = (Some(from), true);
        let link = *link;
        self.effects.push(Effect::Peer { link, step: Step::Accept(signal.end) });
        self.set_meeting(link, MeetingState::Connecting);
        Ok(())
    }

    /// Our end of a connection is described: that is what the code says.
    pub(in crate::sync) fn code_made(&mut self, link: LinkId, signal: &Signal) {
        let Some(attempt) = self.sync.peering.attempts.get(&link) else { return };
        let (to, epoch) = (attempt.device, attempt.epoch);
        let Some(shared) = &self.sync.shared else { return };
        let workspace = Code::tag(shared.membership.workspace());
        let Some((from, sealed)) = self.seal_for_peer(signal, to, epoch) else {
            let what = "The key that codes are sealed with is not on this device yet.";
            return self.end_meeting(Problem::new(what, "Meet at the relay once, or exchange a file."));
        };
        let code = Code { workspace, from, to, sealed }.text();
        self.set_meeting(
            link,
            match to {
                None => MeetingState::Show { code },
                Some(to) => MeetingState::Return { code, to },
            },
        );
    }

    /// The connection that was made by codes leads to this device, which has proved itself.
    pub(in crate::sync) fn meeting_done(&mut self, link: LinkId, device: DeviceId) {
        if self.sync.peering.meeting.as_ref().is_some_and(|meeting| meeting.link == link) {
            self.set_meeting(link, MeetingState::Connected(device));
        }
    }

    /// The connection that was to be made by codes came to nothing, or ended before it could be used.
    pub(in crate::sync) fn meeting_failed(&mut self, link: LinkId, problem: Option<&Problem>) {
        let meeting = self.sync.peering.meeting.as_ref();
        if meeting.is_some_and(|meeting| {
            meeting.link == link
                && !matches!(meeting.state, MeetingState::Connected(_) | MeetingState::Failed(_))
        }) {
            let problem = problem.cloned().unwrap_or_else(|| {
                Problem::new(
                    "The two devices did not find each other.",
                    "Both have to be in one network, with nothing between them that keeps devices apart. Show a new code and try once more.",
                )
            });
            self.set_meeting(link, MeetingState::Failed(problem));
        }
    }

    /// Ends what takes too long: nobody is kept waiting for a code that is forgotten.
    pub(in crate::sync) fn end_slow_meeting(&mut self) {
        let Some(meeting) = &self.sync.peering.meeting else { return };
        let (limit, what) = match meeting.state {
            MeetingState::Show { .. } => (CARRYING, "Nobody answered the code in ten minutes."),
            MeetingState::Return { .. } => (CARRYING, "The other device did not connect in ten minutes."),
            MeetingState::Connecting => (LOOKING, "The two devices did not find each other."),
            _ => return,
        };
        if is_past(meeting.since, self.now, limit) {
            let way_out = if limit == LOOKING {
                "Both have to be in one network, with nothing between them that keeps devices apart. Show a new code and try once more."
            } else {
                "A code works only while the page that showed it stays open. Begin anew."
            };
            self.end_meeting(Problem::new(what, way_out));
        }
    }

    /// The user wants none of it any more.
    fn stop_meeting(&mut self) {
        if let Some(meeting) = self.sync.peering.meeting.take() {
            if self.sync.peering.attempts.remove(&meeting.link).is_some() {
                self.effects.push(Effect::HangUp { link: meeting.link });
            }
            self.sync.touch();
        }
    }

    fn end_meeting(&mut self, problem: Problem) {
        let Some(link) = self.sync.peering.meeting.as_ref().map(|meeting| meeting.link) else { return };
        let was_made = self.sync.links.contains_key(&link);
        if self.sync.peering.attempts.remove(&link).is_some() || was_made {
            self.effects.push(Effect::HangUp { link });
            self.sync.links.remove(&link);
        }
        self.set_meeting(link, MeetingState::Failed(problem));
    }

    fn set_meeting(&mut self, link: LinkId, state: MeetingState) {
        let limit = if state == MeetingState::Connecting { LOOKING } else { CARRYING };
        self.effects.push(Effect::Wake { after: limit + 1 });
        self.sync.peering.meeting = Some(Meeting { link, state, since: self.now });
        self.sync.touch();
    }
}

fn mistaken(error: &CodeError) -> Problem {
    let way_out = match error {
        CodeError::NotACode => "Copy the whole code that the other device shows; it begins with “ph-meet.”.",
        CodeError::Mangled => "Copy the whole code once more.",
        CodeError::Newer => "Reload Pilothouse on both devices.",
    };
    Problem::new(error.to_string(), way_out)
}
