//! Who has not submitted has no key, and what was submitted stays what it was (V-27 to V-29).

use kernel::RecordId;
use protocol::{AudienceName, EpochId, Hash, Role, hidden_circle};

use super::{Device, WORKSPACE};
use crate::{OpenError, commitment};

const ROUND: RecordId = RecordId::from_bytes([60; 16]);
const NAME: RecordId = RecordId::from_bytes([61; 16]);

/// Alice (owner), Bob and Carol (managers).
fn three() -> [Device; 3] {
    let (mut alice, mut bob, mut carol) = (Device::alice(), Device::new(2), Device::new(3));
    alice.let_in(&mut bob, Some(Role::Manager));
    alice.let_in(&mut carol, Some(Role::Manager));
    bob.sync(&alice);
    [alice, bob, carol]
}

impl Device {
    fn circle(&self) -> AudienceName {
        AudienceName::Circle(hidden_circle(WORKSPACE, self.member, ROUND, NAME))
    }

    fn hides(&mut self) -> AudienceName {
        self.step(|author, random| author.hide(ROUND, NAME, random));
        self.circle()
    }

    fn epoch(&self, audience: AudienceName) -> EpochId {
        self.membership.view().epoch(audience).unwrap().0
    }

    fn commits(&self, audience: AudienceName, words: &str) -> Hash {
        commitment(&self.keyring, (audience.id(WORKSPACE), self.epoch(audience)), words.as_bytes()).unwrap()
    }

    fn submits(&mut self, words: &str) {
        let AudienceName::Circle(circle) = self.circle() else { unreachable!() };
        let said = (self.epoch(self.circle()), self.commits(self.circle(), words));
        self.step(|author, random| author.submit(circle, said, true, Vec::new(), random));
    }
}

#[test]
fn v_27_who_has_not_submitted_has_no_key_whatever_they_hold() {
    let [mut alice, mut bob, mut carol] = three();
    let (of_bob, of_carol) = (bob.hides(), carol.hides());
    let (card, other) = (bob.write(of_bob, "Strong hire.").unwrap(), carol.write(of_carol, "No.").unwrap());
    bob.submits("Strong hire.");
    for device in [&mut alice, &mut carol] {
        device.sync(&bob);
        device.step(|author, random| author.settle(random));
        assert_eq!(device.epochs(of_bob), 0);
        assert_eq!(device.open(&card), Err(OpenError::NoKey(crate::NoKey)));
    }
    // Carol has heard of Bob's: with hers she hands him the key to it; he hands her his when he hears of that.
    carol.submits("No.");
    assert_eq!(carol.epochs(of_bob), 0, "nobody takes a key");
    bob.sync(&carol);
    assert_eq!(bob.open(&other).unwrap(), "No.");
    bob.step(|author, random| author.settle(random));
    carol.sync(&bob);
    assert_eq!(carol.open(&card).unwrap(), "Strong hire.");
    alice.sync(&bob);
    alice.step(|author, random| author.settle(random));
    assert!(alice.open(&card).is_err() && alice.open(&other).is_err());
    assert!(
        alice.membership.grants_for(alice.id).all(|(audience, ..)| ![of_bob, of_carol].contains(&audience))
    );

    // Alice comes late: whoever of them hears of it first hands her both.
    alice.hides();
    alice.submits("Yes.");
    bob.sync(&alice);
    bob.step(|author, random| author.settle(random));
    alice.sync(&bob);
    assert_eq!([&card, &other].map(|card| alice.open(card).is_ok()), [true, true]);
}

#[test]
fn v_28_a_commitment_fits_one_content_under_one_key() {
    let [_, mut bob, mut carol] = three();
    let (of_bob, of_carol) = (bob.hides(), carol.hides());
    let said = bob.commits(of_bob, "Strong hire.");
    assert_eq!(said, bob.commits(of_bob, "Strong hire."));
    assert_ne!(said, bob.commits(of_bob, "Strong hire"), "another content");
    assert_ne!(said, carol.commits(of_carol, "Strong hire."), "nobody finds it out by trying words");
    let place = (of_bob.id(WORKSPACE), bob.epoch(of_bob));
    assert_eq!(commitment(&carol.keyring, place, b"Strong hire."), Err(crate::NoKey));
    bob.step(|author, random| author.rotate(of_bob, random));
    assert_ne!(said, bob.commits(of_bob, "Strong hire."), "another epoch");
    assert_eq!(commitment(&bob.keyring, place, b"Strong hire."), Ok(said), "and the old one as before");
}

#[test]
fn v_29_who_is_taken_out_after_submitting_reads_nothing_that_is_submitted_later() {
    let [mut alice, mut bob, mut carol] = three();
    bob.hides();
    bob.submits("Strong hire.");
    alice.sync(&bob);
    alice.step(|author, random| author.remove_member(bob.member, Vec::new(), random));
    carol.sync(&alice);
    let of_carol = carol.hides();
    let card = carol.write(of_carol, "No.").unwrap();
    carol.submits("No.");
    bob.sync(&carol);
    assert_eq!((bob.epochs(of_carol), bob.open(&card).is_ok()), (0, false));
}
