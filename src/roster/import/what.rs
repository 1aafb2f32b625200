//! What a file can hold, so that one page brings in all of it: people, or skill ratings.

use document::{
    Author, Batch, Book,
    sheet::{Mapping, OrderFound, Sheet, Target},
};
use kernel::{Date, RecordId};

use super::{
    Choices, Counts, ImportPlan, PlannedRow, RATING_TARGETS, RatingsPlan, TARGETS, columns, ratings,
};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// One row for each person.
    #[default]
    People,
    /// One row for each person and skill.
    SkillRatings,
}

impl What {
    /// Both.
    pub const ALL: [Self; 2] = [Self::People, Self::SkillRatings];

    /// The word it is stored as.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::SkillRatings => "skill-ratings",
        }
    }

    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::SkillRatings => "Skill ratings",
        }
    }

    /// What a row is called: one, several.
    #[must_use]
    pub const fn noun(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("person", "people"),
            Self::SkillRatings => ("skill rating", "skill ratings"),
        }
    }

    /// What the names of the columns say a file holds: ratings, when there is a skill and how deep.
    #[must_use]
    pub fn of(sheet: &Sheet) -> Self {
        let mapping = Mapping::suggest(&sheet.header, RATING_TARGETS);
        let all = ["skill", "depth"].iter().all(|target| mapping.column(target).is_some());
        if all { Self::SkillRatings } else { Self::People }
    }

    /// What a column can be.
    #[must_use]
    pub const fn targets(self) -> &'static [Target] {
        match self {
            Self::People => TARGETS,
            Self::SkillRatings => RATING_TARGETS,
        }
    }

    /// How the columns of a file are best read.
    #[must_use]
    pub fn suggest(self, book: &Book, sheet: &Sheet) -> Mapping {
        columns::suggest_for(self.word(), self.targets(), book, sheet)
    }

    /// Remembers how the columns were read; empty when nothing new is to be remembered.
    #[must_use]
    pub fn remember(
        self,
        book: &Book,
        author: &Author,
        id: RecordId,
        sheet: &Sheet,
        mapping: &Mapping,
    ) -> Batch {
        columns::remember_for((self.word(), self.targets()), book, author, id, sheet, mapping)
    }

    /// Works out what an import would do.
    #[must_use]
    pub fn plan(self, book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> Plan {
        match self {
            Self::People => Plan::People(super::plan(book, sheet, mapping, choices, today)),
            Self::SkillRatings => Plan::SkillRatings(ratings::plan(book, sheet, mapping, choices, today)),
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
}

impl Plan {
    /// Every row of the file, in its order.
    #[must_use]
    pub fn rows(&self) -> &[PlannedRow] {
        match self {
            Self::People(plan) => &plan.rows,
            Self::SkillRatings(plan) => &plan.rows,
        }
    }

    /// What the dates say about their order.
    #[must_use]
    pub const fn date_order(&self) -> &OrderFound {
        match self {
            Self::People(plan) => &plan.date_order,
            Self::SkillRatings(plan) => &plan.date_order,
        }
    }

    /// What is made along with the rows, and how that is called: teams, skills.
    #[must_use]
    pub fn made(&self) -> (&'static str, &[String]) {
        match self {
            Self::People(plan) => ("New teams", &plan.new_teams),
            Self::SkillRatings(plan) => ("New skills", &plan.new_skills),
        }
    }

    /// How many rows become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        super::count(self.rows())
    }

    /// The whole import as one batch. `new_id` gives a fresh id at each call.
    #[must_use]
    pub fn commit(&self, author: &Author, new_id: impl FnMut() -> RecordId) -> Batch {
        match self {
            Self::People(plan) => plan.commit(author, new_id),
            Self::SkillRatings(plan) => plan.commit(author, new_id),
        }
    }
}
