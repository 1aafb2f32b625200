//! Reading bytes that anybody may have sent (E-1, E-2, E-6, E-7).

use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};
use proptest::prelude::*;

use super::fixtures::Hand;
use crate::Missing;
use crate::limits::{MAX_CARD, MAX_ITEMS, MAX_JOIN, MAX_TEXT};
use crate::{
    AudienceId, AudienceName, Body, Covers, DecodeError, DevicePublic, DocumentTag, EnvelopeDraft,
    EnvelopeKind, EpochId, Frontier, Grant, Hash, Header, InvitationId, Item, Known, Limits, Message,
    Operation, OperationDraft, Party, Position, Reason, Role, Signature,
};

fn ids<T>(make: fn([u8; 16]) -> T) -> impl Strategy<Value = T>
where
    T: std::fmt::Debug,
{
    any::<[u8; 16]>().prop_map(make)
}

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

fn signature() -> impl Strategy<Value = Signature> {
    any::<[u8; 32]>().prop_map(|half| {
        let mut whole = [0; 64];
        whole[..32].copy_from_slice(&half);
        Signature(whole)
    })
}

fn device() -> impl Strategy<Value = DevicePublic> {
    (ids(DeviceId::from_bytes), any::<[u8; 32]>(), any::<[u8; 32]>())
        .prop_map(|(id, signing, agreement)| DevicePublic { id, signing, agreement })
}

fn bytes(longest: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..longest)
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::Viewer, Role::Manager, Role::Owner])
}

fn audience() -> impl Strategy<Value = AudienceName> {
    prop_oneof![
        Just(AudienceName::Everyone),
        ids(MemberId::from_bytes).prop_map(AudienceName::Only),
        ids(RecordId::from_bytes).prop_map(AudienceName::Circle),
    ]
}

fn epoch() -> impl Strategy<Value = EpochId> {
    (any::<u32>(), any::<[u8; 16]>()).prop_map(|(number, check)| EpochId { number, check })
}

fn known() -> impl Strategy<Value = Vec<Known>> {
    let one = (ids(DeviceId::from_bytes), ids(AudienceId), any::<u64>())
        .prop_map(|(device, audience, sequence)| Known { device, audience, sequence });
    prop::collection::vec(one, 0..4)
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let one = (ids(DeviceId::from_bytes), bytes(100)).prop_map(|(device, sealed)| Grant { device, sealed });
    prop::collection::vec(one, 0..4)
}

fn body() -> impl Strategy<Value = Body> {
    let member = || ids(MemberId::from_bytes);
    let invitation = || ids(InvitationId);
    prop_oneof![
        (member(), device(), bytes(64)).prop_map(|(member, device, card)| Body::Found {
            member,
            device,
            card
        }),
        (invitation(), any::<[u8; 32]>(), prop::option::of(role()), any::<i64>(), bytes(64)).prop_map(
            |(invitation, key, role, expires, card)| Body::Invite {
                invitation,
                key,
                role,
                expires: Timestamp::from_millis(expires),
                card
            }
        ),
        invitation().prop_map(|invitation| Body::Revoke { invitation }),
        (member(), role(), device(), invitation(), signature(), bytes(64)).prop_map(
            |(member, role, device, invitation, proof, card)| Body::AddMember {
                member,
                role,
                device,
                invitation,
                proof,
                card
            }
        ),
        (member(), device(), prop::option::of(invitation()), signature(), bytes(64)).prop_map(
            |(member, device, invitation, proof, card)| Body::AddDevice {
                member,
                device,
                invitation,
                proof,
                card
            }
        ),
        (ids(DeviceId::from_bytes), known()).prop_map(|(device, known)| Body::RemoveDevice { device, known }),
        (member(), known()).prop_map(|(member, known)| Body::RemoveMember { member, known }),
        (member(), role(), known()).prop_map(|(member, role, known)| Body::SetRole { member, role, known }),
        (ids(RecordId::from_bytes), prop::collection::btree_set(member(), 0..4), known())
            .prop_map(|(circle, members, known)| Body::Circle { circle, members, known }),
        (audience(), epoch(), grants()).prop_map(|(audience, epoch, grants)| Body::Rotate {
            audience,
            epoch,
            grants
        }),
        (audience(), epoch(), grants()).prop_map(|(audience, epoch, grants)| Body::Grant {
            audience,
            epoch,
            grants
        }),
        (prop::option::of(ids(DeviceId::from_bytes)), bytes(64))
            .prop_map(|(device, card)| Body::Rename { device, card }),
        (audience(), any::<[u8; 16]>(), prop::collection::vec((1..40_u64, 0..9_u64), 0..5)).prop_map(
            |(audience, tag, runs)| {
                let mut covers = Covers::new();
                for (from, more) in runs {
                    covers.insert_run(DeviceId::from_bytes([4; 16]), from, from + more);
                }
                Body::Erase { audience, document: DocumentTag(tag), covers }
            }
        ),
        (ids(RecordId::from_bytes), ids(RecordId::from_bytes))
            .prop_map(|(round, name)| Body::Hide { round, name }),
        (ids(RecordId::from_bytes), epoch(), hash(), any::<bool>(), known()).prop_map(
            |(circle, epoch, commitment, reads, known)| Body::Submit {
                circle,
                epoch,
                commitment,
                reads,
                known
            }
        ),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    (ids(WorkspaceId::from_bytes), prop::collection::vec(hash(), 0..4), any::<i64>(), body()).prop_map(
        |(workspace, parents, at, body)| {
            let hand = Hand::new(1, 0);
            let at = Timestamp::from_millis(at);
            OperationDraft { workspace, parents, author: hand.device, at, body }
                .sign(|bytes| hand.sign(bytes))
        },
    )
}

fn item() -> impl Strategy<Value = Item> {
    let header = (
        ids(WorkspaceId::from_bytes),
        ids(AudienceId),
        ids(DocumentTag),
        epoch(),
        any::<u64>(),
        (hash(), hash()),
        any::<bool>(),
        any::<[u8; 24]>(),
    );
    (header, any::<[u8; 32]>(), bytes(300), any::<bool>()).prop_map(
        |(
            (workspace, audience, document, epoch, sequence, (previous, frontier), snapshot, nonce),
            commitment,
            ciphertext,
            whole,
        )| {
            let hand = Hand::new(1, 0);
            let kind = if snapshot { EnvelopeKind::Snapshot } else { EnvelopeKind::Changes };
            let device = hand.device;
            let header = Header {
                workspace,
                audience,
                document,
                epoch,
                device,
                sequence,
                previous,
                frontier,
                kind,
                nonce,
            };
            let envelope = EnvelopeDraft { header, commitment, ciphertext }.sign(|bytes| hand.sign(bytes));
            if whole { Item::Whole(envelope) } else { Item::Emptied(envelope.stub()) }
        },
    )
}

fn frontier() -> impl Strategy<Value = Frontier> {
    let entry = (ids(AudienceId), ids(DeviceId::from_bytes), 1..u64::MAX, hash());
    prop::collection::vec(entry, 0..5).prop_map(|entries| {
        let mut frontier = Frontier::new();
        for (audience, device, sequence, hash) in entries {
            frontier.advance(audience, device, Position { sequence, hash });
        }
        frontier
    })
}

fn message() -> impl Strategy<Value = Message> {
    let reason =
        || prop::sample::select(vec![Reason::Version, Reason::NotAllowed, Reason::Fork, Reason::Trouble]);
    let hashes = || prop::collection::vec(hash(), 0..4);
    let items = || prop::collection::vec(bytes(60), 0..4);
    let party = prop_oneof![
        ids(DeviceId::from_bytes).prop_map(Party::Device),
        ids(InvitationId).prop_map(Party::Invited)
    ];
    let places = prop::collection::vec((ids(DeviceId::from_bytes), 1_u64..40, 0_u64..9), 0..9);
    prop_oneof![
        (any::<u16>(), ids(WorkspaceId::from_bytes), party)
            .prop_map(|(version, workspace, party)| Message::Hello { version, workspace, party }),
        any::<[u8; 32]>().prop_map(|nonce| Message::Challenge { nonce }),
        signature().prop_map(|signature| Message::Proof { signature }),
        (prop::option::of("[a-zé]{0,20}"), bytes(60))
            .prop_map(|(token, found)| Message::Create { token, found }),
        any::<(u32, u32, u64, u64)>().prop_map(|(credit, frame, stored, quota)| Message::Welcome(Limits {
            credit,
            frame,
            stored,
            quota
        })),
        (reason(), "[ -~]{0,40}").prop_map(|(reason, text)| Message::Refused { reason, text }),
        (hash(), reason(), "[ -~]{0,40}").prop_map(|(item, reason, text)| Message::Rejected {
            item,
            reason,
            text
        }),
        (hashes(), frontier()).prop_map(|(operations, frontier)| Message::Have { operations, frontier }),
        items().prop_map(Message::Operations),
        items().prop_map(Message::Envelopes),
        (hashes(), frontier()).prop_map(|(operations, frontier)| Message::Durable { operations, frontier }),
        any::<u32>().prop_map(Message::Credit),
        (ids(AudienceId), ids(DeviceId::from_bytes), any::<u64>(), places).prop_map(
            |(audience, device, sequence, places)| {
                let mut envelopes = Covers::new();
                places
                    .into_iter()
                    .for_each(|(device, from, more)| envelopes.insert_run(device, from, from + more));
                Message::Covered { audience, snapshot: (device, sequence), envelopes }
            }
        ),
        bytes(60).prop_map(|operation| Message::Invitation { operation }),
        (ids(InvitationId), bytes(60))
            .prop_map(|(invitation, request)| Message::Join { invitation, request }),
        (ids(InvitationId), any::<bool>())
            .prop_map(|(invitation, accepted)| Message::Answer { invitation, accepted }),
        prop::collection::btree_set(ids(DeviceId::from_bytes), 0..4)
            .prop_map(|devices| Message::Present(devices.into_iter().collect())),
        (prop::option::of(ids(DeviceId::from_bytes)), ids(DeviceId::from_bytes), bytes(60))
            .prop_map(|(to, from, sealed)| Message::Signal { to, from, sealed }),
        any::<u64>().prop_map(Message::Ping),
        any::<u64>().prop_map(Message::Pong),
        prop::collection::vec((ids(AudienceId), ids(DeviceId::from_bytes), any::<u64>(), any::<u64>()), 0..4)
            .prop_map(|runs| {
                let missing = |(audience, device, from, to)| Missing { audience, device, from, to };
                Message::Wanted(runs.into_iter().map(missing).collect())
            }),
    ]
}

/// Bytes of one of the formats, as they are or bent: one byte changed, cut, lengthened.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let honest = prop_oneof![
        operation().prop_map(|operation| operation.encode()),
        item().prop_map(|item| item.encode()),
        message().prop_map(|message| message.encode()),
        bytes(400),
    ];
    (honest, any::<prop::sample::Index>(), any::<u8>(), 0..4_u8).prop_map(|(mut bytes, at, byte, how)| {
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => bytes.insert(at, byte),
                _ => bytes[at] ^= 1 << (byte % 8),
            }
        }
        bytes
    })
}

proptest! {
    #[test]
    fn e_1_what_is_written_is_read_again(operation in operation(), item in item(), message in message()) {
        prop_assert_eq!(Operation::decode(&operation.encode()), Ok(operation));
        prop_assert_eq!(Item::decode(&item.encode()), Ok(item));
        prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn e_1_what_decodes_encodes_to_the_same_bytes(bytes in hostile()) {
        // E-7 as well: none of these may panic.
        if let Ok(operation) = Operation::decode(&bytes) {
            prop_assert_eq!(operation.encode(), &*bytes);
        }
        if let Ok(item) = Item::decode(&bytes) {
            prop_assert_eq!(item.encode(), &*bytes);
        }
        if let Ok(message) = Message::decode(&bytes) {
            prop_assert_eq!(message.encode(), &*bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn e_7_hostile_bytes_are_an_error_and_never_a_panic(
        version in 0..3_u8,
        kind in 0..24_u8,
        rest in bytes(300),
    ) {
        let mut bytes = vec![version, kind];
        bytes.extend(rest);
        let _ = (Operation::decode(&bytes), Item::decode(&bytes), Message::decode(&bytes));
    }
}

/// A message of this kind whose list claims `count` entries.
fn claiming(kind: u8, count: u32) -> Vec<u8> {
    [vec![1, kind], count.to_be_bytes().to_vec()].concat()
}

#[test]
fn e_2_a_count_is_not_believed() {
    let too_many = u32::try_from(MAX_ITEMS + 1).unwrap();
    for kind in [7, 8, 9, 10, 16] {
        assert!(matches!(Message::decode(&claiming(kind, u32::MAX)), Err(DecodeError::TooLong(_))));
        assert!(matches!(Message::decode(&claiming(kind, too_many)), Err(DecodeError::TooLong(_))));
        let allowed = u32::try_from(MAX_ITEMS).unwrap();
        assert_eq!(Message::decode(&claiming(kind, allowed)), Err(DecodeError::Short), "{kind}");
    }
}

#[test]
fn e_2_everything_has_a_longest() {
    let invitation = InvitationId([1; 16]);
    let join = |length| Message::Join { invitation, request: vec![0; length] }.encode();
    assert!(Message::decode(&join(MAX_JOIN)).is_ok());
    assert!(matches!(Message::decode(&join(MAX_JOIN + 1)), Err(DecodeError::TooLong(_))));
    let refused = |length| Message::Refused { reason: Reason::Busy, text: "x".repeat(length) }.encode();
    assert!(Message::decode(&refused(MAX_TEXT)).is_ok());
    assert!(matches!(Message::decode(&refused(MAX_TEXT + 1)), Err(DecodeError::TooLong(_))));
    let hand = Hand::new(1, 0);
    let found = |length| {
        let body = Body::Found { member: hand.member, device: hand.public(), card: vec![0; length] };
        hand.say(Vec::new(), body).encode()
    };
    assert!(Operation::decode(&found(MAX_CARD)).is_ok());
    assert!(matches!(Operation::decode(&found(MAX_CARD + 1)), Err(DecodeError::TooLong(_))));
}

#[test]
fn e_1_a_set_has_one_order() {
    let present = |devices: Vec<u8>| {
        let devices = devices.into_iter().map(|byte| DeviceId::from_bytes([byte; 16])).collect();
        Message::decode(&Message::Present(devices).encode())
    };
    assert!(present(vec![1, 2]).is_ok());
    assert_eq!(present(vec![2, 1]), Err(DecodeError::Order("devices")));
    assert_eq!(present(vec![1, 1]), Err(DecodeError::Order("devices")));
}

#[test]
fn e_6_another_version_is_named() {
    let hand = Hand::new(1, 0);
    let mut operation = hand.found().encode();
    operation[0] = 2;
    assert_eq!(Operation::decode(&operation), Err(DecodeError::Version(2)));
    let mut ping = Message::Ping(1).encode();
    ping[0] = 9;
    assert_eq!(Message::decode(&ping), Err(DecodeError::Version(9)));
    let mut sealed = super::envelopes::envelope(&hand, Vec::new()).encode();
    sealed[0] = 0;
    assert_eq!(Item::decode(&sealed), Err(DecodeError::Version(0)));
}

#[test]
fn every_reason_has_its_number() {
    for number in 0..20_u8 {
        let bytes = [vec![1, 5, number], vec![0; 4]].concat();
        let message = Message::decode(&bytes).unwrap();
        assert_eq!(message.encode(), bytes);
    }
    assert!(Message::decode(&[vec![1, 5, 20], vec![0; 4]].concat()).is_err());
}
