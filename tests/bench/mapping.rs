//! A record of the workload as a record of ours, and back.
//!
//! What has a field of its own in the product is kept there: a title in `what` or `work`, the text
//! in co-written notes, the person as a reference that decides the document. What has none (an
//! effort, mostly) is a further field of the same record, kept as the product keeps the fields of
//! newer code. So nothing is lost on the way, and what is stored is what the product would store.

use document::{
    Audience, Author, Change, DocumentKey, Edit, Field, Fields, Kind, Prose, Record, Ref, Row, Value, place,
};
use feedback::{Concern, Observation, OneOnOne, OneOnOneState};
use kernel::{Date, RecordId, Timestamp};
use roster::{Action, Person};

use crate::Source;

/// The kinds of the workload in the order in which ids number them.
const KINDS: [&str; 7] = ["per", "one", "fee", "act", "inc", "ini", "can"];

/// The time in all ids of the workload: the morning of 1 January 2024.
const MADE: Timestamp = Timestamp::from_millis(1_704_096_000_000);

/// Text that names no record of the workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId(pub String);

/// Our id for a record of the workload: an ordinary one, made at one moment, whose random part says
/// which it is.
///
/// # Errors
/// When the text is no id of the workload.
pub fn record_id(id: &str) -> Result<RecordId, UnknownId> {
    let unknown = || UnknownId(id.chars().take(40).collect());
    let (kind, digits) = id.split_once('_').ok_or_else(unknown)?;
    let kind = KINDS.iter().position(|known| *known == kind).ok_or_else(unknown)?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    if digits.is_empty() || digits.len() > 11 || !digits.bytes().all(is_digit) {
        return Err(unknown());
    }
    // A digit ahead, so that zeros at the beginning count: at most 36 to the 12th, 63 bits.
    let number = digits.chars().try_fold(1_u64, |sum, digit| Some(sum * 36 + u64::from(digit.to_digit(36)?)));
    let number = number.ok_or_else(unknown)?;
    // Of the ten bytes an id keeps six bits of the third, and half of the first.
    let [high, middle @ ..] = number.to_be_bytes();
    let mut random = [0; 10];
    random[0] = u8::try_from(kind).unwrap_or(0);
    random[1] = high;
    random[3..].copy_from_slice(&middle);
    Ok(RecordId::new(MADE, random))
}

/// The id in the workload of a record of ours.
#[must_use]
pub fn source_id(id: RecordId) -> Option<String> {
    let bytes = id.as_bytes();
    let kind = KINDS.get(usize::from(bytes[6] & 0x0f))?;
    let mut number = [0; 8];
    number[0] = bytes[7];
    number[1..].copy_from_slice(&bytes[9..]);
    let mut number = u64::from_be_bytes(number);
    let mut digits = Vec::new();
    while number >= 36 {
        digits.push(char::from_digit(u32::try_from(number % 36).ok()?, 36)?);
        number /= 36;
    }
    (number == 1).then(|| format!("{kind}_{}", digits.into_iter().rev().collect::<String>()))
}

/// Where one kind keeps what the workload knows.
struct Names {
    person: &'static str,
    date: &'static str,
    title: &'static str,
    status: &'static str,
    body: &'static str,
    kind: &'static Kind,
}

const PRIORITY: &str = "priority";
const EFFORT: &str = "effort";

fn names(id: &str) -> Names {
    let of = |kind, person, date, title, status, body| Names { person, date, title, status, body, kind };
    match id.split('_').next() {
        Some("per") => of(Person::KIND, "manager", "start_date", "name", "location", "notes"),
        Some("one") => of(OneOnOne::KIND, "person", "on", "title", "status", "notes"),
        Some("fee") => of(Observation::KIND, "person", "on", "work", "competency", "what_happened"),
        Some("act") => of(Action::KIND, "about", "due", "what", "status", "notes"),
        _ => of(Concern::KIND, "person", "on", "what", "status", "details"),
    }
}

impl Source {
    /// The edit that makes the record.
    ///
    /// # Errors
    /// When one of its ids is none of the workload.
    pub fn create(&self, author: Author) -> Result<Edit, UnknownId> {
        let id = record_id(&self.id)?;
        let person = Some(record_id(&self.person)?).filter(|person| *person != id);
        let fields = self.fields(person);
        let kind = names(&self.id).kind;
        let audience = if kind.private { Audience::OnlyMe(author.member) } else { Audience::Everyone };
        let document = DocumentKey { audience, place: place(kind, id, &fields) };
        Ok(Edit { document, record: id, change: Change::Create { kind: kind.name.to_owned(), fields } })
    }

    /// The fields of our record: those of its type, and what the type has no place for.
    fn fields(&self, person: Option<RecordId>) -> Fields {
        let day: Option<Date> = self.date.parse().ok();
        let (title, status) = (self.title.clone(), self.status.clone());
        let body = Prose::from(self.body.as_str());
        let person = person.map(Ref::new);
        let mut fields = match self.id.split('_').next() {
            Some("per") => {
                let (name, manager, notes) = (title, person, body);
                Person { name, manager, notes, start_date: day, location: Some(status), ..Person::default() }
                    .to_fields()
            }
            Some("one") => {
                OneOnOne { person, on: day, state: OneOnOneState::Held, notes: body, ..OneOnOne::default() }
                    .to_fields()
            }
            Some("fee") => Observation {
                person,
                on: day,
                what_happened: body,
                work: Some(title),
                competency: Some(status),
                ..Observation::default()
            }
            .to_fields(),
            Some("act") => {
                Action { what: title, owner: person, about: person, due: day, ..Action::default() }
                    .to_fields()
            }
            _ => Concern { person, what: title, on: day, details: body, ..Concern::default() }.to_fields(),
        };
        let names = names(&self.id);
        for (field, value) in [
            (names.title, Value::Line(self.title.clone())),
            (names.status, Value::Line(self.status.clone())),
            (names.body, Value::Prose(self.body.clone())),
            (PRIORITY, Value::Integer(self.priority)),
            (EFFORT, Value::Integer(self.effort)),
        ] {
            if !fields.contains_key(field) {
                fields.insert(field.into(), value);
            }
        }
        fields
    }

    /// The field of our record that holds this one of the workload's (`title`, `status`, `date`,
    /// `priority`, `effort`, `body`); `None` for others.
    #[must_use]
    pub fn field(id: &str, field: &str) -> Option<&'static str> {
        let names = names(id);
        Some(match field {
            "title" => names.title,
            "status" => names.status,
            "date" => names.date,
            "body" => names.body,
            "priority" => PRIORITY,
            "effort" => EFFORT,
            _ => return None,
        })
    }

    /// The record of the workload in a row of ours; `None` when it holds no such record.
    #[must_use]
    pub fn read(row: &Row) -> Option<Self> {
        let id = source_id(row.id)?;
        let names = names(&id);
        if row.kind != names.kind.name {
            return None;
        }
        let text = |field: &str| row.fields.get(field).map(Value::plain).unwrap_or_default();
        let number = |field: &str| match row.fields.get(field) {
            Some(Value::Integer(number)) => *number,
            _ => 0,
        };
        let person = match row.fields.get(names.person).and_then(Ref::<Person>::read) {
            Some(person) => source_id(person.id())?,
            None => id.clone(),
        };
        let (date, status) = (text(names.date), text(names.status));
        let (title, body) = (text(names.title), text(names.body));
        Some(Self {
            id,
            person,
            date,
            status,
            priority: number(PRIORITY),
            effort: number(EFFORT),
            title,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload;
    use document::{Book, Stamp};
    use kernel::MemberId;

    #[test]
    fn an_id_comes_back_as_it_was() {
        for id in ["per_0", "can_zzzzzzzzzzz", "one_00a1", "fee_1"] {
            assert_eq!(source_id(record_id(id).unwrap()).as_deref(), Some(id));
        }
        for id in ["", "per", "per_", "oth_1", "one_A", "one_zzzzzzzzzzzz"] {
            assert!(record_id(id).is_err(), "{id}");
        }
        assert_eq!(source_id(RecordId::from_bytes([0xff; 16])), None);
    }

    #[test]
    fn a_record_of_every_kind_comes_back_as_it_was() {
        let by = MemberId::from_bytes([1; 16]);
        let mut book = Book::new();
        let all = workload(500);
        for source in &all {
            book.apply(&source.create(Author { member: by }).unwrap(), Stamp { at: MADE, by });
        }
        for source in &all {
            let row = book.row(record_id(&source.id).unwrap()).unwrap();
            assert_eq!(Source::read(row).as_ref(), Some(source));
        }
        assert_eq!(book.len(), all.len());
        // Five people, each with a file for everyone and one for the user alone.
        assert_eq!(book.documents().len(), 10);
    }
}
