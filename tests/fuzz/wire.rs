//! What travels: envelopes, statements about who belongs, messages.

use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
use protocol::{
    AudienceId, AudienceName, Covers, EnvelopeKind, Frontier, Hash, Item, Limits, Membership, Message,
    Operation, Party, Position, Reason,
    bytes::{Reader, Writer},
};
use std::sync::OnceLock;
use vault::{Card, DeviceKeys, Draft, Keyring, Plain, Random, found, open, seal};

pub const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([4; 16]);
pub const MEMBER: MemberId = MemberId::from_bytes([2; 16]);
pub const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);

/// A workspace that was just founded.
pub struct Founded {
    pub keys: DeviceKeys,
    pub keyring: Keyring,
    operations: Vec<Operation>,
}

pub fn founded() -> Option<&'static Founded> {
    static FOUNDED: OnceLock<Option<Founded>> = OnceLock::new();
    FOUNDED.get_or_init(found_one).as_ref()
}

fn found_one() -> Option<Founded> {
    let mut random = Random::from_seed([1; 32]);
    let keys = DeviceKeys::generate(&mut random);
    let card = Card { name: "Alice".to_owned(), device: "Laptop".to_owned() };
    let at = Timestamp::from_millis(0);
    let operations = found(WORKSPACE, &keys, (MEMBER, DEVICE), &card, at, &mut random).ok()?;
    let mut membership = Membership::new(WORKSPACE);
    membership.add_all(operations.clone());
    let (keyring, _) = Keyring::collect(&keys, DEVICE, &membership);
    // One that erases something, so that every body there is can be found from a seed.
    let author =
        vault::Author { keys: &keys, device: DEVICE, keyring: &keyring, membership: &membership, at };
    let everyone = AudienceName::Everyone;
    let tag = keyring.tag(everyone.id(WORKSPACE), "everyone/index").ok()?;
    let mut covers = Covers::new();
    covers.insert_run(DEVICE, 1, 7);
    let erasing = author.erase(&[(everyone, tag, covers)]).ok()?;
    let operations = operations.into_iter().chain(erasing).collect();
    Some(Founded { keys, keyring, operations })
}

/// The first of its device’s envelopes for everyone.
pub fn draft(founded: &Founded) -> Option<Draft> {
    let audience = AudienceName::Everyone.id(WORKSPACE);
    Some(Draft {
        audience,
        epoch: founded.keyring.newest(audience)?,
        device: DEVICE,
        sequence: 1,
        previous: Hash::ZERO,
        frontier: Hash::ZERO,
        kind: EnvelopeKind::Changes,
    })
}

fn envelope(founded: &Founded, plain: &Plain) -> Option<protocol::Envelope> {
    let (draft, random) = (draft(founded)?, &mut Random::from_seed([5; 32]));
    seal(&founded.keys, &founded.keyring, &draft, plain, random).ok()
}

fn plain(content: &[u8]) -> Plain {
    Plain { document: "everyone/index".to_owned(), content: content.to_vec(), ..Plain::default() }
}

/// What is understood is written as it was.
pub fn item(bytes: &[u8]) {
    if let Ok(item) = Item::decode(bytes) {
        assert_eq!(item.encode(), bytes);
        let _ = (item.hash(), item.verify(&[7; 32]));
    }
}

pub fn items() -> Vec<Vec<u8>> {
    let envelope = founded().and_then(|founded| envelope(founded, &plain(b"content")));
    envelope.map(|envelope| vec![envelope.encode(), envelope.stub().encode()]).unwrap_or_default()
}

/// What is understood is written as it was.
pub fn operation(bytes: &[u8]) {
    if let Ok(operation) = Operation::decode(bytes) {
        assert_eq!(operation.encode(), bytes);
        let _ = operation.verify(&[7; 32]);
    }
}

pub fn operations() -> Vec<Vec<u8>> {
    founded().map(|founded| founded.operations.iter().map(Operation::encode).collect()).unwrap_or_default()
}

/// A log takes in what comes, in whatever order, and says the same of the same.
pub fn log(bytes: &[u8]) {
    let Ok(Message::Operations(items)) = Message::decode(bytes) else { return };
    let (mut one, mut other) = (Membership::new(WORKSPACE), Membership::new(WORKSPACE));
    let decoded: Vec<Operation> = items.iter().filter_map(|item| Operation::decode(item).ok()).collect();
    for operation in decoded.iter().take(50) {
        let _ = one.add(operation.clone());
    }
    for operation in decoded.iter().take(50).rev() {
        let _ = other.add(operation.clone());
    }
    // Two foundings contradict each other: the first that comes counts.
    if one.founding() == other.founding() {
        assert_eq!(one.heads(), other.heads());
    }
}

pub fn logs() -> Vec<Vec<u8>> {
    vec![Message::Operations(operations()).encode()]
}

/// What is understood is written as it was.
pub fn message(bytes: &[u8]) {
    if let Ok(message) = Message::decode(bytes) {
        assert_eq!(message.encode(), bytes);
    }
}

pub fn messages() -> Vec<Vec<u8>> {
    let mut frontier = Frontier::new();
    frontier.advance(AudienceId([1; 16]), DEVICE, Position { sequence: 7, hash: Hash([2; 32]) });
    let messages = [
        Message::Hello { version: 1, workspace: WORKSPACE, party: Party::Device(DEVICE) },
        Message::Challenge { nonce: [1; 32] },
        Message::Welcome(Limits { credit: 1, frame: 2, stored: 3, quota: 4 }),
        Message::Refused { reason: Reason::Stranger, text: "no".to_owned() },
        Message::Have { operations: vec![Hash([3; 32])], frontier: frontier.clone() },
        Message::Durable { operations: vec![Hash([3; 32])], frontier },
        Message::Operations(operations()),
        Message::Envelopes(items()),
        Message::Credit(7),
        Message::Present(vec![DEVICE]),
        Message::Signal { to: Some(DEVICE), from: DEVICE, sealed: vec![1, 2, 3] },
        Message::Ping(1),
    ];
    messages.iter().map(Message::encode).collect()
}

/// Places and ends of chains, alone.
pub fn places(bytes: &[u8]) {
    let mut from = Reader::new(bytes);
    if let Ok(covers) = Covers::read(&mut from) {
        let mut to = Writer::new();
        covers.write(&mut to);
        assert!(bytes.starts_with(&to.finish()));
        let mut again = Covers::new();
        covers.runs().for_each(|(device, first, last)| again.insert_run(device, first, last));
        assert_eq!(again, covers);
        again.merge(&covers);
        assert_eq!(again, covers);
    }
    let mut from = Reader::new(bytes);
    if let Ok(frontier) = Frontier::read(&mut from) {
        let mut to = Writer::new();
        frontier.write(&mut to);
        assert!(bytes.starts_with(&to.finish()));
        assert!(frontier.missing_from(&frontier).is_empty());
        let all = Frontier::new().missing_from(&frontier);
        assert!(all.iter().all(|run| run.from <= run.to));
    }
}

pub fn all_places() -> Vec<Vec<u8>> {
    let mut covers = Covers::new();
    covers.insert_run(DEVICE, 1, 7);
    covers.insert_run(DEVICE, 9, 9);
    covers.insert_run(DeviceId::from_bytes([9; 16]), 2, 3);
    let mut frontier = Frontier::new();
    for (device, sequence) in [(DEVICE, 7), (DeviceId::from_bytes([9; 16]), 3)] {
        frontier.advance(AudienceId([1; 16]), device, Position { sequence, hash: Hash([2; 32]) });
    }
    let (mut one, mut other) = (Writer::new(), Writer::new());
    covers.write(&mut one);
    frontier.write(&mut other);
    vec![one.finish(), other.finish()]
}

/// What a member may seal is opened by the others, whatever it is.
pub fn opening(bytes: &[u8]) {
    let Some(founded) = founded() else { return };
    let plain = plain(bytes);
    if let Some(envelope) = envelope(founded, &plain) {
        assert_eq!(open(&founded.keyring, &envelope), Ok(plain));
    }
    if let Ok(Item::Whole(envelope)) = Item::decode(bytes) {
        let _ = open(&founded.keyring, &envelope);
    }
}

pub fn plains() -> Vec<Vec<u8>> {
    items()
}
