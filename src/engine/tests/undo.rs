//! Alice takes things back: one batch at a time, and nobody else's work with it.

use document::{Audience, Batch, Change, DocumentKey, Edit, Place, Value};
use engine::message::{Ask, Reply};
use kernel::MemberId;
use std::collections::BTreeSet;

use crate::world::{World, create, field, names, person, record, roster, set, text};

fn with_ana() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    world
}

fn undo(world: &mut World) {
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
}

fn redo(world: &mut World) {
    assert_eq!(world.tell(1, Ask::Redo), Some(Reply::Done));
}

fn tags(members: &[&str]) -> Edit {
    let members: BTreeSet<String> = members.iter().map(|member| (*member).to_owned()).collect();
    let value = (!members.is_empty()).then_some(Value::Set(members));
    let change = Change::Set { field: "tags".into(), value };
    Edit { document: roster(), record: record(1), change }
}

#[test]
fn s_16_undo_and_redo_walk_through_batches_and_are_changes_of_their_own_in_the_history() {
    let mut world = with_ana();
    world.tab(2);
    world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    undo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    assert_eq!(world.tabs[&2].undoable(), (Some("Add"), Some("Rename")));
    undo(&mut world);
    assert!(names(&world.disk).is_empty());
    assert_eq!(world.tabs[&1].undoable(), (None, Some("Add")));
    assert!(matches!(world.tell(1, Ask::Undo), Some(Reply::Refused(_))));
    redo(&mut world);
    redo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    assert!(matches!(world.tell(1, Ask::Redo), Some(Reply::Refused(_))));
    let ask = Ask::History { document: roster(), record: record(1) };
    let Some(Reply::History(versions)) = world.tell(1, ask) else { panic!("no history") };
    let labels: Vec<&str> = versions.iter().rev().map(|past| past.version.label.as_str()).collect();
    assert_eq!(labels, ["Add", "Rename", "Undo: Rename", "Undo: Add", "Redo: Add", "Redo: Rename"]);
    world.check(1);
    world.check(2);
}

#[test]
fn s_16_a_new_batch_ends_what_could_be_done_again() {
    let mut world = with_ana();
    world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    undo(&mut world);
    world.commit(1, Batch::new("Move").with(set(&roster(), 1, "team", "Bridge")));
    assert_eq!(world.tabs[&1].undoable(), (Some("Move"), None));
}

#[test]
fn s_16_what_somebody_changed_since_stays_and_is_said() {
    let mut world = with_ana();
    let both = Batch::new("Change").with(set(&roster(), 1, "name", "Anna")).with(set(
        &roster(),
        1,
        "team",
        "Bridge",
    ));
    world.commit(1, both);
    // A backup brings in what a colleague did elsewhere to one of the fields.
    let mut elsewhere = world.disk.documents().remove(&roster()).unwrap();
    let stamp = world.disk.all()[&record(1)].changed;
    let edit = set(&roster(), 1, "team", "Engine room");
    let device = kernel::DeviceId::from_bytes([99; 16]);
    elsewhere.apply(device, stamp, "Colleague", &[edit]).unwrap();
    world.tell(1, Ask::Merge { documents: vec![(roster(), elsewhere.save())], origin: None });
    undo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    assert_eq!(field(&world.disk.all(), 1, "team"), "Engine room");
    let problems = world.tabs[&1].problems();
    assert!(problems.len() == 1 && problems[0].place == "team", "{problems:?}");
    redo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna", "redo does again what undo took back");
    assert_eq!(field(&world.disk.all(), 1, "team"), "Engine room");
    world.check(1);
}

#[test]
fn s_16_of_text_and_sets_only_the_batch_s_own_part_is_taken_back() {
    let mut world = with_ana();
    world.commit(
        1,
        Batch::new("First").with(text(&roster(), 1, "", "Likes tea.")).with(tags(&["pilot", "new"])),
    );
    world.commit(
        1,
        Batch::new("Mine")
            .with(text(&roster(), 1, "Likes tea.", "Likes green tea."))
            .with(tags(&["pilot", "mentor"])),
    );
    let mut elsewhere = world.disk.documents().remove(&roster()).unwrap();
    let stamp = world.disk.all()[&record(1)].changed;
    let edits = [
        text(&roster(), 1, "Likes green tea.", "Likes green tea. And cake."),
        tags(&["pilot", "mentor", "host"]),
    ];
    elsewhere.apply(kernel::DeviceId::from_bytes([99; 16]), stamp, "Colleague", &edits).unwrap();
    world.tell(1, Ask::Merge { documents: vec![(roster(), elsewhere.save())], origin: None });
    undo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "notes"), "Likes tea. And cake.");
    assert_eq!(field(&world.disk.all(), 1, "tags"), "host; new; pilot");
    assert!(world.tabs[&1].problems().is_empty());
}

#[test]
fn s_16_an_import_of_400_people_is_taken_back_and_done_again_as_one() {
    let mut world = World::new();
    world.watchful = false;
    world.tab(1);
    let mut import = Batch::new("Import 400 people");
    for number in 0..400_u128 {
        let id = kernel::RecordId::from_bytes((number + 1).to_be_bytes());
        let document = format!("everyone/person/{id}").parse().unwrap();
        let mut edit = create(&document, 0, &format!("Person {number}"));
        edit.record = id;
        import = import.with(edit);
    }
    world.written.clear();
    world.commit(1, import);
    undo(&mut world);
    assert!(world.disk.all().is_empty());
    assert_eq!(world.tabs[&1].undoable(), (None, Some("Import 400 people")));
    world.take_over();
    redo(&mut world);
    assert_eq!(world.disk.all().len(), 400);
    world.check(1);
}

#[test]
fn s_17_undo_survives_a_restart() {
    let mut world = with_ana();
    world.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anna")));
    world.commit(1, Batch::new("Remove").with(Edit { change: Change::Delete, ..set(&roster(), 1, "", "") }));
    undo(&mut world);
    world.reboot();
    world.tab(1);
    assert_eq!(world.tabs[&1].undoable(), (Some("Rename"), Some("Remove")));
    undo(&mut world);
    assert_eq!(field(&world.disk.all(), 1, "name"), "Ana");
    redo(&mut world);
    redo(&mut world);
    assert!(names(&world.disk).is_empty());
    world.check(1);
}

#[test]
fn s_17_a_hundred_batches_can_be_taken_back_and_the_disk_keeps_no_more() {
    let mut world = with_ana();
    world.watchful = false;
    for number in 0..105 {
        world.commit(1, Batch::new("Count").with(set(&roster(), 1, "name", &number.to_string())));
    }
    assert_eq!(world.disk.count(engine::storage::Store::Meta, "undo|"), 100);
    for _ in 0..100 {
        undo(&mut world);
    }
    assert!(matches!(world.tell(1, Ask::Undo), Some(Reply::Refused(_))));
    assert_eq!(field(&world.disk.all(), 1, "name"), "4");
}

#[test]
fn undo_of_a_batch_over_a_record_in_another_document_needs_no_tab_to_have_loaded_it() {
    let mut world = with_ana();
    world.commit(
        1,
        Batch::new("Both").with(create(&person(2), 2, "Ben")).with(set(&roster(), 1, "name", "Anna")),
    );
    world.reboot();
    world.tab(1);
    undo(&mut world);
    assert_eq!(names(&world.disk), BTreeSet::from(["Ana".to_owned()]));
}

#[test]
fn s_25_taking_back_what_was_sent_brings_no_text_back_into_the_form() {
    let mut world = World::new();
    world.tab(1);
    let audience = Audience::OnlyMe(MemberId::from_bytes([9; 16]));
    let form = DocumentKey { audience, place: Place::Unsent };
    world.commit(1, Batch::new("Begin to write").with(create(&form, 2, "Add a person")));
    let (document, written, field) = (form.clone(), record(2), "notes".to_owned());
    let (base, text) = (String::new(), "Ana".to_owned());
    world.tell(1, Ask::Draft { document, record: written, field, base, text, line: false });
    // A crash puts the text into the form.
    world.reboot();
    world.tab(1);
    assert_eq!(world.disk.all()[&written].fields["notes"], Value::Prose("Ana".into()));
    assert_eq!(world.tabs[&1].undoable(), (None, None), "neither typing nor putting it back is a step");

    let sent = Edit { document: form, record: written, change: Change::Delete };
    world.commit(1, Batch::new("Add").with(create(&roster(), 1, "Ana")).with(sent));
    undo(&mut world);
    assert!(world.disk.all().is_empty(), "neither the record nor the text of the form");
    assert_eq!(world.tabs[&1].undoable(), (None, Some("Add")));
    redo(&mut world);
    assert!(names(&world.disk).contains("Ana"));
    world.check(1);
}
