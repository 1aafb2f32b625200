//! People with keys, and a workspace they talk about.

use std::collections::BTreeSet;

use ed25519_dalek::{Signer, SigningKey};
use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};

use crate::{
    AudienceId, AudienceName, Body, DevicePublic, EpochId, Grant, Hash, InvitationId, Known, Membership,
    Operation, OperationDraft, Refusal, Role, Signature, View, proof_bytes,
};

pub const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([7; 16]);

/// A device that can sign, and whose it is.
#[derive(Clone)]
pub struct Hand {
    pub member: MemberId,
    pub device: DeviceId,
    pub key: SigningKey,
}

impl Hand {
    /// The device `number` of a member named by one byte.
    pub fn new(member: u8, number: u8) -> Hand {
        let mut seed = [member; 32];
        seed[31] = number;
        Hand {
            member: MemberId::from_bytes([member; 16]),
            device: DeviceId::from_bytes([member ^ number.rotate_left(4); 16]),
            key: SigningKey::from_bytes(&seed),
        }
    }

    pub fn public(&self) -> DevicePublic {
        DevicePublic { id: self.device, signing: self.key.verifying_key().to_bytes(), agreement: [3; 32] }
    }

    pub fn sign(&self, bytes: &[u8]) -> Signature {
        sign(&self.key, bytes)
    }

    /// Says something on top of these operations.
    pub fn say(&self, parents: Vec<Hash>, body: Body) -> Operation {
        let at = Timestamp::from_millis(0);
        OperationDraft { workspace: WORKSPACE, parents, author: self.device, at, body }
            .sign(|bytes| self.sign(bytes))
    }

    pub fn found(&self) -> Operation {
        self.say(
            Vec::new(),
            Body::Found { member: self.member, device: self.public(), card: b"card".to_vec() },
        )
    }
}

pub fn sign(key: &SigningKey, bytes: &[u8]) -> Signature {
    Signature(key.sign(bytes).to_bytes())
}

/// The key of an invitation named by one byte.
pub fn invitation_key(name: u8) -> SigningKey {
    SigningKey::from_bytes(&[name; 32])
}

pub fn invite(name: u8, role: Option<Role>) -> Body {
    Body::Invite {
        invitation: InvitationId([name; 16]),
        key: invitation_key(name).verifying_key().to_bytes(),
        role,
        expires: Timestamp::from_millis(0),
        card: Vec::new(),
    }
}

pub fn add_member(joiner: &Hand, name: u8, role: Role) -> Body {
    let invitation = InvitationId([name; 16]);
    let bytes = proof_bytes(WORKSPACE, Some(invitation), joiner.member, &joiner.public());
    Body::AddMember {
        member: joiner.member,
        role,
        device: joiner.public(),
        invitation,
        proof: sign(&invitation_key(name), &bytes),
        card: Vec::new(),
    }
}

/// A device of one's own, by the invitation of this name, or enrolled without.
pub fn add_device(device: &Hand, name: Option<u8>) -> Body {
    let invitation = name.map(|name| InvitationId([name; 16]));
    let bytes = proof_bytes(WORKSPACE, invitation, device.member, &device.public());
    let proof = name.map_or_else(|| device.sign(&bytes), |name| sign(&invitation_key(name), &bytes));
    Body::AddDevice { member: device.member, device: device.public(), invitation, proof, card: Vec::new() }
}

pub fn remove(whom: &Hand) -> Body {
    Body::RemoveMember { member: whom.member, known: Vec::new() }
}

pub fn remove_device(which: &Hand) -> Body {
    Body::RemoveDevice { device: which.device, known: Vec::new() }
}

pub fn set_role(whom: &Hand, role: Role) -> Body {
    Body::SetRole { member: whom.member, role, known: Vec::new() }
}

pub fn circle(name: u8, members: &[&Hand]) -> Body {
    Body::Circle {
        circle: RecordId::from_bytes([name; 16]),
        members: members.iter().map(|hand| hand.member).collect(),
        known: Vec::new(),
    }
}

pub fn known(device: &Hand, audience: AudienceId, sequence: u64) -> Known {
    Known { device: device.device, audience, sequence }
}

pub fn everyone() -> AudienceId {
    AudienceName::Everyone.id(WORKSPACE)
}

pub fn epoch(number: u32, check: u8) -> EpochId {
    EpochId { number, check: [check; 16] }
}

pub fn grants(devices: &BTreeSet<DeviceId>) -> Vec<Grant> {
    devices.iter().map(|device| Grant { device: *device, sealed: vec![1; 48] }).collect()
}

/// A rotation for all who read the audience in a view.
pub fn rotate(view: &View, audience: AudienceName, epoch: EpochId) -> Body {
    Body::Rotate { audience, epoch, grants: grants(&view.readers(audience)) }
}

/// One place where operations are collected, as on a device.
#[derive(Clone)]
pub struct Place(pub Membership);

impl Place {
    /// Founded by this device.
    pub fn founded_by(founder: &Hand) -> Place {
        let mut place = Place(Membership::new(WORKSPACE));
        place.take(founder.found()).unwrap();
        place
    }

    /// Says something on top of all that is known here.
    pub fn say(&mut self, hand: &Hand, body: Body) -> Result<Hash, Refusal> {
        let operation = hand.say(self.0.heads(), body);
        let hash = operation.hash();
        self.take(operation).map(|()| hash)
    }

    /// Says something that must be admitted.
    #[track_caller]
    pub fn says(&mut self, hand: &Hand, body: Body) -> Hash {
        self.say(hand, body).unwrap()
    }

    pub fn take(&mut self, operation: Operation) -> Result<(), Refusal> {
        self.0.add(operation).map(|_| ())
    }

    /// Lets somebody in by an invitation of their own.
    #[track_caller]
    pub fn lets_in(&mut self, host: &Hand, joiner: &Hand, name: u8, role: Role) {
        let invited = role.min(Role::Manager);
        self.says(host, invite(name, Some(invited)));
        self.says(host, add_member(joiner, name, invited));
        if role == Role::Owner {
            self.says(host, set_role(joiner, Role::Owner));
        }
    }

    /// Takes all that another place has.
    pub fn meet(&mut self, other: &Place) {
        let lacking: Vec<Operation> = other.0.missing_from(&self.0.heads()).into_iter().cloned().collect();
        for operation in lacking {
            self.take(operation).unwrap();
        }
    }

    /// Both come to know all that either does.
    pub fn exchange(&mut self, other: &mut Place) {
        self.meet(other);
        other.meet(self);
        assert_eq!(self.0.view(), other.0.view(), "equal operations, equal membership");
    }

    pub fn view(&self) -> &View {
        self.0.view()
    }

    pub fn is_member(&self, hand: &Hand) -> bool {
        self.view().member(hand.member).is_some()
    }

    pub fn is_device(&self, hand: &Hand) -> bool {
        self.view().device(hand.device).is_some()
    }
}

/// Ana, who is an owner, and Bob and Cleo, whom she let in as these.
pub fn three(bobs: Role, cleos: Role) -> (Hand, Hand, Hand, Place) {
    let (ana, bob, cleo) = (Hand::new(1, 0), Hand::new(2, 0), Hand::new(3, 0));
    let mut place = Place::founded_by(&ana);
    place.lets_in(&ana, &bob, 102, bobs);
    place.lets_in(&ana, &cleo, 103, cleos);
    (ana, bob, cleo, place)
}
