//! What several people wrote apart and not the same: fields that hold more than one value until somebody chooses.

use document::{Book, DocumentKey, FieldSpec, Value};
use kernel::{Ordered as _, RecordId};

use crate::kinds;

/// A field with several values that stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentKey,
    /// What the record is called.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// The field.
    pub field: &'static FieldSpec,
    /// The values, the shown one first.
    pub values: Vec<Value>,
}

/// All of them, by the names of their records.
#[must_use]
pub fn standing(book: &Book) -> Vec<Contradiction> {
    let mut all: Vec<Contradiction> = Vec::new();
    for row in book.rows().filter(|row| !row.conflicts.is_empty()) {
        let Some(kind) = kinds::kind(&row.kind) else { continue };
        for (name, values) in row.conflicts.iter().filter(|(_, values)| values.len() > 1) {
            let Some(field) = kind.field(name) else { continue };
            all.push(Contradiction {
                record: row.id,
                document: row.document.clone(),
                title: kinds::title(book, row),
                address: kinds::address(row),
                field,
                values: values.clone(),
            });
        }
    }
    all.order_by_key(|one| (one.title.clone(), one.field.name, one.record));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{Author, Row, Stamp};
    use kernel::{MemberId, Timestamp};
    use roster::Person;

    #[test]
    fn a_field_that_two_wrote_apart_is_listed_until_one_value_is_chosen() {
        let me = MemberId::from_bytes([1; 16]);
        let stamp = Stamp { at: Timestamp::from_millis(1), by: me };
        let id = RecordId::from_bytes([3; 16]);
        let mut book = Book::new();
        let yui = Person { name: "Yui".into(), ..Person::default() };
        book.apply(&Author { member: me }.create(id, &yui), stamp);
        assert!(standing(&book).is_empty());

        let mut row = Row::clone(book.row(id).expect("a person"));
        let values = vec![Value::Line("Yui".into()), Value::Line("Yui M.".into())];
        row.conflicts.insert("name".into(), values.clone());
        book.put(row);
        let found = standing(&book);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].title.as_str(), found[0].field.name), ("Yui", "name"));
        assert_eq!(found[0].values, values);

        let person = book.get::<Person>(id).expect("a person");
        for edit in person.update(|person| person.name = "Yui M.".into()) {
            book.apply(&edit, stamp);
        }
        assert!(standing(&book).is_empty());
    }
}
