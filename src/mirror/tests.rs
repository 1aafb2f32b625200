//! Stories of a page and its engine: what is shown while the engine has not answered yet.

use document::{Audience, Author, Batch, Book, Record, Row, Stamp};
use engine::message::{
    Ask, AudienceSafety, Delivery, Event, Holder, Member, Recovering, Reply, Request, Role, Safety, Share,
    SharingState, Standing, Waits, Welcome,
};
use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};
use leptos::prelude::Owner;
use std::sync::{Arc, Mutex};

use crate::{Mirror, Names, Port, drafts::Drafts, pending::Pending, provide_mirror};

/// A lamp on the bridge.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "lamp", plural = "Lamps", title = "name", home = "index")]
struct Lamp {
    /// Its name.
    name: String,
    /// Its colour.
    colour: Option<String>,
}

const LAMP: RecordId = RecordId::from_bytes([1; 16]);

fn stamp() -> Stamp {
    Stamp { at: Timestamp::from_millis(1), by: MemberId::from_bytes([2; 16]) }
}

fn book_with_a_lamp() -> Book {
    let author = Author { member: stamp().by };
    let mut book = Book::new();
    book.apply(&author.create(LAMP, &Lamp { name: "Port".into(), colour: None }), stamp());
    book
}

fn paint(book: &Book, colour: &str) -> Batch {
    let lamp = book.get::<Lamp>(LAMP).unwrap();
    Batch::new("Paint").with_all(lamp.update(|lamp| lamp.colour = Some(colour.into())))
}

fn colour(book: &Book) -> Option<String> {
    book.get::<Lamp>(LAMP).and_then(|lamp| lamp.record.colour)
}

#[test]
fn a_refused_edit_falls_back_to_what_was_confirmed() {
    let (mut book, mut pending) = (book_with_a_lamp(), Pending::default());
    let red = paint(&book, "red");
    pending.show(&mut book, 1, red, stamp());
    assert_eq!(colour(&book).as_deref(), Some("red"));
    let records = pending.refuse(1);
    pending.settle(&mut book, &records);
    assert_eq!(colour(&book), None);
}

#[test]
fn a_later_edit_stays_when_an_earlier_one_is_refused() {
    let (mut book, mut pending) = (book_with_a_lamp(), Pending::default());
    let red = paint(&book, "red");
    pending.show(&mut book, 1, red, stamp());
    let green = paint(&book, "green");
    pending.show(&mut book, 2, green, stamp());
    let records = pending.refuse(1);
    pending.settle(&mut book, &records);
    assert_eq!(colour(&book).as_deref(), Some("green"));
}

#[test]
fn a_row_that_arrives_under_a_pending_edit_does_not_take_it_off_the_screen() {
    let (mut book, mut pending) = (book_with_a_lamp(), Pending::default());
    let confirmed = Row::clone(book.row(LAMP).unwrap());
    let red = paint(&book, "red");
    pending.show(&mut book, 1, red, stamp());
    assert!(pending.arrived(&confirmed.document, LAMP, Some(&confirmed)));
    pending.settle(&mut book, &[LAMP].into());
    assert_eq!(colour(&book).as_deref(), Some("red"));
    let records = pending.confirm(1);
    pending.settle(&mut book, &records);
    assert_eq!(colour(&book).as_deref(), Some("red"));
    assert_eq!(pending.unsaved(), 0);
}

#[test]
fn an_edit_that_is_noted_is_saved_and_stays_over_what_is_confirmed() {
    let (mut book, mut pending) = (book_with_a_lamp(), Pending::default());
    let red = paint(&book, "red");
    pending.show(&mut book, 1, red, stamp());
    assert_eq!(pending.unsaved(), 1);
    pending.note(1);
    pending.note(2);
    assert_eq!(pending.unsaved(), 0, "and what was never asked does not count");
    let records = pending.refuse(1);
    pending.settle(&mut book, &records);
    assert_eq!((colour(&book), pending.unsaved()), (None, 0));
}

#[test]
fn fast_typing_sends_the_newest_draft_once_the_last_is_written() {
    let draft = |text: &str| Ask::Draft {
        document: "everyone/index".parse().unwrap(),
        record: LAMP,
        field: "colour".into(),
        base: String::new(),
        text: text.into(),
        line: false,
    };
    let mut drafts = Drafts::default();
    drafts.put(LAMP, "colour", draft("r"));
    assert_eq!(drafts.next(), Some(draft("r")));
    drafts.sent(1);
    for text in ["re", "red"] {
        drafts.put(LAMP, "colour", draft(text));
        assert_eq!(drafts.next(), None);
    }
    assert!(drafts.answered(1));
    assert_eq!(drafts.next(), Some(draft("red")));
}

#[test]
fn a_draft_that_waits_when_its_field_is_committed_is_dropped() {
    let mut drafts = Drafts::default();
    drafts.put(LAMP, "colour", Ask::Undo);
    drafts.drop_field(LAMP, "colour");
    assert_eq!(drafts.next(), None);
}

#[test]
fn drafts_that_wait_when_their_record_is_taken_out_are_dropped() {
    let mut drafts = Drafts::default();
    drafts.put(LAMP, "colour", Ask::Undo);
    drafts.put(LAMP, "shape", Ask::Undo);
    drafts.drop_record(LAMP);
    assert_eq!(drafts.next(), None);
}

/// An engine that only notes what it is asked.
#[derive(Clone, Default)]
struct Notebook(Arc<Mutex<Vec<Request>>>);

impl Port for Notebook {
    fn send(&self, request: Request) {
        self.0.lock().unwrap().push(request);
    }
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(0)
    }
    fn offset_minutes(&self, _at: Timestamp) -> i32 {
        0
    }
    fn random(&self) -> [u8; 10] {
        [0; 10]
    }
}

const ME: MemberId = MemberId::from_bytes([1; 16]);
const BOB: MemberId = MemberId::from_bytes([2; 16]);

fn page(notebook: Notebook) -> (Owner, Mirror) {
    let owner = Owner::new();
    owner.set();
    let names = Names {
        kind: |_| None,
        is_subject: |_| false,
        title: |_, _| String::new(),
        address: |_| String::new(),
    };
    (owner, provide_mirror(notebook, names))
}

fn welcomed() -> Delivery {
    let welcome = Welcome {
        workspace: WorkspaceId::from_bytes([3; 16]),
        member: ME,
        device: DeviceId::from_bytes([4; 16]),
    };
    Delivery { replies: vec![(1, Reply::Welcome(welcome))], events: Vec::new() }
}

fn shared_with_bob() -> SharingState {
    let bob = Member {
        id: BOB,
        name: "Bob".into(),
        role: Role::Manager,
        is_me: false,
        is_out: false,
        devices: Vec::new(),
    };
    SharingState { standing: Standing::Member(Role::Owner), members: vec![bob], ..SharingState::default() }
}

#[test]
fn a_page_asks_how_sharing_stands_as_soon_as_it_is_known() {
    let notebook = Notebook::default();
    let (_owner, mirror) = page(notebook.clone());
    mirror.hello();
    mirror.deliver(welcomed());
    let asked: Vec<Ask> = notebook.0.lock().unwrap().iter().map(|request| request.ask.clone()).collect();
    assert_eq!(asked, [Ask::Open { have: Vec::new() }, Ask::Share(Share::State)]);
    assert!(!mirror.is_shared());
    let told =
        Delivery { replies: vec![(2, Reply::Sharing(Box::new(shared_with_bob())))], events: Vec::new() };
    mirror.deliver(told);
    assert!(mirror.is_shared());
}

#[test]
fn what_is_told_of_sharing_is_shown_and_members_are_called_by_name() {
    let (_owner, mirror) = page(Notebook::default());
    mirror.deliver(welcomed());
    assert_eq!(mirror.member_name(BOB), "Another member");
    let told = Delivery { replies: Vec::new(), events: vec![Event::Sharing(Box::new(shared_with_bob()))] };
    mirror.deliver(told);
    assert_eq!(*mirror.sharing(), shared_with_bob());
    assert_eq!(mirror.member_name(BOB), "Bob");
    assert_eq!(mirror.member_name(ME), "You");
}

/// Why this page may not write what everyone reads, as sharing stands so.
fn barred(standing: Standing) -> Option<&'static str> {
    let (_owner, mirror) = page(Notebook::default());
    mirror.deliver(welcomed());
    let state = SharingState { standing, ..SharingState::default() };
    mirror.deliver(Delivery { replies: Vec::new(), events: vec![Event::Sharing(Box::new(state))] });
    mirror.barred(Audience::Everyone)
}

#[test]
fn who_may_not_write_is_told_why_and_nobody_else_is() {
    for standing in [Standing::Alone, Standing::Member(Role::Owner), Standing::Member(Role::Manager)] {
        assert_eq!(barred(standing), None);
    }
    let out = |stays| Standing::Out { by: BOB, at: Timestamp::from_millis(1), stays };
    for (standing, why) in [
        (Standing::Member(Role::Viewer), "You read this workspace"),
        (Standing::Recovering(Recovering { waits: Waits::Relay, problem: None }), "not let in yet"),
        (Standing::Keyless, "has lost this device’s keys"),
        (Standing::Newer, "reload to get it"),
        (Standing::Torn, "come back from others"),
        (out(true), "This device was taken out"),
        (out(false), "You are no member any more"),
    ] {
        assert!(barred(standing.clone()).is_some_and(|said| said.contains(why)), "{standing:?}");
    }
}

/// How sharing stands when so many envelopes were written, and the relay has so many of them.
fn written(written: u64, has: u64) -> Event {
    let relay = Holder { device: None, has, at: Timestamp::from_millis(5) };
    let everyone =
        AudienceSafety { audience: Audience::Everyone, written, holders: vec![relay], relay_has_all: false };
    let safety = Safety { audiences: vec![everyone] };
    Event::Sharing(Box::new(SharingState { safety, ..shared_with_bob() }))
}

#[test]
fn a_change_is_elsewhere_when_somebody_has_the_envelope_it_went_into() {
    let (_owner, mirror) = page(Notebook::default());
    mirror.deliver(welcomed());
    mirror.deliver(Delivery { replies: Vec::new(), events: vec![written(2, 2)] });
    let author = Author { member: ME };
    let lamp = Lamp { name: "Port".into(), colour: None };
    mirror.commit(Batch::new("Hang a lamp").with(author.create(LAMP, &lamp)));
    assert_eq!(mirror.last_change(LAMP), None, "it is not on this disk yet");
    // How sharing stands was its first request.
    mirror.deliver(Delivery { replies: vec![(2, Reply::Done)], events: vec![written(3, 2)] });
    assert_eq!(mirror.last_change(LAMP).map(|places| places.relay), Some(false));
    mirror.deliver(Delivery { replies: Vec::new(), events: vec![written(3, 3)] });
    assert_eq!(mirror.last_change(LAMP).map(|places| places.relay), Some(true));
}
