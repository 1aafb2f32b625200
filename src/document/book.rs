//! The book: every record a screen or a rule can see, typed on demand.

use kernel::RecordId;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    DocumentKey, Entry, Page, Record, Row,
    typed::{Theirs, Typed},
};

/// All records of a workspace as plain rows, with typed lists made once and kept up to date. Rules read a book; the mirror holds one; tests fill one by hand.
#[derive(Default)]
pub struct Book {
    rows: HashMap<RecordId, Arc<Row>>,
    documents: HashMap<DocumentKey, BTreeSet<RecordId>>,
    kinds: HashMap<String, BTreeSet<RecordId>>,
    typed: RefCell<Typed>,
}

impl Book {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces all rows of one document. Returns the kinds that changed.
    pub fn put_page(&mut self, document: &DocumentKey, page: Page) -> BTreeSet<String> {
        let arriving: BTreeSet<RecordId> = page.rows.iter().map(|row| row.id).collect();
        let leaving: Vec<RecordId> = self
            .documents
            .get(document)
            .map(|standing| standing.difference(&arriving).copied().collect())
            .unwrap_or_default();
        let mut kinds: BTreeSet<String> = leaving.into_iter().filter_map(|id| self.remove(id)).collect();
        kinds.extend(page.rows.into_iter().filter_map(|row| self.put(row)));
        kinds
    }

    /// Puts one row in, in place of the one with its id. Returns its kind when anything changed.
    pub fn put(&mut self, row: Row) -> Option<String> {
        if self.rows.get(&row.id).is_some_and(|standing| **standing == row) {
            return None;
        }
        self.remove(row.id);
        let (id, kind) = (row.id, row.kind.clone());
        self.documents.entry(row.document.clone()).or_default().insert(row.id);
        self.kinds.entry(kind.clone()).or_default().insert(row.id);
        self.rows.insert(row.id, Arc::new(row));
        self.typed.get_mut().changed(&kind, id);
        Some(kind)
    }

    /// Takes one record out. Returns its kind if it was there.
    pub fn remove(&mut self, id: RecordId) -> Option<String> {
        let row = self.rows.remove(&id)?;
        if let Some(records) = self.documents.get_mut(&row.document) {
            records.remove(&id);
        }
        if let Some(records) = self.kinds.get_mut(&row.kind) {
            records.remove(&id);
        }
        self.typed.get_mut().changed(&row.kind, id);
        Some(row.kind.clone())
    }

    /// All records of one kind, oldest id first.
    #[must_use]
    pub fn all<T: Record>(&self) -> Arc<Vec<Entry<T>>> {
        let all = || self.rows_of(T::KIND.name).filter_map(|row| Entry::from_row(row)).collect();
        self.typed.borrow_mut().list(all, |id| self.rows.get(&id).and_then(|row| Entry::from_row(row)))
    }

    /// The records of one kind for which `whose` names `id`, oldest id first. `whose` is a
    /// function's name, so that what it says of all records is worked out once and kept.
    #[must_use]
    pub fn of<T: Record, W>(&self, whose: W, id: RecordId) -> Theirs<T>
    where
        W: Fn(&T) -> Option<RecordId> + 'static,
    {
        let list = self.all::<T>();
        let index = self.typed.borrow_mut().index(&list, whose);
        Theirs::new(list, index, id)
    }

    /// One record, if it is there and of this kind.
    #[must_use]
    pub fn get<T: Record>(&self, id: RecordId) -> Option<Entry<T>> {
        let typed = self.typed.borrow().one(id);
        typed.or_else(|| self.rows.get(&id).and_then(|row| Entry::from_row(row)))
    }

    /// One record as a plain row, of whatever kind.
    #[must_use]
    pub fn row(&self, id: RecordId) -> Option<&Arc<Row>> {
        self.rows.get(&id)
    }

    /// All rows of one kind, oldest id first.
    pub fn rows_of(&self, kind: &str) -> impl Iterator<Item = &Arc<Row>> {
        self.kinds.get(kind).into_iter().flatten().filter_map(|id| self.rows.get(id))
    }

    /// All rows, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.rows.values()
    }

    /// The records of one document.
    pub fn records_in(&self, document: &DocumentKey) -> impl Iterator<Item = RecordId> {
        self.documents.get(document).into_iter().flatten().copied()
    }

    /// The documents that hold at least one record, in order of their keys.
    #[must_use]
    pub fn documents(&self) -> BTreeMap<&DocumentKey, usize> {
        self.documents
            .iter()
            .filter(|(_, records)| !records.is_empty())
            .map(|(key, records)| (key, records.len()))
            .collect()
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
