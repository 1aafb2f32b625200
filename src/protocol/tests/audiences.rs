//! Epochs, circles, and what counts of what somebody wrote (M-12 to M-16).

use kernel::RecordId;

use super::fixtures::*;
use crate::{AudienceName, Body, Refusal, Role, WriteRight};

const EVERYONE: AudienceName = AudienceName::Everyone;

/// Ana (owner), Bob (owner), Cleo (manager), with an epoch of *everyone*.
fn in_an_epoch() -> (Hand, Hand, Hand, Place) {
    let (ana, bob, cleo, mut place) = three(Role::Owner, Role::Manager);
    place.rotates(&ana, 1, 1);
    (ana, bob, cleo, place)
}

impl Place {
    #[track_caller]
    fn rotates(&mut self, hand: &Hand, number: u32, check: u8) {
        let body = rotate(self.view(), EVERYONE, epoch(number, check));
        self.says(hand, body);
    }
}

#[test]
fn m_12_after_a_removal_nobody_writes_in_the_old_epoch() {
    let (ana, bob, cleo, mut place) = in_an_epoch();
    assert!(!place.view().needs_rotation(EVERYONE));
    let old = rotate(place.view(), EVERYONE, epoch(2, 2));
    place.says(&ana, remove(&cleo));
    assert!(place.view().needs_rotation(EVERYONE));
    assert_eq!(place.say(&ana, old), Err(Refusal::Epoch), "a key for Cleo again");
    let only_ana = Body::Rotate {
        audience: EVERYONE,
        epoch: epoch(2, 2),
        grants: grants(&[ana.device].into_iter().collect()),
    };
    assert_eq!(place.say(&ana, only_ana), Err(Refusal::Epoch), "none for Bob");
    place.rotates(&ana, 2, 2);
    assert!(!place.view().needs_rotation(EVERYONE));
    assert_eq!(place.view().epoch(EVERYONE).unwrap().0, epoch(2, 2));
    assert!(place.0.grants_for(cleo.device).all(|(_, epoch, _)| epoch.number == 1));
    assert_eq!(place.0.grants_for(bob.device).count(), 2);
}

#[test]
fn m_12_two_rotations_at_once_that_each_miss_a_removal_call_for_a_third() {
    let (ana, bob, cleo, mut at_ana) = in_an_epoch();
    let dora = Hand::new(4, 0);
    at_ana.lets_in(&ana, &dora, 104, Role::Manager);
    at_ana.rotates(&ana, 2, 9);
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, remove(&cleo));
    at_ana.rotates(&ana, 3, 3);
    at_bob.says(&bob, remove(&dora));
    at_bob.rotates(&bob, 3, 4);

    at_ana.exchange(&mut at_bob);

    assert!(at_ana.view().needs_rotation(EVERYONE), "each key is held by one who is out");
    at_ana.rotates(&bob, 4, 5);
    assert!(!at_ana.view().needs_rotation(EVERYONE));
}

#[test]
fn m_12_a_device_that_came_later_is_granted_the_epochs() {
    let (ana, _, cleo, mut place) = in_an_epoch();
    let laptop = Hand::new(3, 1);
    place.says(&cleo, add_device(&laptop, None));
    assert!(!place.view().needs_rotation(EVERYONE));
    let ungranted = place.view().ungranted(EVERYONE, epoch(1, 1));
    assert_eq!(ungranted, [laptop.device].into_iter().collect());
    let grant = |epoch, devices: &_| Body::Grant { audience: EVERYONE, epoch, grants: grants(devices) };
    place.says(&cleo, grant(epoch(1, 1), &ungranted));
    assert!(place.view().ungranted(EVERYONE, epoch(1, 1)).is_empty());
    assert_eq!(place.0.grants_for(laptop.device).count(), 1);
    assert_eq!(place.say(&ana, grant(epoch(7, 7), &ungranted)), Err(Refusal::Epoch), "an unknown epoch");
    let stranger = [Hand::new(9, 0).device].into_iter().collect();
    assert_eq!(place.say(&ana, grant(epoch(1, 1), &stranger)), Err(Refusal::Epoch));
}

#[test]
fn m_13_keys_of_a_void_rotation_open_and_no_more() {
    let (ana, bob, cleo, mut at_ana) = in_an_epoch();
    let mut at_cleo = at_ana.clone();
    at_ana.says(&ana, remove(&cleo));
    at_ana.rotates(&ana, 2, 2);
    at_cleo.rotates(&cleo, 2, 200);

    at_ana.exchange(&mut at_cleo);

    assert_eq!(at_ana.view().epoch(EVERYONE).unwrap().0, epoch(2, 2), "not the void one's greater name");
    let opened: Vec<_> = at_ana.0.grants_for(bob.device).map(|(_, epoch, _)| epoch).collect();
    assert!(opened.contains(&epoch(2, 200)), "Bob may have read something under it: {opened:?}");
    at_ana.rotates(&ana, 3, 3);
}

#[test]
fn m_14_of_concurrent_roles_the_lowest_counts() {
    let (ana, bob, cleo, mut at_ana) = in_an_epoch();
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, set_role(&cleo, Role::Viewer));
    at_bob.says(&bob, set_role(&cleo, Role::Owner));
    at_ana.exchange(&mut at_bob);
    assert_eq!(at_ana.view().role_of(cleo.device), Some(Role::Viewer));
    at_ana.says(&ana, set_role(&cleo, Role::Manager));
    assert_eq!(at_ana.view().role_of(cleo.device), Some(Role::Manager), "until somebody says more");
}

#[test]
fn m_14_of_concurrent_lists_of_a_circle_who_is_in_all_counts() {
    let (ana, bob, cleo, mut at_ana) = in_an_epoch();
    let dora = Hand::new(4, 0);
    at_ana.lets_in(&ana, &dora, 104, Role::Manager);
    at_ana.says(&ana, circle(50, &[&ana, &bob, &cleo]));
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, circle(50, &[&ana, &bob]));
    at_bob.says(&bob, circle(50, &[&ana, &bob, &cleo, &dora]));
    at_ana.exchange(&mut at_bob);
    let members = &at_ana.view().circles()[&RecordId::from_bytes([50; 16])].members;
    assert_eq!(*members, [ana.member, bob.member].into_iter().collect());
}

#[test]
fn m_15_what_was_written_in_time_counts_and_nothing_later() {
    let (ana, bob, cleo, mut at_ana) = in_an_epoch();
    let right = |place: &Place, hand: &Hand| place.view().write_right(hand.device, everyone());
    assert_eq!(right(&at_ana, &cleo), WriteRight::Yes);
    assert_eq!(right(&at_ana, &Hand::new(9, 0)), WriteRight::No);
    let mut at_bob = at_ana.clone();
    let removal =
        |last| Body::RemoveMember { member: cleo.member, known: vec![known(&cleo, everyone(), last)] };
    at_ana.says(&ana, removal(5));
    assert_eq!(right(&at_ana, &cleo), WriteRight::UpTo(5));
    at_bob.says(&bob, removal(7));
    at_ana.exchange(&mut at_bob);
    assert_eq!(right(&at_ana, &cleo), WriteRight::UpTo(7), "either remover had seen it");
    assert!(right(&at_ana, &cleo).covers(7) && !right(&at_ana, &cleo).covers(8));
}

#[test]
fn m_15_a_viewer_writes_for_only_me_and_nothing_else() {
    let (ana, _, cleo, mut place) = in_an_epoch();
    let own = AudienceName::Only(cleo.member).id(WORKSPACE);
    let lowered =
        Body::SetRole { member: cleo.member, role: Role::Viewer, known: vec![known(&cleo, everyone(), 3)] };
    place.says(&ana, lowered);
    let right = |place: &Place, audience| place.view().write_right(cleo.device, audience);
    assert_eq!(right(&place, everyone()), WriteRight::UpTo(3));
    assert_eq!(right(&place, own), WriteRight::Yes);
    assert_eq!(place.view().write_right(ana.device, own), WriteRight::No, "nobody else does");
    place.says(&ana, set_role(&cleo, Role::Manager));
    assert_eq!(right(&place, everyone()), WriteRight::Yes);
}

#[test]
fn m_15_who_left_a_circle_wrote_in_it_until_then() {
    let (ana, bob, cleo, mut place) = in_an_epoch();
    place.says(&ana, circle(50, &[&ana, &bob, &cleo]));
    let name = AudienceName::Circle(RecordId::from_bytes([50; 16]));
    let audience = name.id(WORKSPACE);
    assert_eq!(place.view().audience(audience), Some(name));
    let smaller = Body::Circle {
        circle: RecordId::from_bytes([50; 16]),
        members: [ana.member, bob.member].into_iter().collect(),
        known: vec![known(&cleo, audience, 4)],
    };
    place.says(&ana, smaller);
    assert_eq!(place.view().write_right(cleo.device, audience), WriteRight::UpTo(4));
    assert!(!place.view().reads(cleo.device, audience) && place.view().reads(bob.device, audience));
}

#[test]
fn m_16_only_who_is_in_a_circle_changes_it() {
    let (ana, bob, cleo, mut place) = in_an_epoch();
    place.says(&bob, circle(50, &[&bob, &cleo]));
    assert_eq!(place.say(&ana, circle(50, &[&ana, &bob, &cleo])), Err(Refusal::Circle), "an owner outside");
    let name = AudienceName::Circle(RecordId::from_bytes([50; 16]));
    let keys = rotate(place.view(), name, epoch(1, 1));
    assert_eq!(place.say(&ana, keys.clone()), Err(Refusal::Role));
    place.says(&cleo, keys);
    assert_eq!(place.say(&ana, circle(51, &[&bob])), Err(Refusal::Circle), "nobody makes one for others");
    place.says(&bob, circle(50, &[&bob, &cleo, &ana]));
    assert!(place.view().is_in(ana.member, name));
}
