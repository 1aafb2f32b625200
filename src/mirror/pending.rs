//! Optimistic edits: what the screen shows before the engine has confirmed it.

use document::{Batch, Book, DocumentKey, Edit, Name, Row, Stamp};
use kernel::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// Edits that were sent and not yet answered, and the confirmed rows under them.
///
/// The shown book is always: the confirmed rows, with the pending edits applied in order.
#[derive(Default)]
pub struct Pending {
    batches: BTreeMap<u64, (Batch, Stamp)>,
    /// Those that are on the disk although they are not answered yet.
    noted: BTreeSet<u64>,
    /// The confirmed state of exactly the records that have pending edits.
    confirmed: Book,
    edits_of: BTreeMap<RecordId, usize>,
}

impl Pending {
    /// How many batches are not on the disk yet.
    pub fn unsaved(&self) -> usize {
        self.batches.len() - self.noted.len()
    }

    /// A batch is on the disk, and will be confirmed.
    pub fn note(&mut self, id: u64) {
        if self.batches.contains_key(&id) {
            self.noted.insert(id);
        }
    }

    /// Shows a batch at once. Returns the kinds that changed.
    pub fn show(&mut self, book: &mut Book, id: u64, batch: Batch, stamp: Stamp) -> BTreeSet<Name> {
        for edit in &batch.edits {
            let edits = self.edits_of.entry(edit.record).or_insert(0);
            if *edits == 0 {
                for row in book.copies(edit.record) {
                    self.confirmed.put(Row::clone(row));
                }
            }
            *edits += 1;
        }
        let kinds = batch.edits.iter().filter_map(|edit| book.apply(edit, stamp)).collect();
        self.batches.insert(id, (batch, stamp));
        kinds
    }

    /// A batch is on disk: what it made is confirmed. Returns the records to [`settle`](Self::settle).
    pub fn confirm(&mut self, id: u64) -> BTreeSet<RecordId> {
        self.noted.remove(&id);
        let Some((batch, stamp)) = self.batches.remove(&id) else { return BTreeSet::new() };
        for edit in &batch.edits {
            self.confirmed.apply(edit, stamp);
        }
        self.released(&batch.edits)
    }

    /// A batch was refused: it never happened. Returns the records to [`settle`](Self::settle).
    pub fn refuse(&mut self, id: u64) -> BTreeSet<RecordId> {
        self.noted.remove(&id);
        let Some((batch, _)) = self.batches.remove(&id) else { return BTreeSet::new() };
        self.released(&batch.edits)
    }

    fn released(&mut self, edits: &[Edit]) -> BTreeSet<RecordId> {
        for edit in edits {
            if let Some(count) = self.edits_of.get_mut(&edit.record) {
                *count -= 1;
            }
        }
        edits.iter().map(|edit| edit.record).collect()
    }

    /// A confirmed row arrived. Returns whether it must wait for [`settle`](Self::settle)
    /// because pending edits stand over it.
    pub fn arrived(&mut self, document: &DocumentKey, id: RecordId, row: Option<&Row>) -> bool {
        if !self.edits_of.contains_key(&id) {
            return false;
        }
        match row {
            Some(row) => self.confirmed.put(row.clone()),
            None => self.confirmed.remove_from(document, id),
        };
        true
    }

    /// Shows the confirmed state of these records with what is still pending over it.
    pub fn settle(&mut self, book: &mut Book, records: &BTreeSet<RecordId>) -> BTreeSet<Name> {
        let mut kinds = BTreeSet::new();
        for id in records {
            let shown: Vec<_> = book.copies(*id).cloned().collect();
            let gone = shown.iter().filter(|row| self.confirmed.copy(*id, &row.document).is_none());
            for row in gone {
                book.remove_from(&row.document, *id);
            }
            for row in self.confirmed.copies(*id) {
                book.put(Row::clone(row));
            }
            if self.edits_of.get(id).is_none_or(|count| *count == 0) {
                self.edits_of.remove(id);
                self.confirmed.remove(*id);
            } else {
                let pending = self.batches.values();
                for (edit, stamp) in
                    pending.flat_map(|(batch, stamp)| batch.edits.iter().map(move |edit| (edit, stamp)))
                {
                    if edit.record == *id {
                        book.apply(edit, *stamp);
                    }
                }
            }
            if !shown.iter().eq(book.copies(*id)) {
                kinds.extend(shown.iter().chain(book.copies(*id)).map(|row| row.kind.clone()));
            }
        }
        kinds
    }
}
