//! Founding, roles and invitations (M-2, M-3, M-4, M-10).

use super::fixtures::*;
use crate::{Added, AudienceName, Body, Hash, InvitationId, InvitationState, Membership, Refusal, Role};

fn revoke(name: u8) -> Body {
    Body::Revoke { invitation: InvitationId([name; 16]) }
}

#[test]
fn m_2_a_stranger_and_a_forger_are_refused() {
    let (ana, eve) = (Hand::new(1, 0), Hand::new(9, 0));
    let mut place = Place::founded_by(&ana);
    assert_eq!(place.say(&eve, invite(9, Some(Role::Manager))), Err(Refusal::Stranger));
    let as_ana = Hand { key: eve.key, ..ana };
    assert_eq!(place.say(&as_ana, invite(9, Some(Role::Manager))), Err(Refusal::Signature));
}

#[test]
fn m_2_what_was_not_yet_known_does_not_count() {
    let (ana, bob) = (Hand::new(1, 0), Hand::new(2, 0));
    let mut place = Place::founded_by(&ana);
    let early = place.0.heads();
    place.lets_in(&ana, &bob, 9, Role::Manager);
    let too_early = bob.say(early, invite(10, Some(Role::Viewer)));
    assert_eq!(place.take(too_early), Err(Refusal::Stranger), "Bob was not in as of what it builds on");
}

#[test]
fn m_3_a_workspace_is_founded_once() {
    let (ana, eve) = (Hand::new(1, 0), Hand::new(9, 0));
    let mut place = Place::founded_by(&ana);
    assert_eq!(place.take(eve.found()), Err(Refusal::Founding));
    let mut told = Membership::expecting(WORKSPACE, ana.found().hash());
    assert_eq!(told.add(eve.found()), Err(Refusal::Founding));
    assert!(matches!(told.add(ana.found()), Ok(Added::Taken { .. })));
    let orphan = ana.say(Vec::new(), invite(9, None));
    assert_eq!(told.add(orphan), Err(Refusal::Founding));
}

#[test]
fn m_4_each_role_may_do_what_the_table_says() {
    let (ana, bob, cleo, dora) = (Hand::new(1, 0), Hand::new(2, 0), Hand::new(3, 0), Hand::new(4, 0));
    let mut place = Place::founded_by(&ana);
    place.lets_in(&ana, &bob, 102, Role::Manager);
    place.lets_in(&ana, &cleo, 103, Role::Viewer);
    place.says(&ana, invite(104, Some(Role::Viewer)));
    place.says(&ana, circle(50, &[&ana, &bob, &cleo]));
    let view = place.view().clone();
    let of = |audience, number| rotate(&view, audience, epoch(number, 1));
    let only = |hand: &Hand| AudienceName::Only(hand.member);
    // What is said, and whether a viewer, a manager and an owner may.
    let cases: [(&str, Body, [bool; 3]); 9] = [
        ("invite a device", invite(9, None), [true, true, true]),
        ("invite a viewer", invite(9, Some(Role::Viewer)), [false, true, true]),
        ("invite a manager", invite(9, Some(Role::Manager)), [false, true, true]),
        ("invite an owner", invite(9, Some(Role::Owner)), [false, false, false]),
        ("close an invitation", revoke(104), [false, true, true]),
        ("let somebody in", add_member(&dora, 104, Role::Viewer), [false, true, true]),
        ("make somebody owner", set_role(&cleo, Role::Owner), [false, false, true]),
        ("rotate everyone", of(AudienceName::Everyone, 1), [false, true, true]),
        ("change a circle", circle(50, &[&ana, &bob, &cleo]), [false, true, true]),
    ];
    for (what, body, may) in cases {
        for (hand, may) in [(&cleo, may[0]), (&bob, may[1]), (&ana, may[2])] {
            let mut here = place.clone();
            let said = here.say(hand, body.clone());
            assert_eq!(said.is_ok(), may, "{what}: {said:?}");
        }
    }
    for (hand, others, may) in [(&cleo, &bob, false), (&bob, &cleo, false), (&ana, &bob, true)] {
        assert_eq!(place.clone().say(hand, remove(others)).is_ok(), may);
        assert_eq!(place.clone().say(hand, remove_device(others)).is_ok(), may);
        assert!(place.clone().say(hand, of(only(hand), 1)).is_ok());
        assert_eq!(place.clone().say(hand, of(only(others), 1)), Err(Refusal::Role));
    }
    assert!(place.clone().say(&cleo, remove(&cleo)).is_ok(), "anybody may leave");
}

#[test]
fn m_4_an_invited_role_is_what_one_gets() {
    let (ana, bob) = (Hand::new(1, 0), Hand::new(2, 0));
    let mut place = Place::founded_by(&ana);
    place.says(&ana, invite(9, Some(Role::Viewer)));
    assert_eq!(place.say(&ana, add_member(&bob, 9, Role::Manager)), Err(Refusal::Invitation));
    place.says(&ana, invite(10, None));
    assert_eq!(place.say(&ana, add_member(&bob, 10, Role::Viewer)), Err(Refusal::Invitation));
    assert_eq!(place.say(&ana, add_device(&Hand::new(1, 1), Some(9))), Err(Refusal::Invitation));
}

#[test]
fn m_10_an_invitation_lets_in_one() {
    let (ana, bob, cleo) = (Hand::new(1, 0), Hand::new(2, 0), Hand::new(3, 0));
    let mut place = Place::founded_by(&ana);
    place.lets_in(&ana, &bob, 9, Role::Manager);
    assert_eq!(place.say(&ana, add_member(&cleo, 9, Role::Manager)), Err(Refusal::Invitation));
    assert_eq!(place.say(&ana, revoke(9)), Err(Refusal::Invitation), "a used one is not open");
    let state = place.view().invitations()[&InvitationId([9; 16])].state;
    assert_eq!(state, InvitationState::Used(bob.device));
}

#[test]
fn m_10_of_two_who_join_at_once_one_is_in() {
    let (ana, bob) = (Hand::new(1, 0), Hand::new(2, 0));
    let (cleo, dora) = (Hand::new(3, 0), Hand::new(4, 0));
    let mut at_ana = Place::founded_by(&ana);
    at_ana.lets_in(&ana, &bob, 8, Role::Manager);
    at_ana.says(&ana, invite(9, Some(Role::Viewer)));
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, add_member(&cleo, 9, Role::Viewer));
    at_bob.says(&bob, add_member(&dora, 9, Role::Viewer));
    at_ana.exchange(&mut at_bob);
    assert_eq!([&cleo, &dora].into_iter().filter(|hand| at_ana.is_member(hand)).count(), 1);
}

#[test]
fn m_10_two_who_approve_the_same_joiner_let_them_in_once() {
    let (ana, bob, cleo) = (Hand::new(1, 0), Hand::new(2, 0), Hand::new(3, 0));
    let mut at_ana = Place::founded_by(&ana);
    at_ana.lets_in(&ana, &bob, 8, Role::Manager);
    at_ana.says(&ana, invite(9, Some(Role::Manager)));
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, add_member(&cleo, 9, Role::Manager));
    at_bob.says(&bob, add_member(&cleo, 9, Role::Manager));
    at_bob.says(&cleo, invite(10, Some(Role::Viewer)));
    at_ana.exchange(&mut at_bob);
    assert!(at_ana.is_member(&cleo));
    let invitations = at_ana.view().invitations();
    assert!(invitations.contains_key(&InvitationId([10; 16])), "what she said counts either way");
}

#[test]
fn m_10_who_does_not_hold_the_secret_does_not_join() {
    let (ana, bob) = (Hand::new(1, 0), Hand::new(2, 0));
    let mut place = Place::founded_by(&ana);
    place.says(&ana, invite(9, Some(Role::Manager)));
    let Body::AddMember { member, role, device, proof, card, .. } = add_member(&bob, 10, Role::Manager)
    else {
        unreachable!()
    };
    let invitation = InvitationId([9; 16]);
    let forged = Body::AddMember { member, role, device, invitation, proof, card };
    assert_eq!(place.say(&ana, forged), Err(Refusal::Proof));
    let borrowed = Hand { key: bob.key, ..Hand::new(1, 1) };
    let Body::AddDevice { member, device, proof, card, .. } = add_device(&borrowed, None) else {
        unreachable!()
    };
    let other = crate::DevicePublic { signing: ana.public().signing, ..device };
    let forged = Body::AddDevice { member, device: other, invitation: None, proof, card };
    assert_eq!(place.say(&ana, forged), Err(Refusal::Proof), "nor a device without its key");
}

#[test]
fn an_operation_can_be_asked_for_what_it_builds_on() {
    let ana = Hand::new(1, 0);
    let mut place = Place::founded_by(&ana);
    let founding = place.0.heads();
    let first = place.says(&ana, invite(9, None));
    let second = place.says(&ana, revoke(9));
    assert!(place.0.precedes(&first, &second) && !place.0.precedes(&second, &first));
    let before = place.0.at(&founding).unwrap();
    assert!(before.invitations().is_empty(), "as of the founding nobody was invited");
    assert!(place.0.at(&[Hash::ZERO]).is_none());
    let missing: Vec<Hash> = place.0.missing_from(&founding).iter().map(|found| found.hash()).collect();
    assert_eq!(missing, [first, second]);
}
