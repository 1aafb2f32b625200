//! What pages are told of sharing, and what they ask for: plain data.
//!
//! A page draws everything from one [`SharingState`], which comes with
//! [`Event::Sharing`](crate::message::Event::Sharing) whenever it differs from the one told last
//! and can be asked for with [`Share::State`]. No secret is in it but the links of invitations that
//! this device made and that still can be used.

use document::{Audience, DocumentKey};
use kernel::{DeviceId, MemberId, Problem, RecordId, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use crate::meeting::{Meet, MeetingState};
use crate::{
    lasting::{ClockOff, Rollback},
    sheet::SheetText,
};

/// Names an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InvitationId(pub [u8; 16]);

/// One connection to another copy of the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkId(pub u64);

impl LinkId {
    /// The first number for links that the host makes of itself (peers, tabs); the engine numbers
    /// those it asks for with [`Effect::Dial`](crate::Effect::Dial) below it.
    pub const FIRST_OF_HOST: u64 = 1 << 32;
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Reads, writes, invites, and changes roles.
    Owner,
    /// Reads, writes and invites.
    Manager,
    /// Reads.
    Viewer,
}

/// What a page can ask about sharing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Share {
    /// How things stand: [`Reply::Sharing`](crate::message::Reply::Sharing).
    State,
    /// Begin to share this workspace, with nobody yet. Done when keys, membership and a sealed
    /// copy of every document are on disk.
    Start {
        /// The relay to meet at: the address of its `/sync`, `wss://…` or `ws://…`; `None`: none.
        relay: Option<String>,
        /// What a relay that asks for it wants to hear from those who make workspaces.
        token: Option<String>,
        /// How others should see this member.
        name: String,
        /// How others should see this device.
        device: String,
    },
    /// Meet at another relay, or at none.
    Relay {
        /// Its address; `None`: none.
        relay: Option<String>,
        /// As in [`Share::Start`].
        token: Option<String>,
    },
    /// Make an invitation. Done when it is on disk; its link is then in
    /// [`SharingState::invitations`].
    Invite {
        /// As what: manager or viewer; `None`: as a further device of this member.
        role: Option<Role>,
        /// How the workspace is called, for the joiner to read.
        workspace_name: String,
        /// Until when the link can be used, by this device's clock.
        expires: Timestamp,
    },
    /// Make an invitation useless.
    Revoke(InvitationId),
    /// What a link says, before anything is stored: [`Reply::Link`](crate::message::Reply::Link).
    Look {
        /// The link.
        link: String,
    },
    /// Ask to be let in. Only in a workspace that is empty and not shared: its database becomes
    /// the other workspace's. Done when the request is on disk, not when somebody let it in.
    Join {
        /// The link.
        link: String,
        /// The relay to meet at where the link names none: that of the server it leads to.
        relay: Option<String>,
        /// How others should see this member.
        name: String,
        /// How others should see this device.
        device: String,
    },
    /// Let somebody in who waits, after both compared the words.
    Approve {
        /// The invitation they came with.
        invitation: InvitationId,
        /// The words that were compared: if somebody else asks by the same link by now, theirs are others.
        words: Vec<String>,
    },
    /// Send somebody away who waits. The invitation is used up.
    Deny(InvitationId),
    /// Change what a member may do.
    SetRole {
        /// The member.
        member: MemberId,
        /// What they may do from now on.
        role: Role,
    },
    /// Be called something else from now on, or call a device of one's own so; at most 200 bytes of
    /// the name are kept.
    Rename {
        /// Which device; `None`: the user.
        device: Option<DeviceId>,
        /// The name.
        name: String,
    },
    /// Take a member out, with all their devices. What is written afterwards they cannot read.
    RemoveMember(MemberId),
    /// Take a device out. What is written afterwards it cannot read.
    RemoveDevice(DeviceId),
    /// Make a recovery key and enrol it as a device of the user, of this name. Answered with its
    /// text, [`Reply::RecoveryKey`](crate::message::Reply::RecoveryKey), when it is on disk; the text
    /// is kept nowhere. It is taken out like any device.
    MakeRecoveryKey {
        /// How it is called in the list of devices.
        name: String,
    },
    /// Come back by a recovery key. Only in a workspace that is empty and not shared. Answered when
    /// the text is a key; how it goes on is in [`Standing::Recovering`]. Nothing is stored before it
    /// worked, and then this device is an ordinary one of the key's member.
    Recover {
        /// The text, as it was typed.
        sheet: SheetText,
        /// The relay that has the workspace.
        relay: String,
        /// How others should see this device.
        device: String,
    },
    /// Stop coming back by a recovery key. Too late once this device belongs to the workspace.
    StopRecovering,
    /// Leave the workspace: this member's other devices, or the others, go on without.
    Leave,
    /// Make a circle, or say who is in it from now on. Who comes reads what was written for it; who
    /// goes reads nothing that is written afterwards. Without the user, and the others as they are,
    /// it is the user's leaving; who leaves last closes it.
    Circle {
        /// The record that describes it.
        circle: RecordId,
        /// Who is in it.
        members: BTreeSet<MemberId>,
    },
    /// Make a circle of the user alone, hidden until they submit it:
    /// [`Reply::Circle`](crate::message::Reply::Circle). Making it again changes nothing.
    Hide {
        /// What it is one of: who submits in the same round reads what others submit in it.
        round: RecordId,
        /// Tells it from others of the user in this round.
        name: RecordId,
    },
    /// Open a hidden circle of the user to all who have submitted in its round, and commit to what is in it now.
    /// Submitting it again, when it was changed, says so to everybody.
    Submit {
        /// The circle.
        circle: RecordId,
        /// Whether the user reads what others submit in the round from now on. Who submits for somebody else does not.
        reads: bool,
    },
    /// Whether what was submitted in a round is what is here: [`Reply::Compared`](crate::message::Reply::Compared).
    Compare {
        /// The round.
        round: RecordId,
    },
    /// Everything that another copy of the workspace may lack, as one file:
    /// [`Reply::Bundle`](crate::message::Reply::Bundle).
    Bundle {
        /// The device it is meant for: what it is known to have is left out. `None`: all.
        to: Option<DeviceId>,
    },
    /// Take such a file in: [`Reply::Taken`](crate::message::Reply::Taken).
    TakeBundle(Vec<u8>),
    /// What came from others, newest first: [`Reply::Arrivals`](crate::message::Reply::Arrivals).
    Arrivals,
    /// Connect directly to a device of this workspace without a server, by two codes that people
    /// carry. How that goes on is in [`SharingState::meeting`].
    Meet(Meet),
    /// Tell the others which record this page shows; `None`: none. Not answered, not kept.
    Here(Option<(DocumentKey, RecordId)>),
    /// This page has not been looked at for a while, or is again: a device of which no page is looked at is not
    /// here for the others. Not answered, not kept.
    Hidden(bool),
    /// Tell those who may read it where in which text this page's caret is; `None`: in none. Not kept.
    Writing(Option<CaretAt>),
}

/// How sharing stands on this device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SharingState {
    /// Whether and as what it takes part.
    pub standing: Standing,
    /// The relay's address, when there is one.
    pub relay: Option<String>,
    /// Everyone who belongs or belonged to the workspace; oneself first.
    pub members: Vec<Member>,
    /// The circles, with who is in them.
    pub circles: Vec<Circle>,
    /// Every invitation that was not used, newest first; used ones for as long as they are known.
    pub invitations: Vec<Invitation>,
    /// Who waits to be let in.
    pub requests: Vec<JoinRequest>,
    /// The connections, also those that are being made or wait to be made again.
    pub paths: Vec<PathState>,
    /// The codes by which a device is to be met; `None` while nobody asked for that.
    pub meeting: Option<MeetingState>,
    /// Where what was written here is.
    pub safety: Safety,
    /// What came in and was not taken in, newest first; the last 100 (*ours*).
    pub aside: Vec<SetAside>,
    /// Why nothing can be exchanged, when that lasts; it stays until it is over.
    pub trouble: Option<Problem>,
    /// That this device’s clock and those of others who are here differ by a day or more.
    pub clock: Option<ClockOff>,
    /// When the relay was last found to have less than it had, and how that ended.
    pub rollback: Option<Rollback>,
}

/// Whether and as what this device takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Standing {
    /// The workspace is on this device alone.
    #[default]
    Alone,
    /// It asked to be let in.
    Joining(Joining),
    /// It comes back by a recovery key.
    Recovering(Recovering),
    /// It belongs.
    Member(Role),
    /// It belongs or belonged, and this browser has lost its keys: it shows what it has and makes backups.
    Keyless,
    /// What says who belongs is damaged on its disk; it comes back from others.
    Torn,
    /// A newer version of the program has written here how it takes part: the same, until the program is updated.
    Newer,
    /// It was taken out, or left. What it has stays here; nothing new comes.
    Out {
        /// Who took it out; oneself for leaving.
        by: MemberId,
        /// When, by their clock.
        at: Timestamp,
        /// Whether its member belongs to the workspace all the same, with other devices.
        stays: bool,
    },
}

/// Somebody who waits to be let in sees this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    /// What the link says, and the invitation once it was seen.
    pub preview: LinkPreview,
    /// The words to compare with those who let them in, when the invitation has been found.
    pub words: Vec<String>,
    /// What it waits for.
    pub waits: Waits,
    /// Why it cannot go on, if so: the link is used up, too old, or revoked, or they were sent away.
    pub problem: Option<Problem>,
}

/// Somebody who comes back by a recovery key sees this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recovering {
    /// What it waits for.
    pub waits: Waits,
    /// Why it cannot go on, if so. Another key or relay can be tried then.
    pub problem: Option<Problem>,
}

/// What a joiner waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Waits {
    /// A connection to the relay.
    Relay,
    /// Somebody of the workspace to say yes.
    Approval,
    /// The workspace's contents.
    Contents,
}

/// What a link says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// The workspace it leads to.
    pub workspace: WorkspaceId,
    /// The invitation.
    pub invitation: InvitationId,
    /// Who invites, as they are called; empty when the link does not say.
    pub by: String,
    /// How the workspace is called; empty when the link does not say.
    pub workspace_name: String,
    /// As what; `None`: as a further device of the one who made the link.
    pub role: Option<Role>,
    /// Until when the link can be used, by the maker's clock.
    pub expires: Timestamp,
    /// The relay to meet at.
    pub relay: Option<String>,
}

/// A member as others see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The member.
    pub id: MemberId,
    /// Their name; empty while it is not known.
    pub name: String,
    /// What they may do, or might when they were taken out.
    pub role: Role,
    /// Whether it is the user.
    pub is_me: bool,
    /// Whether they were taken out or left.
    pub is_out: bool,
    /// Their devices.
    pub devices: Vec<Device>,
}

/// A device as others see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// The device.
    pub id: DeviceId,
    /// Its name; empty while it is not known.
    pub name: String,
    /// When it was made, where it is a recovery key and no device, by its maker's clock.
    pub key_made: Option<Timestamp>,
    /// Whether it is this one.
    pub is_this: bool,
    /// Whether it was taken out.
    pub is_out: bool,
    /// When it was last heard of, by this device's clock.
    pub seen: Option<Timestamp>,
}

/// A circle: some members, for whom there are documents of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// The record that describes it, which names it in [`Audience::Circle`].
    pub id: RecordId,
    /// Who is in it, of those who belong to the workspace.
    pub members: BTreeSet<MemberId>,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its name.
    pub id: InvitationId,
    /// As what; `None`: as a further device of `by`.
    pub role: Option<Role>,
    /// Who made it.
    pub by: MemberId,
    /// Until when it can be used, by its maker's clock.
    pub expires: Timestamp,
    /// The part of the link after `#`, where it can still be used and this device made it.
    pub link: Option<String>,
    /// What became of it.
    pub state: InvitationState,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationState {
    /// It can be used.
    Open,
    /// Somebody came in by it.
    Used(MemberId),
    /// It was withdrawn.
    Revoked,
    /// Its time is over.
    Expired,
}

/// Somebody who waits to be let in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The invitation they came with.
    pub invitation: InvitationId,
    /// What they call themselves.
    pub name: String,
    /// What they call their device.
    pub device: String,
    /// As what; `None`: as a further device of this member.
    pub role: Option<Role>,
    /// The words that both compare.
    pub words: Vec<String>,
    /// Since when they wait, by this device's clock.
    pub at: Timestamp,
    /// Whether another device asks by the same link: then the link is in other hands too.
    pub is_contested: bool,
}

/// What a connection leads over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Path {
    /// A relay.
    Relay,
    /// Another device, directly.
    Peer,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathState {
    /// Its number.
    pub link: LinkId,
    /// What it leads over.
    pub path: Path,
    /// The device at its other end, where that is one.
    pub device: Option<DeviceId>,
    /// How far it is.
    pub phase: Phase,
    /// How many changes are here, of whatever audience; with those to come they are all there are.
    pub here: u64,
    /// Since when, by this device's clock.
    pub since: Timestamp,
    /// What went wrong last.
    pub problem: Option<Problem>,
}

/// How far a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// It is not there, and is tried again.
    Away,
    /// It is being made, or the two ends prove who they are.
    Opening,
    /// Things are being exchanged.
    Exchanging {
        /// How many of the other's envelopes are known to be missing here.
        to_come: u64,
        /// How many of those here the other is not known to have.
        to_go: u64,
    },
    /// Both have the same.
    Same,
}

/// Where what was written on this device is, for each audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Safety {
    /// One for each audience of which there is something here.
    pub audiences: Vec<AudienceSafety>,
}

/// Where what was written on this device for one audience is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceSafety {
    /// The audience, as documents name it.
    pub audience: Audience,
    /// How many sealed envelopes this device has written to its disk for it. An edit is in the
    /// newest one that there was when it was answered.
    pub written: u64,
    /// Who is known to have how many of them on their disk; the relay and every device that may.
    pub holders: Vec<Holder>,
    /// Whether the relay has everything of this audience that is on this disk, by whomever.
    pub relay_has_all: bool,
}

impl Safety {
    /// How many envelopes were written for an audience.
    #[must_use]
    pub fn written(&self, audience: Audience) -> u64 {
        self.of(audience).map_or(0, |found| found.written)
    }

    /// Who else has everything that was written for an audience up to `number`.
    pub fn holders(&self, audience: Audience, number: u64) -> impl Iterator<Item = &Holder> {
        let holders = self.of(audience).into_iter().flat_map(|found| &found.holders);
        holders.filter(move |holder| holder.has >= number)
    }

    /// Whether somebody else has everything that was ever written here.
    #[must_use]
    pub fn is_all_elsewhere(&self) -> bool {
        self.audiences
            .iter()
            .all(|found| found.written == 0 || found.holders.iter().any(|holder| holder.has >= found.written))
    }

    fn of(&self, audience: Audience) -> Option<&AudienceSafety> {
        self.audiences.iter().find(|found| found.audience == audience)
    }
}

/// Somebody who has what was written here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    /// The device; `None`: the relay.
    pub device: Option<DeviceId>,
    /// Up to which number of [`AudienceSafety::written`] it has all.
    pub has: u64,
    /// When that was said last, by this device's clock.
    pub at: Timestamp,
}

/// Something that came in and was not taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAside {
    /// The device that signed it.
    pub device: DeviceId,
    /// Why it was not taken in.
    pub problem: Problem,
    /// When, by this device's clock.
    pub at: Timestamp,
    /// How often.
    pub times: u64,
}

/// What came from another device at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Counts up on this device.
    pub number: u64,
    /// When it came, by this device's clock.
    pub at: Timestamp,
    /// The device that sent it off.
    pub device: DeviceId,
    /// Whose device that is.
    pub member: MemberId,
    /// The document.
    pub document: DocumentKey,
    /// The records that it touched.
    pub records: BTreeSet<RecordId>,
}

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// The record it shows.
    pub record: Option<(DocumentKey, RecordId)>,
    /// Where it writes.
    pub caret: Option<CaretAt>,
}

/// A caret in a co-written text, or what is marked there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaretAt {
    /// The document of the record.
    pub document: DocumentKey,
    /// The record.
    pub record: RecordId,
    /// The field.
    pub field: String,
    /// Letters (Unicode scalar values) before its beginning, of the text as the engine has it.
    pub from: u32,
    /// Letters before its end.
    pub to: u32,
}

/// What came of taking a bundle in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// How many envelopes were new and are taken in.
    pub new: u64,
    /// How many were here already.
    pub known: u64,
    /// How many came too early: what is before them is neither here nor in the file.
    pub waiting: u64,
    /// How many were refused.
    pub refused: u64,
}
