//! What every store has to do, as a suite that each is run against.

use std::path::Path;

use kernel::{DeviceId, Timestamp, WorkspaceId};
use protocol::{AudienceId, DocumentTag, Hash, InvitationId, Position};

use super::{Arrived, Chain, Hollow, Kept, LogStore, StoreError, Write};

const ONE: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
const OTHER: WorkspaceId = WorkspaceId::from_bytes([2; 16]);

const fn chain(audience: u8, device: u8) -> Chain {
    Chain { audience: AudienceId([audience; 16]), device: DeviceId::from_bytes([device; 16]) }
}

fn envelope(chain: Chain, sequence: u64, bytes: &[u8]) -> Write {
    let position = Position { sequence, hash: Hash::of(bytes) };
    Write::Envelope { chain, position, bytes: bytes.to_vec() }
}

fn operation(bytes: &[u8]) -> Write {
    Write::Operation { hash: Hash::of(bytes), bytes: bytes.to_vec() }
}

fn in_one(writes: impl IntoIterator<Item = Write>) -> Vec<(WorkspaceId, Write)> {
    writes.into_iter().map(|write| (ONE, write)).collect()
}

/// Runs the suite. `open` opens the same store each time; `backup` is a file that does not exist,
/// `open_copy` opens what was backed up there.
pub fn check(
    open: impl Fn() -> Box<dyn LogStore>,
    backup: &Path,
    open_copy: impl Fn(&Path) -> Box<dyn LogStore>,
) {
    let store = open();
    assert_eq!(store.workspaces().unwrap(), 0);
    assert_eq!(store.load(ONE).unwrap(), None);
    nothing_is_kept_in_no_workspace(&*store);
    what_is_committed_is_there(&*store);
    a_commit_is_whole_or_not_at_all(&*store);
    chains_are_read_in_order_and_in_parts(&*store);
    a_stub_stands_for_what_is_not_kept(&*store);
    a_hollow_stretch_is_filled_place_by_place(&*store);
    since_when_a_snapshot_is_here_is_kept_until_it_is_emptied(&*store);
    requests_are_kept_until_answered(&*store);
    what_is_erased_is_remembered(&*store);
    let before = store.load(ONE).unwrap();
    store.back_up(backup).unwrap();
    assert!(store.back_up(backup).is_err(), "a backup is never written over");
    store.commit(&in_one([envelope(chain(8, 8), 1, b"after the backup")])).unwrap();
    drop(store);

    let again = open();
    let kept = again.load(ONE).unwrap().unwrap();
    assert!(kept.frontier.position(AudienceId([8; 16]), chain(8, 8).device).is_some(), "kept for good");
    let copy = open_copy(backup);
    assert_eq!(copy.load(ONE).unwrap(), before, "a backup is as of its moment");
    assert_eq!(copy.envelopes(ONE, chain(3, 3), 1, u64::MAX, 1 << 20).unwrap().len(), 5);
}

fn nothing_is_kept_in_no_workspace(store: &dyn LogStore) {
    assert!(matches!(store.commit(&in_one([operation(b"x")])), Err(StoreError::Workspace)));
    assert_eq!(store.load(ONE).unwrap(), None);
}

fn what_is_committed_is_there(store: &dyn LogStore) {
    store.commit(&in_one([Write::Workspace, operation(b"founding")])).unwrap();
    store.commit(&[(OTHER, Write::Workspace), (OTHER, operation(b"elsewhere"))]).unwrap();
    assert_eq!(store.workspaces().unwrap(), 2);
    assert!(matches!(store.commit(&in_one([Write::Workspace])), Err(StoreError::Workspace)), "once");
    store.commit(&in_one([operation(b"founding"), envelope(chain(3, 3), 1, b"first")])).unwrap();
    let Kept { operations, frontier, bytes, requests, hollow, arrived, erased } =
        store.load(ONE).unwrap().unwrap();
    assert!(hollow.is_empty() && arrived.is_empty() && erased.is_empty());
    assert_eq!(operations, [b"founding".to_vec()]);
    assert_eq!(bytes, 8 + 5, "an operation that is kept already counts once");
    assert_eq!((frontier.len(), requests.len()), (1, 0));
    let position = frontier.position(AudienceId([3; 16]), chain(3, 3).device).unwrap();
    assert_eq!(position, Position { sequence: 1, hash: Hash::of(b"first") });
    assert_eq!(store.load(OTHER).unwrap().unwrap().operations, [b"elsewhere".to_vec()]);
}

fn a_commit_is_whole_or_not_at_all(store: &dyn LogStore) {
    let before = store.load(ONE).unwrap();
    for wrong in [1, 3, 0, u64::MAX] {
        let half = in_one([operation(b"half"), envelope(chain(3, 3), wrong, b"wrong place")]);
        assert!(matches!(store.commit(&half), Err(StoreError::OutOfOrder)), "place {wrong}");
    }
    let nothing_there = Write::Empty { chain: chain(3, 3), sequence: 9, stub: vec![1] };
    assert!(store.commit(&in_one([operation(b"half"), nothing_there])).is_err());
    assert_eq!(store.load(ONE).unwrap(), before);
}

fn chains_are_read_in_order_and_in_parts(store: &dyn LogStore) {
    let more = (2..=5).map(|sequence| envelope(chain(3, 3), sequence, &[sequence as u8; 10]));
    store.commit(&in_one(more)).unwrap();
    store.commit(&in_one([envelope(chain(3, 4), 1, b"of another device")])).unwrap();
    let read = |from, last, budget| {
        let rows = store.envelopes(ONE, chain(3, 3), from, last, budget).unwrap();
        rows.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>()
    };
    let lengths = |from, last, budget| read(from, last, budget).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(1, u64::MAX, 1 << 20), [5, 10, 10, 10, 10]);
    assert_eq!(read(3, 4, 1 << 20), [vec![3; 10], vec![4; 10]]);
    assert_eq!(lengths(1, u64::MAX, 16), [5, 10], "as much as the budget allows");
    assert_eq!(lengths(2, u64::MAX, 1), [10], "and one at least");
    assert!(read(6, u64::MAX, 100).is_empty());
    let before = store.load(ONE).unwrap().unwrap();
    store.commit(&in_one([Write::Empty { chain: chain(3, 3), sequence: 2, stub: vec![9; 3] }])).unwrap();
    assert_eq!(read(1, 2, 1 << 20), [b"first".to_vec(), vec![9; 3]]);
    let after = store.load(ONE).unwrap().unwrap();
    assert_eq!((after.bytes, &after.frontier), (before.bytes - 7, &before.frontier));
}

fn a_stub_stands_for_what_is_not_kept(store: &dyn LogStore) {
    let stub = |sequence| {
        let position = Position { sequence, hash: Hash::of(b"stub") };
        Write::Stub { chain: chain(3, 5), position, bytes: b"stub".to_vec() }
    };
    store.commit(&in_one([envelope(chain(3, 5), 1, b"first"), stub(7)])).unwrap();
    store.commit(&in_one([envelope(chain(3, 5), 8, b"eighth")])).unwrap();
    let rows = store.envelopes(ONE, chain(3, 5), 1, u64::MAX, 1 << 20).unwrap();
    assert_eq!(rows, [(1, b"first".to_vec()), (7, b"stub".to_vec()), (8, b"eighth".to_vec())]);
    for wrong in [0, 7, 8] {
        assert!(matches!(store.commit(&in_one([stub(wrong)])), Err(StoreError::OutOfOrder)), "{wrong}");
    }
    let ahead = in_one([envelope(chain(3, 5), 10, b"tenth")]);
    assert!(matches!(store.commit(&ahead), Err(StoreError::OutOfOrder)), "an envelope is the next");
}

fn a_hollow_stretch_is_filled_place_by_place(store: &dyn LogStore) {
    let (chain, to) = (chain(3, 6), 3);
    let position = Position { sequence: to, hash: Hash::of(b"third") };
    let hollow = Hollow { from: 1, before: Hash::ZERO, hash: position.hash, is_word: false };
    let stub = Write::Stub { chain, position, bytes: b"stub".to_vec() };
    store.commit(&in_one([stub, Write::Hollow { chain, to, hollow: Some(hollow) }])).unwrap();
    let held = |store: &dyn LogStore| store.load(ONE).unwrap().unwrap();
    let before = held(store);
    assert_eq!(before.hollow, [(chain, to, hollow)]);
    let fill = |sequence| Write::Fill { chain, sequence, bytes: b"contents".to_vec() };
    for wrong in [0, 4] {
        assert!(matches!(store.commit(&in_one([fill(wrong)])), Err(StoreError::OutOfOrder)), "{wrong}");
    }
    let rest = Hollow { from: 2, before: Hash::of(b"first"), is_word: true, ..hollow };
    store.commit(&in_one([fill(1), Write::Hollow { chain, to, hollow: Some(rest) }])).unwrap();
    assert_eq!(held(store).hollow, [(chain, to, rest)]);
    store.commit(&in_one([fill(3), Write::Hollow { chain, to, hollow: None }])).unwrap();
    let after = held(store);
    assert!(after.hollow.is_empty());
    assert_eq!((after.bytes, &after.frontier), (before.bytes + 8 + 4, &before.frontier));
    let rows = store.envelopes(ONE, chain, 1, u64::MAX, 1 << 20).unwrap();
    assert_eq!(rows, [(1, b"contents".to_vec()), (3, b"contents".to_vec())]);
}

fn since_when_a_snapshot_is_here_is_kept_until_it_is_emptied(store: &dyn LogStore) {
    let chain = chain(3, 7);
    let before = vec![(chain.device, 4), (DeviceId::from_bytes([9; 16]), 77)];
    let at = Timestamp::from_millis(1_700_000_000_000);
    let arrived = Arrived { document: DocumentTag([5; 16]), at, before };
    let write = Write::Arrived { chain, sequence: 1, arrived: arrived.clone() };
    store.commit(&in_one([envelope(chain, 1, b"whole"), write])).unwrap();
    assert_eq!(store.load(ONE).unwrap().unwrap().arrived, [(chain, 1, arrived)]);
    store.commit(&in_one([Write::Empty { chain, sequence: 1, stub: vec![1] }])).unwrap();
    assert!(store.load(ONE).unwrap().unwrap().arrived.is_empty());
}

fn requests_are_kept_until_answered(store: &dyn LogStore) {
    let [first, second] = [InvitationId([1; 16]), InvitationId([2; 16])];
    let request = |invitation, request: &[u8]| Write::Request { invitation, request: request.to_vec() };
    let all = [request(first, b"a"), request(first, b"b"), request(first, b"a"), request(second, b"c")];
    store.commit(&in_one(all)).unwrap();
    let mut held = store.load(ONE).unwrap().unwrap().requests;
    held.sort();
    assert_eq!(held, [(first, b"a".to_vec()), (first, b"b".to_vec()), (second, b"c".to_vec())]);
    store.commit(&in_one([Write::Answered { invitation: first }])).unwrap();
    assert_eq!(store.load(ONE).unwrap().unwrap().requests, [(second, b"c".to_vec())]);
}

fn what_is_erased_is_remembered(store: &dyn LogStore) {
    let (audience, document) = (AudienceId([3; 16]), DocumentTag([5; 16]));
    let write = Write::Erased { audience, document };
    store.commit(&in_one([write.clone(), write])).unwrap();
    assert_eq!(store.load(ONE).unwrap().unwrap().erased, [(audience, document)]);
    assert!(store.load(OTHER).unwrap().unwrap().erased.is_empty());
}
