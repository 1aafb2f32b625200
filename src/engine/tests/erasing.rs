//! Erasing documents on one device (S-37 to S-40).

use document::{Audience, Batch, Change, DocumentKey, Edit, Place};
use engine::{
    message::{Ask, ErasedDocument, Event, Reply},
    storage::Store,
};
use kernel::MemberId;
use std::collections::BTreeSet;

use crate::world::{Disk, Fault, World, create, field, person, record, roster, set, text};

/// What nobody should find again.
pub const MARKER: &str = "mArKeR-8b1f";

pub fn erase(documents: &[DocumentKey], batch: Batch) -> Ask {
    Ask::Erase { documents: documents.iter().cloned().collect(), batch }
}

/// Whether anything on the disk is of a document, or holds the marker.
pub fn holds(disk: &Disk, document: &DocumentKey) -> Vec<String> {
    let name = document.to_string();
    let written = postcard::to_allocvec(document).unwrap();
    let is_of = |store: Store, key: &str, value: &[u8]| {
        // The name of another document may begin with its name: unsent texts, and those after an erasing.
        let by_name = key.replace(&format!("{name}/"), "").contains(&name) && !key.starts_with("erased|");
        let by_text = value.windows(MARKER.len()).any(|part| part == MARKER.as_bytes());
        // A row of undo, an arrival or a draft names the document in its value.
        let names = matches!(store, Store::Meta | Store::Journal)
            && !key.starts_with("covers|")
            && value.windows(written.len()).any(|part| part == written);
        by_name || by_text || names
    };
    let rows = disk.rows.iter().filter(|((store, key), value)| is_of(*store, key, value));
    rows.map(|((store, key), _)| format!("{} {key}", store.name())).collect()
}

/// Ana is in the roster; two documents are about her and Ben, with some history and typing.
fn world() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(1, Batch::new("Add").with(create(&roster(), 9, "Ana")));
    for (number, name) in [(1, MARKER), (2, "Ben")] {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, "Ana")));
        world.commit(1, Batch::new("Name").with(set(&person(number), number, "name", name)));
        world.commit(1, Batch::new("Notes").with(text(&person(number), number, "", name)));
    }
    world
}

fn erased(world: &mut World) -> Vec<ErasedDocument> {
    match world.tell(1, Ask::Erased { of: Vec::new() }) {
        Some(Reply::Erased { all, .. }) => all,
        other => panic!("{other:?}"),
    }
}

#[test]
fn s_37_nothing_of_an_erased_document_stays_on_the_disk() {
    let mut world = world();
    let draft = Ask::Draft {
        document: person(1),
        record: record(1),
        field: "notes".into(),
        base: MARKER.into(),
        text: format!("{MARKER} and more"),
        line: false,
    };
    world.tell(1, draft);
    assert!(!holds(&world.disk, &person(1)).is_empty());
    assert_eq!(world.tell(1, erase(&[person(1), person(2)], Batch::default())), Some(Reply::Done));
    assert_eq!(holds(&world.disk, &person(1)), Vec::<String>::new());
    assert_eq!(holds(&world.disk, &person(2)), Vec::<String>::new());
    assert_eq!(field(&world.tabs[&1].rows, 1, "name"), "", "pages hear of it");
    assert!(!world.tabs[&1].heads.contains_key(&person(1)));
    assert_eq!(field(&world.tabs[&1].rows, 9, "name"), "Ana", "what is somewhere else stays");
    world.check(1);
    let all = erased(&mut world);
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|one| one.is_done && one.relay.is_none()), "{all:?}");
}

#[test]
fn y_100_what_was_typed_into_forms_goes_with_a_file_and_typing_goes_on_elsewhere() {
    let mut world = world();
    let audience = Audience::OnlyMe(MemberId::from_bytes([9; 16]));
    let key = |place| DocumentKey { audience, place };
    let (unsent, anew) = (key(Place::Unsent), key(Place::UnsentIn(record(40))));
    let typed = |document: &DocumentKey, number, words: &str| Ask::Draft {
        document: document.clone(),
        record: record(number),
        field: "notes".into(),
        base: String::new(),
        text: words.into(),
        line: false,
    };
    // One text about Ana was sent, which leaves it in the history; one about something else is being typed.
    world.commit(1, Batch::new("Begin to write").with(create(&unsent, 20, "Observe")));
    world.tell(1, typed(&unsent, 20, MARKER));
    let sent = Edit { document: unsent.clone(), record: record(20), change: Change::Delete };
    world.commit(1, Batch::new("Keep").with(text(&unsent, 20, "", MARKER)));
    world.commit(1, Batch::new("Send").with(sent));
    world.commit(1, Batch::new("Begin to write").with(create(&unsent, 21, "Add a team")));
    assert!(!holds(&world.disk, &unsent).is_empty());

    let carried = Batch::new("Erase a file").with(create(&anew, 21, "Add a team"));
    assert_eq!(world.tell(1, erase(&[person(1), unsent.clone()], carried)), Some(Reply::Done));
    assert_eq!(holds(&world.disk, &person(1)), Vec::<String>::new());
    assert_eq!(holds(&world.disk, &unsent), Vec::<String>::new());
    assert_eq!(field(&world.tabs[&1].rows, 21, "name"), "Add a team");
    assert_eq!(world.tell(1, typed(&anew, 21, "Pilots")), Some(Reply::Done));
    world.reboot();
    world.tab(1);
    assert_eq!(field(&world.tabs[&1].rows, 21, "notes"), "Pilots", "typing goes on");
    assert_eq!(world.tabs[&1].undoable(), (Some("Notes"), None), "and is no step of undo there, too");
    world.check(1);
}

#[test]
fn s_38_what_is_erased_stays_erased() {
    let mut world = world();
    let Some(Reply::Documents(backup)) = world.tell(1, Ask::Documents) else { panic!() };
    world.tell(1, erase(&[person(1)], Batch::default()));
    let refused = |reply: &Option<Reply>| matches!(reply, Some(Reply::Refused(problem)) if problem.what.contains("erased"));
    let edit = Batch::new("Add").with(create(&person(1), 1, "Ana"));
    assert!(refused(&world.tell(1, Ask::Commit(edit))), "it is not written anew");
    let draft = Ask::Draft {
        document: person(1),
        record: record(1),
        field: "notes".into(),
        base: String::new(),
        text: "late".into(),
        line: false,
    };
    assert!(refused(&world.tell(1, draft)), "nor typed into");
    while world.tabs[&1].undoable().0.is_some() {
        assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    }
    assert_eq!(holds(&world.disk, &person(1)), Vec::<String>::new(), "undo does not bring it back");
    while world.tabs[&1].undoable().1.is_some() {
        assert_eq!(world.tell(1, Ask::Redo), Some(Reply::Done));
    }

    // A backup leaves it out, brings everything else, and says so.
    let of: Vec<DocumentKey> = backup.iter().map(|(key, _)| key.clone()).collect();
    let asked = world.tell(1, Ask::Erased { of });
    assert!(matches!(&asked, Some(Reply::Erased { of, .. }) if *of == [person(1)]), "{asked:?}");
    let merge = Ask::Merge { documents: backup.clone(), origin: None };
    assert!(matches!(world.tell(1, merge), Some(Reply::Merged(_))));
    assert_eq!(holds(&world.disk, &person(1)), Vec::<String>::new());
    assert_eq!(field(&world.tabs[&1].rows, 2, "name"), "Ben");
    assert!(world.tabs[&1].problems().iter().any(|problem| problem.what.contains("stays out")));
    world.reboot();
    world.tab(1);
    assert!(refused(&world.tell(1, Ask::Commit(Batch::new("Add").with(create(&person(1), 1, "Ana"))))));

    // Somebody else's workspace, or a new one, takes it.
    let mut other = World::apart();
    other.tab(1);
    assert!(matches!(other.tell(1, Ask::Merge { documents: backup, origin: None }), Some(Reply::Merged(_))));
    assert_eq!(field(&other.tabs[&1].rows, 1, "name"), MARKER);
}

#[test]
fn s_39_a_machine_that_stops_anywhere_goes_on_erasing_at_the_next_start() {
    let mut faults = 0;
    for fault in [Fault::StopsBefore, Fault::StopsAfter, Fault::LosesPower, Fault::TearsRelaxed] {
        for at in 0.. {
            let mut world = world();
            world.disk.stop = Some((world.disk.operations + at, fault));
            let id = world.ask(1, erase(&[person(1)], Batch::default()));
            world.settle();
            let is_answered = world.tabs[&1].replies.contains_key(&id);
            if !world.stopped {
                assert!(at > 4, "it is decided, looked at, and carried out");
                break;
            }
            faults += 1;
            world.disk.stop = None;
            world.reboot();
            world.tab(1);
            world.settle_with_ticks(5);
            let left = holds(&world.disk, &person(1));
            let is_whole = field(&world.tabs[&1].rows, 1, "name") == MARKER;
            assert!(left.is_empty() || (is_whole && !is_answered), "{fault:?} {at} {left:?}");
            world.check(1);
        }
    }
    assert!(faults >= 8, "{faults}");
}

#[test]
fn s_40_what_speaks_of_it_elsewhere_goes_in_the_same_step_and_is_not_brought_back_by_undo() {
    let mut world = world();
    world.commit(1, Batch::new("Title").with(set(&roster(), 9, "title", MARKER)));
    world.commit(1, Batch::new("Ben").with(create(&roster(), 8, "Ben")));
    let gone = document::Edit { document: roster(), record: record(9), change: document::Change::Delete };
    let batch = Batch::new("Erase").with(gone);
    // What may not be done changes nothing.
    let wrong = Batch::new("Erase").with(set(&roster(), 77, "name", "Nobody"));
    assert!(matches!(world.tell(1, erase(&[person(1)], wrong)), Some(Reply::Refused(_))));
    assert_eq!(field(&world.tabs[&1].rows, 1, "name"), MARKER);

    world.tell(1, erase(&[person(1), person(2)], batch));
    assert_eq!(field(&world.tabs[&1].rows, 9, "name"), "");
    let undo: BTreeSet<&String> =
        world.disk.rows.keys().map(|(_, key)| key).filter(|key| key.starts_with("undo|")).collect();
    assert_eq!(undo.len(), 1, "only what was done to Ben: {undo:?}");
    assert_eq!(world.tabs[&1].undoable(), (Some("Ben"), None));
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    assert_eq!(field(&world.tabs[&1].rows, 9, "title"), "");
    assert!(!world.tabs[&1].events.iter().any(|event| matches!(event, Event::Trouble(Some(_)))));
    world.check(1);
}
