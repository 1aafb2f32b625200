//! The edits that take an edit back.

use super::*;

#[test]
fn undoing_a_deletion_brings_back_what_others_wrote_meanwhile() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("name", line("Cem")), ("notes", prose("Tea"))])]);
    exchange(&mut ana, &mut ben);
    let deleted = ana.edit(&[edit(1, Change::Delete)]);
    let text = Change::Text { field: "notes".into(), base: "Tea".into(), text: "Tea, green".into() };
    ana.edit(&deleted.inverse);
    ben.edit(&[edit(1, text)]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ana.field(1, "notes"), Some(prose("Tea, green")));
}

#[test]
fn undoing_typing_keeps_what_others_typed() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("notes", prose("Plan."))])]);
    let typed = ana.edit(&[set(1, "notes", prose("The plan."))]);
    exchange(&mut ana, &mut ben);
    ben.edit(&[set(1, "notes", prose("The plan. Done."))]);
    exchange(&mut ana, &mut ben);
    let undone = ana.edit(&typed.inverse);
    assert_eq!(ana.field(1, "notes"), Some(prose("Plan. Done.")));
    ana.edit(&undone.inverse);
    assert_eq!(ana.field(1, "notes"), Some(prose("The plan. Done.")));
}
