//! A place in a text stays with its letter, whatever others write.

use super::{Device, create, edit, exchange, prose, record};
use crate::{Caret, Change, MAX_LETTER};

fn write(base: &str, text: &str) -> Change {
    Change::Text { field: "notes".into(), base: base.into(), text: text.into() }
}

/// Both have a person with this text.
fn two(text: &str) -> (Device, Device) {
    let (mut ana, mut ben) = Device::two();
    ana.edit(&[create(1, &[("notes", prose(text))])]);
    exchange(&mut ana, &mut ben);
    (ana, ben)
}

fn place(device: &Device, caret: &Caret) -> Option<usize> {
    device.document.caret_at(record(1), "notes", caret)
}

fn caret(device: &Device, at: usize) -> Caret {
    device.document.caret(record(1), "notes", at).unwrap()
}

#[test]
fn y_56_a_place_stays_with_its_letters_when_others_write_before_and_after_it() {
    let cases: [(&str, usize, &str, usize); 11] = [
        ("one two", 4, "zero one two", 9),
        ("one two", 4, "one two three", 4),
        ("one two", 3, "one and two", 3),
        ("one two", 7, "one two three", 7),
        ("one two", 0, "zero one two", 0),
        // Where the letter before it went, it is before the one after it, and the other way round.
        ("abcd", 2, "acd", 1),
        ("abcd", 2, "abd", 2),
        ("a🙂b", 2, "🙃a🙂b", 3),
        ("e\u{301}t", 2, "x e\u{301}t", 4),
        ("👩\u{200d}🚀 b", 3, "a 👩\u{200d}🚀 b", 5),
        ("日本語", 2, "新日本語", 3),
    ];
    for (before, at, after, stays) in cases {
        let (ana, mut ben) = two(before);
        let caret = caret(&ana, at);
        assert!(caret.is_short());
        assert_eq!(place(&ben, &caret), Some(at), "{before:?}: the same on both devices");
        ben.edit(&[edit(1, write(before, after))]);
        assert_eq!(place(&ben, &caret), Some(stays), "{before:?} → {after:?}");
    }
}

#[test]
fn y_56_a_place_behind_a_letter_that_has_not_come_is_where_that_will_be() {
    let (mut ana, mut ben) = two("ab");
    ana.edit(&[edit(1, write("ab", "axyb"))]);
    let middle = caret(&ana, 3);
    assert_eq!(place(&ben, &middle), Some(1), "before the letter that is here");
    ana.edit(&[edit(1, write("axyb", "axybcd"))]);
    let end = caret(&ana, 6);
    assert_eq!(place(&ben, &end), None, "neither of its letters is here");
    ben.edit(&[edit(1, write("ab", "zzab"))]);
    exchange(&mut ana, &mut ben);
    assert_eq!(ben.field(1, "notes"), Some(prose("zzaxybcd")));
    assert_eq!((place(&ben, &middle), place(&ben, &end)), (Some(5), Some(8)));
}

#[test]
fn what_is_no_name_of_a_letter_of_this_text_is_no_place() {
    let (mut ana, _) = two("one");
    let end = caret(&ana, 99);
    assert_eq!(place(&ana, &end), Some(3), "beyond the end is the end");
    assert_eq!(ana.document.caret(record(2), "notes", 0), None, "no such record");
    assert_eq!(ana.document.caret(record(1), "other", 5), Some(Caret::default()), "nothing written yet");
    let after = |name: &[u8]| Caret { before: Some(name.to_vec()), after: None };
    let name = end.before.unwrap();
    assert!(name.len() <= MAX_LETTER && !after(&[1; MAX_LETTER + 1]).is_short());
    for cut in 0..name.len() {
        assert_eq!(place(&ana, &after(&name[..cut])), None);
    }
    for noise in [&[0][..], &[1, 1], &[1, 2], &[255; 40], &[1; MAX_LETTER]] {
        assert_eq!(place(&ana, &after(noise)), None, "{noise:?}");
    }
    for at in 0..name.len() {
        for bit in 0..8 {
            let mut changed = name.clone();
            changed[at] ^= 1 << bit;
            assert!(place(&ana, &after(&changed)).is_none_or(|place| place <= 3));
        }
    }
    // A letter of another text of the same document.
    ana.edit(&[create(2, &[("notes", prose("two"))])]);
    let elsewhere = ana.document.caret(record(2), "notes", 2).unwrap();
    assert_eq!(place(&ana, &elsewhere), None);
}
