//! The test vectors of docs/design/envelope.md, made anew and compared.

use std::fmt::Write as _;

use super::*;
use crate::epoch::EpochKeys;
use crate::secret::Key;
use crate::{Compared, Passphrase, RecoveryKey, RecoverySheet, StorageKey, Words, lock};
use data_encoding::HEXLOWER;
use kernel::RecordId;
use protocol::{Body, Known, OperationDraft, hidden_circle};
use rand_core::{Infallible, TryCryptoRng, TryRng};

/// “Random” bytes for vectors: 0, 1, 2 … 255, 0 …
struct Counting(u8);

impl TryRng for Counting {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

/// The vectors as they stand in the document: a name and hexadecimal digits, 96 in a line.
#[derive(Default)]
struct Vectors(String);

impl Vectors {
    fn section(&mut self, name: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        writeln!(self.0, "{gap}[{name}]").unwrap();
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        let digits = HEXLOWER.encode(bytes);
        self.text(name, &digits);
    }

    fn text(&mut self, name: &str, text: &str) {
        let lines: Vec<&str> = (0..text.len().div_ceil(96).max(1))
            .map(|line| &text[line * 96..text.len().min(line * 96 + 96)])
            .collect();
        writeln!(self.0, "{name} = {}", lines.join("\n    ")).unwrap();
    }
}

fn vectors() -> String {
    let mut to = Vectors::default();
    let (device, other) = (DeviceId::from_bytes([0x22; 16]), DeviceId::from_bytes([0x33; 16]));
    let member = MemberId::from_bytes([0x44; 16]);
    let keys = DeviceKeys::from_parts([0x55; 32], [0x66; 32]);
    let public = keys.public(device);

    to.section("device");
    to.bytes("workspace", WORKSPACE.as_bytes());
    to.bytes("device", device.as_bytes());
    to.bytes("signing secret", &[0x55; 32]);
    to.bytes("agreement secret", &[0x66; 32]);
    to.bytes("signing public", &public.signing);
    to.bytes("agreement public", &public.agreement);

    let (naming, key) = (Key::from_bytes([0x77; 32]), Key::from_bytes([0x88; 32]));
    let epoch_keys = EpochKeys { naming, key };
    let epoch = epoch_keys.id(everyone(), 1);
    let mut keyring = Keyring::new(WORKSPACE);
    keyring.add(everyone(), 1, epoch_keys.clone());
    let place = keyring.place(everyone(), epoch);
    to.section("epoch 1 of everyone");
    to.bytes("audience", &everyone().0);
    to.bytes("naming key", &[0x77; 32]);
    to.bytes("epoch key", &[0x88; 32]);
    to.bytes("epoch check", &epoch.check);
    let grant = epoch_keys.grant(&place, &public, &mut Counting(0)).unwrap();
    to.bytes("grant to the device, ephemeral ikm 00 01 02 …", &grant.sealed);

    let plain = Plain {
        document: "everyone/index".into(),
        covers: protocol::Covers::new(),
        content: b"hello".to_vec(),
    };
    let draft = Draft {
        audience: everyone(),
        epoch,
        device,
        sequence: 1,
        previous: Hash::ZERO,
        frontier: Hash::of(b"frontier"),
        kind: EnvelopeKind::Changes,
    };
    let envelope = seal(&keys, &keyring, &draft, &plain, &mut Counting(0)).unwrap();
    to.section("envelope: changes \"hello\" to everyone/index, nonce 00 01 02 …");
    to.bytes("document tag", &envelope.header.document.0);
    let parts: [&[u8]; 3] = [WORKSPACE.as_bytes(), &everyone().0, &envelope.header.document.0];
    to.bytes("document key", epoch_keys.key.derive("pilothouse document key v1", &parts).as_bytes());
    to.bytes("associated data", &envelope.header.associated_data());
    to.bytes("commitment", &envelope.commitment);
    to.bytes("signature", &envelope.signature.0);
    to.bytes("envelope", &envelope.encode());
    to.bytes("hash", &envelope.hash().0);

    let snapshot = Draft { kind: EnvelopeKind::Snapshot, sequence: 2, previous: envelope.hash(), ..draft };
    let mut covers = protocol::Covers::new();
    covers.insert(device, 1);
    let covering = Plain { covers, ..plain };
    let snapshot = seal(&keys, &keyring, &snapshot, &covering, &mut Counting(0)).unwrap();
    to.section("snapshot: the same, covering that envelope");
    to.bytes("snapshot", &snapshot.encode());
    to.bytes("hash", &snapshot.hash().0);
    to.bytes("stub of the first envelope", &envelope.stub().encode());

    let secret = InvitationSecret::from_bytes([0x99; 32]);
    let link = Link {
        workspace: WORKSPACE,
        secret: secret.clone(),
        role: Some(Role::Manager),
        expires: LATER,
        by: "Alice".into(),
        workspace_name: "Harbour".into(),
        relay: None,
    };
    to.section("invitation");
    to.bytes("secret", secret.as_bytes());
    to.bytes("id", &secret.id().0);
    to.bytes("verifying key", &secret.verifying());
    to.bytes("request key", secret.request_key().0.as_bytes());
    to.bytes("card key", secret.card_key().as_bytes());
    to.bytes("proof for the device and member 44…", &secret.prove(WORKSPACE, member, &public).0);
    to.text("fragment", &link.fragment());

    let revoke = OperationDraft {
        workspace: WORKSPACE,
        parents: vec![Hash([0xaa; 32])],
        author: device,
        at: NOW,
        body: Body::Revoke { invitation: secret.id() },
    };
    let revoke = revoke.sign(|bytes| keys.sign(bytes));
    let rotate = OperationDraft {
        workspace: WORKSPACE,
        parents: vec![revoke.hash()],
        author: device,
        at: NOW,
        body: Body::Rotate { audience: EVERYONE, epoch, grants: vec![grant] },
    };
    let rotate = rotate.sign(|bytes| keys.sign(bytes));
    let name = crate::note::seal_name("Alice", &keyring, epoch, (member, None), &mut Counting(0)).unwrap();
    let rename = OperationDraft {
        workspace: WORKSPACE,
        parents: vec![rotate.hash()],
        author: device,
        at: NOW,
        body: Body::Rename { device: None, card: name },
    };
    let rename = rename.sign(|bytes| keys.sign(bytes));
    to.section("operations");
    to.bytes("revoke", &revoke.encode());
    to.bytes("revoke, hash", &revoke.hash().0);
    to.bytes("rotate", &rotate.encode());
    to.bytes("rotate, hash", &rotate.hash().0);
    to.bytes("rename the member “Alice”, nonce 00 01 02 …", &rename.encode());
    let round = RecordId::from_bytes([0x66; 16]);
    let name = RecordId::from_bytes([0x77; 16]);
    let hide = OperationDraft {
        workspace: WORKSPACE,
        parents: vec![rename.hash()],
        author: device,
        at: NOW,
        body: Body::Hide { round, name },
    };
    let hide = hide.sign(|bytes| keys.sign(bytes));
    let circle = hidden_circle(WORKSPACE, member, round, name);
    let commitment = crate::commitment(&keyring, (everyone(), epoch), b"hello").unwrap();
    let known = vec![Known { device, audience: AudienceName::Circle(circle).id(WORKSPACE), sequence: 1 }];
    let submit = OperationDraft {
        workspace: WORKSPACE,
        parents: vec![hide.hash()],
        author: device,
        at: NOW,
        body: Body::Submit { circle, epoch, commitment, reads: true, known },
    };
    to.bytes("hide 77… in the round 66…", &hide.encode());
    to.bytes("hidden circle of the member", circle.as_bytes());
    to.bytes("commitment to \"hello\" for everyone", &commitment.0);
    to.bytes("submit", &submit.sign(|bytes| keys.sign(bytes)).encode());

    let recovery = RecoveryKey::generate(&mut Counting(0));
    to.section("recovery key 00 01 02 … 13");
    to.bytes("device", recovery.device_id().as_bytes());
    to.bytes("signing public", &recovery.device_keys().public(other).signing);
    to.bytes("agreement public", &recovery.device_keys().public(other).agreement);
    to.text("printed for the workspace", &RecoverySheet { key: recovery, workspace: WORKSPACE }.print());

    let compared = Compared {
        workspace: WORKSPACE,
        founding: Hash([0xbb; 32]),
        invitation: secret.id(),
        inviter: public,
        joiner: DeviceKeys::from_parts([0xcc; 32], [0xdd; 32]).public(other),
    };
    to.section("words and lock, at a cost of 64 KiB, 1 pass, 1 lane");
    let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    to.text("words", &Words::of(&compared, cost).unwrap().to_string());
    let locked = lock(&Passphrase::typed("four winds"), cost, b"hello", &mut Counting(0)).unwrap();
    to.bytes("\"hello\" under \"four winds\"", &locked);

    to.section("row meta/identity of a locked workspace");
    let key = StorageKey::from_bytes([0x99; 32]);
    to.bytes(
        "\"hello\" under the storage key 99…",
        &key.seal("meta", "identity", b"hello", &mut Counting(0)),
    );
    to.0
}

const DOCUMENT: &str = include_str!("../../../docs/design/envelope.md");

#[test]
fn v_17_the_vectors_of_the_document_are_what_the_code_makes() {
    let made = vectors();
    let (_, rest) = DOCUMENT.split_once("```text vectors\n").unwrap();
    let (written, _) = rest.split_once("```").unwrap();
    assert!(written == made, "envelope.md must hold:\n{made}");
}

#[test]
fn v_17_the_worked_example_speaks_of_the_vectors() {
    let (page, vectors) = DOCUMENT.split_once("```text vectors\n").unwrap();
    let beginnings: Vec<&str> = page
        .split('`')
        .filter_map(|quoted| quoted.strip_suffix('…'))
        .filter(|beginning| beginning.len() == 8)
        .collect();
    assert_eq!(beginnings.len(), 6);
    for beginning in beginnings {
        assert!(vectors.contains(&format!(" = {beginning}")), "{beginning}");
    }
}

#[test]
fn v_17_the_written_envelope_opens() {
    let digits = |name: &str| -> Vec<u8> {
        let (_, vectors) = DOCUMENT.split_once("```text vectors\n").unwrap();
        let (_, rest) = vectors.split_once(&format!("\n{name} = ")).unwrap();
        let lines: Vec<&str> = rest
            .lines()
            .enumerate()
            .map_while(|(number, line)| if number == 0 { Some(line) } else { line.strip_prefix("    ") })
            .collect();
        hex(&lines.concat())
    };
    let mut keyring = Keyring::new(WORKSPACE);
    let key = |name| Key::from_bytes(digits(name).try_into().unwrap());
    keyring.add(everyone(), 1, EpochKeys { naming: key("naming key"), key: key("epoch key") });
    let envelope = Envelope::decode(&digits("envelope")).unwrap();
    assert_eq!(open(&keyring, &envelope).unwrap().content, b"hello");
    assert_eq!(envelope.verify(&digits("signing public").try_into().unwrap()), Ok(()));
    let snapshot = Envelope::decode(&digits("snapshot")).unwrap();
    assert_eq!(open(&keyring, &snapshot).unwrap().covers.len(), 1);
}
