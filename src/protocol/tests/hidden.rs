//! Hidden circles: who is in them, and who cannot get in (M-23 to M-26).

use std::collections::BTreeSet;

use kernel::RecordId;

use super::fixtures::*;
use crate::{AudienceName, Body, Hash, Known, Refusal, Role, hidden_circle};

const ROUND: RecordId = RecordId::from_bytes([60; 16]);

/// Ana (owner), Bob and Cleo (managers), Dan (viewer).
fn four() -> ([Hand; 4], Place) {
    let hands = [1, 2, 3, 4].map(|name| Hand::new(name, 0));
    let mut place = Place::founded_by(&hands[0]);
    for (hand, role) in hands.iter().skip(1).zip([Role::Manager, Role::Manager, Role::Viewer]) {
        place.lets_in(&hands[0], hand, 100 + hand.member.as_bytes()[0], role);
    }
    (hands, place)
}

fn hide(name: u8) -> Body {
    Body::Hide { round: ROUND, name: RecordId::from_bytes([name; 16]) }
}

fn of(hand: &Hand, name: u8) -> RecordId {
    hidden_circle(WORKSPACE, hand.member, ROUND, RecordId::from_bytes([name; 16]))
}

fn submit(circle: RecordId, number: u32, reads: bool) -> Body {
    let (epoch, commitment) = (epoch(number, u8::try_from(number).unwrap()), Hash([9; 32]));
    Body::Submit { circle, epoch, commitment, reads, known: Vec::new() }
}

impl Place {
    /// Hides something, with a key for it.
    #[track_caller]
    fn hides(&mut self, hand: &Hand, name: u8) -> RecordId {
        self.says(hand, hide(name));
        let circle = of(hand, name);
        let keys = rotate(self.view(), AudienceName::Circle(circle), epoch(1, 1));
        self.says(hand, keys);
        circle
    }

    /// Whether each of them reads a circle.
    fn read<const N: usize>(&self, hands: &[Hand; N], circle: RecordId) -> [bool; N] {
        std::array::from_fn(|at| self.view().is_in(hands[at].member, AudienceName::Circle(circle)))
    }
}

#[test]
fn m_23_nobody_gets_into_a_hidden_circle_by_a_list() {
    let (hands, mut place) = four();
    let [ana, bob, cleo, dan] = &hands;
    let mut apart = place.clone();
    let circle = place.hides(bob, 1);
    assert_eq!(place.read(&hands, circle), [false, true, false, false]);
    assert_eq!(place.say(ana, circle_of(circle, &[ana, bob])), Err(Refusal::Hidden), "not an owner");
    assert_eq!(place.say(bob, circle_of(circle, &[bob, ana])), Err(Refusal::Hidden), "nor its maker");
    assert_eq!(place.say(dan, hide(2)), Err(Refusal::Role), "a viewer hides nothing from others");
    let keys = rotate(place.view(), AudienceName::Circle(circle), epoch(2, 2));
    assert_eq!(place.say(cleo, keys), Err(Refusal::Role), "and nobody else has a say in its keys");

    // Apart from it, somebody who has guessed the id names it a circle of both.
    apart.says(cleo, circle_of(circle, &[bob, cleo]));
    let keys = rotate(apart.view(), AudienceName::Circle(circle), epoch(1, 200));
    apart.says(cleo, keys);
    place.exchange(&mut apart);
    assert_eq!(place.read(&hands, circle), [false, true, false, false]);
    assert!(!place.view().circles().contains_key(&circle));
    assert!(place.view().needs_rotation(AudienceName::Circle(circle)), "nobody writes under Cleo's key");
}

/// A list of these under any id.
fn circle_of(id: RecordId, members: &[&Hand]) -> Body {
    let members: BTreeSet<_> = members.iter().map(|hand| hand.member).collect();
    Body::Circle { circle: id, members, known: Vec::new() }
}

#[test]
fn m_23_an_id_is_its_makers_and_of_one_round() {
    let (hands, mut place) = four();
    let [_, bob, cleo, _] = &hands;
    let circle = place.hides(bob, 1);
    assert_eq!(place.say(bob, hide(1)), Err(Refusal::Taken));
    let other = place.hides(cleo, 1);
    assert_ne!(circle, other, "the same name at somebody else");
    let elsewhere = RecordId::from_bytes([61; 16]);
    assert_ne!(circle, hidden_circle(WORKSPACE, bob.member, elsewhere, RecordId::from_bytes([1; 16])));
    assert_eq!(place.read(&hands, other), [false, false, true, false]);
}

#[test]
fn m_24_who_has_submitted_reads_what_others_submitted_in_whatever_order() {
    let (hands, place) = four();
    let [ana, bob, cleo, _] = &hands;
    let (mut at_bob, mut at_cleo) = (place.clone(), place);
    let (of_bob, of_cleo) = (at_bob.hides(bob, 1), at_cleo.hides(cleo, 2));
    at_bob.says(bob, submit(of_bob, 1, true));
    assert_eq!(at_bob.read(&hands, of_bob), [false, true, false, false], "nobody else has submitted");
    at_cleo.says(cleo, submit(of_cleo, 1, true));
    at_bob.exchange(&mut at_cleo);
    for circle in [of_bob, of_cleo] {
        assert_eq!(at_bob.read(&hands, circle), [false, true, true, false]);
    }
    // Who comes late reads both when their own is in, and not before.
    let of_ana = at_bob.hides(ana, 3);
    assert_eq!(at_bob.read(&hands, of_bob), [false, true, true, false]);
    at_bob.says(ana, submit(of_ana, 1, true));
    for circle in [of_ana, of_bob, of_cleo] {
        assert_eq!(at_bob.read(&hands, circle), [true, true, true, false]);
    }
    // What one of them hides after that is theirs until they submit it.
    let second = at_bob.hides(bob, 4);
    assert_eq!(at_bob.read(&hands, second), [false, true, false, false]);
}

#[test]
fn m_24_only_its_maker_submits_and_only_something_new() {
    let (hands, mut place) = four();
    let [ana, bob, cleo, _] = &hands;
    let circle = place.hides(bob, 1);
    assert_eq!(place.say(cleo, submit(circle, 1, true)), Err(Refusal::Hidden));
    assert_eq!(place.say(ana, submit(RecordId::from_bytes([9; 16]), 1, true)), Err(Refusal::Hidden));
    assert_eq!(place.say(bob, submit(circle, 2, true)), Err(Refusal::Epoch), "an epoch that is not there");
    let foreign = Known { device: bob.device, audience: everyone(), sequence: 1 };
    let Body::Submit { epoch, commitment, .. } = submit(circle, 1, true) else { unreachable!() };
    let body = Body::Submit { circle, epoch, commitment, reads: true, known: vec![foreign] };
    assert_eq!(place.say(bob, body), Err(Refusal::Nobody));
    place.says(bob, submit(circle, 1, true));
    assert_eq!(place.say(bob, submit(circle, 1, true)), Err(Refusal::Nothing));
    assert_eq!(place.say(bob, submit(circle, 1, false)), Err(Refusal::Nothing), "what was said stays said");
    let changed = Body::Submit { circle, epoch, commitment: Hash([8; 32]), reads: true, known: Vec::new() };
    place.says(bob, changed);
    let said: Vec<Hash> =
        place.view().hidden()[&circle].submissions.iter().map(|one| one.commitment).collect();
    assert_eq!(said, [Hash([9; 32]), Hash([8; 32])], "both stay seen");
}

#[test]
fn m_25_who_submits_for_somebody_else_reads_nothing_by_it() {
    let (hands, mut place) = four();
    let [ana, bob, cleo, _] = &hands;
    let (of_bob, of_ana) = (place.hides(bob, 1), place.hides(ana, 2));
    place.says(bob, submit(of_bob, 1, true));
    place.says(ana, submit(of_ana, 1, false));
    assert_eq!(place.read(&hands, of_ana), [true, true, false, false], "it is read by who submitted");
    assert_eq!(place.read(&hands, of_bob), [false, true, false, false]);
    let own = place.hides(ana, 3);
    place.says(ana, submit(own, 1, true));
    assert_eq!(place.read(&hands, of_bob), [true, true, false, false]);
    place.says(ana, remove(bob));
    assert_eq!(place.read(&hands, own), [true, false, false, false], "who is out reads nothing");
    let late = place.hides(cleo, 4);
    place.says(cleo, submit(late, 1, true));
    assert_eq!(place.read(&hands, of_bob), [true, false, true, false], "what was submitted stays so");
}

#[test]
fn m_26_a_submission_that_does_not_count_opens_nothing() {
    let (hands, mut place) = four();
    let [ana, bob, cleo, _] = &hands;
    let (of_bob, of_cleo) = (place.hides(bob, 1), place.hides(cleo, 2));
    place.says(bob, submit(of_bob, 1, true));
    let mut apart = place.clone();
    place.says(cleo, submit(of_cleo, 1, true));
    let ungranted = place.view().ungranted(AudienceName::Circle(of_bob), epoch(1, 1));
    let audience = AudienceName::Circle(of_bob);
    place.says(bob, Body::Grant { audience, epoch: epoch(1, 1), grants: grants(&ungranted) });
    assert!(!place.view().needs_rotation(audience));
    // Apart from that Ana has made Cleo a viewer: her submission is void.
    apart.says(ana, set_role(cleo, Role::Viewer));
    place.exchange(&mut apart);
    assert_eq!(place.read(&hands, of_bob), [false, true, false, false]);
    assert_eq!(place.read(&hands, of_cleo), [false, false, true, false]);
    assert!(place.view().needs_rotation(audience), "she had the key");
}
