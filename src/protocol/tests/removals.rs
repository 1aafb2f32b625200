//! Removal wins, seniority settles, an owner stays (M-5 to M-9, M-11).

use super::fixtures::*;
use crate::{Hash, Refusal, Role};

#[test]
fn m_5_what_a_removed_member_says_meanwhile_is_void() {
    let (ana, bob, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    let mut at_cleo = at_ana.clone();
    at_ana.says(&ana, remove(&cleo));
    let meanwhile = at_cleo.says(&cleo, invite(9, Some(Role::Manager)));

    at_ana.exchange(&mut at_cleo);

    assert!(!at_ana.is_member(&cleo) && at_ana.is_member(&bob));
    assert!(at_ana.view().void().contains(&meanwhile));
    assert!(at_ana.view().invitations().keys().all(|invitation| invitation.0 != [9; 16]));
    let afterwards = at_cleo.say(&cleo, invite(10, Some(Role::Manager)));
    assert_eq!(afterwards, Err(Refusal::Removed), "and afterwards nothing is admitted");
}

#[test]
fn m_5_what_was_said_before_the_removal_stays() {
    let (ana, _, cleo, mut place) = three(Role::Owner, Role::Manager);
    place.says(&cleo, invite(9, Some(Role::Viewer)));
    let dora = Hand::new(4, 0);
    place.says(&cleo, add_member(&dora, 9, Role::Viewer));
    place.says(&ana, remove(&cleo));
    assert!(place.is_member(&dora), "whom Cleo let in in time stays in");
}

#[test]
fn m_5_a_removed_device_alone_loses_its_say() {
    let (ana, _, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    let laptop = Hand::new(3, 1);
    at_ana.says(&cleo, add_device(&laptop, None));
    let mut at_laptop = at_ana.clone();
    at_ana.says(&cleo, remove_device(&laptop));
    let stolen = at_laptop.says(&laptop, invite(9, Some(Role::Manager)));
    at_laptop.says(&laptop, remove_device(&cleo));

    at_ana.exchange(&mut at_laptop);

    assert!(at_ana.is_device(&cleo) && !at_ana.is_device(&laptop), "the senior device stays");
    assert!(at_ana.view().void().contains(&stolen));
    at_ana.says(&ana, invite(11, Some(Role::Viewer)));
}

#[test]
fn m_6_who_joins_by_an_invitation_closed_meanwhile_is_not_in() {
    let (ana, _, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    at_ana.says(&ana, invite(9, Some(Role::Manager)));
    let mut at_cleo = at_ana.clone();
    at_ana.says(&ana, crate::Body::Revoke { invitation: crate::InvitationId([9; 16]) });
    let dora = Hand::new(4, 0);
    at_cleo.says(&cleo, add_member(&dora, 9, Role::Manager));
    let by_dora = at_cleo.says(&dora, invite(10, Some(Role::Manager)));

    at_ana.exchange(&mut at_cleo);

    assert!(!at_ana.is_member(&dora));
    assert!(at_ana.view().void().contains(&by_dora), "and what she says is void with her");
}

#[test]
fn m_6_who_is_let_in_by_somebody_removed_meanwhile_is_not_in() {
    let (ana, _, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    at_ana.says(&ana, invite(9, Some(Role::Manager)));
    let mut at_cleo = at_ana.clone();
    at_ana.says(&ana, remove(&cleo));
    let dora = Hand::new(4, 0);
    at_cleo.says(&cleo, add_member(&dora, 9, Role::Manager));

    at_ana.exchange(&mut at_cleo);

    assert!(!at_ana.is_member(&dora));
    at_ana.says(&ana, add_member(&dora, 9, Role::Manager));
    assert!(at_ana.is_member(&dora), "the invitation is still good");
}

#[test]
fn m_7_of_two_who_remove_each_other_the_senior_stays() {
    let (ana, bob, _, mut at_ana) = three(Role::Owner, Role::Manager);
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, remove(&bob));
    at_bob.says(&bob, remove(&ana));

    at_ana.exchange(&mut at_bob);

    assert!(at_ana.is_member(&ana) && !at_ana.is_member(&bob));
}

#[test]
fn m_7_a_ring_of_removals_leaves_the_most_senior_ones_standing() {
    let (ana, bob, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    at_ana.says(&ana, set_role(&cleo, Role::Owner));
    let (mut at_bob, mut at_cleo) = (at_ana.clone(), at_ana.clone());
    at_ana.says(&ana, remove(&bob));
    at_bob.says(&bob, remove(&cleo));
    at_cleo.says(&cleo, remove(&ana));

    at_ana.exchange(&mut at_bob);
    at_ana.exchange(&mut at_cleo);
    at_ana.exchange(&mut at_bob);

    // Ana's stands and voids Bob's; so Cleo's stands too.
    assert!(!at_ana.is_member(&bob) && !at_ana.is_member(&ana) && at_ana.is_member(&cleo));
    assert!(at_ana.view().has_owner());
}

#[test]
fn m_8_a_lowered_owner_removes_nobody_meanwhile() {
    let (ana, bob, cleo, mut at_ana) = three(Role::Owner, Role::Manager);
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, set_role(&bob, Role::Manager));
    let removal = at_bob.says(&bob, remove(&cleo));
    let invitation = at_bob.says(&bob, invite(9, Some(Role::Viewer)));

    at_ana.exchange(&mut at_bob);

    assert!(at_ana.is_member(&cleo));
    let void: Vec<Hash> = at_ana.view().void().iter().copied().collect();
    assert_eq!(void, [removal], "what a manager may say stands");
    assert!(!void.contains(&invitation));
    at_ana.says(&ana, set_role(&bob, Role::Owner));
    at_ana.says(&bob, remove(&cleo));
    assert!(!at_ana.is_member(&cleo), "raised again, he may");
}

#[test]
fn m_9_the_last_owner_cannot_go() {
    let (ana, bob, _, mut place) = three(Role::Owner, Role::Manager);
    place.says(&ana, remove(&ana));
    assert_eq!(place.say(&bob, remove(&bob)), Err(Refusal::LastOwner));
    assert_eq!(place.say(&bob, set_role(&bob, Role::Viewer)), Err(Refusal::LastOwner));
    assert_eq!(place.say(&bob, remove_device(&bob)), Err(Refusal::LastOwner));
    assert!(place.view().has_owner());
}

#[test]
fn m_9_when_all_owners_go_at_once_the_junior_one_stays() {
    let (ana, bob, _, mut at_ana) = three(Role::Owner, Role::Manager);
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, remove(&ana));
    at_bob.says(&bob, remove(&bob));

    at_ana.exchange(&mut at_bob);

    assert!(!at_ana.is_member(&ana) && at_ana.is_member(&bob), "Bob's leaving is withheld");
    at_ana.says(&bob, invite(9, Some(Role::Viewer)));
}

#[test]
fn m_11_ids_never_come_back() {
    let (ana, _, cleo, mut place) = three(Role::Owner, Role::Manager);
    place.says(&ana, remove(&cleo));
    place.says(&ana, invite(9, Some(Role::Manager)));
    assert_eq!(place.say(&ana, add_member(&cleo, 9, Role::Manager)), Err(Refusal::Taken));
    let elsewhere = Hand { device: crate::tests::fixtures::Hand::new(5, 0).device, ..cleo.clone() };
    assert_eq!(place.say(&ana, add_member(&elsewhere, 9, Role::Manager)), Err(Refusal::Taken));
    let renamed = Hand { member: Hand::new(5, 0).member, ..cleo };
    assert_eq!(place.say(&ana, add_member(&renamed, 9, Role::Manager)), Err(Refusal::Taken));
}
