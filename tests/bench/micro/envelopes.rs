//! Envelopes: one with a change of 300 bytes, as an edit makes it, and one with a document of 64 KB.

use divan::Bencher;
use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
use protocol::{AudienceName, Covers, Envelope, EnvelopeKind, Hash, Membership};
use vault::{Card, DeviceKeys, Draft, Keyring, Plain, Random, found};

/// Bytes of content.
const SIZES: [usize; 2] = [300, 64_000];

/// A device that writes for everyone in a workspace of its own.
struct Writer {
    keys: DeviceKeys,
    keyring: Keyring,
    draft: Draft,
    random: Random,
}

impl Writer {
    fn new() -> Self {
        let mut random = Random::from_seed([7; 32]);
        let at = Timestamp::from_millis(1_750_000_000_000);
        let (workspace, device) = (WorkspaceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        let keys = DeviceKeys::generate(&mut random);
        let card = Card { name: "Ana".into(), device: "Desk".into() };
        let member = MemberId::from_bytes([3; 16]);
        let mut membership = Membership::new(workspace);
        for operation in found(workspace, &keys, (member, device), &card, at, &mut random).unwrap() {
            membership.add(operation).unwrap();
        }
        let (keyring, _) = Keyring::collect(&keys, device, &membership);
        let draft = Draft {
            audience: AudienceName::Everyone.id(workspace),
            epoch: membership.view().epoch(AudienceName::Everyone).unwrap().0,
            device,
            sequence: 1,
            previous: Hash::ZERO,
            frontier: Hash::ZERO,
            kind: EnvelopeKind::Changes,
        };
        Self { keys, keyring, draft, random }
    }

    fn seal(&mut self, size: usize) -> Envelope {
        let plain = Plain {
            document: "everyone/area/roster".to_owned(),
            covers: Covers::new(),
            content: vec![7; size],
        };
        vault::seal(&self.keys, &self.keyring, &self.draft, &plain, &mut self.random).unwrap()
    }
}

#[divan::bench(args = SIZES)]
fn seal(bencher: Bencher<'_, '_>, size: usize) {
    let mut writer = Writer::new();
    bencher.bench_local(|| writer.seal(size));
}

#[divan::bench(args = SIZES)]
fn verify(bencher: Bencher<'_, '_>, size: usize) {
    let mut writer = Writer::new();
    let (envelope, public) = (writer.seal(size), writer.keys.public(writer.draft.device));
    bencher.bench_local(|| envelope.verify(&public.signing).unwrap());
}

#[divan::bench(args = SIZES)]
fn open(bencher: Bencher<'_, '_>, size: usize) {
    let mut writer = Writer::new();
    let envelope = writer.seal(size);
    bencher.bench_local(|| vault::open(&writer.keyring, &envelope).unwrap());
}

#[divan::bench(args = SIZES)]
fn encode(bencher: Bencher<'_, '_>, size: usize) {
    let envelope = Writer::new().seal(size);
    bencher.bench_local(|| envelope.encode());
}

#[divan::bench(args = SIZES)]
fn decode(bencher: Bencher<'_, '_>, size: usize) {
    let bytes = Writer::new().seal(size).encode();
    bencher.bench_local(|| Envelope::decode(&bytes).unwrap());
}
