//! Looking back: versions, as of a day, restoring.

use super::*;
use crate::FieldChange;
use kernel::DeviceId;

#[test]
fn history_tells_who_did_what_when_from_what_to_what() {
    let (mut ana, mut ben) = Device::two();
    ana.at(100).edit(&[create(1, &[("name", line("Cem")), ("notes", prose("Tea."))]), create(2, &[])]);
    exchange(&mut ana, &mut ben);
    ana.at(150).edit(&[set(2, "name", line("Dana"))]);
    let text = Change::Text { field: "notes".into(), base: "Tea.".into(), text: "Green tea.".into() };
    ben.at(200).edit(&[edit(1, text)]);
    ben.at(300).edit(&[edit(1, Change::Delete)]);
    exchange(&mut ana, &mut ben);

    let history = ana.document.history(record(1));
    assert_eq!(history.len(), 3);
    assert_eq!((history[1].device, history[1].stamp.at.seconds()), (DeviceId::from_bytes([2; 16]), 200));
    assert_eq!((history[1].stamp.by, history[1].label.as_str()), (MemberId::from_bytes([2; 16]), "Edit"));
    let change = |field: &str, old, new| FieldChange { field: field.into(), old, new };
    assert_eq!(history[1].changes, [change("notes", Some(prose("Tea.")), Some(prose("Green tea.")))]);
    assert_eq!(
        history[2].changes,
        [change("name", None, Some(line("Cem"))), change("notes", None, Some(prose("Tea.")))]
    );
    assert_eq!(history[0].changes[0], change("name", Some(line("Cem")), None));
}

#[test]
fn a_record_is_shown_as_of_a_day_and_at_a_version() {
    let mut ana = Device::new(1);
    ana.at(100).edit(&[create(1, &[("name", line("Cem"))])]);
    ana.at(200).edit(&[set(1, "name", line("Cemal"))]);
    ana.at(300).edit(&[edit(1, Change::Delete)]);
    let name = |seconds: i64| {
        let row = ana.document.as_of(record(1), Timestamp::from_millis(seconds * 1000))?;
        assert_eq!(row.created.at.seconds(), 100);
        Some((row.fields["name"].plain(), row.changed.at.seconds()))
    };
    assert_eq!(name(99), None);
    assert_eq!(name(100), Some(("Cem".into(), 100)));
    assert_eq!(name(299), Some(("Cemal".into(), 200)));
    assert_eq!(name(300), None);
    let history = ana.document.history(record(1));
    assert_eq!(ana.document.at(record(1), &history[1].heads).unwrap().fields["name"], line("Cemal"));
    assert_eq!(ana.document.at(record(1), &vec![[9; 32]]), None);
}

#[test]
fn a_version_can_be_restored() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Cem")), ("notes", prose("One"))])]);
    let first = ana.document.history(record(1))[0].heads.clone();
    let then = ana.fields(1);
    ana.edit(&[set(1, "notes", prose("One two")), set(1, "name", None), set(1, "title", line("x"))]);
    for _ in 0..2 {
        let edits = ana.document.restoring(record(1), &first).unwrap();
        assert!(ana.edit(&edits).changed);
        assert_eq!(ana.fields(1), then);
        ana.edit(&[edit(1, Change::Delete)]);
    }
    assert!(ana.document.restoring(record(1), &vec![[9; 32]]).is_err());
}
