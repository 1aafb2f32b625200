//! What holds secrets: links, codes, recovery keys, keyrings, locks, sealed backups.

use vault::{
    BackupReader, BackupWriter, Code, Cost, DeviceKeys, Link, Passphrase, Random, RecoveryKey, RecoverySheet,
};

/// As little as there may be: time is not what is looked at here.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn passphrase() -> Passphrase {
    Passphrase::typed("correct horse battery staple")
}

/// What is understood means the same when it is written and read again.
pub fn link(bytes: &[u8]) {
    if let Some(Ok(link)) = text(bytes).map(Link::parse) {
        let written = link.fragment();
        let again = Link::parse(&written);
        assert_eq!(again.map(|link| link.fragment().to_string()).as_ref(), Ok(&*written));
    }
}

/// A link as the product makes it.
pub fn any_link() -> Link {
    Link {
        workspace: kernel::WorkspaceId::from_bytes([4; 16]),
        secret: vault::InvitationSecret::generate(&mut Random::from_seed([1; 32])),
        role: Some(protocol::Role::Manager),
        expires: kernel::Timestamp::from_millis(1_700_000_000_000),
        by: "Alice".to_owned(),
        workspace_name: "Harbour".to_owned(),
        relay: Some("wss://relay.example/sync".to_owned()),
    }
}

pub fn links() -> Vec<Vec<u8>> {
    let link = any_link();
    let short =
        Link { role: None, by: String::new(), workspace_name: String::new(), relay: None, ..link.clone() };
    [link, short].iter().map(|link| link.fragment().as_bytes().to_vec()).collect()
}

/// What is understood means the same when it is written and read again.
pub fn code(bytes: &[u8]) {
    if let Some(Ok(code)) = text(bytes).map(Code::parse) {
        let written = code.text();
        assert_eq!(Code::parse(&written).map(|code| code.text()), Ok(written));
    }
}

pub fn codes() -> Vec<Vec<u8>> {
    let workspace = Code::tag(kernel::WorkspaceId::from_bytes([4; 16]));
    let from = kernel::DeviceId::from_bytes([3; 16]);
    let first = Code { workspace, from, to: None, sealed: vec![7; 40] };
    let answer = Code { to: Some(from), ..first.clone() };
    [first, answer].iter().map(|code| code.text().into_bytes()).collect()
}

/// What is understood means the same when it is printed and typed again.
pub fn sheet(bytes: &[u8]) {
    if let Some(Ok(sheet)) = text(bytes).map(RecoverySheet::parse) {
        let printed = sheet.print();
        let again = RecoverySheet::parse(&printed).map(|again| again.print());
        assert!(again.is_ok_and(|again| again == printed));
    }
}

pub fn sheets() -> Vec<Vec<u8>> {
    let key = RecoveryKey::generate(&mut Random::from_seed([1; 32]));
    let sheet = RecoverySheet { key, workspace: kernel::WorkspaceId::from_bytes([4; 16]) };
    vec![sheet.print().as_bytes().to_vec()]
}

/// What is understood is stored as it was.
pub fn device_keys(bytes: &[u8]) {
    if let Ok(keys) = DeviceKeys::from_bytes(bytes) {
        assert_eq!(&keys.to_bytes()[..], bytes);
    }
}

pub fn all_device_keys() -> Vec<Vec<u8>> {
    vec![DeviceKeys::generate(&mut Random::from_seed([1; 32])).to_bytes().to_vec()]
}

/// Whether these bytes of a cost ask for little: what may be asked for is bounded elsewhere.
fn is_cheap(cost: &[u8]) -> bool {
    matches!(cost, [0, 0, 0, memory, 0, 0, 0, passes, _] if *memory <= 64 && *passes <= 2)
}

/// No bytes harm; what is changed does not open.
pub fn locked(bytes: &[u8]) {
    if bytes.get(1..10).is_none_or(is_cheap) {
        let opened = vault::unlock(&passphrase(), bytes);
        assert!(opened.is_err() || locks().iter().any(|good| good == bytes));
    }
}

pub fn locks() -> Vec<Vec<u8>> {
    let locked = vault::lock(&passphrase(), CHEAP, b"secret", &mut Random::from_seed([1; 32]));
    locked.into_iter().collect()
}

/// No bytes harm; what is changed is not taken for whole.
pub fn sealed_backup(bytes: &[u8]) {
    let good = sealed_backups();
    let cost = good.first().and_then(|good| good.windows(9).position(is_cheap));
    if cost.and_then(|at| bytes.get(at..at + 9)).is_some_and(|cost| !is_cheap(cost)) {
        return;
    }
    let mut reader = BackupReader::new(passphrase());
    let whole = reader.push(bytes).is_ok() && reader.finish().is_ok();
    assert!(!whole || good.iter().any(|good| good == bytes));
}

pub fn sealed_backups() -> Vec<Vec<u8>> {
    let Ok((mut writer, mut file)) = BackupWriter::new(&passphrase(), CHEAP, &mut Random::from_seed([1; 32]))
    else {
        return Vec::new();
    };
    file.extend(writer.push(b"everything there is"));
    file.extend(writer.finish());
    vec![file]
}
