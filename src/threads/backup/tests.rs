//! Backups that come back whole, and files that are refused with the reason.

use super::*;
use document::{Audience, Author, Batch, Book, Document, Place, Stamp};
use kernel::{DeviceId, RecordId};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn backup() -> Backup {
    let member = MemberId::from_bytes([2; 16]);
    let key = |audience, place| DocumentKey { audience, place };
    Backup {
        workspace: WorkspaceId::from_bytes([1; 16]),
        member,
        created: Timestamp::from_millis(1_795_305_600_000),
        documents: vec![
            (key(Audience::Everyone, Place::Index), b"index".to_vec()),
            (key(Audience::Everyone, Place::Person(RecordId::from_bytes([3; 16]))), vec![]),
            (key(Audience::OnlyMe(member), Place::Area("feedback".into())), vec![7; 300]),
        ],
    }
}

fn refusal(file: &[u8]) -> String {
    decode(file).unwrap_err().to_string()
}

#[test]
fn bk_1_a_backup_comes_back_as_it_was() {
    let file = encode(&backup()).unwrap();
    assert_eq!(decode(&file), Ok(backup()));
    let empty = Backup { documents: vec![], ..backup() };
    assert_eq!(decode(&encode(&empty).unwrap()), Ok(empty));
}

/// Every document of a sample roster, as the engine keeps them.
fn sample() -> BTreeMap<DocumentKey, Document> {
    let member = MemberId::from_bytes([2; 16]);
    let mut number = 0_u128;
    let (_, batches) = roster::sample(&Author { member }, "2026-11-22".parse().unwrap(), &mut || {
        number += 1;
        RecordId::from_bytes(number.to_be_bytes())
    });
    let mut documents: BTreeMap<DocumentKey, Document> = BTreeMap::new();
    for Batch { label, edits, at } in batches {
        let stamp = Stamp { at: at.unwrap_or_default(), by: member };
        for edit in edits {
            let document = documents.entry(edit.document.clone()).or_insert_with_key(Document::create);
            document.apply(DeviceId::from_bytes([6; 16]), stamp, &label, &[edit]).unwrap();
        }
    }
    documents
}

fn content<'a>(documents: impl IntoIterator<Item = &'a Document>) -> String {
    let mut book = Book::new();
    for row in documents.into_iter().flat_map(Document::rows) {
        book.put(row);
    }
    crate::export::comparable(&book)
}

#[test]
fn bk_1_documents_that_went_through_a_backup_hold_what_they_held() {
    let before = sample();
    let documents = before.iter().map(|(key, document)| (key.clone(), document.save())).collect();
    let file = encode(&Backup { documents, ..backup() }).unwrap();
    let restored = decode(&file).unwrap().documents;
    let after: Vec<Document> =
        restored.iter().map(|(key, bytes)| Document::load(key, &[bytes]).unwrap()).collect();
    assert!(after.len() > 10, "a document per person and some more");
    assert_eq!(content(&after), content(before.values()));
}

#[test]
fn bk_2_what_is_no_backup_is_refused_with_the_reason() {
    let file = encode(&backup()).unwrap();
    for (bytes, reason) in [
        (b"".to_vec(), "The backup is damaged. It is cut short."),
        (b"hello, world, this is text".to_vec(), "The file is not a backup of Pilothouse."),
        (b"PK\x03\x04 and so on".to_vec(), "The file is a zip, such as an export"),
        (file[..file.len() - 40].to_vec(), "The backup is damaged. It is cut short."),
        (file[..20].to_vec(), "The backup is damaged. It is cut short."),
        ([&file[..], b"x"].concat(), "The backup is damaged. There is something behind its end."),
        (String::from_utf8_lossy(&file).replace("\r\n", "\n").into_bytes(), "The file is not a backup"),
        ([&[0x89], &b"pilothouse\n\x1a\n\0and more"[..]].concat(), "The backup is damaged. Its line ends"),
    ] {
        assert!(refusal(&bytes).starts_with(reason), "{}", refusal(&bytes));
    }
}

#[test]
fn a_newer_backup_asks_for_an_update() {
    let mut file = encode(&backup()).unwrap();
    file[MARK.len()] = 2;
    assert!(refusal(&file).starts_with("The backup was made by a newer version of Pilothouse."));
}

#[test]
fn the_damaged_document_is_named() {
    let mut file = encode(&backup()).unwrap();
    let at = file.len() - DIGEST - 1;
    file[at] ^= 1;
    let key = &backup().documents[2].0;
    assert!(refusal(&file).starts_with(&format!("{key}: The backup is damaged. A document in it was")));
}

#[test]
fn a_document_that_is_there_twice_is_refused() {
    let mut twice = backup();
    twice.documents.push(twice.documents[0].clone());
    assert!(refusal(&encode(&twice).unwrap()).contains("A document is in it twice."));
}

proptest! {
    #[test]
    fn bk_3_a_changed_byte_never_passes(at: prop::sample::Index, change in 1..=255_u8) {
        let mut file = encode(&backup()).unwrap();
        let at = at.index(file.len());
        file[at] ^= change;
        prop_assert!(decode(&file).is_err());
    }

    #[test]
    fn a_file_cut_anywhere_never_passes(at: prop::sample::Index) {
        let file = encode(&backup()).unwrap();
        prop_assert!(decode(&file[..at.index(file.len())]).is_err());
    }

    #[test]
    fn bytes_behind_the_mark_are_refused_whatever_they_are(bytes: Vec<u8>) {
        prop_assert!(decode(&[&MARK[..], &bytes].concat()).is_err());
    }
}
