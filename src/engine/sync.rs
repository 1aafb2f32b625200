//! Sync: what leaves this copy of the workspace and what comes in from others.
//!
//! How it works is in `docs/design/sync.md`. Everything here lives inside the replica: what comes
//! is taken in by jobs between those of the user, what leaves is what the disk has.

mod chains;
mod compaction;
mod faults;
mod links;
mod members;
mod others;
mod state;
mod stored;

pub(crate) use chains::arrive::Arrived;
pub(crate) use chains::bundle::{Carrying, Taking};
pub(crate) use chains::seal::{Content, Sealed};
pub(crate) use compaction::tidy::Block;
pub use compaction::tidy::Tidiness;
pub(crate) use compaction::tidy::Tidying;
#[cfg(feature = "inside")]
pub use links::signal::signal_again;
pub(crate) use members::ask::Beginning;
pub(crate) use members::vouch::Vouching;
#[cfg(feature = "inside")]
pub use others::holding::word_again;
pub(crate) use stored::{ARRIVAL, Loaded, SETTINGS, is_shared};

use document::Audience;
use kernel::{DeviceId, MemberId, Timestamp};
use protocol::{AudienceId, DocumentTag, Frontier, Hash, InvitationId, Membership};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use vault::{DeviceKeys, Keyring};

use crate::{
    message::{LinkId, Presence, SetAside, SharingState},
    storage::Operation,
};
use chains::early::Early;
use chains::fresh::Fresh;
use chains::waiting::Waiting;
use compaction::covered::Records;
use links::link::Link;
use members::join::{Joining, Request};
use members::recovery::Recovering;
use others::holding::Holdings;
use stored::{Held, Settings};

/// Everything about sharing. It is empty in a workspace that is not shared.
#[derive(Default)]
pub(crate) struct Sync {
    /// What makes the workspace a shared one; `None`: it is on this device alone.
    pub shared: Option<Shared>,
    /// Why the workspace is shared and this device cannot take part.
    pub broken: Option<faults::broken::Broken>,
    /// What this device does to be let in somewhere.
    pub joining: Option<Joining>,
    /// What this device does to come back by a recovery key.
    pub recovering: Option<Recovering>,
    /// The connections.
    links: BTreeMap<LinkId, Link>,
    /// How many links were dialled, for their numbers.
    dialled: u64,
    /// When the relay is dialled again, and when that was decided.
    redial: Option<links::relay::Redial>,
    /// Direct connections that are being made.
    peering: links::peering::Peering,
    /// When to look again for what was left to others to bring and did not come.
    look_again: Option<i64>,
    /// Whether the relay knows that this device is out. Not stored: a relay that went back is found out
    /// at the next start (Y-16).
    turned_away: bool,
    /// When the relay last had a second connection of this device, which was not from here (Y-71).
    twice: Option<Timestamp>,
    /// What was written last.
    fresh: Fresh,
    /// What has come and is not taken in yet.
    inbox: VecDeque<Arrived>,
    /// Who is here, and the number of the last signal of each to each audience.
    present: BTreeMap<DeviceId, others::present::There>,
    heard: BTreeMap<(DeviceId, Audience), i64>,
    /// What time it is for the others.
    clocks: faults::clock::Clocks,
    /// Who is here, as pages were told last.
    told_present: Vec<Presence>,
    /// The hidden circles, as pages were told last, and how many operations there were then.
    told_hidden: (usize, Vec<crate::message::HiddenCircle>),
    /// What this device shows, and what the others were told of it.
    telling: others::presence::Telling,
    /// What others have of what was written here, by their own word.
    holding: Holdings,
    /// What was told to pages last.
    told: SharingState,
    /// How sharing stood when all that it follows from was on disk last (S-30).
    on_disk: SharingState,
    /// What is damaged on this disk.
    mending: faults::mend::Mending,
    /// What is being done to keep chains short.
    tidying: Option<Tidying>,
    /// Whether the disk refused something of that, so that it is left until the next start (S-27).
    pub left_untidy: bool,
    /// Whether the other ends are to be told anew what is here.
    anew: bool,
    /// Whether the state may have changed since.
    changed: bool,
}

/// What a device has of a shared workspace.
pub(crate) struct Shared {
    pub settings: Settings,
    /// What the relay wants to hear from who makes a workspace.
    pub token: Option<String>,
    pub keys: DeviceKeys,
    pub keyring: Keyring,
    pub membership: Membership,
    /// How far every chain is held, with what is not on disk yet.
    pub latest: Frontier,
    /// How far every chain is held on disk.
    pub durable: Frontier,
    /// The operations on disk.
    pub kept: BTreeSet<Hash>,
    /// The links that were made here, by their invitations.
    pub links: BTreeMap<InvitationId, String>,
    /// Who asks to be let in.
    pub requests: BTreeMap<InvitationId, Request>,
    pub waiting: Waiting,
    /// Links of chains whose contents are gone and whose snapshots did not come yet.
    pub early: Early,
    /// The snapshots that are here and say what they stand for.
    pub records: Records,
    /// How many envelopes of an audience there were when it was looked for snapshots last, and
    /// how many of them had their contents.
    pub looked: BTreeMap<AudienceId, (u64, u64)>,
    /// How much of chains that count no more was vouched for.
    pub vouched: BTreeMap<(AudienceId, DeviceId), u64>,
    /// What was erased and is emptied in the chains here.
    pub cleared: BTreeSet<(AudienceId, DocumentTag)>,
    /// What was not taken in, by who signed it.
    pub aside: BTreeMap<DeviceId, SetAside>,
    /// Who has how much of what was written here.
    pub held: BTreeMap<Option<DeviceId>, Held>,
    /// In which envelopes the changes of this device are.
    pub numbers: chains::numbers::Numbers,
    /// When each device was last heard of.
    pub seen: BTreeMap<DeviceId, Timestamp>,
    /// How members and devices are called, as far as their cards could be read.
    pub member_names: BTreeMap<MemberId, String>,
    pub device_names: BTreeMap<DeviceId, String>,
    /// The cards that could be read, and the names in statements of later.
    pub cards: BTreeMap<DeviceId, vault::Card>,
    pub renames: BTreeMap<Hash, String>,
    /// The number of the next arrival.
    pub arrivals: u64,
    /// What the relay lost of what it had, until somebody else is the relay.
    pub lost: Option<faults::rollback::Lost>,
    /// Statements that the log on this disk should hold and does not, until others have been asked (S-33).
    pub hole: BTreeSet<Hash>,
    /// Whether something was left for later because the log may not be whole yet.
    pub left: bool,
}

impl Sync {
    /// With the connections that were there before the disk was read again. They begin anew with
    /// what is on disk; what came over them and is not on disk comes again.
    pub fn with_links_of(mut self, before: Self) -> Self {
        (self.links, self.dialled, self.redial) = (before.links, before.dialled, before.redial);
        (self.present, self.heard, self.telling) = (before.present, before.heard, before.telling);
        (self.told_present, self.clocks) = (before.told_present, before.clocks);
        self.told_hidden = (0, before.told_hidden.1);
        (self.peering, self.look_again) = (before.peering, before.look_again);
        (self.told, self.holding) = (before.told, before.holding);
        (self.left_untidy, self.twice) = (before.left_untidy, before.twice);
        self.anew = !self.links.is_empty();
        self
    }

    /// The other ends are told anew what is here, and send what is not.
    fn ask_anew(&mut self) {
        self.anew = true;
    }

    /// Something that pages are told of may have changed.
    pub fn touch(&mut self) {
        self.changed = true;
    }
}

/// A write on one of the stores of sharing.
fn put(store: crate::storage::Store, key: String, value: Vec<u8>) -> Operation {
    Operation::Put { store, key, value }
}
