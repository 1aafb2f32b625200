//! Stops while a team that is together changes something: members, circles, keys, chains, files.

use document::{Batch, DocumentKey};
use engine::{
    Tidiness,
    message::{Ask, Reply, Role, Share, Standing},
    storage::Store,
};
use protocol::AudienceName;

use super::{Scenario, Story};
use crate::{
    sync::{net::Net, stories::two},
    world::{create, field, names, person, record, roster, set},
};

/// Alice, Bob and Cem.
fn three() -> Net {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net
}

fn commit(what: &str, document: &DocumentKey, number: u8, name: &str) -> Ask {
    Ask::Commit(Batch::new(what).with(create(document, number, name)))
}

fn is_there(story: &Story, device: usize, name: &str) -> bool {
    names(&story.net.devices[device].disk).contains(name)
}

/// Alice takes Bob out; what she writes then is not for him.
const REMOVAL: Scenario = Scenario {
    is_harmed: false,
    before: three,
    story: |story| {
        story.ask(0, "note", commit("Note", &roster(), 10, "Before"));
        story.ask(0, "out", Ask::Share(Share::RemoveMember(story.net.me(1).member)));
        if story.is_done("out") {
            story.ask(0, "secret", commit("Secret", &roster(), 11, "Hidden"));
        }
    },
    holds: |story| {
        let net = &story.net;
        assert!(!story.is_done("note") || is_there(story, 0, "Before"));
        assert!(!story.is_done("secret") || is_there(story, 0, "Hidden"));
        assert!(!is_there(story, 1, "Hidden"), "what was written after the removal is not for Bob");
        let log = net.membership(0);
        let view = log.view();
        let is_out = view.device(net.me(1).device).is_none();
        assert!(is_out || !story.is_done("out"));
        if is_out {
            assert!(!view.needs_rotation(AudienceName::Everyone), "and there is a key without him");
            let (_, epoch) = view.epoch(AudienceName::Everyone).expect("a key");
            assert!(!epoch.granted.contains(&net.me(1).device));
        }
    },
};

#[test]
fn s_29_y_23_stopped_at_any_operation_of_a_removal_nothing_is_lost_and_nothing_goes_out_under_the_old_key() {
    assert!(REMOVAL.stops(0) > 8);
    assert!(REMOVAL.stops(2) > 5);
}

fn circle() -> DocumentKey {
    format!("circle-{}/area/roster", record(40)).parse().expect("a key")
}

/// Alice and Bob have a circle, Bob leaves it, and Alice goes on in it.
const CIRCLE: Scenario = Scenario {
    is_harmed: false,
    before: three,
    story: |story| {
        let of = |story: &Story, who: &[usize]| {
            let members = who.iter().map(|one| story.net.me(*one).member).collect();
            Ask::Share(Share::Circle { circle: record(40), members })
        };
        let (both, alone) = (of(story, &[0, 1]), of(story, &[0]));
        story.ask(0, "circle", both);
        if story.is_done("circle") {
            story.ask(1, "pay", commit("Pay", &circle(), 12, "Pay"));
            story.ask(1, "left", alone);
        }
        if story.is_done("left") {
            story.ask(0, "later", commit("Later", &circle(), 13, "Later"));
        }
    },
    holds: |story| {
        assert!(!story.is_done("pay") || is_there(story, 1, "Pay"));
        if story.is_done("later") {
            assert!(is_there(story, 0, "Pay") && is_there(story, 0, "Later"));
        }
        assert!(!is_there(story, 1, "Later") && !is_there(story, 2, "Pay"));
    },
};

#[test]
fn s_29_y_52_stopped_at_any_operation_of_what_befalls_a_circle() {
    assert!(CIRCLE.stops(0) > 10);
    assert!(CIRCLE.stops(1) > 10);
}

/// Chains are kept short while both write.
const SHORTER: Scenario = Scenario {
    is_harmed: false,
    before: || {
        let mut net = two(Role::Manager);
        for device in &mut net.devices {
            device.tidiness = Tidiness { after: 2, times: 0, grace: i64::MAX };
        }
        net
    },
    story: |story| {
        const NAMES: [&str; 3] = ["0", "1", "2"];
        for (number, name) in NAMES.into_iter().enumerate() {
            story.ask(number % 2, name, commit("Add", &roster(), 20 + number as u8, name));
        }
    },
    holds: |story| {
        for (number, name) in story.done.iter().enumerate() {
            assert!(is_there(story, number % 2, name), "{name}");
        }
    },
};

#[test]
fn s_29_y_43_stopped_at_any_operation_while_chains_are_kept_short() {
    assert!(SHORTER.stops(0) > 20);
    assert!(SHORTER.stops(1) > 20);
}

/// Bob, who was away while both wrote, takes a file of Alice's in and then connects again.
const FILE: Scenario = Scenario {
    is_harmed: false,
    before: || {
        let mut net = two(Role::Manager);
        net.connect(1, false);
        net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")).with(create(&person(5), 6, "Eve")));
        net.commit(0, Batch::new("Name").with(set(&person(1), 1, "name", "Anne")));
        net.commit(1, Batch::new("Add").with(create(&roster(), 7, "Mine")));
        net
    },
    story: |story| {
        let Reply::Bundle(file) = story.net.tell(0, Ask::Share(Share::Bundle { to: None })) else { panic!() };
        story.ask(1, "taken", Ask::Share(Share::TakeBundle(file)));
        if story.is_done("taken") && !story.net.devices[1].is_stopped() {
            story.net.connect(1, true);
            story.net.rest();
        }
    },
    holds: |story| {
        assert!(is_there(story, 1, "Mine"));
        if story.is_done("taken") {
            let rows = story.net.devices[1].disk.documents();
            let anne = rows[&person(1)].row(record(1)).expect("a row");
            assert_eq!(field(&[(anne.id, anne)].into(), 1, "name"), "Anne");
            assert!(is_there(story, 1, "Eva") && is_there(story, 1, "Eve"));
        }
    },
};

#[test]
fn s_29_y_13_stopped_at_any_operation_while_a_file_of_somebody_is_taken_in() {
    assert!(FILE.stops(1) > 8);
}

/// A backup is restored into a shared workspace, and everybody gets what was in it.
const RESTORE: Scenario = Scenario {
    is_harmed: false,
    before: || two(Role::Manager),
    story: |story| {
        let mut other = Net::seeded(9, 1);
        other.commit(
            0,
            Batch::new("Add").with(create(&roster(), 30, "Old")).with(create(&person(9), 31, "Older")),
        );
        let Reply::Documents(documents) = other.tell(0, Ask::Documents) else { panic!() };
        story.ask(0, "merged", Ask::Merge { documents, origin: None });
    },
    holds: |story| {
        let [old, older] = ["Old", "Older"].map(|name| is_there(story, 0, name));
        assert_eq!(old, older, "all of the backup or nothing");
        assert!(old || !story.is_done("merged"));
    },
};

#[test]
fn s_29_s_19_stopped_at_any_operation_while_a_backup_is_restored_into_a_shared_workspace() {
    assert!(RESTORE.stops(0) > 8);
    assert!(RESTORE.stops(1) > 3);
}

/// A document of Bob's is damaged, and had again.
const MENDING: Scenario = Scenario {
    is_harmed: true,
    before: || {
        let mut net = two(Role::Manager);
        net.commit(1, Batch::new("Name").with(set(&person(1), 1, "name", "Anne")));
        net.commit(0, Batch::new("Level").with(set(&person(1), 1, "level", "3")));
        let prefix = format!("{}|", person(1));
        let harmed = net.devices[1].disk.rows.iter_mut();
        for ((_, key), value) in harmed.filter(|((store, _), _)| *store == Store::Chunks) {
            if key.starts_with(&prefix) {
                let middle = value.len() / 2;
                value[middle] ^= 4;
            }
        }
        net
    },
    story: |story| {
        story.ask(1, "title", Ask::Commit(Batch::new("Title").with(set(&person(1), 1, "title", "Captain"))));
    },
    holds: |story| {
        let row = story.net.devices[1].disk.pages()[&person(1)].rows[0].clone();
        let rows = [(row.id, row)].into();
        assert_eq!((field(&rows, 1, "name"), field(&rows, 1, "level")), ("Anne".into(), "3".into()));
        assert!(!story.is_done("title") || field(&rows, 1, "title") == "Captain");
    },
};

#[test]
fn s_29_s_28_stopped_at_any_operation_while_what_is_damaged_is_had_again() {
    assert!(MENDING.stops(1) > 4);
}

/// Bob writes something and leaves, all of it without a network; then it is back.
const LEAVING: Scenario = Scenario {
    is_harmed: false,
    before: || two(Role::Manager),
    story: |story| {
        if !story.is_done("left") {
            story.net.connect(1, false);
        }
        story.ask(1, "last", commit("Last", &roster(), 14, "Last words"));
        story.ask(1, "left", Ask::Share(Share::Leave));
        if !story.net.devices[1].is_stopped() {
            story.net.connect(1, true);
            story.net.rest();
        }
    },
    holds: |story| {
        assert!(!story.is_done("last") || is_there(story, 1, "Last words"));
        if story.is_done("left") && !story.net.devices[1].is_stopped() {
            assert!(matches!(story.net.devices[1].sharing.standing, Standing::Out { .. }));
            assert!(is_there(story, 0, "Last words"), "what was written before is handed in");
        }
    },
};

#[test]
fn s_29_stopped_at_any_operation_while_somebody_leaves_without_a_network() {
    assert!(LEAVING.stops(1) > 5);
}

/// Alice erases a document that Bob writes to as well; both go on with everything else.
const ERASURE: Scenario = Scenario {
    is_harmed: false,
    before: two_with_a_marker,
    story: |story| {
        story.ask(0, "erase", crate::erasing::erase(&[person(1)], Batch::default()));
        story.ask(1, "add", commit("Add", &roster(), 30, "Beside"));
    },
    holds: |story| {
        assert!(!story.is_done("add") || is_there(story, 1, "Beside"));
        if story.is_done("erase") {
            let left = crate::sync::erasing::left(&story.net, &[0, 1], &person(1));
            assert!(left.is_empty(), "{left:?}");
        }
    },
};

fn two_with_a_marker() -> Net {
    let mut net = two(Role::Manager);
    net.commit(1, Batch::new("Name").with(set(&person(1), 1, "name", crate::erasing::MARKER)));
    net
}

#[test]
fn s_29_s_39_stopped_at_any_operation_of_an_erasure_it_is_carried_out_everywhere() {
    assert!(ERASURE.stops(0) > 8);
    assert!(ERASURE.stops(1) > 8);
}
