//! A book's rows as typed lists, and whose record is whose: made when first asked for, kept while
//! rows change one by one.

use kernel::RecordId;
use std::{
    any::{Any, TypeId},
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::{Entry, Record};

/// With more changed rows than this a list is made anew; for fewer it is mended (ours).
const MENDED: usize = 64;

/// Which records, as places in a list, name whom.
type Index = HashMap<RecordId, Vec<usize>>;

/// The lists that were asked for so far.
#[derive(Default)]
pub struct Typed {
    lists: HashMap<TypeId, Box<dyn Any>>,
    /// The type by which a kind was asked for.
    types: HashMap<String, TypeId>,
    /// What has changed in a list since it was right.
    changed: HashMap<TypeId, BTreeSet<RecordId>>,
    indexes: HashMap<TypeId, HashMap<TypeId, Arc<Index>>>,
}

impl Typed {
    /// A record of this kind came, went, or changed.
    pub fn changed(&mut self, kind: &str, id: RecordId) {
        if let Some(list) = self.types.get(kind) {
            self.changed.entry(*list).or_default().insert(id);
            self.indexes.remove(list);
        }
    }

    /// The list of all records of one kind, in order of their ids. `all` gives them all, `one` a
    /// single one as it is now.
    pub fn list<T: Record>(
        &mut self,
        all: impl FnOnce() -> Vec<Entry<T>>,
        one: impl Fn(RecordId) -> Option<Entry<T>>,
    ) -> Arc<Vec<Entry<T>>> {
        let this = TypeId::of::<T>();
        let changed = self.changed.remove(&this).unwrap_or_default();
        let standing = self.lists.get_mut(&this).and_then(|list| list.downcast_mut::<Arc<Vec<Entry<T>>>>());
        if let Some(list) = standing.filter(|_| changed.len() <= MENDED) {
            if !changed.is_empty() {
                let entries = Arc::make_mut(list);
                for id in changed {
                    mend(entries, id, one(id));
                }
            }
            return list.clone();
        }
        let list = Arc::new(all());
        self.lists.insert(this, Box::new(list.clone()));
        self.types.insert(T::KIND.name.to_owned(), this);
        list
    }

    /// One record out of a list that was made before and is right about it.
    pub fn one<T: Record>(&self, id: RecordId) -> Option<Entry<T>> {
        let this = TypeId::of::<T>();
        if self.changed.get(&this).is_some_and(|changed| changed.contains(&id)) {
            return None;
        }
        let list = self.lists.get(&this)?.downcast_ref::<Arc<Vec<Entry<T>>>>()?;
        let at = list.binary_search_by_key(&id, |entry| entry.id).ok()?;
        list.get(at).cloned()
    }

    /// The places in `list` of the records for which `whose` names the same one.
    pub fn index<T: Record, W: Fn(&T) -> Option<RecordId> + 'static>(
        &mut self,
        list: &[Entry<T>],
        whose: W,
    ) -> Arc<Index> {
        // What it captured could differ between two calls of one type.
        const { assert!(size_of::<W>() == 0, "name a function, or a closure that captures nothing") };
        let indexes = self.indexes.entry(TypeId::of::<T>()).or_default();
        let index = indexes.entry(TypeId::of::<W>()).or_insert_with(|| {
            let mut index = Index::new();
            for (at, entry) in list.iter().enumerate() {
                if let Some(id) = whose(entry) {
                    index.entry(id).or_default().push(at);
                }
            }
            Arc::new(index)
        });
        index.clone()
    }
}

fn mend<T>(entries: &mut Vec<Entry<T>>, id: RecordId, now: Option<Entry<T>>) {
    match (entries.binary_search_by_key(&id, |entry| entry.id), now) {
        (Ok(at), Some(entry)) => entries[at] = entry,
        (Ok(at), None) => {
            entries.remove(at);
        }
        (Err(at), Some(entry)) => entries.insert(at, entry),
        (Err(_), None) => {}
    }
}

/// The records of one kind that name the same one, oldest id first.
pub struct Theirs<T> {
    list: Arc<Vec<Entry<T>>>,
    index: Arc<Index>,
    id: RecordId,
}

impl<T> Theirs<T> {
    pub(crate) fn new(list: Arc<Vec<Entry<T>>>, index: Arc<Index>, id: RecordId) -> Self {
        Self { list, index, id }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<T>> {
        self.index.get(&self.id).into_iter().flatten().filter_map(|at| self.list.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Book, Change, DocumentKey, Edit, Entry, Fields, Record, Stamp, Value};
    use kernel::{MemberId, RecordId, Timestamp};
    use proptest::prelude::*;

    /// A talk with somebody who is only a number.
    #[derive(Record, Clone, Debug, Default, PartialEq)]
    #[record(name = "talk", plural = "Talks", title = "with", home = "area(tests)")]
    struct Talk {
        /// With whom.
        with: String,
    }

    fn with(talk: &Talk) -> Option<RecordId> {
        talk.with.parse::<u8>().ok().map(id)
    }

    fn id(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    proptest! {
        #[test]
        fn however_rows_come_and_go_lists_and_indexes_are_what_new_ones_would_be(
            steps in proptest::collection::vec((0..90_u8, 0..4_u8, any::<bool>(), any::<bool>()), 0..200),
        ) {
            let document: DocumentKey = "everyone/area/tests".parse().unwrap();
            let stamp = Stamp { at: Timestamp::default(), by: MemberId::from_bytes([1; 16]) };
            let mut book = Book::new();
            for (number, person, goes, looks) in steps {
                if goes {
                    book.remove(id(number));
                } else {
                    let fields = Fields::from([("with".into(), Value::from(person.to_string().as_str()))]);
                    let change = Change::Create { kind: "talk".into(), fields };
                    book.apply(&Edit { document: document.clone(), record: id(number), change }, stamp);
                }
                if !looks {
                    continue;
                }
                let mut fresh = Book::new();
                for row in book.rows() {
                    fresh.put((**row).clone());
                }
                for number in 0..90 {
                    prop_assert_eq!(book.get::<Talk>(id(number)), fresh.get::<Talk>(id(number)));
                }
                prop_assert_eq!(book.all::<Talk>(), fresh.all::<Talk>());
                for person in 0..4 {
                    let theirs = book.of(with, id(person));
                    let theirs: Vec<&Entry<Talk>> = theirs.iter().collect();
                    let all = fresh.all::<Talk>();
                    let expected: Vec<_> = all.iter().filter(|talk| with(talk) == Some(id(person))).collect();
                    prop_assert_eq!(theirs, expected);
                }
            }
        }
    }
}
