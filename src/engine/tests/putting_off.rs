//! While edits keep coming, their documents are not loaded: each is safe as soon as it is written down.

use document::{Batch, DocumentKey};
use engine::{
    Input,
    message::{Ask, Event, Reply},
    storage::Store,
};

use crate::world::{World, create, field, person, set};

const PEOPLE: u8 = 6;

/// Six people, each in a document, and nobody who has them in memory.
fn asleep() -> World {
    let mut world = World::new();
    world.tab(1);
    for number in 1..=PEOPLE {
        world.commit(1, Batch::new("Add").with(create(&person(number), number, "Ana")));
    }
    world.reboot();
    world.tab(1);
    world.tab(2);
    world.reads.clear();
    world
}

fn rename(number: u8, to: &str) -> Ask {
    Ask::Commit(Batch::new("Rename").with(set(&person(number), number, "name", to)))
}

/// Asks, and goes on as long as no time passes.
fn at_once(world: &mut World, ask: Ask) -> u64 {
    let id = world.ask(1, ask);
    while world.step() {}
    id
}

/// A moment passes.
fn moment(world: &mut World) {
    world.waits.clear();
    world.input(Input::Tick);
    while world.step() {}
}

fn is_done(world: &World, id: u64) -> bool {
    world.tabs[&1].replies.get(&id) == Some(&Reply::Done)
}

fn is_safe(world: &World, id: u64) -> bool {
    let told = |event: &Event| matches!(event, Event::Noted(ids) if ids.contains(&id));
    is_done(world, id) || world.tabs[&1].events.iter().any(told)
}

fn is_loaded(world: &World, document: &DocumentKey) -> bool {
    world
        .reads
        .iter()
        .any(|(store, prefix)| *store == Store::Chunks && prefix.contains(&document.to_string()))
}

#[test]
fn s_47_the_first_edit_is_done_at_once_and_those_that_follow_are_safe_and_wait_for_a_pause() {
    let mut world = asleep();
    let first = at_once(&mut world, rename(1, "Anna"));
    assert!(is_done(&world, first), "nobody waits for what may not come");
    let rest: Vec<u64> = (2..=PEOPLE).map(|number| at_once(&mut world, rename(number, "Anna"))).collect();
    for (number, id) in (2..=PEOPLE).zip(&rest) {
        assert!(is_safe(&world, *id) && !is_done(&world, *id));
        assert!(!is_loaded(&world, &person(number)));
    }
    // Neither tab is shown what is not in its document.
    assert_eq!(field(&world.tabs[&2].rows, 2, "name"), "Ana");
    moment(&mut world);
    moment(&mut world);
    for (number, id) in (2..=PEOPLE).zip(&rest) {
        assert!(is_done(&world, *id), "{number}");
        assert_eq!(field(&world.tabs[&2].rows, number, "name"), "Anna");
    }
    assert_eq!(world.disk.count(Store::Journal, "intent|"), 0);
    world.check(1);
    world.check(2);
}

#[test]
fn s_47_edits_apart_from_each_other_are_done_at_once() {
    let mut world = asleep();
    for number in 1..=PEOPLE {
        let id = at_once(&mut world, rename(number, "Anna"));
        assert!(is_done(&world, id), "{number}");
        moment(&mut world);
        moment(&mut world);
    }
    assert!(!world.waits.contains(&5), "and nothing ticks when nothing is done: {:?}", world.waits);
}

#[test]
fn s_47_whatever_else_is_asked_is_not_kept_waiting_and_comes_after_the_edits() {
    for ask in [Ask::Undo, Ask::Open { have: Vec::new() }, Ask::Documents] {
        let mut world = asleep();
        let edits: Vec<u64> =
            (1..=PEOPLE).map(|number| at_once(&mut world, rename(number, "Anna"))).collect();
        assert!(!is_done(&world, edits[3]));
        let id = at_once(&mut world, ask.clone());
        assert!(world.tabs[&1].replies.contains_key(&id), "{ask:?}");
        assert!(edits.iter().all(|id| is_done(&world, *id)), "{ask:?}");
        let last = if matches!(ask, Ask::Undo) { "Ana" } else { "Anna" };
        assert_eq!(field(&world.disk.all(), PEOPLE, "name"), last);
        assert_eq!(field(&world.disk.all(), PEOPLE - 1, "name"), "Anna");
    }
}

#[test]
fn s_47_what_is_too_large_to_be_written_down_ends_the_waiting() {
    let mut world = asleep();
    let edits: Vec<u64> = (1..PEOPLE).map(|number| at_once(&mut world, rename(number, "Anna"))).collect();
    let id = at_once(&mut world, rename(PEOPLE, &"Anna ".repeat(20_000)));
    moment(&mut world);
    assert!(is_done(&world, id) && edits.iter().all(|id| is_done(&world, *id)));
}

#[test]
fn s_47_loading_is_put_off_for_two_seconds_at_most() {
    let mut world = asleep();
    let first: Vec<u64> = (1..=2).map(|number| at_once(&mut world, rename(number, "Anna"))).collect();
    let mut moments = 0;
    while !is_done(&world, first[1]) {
        at_once(&mut world, rename(3, &format!("Anna {moments}")));
        moment(&mut world);
        moments += 1;
        assert!(moments <= 400);
    }
    assert!(moments > 300, "{moments}");
    // Until all is done it is not put off again.
    let id = at_once(&mut world, rename(4, "Anna"));
    assert!(is_done(&world, id));
}

#[test]
fn s_47_only_so_many_edits_wait() {
    let mut world = asleep();
    let ids: Vec<u64> =
        (0..600).map(|number| at_once(&mut world, rename(2, &format!("Anna {number}")))).collect();
    assert!(is_done(&world, ids[400]), "though no time has passed");
    moment(&mut world);
    moment(&mut world);
    assert!(ids.iter().all(|id| is_done(&world, *id)));
    assert_eq!(field(&world.disk.all(), 2, "name"), "Anna 599");
}

#[test]
fn s_47_when_the_last_page_goes_everything_is_done_at_once() {
    let mut world = asleep();
    for number in 1..=PEOPLE {
        at_once(&mut world, rename(number, "Anna"));
    }
    for tab in [1, 2] {
        let client = world.tabs[&tab].client;
        world.input(Input::Gone { client });
    }
    while world.step() {}
    assert_eq!(world.disk.count(Store::Journal, "intent|"), 0);
    assert_eq!(field(&world.disk.all(), PEOPLE, "name"), "Anna");
}

#[test]
fn s_47_s_45_what_is_put_off_is_done_by_whoever_comes_next_in_its_order() {
    let mut world = asleep();
    for number in 1..=PEOPLE {
        at_once(&mut world, rename(number, "Anna"));
        at_once(&mut world, rename(number, "Annette"));
    }
    world.take_over();
    world.settle();
    for number in 1..=PEOPLE {
        assert_eq!(field(&world.tabs[&1].rows, number, "name"), "Annette");
    }
    assert_eq!(world.tell(1, Ask::Undo), Some(Reply::Done));
    assert_eq!(field(&world.tabs[&1].rows, PEOPLE, "name"), "Anna");
    assert_eq!(world.disk.count(Store::Journal, "intent|"), 0);
    world.check(1);
}

#[test]
fn s_47_s_6_a_disk_that_fails_ends_the_waiting() {
    let mut world = asleep();
    let ids: Vec<u64> = (1..PEOPLE).map(|number| at_once(&mut world, rename(number, "Anna"))).collect();
    world.disk.full = true;
    at_once(&mut world, rename(PEOPLE, "Anna"));
    assert!(ids.iter().all(|id| is_safe(&world, *id)));
    world.disk.full = false;
    world.settle_with_ticks(4);
    assert!(ids.iter().all(|id| is_done(&world, *id)));
    assert_eq!(world.disk.count(Store::Journal, "intent|"), 0);
    world.check(1);
}
