//! The persisted projection: every document's rows in a form that is ready to show.
//!
//! Per document there is one base and then, per transaction, one small delta. The parts are
//! numbered upwards; a base replaces everything numbered lower. Many documents' parts may stand
//! together in a segment ([`segments`]), above which later parts stand as rows of their own. The projection holds nothing
//! that the chunks do not: parts that are missing, torn or of another version are not repaired
//! but built anew from the document.

use document::{DocumentKey, Page, Place, Row};
use kernel::RecordId;
use parts::{Known, Part};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    segments,
    storage::{PLACES, split_key},
};

/// The pages in the rows of [`Store::Projection`](crate::storage::Store::Projection), however
/// many documents they are of; see [`Pages`].
#[must_use]
pub fn pages<K: AsRef<str>, V: AsRef<[u8]>>(
    rows: impl IntoIterator<Item = (K, V)>,
) -> Vec<(DocumentKey, Page)> {
    let mut pages = Pages::default();
    pages.take(rows);
    pages.done()
}

/// Pages out of the rows of [`Store::Projection`](crate::storage::Store::Projection), which come in the order of their
/// keys, a few at a time. Each is read when it comes, so that whoever has them elsewhere need not have all of them
/// here at once.
///
/// A document whose parts do not fit together is left out: the engine sends it whole after
/// [`Ask::Open`](crate::message::Ask::Open), and builds its parts anew.
#[derive(Default)]
pub struct Pages {
    /// The documents that are asked for; all when `None`.
    only: Option<BTreeSet<DocumentKey>>,
    known: Known,
    /// `None` where parts do not fit together.
    found: BTreeMap<DocumentKey, Option<Folded>>,
}

impl Pages {
    /// Those of these documents only, whatever else comes.
    #[must_use]
    pub fn of(documents: BTreeSet<DocumentKey>) -> Self {
        Self { only: Some(documents), ..Self::default() }
    }

    /// Takes the next rows in.
    pub fn take<K: AsRef<str>, V: AsRef<[u8]>>(&mut self, rows: impl IntoIterator<Item = (K, V)>) {
        for (key, value) in rows {
            for (key, value) in segments::parts(key.as_ref(), value.as_ref()) {
                self.take_part(&key, value);
            }
        }
    }

    fn take_part(&mut self, key: &str, value: &[u8]) {
        let Some((document, _)) = split_key(key) else { return };
        if self.only.as_ref().is_some_and(|only| !only.contains(&document)) {
            return;
        }
        let part = parts::read(&document, value, &mut self.known);
        let folded = self.found.entry(document).or_insert_with(|| Some(Folded::default()));
        *folded = match part {
            // Whatever came before it, which may be torn, is replaced.
            Some(Part::Base(page)) => Some(Folded::of(page)),
            part => folded.take().and_then(|folded| folded.with(part?)),
        };
    }

    /// All that came, in order of the documents' keys.
    #[must_use]
    pub fn done(self) -> Vec<(DocumentKey, Page)> {
        let pages = self.found.into_iter();
        pages.filter_map(|(document, folded)| Some((document, folded?.page()?))).collect()
    }
}

/// What a stored row says of which records are in one part; nothing of a part without any.
#[cfg(feature = "replica")]
pub(crate) fn places(rows: &[Row]) -> Option<Vec<u8>> {
    let records: Vec<u8> = rows.iter().flat_map(|row| *row.id.as_bytes()).collect();
    (!records.is_empty()).then(|| parts::wrap(&records))
}

/// The documents whose pages show one record: those that have it, and those about it when it is a person. `rows` are
/// those of [`Store::Projection`](crate::storage::Store::Projection) whose keys begin with
/// [`PLACES`].
///
/// What it says is to be looked at and not relied on: a record may be gone since.
#[must_use]
pub fn documents_of<'a>(
    record: RecordId,
    rows: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> BTreeSet<DocumentKey> {
    // Of what is torn nobody knows; the part itself does.
    let has = |value: &[u8]| {
        parts::unwrapped(value)
            .is_none_or(|records| records.chunks_exact(16).any(|one| one == record.as_bytes()))
    };
    let found = rows.into_iter().filter_map(|(key, value)| {
        let (document, _) = split_key(key.strip_prefix(PLACES)?)?;
        (document.place == Place::Person(record) || has(value)).then_some(document)
    });
    found.collect()
}

/// One document's page, out of the parts that have come so far.
#[derive(Default)]
struct Folded {
    standing: Option<Page>,
    /// Rows by their ids, from the first delta on.
    rows: BTreeMap<RecordId, Row>,
}

impl Folded {
    fn of(page: Page) -> Self {
        Self { standing: Some(page), rows: BTreeMap::new() }
    }

    /// With the part of the next number; `None` when it does not fit.
    fn with(mut self, part: Part) -> Option<Self> {
        match part {
            Part::Base(page) => self = Self::of(page),
            Part::Delta { from, to, rows, removed } => {
                let page = self.standing.as_mut().filter(|page| page.heads == from)?;
                self.rows.extend(std::mem::take(&mut page.rows).into_iter().map(|row| (row.id, row)));
                self.rows.extend(rows.into_iter().map(|row| (row.id, row)));
                for record in removed {
                    self.rows.remove(&record);
                }
                page.heads = to;
            }
        }
        Some(self)
    }

    fn page(self) -> Option<Page> {
        let mut page = self.standing?;
        page.rows.extend(self.rows.into_values());
        Some(page)
    }
}

#[cfg(all(test, feature = "replica"))]
mod tests {
    use super::*;

    #[test]
    fn s_35_parts_of_another_version_or_without_a_base_are_left_to_be_built_anew() {
        let key: DocumentKey = "everyone/area/roster".parse().unwrap();
        let (before, after) = (vec![[1; 32]], vec![[2; 32]]);
        let whole = parts::base(&key, &before, [].iter());
        let more = parts::delta(&key, (&before, &after), [].iter(), &[]);
        let (first, second) = (format!("{key}|0"), format!("{key}|1"));
        let read = |rows: &[(&str, &[u8])]| pages(rows.iter().copied());
        let both = read(&[(&first, &whole), (&second, &more)]);
        assert_eq!(both, [(key, Page { heads: after, rows: Vec::new() })]);
        let mut other = whole;
        other[0] -= 1;
        assert_eq!(read(&[(&first, &other), (&second, &more)]), []);
        assert_eq!(read(&[(&second, &more)]), []);
    }
}
