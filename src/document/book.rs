//! The book: every record a screen or a rule can see, typed on demand.

use kernel::{Ordered as _, RecordId};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap, hash_map},
    sync::Arc,
};

use crate::{
    Audience, DocumentKey, Entry, Name, Page, Record, Row,
    changes::{Changes, Revision},
    typed::{Theirs, Typed},
};

/// All records of a workspace as plain rows, with typed lists made once and kept up to date. Rules
/// read a book; the mirror holds one; tests fill one by hand.
///
/// A record stands in one document. While it is being moved to another audience, or because two
/// people moved or wrote it apart, it may stand in several for a while, or until a person settles
/// it: then the one that fewer may read is shown, and [`Book::copies`] tells of the others (Y-54).
#[derive(Default)]
pub struct Book {
    rows: HashMap<RecordId, Arc<Row>>,
    /// Rows of records that are shown as they stand in another document.
    covered: HashMap<RecordId, Vec<Arc<Row>>>,
    documents: HashMap<DocumentKey, BTreeSet<RecordId>>,
    kinds: HashMap<Name, BTreeMap<RecordId, Arc<Row>>>,
    typed: RefCell<Typed>,
    changes: Changes,
}

impl Book {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in the pages of many documents, none of them twice: what a workspace opens with. Returns the kinds that changed.
    ///
    /// Into an empty book they go as a whole, each kind's rows put in order once and not row by row.
    pub fn open(&mut self, pages: Vec<(DocumentKey, Page)>) -> BTreeSet<Name> {
        if !self.documents.is_empty() {
            return pages.into_iter().flat_map(|(document, page)| self.put_page(&document, page)).collect();
        }
        self.rows.reserve(pages.iter().map(|(_, page)| page.rows.len()).sum());
        let (mut kinds, mut copies) = (BTreeMap::<Name, Vec<(RecordId, Arc<Row>)>>::new(), Vec::new());
        for (document, page) in pages {
            self.documents.insert(document, page.rows.iter().map(|row| row.id).collect());
            for row in page.rows {
                let hash_map::Entry::Vacant(free) = self.rows.entry(row.id) else {
                    copies.push(row);
                    continue;
                };
                let row = free.insert(Arc::new(row)).clone();
                match kinds.get_mut(&row.kind) {
                    Some(rows) => rows.push((row.id, row)),
                    None => {
                        kinds.insert(row.kind.clone(), vec![(row.id, row)]);
                    }
                }
            }
        }
        self.changes.note_all();
        let changed = kinds.keys().cloned().collect();
        self.kinds = kinds.into_iter().map(|(kind, rows)| (kind, rows.into_iter().collect())).collect();
        // They stand in another document as well, and which of the two shows is seen one by one.
        for row in copies {
            self.place(row);
        }
        changed
    }

    /// Replaces all rows of one document. Returns the kinds that changed.
    pub fn put_page(&mut self, document: &DocumentKey, page: Page) -> BTreeSet<Name> {
        let mut kinds = BTreeSet::new();
        let arriving: BTreeSet<RecordId> = page.rows.iter().map(|row| row.id).collect();
        if let Some(standing) = self.documents.get(document) {
            let leaving: Vec<RecordId> = standing.difference(&arriving).copied().collect();
            kinds.extend(leaving.into_iter().filter_map(|id| self.remove_from(document, id)));
        }
        self.documents.insert(document.clone(), arriving);
        self.rows.reserve(page.rows.len());
        kinds.extend(page.rows.into_iter().filter_map(|row| self.place(row)));
        kinds
    }

    /// Puts one row in, in place of the one with its id in its document. Returns its kind when
    /// anything changed.
    pub fn put(&mut self, row: Row) -> Option<Name> {
        match self.documents.get_mut(&row.document) {
            Some(records) => {
                records.insert(row.id);
            }
            None => {
                self.documents.insert(row.document.clone(), BTreeSet::from([row.id]));
            }
        }
        self.place(row)
    }

    /// Puts a row in whose document has its id already.
    fn place(&mut self, row: Row) -> Option<Name> {
        let row = Arc::new(row);
        let (id, kind) = (row.id, row.kind.clone());
        if let hash_map::Entry::Vacant(free) = self.rows.entry(id) {
            // Most rows of a workspace come like this, all at its start.
            free.insert(row.clone());
            self.list(row);
            return Some(kind);
        }
        if self.copy(id, &row.document) == Some(&row) {
            return None;
        }
        let mut copies = self.take(id);
        copies.retain(|copy| copy.document != row.document);
        copies.push(row);
        self.show(copies);
        Some(kind)
    }

    /// Takes one record out, wherever it stands. Returns its kind if it was there.
    pub fn remove(&mut self, id: RecordId) -> Option<Name> {
        let copies = self.take(id);
        for copy in &copies {
            self.leave(copy);
        }
        copies.first().map(|row| row.kind.clone())
    }

    /// Takes one record out of one document. Returns its kind if it was there.
    pub fn remove_from(&mut self, document: &DocumentKey, id: RecordId) -> Option<Name> {
        self.copy(id, document)?;
        let (gone, rest): (Vec<_>, Vec<_>) =
            self.take(id).into_iter().partition(|copy| copy.document == *document);
        self.show(rest);
        let gone = gone.first()?;
        self.leave(gone);
        Some(gone.kind.clone())
    }

    /// All rows of one record, the shown one first: one, unless it stands in several documents.
    pub fn copies(&self, id: RecordId) -> impl Iterator<Item = &Arc<Row>> {
        self.rows.get(&id).into_iter().chain(self.covered.get(&id).into_iter().flatten())
    }

    /// The row of a record in one document, shown or not.
    #[must_use]
    pub fn copy(&self, id: RecordId, document: &DocumentKey) -> Option<&Arc<Row>> {
        self.copies(id).find(|copy| copy.document == *document)
    }

    /// Takes all rows of a record out of sight; what document they are in stays noted.
    fn take(&mut self, id: RecordId) -> Vec<Arc<Row>> {
        let shown = self.rows.remove(&id);
        if let Some(row) = &shown {
            if let Some(records) = self.kinds.get_mut(&row.kind) {
                records.remove(&id);
            }
            self.typed.get_mut().changed(&row.kind, id);
            self.changes.note(id);
        }
        shown.into_iter().chain(self.covered.remove(&id).unwrap_or_default()).collect()
    }

    /// Shows one of the rows of a record: the one that fewest may read.
    fn show(&mut self, mut copies: Vec<Arc<Row>>) {
        let width = |row: &Arc<Row>| match row.document.audience {
            Audience::OnlyMe(_) => 0,
            Audience::Circle(_) => 1,
            Audience::Everyone => 2,
        };
        if copies.len() > 1 {
            copies.order_by(|a, b| (width(a), &a.document).cmp(&(width(b), &b.document)));
        }
        let mut copies = copies.into_iter();
        let Some(row) = copies.next() else { return };
        let covered: Vec<Arc<Row>> = copies.collect();
        if !covered.is_empty() {
            self.covered.insert(row.id, covered);
        }
        self.rows.insert(row.id, row.clone());
        self.list(row);
    }

    /// Lists a row that is shown from now on with those of its kind.
    fn list(&mut self, row: Arc<Row>) {
        self.typed.get_mut().changed(&row.kind, row.id);
        self.changes.note(row.id);
        match self.kinds.get_mut(&row.kind) {
            Some(rows) => {
                rows.insert(row.id, row);
            }
            None => {
                self.kinds.insert(row.kind.clone(), BTreeMap::from([(row.id, row)]));
            }
        }
    }

    fn leave(&mut self, row: &Row) {
        if let Some(records) = self.documents.get_mut(&row.document) {
            records.remove(&row.id);
        }
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
        self.kinds.get(kind).into_iter().flat_map(BTreeMap::values)
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

    /// How far whoever looks now has followed.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.changes.now()
    }

    /// The records that came, went or changed since; `None` when that is too long ago, or it was another book: then
    /// everything may be different.
    #[must_use]
    pub fn changed_since(&self, seen: Revision) -> Option<BTreeSet<RecordId>> {
        self.changes.since(seen)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Edit, Fields, Stamp, Value};
    use kernel::{MemberId, Timestamp};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pages_may_come_in_any_order_and_each_stands_as_it_came_last(
            pages in proptest::collection::vec((0..3_usize, proptest::collection::btree_map(0..9_u8, 0..3_u8, 0..6)), 0..12),
        ) {
            let stamp = Stamp { at: Timestamp::default(), by: MemberId::from_bytes([9; 16]) };
            let documents = ["everyone/area/talks".to_owned(), format!("circle-{ID}/area/talks"), format!("only-{ID}/area/talks")];
            let documents = documents.map(|name| name.parse::<DocumentKey>().unwrap());
            let row = |document: &DocumentKey, id: u8, kind: u8| Row {
                id: RecordId::from_bytes([id; 16]),
                kind: ["talk", "note", "goal"][usize::from(kind)].into(),
                document: document.clone(),
                fields: Fields::new(),
                conflicts: BTreeMap::new(),
                created: stamp,
                changed: stamp,
                read_only: false,
            };
            let (mut book, mut opened, mut standing) = (Book::new(), Book::new(), BTreeMap::new());
            for (place, rows) in pages {
                let document = &documents[place];
                let page: Vec<Row> = rows.iter().map(|(id, kind)| row(document, *id, *kind)).collect();
                book.put_page(document, Page { heads: Vec::new(), rows: page.clone() });
                standing.insert(place, page);
            }
            let whole = |(place, rows): (&usize, &Vec<Row>)| {
                (documents[*place].clone(), Page { heads: Vec::new(), rows: rows.clone() })
            };
            let before = opened.revision();
            opened.open(standing.iter().map(whole).collect());
            prop_assert_eq!(opened.changed_since(before), None);
            let mut shown = BTreeMap::new();
            // Fewer may read what stands further down the list, and that is what shows.
            for (place, rows) in &standing {
                prop_assert!(book.records_in(&documents[*place]).eq(rows.iter().map(|row| row.id)));
                shown.extend(rows.iter().map(|row| (row.id, row.clone())));
            }
            for book in [book, opened] {
                for kind in ["talk", "note", "goal"] {
                    let expected = shown.values().filter(|row| row.kind == kind);
                    prop_assert!(book.rows_of(kind).map(|row| &**row).eq(expected));
                }
                prop_assert_eq!(book.len(), shown.len());
            }
        }
    }

    const ID: RecordId = RecordId::from_bytes([1; 16]);

    fn edit(document: &str, name: Option<&str>) -> Edit {
        let change = match name {
            Some(name) => Change::Create {
                kind: "talk".into(),
                fields: Fields::from([("name".into(), Value::from(name))]),
            },
            None => Change::Delete,
        };
        Edit { document: document.parse().unwrap(), record: ID, change }
    }

    fn names(book: &Book) -> Vec<String> {
        book.copies(ID).map(|row| row.fields["name"].plain()).collect()
    }

    #[test]
    fn y_54_a_record_in_two_places_is_shown_as_fewer_read_it_and_the_other_is_not_lost() {
        let me = MemberId::from_bytes([9; 16]);
        let (everyone, circle) = ("everyone/area/talks", format!("circle-{ID}/area/talks"));
        let only = format!("only-{me}/area/talks");
        let stamp = Stamp { at: Timestamp::default(), by: me };
        let made =
            [edit(everyone, Some("for all")), edit(&only, Some("mine")), edit(&circle, Some("for some"))];
        // In whatever order they come.
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let mut book = Book::new();
            for place in order {
                book.apply(&made[place], stamp);
            }
            assert_eq!(names(&book), ["mine", "for some", "for all"]);
            assert_eq!(book.len(), 1);
            assert_eq!(book.documents().len(), 3);
            assert_eq!(book.apply(&edit(&circle, None), stamp).as_deref(), Some("talk"));
            assert_eq!(names(&book), ["mine", "for all"]);
            book.apply(&edit(&only, None), stamp);
            assert_eq!(names(&book), ["for all"]);
            assert_eq!(book.apply(&edit(&only, None), stamp), None, "it is not there any more");
            assert_eq!(book.rows_of("talk").count(), 1);
            book.remove(ID);
            assert!(book.is_empty() && book.documents().is_empty());
        }
    }

    #[test]
    fn a_page_that_comes_whole_takes_out_only_what_was_in_its_document() {
        let (here, there) = ("everyone/area/talks", format!("circle-{ID}/area/talks"));
        let stamp = Stamp { at: Timestamp::default(), by: MemberId::from_bytes([9; 16]) };
        let mut book = Book::new();
        book.apply(&edit(here, Some("here")), stamp);
        book.apply(&edit(&there, Some("there")), stamp);
        book.put_page(&there.parse().unwrap(), Page::default());
        assert_eq!(names(&book), ["here"]);
    }
}
