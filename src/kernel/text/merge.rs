//! The merge of two edits of one text.

use super::diff::{Splice, splices};
use std::iter::Peekable;

/// `base` with what both `mine` and `theirs` made of it.
///
/// What either took out is gone; what both put in stays, mine before theirs where they meet. An
/// edit made by both alike counts once, and typing that one of them carried on counts once too
/// (the same text arrives again after a crash).
#[must_use]
pub fn merge3(base: &str, mine: &str, theirs: &str) -> String {
    if mine == theirs || theirs == base {
        return mine.to_owned();
    }
    if mine == base {
        return theirs.to_owned();
    }
    let letters: Vec<char> = base.chars().collect();
    let mut ours = splices(base, mine).into_iter().peekable();
    let mut others = splices(base, theirs).into_iter().peekable();
    let mut merged = String::with_capacity(mine.len().max(theirs.len()));
    let (mut gone_until, mut at) = (0, 0);
    loop {
        let both = (starting(&mut ours, at), starting(&mut others, at));
        for splice in [&both.0, &both.1].into_iter().flatten() {
            gone_until = gone_until.max(at + splice.delete);
        }
        match both {
            (Some(one), Some(two)) if one.delete == two.delete => {
                merged.push_str(&joined(one.insert, &two.insert));
            }
            (one, two) => {
                for splice in [one, two].into_iter().flatten() {
                    merged.push_str(&splice.insert);
                }
            }
        }
        let Some(letter) = letters.get(at) else { return merged };
        if at >= gone_until {
            merged.push(*letter);
        }
        at += 1;
    }
}

fn starting(splices: &mut Peekable<impl Iterator<Item = Splice>>, at: usize) -> Option<Splice> {
    splices.next_if(|splice| splice.at == at)
}

/// Two insertions at one place: the longer when it carries on the shorter, else one after the other.
fn joined(one: String, two: &str) -> String {
    if one.starts_with(two) {
        one
    } else if two.starts_with(&one) {
        two.to_owned()
    } else {
        one + two
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edits_in_different_places_both_count() {
        assert_eq!(merge3("one two three", "1 two three", "one two 3"), "1 two 3");
        assert_eq!(merge3("keep drop", "keep", "keep drop and add"), "keep and add");
    }

    #[test]
    fn insertions_at_one_place_both_stay() {
        assert_eq!(merge3("", "Agenda: pay. ", "Agenda: leave. "), "Agenda: pay. Agenda: leave. ");
        assert_eq!(merge3("ac", "abc", "aXc"), "abXc");
    }

    #[test]
    fn typing_that_was_kept_already_is_not_doubled() {
        assert_eq!(merge3("Note: ", "Note: calm", "Note: calm and clear"), "Note: calm and clear");
        assert_eq!(merge3("x", "y", "y"), "y");
    }

    proptest! {
        #[test]
        fn a_merge_with_nothing_new_changes_nothing(base in "[ab ]{0,30}", text in "[abc ]{0,30}") {
            prop_assert_eq!(merge3(&base, &text, &base), text.clone());
            prop_assert_eq!(merge3(&base, &base, &text), text.clone());
            prop_assert_eq!(merge3(&base, &text, &text), text);
        }

        #[test]
        fn what_was_typed_into_the_text_is_in_the_merge(
            base in "[a-z]{0,20}", one in "[A-M]{1,6}", two in "[N-Z]{1,6}",
            here: prop::sample::Index, there: prop::sample::Index,
        ) {
            let put = |at: &prop::sample::Index, text: &str| {
                let at = at.index(base.len() + 1);
                format!("{}{text}{}", &base[..at], &base[at..])
            };
            let merged = merge3(&base, &put(&here, &one), &put(&there, &two));
            prop_assert!(merged.contains(&one), "{merged} lacks {one}");
            prop_assert!(merged.contains(&two), "{merged} lacks {two}");
            let rest: String = merged.chars().filter(char::is_ascii_lowercase).collect();
            prop_assert_eq!(rest, base);
        }

        #[test]
        fn any_three_texts_merge(base in "\\PC{0,40}", mine in "\\PC{0,40}", theirs in "\\PC{0,40}") {
            let letters = |text: &str| text.chars().count();
            prop_assert!(letters(&merge3(&base, &mine, &theirs)) <= letters(&mine) + letters(&theirs));
        }
    }
}
