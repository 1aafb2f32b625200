//! What sharing keeps on disk: keys, values, and reading them all at the start.

use kernel::{DeviceId, Timestamp};
use protocol::{
    Added, AudienceId, Body, DocumentTag, Frontier, Hash, InvitationId, Membership, Operation as Said,
    Position,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vault::{DeviceKeys, Keyring};

use super::{
    Shared, Sync,
    chains::early::Early,
    chains::waiting::Waiting,
    compaction::covered::{COVERS, Record, Records},
    faults::broken::Broken,
    faults::rollback::{self, Lost},
    members::join::Joining,
    members::recovery::Recovering,
};
use crate::{codec, identity::Identity, message::SetAside};

/// The settings in `Meta`.
pub(crate) const SETTINGS: &str = "sharing";
pub(super) const CHAIN: &str = "chain|";
pub(super) const WAITING: &str = "waiting|";
pub(super) const ASIDE: &str = "aside|";
pub(super) const HELD: &str = "holder|";
pub(crate) const ARRIVAL: &str = "arrival|";
const VOUCHED: &str = "vouched|";
const LOOKED: &str = "looked|";
const CLEARED: &str = "cleared|";
/// The keys of this device in `Secrets`.
pub(super) const DEVICE: &str = "device";
pub(super) const JOINING: &str = "joining";
pub(super) const RECOVERING: &str = "recovering";
pub(super) const TOKEN: &str = "token";
pub(super) const INVITATION: &str = "invitation|";

/// How this device takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// The relay's address.
    pub relay: Option<String>,
    /// How this member is called.
    pub name: String,
    /// How this device is called.
    pub device: String,
}

/// Whether the rows of `Meta` are of a shared workspace.
pub(crate) fn is_shared(meta: &[(String, Vec<u8>)]) -> bool {
    meta.iter().any(|(key, _)| key == SETTINGS)
}

/// How far a chain is held.
#[derive(Serialize, Deserialize)]
struct Chain {
    sequence: u64,
    hash: [u8; 32],
}

/// Which of this device's envelopes somebody has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Held {
    /// How far, of our own chains, and for a relay of all.
    pub frontier: Frontier,
    /// When that was said last.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct StoredHeld {
    frontier: Vec<([u8; 16], DeviceId, u64, [u8; 32])>,
    at: Timestamp,
}

/// What of the stores is about sharing, as read at the start.
pub(crate) struct Loaded<'a> {
    pub meta: &'a BTreeMap<String, Vec<u8>>,
    pub secrets: Vec<(String, Vec<u8>)>,
    pub operations: Vec<(String, Vec<u8>)>,
}

pub(super) fn chain_key(audience: AudienceId, device: DeviceId) -> String {
    format!("{CHAIN}{}|{device}", audience.hex())
}

pub(super) fn chain_value(position: Position) -> Vec<u8> {
    codec::write(codec::VERSION, &Chain { sequence: position.sequence, hash: position.hash.0 })
}

/// The key of an envelope in `Envelopes`; with a prefix before it, of what is kept about one.
pub(super) fn envelope_key(audience: AudienceId, device: DeviceId, sequence: u64) -> String {
    format!("{}|{device}|{sequence:016x}", audience.hex())
}

/// How the keys of a chain's envelopes from one number to another begin, all of them.
pub(super) fn run_prefix(audience: AudienceId, device: DeviceId, from: u64, to: u64) -> String {
    let (from, to) = (format!("{from:016x}"), format!("{to:016x}"));
    let common = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    format!("{}|{device}|{}", audience.hex(), &from[..common])
}

/// The envelope that a key names.
pub(super) fn split_envelope_key(key: &str) -> Option<(AudienceId, DeviceId, u64)> {
    let mut parts = key.split('|');
    let audience = AudienceId(sixteen(parts.next()?)?);
    let device = parts.next()?.parse().ok()?;
    let sequence = u64::from_str_radix(parts.next()?, 16).ok()?;
    parts.next().is_none().then_some((audience, device, sequence))
}

pub(super) fn operation_key(hash: Hash) -> String {
    hash.hex()
}

/// The statement that a key names.
fn operation_of(key: &str) -> Option<Hash> {
    let (first, second) = key.split_at_checked(32)?;
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(&sixteen(first)?);
    hash[16..].copy_from_slice(&sixteen(second)?);
    Some(Hash(hash))
}

pub(super) fn invitation_key(invitation: InvitationId) -> String {
    format!("{INVITATION}{}", invitation.hex())
}

pub(super) fn held_key(device: Option<DeviceId>) -> String {
    device.map_or_else(|| format!("{HELD}relay"), |device| format!("{HELD}{device}"))
}

pub(super) fn held_value(held: &Held) -> Vec<u8> {
    let positions = held.frontier.positions();
    let frontier = positions
        .map(|(audience, device, position)| (audience.0, device, position.sequence, position.hash.0));
    codec::write(codec::VERSION, &StoredHeld { frontier: frontier.collect(), at: held.at })
}

fn read_held(bytes: &[u8]) -> Option<Held> {
    let stored: StoredHeld = codec::read(codec::VERSION, bytes)?;
    let mut frontier = Frontier::new();
    for (audience, device, sequence, hash) in stored.frontier {
        frontier.advance(AudienceId(audience), device, Position { sequence, hash: Hash(hash) });
    }
    Some(Held { frontier, at: stored.at })
}

fn sixteen(hex: &str) -> Option<[u8; 16]> {
    (hex.len() == 32).then(|| u128::from_str_radix(hex, 16).ok()).flatten().map(u128::to_be_bytes)
}

impl Sync {
    /// What is on disk. Without its keys a device can still show what it has, and write nothing.
    pub fn load(loaded: Loaded<'_>, identity: &Identity) -> Self {
        let Loaded { meta, secrets, operations } = loaded;
        let secrets: BTreeMap<String, Vec<u8>> = secrets.into_iter().collect();
        let Some(settings) = meta.get(SETTINGS) else { return Self::default() };
        let broken = |broken| Self { broken: Some(broken), changed: true, ..Self::default() };
        // With what a newer version wrote half understood, numbers would be used twice.
        let is_ours = |key: &str| key == SETTINGS || key.starts_with(CHAIN);
        if meta.iter().any(|(key, value)| is_ours(key) && codec::is_newer(value)) {
            return broken(Broken::Newer);
        }
        let settings = codec::read(codec::VERSION, settings);
        let keys = secrets.get(DEVICE).and_then(|bytes| DeviceKeys::from_bytes(bytes).ok());
        let (Some(settings), Some(keys)) = (settings, keys) else { return broken(Broken::Keyless) };
        let mut sync = Self { changed: true, ..Self::default() };
        sync.joining = secrets.get(JOINING).and_then(|bytes| Joining::read(bytes));
        sync.recovering = secrets.get(RECOVERING).and_then(|bytes| Recovering::read(bytes));
        let mut shared = Shared::new(settings, keys, identity);
        if let Some(founding) = sync.joining.as_ref().and_then(|joining| joining.founding) {
            shared.membership = Membership::expecting(identity.workspace, founding);
        }
        shared.token = secrets.get(TOKEN).and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        shared.read_operations(operations, identity.device);
        let known = shared.membership.view().devices().get(&identity.device);
        if known.is_some_and(|known| known.public != shared.keys.public(identity.device)) {
            // With these nothing could be signed that others take.
            return broken(Broken::Keyless);
        }
        shared.read_meta(meta);
        for (audience, device, position) in shared.durable.clone().positions() {
            if device == identity.device {
                shared.bound_number(audience, position.sequence);
            }
        }
        for (key, value) in &secrets {
            let id = key.strip_prefix(INVITATION).and_then(sixteen);
            if let (Some(id), Ok(link)) = (id, String::from_utf8(value.clone())) {
                shared.links.insert(InvitationId(id), link);
            }
        }
        sync.shared = Some(shared);
        sync
    }
}

impl Shared {
    pub(super) fn new(settings: Settings, keys: DeviceKeys, identity: &Identity) -> Self {
        Self {
            settings,
            token: None,
            keys,
            keyring: Keyring::new(identity.workspace),
            membership: Membership::new(identity.workspace),
            latest: Frontier::new(),
            durable: Frontier::new(),
            kept: BTreeSet::new(),
            links: BTreeMap::new(),
            requests: BTreeMap::new(),
            waiting: Waiting::default(),
            early: Early::default(),
            records: Records::new(),
            looked: BTreeMap::new(),
            vouched: BTreeMap::new(),
            cleared: BTreeSet::new(),
            aside: BTreeMap::new(),
            held: BTreeMap::new(),
            numbers: super::chains::numbers::Numbers::default(),
            seen: BTreeMap::new(),
            member_names: BTreeMap::new(),
            device_names: BTreeMap::new(),
            cards: BTreeMap::new(),
            renames: BTreeMap::new(),
            arrivals: 1,
            lost: None,
            hole: BTreeSet::new(),
            left: false,
        }
    }

    /// Operations in whatever order; each is checked again, since a disk is no more to be trusted
    /// than a relay.
    fn read_operations(&mut self, rows: Vec<(String, Vec<u8>)>, device: DeviceId) {
        let mut operations: Vec<Said> =
            rows.iter().filter_map(|(_, bytes)| Said::decode(bytes).ok()).collect();
        // The founding first: the log takes the first that comes.
        operations.sort_by_key(|operation| !matches!(operation.body, Body::Found { .. }));
        for operation in operations {
            if let Ok(Added::Taken { taken, .. }) = self.membership.add(operation) {
                self.kept.extend(taken);
            }
        }
        self.take_grants(device, &self.kept.clone());
        // What is damaged, and what the others stand on and is not there.
        let named = rows.iter().filter_map(|(key, _)| operation_of(key));
        self.hole = named.chain(self.membership.lacking()).filter(|one| !self.kept.contains(one)).collect();
        let is_alone = self.membership.view().devices().len() == 1 && self.settings.relay.is_none();
        if is_alone {
            // There is nobody to ask.
            self.hole.clear();
        }
    }

    fn read_meta(&mut self, meta: &BTreeMap<String, Vec<u8>>) {
        for (key, value) in meta {
            if let Some(chain) = key.strip_prefix(CHAIN) {
                let chain = split_envelope_key(&format!("{chain}|0"));
                if let (Some((audience, device, _)), Some(Chain { sequence, hash })) =
                    (chain, codec::read(codec::VERSION, value))
                {
                    self.durable.advance(audience, device, Position { sequence, hash: Hash(hash) });
                }
            } else if let Some(chain) = key.strip_prefix(VOUCHED) {
                let chain = split_envelope_key(&format!("{chain}|0"));
                let sequence = value.as_slice().try_into().map(u64::from_be_bytes);
                if let (Some((audience, device, _)), Ok(sequence)) = (chain, sequence) {
                    self.vouched.insert((audience, device), sequence);
                }
            } else if let Some(envelope) = key.strip_prefix(WAITING).and_then(split_envelope_key) {
                self.waiting.recall(envelope);
            } else if let Some(place) = key.strip_prefix(COVERS).and_then(split_envelope_key) {
                if let Some(record) = Record::read(value) {
                    self.records.insert(place, record);
                }
            } else if let Some(audience) = key.strip_prefix(LOOKED).and_then(sixteen) {
                if let Some(looked) = codec::read(codec::VERSION, value) {
                    self.looked.insert(AudienceId(audience), looked);
                }
            } else if let Some(tag) = key.strip_prefix(CLEARED) {
                let tag = tag.split_once('|');
                if let Some((Some(audience), Some(document))) = tag.map(|(a, d)| (sixteen(a), sixteen(d))) {
                    self.cleared.insert((AudienceId(audience), DocumentTag(document)));
                }
            } else if let Some(device) = key.strip_prefix(ASIDE) {
                if let (Ok(device), Some(aside)) = (device.parse(), codec::read(codec::VERSION, value)) {
                    self.aside.insert(device, aside);
                }
            } else if let Some(holder) = key.strip_prefix(HELD) {
                let held = read_held(value).unwrap_or_default();
                match holder.parse() {
                    Ok(device) => self.held.insert(Some(device), held),
                    Err(_) => self.held.insert(None, held),
                };
            } else if key == rollback::KEY {
                self.lost = Lost::read(value);
            } else if let Some(number) = key.strip_prefix(ARRIVAL) {
                let number = u64::from_str_radix(number, 16).unwrap_or_default();
                self.arrivals = self.arrivals.max(number.saturating_add(1));
            }
        }
        self.latest = self.durable.clone();
    }
}

/// The value of what was set aside of a device.
pub(super) fn aside_value(aside: &SetAside) -> Vec<u8> {
    codec::write(codec::VERSION, aside)
}

/// The key of how far a chain was vouched for.
pub(super) fn vouched_key(audience: AudienceId, device: DeviceId) -> String {
    format!("{VOUCHED}{}|{device}", audience.hex())
}

/// The key of when an audience was looked at for snapshots.
pub(super) fn looked_key(audience: AudienceId) -> String {
    format!("{LOOKED}{}", audience.hex())
}

/// The key of an arrival in `Meta`.
pub(super) fn arrival_key(number: u64) -> String {
    format!("{ARRIVAL}{number:016x}")
}

/// The key that says that nothing of an erased document is in the chains here.
pub(super) fn cleared_key((audience, document): (AudienceId, DocumentTag)) -> String {
    format!("{CLEARED}{}|{}", audience.hex(), document.hex())
}
