//! Damaged and made-up bytes: named, never a panic, never half taken in.

use super::*;
use automerge::{
    Change as Made, ExpandedChange,
    legacy::{ElementId, Key, ObjectId, OpId},
};
use proptest::{collection::vec, prelude::*};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A document with some of everything, as the chunks it is stored as.
pub(super) static CHUNKS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut ana = Device::new(1);
    let mut chunks = vec![ana.document.genesis_chunk()];
    let values = [("name", line("Cem")), ("notes", prose(&"Tea. ".repeat(80))), ("tags", tags(&["a", "b"]))];
    chunks.push(ana.edit(&[create(1, &values)]).chunk);
    chunks.push(ana.edit(&[set(1, "name", Value::Integer(4)), set(1, "notes", prose("Tea."))]).chunk);
    chunks.push(ana.document.save());
    chunks
});

/// Gives a chunk the checksum of what it holds, as somebody would who means harm.
pub(super) fn with_right_checksum(mut chunk: Vec<u8>) -> Vec<u8> {
    if chunk.len() > 9 {
        let sum = Sha256::digest(&chunk[8..]);
        chunk[4..8].copy_from_slice(&sum[..4]);
    }
    chunk
}

#[test]
fn damage_names_the_document_and_the_way_out() {
    for chunk in CHUNKS.iter() {
        let other = b"{\"json\": true}".to_vec();
        let mut flipped = chunk.clone();
        let middle = chunk.len() / 2;
        flipped[middle] ^= 1;
        for bytes in [Vec::new(), chunk[..chunk.len() - 1].to_vec(), chunk[..6].to_vec(), flipped, other] {
            let loaded = Document::load(&key(), &[chunk, &bytes]).err();
            let problem = loaded.unwrap_or_else(|| panic!("{bytes:?} was taken"));
            assert_eq!(problem.place, "everyone/area/roster");
            assert!(!problem.way_out.is_empty(), "{problem}");

            let mut ana = Device::new(1);
            let before = ana.document.save();
            assert!(ana.document.merge(&bytes).is_err());
            assert_eq!(ana.document.save(), before);
        }
    }
}

#[test]
fn a_document_whose_changes_are_not_all_there_is_refused() {
    let chunks = &*CHUNKS;
    let problem = Document::load(&key(), &[&chunks[0], &chunks[2]]).err().unwrap();
    assert!(problem.what.contains("missing"), "{problem}");
    assert!(Document::load(&key(), &Vec::<Vec<u8>>::new()).is_err());
}

#[test]
fn two_changes_with_one_number_of_one_device_are_refused() {
    // A browser profile copied, or put back to an earlier day, and written in again.
    let (mut ana, mut copy) = (Device::new(1), Device::new(1));
    ana.edit(&[create(1, &[("name", line("Cem"))])]);
    copy.edit(&[create(2, &[("name", line("Dana"))])]);
    let before = ana.document.save();
    let problem = ana.document.merge(&copy.document.save()).unwrap_err();
    assert!(problem.what.contains("contradict"), "{problem}");
    assert_eq!(ana.document.save(), before);
    ana.edit(&[set(1, "name", line("Cemal"))]);
}

#[test]
fn a_change_that_names_a_writer_it_does_not_list_is_refused() {
    let mut named = 0;
    for at in 12..CHUNKS[2].len() {
        for byte in 1..8 {
            let mut chunk = CHUNKS[2].clone();
            chunk[at] = byte;
            let mut ana = Device::new(1);
            ana.document.merge(&CHUNKS[1]).unwrap();
            let taken = ana.document.merge(&with_right_checksum(chunk));
            named += usize::from(taken.is_err_and(|problem| problem.what.contains("names a writer")));
        }
    }
    assert!(named > 0, "none of them named a writer that is not listed");
}

#[test]
fn a_change_with_numbers_that_no_document_reaches_is_refused() {
    const FAR: u64 = 1 << 40;
    let (ana, mut ben) = Device::two();
    let made = ben.edit(&[create(1, &[("name", line("Cem")), ("notes", prose("Tea."))])]).chunk;
    let written = ben.edit(&[edit(
        1,
        Change::Text { field: "notes".into(), base: "Tea.".into(), text: "Green tea.".into() },
    )]);
    let right = Made::try_from(&written.chunk[..]).unwrap().decode();
    let far = |id: &OpId| OpId::new(FAR, id.actor());
    let forged = |forge: &dyn Fn(&mut ExpandedChange)| {
        let mut change = right.clone();
        forge(&mut change);
        Made::from(change).raw_bytes().to_vec()
    };
    let ids = |change: &mut ExpandedChange| {
        for op in &mut change.operations {
            if let Key::Seq(ElementId::Id(id)) = &op.key {
                op.key = Key::Seq(ElementId::Id(far(id)));
            }
        }
    };
    let objects = |change: &mut ExpandedChange| {
        for op in &mut change.operations {
            if let ObjectId::Id(id) = &op.obj {
                op.obj = ObjectId::Id(far(id));
            }
        }
    };
    let overwritten = |change: &mut ExpandedChange| {
        let actor = change.actor_id.clone();
        change.operations[0].pred = vec![OpId::new(FAR, &actor)].into();
    };
    let numbers = |change: &mut ExpandedChange| change.start_op = FAR.try_into().unwrap();
    let forgeries = [forged(&ids), forged(&objects), forged(&overwritten), forged(&numbers)];
    for (at, forgery) in forgeries.iter().enumerate() {
        let mut ana =
            Device { document: Document::load(&key(), &[ana.document.save()]).unwrap(), ..Device::new(1) };
        ana.document.merge(&made).unwrap();
        let before = ana.document.save();
        let problem = ana.document.merge(forgery).unwrap_err();
        assert!(problem.what.contains("too large"), "forgery {at}: {problem}");
        assert_eq!(ana.document.save(), before);
    }
    assert!(Device::two().0.document.merge(&[made, forged(&|_| {})].concat()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn hostile_bytes_are_refused_or_taken_whole(
        which in 0_usize..4, flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), right: bool, cut: bool,
    ) {
        let mut chunk = CHUNKS[which].clone();
        for (at, byte) in flips {
            let at = at.index(chunk.len());
            chunk[at] = byte;
            if cut {
                chunk.truncate(at.max(12));
            }
        }
        if right {
            chunk = with_right_checksum(chunk);
        }
        let mut ana = Device::new(1);
        for chunk in &CHUNKS[..which.min(3)] {
            ana.document.merge(chunk).unwrap();
        }
        let _taken_or_refused = ana.document.merge(&chunk);
        // Whatever was taken can be read and written.
        let _rows = (ana.document.rows(), ana.document.history(record(1)));
        let _refused = ana.try_edit(&[set(1, "notes", prose("x"))]);
        let loaded = Document::load(&key(), &[ana.document.save()]).unwrap();
        prop_assert_eq!(loaded.rows(), ana.document.rows());
        if let Ok(loaded) = Document::load(&key(), &[chunk]) {
            let _rows = loaded.rows();
        }
    }

    #[test]
    fn random_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(Document::load(&key(), &[bytes]).is_err());
    }
}
