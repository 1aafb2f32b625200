//! One device writes: what lands in the document, and what is refused.

use super::*;
use automerge::{ObjType, ROOT, ReadDoc, ScalarValue, transaction::Transactable};
use kernel::Timestamp;

#[test]
fn a_record_is_made_changed_and_taken_out() {
    let mut ana = Device::new(1);
    let values = [
        ("name", line("Ben")),
        ("lead", Value::Flag(true)),
        ("level", Value::Integer(-4)),
        ("hours", Value::Decimal(32.5)),
        ("seen", Value::Instant(Timestamp::from_millis(1_234_567))),
        ("notes", prose("Likes tea. 🫖")),
        ("tags", tags(&["rust", "on-call"])),
    ];
    let made = ana.at(60).edit(&[create(1, &values)]);
    assert!(made.changed && made.touched == [record(1)].into());
    let row = ana.row(1).unwrap();
    assert_eq!(row.kind, "person");
    assert_eq!(row.fields, values.iter().map(|(name, value)| ((*name).into(), value.clone())).collect());
    assert_eq!((row.created, row.changed), (ana.stamp(), ana.stamp()));

    let created = ana.stamp();
    ana.at(120).edit(&[set(1, "name", line("Benedikt")), set(1, "lead", None)]);
    let row = ana.row(1).unwrap();
    assert_eq!((row.fields.get("name"), row.fields.get("lead")), (Some(&line("Benedikt")), None));
    assert_eq!((row.created, row.changed), (created, ana.stamp()));

    ana.edit(&[edit(1, Change::Delete)]);
    assert_eq!((ana.row(1), ana.document.rows()), (None, vec![]));
}

#[test]
fn what_changes_nothing_makes_no_change() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Ben")), ("tags", tags(&["a"])), ("notes", prose("n"))])]);
    let heads = ana.document.heads();
    for edits in [
        vec![],
        vec![set(1, "name", line("Ben")), set(1, "title", None), set(1, "tags", tags(&["a"]))],
        vec![set(1, "name", line("Bob")), set(1, "name", line("Ben"))],
        vec![set(1, "title", prose("")), set(1, "skills", tags(&[]))],
        vec![create(1, &[("name", line("Ben"))])],
        vec![edit(2, Change::Delete)],
        vec![create(2, &[]), edit(2, Change::Delete)],
        vec![edit(1, Change::Text { field: "notes".into(), base: "m".into(), text: "n".into() })],
    ] {
        let applied = ana.edit(&edits);
        assert_eq!(applied, Applied::default(), "{edits:?}");
    }
    assert_eq!(ana.document.heads(), heads);
    Document::load(&key(), &[ana.document.save()]).unwrap();
}

#[test]
fn a_batch_is_applied_whole_or_not_at_all() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Ben")), ("level", Value::Integer(4))])]);
    let (heads, saved) = (ana.document.heads(), ana.document.save());
    let text = |field: &str| Change::Text { field: field.into(), base: String::new(), text: "x".into() };
    for wrong in [
        set(2, "name", line("nobody")),
        edit(2, text("notes")),
        edit(1, text("level")),
        set(1, "@kind", line("team")),
        set(1, "", line("no name")),
        set(1, "hours", Value::Decimal(f64::NAN)),
        set(1, "tags", tags(&[""])),
        edit(1, Change::Create { kind: "team".into(), fields: Fields::new() }),
        Edit { document: "everyone/index".parse().unwrap(), ..set(1, "name", line("elsewhere")) },
    ] {
        let problem = ana.try_edit(&[set(1, "name", line("Bob")), wrong.clone()]).unwrap_err();
        assert_eq!(problem.place, "everyone/area/roster", "{wrong:?}");
        assert_eq!((ana.document.heads(), ana.document.save()), (heads.clone(), saved.clone()), "{wrong:?}");
    }
    ana.edit(&[set(1, "name", line("Bob"))]);
    assert_eq!(ana.field(1, "name"), Some(line("Bob")));
}

#[test]
fn creating_again_merges_fields_and_brings_back_what_was_taken_out() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Ben")), ("level", Value::Integer(4))])]);
    ana.edit(&[create(1, &[("level", Value::Integer(5)), ("notes", prose("Hi"))])]);
    assert_eq!(
        ana.fields(1),
        [("level".into(), Value::Integer(5)), ("name".into(), line("Ben")), ("notes".into(), prose("Hi"))]
            .into()
    );
    ana.edit(&[edit(1, Change::Delete)]);
    ana.edit(&[create(1, &[("name", line("Ben"))])]);
    assert_eq!(ana.fields(1), [("name".into(), line("Ben"))].into(), "with these fields and no others");
}

#[test]
fn what_this_code_does_not_know_is_carried_and_never_written_over() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Ben"))])]);
    let doc = &mut ana.document.doc;
    let records = doc.get(ROOT, "records").unwrap().unwrap().1;
    let person = doc.get(&records, record(1).to_string()).unwrap().unwrap().1;
    let mut tx = doc.transaction();
    tx.put(&person, "visits", ScalarValue::counter(7)).unwrap();
    tx.put_object(&person, "order", ObjType::List).unwrap();
    let nested = tx.put_object(&person, "address", ObjType::Map).unwrap();
    tx.put(&nested, "city", "Berlin").unwrap();
    tx.put(&person, "photo", ScalarValue::Bytes(vec![0xff, 0xd8])).unwrap();
    tx.put(&person, "shoe_size", 43_u64).unwrap();
    tx.commit();

    let mut ben =
        Device { document: Document::load(&key(), &[ana.document.save()]).unwrap(), ..Device::new(2) };
    assert_eq!(ben.fields(1).len(), 2, "{:?}", ben.fields(1));
    assert_eq!(ben.field(1, "shoe_size"), Some(Value::Integer(43)));
    for field in ["visits", "order", "address", "photo"] {
        ben.try_edit(&[set(1, field, line("mine"))]).unwrap_err();
    }
    ben.edit(&[set(1, "name", line("Bob"))]);
    ben.edit(&[edit(1, Change::Delete)]);
    ben.edit(&[create(1, &[("name", line("Bob"))])]);
    for field in ["visits", "order", "photo"] {
        assert!(ben.document.doc.get(&person, field).unwrap().is_some(), "{field}");
    }
    assert_eq!(ben.document.doc.get(&nested, "city").unwrap().unwrap().0.as_str(), Some("Berlin"));
}
