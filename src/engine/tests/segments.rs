//! Parts of many documents are moved into one row in quiet, and are found there by whoever looks for them (S-46).

use document::{Batch, DocumentKey};
use engine::{
    message::{Ask, Reply},
    projection::{self, Pages},
    segments::{SEGMENT, segment_key},
    storage::{Store, document_prefix},
};
use std::collections::BTreeSet;

use crate::{
    erasing::{MARKER, erase, holds},
    world::{Fault, World, create, field, names, person, set},
};

/// Documents that belong to one segment.
pub fn alike() -> Vec<DocumentKey> {
    let segment = segment_key(&person(1));
    (1..=255).map(person).filter(|document| segment_key(document) == segment).collect()
}

/// A workspace of so many of them, each with a person and a change of it, that is not quiet yet.
pub fn beside(count: usize) -> World {
    let mut world = World::new();
    world.tab(1);
    for (number, document) in (200..).zip(&alike()[..count]) {
        let name = format!("Ana {number}");
        world.commit(1, Batch::new("Add").with(create(document, number, "Ana")));
        world.commit(1, Batch::new("Name").with(set(document, number, "name", &name)));
    }
    world
}

/// The same, after a while of quiet.
fn gathered(count: usize) -> World {
    let mut world = beside(count);
    world.settle_with_ticks(4);
    world
}

fn rows_beside(world: &World) -> usize {
    let all = world.disk.read(Store::Projection, "everyone");
    all.len()
}

#[test]
fn s_46_in_quiet_the_rows_of_many_documents_become_one_and_say_the_same() {
    let mut world = beside(8);
    let (pages, parts) = (world.disk.pages(), world.disk.parts());
    let writes = world.written.len();
    world.settle_with_ticks(4);
    assert_eq!((world.disk.count(Store::Projection, SEGMENT), rows_beside(&world)), (1, 0));
    assert_eq!(world.written.len(), writes + 1, "in one transaction, once");
    assert_eq!((world.disk.pages(), world.disk.parts()), (pages, parts));
    world.check(1);
}

#[test]
fn s_46_few_rows_stay_as_they_are() {
    let world = gathered(7);
    assert_eq!((world.disk.count(Store::Projection, SEGMENT), rows_beside(&world)), (0, 14));
    world.check(1);
}

#[test]
fn s_46_what_is_written_later_stands_above_the_segment_until_that_is_written_anew() {
    let mut world = gathered(9);
    let documents = alike();
    world.commit(1, Batch::new("Name").with(set(&documents[0], 200, "name", "Zoe")));
    assert_eq!(rows_beside(&world), 1, "one change, one row");
    world.reboot();
    world.tab(1);
    assert_eq!(field(&world.tabs[&1].rows, 200, "name"), "Zoe");
    world.check(1);
    // Each gets a base of its own, because it was long, and then these are gathered.
    for number in 200..209 {
        for count in 0..33 {
            let document = &documents[usize::from(number - 200)];
            let name = format!("Eva {count} of {number}");
            world.commit(1, Batch::new("Name").with(set(document, number, "name", &name)));
        }
    }
    world.settle_with_ticks(30);
    assert_eq!((world.disk.count(Store::Projection, SEGMENT), rows_beside(&world)), (1, 0));
    assert_eq!(world.disk.parts().len(), 9, "nothing that was replaced is carried along");
    assert!(names(&world.disk).contains("Eva 32 of 208"));
    world.check(1);
}

#[test]
fn s_46_whoever_asks_for_something_does_not_wait_for_a_segment() {
    let mut world = beside(9);
    world.settle();
    world.waits.clear();
    world.input(engine::Input::Tick);
    // It reads one row after the other; somebody writes amid that.
    for _ in 0..3 {
        world.step();
    }
    let writes = world.written.len();
    world.commit(1, Batch::new("Name").with(set(&alike()[3], 203, "name", "Zoe")));
    assert_eq!(world.written.len(), writes + 1);
    assert_eq!(world.disk.count(Store::Projection, SEGMENT), 0, "left for now");
    world.settle_with_ticks(5);
    assert_eq!((world.disk.count(Store::Projection, SEGMENT), rows_beside(&world)), (1, 0));
    assert!(names(&world.disk).contains("Zoe"));
    world.check(1);
}

#[test]
fn s_46_s_10_a_page_that_lacks_one_document_gets_it_out_of_its_segment() {
    let mut world = gathered(9);
    let have = world.tabs[&1].heads.clone().into_iter().skip(1).collect();
    world.reboot();
    world.reads.clear();
    world.tab(1);
    world.ask(1, Ask::Open { have });
    world.settle();
    assert!(world.reads.iter().all(|(store, _)| *store != Store::Chunks), "no document is loaded for it");
    world.check(1);
}

#[test]
fn s_46_s_36_one_record_is_read_out_of_its_segment() {
    let world = gathered(9);
    let document = alike()[2].clone();
    let segment = world.disk.read(Store::Projection, &segment_key(&document));
    let beside = world.disk.read(Store::Projection, &document_prefix(&document));
    let mut pages = Pages::of([document.clone()].into());
    pages.take(segment.into_iter().chain(beside));
    let pages = pages.done();
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].1, world.disk.pages()[&document]);
}

#[test]
fn s_46_a_torn_segment_is_built_anew_from_the_documents() {
    let mut world = gathered(9);
    let key = (Store::Projection, segment_key(&person(1)));
    for torn in [Vec::new(), vec![7; 40], world.disk.rows[&key][..200].to_vec()] {
        world.watchful = false;
        world.disk.rows.insert(key.clone(), torn);
        let rows = world.disk.read(Store::Projection, "");
        assert!(
            projection::pages(rows.iter().map(|(key, value)| (key.as_str(), value.as_slice()))).len() < 9
        );
        world.reboot();
        world.tab(1);
        world.settle_with_ticks(20);
        assert_eq!(world.tabs[&1].rows.len(), 9);
        world.check(1);
    }
}

#[test]
fn s_46_a_row_that_is_lost_or_torn_ends_no_gathering_and_is_not_asked_for_again_and_again() {
    let mut world = beside(9);
    let documents = alike();
    world.watchful = false;
    world.disk.rows.retain(|(store, key), _| {
        *store != Store::Projection || !key.contains(&document_prefix(&documents[0]))
    });
    let mut ticks = 0;
    world.settle();
    while !world.waits.is_empty() && ticks < 50 {
        world.settle_with_ticks(1);
        ticks += 1;
    }
    assert!(ticks < 50, "it comes to rest");
    world.reboot();
    world.tab(1);
    world.settle_with_ticks(20);
    world.check(1);
}

#[test]
fn s_46_s_37_what_is_erased_leaves_its_segment_and_the_others_stay() {
    for torn in [false, true] {
        let mut world = beside(9);
        let documents = alike();
        world.commit(1, Batch::new("Name").with(set(&documents[4], 204, "name", MARKER)));
        world.settle_with_ticks(4);
        let key = (Store::Projection, segment_key(&documents[4]));
        let has_marker = |world: &World| !holds(&world.disk, &documents[4]).is_empty();
        assert!(world.disk.rows.contains_key(&key) && has_marker(&world));
        if torn {
            // What it holds cannot be told any more, so it may be what is erased.
            world.watchful = false;
            world.disk.rows.get_mut(&key).unwrap()[5] ^= 1;
        }
        assert_eq!(world.tell(1, erase(&documents[4..5], Batch::default())), Some(Reply::Done));
        world.settle_with_ticks(4);
        assert_eq!(holds(&world.disk, &documents[4]), Vec::<String>::new());
        assert!(!world.disk.parts().iter().any(|part| part.starts_with(&document_prefix(&documents[4]))));
        world.reboot();
        world.tab(1);
        world.settle_with_ticks(20);
        assert_eq!(names(&world.disk).len(), 8);
        world.check(1);
    }
}

#[test]
fn s_46_a_listing_that_is_torn_is_numbered_above_what_its_segment_holds() {
    let mut world = gathered(9);
    let document = alike()[1].clone();
    let before: BTreeSet<String> = world.disk.parts();
    let listing = (Store::Meta, format!("document|{document}"));
    world.watchful = false;
    world.disk.rows.insert(listing, vec![0]);
    world.reboot();
    world.tab(1);
    world.settle_with_ticks(20);
    let prefix = document_prefix(&document);
    let last = |parts: &BTreeSet<String>| parts.iter().rfind(|part| part.starts_with(&prefix)).cloned();
    assert!(last(&world.disk.parts()) > last(&before), "a later part has a higher number");
    world.check(1);
}

#[test]
fn s_46_s_27_a_segment_that_never_fits_is_left_until_the_next_start_and_blocks_nobody() {
    let mut world = beside(9);
    let pages = world.disk.pages();
    world.disk.most = Some(3000);
    world.settle_with_ticks(20);
    let tried = world.disk.writes;
    world.settle_with_ticks(20);
    assert_eq!(world.disk.writes, tried, "not again and again");
    assert_eq!(world.disk.pages(), pages);
    assert_eq!(world.disk.count(Store::Projection, SEGMENT), 0);
    world.commit(1, Batch::new("Name").with(set(&alike()[0], 200, "name", "Zoe")));
    world.settle_with_ticks(5);
    world.check(1);
    world.disk.most = None;
    world.reboot();
    world.tab(1);
    world.settle_with_ticks(10);
    assert_eq!(world.disk.count(Store::Projection, SEGMENT), 1);
    world.check(1);
}

#[test]
fn s_46_a_disk_that_refuses_a_segment_has_all_rows_as_they_were() {
    for fault in [Fault::Fails, Fault::StopsBefore, Fault::StopsAfter, Fault::WritesAndFails] {
        let mut world = beside(9);
        let (pages, next) = (world.disk.pages(), world.disk.writes);
        world.disk.faults.insert(next, fault);
        world.settle_with_ticks(2);
        if world.stopped {
            world.reboot();
            world.tab(1);
        }
        world.settle_with_ticks(10);
        assert_eq!(world.disk.pages(), pages, "{fault:?}");
        assert_eq!(world.disk.count(Store::Projection, SEGMENT), 1, "{fault:?}");
        world.check(1);
    }
}
