//! Our side of the interop test: writes a document for the other implementation, reads one of its.
//!
//! `write FOLDER` puts `document.automerge`, the same as it lies on a disk and so in a backup, `chunks.automerge`, and its rows
//! as `rows.json` there;
//! `read FILE` prints the rows of a document as JSON.

use document::{Change, Document, DocumentKey, Edit, Stamp, Value};
use kernel::{DeviceId, MemberId, RecordId, Timestamp};
use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder)),
        ["read", file] => read(Path::new(file)),
        _ => Err("say `write FOLDER` or `read FILE`".into()),
    }
}

/// Long enough to be kept as one value until somebody writes into it.
const STORY: &str = "Came to the harbour when its cranes were painted 🫖 red.";

fn key() -> Result<DocumentKey, Box<dyn Error>> {
    Ok("everyone/area/roster".parse()?)
}

fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut document = Document::create(&key()?);
    let edit = |record: u8, change| -> Result<Edit, Box<dyn Error>> {
        Ok(Edit { document: key()?, record: RecordId::from_bytes([record; 16]), change })
    };
    let fields = [
        ("name", Value::from("Zoë Ångström")),
        ("start_date", Value::from("2026-11-22")),
        ("lead", Value::Flag(true)),
        ("level", Value::Integer(-4)),
        ("weekly_hours", Value::Decimal(32.5)),
        ("seen", Value::Instant(Timestamp::from_millis(1_795_305_600_123))),
        ("notes", Value::Prose("Likes tea 🫖.\nKnows the harbour.".to_owned())),
        // Nobody writes into the first, and somebody into the second.
        ("story", Value::Prose(STORY.to_owned())),
        ("plan", Value::Prose(STORY.to_owned())),
        ("skills", Value::Set(["rust".to_owned(), "on-call".to_owned()].into())),
    ];
    let fields = fields.map(|(name, value)| (name.into(), value)).into();
    let write = |field: &str, base: &str, text: String| Change::Text {
        field: field.to_owned(),
        base: base.to_owned(),
        text,
    };
    let text = "Likes green tea 🫖.\nKnows the harbour.";
    let steps = [
        ("Add Zoë", edit(1, Change::Create { kind: "person".to_owned(), fields })?),
        ("Add a team", edit(2, Change::Create { kind: "team".to_owned(), fields: [].into() })?),
        ("Write", edit(1, write("notes", "Likes tea 🫖.\nKnows the harbour.", text.to_owned()))?),
        ("Plan", edit(1, write("plan", STORY, STORY.replace("cranes", "cranes 🏗")))?),
        ("Remove the team", edit(2, Change::Delete)?),
    ];
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    for (at, (label, edit)) in (1_795_305_600..).zip(steps) {
        let stamp = Stamp { at: Timestamp::from_millis(at * 1000), by: MemberId::from_bytes([7; 16]) };
        let change = document.apply(DeviceId::from_bytes([8; 16]), stamp, label, &[edit])?.chunk;
        // The first chunk is a whole document.
        chunks.push(if chunks.is_empty() { document.save() } else { change });
    }
    // In whichever order.
    chunks.reverse();
    fs::write(folder.join("chunks.automerge"), chunks.concat())?;
    fs::write(folder.join("document.automerge"), document.save())?;
    fs::write(folder.join("rows.json"), serde_json::to_vec_pretty(&document.rows())?)?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn read(file: &Path) -> Result<(), Box<dyn Error>> {
    let document = Document::load(&key()?, &[fs::read(file)?])?;
    println!("{}", serde_json::to_string(&document.rows())?);
    Ok(())
}
