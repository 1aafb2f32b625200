//! A long text is one value until somebody writes into it.

use automerge::{
    Change as Made, ExpandedChange, ScalarValue,
    legacy::{ObjectId, OpId, OpType},
};

use super::*;
use crate::authors;

const TEXT: &str = "Owns the harbour’s cranes, and would like to teach.";

fn write(number: u8, base: &str, text: &str) -> Edit {
    edit(number, Change::Text { field: "notes".into(), base: base.into(), text: text.into() })
}

/// Both have a person with the long text.
fn two() -> (Device, Device) {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("notes", prose(TEXT))])]);
    exchange(&mut ana, &mut ben);
    (ana, ben)
}

/// The changes by those who unfold.
fn unfoldings(device: &Device) -> Vec<Made> {
    let changes = device.document.doc.get_changes(&[]).into_iter();
    changes.filter(|change| fold::unfolds(change.actor_id())).collect()
}

/// How many operations the newest change has.
fn operations(device: &Device) -> usize {
    device.document.doc.get_changes(&[]).last().unwrap().len()
}

#[test]
fn a_long_text_that_comes_whole_is_one_operation_and_a_short_one_has_one_for_each_letter() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[])]);
    ana.edit(&[set(1, "notes", prose(TEXT))]);
    assert_eq!(operations(&ana), 2, "the text, and the format that the document has from now on");
    ana.edit(&[set(1, "plan", prose(TEXT))]);
    assert_eq!(operations(&ana), 1);
    ana.edit(&[set(1, "hope", prose("To teach"))]);
    assert_eq!(operations(&ana), 1 + 8);
    assert_eq!(ana.field(1, "notes"), Some(prose(TEXT)));
}

#[test]
fn what_two_write_apart_into_a_folded_text_merges_letter_by_letter() {
    let (mut ana, mut ben) = two();
    ana.edit(&[write(1, TEXT, &TEXT.replace("cranes", "cranes and pilots"))]);
    ben.edit(&[write(1, TEXT, &format!("{TEXT} Soon."))]);
    assert_eq!(unfoldings(&ana), unfoldings(&ben), "the very same change");
    exchange(&mut ana, &mut ben);
    let both = "Owns the harbour’s cranes and pilots, and would like to teach. Soon.";
    assert_eq!(ana.field(1, "notes"), Some(prose(both)));
    assert_eq!(ana.conflict(1, "notes"), None);
    assert_eq!(unfoldings(&ana).len(), 1);
}

#[test]
fn who_empties_a_folded_text_loses_nothing_that_somebody_writes_into_it_apart() {
    let (mut ana, mut ben) = two();
    ana.edit(&[set(1, "notes", None)]);
    ben.edit(&[write(1, TEXT, &format!("{TEXT} Soon."))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ana.field(1, "notes"), Some(prose(" Soon.")));
}

#[test]
fn many_texts_of_one_change_are_unfolded_each_by_itself() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("notes", prose(TEXT))]), create(2, &[("notes", prose(TEXT))])]);
    exchange(&mut ana, &mut ben);
    ana.edit(&[write(1, TEXT, "One"), write(2, TEXT, "Two"), write(2, TEXT, "Two and more")]);
    exchange(&mut ana, &mut ben);
    assert_eq!(unfoldings(&ben).len(), 2);
    assert_eq!(ben.field(1, "notes"), Some(prose("One")));
}

#[test]
fn an_edit_that_comes_to_nothing_leaves_the_text_folded() {
    let (mut ana, _) = two();
    let (heads, saved) = (ana.document.heads(), ana.document.save());
    assert!(!ana.edit(&[write(1, "", TEXT)]).changed);
    ana.try_edit(&[write(1, TEXT, "Other"), write(9, "", "of nobody")]).unwrap_err();
    assert_eq!((ana.document.heads(), ana.document.save()), (heads, saved));
    ana.edit(&[write(1, TEXT, "Other")]);
    assert_eq!(ana.field(1, "notes"), Some(prose("Other")));
}

#[test]
fn a_text_written_into_in_the_change_that_brings_it_stays_folded() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("notes", prose(TEXT))]), write(1, TEXT, &format!("{TEXT} Soon."))]);
    assert_eq!(ana.field(1, "notes"), Some(prose(&format!("{TEXT} Soon."))));
    assert!(unfoldings(&ana).is_empty());
}

#[test]
fn unfolding_is_nobodys_and_stands_in_no_history() {
    let (mut ana, mut ben) = two();
    let chunk = ben.at(60).edit(&[write(1, TEXT, &format!("{TEXT} Soon."))]).chunk;
    let writers: Vec<DeviceId> = authors(&chunk).unwrap().iter().map(|author| author.device).collect();
    assert_eq!(writers, [DeviceId::from_bytes([2; 16])]);

    let before = ana.document.heads();
    assert_eq!(ana.document.take(&chunk).unwrap().touched, [record(1)].into());
    let touched = BTreeMap::from([(DeviceId::from_bytes([2; 16]), [record(1)].into())]);
    assert_eq!(ana.document.touched_since(&before), touched);
    let history = ana.document.history(record(1));
    assert_eq!(
        history.iter().map(|version| version.stamp.by).collect::<Vec<_>>(),
        [ben.stamp().by, ana.stamp().by]
    );
    let (row, at) = (ana.row(1).unwrap(), ana.stamp());
    assert_eq!((row.created, row.changed), (at, ben.stamp()));
    let undone = ana.document.restoring(record(1), &history[1].heads).unwrap();
    ana.edit(&undone);
    assert_eq!(ana.field(1, "notes"), Some(prose(TEXT)));
}

#[test]
fn what_says_that_it_unfolds_and_does_something_else_is_refused() {
    let (ana, mut ben) = two();
    ben.edit(&[write(1, TEXT, "Other")]);
    let right = unfoldings(&ben).remove(0).decode();
    let letter = |letter: &str| OpType::Put(ScalarValue::Str(letter.into()));
    let forged = |forge: &dyn Fn(&mut ExpandedChange)| {
        let mut change = right.clone();
        forge(&mut change);
        Made::from(change).raw_bytes().to_vec()
    };
    let forgeries = [
        forged(&|change| change.operations[1].action = letter("X")),
        forged(&|change| drop(change.operations.pop())),
        forged(&|change| change.operations[0].key = automerge::legacy::Key::Map("plan".into())),
        forged(&|change| change.operations[0].pred = Vec::new().into()),
        forged(&|change| change.operations.clear()),
        forged(&|change| change.time = 1),
        forged(&|change| change.message = Some("{}".into())),
        forged(&|change| change.start_op = change.start_op.saturating_add(1)),
        // Numbers that Automerge takes for granted are small.
        forged(&|change| {
            let far = OpId::new(1 << 40, change.operations[0].pred.get(0).unwrap().actor());
            change.operations[0].pred = vec![far].into();
        }),
        forged(&|change| {
            let ObjectId::Id(owner) = &change.operations[0].obj else { panic!() };
            change.operations[0].obj = ObjectId::Id(OpId::new(1 << 40, owner.actor()));
        }),
    ];
    for (at, forgery) in forgeries.iter().enumerate() {
        let mut ana =
            Device { document: Document::load(&key(), &[ana.document.save()]).unwrap(), ..Device::new(1) };
        let before = ana.document.save();
        assert!(ana.document.take(forgery).is_err(), "forgery {at}");
        assert_eq!(ana.document.save(), before);
    }
    assert!(ana.document.missing(&forged(&|_| {})).unwrap().is_empty());
}

#[test]
fn a_document_is_of_format_2_from_its_first_folded_text_on() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("notes", prose("To teach"))])]);
    assert_eq!(ana.document.format(), 1, "who has older code can still write into it");
    ana.edit(&[write(1, "To teach", TEXT)]);
    assert_eq!(ana.document.format(), 1, "it was written into");
    ana.edit(&[create(2, &[("notes", prose(TEXT))])]);
    assert_eq!(ana.document.format(), 2);
    assert_eq!(ana.document.read_only(), None);
}

#[test]
fn y_56_a_place_in_a_folded_text_is_the_same_once_it_is_unfolded() {
    let (ana, mut ben) = two();
    let at = TEXT.chars().position(|letter| letter == ',').unwrap();
    let caret = ana.document.caret(record(1), "notes", at).unwrap();
    assert!(caret.is_short());
    assert_eq!(ben.document.caret_at(record(1), "notes", &caret), Some(at));
    ben.edit(&[write(1, TEXT, &format!("Now: {TEXT}"))]);
    assert_eq!(ben.document.caret_at(record(1), "notes", &caret), Some(at + 5));
    let there = ben.document.caret(record(1), "notes", at + 5).unwrap();
    assert_eq!(ana.document.caret_at(record(1), "notes", &there), Some(at));
}
