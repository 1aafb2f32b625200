//! Hidden until you submit (Y-85 to Y-91): circles of one that open to who has submitted as well.

use document::{Batch, DocumentKey};
use engine::message::{Ask, Compared, HiddenCircle, Reply, Role, Share};
use kernel::{RecordId, Timestamp};
use protocol::{AudienceName, Body, Hash, Message, Operation, OperationDraft, hidden_circle};
use std::collections::BTreeSet;
use vault::{DeviceKeys, Keyring};

use super::net::Net;
use crate::world::{Fault, create, field, record, roster, set};

/// What nobody who has not submitted may find anywhere.
const MARKER: &str = "Sturdy quokka evidence";

/// An owner, and so many managers.
fn team(managers: usize) -> Net {
    let mut net = Net::new(1);
    net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
    net.start_sharing(0);
    for who in 1..=managers {
        net.add_device();
        net.let_in(0, who, Some(Role::Manager));
    }
    net.rest();
    net
}

/// The only round of these stories.
fn round() -> RecordId {
    record(60)
}

/// The document of a hidden circle.
fn in_circle(circle: RecordId) -> DocumentKey {
    format!("circle-{circle}/index").parse().expect("a key")
}

impl Net {
    fn hides(&mut self, device: usize) -> RecordId {
        let name = record(70 + u8::try_from(device).unwrap());
        match self.tell(device, Ask::Share(Share::Hide { round: round(), name })) {
            Reply::Circle(circle) => circle,
            other => panic!("{other:?}"),
        }
    }

    /// Hides a card that says this; its record has the number of the device and 80.
    fn writes_hidden(&mut self, device: usize, words: &str) -> RecordId {
        let circle = self.hides(device);
        let number = 80 + u8::try_from(device).unwrap();
        self.commit(device, Batch::new("Card").with(create(&in_circle(circle), number, words)));
        circle
    }

    fn submits(&mut self, device: usize, circle: RecordId) {
        self.done(device, Share::Submit { circle, reads: true });
    }

    /// What a device shows of the card of another.
    fn card(&self, at: usize, of: usize) -> String {
        field(&self.devices[at].tab.rows, 80 + u8::try_from(of).unwrap(), "name")
    }

    fn compares(&mut self, device: usize) -> Vec<(RecordId, Compared)> {
        match self.tell(device, Ask::Share(Share::Compare { round: round() })) {
            Reply::Compared(found) => found,
            other => panic!("{other:?}"),
        }
    }

    fn compared(&mut self, device: usize, circle: RecordId) -> Option<Compared> {
        self.compares(device).into_iter().find(|(one, _)| *one == circle).map(|(_, found)| found)
    }

    fn shown(&self, device: usize, circle: RecordId) -> &HiddenCircle {
        self.devices[device].hidden.iter().find(|one| one.id == circle).expect("a hidden circle")
    }

    /// Whether these bytes are on a device's disk, in any store.
    fn finds(&self, device: usize, words: &str) -> bool {
        let rows = self.devices[device].disk.rows.iter();
        let has = |bytes: &[u8]| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        rows.into_iter().any(|((_, key), value)| has(key.as_bytes()) || has(value))
    }

    /// Whether a device could open what is in a circle, with every key that its disk gives and the whole log in hand.
    fn could_open(&self, device: usize, circle: RecordId) -> bool {
        let me = self.me(device);
        let audience = AudienceName::Circle(circle).id(me.workspace);
        let stored = self.devices[device].disk.read(engine::storage::Store::Secrets, "device");
        let keys = DeviceKeys::from_bytes(&stored[0].1).unwrap();
        let mut could = false;
        for log in 0..self.devices.len() {
            let (keyring, _) = Keyring::collect(&keys, me.device, &self.membership(log));
            for holder in 0..self.devices.len() {
                for (of, last) in self.frontier(holder, audience) {
                    for number in 1..=last {
                        let Some(protocol::Item::Whole(envelope)) =
                            self.envelope(holder, audience, of, number)
                        else {
                            continue;
                        };
                        could |= vault::open(&keyring, &envelope).is_ok();
                    }
                }
            }
        }
        could
    }
}

#[test]
fn y_85_what_is_hidden_is_nowhere_but_with_its_maker_until_both_have_submitted() {
    let mut net = team(2);
    let of_bob = net.writes_hidden(1, MARKER);
    let of_carol = net.writes_hidden(2, "Carol thinks no");
    net.rest();
    let stays_hidden = |net: &Net| {
        for device in [0, 2] {
            assert!(!net.finds(device, MARKER) && !net.could_open(device, of_bob), "at {device}");
            assert_eq!(net.card(device, 1), "");
        }
        assert!(net.finds(1, MARKER) && net.could_open(1, of_bob), "it is looked for in the right way");
        let kept = net.relay.kept.envelopes.values().flatten();
        let mut plain =
            kept.map(|(_, bytes)| bytes.windows(MARKER.len()).any(|part| part == MARKER.as_bytes()));
        assert!(!plain.any(|found| found), "the relay sees nothing");
    };
    stays_hidden(&net);
    net.submits(1, of_bob);
    net.rest();
    // Everybody sees that and when he has submitted, and nobody what.
    stays_hidden(&net);
    let shown = net.shown(2, of_bob);
    assert_eq!((shown.submissions.len(), shown.open, shown.by), (1, false, net.me(1).member));
    assert_eq!(shown.readers, BTreeSet::from([net.me(1).member]));
    assert_eq!(net.compared(2, of_bob), Some(Compared::Shut));

    net.submits(2, of_carol);
    net.rest();
    assert_eq!([net.card(1, 2), net.card(2, 1)], ["Carol thinks no", MARKER]);
    assert!(!net.finds(0, MARKER) && !net.could_open(0, of_bob), "the owner has not submitted");
    for (device, circle) in [(1, of_carol), (2, of_bob)] {
        assert_eq!(net.compared(device, circle), Some(Compared::Same));
        assert!(net.shown(device, circle).open);
    }
    assert_eq!(net.compared(0, of_bob), Some(Compared::Shut));
}

#[test]
fn y_86_who_submitted_apart_see_each_other_when_they_meet_whichever_comes_first() {
    for order in 0..4 {
        let mut net = team(2);
        net.connect(1, false);
        net.connect(2, false);
        let (of_bob, of_carol) = (net.writes_hidden(1, "Yes"), net.writes_hidden(2, "No"));
        net.submits(1, of_bob);
        net.submits(2, of_carol);
        net.rest();
        assert_eq!([net.card(1, 2), net.card(2, 1)], ["", ""]);
        match order {
            0 => {
                net.connect(1, true);
                net.rest();
                net.connect(2, true);
            }
            1 => {
                net.connect(2, true);
                net.rest();
                net.restart(2);
                net.connect(1, true);
            }
            2 => {
                net.connect(1, true);
                net.connect(2, true);
            }
            // Never connected: files are carried, there and back and there again.
            _ => {
                for (from, to) in [(1, 2), (2, 1), (1, 2)] {
                    let reply = net.tell(from, Ask::Share(Share::Bundle { to: None }));
                    let Reply::Bundle(bytes) = reply else { panic!("{reply:?}") };
                    let reply = net.tell(to, Ask::Share(Share::TakeBundle(bytes)));
                    assert!(matches!(reply, Reply::Taken(_)), "{reply:?}");
                }
            }
        }
        net.rest();
        assert_eq!([net.card(1, 2), net.card(2, 1)], ["No", "Yes"], "order {order}");
        assert_eq!(net.compared(1, of_carol), Some(Compared::Same));
        assert_eq!(net.compared(2, of_bob), Some(Compared::Same));
    }
}

#[test]
fn y_86_two_devices_that_meet_without_a_relay_open_to_each_other() {
    let mut net = team(2);
    net.connect(1, false);
    net.connect(2, false);
    let (of_bob, of_carol) = (net.writes_hidden(1, "Yes"), net.writes_hidden(2, "No"));
    net.submits(1, of_bob);
    net.submits(2, of_carol);
    net.meet(1, 2, [b"channel", b"channel"]);
    net.rest();
    assert_eq!([net.card(1, 2), net.card(2, 1)], ["No", "Yes"]);
}

#[test]
fn y_87_who_comes_late_is_handed_the_keys_by_whoever_hears_of_it_first() {
    let mut net = team(2);
    let (of_bob, of_carol) = (net.writes_hidden(1, MARKER), net.writes_hidden(2, "No"));
    net.submits(1, of_bob);
    net.submits(2, of_carol);
    net.rest();
    // Bob has gone home. Carol has read his, and can hand it on.
    net.connect(1, false);
    let of_ana = net.writes_hidden(0, "Late yes");
    assert!(!net.finds(0, MARKER));
    net.submits(0, of_ana);
    net.rest();
    assert_eq!([net.card(0, 1), net.card(0, 2)], [MARKER, "No"]);
    assert_eq!(net.compared(0, of_bob), Some(Compared::Same));
    net.connect(1, true);
    net.rest();
    assert_eq!(net.card(1, 0), "Late yes");
}

#[test]
fn y_88_what_was_changed_after_it_was_submitted_is_shown_as_such() {
    let mut net = team(2);
    let (of_bob, of_carol) = (net.writes_hidden(1, "Yes"), net.writes_hidden(2, "No"));
    net.submits(1, of_bob);
    net.submits(2, of_carol);
    net.rest();
    // Bob has read Carol's, and changes his mind.
    net.commit(1, Batch::new("Change").with(set(&in_circle(of_bob), 81, "name", "No")));
    net.rest();
    assert_eq!(net.card(2, 1), "No");
    for device in [1, 2] {
        assert_eq!(net.compared(device, of_bob), Some(Compared::Changed), "at {device}");
        assert_eq!(net.compared(device, of_carol), Some(Compared::Same));
    }
    // He may stand by it: it is what he submits then, and that he did so again is seen by everybody.
    net.submits(1, of_bob);
    net.rest();
    assert_eq!(net.compared(2, of_bob), Some(Compared::Same));
    assert_eq!(net.shown(2, of_bob).submissions.len(), 2);
    // To submit what was submitted says nothing again.
    net.submits(1, of_bob);
    net.rest();
    assert_eq!(net.shown(2, of_bob).submissions.len(), 2);
    // Taken back, it is nothing any more.
    net.commit(2, Batch::new("Change").with(set(&in_circle(of_carol), 82, "name", "Yes")));
    net.tell(2, Ask::Undo);
    net.rest();
    assert_eq!(net.compared(1, of_carol), Some(Compared::Same), "what was undone is as it was submitted");
}

#[test]
fn y_88_a_claim_without_a_card_is_shown_as_such() {
    let mut net = team(2);
    let of_bob = net.writes_hidden(1, "Yes");
    net.submits(1, of_bob);
    // Honest programs do not submit nothing.
    let of_carol = net.hides(2);
    let reply = net.tell(2, Ask::Share(Share::Submit { circle: of_carol, reads: true }));
    assert!(matches!(&reply, Reply::Refused(problem) if problem.what.contains("nothing in it")), "{reply:?}");
    net.rest();
    assert_eq!(net.card(2, 1), "");
    // Carol has a patched one, and says what fits nothing.
    let me = net.me(2);
    let stored = net.devices[2].disk.read(engine::storage::Store::Secrets, "device");
    let keys = DeviceKeys::from_bytes(&stored[0].1).unwrap();
    let log = net.membership(2);
    let epoch = log.view().epoch(AudienceName::Circle(of_carol)).unwrap().0;
    let body =
        Body::Submit { circle: of_carol, epoch, commitment: Hash([7; 32]), reads: true, known: Vec::new() };
    let at = Timestamp::from_millis(net.now);
    let draft = OperationDraft { workspace: me.workspace, parents: log.heads(), author: me.device, at, body };
    let claim: Operation = draft.sign(|bytes| keys.sign(bytes));
    // It goes to the relay as a device hands it in: by who has it and connects.
    net.inject(2, Message::Operations(vec![claim.encode()]).encode());
    net.settle();
    net.restart(2);
    net.rest();
    // It gets her Bob's: nobody can know before. It also shows what hers is, to Bob and to herself.
    assert_eq!(net.card(2, 1), "Yes");
    for device in [1, 2] {
        assert_eq!(net.compared(device, of_carol), Some(Compared::Nothing), "at {device}");
    }
    // What she writes afterwards is not what she said to have written.
    net.commit(2, Batch::new("Card").with(create(&in_circle(of_carol), 82, "Yes, too")));
    net.rest();
    assert_eq!(net.card(1, 2), "Yes, too");
    assert_eq!(net.compared(1, of_carol), Some(Compared::Changed));
}

#[test]
fn y_88_what_has_not_come_yet_is_not_called_changed() {
    let mut net = team(2);
    let of_carol = net.writes_hidden(2, "No");
    net.submits(2, of_carol);
    net.rest();
    let of_bob = net.writes_hidden(1, "Yes");
    let held_back: Vec<_> = {
        let audience = AudienceName::Circle(of_bob).id(net.me(1).workspace);
        let chains = net.relay.kept.envelopes.keys().filter(|key| key.0 == audience).copied();
        chains.collect()
    };
    for key in &held_back {
        net.relay.kept.envelopes.remove(key);
    }
    assert!(!held_back.is_empty());
    net.connect(2, false);
    net.submits(1, of_bob);
    net.connect(1, false);
    net.connect(2, true);
    net.rest();
    assert_eq!(net.compared(2, of_bob), Some(Compared::Coming));
    net.connect(1, true);
    net.rest();
    assert_eq!(net.compared(2, of_bob), Some(Compared::Same));
}

#[test]
fn y_89_ones_own_devices_read_and_submit_alike() {
    let mut net = team(2);
    net.add_device();
    net.let_in(1, 3, None);
    let of_carol = net.writes_hidden(2, "No");
    net.submits(2, of_carol);
    let of_bob = net.writes_hidden(1, "Yes");
    net.rest();
    assert_eq!(net.card(3, 1), "Yes", "hidden from others, not from oneself");
    net.commit(3, Batch::new("Change").with(set(&in_circle(of_bob), 81, "name", "Yes, strongly")));
    net.submits(3, of_bob);
    net.rest();
    assert_eq!([net.card(1, 2), net.card(3, 2)], ["No", "No"]);
    assert_eq!(net.card(2, 1), "Yes, strongly");
    assert_eq!(net.compared(2, of_bob), Some(Compared::Same));
    assert_eq!(net.shown(2, of_bob).submissions[0].device, net.me(3).device);
}

#[test]
fn y_90_who_submits_for_somebody_else_reads_nothing_by_it() {
    let mut net = team(2);
    let of_carol = net.writes_hidden(2, MARKER);
    net.submits(2, of_carol);
    let for_dan = net.writes_hidden(1, "Dan says yes");
    net.done(1, Share::Submit { circle: for_dan, reads: false });
    net.rest();
    assert_eq!(net.card(2, 1), "Dan says yes", "it is read by who has submitted");
    assert!(!net.finds(1, MARKER) && !net.could_open(1, of_carol));
    net.done(1, Share::Submit { circle: for_dan, reads: true });
    net.rest();
    assert_eq!(net.card(1, 2), MARKER);
    assert_eq!(net.shown(2, for_dan).submissions.len(), 2, "and that Bob reads is seen");
}

#[test]
fn y_91_who_is_out_or_only_reads_gets_no_key() {
    let mut net = team(2);
    net.add_device();
    net.let_in(0, 3, Some(Role::Viewer));
    let reply = net.tell(3, Ask::Share(Share::Hide { round: round(), name: record(73) }));
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
    let of_bob = net.writes_hidden(1, "Yes");
    net.submits(1, of_bob);
    net.rest();
    // Bob is taken out. Carol, who submits later, reads nothing of his and he nothing of hers; Ana reads neither.
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.rest();
    let of_carol = net.writes_hidden(2, MARKER);
    net.submits(2, of_carol);
    net.rest();
    assert!(!net.finds(1, MARKER) && !net.could_open(1, of_carol));
    assert!(!net.finds(0, MARKER) && !net.finds(3, MARKER));
    assert_eq!(net.card(2, 1), "", "whose key is with nobody who is in stays closed");
    assert_eq!(net.compared(2, of_bob), Some(Compared::Shut));
    let again = Ask::Share(Share::Circle { circle: of_carol, members: BTreeSet::from([net.me(0).member]) });
    assert!(matches!(net.tell(2, again.clone()), Reply::Refused(_)), "no list changes who reads it");
    assert!(matches!(net.tell(0, again), Reply::Refused(_)));
}

#[test]
fn y_92_a_submission_is_on_disk_whole_or_not_at_all() {
    for fault in [Fault::Fails, Fault::StopsBefore, Fault::StopsAfter, Fault::WritesAndFails] {
        for later in 0..3 {
            let mut net = team(2);
            let of_carol = net.writes_hidden(2, "No");
            net.submits(2, of_carol);
            let of_bob = net.writes_hidden(1, "Yes");
            net.rest();
            let next = net.devices[1].disk.writes + later;
            net.devices[1].disk.faults.insert(next, fault);
            net.ask(1, Ask::Share(Share::Submit { circle: of_bob, reads: true }));
            net.rest();
            net.devices[1].disk.faults.clear();
            if net.devices[1].is_stopped() {
                net.restart(1);
            }
            net.rest();
            let log = net.membership(1);
            let is_said = !log.view().hidden()[&of_bob].submissions.is_empty();
            let expected = if is_said { ["No", "Yes"] } else { ["", ""] };
            assert_eq!([net.card(1, 2), net.card(2, 1)], expected, "{fault:?} {later}");
            assert_eq!(net.could_open(1, of_carol), is_said, "{fault:?} {later}");
            net.submits(1, of_bob);
            net.rest();
            assert_eq!([net.card(1, 2), net.card(2, 1)], ["No", "Yes"], "{fault:?} {later}");
            assert_eq!(net.compared(2, of_bob), Some(Compared::Same));
            net.devices[1].disk.check();
        }
    }
}

#[test]
fn y_92_to_hide_again_finds_what_is_there() {
    let mut net = team(1);
    let first = net.hides(1);
    let said = net.membership(1).len();
    assert_eq!(net.hides(1), first);
    assert_eq!(net.membership(1).len(), said);
    let me = net.me(1);
    assert_eq!(first, hidden_circle(me.workspace, me.member, round(), record(71)));
    // Alone there is nobody to hide from.
    let mut alone = Net::new(1);
    let reply = alone.tell(0, Ask::Share(Share::Hide { round: round(), name: record(71) }));
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
}
