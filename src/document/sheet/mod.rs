//! Tables people bring as files: bytes become rows with true line numbers.
//!
//! This is the general half of every import. It knows nothing of areas or records: it finds out
//! how a file is written ([`Encoding`], [`Delimiter`], [`DateOrder`], [`DecimalMark`]), says how
//! sure it is, and never guesses a value. An area's `import.rs` names its [`Target`]s and turns
//! the rows into a plan.
//!
//! ```
//! use document::sheet::{self, Reading, Target};
//!
//! let sheet = sheet::read(b"Name;Since\nAurora;04.03.2024\n", &Reading::default()).unwrap();
//! assert_eq!(sheet.header, ["Name", "Since"]);
//! assert_eq!((sheet.rows[0].line, sheet.rows[0].cell(0)), (2, "Aurora"));
//!
//! const TARGETS: &[Target] = &[Target { name: "name", label: "Name", known_as: &["name"] }];
//! let mapping = sheet::Mapping::suggest(&sheet.header, TARGETS);
//! assert_eq!(mapping.column("name"), Some(0));
//! ```

mod dates;
mod decode;
mod mapping;
mod numbers;
mod rows;

pub use dates::{DateOrder, OrderFound, date, date_order};
pub use decode::Encoding;
pub use mapping::{Mapping, Target, header_set};
pub use numbers::{DecimalMark, decimal_mark, number};
pub use rows::Delimiter;

use kernel::Problem;

/// The largest file that is read, in bytes. Ours: an export of 50,000 people is below 10 MB.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The most rows that are read. Ours.
pub const MAX_ROWS: usize = 50_000;
/// The largest cell, in bytes. Ours: more than any note somebody typed by hand.
pub const MAX_CELL: usize = 64 * 1024;
/// The most columns. Ours: the widest export seen has 34 and repeats some.
pub const MAX_COLUMNS: usize = 1_000;

/// How a file shall be read, where the user knows better than the file shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The encoding; found out when `None`.
    pub encoding: Option<Encoding>,
    /// The delimiter; found out when `None`.
    pub delimiter: Option<Delimiter>,
}

/// A file as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The names of the columns, as the file has them; `Column 3` where it has none.
    pub header: Vec<String>,
    /// The line the header starts on.
    pub header_line: usize,
    /// The rows below the header, empty ones included so that every line can be accounted for.
    pub rows: Vec<SheetRow>,
    /// How the bytes were read as text.
    pub encoding: Encoding,
    /// Whether nothing else than this encoding is plausible; otherwise ask.
    pub encoding_certain: bool,
    /// What stands between two cells.
    pub delimiter: Delimiter,
}

/// One row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of the file the row starts on; the first line is 1.
    pub line: usize,
    /// Its cells. May be fewer or more than the header has.
    pub cells: Vec<String>,
}

impl SheetRow {
    /// The cell of a column without white space around it; empty when the row is shorter.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| trimmed(cell))
    }

    /// Whether nothing is written in any cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| trimmed(cell).is_empty())
    }
}

/// `text` without white space, no-break spaces and zero-width marks around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}'))
}

/// Reads a file as a table. The first row with anything in it is the header.
///
/// # Errors
/// When the file is too large, is no text, has no header and row, has a quote that is never
/// closed, or has more rows, columns or larger cells than the limits allow.
pub fn read(bytes: &[u8], reading: &Reading) -> Result<Sheet, Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(Problem::new(
            format!("The file has {} MB; at most {} MB are read.", bytes.len() >> 20, MAX_BYTES >> 20),
            "Split it, or export fewer columns.",
        ));
    }
    let (text, encoding, encoding_certain) = decode::decode(bytes, reading.encoding)?;
    let (delimiter, mut rows) = rows::split(&text, reading.delimiter)?;
    let Some(first) = rows.iter().position(|row| !row.is_empty()) else {
        return Err(Problem::new("The file is empty.", "Choose a file with a header row and rows below it."));
    };
    let top = rows.remove(first);
    rows.drain(..first);
    let header = top.cells.iter().enumerate().map(|(index, cell)| match trimmed(cell) {
        "" => format!("Column {}", index + 1),
        name => kernel::unicode::composed(name),
    });
    let sheet = Sheet {
        header: header.collect(),
        header_line: top.line,
        rows,
        encoding,
        encoding_certain,
        delimiter,
    };
    if sheet.rows.iter().all(SheetRow::is_empty) {
        return Err(Problem::new(
            "The file has a header but no rows below it.",
            "Choose a file with a header row and rows below it.",
        ));
    }
    Ok(sheet)
}

impl Sheet {
    /// What is written in one column, empty cells left out.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// Whether a row says what the header says, as in files that were joined from several.
    #[must_use]
    pub fn repeats_header(&self, row: &SheetRow) -> bool {
        row.cells.len() == self.header.len()
            && self.header.iter().enumerate().all(|(column, name)| row.cell(column) == name)
    }

    /// The place of a cell in words: `line 23, column “Team”`.
    #[must_use]
    pub fn place(&self, row: &SheetRow, column: usize) -> String {
        match self.header.get(column) {
            Some(name) => format!("line {}, column “{name}”", row.line),
            None => format!("line {}, column {}", row.line, column + 1),
        }
    }
}

#[cfg(test)]
mod tests;
