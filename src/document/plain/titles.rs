//! What records are called in plain files, and values as people read them.

use kernel::RecordId;
use std::{cell::RefCell, collections::HashMap};

use crate::{Kind, Shape, Value};

/// The kinds of a workspace and what its records are called; remembers the names it was told.
pub struct Titles<'a> {
    kinds: HashMap<&'static str, &'static Kind>,
    name: Box<dyn Fn(RecordId) -> String + 'a>,
    told: RefCell<HashMap<RecordId, String>>,
}

impl<'a> Titles<'a> {
    /// `name` says what a record is called; empty when it is gone.
    pub fn new(
        kinds: impl IntoIterator<Item = &'static Kind>,
        name: impl Fn(RecordId) -> String + 'a,
    ) -> Self {
        let kinds = kinds.into_iter().map(|kind| (kind.name, kind)).collect();
        Self { kinds, name: Box::new(name), told: RefCell::default() }
    }

    /// The kind called `name`, if this code knows it.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&'static Kind> {
        self.kinds.get(name).copied()
    }

    /// What a record is called; empty when it is gone.
    #[must_use]
    pub fn of(&self, id: RecordId) -> String {
        if let Some(name) = self.told.borrow().get(&id) {
            return name.clone();
        }
        let name = (self.name)(id);
        self.told.borrow_mut().insert(id, name.clone());
        name
    }

    /// A value as people read it: choices by their labels, references by what they lead to.
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
