//! What a device's profile holds, and what can be written with it.

use std::io;

use document::{Author, Document, Stamp};
use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};
use protocol::{AudienceName, Envelope, EnvelopeKind, Hash, Item, Membership, Operation, Signature};
use roster::Person;
use vault::{DeviceKeys, Draft, Keyring, Plain, Random, seal};

use crate::Outcome;

/// Keys, log and end of the chain of one device.
pub struct Profile {
    /// The workspace that it is of.
    pub workspace: WorkspaceId,
    /// The device.
    pub device: DeviceId,
    member: MemberId,
    keys: DeviceKeys,
    membership: Membership,
    /// Its last envelope for *everyone*: number and hash.
    last: (u64, Hash),
}

impl Profile {
    /// Reads the lines of a profile.
    pub fn read(lines: impl Iterator<Item = io::Result<String>>) -> Outcome<Self> {
        let (mut keys, mut operations, mut envelopes) = (None, Vec::new(), Vec::new());
        for line in lines {
            let line = line?;
            let (kind, hex) = line.split_once(' ').ok_or("a line without a value")?;
            let bytes = from_hex(hex)?;
            match kind {
                "device" => keys = Some(DeviceKeys::from_bytes(&bytes).map_err(|error| error.to_string())?),
                "operation" => operations.push(Operation::decode(&bytes)?),
                "envelope" => envelopes.push(Item::decode(&bytes)?),
                other => return Err(format!("no such line: {other}").into()),
            }
        }
        let keys = keys.ok_or("no keys")?;
        let workspace = operations.first().ok_or("no operations")?.workspace;
        let mut membership = Membership::new(workspace);
        if let Some((_, refusal)) = membership.add_all(operations).first() {
            return Err(format!("an operation that does not count: {refusal:?}").into());
        }
        let signing = keys.public(DeviceId::from_bytes([0; 16])).signing;
        let mut devices = membership.view().devices().iter();
        let (device, found) =
            devices.find(|(_, known)| known.public.signing == signing).ok_or("a stranger")?;
        let (device, member) = (*device, found.member);
        let everyone = AudienceName::Everyone.id(workspace);
        let own = envelopes.iter().filter(|item| {
            let header = item.header();
            header.device == device && header.audience == everyone
        });
        let last = own.max_by_key(|item| item.header().sequence);
        let last = last.map_or((0, Hash::ZERO), |item| (item.header().sequence, item.hash()));
        Ok(Self { workspace, device, member, keys, membership, last })
    }

    /// An envelope for *everyone* with somebody new in it, written where the honest program would not.
    pub fn writes(&self, name: &str) -> Outcome<Envelope> {
        let mut seed = [0; 32];
        getrandom_04::fill(&mut seed).map_err(|error| error.to_string())?;
        let id = RecordId::from_bytes(*seed.first_chunk().ok_or("too short")?);
        let person = Person { name: name.to_owned(), ..Person::default() };
        let edit = Author { member: self.member }.create(id, &person);
        let stamp = Stamp { at: Timestamp::from_millis(0), by: self.member };
        let document = edit.document.to_string();
        let mut made = Document::create(&edit.document);
        let applied =
            made.apply(self.device, stamp, "Add", &[edit]).map_err(|problem| problem.to_string())?;

        let (keyring, _) = Keyring::collect(&self.keys, self.device, &self.membership);
        let audience = AudienceName::Everyone.id(self.workspace);
        let (sequence, previous) = self.last;
        let draft = Draft {
            audience,
            epoch: keyring.newest(audience).ok_or("no key")?,
            device: self.device,
            sequence: sequence + 1,
            previous,
            frontier: Hash::ZERO,
            kind: EnvelopeKind::Changes,
        };
        let plain = Plain { document, covers: Vec::new(), content: applied.chunk };
        Ok(seal(&self.keys, &keyring, &draft, &plain, &mut Random::from_seed(seed))?)
    }

    /// Signs with the device's key.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        self.keys.sign(bytes)
    }

    /// The heads of its log.
    pub fn heads(&self) -> Vec<Hash> {
        self.membership.heads()
    }
}

fn from_hex(hex: &str) -> Outcome<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?)).collect()
}
