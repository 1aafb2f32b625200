//! What documents, tabs, tables and backups are read from.

use document::{Change, Document, DocumentKey, Edit, Page, Stamp, Value, sheet};
use engine::inside;
use engine::message::{self, Ask, ClientId, Delivery, Request};
use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use std::collections::BTreeMap;

fn key() -> Option<DocumentKey> {
    "everyone/area/roster".parse().ok()
}

/// Long enough to be one value until somebody writes into it.
const NOTES: &str = "Owns the harbour’s cranes, and would like to teach.";

/// A document in which somebody wrote, and a change of it that is not there yet.
fn written(key: &DocumentKey) -> Option<(Document, Vec<u8>)> {
    let apply = |document: &mut Document, change| {
        let edit = Edit { document: key.clone(), record: RecordId::from_bytes([7; 16]), change };
        let stamp = Stamp { at: Timestamp::from_millis(0), by: MemberId::from_bytes([2; 16]) };
        document.apply(DeviceId::from_bytes([3; 16]), stamp, "Write", &[edit]).ok()
    };
    let mut document = Document::create(key);
    let fields = [("name", Value::from("Ana")), ("notes", Value::Prose(NOTES.into()))];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    apply(&mut document, Change::Create { kind: "person".into(), fields: BTreeMap::from(fields).into() })?;
    let mut further = Document::load(key, &[document.save()]).ok()?;
    let text = format!("{NOTES} Soon.");
    let applied = apply(&mut further, Change::Text { field: "notes".into(), base: NOTES.into(), text })?;
    Some((document, applied.chunk))
}

/// What loads, saves; and what was saved loads to the same.
pub fn chunk(bytes: &[u8]) {
    let Some(key) = key() else { return };
    let _ = document::authors(bytes);
    if let Ok(document) = Document::load(&key, &[bytes]) {
        let rows = document.rows();
        let again = Document::load(&key, &[document.save()]);
        assert!(again.is_ok_and(|again| again.heads() == document.heads() && again.rows() == rows));
    }
    // A name is read as it is written.
    if let Some(Ok(name)) = std::str::from_utf8(bytes).ok().map(str::parse::<DocumentKey>) {
        assert_eq!(name.to_string().parse(), Ok(name));
    }
}

/// What is refused changes nothing; what is taken in can be saved and loaded.
pub fn merge(bytes: &[u8]) {
    let Some((mut document, _)) = key().as_ref().and_then(written) else { return };
    let (heads, rows) = (document.heads(), document.rows());
    match document.merge(bytes) {
        Err(_) => assert!(document.heads() == heads && document.rows() == rows),
        Ok(_) => {
            let again = Document::load(document.key(), &[document.save()]);
            assert!(again.is_ok_and(|again| again.heads() == document.heads()));
        }
    }
}

pub fn chunks() -> Vec<Vec<u8>> {
    let Some((document, chunk)) = key().as_ref().and_then(written) else { return Vec::new() };
    vec![document.save(), document.genesis_chunk(), chunk, b"everyone/area/roster".to_vec()]
}

/// What screens read: whatever stands in a document or a stored page becomes records, text and files.
pub fn rows(bytes: &[u8]) {
    let Some(key) = key() else { return };
    let rows = match Document::load(&key, &[bytes]) {
        Ok(document) => document.rows(),
        Err(_) => match message::decode::<Vec<document::Row>>(bytes) {
            Ok(rows) => rows,
            Err(_) => return,
        },
    };
    let mut book = document::Book::new();
    for row in rows.iter().take(100) {
        let _ = document::plain::json::record(None, row).to_string();
        book.put(row.clone());
    }
    for person in book.all::<roster::Person>().iter() {
        let fields = document::Record::to_fields(&person.record);
        let again = <roster::Person as document::Record>::from_fields(&fields);
        assert_eq!(again, person.record);
    }
}

pub fn all_rows() -> Vec<Vec<u8>> {
    let Some((document, _)) = key().as_ref().and_then(written) else { return Vec::new() };
    let rows = message::encode(&document.rows());
    [Some(document.save()), rows.ok()].into_iter().flatten().collect()
}

/// What a part of the projection is read as is written, and read as the same.
pub fn projection(bytes: &[u8]) {
    let Some(key) = key() else { return };
    if let Some(written) = inside::part(&key, bytes) {
        assert_eq!(inside::part(&key, &written), Some(written));
    }
}

pub fn projections() -> Vec<Vec<u8>> {
    let Some((document, _)) = key().as_ref().and_then(written) else { return Vec::new() };
    let mut page = Page { heads: document.heads(), rows: document.rows() };
    let whole = inside::page(document.key(), &page);
    for row in &mut page.rows {
        row.read_only = true;
        row.changed.at = Timestamp::from_millis(1);
        row.conflicts.insert("name".into(), vec![Value::from("Ana"), Value::Decimal(0.5)]);
        row.fields.insert("tags".into(), Value::Set(["a".to_owned()].into()));
        row.fields.insert("team".into(), Value::Line(row.id.to_string()));
    }
    vec![whole, inside::page(document.key(), &page)]
}

/// What tabs say to each other, and what is stored for screens.
pub fn page(bytes: &[u8]) {
    let _ = message::decode::<Delivery>(bytes);
    let _ = engine::projection::pages([("everyone/index", bytes)]);
    if let Ok(said) = message::decode::<(ClientId, Request)>(bytes) {
        let written = message::encode(&said).unwrap_or_default();
        assert_eq!(message::decode::<(ClientId, Request)>(&written).as_ref(), Ok(&said));
    }
}

pub fn pages() -> Vec<Vec<u8>> {
    let said = (ClientId([1; 16]), Request { id: 1, ask: Ask::Open { have: Vec::new() } });
    let undo = (ClientId([1; 16]), Request { id: 2, ask: Ask::Undo });
    [said, undo].iter().filter_map(|said| message::encode(said).ok()).collect()
}

/// Every row has as many cells as it has.
pub fn table(bytes: &[u8]) {
    if let Ok(table) = sheet::read(bytes, &sheet::Reading::default()) {
        assert!(!table.header.is_empty());
    }
}

pub fn tables() -> Vec<Vec<u8>> {
    let lines = ["name,team\r\nAna,Harbour\r\n", "name;team\n\"Eva \"\"E\"\"\";x\n", "a\tb\n1\t2\n"];
    lines.iter().map(|lines| lines.as_bytes().to_vec()).collect()
}

/// What is understood is written as it was.
pub fn backup(bytes: &[u8]) {
    if let Ok(backup) = threads::backup::decode(bytes) {
        assert!(threads::backup::encode(&backup).is_ok_and(|written| written == bytes));
    }
}

pub fn backups() -> Vec<Vec<u8>> {
    let documents =
        key().as_ref().and_then(written).map(|(document, _)| (document.key().clone(), document.save()));
    let backup = threads::backup::Backup {
        workspace: kernel::WorkspaceId::from_bytes([4; 16]),
        member: MemberId::from_bytes([2; 16]),
        created: Timestamp::from_millis(0),
        documents: documents.into_iter().collect(),
    };
    threads::backup::encode(&backup).into_iter().collect()
}
