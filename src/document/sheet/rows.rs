//! Text to rows: what separates the cells, and where each row starts.
//!
//! The reader follows RFC 4180 and is lenient as spreadsheets are. It is our own because every
//! row must know its true line whatever ends the lines, and because a quote that is never closed
//! must be told, not swallow the rest of the file; a test compares it with the `csv` crate.

use kernel::Problem;

use super::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, SheetRow};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, where the comma is the decimal mark.
    Semicolon,
    /// The tab character.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All delimiters, in the order a user is offered them.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Pipe => '|',
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Comma => "Comma",
            Self::Semicolon => "Semicolon",
            Self::Tab => "Tab",
            Self::Pipe => "Vertical bar",
        }
    }
}

/// How many rows decide about the delimiter.
const PROBE: usize = 50;

/// The rows of a text, and the delimiter they were split at.
pub fn split(text: &str, asked: Option<Delimiter>) -> Result<(Delimiter, Vec<SheetRow>), Problem> {
    // Excel may name the delimiter in a first line of its own.
    let named = Delimiter::ALL.into_iter().find(|delimiter| {
        let rest = text.strip_prefix("sep=").and_then(|rest| rest.strip_prefix(delimiter.character()));
        rest.is_some_and(|rest| rest.starts_with(['\r', '\n']))
    });
    let delimiter = asked.or(named).unwrap_or_else(|| found(text));
    let mut reader = Reader::new(text, delimiter);
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row()? {
        if rows.len() > MAX_ROWS {
            return Err(Problem::new(
                format!("The file has more than {MAX_ROWS} rows."),
                "Split it into smaller files.",
            ));
        }
        rows.push(row);
    }
    if named.is_some() {
        rows.remove(0);
    }
    while rows.last().is_some_and(|row| row.cells.iter().all(String::is_empty) && row.cells.len() == 1) {
        rows.pop();
    }
    Ok((delimiter, rows))
}

/// The delimiter that cuts most rows into as many cells as the first row, more than one.
fn found(text: &str) -> Delimiter {
    let score = |delimiter: Delimiter| {
        let mut reader = Reader::new(text, delimiter);
        let mut counts = Vec::new();
        while counts.len() < PROBE {
            match reader.next_row() {
                Ok(Some(row)) if row.is_empty() && row.cells.len() == 1 => {}
                Ok(Some(row)) => counts.push(row.cells.len()),
                Ok(None) => break,
                Err(_) => return (0, 0),
            }
        }
        let width = counts.first().copied().unwrap_or(0);
        if width < 2 {
            return (0, 0);
        }
        (counts.iter().filter(|count| **count == width).count() * 1000 / counts.len(), width)
    };
    let mut best = (Delimiter::Comma, (0, 0));
    for delimiter in Delimiter::ALL {
        let reached = score(delimiter);
        if reached > best.1 {
            best = (delimiter, reached);
        }
    }
    best.0
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
    delimiter: char,
    line: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, delimiter: Delimiter) -> Self {
        Self { letters: text.chars().peekable(), delimiter: delimiter.character(), line: 1 }
    }

    /// The next row; `None` at the end of the text.
    fn next_row(&mut self) -> Result<Option<SheetRow>, Problem> {
        if self.letters.peek().is_none() {
            return Ok(None);
        }
        let mut row = SheetRow { line: self.line, cells: Vec::new() };
        loop {
            let (cell, more) = self.next_cell(row.line, row.cells.len())?;
            row.cells.push(without_guard(cell));
            if row.cells.len() > MAX_COLUMNS {
                return Err(Problem::new(
                    format!("A row has more than {MAX_COLUMNS} cells."),
                    "Check the delimiter, or export fewer columns.",
                )
                .at(format!("line {}", row.line)));
            }
            if !more {
                return Ok(Some(row));
            }
        }
    }

    /// One cell, and whether the row goes on behind it.
    fn next_cell(&mut self, line: usize, column: usize) -> Result<(String, bool), Problem> {
        let mut cell = String::new();
        let opened_on = self.line;
        let mut quoted = self.letters.next_if_eq(&'"').is_some();
        loop {
            if cell.len() > MAX_CELL {
                return Err(Problem::new(
                    format!("A cell holds more than {} KB.", MAX_CELL >> 10),
                    "Check the quotes around it, or shorten it.",
                )
                .at(format!("line {line}, column {}", column + 1)));
            }
            let Some(letter) = self.letters.next() else {
                if quoted {
                    return Err(Problem::new(
                        "A quote is opened and never closed.",
                        "Close the quote in the file, or double it where it is part of the text.",
                    )
                    .at(format!("line {opened_on}, column {}", column + 1)));
                }
                return Ok((cell, false));
            };
            match letter {
                '"' if quoted => {
                    if self.letters.next_if_eq(&'"').is_some() {
                        cell.push('"');
                    } else {
                        quoted = false;
                    }
                }
                '\r' | '\n' => {
                    if letter == '\r' {
                        self.letters.next_if_eq(&'\n');
                    }
                    self.line += 1;
                    if !quoted {
                        return Ok((cell, false));
                    }
                    cell.push('\n');
                }
                _ if letter == self.delimiter && !quoted => return Ok((cell, true)),
                _ => cell.push(letter),
            }
        }
    }
}

/// Takes off the apostrophe that exports put before cells a spreadsheet would run as a formula.
fn without_guard(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(crate::plain::csv::FORMULA_STARTS) => {
            rest.to_owned()
        }
        _ => cell,
    }
}
