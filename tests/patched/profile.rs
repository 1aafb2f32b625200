//! What a device's profile holds, and what can be written with it.

use std::io;

use document::{Author, Change, Document, Edit, Stamp, Value};
use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};
use protocol::{AudienceName, Covers, Envelope, EnvelopeKind, Hash, Item, Membership, Operation, Signature};
use roster::Person;
use vault::{DeviceKeys, Draft, Keyring, Plain, Random, open, seal_in_version};

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
    envelopes: Vec<Item>,
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
        Ok(Self { workspace, device, member, keys, membership, envelopes })
    }

    /// An envelope for *everyone* with somebody new in it, written where the honest program would not, or as another
    /// version of it would.
    pub fn writes(&self, name: &str, version: u8) -> Outcome<Envelope> {
        let mut pen = Pen::new(self)?;
        let edit = pen.somebody(name);
        let mut made = Document::create(&edit.document);
        pen.writes(&mut made, &edit, version)
    }

    /// So many envelopes for *everyone*, of one change each: `people` of this name, numbered, and after that their titles,
    /// one after the other, again and again. Nothing is wrong with them; there are only very many.
    pub fn writes_much(&self, name: &str, people: usize, count: usize) -> Outcome<Vec<Envelope>> {
        let mut pen = Pen::new(self)?;
        let mut documents = Vec::new();
        let mut envelopes = Vec::new();
        for number in 0..people.min(count) {
            let edit = pen.somebody(&format!("{name} {number}"));
            let mut document = Document::create(&edit.document);
            envelopes.push(pen.writes(&mut document, &edit, 1)?);
            documents.push((document, edit));
        }
        for number in people..count {
            let (document, made) = documents.get_mut(number % people).ok_or("nobody")?;
            let value = Some(Value::from(format!("Title {number}").as_str()));
            let change = Change::Set { field: "title".to_owned(), value };
            let edit = Edit { document: made.document.clone(), record: made.record, change };
            envelopes.push(pen.writes(document, &edit, 1)?);
        }
        Ok(envelopes)
    }

    /// What becomes of each envelope when one tries to open it.
    pub fn opened(&self) -> Vec<String> {
        let (keyring, _) = Keyring::collect(&self.keys, self.device, &self.membership);
        let tried = self.envelopes.iter().map(|item| {
            let header = item.header();
            let outcome = match item {
                Item::Whole(envelope) if open(&keyring, envelope).is_ok() => "opened",
                Item::Whole(_) => "sealed",
                Item::Emptied(_) => "emptied",
            };
            format!("{}|{}|{:016x} {outcome}", header.audience.hex(), header.device, header.sequence)
        });
        tried.collect()
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

/// Writes for *everyone*, at the end of the device's chain.
struct Pen<'a> {
    profile: &'a Profile,
    keyring: Keyring,
    random: Random,
    sequence: u64,
    previous: Hash,
    made: u128,
}

impl<'a> Pen<'a> {
    fn new(profile: &'a Profile) -> Outcome<Self> {
        let mut seed = [0; 32];
        getrandom_04::fill(&mut seed).map_err(|error| error.to_string())?;
        let (keyring, _) = Keyring::collect(&profile.keys, profile.device, &profile.membership);
        let audience = AudienceName::Everyone.id(profile.workspace);
        let own = profile.envelopes.iter().filter(|item| {
            let header = item.header();
            header.device == profile.device && header.audience == audience
        });
        let last = own.max_by_key(|item| item.header().sequence);
        let (sequence, previous) = last.map_or((0, Hash::ZERO), |item| (item.header().sequence, item.hash()));
        let made = u128::from_be_bytes(*seed.first_chunk().ok_or("too short")?);
        Ok(Self { profile, keyring, random: Random::from_seed(seed), sequence, previous, made })
    }

    /// Somebody new.
    fn somebody(&mut self, name: &str) -> Edit {
        self.made = self.made.wrapping_add(1);
        let person = Person { name: name.to_owned(), ..Person::default() };
        Author { member: self.profile.member }.create(RecordId::from_bytes(self.made.to_be_bytes()), &person)
    }

    fn writes(&mut self, document: &mut Document, edit: &Edit, version: u8) -> Outcome<Envelope> {
        let stamp = Stamp { at: Timestamp::from_millis(0), by: self.profile.member };
        let edits = std::slice::from_ref(edit);
        let applied = document
            .apply(self.profile.device, stamp, "Add", edits)
            .map_err(|problem| problem.to_string())?;
        let audience = AudienceName::Everyone.id(self.profile.workspace);
        let draft = Draft {
            audience,
            epoch: self.keyring.newest(audience).ok_or("no key")?,
            device: self.profile.device,
            sequence: self.sequence + 1,
            previous: self.previous,
            frontier: Hash::ZERO,
            kind: EnvelopeKind::Changes,
        };
        let (document, covers) = (edit.document.to_string(), Covers::default());
        let plain = Plain { document, covers, content: applied.chunk };
        let (keys, random) = (&self.profile.keys, &mut self.random);
        let envelope = seal_in_version(version, keys, &self.keyring, &draft, &plain, random)?;
        (self.sequence, self.previous) = (draft.sequence, envelope.hash());
        Ok(envelope)
    }
}

fn from_hex(hex: &str) -> Outcome<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?)).collect()
}
