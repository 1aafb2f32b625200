//! The book: every record a screen or a rule can see, typed on demand.

use kernel::RecordId;
use std::{
    any::{Any, TypeId},
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{DocumentKey, Entry, Page, Record, Row};

/// All records of a workspace as plain rows, with typed lists made once and kept until a row of
/// that kind changes. Rules read a book; the mirror holds one; tests fill one by hand.
#[derive(Default)]
pub struct Book {
    rows: HashMap<RecordId, Arc<Row>>,
    documents: HashMap<DocumentKey, BTreeSet<RecordId>>,
    kinds: HashMap<String, BTreeSet<RecordId>>,
    typed: RefCell<HashMap<TypeId, Arc<dyn Any>>>,
    typed_kinds: RefCell<HashMap<String, TypeId>>,
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
        let kind = row.kind.clone();
        self.documents.entry(row.document.clone()).or_default().insert(row.id);
        self.kinds.entry(kind.clone()).or_default().insert(row.id);
        self.rows.insert(row.id, Arc::new(row));
        self.forget(&kind);
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
        self.forget(&row.kind);
        Some(row.kind.clone())
    }

    fn forget(&self, kind: &str) {
        if let Some(typed) = self.typed_kinds.borrow_mut().remove(kind) {
            self.typed.borrow_mut().remove(&typed);
        }
    }

    /// All records of one kind, oldest id first.
    #[must_use]
    pub fn all<T: Record>(&self) -> Arc<Vec<Entry<T>>> {
        if let Some(list) = self.typed.borrow().get(&TypeId::of::<T>())
            && let Some(list) = list.downcast_ref::<Arc<Vec<Entry<T>>>>()
        {
            return list.clone();
        }
        let list: Arc<Vec<Entry<T>>> =
            Arc::new(self.rows_of(T::KIND.name).filter_map(|row| Entry::from_row(row)).collect());
        self.typed.borrow_mut().insert(TypeId::of::<T>(), Arc::new(list.clone()));
        self.typed_kinds.borrow_mut().insert(T::KIND.name.to_owned(), TypeId::of::<T>());
        list
    }

    /// One record, if it is there and of this kind.
    #[must_use]
    pub fn get<T: Record>(&self, id: RecordId) -> Option<Entry<T>> {
        self.rows.get(&id).and_then(|row| Entry::from_row(row))
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
