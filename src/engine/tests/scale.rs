//! Ten years of one person, 300 documents shared, and much at once: they open, and the work goes on.
//!
//! `PILOTHOUSE_RECORDS=100000 cargo test -p engine --test storage a_workspace_opens -- --nocapture` prints what
//! stands in `docs/design/performance.md`. Nothing here fails for being slow.

use document::{Batch, DocumentKey, Edit};
use engine::{
    message::{Ask, Reply, Role},
    storage::Store,
};
use kernel::RecordId;
use std::{collections::BTreeMap, time::Instant};

use crate::{
    sync::stories::two,
    world::{World, create, record, set},
};

fn id(number: u32) -> RecordId {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    RecordId::from_bytes(bytes)
}

fn document(number: u32) -> DocumentKey {
    format!("everyone/person/{}", id(1_000_000 + number)).parse().unwrap()
}

/// A record with a title and some text.
fn add(document: &DocumentKey, number: u32, title: &str) -> Edit {
    let mut edit = create(document, 0, title);
    edit.record = id(number);
    edit
}

fn retitle(document: &DocumentKey, number: u32, title: &str) -> Edit {
    let mut edit = set(document, 0, "title", title);
    edit.record = id(number);
    edit
}

/// Half of the records are of a talk each week, as many again are of observations, and every other one was
/// changed later.
#[test]
fn ten_years_of_one_person_open_with_all_of_their_history() {
    const TALKS: u32 = 520;
    const OBSERVATIONS: u32 = 2_000;
    const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;
    let ana = document(1);
    let mut world = World::new();
    world.watchful = false;
    world.tab(1);
    let mut seen = 0;
    for talk in 0..TALKS {
        world.commit(1, Batch::new("Talk").with(add(&ana, talk, &format!("Talk {talk}"))));
        for _ in 0..OBSERVATIONS / TALKS + u32::from(talk < OBSERVATIONS % TALKS) {
            world.commit(1, Batch::new("Seen").with(add(&ana, TALKS + seen, &format!("Seen {seen}"))));
            seen += 1;
        }
        world.commit(1, Batch::new("Write").with(retitle(&ana, talk, &format!("Talked of {talk}"))));
        world.now += WEEK;
    }
    assert_eq!(seen, OBSERVATIONS);
    // Compacted once, at last; and written a little since.
    world.settle_with_ticks(1);
    world.commit(1, Batch::new("Write").with(retitle(&ana, 0, "The first")));
    assert!(world.disk.count(Store::Chunks, "") < 5);

    world.reboot();
    let begun = Instant::now();
    world.tab(1);
    let shown = begun.elapsed();
    assert_eq!(world.tabs[&1].rows.len(), (TALKS + OBSERVATIONS) as usize);
    world.commit(1, Batch::new("Write").with(retitle(&ana, TALKS - 1, "The last")));
    println!("ten years: shown after {shown:?}, first edit written after {:?}", begun.elapsed());
    let Some(Reply::History(versions)) = world.tell(1, Ask::History { document: ana.clone(), record: id(0) })
    else {
        panic!()
    };
    let labels: Vec<String> = versions.into_iter().map(|past| past.version.label).collect();
    assert_eq!(labels, ["Write", "Write", "Talk"], "the oldest is known as well");
    world.check(1);
}

#[test]
fn a_workspace_of_300_documents_comes_to_another_device_and_to_who_comes_later() {
    const DOCUMENTS: u32 = 300;
    let mut net = two(Role::Manager);
    net.connect(1, false);
    for number in 0..DOCUMENTS {
        let key = document(number);
        net.commit(0, Batch::new("Add").with(add(&key, number, "Somebody")));
        net.commit(0, Batch::new("Write").with(retitle(&key, number, "Pilot")));
    }
    net.connect(1, true);
    net.rest();
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    // Both write in every one of them, apart.
    for device in 0..2 {
        net.connect(device, false);
        for part in 0..DOCUMENTS / 50 {
            let mut batch = Batch::new("Write");
            for number in part * 50..(part + 1) * 50 {
                batch = batch.with(add(&document(number), 10_000 * (device as u32 + 1) + number, "Seen"));
            }
            net.commit(device, batch);
        }
    }
    for device in 0..2 {
        net.connect(device, true);
    }
    net.rest();
    net.rest();
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.rest();
    for device in 0..3 {
        assert_eq!(net.heads(0, "everyone"), net.heads(device, "everyone"), "{device}");
        assert_eq!(net.devices[device].tab.rows.len(), 3 * DOCUMENTS as usize + 1, "{device}");
        let state = &net.devices[device].sharing;
        assert_eq!((&state.trouble, state.aside.len()), (&None, 0), "{device}");
    }
    net.devices[2].disk.check();
    assert!(net.devices[2].tab.rows.contains_key(&record(1)), "what was there before, too");
}

#[test]
fn a_workspace_opens_without_a_document_however_much_there_is() {
    let records: u32 =
        std::env::var("PILOTHOUSE_RECORDS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let mut world = World::new();
    world.watchful = false;
    world.tab(1);
    for number in 0..records / 100 {
        let mut batch = Batch::new("Add");
        for one in 0..100 {
            let title = format!("Something of about fifty letters that is said of {one}");
            batch = batch.with(add(&document(number), number * 100 + one, &title));
        }
        world.commit(1, batch);
        world.written.clear();
    }
    let bytes: usize = world
        .disk
        .rows
        .iter()
        .filter(|((store, _), _)| *store == Store::Projection)
        .map(|(_, row)| row.len())
        .sum();
    let have: BTreeMap<DocumentKey, _> =
        world.disk.pages().into_iter().map(|(key, page)| (key, page.heads)).collect();
    world.reboot();
    world.reads.clear();
    let begun = Instant::now();
    assert!(matches!(world.tell(1, Ask::Open { have: have.into_iter().collect() }), Some(Reply::Welcome(_))));
    let greeted = begun.elapsed();
    assert!(world.reads.iter().all(|(store, _)| *store != Store::Chunks && *store != Store::Projection));
    let begun = Instant::now();
    let rows: usize = world.disk.pages().values().map(|page| page.rows.len()).sum();
    let read = begun.elapsed();
    assert_eq!(rows, records as usize);
    println!("{records} records: greeted after {greeted:?}, {bytes} bytes of projection read in {read:?}");
    world.reads.clear();
    let begun = Instant::now();
    world.commit(1, Batch::new("Write").with(retitle(&document(0), 5, "Changed")));
    println!("{records} records: the first edit written after {:?}", begun.elapsed());
    let loaded = world.reads.iter().filter(|(store, _)| *store == Store::Chunks).count();
    assert!(loaded <= 1, "only the document that is changed is loaded");
}
