//! Backups: taken whole, merged whole or not at all.

use document::{Batch, DocumentKey};
use engine::{
    message::{Adoption, Ask, Merged, Reply},
    storage::Store,
};

use crate::world::{Fault, World, create, field, names, person, record, roster, set};

type Files = Vec<(DocumentKey, Vec<u8>)>;

fn saved(world: &mut World) -> Files {
    let Some(Reply::Documents(documents)) = world.tell(1, Ask::Documents) else { panic!("no documents") };
    documents
}

fn merge(world: &mut World, documents: &Files) -> Option<Reply> {
    world.tell(1, Ask::Merge { documents: documents.clone(), origin: None })
}

fn counted(new: usize, changed: usize, unchanged: usize) -> Option<Reply> {
    let merged = Merged { new, changed, unchanged, adoption: Adoption::Nothing, private_to_others: 0 };
    Some(Reply::Merged(merged))
}

fn two_people() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&person(2), 2, "Ben")));
    world
}

#[test]
fn s_19_a_backup_restored_into_an_empty_workspace_gives_the_same_rows_and_history() {
    let mut world = two_people();
    let backup = saved(&mut world);
    let mut other = World::apart();
    other.tab(1);
    assert_eq!(merge(&mut other, &backup), counted(2, 0, 0));
    assert_eq!(other.disk.all(), world.disk.all());
    other.check(1);
    assert_eq!(merge(&mut other, &backup), counted(0, 0, 2));
    assert_eq!(saved(&mut other), backup);
}

#[test]
fn s_19_a_backup_merges_with_what_was_done_since() {
    let mut world = two_people();
    let mut other = World::apart();
    other.tab(1);
    merge(&mut other, &saved(&mut world));
    other.commit(1, Batch::new("There").with(set(&person(1), 1, "team", "Bridge")));
    world.commit(
        1,
        Batch::new("Here").with(set(&person(1), 1, "name", "Anna")).with(create(&roster(), 3, "Cem")),
    );
    let reply = merge(&mut world, &saved(&mut other));
    assert_eq!(reply, counted(0, 1, 1));
    assert_eq!(field(&world.disk.all(), 1, "name"), "Anna");
    assert_eq!(field(&world.disk.all(), 1, "team"), "Bridge");
    assert_eq!(names(&world.disk).len(), 3);
    world.check(1);
    world.reboot();
    world.tab(1);
    world.commit(1, Batch::new("On").with(set(&person(1), 1, "name", "Ann")));
    world.check(1);
}

#[test]
fn s_19_a_damaged_or_foreign_file_is_refused_with_the_reason_and_changes_nothing() {
    let mut world = two_people();
    world.commit(1, Batch::new("Add").with(create(&roster(), 3, "Cem")));
    let good = saved(&mut world);
    let mut elsewhere = World::apart();
    elsewhere.tab(1);
    merge(&mut elsewhere, &good);
    elsewhere.commit(1, Batch::new("There").with(set(&person(1), 1, "name", "Anna")));
    let newer = saved(&mut elsewhere);

    let mut torn = newer.clone();
    torn[2].1.truncate(30);
    let mut flipped = newer.clone();
    let middle = flipped[2].1.len() / 2;
    flipped[2].1[middle] ^= 1;
    let mut swapped = newer.clone();
    (swapped[0].0, swapped[1].0) = (swapped[1].0.clone(), swapped[0].0.clone());
    let mut not_ours = newer.clone();
    not_ours[2].1 = b"PK\x03\x04 this is a zip file".to_vec();
    let mut twice = newer.clone();
    twice.push(newer[0].clone());
    let mut empty = newer.clone();
    empty[2].1.clear();

    // Sound, and another document: found when the first is merged already, which is taken back.
    let mut foreign = newer.clone();
    foreign[2].1 = newer[1].1.clone();

    let before = world.disk.rows.clone();
    for bad in [torn, flipped, swapped, not_ours, twice, empty, foreign] {
        let reply = merge(&mut world, &bad);
        assert!(
            matches!(&reply, Some(Reply::Refused(problem)) if !problem.place.is_empty() && !problem.what.is_empty()),
            "{reply:?}"
        );
        assert_eq!(world.disk.rows, before);
        world.check(1);
    }
    assert_eq!(merge(&mut world, &newer), counted(0, 1, 2));
    world.check(1);
}

#[test]
fn s_19_a_stop_while_merging_leaves_all_or_nothing() {
    let mut world = two_people();
    let backup = saved(&mut world);
    for (fault, there) in [(Fault::StopsBefore, 0), (Fault::StopsAfter, 2)] {
        let mut other = World::apart();
        other.tab(1);
        let next = other.disk.writes;
        other.disk.faults.insert(next, fault);
        assert_eq!(merge(&mut other, &backup), None);
        other.reboot();
        other.tab(1);
        assert_eq!(other.disk.all().len(), there);
        other.check(1);
    }
}

#[test]
fn s_48_a_backup_is_taken_as_it_lies_on_the_disk_and_no_document_is_loaded_for_it() {
    let mut world = two_people();
    world.commit(1, Batch::new("Team").with(set(&person(1), 1, "team", "Bridge")));
    world.reboot();
    world.tab(1);
    world.reads.clear();
    let backup = saved(&mut world);
    assert_eq!(world.reads, [(Store::Chunks, String::new())]);

    // What is only on its way to the disk is in it.
    let edit = world.ask(1, Ask::Commit(Batch::new("Role").with(set(&person(1), 1, "role", "Captain"))));
    while !world.tabs[&1].replies.contains_key(&edit) {
        assert!(world.step());
    }
    let later = world.ask(1, Ask::Commit(Batch::new("Name").with(set(&person(1), 1, "name", "Anna"))));
    let id = world.ask(1, Ask::Documents);
    world.settle();
    assert!(world.tabs[&1].replies.contains_key(&later));
    let Reply::Documents(newer) = world.tabs[&1].replies[&id].clone() else { panic!("no documents") };

    for (files, name, role) in [(backup, "Ana", None), (newer, "Anna", Some("Captain"))] {
        let mut other = World::apart();
        other.tab(1);
        assert_eq!(merge(&mut other, &files), counted(2, 0, 0));
        let rows = other.disk.all();
        assert_eq!(
            (field(&rows, 1, "name"), field(&rows, 1, "team")),
            (name.to_owned(), "Bridge".to_owned())
        );
        assert_eq!(rows[&record(1)].fields.get("role").map(|role| role.plain()).as_deref(), role);
        other.check(1);
    }
}

#[test]
fn s_48_what_is_not_as_it_was_written_is_loaded_to_be_saved() {
    let mut world = two_people();
    world.reboot();
    let (name, chunk) = world.disk.read(Store::Chunks, &person(1).to_string()).remove(0);
    // The same document twice in one chunk: sound for whoever loads it, and not what its name says.
    world.disk.rows.insert((Store::Chunks, name), [chunk.clone(), chunk].concat());
    world.tab(1);
    world.reads.clear();
    let backup = saved(&mut world);
    let documents = [(Store::Chunks, String::new()), (Store::Chunks, format!("{}|", person(1)))];
    assert_eq!(world.reads, documents);
    assert_eq!(backup, saved(&mut two_people()), "it is packed anew");
}

#[test]
fn a_backup_of_many_documents_is_of_one_instant() {
    let mut world = World::new();
    world.watchful = false;
    world.tab(1);
    for number in 1..=100 {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, "Somebody")));
    }
    let id = world.ask(1, Ask::Documents);
    world.ask(1, Ask::Commit(Batch::new("Late").with(create(&roster(), 200, "Late"))));
    world.settle();
    let Reply::Documents(documents) = &world.tabs[&1].replies[&id] else { panic!("no documents") };
    assert_eq!(documents.len(), 100);
    assert_eq!(names(&world.disk).len(), 2);
}
