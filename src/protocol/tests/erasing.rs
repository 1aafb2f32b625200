//! Documents that are erased by an operation (E-17 to E-19).

use kernel::{DeviceId, RecordId, Timestamp};

use super::fixtures::*;
use crate::{
    AudienceName, Body, Covers, DocumentTag, EnvelopeKind, EpochId, Hash, Header, Membership, Refusal, Role,
};

const CIRCLE: AudienceName = AudienceName::Circle(RecordId::from_bytes([50; 16]));
const EVERYONE: AudienceName = AudienceName::Everyone;

fn erase(audience: AudienceName, name: u8, covers: &Covers) -> Body {
    Body::Erase { audience, document: DocumentTag([name; 16]), covers: covers.clone() }
}

fn erase_all(audience: AudienceName, name: u8) -> Body {
    erase(audience, name, &Covers::new())
}

fn is_erased(place: &Place, audience: AudienceName, name: u8) -> bool {
    place.view().erased().contains_key(&(audience.id(WORKSPACE), DocumentTag([name; 16])))
}

#[test]
fn e_17_a_document_is_erased_by_who_may_for_its_audience() {
    let (ana, bob, cleo, mut place) = three(Role::Manager, Role::Viewer);
    place.says(&bob, circle(50, &[&bob, &cleo]));

    assert_eq!(place.say(&bob, erase_all(EVERYONE, 1)), Err(Refusal::Role), "a manager");
    assert_eq!(place.say(&ana, erase_all(CIRCLE, 2)), Err(Refusal::Role), "an owner who is not in it");
    assert_eq!(place.say(&cleo, erase_all(CIRCLE, 2)), Err(Refusal::Role), "a viewer");
    let hers = AudienceName::Only(cleo.member);
    assert_eq!(place.say(&ana, erase_all(hers, 3)), Err(Refusal::Role), "what is somebody else's alone");
    assert!(place.view().erased().is_empty());

    let said = place.says(&ana, erase_all(EVERYONE, 1));
    place.says(&bob, erase_all(CIRCLE, 2));
    place.says(&cleo, erase_all(hers, 3));
    assert!(is_erased(&place, EVERYONE, 1) && is_erased(&place, CIRCLE, 2) && is_erased(&place, hers, 3));
    assert!(!is_erased(&place, CIRCLE, 1) && !is_erased(&place, EVERYONE, 4));
    let erased = &place.view().erased()[&(everyone(), DocumentTag([1; 16]))];
    assert_eq!((erased.by, erased.operation, erased.at), (ana.member, said, Timestamp::from_millis(0)));
}

#[test]
fn e_17_it_is_said_again_only_to_add_what_snapshots_stood_for() {
    let (ana, bob, _, mut place) = three(Role::Manager, Role::Viewer);
    let said = place.says(&ana, erase_all(EVERYONE, 1));
    assert_eq!(place.say(&ana, erase_all(EVERYONE, 1)), Err(Refusal::Nothing));
    let mut covers = Covers::new();
    covers.insert_run(bob.device, 2, 9);
    place.says(&bob, erase(EVERYONE, 1, &covers));
    assert_eq!(place.say(&bob, erase(EVERYONE, 1, &covers)), Err(Refusal::Nothing));
    let erased = &place.view().erased()[&(everyone(), DocumentTag([1; 16]))];
    assert_eq!((erased.operation, &erased.covers), (said, &covers), "the first is who erased it");
}

#[test]
fn e_18_what_was_erased_stays_erased_whatever_is_said_at_the_same_time() {
    let (ana, bob, _, mut at_ana) = three(Role::Manager, Role::Viewer);
    at_ana.says(&ana, set_role(&bob, Role::Owner));
    let mut at_bob = at_ana.clone();
    at_ana.says(&ana, remove(&bob));
    let said = at_bob.says(&bob, erase_all(EVERYONE, 1));
    at_ana.exchange(&mut at_bob);
    assert!(at_ana.view().void().contains(&said) && is_erased(&at_ana, EVERYONE, 1));

    // However it comes to be known.
    let mut again = Membership::new(WORKSPACE);
    let all = at_ana.0.missing_from(&[]).into_iter().rev().cloned().collect();
    assert!(again.add_all(all).is_empty());
    assert_eq!(again.view(), at_ana.view());
    // Afterwards they say nothing any more.
    assert_eq!(at_ana.say(&bob, erase_all(EVERYONE, 2)), Err(Refusal::Removed));
}

#[test]
fn e_19_a_link_of_an_erased_document_stands_for_itself_unless_a_snapshot_stood_for_it() {
    let (ana, bob, _, mut place) = three(Role::Manager, Role::Viewer);
    let header = |document: u8, device: DeviceId, sequence: u64| Header {
        workspace: WORKSPACE,
        audience: everyone(),
        document: DocumentTag([document; 16]),
        epoch: EpochId { number: 1, check: [0; 16] },
        device,
        sequence,
        previous: Hash::ZERO,
        frontier: Hash::ZERO,
        kind: EnvelopeKind::Changes,
        nonce: [0; 24],
    };
    let mut covers = Covers::new();
    covers.insert_run(bob.device, 2, 9);
    place.says(&ana, erase(EVERYONE, 1, &covers));
    let view = place.view();
    assert!(view.is_erased(&header(1, bob.device, 3)) && !view.is_erased(&header(2, bob.device, 3)));
    assert!(!view.stands_alone(&header(1, bob.device, 9)), "a snapshot stood for it");
    assert!(view.stands_alone(&header(1, bob.device, 10)));
    assert!(view.stands_alone(&header(1, ana.device, 3)));
    assert!(!view.stands_alone(&header(2, ana.device, 3)), "another document");
    assert_eq!(view.erased_covers(everyone()), covers);
    assert!(view.erased_covers(CIRCLE.id(WORKSPACE)).is_empty());
}

#[test]
fn e_19_many_runs_are_said_in_parts() {
    let mut covers = Covers::new();
    (0..10).for_each(|at| covers.insert(DeviceId::from_bytes([1; 16]), at * 2 + 1));
    let parts = covers.parts(4);
    assert_eq!(parts.iter().map(Covers::len).collect::<Vec<_>>(), [4, 4, 2]);
    let mut whole = Covers::new();
    parts.iter().for_each(|part| whole.merge(part));
    assert_eq!(whole, covers);
    assert!(covers.has_all(&parts[1]) && !parts[1].has_all(&covers));
    assert_eq!(Covers::new().parts(4), [Covers::new()]);
}
