//! Two devices write apart: everything both wrote is there afterwards.

use super::*;
use crate::Merged;
use kernel::Problem;
use std::collections::BTreeSet;

#[test]
fn fields_written_apart_are_all_there() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(
        1,
        &[("name", line("Cem")), ("notes", prose("Started in May.")), ("tags", tags(&["a", "b"]))],
    )]);
    exchange(&mut ana, &mut ben);
    let text = |text: &str| Change::Text {
        field: "notes".into(),
        base: "Started in May.".into(),
        text: text.into(),
    };
    ana.edit(&[set(1, "title", line("Engineer")), edit(1, text("He started in May."))]);
    ana.edit(&[set(1, "tags", tags(&["b", "c"]))]);
    ben.edit(&[set(1, "level", Value::Integer(4)), edit(1, text("Started in May. Likes maps."))]);
    ben.edit(&[set(1, "tags", tags(&["a", "b", "d"]))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(
        ana.fields(1),
        [
            ("level".into(), Value::Integer(4)),
            ("name".into(), line("Cem")),
            ("notes".into(), prose("He started in May. Likes maps.")),
            ("tags".into(), tags(&["b", "c", "d"])),
            ("title".into(), line("Engineer")),
        ]
        .into()
    );
    assert_eq!(ana.row(1).unwrap().conflicts, BTreeMap::new());
}

#[test]
fn two_values_written_apart_are_both_shown_until_one_is_chosen() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("due", line("2026-12-01"))])]);
    exchange(&mut ana, &mut ben);
    ana.edit(&[set(1, "due", line("2026-12-08"))]);
    ben.edit(&[set(1, "due", line("2026-12-15"))]);
    exchange(&mut ana, &mut ben);
    let values = ana.conflict(1, "due").unwrap();
    assert_eq!(Some(values[0].clone()), ana.field(1, "due"), "the shown one comes first");
    assert_eq!(values.len(), 2);
    // Settling for the value that is shown already is a change too.
    assert!(ana.edit(&[set(1, "due", values[0].clone())]).changed);
    exchange(&mut ana, &mut ben);
    assert_eq!((ben.conflict(1, "due"), ben.field(1, "due")), (None, Some(values[0].clone())));
}

#[test]
fn the_same_value_written_apart_is_no_conflict() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[])]);
    exchange(&mut ana, &mut ben);
    ana.edit(&[set(1, "due", line("2026-12-08"))]);
    ben.edit(&[set(1, "due", line("2026-12-08"))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ana.conflict(1, "due"), None);
}

#[test]
fn one_record_made_on_two_devices_has_the_fields_of_both() {
    let (mut ana, mut ben) = Device::two();
    ana.at(10)
        .edit(&[create(1, &[("name", line("Cem")), ("level", Value::Integer(4)), ("tags", tags(&["a"]))])]);
    ben.at(20)
        .edit(&[create(1, &[("name", line("Cem")), ("title", line("Engineer")), ("tags", tags(&["b"]))])]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ana.document.rows().len(), 1);
    assert_eq!(
        ana.fields(1),
        [
            ("level".into(), Value::Integer(4)),
            ("name".into(), line("Cem")),
            ("tags".into(), tags(&["a", "b"])),
            ("title".into(), line("Engineer")),
        ]
        .into()
    );
    assert_eq!(ana.row(1).unwrap().created, Device { seconds: 10, ..Device::new(1) }.stamp());

    ben.edit(&[set(1, "level", Value::Integer(5)), set(1, "title", None), set(1, "tags", tags(&["b", "c"]))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(
        ana.fields(1),
        [
            ("level".into(), Value::Integer(5)),
            ("name".into(), line("Cem")),
            ("tags".into(), tags(&["b", "c"]))
        ]
        .into()
    );
    ana.edit(&[edit(1, Change::Delete)]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ben.row(1), None);
}

#[test]
fn first_texts_written_apart_are_both_kept_and_typing_on_settles_nothing() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[])]);
    exchange(&mut ana, &mut ben);
    let text = |base: &str, text: &str| {
        edit(1, Change::Text { field: "notes".into(), base: base.into(), text: text.into() })
    };
    ana.edit(&[text("", "Ana's note")]);
    ben.edit(&[text("", "Ben's note")]);
    exchange(&mut ana, &mut ben);
    let both = ana.conflict(1, "notes").unwrap();
    assert_eq!(both.len(), 2);
    let shown = both[0].plain();
    ana.edit(&[text(&shown, &format!("{shown}, more"))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ben.conflict(1, "notes"), Some(vec![prose(&format!("{shown}, more")), both[1].clone()]));
    ben.edit(&[set(1, "notes", prose("Ana's and Ben's note"))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(
        (ana.conflict(1, "notes"), ana.field(1, "notes")),
        (None, Some(prose("Ana's and Ben's note")))
    );
}

#[test]
fn an_edit_made_apart_from_a_deletion_keeps_the_record() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("name", line("Cem"))]), create(2, &[("name", line("Dana"))])]);
    exchange(&mut ana, &mut ben);
    ana.edit(&[edit(1, Change::Delete), edit(2, Change::Delete)]);
    ben.edit(&[set(1, "title", line("Engineer"))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ana.field(1, "title"), Some(line("Engineer")));
    assert_eq!(ana.row(2), None);
    ana.edit(&[edit(1, Change::Delete)]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ben.row(1), None, "a deletion that knows of the edit counts");
}

#[test]
fn merging_tells_what_it_touched_and_merging_again_touches_nothing() {
    let (mut ana, mut ben) = Device::two();
    let first = ana.edit(&[create(1, &[]), create(2, &[])]).chunk;
    let second = ana.edit(&[set(2, "name", line("Dana"))]).chunk;
    let problem = ben.document.merge(&second).unwrap_err();
    assert!(problem.what.contains("missing"), "{problem}");
    assert_eq!(ben.document.merge(&first).unwrap(), [record(1), record(2)].into());
    assert_eq!(ben.document.merge(&[first, second].concat()).unwrap(), [record(2)].into());
    assert_eq!(ben.document.merge(&ana.document.save()).unwrap(), [].into());
    assert_eq!(ben.document.heads(), ana.document.heads());
}

/// Merges bytes as those of a file.
fn merge_file(document: &mut Document, bytes: &[u8]) -> Result<BTreeSet<RecordId>, Problem> {
    let news = document.news(bytes)?;
    Ok(document.merge_news(news)?.touched)
}

#[test]
fn a_file_is_merged_as_its_bytes_are_whether_it_was_packed_or_not() {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("name", line("Cem"))])]);
    exchange(&mut ana, &mut ben);
    let both = ana.document.save();
    ana.edit(&[set(1, "title", line("Engineer"))]);
    let second = ben.edit(&[set(1, "title", line("Manager"))]).chunk;
    let third = ben.edit(&[create(2, &[("name", line("Dana"))])]).chunk;
    let before = ana.document.save();
    let packed = ben.document.save();
    let chunks = [both.clone(), third, second].concat();
    let merged = [&packed, &chunks].map(|file| {
        let mut ana = Document::load(&key(), &[&before]).unwrap();
        assert_eq!(merge_file(&mut ana, file).unwrap(), [record(1), record(2)].into());
        assert_eq!(merge_file(&mut ana, file).unwrap(), [].into());
        // What it gained is what was not there, whichever way it came.
        let news = ana.news(&chunks).unwrap();
        assert_eq!(ana.merge_news(news), Ok(Merged::default()));
        (ana.heads(), ana.rows())
    });
    let news = ana.document.news(&chunks).unwrap();
    let gained = ana.document.merge_news(news).unwrap();
    assert_eq!(gained.touched, [record(1), record(2)].into());
    assert!(gained.chunk.len() < chunks.len() - both.len() + 1);
    let again = Document::load(&key(), &[&before, &gained.chunk]).unwrap();
    assert_eq!(again.heads(), ana.document.heads());
    let twin = (ana.document.heads(), ana.document.rows());
    assert_eq!(merged, [twin.clone(), twin]);
}

#[test]
fn a_document_in_which_nobody_wrote_becomes_the_copy_that_comes() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Cem"))]), create(2, &[("name", line("Dana"))])]);
    let bytes = ana.document.save();
    assert_eq!(named_heads(&bytes).unwrap(), ana.document.heads());
    for merge in [
        |blank: &mut Document, bytes: &[u8]| blank.merge(bytes),
        |blank: &mut Document, bytes: &[u8]| merge_file(blank, bytes),
    ] {
        let mut ben = Device::new(2);
        assert_eq!(merge(&mut ben.document, &bytes).unwrap(), [record(1), record(2)].into());
        assert_eq!((ben.document.heads(), ben.document.rows()), (ana.document.heads(), ana.document.rows()));
        // It goes on from there like any other.
        ben.edit(&[set(1, "title", line("Engineer"))]);
        assert_eq!(Document::load(&key(), &[ben.document.save()]).unwrap().rows(), ben.document.rows());
        assert_eq!(merge(&mut ben.document, &bytes).unwrap(), [].into());
    }
}

#[test]
fn only_a_whole_document_names_its_newest_changes() {
    let mut ana = Device::new(1);
    let change = ana.edit(&[create(1, &[("name", line("Cem"))])]).chunk;
    let whole = ana.document.save();
    for bytes in [&change, &[whole.clone(), change.clone()].concat(), &whole[..whole.len() - 1].to_vec()] {
        assert!(named_heads(bytes).is_err());
    }
}

#[test]
fn another_document_is_not_merged() {
    let mut ana = Device::new(1);
    let other = Document::create(&"everyone/index".parse().unwrap());
    let problem = ana.document.merge(&other.save()).unwrap_err();
    assert!(problem.to_string().starts_with("everyone/area/roster: "), "{problem}");
    assert!(ana.document.merge(&other.genesis_chunk()).is_err());
    assert!(Document::load(&key(), &[other.save()]).is_err());
    assert_eq!(merge_file(&mut ana.document, &other.save()), Err(problem));
}
