//! Records as files: what stands in them, that schemas hold, and that nothing unknown is lost.

use crate::{Author, Book, Change, Choices, Kind, Prose, Record, Ref, Row, Stamp, Value};
use kernel::{Date, MemberId, RecordId, Timestamp, Weekdays};
use std::collections::BTreeSet;

use super::{Titles, csv, json, markdown};

/// A ship the harbour knows.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "ship", plural = "Ships", title = "name", home = "area(harbour)")]
struct Ship {
    /// The name on her bow.
    name: String,
    /// The one who steers her in.
    pilot: Option<Ref<Pilot>>,
    /// The day she was launched.
    launched: Option<Date>,
    /// Her masts.
    #[field(min = 0, max = 7)]
    masts: i64,
    /// How she is driven.
    drive: Drive,
    /// The flags she flies.
    flags: BTreeSet<String>,
    /// The days she sails.
    days: Weekdays,
    /// What to know.
    notes: Prose,
}

/// One who steers ships in.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "pilot", plural = "Pilots", title = "ship", home = "area(harbour)")]
struct Pilot {
    /// The ship they learnt on.
    ship: Option<Ref<Ship>>,
}

/// How a ship is driven.
#[derive(Choices, Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Drive {
    /// By sails.
    #[default]
    Sail,
    /// By steam.
    #[choice(label = "Steam engine")]
    Steam,
}

const KINDS: [&Kind; 2] = [Ship::KIND, Pilot::KIND];

fn id(byte: u8) -> RecordId {
    RecordId::from_bytes([byte; 16])
}

fn row<T: Record>(number: u8, record: &T) -> Row {
    let author = Author { member: MemberId::from_bytes([9; 16]) };
    let edit = author.create(id(number), record);
    let Change::Create { kind, fields } = edit.change else { unreachable!() };
    let stamp = Stamp { at: Timestamp::from_millis(1_700_000_000_000), by: author.member };
    Row {
        id: id(number),
        kind: kind.into(),
        document: edit.document,
        fields,
        conflicts: Default::default(),
        created: stamp,
        changed: stamp,
        read_only: false,
    }
}

fn harbour() -> Book {
    let mut book = Book::new();
    book.put(row(
        1,
        &Ship {
            name: "=Aurora".into(),
            pilot: Some(Ref::new(id(2))),
            launched: Date::from_ymd_opt(1898, 5, 3),
            masts: 3,
            drive: Drive::Steam,
            flags: ["red", "blue"].map(str::to_owned).into(),
            days: Weekdays::MON_TO_FRI,
            notes: "Turns \"slowly\".\nNeeds room.".into(),
        },
    ));
    book.put(row(2, &Pilot { ship: Some(Ref::new(id(3))) }));
    book.put(row(3, &Ship { name: "Bora, the old".into(), ..Ship::default() }));
    book
}

fn titles(book: &Book) -> Titles<'_> {
    Titles::new(KINDS, |id| match book.get::<Ship>(id) {
        Some(ship) => ship.record.name,
        None if book.row(id).is_some() => "The pilot".to_owned(),
        None => String::new(),
    })
}

#[test]
fn the_table_is_readable_and_harmless() {
    let book = harbour();
    let table = csv::table(Ship::KIND, book.rows_of("ship").map(|row| &**row), &titles(&book));
    let one = "01010101-0101-0101-0101-010101010101";
    let expected = format!(
        "\u{feff}record_id,name,pilot,pilot_id,launched,masts,drive,flags,days,notes\r\n\
         {one},'=Aurora,The pilot,{},1898-05-03,3,Steam engine,\"blue; red\",Mon-Fri,\
         \"Turns \"\"slowly\"\".\nNeeds room.\"\r\n\
         {},\"Bora, the old\",,,,0,Sail,,Mon-Fri,\r\n",
        id(2),
        id(3)
    );
    assert_eq!(table, expected);
}

#[test]
fn markdown_holds_the_short_fields_in_front_and_the_prose_below() {
    let book = harbour();
    let mut row = (**book.row(id(1)).unwrap()).clone();
    row.fields.insert("tons: net".into(), Value::Integer(12));
    let text = markdown::record(&row, &titles(&book));
    let expected = format!(
        "---\nid: \"{}\"\nkind: \"ship\"\nname: \"=Aurora\"\npilot: \"The pilot\"\npilot_id: \"{}\"\n\
         launched: \"1898-05-03\"\nmasts: 3\ndrive: \"Steam engine\"\nflags: [\"blue\",\"red\"]\n\
         days: \"Mon-Fri\"\n\"tons: net\": 12\ncreated: \"2023-11-14T22:13:20Z\"\n\
         changed: \"2023-11-14T22:13:20Z\"\n---\n\n# =Aurora\n\n## Notes\n\nTurns \"slowly\".\nNeeds room.\n",
        id(1),
        id(2)
    );
    assert_eq!(text, expected);
}

#[test]
fn the_schema_holds_for_every_record_and_refuses_what_a_field_cannot_hold() {
    let book = harbour();
    let mut schema = json::record_schema(Ship::KIND);
    schema["$schema"] = serde_json::json!(json::DIALECT);
    schema["$defs"] = serde_json::json!({ "version": true });
    let validator = jsonschema::validator_for(&schema).unwrap();
    for row in book.rows_of("ship") {
        let record = json::record(Some(Ship::KIND), row);
        assert!(validator.is_valid(&record), "{record}");
        for (field, wrong) in
            [("masts", "8"), ("masts", "\"three\""), ("drive", "\"oars\""), ("unheard", "1")]
        {
            let mut record = record.clone();
            record["fields"][field] = wrong.parse().unwrap();
            assert!(!validator.is_valid(&record), "{field} = {wrong}");
        }
    }
}

#[test]
fn what_other_code_wrote_is_kept_apart_and_the_schema_still_holds() {
    let mut row = row(1, &Ship::default());
    row.fields.insert("masts".into(), Value::Integer(40));
    row.fields.insert("drive".into(), "fusion".into());
    row.fields.insert("crew".into(), Value::Decimal(1.5));
    row.fields.insert("name".into(), "New".into());
    let record = json::record(Some(Ship::KIND), &row);
    assert_eq!(record["other"], serde_json::json!({ "masts": 40, "drive": "fusion", "crew": 1.5 }));
    assert_eq!(record["fields"], serde_json::json!({ "name": "New", "days": "Mon-Fri" }));
    let mut schema = json::record_schema(Ship::KIND);
    schema["$defs"] = serde_json::json!({ "version": true });
    assert!(jsonschema::is_valid(&schema, &record));
}
