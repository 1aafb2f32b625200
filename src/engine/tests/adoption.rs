//! Whom a workspace belongs to after a backup was restored into it.

use document::{Audience, Batch, DocumentKey, Place};
use engine::{
    Input,
    message::{Adoption, Ask, Event, Merged, Origin, Reply, Request, Welcome},
};
use kernel::Problem;

use crate::world::{Fault, World, create, names, person, set};

/// What a backup file says: the documents, and whose they are.
type Backup = (Vec<(DocumentKey, Vec<u8>)>, Origin);

fn who(world: &mut World) -> Welcome {
    let Some(Reply::Welcome(welcome)) = world.tell(1, Ask::Open { have: Vec::new() }) else {
        panic!("not welcome")
    };
    welcome
}

fn private(welcome: &Welcome) -> DocumentKey {
    DocumentKey { audience: Audience::OnlyMe(welcome.member), place: Place::Index }
}

fn unsent(welcome: &Welcome) -> DocumentKey {
    DocumentKey { audience: Audience::OnlyMe(welcome.member), place: Place::Unsent }
}

/// Alice's workspace: one person, and a note of her own.
fn alice() -> World {
    let mut world = World::new();
    let me = who(&mut world);
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    world.commit(1, Batch::new("Note").with(create(&private(&me), 2, "To think about")));
    world
}

fn backup(world: &mut World) -> Backup {
    let Welcome { workspace, member, .. } = who(world);
    let Some(Reply::Documents(documents)) = world.tell(1, Ask::Documents) else { panic!("no documents") };
    (documents, Origin { workspace, member })
}

fn restore(world: &mut World, (documents, origin): &Backup) -> Option<Reply> {
    world.tell(1, Ask::Merge { documents: documents.clone(), origin: Some(*origin) })
}

fn merged(reply: Option<Reply>) -> Merged {
    let Some(Reply::Merged(merged)) = reply else { panic!("{reply:?}") };
    merged
}

/// Everyone who wrote in a document, by device.
fn devices(world: &mut World, key: &DocumentKey, record: u8) -> Vec<kernel::DeviceId> {
    let record = crate::world::record(record);
    let Some(Reply::History(versions)) = world.tell(1, Ask::History { document: key.clone(), record }) else {
        panic!("no history")
    };
    versions.into_iter().map(|past| past.version.device).collect()
}

#[test]
fn s_22_an_empty_workspace_becomes_that_of_the_backup_on_a_new_device() {
    let mut old = alice();
    let backup = backup(&mut old);
    let mut new = World::apart();
    let fresh = who(&mut new);
    let reply = merged(restore(&mut new, &backup));
    assert_eq!((reply.adoption, reply.private_to_others, reply.new), (Adoption::Workspace, 0, 2));

    let (was, is) = (who(&mut old), who(&mut new));
    assert_eq!((is.workspace, is.member), (was.workspace, was.member));
    assert!(is.device != was.device && is.device != fresh.device, "a device that never was one before");
    assert_eq!(new.disk.all(), old.disk.all());
    new.check(1);
}

#[test]
fn s_22_what_is_private_and_written_afterwards_joins_what_was_private_before() {
    let mut old = alice();
    let mut new = World::apart();
    new.tab(1);
    restore(&mut new, &backup(&mut old));
    new.reboot();
    let me = who(&mut new);
    let keys = |world: &World| world.disk.documents().into_keys().collect::<Vec<_>>();
    let before = keys(&new);
    new.commit(1, Batch::new("Note").with(create(&private(&me), 3, "And another thing")));
    assert_eq!(keys(&new), before, "no second private document");
    new.commit(1, Batch::new("Change").with(set(&private(&me), 2, "name", "Thought about")));
    let devices = devices(&mut new, &private(&me), 2);
    assert_eq!(devices, [me.device, who(&mut old).device]);
    new.check(1);
}

#[test]
fn s_22_the_workspace_goes_on_from_both_and_merges_again() {
    let mut old = alice();
    let mut new = World::apart();
    new.tab(1);
    restore(&mut new, &backup(&mut old));
    new.commit(1, Batch::new("There").with(set(&person(1), 1, "team", "Bridge")));
    old.commit(1, Batch::new("Here").with(set(&person(1), 1, "name", "Anna")));
    let reply = merged(restore(&mut old, &backup(&mut new)));
    assert_eq!((reply.adoption, reply.changed), (Adoption::Nothing, 1));
    assert!(names(&old.disk).contains("Anna"));
    old.check(1);
}

#[test]
fn s_22_a_disk_put_back_to_when_it_was_empty_never_writes_as_the_device_it_was() {
    let mut world = World::new();
    let was = who(&mut world);
    let mut early = World::on(world.disk.clone());
    world.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let backup = backup(&mut world);
    early.tab(1);
    restore(&mut early, &backup);
    assert_ne!(who(&mut early).device, was.device);
    early.commit(1, Batch::new("Go on").with(set(&person(1), 1, "name", "Anna")));
    early.check(1);
}

#[test]
fn s_22_every_page_is_told_when_it_is_on_disk_and_not_before() {
    let backup = backup(&mut alice());
    let mut new = World::apart();
    new.tab(1);
    new.tab(2);
    new.disk.full = true;
    restore(&mut new, &backup);
    let told = |world: &World, tab: u8| {
        let events = world.tabs[&tab].events.iter();
        events.filter(|event| matches!(event, Event::Identity(me) if me.member == backup.1.member)).count()
    };
    assert_eq!((told(&new, 1), told(&new, 2)), (0, 0));
    assert_eq!(new.tell(3, Ask::Open { have: Vec::new() }), None, "nobody is welcomed as who is not on disk");
    new.disk.full = false;
    new.settle_with_ticks(4);
    assert_eq!((told(&new, 1), told(&new, 2)), (1, 1));
    let welcomed = new.tabs[&3]
        .replies
        .values()
        .any(|reply| matches!(reply, Reply::Welcome(welcome) if welcome.member == backup.1.member));
    assert!(welcomed);
    new.check(1);
}

#[test]
fn s_22_a_stop_while_adopting_leaves_the_old_or_the_new_workspace() {
    let backup = backup(&mut alice());
    for (fault, adopted) in [(Fault::StopsBefore, false), (Fault::StopsAfter, true)] {
        let mut new = World::apart();
        let fresh = who(&mut new);
        let next = new.disk.writes;
        new.disk.faults.insert(next, fault);
        assert_eq!(restore(&mut new, &backup), None);
        new.reboot();
        let is = who(&mut new);
        assert_eq!(is.member == backup.1.member, adopted);
        assert_eq!(is == fresh, !adopted);
        assert_eq!(new.disk.all().is_empty(), !adopted);
        new.check(1);
    }
}

#[test]
fn s_22_a_refused_backup_changes_nobody() {
    let (mut documents, origin) = backup(&mut alice());
    documents[1].1.truncate(30);
    let mut new = World::apart();
    let fresh = who(&mut new);
    let before = new.disk.rows.clone();
    let reply = restore(&mut new, &(documents, origin));
    assert!(matches!(reply, Some(Reply::Refused(_))), "{reply:?}");
    assert_eq!(who(&mut new), fresh);
    assert_eq!(new.disk.rows, before);
}

#[test]
fn s_23_a_workspace_without_private_documents_of_its_own_takes_over_the_member_alone() {
    let backup = backup(&mut alice());
    let mut other = World::apart();
    let before = who(&mut other);
    other.commit(1, Batch::new("Add").with(create(&person(7), 7, "Gus")));
    let reply = merged(restore(&mut other, &backup));
    assert_eq!((reply.adoption, reply.private_to_others), (Adoption::Member, 0));
    let after = who(&mut other);
    assert_eq!((after.workspace, after.member), (before.workspace, backup.1.member));
    assert_ne!(after.device, before.device);
    other.commit(1, Batch::new("Go on").with(set(&person(7), 7, "name", "Gustav")));
    assert!(matches!(other.tell(1, Ask::Undo), Some(Reply::Done)));
    other.check(1);
}

#[test]
fn s_23_a_backup_without_anything_private_leaves_the_member_as_it_is() {
    let mut giver = World::new();
    giver.tab(1);
    giver.commit(1, Batch::new("Add").with(create(&person(1), 1, "Ana")));
    let mut other = World::apart();
    let before = who(&mut other);
    other.commit(1, Batch::new("Add").with(create(&person(7), 7, "Gus")));
    assert_eq!(merged(restore(&mut other, &backup(&mut giver))).adoption, Adoption::Nothing);
    assert_eq!(who(&mut other), before);
}

#[test]
fn s_24_a_workspace_with_private_documents_of_its_own_stays_and_says_how_many_are_of_another() {
    let mut old = alice();
    let backup = backup(&mut old);
    let mut other = World::apart();
    let before = who(&mut other);
    other.commit(1, Batch::new("Note").with(create(&private(&before), 8, "Mine")));
    let reply = merged(restore(&mut other, &backup));
    assert_eq!((reply.adoption, reply.private_to_others, reply.new), (Adoption::Nothing, 1, 2));
    assert_eq!(who(&mut other), before);

    // What is private to the other member is shown, can be changed, and stays where it is.
    let theirs = private(&who(&mut old));
    // Of two changes in one second the ids decide which counts as the last.
    other.now += 1_000;
    other.commit(1, Batch::new("Change").with(set(&theirs, 2, "name", "Thought about")));
    let row = other.disk.all().remove(&crate::world::record(2)).unwrap();
    assert_eq!((row.document, row.changed.by), (theirs, before.member));
    other.check(1);
}

#[test]
fn s_19_a_merge_that_is_withdrawn_is_not_carried_out_later() {
    let (documents, origin) = backup(&mut alice());
    let mut new = World::apart();
    let fresh = who(&mut new);
    let reason = Problem::new("The engine stopped.", "");
    let id = new.ask(1, Ask::Withdraw(reason.clone()));
    new.settle();
    assert_eq!(new.tabs[&1].replies[&id], Reply::Refused(reason.clone()));
    let (client, ask) = (new.tabs[&1].client, Ask::Merge { documents, origin: Some(origin) });
    new.input(Input::Request { client, request: Request { id, ask } });
    new.settle();
    assert_eq!(new.tabs[&1].replies[&id], Reply::Refused(reason));
    assert_eq!(who(&mut new), fresh);
    assert!(new.disk.all().is_empty());
}

#[test]
fn s_19_a_merge_that_is_withdrawn_too_late_is_answered_as_what_it_was() {
    let (documents, origin) = backup(&mut alice());
    let mut new = World::apart();
    new.tab(1);
    let next = new.disk.writes;
    new.disk.faults.insert(next, Fault::StopsAfter);
    let id = new.ask(1, Ask::Merge { documents, origin: Some(origin) });
    new.settle();
    assert!(!new.tabs[&1].replies.contains_key(&id), "the machine stopped before the answer");
    new.tabs.get_mut(&1).unwrap().open.insert(id, Ask::Withdraw(Problem::new("The engine stopped.", "")));
    new.take_over();
    new.settle();
    assert_eq!(merged(Some(new.tabs[&1].replies[&id].clone())).new, 2);
    new.check(1);
}

#[test]
fn s_25_what_was_typed_and_not_sent_makes_a_workspace_neither_full_nor_private() {
    let backup = backup(&mut alice());
    let mut new = World::apart();
    let me = who(&mut new);
    new.commit(1, Batch::new("Begin to write").with(create(&unsent(&me), 3, "Add a person")));
    let mut peopled = World::on(new.disk.clone());
    let reply = merged(restore(&mut new, &backup));
    assert_eq!((reply.adoption, reply.private_to_others), (Adoption::Workspace, 0));
    new.check(1);

    peopled.tab(1);
    peopled.commit(1, Batch::new("Add").with(create(&person(4), 4, "Ben")));
    assert_eq!(merged(restore(&mut peopled, &backup)).adoption, Adoption::Member);
    peopled.check(1);
}
