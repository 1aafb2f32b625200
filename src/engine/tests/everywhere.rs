//! One device stops at every single read and write of what it does alone: a backup restored, earlier
//! code's rows taken over, one leader after the other, damage, and what the disk refuses.

use document::{Batch, DocumentKey};
use engine::{
    Input,
    message::{Ask, ClientId, Origin, Reply, Request},
    storage::{Store, TENURE},
};
use std::collections::BTreeSet;

use crate::world::{Disk, Fault, World, create, field, names, person, record, roster, set, text};

/// What a device does, and what must hold of it.
struct Scenario {
    before: fn() -> Disk,
    /// What is asked, in order, each with its name.
    asks: fn() -> Vec<(&'static str, Ask)>,
    /// Another leader is started without the first one knowing, before so many have been asked.
    hand_over: Option<usize>,
    /// What must hold of the disk, given what was acknowledged.
    holds: fn(&Disk, &BTreeSet<&'static str>),
    /// Whether the disk is sound before its first leader has seen it.
    is_sound: bool,
}

impl Scenario {
    /// Asks for everything that was not acknowledged yet.
    fn go(&self, world: &mut World, done: &mut BTreeSet<&'static str>) {
        world.ask(1, Ask::Open { have: Vec::new() });
        world.settle_with_ticks(2);
        for (number, (name, ask)) in (self.asks)().into_iter().enumerate() {
            if done.contains(name) || world.stopped {
                continue;
            }
            if self.hand_over == Some(number) {
                // The first one has this in hand as well, and learns on the disk that its time is over.
                let request = Request { id: 900 + number as u64, ask: ask.clone() };
                world.lead();
                world.input_to(0, Input::Request { client: ClientId([9; 16]), request });
                world.repeat(1);
                world.settle_with_ticks(2);
            }
            let reply = world.tell(1, ask);
            world.settle_with_ticks(3);
            if reply.is_some_and(|reply| !matches!(reply, Reply::Refused(_))) {
                done.insert(name);
            }
        }
    }

    /// Stops at every operation. Returns how many stops that were.
    fn stops(&self) -> usize {
        let before = Disk { operations: 0, written_at: Vec::new(), ..(self.before)() };
        let begin = |stop| {
            let mut world = World::on(Disk { stop, ..before.clone() });
            world.watchful = false;
            world
        };
        let (mut world, mut done) = (begin(None), BTreeSet::new());
        self.go(&mut world, &mut done);
        let all: BTreeSet<&str> = (self.asks)().into_iter().map(|(name, _)| name).collect();
        assert_eq!(done, all, "undisturbed, all of it is done");
        (self.holds)(&world.disk, &done);
        world.check(1);
        let mut stops: BTreeSet<(usize, Fault)> =
            (0..world.disk.operations).map(|at| (at, Fault::StopsBefore)).collect();
        for (at, is_relaxed) in &world.disk.written_at {
            stops.insert((*at, Fault::StopsAfter));
            if *is_relaxed {
                stops.extend([(*at, Fault::LosesPower), (*at, Fault::TearsRelaxed)]);
            }
        }
        for stop in &stops {
            let told = std::panic::catch_unwind(|| {
                let (mut world, mut done) = (begin(Some(*stop)), BTreeSet::new());
                self.go(&mut world, &mut done);
                assert!(world.stopped, "it was reached");
                if self.is_sound {
                    world.disk.check();
                }
                world.disk.stop = None;
                world.reboot();
                world.tab(1);
                world.settle_with_ticks(4);
                world.check(1);
                (self.holds)(&world.disk, &done);
                self.go(&mut world, &mut done);
                world.settle_with_ticks(4);
                (self.holds)(&world.disk, &all);
                world.check(1);
                world.commit(1, Batch::new("On").with(create(&roster(), 200, "Goes on")));
                world.check(1);
            });
            assert!(told.is_ok(), "stopped at {stop:?}");
        }
        stops.len()
    }
}

#[test]
fn s_29_s_46_stopped_at_any_operation_while_a_segment_is_written_anew() {
    let stops = Scenario {
        before: || crate::segments::beside(9).disk,
        asks: || {
            let named = Batch::new("Name").with(set(&crate::segments::alike()[0], 200, "name", "Zoe"));
            vec![("named", Ask::Commit(named))]
        },
        hand_over: None,
        holds: |disk, done| {
            let names = names(disk);
            assert!(names.contains("Zoe") || !done.contains("named"));
            assert_eq!(names.len(), 9, "all others are as they were");
        },
        is_sound: true,
    };
    assert!(stops.stops() > 15);
}

/// A person and the roster, with a little history.
fn written() -> World {
    let mut world = World::new();
    world.tab(1);
    world.commit(
        1,
        Batch::new("Add").with(create(&person(1), 1, "Ana")).with(create(&roster(), 3, "Harbour")),
    );
    for number in 0..4 {
        world.commit(1, Batch::new("Team").with(set(&person(1), 1, "team", &number.to_string())));
    }
    world
}

fn draft(base: &str, text: &str) -> Ask {
    let (document, record, field) = (roster(), record(3), "notes".to_owned());
    Ask::Draft { document, record, field, base: base.into(), text: text.into(), line: false }
}

/// A workspace of Ben's: somebody, and a note of his own.
fn backup() -> Ask {
    let mut world = World::apart();
    let Some(Reply::Welcome(me)) = world.tell(1, Ask::Open { have: Vec::new() }) else { panic!() };
    let private: DocumentKey = format!("only-{}/index", me.member).parse().unwrap();
    world.commit(1, Batch::new("Add").with(create(&person(2), 2, "Ben")));
    world.commit(1, Batch::new("Note").with(create(&private, 4, "Worry")));
    let Some(Reply::Documents(documents)) = world.tell(1, Ask::Documents) else { panic!() };
    Ask::Merge { documents, origin: Some(Origin { workspace: me.workspace, member: me.member }) }
}

#[test]
fn s_29_s_22_stopped_at_any_operation_while_a_backup_becomes_an_empty_workspace() {
    let stops = Scenario {
        before: Disk::default,
        asks: || {
            let after = Batch::new("After").with(create(&roster(), 5, "After"));
            vec![("restored", backup()), ("after", Ask::Commit(after))]
        },
        hand_over: None,
        holds: |disk, done| {
            let names = names(disk);
            assert_eq!(names.contains("Ben"), names.contains("Worry"), "all of it or nothing");
            assert!(names.contains("Ben") || !done.contains("restored"));
            assert!(names.contains("After") || !done.contains("after"));
        },
        is_sound: true,
    };
    assert!(stops.stops() > 5);
}

#[test]
fn s_29_s_23_stopped_at_any_operation_while_a_backup_is_merged_into_contents() {
    let stops = Scenario {
        before: || written().disk,
        asks: || vec![("restored", backup())],
        hand_over: None,
        holds: |disk, done| {
            let names = names(disk);
            assert!(names.contains("Ana") && names.contains("Harbour"));
            assert_eq!(names.contains("Ben"), names.contains("Worry"), "all of it or nothing");
            assert!(names.contains("Ben") || !done.contains("restored"));
        },
        is_sound: true,
    };
    assert!(stops.stops() > 8);
}

/// Everything that is derived is of another version, as after an update of the application.
#[test]
fn s_29_s_9_stopped_at_any_operation_while_what_earlier_code_wrote_is_taken_over() {
    let stops = Scenario {
        before: || {
            let mut disk = written().disk;
            for ((store, key), value) in &mut disk.rows {
                let is_listing = *store == Store::Meta && key.starts_with("document|");
                if *store == Store::Projection || (is_listing && key.contains("roster")) {
                    value[0] = 99;
                }
            }
            disk
        },
        asks: || {
            let team = Batch::new("Team").with(set(&person(1), 1, "team", "Bridge"));
            vec![("team", Ask::Commit(team)), ("typed", draft("", "Thinks"))]
        },
        hand_over: None,
        holds: |disk, done| {
            let rows = disk.all();
            let team = field(&rows, 1, "team");
            assert!(team == "Bridge" || (team == "3" && !done.contains("team")), "{team}");
            assert_eq!((field(&rows, 1, "name"), field(&rows, 3, "name")), ("Ana".into(), "Harbour".into()));
        },
        is_sound: false,
    };
    assert!(stops.stops() > 12);
}

#[test]
fn s_29_s_7_stopped_at_any_operation_while_one_leader_follows_another_nothing_is_doubled() {
    for at in 0..4 {
        let stops = Scenario {
            before: || written().disk,
            asks: || {
                let also =
                    |before: &str, after: &str| Batch::new("Write").with(text(&person(1), 1, before, after));
                vec![
                    ("one", Ask::Commit(also("", "One. "))),
                    ("typed", draft("", "Typed")),
                    ("two", Ask::Commit(also("One. ", "One. Two. "))),
                    ("undone", Ask::Undo),
                ]
            },
            hand_over: Some(at),
            holds: |disk, done| {
                let rows = disk.all();
                let notes = field(&rows, 1, "notes");
                assert!(["", "One. ", "One. Two. "].contains(&notes.as_str()), "nothing is doubled: {notes}");
                assert!(notes.starts_with("One. ") || !done.contains("one") || done.contains("undone"));
                let typed = field(&rows, 3, "notes");
                assert!(["", "Typed"].contains(&typed.as_str()), "{typed}");
                let tenures = disk.read(Store::Meta, TENURE).len();
                assert!(tenures <= 1);
            },
            is_sound: true,
        };
        assert!(stops.stops() > 20);
    }
}
