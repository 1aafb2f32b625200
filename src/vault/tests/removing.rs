//! Stories of removing: new epochs, what stays readable, removals that cross.

use super::*;
use kernel::RecordId;
use protocol::{Body, EpochId, Refusal};

/// Alice with Bob and Carol, all of them managers but Alice, who owns.
fn three() -> (Device, Device, Device) {
    let (mut alice, mut bob, mut carol) = (Device::alice(), Device::new(2), Device::new(3));
    alice.let_in(&mut bob, Some(Role::Manager));
    alice.let_in(&mut carol, Some(Role::Manager));
    bob.sync(&alice);
    (alice, bob, carol)
}

#[test]
fn v_5_a_removed_member_cannot_read_what_is_written_afterwards() {
    let (mut alice, mut bob, mut carol) = three();
    let before = alice.write(EVERYONE, "Bob is here.").unwrap();
    let removal = alice.step(|author, random| author.remove_member(bob.member, Vec::new(), random));
    let after = alice.write(EVERYONE, "Bob has gone.").unwrap();
    carol.hear(&removal);
    bob.hear(&removal);
    assert_eq!(carol.open(&after).unwrap(), "Bob has gone.");
    // A copy once taken stays taken; a key of later days he never gets.
    assert_eq!(bob.open(&before).unwrap(), "Bob is here.");
    assert_eq!(bob.open(&after), Err(OpenError::NoKey(crate::NoKey)));
}

#[test]
fn v_5_a_new_key_is_not_sealed_under_the_old_one() {
    let (mut alice, mut bob, _) = three();
    let removal = alice.step(|author, random| author.remove_member(bob.member, Vec::new(), random));
    let rotation = removal.iter().find_map(|operation| match &operation.body {
        Body::Rotate { epoch, grants, .. } => Some((*epoch, grants.clone())),
        _ => None,
    });
    let (epoch, grants) = rotation.unwrap();
    assert!(grants.iter().all(|grant| grant.device != bob.id));
    // Not even with the other devices' grants as if they were his, and all old keys at hand.
    bob.hear(&removal);
    let place = bob.keyring.place(everyone(), epoch);
    for grant in grants {
        let as_his = protocol::Grant { device: bob.id, ..grant.clone() };
        assert!(crate::epoch::EpochKeys::open(&bob.keys, &place, &grant).is_err());
        assert!(crate::epoch::EpochKeys::open(&bob.keys, &place, &as_his).is_err());
    }
}

#[test]
fn v_5_a_removed_device_is_out_of_only_me_as_well() {
    let (mut laptop, mut phone) = (Device::alice(), Device::new(4));
    laptop.let_in(&mut phone, None);
    let lost = laptop.step(|author, random| author.remove_device(phone.id, Vec::new(), random));
    let mine = AudienceName::Only(laptop.member);
    let (note, private) = (laptop.write(EVERYONE, "one").unwrap(), laptop.write(mine, "two").unwrap());
    phone.hear(&lost);
    assert!(phone.open(&note).is_err());
    assert!(phone.open(&private).is_err());
}

#[test]
fn v_6_removals_that_cross_leave_no_key_with_either() {
    let (mut alice, mut bob, mut carol) = three();
    let mut dora = Device::new(4);
    alice.let_in(&mut dora, Some(Role::Manager));
    alice.step(|author, _| author.set_role(carol.member, Role::Owner, Vec::new()));
    carol.sync(&alice);
    // At the same time Alice removes Bob, and Carol removes Dora.
    let bob_out = alice.step(|author, random| author.remove_member(bob.member, Vec::new(), random));
    let dora_out = carol.step(|author, random| author.remove_member(dora.member, Vec::new(), random));
    alice.hear(&dora_out);
    carol.hear(&bob_out);
    assert!(alice.membership.view().needs_rotation(EVERYONE));
    let settled = alice.step(|author, random| author.settle(random));
    carol.hear(&settled);
    assert!(!carol.membership.view().needs_rotation(EVERYONE));
    let after = alice.write(EVERYONE, "Both have gone.").unwrap();
    assert_eq!(carol.open(&after).unwrap(), "Both have gone.");
    for gone in [&mut bob, &mut dora] {
        gone.sync(&carol);
        assert!(gone.open(&after).is_err());
    }
    assert!(alice.step(|author, random| author.settle(random)).is_empty());
}

#[test]
fn two_rotations_at_once_leave_everybody_able_to_read() {
    let (mut alice, mut bob, mut carol) = three();
    let hers = alice.step(|author, random| author.rotate(EVERYONE, random));
    let his = bob.step(|author, random| author.rotate(EVERYONE, random));
    let (one, other) = (alice.write(EVERYONE, "one").unwrap(), bob.write(EVERYONE, "other").unwrap());
    assert_eq!(one.header.epoch.number, other.header.epoch.number);
    for device in [&mut alice, &mut bob, &mut carol] {
        device.hear(&hers);
        device.hear(&his);
        assert_eq!(device.open(&one).unwrap(), "one");
        assert_eq!(device.open(&other).unwrap(), "other");
    }
    // And all go on under the same one of them.
    let epoch = |device: &Device| device.membership.view().epoch(EVERYONE).map(|(epoch, _)| epoch).unwrap();
    assert_eq!((epoch(&alice), epoch(&bob)), (epoch(&carol), epoch(&carol)));
}

#[test]
fn who_leaves_takes_no_later_key_along() {
    let (mut alice, mut bob, _) = three();
    let leaving = bob.step(|author, random| author.remove_member(author_member(author), Vec::new(), random));
    assert_eq!(leaving.len(), 1);
    alice.hear(&leaving);
    alice.step(|author, random| author.settle(random));
    let after = alice.write(EVERYONE, "Bob has left.").unwrap();
    bob.sync(&alice);
    assert!(bob.open(&after).is_err());
}

fn author_member(author: &Author<'_>) -> MemberId {
    author.membership.view().device(author.device).unwrap().member
}

#[test]
fn v_7_nobody_makes_a_key_for_an_audience_they_are_not_in() {
    let (mut alice, mut bob, mut carol) = three();
    let circle = RecordId::from_bytes([8; 16]);
    let name = AudienceName::Circle(circle);
    let both = [bob.member, carol.member].into();
    bob.step(|author, random| author.circle(circle, both, Vec::new(), random));
    alice.sync(&bob);
    carol.sync(&bob);
    // Alice removes Carol; the circle of Bob and Carol is not hers to give a key.
    let removal = alice.step(|author, random| author.remove_member(carol.member, Vec::new(), random));
    assert_eq!(alice.epochs(name), 0);
    assert!(alice.membership.view().needs_rotation(name));
    let refused = alice.try_step(|author, random| author.rotate(name, random));
    assert!(matches!(refused, Err(StepError::Refused(Refusal::Role | Refusal::Epoch))), "{refused:?}");
    // Bob gives it one when he hears of it.
    bob.hear(&removal);
    bob.step(|author, random| author.settle(random));
    let after = bob.write(name, "Only Bob is left.").unwrap();
    carol.sync(&bob);
    assert!(carol.open(&after).is_err());
    assert!(!bob.membership.view().needs_rotation(name));
}

#[test]
fn who_leaves_a_circle_reads_no_more_of_it() {
    let (mut alice, mut bob, _) = three();
    let circle = RecordId::from_bytes([8; 16]);
    let name = AudienceName::Circle(circle);
    let both = [alice.member, bob.member].into();
    alice.step(|author, random| author.circle(circle, both, Vec::new(), random));
    let alone = [alice.member].into();
    alice.step(|author, random| author.circle(circle, alone, Vec::new(), random));
    let after = alice.write(name, "Alone again.").unwrap();
    bob.sync(&alice);
    assert_eq!(bob.epochs(name), 1);
    assert!(bob.open(&after).is_err());
}

#[test]
fn nothing_is_sealed_under_an_epoch_whose_key_is_not_here() {
    let (mut alice, mut bob, _) = three();
    let removal = alice.step(|author, random| author.remove_member(bob.member, Vec::new(), random));
    bob.hear(&removal);
    assert_eq!(bob.write(EVERYONE, "Still here?"), Err(SealError::NoKey(crate::NoKey)));
    let unknown = EpochId { number: 99, check: [0; 16] };
    assert!(!alice.keyring.has(everyone(), unknown));
}
