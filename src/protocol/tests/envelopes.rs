//! Envelopes, signatures, frontiers and proofs (E-3 to E-5, E-8 to E-12).

use ed25519_dalek::SigningKey;
use kernel::{DeviceId, WorkspaceId};

use super::fixtures::*;
use crate::limits::{MAX_CIPHERTEXT, MAX_FRAME};
use crate::{
    AudienceId, DecodeError, DocumentTag, Envelope, EnvelopeDraft, EnvelopeKind, Frontier, Hash, Header,
    InvitationId, Item, Message, Missing, Operation, Party, Position, Role, Signature, session_bytes,
};

pub fn header(hand: &Hand, sequence: u64, previous: Hash) -> Header {
    Header {
        workspace: WORKSPACE,
        audience: everyone(),
        document: DocumentTag([5; 16]),
        epoch: epoch(1, 1),
        device: hand.device,
        sequence,
        previous,
        frontier: Hash::ZERO,
        kind: EnvelopeKind::Changes,
        nonce: [6; 24],
    }
}

pub fn envelope(hand: &Hand, ciphertext: Vec<u8>) -> Envelope {
    EnvelopeDraft { header: header(hand, 1, Hash::ZERO), commitment: [8; 32], ciphertext }
        .sign(|bytes| hand.sign(bytes))
}

#[test]
fn e_3_a_signature_is_good_for_one_kind_of_thing() {
    let ana = Hand::new(1, 0);
    let signing = ana.public().signing;
    let sealed = envelope(&ana, vec![1; 64]);
    let operation = ana.found();
    let proof = session_bytes(WORKSPACE, Party::Device(ana.device), &[1; 32], b"relay");
    let signed = [sealed.signed_bytes(), operation.signed_bytes(), proof, sealed.header.associated_data()];
    for (index, bytes) in signed.iter().enumerate() {
        let domain = &bytes[1..=usize::from(bytes[0])];
        assert!(domain.starts_with(b"pilothouse "), "{domain:?}");
        for other in signed.iter().skip(index + 1) {
            assert_ne!(domain, &other[1..=usize::from(other[0])]);
            assert!(ana.sign(bytes).verify(&signing, other).is_err());
        }
    }
}

#[test]
fn e_4_weak_keys_and_second_forms_are_refused() {
    // The neutral point as key, with R neutral and s = 0, passes a lenient check for any message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut lenient = [0; 64];
    lenient[0] = 1;
    assert!(Signature(lenient).verify(&neutral, b"anything").is_err());
    let key = SigningKey::from_bytes(&[1; 32]);
    let Signature(mut bytes) = sign(&key, b"hello");
    assert!(Signature(bytes).verify(&key.verifying_key().to_bytes(), b"hello").is_ok());
    // s + L is the same number modulo L, and another byte string.
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    assert!(Signature(bytes).verify(&key.verifying_key().to_bytes(), b"hello").is_err());
}

#[test]
fn e_5_every_bit_is_under_the_signature() {
    let ana = Hand::new(1, 0);
    let signing = ana.public().signing;
    let whole = envelope(&ana, vec![9; 40]).encode();
    assert!(Item::decode(&whole).unwrap().verify(&signing).is_ok());
    let operation = ana.say(vec![Hash([1; 32])], invite(9, Some(Role::Viewer))).encode();
    assert!(Operation::decode(&operation).unwrap().verify(&signing).is_ok());
    for bit in 0..whole.len() * 8 {
        let mut bent = whole.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        assert!(!Item::decode(&bent).is_ok_and(|item| item.verify(&signing).is_ok()), "bit {bit}");
    }
    for bit in 0..operation.len() * 8 {
        let mut bent = operation.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        assert!(!Operation::decode(&bent).is_ok_and(|found| found.verify(&signing).is_ok()), "bit {bit}");
    }
}

#[test]
fn e_8_a_stub_stands_where_its_envelope_stood() {
    let ana = Hand::new(1, 0);
    let sealed = envelope(&ana, vec![1; 1000]);
    let stub = sealed.stub();
    assert_eq!(stub.hash(), sealed.hash());
    assert!(stub.verify(&ana.public().signing).is_ok());
    assert!(stub.encode().len() < 320);
    let item = Item::decode(&stub.encode()).unwrap();
    assert_eq!(item, Item::Emptied(stub));
    assert_eq!((item.hash(), *item.header()), (sealed.hash(), sealed.header));
    assert!(Envelope::decode(&stub.encode()).is_err(), "and is not taken for one with content");
    let other = envelope(&ana, vec![2; 1000]);
    assert_ne!(other.hash(), sealed.hash(), "another content is another envelope");
}

#[test]
fn e_9_every_field_of_the_header_is_authenticated() {
    let plain = header(&Hand::new(1, 0), 1, Hash::ZERO);
    let variants = [
        Header { workspace: WorkspaceId::from_bytes([1; 16]), ..plain },
        Header { audience: AudienceId([1; 16]), ..plain },
        Header { document: DocumentTag([1; 16]), ..plain },
        Header { epoch: epoch(2, 1), ..plain },
        Header { epoch: epoch(1, 2), ..plain },
        Header { device: DeviceId::from_bytes([9; 16]), ..plain },
        Header { sequence: 2, ..plain },
        Header { previous: Hash([1; 32]), ..plain },
        Header { frontier: Hash([1; 32]), ..plain },
        Header { kind: EnvelopeKind::Snapshot, ..plain },
        Header { nonce: [1; 24], ..plain },
    ];
    for variant in variants {
        assert_ne!(variant.associated_data(), plain.associated_data(), "{variant:?}");
    }
}

#[test]
fn e_10_frontiers_say_what_one_lacks() {
    let (ana, bob) = (Hand::new(1, 0).device, Hand::new(2, 0).device);
    let other = AudienceId([1; 16]);
    let at = |sequence: u64| Position { sequence, hash: Hash([u8::try_from(sequence).unwrap(); 32]) };
    let (mut mine, mut theirs) = (Frontier::new(), Frontier::new());
    mine.advance(everyone(), ana, at(3));
    theirs.advance(everyone(), ana, at(5));
    theirs.advance(other, bob, at(2));
    assert!(!theirs.advance(everyone(), ana, at(4)), "a frontier never goes back");
    let lacking = mine.missing_from(&theirs);
    let expected = [
        Missing { audience: other, device: bob, from: 1, to: 2 },
        Missing { audience: everyone(), device: ana, from: 4, to: 5 },
    ];
    let mut sorted = lacking.clone();
    sorted.sort_unstable();
    let mut wanted = expected.to_vec();
    wanted.sort_unstable();
    assert_eq!(sorted, wanted);
    assert!(theirs.missing_from(&mine).is_empty());
    assert_ne!(mine.digest(everyone()), theirs.digest(everyone()));
    mine.merge(&theirs);
    assert_eq!(mine, theirs);
    assert_eq!(mine.digest(everyone()), theirs.digest(everyone()));
    assert_ne!(mine.digest(everyone()), mine.digest(other));

    let mut forked = Frontier::new();
    forked.advance(everyone(), ana, Position { sequence: 5, hash: Hash([77; 32]) });
    assert_eq!(mine.forks(&forked), [(everyone(), ana, 5)]);
}

#[test]
fn e_11_the_largest_envelope_fits_and_a_larger_message_is_refused() {
    let largest = envelope(&Hand::new(1, 0), vec![0; MAX_CIPHERTEXT]).encode();
    let message = Message::Envelopes(vec![largest]).encode();
    assert!(message.len() <= MAX_FRAME);
    assert!(Message::decode(&message).is_ok());
    let larger = envelope(&Hand::new(1, 0), vec![0; MAX_CIPHERTEXT + 1]).encode();
    assert_eq!(Envelope::decode(&larger), Err(DecodeError::TooLong("the ciphertext")));
    assert_eq!(Message::decode(&vec![1; MAX_FRAME + 1]), Err(DecodeError::TooLong("a message")));
}

#[test]
fn e_12_a_proof_is_good_for_one_challenge_one_party_and_one_channel() {
    let device = Party::Device(Hand::new(1, 0).device);
    let plain = session_bytes(WORKSPACE, device, &[1; 32], b"relay");
    let invited = Party::Invited(InvitationId(*Hand::new(1, 0).device.as_bytes()));
    for other in [
        session_bytes(WorkspaceId::from_bytes([1; 16]), device, &[1; 32], b"relay"),
        session_bytes(WORKSPACE, invited, &[1; 32], b"relay"),
        session_bytes(WORKSPACE, device, &[2; 32], b"relay"),
        session_bytes(WORKSPACE, device, &[1; 32], b"peer"),
    ] {
        assert_ne!(other, plain);
    }
}

#[test]
fn e_1_places_are_kept_as_the_fewest_runs_in_whatever_order_they_come() {
    let device = |id: u8| kernel::DeviceId::from_bytes([id; 16]);
    let mut covers = crate::Covers::new();
    for (from, to) in [(5, 6), (1, 2), (9, 9), (3, 4), (7, 7), (20, 30), (10, 12), (2, 25), (40, 39)] {
        covers.insert_run(device(1), from, to);
    }
    covers.insert(device(0), 3);
    let runs: Vec<_> = covers.runs().collect();
    assert_eq!(runs, [(device(0), 3, 3), (device(1), 1, 30)]);
    assert_eq!((covers.last_of_run(device(1), 8), covers.last_of_run(device(1), 31)), (Some(30), None));
    let encoded = |covers: &crate::Covers| {
        let mut to = crate::bytes::Writer::new();
        covers.write(&mut to);
        to.finish()
    };
    let read = |bytes: &[u8]| crate::Covers::read(&mut crate::bytes::Reader::new(bytes));
    let bytes = encoded(&covers);
    assert_eq!(read(&bytes), Ok(covers));
    // Runs that touch would be a second way to say the same; 0 is no place.
    let two = |first: (u64, u64), second: (u64, u64)| {
        let mut to = crate::bytes::Writer::new();
        to.list([first, second], |to, (from, last)| {
            to.raw(device(1).as_bytes()).u64(from).u64(last);
        });
        read(&to.finish())
    };
    assert!(two((1, 2), (4, 5)).is_ok());
    for (first, second) in [((1, 2), (3, 4)), ((1, 3), (2, 4)), ((0, 1), (4, 5)), ((3, 2), (5, 6))] {
        assert!(two(first, second).is_err(), "{first:?} {second:?}");
    }
}
