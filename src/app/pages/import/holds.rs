//! What the rows of a file can be, over all areas that bring something in: what the roster knows, or candidates.

use document::{
    Author, Batch, Book,
    sheet::{Mapping, OrderFound, Sheet},
};
use hiring::import::{self as candidates, CANDIDATES, CandidatesPlan};
use kernel::{Date, RecordId};
use roster::import::{
    self, Choices, Counts, ImportPlan, PEOPLE, PlannedRow, RatingsPlan, Rows, SKILL_RATINGS,
};

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holds {
    /// One row for each person.
    #[default]
    People,
    /// One row for each person and skill.
    SkillRatings,
    /// One row for each candidate of an opening.
    Candidates,
}

impl Holds {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::People, Self::SkillRatings, Self::Candidates];

    /// What the names of the columns say a file holds.
    pub fn of(sheet: &Sheet) -> Self {
        if candidates::is_of_candidates(sheet) {
            Self::Candidates
        } else if import::is_of_ratings(sheet) {
            Self::SkillRatings
        } else {
            Self::People
        }
    }

    /// What screens say.
    pub const fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::SkillRatings => "Skill ratings",
            Self::Candidates => "Candidates",
        }
    }

    /// What a row is called: one, several.
    pub const fn noun(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("person", "people"),
            Self::SkillRatings => ("skill rating", "skill ratings"),
            Self::Candidates => ("candidate", "candidates"),
        }
    }

    /// Its rows: what a column can be, and how it was read last.
    pub const fn rows(self) -> Rows {
        match self {
            Self::People => PEOPLE,
            Self::SkillRatings => SKILL_RATINGS,
            Self::Candidates => CANDIDATES,
        }
    }

    /// Where what was brought in is shown.
    pub const fn address(self) -> &'static str {
        match self {
            Self::People => "/people",
            Self::SkillRatings => "/skills",
            Self::Candidates => "/hiring",
        }
    }

    /// What to know about rows that the next import could not find again; nothing where every row can be found.
    pub const fn without_key(self) -> Option<&'static str> {
        match self {
            Self::People => Some(
                "Bring in people without e-mail and employee ID too: the next import cannot find them again",
            ),
            Self::Candidates => {
                Some("Bring in candidates without e-mail and ID too: the next import cannot find them again")
            }
            Self::SkillRatings => None,
        }
    }

    /// Works out what an import would do.
    pub fn plan(self, book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> Plan {
        match self {
            Self::People => Plan::People(import::plan(book, sheet, mapping, choices, today)),
            Self::SkillRatings => {
                Plan::SkillRatings(import::plan_ratings(book, sheet, mapping, choices, today))
            }
            Self::Candidates => Plan::Candidates(candidates::plan(book, sheet, mapping, choices, today)),
        }
    }
}

/// What an import would do, whatever the file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// People are brought in.
    People(ImportPlan),
    /// Skill ratings are.
    SkillRatings(RatingsPlan),
    /// Candidates are.
    Candidates(CandidatesPlan),
}

impl Plan {
    /// Every row of the file, in its order.
    pub fn rows(&self) -> &[PlannedRow] {
        match self {
            Self::People(plan) => &plan.rows,
            Self::SkillRatings(plan) => &plan.rows,
            Self::Candidates(plan) => &plan.rows,
        }
    }

    /// What the dates say about their order.
    pub const fn date_order(&self) -> &OrderFound {
        match self {
            Self::People(plan) => &plan.date_order,
            Self::SkillRatings(plan) => &plan.date_order,
            Self::Candidates(plan) => &plan.date_order,
        }
    }

    /// What is made along with the rows, and how that is called.
    pub fn made(&self) -> (&'static str, &[String]) {
        match self {
            Self::People(plan) => ("New teams", &plan.new_teams),
            Self::SkillRatings(plan) => ("New skills", &plan.new_skills),
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
            Self::People(plan) => plan.commit(author, new_id),
            Self::SkillRatings(plan) => plan.commit(author, new_id),
            Self::Candidates(plan) => plan.commit(book, author, new_id),
        }
    }
}
