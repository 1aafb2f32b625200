//! Any order of arrival comes to the same membership (M-1).

use proptest::prelude::*;

use super::fixtures::*;
use crate::limits::MAX_WAITING;
use crate::{Added, AudienceName, Body, InvitationId, Membership, Operation, Refusal, Role};

#[test]
fn m_1_an_operation_waits_for_its_parents() {
    let (ana, bob) = (Hand::new(1, 0), Hand::new(2, 0));
    let mut place = Place::founded_by(&ana);
    place.lets_in(&ana, &bob, 9, Role::Manager);
    place.says(&bob, invite(10, None));
    let said: Vec<Operation> = place.0.operations().map(|(_, operation)| operation.clone()).collect();
    let mut late = Membership::new(WORKSPACE);
    for operation in said.iter().skip(1).rev() {
        assert_eq!(late.add(operation.clone()), Ok(Added::Waiting(operation.parents.clone())));
    }
    assert_eq!(late.lacking(), [said[0].hash()]);
    let all = late.add(said[0].clone());
    assert!(matches!(all, Ok(Added::Taken { taken, refused }) if taken.len() == 4 && refused.is_empty()));
    assert_eq!(late.view(), place.view());
    assert_eq!(late.add(said[2].clone()), Ok(Added::Known));
}

#[test]
fn m_1_what_waited_and_is_not_admitted_is_named() {
    let (ana, eve) = (Hand::new(1, 0), Hand::new(9, 0));
    let mut place = Membership::new(WORKSPACE);
    let forged = eve.say(vec![ana.found().hash()], invite(9, Some(Role::Manager)));
    place.add(forged.clone()).unwrap();
    let taken = place.add(ana.found()).unwrap();
    let expected =
        Added::Taken { taken: vec![ana.found().hash()], refused: vec![(forged.hash(), Refusal::Stranger)] };
    assert_eq!(taken, expected);
}

/// One step of a story: at which place, who, what, and about whom.
type Step = (usize, usize, usize, usize);

/// People 1 to 5 with two devices each; person 1 founds. Three places say things and sometimes
/// meet; what a place does not admit itself is not said.
fn story(steps: &[Step]) -> Vec<Operation> {
    let hands: Vec<Hand> = (1..=5).flat_map(|member| [Hand::new(member, 0), Hand::new(member, 1)]).collect();
    let mut start = Place::founded_by(&hands[0]);
    start.lets_in(&hands[0], &hands[2], 201, Role::Owner);
    start.lets_in(&hands[0], &hands[4], 202, Role::Manager);
    let mut places = vec![start.clone(), start.clone(), start];
    for (number, (place, who, what, whom)) in steps.iter().enumerate() {
        let name = u8::try_from(number).unwrap_or(0);
        let other = (place + 1 + whom % 2) % 3;
        let here = &places[*place % 3];
        let active: Vec<&Hand> = hands.iter().filter(|hand| here.is_device(hand)).collect();
        let who = active[who % active.len()];
        // Half of the time about somebody who is in.
        let whom = if whom % 2 == 0 { active[whom / 2 % active.len()] } else { &hands[whom % hands.len()] };
        let open = here.view().invitations().keys().next_back().copied();
        let open = open.unwrap_or(InvitationId([0; 16])).0[0];
        let newest = here.view().epochs(AudienceName::Everyone).map(|(id, _)| id.number).max().unwrap_or(0);
        let body = match what {
            0 => {
                let met = places[other].clone();
                places[*place % 3].meet(&met);
                continue;
            }
            2 => invite(name, Some(Role::Manager)),
            3 => add_member(whom, open, Role::Manager),
            1 | 4 => add_member(whom, open, Role::Manager),
            5 => remove(whom),
            6 => remove_device(whom),
            7 => set_role(whom, Role::Owner),
            8 => set_role(whom, Role::Viewer),
            9 => circle(50, &[who, whom]),
            10 => rotate(here.view(), AudienceName::Everyone, epoch(newest + 1, name)),
            11 => Body::Revoke { invitation: InvitationId([open; 16]) },
            12 => add_device(&Hand { member: who.member, ..whom.clone() }, None),
            _ => invite(name, None),
        };
        // Not allowed, as of what is known there: then it is not said.
        let _ = places[*place % 3].say(who, body);
    }
    let [mut first, second, third]: [Place; 3] = places.try_into().unwrap_or_else(|_| unreachable!());
    first.meet(&second);
    first.meet(&third);
    first.0.operations().map(|(_, operation)| operation.clone()).collect()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..3_usize, 0..10_usize, 0..14_usize, 0..20_usize), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn m_1_any_order_of_arrival_comes_to_the_same(
        steps in steps(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 64),
    ) {
        let said = story(&steps);
        let mut in_order = Membership::new(WORKSPACE);
        for operation in &said {
            in_order.add(operation.clone()).unwrap();
        }
        prop_assert!(in_order.view().has_owner(), "an owner stays");
        let mut left = said.clone();
        let mut shuffled = Membership::new(WORKSPACE);
        for index in order.iter().cycle().take(said.len()) {
            let operation = left.swap_remove(index.index(left.len()));
            prop_assert!(shuffled.add(operation).is_ok());
        }
        prop_assert_eq!(shuffled.len(), said.len());
        prop_assert_eq!(shuffled.view(), in_order.view());
        prop_assert_eq!(shuffled.heads(), in_order.heads());
        let as_of_all = shuffled.at(&shuffled.heads());
        prop_assert_eq!(as_of_all.as_ref(), Some(in_order.view()), "nor does it matter how it is evaluated");
    }

    #[test]
    fn m_1_what_one_lacks_of_the_other_is_enough(steps in steps(), cut in any::<prop::sample::Index>()) {
        let said = story(&steps);
        let mut whole = Membership::new(WORKSPACE);
        let mut part = Membership::new(WORKSPACE);
        for (index, operation) in said.iter().enumerate() {
            whole.add(operation.clone()).unwrap();
            if index <= cut.index(said.len()) {
                part.add(operation.clone()).unwrap();
            }
        }
        let lacking: Vec<Operation> = whole.missing_from(&part.heads()).into_iter().cloned().collect();
        prop_assert_eq!(lacking.len() + part.len(), whole.len(), "and no more than that");
        for operation in lacking {
            part.add(operation).unwrap();
        }
        prop_assert_eq!(part.view(), whole.view());
    }
}

#[test]
fn m_1_a_log_that_was_kept_in_any_order_is_read_again() {
    let ana = Hand::new(1, 0);
    let mut place = Place::founded_by(&ana);
    // More than may wait for a parent.
    let count = u16::try_from(MAX_WAITING + 100).unwrap();
    for number in 0..count {
        let mut id = [0; 16];
        id[..2].copy_from_slice(&number.to_be_bytes());
        let body = Body::Invite {
            invitation: InvitationId(id),
            key: [0; 32],
            role: None,
            expires: kernel::Timestamp::from_millis(0),
            card: Vec::new(),
        };
        place.says(&ana, body);
    }
    let mut kept: Vec<Operation> = place.0.operations().map(|(_, operation)| operation.clone()).collect();
    kept.sort_by_key(Operation::hash);
    let mut again = Membership::new(WORKSPACE);
    assert_eq!(again.add_all(kept), []);
    assert_eq!(again.view(), place.view());
    assert_eq!(again.len(), usize::from(count) + 1);
}
