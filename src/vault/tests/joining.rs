//! Stories of joining: links, requests, approval, further devices, the recovery key.

use super::*;
use crate::{NoteError, RecoveryKey, RecoverySheet};
use kernel::RecordId;
use protocol::{Body, Refusal};

#[test]
fn v_10_who_is_let_in_reads_what_was_and_what_comes() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    let before = alice.write(EVERYONE, "Carol is promoted.").unwrap();
    alice.step(|author, random| author.rotate(EVERYONE, random));
    alice.let_in(&mut bob, Some(Role::Manager));
    let after = alice.write(EVERYONE, "Welcome, Bob.").unwrap();
    assert_eq!(bob.open(&before).unwrap(), "Carol is promoted.");
    assert_eq!(bob.open(&after).unwrap(), "Welcome, Bob.");
    let answer = bob.write(EVERYONE, "Thank you.").unwrap();
    assert_eq!(alice.open(&answer).unwrap(), "Thank you.");
}

#[test]
fn v_4_only_me_stays_mine() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    alice.let_in(&mut bob, Some(Role::Manager));
    let (hers, his) = (AudienceName::Only(alice.member), AudienceName::Only(bob.member));
    let private = alice.write(hers, "Bob may leave.").unwrap();
    assert_eq!(bob.open(&private), Err(OpenError::NoKey(crate::NoKey)));
    let private = bob.write(his, "Alice may leave.").unwrap();
    assert_eq!(alice.open(&private), Err(OpenError::NoKey(crate::NoKey)));
    assert_eq!((alice.epochs(his), bob.epochs(hers)), (0, 0));
}

#[test]
fn a_further_device_reads_only_me_too() {
    let (mut laptop, mut phone) = (Device::alice(), Device::new(3));
    let private = laptop.write(AudienceName::Only(laptop.member), "Bob may leave.").unwrap();
    laptop.let_in(&mut phone, None);
    assert_eq!(phone.member, laptop.member);
    assert_eq!(phone.open(&private).unwrap(), "Bob may leave.");
}

#[test]
fn v_11_another_member_cannot_approve_a_further_device_of_mine() {
    let (mut alice, mut bob, mut phone) = (Device::alice(), Device::new(2), Device::new(3));
    alice.let_in(&mut bob, Some(Role::Manager));
    let (link, invitation) = alice.invite(None);
    bob.hear(&invitation);
    phone.ask(&link, &invitation[0]).unwrap();
    let refused = request_key(&bob.keyring, bob.membership.view(), &invitation[0]);
    assert_eq!(refused.err(), Some(NoteError::NoKey(crate::NoKey)));
}

#[test]
fn another_manager_lets_the_joiner_in_while_the_inviter_is_away() {
    let (mut alice, mut bob, mut carol) = (Device::alice(), Device::new(2), Device::new(3));
    alice.let_in(&mut bob, Some(Role::Manager));
    let (link, invitation) = alice.invite(Some(Role::Viewer));
    bob.hear(&invitation);
    let request = carol.ask(&link, &invitation[0]).unwrap();
    let request = bob.read(&invitation[0], &request).unwrap();
    bob.step(|author, random| author.approve(&request, random));
    carol.sync(&bob);
    let note = bob.write(EVERYONE, "Carol is here.").unwrap();
    assert_eq!(carol.open(&note).unwrap(), "Carol is here.");
    assert_eq!(carol.membership.view().role_of(carol.id), Some(Role::Viewer));
}

#[test]
fn the_joiner_sees_who_invites_and_both_see_the_same_words() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let offer = Offer::open(&link, &invitation[0]).unwrap();
    assert_eq!((offer.by.as_str(), offer.workspace_name.as_str()), ("Alice", "Harbour"));
    assert_eq!((offer.role, offer.expires), (Some(Role::Manager), LATER));
    assert_eq!(Some(offer.founding), alice.membership.founding());
    let request = bob.ask(&link, &invitation[0]).unwrap();
    let request = alice.read(&invitation[0], &request).unwrap();
    assert_eq!((request.member, request.card.name.as_str()), (bob.member, "Bob"));
    let hers = request.words(WORKSPACE, offer.founding, alice.public(), CHEAP).unwrap();
    assert_eq!(offer.words(&bob.public(), CHEAP), Ok(hers));
    // A thief with the link has other keys, so other words.
    assert_ne!(offer.words(&Device::new(9).public(), CHEAP), Ok(hers));
}

#[test]
fn v_11_an_invitation_lets_one_in() {
    let (mut alice, mut bob, mut thief) = (Device::alice(), Device::new(2), Device::new(9));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let first = thief.ask(&link, &invitation[0]).unwrap();
    let second = bob.ask(&link, &invitation[0]).unwrap();
    let (first, second) =
        (alice.read(&invitation[0], &first).unwrap(), alice.read(&invitation[0], &second).unwrap());
    alice.step(|author, random| author.approve(&second, random));
    let refused = alice.try_step(|author, random| author.approve(&first, random));
    assert_eq!(refused.err(), Some(StepError::Refused(Refusal::Invitation)));
    thief.sync(&alice);
    assert_eq!(thief.epochs(EVERYONE), 0);
}

#[test]
fn v_11_a_revoked_or_old_invitation_lets_nobody_in() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let request = bob.ask(&link, &invitation[0]).unwrap();
    let request = alice.read(&invitation[0], &request).unwrap();
    let after = Timestamp::from_millis(LATER.millis() + 1);
    let late = alice.try_step(|author, random| Author { at: after, ..*author }.approve(&request, random));
    assert_eq!(late.err(), Some(StepError::Expired));
    alice.step(|author, _| author.revoke(link.secret.id()));
    let refused = alice.try_step(|author, random| author.approve(&request, random));
    assert_eq!(refused.err(), Some(StepError::Refused(Refusal::Invitation)));
}

#[test]
fn v_12_a_relay_that_makes_up_an_invitation_is_found_out() {
    let (mut alice, mut relay) = (Device::alice(), Device::alice());
    relay.random = Random::from_seed([99; 32]);
    let (link, real) = alice.invite(Some(Role::Manager));
    let (_, made_up) = relay.invite(Some(Role::Manager));
    assert_eq!(Offer::open(&link, &made_up[0]), Err(JoinError::OtherInvitation));
    // With the name and key of the real one, which the relay sees, and everything else its own.
    let Body::Invite { key, card, .. } = real[0].body.clone() else { panic!("an invitation") };
    let Body::Invite { card: own, .. } = made_up[0].body.clone() else { panic!("an invitation") };
    for card in [card, own] {
        let mut draft = (*real[0]).clone();
        let (invitation, role) = (link.secret.id(), Some(Role::Viewer));
        draft.body = Body::Invite { invitation, key, role, expires: LATER, card };
        let forged = draft.sign(|bytes| Device::new(7).keys.sign(bytes));
        assert_eq!(Offer::open(&link, &forged), Err(JoinError::Damaged));
    }
}

#[test]
fn v_12_a_request_without_the_link_is_refused() {
    let (mut alice, mut bob, mut mallory) = (Device::alice(), Device::new(2), Device::new(9));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    // A member knows the request key and still has no proof.
    let other = Link { secret: InvitationSecret::generate(&mut mallory.random), ..link.clone() };
    let offer = Offer::open(&link, &invitation[0]).unwrap();
    let joiner = Joiner { member: mallory.member, device: mallory.id, card: card("Bob", "tablet") };
    let forged = offer.request(&other.secret, &mallory.keys, &joiner, &mut mallory.random);
    assert_eq!(alice.read(&invitation[0], &forged), Err(JoinError::Damaged));
    // A request of another invitation is none of this one.
    let (second, opened) = alice.invite(Some(Role::Manager));
    let request = bob.ask(&second, &opened[0]).unwrap();
    assert_eq!(alice.read(&invitation[0], &request), Err(JoinError::Damaged));
}

#[test]
fn v_12_nobody_enters_another_devices_keys() {
    let (mut alice, bob, mut mallory) = (Device::alice(), Device::new(2), Device::new(9));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let offer = Offer::open(&link, &invitation[0]).unwrap();
    let joiner = Joiner { member: mallory.member, device: bob.id, card: card("Bob", "tablet") };
    let request = offer.request(&link.secret, &mallory.keys, &joiner, &mut mallory.random);
    // Bob's id with Mallory's keys is a device of Mallory's: the words tell, for the keys are in them.
    let request = alice.read(&invitation[0], &request).unwrap();
    let hers = request.words(WORKSPACE, offer.founding, alice.public(), CHEAP).unwrap();
    assert_ne!(offer.words(&bob.public(), CHEAP), Ok(hers));
}

#[test]
fn v_14_the_key_in_the_drawer_gets_everything_back() {
    let mut alice = Device::alice();
    let key = RecoveryKey::generate(&mut alice.random);
    let printed = RecoverySheet { key, workspace: WORKSPACE }.print();
    let recovery = RecoverySheet::parse(&printed).unwrap().key;
    alice.step(|author, random| author.enrol(&recovery, "paper", random));
    let note = alice.write(EVERYONE, "Carol is promoted.").unwrap();
    let private = alice.write(AudienceName::Only(alice.member), "Bob may leave.").unwrap();

    // Every device is gone; what is left is the paper and the log at the relay.
    let mut paper = Device::new(5);
    paper.keys = RecoverySheet::parse(&printed.to_lowercase()).unwrap().key.device_keys();
    paper.id = recovery.device_id();
    paper.sync(&alice);
    assert_eq!(paper.open(&note).unwrap(), "Carol is promoted.");
    assert_eq!(paper.open(&private).unwrap(), "Bob may leave.");
    assert_eq!(paper.membership.view().role_of(paper.id), Some(Role::Owner));
    // It lets the new laptop in.
    paper.member = alice.member;
    let mut laptop = Device::new(6);
    paper.let_in(&mut laptop, None);
    assert_eq!(laptop.open(&private).unwrap(), "Bob may leave.");
}

#[test]
fn a_circle_reads_what_is_for_the_circle() {
    let (mut alice, mut bob, mut carol) = (Device::alice(), Device::new(2), Device::new(3));
    alice.let_in(&mut bob, Some(Role::Manager));
    alice.let_in(&mut carol, Some(Role::Manager));
    let circle = RecordId::from_bytes([8; 16]);
    let both = [alice.member, bob.member].into();
    alice.step(|author, random| author.circle(circle, both, Vec::new(), random));
    let note = alice.write(AudienceName::Circle(circle), "Calibration on Friday.").unwrap();
    bob.sync(&alice);
    carol.sync(&alice);
    assert_eq!(bob.open(&note).unwrap(), "Calibration on Friday.");
    assert_eq!(carol.open(&note), Err(OpenError::NoKey(crate::NoKey)));
}

#[test]
fn cards_tell_members_how_members_are_called() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    alice.let_in(&mut bob, Some(Role::Manager));
    let name = |reader: &Device, of: &Device| {
        let member = &reader.membership.view().members()[&of.member];
        Card::open(&reader.keyring, of.member, of.id, &member.card).unwrap().name
    };
    assert_eq!((name(&alice, &bob), name(&bob, &alice)), ("Bob".to_owned(), "Alice".to_owned()));
}

#[test]
fn a_device_nobody_can_seal_to_does_not_keep_the_others_from_new_keys() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    alice.let_in(&mut bob, Some(Role::Manager));
    // Bob enrols a device with a public key of low order.
    let device = DevicePublic { agreement: [0; 32], ..Device::new(9).public() };
    let bytes = protocol::proof_bytes(WORKSPACE, None, bob.member, &device);
    let draft = protocol::OperationDraft {
        workspace: WORKSPACE,
        parents: bob.membership.heads(),
        author: bob.id,
        at: NOW,
        body: Body::AddDevice {
            member: bob.member,
            device,
            invitation: None,
            proof: Device::new(9).keys.sign(&bytes),
            card: Vec::new(),
        },
    };
    alice.hear(&[draft.sign(|bytes| bob.keys.sign(bytes))]);
    alice.step(|author, random| author.rotate(EVERYONE, random));
    bob.sync(&alice);
    let note = alice.write(EVERYONE, "All is well.").unwrap();
    assert_eq!(bob.open(&note).unwrap(), "All is well.");
}

#[test]
fn v_2_a_changed_or_shortened_request_never_opens() {
    let (mut alice, mut bob) = (Device::alice(), Device::new(2));
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let request = bob.ask(&link, &invitation[0]).unwrap();
    assert!(request.len() <= protocol::limits::MAX_JOIN);
    assert!(alice.read(&invitation[0], &request).is_ok());
    assert!(every_bit_changed(&request).all(|request| alice.read(&invitation[0], &request).is_err()));
    assert!(every_cut(&request).all(|request| alice.read(&invitation[0], request).is_err()));
}

#[test]
fn v_12_a_changed_invitation_is_never_believed() {
    let mut alice = Device::alice();
    let (link, invitation) = alice.invite(Some(Role::Manager));
    let bytes = invitation[0].encode();
    for changed in every_bit_changed(&bytes).filter_map(|bytes| Operation::decode(&bytes).ok()) {
        assert!(Offer::open(&link, &changed).is_err());
    }
}
