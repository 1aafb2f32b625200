//! CSV (RFC 4180) of the records of one kind, safe to open in a spreadsheet.

use crate::{FieldSpec, Kind, Row, Shape, Value};

use super::Titles;

/// What a cell starts with when a spreadsheet may run it as a formula (OWASP, CSV injection).
pub const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A cell made harmless: an apostrophe before what a spreadsheet would run as a formula. Reading
/// a sheet takes it off again.
///
/// ```
/// use document::plain::csv::guarded;
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("1+1"), "1+1");
/// ```
#[must_use]
pub fn guarded(cell: &str) -> String {
    // A text that itself looks guarded gets a second apostrophe, so that reading gives it back.
    let inner = cell.trim_start_matches('\'');
    if inner.starts_with(FORMULA_STARTS) { format!("'{cell}") } else { cell.to_owned() }
}

/// One line of CSV, with the line end.
#[must_use]
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        let cell = cell.as_ref();
        let edges = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
        if edges || cell.contains([',', '"', '\n', '\r', ';']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

/// The table of these rows: a column `record_id`, then one per field, named as it is stored. A reference
/// has two: what it leads to by name, and by id in `…_id`. Led by a byte order mark, without
/// which Excel misreads accents.
#[must_use]
pub fn table<'a>(kind: &Kind, rows: impl IntoIterator<Item = &'a Row>, titles: &Titles<'_>) -> String {
    let refers = |spec: &FieldSpec| matches!(spec.shape, Shape::Reference(_));
    let mut header = vec!["record_id".to_owned()];
    for spec in kind.fields {
        header.push(spec.name.to_owned());
        if refers(spec) {
            header.push(format!("{}_id", spec.name));
        }
    }
    let mut text = format!("\u{feff}{}", line(&header));
    for row in rows {
        let mut cells = vec![row.id.to_string()];
        for spec in kind.fields {
            let value = row.fields.get(spec.name);
            cells.push(value.map(|value| cell(&spec.shape, value, titles)).unwrap_or_default());
            if refers(spec) {
                cells.push(value.map(|value| guarded(&value.plain())).unwrap_or_default());
            }
        }
        text.push_str(&line(&cells));
    }
    text
}

/// A number is no formula; everything else is guarded.
fn cell(shape: &Shape, value: &Value, titles: &Titles<'_>) -> String {
    match value {
        Value::Integer(_) | Value::Decimal(_) => value.plain(),
        _ => guarded(&titles.readable(shape, value)),
    }
}
