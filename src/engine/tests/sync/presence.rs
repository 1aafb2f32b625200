//! Who is here, at which record, and where they write (Y-55 to Y-57).

use document::{Batch, DocumentKey};
use engine::{
    Input,
    message::{CaretAt, Role, Share},
};
use kernel::RecordId;
use protocol::Message;
use std::collections::BTreeSet;

use super::{net::Net, stories::two};
use crate::world::{create, record, roster, text};

/// Alice, Bob and Carol, and a circle of the first two; record 2 is in it.
fn three() -> (Net, DocumentKey) {
    let mut net = two(Role::Manager);
    net.add_device();
    net.let_in(0, 2, Some(Role::Viewer));
    let members: BTreeSet<_> = [0, 1].map(|one| net.me(one).member).into();
    net.done(0, Share::Circle { circle: record(40), members });
    net.rest();
    let circle: DocumentKey = format!("circle-{}/area/roster", record(40)).parse().unwrap();
    net.commit(0, Batch::new("Add").with(create(&circle, 2, "Calibration")));
    net.commit(0, Batch::new("Write").with(text(&circle, 2, "", "Grades")));
    net.rest();
    (net, circle)
}

/// Which record `device` sees `other` at: `None` when they are not here at all.
fn seen(net: &Net, device: usize, other: usize) -> Option<Option<RecordId>> {
    let other = net.me(other).device;
    let found = net.devices[device].present.iter().find(|one| one.device == other)?;
    Some(found.record.as_ref().map(|(_, record)| *record))
}

/// Where `device` sees the caret of `other`.
fn caret(net: &Net, device: usize, other: usize) -> Option<(u32, u32)> {
    let other = net.me(other).device;
    let found = net.devices[device].present.iter().find(|one| one.device == other)?;
    found.caret.as_ref().map(|caret| (caret.from, caret.to))
}

fn at(document: &DocumentKey, number: u8, from: u32, to: u32) -> Share {
    let (record, field) = (record(number), "notes".to_owned());
    Share::Writing(Some(CaretAt { document: document.clone(), record, field, from, to }))
}

/// To whom the signals go that a device sends from `since` on.
fn addressed(net: &Net, since: usize, from: usize) -> BTreeSet<Option<kernel::DeviceId>> {
    let me = net.me(from).device;
    let to = net.sent[since..].iter().filter_map(|bytes| match Message::decode(bytes) {
        Ok(Message::Signal { to, from, .. }) if from == me => Some(to),
        _ => None,
    });
    to.collect()
}

#[test]
fn y_55_everybody_sees_who_is_here_and_at_which_record() {
    let (mut net, _) = three();
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [Some(None), Some(None)]);
    net.done(0, Share::Here(Some((roster(), record(1)))));
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [Some(Some(record(1))); 2]);
    assert_eq!(net.devices[1].present[0].member, net.me(0).member);

    // Who comes later is told, and tells.
    net.connect(2, false);
    net.done(1, Share::Here(Some((roster(), record(1)))));
    assert_eq!(seen(&net, 0, 2), None, "gone with the connection, without having to wait");
    assert!(net.devices[2].present.is_empty(), "and alone there");
    net.done(2, Share::Here(Some((roster(), record(1)))));
    net.connect(2, true);
    net.rest();
    assert_eq!((seen(&net, 2, 0), seen(&net, 0, 2)), (Some(Some(record(1))), Some(Some(record(1)))));

    net.done(0, Share::Here(None));
    assert_eq!(seen(&net, 1, 0), Some(None), "still here, at no record");
}

#[test]
fn y_55_who_may_not_read_a_record_does_not_learn_that_somebody_is_at_it() {
    let (mut net, circle) = three();
    net.done(0, Share::Here(Some((roster(), record(1)))));
    let before = net.sent.len();
    net.done(0, Share::Here(Some((circle.clone(), record(2)))));
    net.done(0, at(&circle, 2, 0, 0));
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [Some(Some(record(2))), Some(None)]);
    assert_eq!([1, 2].map(|device| caret(&net, device, 0)), [Some((0, 0)), None]);
    // The viewer hears only that the first record was left, and gets nothing else, not even sealed.
    let bob = net.me(1).device;
    assert_eq!(addressed(&net, before, 0), BTreeSet::from([None, Some(bob)]));
    let before = net.sent.len();
    net.done(0, at(&circle, 2, 3, 3));
    assert_eq!(addressed(&net, before, 0), BTreeSet::from([Some(bob)]));

    // What is for oneself only goes to one's own devices: here there are none.
    let mine: DocumentKey = format!("only-{}/index", net.me(0).member).parse().unwrap();
    net.commit(0, Batch::new("Note").with(create(&mine, 7, "Worry")));
    net.done(0, Share::Here(None));
    net.done(0, Share::Writing(None));
    let before = net.sent.len();
    net.done(0, Share::Here(Some((mine.clone(), record(7)))));
    net.done(0, at(&mine, 7, 0, 0));
    assert_eq!(addressed(&net, before, 0), BTreeSet::new());
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [Some(None), Some(None)]);

    net.add_device();
    net.let_in(0, 3, None);
    net.rest();
    assert_eq!(
        [1, 2, 3].map(|device| seen(&net, device, 0)),
        [Some(None), Some(None), Some(Some(record(7)))]
    );

    // Who goes from the circle sees no more who is at its records.
    net.done(0, Share::Here(Some((circle, record(2)))));
    assert_eq!(seen(&net, 1, 0), Some(Some(record(2))));
    let members = BTreeSet::from([net.me(0).member]);
    net.done(0, Share::Circle { circle: record(40), members });
    net.settle();
    assert_eq!(seen(&net, 1, 0), Some(None));
}

#[test]
fn y_55_who_looks_at_no_page_for_a_while_is_not_here() {
    let (mut net, _) = three();
    net.done(0, Share::Here(Some((roster(), record(1)))));
    net.done(0, Share::Hidden(true));
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [None, None]);
    assert_eq!(seen(&net, 0, 1), Some(None), "who looks elsewhere still hears of the others");
    // Time passes, and somebody comes: nobody is here all the same.
    net.rest();
    net.connect(2, false);
    net.connect(2, true);
    net.rest();
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [None, None]);
    net.done(0, Share::Hidden(false));
    assert_eq!([1, 2].map(|device| seen(&net, device, 0)), [Some(Some(record(1))); 2]);
}

#[test]
fn y_55_it_ends_with_the_page_and_for_the_silent_after_a_while() {
    let (mut net, _) = three();
    net.done(0, Share::Here(Some((roster(), record(1)))));
    let client = net.devices[0].tab.client;
    net.input(0, Input::Gone { client });
    net.settle();
    assert_eq!(seen(&net, 1, 0), Some(None), "its only page was closed");

    // The machine stops, and the relay does not say so: the connection stays as it is.
    net.done(1, Share::Here(Some((roster(), record(1)))));
    assert_eq!(seen(&net, 2, 1), Some(Some(record(1))));
    net.stop(1);
    net.rest();
    assert_eq!(seen(&net, 2, 1), None);
    assert_eq!(seen(&net, 2, 0), Some(None), "who goes on says so again");
}

#[test]
fn y_56_carets_stay_where_they_are_while_others_write() {
    let mut net = two(Role::Manager);
    net.commit(0, Batch::new("Write").with(text(&roster(), 1, "", "one two")));
    net.rest();
    net.done(0, Share::Here(Some((roster(), record(1)))));
    net.done(1, Share::Here(Some((roster(), record(1)))));
    net.done(0, at(&roster(), 1, 4, 7));
    net.done(1, at(&roster(), 1, 0, 0));
    assert_eq!((caret(&net, 1, 0), caret(&net, 0, 1)), (Some((4, 7)), Some((0, 0))));

    // What Bob writes before it moves Alice’s place on both screens, without a word of hers.
    let before = net.sent.len();
    net.commit(1, Batch::new("Write").with(text(&roster(), 1, "one two", "🙂 and one two")));
    net.settle();
    assert_eq!(caret(&net, 1, 0), Some((10, 13)));
    assert_eq!(addressed(&net, before, 0), BTreeSet::new());

    // Her own words arrive after the caret behind them did; until then it stays where it was.
    net.done(0, at(&roster(), 1, 99, 99));
    assert_eq!(caret(&net, 1, 0), Some((13, 13)));
    net.done(0, Share::Writing(None));
    assert_eq!(caret(&net, 1, 0), None);
}

#[test]
fn y_57_nothing_of_it_is_kept() {
    let (mut net, circle) = three();
    net.rest();
    let disks = |net: &Net| -> Vec<_> { net.devices.iter().map(|device| device.disk.rows.clone()).collect() };
    let before = disks(&net);
    net.done(0, Share::Here(Some((circle.clone(), record(2)))));
    net.done(0, at(&circle, 2, 0, 0));
    net.done(1, at(&circle, 2, 0, 0));
    assert_eq!(seen(&net, 1, 0), Some(Some(record(2))));
    assert!(disks(&net) == before, "something was written");
    assert!(net.devices.iter().all(|device| device.sharing.paths.iter().all(|path| path.problem.is_none())));
}
