//! Who can read what: counted from the audiences of the documents that are here.

use document::{Audience, Book};
use kernel::{MemberId, Ordered as _, RecordId};
use std::collections::BTreeMap;

use crate::kinds;

/// So many records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The kind, as a heading names many of it: `Observations`.
    pub plural: &'static str,
    /// How many.
    pub count: usize,
}

/// What is here for one audience, and whether a member can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// For whom it is.
    pub audience: Audience,
    /// Whether the member is one of them.
    pub reads: bool,
    /// How many records of which kinds, most first.
    pub counts: Vec<Count>,
}

/// What is here, audience by audience, and whether `member` can read it: everyone first, then
/// circles, then what is for one alone. The audiences in `known` are told of also where nothing is kept for them yet.
/// `is_in` says whether the member is in a circle.
#[must_use]
pub fn readable(
    book: &Book,
    member: MemberId,
    known: impl IntoIterator<Item = Audience>,
    is_in: impl Fn(RecordId) -> bool,
) -> Vec<Part> {
    let mut parts: BTreeMap<Audience, BTreeMap<&'static str, usize>> =
        known.into_iter().map(|audience| (audience, BTreeMap::new())).collect();
    for row in book.rows().filter(|row| kinds::is_subject(&row.kind)) {
        let Some(kind) = kinds::kind(&row.kind) else { continue };
        *parts.entry(row.document.audience).or_default().entry(kind.plural).or_insert(0) += 1;
    }
    let mut parts: Vec<Part> = parts
        .into_iter()
        .map(|(audience, kinds)| {
            let reads = match audience {
                Audience::Everyone => true,
                Audience::OnlyMe(only) => only == member,
                Audience::Circle(circle) => is_in(circle),
            };
            Part { audience, reads, counts: counted(kinds) }
        })
        .collect();
    parts.order_by_key(|part| match part.audience {
        Audience::Everyone => 0,
        Audience::Circle(_) => 1,
        Audience::OnlyMe(_) => 2,
    });
    parts
}

fn counted(kinds: BTreeMap<&'static str, usize>) -> Vec<Count> {
    let mut counts: Vec<Count> = kinds.into_iter().map(|(plural, count)| Count { plural, count }).collect();
    counts.order_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Note;
    use document::{Author, Prose, Stamp};
    use kernel::Timestamp;
    use roster::Person;

    #[test]
    fn a_co_manager_reads_what_is_for_everyone_and_for_circles_they_are_in_and_nothing_that_is_for_me() {
        let me = MemberId::from_bytes([1; 16]);
        let bob = MemberId::from_bytes([2; 16]);
        let circle = RecordId::from_bytes([7; 16]);
        let (author, stamp) = (Author { member: me }, Stamp { at: Timestamp::from_millis(1), by: me });
        let mut book = Book::new();
        let yui = Person { name: "Yui".into(), ..Person::default() };
        book.apply(&author.create(RecordId::from_bytes([3; 16]), &yui), stamp);
        let note = Note { text: Prose("Ask about the salary".into()), ..Note::default() };
        book.apply(&author.create(RecordId::from_bytes([4; 16]), &note), stamp);
        let talk = feedback::Observation { what_happened: "Ready for more".into(), ..Default::default() };
        let create = author.create_for(RecordId::from_bytes([5; 16]), &talk, Audience::Circle(circle));
        book.apply(&create, stamp);

        let reads = |member, inside: bool| {
            let parts = readable(&book, member, [], |_| inside);
            let first = |part: &Part| (part.counts[0].plural, part.counts[0].count, part.reads);
            parts.iter().map(first).collect::<Vec<_>>()
        };
        assert_eq!(reads(bob, true), [("People", 1, true), ("Observations", 1, true), ("Notes", 1, false)]);
        assert_eq!(reads(bob, false), [("People", 1, true), ("Observations", 1, false), ("Notes", 1, false)]);
        assert!(reads(me, true).iter().all(|(.., reads)| *reads));
    }

    #[test]
    fn an_audience_with_nothing_in_it_yet_is_told_of_as_well() {
        let (me, bob) = (MemberId::from_bytes([1; 16]), MemberId::from_bytes([2; 16]));
        let parts = readable(&Book::new(), bob, [Audience::OnlyMe(me), Audience::Everyone], |_| false);
        let expected = [(Audience::Everyone, true), (Audience::OnlyMe(me), false)];
        assert_eq!(parts, expected.map(|(audience, reads)| Part { audience, reads, counts: Vec::new() }));
    }
}
