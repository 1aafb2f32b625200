//! One person's file as a zip that is readable without the product: pages, tables, JSON with history, documents.

use document::{Audience, Book, DocumentKey};
use kernel::Problem;
use std::{collections::BTreeSet, fmt::Write};

use super::{Fate, PersonFile, rows_in};
use crate::export::{self, Archive, File, Source};

/// What of a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether what only the user reads goes along.
    pub private: bool,
}

impl Part {
    /// The documents of a file that this is.
    #[must_use]
    pub fn documents(self, file: &PersonFile) -> BTreeSet<DocumentKey> {
        let is_in = |key: &&DocumentKey| self.private || !matches!(key.audience, Audience::OnlyMe(_));
        file.documents.iter().filter(is_in).cloned().collect()
    }

    /// The records of a file that this is, and those elsewhere that name the person in a field.
    #[must_use]
    pub fn book(self, book: &Book, file: &PersonFile) -> Book {
        let mut part = Book::new();
        for row in rows_in(book, &self.documents(file)) {
            part.put(row.clone());
        }
        let is_shown = |audience: Audience| self.private || !matches!(audience, Audience::OnlyMe(_));
        let elsewhere = file.elsewhere.iter().filter(|found| {
            let is_record = !found.mention.address.is_empty() || found.mention.kind == "Link";
            is_record && is_shown(found.document.audience)
        });
        for found in elsewhere {
            if let Some(row) = book.copy(found.mention.record, &found.document) {
                part.put((**row).clone());
            }
        }
        part
    }
}

/// The name of the zip: `ana-silva-2026-11-22.zip`.
#[must_use]
pub fn file_name(source: &Source<'_>, file: &PersonFile) -> String {
    format!("{}-{}.zip", slug(&file.name), source.now.date(source.offset_minutes))
}

/// A name as a part of a file's name.
pub(super) fn slug(name: &str) -> String {
    let words = name.to_lowercase();
    let words: Vec<&str> =
        words.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() { "file".to_owned() } else { words.join("-") }
}

/// Every file of the zip, in order of reading. `source` holds what [`Part::book`] and [`Part::documents`] say.
#[must_use]
pub fn files(source: &Source<'_>, file: &PersonFile, part: Part) -> Vec<File> {
    let mut files = export::files(source);
    if let Some(first) = files.first_mut() {
        *first = File::text("README.txt", readme(source, file, part));
    }
    files
}

/// All of it as one zip.
///
/// # Errors
/// When the zip cannot be written, which would be a fault of this code.
pub fn zip(source: &Source<'_>, file: &PersonFile, part: Part) -> Result<Vec<u8>, Problem> {
    let mut archive = Archive::new(source.now);
    for file in files(source, file, part) {
        archive.add(&file)?;
    }
    archive.finish()
}

fn readme(source: &Source<'_>, file: &PersonFile, part: Part) -> String {
    let mut text = format!(
        "Everything that a Pilothouse workspace keeps about {}, to be read without Pilothouse.\n\
         Written {}. {} records. Workspace {}.\n\n\
         folders by area    every record as a Markdown page: short fields on top, prose below\n\
         tables/            every kind of record as a table (CSV, UTF-8)\n\
         workspace.json     all of these records, with links and history\n\
         calendar.ics       1:1s and due actions\n\
         documents/         the documents themselves (Automerge), with all of their history\n",
        file.name,
        source.now.iso(),
        source.book.len(),
        source.workspace,
    );
    if part.private && file.has_private() {
        text.push_str("only-me/           what only the person who exported this can read\n");
    } else if file.has_private() {
        text.push_str("\nWhat only the person who exported this can read was left out.\n");
    }
    let emptied = file.elsewhere.iter().filter(|found| matches!(found.fate, Fate::Emptied(_))).count();
    if emptied > 0 {
        text.push_str("\nRecords about others that name them in a field are in it, too, as they stand.\n");
    }
    if !file.mentions.is_empty() {
        text.push_str("\nTheir name also stands in texts of these records, which are not in it:\n");
        for mention in &file.mentions {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "- {} ({})", mention.kind, mention.record);
        }
    }
    text.replace('\n', "\r\n")
}
