//! What the disk refuses, as a file the user keeps before it is taken back: plain Markdown, every word in it.

use document::{Audience, Batch, Book, Change, Edit, plain::Titles};
use kernel::{Date, words};
use std::fmt::Write;

use crate::kinds;

/// The name of the file.
#[must_use]
pub fn file_name(today: Date) -> String {
    format!("pilothouse-not-saved-{today}.md")
}

/// The file: what was `refused`, and what was `waiting` behind it. `book` knows what records are called.
#[must_use]
pub fn file(book: &Book, refused: &[Batch], waiting: &[Batch], today: Date) -> String {
    let mut text = format!("# Not saved, {}\n", words::day(today));
    for (heading, batches) in [("What the disk refused", refused), ("What waited behind it", waiting)] {
        if batches.is_empty() {
            continue;
        }
        // Writing into a string cannot fail.
        let _ = write!(text, "\n## {heading}\n");
        for batch in batches {
            let _ = write!(text, "\n### {}\n", batch.label);
            for edit in &batch.edits {
                text.push_str(&written(book, edit));
            }
        }
    }
    text
}

/// One edit: whose field, and all of what was written into it.
fn written(book: &Book, edit: &Edit) -> String {
    let row = book.row(edit.record);
    let kind = match &edit.change {
        Change::Create { kind, .. } => Some(kind.as_str()),
        _ => row.map(|row| row.kind.as_str()),
    };
    let kind = kind.and_then(kinds::kind);
    let titles = Titles::new(kinds::kinds(), |id| kinds::title_of(book, id).unwrap_or_default());
    let called = row.map_or_else(String::new, |row| format!(" “{}”", kinds::title(book, row)));
    let audience = match edit.document.audience {
        Audience::Everyone => String::new(),
        Audience::OnlyMe(_) => " (only me)".to_owned(),
        Audience::Circle(circle) => {
            let name = kinds::title_of(book, circle).unwrap_or_else(|| "a circle".to_owned());
            format!(" (for {name})")
        }
    };
    let mut text = format!("\n**{}{called}**{audience}\n", kind.map_or("Record", |kind| kind.label));
    let mut field = |name: &str, value: &str| {
        let label = kind.and_then(|kind| kind.field(name)).map_or(name, |field| field.label);
        let _ = write!(text, "\n{label}:\n\n");
        for line in value.lines() {
            let _ = writeln!(text, "> {line}");
        }
    };
    let readable = |name: &str, value: &document::Value| {
        let spec = kind.and_then(|kind| kind.field(name));
        spec.map_or_else(|| value.plain(), |field| titles.readable(&field.shape, value))
    };
    match &edit.change {
        Change::Create { fields, .. } => {
            for (name, value) in fields {
                field(name, &readable(name, value));
            }
        }
        Change::Set { field: name, value } => {
            field(
                name,
                &value.as_ref().map_or_else(|| "(emptied)".to_owned(), |value| readable(name, value)),
            );
        }
        Change::Text { field: name, text: now, .. } => field(name, now),
        Change::Delete => text.push_str("\nTaken out.\n"),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{DocumentKey, Place, Stamp, Value};
    use kernel::{MemberId, RecordId, Timestamp};
    use std::collections::BTreeMap;

    fn edit(audience: Audience, id: u8, change: Change) -> Edit {
        let document = DocumentKey { audience, place: Place::Area("roster".into()) };
        Edit { document, record: RecordId::from_bytes([id; 16]), change }
    }

    #[test]
    fn every_word_that_is_not_saved_is_in_the_file_under_the_name_of_its_record() {
        let fields = BTreeMap::from([
            ("name".to_owned(), Value::from("Ana Silva")),
            ("manager".to_owned(), Value::from("02020202-0202-0202-0202-020202020202")),
        ]);
        let made =
            edit(Audience::Everyone, 1, Change::Create { kind: "person".into(), fields: fields.into() });
        let boss = BTreeMap::from([("name".to_owned(), Value::from("Bo"))]);
        let boss = edit(Audience::Everyone, 2, Change::Create { kind: "person".into(), fields: boss.into() });
        let mut book = Book::new();
        for edit in [&made, &boss] {
            book.apply(edit, Stamp { at: Timestamp::default(), by: MemberId::from_bytes([9; 16]) });
        }
        let only_me = Audience::OnlyMe(MemberId::from_bytes([9; 16]));
        let notes = Change::Text { field: "notes".into(), base: "One.".into(), text: "One.\n\nTwo.".into() };
        let refused = [Batch::new("Add Ana").with(made), Batch::new("Undo")];
        let waiting = [Batch::new("Write notes").with(edit(only_me, 1, notes))];
        let text = file(&book, &refused, &waiting, "2026-11-22".parse().unwrap());
        let expected = "\
# Not saved, 22 Nov 2026

## What the disk refused

### Add Ana

**Person “Ana Silva”**

Manager:

> Bo

Name:

> Ana Silva

### Undo

## What waited behind it

### Write notes

**Person “Ana Silva”** (only me)

Notes:

> One.
>\u{20}
> Two.
";
        assert_eq!(text, expected);
    }
}
