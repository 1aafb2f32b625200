//! Typed records: the one declaration from which everything general is derived.

use kernel::{MemberId, RecordId};
use std::ops::Deref;

use crate::{Audience, Change, DocumentKey, Edit, Fields, Home, Kind, Place, Row, Stamp, Value};

/// A type whose values are records of one kind. Derive it; do not write it by hand.
pub trait Record: Clone + Default + PartialEq + 'static {
    /// The stored name of the kind.
    const NAME: &'static str;
    /// What the kind looks like.
    const KIND: &'static Kind;
    /// Reads the fields of a row; what is absent or of another shape is the default.
    fn from_fields(fields: &Fields) -> Self;
    /// The fields to store; empty ones are absent.
    fn to_fields(&self) -> Fields;
}

/// A record as it stands in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// The record's id.
    pub id: RecordId,
    /// The document that holds it.
    pub document: DocumentKey,
    /// Its fields.
    pub record: T,
    /// When and by whom it was made.
    pub created: Stamp,
    /// When and by whom it was last changed.
    pub changed: Stamp,
}

impl<T> Deref for Entry<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T: Record> Entry<T> {
    /// The typed view of a row, or `None` when the row is of another kind.
    #[must_use]
    pub fn from_row(row: &Row) -> Option<Self> {
        (row.kind == T::KIND.name).then(|| Self {
            id: row.id,
            document: row.document.clone(),
            record: T::from_fields(&row.fields),
            created: row.created,
            changed: row.changed,
        })
    }

    /// The edits that make the record what `change` makes of it: one per field that differs.
    #[must_use]
    pub fn update(&self, change: impl FnOnce(&mut T)) -> Vec<Edit> {
        let mut changed = self.record.clone();
        change(&mut changed);
        let (before, after) = (self.record.to_fields(), changed.to_fields());
        let names = T::KIND.fields.iter().map(|field| field.name);
        names
            .filter(|name| before.get(name) != after.get(name))
            .map(|name| self.edit(Change::Set { field: name.to_owned(), value: after.get(name).cloned() }))
            .collect()
    }

    /// The edit that takes the record out.
    #[must_use]
    pub fn delete(&self) -> Edit {
        self.edit(Change::Delete)
    }

    fn edit(&self, change: Change) -> Edit {
        Edit { document: self.document.clone(), record: self.id, change }
    }
}

/// Who is writing: decides which *only me* documents are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The member who writes.
    pub member: MemberId,
}

impl Author {
    /// The edit that makes a record, in the document where its kind lives.
    #[must_use]
    pub fn create<T: Record>(&self, id: RecordId, record: &T) -> Edit {
        self.create_for(
            id,
            record,
            if T::KIND.private { Audience::OnlyMe(self.member) } else { Audience::Everyone },
        )
    }

    /// The edit that makes a record which only the writer shall read.
    #[must_use]
    pub fn create_private<T: Record>(&self, id: RecordId, record: &T) -> Edit {
        self.create_for(id, record, Audience::OnlyMe(self.member))
    }

    /// The edit that makes a record for this audience.
    #[must_use]
    pub fn create_for<T: Record>(&self, id: RecordId, record: &T, audience: Audience) -> Edit {
        let place = place(T::KIND, id, &record.to_fields());
        self.create_in(DocumentKey { audience, place }, id, record)
    }

    /// The edit that makes a record in this document, for kinds that follow another record: links.
    #[must_use]
    pub fn create_in<T: Record>(&self, document: DocumentKey, id: RecordId, record: &T) -> Edit {
        let (kind, fields) = (T::KIND.name.to_owned(), record.to_fields());
        Edit { document, record: id, change: Change::Create { kind, fields } }
    }
}

/// Where a record of `kind` with these fields lives.
#[must_use]
pub fn place(kind: &Kind, id: RecordId, fields: &Fields) -> Place {
    match kind.home {
        Home::OwnFile => Place::Person(id),
        Home::Area(area) => Place::Area(area.to_owned()),
        Home::Index => Place::Index,
        Home::Unsent => Place::Unsent,
        Home::FileOf { field, area } => {
            match fields.get(field).and_then(Value::text).and_then(|text| text.parse().ok()) {
                Some(person) => Place::Person(person),
                None => Place::Area(area.to_owned()),
            }
        }
    }
}

/// The field of a row of this kind that holds its name, as text; empty when it has none.
#[must_use]
pub fn title(kind: &Kind, row: &Row) -> String {
    row.fields.get(kind.title).map(Value::plain).unwrap_or_default()
}
