//! What a review lacks: an answer, words, or anything behind it (PR-2.3).

use document::{Book, Entry};
use reviews::{Question, Review, rules};

use super::evidence;

/// What an answer lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// There is none.
    Empty,
    /// It has fewer words than can be specific.
    Brief,
    /// Nothing particular stands behind it: no finding that rests on something, no promise with owner and day.
    NothingBehind,
}

impl Lack {
    /// What it lacks, as the end of a sentence about the answer to `question`.
    #[must_use]
    pub const fn says(self, question: Question) -> &'static str {
        match (self, question) {
            (Self::Empty, _) => "is empty",
            (Self::Brief, _) => "is too short to be specific",
            (Self::NothingBehind, Question::Standing) => "names nothing that was seen",
            (Self::NothingBehind, Question::NextLevel) => "names nothing that the next level asks for",
            (Self::NothingBehind, Question::Support) => "promises nothing with an owner and a day",
        }
    }
}

/// What the three answers of a review lack, in their order, one thing of each: nothing is asked of an empty one but to be
/// written, and of a short one but to be longer.
#[must_use]
pub fn lacks(book: &Book, review: &Entry<Review>) -> Vec<(Question, Lack)> {
    let empty = rules::empty_answers(review);
    let findings = rules::findings_of(book, review.id);
    let promises = rules::promises_of(book, review.id);
    let behind = |question: Question| match question {
        Question::Support => promises.iter().any(|one| one.owner.is_some() && one.by.is_some()),
        Question::Standing | Question::NextLevel => findings
            .iter()
            .filter(|one| one.question == question)
            .any(|one| !evidence::evidence_of(book, one.id).is_empty()),
    };
    let lack = |question: Question| {
        if empty.contains(&question) {
            Some(Lack::Empty)
        } else if rules::is_brief(book, review, question) {
            Some(Lack::Brief)
        } else {
            (!behind(question)).then_some(Lack::NothingBehind)
        }
    };
    Question::ALL.iter().filter_map(|question| Some((*question, lack(*question)?))).collect()
}
