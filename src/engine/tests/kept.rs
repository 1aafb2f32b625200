//! Whole stores as earlier code left them, kept for ever in `tests/fixtures/stores`: they open, hold
//! what they held, and the work goes on (S-34).
//!
//! `PILOTHOUSE_KEEP=1 cargo test -p engine --test storage stores_of_the_present_format` adds the folder of
//! the present format, [`FORMAT`]; one that is there already is never written again.

use document::{Batch, DocumentKey, Row, Value};
use engine::{
    message::{Ask, Reply, Role, Share, Standing},
    segments::SEGMENT,
    storage::Store,
};
use kernel::RecordId;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use crate::{
    segments::alike,
    sync::{net::Net, stories::two},
    world::{Disk, World, create, field, person, record, roster, set, text},
};

/// The folder that is written; the next format gets the next number, and this one stays.
const FORMAT: &str = "3";

/// All there are.
const FORMATS: [&str; 3] = ["1", "2", "3"];

fn folder(format: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/stores").join(format)
}

/// A line for each row: store, key and value.
fn rows_of(disk: &Disk) -> String {
    let mut lines = String::new();
    for ((store, key), value) in &disk.rows {
        let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(lines, "{}\t{key}\t{value}", store.name()).unwrap();
    }
    lines
}

fn disk_of(lines: &str) -> Disk {
    let row = |line: &str| {
        let [store, key, value] = line.split('\t').collect::<Vec<_>>().try_into().expect("three parts");
        let store = Store::ALL.into_iter().find(|one| one.name() == store).expect("a store");
        let pairs = value.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let bytes = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        ((store, key.to_owned()), bytes)
    };
    Disk { rows: lines.lines().map(row).collect(), ..Disk::default() }
}

/// A line for each field of each record, for people to read.
fn said(rows: &BTreeMap<RecordId, Row>) -> String {
    let mut lines = String::new();
    for row in rows.values() {
        for (name, value) in row.fields.iter() {
            writeln!(lines, "{}\t{}\t{}\t{name}\t{}", row.document, row.id, row.kind, value.plain()).unwrap();
        }
    }
    lines
}

/// Somebody's workspace after a while: compacted, gathered in a segment and written since, something to take back,
/// something that is being typed into a long text, something that only they read.
fn alone() -> World {
    let mut world = World::new();
    let Some(Reply::Welcome(me)) = world.tell(1, Ask::Open { have: Vec::new() }) else { panic!() };
    let private: DocumentKey = format!("only-{}/index", me.member).parse().unwrap();
    world.commit(
        1,
        Batch::new("Add").with(create(&person(1), 1, "Ana Sílva")).with(create(&roster(), 3, "Harbour")),
    );
    for number in 0..40 {
        world.commit(1, Batch::new("Title").with(set(&person(1), 1, "title", &format!("Pilot {number}"))));
        world.settle_with_ticks(1);
    }
    for (number, document) in (200..).zip(&alike()[1..10]) {
        world.commit(1, Batch::new("Add").with(create(document, number, "Eva")));
    }
    world.settle_with_ticks(4);
    assert_eq!(world.disk.count(Store::Projection, SEGMENT), 1);
    let notes = "Likes the night shift.\nAsked about Kiel.";
    world.commit(1, Batch::new("Write").with(text(&person(1), 1, "", notes)));
    world.commit(1, Batch::new("Note").with(create(&private, 7, "Worry")));
    world.commit(1, Batch::new("Name").with(set(&roster(), 3, "name", "Old harbour")));
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    let (document, record, field) = (person(1), record(1), "notes".to_owned());
    let typed = format!("{notes} And of");
    let draft = Ask::Draft { document, record, field, base: notes.into(), text: typed, line: false };
    assert_eq!(world.tell(1, draft), Some(Reply::Done));
    world
}

/// Ana's and Ben's copies of a shared workspace: chains kept short, a circle, a recovery key, somebody
/// who was taken out, an invitation that is open, a long text that came whole and was written into.
fn shared() -> Net {
    let mut net = two(Role::Manager);
    for device in 0..2 {
        net.devices[device].tidiness = engine::Tidiness { after: 6, times: 0, grace: i64::MAX };
        net.restart(device);
    }
    net.add_device();
    net.let_in(0, 2, Some(Role::Viewer));
    let (ana, ben, gone) = (net.me(0).member, net.me(1).member, net.me(2).member);
    net.done(0, Share::Circle { circle: record(40), members: [ana, ben].into() });
    let circle: DocumentKey = format!("circle-{}/index", record(40)).parse().unwrap();
    net.commit(1, Batch::new("Add").with(create(&circle, 8, "Pay")));
    for number in 0..9 {
        net.commit(number % 2, Batch::new("Name").with(set(&roster(), 1, "name", &format!("Ana {number}"))));
    }
    let notes = "Owns the harbour’s cranes, and would like to teach.";
    net.commit(0, Batch::new("Note").with(text(&roster(), 1, "", notes)));
    net.rest();
    net.commit(1, Batch::new("Write").with(text(&roster(), 1, notes, &format!("{notes} Soon."))));
    let made = net.tell(0, Ask::Share(Share::MakeRecoveryKey { name: "Paper".into() }));
    assert!(matches!(made, Reply::RecoveryKey(_)));
    net.done(0, Share::RemoveMember(gone));
    net.invite(0, Some(Role::Manager));
    net.rest();
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 9, "Not sent yet")));
    net
}

#[test]
fn s_34_stores_of_the_present_format_are_kept() {
    let folder = folder(FORMAT);
    if folder.exists() || std::env::var_os("PILOTHOUSE_KEEP").is_none() {
        assert!(FORMATS.contains(&FORMAT) && folder.join("ben.rows").exists(), "kept, and opened below");
        return;
    }
    fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    let world = alone();
    write("alone.rows", rows_of(&world.disk));
    write("alone.txt", said(&world.disk.all()));
    let net = shared();
    for (device, name) in [(0, "ana"), (1, "ben")] {
        write(&format!("{name}.rows"), rows_of(&net.devices[device].disk));
        write(&format!("{name}.txt"), said(&net.devices[device].disk.all()));
    }
}

fn read(format: &str, name: &str) -> String {
    fs::read_to_string(folder(format).join(name)).unwrap()
}

#[test]
fn s_34_a_store_of_every_format_opens_with_all_it_held_and_goes_on() {
    for format in FORMATS {
        let disk = disk_of(&read(format, "alone.rows"));
        let before = disk.all();
        assert_eq!(said(&before), read(format, "alone.txt"));
        let mut world = World::on(disk);
        world.watchful = false;
        world.now += 86_400_000;
        world.tab(1);
        world.settle_with_ticks(4);
        world.check(1);
        // What was being typed is put back; everything else is as it was.
        let notes = "Likes the night shift.\nAsked about Kiel. And of";
        assert_eq!(field(&world.disk.all(), 1, "notes"), notes);
        let mut now = world.disk.all();
        now.get_mut(&record(1))
            .unwrap()
            .fields
            .insert("notes".into(), before[&record(1)].fields["notes"].clone());
        assert_eq!(said(&now), said(&before));
        // History, undo, new work.
        let history = Ask::History { document: person(1), record: record(1) };
        let Some(Reply::History(versions)) = world.tell(1, history) else { panic!() };
        assert!(versions.len() > 42, "{}", versions.len());
        for _ in 0..3 {
            assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
        }
        world.commit(1, Batch::new("On").with(set(&person(1), 1, "title", "Captain")));
        world.settle_with_ticks(4);
        world.check(1);
    }
}

#[test]
fn s_34_shared_stores_of_every_format_open_and_find_each_other_again() {
    for format in FORMATS {
        let disks = ["ana", "ben"].map(|name| disk_of(&read(format, &format!("{name}.rows"))));
        for (disk, name) in disks.iter().zip(["ana", "ben"]) {
            assert_eq!(said(&disk.all()), read(format, &format!("{name}.txt")));
        }
        // The relay has lost everything; from the two copies all of it comes back.
        let mut net = Net::of_disks(disks.into());
        net.rest();
        net.rest();
        for device in 0..2 {
            assert!(matches!(net.devices[device].sharing.standing, Standing::Member(_)), "{device}");
            net.devices[device].disk.check();
        }
        assert_eq!(net.heads(0, ""), net.heads(1, ""), "private documents there are none of");
        assert_eq!(net.membership(0).heads(), net.membership(1).heads());
        assert!(net.devices[0].tab.rows.contains_key(&record(9)), "what was not sent yet came");
        assert_eq!(net.devices[0].sharing.members.iter().filter(|member| member.is_out).count(), 1);
        net.commit(0, Batch::new("On").with(set(&roster(), 1, "name", "Anna")));
        net.rest();
        assert_eq!(
            net.devices[1].tab.rows[&record(1)].fields.get("name").map(Value::plain),
            Some("Anna".into())
        );
        // Who comes now gets everything.
        net.add_device();
        net.let_in(0, 2, Some(Role::Manager));
        assert_eq!(net.heads(0, "everyone"), net.heads(2, "everyone"));
    }
}
