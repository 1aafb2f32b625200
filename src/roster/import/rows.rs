//! What the rows of a file are, and how the user said that its columns are to be read.

use document::{
    Author, Batch, Book, Entry, Record,
    sheet::{Mapping, Sheet, Target, header_set},
};
use kernel::RecordId;

use super::PEOPLE;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// The word under which the reading of its columns is remembered.
    pub word: &'static str,
    /// What a column can be.
    pub targets: &'static [Target],
}

impl Rows {
    /// How the columns of a file are best read: as the user said last time for the same columns, otherwise as their
    /// names say.
    #[must_use]
    pub fn suggest(&self, book: &Book, sheet: &Sheet) -> Mapping {
        self.remembered(book, &header_set(&sheet.header))
            .and_then(|held| Mapping::from_words(&held.columns, sheet.header.len(), self.targets))
            .unwrap_or_else(|| Mapping::suggest(&sheet.header, self.targets))
    }

    /// Remembers how the columns were read, for the next file with the same ones. Empty when nothing new is to be
    /// remembered. Commit it before the import, so that one undo takes back the import.
    #[must_use]
    pub fn remember(
        &self,
        book: &Book,
        author: &Author,
        id: RecordId,
        sheet: &Sheet,
        mapping: &Mapping,
    ) -> Batch {
        let batch = Batch::new("Remember the columns of an import");
        if self.suggest(book, sheet) == *mapping {
            return batch;
        }
        let headers = header_set(&sheet.header);
        match self.remembered(book, &headers) {
            Some(held) => batch.with_all(held.update(|held| held.columns = mapping.words())),
            None => {
                let name = sheet.header.join(", ");
                let what = (self.word != PEOPLE.word).then(|| self.word.to_owned());
                batch.with(author.create(
                    id,
                    &ImportMapping {
                        name,
                        headers,
                        columns: mapping.words(),
                        what,
                        ..ImportMapping::default()
                    },
                ))
            }
        }
    }

    /// What was remembered about files of such rows with these columns, the latest word.
    fn remembered(&self, book: &Book, headers: &str) -> Option<Entry<ImportMapping>> {
        let is_of_these = |held: &ImportMapping| held.what.as_deref().unwrap_or(PEOPLE.word) == self.word;
        book.all::<ImportMapping>()
            .iter()
            .filter(|held| held.headers == headers && is_of_these(held))
            .max_by_key(|held| held.changed)
            .cloned()
    }
}

/// How the columns of one source of files were read last.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "import-mapping", plural = "Import mappings", title = "name", home = "index")]
pub struct ImportMapping {
    /// The columns, as the file named them.
    pub name: String,
    /// What identifies the set of columns.
    pub headers: String,
    /// What each column is, separated by commas; empty for columns that are left out.
    pub columns: String,
    /// What the rows of the file are; people while empty.
    pub what: Option<String>,
}
