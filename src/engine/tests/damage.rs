//! Bytes on disk are damaged: the document is named, the rest opens, and a backup heals it.

use document::Batch;
use engine::{
    message::{Ask, Reply},
    storage::Store,
};

use crate::world::{Disk, World, create, field, names, person, record, set};

/// Ana's and Ben's documents, Ana's with a torn chunk; and a backup of before.
fn damaged() -> (World, Vec<(document::DocumentKey, Vec<u8>)>) {
    let mut world = World::new();
    world.tab(1);
    for (number, name) in [(1, "Ana"), (2, "Ben")] {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, name)));
        world.commit(1, Batch::new("Move").with(set(&person(number), number, "team", "Bridge")));
    }
    let Some(Reply::Documents(backup)) = world.tell(1, Ask::Documents) else { panic!("no backup") };
    let prefix = format!("{}|", person(1));
    for ((store, key), value) in &mut world.disk.rows {
        if *store == Store::Chunks && key.starts_with(&prefix) {
            let middle = value.len() / 2;
            value[middle] ^= 0x55;
        }
    }
    world.watchful = false;
    world.reboot();
    (world, backup)
}

#[test]
fn s_18_a_damaged_document_is_named_and_shown_as_it_was_and_the_rest_works() {
    let (mut world, _) = damaged();
    world.tab(1);
    assert_eq!(world.tabs[&1].rows.len(), 2, "the projection still shows both");
    let before = world.disk.count(Store::Chunks, "");
    let reply = world.tell(1, Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", "Anna"))));
    assert!(
        matches!(&reply, Some(Reply::Refused(problem)) if problem.place == person(1).to_string()),
        "{reply:?}"
    );
    assert_eq!(world.tabs[&1].problems().len(), 1);
    world.commit(1, Batch::new("Rename").with(set(&person(2), 2, "name", "Benno")));
    let both = Batch::new("Both").with(set(&person(2), 2, "name", "X")).with(set(&person(1), 1, "name", "X"));
    assert!(matches!(world.tell(1, Ask::Commit(both)), Some(Reply::Refused(_))));
    let Some(Reply::Documents(saved)) = world.tell(1, Ask::Documents) else { panic!("no documents") };
    assert_eq!(saved.len(), 1);
    world.settle_with_ticks(3);
    assert_eq!(world.disk.count(Store::Chunks, ""), before + 1, "no damaged chunk is deleted");
}

#[test]
fn s_18_a_backup_heals_a_damaged_document() {
    let (mut world, backup) = damaged();
    world.tab(1);
    world.tell(1, Ask::Commit(Batch::new("Rename").with(set(&person(1), 1, "name", "Anna"))));
    let reply = world.tell(1, Ask::Merge { documents: backup, origin: None });
    assert!(matches!(reply, Some(Reply::Merged(_))), "{reply:?}");
    world.commit(1, Batch::new("Rename").with(set(&person(1), 1, "name", "Anna")));
    world.check(1);
    world.reboot();
    world.tab(1);
    assert_eq!(field(&world.tabs[&1].rows, 1, "name"), "Anna");
    world.check(1);
}

#[test]
fn s_18_a_document_whose_chunks_are_gone_keeps_its_rows_on_the_screen() {
    let (mut world, _) = damaged();
    let lost: Vec<String> =
        world.disk.read(Store::Chunks, &person(2).to_string()).into_iter().map(|(key, _)| key).collect();
    world.disk.rows.remove(&(Store::Chunks, lost[0].clone()));
    world.tab(1);
    let reply = world.tell(1, Ask::History { document: person(2), record: record(2) });
    assert!(matches!(reply, Some(Reply::Refused(_))), "{reply:?}");
    world.reboot();
    world.tab(1);
    assert_eq!(field(&world.tabs[&1].rows, 2, "name"), "Ben");
}

#[test]
fn s_18_hostile_bytes_in_any_row_end_in_words_and_never_in_a_panic() {
    let mut good = World::new();
    good.tab(1);
    good.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&person(2), 2, "Ben")));
    let (document, record, field) = (person(1), record(1), "notes".to_owned());
    good.tell(
        1,
        Ask::Draft { document, record, field, base: String::new(), text: "Likes tea".into(), line: false },
    );
    for harmed in good.disk.rows.keys() {
        for shape in 0..6 {
            let mut rows = good.disk.rows.clone();
            let value = rows.get_mut(harmed).unwrap();
            match shape {
                0 => value.clear(),
                1 => value.truncate(value.len() / 2),
                2 => value.extend([0; 40]),
                3 => *value = vec![0xff; 64],
                4 => *value = [&value[..1], &[0xff; 12]].concat(),
                _ => value.iter_mut().step_by(5).for_each(|byte| *byte ^= 0x2a),
            }
            let mut world = World::on(Disk { rows, ..good.disk.clone() });
            world.watchful = false;
            let opened = world.tell(1, Ask::Open { have: Vec::new() });
            for edit in [set(&person(1), 1, "name", "A"), set(&person(2), 2, "name", "B")] {
                let reply = world.tell(1, Ask::Commit(Batch::new("Rename").with(edit)));
                assert!(
                    matches!(reply, Some(Reply::Done | Reply::Refused(_))),
                    "{harmed:?}, {shape}: {reply:?}"
                );
            }
            world.tell(1, Ask::Undo);
            world.settle_with_ticks(3);
            if matches!(opened, Some(Reply::Welcome(_)))
                && harmed.0 != Store::Chunks
                && !harmed.1.starts_with("document|")
            {
                assert!(names(&world.disk).len() == 2, "{harmed:?}, {shape}");
            }
        }
    }
}
