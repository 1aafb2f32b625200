//! The first change of every document: the same bytes wherever a document of that name is made.
//!
//! Two devices that create the same document apart create the same change, so merging them
//! doubles nothing. These bytes never change. Whoever first writes what a later format brings raises `meta.format` with
//! it; several who do so apart write the same, and the highest counts.

use automerge::{
    ActorId, Automerge, AutomergeError, Change, ChangeHash, ExpandedChange, ObjType, ROOT, ReadDoc,
    ScalarValue, TextEncoding,
    legacy::{Key, ObjectId, Op, OpId, OpType},
    transaction::{CommitOptions, Transactable},
};
use std::num::NonZeroU64;

use crate::DocumentKey;

/// The newest format this code knows. 1: all prose is a text object. 2: long prose may be folded (`fold`).
pub const FORMAT: i64 = 2;

/// Positions in text are counted in characters, as [`kernel::text`] does.
pub(super) const TEXT: TextEncoding = TextEncoding::UnicodeCodePoint;

/// The map at the root that says what the document is.
pub(super) const META: &str = "meta";
/// The key in it of the format.
pub(super) const FORMAT_KEY: &str = "format";
/// The key in it of the document's name.
const DOCUMENT_KEY: &str = "document";
/// The map at the root that holds the records by id.
pub(super) const RECORDS: &str = "records";

/// The author of fixed changes: no device has this id.
const NOBODY: [u8; 16] = [0; 16];

/// A document with nothing but its genesis.
pub(super) fn create(key: &DocumentKey) -> Automerge {
    let mut document = Automerge::new_with_encoding(TEXT).with_actor(ActorId::from(NOBODY));
    let made = document.transact_with(|_: &()| CommitOptions::default().with_time(0), |tx| write(tx, key));
    // Nothing here depends on input but the key's text, which any map value can hold.
    debug_assert!(made.is_ok());
    document
}

fn write(tx: &mut impl Transactable, key: &DocumentKey) -> Result<(), AutomergeError> {
    let meta = tx.put_object(ROOT, META, ObjType::Map)?;
    // The genesis is format 1 for ever; FORMAT may rise.
    tx.put(&meta, FORMAT_KEY, 1_i64)?;
    tx.put(&meta, DOCUMENT_KEY, key.to_string())?;
    tx.put_object(ROOT, RECORDS, ObjType::Map)?;
    Ok(())
}

/// Says that the document is of the newest format from now on.
pub(super) fn raise<T: Transactable + ReadDoc>(tx: &mut T) -> Result<(), AutomergeError> {
    match tx.get(ROOT, META)? {
        Some((_, meta)) => tx.put(&meta, FORMAT_KEY, FORMAT),
        None => Ok(()),
    }
}

/// The hash of the genesis, without making the document.
pub(super) fn hash(key: &DocumentKey) -> ChangeHash {
    let nobody = ActorId::from(NOBODY);
    let meta = ObjectId::Id(OpId::new(1, &nobody));
    let op = |object: &ObjectId, field: &str, action| Op {
        action,
        obj: object.clone(),
        key: Key::Map(field.into()),
        pred: Vec::new().into(),
        insert: false,
    };
    let change = ExpandedChange {
        operations: vec![
            op(&ObjectId::Root, META, OpType::Make(ObjType::Map)),
            op(&meta, FORMAT_KEY, OpType::Put(ScalarValue::Int(1))),
            op(&meta, DOCUMENT_KEY, OpType::Put(key.to_string().into())),
            op(&ObjectId::Root, RECORDS, OpType::Make(ObjType::Map)),
        ],
        actor_id: nobody,
        hash: None,
        seq: 1,
        start_op: NonZeroU64::MIN,
        time: 0,
        message: None,
        deps: Vec::new(),
        extra_bytes: Vec::new(),
        author: None,
    };
    Change::from(change).hash()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_genesis_of_a_document_never_changes() {
        let key: DocumentKey = "everyone/index".parse().unwrap();
        let hash = hash(&key);
        assert_eq!(hash.to_string(), "e23f907ec99e5dbe32a2960cf4c08091938640b34f8f4bfc67329c6b0e14756d");
        assert_eq!(create(&key).get_heads(), [hash]);
        assert_eq!(create(&key).get_changes(&[])[0].timestamp(), 0);
    }

    #[test]
    fn two_devices_make_the_same_document_and_merging_doubles_nothing() {
        let key: DocumentKey = "everyone/area/roster".parse().unwrap();
        let (mut one, mut two) = (create(&key), create(&key));
        assert_eq!(one.save(), two.save());
        one.merge(&mut two).unwrap();
        assert_eq!(one.get_changes(&[]).len(), 1);
    }
}
