//! Changes arrive one by one, too early, twice, or from somebody else.

use kernel::{DeviceId, MemberId};

use super::{Device, create, line, set};
use crate::{Document, authors};

#[test]
fn a_change_that_came_too_early_changes_nothing_and_names_what_it_waits_for() {
    let mut ana = Device::new(1);
    let first = ana.edit(&[create(1, &[("name", line("Ana"))])]);
    let between = ana.document.heads();
    let second = ana.edit(&[set(1, "name", line("Anna"))]);

    let mut ben = Document::create(ana.document.key());
    let early = ben.take(&second.chunk).unwrap();
    assert_eq!(early.missing.into_iter().collect::<Vec<_>>(), between);
    assert!(ben.rows().is_empty());

    // Both at once, the wrong way round, will do.
    let both = [second.chunk.clone(), first.chunk.clone()].concat();
    let taken = ben.take(&both).unwrap();
    assert_eq!((taken.touched.len(), taken.missing.len()), (1, 0));
    assert_eq!(ben.rows(), ana.document.rows());
    assert!(ben.take(&both).unwrap().touched.is_empty(), "the second time changes nothing");
}

#[test]
fn what_another_device_lacks_is_what_came_after_its_heads() {
    let mut ana = Device::new(1);
    ana.edit(&[create(1, &[("name", line("Ana"))])]);
    let mut ben = Document::load(ana.document.key(), &[ana.document.save()]).unwrap();
    let heads = ben.heads();
    ana.edit(&[set(1, "name", line("Anna"))]);
    ana.edit(&[set(1, "name", line("Anne"))]);

    let lacking = ana.document.since(&heads);
    assert_eq!(authors(&lacking).unwrap().len(), 2);
    ben.take(&lacking).unwrap();
    assert_eq!(ben.heads(), ana.document.heads());
    assert!(ana.document.since(&ben.heads()).is_empty());
    assert!(ana.document.has(&heads));
    assert!(!Document::create(ana.document.key()).has(&heads));
}

#[test]
fn a_change_says_which_device_and_member_wrote_it_and_a_whole_document_does_not() {
    let mut ana = Device::new(1);
    let change = ana.edit(&[create(1, &[("name", line("Ana"))])]).chunk;
    let author = authors(&change).unwrap().remove(0);
    assert_eq!((author.device, author.exact), (DeviceId::from_bytes([1; 16]), true));
    assert_eq!(author.member, Some(MemberId::from_bytes([1; 16])));
    assert!(authors(&ana.document.save()).is_err());
    assert!(authors(&change[..change.len() - 1]).is_err());
    assert!(authors(&[]).is_err());
}
