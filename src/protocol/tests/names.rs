//! What members and devices are called since they joined, and leaving a circle (M-20 to M-22).

use kernel::{DeviceId, RecordId};

use super::fixtures::*;
use crate::{AudienceName, Body, Membership, Refusal, Role};

const CIRCLE: AudienceName = AudienceName::Circle(RecordId::from_bytes([50; 16]));

fn rename(device: Option<DeviceId>, card: &[u8]) -> Body {
    Body::Rename { device, card: card.to_vec() }
}

fn called(place: &Place, hand: &Hand) -> Option<Vec<u8>> {
    place.view().members()[&hand.member].renamed.as_ref().map(|name| name.card.clone())
}

#[test]
fn m_20_everybody_names_themselves_and_their_own_devices_and_nobody_else() {
    let (ana, _, cleo, mut place) = three(Role::Manager, Role::Viewer);
    let laptop = Hand::new(3, 1);
    place.says(&cleo, add_device(&laptop, None));
    assert_eq!(called(&place, &cleo), None);

    place.says(&laptop, rename(None, b"Cleopatra"));
    place.says(&cleo, rename(Some(laptop.device), b"Laptop"));

    assert_eq!(called(&place, &cleo), Some(b"Cleopatra".to_vec()), "a viewer, by any device of hers");
    let device = place.view().device(laptop.device).unwrap();
    assert_eq!(device.renamed.as_ref().unwrap().card, b"Laptop");
    assert_eq!(called(&place, &ana), None);
    assert_eq!(place.say(&ana, rename(Some(cleo.device), b"Mine")), Err(Refusal::Role), "not even an owner");
    let unknown = Hand::new(9, 0).device;
    assert_eq!(place.say(&ana, rename(Some(unknown), b"Ghost")), Err(Refusal::Nobody));
    place.says(&cleo, remove_device(&laptop));
    assert_eq!(place.say(&cleo, rename(Some(laptop.device), b"Gone")), Err(Refusal::Nobody), "it is out");
    assert_eq!(place.say(&laptop, rename(None, b"Back")), Err(Refusal::Removed));
}

#[test]
fn m_21_the_last_name_counts_and_of_names_given_apart_everywhere_the_same() {
    let (_, bob, _, mut at_one) = three(Role::Manager, Role::Viewer);
    let phone = Hand::new(2, 1);
    at_one.says(&bob, add_device(&phone, None));
    at_one.says(&bob, rename(None, b"Bob"));
    let mut at_other = at_one.clone();
    at_one.says(&bob, rename(None, b"Robert"));
    at_other.says(&phone, rename(None, b"Bobby"));

    at_one.exchange(&mut at_other);
    let name = called(&at_one, &bob);
    assert!([Some(b"Robert".to_vec()), Some(b"Bobby".to_vec())].contains(&name));

    // However it comes to be known, it is the same name.
    let mut again = Membership::new(WORKSPACE);
    let all = at_one.0.missing_from(&[]).into_iter().rev().cloned().collect();
    assert!(again.add_all(all).is_empty());
    assert_eq!(again.view(), at_one.view());
    at_one.says(&bob, rename(None, b"Rob"));
    assert_eq!(called(&at_one, &bob), Some(b"Rob".to_vec()), "who knows both has the last word");
}

#[test]
fn m_21_a_name_from_a_device_that_is_taken_out_at_the_same_time_does_not_count() {
    let (_, bob, _, mut at_bob) = three(Role::Manager, Role::Viewer);
    let lost = Hand::new(2, 1);
    at_bob.says(&bob, add_device(&lost, None));
    let mut at_thief = at_bob.clone();
    at_bob.says(&bob, remove_device(&lost));
    at_thief.says(&lost, rename(None, b"Mallory"));
    at_bob.exchange(&mut at_thief);
    assert_eq!(called(&at_bob, &bob), None);
}

#[test]
fn m_22_who_is_in_a_circle_may_leave_it_and_changes_nothing_else_by_that() {
    let (ana, bob, cleo, mut place) = three(Role::Manager, Role::Viewer);
    place.says(&bob, circle(50, &[&ana, &bob, &cleo]));
    assert_eq!(place.say(&bob, circle(50, &[&ana])), Err(Refusal::Circle), "and takes nobody along");
    let dora = Hand::new(4, 0);
    place.lets_in(&ana, &dora, 104, Role::Manager);
    assert_eq!(place.say(&bob, circle(50, &[&ana, &cleo, &dora])), Err(Refusal::Circle), "or in");
    assert_eq!(place.say(&cleo, circle(50, &[&bob, &cleo])), Err(Refusal::Role), "a viewer decides nothing");

    let keys = rotate(place.view(), CIRCLE, epoch(1, 1));
    place.says(&bob, keys);
    place.says(&cleo, circle(50, &[&ana, &bob]));
    assert!(!place.view().is_in(cleo.member, CIRCLE), "but leaves");
    assert!(place.view().needs_rotation(CIRCLE), "who left holds the key");
    let keys = rotate(place.view(), CIRCLE, epoch(2, 2));
    place.says(&ana, keys);
    assert!(!place.view().needs_rotation(CIRCLE));
}

#[test]
fn m_22_who_leaves_a_circle_last_closes_it_for_ever() {
    let (ana, bob, _, mut place) = three(Role::Manager, Role::Viewer);
    place.says(&bob, circle(50, &[&ana, &bob]));
    place.says(&bob, circle(50, &[&ana]));
    place.says(&ana, circle(50, &[]));
    assert!(place.view().readers(CIRCLE).is_empty());
    assert_eq!(place.say(&ana, circle(50, &[&ana])), Err(Refusal::Circle));
    assert_eq!(place.say(&bob, circle(50, &[&ana, &bob])), Err(Refusal::Circle));
}

#[test]
fn m_22_who_was_taken_out_of_the_workspace_is_not_asked_who_is_in_a_circle() {
    let (ana, bob, cleo, mut place) = three(Role::Manager, Role::Viewer);
    place.says(&bob, circle(50, &[&ana, &bob, &cleo]));
    place.says(&ana, remove(&cleo));
    place.says(&bob, circle(50, &[&ana]));
    assert_eq!(place.view().circles()[&RecordId::from_bytes([50; 16])].members, [ana.member].into());
}
