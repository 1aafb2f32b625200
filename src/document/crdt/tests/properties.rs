//! What holds whatever is written, in whatever order: found by trying at random.

use proptest::{collection::vec, prelude::*, sample::select};

use super::super::{log::Log, touches};
use super::*;
use crate::{Book, Fields, Name, Page};

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        (-3_i64..3).prop_map(Value::Integer),
        select(vec![0.0, -1.5, 1e300]).prop_map(Value::Decimal),
        any::<i64>().prop_map(|millis| Value::Instant(Timestamp::from_millis(millis))),
        "[ab]{0,2}".prop_map(Value::Line),
        "[ab 🫖é]{0,6}".prop_map(Value::Prose),
        // Long enough to be folded.
        "[ab 🫖é]{30,36}".prop_map(Value::Prose),
        vec(select(vec!["a", "b", "c", "🫖"]), 0..3).prop_map(|members| tags(&members)),
    ]
}

fn field() -> impl Strategy<Value = String> {
    select(vec!["name", "notes", "tags"]).prop_map(str::to_owned)
}

fn change() -> impl Strategy<Value = Change> {
    let fields = prop::collection::btree_map(field(), value(), 0..3);
    let kind = prop_oneof![9 => Just("person".to_owned()), 1 => Just("team".to_owned())];
    prop_oneof![
        2 => (kind, fields).prop_map(|(kind, fields)| Change::Create { kind, fields: fields.into() }),
        4 => (field(), proptest::option::of(value())).prop_map(|(field, value)| Change::Set { field, value }),
        4 => (field(), "[ab ]{0,4}", "[ab ]{0,6}")
            .prop_map(|(field, base, text)| Change::Text { field, base, text }),
        1 => Just(Change::Delete),
    ]
}

fn edits(count: usize) -> impl Strategy<Value = Vec<Edit>> {
    vec((1_u8..4, change()).prop_map(|(number, change)| edit(number, change)), 0..count)
}

/// Applies what fits, one edit at a time.
fn write(device: &mut Device, edits: &[Edit]) {
    for edit in edits {
        device.seconds += 1;
        let _refused = device.try_edit(std::slice::from_ref(edit));
    }
}

/// Rows without what depends on who wrote when.
fn fields_of(rows: Vec<Row>) -> BTreeMap<RecordId, (Name, Fields)> {
    rows.into_iter().map(|row| (row.id, (row.kind, row.fields))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merges_converge_in_any_order(
        common in edits(6), one in edits(8), two in edits(8), three in edits(8),
    ) {
        let mut devices = [Device::new(1), Device::new(2), Device::new(3)];
        write(&mut devices[0], &common);
        let start = devices[0].document.save();
        for (device, edits) in devices.iter_mut().zip([one, two, three]) {
            device.document.merge(&start).unwrap();
            write(device, &edits);
        }
        let saved: Vec<Vec<u8>> = devices.iter().map(|device| device.document.save()).collect();
        let mut rows = Vec::new();
        for order in [[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut merged = Document::create(&key());
            for turn in order {
                merged.merge(&saved[turn]).unwrap();
            }
            rows.push(merged.rows());
            rows.push(Document::load(&key(), &order.map(|turn| &saved[turn])).unwrap().rows());
        }
        for other in &rows[1..] {
            prop_assert_eq!(&rows[0], other);
        }
    }

    #[test]
    fn what_changes_touched_is_read_from_columns_as_from_the_changes(
        common in edits(6), one in edits(10), two in edits(10), after in edits(6),
    ) {
        let (mut ana, mut ben) = Device::two();
        write(&mut ana, &common);
        exchange(&mut ana, &mut ben);
        write(&mut ana, &one);
        write(&mut ben, &two);
        exchange(&mut ana, &mut ben);
        write(&mut ana, &after);
        let doc = &ana.document.doc;
        let columns = touches::of(doc, &doc.get_changes_meta(&[])).map(|_| ());
        prop_assert_eq!(columns, Ok(()));
        let (read, replayed) = (Log::of(doc), Log::replayed(doc));
        prop_assert_eq!(read.steps, replayed.steps);
        prop_assert_eq!(read.stamps, replayed.stamps);
        prop_assert_eq!(read.objects, replayed.objects);
    }

    #[test]
    fn chunks_in_any_order_load_to_the_same_document(edits in edits(12), seed: u64) {
        let mut ana = Device::new(1);
        let mut chunks = vec![ana.document.genesis_chunk()];
        for edit in edits {
            let applied = ana.try_edit(&[edit]).unwrap_or_default();
            if applied.changed {
                chunks.push(applied.chunk);
            }
        }
        chunks.sort_by_key(|chunk| chunk.iter().fold(seed, |sum, byte| sum.wrapping_mul(31) ^ u64::from(*byte)));
        let loaded = Document::load(&key(), &chunks).unwrap();
        prop_assert_eq!(loaded.heads(), ana.document.heads());
        prop_assert_eq!(loaded.rows(), ana.document.rows());
        // Stamps kept up edit by edit are those that a fresh reading finds.
        prop_assert_eq!(Document::load(&key(), &[ana.document.save()]).unwrap().rows(), loaded.rows());
    }

    #[test]
    fn the_inverse_undoes_and_its_inverse_does_again(before in edits(8), batch in edits(5)) {
        let mut ana = Device::new(1);
        write(&mut ana, &before);
        let start = fields_of(ana.document.rows());
        let applied = ana.try_edit(&batch).unwrap_or_default();
        let end = fields_of(ana.document.rows());
        prop_assert_eq!(applied.changed, start != end);
        let undone = ana.edit(&applied.inverse);
        prop_assert_eq!(fields_of(ana.document.rows()), start);
        ana.edit(&undone.inverse);
        prop_assert_eq!(fields_of(ana.document.rows()), end);
    }

    #[test]
    fn rows_edited_at_once_are_the_rows_the_document_comes_to(
        common in edits(6), one in edits(6), two in edits(6), after in edits(12),
    ) {
        let (mut ana, mut ben) = Device::two();
        write(&mut ana, &common);
        exchange(&mut ana, &mut ben);
        write(&mut ana, &one);
        write(&mut ben, &two);
        exchange(&mut ana, &mut ben);
        let book_of = |device: &Device| {
            let mut book = Book::new();
            book.put_page(&key(), Page { heads: device.document.heads(), rows: device.document.rows() });
            book
        };
        for edit in after {
            let mut book = book_of(&ana);
            let changed = book.apply(&edit, ana.stamp()).is_some();
            let applied = ana.try_edit(std::slice::from_ref(&edit)).unwrap_or_default();
            prop_assert_eq!(changed, applied.changed, "{:?}", edit);
            let known = book_of(&ana);
            let plain = |book: &Book| -> BTreeMap<_, _> {
                book.rows().map(|row| (row.id, (row.kind.clone(), row.fields.clone(), row.conflicts.clone()))).collect()
            };
            prop_assert_eq!(plain(&book), plain(&known), "{:?}", edit);
        }
    }

    #[test]
    fn every_version_is_what_the_record_was_and_can_be_restored(edits in edits(10)) {
        let mut ana = Device::new(1);
        let mut stood = BTreeMap::new();
        for edit in edits {
            ana.seconds += 1;
            let _refused = ana.try_edit(&[edit]);
            stood.insert(ana.document.heads(), (ana.stamp().at, ana.row(1)));
        }
        for version in ana.document.history(record(1)) {
            let (at, row) = &stood[&version.heads];
            let fields = |row: Option<Row>| row.map(|row| (row.kind, row.fields));
            prop_assert_eq!(fields(ana.document.at(record(1), &version.heads)), fields(row.clone()));
            prop_assert_eq!(fields(ana.document.as_of(record(1), *at)), fields(row.clone()));
            let edits = ana.document.restoring(record(1), &version.heads).unwrap();
            ana.edit(&edits);
            prop_assert_eq!(fields(ana.row(1)), fields(row.clone()));
        }
    }
}
