//! What all tests of the vault share: bytes from digits, and devices that tell each other stories.

mod hidden;
mod joining;
mod removing;
mod secrets;
mod vectors;

use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
use protocol::{
    AudienceId, AudienceName, DevicePublic, Envelope, EnvelopeKind, Hash, Membership, Operation, Role,
};

use crate::{
    Author, Card, Cost, DeviceKeys, Draft, InvitationSecret, JoinError, JoinRequest, Joiner, Keyring, Link,
    Offer, OpenError, Plain, Random, SealError, StepError, Terms, found, open, request_key, seal,
};

/// The least cost there is: tests are about what is locked, not about waiting.
pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// The workspace of all stories.
pub const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
/// When all stories happen.
pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
/// When their invitations end.
pub const LATER: Timestamp = Timestamp::from_millis(1_790_600_000_000);

/// The bytes that these hexadecimal digits mean.
#[track_caller]
pub fn hex(digits: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(digits.as_bytes()).unwrap()
}

/// These bytes with one bit changed, for every bit there is.
pub fn every_bit_changed(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        changed
    })
}

/// These bytes with their end cut off, at every place.
pub fn every_cut(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..bytes.len()).map(|end| &bytes[..end])
}

/// A device of somebody, with what it knows.
pub struct Device {
    pub keys: DeviceKeys,
    pub id: DeviceId,
    pub member: MemberId,
    pub membership: Membership,
    pub keyring: Keyring,
    pub random: Random,
}

impl Device {
    /// A device with the number `n` that belongs to nothing yet; its member has the same number.
    pub fn new(n: u8) -> Self {
        let mut random = Random::from_seed([n; 32]);
        Self {
            keys: DeviceKeys::generate(&mut random),
            id: DeviceId::from_bytes([n; 16]),
            member: MemberId::from_bytes([n; 16]),
            membership: Membership::new(WORKSPACE),
            keyring: Keyring::new(WORKSPACE),
            random,
        }
    }

    /// Alice, who founded the workspace on her laptop.
    pub fn alice() -> Self {
        let mut alice = Self::new(1);
        let operations = found(
            WORKSPACE,
            &alice.keys,
            (alice.member, alice.id),
            &card("Alice", "laptop"),
            NOW,
            &mut alice.random,
        );
        alice.hear(&operations.unwrap());
        alice
    }

    pub fn public(&self) -> DevicePublic {
        self.keys.public(self.id)
    }

    /// Takes a step and answers with what others must hear of it.
    #[track_caller]
    pub fn step(
        &mut self,
        step: impl FnOnce(&Author<'_>, &mut Random) -> Result<Vec<Operation>, StepError>,
    ) -> Vec<Operation> {
        self.try_step(step).unwrap()
    }

    pub fn try_step(
        &mut self,
        step: impl FnOnce(&Author<'_>, &mut Random) -> Result<Vec<Operation>, StepError>,
    ) -> Result<Vec<Operation>, StepError> {
        let author = Author {
            keys: &self.keys,
            device: self.id,
            keyring: &self.keyring,
            membership: &self.membership,
            at: NOW,
        };
        let operations = step(&author, &mut self.random)?;
        self.hear(&operations);
        Ok(operations)
    }

    /// Takes operations in, with the keys in them.
    pub fn hear(&mut self, operations: &[Operation]) {
        for operation in operations {
            self.membership.add(operation.clone()).unwrap();
        }
        (self.keyring, _) = Keyring::collect(&self.keys, self.id, &self.membership);
    }

    /// Takes in all that another device knows.
    pub fn sync(&mut self, other: &Self) {
        let operations: Vec<Operation> =
            other.membership.operations().map(|(_, operation)| operation.clone()).collect();
        self.hear(&operations);
    }

    /// Invites somebody: the link, and the invitation's operation.
    pub fn invite(&mut self, role: Option<Role>) -> (Link, Vec<Operation>) {
        let secret = InvitationSecret::generate(&mut self.random);
        let terms = Terms { role, expires: LATER, by: "Alice".into(), workspace_name: "Harbour".into() };
        let operations = self.step(|author, random| author.invite(&secret, &terms, random));
        let Terms { by, workspace_name, .. } = terms;
        let link =
            Link { workspace: WORKSPACE, secret, role, expires: LATER, by, workspace_name, relay: None };
        (link, operations)
    }

    /// Asks to join by a link.
    pub fn ask(&mut self, link: &Link, invitation: &Operation) -> Result<Vec<u8>, JoinError> {
        let offer = Offer::open(link, invitation)?;
        self.member = offer.member_for(self.member);
        let joiner = Joiner { member: self.member, device: self.id, card: card("Bob", "tablet") };
        Ok(offer.request(&link.secret, &self.keys, &joiner, &mut self.random))
    }

    /// Reads a request.
    pub fn read(&self, invitation: &Operation, request: &[u8]) -> Result<JoinRequest, JoinError> {
        let key = request_key(&self.keyring, self.membership.view(), invitation).unwrap();
        JoinRequest::open(&key, invitation, request)
    }

    /// Lets `joiner` in, who then knows all this device knows.
    #[track_caller]
    pub fn let_in(&mut self, joiner: &mut Self, role: Option<Role>) {
        let (link, invitation) = self.invite(role);
        let request = joiner.ask(&link, &invitation[0]).unwrap();
        let request = self.read(&invitation[0], &request).unwrap();
        self.step(|author, random| author.approve(&request, random));
        joiner.sync(self);
        // The newcomer begins an audience of their own.
        joiner.step(|author, random| author.settle(random));
        self.sync(joiner);
    }

    /// Seals words for an audience, under its newest epoch.
    pub fn write(&mut self, audience: AudienceName, words: &str) -> Result<Envelope, SealError> {
        let (epoch, _) = self.membership.view().epoch(audience).unwrap();
        let draft = Draft {
            audience: audience.id(WORKSPACE),
            epoch,
            device: self.id,
            sequence: 1,
            previous: Hash::ZERO,
            frontier: Hash::ZERO,
            kind: EnvelopeKind::Changes,
        };
        let document = format!("{}/index", audience.text());
        let plain = Plain { document, covers: protocol::Covers::new(), content: words.as_bytes().to_vec() };
        seal(&self.keys, &self.keyring, &draft, &plain, &mut self.random)
    }

    /// Opens an envelope.
    pub fn open(&self, envelope: &Envelope) -> Result<String, OpenError> {
        open(&self.keyring, envelope).map(|plain| String::from_utf8(plain.content).unwrap())
    }

    /// How many epochs of an audience it has keys of.
    pub fn epochs(&self, audience: AudienceName) -> usize {
        self.keyring.epochs(audience.id(WORKSPACE)).count()
    }
}

pub fn card(name: &str, device: &str) -> Card {
    Card { name: name.to_owned(), device: device.to_owned() }
}

pub const EVERYONE: AudienceName = AudienceName::Everyone;

/// The id of *everyone*.
pub fn everyone() -> AudienceId {
    EVERYONE.id(WORKSPACE)
}
