//! Circles, moving records between audiences, and names given after joining (Y-50 to Y-54).

use document::{Batch, Change, DocumentKey, Edit};
use engine::message::{Ask, Reply, Role, Share};
use kernel::MemberId;
use std::collections::BTreeSet;

use super::{net::Net, stories::two};
use crate::world::{create, names, record, roster, set};

/// Three members: an owner and two managers; the first two are in the circle 40.
fn with_circle() -> (Net, DocumentKey) {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    let members = of(&net, &[0, 1]);
    net.done(0, Share::Circle { circle: record(40), members });
    net.rest();
    (net, format!("circle-{}/area/roster", record(40)).parse().expect("a key"))
}

fn of(net: &Net, who: &[usize]) -> BTreeSet<MemberId> {
    who.iter().map(|one| net.me(*one).member).collect()
}

/// The batch that moves record 1 from one document to another, as it stands for `device`.
fn moving(net: &Net, device: usize, from: &DocumentKey, to: &DocumentKey) -> Batch {
    let name = seen(net, device, from);
    let gone = Edit { document: from.clone(), record: record(1), change: Change::Delete };
    Batch::new("Move").with(create(to, 1, &name)).with(gone)
}

/// What record 1 says in a document, at a device; empty where it is not there.
fn seen(net: &Net, device: usize, document: &DocumentKey) -> String {
    let documents = net.devices[device].disk.documents();
    let row = documents.get(document).and_then(|document| document.row(record(1)));
    row.and_then(|row| row.fields.get("name").map(document::Value::plain)).unwrap_or_default()
}

#[test]
fn y_50_a_record_that_is_moved_is_where_it_belongs_and_nowhere_else() {
    let (mut net, circle) = with_circle();
    let everyone = roster();
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &everyone)), ["Ana", "Ana", "Ana"]);

    let batch = moving(&net, 0, &everyone, &circle);
    net.commit(0, batch);
    net.rest();
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &everyone)), ["", "", ""]);
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &circle)), ["Ana", "Ana", ""], "only in the circle");

    // It is one thing to the user: undone as one, for everybody.
    assert_eq!(net.tell(0, Ask::Undo), Reply::Done);
    net.rest();
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &everyone)), ["Ana", "Ana", "Ana"]);
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &circle)), ["", "", ""]);
}

#[test]
fn y_51_what_was_written_before_stays_with_whom_it_was_written_for() {
    let (mut net, circle) = with_circle();
    let everyone = roster();
    net.commit(0, Batch::new("Write").with(set(&everyone, 1, "name", "Ana Silva")));
    let batch = moving(&net, 0, &everyone, &circle);
    net.commit(0, batch);
    net.commit(0, Batch::new("Write").with(set(&circle, 1, "name", "Ana, senior")));
    net.rest();
    let history = |net: &mut Net, device: usize, document: &DocumentKey| {
        let ask = Ask::History { document: document.clone(), record: record(1) };
        let Reply::History(versions) = net.tell(device, ask) else { return Vec::new() };
        versions.into_iter().map(|past| past.version.label).collect::<Vec<_>>()
    };
    assert_eq!(history(&mut net, 1, &circle), ["Write", "Move"], "the circle reads it from the move on");
    // Whoever could read it keeps it, in the history of the document it was in, and nothing of what followed.
    assert_eq!(history(&mut net, 2, &everyone), ["Move", "Write", "Add"]);
    assert!(!names(&net.devices[2].disk).contains("Ana, senior"));

    // Back again: the others read it as it stands, not what was said of it meanwhile.
    let batch = moving(&net, 1, &circle, &everyone);
    net.commit(1, batch);
    net.rest();
    assert_eq!(seen(&net, 2, &everyone), "Ana, senior");
    assert_eq!(history(&mut net, 2, &everyone), ["Move", "Move", "Write", "Add"]);
}

#[test]
fn y_51_what_somebody_writes_into_it_meanwhile_is_not_lost() {
    let (mut net, circle) = with_circle();
    let everyone = roster();
    net.connect(2, false);
    net.commit(2, Batch::new("Write").with(set(&everyone, 1, "name", "Ana of the night shift")));
    let batch = moving(&net, 0, &everyone, &circle);
    net.commit(0, batch);
    net.connect(2, true);
    net.rest();
    for device in 0..3 {
        assert_eq!(seen(&net, device, &everyone), "Ana of the night shift", "it stands there again");
    }
    assert_eq!([0, 1, 2].map(|device| seen(&net, device, &circle)), ["Ana", "Ana", ""]);
}

#[test]
fn y_52_who_leaves_a_circle_reads_on_what_they_have_and_nothing_that_follows() {
    let (mut net, circle) = with_circle();
    net.commit(1, Batch::new("Write").with(create(&circle, 1, "Before")));
    net.rest();
    assert_eq!(seen(&net, 0, &circle), "Before");

    let (id, rest) = (record(40), of(&net, &[0]));
    net.done(1, Share::Circle { circle: id, members: rest.clone() });
    net.rest();
    net.commit(0, Batch::new("Write").with(set(&circle, 1, "name", "After")));
    net.rest();
    assert_eq!([0, 1].map(|device| seen(&net, device, &circle)), ["After", "Before"]);
    let reply = net.tell(1, Ask::Commit(Batch::new("Write").with(set(&circle, 1, "name", "Mine"))));
    assert!(matches!(&reply, Reply::Refused(_)), "who left writes nothing: {reply:?}");
    let again = Share::Circle { circle: id, members: of(&net, &[0, 1]) };
    assert!(matches!(net.tell(1, Ask::Share(again)), Reply::Refused(_)), "and has no say in it");

    // The last one closes it: what is here stays, nothing is added.
    net.done(0, Share::Circle { circle: id, members: BTreeSet::new() });
    let reply = net.tell(0, Ask::Commit(Batch::new("Write").with(set(&circle, 1, "name", "Late"))));
    assert!(matches!(&reply, Reply::Refused(_)), "{reply:?}");
    assert_eq!(seen(&net, 0, &circle), "After");
    assert!(net.devices[2].sharing.circles[0].members.is_empty());
}

/// What `device` calls the first device of a member, and the member.
fn called(net: &Net, device: usize, member: usize) -> (String, String) {
    let id = net.me(member).member;
    let members = &net.devices[device].sharing.members;
    let found = members.iter().find(|one| one.id == id).expect("a member");
    (found.name.clone(), found.devices[0].name.clone())
}

fn rename(net: &mut Net, device: usize, of: Option<kernel::DeviceId>, name: &str) -> Reply {
    net.tell(device, Ask::Share(Share::Rename { device: of, name: name.to_owned() }))
}

#[test]
fn y_53_a_name_given_after_joining_comes_to_everybody_and_stays() {
    let mut net = two(Role::Viewer);
    assert_eq!(rename(&mut net, 1, None, "  Bobby "), Reply::Done);
    let phone = net.me(1).device;
    assert_eq!(rename(&mut net, 1, Some(phone), "Old phone"), Reply::Done);
    net.rest();
    for device in 0..2 {
        assert_eq!(called(&net, device, 1), ("Bobby".into(), "Old phone".into()), "at {device}");
    }
    net.restart(0);
    net.rest();
    assert_eq!(called(&net, 0, 1), ("Bobby".into(), "Old phone".into()), "after a restart");

    let said = net.membership(1).len();
    assert_eq!(rename(&mut net, 1, None, "Bobby"), Reply::Done);
    assert_eq!(net.membership(1).len(), said, "what is said already takes no room in the log");
    for wrong in [rename(&mut net, 0, Some(phone), "Mine"), rename(&mut net, 1, None, " ")] {
        assert!(matches!(wrong, Reply::Refused(_)), "{wrong:?}");
    }
    // Who comes later reads the newest name, sealed under whatever epoch there is by then.
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    net.rest();
    assert_eq!(called(&net, 2, 1), ("Bobby".into(), "Old phone".into()));
    // It is sealed: whoever has the log and no key does not learn it.
    let log = net.devices[0].disk.read(engine::storage::Store::Operations, "");
    assert!(log.iter().all(|(_, bytes)| !bytes.windows(5).any(|part| part == b"Bobby")));
}

#[test]
fn y_53_a_name_that_does_not_count_any_more_is_nobodys() {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Manager));
    // Alice takes Bob out and hears late that he wanted to be called otherwise; Carol hears that first.
    net.connect(0, false);
    let bob = net.me(1).member;
    net.done(0, Share::RemoveMember(bob));
    assert_eq!(rename(&mut net, 1, None, "Bobby"), Reply::Done);
    net.rest();
    assert_eq!(called(&net, 2, 1).0, "Bobby");
    net.connect(0, true);
    net.rest();
    assert_eq!(net.membership(0).heads(), net.membership(2).heads());
    for device in [0, 2] {
        assert_eq!(called(&net, device, 1).0, "Member 1", "at {device}");
    }
}
