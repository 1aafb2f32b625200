//! Parts as they are written are read as they were; whatever else is read as nothing.

use document::{Change, Document, Edit};
use kernel::DeviceId;
use proptest::{collection::vec, prelude::*};

use super::*;

fn key() -> DocumentKey {
    "everyone/area/roster".parse().unwrap()
}

fn value() -> impl Strategy<Value = Value> {
    let line = prop_oneof![
        "[a-c]{0,2}",
        ".{0,80}",
        any::<[u8; 16]>().prop_map(|bytes| RecordId::from_bytes(bytes).to_string()),
        Just("018CC409-6800-7000-8000-02c5aead6ded".to_owned()),
    ];
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        any::<i64>().prop_map(Value::Integer),
        (-1e9..1e9).prop_map(Value::Decimal),
        any::<i64>().prop_map(|millis| Value::Instant(Timestamp::from_millis(millis))),
        line.prop_map(Value::Line),
        ".{0,200}".prop_map(Value::Prose),
        vec(".{1,3}", 0..4).prop_map(|members| Value::Set(members.into_iter().collect())),
    ]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (any::<i64>(), 0..3_u8)
        .prop_map(|(at, by)| Stamp { at: Timestamp::from_millis(at), by: MemberId::from_bytes([by; 16]) })
}

prop_compose! {
    fn row()(
        id in any::<[u8; 16]>(),
        kind in "[a-b]",
        fields in vec(("[a-f]", value()), 0..6),
        conflicts in vec(("[a-f]", vec(value(), 0..3)), 0..2),
        (created, changed) in (stamp(), proptest::option::of(stamp())),
        read_only in any::<bool>(),
    ) -> Row {
        Row {
            id: RecordId::from_bytes(id),
            kind: kind.into(),
            document: key(),
            fields: fields.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            conflicts: conflicts.into_iter().map(|(name, values)| (name.into(), values)).collect(),
            created,
            changed: changed.unwrap_or(created),
            read_only,
        }
    }
}

prop_compose! {
    fn rows()(rows in vec(row(), 0..20)) -> Vec<Row> {
        let by_id: BTreeMap<RecordId, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
        by_id.into_values().collect()
    }
}

proptest! {
    #[test]
    fn s_35_a_part_is_read_as_it_was_written_and_never_as_another(
        (rows, heads) in (rows(), vec(any::<[u8; 32]>(), 0..3)),
        (from, removed) in (vec(any::<[u8; 32]>(), 0..3), vec(any::<[u8; 16]>(), 0..3)),
        (cut, wrong) in (any::<prop::sample::Index>(), any::<u8>()),
    ) {
        let removed: Vec<RecordId> = removed.into_iter().map(RecordId::from_bytes).collect();
        let known = &mut Known::default();
        let whole = base(&key(), &heads, rows.iter());
        let page = Page { heads: heads.clone(), rows: rows.clone() };
        prop_assert_eq!(read(&key(), &whole, known), Some(Part::Base(page)));
        let some = delta(&key(), (&from, &heads), rows.iter(), &removed);
        let delta = Part::Delta { from, to: heads, rows, removed };
        prop_assert_eq!(read(&key(), &some, known), Some(delta));
        for stored in [whole, some] {
            prop_assert_eq!(read(&"everyone/index".parse().unwrap(), &stored, known), None);
            let mut bytes = unwrapped(&stored).unwrap().to_vec();
            let at = cut.index(bytes.len());
            prop_assert_eq!(read_value(&key(), &bytes[..at], known), None);
            bytes[at] = wrong;
            // Something else perhaps, but nothing that breaks.
            let _ = read_value(&key(), &bytes, known);
        }
    }
}

/// A document with one person more than `count`, whose rows differ in nothing but their ids and a name.
fn crew(count: u8) -> Page {
    let key: DocumentKey = "everyone/area/roster".parse().unwrap();
    let mut document = Document::create(&key);
    let edit = |number: u8| Edit {
        document: key.clone(),
        record: RecordId::from_bytes([number; 16]),
        change: Change::Create {
            kind: "person".into(),
            fields: [
                ("name".into(), Value::Line(format!("Somebody {number}"))),
                ("location".into(), Value::from("Lisbon, by the river")),
                ("manager".into(), Value::Line(RecordId::from_bytes([0; 16]).to_string())),
            ]
            .into(),
        },
    };
    let edits: Vec<Edit> = (0..=count).map(edit).collect();
    let now = Stamp { at: Timestamp::from_millis(1_790_000_000_000), by: MemberId::from_bytes([1; 16]) };
    document.apply(DeviceId::from_bytes([1; 16]), now, "Add", &edits).unwrap();
    Page { heads: document.heads(), rows: document.rows() }
}

#[test]
fn s_35_what_rows_have_in_common_stands_once() {
    let size = |count: u8| {
        let page = crew(count);
        base(&key(), &page.heads, page.rows.iter()).len()
    };
    // An id, a layout, a flag, a time, a writer, a name with its length, and two lines by their numbers.
    assert_eq!(size(61) - size(60), 16 + 1 + 1 + 1 + 1 + (2 + 11) + 2 + 2);
}
