//! A tab opens: it gets exactly what it lacks, out of the projection.

use document::{Batch, DocumentKey};
use engine::{
    message::{Ask, Event},
    projection,
    storage::{PLACES, Store, document_prefix, part_key, places_key},
};
use kernel::MemberId;

use crate::world::{World, create, person, record, roster, set};

fn three_documents() -> World {
    let mut world = World::new();
    world.tab(1);
    for number in 1..=3 {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, "Somebody")));
        world.commit(1, Batch::new("Move").with(set(&person(number), number, "team", "Bridge")));
    }
    world.reboot();
    world
}

fn sent(world: &World, tab: u8) -> usize {
    world.tabs[&tab].events.iter().filter(|event| matches!(event, Event::Changed(_))).count()
}

#[test]
fn s_10_a_tab_that_shows_the_projection_gets_nothing_and_nothing_is_read_for_it() {
    let mut world = three_documents();
    let have = world.disk.pages().into_iter().map(|(key, page)| (key, page.heads)).collect();
    world.reads.clear();
    world.tell(1, Ask::Open { have });
    assert_eq!(sent(&world, 1), 0);
    let stores: Vec<Store> = world.reads.iter().map(|(store, _)| *store).collect();
    assert_eq!(stores, [Store::Meta, Store::Journal, Store::Ledger]);
}

#[test]
fn s_10_an_empty_tab_gets_all_rows_without_a_document_being_loaded() {
    let mut world = three_documents();
    world.reads.clear();
    world.tab(1);
    assert!(world.reads.iter().all(|(store, _)| *store != Store::Chunks));
    world.check(1);
}

#[test]
fn s_36_one_record_is_found_without_the_others_being_read() {
    let mut world = three_documents();
    let mine: DocumentKey =
        format!("only-{}/person/{}", MemberId::from_bytes([9; 16]), record(2)).parse().unwrap();
    world.commit(1, Batch::new("Add").with(create(&roster(), 9, "Elsewhere")));
    world.commit(1, Batch::new("Add").with(create(&mine, 8, "Of the second, for one")));
    let found = |world: &World, number: u8| {
        let places = world.disk.read(Store::Projection, PLACES);
        projection::documents_of(
            record(number),
            places.iter().map(|(key, value)| (key.as_str(), value.as_slice())),
        )
    };
    assert_eq!(found(&world, 1), [person(1)].into());
    assert_eq!(found(&world, 2), [person(2), mine.clone()].into(), "and what else is about a person");
    assert_eq!(found(&world, 8), [mine].into());
    assert_eq!(found(&world, 9), [roster()].into());
    assert_eq!(found(&world, 7), [].into());
    // What its parts give is all of the document.
    let rows = world.disk.read(Store::Projection, &document_prefix(&person(2)));
    let pages = projection::pages(rows.iter().map(|(key, value)| (key.as_str(), value.as_slice())));
    assert_eq!(pages, [(person(2), world.disk.pages()[&person(2)].clone())]);
    // Where a place is torn, the part itself is looked at.
    world.watchful = false;
    let row = (Store::Projection, places_key(&roster(), 0));
    *world.disk.rows.get_mut(&row).unwrap().last_mut().unwrap() ^= 1;
    assert_eq!(found(&world, 9), [roster()].into());
    assert_eq!(found(&world, 1), [person(1), roster()].into());
}

#[test]
fn s_11_a_tab_gets_only_the_documents_whose_heads_differ() {
    let mut world = three_documents();
    let mut have: Vec<_> = world.disk.pages().into_iter().map(|(key, page)| (key, page.heads)).collect();
    have[1].1 = vec![[7; 32]];
    world.tell(1, Ask::Open { have });
    assert_eq!(sent(&world, 1), 1);
    assert_eq!(world.tabs[&1].rows.len(), 1);
}

#[test]
fn s_11_a_tab_learns_that_a_document_is_gone() {
    let mut world = three_documents();
    world.tell(1, Ask::Open { have: vec![(roster(), vec![[7; 32]])] });
    world.check(1);
    assert!(!world.tabs[&1].heads.contains_key(&roster()));
}

#[test]
fn s_11_a_tab_that_opens_while_another_commits_misses_nothing() {
    for steps in 0..12 {
        let mut world = three_documents();
        world.tab(2);
        world.ask(1, Ask::Open { have: Vec::new() });
        for _ in 0..steps {
            world.step();
        }
        world.ask(2, Ask::Commit(Batch::new("Rename").with(set(&person(2), 2, "name", "Ben"))));
        world.ask(2, Ask::Commit(Batch::new("Add").with(create(&roster(), 9, "New"))));
        world.settle();
        world.check(1);
        world.check(2);
    }
}

#[test]
fn s_9_a_projection_that_is_missing_torn_or_of_another_version_is_built_anew() {
    type Harm = fn(&mut World);
    let harms: [(&str, Harm); 7] = [
        ("missing", |world| world.disk.rows.retain(|(store, _), _| *store != Store::Projection)),
        ("another version", |world| {
            for ((store, _), value) in &mut world.disk.rows {
                if *store == Store::Projection {
                    value[0] = 99;
                }
            }
        }),
        ("torn", |world| {
            let row = (Store::Projection, part_key(&person(2), 1));
            world.disk.rows.get_mut(&row).unwrap().truncate(9);
        }),
        ("a letter wrong", |world| {
            let value = world.disk.rows.get_mut(&(Store::Projection, part_key(&person(2), 0))).unwrap();
            let at = value.windows(8).position(|text| text == b"Somebody").expect("the name");
            value[at] ^= 1;
        }),
        ("a part lost", |world| {
            world.disk.rows.remove(&(Store::Projection, part_key(&person(2), 0)));
        }),
        ("the last part lost", |world| {
            world.disk.rows.remove(&(Store::Projection, part_key(&person(2), 1)));
        }),
        ("the listing torn as well", |world| {
            world.disk.rows.insert((Store::Meta, format!("document|{}", person(2))), vec![1, 255]);
            world.disk.rows.insert((Store::Projection, part_key(&person(2), 7)), vec![255; 40]);
        }),
    ];
    for (name, harm) in harms {
        let mut world = three_documents();
        world.settle();
        let good = world.disk.all();
        harm(&mut world);
        // Between the harm and the healing the two cannot agree.
        world.watchful = false;
        world.reboot();
        world.tab(1);
        assert_eq!(world.tabs[&1].rows, good, "{name}");
        world.check(1);
        world.commit(1, Batch::new("Rename").with(set(&person(2), 2, "name", "Ben")));
        world.check(1);
        world.reboot();
        world.reads.clear();
        world.tab(1);
        assert!(world.reads.iter().all(|(store, _)| *store != Store::Chunks), "{name}: it is healed");
        world.check(1);
    }
}

#[test]
fn s_20_the_documents_in_memory_are_bounded_and_come_back_when_needed() {
    let mut world = World::new();
    world.watchful = false;
    world.tab(1);
    // Notes that do not repeat, so that they take as many bytes on disk: forty are above the bound.
    let notes = |number: u8| -> String {
        let mut letter = u32::from(number) + 1;
        let letters = (0..200_000).map(|_| {
            letter = letter.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4e00 + (letter >> 16) % 0x5000).unwrap()
        });
        letters.collect()
    };
    for number in 1..=20 {
        let added = create(&person(number), number, "Somebody");
        let noted = set(&person(number), number, "notes", &notes(number));
        world.commit(1, Batch::new("Add").with(added).with(noted));
    }
    world.reads.clear();
    for number in [20, 19, 1, 2, 20] {
        world.commit(1, Batch::new("Rename").with(set(&person(number), number, "name", "Ana")));
    }
    let chunks: Vec<&String> =
        world.reads.iter().filter(|(store, _)| *store == Store::Chunks).map(|(_, prefix)| prefix).collect();
    assert_eq!(chunks, [&format!("{}|", person(1)), &format!("{}|", person(2))]);
    world.check(1);
}
