//! What the rows of a file can be, over all areas that bring something in: what the roster knows, or candidates.

use document::{
    Author, Batch, Book,
    sheet::{Mapping, OrderFound, Sheet, Target},
};
use hiring::import::{self as candidates, CandidatesPlan};
use kernel::{Date, RecordId};
use roster::import::{self, Choices, Counts, PlannedRow, What};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// People, or skill ratings.
    Roster(What),
    /// One row for each candidate of an opening.
    Candidates,
}

impl Default for Holds {
    fn default() -> Self {
        Self::Roster(What::default())
    }
}

impl Holds {
    /// All of them.
    pub const ALL: [Self; 3] =
        [Self::Roster(What::People), Self::Roster(What::SkillRatings), Self::Candidates];

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roster(what) => what.word(),
            Self::Candidates => candidates::WORD,
        }
    }

    /// What screens say.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Roster(what) => what.label(),
            Self::Candidates => "Candidates",
        }
    }

    /// What a row is called: one, several.
    pub const fn noun(self) -> (&'static str, &'static str) {
        match self {
            Self::Roster(what) => what.noun(),
            Self::Candidates => ("candidate", "candidates"),
        }
    }

    /// Where what was brought in is shown.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Roster(What::People) => "/people",
            Self::Roster(What::SkillRatings) => "/skills",
            Self::Candidates => "/hiring",
        }
    }

    /// What to know about rows that the next import could not find again; nothing where every row can be found.
    pub const fn without_key(self) -> Option<&'static str> {
        match self {
            Self::Roster(What::People) => Some(
                "Bring in people without e-mail and employee ID too: the next import cannot find them again",
            ),
            Self::Candidates => {
                Some("Bring in candidates without e-mail and ID too: the next import cannot find them again")
            }
            Self::Roster(What::SkillRatings) => None,
        }
    }

    /// What the names of the columns say a file holds.
    pub fn of(sheet: &Sheet) -> Self {
        if candidates::is_of_candidates(sheet) { Self::Candidates } else { Self::Roster(What::of(sheet)) }
    }

    /// What a column can be.
    pub const fn targets(self) -> &'static [Target] {
        match self {
            Self::Roster(what) => what.targets(),
            Self::Candidates => candidates::TARGETS,
        }
    }

    /// How the columns of a file are best read.
    pub fn suggest(self, book: &Book, sheet: &Sheet) -> Mapping {
        import::suggest_for(self.word(), self.targets(), book, sheet)
    }

    /// Remembers how the columns were read; empty when nothing new is to be remembered.
    pub fn remember(
        self,
        book: &Book,
        author: &Author,
        id: RecordId,
        sheet: &Sheet,
        mapping: &Mapping,
    ) -> Batch {
        import::remember_for((self.word(), self.targets()), book, author, id, sheet, mapping)
    }

    /// Works out what an import would do.
    pub fn plan(self, book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> Plan {
        match self {
            Self::Roster(what) => Plan::Roster(what.plan(book, sheet, mapping, choices, today)),
            Self::Candidates => Plan::Candidates(candidates::plan(book, sheet, mapping, choices, today)),
        }
    }
}

/// What an import would do, whatever the file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// People or skill ratings are brought in.
    Roster(import::Plan),
    /// Candidates are.
    Candidates(CandidatesPlan),
}

impl Plan {
    /// Every row of the file, in its order.
    pub fn rows(&self) -> &[PlannedRow] {
        match self {
            Self::Roster(plan) => plan.rows(),
            Self::Candidates(plan) => &plan.rows,
        }
    }

    /// What the dates say about their order.
    pub const fn date_order(&self) -> &OrderFound {
        match self {
            Self::Roster(plan) => plan.date_order(),
            Self::Candidates(plan) => &plan.date_order,
        }
    }

    /// What is made along with the rows, and how that is called.
    pub fn made(&self) -> (&'static str, &[String]) {
        match self {
            Self::Roster(plan) => plan.made(),
            Self::Candidates(plan) => ("New openings and stages", &plan.made),
        }
    }

    /// How many rows become what.
    pub fn counts(&self) -> Counts {
        import::count(self.rows())
    }

    /// The whole import as one batch. `new_id` gives a fresh id at each call.
    pub fn commit(&self, book: &Book, author: &Author, new_id: impl FnMut() -> RecordId) -> Batch {
        match self {
            Self::Roster(plan) => plan.commit(author, new_id),
            Self::Candidates(plan) => plan.commit(book, author, new_id),
        }
    }
}
