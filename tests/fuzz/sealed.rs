//! What stands inside seals: whoever holds the keys can put any bytes there.

use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
use protocol::{Body, Envelope, EnvelopeKind, Hash, OperationDraft, Role, bytes::Writer};
use vault::{Card, DeviceKeys, InvitationSecret, JoinRequest, Link, Offer, Random, inside, open, open_name};

use crate::wire::{DEVICE, Founded, MEMBER, WORKSPACE, draft, founded};

fn random() -> Random {
    Random::from_seed([5; 32])
}

fn kind(snapshot: bool) -> EnvelopeKind {
    if snapshot { EnvelopeKind::Snapshot } else { EnvelopeKind::Changes }
}

fn envelope(founded: &Founded, snapshot: bool, inside: &[u8]) -> Option<Envelope> {
    let draft = protocol_draft(founded, snapshot)?;
    inside::envelope(&founded.keys, &founded.keyring, &draft, "everyone/index", inside, &mut random()).ok()
}

fn protocol_draft(founded: &Founded, snapshot: bool) -> Option<vault::Draft> {
    Some(vault::Draft { kind: kind(snapshot), ..draft(founded)? })
}

/// What opens of an envelope is sealed again as it was, as a snapshot and as changes.
pub fn contents(bytes: &[u8]) {
    let Some(founded) = founded() else { return };
    for snapshot in [false, true] {
        let Some(sealed) = envelope(founded, snapshot, bytes) else { continue };
        if let (Ok(plain), Some(draft)) = (open(&founded.keyring, &sealed), protocol_draft(founded, snapshot))
        {
            let again = vault::seal(&founded.keys, &founded.keyring, &draft, &plain, &mut random());
            assert_eq!(again.as_ref(), Ok(&sealed));
        }
    }
}

pub fn all_contents() -> Vec<Vec<u8>> {
    let plain = |covers: bool| {
        let mut to = Writer::new();
        to.u8(1).bytes(b"everyone/index");
        let mut places = protocol::Covers::new();
        if covers {
            places.insert_run(DEVICE, 1, 7);
        }
        places.write(&mut to);
        to.bytes(b"content");
        to.finish()
    };
    let opens = |bytes: &Vec<u8>| {
        let sealed = founded().and_then(|founded| Some((founded, envelope(founded, true, bytes)?)));
        sealed.is_some_and(|(founded, sealed)| open(&founded.keyring, &sealed).is_ok())
    };
    [plain(false), plain(true)].into_iter().filter(opens).collect()
}

/// Cards and names: what opens is short and no more than it says.
pub fn name(bytes: &[u8]) {
    let Some(founded) = founded() else { return };
    let Some(epoch) = draft(founded).map(|draft| draft.epoch) else { return };
    let ring = &founded.keyring;
    let card = inside::card(ring, epoch, (MEMBER, DEVICE), bytes, &mut random());
    if let Ok(card) =
        card.map_err(drop).and_then(|card| Card::open(ring, MEMBER, DEVICE, &card).map_err(drop))
    {
        assert!(card.name.len() <= 200 && card.device.len() <= 200);
        let again = card.seal(ring, epoch, MEMBER, DEVICE, &mut random());
        assert!(again.is_ok_and(|again| Card::open(ring, MEMBER, DEVICE, &again).as_ref() == Ok(&card)));
    }
    for device in [None, Some(DEVICE)] {
        let Ok(sealed) = inside::name(ring, epoch, (MEMBER, device), bytes, &mut random()) else { return };
        if let Ok(name) = open_name(ring, (MEMBER, device), &sealed) {
            assert!(name.len() <= 200 && !name.trim().is_empty());
        }
    }
}

pub fn names() -> Vec<Vec<u8>> {
    let mut card = Writer::new();
    card.bytes("Zoë".as_bytes()).bytes(b"Laptop");
    let mut name = Writer::new();
    name.bytes("Zoë’s 2nd".as_bytes());
    vec![card.finish(), name.finish()]
}

/// An invitation as it is opened with its link.
fn invitation(workspace: WorkspaceId, card: Vec<u8>, keys: &DeviceKeys) -> protocol::Operation {
    let secret = secret();
    let body = Body::Invite {
        invitation: secret.id(),
        key: secret.verifying(),
        role: Some(Role::Manager),
        expires: Timestamp::from_millis(1 << 41),
        card,
    };
    let at = Timestamp::from_millis(0);
    OperationDraft { workspace, parents: vec![Hash([1; 32])], author: DEVICE, at, body }
        .sign(|bytes| keys.sign(bytes))
}

fn secret() -> InvitationSecret {
    InvitationSecret::from_bytes([9; 32])
}

fn link() -> Link {
    Link {
        workspace: WORKSPACE,
        secret: secret(),
        role: Some(Role::Manager),
        expires: Timestamp::from_millis(1 << 41),
        by: "Alice".to_owned(),
        relay: None,
        ..crate::keys::any_link()
    }
}

/// What an invitation says to who has its link, and what somebody says who wants to come by it.
pub fn offer(bytes: &[u8]) {
    let Some(founded) = founded() else { return };
    let card = inside::offer(&secret(), WORKSPACE, bytes, &mut random());
    let said = invitation(WORKSPACE, card, &founded.keys);
    if let Ok(offer) = Offer::open(&link(), &said) {
        assert!(offer.by.len() <= 200 && offer.workspace_name.len() <= 200);
        let signing = founded.keys.public(DEVICE).signing;
        assert_eq!(offer.inviter.signing, signing, "it is signed by who it says invites");
    }
}

pub fn offers() -> Vec<Vec<u8>> {
    let Some(founded) = founded() else { return Vec::new() };
    let mut to = Writer::new();
    to.u8(1).raw(&[7; 32]).raw(MEMBER.as_bytes());
    founded.keys.public(DEVICE).write(&mut to);
    to.bytes(b"Alice").bytes(b"Harbour");
    let inside = to.finish();
    let card = inside::offer(&secret(), WORKSPACE, &inside, &mut random());
    let is_right = Offer::open(&link(), &invitation(WORKSPACE, card, &founded.keys)).is_ok();
    is_right.then_some(inside).into_iter().collect()
}

/// What somebody says who wants to be let in: it is believed only with both proofs.
pub fn request(bytes: &[u8]) {
    let Some(founded) = founded() else { return };
    let said = invitation(WORKSPACE, Vec::new(), &founded.keys);
    let sealed = inside::request(&secret(), WORKSPACE, &founded.keys, bytes, &mut random());
    if let Ok(request) = JoinRequest::open(&secret().request_key(), &said, &sealed) {
        assert_eq!(request.device.signing, founded.keys.public(DEVICE).signing);
        assert!(request.card.name.len() <= 200 && request.card.device.len() <= 200);
    }
}

pub fn requests() -> Vec<Vec<u8>> {
    let Some(founded) = founded() else { return Vec::new() };
    let (member, device) = (MemberId::from_bytes([8; 16]), DeviceId::from_bytes([8; 16]));
    let public = founded.keys.public(device);
    let mut to = Writer::new();
    to.u8(1).raw(member.as_bytes());
    public.write(&mut to);
    to.bytes(b"Bob").bytes(b"Phone").raw(&secret().prove(WORKSPACE, member, &public).0);
    let inside = to.finish();
    let said = invitation(WORKSPACE, Vec::new(), &founded.keys);
    let sealed = inside::request(&secret(), WORKSPACE, &founded.keys, &inside, &mut random());
    let is_right = JoinRequest::open(&secret().request_key(), &said, &sealed).is_ok();
    is_right.then_some(inside).into_iter().collect()
}
