//! Who can read what: counted from the audiences of the documents that are here.

use document::{Audience, Book};
use kernel::{MemberId, Ordered as _};
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

/// What a member can and cannot read of what is here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readable {
    /// What they can, by kind, most first.
    pub yes: Vec<Count>,
    /// What they cannot, by kind, most first.
    pub no: Vec<Count>,
}

/// What `member` can read of the book: what is for everyone, and what is for them alone.
#[must_use]
pub fn readable(book: &Book, member: MemberId) -> Readable {
    let (mut yes, mut no) = (BTreeMap::new(), BTreeMap::new());
    for row in book.rows().filter(|row| kinds::is_subject(&row.kind)) {
        let Some(kind) = kinds::kind(&row.kind) else { continue };
        // Who is in a circle is not known here; whoever is not told so is taken to be outside.
        let reads = match row.document.audience {
            Audience::Everyone => true,
            Audience::OnlyMe(only) => only == member,
            Audience::Circle(_) => false,
        };
        *if reads { &mut yes } else { &mut no }.entry(kind.plural).or_insert(0) += 1;
    }
    Readable { yes: counted(yes), no: counted(no) }
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
    use kernel::{RecordId, Timestamp};
    use roster::Person;

    #[test]
    fn a_co_manager_reads_what_is_for_everyone_and_nothing_that_is_for_me() {
        let me = MemberId::from_bytes([1; 16]);
        let bob = MemberId::from_bytes([2; 16]);
        let (author, stamp) = (Author { member: me }, Stamp { at: Timestamp::from_millis(1), by: me });
        let mut book = Book::new();
        let yui = Person { name: "Yui".into(), ..Person::default() };
        book.apply(&author.create(RecordId::from_bytes([3; 16]), &yui), stamp);
        let note = Note { text: Prose("Ask about the salary".into()), ..Note::default() };
        book.apply(&author.create(RecordId::from_bytes([4; 16]), &note), stamp);

        let of_bob = readable(&book, bob);
        assert_eq!(of_bob.yes.iter().map(|count| count.count).sum::<usize>(), 1);
        assert_eq!(of_bob.yes[0].plural, "People");
        assert_eq!(of_bob.no.iter().map(|count| count.count).sum::<usize>(), 1);
        assert!(readable(&book, me).no.is_empty());
    }
}
