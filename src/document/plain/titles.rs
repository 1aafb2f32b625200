//! What records are called, across references: the title of a 1:1 is a date, of a series a person.

use kernel::{RecordId, words};
use std::{cell::RefCell, collections::HashMap};

use crate::{Book, Kind, Row, Shape, Value};

/// The longest title, in characters; longer ones are cut at a word. Ours.
const LONGEST: usize = 80;
/// How many references a title may lead through.
const DEPTH: usize = 4;

/// Finds what records of a book are called; remembers what it found.
pub struct Titles<'a> {
    book: &'a Book,
    kinds: HashMap<&'static str, &'static Kind>,
    found: RefCell<HashMap<RecordId, String>>,
}

impl<'a> Titles<'a> {
    /// Titles of the records of `book`, whose kinds are among `kinds`.
    pub fn new(book: &'a Book, kinds: impl IntoIterator<Item = &'static Kind>) -> Self {
        let kinds = kinds.into_iter().map(|kind| (kind.name, kind)).collect();
        Self { book, kinds, found: RefCell::default() }
    }

    /// The kind called `name`, if this code knows it.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&'static Kind> {
        self.kinds.get(name).copied()
    }

    /// The book.
    #[must_use]
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// What a record is called; empty when it has no title, is gone or of an unknown kind.
    #[must_use]
    pub fn of(&self, id: RecordId) -> String {
        if let Some(title) = self.found.borrow().get(&id) {
            return title.clone();
        }
        let title = self.book.row(id).map(|row| self.of_row(row, DEPTH)).unwrap_or_default();
        self.found.borrow_mut().insert(id, title.clone());
        title
    }

    fn of_row(&self, row: &Row, depth: usize) -> String {
        let Some(kind) = self.kind(&row.kind) else { return String::new() };
        let (Some(spec), Some(value)) = (kind.field(kind.title), row.fields.get(kind.title)) else {
            return String::new();
        };
        let text = match spec.shape {
            Shape::Reference(_) if depth == 0 => String::new(),
            Shape::Reference(_) => {
                let next = value.text().and_then(|text| text.parse().ok()).and_then(|id| self.book.row(id));
                next.map(|row| self.of_row(row, depth - 1)).unwrap_or_default()
            }
            _ => self.readable(&spec.shape, value),
        };
        shortened(&text)
    }

    /// A value as people read it: choices by their labels, references by the titles they lead to.
    #[must_use]
    pub fn readable(&self, shape: &Shape, value: &Value) -> String {
        match (shape, value.text()) {
            (Shape::Choice(choices), Some(text)) => choices
                .iter()
                .find(|choice| choice.word == text)
                .map_or_else(|| text.to_owned(), |choice| choice.label.to_owned()),
            (Shape::Reference(_), Some(text)) => text.parse().map(|id| self.of(id)).unwrap_or_default(),
            _ => value.plain(),
        }
    }
}

/// The first line with anything on it, cut at a word when it is long.
fn shortened(text: &str) -> String {
    words::excerpt(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default(), LONGEST)
}
