//! Documents kept for ever: an earlier format opens as it was, a later one to be read only.

use super::*;
use std::{fs, path::PathBuf};

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/documents");
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_document_of_an_earlier_format_opens_as_it_was() {
    for (format, versions) in [(1, 2), (2, 3)] {
        let bytes = fixture(&format!("format-{format}.automerge"));
        let mut document = Document::load(&key(), &[bytes]).unwrap();
        assert_eq!((document.format(), document.read_only()), (format, None));
        let rows: Vec<Row> = serde_json::from_slice(&fixture(&format!("format-{format}.json"))).unwrap();
        assert_eq!((document.rows(), rows.len()), (rows, 1));
        assert_eq!(document.history(record(1)).len(), versions);
        assert!(document.merge(&Document::create(&key()).save()).unwrap().is_empty());
    }
}

#[test]
fn a_document_of_a_newer_format_opens_to_be_read_only() {
    let mut ana = Device::new(1);
    ana.document = Document::load(&key(), &[fixture("format-99.automerge")]).unwrap();
    let problem = ana.document.read_only().unwrap();
    assert!(problem.to_string().contains("format 99"), "{problem}");
    let row = ana.row(1).unwrap();
    assert!(row.read_only);
    assert_eq!(row.fields["name"], line("Zoë of format 99"));
    assert_eq!(row.fields.get("rank"), None, "a list is carried, not shown");

    assert_eq!(ana.try_edit(&[set(1, "name", line("Zoë"))]), Err(problem));
    let mut book = crate::Book::new();
    book.put(row);
    assert_eq!(book.apply(&set(1, "name", line("Zoë")), ana.stamp()), None);
}

#[test]
fn a_document_that_becomes_newer_by_a_merge_is_read_only_from_then_on() {
    let mut ana = Device::new(1);
    ana.document = Document::load(&key(), &[fixture("format-1.automerge")]).unwrap();
    ana.edit(&[set(1, "title", line("Pilot"))]);
    ana.document.merge(&fixture("format-99.automerge")).unwrap();
    assert!(ana.document.read_only().is_some());
    assert_eq!(ana.field(1, "title"), Some(line("Pilot")), "what was written before stays");
    let saved = ana.document.save();
    assert!(Document::load(&key(), &[saved]).unwrap().read_only().is_some());
}
