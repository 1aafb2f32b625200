//! Everything out: one zip that is readable without the product (WS-4).
//!
//! ```text
//! README.txt             what is what
//! roster/People/….md     every record, in folders by area; only-me/… for what only the user reads
//! tables/People.csv      every kind as a table
//! workspace.json         all records with links and history; workspace.schema.json describes it
//! calendar.ics           1:1s and due actions
//! documents/….automerge  the documents themselves
//! ```
//!
//! The same workspace at the same instant gives the same bytes.

mod archive;
mod calendar;
mod folders;
mod names;
mod workspace;

pub use archive::{Archive, File};
use folders::Folders;
pub use workspace::comparable;

use document::{
    Audience, Book, DocumentKey, Row, Version,
    plain::{self, Titles},
};
use kernel::{Ordered as _, Problem, RecordId, Timestamp, WorkspaceId};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write,
};

use crate::{Link, kinds, links};
use document::Record;

/// What is exported.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its records.
    pub book: &'a Book,
    /// Its documents, each as a whole Automerge file.
    pub documents: &'a [(DocumentKey, Vec<u8>)],
    /// The history of its records, newest version first. Records without one get none.
    pub histories: &'a HashMap<RecordId, Vec<Version>>,
    /// The instant of the export.
    pub now: Timestamp,
    /// How far east of UTC the user is, in minutes: decides which day it is.
    pub offset_minutes: i32,
}

/// The whole export as one zip. For a progress bar, pack [`files`] one by one into an [`Archive`].
///
/// # Errors
/// When the zip cannot be written, which would be a fault of this code.
pub fn zip(source: &Source<'_>) -> Result<Vec<u8>, Problem> {
    let mut archive = Archive::new(source.now);
    for file in files(source) {
        archive.add(&file)?;
    }
    archive.finish()
}

/// The name of the zip: `pilothouse-2026-11-22.zip`.
#[must_use]
pub fn file_name(source: &Source<'_>) -> String {
    format!("pilothouse-{}.zip", source.now.date(source.offset_minutes))
}

/// Every file of the export, in order of reading.
#[must_use]
pub fn files(source: &Source<'_>) -> Vec<File> {
    let book = source.book;
    let names = Names::of(book);
    let mut rows: Vec<&Row> = book.rows().map(|row| &**row).collect();
    rows.order_by_key(|row| row.id);
    let mut files = vec![File::text("README.txt", readme(source, rows.len()))];
    let folders = Folders::of(book);
    files.extend(pages(book, &rows, &names, &folders));
    files.extend(tables(&rows, &names, &folders));
    files.push(File::text("workspace.json", workspace::json(source, &rows)));
    files.push(File::text("workspace.schema.json", workspace::schema()));
    files.push(File::text("calendar.ics", calendar::calendar(source)));
    files.extend(source.documents.iter().map(|(key, bytes)| File {
        path: format!("documents/{key}.automerge"),
        bytes: bytes.clone(),
        packed: true,
    }));
    files
}

/// What records are called on the pages of each audience: what some read does not even name what
/// is not theirs.
struct Names<'a> {
    everyone: Titles<'a>,
    fewer: BTreeMap<Audience, Titles<'a>>,
}

impl<'a> Names<'a> {
    fn of(book: &'a Book) -> Self {
        let titles = |audience: Audience| {
            Titles::new(kinds::kinds(), move |id| {
                let row = book.row(id).filter(|row| is_named_on(audience, row));
                row.map(|row| kinds::title(book, row)).unwrap_or_default()
            })
        };
        let fewer = book.documents().into_keys().map(|key| key.audience);
        Self {
            everyone: titles(Audience::Everyone),
            fewer: fewer.map(|audience| (audience, titles(audience))).collect(),
        }
    }

    fn on(&self, row: &Row) -> &Titles<'a> {
        self.fewer.get(&row.document.audience).unwrap_or(&self.everyone)
    }
}

/// Whether whoever reads what is for `audience` may be told of a record. On one's own pages all may be named.
fn is_named_on(audience: Audience, row: &Row) -> bool {
    matches!(audience, Audience::OnlyMe(_)) || audience.is_within(row.document.audience)
}

/// A Markdown page per record. A link has none of its own; it is written at both its ends.
fn pages(book: &Book, rows: &[&Row], names: &Names<'_>, folders: &Folders) -> Vec<File> {
    let linked: HashSet<RecordId> = rows.iter().flat_map(|row| named_by(row)).collect();
    let mut taken = names::Taken::default();
    let page = |row: &&Row| {
        let kind = kinds::kind(&row.kind);
        let area = kinds::AREAS.iter().find(|(_, kinds)| kinds.iter().any(|kind| row.kind == kind.name));
        let folder = match (area, kind) {
            (Some((area, _)), Some(kind)) => format!("{area}/{}", names::safe(kind.plural)),
            _ => format!("other/{}", names::safe(&row.kind)),
        };
        let name = names::safe(&names.on(row).of(row.id));
        let path = taken.free(&format!("{}{folder}/{name}", folders.folder(row)), ".md");
        let mut text = plain::markdown::record(row, names.on(row));
        if linked.contains(&row.id) {
            text.push_str(&threads_of(book, row));
        }
        File::text(path, text)
    };
    rows.iter().filter(|row| row.kind != Link::NAME).map(page).collect()
}

/// The records at both ends of a link, and those that an action came from, with the action.
fn named_by(row: &Row) -> Vec<RecordId> {
    let named = |field: &str| row.fields.get(field)?.text()?.parse::<RecordId>().ok();
    match row.kind.as_str() {
        Link::NAME => ["from", "to"].into_iter().filter_map(named).collect(),
        _ => named("source").into_iter().flat_map(|source| [source, row.id]).collect(),
    }
}

fn threads_of(book: &Book, row: &Row) -> String {
    let shown = |knot: &links::Knot| {
        let audience = row.document.audience;
        let other = book.row(knot.other).is_some_and(|other| is_named_on(audience, other));
        other && (matches!(audience, Audience::OnlyMe(_)) || audience.is_within(knot.audience))
    };
    let mut text = String::new();
    for knot in links::rail(book, row.id).into_iter().filter(shown) {
        if text.is_empty() {
            text.push_str("\n## Threads\n\n");
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "- {}: {} ({}, {})", knot.relation, knot.title, knot.kind, knot.other);
        if let Some(reason) = knot.reason {
            let _ = write!(text, " — {}", reason.replace('\n', " "));
        }
        text.push('\n');
    }
    text
}

/// A table per kind, apart by who may read it.
fn tables(rows: &[&Row], names: &Names<'_>, folders: &Folders) -> Vec<File> {
    let mut files = Vec::new();
    for kind in kinds::kinds() {
        let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.kind == kind.name) {
            groups.entry(folders.folder(row)).or_default().push(row);
        }
        files.extend(groups.into_iter().map(|(folder, rows)| {
            let path = format!("{folder}tables/{}.csv", names::safe(kind.plural));
            let titles = rows.first().map_or(&names.everyone, |row| names.on(row));
            File::text(path, plain::csv::table(kind, rows, titles))
        }));
    }
    files
}

fn readme(source: &Source<'_>, records: usize) -> String {
    let told = Folders::of(source.book);
    let told = told.told();
    let mut circles = String::new();
    for (folder, holds) in &told {
        // Writing to a string cannot fail.
        let _ = writeln!(circles, "{folder}\n{:29}{holds}", "");
    }
    let leave: String = told.iter().map(|(folder, _)| format!("{folder}, ")).collect();
    let text = format!(
        "This is a whole Pilothouse workspace, to be read without Pilothouse.\n\
         Written {now}. {records} records, {documents} documents. Workspace {workspace}.\n\
         \n\
         {areas:<28} every record as a Markdown page: short fields on top, prose below\n\
         tables/                      every kind of record as a table (CSV, UTF-8)\n\
         only-me/                     the same for what only you can read\n\
         {circles}\
         workspace.json               all records, yours alone included, with links and history\n\
         workspace.schema.json        what workspace.json looks like (JSON Schema, draft 2020-12)\n\
         calendar.ics                 1:1s and due actions; times are those of your own zone wherever you are\n\
         documents/                   the documents themselves (Automerge), yours alone included\n\
         \n\
         Before you hand this to somebody, leave out only-me/, {leave}workspace.json, calendar.ics and documents/.\n\
         \n\
         In tables, a cell that a spreadsheet would run as a formula is led by an apostrophe.\n\
         Bringing a table back into Pilothouse takes it off.\n",
        areas = kinds::AREAS.iter().map(|(area, _)| format!("{area}/")).collect::<Vec<_>>().join(" "),
        now = source.now.iso(),
        documents = source.documents.len(),
        workspace = source.workspace,
    );
    text.replace('\n', "\r\n")
}

#[cfg(test)]
mod tests;
